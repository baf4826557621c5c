/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The similarity heatmap: its data, what is under a point, where an element is, and its words.
 * Places are made in comity-heatmap-figure-layout.c, ink in -draw.c. */
#include "config.h"

#include "comity-heatmap-figure-private.h"

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
  g_free (data->bands);
  g_strfreev (data->band_names);
  g_free (data->band_title);
  g_free (data->groups);
  g_free (data->widths);
  g_free (data->group_means);
  g_free (data->sizes);
  g_free (data->n_pairs);
  g_free (data->n_pairs_all);
  g_free (data->rows);
  g_clear_pointer (&data->similarity, comity_similarity_unref);
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

double
comity_heatmap_data_get_height (const ComityHeatmapData *data, double share)
{
  const ComityHeatmapJoint *top = NULL;

  for (gsize k = 0; k < data->n_joints; k++)
    if (top == NULL || data->joints[k].height > top->height)
      top = &data->joints[k];
  return top != NULL && top->height > 0 ? share * top->value / top->height : 0;
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
  gboolean in_upper;

  if (self->data->is_blocks)
    {
      if (element.kind != COMITY_ELEMENT_GROUP || element.a >= self->data->n ||
          element.b >= self->data->n)
        return FALSE;
      a = element.a;
      b = element.b;
    }
  else if (element.kind == COMITY_ELEMENT_STATE && find_state (self, element.a, &a))
    b = a;
  else if (element.kind != COMITY_ELEMENT_PAIR || !find_state (self, element.a, &a) ||
           !find_state (self, element.b, &b))
    return FALSE;
  in_upper = comity_element_equal (element, self->chosen.element)    ? self->chosen.in_upper
             : comity_element_equal (element, self->pointed.element) ? self->pointed.in_upper
                                                                     : FALSE;
  *row = in_upper ? MIN (a, b) : MAX (a, b);
  *column = in_upper ? MAX (a, b) : MIN (a, b);
  return TRUE;
}

void
comity_heatmap_figure_choose (ComityHeatmapFigure *self, ComityElement selected)
{
  if (comity_element_equal (selected, self->chosen.element))
    return;
  if (comity_element_equal (selected, self->pointed.element))
    self->chosen = self->pointed;
  else
    self->chosen = (ComityHeatmapSide){ selected, FALSE };
}

/* @side, nullable, is told in which half the element was met. */
static ComityElement
make_element (const ComityHeatmapFigure *self, gsize row, gsize column, ComityHeatmapSide *side)
{
  guint32 a, b;
  ComityElement element;

  if (self->data->is_blocks)
    element = (ComityElement){ COMITY_ELEMENT_GROUP, (guint32) MIN (row, column),
                               (guint32) MAX (row, column) };
  else
    {
      a = self->data->states[row];
      b = self->data->states[column];
      element = row == column
                    ? (ComityElement){ COMITY_ELEMENT_STATE, a, 0 }
                    : (ComityElement){ COMITY_ELEMENT_PAIR, MIN (a, b), MAX (a, b) };
    }
  if (side != NULL)
    *side = (ComityHeatmapSide){ element, row < column };
  return element;
}

/* A point of the tree: its place along the leaves in cells, and its height as a share of the
 * greatest. */
static void
get_tree_place (const ComityHeatmapFigure *self, double x, double y, double *along, double *height)
{
  const ComityFigure *figure = &self->parent;
  double scale = self->cell * figure->view_scale;
  ComityPoint corner = comity_figure_to_view (figure, figure->area.x, figure->area.y);

  *along = self->tree_is_left ? (y - corner.y) / scale : (x - corner.x) / scale;
  *height = 1 - (self->tree_is_left ? (x - self->tree.x) / self->tree.width
                                    : (y - self->tree.y) / self->tree.height);
}

static ComityElement
make_cut (const ComityHeatmapFigure *self, double height)
{
  gsize n_joined = 0;

  height = CLAMP (height, 0.0, 1.0);
  for (gsize k = 0; k < self->data->n_joints; k++)
    n_joined += self->data->joints[k].height <= height;
  return (ComityElement){ COMITY_ELEMENT_CUT, (guint32) (self->data->n_joints + 1 - n_joined),
                          (guint32) lround (height * COMITY_HEATMAP_CUT_STEPS) };
}

static ComityElement
heatmap_cut (ComityFigure *figure, double x, double y)
{
  const ComityHeatmapFigure *self = (const ComityHeatmapFigure *) figure;
  double along, height;

  if (!(self->tree.width > 0) || self->data->n_joints == 0)
    return COMITY_NO_ELEMENT;
  get_tree_place (self, x, y, &along, &height);
  return make_cut (self, height);
}

