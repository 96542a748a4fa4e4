/* document: a document while it is being read: text in blocks, and what it states of itself.
 * Uses mem span buf utf8 rec.
 *
 * The readers of formats (plain, html, pdf) fill one; document_record makes the record of it.
 * A core: no stdio, no exit. */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "buf.h"
#include "mem.h"
#include "rec.h"

enum document_role {
    DOCUMENT_PARAGRAPH,
    DOCUMENT_HEADING,
    DOCUMENT_LIST_ITEM,
    DOCUMENT_QUOTE,
    DOCUMENT_TABLE_ROW,
    DOCUMENT_CAPTION,
    /* Within a block: */
    DOCUMENT_EMPHASIS,
    DOCUMENT_LINK,
    DOCUMENT_CODE
};

enum {
    /* Text may have these bytes where a span with a role begins within a block, DOCUMENT_EMPHASIS
     * and so on, and these where it ends. A span without an end is none. */
    DOCUMENT_SPAN_BEGINS = 1,
    DOCUMENT_SPAN_ENDS = 4
};

struct document_block {
    enum document_role role;
    size_t start, end; /* bytes of the text */
    int page;          /* from 1; 0 where the format has no pages */
};

struct document_inner {
    enum document_role role;
    size_t block; /* it lies in */
    size_t start, end;
    struct span url; /* of a link, in the arena */
};

/* Facts are copies in the arena, absent until known. */
struct document {
    struct buf text;
    struct document_block *blocks;
    size_t block_count, block_room;
    struct document_inner *inner; /* spans within blocks, in order */
    size_t inner_count, inner_room;
    struct span title, author, publisher, lang, url;
    struct span date;       /* EDTF */
    struct span date_basis; /* "metadata", "byline", "heading", "url", "filename", "content" */
    const char *media_type; /* static */
    bool partial;
    const char *error_code;   /* static; NULL where the document could be read */
    struct span error_message;
    struct mem_arena arena;
};

/* Appends a block. White space is folded to single spaces (tabs kept in table rows), and control,
 * zero-width and soft-hyphen characters are left out; a block without a letter or digit is
 * dropped. Text must be UTF-8. Blocks are separated by an empty line, table rows that follow each
 * other by a line end. */
void document_add(struct document *document, enum document_role role, struct span text, int page);
/* The same of text with the bytes that begin and end spans; `urls` are those of its links, in their
 * order. Elsewhere such bytes are left out as any control. */
void document_add_marked(struct document *document, enum document_role role, struct span text,
                         const struct span *urls, size_t url_count);
/* Keeps a fact, trimmed and its white space folded; an empty one is ignored, and so is one that
 * is known already. */
void document_state(struct document *document, struct span *fact, struct span value);
/* The document cannot be read: code is static, the message is copied. */
void document_fail(struct document *document, const char *code, struct span message);
struct span document_text(const struct document *document);

/* Sets the members of a document record: type, media_type, facts, text, blocks, error. */
void document_record(const struct document *document, struct rec *rec);

/* Ready for the next document; keeps memory. */
void document_clear(struct document *document);
void document_free(struct document *document);

#endif
