/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns are estimated: those that others give are left out and named. */
#include "config.h"

#include "comity-fit-private.h"

#include "comity-qr-private.h"

#include <math.h>
#include <string.h>

#define MAX_NAMES 4

static void
omit (ComityFit *fit, gsize column, char *reason)
{
  ComityOmitted *omitted = g_new (ComityOmitted, 1);

  omitted->term = g_strdup (comity_fit_peek_column_name (fit, column));
  omitted->reason = reason;
  g_ptr_array_add (fit->omitted, omitted);
  comity_fit_warn (fit, "%s was left out: it is %s.", omitted->term, reason);
}

/* "collinear with x1, x2" */
static char *
describe_combination (ComityFit *fit,
                      const ComitySample *sample,
                      const ComityMatrix *combinations,
                      gsize column)
{
  GString *text = g_string_new ("collinear with");
  gsize named = 0;

  for (gsize j = sample->has_constant; j < column; j++)
    if (fabs (comity_matrix_get (combinations, column, j)) > 1e-6)
      {
        named++;
        if (named <= MAX_NAMES)
          g_string_append_printf (text, "%s %s", named > 1 ? "," : "",
                                  comity_fit_peek_column_name (fit, j));
      }
  if (named > MAX_NAMES)
    g_string_append_printf (text, " and %" G_GSIZE_FORMAT " more", named - MAX_NAMES);
  if (named == 0)
    g_string_assign (text, fit->estimator->grouped       ? "constant within every group"
                           : fit->spec->absorb != NULL ? "given by the absorbed fixed effects"
                                                       : "constant");
  return g_string_free (text, FALSE);
}

static gboolean
any_suspect (const ComityMatrix *cross, gboolean *dropped, ComityMatrix *combinations)
{
  gboolean any = FALSE;

  comity_sample_find_collinear (NULL, cross, dropped, combinations, 1, NULL);
  for (gsize j = 0; j < cross->n_rows; j++)
    any |= dropped[j];
  return any;
}

/* Columns that those before them give. @all: the places of the k columns. FALSE: cancelled or no
 * memory. */
static gboolean
find_given (ComityFit *fit,
            const ComitySample *sample,
            const ComitySample *thin,
            const guint32 *all,
            gboolean *dropped,
            ComityMatrix *combinations,
            ComitySolution *solution,
            ComityProgress *progress)
{
  gsize k = sample->n_columns;
  guint n_threads = fit->spec->n_threads;
  g_autoptr (ComityMatrix) cross =
      comity_sample_cross (thin != NULL ? thin : sample, all, k, NULL, n_threads, progress);

  if (cross == NULL)
    return FALSE;
  if (comity_fit_needs_triangle (fit, cross))
    {
      solution->triangle = comity_sample_triangle (sample, n_threads, progress);
      if (solution->triangle == NULL)
        return FALSE;
      comity_triangle_find_collinear (solution->triangle, dropped, combinations, &solution->least);
      return TRUE;
    }
  if (!any_suspect (cross, dropped, combinations))
    return TRUE;
  if (thin != NULL)
    {
      g_clear_pointer (&cross, comity_matrix_free);
      cross = comity_sample_cross (sample, all, k, NULL, n_threads, progress);
      if (cross == NULL)
        return FALSE;
    }
  memset (dropped, 0, k * sizeof (gboolean));
  memset (combinations->data, 0, k * k * sizeof (double));
  return comity_sample_find_collinear (sample, cross, dropped, combinations, n_threads, progress);
}

gboolean
comity_fit_pick_columns (ComityFit *fit,
                         const ComitySample *sample,
                         const ComitySample *thin,
                         ComitySolution *solution,
                         ComityProgress *progress)
{
  gsize k = sample->n_columns;
  g_autofree guint32 *all = g_new (guint32, k + 1);
  g_autofree gboolean *dropped = g_new0 (gboolean, k + 1);
  g_autoptr (ComityMatrix) combinations = comity_matrix_new (k, k);

  for (gsize j = 0; j < k; j++)
    all[j] = comity_sample_get_place (sample, j);
  if (combinations == NULL)
    return FALSE;
  /* Columns that are independent with more beside them are so by themselves. */
  if (!comity_fit_reference_covers (fit, sample) &&
      !find_given (fit, sample, thin, all, dropped, combinations, solution, progress))
    return FALSE;
  solution->columns = g_new (guint32, k + 1);
  solution->pick = g_new (guint32, k + 1);
  for (gsize j = 0; j < k; j++)
    if (j == 0 && comity_fit_omits_constant (fit))
      continue;
    else if (!dropped[j])
      {
        solution->columns[solution->q] = (guint32) j;
        solution->pick[solution->q++] = all[j];
      }
    else
      omit (fit, j,
            sample->scale[all[j]] == 0.0 ? g_strdup ("constant")
                                         : describe_combination (fit, sample, combinations, j));
  solution->beta = g_new0 (double, k + 1);
  return TRUE;
}
