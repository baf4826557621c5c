/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A curve's insides: the plan (what is to be estimated), its run over a workbench, the test. */
#pragma once

#include "comity-spec-curve.h"
#include "comity-workbench-private.h"

G_BEGIN_DECLS

typedef struct
{
  ComitySpec *base;                       /* one thread; the models run side by side */
  char *focal;                            /* canonical */
  char *others;                           /* the base's formula without the focal term */
  GPtrArray *terms;                       /* optional, canonical */
  GPtrArray *samples, *estimators, *vces; /* char * */
  gsize n_sets;
  guint8 *in_set;  /* n_sets × terms->len */
  char **complete; /* operands of all formulas; NULL: own rows */
  gsize n;
} ComityCurvePlan;

ComityCurvePlan *comity_curve_plan_new (const ComitySpecCurveOptions *options,
                                        ComityWorkbench *workbench,
                                        GError **error);
void comity_curve_plan_free (ComityCurvePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityCurvePlan, comity_curve_plan_free)
/* The i-th specification, the focal term called @focal; covariances run fastest, then sets. */
ComitySpec *comity_curve_plan_dup_spec (const ComityCurvePlan *self, gsize i, const char *focal);
char *comity_curve_plan_dup_formula (const ComityCurvePlan *self, gsize set, const char *focal);

/* Estimates all of them, or, with @serial, one after the other on the calling thread. */
gboolean comity_curve_run (const ComityCurvePlan *plan,
                           ComityDataset *dataset,
                           const ComityFitUnits *units,
                           ComityKeep *keep,
                           const char *focal,
                           gsize every,
                           gboolean serial,
                           guint n_threads,
                           ComityCurvePoint *points,
                           ComityProgress *progress);
void comity_curve_points_clear (ComityCurvePoint *points, gsize n);
/* Of the points that were estimated; NaN where none was. */
void
comity_curve_join (const ComityCurvePoint *points, gsize n, double level, ComityCurveJoint *joint);
/* Fills p, n_permutations … of the summary. */
gboolean comity_curve_permute (const ComityCurvePlan *plan,
                               const ComitySpecCurveOptions *options,
                               ComityWorkbench *workbench,
                               ComityCurveSummary *summary,
                               ComityProgress *progress,
                               GError **error);

G_END_DECLS
