/* err: the program's name, its messages on standard error and its exit status. Uses nothing.
 *
 * A message is `NAME: what`; where it ends in a colon, the text of errno follows. Exit statuses
 * are those of assay(7): nothing else in the suite chooses one. */
#ifndef ERR_H
#define ERR_H

#include <stdbool.h>

enum err_status { ERR_DONE = 0, ERR_REFUSED = 1, ERR_TROUBLE = 2 };

/* First call of a program. Keeps a pointer to the last part of the path (borrowed, as long as the
 * program runs); makes sure that a closed standard descriptor is not given to another file. */
void err_start(const char *argv0);
const char *err_program(void);

/* A message and nothing else. */
void err_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A message, and the status is at least ERR_REFUSED (unless err_tolerate was called). */
void err_refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A message, and the status is ERR_TROUBLE. */
void err_trouble(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A message, and the program ends with ERR_TROUBLE. */
_Noreturn void err_die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The status is at least this, without a message. */
void err_raise(enum err_status status);
/* From here on what is refused no longer shows in the status. */
void err_tolerate(void);
/* From here on refusals are not said (they still count). */
void err_quiet(void);
enum err_status err_status(void);

#endif
