/* byline: the lines that say who wrote a text, and when. Uses span utf8 when date. A core. */
#ifndef BYLINE_H
#define BYLINE_H

#include "span.h"

/* What is left of a byline without "by", "written by", the date, the post and the like. */
struct span byline_name(struct span text);
/* Can it be a name, of at most so many bytes? Not where it is an address, a date, "admin". */
bool byline_is_name(struct span text, size_t most);
/* "By A Name", "Written by A Name": does the text begin so, with few words behind? */
bool byline_leads(struct span text);
/* "By", "Written by:", "Author": is that all of the text, so that the name comes next? */
bool byline_is_lead(struct span text);
/* "A Name | Senior Writer", or "A Name" where the next line is "Senior Writer": the name; absent
 * where it is nothing of the kind. */
struct span byline_signature(struct span text, struct span next);
/* "Posted by A Name at 11:15": the part from "posted by" on; absent where there is none. */
struct span byline_of_post(struct span text);
/* Do the words before a date say that it is another than that of publication? */
bool byline_is_update(struct span before);

#endif
