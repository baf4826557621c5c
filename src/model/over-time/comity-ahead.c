/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Years to come. In year s the row is at risk over (t_{s−1}, t_s]; with H the cumulative hazard its
 * probability is 1 − e^{−ΔH_s}. A parametric model has H in closed form, and a draw of β and θ
 * moves it. After a Cox model, with r = e^{β̂'(x − m)}, ΔΛ_s the increment of the baseline at x = m,
 * p_s its variance given β and x̄_s the means at risk, ΔH_s = r ΔΛ_s,  and of a draw β:  r ΔΛ_s
 * e^{(β − β̂)'(x − x̄_s)} G_s as the baseline falls by x̄_s ΔΛ_s where β rises (Tsiatis 1981,
 * doi:10.1214/aos/1176345335), and G_s is a gamma variable of mean 1 and variance p_s / ΔΛ_s², one
 * a year: what the baseline owes to the few events of the year (its posterior under Kalbfleisch's
 * 1978 gamma process, J. R. Stat. Soc. B 40, 214–221, as the prior's weight goes to 0). To first
 * order the variance of ΔH is that of R's survfit, r² (p + d'Vd), d = (x̄ − x) ΔΛ; but no draw is
 * below 0. */
#include "config.h"

#include "comity-ahead-private.h"

#include "comity-aft-private.h"
#include "comity-clock-private.h"
#include "comity-fit-private.h"
#include "comity-inference-private.h"
#include "comity-row-hazards-private.h"

#include "comity-effects.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

/* A row whose time at risk is longer than this many years is of more than its own. */
#define LONGEST_YEAR 1.5
/* Times that differ by less, relative to a year, are the same. */
#define SAME_TIME 1e-9

void
comity_ahead_clear (ComityAhead *self)
{
  g_clear_pointer (&self->own, comity_row_hazards_free);
  g_clear_pointer (&self->beta, g_free);
  g_clear_pointer (&self->draws, g_free);
  g_clear_pointer (&self->time, g_free);
  g_clear_pointer (&self->hazard, g_free);
  g_clear_pointer (&self->mean, g_free);
  g_clear_pointer (&self->noise, g_free);
}

/* Where the row's own year begins and ends on the clock of the model, and the years after it. */
static gboolean
lay_out (ComityAhead *self, ComityPanel *panel, guint32 row, GError **error)
{
  const ComityFit *fit = self->fit;
  double year = comity_clock_find_step (fit->stop, panel);
  double start = NAN;
  double stop;

  comity_input_gather (fit->stop, &row, 1, &stop);
  if (fit->start != NULL)
    comity_input_gather (fit->start, &row, 1, &start);
  if (isnan (year))
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "The time at risk, %s, does not pass with the years in any dyad of the data, so "
                   "that there are no years to come.",
                   fit->stop->name);
      return FALSE;
    }
  if (isnan (stop) || (fit->start != NULL && isnan (start)))
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_NO_ROWS,
                   "The pair has no time at risk in this year: %s is missing.",
                   isnan (stop) ? fit->stop->name : fit->start->name);
      return FALSE;
    }
  self->time = g_new (double, self->n_years + 1);
  self->time[0] = fit->start != NULL && stop - start <= LONGEST_YEAR * year ? start : stop - year;
  /* Nobody is at risk before the clock starts. */
  if (fit->start == NULL)
    self->time[0] = MAX (self->time[0], 0.0);
  for (gsize s = 0; s < self->n_years; s++)
    self->time[s + 1] = stop + (double) s * year;
  return TRUE;
}

/* Whether the end of a year is after @last. */
static gboolean
goes_beyond (const ComityAhead *self, gsize year, double last)
{
  return self->time[year] > last + SAME_TIME * (self->time[1] - self->time[0]);
}

/* No more years than the data reach, of which @error says where there is none. */
static gboolean
cut_off (ComityAhead *self, double last, GError **error)
{
  gsize known = 0;

  while (known < self->n_years && !goes_beyond (self, known + 1, last))
    known++;
  self->end = known < self->n_years ? last : NAN;
  self->n_years = known;
  if (known > 0)
    return TRUE;
  g_set_error (
      error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_NO_ROWS,
      "The baseline of the Cox model ends at %s = %g, the longest time that somebody was at "
      "risk, so that it says nothing of this year (%g).",
      self->fit->stop->name, last, self->time[1]);
  return FALSE;
}

/* The baseline's increments, year by year, and how sure they are. */
static gboolean
read_baseline (ComityAhead *self,
               const ComityRowHazards *hazards,
               guint32 row,
               double *variance, /* n_years */
               GError **error)
{
  const ComityRowBaseline *base = comity_row_hazards_find_baseline (hazards, row);
  gsize q = self->fit->n_terms;
  gsize from, to;

  if (base == NULL)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_NO_ROWS,
                   "The pair’s stratum (%s) has no row that the model uses, so that there is no "
                   "baseline for it.",
                   self->fit->strata->name);
      return FALSE;
    }
  if (!cut_off (self, base->last, error))
    return FALSE;
  self->center = hazards->center;
  self->hazard = g_new (double, self->n_years + 1);
  self->mean = g_new (double, self->n_years *q + 1);
  from = comity_row_baseline_find (base, self->time[0], FALSE);
  for (gsize s = 0; s < self->n_years; s++, from = to)
    {
      double *mean = self->mean + s * q;

      to = MAX (from, comity_row_baseline_find (base, self->time[s + 1], FALSE));
      comity_row_baseline_sum (base, q, from, to, &self->hazard[s], &variance[s], mean);
      for (gsize j = 0; j < q; j++)
        mean[j] = self->hazard[s] > 0.0 ? mean[j] / self->hazard[s] : 0.0;
    }
  return TRUE;
}

