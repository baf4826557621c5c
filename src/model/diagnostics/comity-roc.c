/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discrimination and calibration from one sort of the scores.
 *   m events, n − m others · a row's placement: the share of rows of the other kind that it beats,
 *   ties one half · AUC the mean placement of events, its variance from those of both kinds. */
#include "config.h"

#include "comity-roc.h"

#include "comity-rows-private.h"

#include "comity-kernel-private.h"
#include "comity-parallel.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct _ComityRoc
{
  gsize n, m;
  double *score;     /* n, ascending */
  guint8 *outcome;   /* n, likewise */
  double *placement; /* n, in the order of the rows given */
  guint8 *by_row;    /* n: outcomes in the order of the rows given */
  GArray *points;    /* ComityRocPoint */
  ComityRocNumbers numbers;
};

typedef struct
{
  double score;
  guint32 row;
} Ranked;

static int
compare_ranked (const void *a, const void *b)
{
  const Ranked *left = a;
  const Ranked *right = b;

  if (left->score != right->score)
    return left->score < right->score ? -1 : 1;
  return (left->row > right->row) - (left->row < right->row);
}

/* Runs of this many are sorted apart, then merged two by two. */
#define SORT_RUN 32768

typedef struct
{
  Ranked *ranked;
  gsize n;
} Sorting;

static void
sort_run (gsize run, gpointer user_data)
{
  Sorting *sorting = user_data;
  gsize first = run * SORT_RUN;

  qsort (sorting->ranked + first, MIN (SORT_RUN, sorting->n - first), sizeof (Ranked),
         compare_ranked);
}

static void
merge (const Ranked *from, gsize first, gsize middle, gsize last, Ranked *to)
{
  gsize left = first;
  gsize right = middle;

  for (gsize i = first; i < last; i++)
    to[i] = left < middle && (right == last || compare_ranked (&from[left], &from[right]) <= 0)
                ? from[left++]
                : from[right++];
}

/* Ascending; takes the array and returns the sorted one. NULL: cancelled. */
static Ranked *
sort_ranked (Ranked *ranked, gsize n, guint n_threads, ComityProgress *progress)
{
  g_autofree Ranked *from = ranked;
  g_autofree Ranked *to = n > SORT_RUN ? g_new (Ranked, n) : NULL;
  Sorting sorting = { ranked, n };

  if (!comity_parallel_for ((n + SORT_RUN - 1) / SORT_RUN, n_threads, sort_run, &sorting, progress))
    return NULL;
  for (gsize width = SORT_RUN; width < n; width *= 2)
    {
      Ranked *swap = from;

      for (gsize first = 0; first < n; first += 2 * width)
        {
          if (comity_progress_is_cancelled (progress))
            return NULL;
          merge (from, first, MIN (first + width, n), MIN (first + 2 * width, n), to);
        }
      from = to;
      to = swap;
    }
  return g_steal_pointer (&from);
}

void
comity_roc_free (ComityRoc *self)
{
  if (self == NULL)
    return;

  g_free (self->score);
  g_free (self->outcome);
  g_free (self->placement);
  g_free (self->by_row);
  g_array_unref (self->points);
  g_free (self);
}

/* Placements, and the points of the curves, run of equal scores by run; half of that when it is
 * cancelled. */
static void
place (ComityRoc *self, const Ranked *ranked, ComityProgress *progress)
{
  gsize n = self->n;
  double events = (double) self->m;
  double others = (double) (n - self->m);
  gsize events_below = 0;
  gsize others_below = 0;
  gsize next_look = 0;

  for (gsize first = 0; first < n;)
    {
      gsize last = first;
      gsize tied_events = 0;
      ComityRocPoint point = { .threshold = ranked[first].score };

      if (first >= next_look)
        {
          if (comity_progress_is_cancelled (progress))
            return;
          next_look = first + SORT_RUN;
        }
      for (; last < n && ranked[last].score == ranked[first].score; last++)
        tied_events += self->by_row[ranked[last].row];
      for (gsize i = first; i < last; i++)
        self->placement[ranked[i].row] =
            self->by_row[ranked[i].row]
                ? ((double) others_below + 0.5 * (double) (last - first - tied_events)) / others
                : 1.0 - ((double) events_below + 0.5 * (double) tied_events) / events;
      point.true_positives = self->m - events_below;
      point.false_positives = n - self->m - others_below;
      point.recall = (double) point.true_positives / events;
      point.false_positive_rate = (double) point.false_positives / others;
      point.precision =
          (double) point.true_positives / (double) (point.true_positives + point.false_positives);
      g_array_append_val (self->points, point);
      events_below += tied_events;
      others_below += last - first - tied_events;
      first = last;
    }
  for (guint i = 0, j = self->points->len - 1; i < j; i++, j--)
    {
      ComityRocPoint swap = g_array_index (self->points, ComityRocPoint, i);

      g_array_index (self->points, ComityRocPoint, i) =
          g_array_index (self->points, ComityRocPoint, j);
      g_array_index (self->points, ComityRocPoint, j) = swap;
    }
}

