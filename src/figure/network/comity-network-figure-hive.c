/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes along the axes of a hive: across each axis, on both of its sides, none over another. Where
 * states stand closer than letters, codes move along the axis, each with a line to its state, and
 * of those that would have to go far the best connected stay. */
#include "config.h"

#include "comity-network-figure-private.h"

#include <math.h>

/* How far a code may stand from its state along the axis, in heights of a code. */
#define MOST_MOVED 1.6
/* Codes of one side are at least so far from each other, in heights of a code. */
#define SPACING 1.02
/* A code that moved less than this, in heights, needs no line. */
#define UNMOVED 0.3
/* From the rim of the largest state of the axis to the codes, in sizes of the ordinary letter. */
#define GAP 0.35
#define GAP_WITH_LINES 0.95

typedef struct
{
  guint32 node;
  double at;    /* where its state is along the axis, points from the middle */
  double place; /* where its code is */
  double width;
} Spot;

typedef struct
{
  ComityPoint middle, along, across; /* along the axis outwards; across it, to side 0 */
  double radius;                     /* of the largest state on it */
  double outermost;                  /* where its last state is along it */
  double width, height;              /* of its widest code */
  GArray *sides[2];                  /* Spot, outwards */
  double limits[2];                  /* where the last code may be */
} Axis;

