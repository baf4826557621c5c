/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Cox model: log partial likelihood, gradient and information in O(n q²) however many ties,
 * strata or event times there are. Cox (1972), doi:10.1111/j.2517-6161.1972.tb00899.x; ties:
 * Breslow (1974), doi:10.2307/2529620, Efron (1977), doi:10.1080/01621459.1977.10480613.
 *
 * With S₀, S₁ the sums of e^η and e^η x over the risk set at an event time and x̄ = S₁/S₀, the sum
 * of S₂/S₀ over all event times is X' diag(e^η ΔΛ) X, ΔΛ the baseline hazard that passes while the
 * row is at risk. The rest, Σ x̄ x̄', is rank one an event time. So a pass is: e^η by row; S₀, S₁ by
 * column (comity_risk_sum); the slots; and one weighted cross product by row, whose last row is the
 * gradient X'(δ − e^η ΔΛ), the martingale residuals times X. */
#include "config.h"

#include "comity-cox-private.h"

#include "comity-parallel.h"
#include "comity-simd-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Below any weight that matters; keeps u / √w finite where w underflows. */
#define LEAST_WEIGHT 1e-300
/* Multiplications between two looks at the cancellable: some ten milliseconds. */
#define WORK_PER_LOOK 2e7

/* e^η times the weight; Σ weight · δ · η comes back. */
COMITY_INLINE double
risk_body (const double *eta, const double *event, const double *weight, double *risk)
{
  ComityV4 linear = { 0 };

  for (gsize r = 0; r < COMITY_BLOCK; r += COMITY_LANES)
    {
      ComityV4 e = COMITY_V4_LOAD (eta + r);
      ComityV4 own = COMITY_V4_LOAD (event + r) * e;

      comity_v4_exp (&e);
      if (weight != NULL)
        {
          e *= COMITY_V4_LOAD (weight + r);
          own *= COMITY_V4_LOAD (weight + r);
        }
      COMITY_V4_STORE (risk + r, e);
      linear += own;
    }
  return COMITY_V4_SUM (linear);
}

/* From e^η and the hazard that passed (in z): √v, v = e^η ΔΛ, and u = δ − v. */
COMITY_INLINE void
weigh_body (const double *risk,
            const double *event,
            const double *weight,
            double *root,
            double *z,
            double *residual)
{
  for (gsize r = 0; r < COMITY_BLOCK; r += COMITY_LANES)
    {
      ComityV4 v = COMITY_V4_LOAD (risk + r) * COMITY_V4_LOAD (z + r);
      ComityV4 u = COMITY_V4_LOAD (event + r);

      if (weight != NULL)
        u *= COMITY_V4_LOAD (weight + r);
      u -= v;
      v = COMITY_V4_MAX (v, COMITY_V4_SET (LEAST_WEIGHT));
      comity_v4_sqrt (&v);
      COMITY_V4_STORE (root + r, v);
      COMITY_V4_STORE (z + r, u / v);
      COMITY_V4_STORE (residual + r, u);
    }
}

typedef double (*RiskFunc) (const double *, const double *, const double *, double *);
typedef void (*WeighFunc) (
    const double *, const double *, const double *, double *, double *, double *);

#if COMITY_HAS_AVX2_BUILD
COMITY_TARGET_AVX2 static double
risk_avx2 (const double *eta, const double *event, const double *weight, double *risk)
{
  return risk_body (eta, event, weight, risk);
}

COMITY_TARGET_AVX2 static void
weigh_avx2 (const double *risk,
            const double *event,
            const double *weight,
            double *root,
            double *z,
            double *residual)
{
  weigh_body (risk, event, weight, root, z, residual);
}
#endif

static double
risk_plain (const double *eta, const double *event, const double *weight, double *risk)
{
  return risk_body (eta, event, weight, risk);
}

static void
weigh_plain (const double *risk,
             const double *event,
             const double *weight,
             double *root,
             double *z,
             double *residual)
{
  weigh_body (risk, event, weight, root, z, residual);
}

