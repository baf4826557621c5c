/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The similarity of a year: rows are the states that exist, values are packed by pair, and what
 * each component adds is computed again when somebody asks for it. */
#include "config.h"

#include "comity-similarity-private.h"

#include "comity-parallel.h"

#include <math.h>

G_DEFINE_QUARK (comity - similarity - error - quark, comity_similarity_error)

static void
compute_rows (gsize piece, gpointer user_data)
{
  ComitySimilarity *self = user_data;
  const ComityMeasure *measure = self->plan->measure;

  /* Rows are dealt out in turn, for a row is as long as its number. */
  for (gsize i = piece; i < self->n; i += COMITY_PARALLEL_PIECES)
    for (gsize j = 0; j <= i; j++)
      {
        double coverage = 1.0;
        double value =
            measure->pair (self->traits, i, j, NULL, self->traits->k > 1 ? &coverage : NULL);

        self->values[comity_similarity_pair_index (i, j)] = coverage < COMITY_SIMILARITY_LEAST_COVERAGE ? NAN : value;
      }
}

void
comity_similarity_find_range (ComitySimilarity *self)
{
  double low = G_MAXDOUBLE;
  double high = -G_MAXDOUBLE;

  for (gsize p = 0; p < self->n * (self->n + 1) / 2; p++)
    if (!isnan (self->values[p]))
      {
        low = MIN (low, self->values[p]);
        high = MAX (high, self->values[p]);
      }
  /* More and less alike than before are as far from no change. */
  if (self->earlier != NULL)
    {
      self->high = low <= high ? MAX (fabs (low), fabs (high)) : 0.0;
      self->high = self->high > 0.0 ? self->high : 1.0;
      self->low = -self->high;
      return;
    }
  self->low = isnan (self->plan->measure->low) ? low : self->plan->measure->low;
  self->high = isnan (self->plan->measure->high) ? high : self->plan->measure->high;
  if (self->low > self->high)
    self->low = self->high = 0.0;
  /* A colour scale needs some width. */
  if (!(self->high > self->low))
    self->high = self->low + 1.0;
}

gboolean
comity_similarity_check (const ComityPanel *panel, const ComitySimilaritySpec *spec, GError **error)
{
  g_autoptr (ComityPlan) plan = NULL;

  g_return_val_if_fail (panel != NULL && spec != NULL && spec->measure != NULL, FALSE);

  plan = comity_plan_new (panel, spec, error);
  return plan != NULL;
}

ComitySimilarity *
comity_similarity_compute (ComityPanel *panel,
                           const ComitySimilaritySpec *spec,
                           int year,
                           ComityProgress *progress,
                           GError **error)
{
  g_autoptr (ComitySimilarity) self = NULL;

  g_return_val_if_fail (panel != NULL && spec != NULL && spec->measure != NULL, NULL);

  self = g_new0 (ComitySimilarity, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->year = year;
  self->plan = comity_plan_new (panel, spec, error);
  if (self->plan == NULL || !comity_panel_check_year (panel, year, error))
    return NULL;
  self->states = comity_panel_dup_year_states (panel, year, &self->n);
  self->traits = comity_plan_make_traits (self->plan, panel, year, self->states, self->n, error);
  if (self->traits == NULL)
    return NULL;
  self->values = g_try_new (double, self->n *(self->n + 1) / 2 + 1);
  if (self->values == NULL)
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_TOO_LARGE,
                   "Too large: comparing %" G_GSIZE_FORMAT " states with each other needs %.0f MB.",
                   self->n, (double) self->n * (double) self->n * 4.0 / 1e6);
      return NULL;
    }
  comity_parallel_for (COMITY_PARALLEL_PIECES, self->n < 64 ? 1 : 0, compute_rows, self, progress);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  comity_similarity_find_range (self);
  return g_steal_pointer (&self);
}

ComitySimilarity *
comity_similarity_ref (ComitySimilarity *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_similarity_unref (ComitySimilarity *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->later == NULL)
    comity_plan_free (self->plan);
  comity_similarity_unref (self->later);
  comity_similarity_unref (self->earlier);
  g_free (self->title);
  comity_traits_free (self->traits);
  g_free (self->states);
  g_free (self->values);
  g_free (self);
}

gsize
comity_similarity_get_n (const ComitySimilarity *self)
{
  return self->n;
}

guint32
comity_similarity_get_state (const ComitySimilarity *self, gsize i)
{
  g_return_val_if_fail (i < self->n, G_MAXUINT32);
  return self->states[i];
}

gssize
comity_similarity_find_state (const ComitySimilarity *self, guint32 state)
{
  return comity_panel_find_in_states (self->states, self->n, state);
}

int
comity_similarity_get_year (const ComitySimilarity *self)
{
  return self->year;
}

double
comity_similarity_get (const ComitySimilarity *self, gsize i, gsize j)
{
  g_return_val_if_fail (i < self->n && j < self->n, NAN);
  return self->values[comity_similarity_pair_index (i, j)];
}

/* Rows of @other with the states of rows @i and @j. */
static gboolean
find_pair (const ComitySimilarity *self,
           const ComitySimilarity *other,
           gsize i,
           gsize j,
           gsize *row,
           gsize *column)
{
  gssize a = comity_similarity_find_state (other, self->states[i]);
  gssize b = comity_similarity_find_state (other, self->states[j]);

  *row = (gsize) a;
  *column = (gsize) b;
  return a >= 0 && b >= 0;
}

