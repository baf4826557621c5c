/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curve as a value: its points in order, its choices and its summary. */
#include "config.h"

#include "comity-spec-curve-private.h"

#include <math.h>
#include <stdlib.h>

/* Memory that the columns of a curve may take. */
#define KEEP_BYTES ((gsize) 2 << 30)

struct _ComitySpecCurve
{
  gatomicrefcount ref_count;
  ComityCurvePlan *plan;
  ComityDataset *dataset;
  ComityCurvePoint *points; /* plan->n */
  guint32 *order;           /* plan->n */
  ComityCurveSummary summary;
};

ComitySpecCurve *
comity_spec_curve_ref (ComitySpecCurve *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_spec_curve_unref (ComitySpecCurve *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->points != NULL)
    comity_curve_points_clear (self->points, self->plan->n);
  comity_curve_plan_free (self->plan);
  comity_dataset_unref (self->dataset);
  g_free (self->points);
  g_free (self->order);
  g_free (self);
}

static int
compare_points (gconstpointer a, gconstpointer b, gpointer data)
{
  const ComityCurvePoint *points = data;
  guint32 i = *(const guint32 *) a;
  guint32 j = *(const guint32 *) b;
  const ComityCurvePoint *left = &points[i];
  const ComityCurvePoint *right = &points[j];

  if (left->estimated != right->estimated)
    return left->estimated ? -1 : 1;
  if (left->estimated && left->estimate != right->estimate)
    return left->estimate < right->estimate ? -1 : 1;
  return i < j ? -1 : 1;
}

static void
summarise (ComitySpecCurve *self, const ComitySpecCurveOptions *options)
{
  ComityCurveSummary *summary = &self->summary;
  double alpha = 1.0 - self->plan->base->level / 100.0;
  gsize n_positive = 0;
  gsize n_above = 0;
  gsize n_below = 0;

  summary->n = self->plan->n;
  for (gsize i = 0; i < self->plan->n; i++)
    {
      const ComityCurvePoint *point = &self->points[i];

      summary->n_rows = MAX (summary->n_rows, point->n);
      if (!point->estimated)
        continue;
      if (options->preview && point->n_events > 0)
        summary->preview_error =
            MAX (summary->preview_error,
                 sqrt ((double) point->n_events * (COMITY_SPEC_CURVE_PREVIEW - 1.0) /
                       (double) MAX (point->n - point->n_events, 1)));
      summary->n_estimated++;
      n_positive += point->estimate > 0.0;
      n_above += point->estimate > 0.0 && point->p_value < alpha;
      n_below += point->estimate < 0.0 && point->p_value < alpha;
    }
  summary->share_positive = (double) n_positive / (double) summary->n_estimated;
  summary->share_significant_positive = (double) n_above / (double) summary->n_estimated;
  summary->share_significant_negative = (double) n_below / (double) summary->n_estimated;
  comity_curve_join (self->points, self->plan->n, self->plan->base->level, &summary->observed);
  summary->p = (ComityCurveJoint){ NAN, NAN, NAN };
  summary->preview = options->preview;
  summary->own_rows = options->own_rows;
  summary->seed = options->seed;
}

ComitySpecCurve *
comity_spec_curve_new (const ComitySpecCurveOptions *options,
                       ComityWorkbench *workbench,
                       ComityProgress *progress,
                       GError **error)
{
  g_autoptr (ComitySpecCurve) self = g_new0 (ComitySpecCurve, 1);
  gboolean tests = options->n_permutations > 0 && !options->preview;
  g_autoptr (ComityProgress) part = comity_progress_new_part (progress, 0.0, tests ? 0.1 : 1.0);
  ComityKeep *keep;
  gint64 clock = g_get_monotonic_time ();
  gboolean done;

  g_atomic_ref_count_init (&self->ref_count);
  self->dataset = comity_dataset_ref (workbench->dataset);
  self->plan = comity_curve_plan_new (options, workbench, error);
  if (self->plan == NULL)
    return NULL;
  self->points = g_new0 (ComityCurvePoint, self->plan->n + 1);
  self->order = g_new (guint32, self->plan->n + 1);
  keep = comity_keep_new (KEEP_BYTES);
  done = comity_curve_run (self->plan, workbench->dataset, &workbench->units, keep,
                           self->plan->focal, options->preview ? COMITY_SPEC_CURVE_PREVIEW : 0,
                           FALSE, options->base->n_threads, self->points, part);
  comity_keep_unref (keep);
  if (!done)
    {
      comity_progress_set_error_if_cancelled (progress, error);
      return NULL;
    }
  for (gsize i = 0; i < self->plan->n; i++)
    self->order[i] = (guint32) i;
  g_qsort_with_data (self->order, (int) self->plan->n, sizeof (guint32), compare_points,
                     self->points);
  summarise (self, options);
  if (tests &&
      !comity_curve_permute (self->plan, options, workbench, &self->summary, progress, error))
    return NULL;
  self->summary.seconds = (double) (g_get_monotonic_time () - clock) / 1e6;
  return g_steal_pointer (&self);
}

