/* board: safeguarding boards and partnerships, linked to the council whose they are.
 * Uses mem span vocab mention resolve. A core. */
#ifndef BOARD_H
#define BOARD_H

#include "resolve.h"

/* Gives a board that the text names without its council ("the LSCB", "LCSB") the name of
 * the council in focus, and adds mentions of "the Board" behind one. Entities are ordered
 * by start, and stay so but for what is added at the end. */
void board_link(struct entities *entities, const struct vocab *vocab,
                const struct entity_source *source);

#endif
