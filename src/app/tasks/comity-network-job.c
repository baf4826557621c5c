/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything of a network that takes time: ties, layout, the numbers and the values its drawing
 * reads. The network of all ties of all years is laid out first and kept: each year begins from it,
 * or stands just where it has the states. */
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

ComityNetworkWish *
comity_network_wish_copy (const ComityNetworkWish *wish)
{
  ComityNetworkWish *copy = g_memdup2 (wish, sizeof *wish);

  comity_panel_ref (copy->panel);
  copy->filter.region = g_strdup (wish->filter.region);
  copy->layers = g_strdupv (wish->layers);
  if (copy->fit != NULL)
    comity_fit_ref (copy->fit);
  if (copy->base != NULL)
    comity_network_base_ref (copy->base);
  if (copy->glimpse != NULL)
    comity_network_glimpse_ref (copy->glimpse);
  return copy;
}

void
comity_network_wish_free (ComityNetworkWish *self)
{
  comity_panel_unref (self->panel);
  g_clear_pointer (&self->base, comity_network_base_unref);
  g_clear_pointer (&self->glimpse, comity_network_glimpse_unref);
  g_clear_pointer (&self->fit, comity_fit_unref);
  g_strfreev (self->layers);
  g_free ((char *) self->filter.region);
  g_free (self);
}

void
comity_network_result_free (ComityNetworkResult *self)
{
  g_clear_pointer (&self->network, comity_network_unref);
  g_clear_pointer (&self->layout, comity_layout_free);
  g_clear_pointer (&self->ties, comity_similarity_unref);
  g_clear_pointer (&self->order, comity_order_free);
  g_clear_pointer (&self->base, comity_network_base_unref);
  g_clear_pointer (&self->expected, g_array_unref);
  g_clear_pointer (&self->layers, g_array_unref);
  g_clear_pointer (&self->routes, comity_routes_unref);
  g_free (self->residuals);
  g_free (self);
}

/* The year's states where the network of all years has them now. */
typedef struct
{
  ComityNetworkGlimpse *glimpse;
  ComityNetwork *of_year, *whole;
} Looking;

static gboolean
is_asked_in_thread (gpointer data)
{
  return comity_network_glimpse_is_asked (((const Looking *) data)->glimpse);
}

static void
show_in_thread (const ComityLayout *now, gpointer data)
{
  const Looking *looking = data;

  comity_network_glimpse_put (
      looking->glimpse, looking->of_year,
      comity_layout_compute_anchored (looking->of_year, now, looking->whole));
}

static ComityNetworkBase *
make_base (const ComityNetworkWish *wish,
           ComityNetwork *of_year,
           ComityProgress *progress,
           GError **error)
{
  g_autoptr (ComityNetworkBase) base = g_atomic_rc_box_new0 (ComityNetworkBase);
  Looking looking = { wish->glimpse, of_year, NULL };
  const ComityLayoutWatch watch = { is_asked_in_thread, show_in_thread, &looking };

  base->panel = comity_panel_ref (wish->panel);
  base->method = wish->method;
  base->seed = wish->seed;
  base->network = comity_network_new_whole (wish->panel);
  looking.whole = base->network;
  base->layout = comity_layout_compute_watched (base->network, wish->method, wish->seed,
                                                wish->glimpse != NULL ? &watch : NULL, progress,
                                                error);
  return base->layout != NULL ? g_steal_pointer (&base) : NULL;
}

static gboolean
base_fits (const ComityNetworkBase *base, const ComityNetworkWish *wish)
{
  return base != NULL && base->panel == wish->panel && base->method == wish->method &&
         base->seed == wish->seed;
}

static ComityLayout *
lay_out (const ComityNetworkWish *wish,
         ComityNetworkResult *result,
         ComityProgress *progress,
         GError **error)
{
  g_autoptr (ComityProgress) basing = comity_progress_new_part (progress, 0.0, 0.5);
  g_autoptr (ComityProgress) laying = comity_progress_new_part (progress, 0.5, 0.9);

  if (wish->method == COMITY_LAYOUT_GEO)
    return comity_layout_compute_map (result->network, wish->projection, error);
  if (!comity_layout_method_is_force (wish->method) && !wish->several)
    return comity_layout_compute (result->network, wish->method, wish->seed, progress, error);
  result->base = base_fits (wish->base, wish) ? comity_network_base_ref (wish->base)
                                              : make_base (wish, result->network, basing, error);
  if (result->base == NULL)
    return NULL;
  if (wish->anchored || !comity_layout_method_is_force (wish->method))
    return comity_layout_compute_anchored (result->network, result->base->layout,
                                           result->base->network);
  return comity_layout_compute_from (result->network, wish->method, wish->seed,
                                     result->base->layout, result->base->network, laying, error);
}

