/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything of a network that takes time: ties, layout, the numbers and the values its drawing
 * reads. The network of all ties up to the last year is laid out first and kept: other years begin
 * from it. */
#include "config.h"

#include "comity-network-job.h"

#include <glib/gi18n.h>

struct _ComityNetworkBase
{
  ComityPanel *panel;
  ComityLayoutMethod method;
  guint32 seed;
  ComityNetwork *network;
  ComityLayout *layout;
};

typedef struct
{
  ComityPanel *panel;
  int year;
  gboolean cumulative;
  ComityLayoutMethod method;
  guint32 seed;
  ComityNetworkBase *base;
} Input;

static void
base_clear (gpointer data)
{
  ComityNetworkBase *self = data;

  g_clear_pointer (&self->panel, comity_panel_unref);
  g_clear_pointer (&self->network, comity_network_unref);
  g_clear_pointer (&self->layout, comity_layout_free);
}

ComityNetworkBase *
comity_network_base_ref (ComityNetworkBase *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
comity_network_base_unref (ComityNetworkBase *self)
{
  g_atomic_rc_box_release_full (self, base_clear);
}

static void
input_free (gpointer data)
{
  Input *input = data;

  comity_panel_unref (input->panel);
  g_clear_pointer (&input->base, comity_network_base_unref);
  g_free (input);
}

void
comity_network_result_free (ComityNetworkResult *self)
{
  g_clear_pointer (&self->network, comity_network_unref);
  g_clear_pointer (&self->layout, comity_layout_free);
  g_clear_pointer (&self->base, comity_network_base_unref);
  g_free (self);
}

static ComityNetworkBase *
make_base (const Input *input, ComityProgress *progress, GError **error)
{
  g_autoptr (ComityNetworkBase) base = g_atomic_rc_box_new0 (ComityNetworkBase);
  int first, last;

  comity_panel_get_years (input->panel, &first, &last);
  base->panel = comity_panel_ref (input->panel);
  base->method = input->method;
  base->seed = input->seed;
  base->network = comity_network_new (input->panel, last, TRUE, error);
  if (base->network == NULL)
    return NULL;
  base->layout = comity_layout_compute (base->network, input->method, input->seed, progress, error);
  return base->layout != NULL ? g_steal_pointer (&base) : NULL;
}

static gboolean
base_fits (const ComityNetworkBase *base, const Input *input)
{
  return base != NULL && base->panel == input->panel && base->method == input->method &&
         base->seed == input->seed;
}

static gpointer
lay_out_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  g_autoptr (ComityNetworkResult) result = g_new0 (ComityNetworkResult, 1);
  g_autoptr (ComityProgress) basing = comity_progress_new_part (progress, 0.0, 0.5);
  g_autoptr (ComityProgress) laying = comity_progress_new_part (progress, 0.5, 0.9);

  result->network = comity_network_new (input->panel, input->year, input->cumulative, error);
  if (result->network == NULL)
    return NULL;
  result->base = base_fits (input->base, input) ? comity_network_base_ref (input->base)
                                                : make_base (input, basing, error);
  if (result->base == NULL)
    return NULL;
  if (comity_network_get_year (result->base->network) == input->year && input->cumulative)
    result->layout = comity_layout_copy (result->base->layout);
  else
    result->layout =
        comity_layout_compute_from (result->network, input->method, input->seed,
                                    result->base->layout, result->base->network, laying, error);
  if (result->layout == NULL || comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  comity_network_get_numbers (result->network, &result->numbers);
  comity_network_peek_centrality (result->network, COMITY_CENTRALITY_DEGREE);
  return g_steal_pointer (&result);
}

ComityJob *
comity_network_job_new (ComityPanel *panel,
                        int year,
                        gboolean cumulative,
                        ComityLayoutMethod method,
                        guint32 seed,
                        ComityNetworkBase *base)
{
  Input *input = g_new0 (Input, 1);
  g_autofree char *title = g_strdup_printf (_ ("Laying out the network of %d"), year);

  input->panel = comity_panel_ref (panel);
  input->year = year;
  input->cumulative = cumulative;
  input->method = method;
  input->seed = seed;
  input->base = base != NULL ? comity_network_base_ref (base) : NULL;
  return comity_job_new (title, lay_out_in_thread, input, input_free,
                         (GDestroyNotify) comity_network_result_free);
}
