/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which state variable a column of dyads is made of: so that a term of a model can colour states.
 */
#include "config.h"

#include "comity-covariates-private.h"
#include "comity-panel-private.h"

#include <string.h>

/* What files put before and behind the name of a variable when they make a dyad's of it. */
static const char *const beginnings[] = { "ln_", "log_", "ln", "log", "l_", "abs_" };
static const char *const endings[] = { "_diff", "_absdiff", "diff",  "_min",  "min",   "_max",
                                       "max",   "_product", "_prod", "_sum",  "_mean", "_ratio",
                                       "_gap",  "_low",     "_high", "_both", "_lag",  "_dist" };

/* The variable called just so, in any case. */
static gssize
find_name (const PanelIndex *index, const char *name, gsize length)
{
  const GPtrArray *variables = comity_panel_index_peek_variables (index);

  for (guint v = 0; v < variables->len; v++)
    {
      const PanelVariable *variable = variables->pdata[v];

      if (strlen (variable->name) == length &&
          g_ascii_strncasecmp (variable->name, name, length) == 0)
        return v;
    }
  return -1;
}

static gssize
find_side (const PanelIndex *index, const char *column)
{
  const GPtrArray *variables = comity_panel_index_peek_variables (index);

  for (guint v = 0; v < variables->len; v++)
    {
      const PanelVariable *variable = variables->pdata[v];

      if (variable->first != NULL &&
          (g_str_equal (comity_column_peek_name (variable->first), column) ||
           g_str_equal (comity_column_peek_name (variable->second), column)))
        return v;
    }
  return -1;
}

/* With an ending, or none, taken off. */
static gssize
find_stem (const PanelIndex *index, const char *name)
{
  gsize length = strlen (name);
  gssize found = find_name (index, name, length);

  for (gsize i = 0; found < 0 && i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      found = find_name (index, name, length - strlen (endings[i]));
  return found;
}

gssize
comity_panel_find_column_variable (const ComityPanel *self, const char *column)
{
  const PanelIndex *index;
  const char *variable;
  gssize found;

  g_return_val_if_fail (self != NULL && column != NULL, -1);

  index = self->index;
  variable = comity_covariate_peek_variable (column);
  found = variable != NULL ? find_name (index, variable, strlen (variable)) : -1;
  if (found < 0)
    found = find_side (index, column);
  if (found < 0)
    found = find_stem (index, column);
  for (gsize i = 0; found < 0 && i < G_N_ELEMENTS (beginnings); i++)
    if (g_str_has_prefix (column, beginnings[i]))
      found = find_stem (index, column + strlen (beginnings[i]));
  return found;
}
