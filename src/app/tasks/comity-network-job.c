/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything of a network that takes time: ties, layout, the numbers and the values its drawing
 * reads. */
#include "config.h"

#include "comity-network-job.h"

#include <glib/gi18n.h>

typedef struct
{
  ComityPanel *panel;
  int year;
  gboolean cumulative;
  ComityLayoutMethod method;
  guint32 seed;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  comity_panel_unref (input->panel);
  g_free (input);
}

void
comity_network_result_free (ComityNetworkResult *self)
{
  g_clear_pointer (&self->network, comity_network_unref);
  g_clear_pointer (&self->layout, comity_layout_free);
  g_free (self);
}

static gpointer
lay_out_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  g_autoptr (ComityNetworkResult) result = g_new0 (ComityNetworkResult, 1);

  result->network = comity_network_new (input->panel, input->year, input->cumulative, error);
  if (result->network == NULL)
    return NULL;
  result->layout =
      comity_layout_compute (result->network, input->method, input->seed, progress, error);
  if (result->layout == NULL || comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  comity_network_get_numbers (result->network, &result->numbers);
  comity_network_peek_centrality (result->network, COMITY_CENTRALITY_DEGREE);
  return g_steal_pointer (&result);
}

ComityJob *
comity_network_job_new (
    ComityPanel *panel, int year, gboolean cumulative, ComityLayoutMethod method, guint32 seed)
{
  Input *input = g_new0 (Input, 1);
  g_autofree char *title = g_strdup_printf (_ ("Laying out the network of %d"), year);

  input->panel = comity_panel_ref (panel);
  input->year = year;
  input->cumulative = cumulative;
  input->method = method;
  input->seed = seed;
  return comity_job_new (title, lay_out_in_thread, input, input_free,
                         (GDestroyNotify)comity_network_result_free);
}
