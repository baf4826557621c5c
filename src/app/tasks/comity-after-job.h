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
  COMITY_AFTER_HAZARDS,     /* are they proportional? */
  COMITY_AFTER_SURVIVOR,    /* curves over time */
  COMITY_AFTER_INFLUENCE,   /* of dyads, states, years */
  COMITY_AFTER_PERMUTATION, /* QAP */
  COMITY_AFTER_CURVE,       /* every specification of a term */
  COMITY_N_AFTER
} ComityAfterKind;

/* A specification curve comes three times. */
typedef enum
{
  COMITY_AFTER_PREVIEW,  /* from a part of the rows, fast */
  COMITY_AFTER_UNTESTED, /* from all of them */
  COMITY_AFTER_WHOLE,    /* with its permutations; of other views, all there is */
} ComityAfterStage;

/* Groups of rows with like probabilities in a calibration. */
#define COMITY_AFTER_N_GROUPS 10
/* Permutations of a test that nobody has asked for more of: it begins when it is looked at. */
#define COMITY_AFTER_PERMUTATIONS 200

/* What is asked for within a view; what it has no use for is not looked at. A plain value; all of
 * it is owned, and NULL is none. */
typedef struct
{
  char *choice;  /* of what the view lists: "hazard", "dyads", "dsp" */
  char *focus;   /* a covariate or a term */
  char *at;      /* where the others are held: "mean, trade = 3" */
  char *values;  /* of the covariate that runs: "0, 1"; NULL: found in the data */
  guint n_draws; /* of simulated intervals; 0: none */
  /* of the specification curve, beside the model's own */
  char **optional;   /* terms that a specification may go without */
  char **samples;    /* conditions */
  char **estimators; /* names */
  char **vces;       /* names */
  guint n_permutations;
  gint64 seed;
  ComityExchange exchange;
} ComityAfterOptions;

ComityAfterOptions *comity_after_options_copy (const ComityAfterOptions *self);
gboolean comity_after_options_equal (const ComityAfterOptions *a, const ComityAfterOptions *b);
void comity_after_options_clear (ComityAfterOptions *self);
void comity_after_options_free (ComityAfterOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityAfterOptions, comity_after_options_clear)

/* Frozen, any thread; what the kind has no use for is NULL. */
typedef struct _ComityAfter ComityAfter;

struct _ComityAfter
{
  ComityAfterKind kind;
  ComityFit *fit;
  ComityAfterOptions *options;
  ComityAfterStage stage;
  ComityFigure *figure;
  ComityLadder *ladder;
  ComityAfter *ladder_of; /* whose the ladder is; NULL: this one's */
  ComityProfile *profile;
  ComityEffects *effects;
  ComityPredictions *predictions;
  ComityPredictedCurves *curves;
  ComityRoc *roc;
  GPtrArray *others;      /* ComityFit: kept models beside it, of an event too */
  GPtrArray *others_rocs; /* ComityRoc, of them */
  ComityZph *zph;
  ComityInfluence *influence;
  gsize *order; /* its groups, the most influential first */
  ComityQap *qap;
  ComitySpecCurve *curve;
};

ComityAfter *comity_after_ref (ComityAfter *self);
void comity_after_unref (ComityAfter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityAfter, comity_after_unref)

/* "roc" … how views are kept between runs. */
const char *comity_after_kind_name (ComityAfterKind kind);
gboolean comity_after_kind_from_name (const char *name, ComityAfterKind *kind);
const char *comity_after_kind_title (ComityAfterKind kind);
/* Whether a fit has this view; @panel nullable. */
gboolean comity_after_kind_suits (ComityAfterKind kind, ComityFit *fit, ComityPanel *panel);
/* What is chosen within the view, so that it can be computed: covariates, terms; NULL: nothing.
 * NULL-terminated; g_strfreev. */
char **comity_after_kind_list_foci (ComityAfterKind kind, ComityFit *fit);
/* Whether the first of them is no choice: all of them, none of them. */
gboolean comity_after_kind_has_whole (ComityAfterKind kind);

/* Ways to look that the view has for a fit: names as they are kept, and titles. */
typedef struct
{
  const char *name;
  const char *title; /* translated by who shows it */
} ComityAfterChoice;

/* The @i-th choice of a fit; NULL: there are no more. */
const ComityAfterChoice *
comity_after_kind_peek_choice (ComityAfterKind kind, ComityFit *fit, guint i);
/* As the command line writes it. New string. */
char *comity_after_report (const ComityAfter *self, ComityFormat format, int decimals);

/* Groups of an influence that are shown. */
#define COMITY_AFTER_N_INFLUENTIAL 20

/* The states of a group: two of a dyad, one and COMITY_PANEL_NONE of a state. FALSE: it is no
 * group of states. */
gboolean comity_after_get_states (
    const ComityAfter *self, ComityPanel *panel, gsize group, guint32 *a, guint32 *b);
/* As a reader knows it: "Canada – United States of America". New string. */
char *comity_after_dup_group (const ComityAfter *self, ComityPanel *panel, gsize group);

typedef struct
{
  ComityAfterKind kind;
  ComityFit *fit;
  const ComityAfterOptions *options;
  GPtrArray *others; /* ComityFit: the models kept; nullable */
  ComityAfterStage stage;
} ComityAfterRequest;

/* The result is a ComityAfter. @workbench is that of the fit; @before, nullable, is what was shown
 * before: what is the same of it is not computed again. */
ComityJob *comity_after_job_new (const ComityAfterRequest *request,
                                 ComityWorkbench *workbench,
                                 ComityAfter *before);

G_END_DECLS
