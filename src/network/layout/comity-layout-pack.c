/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts that are not connected share the picture: boxes in columns, the largest first; isolates in
 * rows at the lower margin, so that a hundred states without a treaty take a fifth of the picture,
 * not all. */
#include "config.h"

#include "comity-layout-private.h"

#include "comity-text.h"

#include <math.h>

/* Space around a part, in lengths of an edge. */
#define MARGIN 0.6
/* Space between the parts and the isolates, of the unit square. */
#define GAP 0.05
/* Isolates in a row at least, and the share of the square that many of them take at most. */
#define LEAST_PER_ROW 26
#define ROWS_SHARE 0.2
/* A picture is enlarged only when it leaves more than this share of the room empty. */
#define LEAST_FILLED 0.85

typedef struct
{
  double left, top, width, height; /* of what is in it */
  double column, row;              /* where its upper left corner goes */
} Box;

typedef struct
{
  char *name;
  guint32 node;
} Named;

static int
compare_named (gconstpointer a, gconstpointer b)
{
  const Named *x = a;
  const Named *y = b;
  int by_name = g_strcmp0 (x->name, y->name);

  return by_name != 0 ? by_name : (x->node < y->node ? -1 : (x->node > y->node));
}

static void
sort_by_name (const ComityNetwork *network, guint32 *nodes, gsize n)
{
  g_autofree Named *named = g_new (Named, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      named[i].name = comity_text_sort_key (comity_network_peek_state_name (network, nodes[i]));
      named[i].node = nodes[i];
    }
  qsort (named, n, sizeof *named, compare_named);
  for (gsize i = 0; i < n; i++)
    {
      nodes[i] = named[i].node;
      g_free (named[i].name);
    }
}

static gsize
nodes_per_row (gsize n)
{
  gsize per_row = (gsize)ceil (sqrt ((double)n / ROWS_SHARE));

  return MAX (per_row, LEAST_PER_ROW);
}

double
comity_layout_rows_height (gsize n)
{
  gsize per_row = nodes_per_row (n);

  return n > 0 ? (double)((n - 1) / per_row) / (double)per_row : 0.0;
}

void
comity_layout_rows (const guint32 *nodes, gsize n, double top, double *x, double *y)
{
  gsize per_row = nodes_per_row (n);
  double step = 1.0 / (double)per_row;
  gsize widest = MIN (n, per_row);

  for (gsize i = 0; i < n; i++)
    {
      x[nodes[i]] = 0.5 + ((double)(i % per_row) - (double)(widest - 1) / 2.0) * step;
      y[nodes[i]] = top + (double)(i / per_row) * step;
    }
}

/* Nodes and nothing between them: a square block. */
static void
fill_square (const guint32 *nodes, gsize n, double *x, double *y)
{
  gsize per_row = MAX ((gsize)ceil (sqrt ((double)n)), 1);
  gsize n_rows = (n + per_row - 1) / per_row;
  double step = 1.0 / (double)per_row;

  for (gsize i = 0; i < n; i++)
    {
      x[nodes[i]] = 0.5 + ((double)(i % per_row) - (double)(per_row - 1) / 2.0) * step;
      y[nodes[i]] = 0.5 + ((double)(i / per_row) - (double)(n_rows - 1) / 2.0) * step;
    }
}

static void
measure_boxes (
    const guint32 *components, gsize n, Box *boxes, gsize n_boxes, const double *x, const double *y)
{
  for (gsize b = 0; b < n_boxes; b++)
    {
      double right = -G_MAXDOUBLE;
      double bottom = -G_MAXDOUBLE;

      boxes[b].left = boxes[b].top = G_MAXDOUBLE;
      for (gsize i = 0; i < n; i++)
        if (components[i] == b)
          {
            boxes[b].left = MIN (boxes[b].left, x[i]);
            boxes[b].top = MIN (boxes[b].top, y[i]);
            right = MAX (right, x[i]);
            bottom = MAX (bottom, y[i]);
          }
      boxes[b].width = right - boxes[b].left + 2.0 * MARGIN;
      boxes[b].height = bottom - boxes[b].top + 2.0 * MARGIN;
    }
}

/* Columns from left to right, each filled from the top. */
static void
place_boxes (Box *boxes, gsize n_boxes, double *width, double *height)
{
  double area = 0.0;
  double tallest = 0.0;
  double column = 0.0;
  double column_width = 0.0;
  double row = 0.0;

  for (gsize b = 0; b < n_boxes; b++)
    {
      area += boxes[b].width * boxes[b].height;
      tallest = MAX (tallest, boxes[b].height);
    }
  tallest = MAX (tallest, sqrt (area));
  *width = *height = 0.0;
  for (gsize b = 0; b < n_boxes; b++)
    {
      if (row > 0.0 && row + boxes[b].height > tallest)
        {
          column += column_width;
          column_width = row = 0.0;
        }
      boxes[b].column = column;
      boxes[b].row = row;
      row += boxes[b].height;
      column_width = MAX (column_width, boxes[b].width);
      *width = MAX (*width, column + column_width);
      *height = MAX (*height, row);
    }
}

void
comity_layout_pack (const ComityNetwork *network,
                    const guint32 *components,
                    gsize n_components,
                    const ComityAnchor *anchor,
                    double *x,
                    double *y)
{
  gsize n = network->n;
  g_autofree guint32 *isolates = g_new (guint32, n + 1);
  g_autofree guint32 *degree = g_new (guint32, n + 1);
  g_autofree Box *boxes = NULL;
  gsize n_isolates = 0;
  gsize n_boxes;
  double rows;
  double width;
  double height;
  double scale;
  double left;
  double top;

  comity_network_count_degrees (network, degree);
  for (gsize i = 0; i < n; i++)
    if (degree[i] == 0)
      isolates[n_isolates++] = (guint32)i;
  sort_by_name (network, isolates, n_isolates);
  /* Isolates are the components of one, which come last. */
  n_boxes = n_components - n_isolates;
  if (n_boxes == 0)
    {
      fill_square (isolates, n_isolates, x, y);
      return;
    }

  boxes = g_new0 (Box, n_boxes);
  measure_boxes (components, n, boxes, n_boxes, x, y);
  place_boxes (boxes, n_boxes, &width, &height);
  rows = n_isolates > 0 ? comity_layout_rows_height (n_isolates) + GAP : 0.0;
  scale = MIN (1.0 / width, (1.0 - rows) / height);
  if (anchor->scale < scale && anchor->scale > LEAST_FILLED * scale)
    scale = anchor->scale;
  left = 0.5 - width * scale / 2.0;
  top = 0.5 - (height * scale + rows) / 2.0;
  if (anchor->scale > 0.0)
    {
      /* The largest part has the first box, in the upper left corner. */
      left = anchor->there_x - (MARGIN + anchor->here_x - boxes[0].left) * scale;
      top = anchor->there_y - (MARGIN + anchor->here_y - boxes[0].top) * scale;
      left = CLAMP (left, 0.0, MAX (1.0 - width * scale, 0.0));
      top = CLAMP (top, 0.0, MAX (1.0 - rows - height * scale, 0.0));
    }
  for (gsize i = 0; i < n; i++)
    if (degree[i] > 0)
      {
        const Box *box = &boxes[components[i]];

        x[i] = left + (box->column + MARGIN + x[i] - box->left) * scale;
        y[i] = top + (box->row + MARGIN + y[i] - box->top) * scale;
      }
  comity_layout_rows (isolates, n_isolates, top + height * scale + GAP, x, y);
}
