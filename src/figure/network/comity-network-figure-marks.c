/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is drawn beside the ties: those of other networks, each in a line of its own; ghosts, which
 * a fit misses, in dashes; and surprises, which it did not expect, over the others. */
#include "config.h"

#include "comity-network-figure-private.h"

#include <math.h>

/* Categories that no legal tradition has: vermilion, and by layer sky blue, black, grey. */
#define GHOST_CATEGORY 1
static const gsize layer_categories[] = { 5, 7, 6 };
/* Points by which a bent line is followed. */
#define N_STEPS 48
/* Lines of other networks lie this far from the tie and from each other. */
#define LAYER_GAP 2.0
/* Dash and gap by layer: dashes, dots, long dashes, then again. */
static const double dashes[][2] = { { 5, 3 }, { 1.6, 2.6 }, { 10, 3 }, { 2.5, 5 }, { 14, 5 } };

void
comity_network_figure_fill_marks (ComityNetworkFigureData *data,
                                  const ComityNetworkFigureOptions *options)
{
  guint n_of[2] = { 0, 0 };

  data->layers = g_new0 (ComityNetworkFigureLayer, options->n_layers + 1);
  for (gsize k = 0; k < options->n_layers; k++)
    {
      ComityNetwork *network = options->layers[k].network;
      ComityNetworkFigureLayer *layer = &data->layers[data->n_layers++];
      const ComityEdge *edges = comity_network_peek_edges (network);

      layer->label = g_strdup (options->layers[k].label);
      layer->edges = g_new (ComityNetworkFigureEdge, comity_network_get_n_edges (network) + 1);
      for (gsize e = 0; e < comity_network_get_n_edges (network); e++)
        {
          /* By state: the network drawn may be a part of what this one covers. */
          gsize a = comity_network_get_state (network, edges[e].a);
          gsize b = comity_network_get_state (network, edges[e].b);
          gsize i = GPOINTER_TO_SIZE (g_hash_table_lookup (data->nodes, GSIZE_TO_POINTER (a + 1)));
          gsize j = GPOINTER_TO_SIZE (g_hash_table_lookup (data->nodes, GSIZE_TO_POINTER (b + 1)));

          if (i > 0 && j > 0)
            layer->edges[layer->n_edges++] =
                (ComityNetworkFigureEdge){ (guint32) (i - 1), (guint32) (j - 1),
                                           edges[e].first_year, edges[e].count };
        }
    }

  if (options->expected == NULL)
    return;
  data->marks = g_new (ComityNetworkFigureMark, options->expected->len + 1);
  for (guint k = 0; k < options->expected->len; k++)
    {
      const ComityExpectedTie *tie = &g_array_index (options->expected, ComityExpectedTie, k);
      guint wanted = tie->present ? options->n_surprises : options->n_ghosts;
      gsize i = GPOINTER_TO_SIZE (
          g_hash_table_lookup (data->nodes, GSIZE_TO_POINTER ((gsize) tie->a + 1)));
      gsize j = GPOINTER_TO_SIZE (
          g_hash_table_lookup (data->nodes, GSIZE_TO_POINTER ((gsize) tie->b + 1)));

      if (i == 0 || j == 0 || n_of[tie->present ? 1 : 0] >= wanted)
        continue;
      n_of[tie->present ? 1 : 0]++;
      data->marks[data->n_marks++] = (ComityNetworkFigureMark){
        { (guint32) MIN (i, j) - 1, (guint32) MAX (i, j) - 1, tie->present ? tie->year : 0, 1 },
        tie->present,
        tie->probability,
      };
    }
}

void
comity_network_figure_free_marks (ComityNetworkFigureData *data)
{
  for (gsize k = 0; k < data->n_layers; k++)
    {
      g_free (data->layers[k].label);
      g_free (data->layers[k].edges);
    }
  g_free (data->layers);
  g_free (data->marks);
}

