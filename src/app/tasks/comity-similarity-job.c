/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Similarity, then order, then ties: the three parts of a heatmap. */
#include "config.h"

#include "comity-similarity-job.h"

#include <glib/gi18n.h>

typedef struct
{
  ComityPanel *panel;
  char *measure;
  char *components;
  int year;
  gboolean cumulative;
  ComityOrderMethod method;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  comity_panel_unref (input->panel);
  g_free (input->measure);
  g_free (input->components);
  g_free (input);
}

void
comity_similarity_result_free (ComitySimilarityResult *self)
{
  g_clear_pointer (&self->similarity, comity_similarity_unref);
  g_clear_pointer (&self->order, comity_order_free);
  g_clear_pointer (&self->network, comity_network_unref);
  g_free (self);
}

static gpointer
compare_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  const ComitySimilaritySpec spec = { input->measure, input->components };
  g_autoptr (ComitySimilarityResult) result = g_new0 (ComitySimilarityResult, 1);
  g_autoptr (ComityProgress) comparing = comity_progress_new_part (progress, 0.0, 0.5);
  g_autoptr (ComityProgress) ordering = comity_progress_new_part (progress, 0.5, 1.0);

  if (!comity_similarity_check (input->panel, &spec, error))
    return NULL;
  result->similarity =
      comity_similarity_compute (input->panel, &spec, input->year, comparing, error);
  if (result->similarity == NULL)
    return NULL;
  result->order =
      comity_order_compute (input->panel, result->similarity, input->method, ordering, error);
  if (result->order == NULL)
    return NULL;
  result->network = comity_network_new (input->panel, input->year, input->cumulative, error);
  if (result->network == NULL)
    return NULL;
  return g_steal_pointer (&result);
}

ComityJob *
comity_similarity_job_new (ComityPanel *panel,
                           const ComitySimilaritySpec *spec,
                           int year,
                           gboolean cumulative,
                           ComityOrderMethod method)
{
  Input *input = g_new0 (Input, 1);
  g_autofree char *title = g_strdup_printf (_ ("Comparing the institutions of %d"), year);

  input->panel = comity_panel_ref (panel);
  input->measure = g_strdup (spec->measure);
  input->components = g_strdup (spec->components);
  input->year = year;
  input->cumulative = cumulative;
  input->method = method;
  return comity_job_new (title, compare_in_thread, input, input_free,
                         (GDestroyNotify)comity_similarity_result_free);
}
