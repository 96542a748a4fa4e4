/* dateline: the date that stands in a line at the head of a document. Uses span utf8 when date.
 * A core.
 *
 * "Ann Reed, councillor for Hale. 4 June 2013", "Issue 12 | May 2019 | free", "Posted on 4 June
 * 2013 by Ann": the date is set apart by marks, blanks or a word of publishing. In a sentence it
 * is not ("governed since 1 April 2009 by one council"), nor is a date of something else
 * ("last updated", "to 2009"). */
#ifndef DATELINE_H
#define DATELINE_H

#include "when.h"

enum {
    DATELINE_MAX = 140, /* characters of a line that can hold one */
    DATELINE_BESIDE = 60 /* characters of its own sentence on either side of the date */
};

/* The first such date of the line; absolute, no range, its month known. */
bool dateline_read(struct span line, struct when *when);
/* Do the words before a date say that it is another's than the document's ("updated", "since")? */
bool dateline_is_other(struct span before);

#endif
