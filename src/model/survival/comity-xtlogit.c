/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The random-effects logit: a normal constant of each group, integrated out by adaptive
 * Gauss–Hermite quadrature around the mode, Liu & Pierce (1994), doi:10.1093/biomet/81.3.624.
 *   η_i + σ b, b standard normal, θ = ln σ · nodes b_q, posterior weights π_q
 * With s_q the score of a group's rows at node q, gradient Σ π s and information
 * Σ π I_q − (Σ π s s' − s̄ s̄'), Louis (1982), doi:10.1111/j.2517-6161.1982.tb01203.x. */
#include "config.h"

#include "comity-fit-private.h"
#include "comity-parallel.h"

#include <gsl/gsl_integration.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_NODES 25
#define MODE_ITERATIONS 50
#define MODE_TOLERANCE 1e-10
/* Where ln σ starts. */
#define START_THETA -0.5

/* The sample's extra: rows by group, and the quadrature. */
typedef struct
{
  gsize n_groups;
  guint32 *first; /* n_groups + 1 */
  guint32 *rows;  /* n */
  gsize largest;
  double x[N_NODES], log_w[N_NODES];
} Effects;

typedef struct
{
  double *eta;   /* blocks */
  double *root;  /* blocks: √ Σ π w */
  double *cross; /* blocks: Σ π w σ b */
  double *p;     /* pieces × N_NODES × largest group */
  double *s;     /* pieces × N_NODES × q */
  double *outer; /* pieces × (q² + q + 3): Σ of variances, then gradient's θ, −∂²θ, ℓ */
} XtData;

static void
effects_free (gpointer memory)
{
  Effects *effects = memory;

  g_free (effects->first);
  g_free (effects->rows);
  g_free (effects);
}

static gboolean
prepare (const ComityFitPlan *plan,
         const ComitySpec *spec,
         const guint32 *rows,
         ComitySample *sample,
         GError **error)
{
  g_autoptr (ComityGroups) groups =
      comity_groups_new_from_column (plan->group->column, rows, sample->n);
  Effects *effects = g_new0 (Effects, 1);
  gsl_integration_fixed_workspace *rule =
      gsl_integration_fixed_alloc (gsl_integration_fixed_hermite, N_NODES, 0.0, 1.0, 0.0, 0.0);
  g_autofree guint32 *next = NULL;

  sample->extra = effects;
  sample->extra_free = effects_free;
  if (!comity_fit_check_whole_groups (plan, rows, groups, error))
    {
      gsl_integration_fixed_free (rule);
      return FALSE;
    }
  if (rule == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the groups.");
      return FALSE;
    }
  for (gsize k = 0; k < N_NODES; k++)
    {
      effects->x[k] = gsl_integration_fixed_nodes (rule)[k];
      effects->log_w[k] =
          log (gsl_integration_fixed_weights (rule)[k]) + effects->x[k] * effects->x[k];
    }
  gsl_integration_fixed_free (rule);
  effects->n_groups = groups->n_groups;
  effects->first = g_new0 (guint32, groups->n_groups + 1);
  effects->rows = g_new (guint32, sample->n + 1);
  for (gsize i = 0; i < sample->n; i++)
    effects->first[groups->group[i] + 1]++;
  for (gsize g = 0; g < groups->n_groups; g++)
    {
      effects->largest = MAX (effects->largest, effects->first[g + 1]);
      effects->first[g + 1] += effects->first[g];
    }
  next = g_memdup2 (effects->first, (groups->n_groups + 1) * sizeof (guint32));
  for (gsize i = 0; i < sample->n; i++)
    effects->rows[next[groups->group[i]]++] = (guint32) i;
  return TRUE;
}

static void
data_free (gpointer memory)
{
  XtData *data = memory;

  free (data->eta);
  free (data->root);
  free (data->cross);
  free (data->p);
  free (data->s);
  free (data->outer);
  g_free (data);
}

static gpointer
data_new (const ComityPass *pass)
{
  const Effects *effects = pass->sample->extra;
  XtData *data = g_new0 (XtData, 1);
  gsize length = pass->sample->n_blocks * COMITY_BLOCK;
  gsize q = pass->q;

  data->eta = comity_kernel_alloc0 (length);
  data->root = comity_kernel_alloc0 (length);
  data->cross = comity_kernel_alloc0 (length);
  data->p = comity_kernel_alloc (COMITY_PARALLEL_PIECES * N_NODES * effects->largest);
  data->s = comity_kernel_alloc (COMITY_PARALLEL_PIECES * N_NODES * q);
  data->outer = comity_kernel_alloc (COMITY_PARALLEL_PIECES * (q * q + 3));
  if (data->eta != NULL && data->root != NULL && data->cross != NULL && data->p != NULL &&
      data->s != NULL && data->outer != NULL)
    return data;
  data_free (data);
  return NULL;
}

static double
logistic (double eta)
{
  return eta > 0.0 ? 1.0 / (1.0 + exp (-eta)) : exp (eta) / (1.0 + exp (eta));
}

