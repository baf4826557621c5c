/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Citing tables of the world, for captions. */
#pragma once

#include "comity-world.h"

G_BEGIN_DECLS

/* Appends " Sources: a; b." for the tables named in @tables (separated by blanks), each source once;
 * nothing when none of them is known. */
void comity_cite_tables (GString *out, ComityWorld *world, const char *tables);

G_END_DECLS
