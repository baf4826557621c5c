/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines and discs into pixels. A pixel is covered by as much of its unit square as lies inside,
 * measured along the normal of the line: exact for level and upright lines, and to the eye for all
 * others. What is translucent is laid over once per line, however its pieces overlap. */
#include "config.h"

#include "comity-raster.h"

#include <math.h>

/* A curve is followed in pieces of about so many pixels. */
#define PIECE 9.0
#define MOST_PIECES 64

struct _ComityRaster
{
  guint8 *data;
  int stride;
  int left, top, right, bottom;
  /* of a line of several pieces: how much of each pixel it covers, 0 … 255, and which it covers */
  guint8 *mask; /* (right - left) × (bottom - top) */
  guint32 *touched;
  gsize n_touched, n_room;
};

ComityRaster *
comity_raster_new (guint8 *data, int stride, int left, int top, int right, int bottom)
{
  ComityRaster *self = g_new0 (ComityRaster, 1);

  self->data = data;
  self->stride = stride;
  self->left = left;
  self->top = top;
  self->right = MAX (right, left);
  self->bottom = MAX (bottom, top);
  return self;
}

void
comity_raster_free (ComityRaster *self)
{
  if (self == NULL)
    return;
  g_free (self->mask);
  g_free (self->touched);
  g_free (self);
}

typedef struct
{
  guint32 color; /* opaque, as Cairo keeps it */
  double alpha;  /* 0 … 255 */
} Ink;

static Ink
make_ink (ComityColor color)
{
  return (Ink){ 0xff000000u | (guint32) lround (color.r * 255.0) << 16 |
                    (guint32) lround (color.g * 255.0) << 8 | (guint32) lround (color.b * 255.0),
                CLAMP (color.a, 0.0, 1.0) * 255.0 };
}

/* Lays @color over a pixel, a of 255; two of the four parts of a pixel at a time. */
static inline void
lay_over (guint32 *pixel, guint32 color, guint32 a)
{
  guint32 rest = 255 - a, d = *pixel, low, high;

  low = (d & 0xff00ff) * rest + (color & 0xff00ff) * a + 0x800080;
  low = ((low + ((low >> 8) & 0xff00ff)) >> 8) & 0xff00ff;
  high = ((d >> 8) & 0xff00ff) * rest + ((color >> 8) & 0xff00ff) * a + 0x800080;
  high = (high + ((high >> 8) & 0xff00ff)) & 0xff00ff00;
  *pixel = low | high;
}

static inline guint32 *
row_of (const ComityRaster *self, int y)
{
  return (guint32 *) (void *) (self->data + (gsize) y * (gsize) self->stride);
}

static gboolean
make_mask (ComityRaster *self)
{
  gsize n = (gsize) (self->right - self->left) * (gsize) (self->bottom - self->top);

  if (self->mask == NULL && n > 0)
    self->mask = g_try_malloc0 (n);
  return self->mask != NULL;
}

static inline void
touch (ComityRaster *self, int x, int y, float covered)
{
  gsize at =
      (gsize) (y - self->top) * (gsize) (self->right - self->left) + (gsize) (x - self->left);
  guint more = (guint) (covered * 255.0f + 0.5f);

  if (more == 0)
    return;
  if (self->mask[at] == 0)
    {
      if (self->n_touched == self->n_room)
        {
          self->n_room = MAX (2 * self->n_room, 1024);
          self->touched = g_renew (guint32, self->touched, self->n_room);
        }
      self->touched[self->n_touched++] = (guint32) at;
    }
  self->mask[at] = (guint8) MIN (self->mask[at] + more, 255);
}

static void
lay_touched (ComityRaster *self, Ink ink)
{
  gsize width = (gsize) (self->right - self->left);

  for (gsize k = 0; k < self->n_touched; k++)
    {
      gsize at = self->touched[k];
      int y = self->top + (int) (at / width), x = self->left + (int) (at % width);
      guint32 a = (guint32) (ink.alpha * self->mask[at] / 255.0 + 0.5);

      if (a > 0)
        lay_over (row_of (self, y) + x, ink.color, a);
      self->mask[at] = 0;
    }
  self->n_touched = 0;
}

