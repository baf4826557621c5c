/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Separation in models of counts: a covariate that is one and the same wherever the outcome is not
 * 0, and differs to one side only, foretells zeros, and the likelihood rises for ever along it.
 * Santos Silva & Tenreyro (2010), doi:10.1016/j.econlet.2010.02.020; Correia, Guimarães & Zylkin
 * (2019), arXiv:1903.01633. Only covariates by themselves are looked at; when the search drags
 * without one, the fit says what it has seen. */
#include "config.h"

#include "comity-fit-private.h"

#include <math.h>

/* Iterations that ordinary models of counts do not need: each divides a mean that goes to 0 by e.
 */
#define SUSPICIOUS 15
/* Part of the average outcome below which a fitted mean is as good as 0. */
#define VANISHED 1e-9

typedef struct
{
  double low[2], high[2]; /* of a column where the outcome is 0, and elsewhere */
} Ranges;

static Ranges
find_ranges (const ComitySample *sample, guint32 column)
{
  Ranges ranges = { { G_MAXDOUBLE, G_MAXDOUBLE }, { -G_MAXDOUBLE, -G_MAXDOUBLE } };

  for (gsize i = 0; i < sample->n; i++)
    {
      const double *x = comity_sample_block_x (sample, i / COMITY_BLOCK);
      double value = x[(gsize) column * COMITY_BLOCK + i % COMITY_BLOCK];
      int some = sample->y[i] > 0.0;

      ranges.low[some] = MIN (ranges.low[some], value);
      ranges.high[some] = MAX (ranges.high[some], value);
    }
  return ranges;
}

static gsize
count_different (const ComitySample *sample, guint32 column, double value)
{
  gsize n = 0;

  for (gsize i = 0; i < sample->n; i++)
    n += comity_sample_block_x (
             sample, i / COMITY_BLOCK)[(gsize) column * COMITY_BLOCK + i % COMITY_BLOCK] != value;
  return n;
}

static gsize
count_vanished (const ComitySample *sample, const ComityPass *pass)
{
  double mean = sample->sum_y / sample->sum_weight;
  gsize n = 0;

  for (gsize i = 0; i < sample->n; i++)
    n += sample->y[i] == 0.0 && -pass->residual[i] < VANISHED * mean &&
         (sample->weight == NULL || sample->weight[i] > 0.0);
  return n;
}

void
comity_fit_test_zeros (ComityFit *fit,
                       const ComitySample *sample,
                       const ComityPass *pass,
                       ComitySolution *solution)
{
  gsize vanished;

  if (fit->numbers.iterations <= SUSPICIOUS)
    return;
  for (gsize j = sample->has_constant; j < solution->q; j++)
    {
      guint32 column = solution->pick[j];
      Ranges ranges = find_ranges (sample, column);
      double same = ranges.low[1];
      gboolean above = ranges.low[0] >= same && ranges.high[0] > same;
      gboolean below = ranges.high[0] <= same && ranges.low[0] < same;

      if (ranges.low[1] != ranges.high[1] || !(above || below))
        continue;
      fit->status = COMITY_FIT_SEPARATED;
      comity_fit_warn (fit,
                       "Separation: %s is the same in every row whose outcome is not 0, and in "
                       "%" G_GSIZE_FORMAT " of the others it is not, so that no finite estimate "
                       "exists for it. Leave it out, or those rows.",
                       comity_fit_peek_column_name (fit, solution->columns[j]),
                       count_different (sample, column, same));
      if (solution->direction == NULL)
        solution->direction = g_new0 (double, solution->q + 1);
      solution->direction[j] += above ? -1.0 : 1.0;
      if (sample->has_constant)
        solution->direction[0] -= (above ? -1.0 : 1.0) * same;
    }
  vanished = fit->status == COMITY_FIT_SEPARATED ? 0 : count_vanished (sample, pass);
  if (vanished > 0)
    comity_fit_warn (fit,
                     "The fitted mean of %" G_GSIZE_FORMAT " rows with outcome 0 vanishes: a "
                     "combination of the terms seems to foretell zeros, and some estimates may "
                     "have no finite value.",
                     vanished);
}
