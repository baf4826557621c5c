/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The similarity heatmap: its data, what is under a point, where an element is, and its words.
 * Places are made in comity-heatmap-figure-layout.c, ink in -draw.c. */
#include "config.h"

#include "comity-heatmap-figure-private.h"

#include "comity-number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

ComityHeatmapData *
comity_heatmap_data_new (gsize n, gsize n_ties, gsize n_joints)
{
  ComityHeatmapData *data;
  double *values = g_try_malloc_n (n * (n + 1) / 2 + 1, sizeof (double));

  if (values == NULL)
    return NULL;
  data = g_atomic_rc_box_new0 (ComityHeatmapData);
  data->n = n;
  data->values = values;
  data->states = g_new0 (guint32, n);
  data->codes = g_new0 (char *, n);
  data->names = g_new0 (char *, n);
  data->families = g_new0 (ComityTradition, n);
  data->exists = g_new0 (gboolean, n);
  data->n_ties = n_ties;
  data->ties = g_new0 (ComityHeatmapTie, n_ties);
  data->n_joints = n_joints;
  data->joints = g_new0 (ComityHeatmapJoint, n_joints);
  data->positions = g_hash_table_new (NULL, NULL);
  return data;
}

static void
heatmap_data_clear (gpointer pointer)
{
  ComityHeatmapData *data = pointer;

  for (gsize i = 0; i < data->n; i++)
    {
      g_free (data->codes[i]);
      g_free (data->names[i]);
    }
  g_free (data->states);
  g_free (data->codes);
  g_free (data->names);
  g_free (data->families);
  g_free (data->exists);
  g_free (data->values);
  g_free (data->ties);
  g_free (data->joints);
  g_hash_table_unref (data->positions);
  g_free (data->measure);
  g_free (data->tie_name);
  g_free (data->remark);
}

void
comity_heatmap_data_unref (ComityHeatmapData *data)
{
  g_atomic_rc_box_release_full (data, heatmap_data_clear);
}

static int
compare_ties (const void *a, const void *b)
{
  const ComityHeatmapTie *x = a, *y = b;

  return x->row != y->row ? (x->row > y->row) - (x->row < y->row)
                          : (x->column > y->column) - (x->column < y->column);
}

void
comity_heatmap_data_index (ComityHeatmapData *data)
{
  for (gsize i = 0; i < data->n; i++)
    g_hash_table_insert (data->positions, GSIZE_TO_POINTER ((gsize) data->states[i] + 1),
                         GSIZE_TO_POINTER (i + 1));
  if (data->n_ties > 0)
    qsort (data->ties, data->n_ties, sizeof *data->ties, compare_ties);
}

const ComityHeatmapTie *
comity_heatmap_data_find_tie (const ComityHeatmapData *data, gsize row, gsize column)
{
  const ComityHeatmapTie key = { (guint32) MAX (row, column), (guint32) MIN (row, column), 0, 0 };

  return data->n_ties == 0
             ? NULL
             : bsearch (&key, data->ties, data->n_ties, sizeof *data->ties, compare_ties);
}

ComityHeatmapCell
comity_heatmap_figure_get_cell (const ComityHeatmapFigure *self, gsize row, gsize column)
{
  const ComityHeatmapData *data = self->data;

  if (!data->exists[row] || !data->exists[column])
    return COMITY_HEATMAP_ABSENT;
  return isnan (*comity_heatmap_data_value (data, row, column)) ? COMITY_HEATMAP_MISSING
                                                                : COMITY_HEATMAP_VALUE;
}

gsize
comity_heatmap_figure_get_step (const ComityHeatmapFigure *self, gsize row, gsize column)
{
  double place =
      comity_scale_map (&self->scale, *comity_heatmap_data_value (self->data, row, column));

  return (gsize) lround (CLAMP (place, 0.0, 1.0) * (COMITY_HEATMAP_STEPS - 1));
}

ComityRect
comity_heatmap_figure_get_cell_rect (const ComityHeatmapFigure *self, gsize row, gsize column)
{
  const ComityFigure *figure = &self->parent;
  ComityPoint corner = comity_figure_to_view (figure, figure->area.x + self->cell * (double) column,
                                              figure->area.y + self->cell * (double) row);
  double side = self->cell * figure->view_scale;

  return (ComityRect){ corner.x, corner.y, side, side };
}

