/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is computed after a fit, as documents. Every writer returns a new UTF-8 string. */
#pragma once

#include "comity-effects.h"
#include "comity-qap.h"
#include "comity-report.h"
#include "comity-roc.h"
#include "comity-tests.h"

G_BEGIN_DECLS

/* Each restriction with its estimate, and the joint test; @lr nullable. */
char *comity_wald_report (const ComityFit *fit,
                          const ComityHypothesis *hypothesis,
                          const ComityTestResult *joint,
                          const ComityTestResult *lr,
                          ComityFormat format,
                          int decimals);
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

/* What the rows of a report on discrimination are. */
typedef enum
{
  COMITY_ROC_TABLE_CALIBRATION, /* groups of like probabilities */
  COMITY_ROC_TABLE_CURVE,       /* a row a threshold */
  COMITY_ROC_TABLE_SEPARATION,  /* a row a row of the data, by probability */
} ComityRocTable;

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
