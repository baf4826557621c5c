/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels side by side: the same figure of several years, with one legend under them. A panel lays
 * out, draws and answers for itself, in a place of its own; here are the places, and whom to ask.
 */
#include "config.h"

#include "comity-figures.h"

#include "comity-figure-private.h"

#include <math.h>
#include <string.h>

/* In ordinary letters: between panels, and over one for its title. */
#define GAP_X 1.4
#define GAP_Y 1.0
#define HEADER 1.7
/* Rows of rigid panels on a high page stand at most this much further apart. */
#define MAX_SPREAD 1.0

typedef struct
{
  ComityFigure parent;
  gsize n;
  ComityFigure **panels; /* n */
  char **labels;         /* n, NULL-terminated */
  gsize asked_columns;   /* 0: none were asked for */

  /* the layout */
  ComityRect *places; /* n */
  gsize n_columns;
  double key_height;
  ComityPoint key_at; /* its lower left corner */

  gsize current; /* the panel that was last pointed at */
} StripFigure;

typedef struct
{
  gsize n_columns, n_rows;
  double width, height; /* of a panel with its title */
} Grid;

static ComityFigure *
peek_key (const StripFigure *self)
{
  return self->panels[self->n - 1];
}

/* The grid in which the data have the largest place, among those that have the columns asked for.
 */
static Grid
choose_grid (const StripFigure *self, double width, double height)
{
  const ComityFigure *figure = &self->parent;
  const ComityFigureClass *kind = self->panels[0]->klass;
  double rigid = kind->get_rigid_aspect != NULL ? kind->get_rigid_aspect (self->panels[0]) : 0;
  double aspect = rigid > 0 ? rigid : kind->panel_aspect;
  double em = figure->font_size, best = -INFINITY;
  gsize asked = MIN (self->asked_columns, self->n);
  Grid grid = { 1, self->n, width, height };

  for (gsize c = MAX (asked, 1); c <= (asked > 0 ? asked : self->n); c++)
    {
      gsize r = (self->n + c - 1) / c;
      double w = (width - (double) (c - 1) * GAP_X * em) / (double) c;
      double h = (height - (double) (r - 1) * GAP_Y * em) / (double) r;
      double side = MIN (w / aspect, h - HEADER * em);
      /* Of two that are as good, the one with fewer empty places. */
      double merit = side - 1e-6 * (double) (c * r);

      if (merit <= best)
        continue;
      best = merit;
      grid = (Grid){ c, r, MAX (w, 1), MAX (h, 1) };
    }
  if (kind->panel_is_rigid || rigid > 0)
    grid.height = MIN (grid.height, grid.width / aspect + HEADER * em);
  return grid;
}

static void
place_panels (StripFigure *self, double height)
{
  ComityFigure *figure = &self->parent;
  const ComityRect *body = &figure->body;
  double em = figure->font_size;
  Grid grid = choose_grid (self, body->width, height);
  double rows = (double) grid.n_rows;
  double left = height - rows * grid.height - (rows - 1) * GAP_Y * em;
  double spread = rows > 1 ? CLAMP (left / (rows - 1), 0, MAX_SPREAD * em) : 0;
  double step = grid.height + GAP_Y * em + spread;

  self->n_columns = grid.n_columns;
  for (gsize i = 0; i < self->n; i++)
    {
      double column = (double) (i % grid.n_columns), row = (double) (i / grid.n_columns);

      self->places[i] = (ComityRect){ body->x + column * (grid.width + GAP_X * em),
                                      body->y + row * step, grid.width, grid.height };
      comity_figure_layout (self->panels[i], grid.width, grid.height, figure->theme);
    }
  /* The legend follows the last row; what is left of a high page is left under it. */
  self->key_at =
      (ComityPoint){ body->x, body->y + (rows - 1) * step + grid.height + self->key_height };
}

/* Twice: marks in the legend are as large as in the panels, and these as the legend leaves room. */
static void
strip_layout (ComityFigure *figure, ComityCanvas *canvas)
{
  StripFigure *self = (StripFigure *) figure;
  ComityFigure *key = peek_key (self);

  self->key_height = 0;
  place_panels (self, figure->body.height);
  for (int round = 0; round < 2; round++)
    {
      self->key_height = key->klass->layout_key (key, canvas, figure->body.width);
      if (self->key_height > figure->body.height / 2)
        self->key_height = 0;
      place_panels (self, figure->body.height - self->key_height);
    }
  key->klass->layout_key (key, canvas, figure->body.width);
}

/* A single panel moves, as one of a film. */
static gboolean
strip_fill_scene (ComityFigure *figure, ComityScene *scene, ComityPoint origin)
{
  StripFigure *self = (StripFigure *) figure;
  const ComityFigureClass *kind = self->panels[0]->klass;

  origin.x += self->places[0].x;
  origin.y += self->places[0].y;
  return self->n == 1 && kind->fill_scene != NULL &&
         kind->fill_scene (self->panels[0], scene, origin);
}