/* Means of the placements of others and of events, and the covariance of the two areas. */
static double
placement_covariance (const ComityRoc *a, const ComityRoc *b)
{
  double mean_a[2] = { 0.0, 0.0 };
  double mean_b[2] = { 0.0, 0.0 };
  double sum[2] = { 0.0, 0.0 };
  double count[2] = { (double) (a->n - a->m), (double) a->m };

  for (gsize i = 0; i < a->n; i++)
    {
      mean_a[a->by_row[i]] += a->placement[i] / count[a->by_row[i]];
      mean_b[a->by_row[i]] += b->placement[i] / count[a->by_row[i]];
    }
  for (gsize i = 0; i < a->n; i++)
    sum[a->by_row[i]] +=
        (a->placement[i] - mean_a[a->by_row[i]]) * (b->placement[i] - mean_b[a->by_row[i]]);
  return sum[0] / (count[0] - 1.0) / count[0] + sum[1] / (count[1] - 1.0) / count[1];
}

static void
score_probabilities (ComityRoc *self)
{
  ComityRocNumbers *numbers = &self->numbers;
  double share = (double) self->m / (double) self->n;
  double sums[2] = { 0.0, 0.0 };
  double recall = 0.0;

  for (gsize i = 0; i < self->n; i++)
    {
      double p = self->score[i];
      double y = self->outcome[i];

      numbers->brier += (y - p) * (y - p);
      numbers->brier_null += (y - share) * (y - share);
      numbers->log_score -= self->outcome[i] ? log (p) : log1p (-p);
      sums[self->outcome[i]] += p;
    }
  numbers->brier /= (double) self->n;
  numbers->brier_null /= (double) self->n;
  numbers->log_score /= (double) self->n;
  numbers->tjur = sums[1] / (double) self->m - sums[0] / (double) (self->n - self->m);
  for (guint i = 0; i < self->points->len; i++)
    {
      const ComityRocPoint *point = &g_array_index (self->points, ComityRocPoint, i);

      numbers->average_precision += (point->recall - recall) * point->precision;
      recall = point->recall;
    }
}

static ComityRoc *
roc_new (const double *score,
         const guint8 *outcome,
         gsize n,
         double level,
         guint n_threads,
         ComityProgress *progress)
{
  g_autoptr (ComityRoc) self = NULL;
  g_autofree Ranked *ranked = NULL;
  double width = gsl_cdf_ugaussian_Pinv (0.5 + level / 200.0);
  gsize m = 0;

  for (gsize i = 0; i < n; i++)
    m += outcome[i];
  g_return_val_if_fail (m > 0 && m < n && n < G_MAXUINT32, NULL);

  self = g_new0 (ComityRoc, 1);
  self->n = n;
  self->m = m;
  self->score = g_new (double, n);
  self->outcome = g_new (guint8, n);
  self->placement = g_new (double, n);
  self->by_row = g_memdup2 (outcome, n);
  self->points = g_array_new (FALSE, FALSE, sizeof (ComityRocPoint));
  ranked = g_new (Ranked, n);
  for (gsize i = 0; i < n; i++)
    {
      if (i % SORT_RUN == 0 && comity_progress_is_cancelled (progress))
        return NULL;
      ranked[i] = (Ranked){ score[i], (guint32) i };
    }
  ranked = sort_ranked (g_steal_pointer (&ranked), n, n_threads, progress);
  if (ranked == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    {
      if (i % SORT_RUN == 0 && comity_progress_is_cancelled (progress))
        return NULL;
      self->score[i] = ranked[i].score;
      self->outcome[i] = outcome[ranked[i].row];
    }
  place (self, ranked, progress);
  if (comity_progress_is_cancelled (progress))
    return NULL;
  self->numbers.n = n;
  self->numbers.n_events = m;
  for (gsize i = 0; i < n; i++)
    self->numbers.auc += outcome[i] ? self->placement[i] : 0.0;
  self->numbers.auc /= (double) m;
  self->numbers.auc_error = sqrt (placement_covariance (self, self));
  self->numbers.auc_low = MAX (0.0, self->numbers.auc - width * self->numbers.auc_error);
  self->numbers.auc_high = MIN (1.0, self->numbers.auc + width * self->numbers.auc_error);
  score_probabilities (self);
  return g_steal_pointer (&self);
}

ComityRoc *
comity_roc_new_from_scores (const double *score, const guint8 *outcome, gsize n, double level)
{
  return roc_new (score, outcome, n, level, 0, NULL);
}

typedef struct
{
  double *score;   /* n */
  guint8 *outcome; /* n */
} Reading;

static void
read_block (
    const ComityUsedRows *rows, gsize first, gsize n, double *sums, double *scratch, gpointer data)
{
  Reading *reading = data;

  comity_fit_predict_rows (rows->fit, rows->rows + first, n, FALSE, reading->score + first);
  comity_read_response (rows->fit, rows->rows + first, n, scratch);
  for (gsize r = 0; r < n; r++)
    reading->outcome[first + r] = scratch[r] == 1.0;
}

ComityRoc *
comity_roc_new (const ComityFit *fit, ComityProgress *progress, GError **error)
{
  g_auto (ComityUsedRows) rows = { 0 };
  g_autofree double *score = NULL;
  g_autofree guint8 *outcome = NULL;
  ComityRoc *self;
  Reading reading;
  double none;

  if (!fit->estimator->binary || fit->estimator->partial || fit->estimator->timed ||
      fit->estimator->mean == NULL)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "A ROC curve needs fitted probabilities of a 0/1 outcome; this model (%s) has "
                   "none.",
                   fit->estimator->title);
      return NULL;
    }
  if (!comity_used_rows_init (&rows, fit, error))
    return NULL;
  reading.score = score = g_new (double, rows.n + 1);
  reading.outcome = outcome = g_new (guint8, rows.n + 1);
  if (!comity_used_rows_pass (&rows, read_block, &reading, 0, COMITY_BLOCK, &none, progress, error))
    return NULL;
  self = roc_new (score, outcome, rows.n, fit->spec->level, fit->spec->n_threads, progress);
  if (self == NULL)
    comity_progress_set_error_if_cancelled (progress, error);
  return self;
}

