/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Separation by terms and fixed effects together, in Poisson models: a combination z of columns and
 * dummies that is 0 wherever the outcome is not, and positive in some rows with outcome 0, drives the
 * means of these to 0, and the likelihood rises for ever along −z. The iterative rectifier of
 * Correia, Guimarães & Zylkin (2019), arXiv:1903.01633, finds such a z: u = 1 in the rows with
 * outcome 0 is regressed on everything with weights that all but force 0 elsewhere, its negative
 * fitted values are cut off, and again, until none is left.
 *   u outcome of the auxiliary regression · ω weights · û fitted values · K ω where y > 0 */
#include "config.h"

#include "comity-fit-absorb-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define K 1e7
#define MAX_ITERATIONS 500
/* Parts of the largest û: below the first a value is 0 (of rows with y > 0, and of what is negative),
 * from the second on a row is separated; rows between are found when those are gone. */
#define NOTHING 1e-5
#define SOMETHING 1e-2
/* The largest û at which the search gives up: there is no such z. */
#define VANISHED 1e-3

typedef struct
{
  double *u, *z, *omega, *root, *fitted; /* n_blocks × COMITY_BLOCK */
  double *right, *beta;                  /* q */
} Auxiliary;

static void
auxiliary_clear (Auxiliary *self)
{
  free (self->u);
  free (self->z);
  free (self->omega);
  free (self->root);
  free (self->fitted);
  g_free (self->right);
  g_free (self->beta);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Auxiliary, auxiliary_clear)

static gboolean
auxiliary_alloc (Auxiliary *self, const ComitySample *sample, gsize q)
{
  gsize n = sample->n_blocks * COMITY_BLOCK;

  self->u = comity_kernel_alloc0 (n);
  self->z = comity_kernel_alloc0 (n);
  self->omega = comity_kernel_alloc0 (n);
  self->root = comity_kernel_alloc0 (n);
  self->fitted = comity_kernel_alloc0 (n);
  self->right = g_new0 (double, q + 1);
  self->beta = g_new0 (double, q + 1);
  for (gsize i = 0; self->u != NULL && self->omega != NULL && self->root != NULL && i < sample->n;
       i++)
    {
      self->u[i] = sample->y[i] == 0.0;
      self->omega[i] = sample->y[i] == 0.0 ? 1.0 : K;
      self->root[i] = sqrt (self->omega[i]);
    }
  return self->u != NULL && self->z != NULL && self->omega != NULL && self->root != NULL &&
         self->fitted != NULL;
}

/* û of u: what is left of u when fixed effects are swept out, less its regression on the columns,
 * is the residual. FALSE: cancelled, or it cannot be done. */
static gboolean
fit_once (Auxiliary *self,
          const ComityAbsorb *absorb,
          ComitySample *sample,
          const ComitySolution *solution,
          const ComityMatrix *cross,
          ComityProgress *progress)
{
  double left;
  gboolean slow = FALSE;

  memcpy (self->z, self->u, sample->n * sizeof (double));
  if (!comity_absorb_sweep (absorb, sample, G_MAXSIZE, self->z, &left, &slow, progress))
    return FALSE;
  memset (self->right, 0, solution->q * sizeof (double));
  for (gsize i = 0; i < sample->n; i++)
    {
      const double *x = comity_sample_block_x (sample, i / COMITY_BLOCK) + i % COMITY_BLOCK;
      double weighted = self->omega[i] * self->z[i];

      for (gsize j = 0; j < solution->q; j++)
        self->right[j] += x[(gsize) solution->pick[j] * COMITY_BLOCK] * weighted;
    }
  if (!comity_matrix_solve_spd (cross, self->right, self->beta))
    return FALSE;
  for (gsize block = 0; block < sample->n_blocks; block++)
    {
      double of_columns[COMITY_BLOCK] __attribute__ ((aligned (32)));

      comity_kernel_get ()->linear (comity_sample_block_x (sample, block), solution->pick,
                                    solution->q, self->beta, NULL, of_columns);
      for (gsize r = 0; r < COMITY_BLOCK && block * COMITY_BLOCK + r < sample->n; r++)
        {
          gsize i = block * COMITY_BLOCK + r;

          self->fitted[i] = self->u[i] - (self->z[i] - of_columns[r]);
        }
    }
  return TRUE;
}

/* The largest û of rows with outcome 0, and how far any is from what z may be. */
static double
measure (const Auxiliary *self, const ComitySample *sample, double *off)
{
  double most = 0.0;

  *off = 0.0;
  for (gsize i = 0; i < sample->n; i++)
    {
      most = MAX (most, sample->y[i] == 0.0 ? self->fitted[i] : 0.0);
      *off = MAX (*off, sample->y[i] == 0.0 ? -self->fitted[i] : fabs (self->fitted[i]));
    }
  return most;
}

gsize
comity_fit_rectify (ComityFit *fit,
                    ComityAbsorb *absorb,
                    ComitySample *sample,
                    const ComitySolution *solution,
                    guint8 *separated,
                    ComityProgress *progress)
{
  g_auto (Auxiliary) self = { 0 };
  g_autoptr (ComityMatrix) cross = NULL;
  gsize found = 0;

  if (!auxiliary_alloc (&self, sample, solution->q) ||
      !comity_absorb_weigh (absorb, self.omega) ||
      !comity_fit_sweep (fit, absorb, sample, NULL, FALSE, progress))
    return 0;
  cross = comity_sample_cross (sample, solution->pick, solution->q, self.root,
                               fit->spec->n_threads, progress);
  for (int k = 0; cross != NULL && k < MAX_ITERATIONS; k++)
    {
      double most, off;

      if (!fit_once (&self, absorb, sample, solution, cross, progress))
        return 0;
      most = measure (&self, sample, &off);
      if (most < VANISHED)
        return 0;
      if (off <= NOTHING * most)
        {
          for (gsize i = 0; i < sample->n; i++)
            {
              separated[i] = sample->y[i] == 0.0 && self.fitted[i] > SOMETHING * most;
              found += separated[i];
            }
          return found;
        }
      for (gsize i = 0; i < sample->n; i++)
        self.u[i] = sample->y[i] == 0.0 ? MAX (self.fitted[i], 0.0) : 0.0;
    }
  return 0;
}
