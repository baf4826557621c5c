/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Similarity, then order, then ties: the parts of a heatmap. And the same measure over all years as
 * a column. */
#include "config.h"

#include "comity-similarity-job.h"

#include <glib/gi18n.h>

#include "comity-derive.h"

typedef struct
{
  ComityPanel *panel;
  char *measure;
  char *components;
  char *text; /* of a column */
  ComitySimilarityRequest request;
  ComitySeriesRequest series;
} Input;

static Input *
input_new (ComityPanel *panel, const char *measure, const char *components)
{
  Input *input = g_new0 (Input, 1);

  input->panel = comity_panel_ref (panel);
  input->measure = g_strdup (measure);
  input->components = g_strdup (components);
  return input;
}

static void
input_free (gpointer data)
{
  Input *input = data;

  comity_panel_unref (input->panel);
  g_free (input->measure);
  g_free (input->components);
  g_free (input->text);
  g_free (input);
}

void
comity_similarity_result_free (ComitySimilarityResult *self)
{
  g_clear_pointer (&self->similarity, comity_similarity_unref);
  g_clear_pointer (&self->order, comity_order_free);
  g_clear_pointer (&self->network, comity_network_unref);
  g_clear_pointer (&self->distribution, comity_distribution_free);
  g_clear_pointer (&self->blocks, comity_blocks_free);
  g_free (self);
}

static gboolean
too_large (GError **error)
{
  g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_TOO_LARGE,
               "Too large: the comparison needs more memory than there is.");
  return FALSE;
}

static gpointer
compare_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  const ComitySimilaritySpec spec = { input->measure, input->components };
  const ComitySimilarityRequest *request = &input->request;
  g_autoptr (ComitySimilarityResult) result = g_new0 (ComitySimilarityResult, 1);
  g_autoptr (ComityProgress) comparing = comity_progress_new_part (progress, 0.0, 0.3);
  g_autoptr (ComityProgress) ordering = comity_progress_new_part (progress, 0.3, 0.9);

  result->similarity =
      comity_similarity_compute_view (input->panel, &spec, request->year, request->earlier_year,
                                      request->every_state, comparing, error);
  if (result->similarity == NULL)
    return NULL;
  result->order =
      comity_order_compute (input->panel, result->similarity, request->method, ordering, error);
  if (result->order == NULL)
    return NULL;
  result->network = comity_network_new (input->panel, request->year, request->cumulative, error);
  if (result->network == NULL)
    return NULL;
  if (request->distribution)
    result->distribution =
        comity_distribution_new (input->panel, result->similarity, request->cumulative);
  if (request->distribution && result->distribution == NULL)
    {
      too_large (error);
      return NULL;
    }
  if (request->grouping != COMITY_GROUPING_NONE)
    result->blocks = comity_blocks_new (input->panel, result->similarity, request->grouping);
  return g_steal_pointer (&result);
}

ComityJob *
comity_similarity_job_new (ComityPanel *panel, const ComitySimilarityRequest *request)
{
  Input *input = input_new (panel, request->measure, request->components);
  g_autofree char *title = g_strdup_printf (_ ("Comparing the institutions of %d"), request->year);

  input->request = *request;
  input->request.measure = input->request.components = NULL;
  return comity_job_new (title, compare_in_thread, input, input_free,
                         (GDestroyNotify) comity_similarity_result_free);
}

typedef struct
{
  Input *input;
  ComityHeatmapOptions look;
  ComityOrder *order; /* NULL until it is needed */
  int last;
} Years;

static void
years_free (gpointer data)
{
  Years *self = data;

  input_free (self->input);
  g_clear_pointer (&self->order, comity_order_free);
  g_free (self);
}

static ComitySimilarity *
compare_year (const Years *self, int year, ComityProgress *progress, GError **error)
{
  const ComitySimilaritySpec spec = { self->input->measure, self->input->components };
  const ComitySimilarityRequest *request = &self->input->request;

  if (!comity_panel_check_year (self->input->panel, year, error))
    return NULL;
  return comity_similarity_compute_view (self->input->panel, &spec, year, request->earlier_year,
                                         request->every_state, progress, error);
}

static ComityFigure *
draw_year (gpointer data, int year, ComityProgress *progress, GError **error)
{
  Years *self = data;
  ComityPanel *panel = self->input->panel;
  g_autoptr (ComitySimilarity) similarity = NULL;
  g_autoptr (ComityNetwork) network = NULL;
  g_autofree char *caption = NULL;
  ComityFigure *figure;

  if (self->order == NULL)
    {
      g_autoptr (ComitySimilarity) last = compare_year (self, self->last, progress, error);

      if (last != NULL)
        self->order =
            comity_order_compute (panel, last, self->input->request.method, progress, error);
      if (self->order == NULL)
        return NULL;
    }
  similarity = compare_year (self, year, progress, error);
  if (similarity != NULL)
    network = comity_network_new (panel, year, self->input->request.cumulative, error);
  if (network == NULL)
    return NULL;
  figure = comity_heatmap_figure_new (panel, similarity, self->order, network, &self->look);
  if (figure == NULL)
    {
      too_large (error);
      return NULL;
    }
  caption = comity_caption_similarity (panel, similarity, self->look.show_ties ? network : NULL);
  comity_figure_set_caption (figure, caption);
  return figure;
}

static void
show_every_state (GKeyFile *view)
{
  g_key_file_set_boolean (view, "similarity", "every-state", TRUE);
}

void
comity_similarity_years_init (ComityYearSource *source,
                              ComityPanel *panel,
                              const ComitySimilarityRequest *request,
                              const ComityHeatmapOptions *look,
                              int last)
{
  Years *years = g_new0 (Years, 1);

  years->input = input_new (panel, request->measure, request->components);
  years->input->request = *request;
  years->input->request.measure = years->input->request.components = NULL;
  years->input->request.every_state = TRUE;
  years->look = *look;
  years->last = last;
  *source = (ComityYearSource){
    .draw = draw_year,
    .adjust_view = show_every_state,
    .data = years,
    .free_data = years_free,
    .stem = "similarity",
  };
}

static gpointer
make_series_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  const ComitySimilaritySpec spec = { input->measure, input->components };

  return comity_similarity_series_new (input->panel, &spec, &input->series, progress, error);
}

ComityJob *
comity_similarity_series_job_new (ComityPanel *panel,
                                  const ComitySimilaritySpec *spec,
                                  const ComitySeriesRequest *request)
{
  Input *input = input_new (panel, spec->measure, spec->components);

  input->series = *request;
  return comity_job_new (_ ("Comparing the institutions of all years"), make_series_in_thread,
                         input, input_free, (GDestroyNotify) comity_similarity_series_free);
}

static gpointer
make_columns_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;

  return comity_derive_make_columns (input->panel, input->text, progress, error);
}

ComityJob *
comity_similarity_column_job_new (ComityPanel *panel, const char *text)
{
  Input *input = input_new (panel, NULL, NULL);
  g_autofree char *title = g_strdup_printf (_ ("Comparing states for the column %s"), text);

  input->text = g_strdup (text);
  return comity_job_new (title, make_columns_in_thread, input, input_free,
                         (GDestroyNotify) g_ptr_array_unref);
}
