/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a view after a fit is to its job: the table of kinds (comity-after-kinds.c), and what
 * computes them: predictions (-predict.c), tests (-tests.c), specification curves (-specs.c). */
#pragma once

#include "comity-after-job.h"

G_BEGIN_DECLS

typedef struct
{
  ComityAfterKind kind;
  ComityFit *fit;
  ComityWorkbench *workbench;
  ComityAfterOptions *options;
  GPtrArray *others; /* ComityFit */
  ComityAfterStage stage;
  ComityAfter *before;
} ComityAfterInput;

/* In a worker: fills in @self. */
typedef gboolean (*ComityAfterFunc) (ComityAfter *self,
                                     const ComityAfterInput *input,
                                     ComityProgress *progress,
                                     GError **error);
typedef char *(*ComityAfterReportFunc) (const ComityAfter *self, ComityFormat format, int decimals);

typedef struct
{
  const char *name;
  const char *title;
  const char *job; /* as the list of jobs says it; NULL: nothing is computed */
  gboolean (*suits) (ComityFit *fit, ComityPanel *panel);
  char **(*list_foci) (ComityFit *fit);
  const char *whole;                /* a focus before the others that is none of them */
  const ComityAfterChoice *choices; /* up to one without a name; NULL: there are none */
  ComityAfterFunc compute;
  ComityAfterReportFunc report;
} ComityAfterKindInfo;

const ComityAfterKindInfo *comity_after_kind_peek (ComityAfterKind kind);

/* Terms on the right of the formula that are one coefficient each; g_strfreev. */
char **comity_after_list_formula_terms (ComityFit *fit);
/* The columns of the states; FALSE with a sentence where there are none. */
gboolean
comity_after_find_states (const ComityAfterInput *input, const char *states[2], GError **error);

/* -predict.c */
gboolean comity_after_compute_effects (ComityAfter *self,
                                       const ComityAfterInput *input,
                                       ComityProgress *progress,
                                       GError **error);
char *comity_after_report_effects (const ComityAfter *self, ComityFormat format, int decimals);
gboolean comity_after_compute_predictions (ComityAfter *self,
                                           const ComityAfterInput *input,
                                           ComityProgress *progress,
                                           GError **error);
char *comity_after_report_predictions (const ComityAfter *self, ComityFormat format, int decimals);
gboolean comity_after_compute_survivor (ComityAfter *self,
                                        const ComityAfterInput *input,
                                        ComityProgress *progress,
                                        GError **error);
char *comity_after_report_survivor (const ComityAfter *self, ComityFormat format, int decimals);

/* -tests.c */
gboolean comity_after_compute_roc (ComityAfter *self,
                                   const ComityAfterInput *input,
                                   ComityProgress *progress,
                                   GError **error);
char *comity_after_report_roc (const ComityAfter *self, ComityFormat format, int decimals);
gboolean comity_after_compute_hazards (ComityAfter *self,
                                       const ComityAfterInput *input,
                                       ComityProgress *progress,
                                       GError **error);
char *comity_after_report_hazards (const ComityAfter *self, ComityFormat format, int decimals);
gboolean comity_after_compute_influence (ComityAfter *self,
                                         const ComityAfterInput *input,
                                         ComityProgress *progress,
                                         GError **error);
char *comity_after_report_influence (const ComityAfter *self, ComityFormat format, int decimals);
gboolean comity_after_compute_permutation (ComityAfter *self,
                                           const ComityAfterInput *input,
                                           ComityProgress *progress,
                                           GError **error);
char *comity_after_report_permutation (const ComityAfter *self, ComityFormat format, int decimals);

/* -specs.c */
gboolean comity_after_compute_specs (ComityAfter *self,
                                     const ComityAfterInput *input,
                                     ComityProgress *progress,
                                     GError **error);
char *comity_after_report_specs (const ComityAfter *self, ComityFormat format, int decimals);

G_END_DECLS