const ComityNetworkFigureMark *
comity_network_figure_find_mark (const ComityNetworkFigure *self, gsize a, gsize b)
{
  const ComityNetworkFigureData *data = self->data;

  for (gsize k = 0; k < data->n_marks; k++)
    if (data->marks[k].edge.a == MIN (a, b) && data->marks[k].edge.b == MAX (a, b))
      return &data->marks[k];
  return NULL;
}

/* Every other piece of the line, from one length along it to the next; @aside: to its left. */
static void
draw_dashed (const ComityNetworkFigure *self,
             ComityCanvas *canvas,
             const ComityNetworkFigureEdge *edge,
             double aside,
             const double dash[2],
             ComityColor color,
             double line_width)
{
  ComityNetworkRun run;
  ComityPoint line[N_STEPS + 1], piece[N_STEPS + 1];
  double length = 0, at = 0;
  gsize n = 0;

  /* Each line of a layer begins elsewhere in its pattern, or the gaps round a state close to rings. */
  if (aside != 0)
    at = self->unit * (dash[0] + dash[1]) * fmod (0.618034 * edge->a + 0.414214 * edge->b, 1);

  /* A state that stands apart, in the block of those without a tie, has no line. */
  if (comity_network_figure_in_block (self, edge->a) ||
      comity_network_figure_in_block (self, edge->b))
    return;
  comity_network_figure_get_run (self, edge, &run);
  for (int i = 0; i <= N_STEPS; i++)
    line[i] = comity_network_run_at (&run, (double) i / N_STEPS);
  for (int i = 0; i < N_STEPS && aside != 0; i++)
    {
      double dx = line[i + 1].x - line[i].x, dy = line[i + 1].y - line[i].y;
      double step = MAX (hypot (dx, dy), 1e-9);

      line[i].x += aside * dy / step;
      line[i].y -= aside * dx / step;
    }
  for (int i = 0; i < N_STEPS - (aside != 0 ? 1 : 0); i++)
    {
      ComityPoint p = line[i], q = line[i + 1];

      length = hypot (q.x - p.x, q.y - p.y);
      for (double done = 0; done < length;)
        {
          double period = self->unit * (dash[0] + dash[1]);
          double into = fmod (at, period), ink = self->unit * dash[0];
          gboolean is_on = into < ink - 1e-9;
          double step = MIN ((is_on ? ink : period) - into, length - done);

          step = MAX (step, 1e-6 * period);
          if (is_on && n == 0)
            piece[n++] = (ComityPoint){ p.x + done / length * (q.x - p.x),
                                        p.y + done / length * (q.y - p.y) };
          done += step;
          at += step;
          if (is_on && n > 0 && n <= N_STEPS)
            piece[n++] = (ComityPoint){ p.x + MIN (done / length, 1) * (q.x - p.x),
                                        p.y + MIN (done / length, 1) * (q.y - p.y) };
          if (fmod (at, period) >= ink - 1e-9 || n > N_STEPS)
            {
              comity_canvas_polyline (canvas, piece, n, color, line_width);
              n = 0;
            }
        }
    }
  comity_canvas_polyline (canvas, piece, n, color, line_width);
}

static ComityColor
layer_color (const ComityNetworkFigure *self, gsize layer)
{
  return comity_theme_get_category (
      self->parent.theme, layer_categories[layer % G_N_ELEMENTS (layer_categories)]);
}

void
comity_network_figure_draw_layers (const ComityNetworkFigure *self, ComityCanvas *canvas)
{
  const ComityNetworkFigureData *data = self->data;

  for (gsize k = 0; k < data->n_layers; k++)
    {
      const ComityNetworkFigureLayer *layer = &data->layers[k];
      double alpha = CLAMP (8.0 / sqrt ((double) MAX (layer->n_edges, 1)), 0.12, 0.85);
      double aside = LAYER_GAP * self->unit * (double) (k / 2 + 1) * (k % 2 == 0 ? 1 : -1);

      for (gsize e = 0; e < layer->n_edges; e++)
        draw_dashed (self, canvas, &layer->edges[e], aside, dashes[k % G_N_ELEMENTS (dashes)],
                     comity_color_with_alpha (layer_color (self, k), alpha), 0.7 * self->unit);
    }
}

