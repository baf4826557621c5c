/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would happen if an institution of one state were another: every pair that it is in follows,
 * for the covariates of pairs that are made of the two states' values. */
#pragma once

#include "comity-report.h"

G_BEGIN_DECLS

#define COMITY_STATE_WHAT_IF_ERROR (comity_state_what_if_error_quark ())
GQuark comity_state_what_if_error_quark (void);

typedef enum
{
  COMITY_STATE_WHAT_IF_ERROR_VARIABLE, /* not the model's, or not known of the state */
} ComityStateWhatIfError;

/* A pair in the year: its hazard (the mean outcome; after durations the probability of an event), as
 * it is and as it would be. Intervals are those of comity_what_if_new (). */
typedef struct
{
  guint32 partner; /* panel state */
  double factual, factual_low, factual_high;
  double other, other_low, other_high;
  double change, change_low, change_high;
  gboolean is_supported; /* the data reach the values that the pair would have */
} ComityStateChange;

typedef struct
{
  gsize state, variable;
  int year;
  int lag;           /* years before it that the covariates are of */
  double own, value; /* of the variable, in that year */
  GArray *changes;   /* ComityStateChange, the largest change first */
  gsize n_unsupported;
  gsize n_left_out; /* pairs of which a covariate is missing, or of which the model says nothing */
  double expected, other_expected; /* the sum of the outcomes */
  char **columns;                  /* that follow, and "minimum" … how each is made, by turns */
} ComityStateWhatIf;

/* How a column is made of the two states' values is found by looking: it must be one of them, their
 * minimum, maximum, difference, distance, product, sum or mean, or the product or the distance of
 * their logarithms, in every row of the year, with values of the year itself or of one shortly
 * before. Errors: a variable that no covariate is made of or that is not known of the state, a
 * column that is made in another way, and those of comity_what_if_new (). O(pairs · draws · terms).
 */
ComityStateWhatIf *comity_state_what_if_new (ComityDossierModel *model,
                                             ComityPanel *panel,
                                             gsize state,
                                             int year,
                                             const char *variable,
                                             double value,
                                             ComityProgress *progress,
                                             GError **error);
void comity_state_what_if_free (ComityStateWhatIf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityStateWhatIf, comity_state_what_if_free)

/* The state's value that the covariates of the year are made of. FALSE: it is not known, or they are
 * made in another way. */
gboolean comity_state_what_if_get_own (const ComityFit *fit,
                                       ComityPanel *panel,
                                       gsize state,
                                       int year,
                                       gsize variable,
                                       double *own);
/* The state variables that covariates of the fit are made of: numbers of the panel's variables. A
 * new GArray of gsize. */
GArray *comity_state_what_if_list_variables (const ComityFit *fit, ComityPanel *panel);
/* A row a partner; @setting: "VARIABLE=VALUE". New string. */
char *comity_state_what_if_report (ComityDossierModel *model,
                                   ComityPanel *panel,
                                   gsize state,
                                   int year,
                                   const char *setting,
                                   ComityFormat format,
                                   GError **error);

G_END_DECLS