gsize
comity_spec_curve_get_n (const ComitySpecCurve *self)
{
  return self->plan->n;
}

const ComityCurvePoint *
comity_spec_curve_peek_point (const ComitySpecCurve *self, gsize i)
{
  g_return_val_if_fail (i < self->plan->n, NULL);
  return &self->points[i];
}

const guint32 *
comity_spec_curve_peek_order (const ComitySpecCurve *self)
{
  return self->order;
}

static GPtrArray *
peek_choices (const ComitySpecCurve *self, ComityCurveChoice kind)
{
  GPtrArray *const choices[] = { self->plan->terms, self->plan->samples, self->plan->estimators,
                                 self->plan->vces };

  return choices[kind];
}

gsize
comity_spec_curve_get_n_choices (const ComitySpecCurve *self, ComityCurveChoice kind)
{
  return peek_choices (self, kind)->len;
}

const char *
comity_spec_curve_peek_choice (const ComitySpecCurve *self, ComityCurveChoice kind, gsize i)
{
  const char *text;

  g_return_val_if_fail (i < peek_choices (self, kind)->len, NULL);
  text = g_ptr_array_index (peek_choices (self, kind), i);
  return *text != '\0' ? text : "all rows";
}

gboolean
comity_spec_curve_takes (const ComitySpecCurve *self, gsize at, ComityCurveChoice kind, gsize i)
{
  const ComityCurvePoint *point = comity_spec_curve_peek_point (self, at);

  switch (kind)
    {
    case COMITY_CURVE_TERMS:
      return self->plan->in_set[point->set * self->plan->terms->len + i];
    case COMITY_CURVE_SAMPLES:
      return point->sample == i;
    case COMITY_CURVE_ESTIMATORS:
      return point->estimator == i;
    case COMITY_CURVE_VCES:
    default:
      return point->vce == i;
    }
}

char *
comity_spec_curve_dup_formula (const ComitySpecCurve *self, gsize point)
{
  return comity_curve_plan_dup_formula (self->plan, self->points[point].set, self->plan->focal);
}

const char *
comity_spec_curve_peek_focal (const ComitySpecCurve *self)
{
  return self->plan->focal;
}

const ComitySpec *
comity_spec_curve_peek_base (const ComitySpecCurve *self)
{
  return self->plan->base;
}

ComityDataset *
comity_spec_curve_peek_dataset (const ComitySpecCurve *self)
{
  return self->dataset;
}

const ComityCurveSummary *
comity_spec_curve_peek_summary (const ComitySpecCurve *self)
{
  return &self->summary;
}

char *
comity_spec_curve_describe (const ComitySpecCurve *self)
{
  const ComityCurveSummary *s = &self->summary;
  double n = (double) s->n_estimated;

  if (s->n_estimated == 0)
    return g_strdup_printf ("None of %" G_GSIZE_FORMAT " specifications could be estimated.", s->n);
  return g_strdup_printf (
      "%s in %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
      " specifications: median %s%.3g, %.0f positive, %.0f significantly positive, "
      "%.0f significantly negative at %g%%.",
      self->plan->focal, s->n_estimated, s->n, s->observed.median < 0.0 ? "−" : "",
      fabs (s->observed.median), s->share_positive * n, s->share_significant_positive * n,
      s->share_significant_negative * n, 100.0 - self->plan->base->level);
}