static gboolean
strip_has_over (const ComityFigure *figure)
{
  const StripFigure *self = (const StripFigure *) figure;

  return self->panels[0]->klass->has_over (self->panels[0]);
}

static void
strip_draw_over (StripFigure *self, ComityCanvas *canvas)
{
  self->panels[0]->parts = COMITY_FIGURE_OVER;
  comity_canvas_push_origin (canvas, self->places[0].x, self->places[0].y);
  self->panels[0]->klass->draw (self->panels[0], canvas);
  comity_canvas_pop_origin (canvas);
  self->panels[0]->parts = COMITY_FIGURE_ALL;
}

static void
strip_draw (ComityFigure *figure, ComityCanvas *canvas)
{
  StripFigure *self = (StripFigure *) figure;

  if (figure->parts == COMITY_FIGURE_OVER)
    {
      strip_draw_over (self, canvas);
      return;
    }
  for (gsize i = 0; i < self->n; i++)
    {
      comity_canvas_push_origin (canvas, self->places[i].x, self->places[i].y);
      self->panels[i]->parts = figure->parts;
      comity_figure_draw_on_canvas (self->panels[i], canvas);
      self->panels[i]->parts = COMITY_FIGURE_ALL;
      comity_canvas_pop_origin (canvas);
    }
  if (self->key_height <= 0)
    return;
  comity_canvas_push_origin (canvas, self->key_at.x, self->key_at.y);
  peek_key (self)->klass->draw_key (peek_key (self), canvas);
  comity_canvas_pop_origin (canvas);
}

/* In all panels: what is selected is followed through the years. */
static void
strip_draw_overlay (ComityFigure *figure,
                    ComityCanvas *canvas,
                    ComityElement hover,
                    ComityElement selected)
{
  StripFigure *self = (StripFigure *) figure;

  for (gsize i = 0; i < self->n; i++)
    {
      comity_canvas_push_origin (canvas, self->places[i].x, self->places[i].y);
      self->panels[i]->klass->draw_overlay (self->panels[i], canvas, hover, selected);
      comity_canvas_pop_origin (canvas);
    }
}

static ComityElement
strip_hit (ComityFigure *figure, double x, double y)
{
  StripFigure *self = (StripFigure *) figure;

  for (gsize i = 0; i < self->n; i++)
    if (comity_rect_contains (&self->places[i], x, y))
      {
        self->current = i;
        return comity_figure_hit (self->panels[i], x - self->places[i].x, y - self->places[i].y);
      }
  return COMITY_NO_ELEMENT;
}

static gboolean
get_rect_in (const StripFigure *self, gsize i, ComityElement element, ComityRect *rect)
{
  if (!self->panels[i]->klass->get_element_rect (self->panels[i], element, rect))
    return FALSE;
  rect->x += self->places[i].x;
  rect->y += self->places[i].y;
  return TRUE;
}

/* In the panel last pointed at, else in the first that has it. */
static gboolean
strip_get_element_rect (ComityFigure *figure, ComityElement element, ComityRect *rect)
{
  const StripFigure *self = (const StripFigure *) figure;

  if (get_rect_in (self, self->current, element, rect))
    return TRUE;
  for (gsize i = 0; i < self->n; i++)
    if (get_rect_in (self, i, element, rect))
      return TRUE;
  return FALSE;
}

/* At the end of a panel the keys lead to the same element in the next. */
static ComityElement
strip_move (ComityFigure *figure, ComityElement from, int dx, int dy)
{
  StripFigure *self = (StripFigure *) figure;
  ComityElement to = comity_figure_move (self->panels[self->current], from, dx, dy);
  gssize next = (gssize) self->current + dx + dy * (gssize) self->n_columns;
  ComityRect rect;

  if (!comity_element_equal (to, from) || next < 0 || next >= (gssize) self->n ||
      !get_rect_in (self, (gsize) next, from, &rect))
    return to;
  self->current = (gsize) next;
  return from;
}

static char *
strip_describe (ComityFigure *figure)
{
  StripFigure *self = (StripFigure *) figure;
  ComityFigure *first = self->panels[0], *last = self->panels[self->n - 1];
  g_autofree char *start = first->klass->describe (first);
  g_autofree char *end = last->klass->describe (last);

  if (self->n == 1)
    return g_steal_pointer (&start);
  return g_strdup_printf ("%" G_GSIZE_FORMAT " panels, %s to %s. %s: %s %s: %s", self->n,
                          self->labels[0], self->labels[self->n - 1], self->labels[0], start,
                          self->labels[self->n - 1], end);
}

static char *
strip_describe_element (ComityFigure *figure, ComityElement element)
{
  StripFigure *self = (StripFigure *) figure;
  g_autofree char *words = comity_figure_describe_element (self->panels[self->current], element);

  return *words == '\0' || *self->labels[self->current] == '\0'
             ? g_steal_pointer (&words)
             : g_strdup_printf ("%s: %s", self->labels[self->current], words);
}

