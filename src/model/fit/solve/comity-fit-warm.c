/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What searches over the same kept sample hand on to each other: the last estimates, and, in a
 * preview, the model of all terms, whose estimates are known for the preview's rows and for all.
 *
 *   b, H estimates and information of the reference model in the preview's rows · d = b̂ − b what
 * all rows add to it · S columns of a smaller model, D the others · its estimates there, to the
 * first order: b_S + H_SS⁻¹ H_SD b_D · what all rows add to them, likewise: H_SS⁻¹ (H d)_S
 *
 * The second holds as far as the errors that leaving out rows makes are common to both models: the
 * scores of non-events, which the reference model knows in full, are what it corrects by, as in
 * two-phase samples (Breslow, Lumley et al. 2009, doi:10.1093/aje/kwp055). */
#include "config.h"

#include "comity-fit-private.h"

#include <math.h>
#include <string.h>

void
comity_fit_hand_on (ComityFit *fit,
                    const ComitySample *sample,
                    const ComitySolution *solution,
                    const ComityPass *pass,
                    gboolean converged)
{
  ComityFitWarm *warm = fit->warm;

  if (warm == NULL || sample->kept == NULL)
    return;
  comity_fit_warm_clear (warm);
  if (!converged || fit->status == COMITY_FIT_SEPARATED)
    return;
  warm->estimator = fit->estimator;
  warm->kept = sample->kept;
  warm->n = sample->stride;
  warm->thin = g_new (double, 3 * warm->n);
  warm->moved = warm->thin + warm->n;
  warm->beta = warm->thin + 2 * warm->n;
  for (gsize i = 0; i < 3 * warm->n; i++)
    warm->thin[i] = NAN;
  for (gsize j = 0; j < solution->q; j++)
    {
      guint32 at = solution->pick[j];

      warm->beta[at] = solution->beta[j];
      if (solution->thin == NULL)
        continue;
      warm->thin[at] = solution->thin[j];
      /* The constant's shift belongs to the thinned sample. */
      warm->moved[at] =
          j == 0 && sample->has_constant ? NAN : solution->beta[j] - solution->thin[j];
    }
  if (!warm->keeps_information || fit->estimator->linear || fit->estimator->grouped ||
      comity_estimator_get_n_ancillary (fit->estimator) > 0)
    return;
  warm->q = solution->q;
  warm->pick = g_memdup2 (solution->pick, (solution->q + 1) * sizeof (guint32));
  warm->information = comity_matrix_copy (pass->information);
  warm->mark = g_new (double, 2 * solution->q + 1);
  for (gsize j = 0; j < solution->q; j++)
    {
      warm->mark[2 * j] = sample->mean[solution->pick[j]];
      warm->mark[2 * j + 1] = sample->scale[solution->pick[j]];
    }
}

void
comity_fit_warm_clear (ComityFitWarm *self)
{
  g_free (self->thin);
  g_free (self->pick);
  g_free (self->mark);
  comity_matrix_free (self->information);
  *self = (ComityFitWarm){ .every = self->every,
                           .keeps_information = self->keeps_information,
                           .reference = self->reference };
}

gboolean
comity_fit_warm_knows (const ComityFitWarm *self,
                       const ComityEstimator *estimator,
                       const ComitySample *sample)
{
  return self != NULL && self->estimator == estimator && self->kept == sample->kept;
}

gboolean
comity_fit_reference_init (ComityFitReference *self,
                           const ComityFitWarm *thin,
                           const ComityFitWarm *whole)
{
  *self = (ComityFitReference){ 0 };
  if (thin->estimator == NULL || thin->information == NULL || whole->estimator != thin->estimator ||
      whole->kept != thin->kept)
    return FALSE;
  self->estimator = thin->estimator;
  self->kept = thin->kept;
  self->q = thin->q;
  self->place = g_memdup2 (thin->pick, (thin->q + 1) * sizeof (guint32));
  self->mark = g_memdup2 (thin->mark, (2 * thin->q + 1) * sizeof (double));
  self->information = comity_matrix_copy (thin->information);
  self->beta = g_new (double, 2 * thin->q + 1);
  self->added = self->beta + thin->q;
  for (gsize j = 0; j < thin->q; j++)
    {
      guint32 at = thin->pick[j];

      self->beta[j] = thin->beta[at];
      self->added[j] = at < whole->n ? whole->beta[at] - thin->beta[at] : NAN;
      if (isfinite (self->beta[j]) && isfinite (self->added[j]))
        continue;
      comity_fit_reference_clear (self);
      return FALSE;
    }
  return self->information != NULL;
}

