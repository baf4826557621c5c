/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns are estimated: those that others give are left out and named. */
#include "config.h"

#include "comity-fit-private.h"

#include "comity-qr-private.h"

#include <math.h>
#include <string.h>

#define MAX_NAMES 4

/* Variance within the risk sets, as a part of that among all rows, below which it is the rounding
 * of sums over many rows. */
#define NO_VARIANCE 1e-10

static void
omit (ComityFit *fit, gsize column, char *reason)
{
  ComityOmitted *omitted = g_new (ComityOmitted, 1);

  omitted->term = g_strdup (comity_fit_peek_column_name (fit, column));
  omitted->reason = reason;
  g_ptr_array_add (fit->omitted, omitted);
  comity_fit_warn (fit, "%s was left out: it is %s.", omitted->term, reason);
}

/* "collinear with x1, x2"; NULL: with none. @columns: the model's, of those of @combinations; NULL:
 * they are the same. */
static char *
describe_combination (ComityFit *fit,
                      const guint32 *columns,
                      gsize first,
                      const ComityMatrix *combinations,
                      gsize column)
{
  g_autoptr (GString) text = g_string_new ("collinear with");
  gsize named = 0;

  for (gsize j = first; j < column; j++)
    if (fabs (comity_matrix_get (combinations, column, j)) > 1e-6)
      {
        named++;
        if (named <= MAX_NAMES)
          g_string_append_printf (
              text, "%s %s", named > 1 ? "," : "",
              comity_fit_peek_column_name (fit, columns != NULL ? columns[j] : j));
      }
  if (named > MAX_NAMES)
    g_string_append_printf (text, " and %" G_GSIZE_FORMAT " more", named - MAX_NAMES);
  return named > 0 ? g_strdup (text->str) : NULL;
}

static char *
explain (ComityFit *fit, const ComitySample *sample, const ComityMatrix *combinations, gsize column)
{
  char *text = describe_combination (fit, NULL, sample->has_constant, combinations, column);

  if (text != NULL)
    return text;
  return g_strdup (fit->estimator->grouped     ? "constant within every group"
                   : fit->spec->absorb != NULL ? "given by the absorbed fixed effects"
                                               : "constant");
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
                                         : explain (fit, sample, combinations, j));
  solution->beta = g_new0 (double, k + 1);
  return TRUE;
}

/* Of the information at β = 0: columns that do not differ, as by time itself, have none. */
static void
clear_rounding (ComityMatrix *information, double n_events)
{
  gsize q = information->n_rows;

  for (gsize j = 0; j < q; j++)
    if (!(comity_matrix_get (information, j, j) > NO_VARIANCE * n_events))
      for (gsize i = 0; i < q; i++)
        information->data[i * q + j] = information->data[j * q + i] = 0.0;
}

gboolean
comity_fit_leave_out_within_risk_sets (ComityFit *fit,
                                       const ComitySample *sample,
                                       ComitySolution *solution,
                                       gboolean *any,
                                       ComityProgress *progress)
{
  gsize q = solution->q;
  g_autoptr (ComityPass) pass =
      comity_pass_new (fit->estimator, sample, solution->pick, q, fit->spec->n_threads);
  g_autoptr (ComityMatrix) combinations = comity_matrix_new (q, q);
  g_autofree gboolean *dropped = g_new0 (gboolean, q + 1);
  g_autofree double *zero = g_new0 (double, q + 1);
  g_autofree guint32 *columns = g_memdup2 (solution->columns, q * sizeof (guint32));

  *any = FALSE;
  if (pass == NULL || combinations == NULL || !comity_pass_run (pass, zero, progress))
    return FALSE;
  clear_rounding (pass->information, sample->sum_y);
  *any = any_suspect (pass->information, dropped, combinations);
  solution->q = 0;
  for (gsize j = 0; j < q; j++)
    if (dropped[j])
      {
        g_autofree char *text = describe_combination (fit, columns, 0, combinations, j);

        omit (fit, columns[j],
              g_strdup_printf ("%s within every risk set", text != NULL ? text : "constant"));
      }
    else
      {
        solution->columns[solution->q] = columns[j];
        solution->pick[solution->q++] = solution->pick[j];
      }
  return TRUE;
}
