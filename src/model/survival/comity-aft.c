/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parametric survival: exponential and Weibull (hazards, PH, or times, AFT), log-logistic and
 * log-normal (AFT). A spell (t₀, t] with event d adds d log h(t) − H(t) + H(t₀), the density in
 * time itself. Kalbfleisch & Prentice (2002), ch. 3. η = β'x · θ = ln p, p the shape 1/σ (Weibull),
 * or ln σ · L = log t PH:  H = e^η t^p            AFT: z = (L − η)/σ, S(z) of the extreme value,
 * logistic, normal */
#include "config.h"

#include "comity-aft-private.h"

#include "comity-risk-private.h"

#include "comity-fit-private.h"
#include "comity-parallel.h"

#include <gsl/gsl_sf_erf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LOG_ROOT_2PI 0.91893853320467274178
#define LEAST_NORMAL -37.0

/* The sample's extra. */
typedef struct
{
  double *stop;  /* n: log t */
  double *start; /* n: log t₀, −∞ from the beginning */
  gboolean ph;
} Times;

/* One row: ℓ and its derivatives. */
typedef struct
{
  double l;
  double eta, theta;                      /* ∂ℓ */
  double eta_eta, eta_theta, theta_theta; /* −∂²ℓ */
} Row;

typedef struct
{
  double *up, *down; /* blocks: roots of −∂²ℓ/∂η² and of what is below 0 of it (late entry) */
  double *cross; /* blocks: −∂²ℓ/∂η∂θ */
  double *theta; /* blocks: ∂ℓ/∂θ */
  double *sums;  /* pieces × (2q + 4) */
} AftData;

static void
times_free (gpointer memory)
{
  Times *times = memory;

  g_free (times->stop);
  g_free (times->start);
  g_free (times);
}

/* log f, log S of standard z and their first two derivatives. */
typedef void (*Density) (double z, double f[3], double s[3]);

static void
extreme (double z, double f[3], double s[3])
{
  double e = exp (z);

  f[0] = z - e;
  f[1] = 1.0 - e;
  f[2] = -e;
  s[0] = s[1] = s[2] = -e;
}

static void
logistic (double z, double f[3], double s[3])
{
  double e = exp (-fabs (z));
  double p = z > 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
  double q = z > 0.0 ? e / (1.0 + e) : 1.0 / (1.0 + e);
  double l = MAX (z, 0.0) + log1p (e);

  f[0] = z - 2.0 * l;
  f[1] = 1.0 - 2.0 * p;
  f[2] = -2.0 * p * q;
  s[0] = -l;
  s[1] = -p;
  s[2] = -p * q;
}

static void
normal (double z, double f[3], double s[3])
{
  /* Below, the density is no number. */
  double hazard = z > LEAST_NORMAL ? gsl_sf_hazard (z) : 0.0;

  f[0] = -0.5 * z * z - LOG_ROOT_2PI;
  f[1] = -z;
  f[2] = -1.0;
  s[0] = gsl_sf_log_erfc (z * M_SQRT1_2) - M_LN2;
  s[1] = -hazard;
  s[2] = -hazard * (hazard - z);
}

/* Adds d log h − H at t, or takes it off at t₀ (with d = 0, @sign −1). */
static void
add_hazard (double eta, double theta, double log_t, double d, double sign, Row *row)
{
  double p = exp (theta);
  double h = sign * exp (eta + p * log_t);
  double pl = p * log_t;

  row->l += d * (eta + theta + (p - 1.0) * log_t) - h;
  row->eta += d - h;
  row->theta += d * (1.0 + pl) - h * pl;
  row->eta_eta += h;
  row->eta_theta += h * pl;
  row->theta_theta += h * pl * (1.0 + pl) - d * pl;
}

/* The same in time, θ = ln σ. */
static void
add_time (Density density, double eta, double theta, double log_t, double d, double sign, Row *row)
{
  double sigma = exp (theta);
  double z = (log_t - eta) / sigma;
  double f[3], s[3];
  double g, h;

  density (z, f, s);
  g = d * f[1] + (1.0 - d) * s[1];
  h = d * f[2] + (1.0 - d) * s[2];
  row->l += sign * (d * (f[0] - theta - log_t) + (1.0 - d) * s[0]);
  row->eta -= sign * g / sigma;
  row->theta -= sign * (z * g + d);
  row->eta_eta -= sign * h / (sigma * sigma);
  row->eta_theta -= sign * (g + z * h) / sigma;
  row->theta_theta -= sign * (z * g + z * z * h);
}

