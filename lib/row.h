/* row: documents to flat rows: one a judgement, an entity or a document.
 * Uses mem span buf rec table places set. A core.
 *
 * A row has the members of its judgement and then the facts of its document (RECORDS.md,
 * "row"). A list of strings becomes one string with "; " between them, any other list (also where
 * a string has a semicolon, is empty, or looks like JSON) or object its JSON as a string; null, ""
 * and an empty list are absent. Where a judgement has a member named as a fact of the document,
 * the document's counts. The `id` of an entity, the code of its council, is `authority_id`. */
#ifndef ROW_H
#define ROW_H

#include "places.h"
#include "rec.h"

enum row_kind { ROW_JUDGEMENTS, ROW_ENTITIES, ROW_DOCUMENTS };

struct rows;

/* The registers (for the region of a body) must live as long as the rows. */
struct rows *row_new(enum row_kind kind, struct places *places);
/* Makes ready to give the rows of a document, borrowed until the last was given. NULL, or
 * why (static) it can give none. */
const char *row_open(struct rows *rows, struct rec *document);
/* Appends the next row as JSON to the emptied buffer; false at the end. *why (static) is
 * the cause where this one cannot be made, and nothing is appended. */
bool row_next(struct rows *rows, struct buf *json, const char **why);
void row_free(struct rows *rows);

#endif
