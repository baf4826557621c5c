/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A measure through the years: each year's similarity is made, summed up and let go. */
#include "config.h"

#include "comity-similarity-series.h"

#include "comity-distribution.h"
#include "comity-similarity-private.h"

#include <math.h>
#include <string.h>

static const ComitySeriesGroup no_group = { 0, 0, NAN, { NAN, NAN, NAN } };

void
comity_similarity_series_free (ComitySimilaritySeries *self)
{
  if (self == NULL)
    return;
  g_free (self->tied);
  g_free (self->untied);
  g_free (self->focus);
  g_free (self->title);
  g_free (self->name);
  g_free (self);
}

static ComitySeriesGroup
group_of (const ComityDistributionGroup *group)
{
  ComitySeriesGroup found = { group->n, group->n_missing, group->mean, { 0 } };

  memcpy (found.quartiles, group->quartiles, sizeof found.quartiles);
  return found;
}

/* Means alone. */
static gboolean
sum_year (ComitySimilaritySeries *self, ComityPanel *panel, ComitySimilarity *similarity, gsize y)
{
  gsize n = comity_similarity_get_n (similarity);
  g_autofree guint8 *tied =
      comity_similarity_mark_ties (panel, similarity, self->cumulative);
  ComitySeriesGroup *groups[2] = { &self->untied[y], &self->tied[y] };
  double sums[2] = { 0.0, 0.0 };

  for (gsize i = 0; tied != NULL && i < n; i++)
    for (gsize j = 0; j < i; j++)
      {
        double value = comity_similarity_get (similarity, i, j);
        gsize g = tied[i * n + j];

        if (isnan (value))
          groups[g]->n_missing++;
        else
          {
            groups[g]->n++;
            sums[g] += value;
          }
      }
  for (gsize g = 0; g < 2; g++)
    if (groups[g]->n > 0)
      groups[g]->mean = sums[g] / (double) groups[g]->n;
  return tied != NULL;
}

static double
focus_of (const ComitySimilaritySeries *self, ComitySimilarity *similarity)
{
  gssize a = comity_similarity_find_state (similarity, self->a);
  gssize b = comity_similarity_find_state (similarity, self->b);
  double sum = 0.0;
  gsize n = 0;

  if (a < 0 || b < 0)
    return NAN;
  if (a != b)
    return comity_similarity_get (similarity, (gsize) a, (gsize) b);
  for (gsize j = 0; j < comity_similarity_get_n (similarity); j++)
    {
      double value = comity_similarity_get (similarity, (gsize) a, j);

      if (j == (gsize) a || isnan (value))
        continue;
      sum += value;
      n++;
    }
  return n > 0 ? sum / (double) n : NAN;
}

static gboolean
too_large (GError **error)
{
  g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_TOO_LARGE,
               "Too large: the comparison needs more memory than there is.");
  return FALSE;
}

static gboolean
add_year (ComitySimilaritySeries *self,
          ComityPanel *panel,
          const ComitySimilaritySpec *spec,
          const ComitySeriesRequest *request,
          gsize y,
          gboolean *any,
          GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (ComitySimilarity) similarity =
      comity_similarity_compute (panel, spec, self->first_year + (int) y, NULL, &local_error);

  if (similarity == NULL)
    {
      /* A year without data is a gap. */
      if (g_error_matches (local_error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_NO_DATA) ||
          g_error_matches (local_error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_YEARS))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (request->quartiles)
    {
      g_autoptr (ComityDistribution) distribution =
          comity_distribution_new (panel, similarity, self->cumulative);

      if (distribution == NULL)
        return too_large (error);
      self->tied[y] = group_of (&distribution->tied);
      self->untied[y] = group_of (&distribution->untied);
    }
  else if (!sum_year (self, panel, similarity, y))
    return too_large (error);
  if (self->has_focus)
    self->focus[y] = focus_of (self, similarity);
  if (self->title == NULL)
    {
      self->title = g_strdup (comity_similarity_peek_title (similarity));
      self->name = g_strdup (comity_similarity_peek_name (similarity));
      self->is_similarity = comity_similarity_is_similarity (similarity);
    }
  *any = *any || self->tied[y].n + self->untied[y].n > 0;
  return TRUE;
}

static void
find_first_tie (ComitySimilaritySeries *self, ComityPanel *panel)
{
  g_autoptr (GArray) ties =
      comity_panel_get_ties (panel, self->first_year + (int) self->n_years - 1, TRUE);

  for (guint t = 0; t < ties->len; t++)
    {
      const ComityTie *tie = &g_array_index (ties, ComityTie, t);

      if (MIN (tie->a, tie->b) == MIN (self->a, self->b) &&
          MAX (tie->a, tie->b) == MAX (self->a, self->b) &&
          (self->first_tie == 0 || tie->first_year < self->first_tie))
        self->first_tie = tie->first_year;
    }
}

ComitySimilaritySeries *
comity_similarity_series_new (ComityPanel *panel,
                              const ComitySimilaritySpec *spec,
                              const ComitySeriesRequest *request,
                              ComityProgress *progress,
                              GError **error)
{
  g_autoptr (ComitySimilaritySeries) self = NULL;
  gboolean any = FALSE;
  int first, last;

  g_return_val_if_fail (panel != NULL && spec != NULL && request != NULL, NULL);

  if (!comity_similarity_check (panel, spec, error))
    return NULL;
  comity_panel_get_years (panel, &first, &last);
  self = g_new0 (ComitySimilaritySeries, 1);
  self->first_year = first;
  self->n_years = (gsize) (last - first + 1);
  self->has_focus = request->has_focus;
  self->a = request->a;
  self->b = request->b;
  self->cumulative = request->cumulative;
  self->tied = g_new (ComitySeriesGroup, self->n_years + 1);
  self->untied = g_new (ComitySeriesGroup, self->n_years + 1);
  self->focus = g_new (double, self->n_years + 1);
  for (gsize y = 0; y < self->n_years; y++)
    {
      self->tied[y] = self->untied[y] = no_group;
      self->focus[y] = NAN;
    }
  for (gsize y = 0; y < self->n_years; y++)
    {
      comity_progress_set (progress, (double) y / (double) self->n_years);
      if (comity_progress_set_error_if_cancelled (progress, error) ||
          !add_year (self, panel, spec, request, y, &any, error))
        return NULL;
    }
  if (!any)
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_NO_DATA,
                   "The measure “%s” has no value for any pair in %d–%d.", spec->measure, first,
                   last);
      return NULL;
    }
  if (self->has_focus && self->a != self->b)
    find_first_tie (self, panel);
  return g_steal_pointer (&self);
}
