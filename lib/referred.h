/* referred: the area that a clause or a pronoun refers to without naming it beside its
 * grade: what the clause begins with ("On adoption, Essex scored"), what a relative
 * clause hangs on, what "it" takes up. Uses span mask token lexicon phrase passage. A
 * core.
 *
 * Each gives an area, or a list of them parted by ";"; absent: there is none. */
#ifndef REFERRED_H
#define REFERRED_H

#include "passage.h"

/* "On leadership, Essex scored", "but on adoption it is": that which the clause begins
 * with. */
struct span referred_front(const struct passage *passage,
                           const struct passage_grade *grade);
/* "Help and protection, which was weak", "care leavers, where Essex is": that which a
 * relative clause hangs on. */
struct span referred_relative(const struct passage *passage,
                              const struct passage_grade *grade);
/* "Adoption was the bright spot: Ofsted judged it good": the subject or object that a
 * pronoun of the same sentence takes up. */
struct span referred_subject(const struct passage *passage,
                             const struct passage_grade *grade);
/* "… only in adoption, and [there] it is good", "The exception was adoption. [Here] the
 * grade is": that which such a word points back to. */
struct span referred_there(const struct passage *passage,
                           const struct passage_grade *grade);
/* "It is good", "That was inadequate", "Still inadequate": what the sentence before ended
 * on. */
struct span referred_before(const struct passage *passage,
                            const struct passage_grade *grade);

#endif