static RiskFunc
get_risk (void)
{
#if COMITY_HAS_AVX2_BUILD
  if (comity_cpu_has_avx2 ())
    return risk_avx2;
#endif
  return risk_plain;
}

static WeighFunc
get_weigh (void)
{
#if COMITY_HAS_AVX2_BUILD
  if (comity_cpu_has_avx2 ())
    return weigh_avx2;
#endif
  return weigh_plain;
}

void
comity_cox_data_free (gpointer pointer)
{
  ComityCoxData *data = pointer;

  free (data->risk);
  free (data->sums);
  free (data->tied_sums);
  g_free (data->slots);
  g_free (data->hazard);
  g_free (data->outer);
  g_free (data->gradients);
  comity_cox_exact_free (data->exact);
  g_free (data);
}

gpointer
comity_cox_data_new (const ComityPass *pass)
{
  const ComityRisk *risk = pass->sample->extra;
  ComityCoxData *data = g_new0 (ComityCoxData, 1);
  gsize q = pass->q;

  data->length = comity_risk_get_length (risk);
  data->risk = comity_kernel_alloc0 (pass->sample->n_blocks * COMITY_BLOCK);
  data->sums = comity_kernel_alloc0 ((q + 1) * data->length);
  data->slots = g_try_new0 (ComityCoxSlot, risk->n_slots + 1);
  data->hazard = g_try_new0 (double, risk->n_slots + 1);
  data->outer = g_try_new0 (double, COMITY_PARALLEL_PIECES *q *q + 1);
  data->gradients = g_try_new0 (double, COMITY_PARALLEL_PIECES *(q + 1));
  if (risk->ties == COMITY_TIES_EFRON)
    data->tied_sums = comity_kernel_alloc0 ((q + 1) * risk->n_slots);
  if (risk->ties == COMITY_TIES_EXACT)
    data->exact = comity_cox_exact_new (pass);
  if (data->risk != NULL && data->sums != NULL && data->slots != NULL && data->hazard != NULL &&
      data->outer != NULL && data->gradients != NULL &&
      (data->tied_sums != NULL || risk->ties != COMITY_TIES_EFRON) &&
      (data->exact != NULL || risk->ties != COMITY_TIES_EXACT))
    return data;
  comity_cox_data_free (data);
  return NULL;
}

