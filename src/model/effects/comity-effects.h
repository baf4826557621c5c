/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fit says on the outcome's own scale: marginal effects and predictions, averaged over the
 * rows used or at their means, for covariates as observed or set to values. Covariates are columns
 * of the data: a change of t moves t, I(t^2) and every interaction of t; one of x moves lag(x) too.
 *
 * Standard errors are by the delta method, g'Vg with g the gradient in the estimates and V the
 * fit's covariance. Everything costs O(n k) times the number of effects or points, is threaded with
 * the same bits for any number of threads, and can be cancelled. */
#pragma once

#include "comity-fit.h"

G_BEGIN_DECLS

/* Whether there are effects and predictions after the fit: its mean must be a function of η alone.
 * Errors: why not. */
gboolean comity_effects_check (const ComityFit *fit, GError **error);

/* Where covariates are held. A plain value of its maker; made once, then only read. */
typedef struct _ComityProfile ComityProfile;

/* As observed, or (@at_means) one row: columns at their means over the rows used, expressions of
 * them at these means, factors and 0/1 expressions at their shares. */
ComityProfile *comity_profile_new (gboolean at_means);
/* "mean,trade=3,region=Europe", "observed,t=1": NULL or "" is as observed. Errors:
 * COMITY_MODEL_ERROR_SPEC. */
ComityProfile *comity_profile_parse (const char *text, GError **error);
void comity_profile_free (ComityProfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityProfile, comity_profile_free)
/* @value: a number, or a text of a column of strings. */
void comity_profile_set (ComityProfile *self, const char *column, const char *value);
/* "as observed", "at means, trade = 3": for notes under tables. New string. */
char *comity_profile_describe (const ComityProfile *self);

typedef struct
{
  char *column;
  char *contrast; /* "dy/dx", "1 − 0", "Europe − Africa" */
  double estimate, std_error, statistic, p_value, conf_low, conf_high;
} ComityEffect;

typedef struct _ComityEffects ComityEffects;

/* Effects of @columns (NULL-terminated; NULL: of all covariates): of a factor's levels and of 0/1
 * columns the discrete change (unless @all_slopes takes the latter for continuous), else the
 * derivative, of which the jump of a condition such as I(x > 2) is no part. With @profile at means the effect at the means, else the mean of the effects. Errors:
 * COMITY_MODEL_ERROR_SPEC or _COLUMN, naming the column. */
ComityEffects *comity_effects_new (const ComityFit *fit,
                                   const ComityProfile *profile,
                                   const char *const *columns,
                                   gboolean all_slopes,
                                   ComityProgress *progress,
                                   GError **error);
void comity_effects_free (ComityEffects *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityEffects, comity_effects_free)
gsize comity_effects_get_n (const ComityEffects *self);
const ComityEffect *comity_effects_peek (const ComityEffects *self, gsize i);

/* One point of a profile: the mean prediction and its intervals. */
typedef struct
{
  char *value; /* of the column that runs; "" for none */
  double number;
  double estimate, std_error, conf_low, conf_high; /* delta method */
  double eta, eta_error;       /* linear predictor; NaN where predictions are averaged */
  double link_low, link_high;  /* its interval on the outcome's scale */
  double draw_low, draw_high;  /* quantiles of the draws; NaN without draws */
  double change, change_error; /* against the first point */
  double change_low, change_high;
  double change_draw_low, change_draw_high;
} ComityPrediction;

typedef struct _ComityPredictions ComityPredictions;

/* Predictions with @column (NULL: none) at each of @values (@n_values texts), others as @profile
 * says. With @n_draws > 0, intervals by simulation of the estimates from their normal distribution
 * (King, Tomz & Wittenberg 2000, doi:10.2307/2669316), O(n k) times points and draws, the same for
 * the same @seed. Errors: COMITY_MODEL_ERROR. */
ComityPredictions *comity_predictions_new (const ComityFit *fit,
                                           const ComityProfile *profile,
                                           const char *column,
                                           const char *const *values,
                                           gsize n_values,
                                           guint n_draws,
                                           guint64 seed,
                                           ComityProgress *progress,
                                           GError **error);
void comity_predictions_free (ComityPredictions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityPredictions, comity_predictions_free)
gsize comity_predictions_get_n (const ComityPredictions *self);
const ComityPrediction *comity_predictions_peek (const ComityPredictions *self, gsize i);

G_END_DECLS
