/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the models page shows after a fit, one view at a time: computed in a worker when it is
 * chosen, with its figure and what its table and its export are written from. */
#pragma once

#include "comity-figures.h"
#include "comity-job.h"
#include "comity-post-report.h"
#include "comity-spec-curve.h"
#include "comity-workbench.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_AFTER_COEFFICIENTS, /* the fit itself: nothing is computed */
  COMITY_AFTER_LADDER,
  COMITY_AFTER_EFFECTS,
  COMITY_AFTER_PREDICTIONS,
  COMITY_AFTER_ROC,
  COMITY_AFTER_PRECISION,
  COMITY_AFTER_CALIBRATION,
  COMITY_AFTER_SEPARATION,
  COMITY_AFTER_HAZARDS,  /* are they proportional? */
  COMITY_AFTER_SURVIVOR, /* after a Cox model */
  COMITY_AFTER_CURVE,    /* every specification of a term */
  COMITY_N_AFTER
} ComityAfterKind;

/* Groups of rows with like probabilities in a calibration. */
#define COMITY_AFTER_N_GROUPS 10

/* Frozen, any thread; what the kind has no use for is NULL. */
typedef struct _ComityAfter ComityAfter;

struct _ComityAfter
{
  ComityAfterKind kind;
  ComityFit *fit;
  char *focus;     /* a covariate or a term */
  char **optional; /* of the specification curve */
  gboolean preview;
  ComityFigure *figure;
  ComityLadder *ladder;
  ComityAfter *ladder_of; /* whose the ladder is; NULL: this one's */
  ComityProfile *profile;
  ComityEffects *effects;
  ComityPredictions *predictions;
  ComityRoc *roc;
  ComityZph *zph;
  ComitySpecCurve *curve;
  gsize n_curves;
  ComityCoxCurve **curves; /* n_curves */
  char **labels;           /* n_curves, and NULL */
};

ComityAfter *comity_after_ref (ComityAfter *self);
void comity_after_unref (ComityAfter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityAfter, comity_after_unref)

/* "roc" … how views are kept between runs. */
const char *comity_after_kind_name (ComityAfterKind kind);
gboolean comity_after_kind_from_name (const char *name, ComityAfterKind *kind);
const char *comity_after_kind_title (ComityAfterKind kind);
/* Whether a fit has this view. */
gboolean comity_after_kind_suits (ComityAfterKind kind, ComityFit *fit);
/* What is chosen within the view, so that it can be computed: covariates, terms; NULL: nothing.
 * NULL-terminated; g_strfreev. */
char **comity_after_kind_list_foci (ComityAfterKind kind, ComityFit *fit);
/* As the command line writes it. New string. */
char *comity_after_report (const ComityAfter *self, ComityFormat format, int decimals);

typedef struct
{
  ComityAfterKind kind;
  ComityFit *fit;
  const char *focus;           /* nullable */
  const char *const *optional; /* terms that a specification may go without; nullable */
  gboolean preview;            /* a specification curve from fewer rows, fast */
} ComityAfterRequest;

/* The result is a ComityAfter. @workbench is that of the fit; @before, nullable, is what was shown
 * before: what is the same of it is not computed again. */
ComityJob *comity_after_job_new (const ComityAfterRequest *request,
                                 ComityWorkbench *workbench,
                                 ComityAfter *before);

G_END_DECLS