/* Phase 1, rows: e^η. */
static void
risk_piece (gsize piece, gpointer user_data)
{
  ComityPass *self = user_data;
  const ComitySample *sample = self->sample;
  ComityCoxData *data = self->data;
  const ComityKernel *kernel = comity_kernel_get ();
  RiskFunc func = get_risk ();
  double eta[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double linear = 0.0;
  gsize first, last;

  comity_parallel_cut (sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    {
      gsize at = block * COMITY_BLOCK;

      kernel->linear (comity_sample_block_x (sample, block), self->pick, self->q, self->beta,
                      sample->offset != NULL ? sample->offset + at : NULL, eta);
      linear +=
          func (eta, sample->y + at, comity_sample_block_weight (sample, block), data->risk + at);
    }
  self->log_likelihoods[piece] = linear;
}

/* Phase 2, columns: the sums over risk sets and over tied events. */
static void
sum_column (gsize j, gpointer user_data)
{
  ComityPass *self = user_data;
  const ComitySample *sample = self->sample;
  const ComityRisk *risk = sample->extra;
  ComityCoxData *data = self->data;
  gsize stride = sample->stride * COMITY_BLOCK;
  const double *x = j < self->q ? sample->x + (gsize) self->pick[j] * COMITY_BLOCK : NULL;
  double *tied;

  if (data->exact != NULL && comity_cox_exact_takes_all (data->exact))
    return;
  comity_risk_sum (risk, x, stride, data->risk, data->sums + j * data->length);
  if (data->tied_sums == NULL)
    return;
  tied = data->tied_sums + j * risk->n_slots;
  for (gsize k = 0; k < risk->n_slots; k++)
    {
      tied[k] = 0.0;
      for (gsize at = risk->slot_events[k]; at < risk->slot_events[k + 1]; at++)
        {
          gsize row = risk->events[at];

          tied[k] += data->risk[row] *
                     (x != NULL ? x[row / COMITY_BLOCK * stride + row % COMITY_BLOCK] : 1.0);
        }
    }
}

/* Breslow's and Efron's sums of one slot; its part of the log likelihood comes back. */
static double
sum_slot (const ComityRisk *risk, const ComityCoxData *data, gsize q, gsize k, ComityCoxSlot *slot)
{
  double s0 = comity_cox_sum (data, q, k);
  double d = risk->tied[k];
  double log_likelihood = 0.0;
  double e0, weight;

  if (data->tied_sums == NULL || d <= 1.0)
    {
      *slot = (ComityCoxSlot){ .m1 = 1.0 / s0,
                               .p1 = risk->deaths[k] / s0 / s0,
                               .hazard = risk->deaths[k] / s0 };
      return -risk->deaths[k] * log (s0);
    }
  *slot = (ComityCoxSlot){ 0 };
  e0 = data->tied_sums[q * risk->n_slots + k];
  weight = risk->deaths[k] / d;
  for (double l = 0.0; l < d; l++)
    {
      double c = l / d;
      double phi = s0 - c * e0;
      double inverse = 1.0 / phi;

      log_likelihood -= weight * log (phi);
      slot->m1 += inverse / d;
      slot->m2 += c * inverse / d;
      slot->p1 += weight * inverse * inverse;
      slot->p2 += weight * c * inverse * inverse;
      slot->p3 += weight * c * c * inverse * inverse;
      slot->hazard += weight * inverse;
      slot->own += weight * c * inverse;
    }
  return log_likelihood;
}

/* The form p1 S₁S₁' − p2 (S₁E₁' + E₁S₁') + p3 E₁E₁' as two squares. */
void
comity_cox_add_outer (const ComityRisk *risk,
                      const ComityCoxData *data,
                      gsize q,
                      gsize k,
                      double factor,
                      double *work,
                      double *outer)
{
  const ComityCoxSlot *slot = &data->slots[k];
  gboolean tied = slot->p3 > 0.0;
  double a = sqrt (factor * slot->p1);
  double b = tied && a > 0.0 ? factor * slot->p2 / a : 0.0;
  double c = tied ? sqrt (MAX (factor * slot->p3 - b * b, 0.0)) : 0.0;
  double *u = work;
  double *v = work + q;

  for (gsize j = 0; j < q; j++)
    {
      double e1 = tied ? data->tied_sums[j * risk->n_slots + k] : 0.0;

      u[j] = a * comity_cox_sum (data, j, k) - b * e1;
      v[j] = c * e1;
    }
  for (gsize i = 0; i < q; i++)
    for (gsize j = 0; j <= i; j++)
      outer[i * q + j] += u[i] * u[j];
  for (gsize i = 0; tied && i < q; i++)
    for (gsize j = 0; j <= i; j++)
      outer[i * q + j] += v[i] * v[j];
}

/* Phase 3, slots. */
static void
slot_piece (gsize piece, gpointer user_data)
{
  ComityPass *self = user_data;
  const ComityRisk *risk = self->sample->extra;
  ComityCoxData *data = self->data;
  gsize q = self->q;
  double *outer = data->outer + piece * q * q;
  double *gradient = data->gradients + piece * (q + 1);
  double *work = self->work + piece * comity_kernel_get_work_length (q);
  double log_likelihood = 0.0;
  gsize first, last;

  memset (outer, 0, q * q * sizeof (double));
  memset (gradient, 0, q * sizeof (double));
  comity_parallel_cut (risk->n_slots, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize k = first; k < last; k++)
    {
      data->slots[k] = (ComityCoxSlot){ 0 };
      if (risk->tied[k] == 0.0)
        continue;
      if (data->exact != NULL && comity_cox_is_exact_slot (data->exact, risk, k))
        {
          if (comity_progress_is_cancelled (self->progress))
            break;
          log_likelihood += comity_cox_exact_slot (self, piece, k, gradient, outer);
          continue;
        }
      log_likelihood += sum_slot (risk, data, q, k, &data->slots[k]);
      comity_cox_add_outer (risk, data, q, k, 1.0, work, outer);
    }
  self->log_likelihoods[piece] += log_likelihood;
}

static void
accumulate_hazard (const ComityRisk *risk, ComityCoxData *data)
{
  for (gsize h = 0; h < risk->n_strata; h++)
    {
      double sum = 0.0;

      for (gsize k = risk->stratum_slots[h]; k < risk->stratum_slots[h + 1]; k++)
        {
          data->hazard[k] = sum;
          sum += data->slots[k].hazard;
        }
    }
}

/* The hazard that passes while each row of a block is at risk. */
static void
gather_hazard (const ComityRisk *risk, const ComityCoxData *data, gsize at, double *out)
{
  for (gsize r = 0; r < COMITY_BLOCK; r++)
    out[r] = data->hazard[risk->end[at + r]] - data->hazard[risk->begin[at + r]];
}

/* Rows of exact ties that sums of powers have given a chance π and a weight c: u = δ − π and v = c,
 * in the form in which the others have δ and the hazard that passed. */
static void
weigh_exact (const ComityPass *self, gsize at, double *event, double *z)
{
  const ComityRisk *risk = self->sample->extra;
  const ComityCoxData *data = self->data;
  gsize rows = MIN (COMITY_BLOCK, self->sample->n - at);
  double chosen, spread;

  for (gsize r = 0; r < rows; r++)
    if (comity_cox_exact_peek (data->exact, risk, at + r, &chosen, &spread))
      {
        double weight = self->sample->weight != NULL ? self->sample->weight[at + r] : 1.0;

        z[r] = data->risk[at + r] > 0.0 ? weight * spread / data->risk[at + r] : 0.0;
        event[r] = self->sample->y[at + r] - chosen + spread;
      }
}

/* Phase 4, rows: residuals, gradient and X' diag(e^η ΔΛ) X. */
static void
gram_piece (gsize piece, gpointer user_data)
{
  ComityPass *self = user_data;
  const ComitySample *sample = self->sample;
  const ComityRisk *risk = sample->extra;
  const ComityCoxData *data = self->data;
  const ComityKernel *kernel = comity_kernel_get ();
  WeighFunc weigh = get_weigh ();
  gsize q = self->q;
  double *tiles = self->tiles + piece * comity_kernel_get_tiles_length (q);
  double *work = self->work + piece * comity_kernel_get_work_length (q);
  double *sums = self->sums + piece * (q + 1) * (q + 1);
  double root[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double z[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double event[COMITY_BLOCK] __attribute__ ((aligned (32)));
  gsize look = 1 + (gsize) (WORK_PER_LOOK / ((double) (q + 1) * (double) (q + 1) * COMITY_BLOCK));
  gsize first, last;

  memset (sums, 0, (q + 1) * (q + 1) * sizeof (double));
  comity_parallel_cut (sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    {
      gsize at = block * COMITY_BLOCK;

      if ((block - first) % look == look - 1 && comity_progress_is_cancelled (self->progress))
        break;
      memcpy (event, sample->y + at, sizeof event);
      gather_hazard (risk, data, at, z);
      /* Tied events lack a part of their own hazard (Efron), or are counted elsewhere (exact). */
      for (gsize r = 0; risk->ties != COMITY_TIES_BRESLOW && r < COMITY_BLOCK; r++)
        if (event[r] != 0.0)
          {
            gsize slot = risk->end[at + r] - 1;

            z[r] -= data->slots[slot].own;
            if (data->exact != NULL && comity_cox_is_exact_slot (data->exact, risk, slot))
              event[r] = 0.0;
          }
      if (data->exact != NULL)
        weigh_exact (self, at, event, z);
      weigh (data->risk + at, event, comity_sample_block_weight (sample, block), root, z,
             self->residual + at);
      kernel->gram (comity_sample_block_x (sample, block), self->pick, q, root, z, work, tiles);
    }
  comity_kernel_sum_tiles (tiles, q, sums);
}

gboolean
comity_cox_pass (ComityPass *self, ComityProgress *progress)
{
  const ComityRisk *risk = self->sample->extra;
  ComityCoxData *data = self->data;
  gsize q = self->q;
  gsize side = q + 1;
  double *h = self->information->data;

  self->progress = progress;
  if (!comity_parallel_for (COMITY_PARALLEL_PIECES, self->n_threads, risk_piece, self, progress) ||
      !comity_parallel_for (side, self->n_threads, sum_column, self, progress) ||
      !comity_parallel_for (COMITY_PARALLEL_PIECES, self->n_threads, slot_piece, self, progress))
    return FALSE;
  accumulate_hazard (risk, data);
  if (!comity_parallel_for (COMITY_PARALLEL_PIECES, self->n_threads, gram_piece, self, progress) ||
      comity_progress_is_cancelled (progress))
    return FALSE;

  self->log_likelihood = 0.0;
  memset (self->gradient, 0, q * sizeof (double));
  memset (h, 0, q * q * sizeof (double));
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    {
      const double *sums = self->sums + piece * side * side;
      const double *outer = data->outer + piece * q * q;

      self->log_likelihood += self->log_likelihoods[piece];
      for (gsize i = 0; i < q; i++)
        {
          self->gradient[i] += sums[q * side + i] + data->gradients[piece * side + i];
          for (gsize j = 0; j <= i; j++)
            h[i * q + j] += sums[i * side + j] - outer[i * q + j];
        }
    }
  for (gsize i = 0; i < q; i++)
    for (gsize j = 0; j < i; j++)
      h[j * q + i] = h[i * q + j];
  return TRUE;
}

typedef struct
{
  const ComityPass *pass;
  ComitySample *scores;
  double *sums; /* (q × n_slots): by column, Σ of x̄ ΔΛ before the slot */
} Scoring;

/* The score residuals, Therneau, Grambsch & Fleming (1990), doi:10.1093/biomet/77.1.147:
 *   u x − δ w x̄ + e^η Σ x̄ ΔΛ, less what the tied events lack.
 * First the sums of each column, then the rows piece by piece (memory is first touched there, so that
 * a column of all rows at once would be long without a look), then what events add to each column. */
static void
sum_before (gsize j, gpointer user_data)
{
  Scoring *scoring = user_data;
  const ComityRisk *risk = scoring->pass->sample->extra;
  const ComityCoxData *data = scoring->pass->data;
  const double *s1 = data->sums + j * data->length;
  const double *e1 = data->tied_sums != NULL ? data->tied_sums + j * risk->n_slots : NULL;
  double *before = scoring->sums + j * risk->n_slots;

  for (gsize h = 0; h < risk->n_strata; h++)
    {
      double sum = 0.0;

      for (gsize k = risk->stratum_slots[h]; k < risk->stratum_slots[h + 1]; k++)
        {
          before[k] = sum;
          sum += data->slots[k].p1 * s1[k] - (e1 != NULL ? data->slots[k].p2 * e1[k] : 0.0);
        }
    }
}

static void
score_piece (gsize piece, gpointer user_data)
{
  Scoring *scoring = user_data;
  const ComityPass *pass = scoring->pass;
  const ComitySample *sample = pass->sample;
  const ComityRisk *risk = sample->extra;
  const ComityCoxData *data = pass->data;
  gsize from, to;

  comity_parallel_cut (sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &from, &to);
  for (gsize block = from; block < to; block++)
    for (gsize j = 0; j < pass->q; j++)
      {
        gsize at = block * COMITY_BLOCK;
        const double *before = scoring->sums + j * risk->n_slots;
        const double *x =
            comity_sample_block_x (sample, block) + (gsize) pass->pick[j] * COMITY_BLOCK;
        double *out = scoring->scores->x + (block * pass->q + j) * COMITY_BLOCK;

        for (gsize r = 0; r < COMITY_BLOCK; r++)
          out[r] = x[r] * pass->residual[at + r] +
                   data->risk[at + r] * (before[risk->end[at + r]] - before[risk->begin[at + r]]);
      }
}

static void
add_events (gsize j, gpointer user_data)
{
  Scoring *scoring = user_data;
  const ComityPass *pass = scoring->pass;
  const ComitySample *sample = pass->sample;
  const ComityRisk *risk = sample->extra;
  const ComityCoxData *data = pass->data;
  const double *s1 = data->sums + j * data->length;
  const double *e1 = data->tied_sums != NULL ? data->tied_sums + j * risk->n_slots : NULL;

  for (gsize i = 0; i < risk->n_events; i++)
    {
      gsize row = risk->events[i];
      gsize k = risk->end[row] - 1;
      const ComityCoxSlot *slot = &data->slots[k];
      double tied = e1 != NULL ? e1[k] : 0.0;
      double weight = sample->weight != NULL ? sample->weight[row] : 1.0;

      scoring->scores->x[(row / COMITY_BLOCK * pass->q + j) * COMITY_BLOCK + row % COMITY_BLOCK] -=
          weight * (slot->m1 * s1[k] - slot->m2 * tied) +
          data->risk[row] * (slot->p2 * s1[k] - slot->p3 * tied);
    }
}

ComitySample *
comity_cox_scores (const ComityPass *self, ComityProgress *progress)
{
  const ComitySample *sample = self->sample;
  const ComityRisk *risk = sample->extra;
  g_autoptr (ComitySample) scores = g_new0 (ComitySample, 1);
  Scoring scoring = { self, scores, NULL };
  gboolean done;

  scores->n = sample->n;
  scores->n_blocks = sample->n_blocks;
  scores->n_columns = scores->stride = self->q;
  scores->x = comity_kernel_alloc (sample->n_blocks * self->q * COMITY_BLOCK);
  scoring.sums = comity_kernel_alloc (self->q * risk->n_slots);
  done = scores->x != NULL && scoring.sums != NULL &&
         comity_parallel_for (self->q, self->n_threads, sum_before, &scoring, progress) &&
         comity_parallel_for (COMITY_PARALLEL_PIECES, self->n_threads, score_piece, &scoring,
                              progress) &&
         comity_parallel_for (self->q, self->n_threads, add_events, &scoring, progress);
  free (scoring.sums);
  return done ? g_steal_pointer (&scores) : NULL;
}

static const char *
refuse_outcome (double y)
{
  return y == 0.0 || y == 1.0 ? NULL : "must be 0 or 1";
}

static gboolean
check (const ComitySpec *spec, GError **error)
{
  if (spec->ties != COMITY_TIES_EXACT || spec->vce == COMITY_VCE_CLASSICAL ||
      (spec->vce == COMITY_VCE_DEFAULT && spec->clusters == NULL && spec->weights == NULL))
    {
      if (spec->ties != COMITY_TIES_EXACT || spec->weights == NULL)
        return TRUE;
    }
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                       "Exact ties have classical standard errors and no weights; use Efron's.");
  return FALSE;
}

const ComityEstimator comity_cox = {
  .name = "cox",
  .title = "Cox proportional hazards",
  .binary = TRUE,
  .partial = TRUE,
  .timed = TRUE,
  .check = check,
  .refuse_outcome = refuse_outcome,
  .mean = exp,
  .pass = comity_cox_pass,
  .prepare = comity_risk_prepare,
  .reweigh = comity_risk_reweigh,
  .reweigh_free = comity_risk_reweigh_free,
  .pass_data_new = comity_cox_data_new,
  .pass_data_free = comity_cox_data_free,
  .scores = comity_cox_scores,
  .rises_along = comity_risk_rises_along,
};