static Density
get_density (const ComityEstimator *estimator)
{
  return estimator == &comity_loglogistic ? logistic
         : estimator == &comity_lognormal ? normal
                                          : extreme;
}

void
comity_aft_point (const ComityEstimator *estimator,
                  gboolean accelerated,
                  double eta,
                  double theta,
                  double log_t,
                  ComityAftPoint *point)
{
  gboolean hazards = estimator == &comity_exponential || estimator == &comity_weibull;
  double ln_sigma = estimator == &comity_weibull ? -theta : theta;
  double sigma = exp (ln_sigma);
  double z = (log_t - eta) / sigma;
  double f[3], s[3];

  if (hazards && !accelerated)
    {
      double p = exp (theta);

      point->hazard = exp (eta + p * log_t);
      point->hazard_eta = point->hazard;
      point->hazard_theta = point->hazard * p * log_t;
      point->log_rate = eta + theta + (p - 1.0) * log_t;
      point->rate_eta = 1.0;
      point->rate_theta = 1.0 + p * log_t;
      return;
    }
  get_density (estimator) (z, f, s);
  point->hazard = -s[0];
  point->hazard_eta = s[1] / sigma;
  point->hazard_theta = z * s[1];
  point->log_rate = f[0] - s[0] - ln_sigma - log_t;
  point->rate_eta = -(f[1] - s[1]) / sigma;
  point->rate_theta = -z * (f[1] - s[1]) - 1.0;
  if (estimator == &comity_weibull)
    {
      point->hazard_theta = -point->hazard_theta;
      point->rate_theta = -point->rate_theta;
    }
}

static void
get_row (const ComityPass *pass, gsize i, double eta, double theta, Row *row)
{
  const Times *times = pass->sample->extra;
  const ComityEstimator *estimator = pass->estimator;
  gboolean shape = estimator == &comity_weibull;
  Density density = get_density (estimator);
  double d = pass->sample->y[i];

  *row = (Row){ 0 };
  if (times->ph)
    {
      add_hazard (eta, theta, times->stop[i], d, 1.0, row);
      if (!isinf (times->start[i]))
        add_hazard (eta, theta, times->start[i], 0.0, -1.0, row);
      return;
    }
  /* The Weibull's θ is ln p = −ln σ in either metric. */
  add_time (density, eta, shape ? -theta : theta, times->stop[i], d, 1.0, row);
  if (!isinf (times->start[i]))
    add_time (density, eta, shape ? -theta : theta, times->start[i], 0.0, -1.0, row);
  if (shape)
    {
      row->theta = -row->theta;
      row->eta_theta = -row->eta_theta;
    }
}

static void
data_free (gpointer memory)
{
  AftData *data = memory;

  free (data->up);
  free (data->down);
  free (data->cross);
  free (data->theta);
  g_free (data->sums);
  g_free (data);
}

static gpointer
data_new (const ComityPass *pass)
{
  AftData *data = g_new0 (AftData, 1);
  gsize length = pass->sample->n_blocks * COMITY_BLOCK;

  data->up = comity_kernel_alloc0 (length);
  data->down = comity_kernel_alloc0 (length);
  data->cross = comity_kernel_alloc0 (length);
  data->theta = comity_kernel_alloc0 (length);
  data->sums = g_new0 (double, COMITY_PARALLEL_PIECES *(2 * pass->q + 4));
  if (data->up != NULL && data->down != NULL && data->cross != NULL && data->theta != NULL)
    return data;
  data_free (data);
  return NULL;
}

static gsize
count_slopes (const ComityPass *pass)
{
  return pass->q - comity_estimator_get_n_ancillary (pass->estimator);
}

/* Sums: X'u and X'cross (p each), then ℓ, Σ ∂ℓ/∂θ, Σ −∂²ℓ/∂θ², and how many rows are not concave.
 */