static gboolean
find_state (const ComityHeatmapFigure *self, guint32 state, gsize *position)
{
  gpointer found =
      g_hash_table_lookup (self->data->positions, GSIZE_TO_POINTER ((gsize) state + 1));

  if (found == NULL)
    return FALSE;
  *position = GPOINTER_TO_SIZE (found) - 1;
  return TRUE;
}

gboolean
comity_heatmap_figure_find (const ComityHeatmapFigure *self,
                            ComityElement element,
                            gsize *row,
                            gsize *column)
{
  gsize a, b;

  if (element.kind == COMITY_ELEMENT_STATE && find_state (self, element.a, &a))
    b = a;
  else if (element.kind != COMITY_ELEMENT_PAIR || !find_state (self, element.a, &a) ||
           !find_state (self, element.b, &b))
    return FALSE;
  *row = self->in_upper ? MIN (a, b) : MAX (a, b);
  *column = self->in_upper ? MAX (a, b) : MIN (a, b);
  return TRUE;
}

static ComityElement
make_element (ComityHeatmapFigure *self, gsize row, gsize column)
{
  guint32 a = self->data->states[row], b = self->data->states[column];

  if (row == column)
    return (ComityElement){ COMITY_ELEMENT_STATE, a, 0 };
  self->in_upper = row < column;
  return (ComityElement){ COMITY_ELEMENT_PAIR, MIN (a, b), MAX (a, b) };
}

static ComityElement
heatmap_hit (ComityFigure *figure, double x, double y)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  ComityPoint place = comity_figure_from_view (figure, x, y);
  gsize n = self->data->n, row, column;
  gboolean on_row, on_column;
  double side;

  if (n == 0 || self->cell <= 0)
    return COMITY_NO_ELEMENT;
  side = self->cell * (double) n;
  /* Beside the square, on the bands and labels, a row or a column is its state. */
  on_row = y >= figure->area.y && y < figure->area.y + figure->area.height &&
           place.y >= figure->area.y && place.y < figure->area.y + side;
  on_column = x >= figure->area.x && x < figure->area.x + figure->area.width &&
              place.x >= figure->area.x && place.x < figure->area.x + side;
  row = on_row ? MIN ((gsize) ((place.y - figure->area.y) / self->cell), n - 1) : 0;
  column = on_column ? MIN ((gsize) ((place.x - figure->area.x) / self->cell), n - 1) : 0;
  if (on_row && on_column)
    return make_element (self, row, column);
  if (on_row && comity_rect_contains (&self->row_heads, x, y))
    return make_element (self, row, row);
  if (on_row && comity_rect_contains (&self->row_labels, x, y))
    return make_element (self, row, row);
  if (on_column && comity_rect_contains (&self->column_heads, x, y))
    return make_element (self, column, column);
  if (on_column && comity_rect_contains (&self->column_labels, x, y))
    return make_element (self, column, column);
  return COMITY_NO_ELEMENT;
}

static gboolean
heatmap_get_element_rect (ComityFigure *figure, ComityElement element, ComityRect *rect)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  gsize row, column;

  if (!comity_heatmap_figure_find (self, element, &row, &column))
    return FALSE;
  *rect = comity_heatmap_figure_get_cell_rect (self, row, column);
  return TRUE;
}

