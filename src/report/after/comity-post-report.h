/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is computed after a fit, as documents. Every writer returns a new UTF-8 string. */
#pragma once

#include "comity-effects.h"
#include "comity-influence.h"
#include "comity-ladder.h"
#include "comity-predicted-curves.h"
#include "comity-qap.h"
#include "comity-report.h"
#include "comity-roc.h"
#include "comity-survival.h"
#include "comity-tests.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_ADJUST_NONE,
  COMITY_ADJUST_HOLM,
  COMITY_ADJUST_BENJAMINI_HOCHBERG,
} ComityAdjustment;

/* Where the effect of a quadratic turns: one row. */
char *comity_turning_report (const ComityFit *fit,
                             const ComityCoefficient *turning,
                             ComityFormat format,
                             int decimals);

/* Each restriction with its estimate, and the joint test; @lr nullable. */
char *comity_wald_report (const ComityFit *fit,
                          const ComityHypothesis *hypothesis,
                          const ComityTestResult *joint,
                          const ComityTestResult *lr,
                          ComityAdjustment adjust,
                          ComityFormat format,
                          int decimals);
/* A row a term, a column a kind of standard errors; in CSV a row a term of a kind; JSON {model …,
 * "kinds": [{vce, sentence, terms …}]}. @options nullable: the defaults. */
char *comity_ladder_report (const ComityLadder *ladder,
                            ComityFormat format,
                            const ComityFitReportOptions *options);
/* Terms with their variance inflation (n_terms each, as comity_vif () gives them). */
char *comity_vif_report (const ComityFit *fit,
                         const double *design,
                         const double *coefficients,
                         ComityFormat format);

/* A row a term, with the shares of permutations beside it. */
char *comity_qap_report (const ComityFit *fit,
                         const ComityQap *qap,
                         ComityExchange exchange,
                         ComityFormat format,
                         int decimals);

/* A row an effect; a row a point of the profile. @column, nullable, is the one that ran. */
char *comity_effects_report (const ComityFit *fit,
                             const ComityProfile *profile,
                             const ComityEffects *effects,
                             ComityFormat format,
                             int decimals);
char *comity_predictions_report (const ComityFit *fit,
                                 const ComityProfile *profile,
                                 const char *column,
                                 const ComityPredictions *predictions,
                                 gsize n_draws,
                                 gint64 seed,
                                 ComityFormat format,
                                 int decimals);

/* A row a time of a curve; @column, nullable, is the one whose values tell the curves apart. */
char *comity_predicted_curves_report (const ComityFit *fit,
                                      const ComityProfile *profile,
                                      const char *column,
                                      const ComityPredictedCurves *curves,
                                      ComityFormat format,
                                      int decimals);

/* The one or two states that a group is made of; @b, or both, COMITY_PANEL_NONE where it is not. */
void comity_influence_get_states (const ComityInfluence *influence,
                                  ComityInfluenceKind kind,
                                  ComityPanel *panel,
                                  gsize group,
                                  guint32 *a,
                                  guint32 *b);
/* What the group is called: the states' names, where @panel (nullable) knows them. New string. */
char *comity_influence_dup_label (const ComityInfluence *influence,
                                  ComityInfluenceKind kind,
                                  ComityPanel *panel,
                                  gsize group);
/* A row a group with the change of every estimate in its standard errors, the largest first: of
 * @term, NULL: of any. @by: what the groups are called; @panel, nullable, names their states. @top:
 * how many; 0: all. Errors: @term is not in the fit. */
char *comity_influence_report (const ComityFit *fit,
                               const ComityInfluence *influence,
                               ComityInfluenceKind kind,
                               const char *by,
                               ComityPanel *panel,
                               const char *term,
                               gsize top,
                               ComityFormat format,
                               int decimals,
                               GError **error);

/* Survivor curves. */
typedef struct
{
  gboolean curve;      /* a row a time instead of a row a group */
  const double *times; /* n_times: the curve at these alone; NULL: at all */
  gsize n_times;
  ComitySurvivorScale scale; /* of the intervals */
  double level;
  double until; /* of the restricted mean; NaN: the last time that all groups reach */
  const double *quantiles; /* n_quantiles shares, 0 … 1: instead, a row a group and share; NULL */
  gsize n_quantiles;
} ComitySurvivalReportOptions;

char *comity_survival_report (const ComitySurvivalCurves *curves,
                              const ComitySurvivalReportOptions *options,
                              ComityFormat format,
                              int decimals);

/* A row a term of the formula, and all together. */
char *comity_zph_report (const ComityFit *fit,
                         const ComityZph *zph,
                         ComityFormat format,
                         int decimals);
/* What the rows of a report on discrimination are. */
typedef enum
{
  COMITY_ROC_TABLE_CALIBRATION, /* groups of like probabilities */
  COMITY_ROC_TABLE_CURVE,       /* a row a threshold */
  COMITY_ROC_TABLE_SEPARATION,  /* a row a row of the data, by probability */
} ComityRocTable;

/* What calling rows at or above a threshold events gets right and wrong, a row a threshold; none:
 * at 0.5 and at the share of events. */
char *comity_classification_report (const ComityFit *fit,
                                    const ComityRoc *roc,
                                    const double *thresholds,
                                    gsize n_thresholds,
                                    ComityFormat format,
                                    int decimals);

gboolean comity_roc_table_from_name (const char *name, ComityRocTable *table);
/* @other and @other_roc, nullable: a second fit over the same rows, whose area is compared. */
char *comity_roc_report (const ComityFit *fit,
                         const ComityRoc *roc,
                         const ComityFit *other,
                         const ComityRoc *other_roc,
                         ComityRocTable table,
                         gsize n_groups,
                         ComityFormat format,
                         int decimals);

G_END_DECLS