static void
aft_piece (gsize piece, gpointer user_data)
{
  ComityPass *self = user_data;
  AftData *data = self->data;
  const ComitySample *sample = self->sample;
  gsize p = count_slopes (self);
  double theta = p < self->q ? self->beta[p] : 0.0;
  double *sums = data->sums + piece * (2 * self->q + 4);
  double eta[COMITY_BLOCK] __attribute__ ((aligned (32)));
  gsize first, last;

  memset (sums, 0, (2 * self->q + 4) * sizeof (double));
  comity_parallel_cut (sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    {
      const double *x = comity_sample_block_x (sample, block);
      gsize at = block * COMITY_BLOCK;
      gsize n = MIN (COMITY_BLOCK, sample->n - at);

      if ((block - first) % 64 == 63 && comity_progress_is_cancelled (self->progress))
        break;
      comity_kernel_get ()->linear (x, self->pick, p, self->beta,
                                    sample->offset != NULL ? sample->offset + at : NULL, eta);
      memset (self->residual + at, 0, COMITY_BLOCK * sizeof (double));
      for (gsize r = 0; r < n; r++)
        {
          double weight = sample->weight != NULL ? sample->weight[at + r] : 1.0;
          Row row;

          get_row (self, at + r, eta[r], theta, &row);
          self->residual[at + r] = weight * row.eta;
          data->up[at + r] = sqrt (weight * MAX (row.eta_eta, 0.0));
          data->down[at + r] = sqrt (weight * MAX (-row.eta_eta, 0.0));
          data->cross[at + r] = weight * row.eta_theta;
          data->theta[at + r] = weight * row.theta;
          sums[2 * p] += weight * row.l;
          sums[2 * p + 1] += weight * row.theta;
          sums[2 * p + 2] += weight * row.theta_theta;
          sums[2 * p + 3] += row.eta_eta < 0.0;
        }
      for (gsize j = 0; j < p; j++)
        for (gsize r = 0; r < n; r++)
          {
            double value = x[(gsize) self->pick[j] * COMITY_BLOCK + r];

            sums[j] += value * self->residual[at + r];
            sums[p + j] += value * data->cross[at + r];
          }
    }
}

static gboolean
aft_pass (ComityPass *self, ComityProgress *progress)
{
  AftData *data = self->data;
  gsize q = self->q;
  gsize p = count_slopes (self);
  g_autoptr (ComityMatrix) up = NULL;
  g_autoptr (ComityMatrix) down = NULL;
  double bent = 0.0;

  self->progress = progress;
  if (!comity_parallel_for (COMITY_PARALLEL_PIECES, self->n_threads, aft_piece, self, progress) ||
      comity_progress_is_cancelled (progress))
    return FALSE;
  self->log_likelihood = 0.0;
  memset (self->gradient, 0, q * sizeof (double));
  memset (self->information->data, 0, q * q * sizeof (double));
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    {
      const double *sums = data->sums + piece * (2 * q + 4);

      for (gsize j = 0; j < p; j++)
        {
          self->gradient[j] += sums[j];
          if (p < q)
            self->information->data[p * q + j] += sums[p + j];
        }
      self->log_likelihood += sums[2 * p];
      if (p < q)
        {
          self->gradient[p] += sums[2 * p + 1];
          self->information->data[p * q + p] += sums[2 * p + 2];
        }
      bent += sums[2 * p + 3];
    }
  if (p > 0)
    up = comity_sample_cross (self->sample, self->pick, p, data->up, self->n_threads, progress);
  if (p > 0 && bent > 0.0)
    down = comity_sample_cross (self->sample, self->pick, p, data->down, self->n_threads, progress);
  if (p > 0 && (up == NULL || (bent > 0.0 && down == NULL)))
    return FALSE;
  for (gsize i = 0; i < p; i++)
    {
      for (gsize j = 0; j < p; j++)
        self->information->data[i * q + j] =
            comity_matrix_get (up, i, j) - (down != NULL ? comity_matrix_get (down, i, j) : 0.0);
      if (p < q)
        self->information->data[i * q + p] = self->information->data[p * q + i];
    }
  comity_pass_make_definite (self);
  return TRUE;
}

static ComitySample *
aft_scores (const ComityPass *self, ComityProgress *progress)
{
  const ComitySample *sample = self->sample;
  const AftData *data = self->data;
  gsize p = count_slopes (self);
  g_autoptr (ComitySample) scores = g_new0 (ComitySample, 1);

  scores->n = sample->n;
  scores->n_blocks = sample->n_blocks;
  scores->n_columns = scores->stride = self->q;
  scores->x = comity_kernel_alloc (sample->n_blocks * self->q * COMITY_BLOCK);
  if (scores->x == NULL)
    return NULL;
  for (gsize block = 0; block < sample->n_blocks; block++)
    {
      const double *x = comity_sample_block_x (sample, block);
      double *out = scores->x + block * self->q * COMITY_BLOCK;
      gsize at = block * COMITY_BLOCK;

      if (block % 64 == 63 && comity_progress_is_cancelled (progress))
        return NULL;
      for (gsize j = 0; j < p; j++)
        for (gsize r = 0; r < COMITY_BLOCK; r++)
          out[j * COMITY_BLOCK + r] =
              x[(gsize) self->pick[j] * COMITY_BLOCK + r] * self->residual[at + r];
      if (p < self->q)
        memcpy (out + p * COMITY_BLOCK, data->theta + at, COMITY_BLOCK * sizeof (double));
    }
  return comity_progress_is_cancelled (progress) ? NULL : g_steal_pointer (&scores);
}

static gboolean
check_spells (
    const ComityFitPlan *plan, const guint32 *rows, gsize n, const Times *times, GError **error)
{
  const char *sentence = NULL;
  gsize i;

  for (i = 0; i < n && sentence == NULL; i++)
    if (!(times->stop[i] > 0.0))
      sentence = "ends at or before time 0";
    else if (times->start[i] < 0.0)
      sentence = "begins before time 0";
    else if (!(times->start[i] < times->stop[i]))
      sentence = "ends before it begins";
  if (sentence == NULL)
    return TRUE;
  g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
               "Spells must lie after time 0, but the one in row %u (%s is %g) %s.",
               rows[i - 1] + 1, plan->stop->name, times->stop[i - 1], sentence);
  return FALSE;
}

