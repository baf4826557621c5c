/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same rows for several specifications: each asks, beyond its own variables, that those of the
 * others are not missing. What it loses by that shows in its waterfall under their names. */
#include "config.h"

#include "comity-fit-private.h"
#include "comity-risk-private.h"

#include <string.h>

static void
add_once (GPtrArray *names, const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (strcmp (g_ptr_array_index (names, i), name) == 0)
      return;
  g_ptr_array_add (names, g_strdup (name));
}

/* Response, variables, offsets: the order of the waterfall. */
static void
list_operands (const ComityFormula *formula, GPtrArray *names)
{
  add_once (names, comity_formula_peek_response (formula));
  for (gsize i = 0; i < comity_formula_get_n_variables (formula); i++)
    add_once (names, comity_formula_peek_variable (formula, i)->operand);
  for (gsize i = 0; i < comity_formula_get_n_offsets (formula); i++)
    add_once (names, comity_formula_peek_offset (formula, i));
}

gboolean
comity_specs_share_sample (ComitySpec *const *specs, gsize n_specs, GError **error)
{
  g_autoptr (GPtrArray) formulas =
      g_ptr_array_new_with_free_func ((GDestroyNotify) comity_formula_unref);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < n_specs; i++)
    {
      g_auto (ComitySurv) surv = { 0 };
      ComityFormula *formula = NULL;

      if (comity_surv_split (specs[i]->formula, &surv, error))
        formula = comity_formula_parse (surv.formula, error);
      if (formula == NULL)
        return FALSE;
      g_ptr_array_add (formulas, formula);
      list_operands (formula, all);
    }
  for (gsize i = 0; i < n_specs; i++)
    {
      g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GStrvBuilder) others = g_strv_builder_new ();

      list_operands (g_ptr_array_index (formulas, i), own);
      for (guint j = 0; j < all->len; j++)
        if (!g_ptr_array_find_with_equal_func (own, g_ptr_array_index (all, j), g_str_equal, NULL))
          g_strv_builder_add (others, g_ptr_array_index (all, j));
      g_strfreev (specs[i]->complete);
      specs[i]->complete = g_strv_builder_end (others);
      if (specs[i]->complete[0] == NULL)
        g_clear_pointer (&specs[i]->complete, g_strfreev);
    }
  return TRUE;
}