/* In the tree: the joint whose bar is near, else a cut at that height. */
static ComityElement
hit_tree (ComityHeatmapFigure *self, double x, double y)
{
  const ComityHeatmapData *data = self->data;
  double depth = self->tree_is_left ? self->tree.width : self->tree.height;
  double tolerance = 0.35 * self->parent.font_size / depth;
  double along, height;
  gsize best = data->n_joints;

  get_tree_place (self, x, y, &along, &height);
  /* The line of the cut is there to be taken, whatever it lies on. */
  if (data->n_groups > 0 && fabs (data->cut - height) <= 0.5 * tolerance)
    return make_cut (self, data->cut);
  for (gsize k = 0; k < data->n_joints; k++)
    {
      const ComityHeatmapJoint *joint = &data->joints[k];
      double away = fabs (joint->height - height);

      if (away <= tolerance && along >= MIN (joint->left, joint->right) &&
          along <= MAX (joint->left, joint->right) &&
          (best == data->n_joints || away <= fabs (data->joints[best].height - height)))
        best = k;
    }
  if (best < data->n_joints)
    return (ComityElement){ COMITY_ELEMENT_JOINT, (guint32) best, 0 };
  return make_cut (self, height);
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
  if (comity_rect_contains (&self->tree, x, y))
    return hit_tree (self, x, y);
  side = self->cell * (double) n;
  /* Beside the square, on the bands and labels, a row or a column is its state. */
  on_row = y >= figure->area.y && y < figure->area.y + figure->area.height &&
           place.y >= figure->area.y && place.y < figure->area.y + side;
  on_column = x >= figure->area.x && x < figure->area.x + figure->area.width &&
              place.x >= figure->area.x && place.x < figure->area.x + side;
  row = on_row ? MIN ((gsize) ((place.y - figure->area.y) / self->cell), n - 1) : 0;
  column = on_column ? MIN ((gsize) ((place.x - figure->area.x) / self->cell), n - 1) : 0;
  if (on_row && on_column)
    return make_element (self, row, column, &self->pointed);
  if (on_row && comity_rect_contains (&self->row_heads, x, y))
    return make_element (self, row, row, NULL);
  if (on_row && comity_rect_contains (&self->row_labels, x, y))
    return make_element (self, row, row, NULL);
  if (on_column && comity_rect_contains (&self->column_heads, x, y))
    return make_element (self, column, column, NULL);
  if (on_column && comity_rect_contains (&self->column_labels, x, y))
    return make_element (self, column, column, NULL);
  return COMITY_NO_ELEMENT;
}

/* From the first to the last position that a stretch along the square touches. */
static gboolean
find_run (const ComityHeatmapFigure *self,
          double start,
          double end,
          double area_start,
          double area_length,
          double offset,
          gsize *first,
          gsize *last)
{
  double scale = self->parent.view_scale, n = (double) self->data->n;
  double corner = scale * area_start + offset, cell = scale * self->cell;

  start = MAX (start, area_start);
  end = MIN (end, area_start + area_length);
  if (!(end > start) || end <= corner || start >= corner + n * cell)
    return FALSE;
  *first = (gsize) CLAMP (floor ((start - corner) / cell), 0, n - 1);
  *last = (gsize) CLAMP (ceil ((end - corner) / cell) - 1, 0, n - 1);
  return TRUE;
}

/* Over the square rows and columns alike; beside it, on bands and labels, only the ones there. */
static void
heatmap_find_states (ComityFigure *figure, const ComityRect *rect, GArray *states)
{
  const ComityHeatmapFigure *self = (const ComityHeatmapFigure *) figure;
  gboolean on_area = comity_rect_overlaps (rect, &figure->area);
  gboolean on_rows = on_area || comity_rect_overlaps (rect, &self->row_heads) ||
                     comity_rect_overlaps (rect, &self->row_labels);
  gboolean on_columns = on_area || comity_rect_overlaps (rect, &self->column_heads) ||
                        comity_rect_overlaps (rect, &self->column_labels);
  gsize first, last;

  if (self->data->n == 0 || self->data->is_blocks || self->cell <= 0)
    return;
  if (on_rows && find_run (self, rect->y, rect->y + rect->height, figure->area.y,
                           figure->area.height, figure->view_dy, &first, &last))
    g_array_append_vals (states, &self->data->states[first], (guint) (last - first + 1));
  if (on_columns && find_run (self, rect->x, rect->x + rect->width, figure->area.x,
                              figure->area.width, figure->view_dx, &first, &last))
    g_array_append_vals (states, &self->data->states[first], (guint) (last - first + 1));
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
    return make_element (self, (gsize) MIN (1, last), 0, &self->chosen);
  row = (gsize) CLAMP ((gssize) row + dy, 0, last);
  column = (gsize) CLAMP ((gssize) column + dx, 0, last);
  return make_element (self, row, column, &self->chosen);
}

