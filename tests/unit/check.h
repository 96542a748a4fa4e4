/* check: counts what holds and what does not. Each unit test is one program: it calls CHECK as
 * often as it likes and ends with `return check_finish()`. */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stdio.h>

static unsigned long check_passed, check_failed;

static inline void check_that(bool holds, const char *what, const char *file, int line)
{
    if (holds) {
        check_passed++;
        return;
    }
    check_failed++;
    printf("%s:%d: %s\n", file, line, what);
}

/* The only macro of the tests: it knows the line and the words of the condition. */
#define CHECK(condition) check_that((condition), #condition, __FILE__, __LINE__)

static inline int check_finish(void)
{
    printf("%lu passed, %lu failed\n", check_passed, check_failed);
    return check_failed != 0;
}

#endif
