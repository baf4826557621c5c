/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a coefficient plot says: under its axis, to a reader who cannot see it, and as a table. */
#include "config.h"

#include "comity-coef-figure-private.h"

#include "comity-number.h"
#include "comity-scale.h"

#include <math.h>

char *
comity_coef_data_dup_axis_title (const ComityCoefData *data)
{
  const char *name = data->measure != NULL ? data->measure
                     : data->standardized  ? "Coefficient per standard deviation"
                                           : "Coefficient";

  for (gsize i = 0; i < data->n_terms * data->n_models; i++)
    if (data->points[i].present && isfinite (data->points[i].std_error))
      return g_strdup_printf ("%s; thin line: %.4g%% interval, thick line: ±1 standard error", name,
                              data->level);
  if (data->measure != NULL)
    return g_strdup (name);
  return g_strdup_printf ("%s; the model has no standard errors", name);
}

char *
comity_coef_data_describe_point (const ComityCoefData *data, gsize term, gsize model)
{
  const ComityCoefPoint *point = comity_coef_data_peek (data, term, model);
  g_autofree char *estimate = comity_scale_format_value (point->estimate);
  g_autofree char *low = comity_scale_format_value (point->low);
  g_autofree char *high = comity_scale_format_value (point->high);
  g_autofree char *error = comity_scale_format_value (point->std_error);

  if (isnan (point->std_error))
    return g_strdup_printf ("%s: %s", data->labels[term], estimate);
  return g_strdup_printf ("%s: %s (standard error %s, %.4g%% interval %s to %s)",
                          data->labels[term], estimate, error, data->level, low, high);
}

char *
comity_coef_data_describe (const ComityCoefData *data)
{
  GString *words = g_string_new (NULL);
  gsize apart = 0, shown = 0;

  for (gsize i = 0; i < data->n_terms * data->n_models; i++)
    if (comity_coef_point_is_drawn (&data->points[i]))
      {
        shown++;
        apart += data->points[i].low > 0 || data->points[i].high < 0;
      }
  if (data->measure != NULL)
    {
      g_string_append_printf (words,
                              "%s: %" G_GSIZE_FORMAT " estimates; %" G_GSIZE_FORMAT
                              " %.4g%% intervals exclude zero.",
                              data->measure, shown, apart, data->level);
      return g_string_free (words, FALSE);
    }
  g_string_append_printf (words,
                          "Coefficient plot of %" G_GSIZE_FORMAT " term%s in %" G_GSIZE_FORMAT
                          " model%s; %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                          " %.4g%% intervals exclude zero.",
                          data->n_terms, data->n_terms == 1 ? "" : "s", data->n_models,
                          data->n_models == 1 ? "" : "s", apart, shown, data->level);
  return g_string_free (words, FALSE);
}

char *
comity_coef_data_to_table (const ComityCoefData *data)
{
  GString *table = g_string_new ("model\tterm\testimate\tstd_error\tconf_low\tconf_high\n");

  for (gsize model = 0; model < data->n_models; model++)
    for (gsize term = 0; term < data->n_terms; term++)
      {
        const ComityCoefPoint *point = comity_coef_data_peek (data, term, model);
        char a[COMITY_NUMBER_BUFFER], b[COMITY_NUMBER_BUFFER];
        char c[COMITY_NUMBER_BUFFER], d[COMITY_NUMBER_BUFFER];

        if (point->present)
          g_string_append_printf (
              table, "%s\t%s\t%s\t%s\t%s\t%s\n", data->models[model], data->terms[term],
              comity_number_format (point->estimate, a), comity_number_format (point->std_error, b),
              comity_number_format (point->low, c), comity_number_format (point->high, d));
      }
  return g_string_free (table, FALSE);
}
