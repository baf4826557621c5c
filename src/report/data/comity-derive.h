/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Derived columns by their text: how alike two states are, where they stand in the network, what is
 * known of them, as columns of the panel that a formula can name. This layer is the first that sees
 * similarities and networks together. */
#pragma once

#include "comity-panel.h"

G_BEGIN_DECLS

#define COMITY_DERIVE_ERROR (comity_derive_error_quark ())
GQuark comity_derive_error_quark (void);

typedef enum
{
  COMITY_DERIVE_ERROR_TEXT, /* cannot be read, or a measure that is not there */
} ComityDeriveError;

/* "NAME=MEASURE" or "NAME=MEASURE;COMPONENTS":
 *   a similarity in the row's year, with the measures and components of comity-similarity.h:
 *     inst=gower   inst=gower;polity:2,tradition   gap=difference:polity   dem=joint:polity>=6
 *   ties of the year before, all that had been signed by then:
 *     common=shared-partners    the number of states that both have a tie with
 *     deg=degree, betweenness, closeness, eigenvector: columns deg_a and deg_b
 *   what is known of a state in the row's year: pol=state:polity, columns pol_a and pol_b.
 * Columns of the two states are for weak(deg), strong(deg), distance(deg) … in a formula
 * (comity-expression.h). A state that was not there the year before has no ties then.
 * Errors: COMITY_DERIVE_ERROR, those of the similarity, cancelling. A new panel; O(rows + years ·
 * states²) each, betweenness more. */
ComityPanel *comity_derive_columns (ComityPanel *panel,
                                    const char *const *texts,
                                    ComityProgress *progress,
                                    GError **error);
/* The columns of one such text, of the panel's rows: one, or of the two states two. A new array of
 * ComityColumn. */
GPtrArray *comity_derive_make_columns (ComityPanel *panel,
                                       const char *text,
                                       ComityProgress *progress,
                                       GError **error);
/* "gower, s, …, shared-partners, degree …": for messages and menus. New string. */
char *comity_derive_dup_measures (void);

G_END_DECLS
