/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact ties: the likelihood that of those at risk just these d had the event (the discrete or
 * conditional logistic partial likelihood; R's exact, Stata's exactp). Its denominator, the
 * elementary symmetric polynomial of degree d of the e^η, is built up a row at a time as in Gail,
 * Lubin & Rubinstein (1981), doi:10.1093/biomet/68.3.703, but as the distribution of a sum of
 * independent 0/1 variables with odds θ e^η (Chen & Liu 1997, Statistica Sinica 7, 875): all values
 * lie between 0 and 1, so that nothing overflows. O(m d q²) for m rows at risk. */
#include "config.h"

#include "comity-cox-moments-private.h"

#include "comity-parallel.h"

#include <math.h>
#include <string.h>

/* Rows between two looks at the cancellable. */
#define ROWS_PER_LOOK 256

typedef struct
{
  gboolean once;  /* no row is at risk at more than one slot */
  gboolean all;   /* every slot of events is taken here */
  guint32 *first; /* n_strata + 1: first of each stratum in rows; if once: n_slots + 1, by slot */
  guint32 *rows;  /* n: rows of a stratum, or slot, that are ever at risk, as in the data */
  gsize most;     /* events at one slot */
  double *levels; /* pieces × (most + 1) × side, side = 1 + q + q (q + 1) / 2 */
  /* If once, for the sums of powers; else NULL. */
  guint32 *light; /* n_slots: of how many rows the last pass gave chosen and spread */
  double *chosen; /* n: a row's chance of being among the events of its slot; NaN: not known */
  double *spread; /* n: its weight in the cross product of all rows */
  double *space;  /* pieces × space_of () */
} Exact;

/* Rows at risk above which a single event is taken here too: a sum over a slot's rows is cheap, one
 * over all risk sets for the sake of a few is not. */
#define MANY_ROWS 512

gboolean
comity_cox_is_exact_slot (gconstpointer exact, const ComityRisk *risk, gsize slot)
{
  const Exact *self = exact;
  gsize d = risk->slot_events[slot + 1] - risk->slot_events[slot];

  return d > 1 || (d == 1 && self->once && self->first[slot + 1] - self->first[slot] > MANY_ROWS);
}

gboolean
comity_cox_exact_takes_all (gconstpointer exact)
{
  return ((const Exact *) exact)->all;
}

gsize
comity_cox_exact_get_side (gsize q)
{
  return 1 + q + q * (q + 1) / 2;
}

static gsize
space_of (gsize most, gsize q)
{
  return (COMITY_COX_MOMENTS + 1) * q + most + 1;
}

void
comity_cox_exact_free (gpointer pointer)
{
  Exact *self = pointer;

  if (self == NULL)
    return;
  g_free (self->first);
  g_free (self->rows);
  g_free (self->levels);
  g_free (self->light);
  g_free (self->chosen);
  g_free (self->spread);
  g_free (self->space);
  g_free (self);
}

