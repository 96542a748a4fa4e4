/* table: CSV in and out, row by row, or a whole file by the names of its columns.
 * Uses mem span buf utf8. The only user of libcsv. A core, but for table_load.
 *
 * Source: RFC 4180, strictly: a quote stands around a field or doubled inside one,
 * nowhere else. Beyond it: a byte order mark at the start is skipped, a line may end in
 * LF alone, and empty lines between records are passed over (a record of one empty field
 * is written as ""). Fields are exactly what stands there: no blank is trimmed. */
#ifndef TABLE_H
#define TABLE_H

#include <stdint.h>

#include "buf.h"
#include "mem.h"

enum {
    TABLE_RECORD_MAX = 64 * 1024 * 1024, /* bytes of a record, its line ends included */
    TABLE_FIELDS_MAX = 16384, /* of a record: as many columns as a worksheet has */
    TABLE_FILE_MAX = 64 * 1024 * 1024 /* of a file that table_load takes */
};

enum table_result { /* in this order: what is no row comes behind what is one */
                    TABLE_ROW,
                    TABLE_FAULT, /* a malformed record: row->why; reading goes on with the
                                    next line */
                    TABLE_MORE,  /* table_add more bytes, or table_end */
                    TABLE_END
};

struct table_row {
    const struct span *fields; /* borrowed until the next call */
    size_t count;
    size_t line;     /* of the record's first byte, from 1 */
    size_t offset;   /* of the record's first byte */
    const char *why; /* static; NULL for a row */
};

struct table;

/* Reads bytes that are all there: borrowed until table_free. */
struct table *table_open(struct span bytes);
/* Reads bytes that come in pieces of any size, given by table_add and completed by
 * table_end. */
struct table *table_new(void);
void table_add(struct table *table, struct span bytes);
void table_end(struct table *table);
enum table_result table_read(struct table *table, struct table_row *row);
void table_free(struct table *table);

/* Appends one field, quoted only where it must be: a comma, quote, CR or LF in it, a
 * blank at either end, a byte order mark at its start. */
void table_write_field(struct buf *out, struct span field);
/* Appends a record with a line feed at its end. */
void table_write(struct buf *out, const struct span *fields, size_t count);

/* A whole file: the registers and rule tables. Every row has as many fields as the
 * header. */
struct table_sheet {
    const char *path; /* borrowed, for messages */
    struct span *columns;
    size_t column_count;
    struct span *cells; /* row after row */
    size_t *lines;      /* of each row in the file, from 1 */
    size_t row_count, cell_room, line_room;
    struct mem_arena arena; /* of the texts: they live until table_sheet_free */
};

#define TABLE_NONE SIZE_MAX

/* False where the file cannot be read or is no such table: *fault is the message,
 * `FILE:LINE: what` or `FILE: what`, with a NUL behind it. Fill a zeroed sheet; the
 * caller's to free. */
bool table_load(struct table_sheet *sheet, const char *path, struct buf *fault);
/* The same for bytes that are borrowed during the call; `path` for the messages. */
bool table_parse(struct table_sheet *sheet, const char *path, struct span bytes,
                 struct buf *fault);
/* Number of the column, or TABLE_NONE. */
size_t table_column(const struct table_sheet *sheet, const char *name);
/* Empty (never absent) where there is no such column, as for TABLE_NONE. */
struct span table_cell(const struct table_sheet *sheet, size_t row, size_t column);
void table_sheet_free(struct table_sheet *sheet);

#endif