/* Cuts the line to what can be seen (Liang & Barsky 1984, doi:10.1145/357332.357333); FALSE:
 * nothing can. */
static gboolean
cut (const ComityRaster *self, double margin, ComityPoint *p, ComityPoint *q)
{
  double dx = q->x - p->x, dy = q->y - p->y, from = 0.0, to = 1.0;
  const double way[4] = { -dx, dx, -dy, dy };
  const double room[4] = { p->x - (self->left - margin), self->right + margin - p->x,
                           p->y - (self->top - margin), self->bottom + margin - p->y };
  ComityPoint start = *p;

  for (int side = 0; side < 4; side++)
    {
      if (way[side] == 0.0)
        {
          if (room[side] < 0.0)
            return FALSE;
        }
      else if (way[side] < 0.0)
        from = MAX (from, room[side] / way[side]);
      else
        to = MIN (to, room[side] / way[side]);
    }
  if (!(from <= to))
    return FALSE;
  *p = (ComityPoint){ start.x + from * dx, start.y + from * dy };
  *q = (ComityPoint){ start.x + to * dx, start.y + to * dy };
  return TRUE;
}

/* How much of a pixel of width 1, @distance from the middle of the line, the line covers. */
static inline float
cover (float distance, float half)
{
  float from = MAX (distance - 0.5f, -half), to = MIN (distance + 0.5f, half);

  return MAX (to - from, 0.0f);
}

/* Without a call into the library, of numbers that fit. */
static inline int
floor_to_int (float value)
{
  int whole = (int) value;

  return whole - (value < (float) whole);
}

/* One straight piece: a column of pixels after another, or of a steep one a row after another.
 * @ink NULL: into the mask. */
static void
draw_piece (ComityRaster *self, ComityPoint p, ComityPoint q, double half, const Ink *ink)
{
  gboolean steep;
  double length, slope;
  float cosine, thin = (float) half, reach, alpha = ink != NULL ? (float) ink->alpha : 0.0f;
  gsize along, across; /* in the pixels, one further along the line or across it */
  guint32 *pixels = row_of (self, 0);
  int first, last, low, high;

  if (!isfinite (p.x + p.y + q.x + q.y) || !cut (self, half + 1.0, &p, &q))
    return;
  length = hypot (q.x - p.x, q.y - p.y);
  if (!(length > 1e-9))
    return;
  steep = fabs (q.y - p.y) > fabs (q.x - p.x);
  if (steep)
    {
      p = (ComityPoint){ p.y, p.x };
      q = (ComityPoint){ q.y, q.x };
    }
  if (q.x < p.x)
    {
      ComityPoint swap = p;

      p = q;
      q = swap;
    }
  slope = (q.y - p.y) / (q.x - p.x);
  cosine = (float) ((q.x - p.x) / length);
  reach = (thin + 0.5f) / cosine;
  along = steep ? (gsize) self->stride / sizeof (guint32) : 1;
  across = steep ? 1 : (gsize) self->stride / sizeof (guint32);
  first = MAX ((int) floor (p.x), steep ? self->top : self->left);
  last = MIN ((int) ceil (q.x), steep ? self->bottom : self->right);
  low = steep ? self->left : self->top;
  high = steep ? self->right : self->bottom;
  for (int i = first; i < last; i++)
    {
      double from = MAX (i, p.x), to = MIN (i + 1, q.x);
      float middle = (float) (p.y + slope * ((from + to) / 2.0 - p.x) - 0.5); /* pixel numbers */
      float share = (float) (to - from);
      int top = MAX (floor_to_int (middle - reach) + 1, low);
      int bottom = MIN (floor_to_int (middle + reach), high - 1);

      if (ink == NULL)
        for (int j = top; j <= bottom; j++)
          touch (self, steep ? j : i, steep ? i : j,
                 share * cover (((float) j - middle) * cosine, thin));
      else
        for (int j = top; j <= bottom; j++)
          {
            float covered = share * cover (((float) j - middle) * cosine, thin);
            guint32 a = (guint32) (covered * alpha + 0.5f);

            if (a > 0)
              lay_over (pixels + (gsize) i * along + (gsize) j * across, ink->color, a);
          }
    }
}

