/* digest: the sheets of a workbook that sum its rows up: the latest grade of each council's areas,
 * and one line a council. Uses span buf places table scale latest excel entry. */
#ifndef DIGEST_H
#define DIGEST_H

#include "entry.h"
#include "latest.h"
#include "places.h"
#include "scale.h"

/* All borrowed. */
struct digest {
    struct places *places;
    const struct scales *scales;
    struct latest *latest;
    struct entry *entry;
};

/* Once, when all rows were added to the latest grades. */
void digest_write(struct digest *digest, struct excel *book);

#endif
