/* opt: a program's options as one table: parsing, --help and --version come from it. Uses err mem.
 *
 * A row without a name ends a table. The options that every filter has stand in opt_common. */
#ifndef OPT_H
#define OPT_H

#include <stdbool.h>
#include <stddef.h>

enum opt_kind {
    OPT_FLAG,  /* value: bool * */
    OPT_TEXT,  /* value: const char ** */
    OPT_TEXTS, /* value: struct opt_texts *, given more than once adds */
    OPT_NUMBER /* value: long *, at least 1 */
};

struct opt_texts {
    const char **items; /* the array is freed by opt_free, the strings are argv's */
    size_t count, room;
};

struct opt {
    char letter; /* '\0': long name alone */
    const char *name;
    enum opt_kind kind;
    void *value;
    const char *argument; /* its name in the help; NULL for flags */
    const char *help;
};

struct opt_program {
    const char *purpose;  /* one line: as in the man page's NAME */
    const char *operands; /* as in SYNOPSIS, "[FILE...]" */
    const struct opt *options;
};

enum { OPT_TABLES = 2 };

/* Sets the values and returns the operands (borrowed from argv) through *operands. Ends the
 * program for --help and --version with 0, for a usage error with 2. `tables` are looked up in
 * order. */
size_t opt_parse(int argc, char **argv, const struct opt_program *program,
                 const struct opt *const tables[OPT_TABLES], char *const **operands);
void opt_free(struct opt_texts *texts);

#endif
