/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms while a formula is read: a list of sets of variables, and the operators of the formula
 * language on such lists. A set is a GArray of gsize in ascending order; the empty one is the
 * constant. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef GPtrArray ComityTerms;

ComityTerms *comity_terms_new (void);
/* Takes @set; one that is there already is dropped. */
void comity_terms_take (ComityTerms *self, GArray *set);
void comity_terms_add_all (ComityTerms *self, ComityTerms *other);
void comity_terms_remove_all (ComityTerms *self, ComityTerms *other);
/* a:b, a*b, a/b; new lists. */
ComityTerms *comity_terms_interact (ComityTerms *a, ComityTerms *b);
ComityTerms *comity_terms_cross (ComityTerms *a, ComityTerms *b);
ComityTerms *comity_terms_nest (ComityTerms *a, ComityTerms *b);

G_END_DECLS