/* Mode of the effect b given a group's rows; @spread: 1/√ of the curvature there. */
static double
find_mode (const ComityPass *self, const guint32 *rows, gsize n, double sigma, double *spread)
{
  const XtData *data = self->data;
  const double *y = self->sample->y;
  double b = 0.0;
  double curvature = 1.0;

  for (int i = 0; i < MODE_ITERATIONS; i++)
    {
      double slope = -b;
      double step;

      curvature = 1.0;
      for (gsize r = 0; r < n; r++)
        {
          double p = logistic (data->eta[rows[r]] + sigma * b);

          slope += sigma * (y[rows[r]] - p);
          curvature += sigma * sigma * p * (1.0 - p);
        }
      /* Log concave: a step within ±1 cannot cycle. */
      step = CLAMP (slope / curvature, -1.0, 1.0);
      b += step;
      if (fabs (step) < MODE_TOLERANCE)
        break;
    }
  *spread = 1.0 / sqrt (curvature);
  return b;
}

/* Log of the integrand at each node, turned into posterior weights; the log likelihood comes back.
 */
static double
weigh_nodes (const ComityPass *self,
             const guint32 *rows,
             gsize n,
             double sigma,
             double *p,
             double *b,
             double *weight)
{
  const Effects *effects = self->sample->extra;
  const XtData *data = self->data;
  const double *y = self->sample->y;
  double spread;
  double mode = find_mode (self, rows, n, sigma, &spread);
  double largest = -INFINITY;
  double sum = 0.0;

  for (gsize k = 0; k < N_NODES; k++)
    {
      double l;

      b[k] = mode + M_SQRT2 * spread * effects->x[k];
      l = effects->log_w[k] - 0.5 * b[k] * b[k] + log (spread) - 0.5 * log (M_PI);
      for (gsize r = 0; r < n; r++)
        {
          double eta = data->eta[rows[r]] + sigma * b[k];

          p[k * n + r] = logistic (eta);
          l += (y[rows[r]] != 0.0 ? MIN (eta, 0.0) : MIN (-eta, 0.0)) - log1p (exp (-fabs (eta)));
        }
      weight[k] = l;
      largest = MAX (largest, l);
    }
  for (gsize k = 0; k < N_NODES; k++)
    {
      weight[k] = exp (weight[k] - largest);
      sum += weight[k];
    }
  for (gsize k = 0; k < N_NODES; k++)
    weight[k] /= sum;
  return largest + log (sum);
}

/* What one group adds, as often as it counts; @outer: q² of variances, then θ's gradient, −∂²θ and
 * ℓ. */
static void
add_group (ComityPass *self, gsize g, double *p, double *s, double *outer)
{
  const Effects *effects = self->sample->extra;
  const ComitySample *sample = self->sample;
  XtData *data = self->data;
  gsize q = self->q;
  gsize slopes = q - 1;
  double sigma = exp (self->beta[slopes]);
  const guint32 *rows = effects->rows + effects->first[g];
  gsize n = effects->first[g + 1] - effects->first[g];
  double b[N_NODES], weight[N_NODES];
  double times = sample->weight != NULL ? sample->weight[rows[0]] : 1.0;
  g_autofree double *mean = NULL;

  if (times == 0.0)
    {
      for (gsize r = 0; r < n; r++)
        self->residual[rows[r]] = data->root[rows[r]] = data->cross[rows[r]] = 0.0;
      return;
    }
  mean = g_new0 (double, q);
  outer[q * q + 2] += times * weigh_nodes (self, rows, n, sigma, p, b, weight);
  memset (s, 0, N_NODES * q * sizeof (double));
  for (gsize r = 0; r < n; r++)
    {
      gsize row = rows[r];
      const double *x = comity_sample_block_x (sample, row / COMITY_BLOCK) + row % COMITY_BLOCK;
      double residual = 0.0, w = 0.0, cross = 0.0;

      for (gsize k = 0; k < N_NODES; k++)
        {
          double rest = sample->y[row] - p[k * n + r];
          double v = p[k * n + r] * (1.0 - p[k * n + r]);
          double effect = sigma * b[k];

          residual += weight[k] * rest;
          w += weight[k] * v;
          cross += weight[k] * v * effect;
          outer[q * q] += times * weight[k] * rest * effect;
          outer[q * q + 1] += times * weight[k] * (v * effect * effect - rest * effect);
          for (gsize j = 0; j < slopes; j++)
            s[k * q + j] += rest * x[(gsize) self->pick[j] * COMITY_BLOCK];
          s[k * q + slopes] += rest * effect;
        }
      self->residual[row] = times * residual;
      data->root[row] = sqrt (times * w);
      data->cross[row] = times * cross;
    }
  for (gsize k = 0; k < N_NODES; k++)
    for (gsize j = 0; j < q; j++)
      mean[j] += weight[k] * s[k * q + j];
  for (gsize k = 0; k < N_NODES; k++)
    for (gsize i = 0; i < q; i++)
      for (gsize j = 0; j <= i; j++)
        outer[i * q + j] +=
            times * weight[k] * (s[k * q + i] - mean[i]) * (s[k * q + j] - mean[j]);
}

