/* role: the role and organisation that a text states beside a person's name. Uses span term
 * naming. A core. */
#ifndef ROLE_H
#define ROLE_H

#include "naming.h"

/* Parts of the text, or kept with its entities; absent where none is stated. */
struct role {
    struct span words, organisation;
};

/* "Cabinet Member for Children's Services Katie Perrior", "Lead inspector: Jan Edwards": fills
 * in what stands before the word that a name begins with; false where no role does. */
bool role_before(struct naming *naming, size_t first, struct role *role);
/* ", portfolio holder for children and young people,", " (Communities Secretary)": the same of
 * what stands behind a name. */
bool role_after(struct naming *naming, size_t behind, struct role *role);
/* "John Burgess, Barnet UNISON" or "(UNISON)": the organisation behind a name. */
struct span role_organisation(const struct naming *naming, size_t behind);

#endif
