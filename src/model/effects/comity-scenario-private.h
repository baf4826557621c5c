/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The design with some columns of the data changed: the columns are replaced in a copy of the
 * dataset (which shares all others), the variables that use them are worked out anew, and the rest
 * is the fit's own. At means there is one row, whose variables without an expression to evaluate
 * are held at fixed values. */
#pragma once

#include "comity-effects.h"
#include "comity-rows-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *column;
  char *value;
} ComitySetting;

struct _ComityProfile
{
  gboolean at_means;
  GArray *settings; /* ComitySetting */
};

typedef struct
{
  const ComityFit *fit;
  ComityDataset *dataset;
  ComityDesign view;   /* shallow: only its variables' inputs are its own */
  gboolean *is_own;    /* n_variables: the input is this scenario's */
  gboolean *is_moved;  /* n_terms: the column uses a variable that was changed */
  double **fixed;      /* n_variables: values of its levels or powers; NULL: read */
  ComityColumn *moved; /* borrowed: the column that was replaced last, or NULL */
} ComityScenario;

/* Rows of the profile: those used, or one at means, in the dataset that the scenarios start from.
 */
typedef struct
{
  const ComityFit *fit;
  ComityUsedRows rows;
  ComityScenario *base;
  GPtrArray *chain; /* ComityScenario: what base was made from */
  gboolean at_means;
  double offset; /* at means */
} ComityStage;

/* Whether @column is among the covariates. */
gboolean comity_effects_check_column (const ComityFit *fit, const char *column, GError **error);
gboolean comity_stage_init (ComityStage *self,
                            const ComityFit *fit,
                            const ComityProfile *profile,
                            ComityProgress *progress,
                            GError **error);
/* The same for any model. */
gboolean comity_stage_open (ComityStage *self,
                            const ComityFit *fit,
                            const ComityProfile *profile,
                            ComityProgress *progress,
                            GError **error);
void comity_stage_read_offset (const ComityStage *self, const guint32 *rows, gsize n, double *out);
void comity_stage_clear (ComityStage *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityStage, comity_stage_clear)

/* @from, which must outlive it, with one more column replaced: set to @value, or, @value NULL,
 * moved by @step times max(|x|, @least) in every row. */
ComityScenario *comity_scenario_new (const ComityScenario *from,
                                     const char *column,
                                     const char *value,
                                     double step,
                                     double least,
                                     ComityProgress *progress,
                                     GError **error);
/* Rows that are not the fit's own: @rows has the columns that its covariates use, and every variable
 * is worked out from them. */
ComityScenario *comity_scenario_new_for_rows (const ComityFit *fit,
                                              ComityDataset *rows,
                                              ComityProgress *progress,
                                              GError **error);
/* The rows of the fit, expressions worked out. */
ComityScenario *
comity_scenario_new_observed (const ComityFit *fit, ComityProgress *progress, GError **error);
/* One row at the means of @rows over @observed. */
ComityScenario *comity_scenario_new_at_means (const ComityScenario *observed,
                                              const ComityUsedRows *rows,
                                              ComityProgress *progress,
                                              GError **error);
/* For these: a scenario over @dataset whose variables are still those of @from (NULL: the fit); a
 * variable's input made anew for it; whether an input uses a column. */
ComityScenario *
comity_scenario_alloc (const ComityFit *fit, const ComityScenario *from, ComityDataset *dataset);
gboolean comity_scenario_renew_input (ComityScenario *self,
                                      gsize variable,
                                      ComityProgress *progress,
                                      GError **error);
gboolean comity_scenario_uses_column (const ComityInput *input, const ComityColumn *column);
/* Of two scenarios a small step below and above @base: where an expression jumps between them, as a
 * condition does whose threshold is the value itself, the side that does not jump speaks for both, so
 * that a slope is that of what is smooth. FALSE: cancelled or no memory. */
gboolean comity_scenario_take_out_jumps (const ComityScenario *base,
                                         ComityScenario *low,
                                         ComityScenario *high,
                                         ComityProgress *progress,
                                         GError **error);
void comity_scenario_free (ComityScenario *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityScenario, comity_scenario_free)
/* Term @term of the fit in these rows, n ≤ COMITY_BLOCK. */
void comity_scenario_read (
    const ComityScenario *self, gsize term, const guint32 *rows, gsize n, double *out);

/* μ(η) of @n rows and, where wanted, its first and second derivatives. */
void comity_mean_derivatives (
    const ComityFit *fit, const double *eta, gsize n, double *mean, double *slope, double *bend);

G_END_DECLS
