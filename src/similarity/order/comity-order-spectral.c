/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spectral seriation (Atkins, Boman & Hendrickson 1998): rows in the order of the Fiedler vector of
 * each connected part (comity-fiedler.c).
 *
 * W   n × n weights
 */
#include "config.h"

#include "comity-order-private.h"

#include <math.h>
#include <string.h>

/* Entries of the vector nearer than this (the vector has length 1) are the same. */
#define RESOLUTION 1e-9

typedef struct
{
  double value;
  guint32 row;
} Entry;

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = a;
  const Entry *y = b;

  if (x->value != y->value)
    return x->value < y->value ? -1 : 1;
  return x->row < y->row ? -1 : (x->row > y->row);
}

/* Numbers the connected parts of W in the order of their first row; returns how many. */
static gsize
find_parts (const double *weights, gsize n, guint32 *part, guint32 *queue)
{
  gsize n_parts = 0;

  memset (part, 0xff, n * sizeof *part);
  for (gsize start = 0; start < n; start++)
    {
      gsize head = 0;
      gsize tail = 0;

      if (part[start] != G_MAXUINT32)
        continue;
      part[start] = (guint32)n_parts;
      queue[tail++] = (guint32)start;
      while (head < tail)
        {
          gsize i = queue[head++];

          for (gsize j = 0; j < n; j++)
            if (j != i && part[j] == G_MAXUINT32 && weights[i * n + j] > 0.0)
              {
                part[j] = (guint32)n_parts;
                queue[tail++] = (guint32)j;
              }
        }
      n_parts++;
    }
  return n_parts;
}

/* Puts the m rows of one part in the order of their Fiedler vector. */
static gboolean
order_part (const double *weights, gsize n, guint32 *rows, gsize m, ComityProgress *progress)
{
  g_autofree double *part = NULL;
  g_autofree double *vector = NULL;
  g_autofree Entry *entries = NULL;

  if (m < 3)
    return TRUE;
  vector = g_try_new (double, m);
  entries = g_try_new (Entry, m);
  if (m < n)
    part = g_try_new (double, m *m);
  if (vector == NULL || entries == NULL || (m < n && part == NULL))
    return FALSE;
  for (gsize i = 0; i < m && m < n; i++)
    for (gsize j = 0; j < m; j++)
      part[i * m + j] = weights[rows[i] * n + rows[j]];
  switch (comity_fiedler (m < n ? part : weights, m, RESOLUTION, vector, progress))
    {
    case COMITY_FIEDLER_FAILED:
      return FALSE;
    case COMITY_FIEDLER_NOT_UNIQUE:
      return TRUE;
    case COMITY_FIEDLER_FOUND:
      break;
    }

  for (gsize i = 0; i < m; i++)
    {
      entries[i].value = round (vector[i] / RESOLUTION);
      entries[i].row = rows[i];
    }
  qsort (entries, m, sizeof *entries, compare_entries);
  for (gsize i = 0; i < m; i++)
    rows[i] = entries[entries[0].row < entries[m - 1].row ? i : m - 1 - i].row;
  return TRUE;
}

gboolean
comity_order_spectral (const double *weights,
                       gsize n,
                       guint32 *rows,
                       ComityProgress *progress)
{
  g_autofree guint32 *part = g_try_new (guint32, n + 1);
  g_autofree guint32 *queue = g_try_new (guint32, n + 1);
  g_autofree Entry *parts = NULL;
  gsize n_parts;
  gsize n_placed = 0;

  if (part == NULL || queue == NULL)
    return FALSE;
  n_parts = find_parts (weights, n, part, queue);
  parts = g_new0 (Entry, n_parts + 1);
  for (gsize p = 0; p < n_parts; p++)
    parts[p].row = (guint32)p;
  for (gsize i = 0; i < n; i++)
    parts[part[i]].value -= 1.0;
  qsort (parts, n_parts, sizeof *parts, compare_entries);

  for (gsize p = 0; p < n_parts; p++)
    {
      gsize first = n_placed;

      for (gsize i = 0; i < n; i++)
        if (part[i] == parts[p].row)
          rows[n_placed++] = (guint32)i;
      if (!order_part (weights, n, rows + first, n_placed - first, progress))
        return FALSE;
    }
  return TRUE;
}