static gsize
find_stratum (const ComityRisk *risk, gsize slot)
{
  gsize low = 0;
  gsize high = risk->n_strata;

  while (high - low > 1)
    {
      gsize middle = (low + high) / 2;

      if (risk->stratum_slots[middle] <= slot)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static gboolean
alloc (Exact *self, const ComityPass *pass)
{
  const ComityRisk *risk = pass->sample->extra;
  gsize n_levels;

  self->first = g_try_new0 (guint32, (self->once ? risk->n_slots : risk->n_strata) + 2);
  self->rows = g_try_new (guint32, risk->n + 1);
  if (g_size_checked_mul (&n_levels, COMITY_PARALLEL_PIECES * (self->most + 1), comity_cox_exact_get_side (pass->q)))
    self->levels = g_try_new (double, n_levels);
  if (self->first == NULL || self->rows == NULL || self->levels == NULL)
    return FALSE;
  if (!self->once)
    return TRUE;
  self->light = g_try_new0 (guint32, risk->n_slots + 1);
  self->chosen = g_try_new (double, risk->n + 1);
  self->spread = g_try_new (double, risk->n + 1);
  self->space = g_try_new (double, COMITY_PARALLEL_PIECES *space_of (self->most, pass->q));
  return self->light != NULL && self->chosen != NULL && self->spread != NULL && self->space != NULL;
}

/* The stratum of a row, or its slot. */
static gsize
place_of (const Exact *self, const ComityRisk *risk, gsize row)
{
  return self->once ? risk->begin[row] : find_stratum (risk, risk->begin[row]);
}

gpointer
comity_cox_exact_new (const ComityPass *pass)
{
  const ComityRisk *risk = pass->sample->extra;
  Exact *self = g_new0 (Exact, 1);
  g_autofree guint32 *next = NULL;
  gsize n_places;

  for (gsize k = 0; k < risk->n_slots; k++)
    self->most = MAX (self->most, risk->slot_events[k + 1] - risk->slot_events[k]);
  self->once = TRUE;
  for (gsize i = 0; i < risk->n; i++)
    self->once &= risk->end[i] <= risk->begin[i] + 1;
  n_places = self->once ? risk->n_slots : risk->n_strata;
  if (!alloc (self, pass))
    {
      comity_cox_exact_free (self);
      return NULL;
    }
  for (gsize i = 0; i < risk->n; i++)
    if (risk->begin[i] < risk->end[i])
      self->first[place_of (self, risk, i) + 1]++;
  for (gsize h = 0; h < n_places; h++)
    self->first[h + 1] += self->first[h];
  next = g_memdup2 (self->first, (n_places + 1) * sizeof (guint32));
  for (gsize i = 0; i < risk->n; i++)
    if (risk->begin[i] < risk->end[i])
      self->rows[next[place_of (self, risk, i)]++] = (guint32) i;
  self->all = TRUE;
  for (gsize k = 0; k < risk->n_slots; k++)
    self->all &= risk->tied[k] == 0.0 || comity_cox_is_exact_slot (self, risk, k);
  return self;
}

gboolean
comity_cox_exact_knows_all (gconstpointer exact, gsize slot)
{
  const Exact *self = exact;

  return self->once && self->light[slot] == self->first[slot + 1] - self->first[slot];
}

gboolean
comity_cox_exact_peek (
    gconstpointer exact, const ComityRisk *risk, gsize row, double *chosen, double *spread)
{
  const Exact *self = exact;

  if (!self->once || risk->begin[row] >= risk->end[row] || self->light[risk->begin[row]] == 0 ||
      isnan (self->chosen[row]))
    return FALSE;
  *chosen = self->chosen[row];
  *spread = self->spread[row];
  return TRUE;
}

/* θ with Σ θe / (1 + θe) = d, to a few digits: it only keeps the values in range. */
static double
find_tilt (const ComityCoxData *data,
           const ComityRisk *risk,
           const guint32 *rows,
           gsize n,
           gsize k,
           gsize d)
{
  double low = -700.0;
  double high = 700.0;

  while (high - low > 0.1)
    {
      double middle = 0.5 * (low + high);
      double theta = exp (middle);
      double sum = 0.0;

      for (gsize i = 0; i < n; i++)
        if (risk->begin[rows[i]] <= k && k < risk->end[rows[i]])
          {
            double t = theta * data->risk[rows[i]];

            sum += isinf (t) ? 1.0 : t / (1.0 + t);
          }
      if (sum < (double) d)
        low = middle;
      else
        high = middle;
    }
  return exp (0.5 * (low + high));
}

/* One more row: f(l) ← f(l) (1 − p) + f(l − 1) p with f and its first two derivatives in β kept
 * together; levels above what can still reach d are not needed.
 *   of the added part: f' + f x, f'' + f' x' + x f'' + f x x' */
void
comity_cox_exact_add_row (
    double *levels, gsize q, gsize from, gsize to, double p, const double *x)
{
  gsize side = comity_cox_exact_get_side (q);

  for (gsize l = to + 1; l-- > from;)
    {
      double *f = levels + l * side;
      const double *g = l > 0 ? f - side : NULL;
      double *first = f + 1;
      double *second = f + 1 + q;

      for (gsize i = 0; i < side; i++)
        f[i] *= 1.0 - p;
      if (g == NULL)
        continue;
      f[0] += p * g[0];
      for (gsize i = 0; i < q; i++)
        first[i] += p * (g[1 + i] + g[0] * x[i]);
      for (gsize i = 0, at = 0; i < q; i++)
        for (gsize j = 0; j <= i; j++, at++)
          second[at] +=
              p * (g[1 + q + at] + g[1 + i] * x[j] + g[1 + j] * x[i] + g[0] * x[i] * x[j]);
    }
}

/* Σ x of the events that no other phase counts. */
static void
add_events (const ComityPass *pass, gsize slot, double times, double *gradient)
{
  const ComityRisk *risk = pass->sample->extra;
  const ComityCoxData *data = pass->data;
  double chosen, spread;

  for (gsize at = risk->slot_events[slot]; at < risk->slot_events[slot + 1]; at++)
    {
      gsize row = risk->events[at];
      const double *block = comity_sample_block_x (pass->sample, row / COMITY_BLOCK);

      if (!comity_cox_exact_peek (data->exact, risk, row, &chosen, &spread))
        for (gsize j = 0; j < pass->q; j++)
          gradient[j] += times * block[(gsize) pass->pick[j] * COMITY_BLOCK + row % COMITY_BLOCK];
    }
}

static gboolean
slot_by_moments (const ComityPass *pass,
                 gsize piece,
                 gsize slot,
                 double times,
                 double *gradient,
                 double *outer,
                 double *log_likelihood)
{
  const ComityRisk *risk = pass->sample->extra;
  const ComityCoxData *data = pass->data;
  Exact *self = data->exact;
  gsize q = pass->q;
  gsize d = risk->slot_events[slot + 1] - risk->slot_events[slot];
  gsize n = self->first[slot + 1] - self->first[slot];
  double *space = self->space + piece * space_of (self->most, q);
  ComityCoxMoments moments = {
    .moments = space,
    .work = space + COMITY_COX_MOMENTS * q,
    .values = space + (COMITY_COX_MOMENTS + 1) * q,
    .levels = self->levels + piece * (self->most + 1) * comity_cox_exact_get_side (q),
    .chosen = self->chosen,
    .spread = self->spread,
    .times = times,
  };

  self->light[slot] = 0;
  if (4 * d < n)
    self->light[slot] =
        (guint32) comity_cox_moments_slot (pass, self->rows + self->first[slot], n, d, &moments,
                                           gradient, outer, log_likelihood);
  if (self->light[slot] == 0)
    return FALSE;
  add_events (pass, slot, times, gradient);
  return TRUE;
}

double
comity_cox_exact_slot (
    const ComityPass *pass, gsize piece, gsize slot, double *gradient, double *outer)
{
  const ComitySample *sample = pass->sample;
  const ComityRisk *risk = sample->extra;
  const ComityCoxData *data = pass->data;
  const Exact *self = data->exact;
  gsize q = pass->q;
  gsize side = comity_cox_exact_get_side (q);
  gsize place = self->once ? slot : find_stratum (risk, slot);
  const guint32 *rows = self->rows + self->first[place];
  gsize n = self->first[place + 1] - self->first[place];
  gsize d = risk->slot_events[slot + 1] - risk->slot_events[slot];
  double *levels = self->levels + piece * (self->most + 1) * side;
  double *x = pass->work + piece * comity_kernel_get_work_length (q);
  /* How often the slot counts: rows of weight w alike only move what the likelihood is divided by. */
  double times = risk->deaths[slot] / (double) d;
  double theta;
  const double *top = levels + d * side;
  double log_likelihood = 0.0;
  gsize n_at_risk = 0;
  gsize seen = 0;

  if (self->once && slot_by_moments (pass, piece, slot, times, gradient, outer, &log_likelihood))
    return log_likelihood;
  for (gsize i = 0; i < n; i++)
    n_at_risk += risk->begin[rows[i]] <= slot && slot < risk->end[rows[i]];
  /* Where all have the event there was no choice: what phase 1 counts is taken back. */
  if (n_at_risk == d)
    {
      for (gsize at = risk->slot_events[slot]; at < risk->slot_events[slot + 1]; at++)
        log_likelihood -= log (data->risk[risk->events[at]]);
      return times * log_likelihood;
    }
  theta = find_tilt (data, risk, rows, n, slot, d);
  memset (levels, 0, (d + 1) * side * sizeof (double));
  levels[0] = 1.0;
  for (gsize i = 0; i < n; i++)
    {
      gsize row = rows[i];
      const double *block = comity_sample_block_x (sample, row / COMITY_BLOCK);
      double odds = theta * data->risk[row];
      gsize left;

      if (!(risk->begin[row] <= slot && slot < risk->end[row]))
        continue;
      if (seen % ROWS_PER_LOOK == 0 && comity_progress_is_cancelled (pass->progress))
        break;
      for (gsize j = 0; j < q; j++)
        x[j] = block[(gsize) pass->pick[j] * COMITY_BLOCK + row % COMITY_BLOCK];
      seen++;
      left = n_at_risk - seen;
      comity_cox_exact_add_row (levels, q, d > left ? d - left : 0, MIN (seen, d), odds / (1.0 + odds), x);
      log_likelihood -= log1p (odds);
    }
  log_likelihood -= log (top[0]) - (double) d * log (theta);
  add_events (pass, slot, times, gradient);
  for (gsize i = 0, at = 0; i < q; i++)
    {
      gradient[i] -= times * top[1 + i] / top[0];
      for (gsize j = 0; j <= i; j++, at++)
        outer[i * q + j] -=
            times * (top[1 + q + at] / top[0] - top[1 + i] / top[0] * (top[1 + j] / top[0]));
    }
  return times * log_likelihood;
}
