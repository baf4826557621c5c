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

G_END_DECLS
