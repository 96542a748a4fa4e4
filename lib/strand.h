/* strand: a paragraph of two columns whose lines are lost, taken apart into pieces of the
 * columns in turn. Uses mem span follow fabric. A core. */
#ifndef STRAND_H
#define STRAND_H

#include "fabric.h"

/* Takes the line apart where each turn from one column to the other makes it read better;
 * false where that is not clear. `fresh`: an empty line stands before it. */
bool strand_part(struct fabric *fabric, const struct fabric_line *line, bool fresh);

#endif