static void
xt_piece (gsize piece, gpointer user_data)
{
  ComityPass *self = user_data;
  const Effects *effects = self->sample->extra;
  XtData *data = self->data;
  gsize q = self->q;
  double *outer = data->outer + piece * (q * q + 3);
  gsize first, last;

  memset (outer, 0, (q * q + 3) * sizeof (double));
  comity_parallel_cut (effects->n_groups, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize g = first; g < last && !comity_progress_is_cancelled (self->progress); g++)
    add_group (self, g, data->p + piece * N_NODES * effects->largest, data->s + piece * N_NODES * q,
               outer);
}

static gboolean
xt_pass (ComityPass *self, ComityProgress *progress)
{
  const ComitySample *sample = self->sample;
  XtData *data = self->data;
  gsize q = self->q;
  gsize slopes = q - 1;
  double *h = self->information->data;
  g_autoptr (ComityMatrix) cross = NULL;

  self->progress = progress;
  memset (self->residual, 0, sample->n_blocks * COMITY_BLOCK * sizeof (double));
  for (gsize block = 0; block < sample->n_blocks; block++)
    comity_kernel_get ()->linear (
        comity_sample_block_x (sample, block), self->pick, slopes, self->beta,
        sample->offset != NULL ? sample->offset + block * COMITY_BLOCK : NULL,
        data->eta + block * COMITY_BLOCK);
  if (!comity_parallel_for (COMITY_PARALLEL_PIECES, self->n_threads, xt_piece, self, progress) ||
      comity_progress_is_cancelled (progress))
    return FALSE;
  cross = comity_sample_cross (sample, self->pick, slopes, data->root, self->n_threads, progress);
  if (cross == NULL)
    return FALSE;
  self->log_likelihood = 0.0;
  memset (self->gradient, 0, q * sizeof (double));
  memset (h, 0, q * q * sizeof (double));
  for (gsize i = 0; i < slopes; i++)
    for (gsize j = 0; j <= i; j++)
      h[i * q + j] = comity_matrix_get (cross, i, j);
  for (gsize row = 0; row < sample->n; row++)
    {
      const double *x = comity_sample_block_x (sample, row / COMITY_BLOCK) + row % COMITY_BLOCK;

      for (gsize j = 0; j < slopes; j++)
        {
          self->gradient[j] += self->residual[row] * x[(gsize) self->pick[j] * COMITY_BLOCK];
          h[slopes * q + j] += data->cross[row] * x[(gsize) self->pick[j] * COMITY_BLOCK];
        }
    }
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    {
      const double *outer = data->outer + piece * (q * q + 3);

      for (gsize i = 0; i < q; i++)
        for (gsize j = 0; j <= i; j++)
          h[i * q + j] -= outer[i * q + j];
      self->gradient[slopes] += outer[q * q];
      h[slopes * q + slopes] += outer[q * q + 1];
      self->log_likelihood += outer[q * q + 2];
    }
  for (gsize i = 0; i < q; i++)
    for (gsize j = 0; j < i; j++)
      h[j * q + i] = h[i * q + j];
  comity_pass_make_definite (self);
  return TRUE;
}

static const char *
refuse_outcome (double y)
{
  return y == 0.0 || y == 1.0 ? NULL : "must be 0 or 1";
}

static gboolean
check (const ComitySpec *spec, GError **error)
{
  const char *sentence = NULL;

  if (spec->weights != NULL)
    sentence = "The random-effects logit takes no weights.";
  else if (spec->vce == COMITY_VCE_JACKKNIFE && spec->one_step)
    sentence = "The random-effects logit has no scores of rows for a one-step jackknife; leave "
               "one-step out.";
  else if (spec->vce != COMITY_VCE_DEFAULT || spec->clusters != NULL)
    sentence =
        spec->vce == COMITY_VCE_CLASSICAL || comity_vce_is_resampled (spec->vce)
            ? NULL
            : "The random-effects logit has classical, jackknife and bootstrap standard errors: "
              "its effects stand for the dependence within groups.";
  if (sentence == NULL)
    return TRUE;
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC, sentence);
  return FALSE;
}

static double
start (double mean)
{
  return log (mean) - log1p (-mean);
}

static double
start_ancillary (const ComityPass *pooled)
{
  return START_THETA;
}

const ComityEstimator comity_xtlogit = {
  .name = "xtlogit",
  .title = "Random-effects logit",
  .binary = TRUE,
  .grouped = TRUE,
  .keeps_groups = TRUE,
  .check = check,
  .refuse_outcome = refuse_outcome,
  .start = start,
  .mean = logistic,
  .pass = xt_pass,
  .prepare = prepare,
  .pass_data_new = data_new,
  .pass_data_free = data_free,
  .warm = &comity_logit,
  .start_ancillary = start_ancillary,
  .ancillary = { "lnsigma_u", "lnsigma_u_std_error", "sigma_u", "lr_rho0" },
};
