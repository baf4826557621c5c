/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The negative binomial with variance μ + α μ² (NB2): β and θ = log α together, with the joint
 * observed information, as Stata's nbreg; Cameron & Trivedi (2013), ch. 3.3.
 *
 *   μ = e^η · r = 1 + αμ · x = αμ
 *   ℓ = Σ_{j<y} log (1 + αj) + y η − (y + 1/α) log r − log y!
 *   ∂ℓ/∂η = (y − μ)/r · −∂²ℓ/∂η² = μ (1 + αy)/r² · ∂²ℓ/∂η∂α = −μ (y − μ)/r²
 *
 * Sums over j < y stand for differences of log Γ and its derivatives: they keep their digits as
 * α → 0, where the model becomes the Poisson. The pass's parameters are β (q − 1) and θ. */
#include "config.h"

#include "comity-estimator-private.h"

#include "comity-parallel.h"

#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_psi.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Counts up to which, or αy below which, the sums are added term by term. */
#define FEW 256.0
#define SMALL_PRODUCT 1e-2
/* αμ below which log1p (x) − x/(1 + x) and its like cancel; their series need 9 terms then. */
#define SMALL 1e-2
#define SERIES_TERMS 9
/* Least α that the start may have. */
#define LEAST_ALPHA 1e-2

/* Σ_{j<y} of log (1 + αj), of j/(1 + αj) and of (j/(1 + αj))². */
static void
sum_counts (double y, double alpha, double sums[3])
{
  double m = 1.0 / alpha;

  memset (sums, 0, 3 * sizeof (double));
  if (y <= FEW || alpha * y < SMALL_PRODUCT)
    {
      double product = 1.0;

      for (double j = 1.0; j < y; j += 1.0)
        {
          double part = j / (1.0 + alpha * j);

          product *= 1.0 + alpha * j;
          if (product > 1e280)
            {
              sums[0] += log (product);
              product = 1.0;
            }
          sums[1] += part;
          sums[2] += part * part;
        }
      sums[0] += log (product);
      return;
    }
  sums[0] = gsl_sf_lngamma (y + m) - gsl_sf_lngamma (m) + y * log (alpha);
  sums[1] = m * (y - m * (gsl_sf_psi (y + m) - gsl_sf_psi (m)));
  sums[2] = m * m *
            (y - 2.0 * m * (gsl_sf_psi (y + m) - gsl_sf_psi (m)) +
             m * m * (gsl_sf_psi_1 (m) - gsl_sf_psi_1 (y + m)));
}

/* (log r − x/r) / α² and (2 log r − 2x/r − x²/r²) / α³. */
static void
tail_terms (double mu, double alpha, double *first, double *second)
{
  double x = alpha * mu;
  double r = 1.0 + x;

  if (x >= SMALL)
    {
      double l = log1p (x);

      *first = (l - x / r) / (alpha * alpha);
      *second = (2.0 * (l - x / r) - x * x / (r * r)) / (alpha * alpha * alpha);
      return;
    }
  *first = *second = 0.0;
  for (int k = SERIES_TERMS + 2; k >= 2; k--)
    *first = 1.0 - 1.0 / k - x * *first;
  for (int k = SERIES_TERMS + 3; k >= 3; k--)
    *second = (k - 1.0) * (k - 2.0) / k - x * *second;
  *first *= mu * mu;
  *second *= mu * mu * mu;
}

typedef struct
{
  double *root;  /* blocks: √w */
  double *cross; /* blocks: −∂²ℓ/∂η∂θ */
  double *theta; /* blocks: ∂ℓ/∂θ */
  double *sums; /* pieces × (2p + 3): X'u, X'cross, ℓ, Σ ∂ℓ/∂θ, Σ −∂²ℓ/∂θ² */
} NegbinData;

static void
negbin_data_free (gpointer memory)
{
  NegbinData *data = memory;

  free (data->root);
  free (data->cross);
  free (data->theta);
  g_free (data->sums);
  g_free (data);
}

