/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The test of proportional hazards. With V_k the covariance of x over the risk set of slot k and
 * g_k the transform of its time, the score test of θ in β + θ g(t) at θ = 0 has u = Σ g_k Σ (x −
 * x̄_k),  I₁₁ = Σ V_k,  I₁₂ = Σ g_k V_k,  I₂₂ = Σ g_k² V_k, and Σ g_k V_k is, like the information
 * of the fit, one weighted cross product of the rows less the means' cross products. The test does
 * not change when g is shifted, so g ≥ 0 here and the weights have roots. */
#include "config.h"

#include "comity-cox-open-private.h"

#include "comity-parallel.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const transform_names[] = { "km", "identity", "rank", "log" };

gboolean
comity_zph_transform_from_name (const char *name, ComityZphTransform *transform)
{
  for (gsize i = 0; i < G_N_ELEMENTS (transform_names); i++)
    if (g_strcmp0 (name, transform_names[i]) == 0)
      {
        *transform = (ComityZphTransform) i;
        return TRUE;
      }
  return FALSE;
}

const char *
comity_zph_transform_name (ComityZphTransform transform)
{
  return transform_names[transform];
}

void
comity_zph_free (ComityZph *self)
{
  if (self == NULL)
    return;

  for (gsize i = 0; i < self->n_tests; i++)
    g_free (self->tests[i].term);
  g_free (self->tests);
  g_free (self);
}

