#include "opt.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "mem.h"

enum { OPTIONS_MAX = 64, FIRST_LONG = 256, HELP_COLUMN = 26 };

static const char version[] = ASSAY_VERSION;

static const struct opt standard[] = {
    {'h', "help", OPT_FLAG, NULL, NULL, "print this help and exit"},
    {'\0', "version", OPT_FLAG, NULL, NULL, "print the version and exit"},
    {0},
};

static void print_options(const struct opt *table)
{
    for (const struct opt *opt = table; opt && opt->name; opt++) {
        char left[80];
        char letter[] = {'-', opt->letter, ',', ' ', '\0'};
        snprintf(left, sizeof left, "  %s--%s%s%s", opt->letter ? letter : "    ", opt->name,
                 opt->argument ? " " : "", opt->argument ? opt->argument : "");
        printf("%-*s %s\n", HELP_COLUMN, left, opt->help);
    }
}

static void finish(void)
{
    if (fflush(stdout) != 0)
        err_die("standard output:");
    exit(ERR_DONE);
}

static void help(const struct opt_program *program, const struct opt *const tables[])
{
    printf("usage: %s [OPTION...] %s\n%s\n\n", err_program(), program->operands,
           program->purpose);
    for (int t = 0; t < OPT_TABLES; t++)
        print_options(tables[t]);
    print_options(standard);
    finish();
}

static void set_number(const struct opt *opt, const char *text)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno || *text == '\0' || *end != '\0' || value < 1)
        err_die("--%s takes a whole number from 1: '%s'", opt->name, text);
    *(long *)opt->value = value;
}

static void set(const struct opt *opt, const char *text)
{
    struct opt_texts *texts = opt->value;
    switch (opt->kind) {
    case OPT_FLAG:
        *(bool *)opt->value = true;
        break;
    case OPT_TEXT:
        *(const char **)opt->value = text;
        break;
    case OPT_TEXTS:
        texts->items = mem_grow(texts->items, &texts->room, texts->count + 1, sizeof text);
        texts->items[texts->count++] = text;
        break;
    case OPT_NUMBER:
        set_number(opt, text);
        break;
    }
}

/* The rows of all tables in the forms getopt_long wants; its value is the row's number. */
struct prepared {
    const struct opt *rows[OPTIONS_MAX];
    struct option longs[OPTIONS_MAX + 1];
    char letters[2 * OPTIONS_MAX + 1];
    size_t count, letter_count;
};

static void prepare(struct prepared *prepared, const struct opt *table)
{
    for (const struct opt *opt = table; opt && opt->name; opt++) {
        size_t i = prepared->count++;
        if (i >= OPTIONS_MAX)
            err_die("more than %d options", OPTIONS_MAX);
        prepared->rows[i] = opt;
        prepared->longs[i] =
            (struct option){opt->name, opt->argument ? required_argument : no_argument, NULL,
                            FIRST_LONG + (int)i};
        if (opt->letter)
            prepared->letters[prepared->letter_count++] = opt->letter;
        if (opt->letter && opt->argument)
            prepared->letters[prepared->letter_count++] = ':';
    }
}

static const struct opt *chosen(const struct prepared *prepared, int code)
{
    if (code >= FIRST_LONG)
        return prepared->rows[code - FIRST_LONG];
    for (size_t i = 0; i < prepared->count; i++)
        if (prepared->rows[i]->letter == code)
            return prepared->rows[i];
    return NULL;
}

static _Noreturn void refuse_option(const struct prepared *prepared, char **argv)
{
    const char *given = argv[optind - 1];
    if (optopt && chosen(prepared, optopt))
        err_die("option '%s' needs an argument; try '%s --help'", given, err_program());
    if (optopt && optopt < FIRST_LONG)
        err_die("no option '-%c'; try '%s --help'", optopt, err_program());
    err_die("no option '%s'; try '%s --help'", given, err_program());
}

size_t opt_parse(int argc, char **argv, const struct opt_program *program,
                 const struct opt *const tables[OPT_TABLES], char *const **operands)
{
    struct prepared prepared = {0};
    int code;
    err_start(argc > 0 ? argv[0] : "assay");
    opterr = 0;
    for (int t = 0; t < OPT_TABLES; t++)
        prepare(&prepared, tables[t]);
    prepare(&prepared, standard);
    while ((code = getopt_long(argc, argv, prepared.letters, prepared.longs, NULL)) != -1) {
        const struct opt *opt = chosen(&prepared, code);
        if (!opt)
            refuse_option(&prepared, argv);
        if (opt == &standard[0])
            help(program, tables);
        if (opt == &standard[1]) {
            printf("%s (assay) %s\n", err_program(), version);
            finish();
        }
        set(opt, optarg);
    }
    *operands = argv + optind;
    return (size_t)(argc - optind);
}

void opt_free(struct opt_texts *texts)
{
    free(texts->items);
    *texts = (struct opt_texts){0};
}