static ComityColor
mark_color (const ComityNetworkFigure *self, gboolean present)
{
  return present ? self->parent.theme->text
                 : comity_theme_get_category (self->parent.theme, GHOST_CATEGORY);
}

void
comity_network_figure_draw_marks (const ComityNetworkFigure *self, ComityCanvas *canvas)
{
  static const double ghost[2] = { 4.5, 3 }, whole[2] = { 1e6, 0 };
  const ComityNetworkFigureData *data = self->data;

  for (gsize k = 0; k < data->n_marks; k++)
    {
      const ComityNetworkFigureMark *mark = &data->marks[k];

      draw_dashed (self, canvas, &mark->edge, 0, whole,
                   comity_color_with_alpha (self->parent.theme->background, 0.75),
                   3.4 * self->unit);
      draw_dashed (self, canvas, &mark->edge, 0, mark->present ? whole : ghost,
                   mark_color (self, mark->present), 1.5 * self->unit);
    }
}

/* Where pairs have several treaties: what the width of a line says, as wide as in the picture. */
static void
add_widths (ComityNetworkFigure *self)
{
  const ComityNetworkFigureData *data = self->data;
  guint32 most = MAX (data->most_treaties, self->most_treaties);
  guint32 widest = comity_network_figure_get_widest_count ();
  guint32 counts[3] = { 1, most > 5 ? 4 : 0, MIN (most, widest) };

  if (most < 2)
    return;
  for (gsize k = 0; k < G_N_ELEMENTS (counts); k++)
    {
      g_autofree char *label = NULL;

      if (counts[k] == 0)
        continue;
      label = k == 2 && most > widest
                  ? g_strdup_printf ("%u %s or more", counts[k], data->ties_name)
                  : g_strdup_printf ("%u %s", counts[k],
                                     counts[k] == 1 ? data->tie_name : data->ties_name);
      comity_legend_add_line (self->legend, self->parent.theme->edge,
                              comity_network_figure_get_line_width (self, counts[k]), label);
    }
}

void
comity_network_figure_add_line_legends (ComityNetworkFigure *self)
{
  const ComityNetworkFigureData *data = self->data;

  add_widths (self);
  for (int present = 0; present < 2; present++)
    {
      double limit = NAN;
      gsize n = 0;

      for (gsize k = 0; k < data->n_marks; k++)
        if (data->marks[k].present == present)
          {
            limit = data->marks[k].probability;
            n++;
          }
      if (n > 0)
        {
          g_autofree char *value = comity_scale_format_value (limit);
          g_autofree char *label =
              self->parent.is_panel
                  ? g_strdup (present ? "Signed, though unlikely" : "Not signed, though likely")
              : present ? g_strdup_printf ("Signed, p ≤ %s (%" G_GSIZE_FORMAT ")", value, n)
                        : g_strdup_printf ("Not signed, p ≥ %s (%" G_GSIZE_FORMAT ")", value, n);

          comity_legend_add (self->legend, present ? COMITY_LEGEND_LINE : COMITY_LEGEND_DASHES,
                             mark_color (self, present), label);
        }
    }
  for (gsize k = 0; k < data->n_layers; k++)
    {
      g_autofree char *n = comity_count_text (data->layers[k].n_edges);
      g_autofree char *label = self->parent.is_panel
                                   ? g_strdup (data->layers[k].label)
                                   : g_strdup_printf ("%s (%s)", data->layers[k].label, n);

      comity_legend_add (self->legend, COMITY_LEGEND_DASHES, layer_color (self, k), label);
    }
}
