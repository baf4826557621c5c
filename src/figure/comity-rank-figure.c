/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One state's row of a similarity as a list of bars, the most alike first: the magnifier of a
 * heatmap. Where the height does not hold all, the head and the tail of the list stand, with a gap
 * that says how many lie between. */
#include "config.h"

#include "comity-figures.h"

#include "comity-color-map.h"
#include "comity-figure-private.h"
#include "comity-number.h"
#include "comity-scale.h"
#include "comity-words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  guint32 state;
  char *name;
  double value; /* NaN stands last */
  gboolean tied;
  int tie_year;
} Row;

/* Frozen, shared by copies. */
typedef struct
{
  guint32 state;
  char *name;
  gsize n;
  Row *rows; /* n, as shown */
  gsize n_known;
  double low, high;
  gboolean is_similarity;
  gboolean exists;
  char *measure;
  char *tie_name;
  int year;
} RankData;

typedef struct
{
  ComityFigure parent;
  RankData *data;
  ComityScale scale;
  double row_height, label_width, value_width;
  gsize n_head, n_tail;          /* rows with a value, shown before and after the gap */
  gboolean has_gap, has_missing; /* a line that counts those between; one for those without data */
} RankFigure;

static void
data_clear (gpointer pointer)
{
  RankData *data = pointer;

  for (gsize i = 0; i < data->n; i++)
    g_free (data->rows[i].name);
  g_free (data->rows);
  g_free (data->name);
  g_free (data->measure);
  g_free (data->tie_name);
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer is_similarity)
{
  const Row *x = a, *y = b;

  if (isnan (x->value) != isnan (y->value))
    return isnan (x->value) ? 1 : -1;
  if (!isnan (x->value) && x->value != y->value)
    return (x->value > y->value) == (is_similarity != NULL) ? -1 : 1;
  return strcmp (x->name, y->name);
}

static RankData *
data_new (ComityPanel *panel, ComitySimilarity *similarity, guint32 state, ComityNetwork *network)
{
  RankData *data = g_atomic_rc_box_new0 (RankData);
  gssize row = comity_similarity_find_state (similarity, state);
  gsize n = comity_similarity_get_n (similarity);

  data->state = state;
  data->name = g_strdup (comity_panel_peek_state_name (panel, state));
  data->measure = g_strdup (comity_similarity_peek_title (similarity));
  data->tie_name = comity_panel_dup_tie_name (panel);
  data->is_similarity = comity_similarity_is_similarity (similarity);
  data->year = comity_similarity_get_year (similarity);
  data->exists = row >= 0;
  comity_similarity_get_range (similarity, &data->low, &data->high);
  data->rows = g_new0 (Row, n + 1);
  for (gsize j = 0; row >= 0 && j < n; j++)
    {
      Row *entry = &data->rows[data->n];

      if (j == (gsize) row)
        continue;
      entry->state = comity_similarity_get_state (similarity, j);
      entry->name = g_strdup (comity_panel_peek_state_name (panel, entry->state));
      entry->value = comity_similarity_get (similarity, (gsize) row, j);
      data->n_known += !isnan (entry->value);
      data->n++;
    }
  for (gsize e = 0; network != NULL && e < comity_network_get_n_edges (network); e++)
    {
      const ComityEdge *edge = &comity_network_peek_edges (network)[e];
      guint32 a = comity_network_get_state (network, edge->a);
      guint32 b = comity_network_get_state (network, edge->b);

      for (gsize i = 0; (a == state || b == state) && i < data->n; i++)
        if (data->rows[i].state == (a == state ? b : a))
          {
            data->rows[i].tied = TRUE;
            data->rows[i].tie_year = edge->first_year;
          }
    }
  g_qsort_with_data (data->rows, (int) data->n, sizeof *data->rows, compare_rows,
                     GINT_TO_POINTER (data->is_similarity));
  return data;
}

/* The lines that are no row. */
#define GAP G_MAXSIZE
#define MISSING (G_MAXSIZE - 1)

