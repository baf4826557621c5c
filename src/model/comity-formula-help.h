/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may stand in a formula, for people: every construction and every function with an example. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *section; /* NULL: goes on with the section before */
  /* What can be written after “y ~ ” (or is a formula itself, where ~ stands in it), two spaces
   * between alternatives. */
  const char *examples;
  const char *meaning;
} ComityFormulaHelp;

/* Static; columns of the examples are y, x, z, t, start, stop, event, region and of the two states
 * polity_a, polity_b, law_a, law_b. */
const ComityFormulaHelp *comity_formula_peek_help (gsize *n);
/* The same as a text of 100 columns. New string. */
char *comity_formula_dup_help (void);
/* Names of all functions that a formula understands. Free with g_strfreev (). */
char **comity_formula_list_functions (void);

G_END_DECLS