static gsize
count_events (const ComityRisk *risk, gsize k)
{
  return risk->slot_events[k + 1] - risk->slot_events[k];
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* How many of the sorted values are below @time, or (@with) at most that. */
static gsize
count_below (const double *values, gsize n, double time, gboolean with)
{
  gsize low = 0;
  gsize high = n;

  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (values[middle] < time || (with && values[middle] == time))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The events' times of all strata, each once, ascending; g_free. */
static double *
list_times (const ComityRisk *risk, gsize *n)
{
  double *times = g_try_new (double, risk->n_slots + 1);
  gsize n_times = 0;

  for (gsize k = 0; times != NULL && k < risk->n_slots; k++)
    if (count_events (risk, k) > 0)
      times[n_times++] = risk->times[k];
  if (times != NULL)
    qsort (times, n_times, sizeof (double), compare_doubles);
  *n = 0;
  for (gsize k = 0; times != NULL && k < n_times; k++)
    if (*n == 0 || times[k] != times[*n - 1])
      times[(*n)++] = times[k];
  return times;
}

/* Mean ranks of the slots' times, as R has them among the times of all rows, and the paper's form
 * among those of the events. Rows are counted between the few times at which there are events, and
 * not sorted. */
static gboolean
rank_slots (const ComityCox *self, const double *times, gsize n, gboolean among_events, double *g)
{
  const ComityRisk *risk = comity_cox_get_risk (self);
  /* Rows by the number of times that lie below theirs, or at or below it. */
  g_autofree gsize *below = g_try_new0 (gsize, n + 1);
  g_autofree gsize *until = g_try_new0 (gsize, n + 1);

  if (below == NULL || until == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    if (!among_events || self->sample->y[i] != 0.0)
      {
        below[count_below (times, n, self->stop[i], FALSE)]++;
        until[count_below (times, n, self->stop[i], TRUE)]++;
      }
  for (gsize k = 1; k <= n; k++)
    {
      below[k] += below[k - 1];
      until[k] += until[k - 1];
    }
  for (gsize k = 0; k < risk->n_slots; k++)
    if (count_events (risk, k) > 0)
      {
        gsize at = count_below (times, n, risk->times[k], FALSE);

        g[k] = 0.5 * ((double) until[at] + (double) below[at] + 1.0);
      }
  return TRUE;
}

/* 1 − S(t−) of all rows together, strata or not. S falls at the events' times alone, so that rows
 * are counted at those and not sorted: O(n log K) for K times. */
static gboolean
survive_slots (const ComityCox *self, const double *times, gsize n, double *g)
{
  const ComityRisk *risk = comity_cox_get_risk (self);
  g_autofree double *before = g_try_new (double, n + 1); /* S just before */
  g_autofree double *deaths = g_try_new0 (double, n + 1);
  g_autofree double *change = g_try_new0 (double, n + 1); /* rows at risk, less those before */
  double survival = 1.0;
  double at_risk = 0.0;

  if (before == NULL || deaths == NULL || change == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    {
      gsize begin = risk->n_strata == 1   ? risk->begin[i]
                    : self->start != NULL ? count_below (times, n, self->start[i], TRUE)
                                          : 0;
      gsize end = risk->n_strata == 1 ? risk->end[i] : count_below (times, n, self->stop[i], TRUE);

      change[begin] += 1.0;
      change[end] -= 1.0;
      if (self->sample->y[i] != 0.0)
        deaths[end - 1] += 1.0;
    }
  for (gsize k = 0; k < n; k++)
    {
      at_risk += change[k];
      before[k] = survival;
      survival *= 1.0 - deaths[k] / at_risk;
    }
  for (gsize k = 0; k < risk->n_slots; k++)
    if (count_events (risk, k) > 0)
      g[k] = 1.0 - before[count_below (times, n, risk->times[k], FALSE)];
  return TRUE;
}

/* g of every slot (n_slots; 0 where there is no event). */
static gboolean
transform_times (const ComityCox *self,
                 ComityZphTransform transform,
                 gboolean approximate,
                 double *g,
                 GError **error)
{
  const ComityRisk *risk = comity_cox_get_risk (self);
  gsize n_times;
  g_autofree double *times = list_times (risk, &n_times);

  if (times == NULL ||
      (transform == COMITY_ZPH_RANK && !rank_slots (self, times, n_times, approximate, g)) ||
      (transform == COMITY_ZPH_KM && !survive_slots (self, times, n_times, g)))
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the test.");
      return FALSE;
    }
  for (gsize k = 0; k < risk->n_slots; k++)
    {
      if (count_events (risk, k) == 0)
        g[k] = 0.0;
      else if (transform == COMITY_ZPH_IDENTITY)
        g[k] = risk->times[k];
      else if (transform == COMITY_ZPH_LOG)
        {
          if (!(risk->times[k] > 0.0))
            {
              g_set_error (
                  error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                  "The logarithm of time needs times above 0, but there is an event at %g.",
                  risk->times[k]);
              return FALSE;
            }
          g[k] = log (risk->times[k]);
        }
    }
  return TRUE;
}

/* u: Σ g (x − x̄) over the events; and what the approximation asks of g. */
static void
sum_scores (const ComityCox *self, const double *g, double *u, double *n_events, double *spread)
{
  const ComityRisk *risk = comity_cox_get_risk (self);
  const ComityCoxData *data = self->pass->data;
  double mean = 0.0;

  *n_events = (double) risk->n_events;
  *spread = 0.0;
  for (gsize k = 0; k < risk->n_slots; k++)
    mean += g[k] * (double) count_events (risk, k) / *n_events;
  for (gsize k = 0; k < risk->n_slots; k++)
    {
      *spread += (g[k] - mean) * (g[k] - mean) * (double) count_events (risk, k);
      for (gsize at = risk->slot_events[k]; at < risk->slot_events[k + 1]; at++)
        {
          gsize row = risk->events[at];

          for (gsize j = 0; j < self->q; j++)
            u[j] += comity_cox_get_weight (self, row) * (g[k] - mean) *
                    (comity_cox_get_x (self, row, j) - comity_cox_mean (data, risk->n_slots, j, k));
        }
    }
}

typedef struct
{
  const ComityCox *cox;
  const double *factor; /* n_slots */
  const double *before; /* n_slots: Σ factor · ΔΛ in the stratum before the slot */
  double *root;         /* n_blocks × COMITY_BLOCK */
} Weighing;

static void
weigh_piece (gsize piece, gpointer user_data)
{
  Weighing *self = user_data;
  const ComitySample *sample = self->cox->sample;
  const ComityRisk *risk = sample->extra;
  const ComityCoxData *data = self->cox->pass->data;
  gsize first, last;

  comity_parallel_cut (sample->n_blocks * COMITY_BLOCK, COMITY_BLOCK, COMITY_PARALLEL_PIECES, piece,
                       &first, &last);
  for (gsize i = first; i < last; i++)
    {
      double passed = self->before[risk->end[i]] - self->before[risk->begin[i]];

      if (sample->y[i] != 0.0)
        passed -= self->factor[risk->end[i] - 1] * data->slots[risk->end[i] - 1].own;
      self->root[i] = sqrt (MAX (0.0, data->risk[i] * passed));
    }
}

/* Σ factor_k V_k, q × q. */
static ComityMatrix *
sum_covariances (const ComityCox *self, const double *factor, ComityProgress *progress)
{
  const ComityRisk *risk = comity_cox_get_risk (self);
  const ComityCoxData *data = self->pass->data;
  gsize q = self->q;
  guint n_threads = self->fit->spec->n_threads;
  g_autofree double *before = g_try_new (double, risk->n_slots + 1);
  g_autofree double *work = g_new0 (double, 2 * q + 1);
  g_autoptr (ComityMatrix) outer = comity_matrix_new (q, q);
  double *root = comity_kernel_alloc (self->sample->n_blocks * COMITY_BLOCK);
  Weighing weighing = { self, factor, before, root };
  ComityMatrix *v = NULL;

  for (gsize h = 0; before != NULL && h < risk->n_strata; h++)
    {
      double sum = 0.0;

      for (gsize k = risk->stratum_slots[h]; k < risk->stratum_slots[h + 1]; k++)
        {
          before[k] = sum;
          sum += factor[k] * data->slots[k].hazard;
        }
    }
  if (before != NULL && outer != NULL && root != NULL &&
      comity_parallel_for (COMITY_PARALLEL_PIECES, n_threads, weigh_piece, &weighing, progress))
    v = comity_sample_cross (self->sample, self->pick, q, root, n_threads, progress);
  for (gsize k = 0; v != NULL && k < risk->n_slots; k++)
    if (factor[k] > 0.0)
      comity_cox_add_outer (risk, data, q, k, factor[k], work, outer->data);
  for (gsize i = 0; v != NULL && i < q; i++)
    for (gsize j = 0; j < q; j++)
      v->data[i * q + j] -= outer->data[MAX (i, j) * q + MIN (i, j)];
  free (root);
  return v;
}

/* u'I⁻¹u with I the information of all β and of θ of the columns chosen. */
static double
score_statistic (const ComityCox *self,
                 const double *u,
                 const ComityMatrix *i12,
                 const ComityMatrix *i22,
                 const gsize *columns,
                 gsize n_columns)
{
  gsize q = self->q;
  gsize side = q + n_columns;
  g_autoptr (ComityMatrix) information = comity_matrix_new (side, side);
  g_autofree double *score = g_new0 (double, side + 1);
  g_autofree double *solution = g_new0 (double, side + 1);
  double chi2 = 0.0;

  if (information == NULL)
    return NAN;
  for (gsize i = 0; i < side; i++)
    for (gsize j = 0; j <= i; j++)
      {
        gsize a = i < q ? i : columns[i - q];
        gsize b = j < q ? j : columns[j - q];
        const ComityMatrix *from = i < q ? self->pass->information : j < q ? i12 : i22;

        comity_matrix_set (information, i, j, comity_matrix_get (from, a, b));
        comity_matrix_set (information, j, i, comity_matrix_get (from, a, b));
      }
  for (gsize i = 0; i < n_columns; i++)
    score[q + i] = u[columns[i]];
  if (!comity_matrix_solve_spd (information, score, solution))
    return NAN;
  for (gsize i = 0; i < n_columns; i++)
    chi2 += score[q + i] * solution[q + i];
  return chi2;
}

/* As if every V_k were their mean, Grambsch & Therneau's (1994) simple form. */
static double
simple_statistic (const ComityCox *self,
                  const double *u,
                  double n_events,
                  double spread,
                  const gsize *columns,
                  gsize n_columns)
{
  gsize q = self->q;
  g_autofree double *scaled = g_new0 (double, q + 1);
  g_autoptr (ComityMatrix) part = comity_matrix_new (n_columns, n_columns);
  g_autofree double *theta = g_new0 (double, n_columns + 1);
  g_autofree double *solution = g_new0 (double, n_columns + 1);
  double chi2 = 0.0;

  for (gsize i = 0; i < q; i++)
    for (gsize j = 0; j < q; j++)
      scaled[i] += comity_matrix_get (self->inverse, i, j) * u[j];
  for (gsize i = 0; part != NULL && i < n_columns; i++)
    {
      theta[i] = scaled[columns[i]];
      for (gsize j = 0; j < n_columns; j++)
        comity_matrix_set (part, i, j, comity_matrix_get (self->inverse, columns[i], columns[j]));
    }
  if (part == NULL || !comity_matrix_solve_spd (part, theta, solution))
    return NAN;
  for (gsize i = 0; i < n_columns; i++)
    chi2 += theta[i] * solution[i];
  return chi2 * n_events / spread;
}

/* Correlation of the scaled Schoenfeld residuals of column @j with g. */
static double
correlate (const ComityCox *self, const double *g, const ComityMatrix *scaled, gsize j)
{
  const ComityRisk *risk = comity_cox_get_risk (self);
  double n = (double) risk->n_events;
  double g_mean = 0.0, r_mean = 0.0;
  double gg = 0.0, rr = 0.0, gr = 0.0;

  for (gsize k = 0; k < risk->n_slots; k++)
    for (gsize at = risk->slot_events[k]; at < risk->slot_events[k + 1]; at++)
      {
        g_mean += g[k] / n;
        r_mean += comity_matrix_get (scaled, at, j) / n;
      }
  for (gsize k = 0; k < risk->n_slots; k++)
    for (gsize at = risk->slot_events[k]; at < risk->slot_events[k + 1]; at++)
      {
        double a = g[k] - g_mean;
        double b = comity_matrix_get (scaled, at, j) - r_mean;

        gg += a * a;
        rr += b * b;
        gr += a * b;
      }
  return gr / sqrt (gg * rr);
}

/* Columns of the fit by term of the formula; the last set is all of them. */
static void
list_columns (const ComityCox *self, gsize term, gsize *columns, gsize *n)
{
  const ComityDesign *design = self->fit->design;

  *n = 0;
  for (gsize j = 0; j < self->q; j++)
    {
      const ComityDesignColumn *column =
          g_ptr_array_index (design->columns, (guint) self->fit->columns[j]);

      if (term == G_MAXSIZE || column->term == term)
        columns[(*n)++] = j;
    }
}

static void
shift_to_zero (const ComityRisk *risk, double *g)
{
  double least = INFINITY;

  for (gsize k = 0; k < risk->n_slots; k++)
    if (count_events (risk, k) > 0)
      least = MIN (least, g[k]);
  for (gsize k = 0; k < risk->n_slots; k++)
    g[k] = count_events (risk, k) > 0 ? g[k] - least : 0.0;
}

ComityZph *
comity_cox_zph (const ComityCox *self,
                ComityZphTransform transform,
                gboolean approximate,
                ComityProgress *progress,
                GError **error)
{
  const ComityRisk *risk = comity_cox_get_risk (self);
  const ComityFormula *formula = self->fit->design->formula;
  gsize n_terms = comity_formula_get_n_terms (formula);
  g_autofree double *g = g_new0 (double, risk->n_slots + 1);
  g_autofree double *squares = g_new0 (double, risk->n_slots + 1);
  g_autofree double *u = g_new0 (double, self->q + 1);
  g_autofree gsize *columns = g_new (gsize, self->q + 1);
  g_autoptr (ComityMatrix) i12 = NULL;
  g_autoptr (ComityMatrix) i22 = NULL;
  g_autoptr (ComityMatrix) scaled = NULL;
  g_autoptr (ComityZph) zph = g_new0 (ComityZph, 1);
  double n_events, spread;

  if (!transform_times (self, transform, approximate, g, error))
    return NULL;
  shift_to_zero (risk, g);
  sum_scores (self, g, u, &n_events, &spread);
  for (gsize k = 0; k < risk->n_slots; k++)
    squares[k] = g[k] * g[k];
  if (approximate)
    scaled = comity_cox_residuals (self, COMITY_COX_SCALED_SCHOENFELD);
  else
    {
      i12 = sum_covariances (self, g, progress);
      i22 = sum_covariances (self, squares, progress);
    }
  if (approximate ? scaled == NULL : i12 == NULL || i22 == NULL)
    {
      if (!comity_progress_set_error_if_cancelled (progress, error))
        g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                             "There is not enough memory for the test.");
      return NULL;
    }
  zph->transform = transform;
  zph->approximate = approximate;
  zph->tests = g_new0 (ComityZphTest, n_terms + 1);
  for (gsize term = 0; term <= n_terms; term++)
    {
      ComityZphTest *test = &zph->tests[zph->n_tests];
      gsize n;

      list_columns (self, term < n_terms ? term : G_MAXSIZE, columns, &n);
      if (n == 0)
        continue;
      zph->n_tests++;
      test->term = g_strdup (term < n_terms ? comity_formula_peek_term (formula, term) : "GLOBAL");
      test->rho =
          approximate && n == 1 && term < n_terms ? correlate (self, g, scaled, columns[0]) : NAN;
      test->chi2 = approximate ? simple_statistic (self, u, n_events, spread, columns, n)
                               : score_statistic (self, u, i12, i22, columns, n);
      test->df = (int) n;
      test->p = isfinite (test->chi2) ? gsl_cdf_chisq_Q (MAX (0.0, test->chi2), (double) n) : NAN;
    }
  return g_steal_pointer (&zph);
}
