/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing networks as the page looks, one year or several, without the page. */
#include "config.h"

#include "comity-network-years.h"

#include <glib/gi18n.h>

typedef struct
{
  ComityNetworkWish *wish; /* its base is that of the years before, once there is one */
  ComityNetworkLook look;
} Years;

void
comity_network_look_clear (ComityNetworkLook *self)
{
  g_clear_pointer (&self->pins, g_array_unref);
}

ComityFigure *
comity_network_look_draw (const ComityNetworkLook *self,
                          ComityPanel *panel,
                          const ComityNetworkResult *result)
{
  ComityNetworkFigureOptions options = self->options;
  g_autofree char *caption = comity_caption_network (result->network);
  ComityFigure *figure;

  options.expected = result->expected;
  options.layers = (const ComityNetworkLayer *) result->layers->data;
  options.n_layers = result->layers->len;
  options.routes = result->routes;
  /* Nobody waits here for routes: the job brings them, and until then ties run as before. */
  if (options.edges == COMITY_EDGES_BUNDLED && result->routes == NULL && result->layout != NULL &&
      (comity_layout_method_is_force (result->layout->method) ||
       result->layout->method == COMITY_LAYOUT_GEO))
    options.edges = COMITY_EDGES_AUTO;
  if (self->pins != NULL)
    {
      options.pins = (const ComityNetworkPin *) self->pins->data;
      options.n_pins = self->pins->len;
    }
  if (options.color == COMITY_NODE_COLOR_VALUES)
    {
      options.color_values = result->residuals;
      options.color_values_label = _ ("Treaties signed less those the model expects");
      if (options.color_values == NULL)
        options.color = COMITY_NODE_COLOR_TRADITION;
    }
  figure = result->layout != NULL
               ? comity_network_figure_new (result->network, result->layout, &options)
               : comity_matrix_figure_new (result->network, result->ties, result->order,
                                           options.show_labels);
  comity_figure_set_caption (figure, caption);
  return figure;
}

static void
years_free (gpointer data)
{
  Years *self = data;

  comity_network_wish_free (self->wish);
  comity_network_look_clear (&self->look);
  g_free (self);
}

static ComityFigure *
draw_year (gpointer data, int year, ComityProgress *progress, GError **error)
{
  Years *self = data;
  g_autoptr (ComityNetworkResult) result = NULL;

  if (!comity_panel_check_year (self->wish->panel, year, error))
    return NULL;
  self->wish->year = year;
  result = comity_network_result_compute (self->wish, progress, error);
  if (result == NULL)
    return NULL;
  if (self->wish->base == NULL && result->base != NULL)
    self->wish->base = comity_network_base_ref (result->base);
  return comity_network_look_draw (&self->look, self->wish->panel, result);
}

static void
anchor_view (GKeyFile *view)
{
  g_key_file_set_boolean (view, "network", "anchored", TRUE);
}

void
comity_network_years_init (ComityYearSource *source,
                           const ComityNetworkWish *wish,
                           ComityNetworkLook *look,
                           gboolean series)
{
  Years *years = g_new0 (Years, 1);

  years->wish = comity_network_wish_copy (wish);
  years->wish->several = TRUE;
  years->wish->anchored = wish->anchored || !series;
  years->look = *look;
  *look = (ComityNetworkLook){ .pins = NULL };
  *source = (ComityYearSource){
    .draw = draw_year,
    .adjust_view = series ? NULL : anchor_view,
    .data = years,
    .free_data = years_free,
    .stem = "network",
  };
}
