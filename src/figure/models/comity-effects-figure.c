/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marginal effects as rows with their intervals. */
#include "config.h"

#include "comity-coef-figure-private.h"
#include "comity-figures.h"

ComityFigure *
comity_effects_figure_new (const ComityFit *fit, const ComityEffects *effects)
{
  gsize n = comity_effects_get_n (effects);
  ComityCoefData *data = comity_coef_data_new_for_fit (fit, "Marginal effect", n);

  for (gsize i = 0; i < n; i++)
    {
      const ComityEffect *effect = comity_effects_peek (effects, i);

      data->terms[i] = g_strdup_printf ("%s (%s)", effect->column, effect->contrast);
      data->labels[i] = g_strdup (data->terms[i]);
      data->points[i] = (ComityCoefPoint){ .present = TRUE,
                                           .coefficient = (guint32) i,
                                           .estimate = effect->estimate,
                                           .std_error = effect->std_error,
                                           .low = effect->conf_low,
                                           .high = effect->conf_high };
    }
  return comity_coef_figure_new_from_data (data);
}