static gpointer
negbin_data_new (const ComityPass *pass)
{
  NegbinData *data = g_new0 (NegbinData, 1);
  gsize length = pass->sample->n_blocks * COMITY_BLOCK;

  data->root = comity_kernel_alloc (length);
  data->cross = comity_kernel_alloc (length);
  data->theta = comity_kernel_alloc (length);
  data->sums = g_new0 (double, COMITY_PARALLEL_PIECES *(2 * pass->q + 3));
  if (data->root != NULL && data->cross != NULL && data->theta != NULL)
    return data;
  negbin_data_free (data);
  return NULL;
}

/* One row; what it adds to ℓ, ∂ℓ/∂θ and −∂²ℓ/∂θ² goes into @sums. */
static void
negbin_row (ComityPass *self, gsize i, double eta, double alpha, double weight, double sums[3])
{
  NegbinData *data = self->data;
  double y = self->sample->y[i];
  double mu = exp (CLAMP (eta, -700.0, 700.0));
  double r = 1.0 + alpha * mu;
  double counts[3];
  double first, second, slope, curve;

  sum_counts (y, alpha, counts);
  tail_terms (mu, alpha, &first, &second);
  slope = counts[1] + first - y * mu / r;
  curve = counts[2] + second - y * mu * mu / (r * r);
  data->root[i] = sqrt (weight * mu * (1.0 + alpha * y)) / r;
  data->cross[i] = weight * alpha * mu * (y - mu) / (r * r);
  data->theta[i] = weight * alpha * slope;
  self->residual[i] = weight * (y - mu) / r;
  sums[0] += weight * (counts[0] + y * eta - (y + 1.0 / alpha) * log1p (alpha * mu));
  sums[1] += weight * alpha * slope;
  sums[2] += weight * (alpha * alpha * curve - alpha * slope);
}