/* The tables of the panels under each other, with the panel in front. */
static char *
strip_to_table (ComityFigure *figure)
{
  StripFigure *self = (StripFigure *) figure;
  GString *table = g_string_new (NULL);

  for (gsize i = 0; i < self->n; i++)
    {
      g_autofree char *text = comity_figure_to_table (self->panels[i]);
      const char *line = text;

      for (gsize l = 0; *line != '\0'; l++)
        {
          const char *end = line + strcspn (line, "\n");

          if (l > 0 || i == 0)
            g_string_append_printf (table, "%s\t%.*s\n", l == 0 ? "panel" : self->labels[i],
                                    (int) (end - line), line);
          line = *end == '\0' ? end : end + 1;
        }
    }
  return g_string_free (table, FALSE);
}

static void
strip_init (StripFigure *self, ComityFigure *const *figures, const char *const *labels, gsize n)
{
  self->n = n;
  self->panels = g_new0 (ComityFigure *, n);
  self->labels = g_new0 (char *, n + 1);
  self->places = g_new0 (ComityRect, n);
  for (gsize i = 0; i < n; i++)
    {
      ComityFigure *panel = comity_figure_copy (figures[i]);
      g_autofree char *note = panel->klass->dup_note (panel);

      panel->is_panel = TRUE;
      panel->show_caption = FALSE;
      comity_figure_set_title (panel, labels[i]);
      comity_figure_set_notice (panel, note);
      self->panels[i] = panel;
      self->labels[i] = g_strdup (labels[i]);
    }
}

static void
strip_copy (ComityFigure *to, const ComityFigure *from)
{
  const StripFigure *source = (const StripFigure *) from;

  strip_init ((StripFigure *) to, source->panels, (const char *const *) source->labels, source->n);
  ((StripFigure *) to)->asked_columns = source->asked_columns;
}

static void
strip_finalize (ComityFigure *figure)
{
  StripFigure *self = (StripFigure *) figure;

  for (gsize i = 0; i < self->n; i++)
    comity_figure_unref (self->panels[i]);
  g_free (self->panels);
  g_strfreev (self->labels);
  g_free (self->places);
}

static const ComityFigureClass strip_class = {
  .instance_size = sizeof (StripFigure),
  .copy = strip_copy,
  .finalize = strip_finalize,
  .layout = strip_layout,
  .draw = strip_draw,
  .draw_overlay = strip_draw_overlay,
  .hit = strip_hit,
  .get_element_rect = strip_get_element_rect,
  .move = strip_move,
  .describe = strip_describe,
  .describe_element = strip_describe_element,
  .to_table = strip_to_table,
  .fill_scene = strip_fill_scene,
  .has_over = strip_has_over,
};

/* "Mutual legal assistance treaties, up to 1990" is of its year what all are of theirs. */
static char *
dup_title (ComityFigure *first, const char *const *labels, gsize n)
{
  const char *comma = g_strrstr (first->title, ", ");
  const char *up_to =
      comma != NULL && g_str_has_prefix (comma, ", up to ") ? ", up to each year," : ",";
  g_autofree char *what =
      comma != NULL ? g_strndup (first->title, (gsize) (comma - first->title)) : NULL;

  if (what == NULL || n == 1)
    return g_strdup (first->title);
  return g_strdup_printf ("%s%s %s – %s", what, up_to, labels[0], labels[n - 1]);
}

void
comity_figures_join (ComityFigure *const *figures, gsize n)
{
  g_return_if_fail (figures != NULL);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        g_return_if_fail (figures[j]->klass == figures[i]->klass &&
                          figures[i]->klass->join != NULL);
        figures[i]->klass->join (figures[i], figures[j]);
      }
}

ComityFigure *
comity_strip_figure_new (ComityFigure *const *figures, const char *const *labels, gsize n)
{
  ComityFigure *figure;
  g_autofree char *title = NULL;

  g_return_val_if_fail (figures != NULL && labels != NULL && n > 0, NULL);
  for (gsize i = 0; i < n; i++)
    g_return_val_if_fail (figures[i]->klass == figures[0]->klass && figures[i]->klass->join != NULL,
                          NULL);

  figure = comity_figure_new (&strip_class);
  strip_init ((StripFigure *) figure, figures, labels, n);
  comity_figures_join (((StripFigure *) figure)->panels, n);
  title = dup_title (figures[0], labels, n);
  comity_figure_set_title (figure, title);
  for (gsize i = 0; i < n && *figure->notice == '\0'; i++)
    comity_figure_set_notice (figure, figures[i]->notice);
  return figure;
}

void
comity_strip_figure_set_columns (ComityFigure *self, gsize n_columns)
{
  g_return_if_fail (self != NULL && self->klass == &strip_class);

  ((StripFigure *) self)->asked_columns = n_columns;
}
