/* mail: mail messages and mailboxes. Uses mem span buf document charset plain html part mime.
 * A core.
 *
 * A message is a document, its body, and a container of its attachments. Sources: RFC 5322; mbox
 * as RFC 4155 and mail programs have it (mboxo, mboxrd). */
#ifndef MAIL_H
#define MAIL_H

#include "document.h"
#include "part.h"

/* Do the first bytes begin a header as mail programs write it? A printed letter head with From and
 * Subject alone is plain text. */
bool mail_is(struct span bytes);
bool mail_is_box(struct span bytes);

/* The body. Title, author and date are subject, sender and Date. Quoted replies are blocks of
 * their own with the role quote. */
void mail_read(struct document *document, struct span message);
struct parts *mail_open(struct span message); /* its attachments; borrowed */
struct parts *mail_open_box(struct span box); /* its messages; borrowed */

#endif