static ComityElement
heatmap_move (ComityFigure *figure, ComityElement from, int dx, int dy)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  gssize last = (gssize) self->data->n - 1;
  gsize row, column;

  if (last < 0)
    return COMITY_NO_ELEMENT;
  if (!comity_heatmap_figure_find (self, from, &row, &column))
    return make_element (self, (gsize) MIN (1, last), 0);
  row = (gsize) CLAMP ((gssize) row + dy, 0, last);
  column = (gsize) CLAMP ((gssize) column + dx, 0, last);
  return make_element (self, row, column);
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static char *
heatmap_describe (ComityFigure *figure)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  const ComityHeatmapData *data = self->data;
  g_autofree double *known = g_try_malloc_n (data->n * (data->n + 1) / 2 + 1, sizeof (double));
  g_autofree char *states = comity_count_words (data->n, "state", "states");
  GString *words = g_string_new (NULL);
  gsize n_known = 0, n_missing = 0;

  g_string_append_printf (words, "%s, %d: heatmap of %s.", data->measure, data->year, states);
  for (gsize i = 0; i < data->n && known != NULL; i++)
    for (gsize j = 0; j < i; j++)
      if (comity_heatmap_figure_get_cell (self, i, j) == COMITY_HEATMAP_VALUE)
        known[n_known++] = *comity_heatmap_data_value (data, i, j);
      else
        n_missing++;
  if (n_known > 0)
    {
      g_autofree char *low = NULL;
      g_autofree char *median = NULL;
      g_autofree char *high = NULL;

      qsort (known, n_known, sizeof (double), compare_doubles);
      low = comity_scale_format_value (known[0]);
      median = comity_scale_format_value ((known[(n_known - 1) / 2] + known[n_known / 2]) / 2);
      high = comity_scale_format_value (known[n_known - 1]);
      g_string_append_printf (words, " Pairs range from %s to %s, median %s.", low, high, median);
    }
  else
    g_string_append (words, " No pair has data.");
  if (n_missing > 0)
    {
      g_autofree char *missing = comity_count_words (n_missing, "pair", "pairs");

      g_string_append_printf (words, " %s without data.", missing);
    }
  if (data->n_ties > 0)
    {
      g_autofree char *ties = comity_count_words (data->n_ties, "pair has", "pairs have");

      g_string_append_printf (words, " %s a treaty (%s).", ties, data->tie_name);
    }
  if (*data->remark != '\0')
    g_string_append_printf (words, " %s.", data->remark);
  return g_string_free (words, FALSE);
}

static char *
describe_state (const ComityHeatmapFigure *self, gsize row)
{
  const ComityHeatmapData *data = self->data;
  double sum = 0;
  gsize n = 0, n_ties = 0;
  g_autofree char *ties = NULL;
  g_autofree char *mean = NULL;

  for (gsize j = 0; j < data->n; j++)
    if (j != row && comity_heatmap_figure_get_cell (self, row, j) == COMITY_HEATMAP_VALUE)
      {
        sum += *comity_heatmap_data_value (data, row, j);
        n++;
      }
  for (gsize i = 0; i < data->n_ties; i++)
    n_ties += data->ties[i].row == row || data->ties[i].column == row;
  ties = comity_count_words (n_ties, "treaty partner", "treaty partners");
  mean = comity_scale_format_value (n > 0 ? sum / (double) n : NAN);
  return g_strdup_printf ("%s (%s): mean over the others %s; %s; %s", data->names[row],
                          data->codes[row], mean, comity_family_label (data->families[row]), ties);
}

static char *
heatmap_describe_element (ComityFigure *figure, ComityElement element)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  const ComityHeatmapData *data = self->data;
  const ComityHeatmapTie *tie;
  GString *words;
  gsize row, column, a, b;

  if (!comity_heatmap_figure_find (self, element, &row, &column))
    return g_strdup ("");
  if (row == column)
    return describe_state (self, row);

  a = data->states[row] < data->states[column] ? row : column;
  b = a == row ? column : row;
  words = g_string_new (NULL);
  g_string_append_printf (words, "%s (%s) – %s (%s): ", data->names[a], data->codes[a],
                          data->names[b], data->codes[b]);
  switch (comity_heatmap_figure_get_cell (self, row, column))
    {
    case COMITY_HEATMAP_VALUE:
      {
        g_autofree char *value =
            comity_scale_format_value (*comity_heatmap_data_value (data, row, column));

        g_string_append (words, value);
        break;
      }
    case COMITY_HEATMAP_MISSING:
      g_string_append (words, "no data");
      break;
    case COMITY_HEATMAP_ABSENT:
      g_string_append_printf (words, "not both states in %d", data->year);
      break;
    }
  tie = comity_heatmap_data_find_tie (data, row, column);
  if (tie != NULL && tie->year > 0)
    g_string_append_printf (words, "; %s %d", data->tie_name, tie->year);
  else if (tie != NULL)
    g_string_append_printf (words, "; %s", data->tie_name);
  return g_string_free (words, FALSE);
}

