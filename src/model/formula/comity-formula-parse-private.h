/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the text of a formula says, before terms are put in order. */
#pragma once

#include "comity-formula-private.h"
#include "comity-terms-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *response;
  GPtrArray *variables; /* ComityVariable, in the order of appearance; some may be in no term */
  GPtrArray *offsets;   /* char * */
  ComityTerms *sets;    /* of indices of variables */
} ComityParsed;

/* Errors: COMITY_MODEL_ERROR_FORMULA with the place; nothing is left to clear then. */
gboolean comity_parsed_read (ComityParsed *self, const char *text, GError **error);
void comity_parsed_clear (ComityParsed *self);
void comity_variable_free (gpointer data);

/* Names of the functions, new lists. */
char **comity_formula_list_splines (void);
char **comity_formula_list_calls (void);

/* Splines: @text is what stands between the parentheses, in R's spacing. NULL and @why, to be
 * freed, when it cannot be read. */
gboolean comity_formula_is_spline (const char *name);
ComitySplineArguments *comity_spline_arguments_read (
    const char *function, const char *text, char **operand, gsize *n_columns, char **why);
void comity_spline_arguments_free (ComitySplineArguments *self);

G_END_DECLS
