/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Under a geographic network: the sea with its net of meridians and parallels, and the land. Quiet,
 * so that the ties are what is seen. */
#include "config.h"

#include "comity-network-figure-private.h"

#include <math.h>

/* A line every so many degrees, followed by so many points. */
#define STEP 30
#define N_POINTS 73
/* How much of the letters' colour is in the land. */
#define LAND_LIGHT 0.085
#define LAND_DARK 0.13

static ComityPoint
project (const ComityNetworkFigure *self, double longitude, double latitude)
{
  double x, y;

  comity_projection_project (self->data->projection, longitude, latitude, &x, &y);
  return comity_figure_to_view (&self->parent,
                                self->origin.x + self->stretch.x * (x - self->frame.x),
                                self->origin.y + self->stretch.y * (y - self->frame.y));
}

/* Along a meridian or a parallel. */
static void
draw_line (const ComityNetworkFigure *self,
           ComityCanvas *canvas,
           double longitude0,
           double latitude0,
           double longitude1,
           double latitude1,
           double line_width)
{
  ComityPoint points[N_POINTS];

  for (int i = 0; i < N_POINTS; i++)
    {
      double t = (double) i / (N_POINTS - 1);

      points[i] = project (self, longitude0 + t * (longitude1 - longitude0),
                           latitude0 + t * (latitude1 - latitude0));
    }
  comity_canvas_polyline (canvas, points, N_POINTS, self->parent.theme->grid, line_width);
}

static void
draw_net (const ComityNetworkFigure *self, ComityCanvas *canvas, double north, double south)
{
  double line_width = 0.6 * self->unit;

  for (int longitude = -180; longitude <= 180; longitude += STEP)
    draw_line (self, canvas, longitude, south, longitude, north, line_width);
  for (int latitude = -STEP; latitude <= 2 * STEP; latitude += STEP)
    draw_line (self, canvas, -180, latitude, 180, latitude, line_width);
  draw_line (self, canvas, -180, south, 180, south, line_width);
  if (north < 90)
    draw_line (self, canvas, -180, north, 180, north, line_width);
}

void
comity_network_figure_draw_map (const ComityNetworkFigure *self, ComityCanvas *canvas)
{
  const ComityTheme *theme = self->parent.theme;
  double share = theme->kind == COMITY_THEME_DARK ? LAND_DARK : LAND_LIGHT;
  ComityColor land = comity_color_mix (theme->background, theme->text, share);
  const ComityOutline *outlines = NULL;
  gsize n_outlines = 0;
  double north, south;
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (ComityPoint));

  comity_projection_get_limits (self->data->projection, &north, &south);
  draw_net (self, canvas, north, south);
  if (self->data->world != NULL)
    outlines = comity_world_peek_outlines (self->data->world, &n_outlines);
  for (gsize k = 0; k < n_outlines; k++)
    {
      double top = south;

      g_array_set_size (points, 0);
      for (gsize i = 0; i < outlines[k].n; i++)
        {
          double latitude = CLAMP (outlines[k].places[i].latitude, south, north);
          ComityPoint point = project (self, outlines[k].places[i].longitude, latitude);

          top = MAX (top, latitude);
          g_array_append_val (points, point);
        }
      /* What lies wholly beyond the last parallel would be a sliver along it. */
      if (top > south)
        comity_canvas_fill_polygon (canvas, (const ComityPoint *) points->data, points->len,
                                    outlines[k].is_lake ? theme->background : land);
    }
}
