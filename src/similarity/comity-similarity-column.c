/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A similarity as a column of the panel's dataset, so that it can be a term of a model. */
#include "config.h"

#include "comity-similarity-plan-private.h"

#include <math.h>

/* Fills the rows of one year; @values stays missing where the measure has no data. */
static gboolean
fill_year (ComityPanel *panel,
           const ComitySimilaritySpec *spec,
           int year,
           double *values,
           gboolean *any,
           GError **error)
{
  g_autoptr (ComitySimilarity) similarity = NULL;
  g_autoptr (GError) problem = NULL;
  gsize n_rows;
  const guint32 *rows = comity_panel_peek_year_rows (panel, year, &n_rows);

  if (n_rows == 0)
    return TRUE;
  similarity = comity_similarity_compute (panel, spec, year, NULL, &problem);
  if (similarity == NULL)
    {
      /* A year in which nobody has a value leaves its rows missing. */
      if (g_error_matches (problem, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_NO_DATA))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  for (gsize r = 0; r < n_rows; r++)
    {
      guint32 a;
      guint32 b;
      gssize i;
      gssize j;
      int row_year;
      double value = NAN;

      comity_panel_get_row (panel, rows[r], &a, &b, &row_year);
      i = comity_similarity_find_state (similarity, a);
      j = comity_similarity_find_state (similarity, b);
      if (i >= 0 && j >= 0)
        value = comity_similarity_get (similarity, (gsize)i, (gsize)j);
      if (!isnan (value))
        {
          values[rows[r]] = value;
          *any = TRUE;
        }
    }
  return TRUE;
}

ComityColumn *
comity_similarity_to_column (ComityPanel *panel,
                             const ComitySimilaritySpec *spec,
                             const char *name,
                             ComityProgress *progress,
                             GError **error)
{
  gsize n_rows;
  g_autofree double *values = NULL;
  g_autoptr (ComityPlan) plan = NULL;
  ComityColumn *column;
  gboolean any = FALSE;
  int first;
  int last;

  g_return_val_if_fail (panel != NULL && spec != NULL && name != NULL, NULL);

  plan = comity_plan_new (panel, spec, error);
  if (plan == NULL)
    return NULL;
  n_rows = comity_dataset_get_n_rows (comity_panel_peek_dataset (panel));
  values = g_try_new (double, MAX (n_rows, 1));
  if (values == NULL)
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_TOO_LARGE,
                   "Too large: a column of %" G_GSIZE_FORMAT " rows needs %.0f MB.", n_rows,
                   (double)n_rows * 8.0 / 1e6);
      return NULL;
    }
  for (gsize r = 0; r < n_rows; r++)
    values[r] = comity_missing_double ('.');

  comity_panel_get_years (panel, &first, &last);
  for (int year = first; year <= last; year++)
    {
      comity_progress_report (progress, (double)(year - first) / (double)(last - first + 1),
                              "Comparing states");
      if (comity_progress_set_error_if_cancelled (progress, error) ||
          !fill_year (panel, spec, year, values, &any, error))
        return NULL;
    }
  if (!any)
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_NO_DATA,
                   "The measure “%s” has no value for any pair in %d–%d.", spec->measure, first,
                   last);
      return NULL;
    }
  column = comity_column_new_take (name, COMITY_COLUMN_DOUBLE, n_rows, g_steal_pointer (&values));
  comity_column_set_label (column, plan->title);
  return column;
}