double
comity_similarity_get_basis (const ComitySimilarity *self, gsize i, gsize j)
{
  gsize row, column;

  g_return_val_if_fail (i < self->n && j < self->n, NAN);
  if (self->later == NULL)
    return comity_similarity_get (self, i, j);
  return find_pair (self, self->later, i, j, &row, &column)
             ? comity_similarity_get_basis (self->later, row, column)
             : NAN;
}

void
comity_similarity_get_basis_range (const ComitySimilarity *self, double *low, double *high)
{
  while (self->later != NULL)
    self = self->later;
  comity_similarity_get_range (self, low, high);
}

gboolean
comity_similarity_is_change (const ComitySimilarity *self, int *earlier_year)
{
  for (; self != NULL; self = self->later)
    if (self->earlier != NULL)
      {
        if (earlier_year != NULL)
          *earlier_year = self->earlier->year;
        return TRUE;
      }
  return FALSE;
}

double
comity_similarity_get_coverage (const ComitySimilarity *self, gsize i, gsize j)
{
  double coverage = 0.0;
  gsize row, column;

  g_return_val_if_fail (i < self->n && j < self->n, 0.0);
  if (self->later != NULL)
    {
      if (!find_pair (self, self->later, i, j, &row, &column))
        return 0.0;
      coverage = comity_similarity_get_coverage (self->later, row, column);
      if (self->earlier != NULL)
        coverage = find_pair (self, self->earlier, i, j, &row, &column)
                       ? MIN (coverage, comity_similarity_get_coverage (self->earlier, row, column))
                       : 0.0;
      return coverage;
    }
  self->plan->measure->pair (self->traits, i, j, NULL, &coverage);
  return coverage;
}

gboolean
comity_similarity_is_similarity (const ComitySimilarity *self)
{
  return self->plan->measure->is_similarity;
}

void
comity_similarity_get_range (const ComitySimilarity *self, double *low, double *high)
{
  *low = self->low;
  *high = self->high;
}

const char *
comity_similarity_peek_title (const ComitySimilarity *self)
{
  return self->title != NULL ? self->title : self->plan->title;
}

const char *
comity_similarity_peek_name (const ComitySimilarity *self)
{
  return self->plan->name;
}

gsize
comity_similarity_get_n_components (const ComitySimilarity *self)
{
  return self->plan->components->len;
}

const char *
comity_similarity_peek_component (const ComitySimilarity *self, gsize k)
{
  g_return_val_if_fail (k < self->plan->components->len, NULL);
  return ((const ComityComponent *) self->plan->components->pdata[k])->name;
}

const char *
comity_similarity_peek_component_title (const ComitySimilarity *self, gsize k)
{
  g_return_val_if_fail (k < self->plan->components->len, NULL);
  return ((const ComityComponent *) self->plan->components->pdata[k])->title;
}

double
comity_similarity_get_weight (const ComitySimilarity *self, gsize k)
{
  g_return_val_if_fail (k < self->plan->components->len, NAN);
  return ((const ComityComponent *) self->plan->components->pdata[k])->weight;
}

double
comity_similarity_get_contribution (const ComitySimilarity *self, gsize i, gsize j, gsize k)
{
  g_autofree double *contributions = NULL;
  gsize row, column;
  double value;

  g_return_val_if_fail (i < self->n && j < self->n, NAN);
  g_return_val_if_fail (k < self->plan->components->len, NAN);

  if (self->later != NULL)
    {
      if (!find_pair (self, self->later, i, j, &row, &column))
        return 0.0;
      value = comity_similarity_get_contribution (self->later, row, column, k);
      if (self->earlier != NULL && find_pair (self, self->earlier, i, j, &row, &column))
        value -= comity_similarity_get_contribution (self->earlier, row, column, k);
      return value;
    }

  contributions = g_new (double, self->plan->components->len);
  self->plan->measure->pair (self->traits, i, j, contributions, NULL);
  return contributions[k];
}

gsize
comity_similarity_get_n_measures (void)
{
  return comity_measure_get_n ();
}

const char *
comity_similarity_peek_measure_name (gsize i)
{
  g_return_val_if_fail (i < comity_measure_get_n (), NULL);
  return comity_measure_peek (i)->name;
}

const char *
comity_similarity_peek_measure_title (gsize i)
{
  g_return_val_if_fail (i < comity_measure_get_n (), NULL);
  return comity_measure_peek (i)->title;
}

gboolean
comity_similarity_measure_takes_variable (gsize i)
{
  g_return_val_if_fail (i < comity_measure_get_n (), FALSE);
  return comity_measure_peek (i)->argument == COMITY_ARGUMENT_VARIABLE ||
         comity_measure_peek (i)->argument == COMITY_ARGUMENT_THRESHOLD;
}

gboolean
comity_similarity_measure_takes_family (gsize i)
{
  g_return_val_if_fail (i < comity_measure_get_n (), FALSE);
  return comity_measure_peek (i)->argument == COMITY_ARGUMENT_FAMILY;
}

gboolean
comity_similarity_measure_takes_threshold (gsize i)
{
  g_return_val_if_fail (i < comity_measure_get_n (), FALSE);
  return comity_measure_peek (i)->argument == COMITY_ARGUMENT_THRESHOLD;
}

gboolean
comity_similarity_measure_takes_components (gsize i)
{
  g_return_val_if_fail (i < comity_measure_get_n (), FALSE);
  return comity_measure_peek (i)->source == COMITY_TRAITS_OF_COMPONENTS;
}

gboolean
comity_similarity_measure_takes_categories (gsize i)
{
  g_return_val_if_fail (i < comity_measure_get_n (), FALSE);
  return comity_similarity_measure_takes_components (i) && !comity_measure_peek (i)->numbers_only;
}