/* Which row stands at a place, or which line. */
static gsize
row_at (const RankFigure *self, gsize place)
{
  gsize n_rows = self->n_head + (self->has_gap ? 1 : 0) + self->n_tail;

  if (place < self->n_head)
    return place;
  if (self->has_gap && place == self->n_head)
    return GAP;
  return place < n_rows ? self->data->n_known - (n_rows - place) : MISSING;
}

static gsize
count_places (const RankFigure *self)
{
  return self->n_head + (self->has_gap ? 1 : 0) + self->n_tail + (self->has_missing ? 1 : 0);
}

static void
rank_layout (ComityFigure *figure, ComityCanvas *canvas)
{
  RankFigure *self = (RankFigure *) figure;
  const RankData *data = self->data;
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  double em = figure->font_size, least = 1.3 * em;
  gsize fits;

  figure->area = figure->body;
  self->has_missing = data->n_known < data->n;
  fits = (gsize) MAX (figure->area.height / least - (self->has_missing ? 1 : 0), 1.0);
  self->has_gap = data->n_known > fits && fits >= 5;
  self->n_head = MIN (data->n_known, fits);
  self->n_tail = 0;
  if (self->has_gap)
    {
      self->n_tail = (fits - 1) / 3;
      self->n_head = fits - 1 - self->n_tail;
    }
  self->row_height = MIN (figure->area.height / (double) MAX (count_places (self), 1), 1.7 * em);
  self->label_width = 0;
  for (gsize i = 0; i < data->n; i++)
    {
      double width;

      comity_canvas_measure (canvas, data->rows[i].name, &style, &width, NULL);
      self->label_width = MAX (self->label_width, width);
    }
  self->label_width = MIN (self->label_width, 0.4 * figure->area.width);
  comity_canvas_measure (canvas, "−0.0000", &style, &self->value_width, NULL);
  comity_scale_init (&self->scale, COMITY_SCALE_LINEAR, MIN (data->low, 0), MAX (data->high, 0));
}

static ComityRect
place_rect (const RankFigure *self, gsize place)
{
  const ComityRect *area = &self->parent.area;

  return (ComityRect){ area->x, area->y + self->row_height * (double) place, area->width,
                       self->row_height };
}

static void
draw_row (RankFigure *self, ComityCanvas *canvas, const Row *row, const ComityRect *rect)
{
  const ComityFigure *figure = &self->parent;
  double em = figure->font_size, middle = rect->y + rect->height / 2;
  double left = rect->x + self->label_width + 1.4 * em;
  double width = MAX (rect->x + rect->width - self->value_width - left, 1);
  double zero = left + width * comity_scale_map (&self->scale, 0);
  double end = left + width * CLAMP (comity_scale_map (&self->scale, row->value), 0.0, 1.0);
  ComityRect bar = { MIN (zero, end), rect->y + 0.2 * rect->height, fabs (end - zero),
                     0.6 * rect->height };
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  g_autofree char *value = comity_scale_format_value (row->value);

  style.align_y = 0.5;
  style.width = self->label_width;
  style.cut = TRUE;
  comity_canvas_text (canvas, rect->x, middle, row->name, &style);
  if (row->tied)
    comity_canvas_circle (canvas, left - 0.7 * em, middle, 0.2 * em, figure->theme->text,
                          figure->theme->background, 0);
  style.width = 0;
  style.cut = FALSE;
  style.align_x = 1;
  comity_canvas_fill_rect (canvas, &bar,
                           comity_color_with_alpha (figure->theme->accent, row->tied ? 1.0 : 0.5));
  comity_canvas_line (canvas, zero, rect->y, zero, rect->y + rect->height, figure->theme->text_dim,
                      0.6);
  comity_canvas_text (canvas, rect->x + rect->width, middle, value, &style);
}

