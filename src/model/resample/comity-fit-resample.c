/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jackknife and bootstrap covariances.
 *
 * Jackknife: V = (G − 1)/G Σ (b_(g) − b̄)(b_(g) − b̄)' about the mean of the replicates, Stata's
 * vce(jackknife), with t of G − 1 degrees of freedom; Tukey (1958), Quenouille (1956),
 * doi:10.1093/biomet/43.3-4.353. A row of two states is without when either is left out: V then is
 * right where states are what rows have in common, as for U statistics (Arvesen 1969,
 * doi:10.1214/aoms/1177697287), and up to twice too large where dyads are independent (Snijders &
 * Borgatti 1999, Connections 22(2)).
 * Bootstrap: V = 1/(R − 1) Σ (b_r − b̄)(b_r − b̄)', units drawn with replacement; Efron (1979),
 * doi:10.1214/aos/1176344552. */
#include "config.h"

#include "comity-resample-private.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

/* Failures named one by one. */
#define MAX_NAMED 8
/* Of the memory for sums by unit, in bytes: beyond it refits are plain ones. */
#define MAX_SUMS 4e8
/* Newton decrements squared that end a search: the step after them leaves some 1e-10 standard
 * errors, or 1e-7 where the draws themselves move the result by hundredths. */
#define EXACT 1e-18
#define DRAWN 1e-12
/* As for the fit itself; and what a replicate may lose of the full sample's condition. */
#define NEAR_SINGULAR 1e-10
#define LOST 1e-3
/* Share of failures from which the rest says little. */
#define MANY 0.1

static const char *
describe_outcome (ComityRefitOutcome outcome)
{
  switch (outcome)
    {
    case COMITY_REFIT_NO_EVENTS:
      return "no variation of the outcome";
    case COMITY_REFIT_SINGULAR:
      return "collinear terms";
    case COMITY_REFIT_SEPARATED:
      return "separation";
    default:
      return "no convergence";
    }
}

/* "separation by x" */
static char *
describe_refit (const ComityFit *fit, const ComityRefit *refit)
{
  const char *what = describe_outcome (refit->outcome);
  const char *column =
      refit->column != G_MAXUINT32 ? comity_fit_peek_column_name (fit, refit->column) : NULL;

  if (column == NULL)
    return g_strdup (what);
  return refit->outcome == COMITY_REFIT_SINGULAR ? g_strdup_printf ("%s: %s", what, column)
                                                 : g_strdup_printf ("%s by %s", what, column);
}

/* The value that a unit stands for. */
static char *
dup_label (const ComityResample *self,
           const ComityFitPlan *plan,
           const ComityFitRows *rows,
           gsize unit)
{
  const ComityGroups *groups[] = { self->a, self->b };

  for (guint c = 0; c < 2 && groups[c] != NULL && c < plan->cluster_inputs->len; c++)
    for (gsize i = 0; i < rows->n; i++)
      if (groups[c]->group[i] == unit)
        return comity_column_dup_text (
            ((ComityInput *) g_ptr_array_index (plan->cluster_inputs, c))->column, rows->rows[i]);
  return g_strdup_printf ("%" G_GSIZE_FORMAT, unit + 1);
}

static void
warn_failures (ComityFit *fit,
               const ComityResample *self,
               const ComityFitPlan *plan,
               const ComityFitRows *rows,
               gsize n_done)
{
  g_autoptr (GString) names = g_string_new (NULL);
  gsize n_failed = self->n_replicates - n_done;
  gsize named = 0;

  for (gsize r = 0; r < self->n_replicates; r++)
    {
      g_autofree char *reason = NULL;
      g_autofree char *label = NULL;

      if (self->refits[r].outcome == COMITY_REFIT_DONE || ++named > MAX_NAMED)
        continue;
      reason = describe_refit (fit, &self->refits[r]);
      label = self->leaves_out ? dup_label (self, plan, rows, r)
                               : g_strdup_printf ("no. %" G_GSIZE_FORMAT, r + 1);
      g_string_append_printf (names, "%s%s (%s)", named > 1 ? ", " : "", label, reason);
    }
  if (named > MAX_NAMED)
    g_string_append_printf (names, " and %" G_GSIZE_FORMAT " more", named - MAX_NAMED);
  if (n_failed > 0 && self->leaves_out && self->n_units > 1)
    comity_fit_warn (fit,
                     "Without %s the model cannot be estimated: the jackknife leaves %s out and "
                     "rests on %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " %s.",
                     names->str, n_failed > 1 ? "them" : "it", n_done, self->n_replicates,
                     self->b != NULL ? "states" : "clusters");
  else if (n_failed > 0 && !self->leaves_out)
    comity_fit_warn (fit,
                     "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                     " bootstrap samples could not be estimated and were left out: %s.",
                     n_failed, self->n_replicates, names->str);
  if (n_done >= 2 && (double) n_failed > MANY * (double) self->n_replicates)
    comity_fit_warn (fit, "So many samples could not be estimated that those that could say little "
                          "of the uncertainty of these estimates.");
  if (self->n_units < 2)
    comity_fit_warn (fit, "All rows are in one %s: %s standard errors need at least two.",
                     self->b != NULL ? "state" : "cluster",
                     self->leaves_out ? "jackknife" : "bootstrap");
  else if (n_done < 2)
    comity_fit_warn (fit, "%s standard errors need at least two samples that can be estimated.",
                     self->leaves_out ? "Jackknife" : "Bootstrap");
}

