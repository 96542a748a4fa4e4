/* excel: an Excel workbook, written sheet by sheet and row by row. Uses err mem span buf utf8.
 * The only user of libxlsxwriter.
 *
 * The same cells give the same bytes: the workbook's date is fixed. Rows go to temporary files
 * without a name in $TMPDIR or /tmp as they come, so that only one is in memory. Text is never
 * taken for a formula, a number or a link.
 * Bounds are those of Excel ("Excel specifications and limits"). */
#ifndef EXCEL_H
#define EXCEL_H

#include <stdbool.h>

#include "span.h"

enum {
    EXCEL_ROWS_MAX = 1048576, /* of a sheet, the header included */
    EXCEL_COLUMNS_MAX = 16384,
    EXCEL_TEXT_MAX = 32767, /* UTF-16 units of a cell */
    EXCEL_TEXT_SURE = 4096, /* bytes that always fit, whatever has to be escaped */
    EXCEL_LINKS_MAX = 65530, /* of a sheet */
    EXCEL_LINK_MAX = 2079,  /* characters of one, escaped */
    EXCEL_YEAR_MIN = 1901   /* what is before is text: Excel counts a day too many in 1900 */
};

/* Colours say again what the words of the cell say; they are Okabe and Ito's ("Color Universal
 * Design", 2008), which the colour-blind tell apart. */
enum excel_style {
    EXCEL_PLAIN,
    EXCEL_HEADER,
    EXCEL_DATE,
    EXCEL_WRAPPED,
    EXCEL_VERMILION,
    EXCEL_ORANGE,
    EXCEL_YELLOW,
    EXCEL_SKY,
    EXCEL_BLUE,
    EXCEL_PURPLE,
    EXCEL_GREY,
    EXCEL_STYLES
};

struct excel;

/* Texts of the file's properties; borrowed until excel_finish. */
struct excel *excel_new(const char *title, const char *comment);
/* Goes on to a new sheet; the name must be a good one (1 to 31 characters, none of []:*?/\). */
void excel_sheet(struct excel *book, const char *name);
void excel_width(struct excel *book, size_t column, double width); /* before its rows */
/* Row and column count from 0; rows must come in their order. A text that is too long is cut,
 * see excel_fits. */
void excel_text(struct excel *book, size_t row, size_t column, struct span text,
                   enum excel_style style);
void excel_number(struct excel *book, size_t row, size_t column, double number);
void excel_truth(struct excel *book, size_t row, size_t column, bool truth);
void excel_day(struct excel *book, size_t row, size_t column, const int day[3]);
/* Text that leads to `link`: an address, or a path from the folder of the workbook. False, and
 * it is text alone, where the sheet has as many links as it may or this one is too long. */
bool excel_link(struct excel *book, size_t row, size_t column, struct span text,
                   struct span link);
/* The first row stays in view and filters the sheet's rows: `columns` of them, last row `last`. */
void excel_table(struct excel *book, size_t columns, size_t last);
bool excel_fits(struct span text);
/* Completes the workbook and frees it; `write` gets its bytes in pieces. False, with errno, where
 * a temporary file could not be written. */
bool excel_finish(struct excel *book, void (*write)(void *to, struct span bytes), void *to);

#endif