static double
dot (const double *a, const double *b)
{
  double lanes[4] = { 0.0, 0.0, 0.0, 0.0 };

  for (gsize r = 0; r < COMITY_BLOCK; r += 4)
    for (gsize lane = 0; lane < 4; lane++)
      lanes[lane] += a[r + lane] * b[r + lane];
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

static void
negbin_piece (gsize piece, gpointer user_data)
{
  ComityPass *self = user_data;
  NegbinData *data = self->data;
  const ComitySample *sample = self->sample;
  gsize p = self->q - 1;
  double alpha = exp (self->beta[p]);
  double *sums = data->sums + piece * (2 * self->q + 3);
  double eta[COMITY_BLOCK] __attribute__ ((aligned (32)));
  gsize first, last;

  memset (sums, 0, (2 * self->q + 3) * sizeof (double));
  comity_parallel_cut (sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    {
      const double *x = comity_sample_block_x (sample, block);
      const double *weight = comity_sample_block_weight (sample, block);
      gsize at = block * COMITY_BLOCK;

      if ((block - first) % 64 == 63 && comity_progress_is_cancelled (self->progress))
        break;
      comity_kernel_get ()->linear (x, self->pick, p, self->beta,
                                    sample->offset != NULL ? sample->offset + at : NULL, eta);
      for (gsize r = 0; r < COMITY_BLOCK; r++)
        negbin_row (self, at + r, eta[r], alpha, weight != NULL ? weight[r] : 1.0, sums + 2 * p);
      for (gsize j = 0; j < p; j++)
        {
          const double *column = x + (gsize) self->pick[j] * COMITY_BLOCK;

          sums[j] += dot (column, self->residual + at);
          sums[p + j] += dot (column, data->cross + at);
        }
    }
}

/* Far from the maximum the joint information need not be positive definite: then β and θ go their
 * own ways, both uphill. */
static void
make_definite (ComityPass *self)
{
  gsize q = self->q;
  g_autofree double *step = g_new (double, q);

  if (comity_matrix_solve_spd (self->information, self->gradient, step))
    return;
  for (gsize j = 0; j + 1 < q; j++)
    {
      comity_matrix_set (self->information, j, q - 1, 0.0);
      comity_matrix_set (self->information, q - 1, j, 0.0);
    }
  comity_matrix_set (self->information, q - 1, q - 1,
                     MAX (fabs (comity_matrix_get (self->information, q - 1, q - 1)),
                          fabs (self->gradient[q - 1])));
}

static gboolean
negbin_pass (ComityPass *self, ComityProgress *progress)
{
  NegbinData *data = self->data;
  gsize p = self->q - 1;
  g_autoptr (ComityMatrix) h = NULL;

  self->progress = progress;
  if (!comity_parallel_for (COMITY_PARALLEL_PIECES, self->n_threads, negbin_piece, self,
                            progress) ||
      comity_progress_is_cancelled (progress))
    return FALSE;
  if (p > 0)
    {
      h = comity_sample_cross (self->sample, self->pick, p, data->root, self->n_threads, progress);
      if (h == NULL)
        return FALSE;
    }
  self->log_likelihood = 0.0;
  memset (self->gradient, 0, self->q * sizeof (double));
  memset (self->information->data, 0, self->q * self->q * sizeof (double));
  for (gsize i = 0; i < p; i++)
    for (gsize j = 0; j < p; j++)
      comity_matrix_set (self->information, i, j, comity_matrix_get (h, i, j));
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    {
      const double *sums = data->sums + piece * (2 * self->q + 3);

      for (gsize j = 0; j < p; j++)
        {
          self->gradient[j] += sums[j];
          self->information->data[p * self->q + j] += sums[p + j];
        }
      self->log_likelihood += sums[2 * p];
      self->gradient[p] += sums[2 * p + 1];
      self->information->data[p * self->q + p] += sums[2 * p + 2];
    }
  for (gsize j = 0; j < p; j++)
    self->information->data[j * self->q + p] = self->information->data[p * self->q + j];
  make_definite (self);
  return TRUE;
}

static ComitySample *
negbin_scores (const ComityPass *self, ComityProgress *progress)
{
  const ComitySample *sample = self->sample;
  const NegbinData *data = self->data;
  gsize p = self->q - 1;
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
      memcpy (out + p * COMITY_BLOCK, data->theta + at, COMITY_BLOCK * sizeof (double));
    }
  return comity_progress_is_cancelled (progress) ? NULL : g_steal_pointer (&scores);
}

/* By moments: Σ ((y − μ)² − μ) / Σ μ² at the Poisson's estimates, where y − μ is the residual. */
static double
negbin_start_ancillary (const ComityPass *poisson)
{
  const ComitySample *sample = poisson->sample;
  double excess = 0.0;
  double squares = 0.0;

  for (gsize i = 0; i < sample->n; i++)
    {
      double weight = sample->weight != NULL ? sample->weight[i] : 1.0;
      double rest = weight > 0.0 ? poisson->residual[i] / weight : 0.0;
      double mu = sample->y[i] - rest;

      excess += weight * (rest * rest - mu);
      squares += weight * mu * mu;
    }
  return log (MAX (excess / squares, LEAST_ALPHA));
}

static const char *
negbin_refuse_outcome (double y)
{
  return y >= 0.0 && y == floor (y) ? NULL : "must be a count: 0, 1, 2 …";
}

static double
negbin_likelihood_constant (double y)
{
  return comity_poisson.likelihood_constant (y);
}

const ComityEstimator comity_negbin = {
  .name = "negbin",
  .title = "Negative binomial",
  .counts = TRUE,
  .refuse_outcome = negbin_refuse_outcome,
  .start = log,
  .mean = exp,
  .likelihood_constant = negbin_likelihood_constant,
  .pass = negbin_pass,
  .pass_data_new = negbin_data_new,
  .pass_data_free = negbin_data_free,
  .scores = negbin_scores,
  .warm = &comity_poisson,
  .start_ancillary = negbin_start_ancillary,
  .ancillary = { "lnalpha", "lnalpha_std_error", "alpha", "lr_alpha0" },
};