static void
layer_clear (gpointer data)
{
  ComityNetworkLayer *layer = data;

  comity_network_unref (layer->network);
}

/* Other networks are an extra: one that is not there leaves the picture without it. */
static void
open_layers (const ComityNetworkWish *wish, ComityNetworkResult *result)
{
  ComityWorld *world = comity_panel_peek_world (wish->panel);

  result->layers = g_array_new (FALSE, FALSE, sizeof (ComityNetworkLayer));
  g_array_set_clear_func (result->layers, layer_clear);
  for (char **id = wish->layers; id != NULL && *id != NULL; id++)
    {
      ComityNetworkLayer layer = { NULL, NULL };

      layer.network =
          comity_network_new_layer (wish->panel, *id, wish->year, wish->cumulative, NULL);
      if (layer.network == NULL)
        continue;
      layer.label =
          comity_world_peek_network (world, (gsize) comity_world_find_network (world, *id))->plural;
      g_array_append_val (result->layers, layer);
    }
}

/* What the look may ask for next, so that the main thread never waits for it. */
static void
measure (ComityNetworkResult *result)
{
  comity_network_get_numbers (result->network, &result->numbers);
  for (int c = COMITY_CENTRALITY_DEGREE; c <= COMITY_CENTRALITY_EIGENVECTOR; c++)
    comity_network_peek_centrality (result->network, (ComityCentrality) c);
}

ComityNetworkResult *
comity_network_result_compute (const ComityNetworkWish *wish,
                               ComityProgress *progress,
                               GError **error)
{
  g_autoptr (ComityNetworkResult) result = g_new0 (ComityNetworkResult, 1);
  g_autoptr (ComityNetwork) whole = NULL;

  whole = comity_network_new (wish->panel, wish->year, wish->cumulative, error);
  if (whole == NULL)
    return NULL;
  result->network = comity_network_filter (whole, &wish->filter, error);
  if (result->network == NULL)
    return NULL;
  if (wish->is_matrix)
    {
      if (!comity_matrix_compute (result->network, progress, &result->ties, &result->order, error))
        return NULL;
    }
  else
    {
      result->layout = lay_out (wish, result, progress, error);
      if (result->layout == NULL)
        return NULL;
    }
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  /* Measuring takes its time too, mostly more: states are where they will be, asked for or not. */
  if (wish->glimpse != NULL && result->layout != NULL)
    comity_network_glimpse_put (wish->glimpse, result->network,
                                comity_layout_copy (result->layout));
  if (!wish->several)
    measure (result);
  open_layers (wish, result);
  if (wish->fit != NULL)
    {
      /* A fit of other data has nothing to say here: no error, no ghosts. */
      result->expected = comity_expected_ties (result->network, wish->fit, NULL);
      result->residuals = comity_network_residuals (result->network, wish->fit, NULL);
    }
  if (wish->bundled && result->layout != NULL)
    {
      g_autoptr (ComityProgress) bundling = comity_progress_new_part (progress, 0.9, 1.0);

      result->routes = comity_network_find_routes (
          result->network, result->layout, (const ComityNetworkLayer *) result->layers->data,
          result->layers->len, result->expected, bundling, NULL);
    }
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  return g_steal_pointer (&result);
}

static gpointer
work_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  return comity_network_result_compute (data, progress, error);
}

ComityJob *
comity_network_job_new (const ComityNetworkWish *wish)
{
  g_autofree char *title = g_strdup_printf (_ ("Laying out the network of %d"), wish->year);

  return comity_job_new (title, work_in_thread, comity_network_wish_copy (wish),
                         (GDestroyNotify) comity_network_wish_free,
                         (GDestroyNotify) comity_network_result_free);
}

static gpointer
measure_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  ComityNetworkWish *wish = data;
  int first, last;

  comity_panel_get_years (wish->panel, &first, &last);
  return comity_network_series_new (wish->panel, first, last, wish->cumulative, NULL,
                                    progress, error);
}

ComityJob *
comity_network_series_job_new (ComityPanel *panel, gboolean cumulative)
{
  ComityNetworkWish *wish = g_new0 (ComityNetworkWish, 1);

  wish->panel = comity_panel_ref (panel);
  wish->cumulative = cumulative;
  return comity_job_new (_ ("Measuring the networks of all years"), measure_in_thread, wish,
                         (GDestroyNotify) comity_network_wish_free,
                         (GDestroyNotify) comity_network_series_free);
}
