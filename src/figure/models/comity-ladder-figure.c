/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ladder of one term: its interval under every kind of standard errors, a row a kind. */
#include "config.h"

#include "comity-coef-figure-private.h"
#include "comity-figures.h"

ComityFigure *
comity_ladder_figure_new (const ComityLadder *ladder, gsize term)
{
  ComityFit *fit = comity_ladder_peek_fit (ladder);
  const char *name = comity_fit_peek_coefficient (fit, term)->term;
  ComityFigure *figure;
  ComityCoefData *data;
  gsize n = 0;

  for (gsize r = 0; r < comity_ladder_get_n_rungs (ladder); r++)
    n += comity_ladder_peek_coefficient (ladder, r, term) != NULL;
  data = comity_coef_data_new_for_fit (fit, "Coefficient", n);
  n = 0;
  for (gsize r = 0; r < comity_ladder_get_n_rungs (ladder); r++)
    {
      const ComityCoefficient *c = comity_ladder_peek_coefficient (ladder, r, term);

      if (c == NULL)
        continue;
      data->terms[n] = g_strdup (comity_ladder_peek_title (ladder, r));
      data->labels[n] = g_strdup (data->terms[n]);
      data->points[n++] = (ComityCoefPoint){ .present = TRUE,
                                             .coefficient = (guint32) r,
                                             .estimate = c->estimate,
                                             .std_error = c->std_error,
                                             .low = c->conf_low,
                                             .high = c->conf_high };
    }
  figure = comity_coef_figure_new_from_data (data);
  comity_figure_set_title (figure, name);
  return figure;
}
