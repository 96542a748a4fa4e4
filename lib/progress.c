#include "progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"

enum {
    LONG_RUN = 5,     /* seconds before a run that was not asked tells of itself */
    LINE_SECONDS = 10 /* between lines of a file or pipe */
};

struct progress {
    bool terminal, told;
    double start, next;
    double *before; /* bytes of the operands before each */
    size_t count;
    double total; /* 0: not known */
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void add_sizes(struct progress *progress, char *const *operands, size_t count)
{
    struct stat status;
    progress->before = mem_new(count + 1, sizeof *progress->before);
    progress->count = count;
    for (size_t i = 0; i < count; i++) {
        bool known = stat(operands[i], &status) == 0 && S_ISREG(status.st_mode);
        progress->before[i] = progress->total;
        progress->total += known ? (double)status.st_size : 0;
    }
    progress->before[count] = progress->total;
}

struct progress *progress_start(bool asked, char *const *operands, size_t count)
{
    bool terminal = isatty(STDERR_FILENO) == 1;
    if (!asked && !(terminal && count))
        return NULL;
    struct progress *progress = mem_new(1, sizeof *progress);
    progress->terminal = terminal;
    progress->start = now();
    progress->next = progress->start + (!asked ? LONG_RUN : terminal ? 1 : LINE_SECONDS);
    add_sizes(progress, operands, count);
    return progress;
}

/* "1:05:09" */
static void write_seconds(double seconds, char *text, size_t room)
{
    unsigned long whole = (unsigned long)seconds;
    if (whole >= 3600)
        snprintf(text, room, "%lu:%02lu:%02lu", whole / 3600, whole / 60 % 60, whole % 60);
    else
        snprintf(text, room, "%lu:%02lu", whole / 60, whole % 60);
}

static void say(struct progress *progress, unsigned long long records, double done, double passed)
{
    char left[32] = "", rest[64] = "";
    if (progress->total > 0 && done > 0) {
        double share = done < progress->total ? done / progress->total : 1;
        write_seconds(passed * (1 - share) / share, left, sizeof left);
        snprintf(rest, sizeof rest, ", %.0f%%, %s left", 100 * share, left);
    }
    fprintf(stderr, "%s%s: %llu read, %.0f a second%s%s", progress->terminal ? "\r" : "",
            err_program(), records, (double)records / passed, rest,
            progress->terminal ? "\033[K" : "\n");
    fflush(stderr);
    progress->told = true;
}

void progress_tell(struct progress *progress, unsigned long long records, size_t operand,
                   size_t offset)
{
    if (!progress)
        return;
    double time = now();
    if (time < progress->next)
        return;
    progress->next = time + (progress->terminal ? 1 : LINE_SECONDS);
    double done = progress->count && operand
                      ? progress->before[operand <= progress->count ? operand - 1 : progress->count]
                      : 0;
    say(progress, records, done + (double)offset, time - progress->start);
}

void progress_end(struct progress *progress)
{
    if (!progress)
        return;
    if (progress->told && progress->terminal)
        fputs("\r\033[K", stderr);
    free(progress->before);
    free(progress);
}