gboolean
comity_heatmap_figure_same_band (const ComityHeatmapFigure *self, gsize i, gsize j)
{
  const ComityHeatmapData *data = self->data;

  if (data->bands == NULL)
    return data->families[i] == data->families[j];
  return data->bands[i] == data->bands[j] || (isnan (data->bands[i]) && isnan (data->bands[j]));
}

/* Whether the states of a family (or region) stand together, so that lines between make sense. */
static gboolean
bands_are_grouped (const ComityHeatmapFigure *self)
{
  const ComityHeatmapData *data = self->data;
  gsize runs = 0, kinds = 0;

  if (data->bands != NULL && data->band_names == NULL)
    return FALSE;
  for (gsize i = 0; i < data->n; i++)
    {
      gboolean seen = FALSE;

      runs += i == 0 || !comity_heatmap_figure_same_band (self, i, i - 1);
      for (gsize j = 0; j < i && !seen; j++)
        seen = comity_heatmap_figure_same_band (self, i, j);
      kinds += !seen;
    }
  return kinds > 1 && runs == kinds;
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
      self->has_bands |= data->bands != NULL ? !isnan (data->bands[i])
                                             : data->families[i] != COMITY_TRADITION_UNKNOWN;
      self->has_absent |= !data->exists[i];
      for (gsize j = 0; j <= i; j++)
        self->has_missing |= comity_heatmap_figure_get_cell (self, i, j) == COMITY_HEATMAP_MISSING;
    }
  /* Nobody has a tie with itself, and nothing is missing there. */
  self->has_missing &= !data->is_ties;
  self->is_two_valued = data->is_ties || only_ends_occur (self);
  self->is_grouped = !data->is_blocks && bands_are_grouped (self);
  self->low = data->low;
  self->high = data->high;
  comity_scale_init (&self->scale, COMITY_SCALE_LINEAR, self->low, self->high);
}

void
comity_heatmap_figure_set_ties (ComityFigure *figure)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;

  self->data->is_ties = TRUE;
  look_at_data (self);
}

void
comity_heatmap_figure_join (ComityFigure *figure, const ComityFigure *other)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  const ComityHeatmapFigure *joined = (const ComityHeatmapFigure *) other;

  self->low = fmin (self->low, joined->low);
  self->high = fmax (self->high, joined->high);
  self->has_bands |= joined->has_bands;
  self->has_missing |= joined->has_missing;
  self->has_absent |= joined->has_absent;
  self->is_two_valued &= joined->is_two_valued;
  comity_scale_init (&self->scale, COMITY_SCALE_LINEAR, self->low, self->high);
}

static void
heatmap_init (ComityHeatmapFigure *self,
              ComityHeatmapData *data,
              const ComityHeatmapOptions *options)
{
  self->data = data;
  self->options = *options;
  self->options.band_variable = NULL; /* its values are in the data */
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
  comity_heatmap_figure_join (to, from);
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
  .draw_lens = comity_heatmap_figure_draw_lens,
  .hit = heatmap_hit,
  .cut = heatmap_cut,
  .find_states = heatmap_find_states,
  .get_element_rect = heatmap_get_element_rect,
  .move = heatmap_move,
  .describe = comity_heatmap_figure_describe,
  .describe_element = comity_heatmap_figure_describe_element,
  .to_table = comity_heatmap_figure_to_table,
  .panel_aspect = 1.0,
  .panel_is_rigid = TRUE,
  .join = comity_heatmap_figure_join,
  .layout_key = comity_heatmap_figure_layout_key,
  .draw_key = comity_heatmap_figure_draw_key,
  .dup_note = comity_heatmap_figure_dup_note,
};

ComityFigure *
comity_heatmap_figure_new_from_data (ComityHeatmapData *data, const ComityHeatmapOptions *options)
{
  static const ComityHeatmapOptions defaults = COMITY_HEATMAP_OPTIONS_INIT;
  ComityFigure *figure = comity_figure_new (&heatmap_class);

  heatmap_init ((ComityHeatmapFigure *) figure, data, options != NULL ? options : &defaults);
  return figure;
}