static void
rank_draw (ComityFigure *figure, ComityCanvas *canvas)
{
  RankFigure *self = (RankFigure *) figure;
  const RankData *data = self->data;

  if (data->n == 0 || data->n_known == 0)
    {
      g_autofree char *sentence =
          data->exists
              ? g_strdup_printf ("%s has no data of this measure in %d.", data->name, data->year)
              : g_strdup_printf ("%s is no state in %d.", data->name, data->year);

      comity_figure_draw_empty (figure, canvas, &figure->body, sentence);
      return;
    }
  for (gsize place = 0; place < count_places (self); place++)
    {
      gsize row = row_at (self, place);
      ComityRect rect = place_rect (self, place);

      if (row == GAP || row == MISSING)
        {
          ComityTextStyle style = comity_figure_text_style (figure, 0.9);
          g_autofree char *count = comity_count_words (
              row == GAP ? data->n_known - self->n_head - self->n_tail : data->n - data->n_known,
              "state", "states");
          g_autofree char *text = row == GAP ? g_strdup_printf ("… %s between …", count)
                                             : g_strdup_printf ("%s without data", count);

          style.align_y = 0.5;
          style.color = figure->theme->text_dim;
          comity_canvas_text (canvas, rect.x, rect.y + rect.height / 2, text, &style);
        }
      else
        draw_row (self, canvas, &data->rows[row], &rect);
    }
}

static ComityElement
row_element (const RankFigure *self, gsize row)
{
  guint32 a = self->data->state, b = self->data->rows[row].state;

  return (ComityElement){ COMITY_ELEMENT_PAIR, MIN (a, b), MAX (a, b) };
}

static gboolean
find_place (const RankFigure *self, ComityElement element, gsize *place, gsize *row)
{
  for (gsize p = 0; p < count_places (self); p++)
    {
      *place = p;
      *row = row_at (self, p);
      if (*row < MISSING && comity_element_equal (row_element (self, *row), element))
        return TRUE;
    }
  return FALSE;
}

static void
rank_draw_overlay (ComityFigure *figure,
                   ComityCanvas *canvas,
                   ComityElement hover,
                   ComityElement selected)
{
  RankFigure *self = (RankFigure *) figure;
  gsize place, row;

  if (find_place (self, selected, &place, &row))
    {
      ComityRect rect = place_rect (self, place);

      comity_canvas_stroke_rect (canvas, &rect, figure->theme->accent, 1.5);
    }
  if (!comity_element_equal (hover, selected) && find_place (self, hover, &place, &row))
    {
      ComityRect rect = place_rect (self, place);

      comity_canvas_stroke_rect (canvas, &rect, figure->theme->hover, 1);
    }
}

static ComityElement
rank_hit (ComityFigure *figure, double x, double y)
{
  RankFigure *self = (RankFigure *) figure;
  gsize place;

  if (self->data->n_known == 0 || self->row_height <= 0 ||
      !comity_rect_contains (&figure->area, x, y))
    return COMITY_NO_ELEMENT;
  place = (gsize) ((y - figure->area.y) / self->row_height);
  if (place >= count_places (self) || row_at (self, place) >= MISSING)
    return COMITY_NO_ELEMENT;
  return row_element (self, row_at (self, place));
}

static gboolean
rank_get_element_rect (ComityFigure *figure, ComityElement element, ComityRect *rect)
{
  RankFigure *self = (RankFigure *) figure;
  gsize place, row;

  if (!find_place (self, element, &place, &row))
    return FALSE;
  *rect = place_rect (self, place);
  return TRUE;
}

static ComityElement
rank_move (ComityFigure *figure, ComityElement from, int dx, int dy)
{
  RankFigure *self = (RankFigure *) figure;
  gsize n = count_places (self), place, row;

  if (self->data->n_known == 0 || n == 0)
    return COMITY_NO_ELEMENT;
  if (!find_place (self, from, &place, &row))
    return row_element (self, 0);
  place = (gsize) CLAMP ((gssize) place + dy, 0, (gssize) n - 1);
  if (row_at (self, place) == GAP)
    place = (gsize) ((gssize) place + (dy < 0 ? -1 : 1));
  if (row_at (self, place) >= MISSING)
    return from;
  return row_element (self, row_at (self, place));
}