void
comity_raster_polyline (
    ComityRaster *self, const ComityPoint *points, gsize n, ComityColor color, double width)
{
  Ink ink = make_ink (color);

  if (n < 2 || !(width > 0.0) || !(ink.alpha > 0.0))
    return;
  if (n == 2)
    {
      draw_piece (self, points[0], points[1], width / 2.0, &ink);
      return;
    }
  if (!make_mask (self))
    return;
  for (gsize i = 1; i < n; i++)
    draw_piece (self, points[i - 1], points[i], width / 2.0, NULL);
  lay_touched (self, ink);
}

/* Pieces of a curve, but the first point: how many. */
static gsize
flatten (const ComityPoint points[4], ComityPoint line[MOST_PIECES])
{
  double length = 0.0;
  int n;

  for (int i = 1; i < 4; i++)
    length += hypot (points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
  if (!isfinite (length))
    return 0;
  n = (int) CLAMP (length / PIECE, 2.0, (double) MOST_PIECES);
  for (int i = 1; i <= n; i++)
    {
      double t = (double) i / n, s = 1.0 - t;
      double a = s * s * s, b = 3.0 * s * s * t, c = 3.0 * s * t * t, d = t * t * t;

      line[i - 1] = (ComityPoint){
        a * points[0].x + b * points[1].x + c * points[2].x + d * points[3].x,
        a * points[0].y + b * points[1].y + c * points[2].y + d * points[3].y,
      };
    }
  return (gsize) n;
}

void
comity_raster_curves (ComityRaster *self,
                      const ComityPoint *points,
                      gsize n_curves,
                      ComityColor color,
                      double width)
{
  Ink ink = make_ink (color);
  ComityPoint line[MOST_PIECES], from = points[0];

  if (!(width > 0.0) || !(ink.alpha > 0.0) || !make_mask (self))
    return;
  for (gsize k = 0; k < n_curves; k++)
    {
      gsize n = flatten (points + 3 * k, line);

      for (gsize i = 0; i < n; i++)
        {
          draw_piece (self, from, line[i], width / 2.0, NULL);
          from = line[i];
        }
    }
  lay_touched (self, ink);
}

void
comity_raster_circle (ComityRaster *self,
                      double x,
                      double y,
                      double radius,
                      ComityColor fill,
                      ComityColor outline,
                      double line_width)
{
  Ink inside = make_ink (fill), rim = make_ink (outline);
  double reach = radius + line_width / 2.0 + 1.0;
  int left, right, top, bottom;

  if (!isfinite (x + y + radius) || x + reach < self->left || x - reach > self->right ||
      y + reach < self->top || y - reach > self->bottom)
    return;
  left = MAX ((int) floor (x - reach), self->left);
  right = MIN ((int) ceil (x + reach), self->right);
  top = MAX ((int) floor (y - reach), self->top);
  bottom = MIN ((int) ceil (y + reach), self->bottom);
  for (int j = top; j < bottom; j++)
    for (int i = left; i < right; i++)
      {
        double dx = i + 0.5 - x, dy = j + 0.5 - y, distance = sqrt (dx * dx + dy * dy);
        guint32 a = (guint32) (CLAMP (radius + 0.5 - distance, 0.0, 1.0) * inside.alpha + 0.5);
        guint32 b = line_width > 0.0
                        ? (guint32) (cover ((float) (distance - radius), (float) line_width / 2) *
                                         rim.alpha +
                                     0.5)
                        : 0;

        if (a > 0)
          lay_over (row_of (self, j) + i, inside.color, a);
        if (b > 0)
          lay_over (row_of (self, j) + i, rim.color, MIN (b, 255));
      }
}