const ComityRocNumbers *
comity_roc_peek_numbers (const ComityRoc *self)
{
  return &self->numbers;
}

gsize
comity_roc_get_n_points (const ComityRoc *self)
{
  return self->points->len;
}

const ComityRocPoint *
comity_roc_peek_point (const ComityRoc *self, gsize i)
{
  g_return_val_if_fail (i < self->points->len, NULL);
  return &g_array_index (self->points, ComityRocPoint, i);
}

void
comity_roc_count (const ComityRoc *self,
                  double threshold,
                  gsize *true_positives,
                  gsize *false_positives)
{
  *true_positives = *false_positives = 0;
  for (guint i = 0; i < self->points->len; i++)
    {
      const ComityRocPoint *point = &g_array_index (self->points, ComityRocPoint, i);

      if (point->threshold < threshold)
        return;
      *true_positives = point->true_positives;
      *false_positives = point->false_positives;
    }
}

const double *
comity_roc_peek_sorted_scores (const ComityRoc *self)
{
  return self->score;
}

const guint8 *
comity_roc_peek_sorted_outcomes (const ComityRoc *self)
{
  return self->outcome;
}

gboolean
comity_roc_compare (const ComityRoc *a, const ComityRoc *b, double level, ComityCoefficient *result)
{
  double width = gsl_cdf_ugaussian_Pinv (0.5 + level / 200.0);
  double variance;

  if (a->n != b->n || memcmp (a->by_row, b->by_row, a->n) != 0)
    return FALSE;
  variance =
      placement_covariance (a, a) + placement_covariance (b, b) - 2.0 * placement_covariance (a, b);
  result->term = "AUC";
  result->estimate = a->numbers.auc - b->numbers.auc;
  result->std_error = sqrt (MAX (0.0, variance));
  result->statistic = result->estimate / result->std_error;
  result->p_value = 2.0 * gsl_cdf_ugaussian_Q (fabs (result->statistic));
  result->conf_low = result->estimate - width * result->std_error;
  result->conf_high = result->estimate + width * result->std_error;
  return TRUE;
}

/* R's type 7, with its allowance for rounding of the place. */
static double
quantile (const double *sorted, gsize n, double p)
{
  double h = (double) (n - 1) * p;
  gsize low = (gsize) floor (h + 4.0 * DBL_EPSILON);
  double part = h - (double) low;

  if (fabs (part) < 1e-12 || low + 1 >= n)
    return sorted[MIN (low, n - 1)];
  return sorted[low] + part * (sorted[low + 1] - sorted[low]);
}

gsize
comity_roc_calibrate (const ComityRoc *self,
                      gsize n_groups,
                      ComityRocBin *bins,
                      ComityTestResult *result)
{
  gsize n_bins = 0;
  gsize i = 0;

  *result = (ComityTestResult){ .statistic = 0.0, .p_value = NAN };
  for (gsize g = 1; g <= n_groups; g++)
    {
      double end = g == n_groups ? self->score[self->n - 1]
                                 : quantile (self->score, self->n, (double) g / (double) n_groups);
      ComityRocBin bin = { .low = i < self->n ? self->score[i] : NAN };

      for (; i < self->n && self->score[i] <= end; i++)
        {
          bin.n++;
          bin.observed += self->outcome[i];
          bin.expected += self->score[i];
          bin.high = self->score[i];
        }
      if (bin.n == 0)
        continue;
      result->statistic += ((double) bin.observed - bin.expected) *
                           ((double) bin.observed - bin.expected) /
                           (bin.expected * (1.0 - bin.expected / (double) bin.n));
      bins[n_bins++] = bin;
    }
  result->df = (int) n_bins - 2;
  if (n_bins < 3)
    result->statistic = NAN;
  else
    result->p_value = gsl_cdf_chisq_Q (result->statistic, result->df);
  return n_bins;
}
