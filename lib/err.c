#include "err.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The only mutable statics of the library, with the handler of `out`: one program, one status. */
static const char *program = "assay";
static enum err_status status = ERR_DONE;
static bool tolerant = false;
static bool quiet = false;

/* A standard descriptor that is closed would be given to the next file opened. Opened the wrong
 * way round, using it fails as it should. */
static void keep_standard(int descriptor)
{
    if (fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF)
        return;
    int opened = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    if (opened >= 0 && opened != descriptor)
        close(opened);
}

void err_start(const char *argv0)
{
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++)
        keep_standard(descriptor);
    const char *slash = strrchr(argv0, '/');
    program = slash ? slash + 1 : argv0;
}

const char *err_program(void)
{
    return program;
}

/* One write a line, so that the messages of a pipeline's programs do not mix within a line. */
static void message(const char *format, va_list arguments)
{
    int saved = errno;
    char line[4096];
    int head = snprintf(line, sizeof line, "%s: ", program);
    size_t length = head < 0 ? 0 : (size_t)head;
    int body = vsnprintf(line + length, sizeof line - length, format, arguments);
    length += body < 0 ? 0 : (size_t)body;
    if (length > sizeof line - 2)
        length = sizeof line - 2;
    line[length] = '\0';
    size_t written = strlen(format);
    if (written > 0 && format[written - 1] == ':')
        fprintf(stderr, "%s %s\n", line, strerror(saved));
    else
        fprintf(stderr, "%s\n", line);
}

void err_say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    message(format, arguments);
    va_end(arguments);
}

void err_refuse(const char *format, ...)
{
    if (!quiet) {
        va_list arguments;
        va_start(arguments, format);
        message(format, arguments);
        va_end(arguments);
    }
    err_raise(ERR_REFUSED);
}

void err_trouble(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    message(format, arguments);
    va_end(arguments);
    err_raise(ERR_TROUBLE);
}

void err_die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    message(format, arguments);
    va_end(arguments);
    exit(ERR_TROUBLE);
}

void err_raise(enum err_status at_least)
{
    if (at_least == ERR_REFUSED && tolerant)
        return;
    if (status < at_least)
        status = at_least;
}

void err_tolerate(void)
{
    tolerant = true;
}

void err_quiet(void)
{
    quiet = true;
}

enum err_status err_status(void)
{
    return status;
}