static char *
rank_describe (ComityFigure *figure)
{
  const RankData *data = ((RankFigure *) figure)->data;
  GString *words = g_string_new (NULL);

  g_string_append_printf (words, "%s, %d, %s:", data->measure, data->year, data->name);
  if (data->n_known == 0)
    g_string_append (words, " no data");
  else
    g_string_append (words, " most alike");
  for (gsize i = 0; i < MIN (data->n_known, 3); i++)
    {
      g_autofree char *value = comity_scale_format_value (data->rows[i].value);

      g_string_append_printf (words, "%s %s %s", i > 0 ? "," : "", data->rows[i].name, value);
    }
  if (data->n_known > 3)
    {
      g_autofree char *value = comity_scale_format_value (data->rows[data->n_known - 1].value);

      g_string_append_printf (words, "; least %s %s", data->rows[data->n_known - 1].name, value);
    }
  g_string_append_c (words, '.');
  return g_string_free (words, FALSE);
}

static char *
rank_describe_element (ComityFigure *figure, ComityElement element)
{
  RankFigure *self = (RankFigure *) figure;
  gsize place, row;
  g_autofree char *value = NULL;
  GString *words;

  if (!find_place (self, element, &place, &row))
    return g_strdup ("");
  value = comity_scale_format_value (self->data->rows[row].value);
  words = g_string_new (NULL);
  g_string_append_printf (words, "%s – %s: %s", self->data->name, self->data->rows[row].name,
                          value);
  g_string_append_printf (words, ", number %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT, row + 1,
                          self->data->n_known);
  if (self->data->rows[row].tied)
    g_string_append_printf (words, "; %s", self->data->tie_name);
  if (self->data->rows[row].tied && self->data->rows[row].tie_year > 0)
    g_string_append_printf (words, " %d", self->data->rows[row].tie_year);
  return g_string_free (words, FALSE);
}

static char *
rank_to_table (ComityFigure *figure)
{
  const RankData *data = ((RankFigure *) figure)->data;
  GString *table = g_string_new ("rank\tstate\tvalue\ttreaty\n");

  for (gsize i = 0; i < data->n; i++)
    {
      char value[COMITY_NUMBER_BUFFER];

      g_string_append_printf (table, "%" G_GSIZE_FORMAT "\t%s\t%s\t%s\n", i + 1, data->rows[i].name,
                              comity_number_format (data->rows[i].value, value),
                              data->rows[i].tied ? "yes" : "");
    }
  return g_string_free (table, FALSE);
}

static void
rank_copy (ComityFigure *to, const ComityFigure *from)
{
  ((RankFigure *) to)->data = g_atomic_rc_box_acquire (((const RankFigure *) from)->data);
}

static void
rank_finalize (ComityFigure *figure)
{
  g_atomic_rc_box_release_full (((RankFigure *) figure)->data, data_clear);
}

static const ComityFigureClass rank_class = {
  .instance_size = sizeof (RankFigure),
  .copy = rank_copy,
  .finalize = rank_finalize,
  .layout = rank_layout,
  .draw = rank_draw,
  .draw_overlay = rank_draw_overlay,
  .hit = rank_hit,
  .get_element_rect = rank_get_element_rect,
  .move = rank_move,
  .describe = rank_describe,
  .describe_element = rank_describe_element,
  .to_table = rank_to_table,
};

ComityFigure *
comity_rank_figure_new (ComityPanel *panel,
                        ComitySimilarity *similarity,
                        guint32 state,
                        ComityNetwork *network)
{
  RankFigure *self;
  g_autofree char *title = NULL;
  g_autofree char *notice = NULL;

  g_return_val_if_fail (panel != NULL && similarity != NULL, NULL);
  g_return_val_if_fail (state < comity_panel_get_n_states (panel), NULL);

  self = (RankFigure *) comity_figure_new (&rank_class);
  self->data = data_new (panel, similarity, state, network);
  title = g_strdup_printf ("%s: %s, %d", self->data->name, self->data->measure, self->data->year);
  notice = comity_panel_dup_notice (panel, network != NULL);
  comity_figure_set_title (&self->parent, title);
  comity_figure_set_notice (&self->parent, notice);
  return &self->parent;
}
