/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes in a row by legal tradition and name: round a circle, or on the line of an arc diagram. */
#include "config.h"

#include "comity-layout-private.h"

#include "comity-text.h"

#include <math.h>

/* Empty places between two families. */
#define FAMILY_GAP 1.5

typedef struct
{
  guint32 family;
  char *name;
  guint32 node;
} Key;

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const Key *x = a;
  const Key *y = b;
  int by_name;

  if (x->family != y->family)
    return x->family < y->family ? -1 : 1;
  by_name = g_strcmp0 (x->name, y->name);
  return by_name != 0 ? by_name : (x->node < y->node ? -1 : (x->node > y->node));
}

void
comity_layout_sort_nodes (const ComityNetwork *network,
                          const guint32 *families,
                          guint32 *nodes,
                          gsize n)
{
  g_autofree Key *keys = g_new (Key, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      guint32 family = families[nodes[i]];

      keys[i].family = family != COMITY_TRADITION_UNKNOWN ? family : COMITY_N_TRADITIONS;
      keys[i].name = comity_text_sort_key (comity_network_peek_state_name (network, nodes[i]));
      keys[i].node = nodes[i];
    }
  qsort (keys, n, sizeof *keys, compare_keys);
  for (gsize i = 0; i < n; i++)
    {
      nodes[i] = keys[i].node;
      g_free (keys[i].name);
    }
}

/* place[node] along the row, and how many places there are with the gaps; @closed: a circle, which
 * has a gap at its end too. */
static double
find_places (const ComityNetwork *network, gboolean closed, double *place)
{
  g_autofree guint32 *families = g_new (guint32, network->n + 1);
  g_autofree guint32 *nodes = g_new (guint32, network->n + 1);
  double next = 0.0;

  comity_network_get_traditions (network, families);
  for (gsize i = 0; i < network->n; i++)
    nodes[i] = (guint32)i;
  comity_layout_sort_nodes (network, families, nodes, network->n);
  for (gsize i = 0; i < network->n; i++)
    {
      if (i > 0 && families[nodes[i]] != families[nodes[i - 1]])
        next += FAMILY_GAP;
      place[nodes[i]] = next;
      next += 1.0;
    }
  if (closed && network->n > 0 && families[nodes[0]] != families[nodes[network->n - 1]])
    next += FAMILY_GAP;
  return next;
}

void
comity_layout_circle (const ComityNetwork *network, double *x, double *y)
{
  g_autofree double *place = g_new (double, network->n + 1);
  double n_places = find_places (network, TRUE, place);

  for (gsize i = 0; i < network->n; i++)
    {
      /* From the top, clockwise. */
      double angle = 2.0 * G_PI * place[i] / n_places - G_PI / 2.0;

      x[i] = network->n > 1 ? 0.5 + 0.5 * cos (angle) : 0.5;
      y[i] = network->n > 1 ? 0.5 + 0.5 * sin (angle) : 0.5;
    }
}

void
comity_layout_arc (const ComityNetwork *network, double *x, double *y)
{
  g_autofree double *place = g_new (double, network->n + 1);
  double n_places = find_places (network, FALSE, place);

  for (gsize i = 0; i < network->n; i++)
    {
      x[i] = network->n > 1 ? place[i] / (n_places - 1.0) : 0.5;
      y[i] = 0.5;
    }
}
