/* contact: URLs, mail addresses, British phone numbers and postcodes in running text.
 * Uses span. A core.
 *
 * Sources: Ofcom's national numbering plan (a nought and nine or ten digits); Royal
 * Mail's postcode areas and forms (BS 7666). Every backward look is bounded, so that a
 * scan is linear. */
#ifndef CONTACT_H
#define CONTACT_H

#include "span.h"

enum {
    CONTACT_HOST_MAX = 128 /* bytes of a local part or host name; a longer one is none */
};

enum contact_kind { CONTACT_URL, CONTACT_EMAIL, CONTACT_PHONE, CONTACT_POSTCODE };

struct contact {
    enum contact_kind kind;
    size_t start, end; /* bytes of the text */
};

/* The next one that begins at or after `at`. */
bool contact_find(struct span text, size_t at, struct contact *contact);

#endif