static void
axis_clear (Axis *axis)
{
  g_clear_pointer (&axis->sides[0], g_array_unref);
  g_clear_pointer (&axis->sides[1], g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Axis, axis_clear)

/* Places at least @gap apart and, by the sum of squares, as near their states as can be: runs that
 * would crowd share the middle of what they want (isotonic regression by pooling, Best &
 * Chakravarti 1990, doi:10.1007/BF01580873), none beyond @limit. The farthest that one of them had
 * to go. */
static double
spread (GArray *side, double gap, double limit)
{
  guint n = side->len, n_blocks = 0;
  g_autofree double *mean = g_new (double, n + 1);
  g_autofree guint *size = g_new (guint, n + 1);
  double farthest = 0;

  for (guint i = 0; i < n; i++)
    {
      mean[n_blocks] = g_array_index (side, Spot, i).at - gap * i;
      size[n_blocks++] = 1;
      while (n_blocks > 1 && mean[n_blocks - 2] > mean[n_blocks - 1])
        {
          guint a = size[n_blocks - 2], b = size[n_blocks - 1];

          mean[n_blocks - 2] = (a * mean[n_blocks - 2] + b * mean[n_blocks - 1]) / (a + b);
          size[n_blocks - 2] = a + b;
          n_blocks--;
        }
    }
  for (guint block = 0, i = 0; block < n_blocks; block++)
    for (guint k = 0; k < size[block]; k++, i++)
      {
        Spot *spot = &g_array_index (side, Spot, i);

        spot->place = MIN (mean[block], limit - gap * (n - 1)) + gap * i;
        farthest = MAX (farthest, fabs (spot->place - spot->at));
      }
  return farthest;
}

/* FALSE, and nothing changed, when somebody would have to go too far. */
static gboolean
try_side (Axis *axis, int k, const Spot *spot)
{
  GArray *side = axis->sides[k];
  double gap = SPACING * axis->height;
  guint before = 0;

  while (before < side->len && g_array_index (side, Spot, before).at <= spot->at)
    before++;
  g_array_insert_val (side, before, *spot);
  if (spread (side, gap, axis->limits[k]) <= MOST_MOVED * axis->height)
    return TRUE;
  g_array_remove_index (side, before);
  spread (side, gap, axis->limits[k]);
  return FALSE;
}

/* How crowded a side is around a place. */
static guint
count_around (const GArray *side, double at, double reach)
{
  guint n = 0;

  for (guint i = 0; i < side->len; i++)
    n += fabs (g_array_index (side, Spot, i).at - at) < reach;
  return n;
}

/* The four corners of a turned code, a little more than it is. */
static void
get_corners (const ComityNetworkLabel *label, double width, double height, ComityPoint corners[4])
{
  double cosine = cos (label->angle), sine = sin (label->angle);

  for (int k = 0; k < 4; k++)
    {
      double x = width / 2 * (k == 0 || k == 3 ? -1 : 1), y = height / 2 * (k < 2 ? -1 : 1);

      corners[k] =
          (ComityPoint){ label->at.x + cosine * x - sine * y, label->at.y + sine * x + cosine * y };
    }
}

/* Whether all of @b is beyond one edge of @a. */
static gboolean
is_apart (const ComityPoint a[4], const ComityPoint b[4])
{
  for (int k = 0; k < 4; k++)
    {
      ComityPoint p = a[k], q = a[(k + 1) % 4];
      int n_outside = 0;

      for (int i = 0; i < 4; i++)
        n_outside += (q.x - p.x) * (b[i].y - p.y) - (q.y - p.y) * (b[i].x - p.x) <= 0;
      if (n_outside == 4)
        return TRUE;
    }
  return FALSE;
}

gboolean
comity_network_label_overlaps (const ComityNetworkLabel *a, const ComityNetworkLabel *b)
{
  ComityPoint p[4], q[4];

  get_corners (a, a->width, a->height, p);
  get_corners (b, b->width, b->height, q);
  return !is_apart (p, q) && !is_apart (q, p);
}

/* The label of a spot with codes beginning so far from the axis. */
static ComityNetworkLabel
make_label (
    const ComityNetworkFigure *self, const Axis *axis, int side, const Spot *spot, double reach)
{
  ComityPoint across = { axis->across.x * (side == 0 ? 1 : -1),
                         axis->across.y * (side == 0 ? 1 : -1) };
  double out = reach + spot->width / 2, em = self->parent.font_size;
  double angle = atan2 (across.y, across.x);
  ComityNetworkLabel label = { .node = spot->node,
                               .turned = TRUE,
                               .width = spot->width,
                               .height = axis->height,
                               .halo = 0.13 * em };

  label.at = (ComityPoint){ axis->middle.x + spot->place * axis->along.x + out * across.x,
                            axis->middle.y + spot->place * axis->along.y + out * across.y };
  /* Read from the left, or from below upwards. */
  label.angle = cos (angle) < -1e-9 ? angle + G_PI : angle;
  label.box = (ComityRect){ label.at.x - axis->height / 2, label.at.y - axis->height / 2,
                            axis->height, axis->height };
  if (fabs (spot->place - spot->at) > UNMOVED * axis->height)
    {
      double near = self->radii[spot->node] + 0.8 * self->unit, far = reach - 0.12 * em;

      label.has_line = TRUE;
      label.from = (ComityPoint){ axis->middle.x + spot->at * axis->along.x + near * across.x,
                                  axis->middle.y + spot->at * axis->along.y + near * across.y };
      label.to = (ComityPoint){ axis->middle.x + spot->place * axis->along.x + far * across.x,
                                axis->middle.y + spot->place * axis->along.y + far * across.y };
    }
  return label;
}

static gboolean
is_in_area (const ComityNetworkFigure *self, const ComityNetworkLabel *label)
{
  ComityPoint corners[4];

  get_corners (label, label->width, label->height, corners);
  for (int k = 0; k < 4; k++)
    if (!comity_rect_contains (&self->parent.area, corners[k].x, corners[k].y))
      return FALSE;
  return TRUE;
}

/* Whether it lies on states of another axis. */
static gboolean
hides_others (const ComityNetworkFigure *self, const ComityNetworkLabel *label)
{
  const ComityNetworkFigureData *data = self->data;
  double cosine = cos (label->angle), sine = sin (label->angle);

  for (gsize i = 0; i < data->n; i++)
    {
      ComityPoint point = comity_network_figure_get_point (self, i);
      double x = point.x - label->at.x, y = point.y - label->at.y, radius = self->radii[i];

      if (radius > 0 && data->families[i] != data->families[label->node] &&
          fabs (cosine * x + sine * y) < label->width / 2 + radius &&
          fabs (cosine * y - sine * x) < label->height / 2 + radius)
        return TRUE;
    }
  return FALSE;
}

/* Where the axis runs and how large things are on it; FALSE: nobody of the family is seen. */
static gboolean
find_axis (const ComityNetworkFigure *self,
           ComityCanvas *canvas,
           ComityTradition family,
           gsize most,
           Axis *axis)
{
  const ComityNetworkFigureData *data = self->data;
  ComityTextStyle style = comity_network_figure_label_style (self);
  double width, height;

  for (gsize i = 0; i < most; i++)
    {
      guint32 node = data->by_degree[i];
      ComityPoint point = comity_network_figure_get_point (self, node);
      double at = hypot (point.x - axis->middle.x, point.y - axis->middle.y);

      if (data->families[node] != family || !(self->radii[node] > 0) || !(at > 1e-9) ||
          !comity_rect_contains (&self->parent.area, point.x, point.y))
        continue;
      axis->along =
          (ComityPoint){ (point.x - axis->middle.x) / at, (point.y - axis->middle.y) / at };
      axis->radius = MAX (axis->radius, self->radii[node]);
      axis->outermost = MAX (axis->outermost, at);
      comity_canvas_measure (canvas, data->codes[node], &style, &width, &height);
      axis->width = MAX (axis->width, width);
      axis->height = 0.86 * height; /* codes are capitals */
    }
  axis->across = (ComityPoint){ axis->along.y, -axis->along.x };
  return axis->height > 0;
}

/* As far out as a code still is inside the picture. */
static double
find_limit (const ComityNetworkFigure *self, const Axis *axis, int side, double reach)
{
  Spot spot = { .at = axis->outermost, .width = axis->width };

  for (spot.place = axis->outermost + MOST_MOVED * axis->height;
       spot.place > axis->outermost - 8 * axis->height; spot.place -= 0.1 * axis->height)
    {
      ComityNetworkLabel label = make_label (self, axis, side, &spot, reach);

      if (is_in_area (self, &label))
        break;
    }
  return spot.place;
}

/* The best connected of one family, of those that may be labelled. */
static void
label_axis (ComityNetworkFigure *self, ComityCanvas *canvas, ComityTradition family, gsize most)
{
  const ComityNetworkFigureData *data = self->data;
  ComityTextStyle style = comity_network_figure_label_style (self);
  g_auto (Axis) axis = { .middle = comity_network_figure_get_middle (self) };
  gboolean moved = FALSE;
  double reach, em = self->parent.font_size;

  if (!find_axis (self, canvas, family, most, &axis))
    return;
  for (int side = 0; side < 2; side++)
    {
      axis.sides[side] = g_array_new (FALSE, FALSE, sizeof (Spot));
      axis.limits[side] = find_limit (self, &axis, side, axis.radius + GAP_WITH_LINES * em);
    }
  for (gsize i = 0; i < most; i++)
    {
      guint32 node = data->by_degree[i];
      ComityPoint point = comity_network_figure_get_point (self, node);
      Spot spot = { .node = node, .at = hypot (point.x - axis.middle.x, point.y - axis.middle.y) };
      int side;

      if (data->families[node] != family || !(self->radii[node] > 0) ||
          !comity_rect_contains (&self->parent.area, point.x, point.y))
        continue;
      comity_canvas_measure (canvas, data->codes[node], &style, &spot.width, NULL);
      side = count_around (axis.sides[0], spot.at, 3 * axis.height) >
             count_around (axis.sides[1], spot.at, 3 * axis.height);
      if (!try_side (&axis, side, &spot))
        try_side (&axis, !side, &spot);
    }
  for (int side = 0; side < 2; side++)
    for (guint i = 0; i < axis.sides[side]->len; i++)
      {
        const Spot *spot = &g_array_index (axis.sides[side], Spot, i);

        moved |= fabs (spot->place - spot->at) > UNMOVED * axis.height;
      }
  reach = axis.radius + (moved ? GAP_WITH_LINES : GAP) * em;
  for (int side = 0; side < 2; side++)
    for (guint i = axis.sides[side]->len; i > 0; i--)
      {
        const Spot *spot = &g_array_index (axis.sides[side], Spot, i - 1);
        ComityNetworkLabel label = make_label (self, &axis, side, spot, reach);
        gboolean is_free = is_in_area (self, &label) && !hides_others (self, &label);

        for (guint k = 0; k < self->labels->len && is_free; k++)
          is_free = !comity_network_label_overlaps (
              &label, &g_array_index (self->labels, ComityNetworkLabel, k));
        if (is_free)
          g_array_append_val (self->labels, label);
      }
}

void
comity_network_figure_label_hive (ComityNetworkFigure *self, ComityCanvas *canvas, gsize most)
{
  for (int family = 0; family < COMITY_N_TRADITIONS; family++)
    label_axis (self, canvas, (ComityTradition) family, MIN (most, self->data->n));
}