static gboolean
prepare (const ComityFitPlan *plan,
         const ComitySpec *spec,
         const guint32 *rows,
         ComitySample *sample,
         GError **error)
{
  Times *times = g_new0 (Times, 1);
  gboolean proportional =
      plan->estimator == &comity_exponential || plan->estimator == &comity_weibull;

  sample->extra = times;
  sample->extra_free = times_free;
  times->ph = proportional && !spec->accelerated;
  times->stop = g_try_new (double, sample->n + 1);
  times->start = g_try_new0 (double, sample->n + 1);
  if (times->stop == NULL || times->start == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the times.");
      return FALSE;
    }
  comity_input_gather (plan->stop, rows, sample->n, times->stop);
  if (plan->start != NULL)
    comity_input_gather (plan->start, rows, sample->n, times->start);
  if (!check_spells (plan, rows, sample->n, times, error))
    return FALSE;
  for (gsize i = 0; i < sample->n; i++)
    {
      times->stop[i] = log (times->stop[i]);
      times->start[i] = log (times->start[i]);
    }
  return TRUE;
}

static gboolean
check (const ComitySpec *spec, GError **error)
{
  if (spec->strata == NULL)
    return TRUE;
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                       "A parametric model of durations has one baseline: leave the strata out, or "
                       "use the Cox model.");
  return FALSE;
}

static const char *
refuse_outcome (double y)
{
  return y == 0.0 || y == 1.0 ? NULL : "must be 0 or 1";
}

static double
start_at_zero (double mean)
{
  return 0.0;
}

static double
start_ancillary (const ComityPass *exponential)
{
  return 0.0;
}

#define AFT_COMMON                                                                                 \
  .binary = TRUE, .timed = TRUE, .check = check, .refuse_outcome = refuse_outcome,                 \
  .start = start_at_zero, .mean = exp, .pass = aft_pass, .prepare = prepare,                       \
  .pass_data_new = data_new, .pass_data_free = data_free, .scores = aft_scores

const ComityEstimator comity_exponential = {
  .name = "exponential",
  .title = "Exponential survival",
  AFT_COMMON,
};

const ComityEstimator comity_weibull = {
  .name = "weibull",
  .title = "Weibull survival",
  .warm = &comity_exponential,
  .start_ancillary = start_ancillary,
  .ancillary = { "ln_p", "ln_p_std_error", "p", "lr_p1" },
  AFT_COMMON,
};

const ComityEstimator comity_loglogistic = {
  .name = "loglogistic",
  .title = "Log-logistic survival",
  .warm = &comity_exponential,
  .start_ancillary = start_ancillary,
  .ancillary = { "lngamma", "lngamma_std_error", "gamma", NULL },
  AFT_COMMON,
};

const ComityEstimator comity_lognormal = {
  .name = "lognormal",
  .title = "Log-normal survival",
  .warm = &comity_exponential,
  .start_ancillary = start_ancillary,
  .ancillary = { "lnsigma", "lnsigma_std_error", "sigma", NULL },
  AFT_COMMON,
};