void
comity_fit_reference_clear (ComityFitReference *self)
{
  g_free (self->place);
  g_free (self->mark);
  g_free (self->beta);
  comity_matrix_free (self->information);
  *self = (ComityFitReference){ 0 };
}

static const ComityFitReference *
peek_reference (const ComityFit *fit, const ComitySample *sample)
{
  const ComityFitReference *reference = fit->warm != NULL ? fit->warm->reference : NULL;

  if (reference == NULL || reference->estimator != fit->estimator ||
      reference->kept != sample->kept || fit->warm->every == 0)
    return NULL;
  /* Memory of a sample that is no longer kept may have become another's. */
  for (gsize j = 0; j < reference->q; j++)
    if (reference->place[j] >= sample->stride ||
        sample->mean[reference->place[j]] != reference->mark[2 * j] ||
        sample->scale[reference->place[j]] != reference->mark[2 * j + 1])
      return NULL;
  return reference;
}

/* Where the reference has the place; G_MAXSIZE: nowhere. */
static gsize
find_place (const ComityFitReference *self, guint32 place)
{
  for (gsize j = 0; j < self->q; j++)
    if (self->place[j] == place)
      return j;
  return G_MAXSIZE;
}

gboolean
comity_fit_reference_covers (const ComityFit *fit, const ComitySample *sample)
{
  const ComityFitReference *reference = peek_reference (fit, sample);

  if (reference == NULL)
    return FALSE;
  for (gsize j = comity_fit_omits_constant (fit) ? 1 : 0; j < sample->n_columns; j++)
    if (find_place (reference, comity_sample_get_place (sample, j)) == G_MAXSIZE)
      return FALSE;
  return TRUE;
}

/* H_SS⁻¹ (H x)_S, for x with @is_left: of the columns that are left out alone. FALSE: not covered.
 */
static gboolean
project (const ComityFitReference *self,
         const ComitySolution *solution,
         const double *x,
         gboolean is_left,
         double *out)
{
  gsize q = solution->q;
  g_autoptr (ComityMatrix) h = comity_matrix_new (q, q);
  g_autofree gsize *at = g_new (gsize, q + 1);
  g_autofree gboolean *kept = g_new0 (gboolean, self->q + 1);
  g_autofree double *right = g_new0 (double, q + 1);

  for (gsize j = 0; j < q; j++)
    {
      at[j] = find_place (self, solution->pick[j]);
      if (at[j] == G_MAXSIZE)
        return FALSE;
      kept[at[j]] = TRUE;
    }
  for (gsize i = 0; i < q; i++)
    {
      for (gsize j = 0; j < q; j++)
        comity_matrix_set (h, i, j, comity_matrix_get (self->information, at[i], at[j]));
      for (gsize j = 0; j < self->q; j++)
        if (!is_left || !kept[j])
          right[i] += comity_matrix_get (self->information, at[i], j) * x[j];
    }
  return comity_matrix_solve_spd (h, right, out);
}

gboolean
comity_fit_start_from_reference (const ComityFit *fit,
                                 const ComitySample *sample,
                                 ComitySolution *solution)
{
  const ComityFitReference *reference = peek_reference (fit, sample);
  g_autofree double *moved = g_new0 (double, solution->q + 1);

  if (reference == NULL || !project (reference, solution, reference->beta, TRUE, moved))
    return FALSE;
  for (gsize j = 0; j < solution->q; j++)
    solution->beta[j] = reference->beta[find_place (reference, solution->pick[j])] + moved[j];
  return TRUE;
}

void
comity_fit_add_reference (const ComityFit *fit,
                          const ComitySample *sample,
                          ComitySolution *solution)
{
  const ComityFitReference *reference = peek_reference (fit, sample);
  g_autofree double *added = g_new0 (double, solution->q + 1);

  if (reference == NULL || !project (reference, solution, reference->added, FALSE, added))
    return;
  for (gsize j = 0; j < solution->q; j++)
    solution->beta[j] += added[j];
}