/* The replicates of the terms in the covariates' own units. */
static ComityMatrix *
unscale (const ComityResample *self, const ComityMatrix *t, gsize n_done)
{
  gsize n_terms = self->solution->q;
  ComityMatrix *out = comity_matrix_new (n_done, n_terms);
  gsize at = 0;

  for (gsize r = 0; out != NULL && r < self->n_replicates; r++)
    if (self->refits[r].outcome == COMITY_REFIT_DONE)
      {
        for (gsize i = 0; i < n_terms; i++)
          for (gsize j = 0; j < n_terms; j++)
            out->data[at * n_terms + i] +=
                comity_matrix_get (t, i, j) * self->estimates[r * self->q + j];
        at++;
      }
  return out;
}

static guint32 *
draw_seeds (const ComitySpec *spec)
{
  guint32 *seeds = g_new (guint32, spec->replications + 1);
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);

  gsl_rng_set (rng, (unsigned long) spec->seed);
  for (guint r = 0; r < spec->replications; r++)
    seeds[r] = (guint32) gsl_rng_get (rng);
  gsl_rng_free (rng);
  return seeds;
}

/* Where sums by unit help and have room. FALSE: cancelled or no memory. */
static gboolean
sum_units (ComityResample *self)
{
  if (!comity_refit_has_sums (self->fit->estimator) || self->solution->triangle != NULL ||
      (!self->leaves_out && !comity_refit_is_linked (self->fit->estimator)) ||
      comity_unit_sums_get_size (self->n_units, self->q) > MAX_SUMS)
    return TRUE;
  self->sums = comity_unit_sums_new (self);
  return self->sums != NULL;
}

static gboolean
run (ComityResample *self, const ComityScores *scores)
{
  if (!sum_units (self))
    return FALSE;
  if (self->leaves_out && self->fit->spec->one_step)
    return comity_refit_one_step (self, scores);
  return comity_resample_run (self);
}

ComityMatrix *
comity_fit_resample (ComityFit *fit,
                     const ComityFitPlan *plan,
                     const ComityFitRows *rows,
                     const ComityScores *scores,
                     const ComitySample *sample,
                     const ComitySolution *solution,
                     const ComityMatrix *t)
{
  GPtrArray *groups = scores->groups;
  gboolean leaves_out = plan->vce == COMITY_VCE_JACKKNIFE;
  ComityResample self = { .fit = fit,
                          .sample = sample,
                          .solution = solution,
                          .a = g_ptr_array_index (groups, 0),
                          .b = groups->len > 1 ? g_ptr_array_index (groups, 1) : NULL,
                          .q = scores->q,
                          .leaves_out = leaves_out,
                          .tolerance = leaves_out ? EXACT : DRAWN,
                          .progress = scores->progress };
  g_autoptr (ComityMatrix) inverse = NULL;
  ComityMatrix *v = NULL;
  double rcond = 0.0;
  gsize n_done;

  inverse = comity_matrix_invert_spd (solution->information, &rcond);
  self.singular = MIN (NEAR_SINGULAR, LOST * rcond);
  self.n_units = self.a->n_groups;
  self.n_replicates = leaves_out ? self.n_units : fit->spec->replications;
  if (!leaves_out)
    self.seeds = draw_seeds (fit->spec);
  self.estimates = g_try_new0 (double, self.n_replicates *self.q + 1);
  self.refits = g_try_new0 (ComityRefit, self.n_replicates + 1);
  if (self.estimates != NULL && self.refits != NULL && run (&self, scores))
    v = comity_resample_covariance (&self, &n_done);
  if (v != NULL)
    {
      warn_failures (fit, &self, plan, rows, n_done);
      fit->replicates = unscale (&self, t, n_done);
      fit->n_failed_replicates = self.n_replicates - n_done;
      if (leaves_out)
        fit->df = (double) n_done - 1.0;
      for (gsize i = 0; MIN (n_done, self.n_units) < 2 && i < self.q * self.q; i++)
        v->data[i] = NAN;
    }
  g_free (self.seeds);
  g_free (self.estimates);
  g_free (self.refits);
  comity_unit_sums_free (self.sums);
  return v;
}

ComityMatrix *
comity_fit_jackknife_one_step (const ComityFit *fit,
                               const ComityScores *scores,
                               const ComitySample *sample,
                               const ComitySolution *solution,
                               const ComityGroups *a,
                               const ComityGroups *b,
                               gsize *n_done)
{
  ComityResample self = { .fit = fit,
                          .sample = sample,
                          .solution = solution,
                          .a = a,
                          .b = b,
                          .q = scores->q,
                          .n_units = a->n_groups,
                          .n_replicates = a->n_groups,
                          .leaves_out = TRUE,
                          .progress = scores->progress };
  ComityMatrix *v = NULL;

  self.estimates = g_try_new0 (double, self.n_replicates *self.q + 1);
  self.refits = g_try_new0 (ComityRefit, self.n_replicates + 1);
  if (self.estimates != NULL && self.refits != NULL && sum_units (&self) &&
      comity_refit_one_step (&self, scores))
    v = comity_resample_covariance (&self, n_done);
  g_free (self.estimates);
  g_free (self.refits);
  comity_unit_sums_free (self.sums);
  return v;
}
