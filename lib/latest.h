/* latest: which grade each council held last, area by area, and its latest inspection report, as
 * rows tell. Uses mem span buf order rec set record. A core.
 *
 * A grade counts where the row gives it as current, of the council's own service, and the official
 * record (if the rows were checked) does not contradict it. The latest is the one of the latest
 * date (the first day that it can mean); of several of one day, a report's, then the first row's.
 * It holds a few hundred bytes for each council and area and each report. */
#ifndef LATEST_H
#define LATEST_H

#include "rec.h"

struct latest;

/* Texts live until latest_free; what is not known is empty. */
struct latest_grade {
    struct span area, grade, date, framework, basis, source;
    long rank, levels, day;
    size_t rows, grades, opinions, findings; /* of the area, all that were seen */
    size_t confirmed, contradicted;
};
struct latest_report {
    struct span doc, framework, inspector, started, ended, published, link;
    long day;
};
struct latest_council {
    struct span name, body, region;
    const struct latest_report *report; /* NULL where no row is of one */
};

struct latest *latest_new(void);
void latest_free(struct latest *latest);
void latest_add(struct latest *latest, struct rec *row);
/* Councils in the order of their names. Call it once, when all rows were added; to be freed. */
size_t *latest_order(struct latest *latest, size_t *count);
const struct latest_council *latest_council(const struct latest *latest, size_t council);
/* Number of the council with that body; SIZE_MAX where no row is about it. */
size_t latest_find(const struct latest *latest, struct span body);
/* What is known of an area: number i of the council's, in the order of the rows; NULL: no more. */
const struct latest_grade *latest_area(const struct latest *latest, size_t council, size_t i);
/* The grade that the latest report gives to an area; NULL where it gives none. */
const struct latest_grade *latest_reported(const struct latest *latest, size_t council,
                                           struct span area);

#endif
