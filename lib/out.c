#define _XOPEN_SOURCE 700 /* realpath */
#include "out.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "err.h"
#include "mem.h"

enum { FLUSH_AT = 128 * 1024 };

struct out {
    int descriptor;
    const char *name;      /* for messages */
    char *path, *temporary; /* NULL where nothing is to be renamed */
    struct buf buf;
    struct out *next;
};

/* Files begun and not complete, for the handler at exit. */
static struct out *unfinished;

static void remove_unfinished(void)
{
    for (struct out *out = unfinished; out; out = out->next)
        if (out->temporary)
            unlink(out->temporary);
}

/* Ended by a signal: the same, then die of it. unlink and raise are safe in a handler. */
static void remove_and_die(int number)
{
    remove_unfinished();
    signal(number, SIG_DFL);
    raise(number);
}

static void catch_signals(void)
{
    static const int numbers[] = {SIGHUP, SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction old, new = {.sa_handler = remove_and_die};
        sigemptyset(&new.sa_mask);
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(numbers[i], &new, NULL);
    }
}

static void remember(struct out *out)
{
    static bool registered;
    if (!registered && atexit(remove_unfinished) != 0)
        err_die("cannot register the clean-up of temporary files");
    if (!registered)
        catch_signals();
    registered = true;
    out->next = unfinished;
    unfinished = out;
}

static void forget(struct out *out)
{
    struct out **link = &unfinished;
    while (*link && *link != out)
        link = &(*link)->next;
    if (*link)
        *link = out->next;
}

/* The file a symbolic link stands for, so that the rename replaces the file, not the link. */
static char *real_path(const char *path)
{
    char *real = realpath(path, NULL);
    return real ? real : mem_copy(path, strlen(path));
}

static void open_beside(struct out *out, const char *path)
{
    out->path = real_path(path);
    struct buf name = {0};
    buf_add_text(&name, out->path);
    buf_add_text(&name, ".XXXXXX");
    out->temporary = mem_copy(name.at, name.length);
    buf_free(&name);
    out->descriptor = mkstemp(out->temporary);
    if (out->descriptor < 0)
        err_die("%s:", path);
    mode_t mask = umask(0);
    umask(mask);
    struct stat old;
    mode_t mode = stat(out->path, &old) == 0 ? old.st_mode & 0777 : 0666 & ~mask;
    if (fchmod(out->descriptor, mode) != 0)
        err_die("%s:", path);
    remember(out);
}

struct out *out_open(const char *path)
{
    if (path && !*path)
        err_die("a file name is empty");
    struct out *out = mem_new(1, sizeof *out);
    out->name = path ? path : "standard output";
    out->descriptor = STDOUT_FILENO;
    if (!path)
        return out;
    struct stat old;
    if (stat(path, &old) == 0 && !S_ISREG(old.st_mode)) {
        out->descriptor = open(path, O_WRONLY | O_CLOEXEC);
        if (out->descriptor < 0)
            err_die("%s:", path);
        return out;
    }
    open_beside(out, path);
    return out;
}

void out_flush(struct out *out)
{
    struct span rest = buf_span(&out->buf);
    while (rest.length) {
        ssize_t done = write(out->descriptor, rest.at, rest.length);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            err_die("%s:", out->name);
        rest = span_part(rest, (size_t)done, rest.length);
    }
    buf_clear(&out->buf);
}

void out_write(struct out *out, struct span bytes)
{
    buf_add(&out->buf, bytes);
    if (out->buf.length >= FLUSH_AT)
        out_flush(out);
}

void out_close(struct out *out)
{
    if (!out)
        return;
    out_flush(out);
    if (close(out->descriptor) != 0)
        err_die("%s:", out->name);
    if (out->temporary && rename(out->temporary, out->path) != 0)
        err_die("%s:", out->name);
    forget(out);
    free(out->path);
    free(out->temporary);
    buf_free(&out->buf);
    free(out);
}