static char *
heatmap_to_table (ComityFigure *figure)
{
  const ComityHeatmapData *data = ((ComityHeatmapFigure *) figure)->data;
  GString *table = g_string_new ("state_a\tstate_b\tvalue\ttreaty\n");

  for (gsize i = 0; i < data->n; i++)
    for (gsize j = 0; j < i; j++)
      {
        const ComityHeatmapTie *tie = comity_heatmap_data_find_tie (data, i, j);
        gboolean in_order = data->states[i] < data->states[j];
        char value[COMITY_NUMBER_BUFFER];

        g_string_append_printf (
            table, "%s\t%s\t%s\t", data->codes[in_order ? i : j], data->codes[in_order ? j : i],
            comity_number_format (*comity_heatmap_data_value (data, i, j), value));
        if (tie != NULL && tie->year > 0)
          g_string_append_printf (table, "%d", tie->year);
        else if (tie != NULL)
          g_string_append (table, "yes");
        g_string_append_c (table, '\n');
      }
  return g_string_free (table, FALSE);
}

/* Whether the states of a family stand together, so that lines between families make sense. */
static gboolean
families_are_grouped (const ComityHeatmapData *data)
{
  gsize runs = 0, families = 0;
  guint seen = 0;

  for (gsize i = 0; i < data->n; i++)
    {
      runs += i == 0 || data->families[i] != data->families[i - 1];
      families += (seen >> data->families[i] & 1) == 0;
      seen |= 1u << data->families[i];
    }
  return families > 1 && runs == families;
}

/* Yes and no, as of the same legal tradition: no colour between the ends is ever used. */
static gboolean
only_ends_occur (const ComityHeatmapFigure *self)
{
  const ComityHeatmapData *data = self->data;
  gboolean any = FALSE;

  for (gsize i = 0; i < data->n; i++)
    for (gsize j = 0; j <= i; j++)
      {
        double value = *comity_heatmap_data_value (data, i, j);

        if (comity_heatmap_figure_get_cell (self, i, j) != COMITY_HEATMAP_VALUE)
          continue;
        if (value != data->low && value != data->high)
          return FALSE;
        any = TRUE;
      }
  return any;
}

static void
look_at_data (ComityHeatmapFigure *self)
{
  const ComityHeatmapData *data = self->data;

  for (gsize i = 0; i < data->n; i++)
    {
      self->has_families |= data->families[i] != COMITY_TRADITION_UNKNOWN;
      self->has_absent |= !data->exists[i];
      for (gsize j = 0; j <= i; j++)
        self->has_missing |= comity_heatmap_figure_get_cell (self, i, j) == COMITY_HEATMAP_MISSING;
    }
  self->is_two_valued = only_ends_occur (self);
  self->is_grouped = families_are_grouped (data);
  comity_scale_init (&self->scale, COMITY_SCALE_LINEAR, data->low, data->high);
}

static void
heatmap_init (ComityHeatmapFigure *self,
              ComityHeatmapData *data,
              const ComityHeatmapOptions *options)
{
  self->data = data;
  self->options = *options;
  self->legend = comity_legend_new ();
  self->missing = g_array_new (FALSE, FALSE, sizeof (ComityRect));
  look_at_data (self);
}

static void
heatmap_copy (ComityFigure *to, const ComityFigure *from)
{
  const ComityHeatmapFigure *source = (const ComityHeatmapFigure *) from;

  heatmap_init ((ComityHeatmapFigure *) to, g_atomic_rc_box_acquire (source->data),
                &source->options);
}

static void
heatmap_finalize (ComityFigure *figure)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;

  comity_heatmap_data_unref (self->data);
  comity_legend_free (self->legend);
  g_array_unref (self->missing);
  g_clear_pointer (&self->image, cairo_surface_destroy);
}

static const ComityFigureClass heatmap_class = {
  .instance_size = sizeof (ComityHeatmapFigure),
  .can_zoom = TRUE,
  .copy = heatmap_copy,
  .finalize = heatmap_finalize,
  .layout = comity_heatmap_figure_layout,
  .draw = comity_heatmap_figure_draw,
  .draw_overlay = comity_heatmap_figure_draw_overlay,
  .hit = heatmap_hit,
  .get_element_rect = heatmap_get_element_rect,
  .move = heatmap_move,
  .describe = heatmap_describe,
  .describe_element = heatmap_describe_element,
  .to_table = heatmap_to_table,
};

ComityFigure *
comity_heatmap_figure_new_from_data (ComityHeatmapData *data, const ComityHeatmapOptions *options)
{
  static const ComityHeatmapOptions defaults = COMITY_HEATMAP_OPTIONS_INIT;
  ComityFigure *figure = comity_figure_new (&heatmap_class);

  heatmap_init ((ComityHeatmapFigure *) figure, data, options != NULL ? options : &defaults);
  return figure;
}
