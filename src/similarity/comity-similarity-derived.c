/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Similarities made of others: the change between two years, and the same with a row for every
 * state of the panel. They keep what they were made of, to say what each component adds. */
#include "config.h"

#include "comity-similarity-private.h"

#include <math.h>
#include <string.h>

ComitySimilarity *
comity_similarity_new_derived (ComitySimilarity *later,
                               ComitySimilarity *earlier,
                               guint32 *states,
                               gsize n)
{
  ComitySimilarity *self = g_new0 (ComitySimilarity, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->later = comity_similarity_ref (later);
  self->earlier = earlier != NULL ? comity_similarity_ref (earlier) : NULL;
  self->plan = later->plan;
  self->year = later->year;
  self->states = states;
  self->n = n;
  self->values = g_try_malloc_n (n * (n + 1) / 2 + 1, sizeof (double));
  if (self->values == NULL)
    {
      comity_similarity_unref (self);
      return NULL;
    }
  for (gsize p = 0; p < n * (n + 1) / 2; p++)
    self->values[p] = NAN;
  return self;
}

ComitySimilarity *
comity_similarity_subtract (ComitySimilarity *later, ComitySimilarity *earlier, GError **error)
{
  g_autofree gsize *row = NULL;
  g_autofree gsize *before = NULL;
  ComitySimilarity *self;
  guint32 *states;
  gsize n = 0;

  g_return_val_if_fail (later != NULL && earlier != NULL, NULL);
  g_return_val_if_fail (strcmp (later->plan->name, earlier->plan->name) == 0, NULL);

  row = g_new (gsize, later->n + 1);
  before = g_new (gsize, later->n + 1);
  states = g_new (guint32, later->n + 1);
  for (gsize i = 0; i < later->n; i++)
    {
      gssize found = comity_similarity_find_state (earlier, later->states[i]);

      if (found < 0)
        continue;
      states[n] = later->states[i];
      row[n] = i;
      before[n++] = (gsize) found;
    }
  if (n == 0)
    {
      g_free (states);
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_NO_DATA,
                   "No state existed both in %d and in %d, so there is no change to show.",
                   earlier->year, later->year);
      return NULL;
    }
  self = comity_similarity_new_derived (later, earlier, states, n);
  if (self == NULL)
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_TOO_LARGE,
                   "Too large: comparing %" G_GSIZE_FORMAT " states with each other needs %.0f MB.",
                   n, (double) n * (double) n * 4.0 / 1e6);
      return NULL;
    }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      self->values[comity_similarity_pair_index (i, j)] =
          comity_similarity_get (later, row[i], row[j]) -
          comity_similarity_get (earlier, before[i], before[j]);
  self->title = g_strdup_printf ("%s, change since %d", later->plan->title, earlier->year);
  comity_similarity_find_range (self);
  return self;
}

ComitySimilarity *
comity_similarity_with_every_state (ComitySimilarity *self, ComityPanel *panel)
{
  gsize n;
  guint32 *states;
  ComitySimilarity *wide;

  g_return_val_if_fail (self != NULL && panel != NULL, NULL);

  n = comity_panel_get_n_states (panel);
  states = g_new (guint32, n + 1);
  for (gsize i = 0; i < n; i++)
    states[i] = (guint32) i;
  wide = comity_similarity_new_derived (self, NULL, states, n);
  if (wide == NULL)
    return NULL;
  for (gsize i = 0; i < self->n; i++)
    for (gsize j = 0; j <= i; j++)
      wide->values[comity_similarity_pair_index (self->states[i], self->states[j])] =
          comity_similarity_get (self, i, j);
  wide->title = g_strdup (comity_similarity_peek_title (self));
  wide->low = self->low;
  wide->high = self->high;
  return wide;
}

ComitySimilarity *
comity_similarity_among (ComitySimilarity *self,
                         const guint32 *states,
                         gsize n,
                         const double *values)
{
  guint32 *copy;
  ComitySimilarity *part;

  g_return_val_if_fail (self != NULL && values != NULL && (states != NULL || n == 0), NULL);

  copy = g_new (guint32, n + 1);
  for (gsize i = 0; i < n; i++)
    copy[i] = states[i];
  part = comity_similarity_new_derived (self, NULL, copy, n);
  if (part == NULL)
    return NULL;
  memcpy (part->values, values, n * (n + 1) / 2 * sizeof *values);
  part->title = g_strdup (comity_similarity_peek_title (self));
  part->low = self->low;
  part->high = self->high;
  return part;
}

ComitySimilarity *
comity_similarity_compute_view (ComityPanel *panel,
                                const ComitySimilaritySpec *spec,
                                int year,
                                int earlier_year,
                                gboolean every_state,
                                ComityProgress *progress,
                                GError **error)
{
  g_autoptr (ComityProgress) first = comity_progress_new_part (progress, 0.0, 0.5);
  g_autoptr (ComityProgress) second = comity_progress_new_part (progress, 0.5, 1.0);
  g_autoptr (ComitySimilarity) self = comity_similarity_compute (panel, spec, year, first, error);

  if (self != NULL && earlier_year != 0)
    {
      g_autoptr (ComitySimilarity) earlier =
          comity_similarity_compute (panel, spec, earlier_year, second, error);
      ComitySimilarity *change =
          earlier != NULL ? comity_similarity_subtract (self, earlier, error) : NULL;

      comity_similarity_unref (self);
      self = change;
    }
  if (self != NULL && every_state)
    {
      ComitySimilarity *wide = comity_similarity_with_every_state (self, panel);

      comity_similarity_unref (self);
      self = wide;
      if (wide == NULL)
        g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_TOO_LARGE,
                     "Too large: a row for every state needs more memory than there is.");
    }
  return g_steal_pointer (&self);
}
