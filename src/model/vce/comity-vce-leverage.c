/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Robust to heteroskedasticity and corrected for leverage h_i = w_i x_i'B x_i, for least squares:
 * HC2 divides a squared residual by 1 − h, HC3 by (1 − h)²; MacKinnon & White (1985),
 * doi:10.1016/0304-4076(85)90158-7, Stata's vce(hc2) and vce(hc3). HC4 divides it by (1 − h)^δ, δ the
 * leverage as a multiple of the average one, k/n, and 4 at most; Cribari-Neto (2004),
 * doi:10.1016/S0167-9473(02)00366-3. */
#include "config.h"

#include "comity-vce-private.h"

#include "comity-parallel.h"

#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* 1 − h below which a row is fitted by a coefficient of its own. */
#define NONE_LEFT 1e-10
/* HC4's most. */
#define MOST_MULTIPLE 4.0

typedef struct
{
  const ComityScores *scores;
  const double *factor; /* q × q, row j: column j of L, B = LL' */
  double *s;            /* blocks: leverages */
} Levering;

static void
lever_piece (gsize piece, gpointer user_data)
{
  Levering *self = user_data;
  const ComitySample *sample = self->scores->sample;
  gsize q = self->scores->q;
  double part[COMITY_BLOCK] __attribute__ ((aligned (32)));
  gsize first, last;

  comity_parallel_cut (sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    {
      const double *x = comity_sample_block_x (sample, block);
      double *h = self->s + block * COMITY_BLOCK;

      memset (h, 0, COMITY_BLOCK * sizeof (double));
      for (gsize j = 0; j < q; j++)
        {
          comity_kernel_get ()->linear (x, self->scores->pick + j, q - j, self->factor + j * q + j,
                                        NULL, part);
          for (gsize r = 0; r < COMITY_BLOCK; r++)
            h[r] += part[r] * part[r];
        }
    }
}

/* x'Bx of every row. */
static double *
find_leverages (const ComityScores *scores)
{
  gsize q = scores->q;
  g_autoptr (ComityMatrix) factor = comity_matrix_copy (scores->bread);
  Levering levering = { scores, NULL, NULL };

  if (factor == NULL ||
      LAPACKE_dpotrf (LAPACK_ROW_MAJOR, 'U', (lapack_int) q, factor->data, (lapack_int) q) != 0)
    return NULL;
  levering.factor = factor->data;
  levering.s = comity_kernel_alloc (scores->sample->n_blocks * COMITY_BLOCK);
  if (levering.s != NULL && !comity_parallel_for (COMITY_PARALLEL_PIECES, scores->n_threads,
                                                  lever_piece, &levering, scores->progress))
    g_clear_pointer (&levering.s, free);
  return levering.s;
}

/* The power of 1 − h that a residual is divided by. */
typedef double (*Power) (const ComityScores *scores, double leverage);

static double
power_hc2 (const ComityScores *scores, double leverage)
{
  return 0.5;
}

static double
power_hc3 (const ComityScores *scores, double leverage)
{
  return 1.0;
}

static double
power_hc4 (const ComityScores *scores, double leverage)
{
  return 0.5 * MIN (MOST_MULTIPLE, leverage * scores->n / scores->k);
}

static ComityMatrix *
sandwich (const ComityScores *scores, Power power, GPtrArray *warnings)
{
  const ComitySample *sample = scores->sample;
  double *s = find_leverages (scores);
  g_autoptr (ComityMatrix) meat = NULL;
  gsize alone = 0;

  if (s == NULL)
    return NULL;
  for (gsize i = 0; i < sample->n_blocks * COMITY_BLOCK; i++)
    {
      double weight = sample->weight != NULL ? sample->weight[i] : 1.0;
      double times = scores->frequency != NULL ? scores->frequency[i] : 1.0;
      double left = 1.0 - s[i] * (scores->frequency != NULL ? 1.0 : weight);

      if (i >= sample->n || !(weight > 0.0))
        s[i] = 0.0;
      else if (left < NONE_LEFT)
        {
          alone++;
          s[i] = 0.0;
        }
      else
        s[i] = scores->residual[i] / (sqrt (times) * pow (left, power (scores, 1.0 - left)));
    }
  if (alone > 0)
    g_ptr_array_add (warnings,
                     g_strdup_printf ("%" G_GSIZE_FORMAT " row%s a coefficient alone (leverage "
                                      "1), and count%s for nothing in the standard errors.",
                                      alone, alone > 1 ? "s settle" : " settles",
                                      alone > 1 ? "" : "s"));
  meat =
      comity_sample_cross (sample, scores->pick, scores->q, s, scores->n_threads, scores->progress);
  free (s);
  return meat != NULL ? comity_scores_sandwich (scores, meat, 1.0) : NULL;
}

ComityMatrix *
comity_vce_hc2 (const ComityScores *scores, GPtrArray *warnings)
{
  return sandwich (scores, power_hc2, warnings);
}

ComityMatrix *
comity_vce_hc3 (const ComityScores *scores, GPtrArray *warnings)
{
  return sandwich (scores, power_hc3, warnings);
}

ComityMatrix *
comity_vce_hc4 (const ComityScores *scores, GPtrArray *warnings)
{
  return sandwich (scores, power_hc4, warnings);
}
