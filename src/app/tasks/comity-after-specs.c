/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The specification curve of a term: all sets of the optional terms, in every sample, by every
 * estimator, with every kind of standard errors. */
#include "config.h"

#include "comity-after-private.h"

#include <string.h>

#include "comity-curve-report.h"
#include "comity-formula.h"

char **
comity_after_list_formula_terms (ComityFit *fit)
{
  const char *tilde = strchr (comity_fit_peek_spec (fit)->formula, '~');
  g_autofree char *text = g_strconcat ("y ~ ", tilde != NULL ? tilde + 1 : "1", NULL);
  g_autoptr (ComityFormula) formula = comity_formula_parse (text, NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (gsize i = 0; formula != NULL && i < comity_formula_get_n_terms (formula); i++)
    if (comity_fit_find_term (fit, comity_formula_peek_term (formula, i)) >= 0)
      g_strv_builder_add (names, comity_formula_peek_term (formula, i));
  return g_strv_builder_end (names);
}

static const char *const *
none_if_empty (char **list)
{
  return list != NULL && *list != NULL ? (const char *const *) list : NULL;
}

gboolean
comity_after_compute_specs (ComityAfter *self,
                            const ComityAfterInput *input,
                            ComityProgress *progress,
                            GError **error)
{
  const ComityAfterOptions *options = input->options;
  g_autoptr (ComitySpec) base = comity_spec_copy (comity_fit_peek_spec (self->fit));
  g_autoptr (GString) formula = g_string_new (base->formula);
  g_autoptr (GStrvBuilder) optional = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  ComitySpecCurveOptions what = { .base = base,
                                  .focal = options->focus,
                                  .samples = none_if_empty (options->samples),
                                  .estimators = none_if_empty (options->estimators),
                                  .vces = none_if_empty (options->vces),
                                  .n_permutations = input->stage == COMITY_AFTER_WHOLE
                                                        ? options->n_permutations
                                                        : 0,
                                  .seed = (guint64) options->seed,
                                  .exchange = options->exchange,
                                  .preview = input->stage == COMITY_AFTER_PREVIEW };

  for (char **term = options->optional; term != NULL && *term != NULL; term++)
    if (g_strcmp0 (*term, options->focus) != 0)
      {
        g_string_append_printf (formula, " - %s", *term);
        g_strv_builder_add (optional, *term);
      }
  names = g_strv_builder_end (optional);
  what.optional = (const char *const *) names;
  g_free (base->formula);
  base->formula = g_string_free (g_steal_pointer (&formula), FALSE);
  self->curve = comity_spec_curve_new (&what, input->workbench, progress, error);
  if (self->curve == NULL)
    return FALSE;
  self->figure = comity_spec_curve_figure_new (self->curve);
  /* Without a test there is nothing to come. */
  if (input->stage == COMITY_AFTER_UNTESTED && options->n_permutations == 0)
    self->stage = COMITY_AFTER_WHOLE;
  return TRUE;
}

char *
comity_after_report_specs (const ComityAfter *self, ComityFormat format, int decimals)
{
  return comity_curve_report (self->curve, format, decimals);
}