static void
draw_noise (ComityAhead *self, const double *variance, guint64 seed)
{
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);

  gsl_rng_set (rng, (unsigned long) seed);
  self->noise = g_new (double, self->n_draws * self->n_years + 1);
  /* A year has the same however many follow. */
  for (gsize s = 0; s < self->n_years; s++)
    for (gsize d = 0; d < self->n_draws; d++)
      {
        double share = variance[s] / (self->hazard[s] * self->hazard[s]);

        self->noise[d * self->n_years + s] =
            share > 0.0 ? gsl_ran_gamma (rng, 1.0 / share, share) : 1.0;
      }
  gsl_rng_free (rng);
}

static gboolean
check (const ComityFit *fit, GError **error)
{
  if (!fit->estimator->timed)
    return comity_effects_check (fit, error);
  if (fit->status != COMITY_FIT_SEPARATED)
    return TRUE;
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                       "The model has no finite estimates, so that nothing follows from it.");
  return FALSE;
}

/* The estimates and their draws; those of a parameter beside the terms too where it matters. */
static void
draw (ComityAhead *self, guint n_draws, guint64 seed)
{
  const ComityFit *fit = self->fit;
  gboolean both = self->time != NULL && fit->beside != NULL;

  self->width = fit->n_terms + both;
  self->beta = g_new (double, self->width + 1);
  memcpy (self->beta, fit->beta, fit->n_terms * sizeof (double));
  if (both)
    comity_fit_peek_extra (fit, 0, &self->beta[fit->n_terms]);
  self->draws = both ? comity_draw_estimates_beside (fit, n_draws, seed)
                     : comity_draw_estimates (fit, n_draws, seed);
  self->n_draws = self->draws != NULL ? n_draws : 0;
}

gboolean
comity_ahead_init (ComityAhead *self,
                   const ComityFit *fit,
                   const ComityRowHazards *hazards,
                   ComityPanel *panel,
                   gsize row,
                   gsize n_years,
                   guint n_draws,
                   guint64 seed,
                   ComityProgress *progress,
                   GError **error)
{
  g_autofree double *variance = g_new (double, n_years + 1);

  *self = (ComityAhead){ .fit = fit, .n_years = n_years, .end = NAN };
  if (!check (fit, error))
    return FALSE;
  if (fit->estimator->timed)
    {
      if (hazards == NULL)
        hazards = self->own = comity_row_hazards_new ((ComityFit *) fit, progress, error);
      if (hazards == NULL || !lay_out (self, panel, (guint32) row, error) ||
          (hazards->baselines != NULL &&
           !read_baseline (self, hazards, (guint32) row, variance, error)))
        return FALSE;
      if (hazards->baselines == NULL && goes_beyond (self, n_years, hazards->last))
        self->end = hazards->last;
    }
  draw (self, n_draws, seed);
  if (self->hazard != NULL)
    /* Other numbers than those of the coefficients. */
    draw_noise (self, variance, seed + 1);
  return TRUE;
}

/* Of a parametric model, from the beginning to @time. */
static double
get_cumulative (const ComityAhead *self, double eta, double theta, double time)
{
  ComityAftPoint point;

  if (!(time > 0.0))
    return 0.0;
  comity_aft_point (self->fit->estimator, self->fit->spec->accelerated, eta, theta, log (time),
                    &point);
  return point.hazard;
}

double
comity_ahead_get_mean (
    const ComityAhead *self, gsize year, gssize draw, const double *x, double offset)
{
  const ComityFit *fit = self->fit;
  gsize k = fit->n_terms;
  const double *beta = draw < 0 ? self->beta : self->draws + (gsize) draw * self->width;
  double eta = offset;
  double hazard;

  if (self->hazard != NULL)
    {
      const double *mean = self->mean + year * k;

      for (gsize j = 0; j < k; j++)
        eta += self->beta[j] * (x[j] - self->center[j]) +
               (beta[j] - self->beta[j]) * (x[j] - self->center[j] - mean[j]);
      hazard = exp (eta) * self->hazard[year];
      if (draw >= 0)
        hazard *= self->noise[(gsize) draw * self->n_years + year];
      return -expm1 (-hazard);
    }
  for (gsize j = 0; j < k; j++)
    eta += beta[j] * x[j];
  if (self->time == NULL)
    return fit->estimator->mean (eta);
  {
    double theta = self->width > k ? beta[k] : 0.0;

    hazard = get_cumulative (self, eta, theta, self->time[year + 1]) -
             get_cumulative (self, eta, theta, self->time[year]);
  }
  return -expm1 (-hazard);
}

gboolean
comity_ahead_is_probability (const ComityFit *fit)
{
  return fit->estimator->timed || fit->estimator->binary;
}
