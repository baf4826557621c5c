/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layouts in which a place means something: a ring for each family, a sector for each region; and a
 * hive plot (Krzywinski et al. 2012, doi:10.1093/bib/bbr069), an axis for each family along which
 * states stand by their number of partners. */
#include "config.h"

#include "comity-layout-private.h"

#include <math.h>
#include <stdlib.h>

#define N_FAMILIES COMITY_N_TRADITIONS
/* Empty places between two regions of a ring. */
#define SECTOR_GAP 0.7
/* Radii: of the innermost ring, and where the axes of a hive begin. */
#define INNERMOST 0.12
#define AXIS_START 0.1

typedef struct
{
  guint32 node, family, region, degree, by_name;
} Seat;

static int
compare_seats (gconstpointer a, gconstpointer b)
{
  const Seat *x = a;
  const Seat *y = b;

  if (x->family != y->family)
    return x->family < y->family ? -1 : 1;
  if (x->region != y->region)
    return x->region < y->region ? -1 : 1;
  if (x->degree != y->degree)
    return x->degree < y->degree ? -1 : 1;
  return x->by_name < y->by_name ? -1 : (x->by_name > y->by_name);
}

/* Seats in the order of family, then of region or of degree, then of name; the unknown family is
 * the last. */
static Seat *
sort_seats (const ComityNetwork *network, gboolean by_region)
{
  gsize n = network->n;
  g_autofree guint32 *families = g_new (guint32, n + 1);
  g_autofree guint32 *regions = g_new (guint32, n + 1);
  g_autofree guint32 *degree = g_new (guint32, n + 1);
  g_autofree guint32 *nodes = g_new (guint32, n + 1);
  Seat *seats = g_new0 (Seat, n + 1);

  comity_network_get_traditions (network, families);
  comity_network_get_regions (network, regions);
  comity_network_count_degrees (network, degree);
  for (gsize i = 0; i < n; i++)
    nodes[i] = (guint32) i;
  comity_layout_sort_nodes (network, families, nodes, n);
  for (gsize i = 0; i < n; i++)
    {
      guint32 node = nodes[i];

      seats[i].node = node;
      seats[i].family = families[node] > 0 ? families[node] - 1 : N_FAMILIES - 1;
      seats[i].region = by_region ? regions[node] : 0;
      seats[i].degree = by_region ? 0 : degree[node];
      seats[i].by_name = (guint32) i;
    }
  qsort (seats, n, sizeof *seats, compare_seats);
  return seats;
}

/* The ring of each family: so large that its fullest sector has room, the fullest ring outermost.
 * Families without states have radius 0. */
static void
find_radii (const double *crowding, double *radius)
{
  guint32 order[N_FAMILIES];
  gsize n = 0;
  double largest = 0.0;

  for (guint32 f = 0; f < N_FAMILIES; f++)
    {
      gsize at = n;

      radius[f] = 0.0;
      if (!(crowding[f] > 0.0))
        continue;
      for (; at > 0 && crowding[order[at - 1]] > crowding[f]; at--)
        order[at] = order[at - 1];
      order[at] = f;
      n++;
      largest = MAX (largest, crowding[f]);
    }
  for (gsize r = 0; r < n; r++)
    {
      /* At least an even share of the way out, so that small rings stay apart. */
      double even = n > 1 ? INNERMOST + (0.5 - INNERMOST) * (double) r / (double) (n - 1) : 0.5;
      double fair = 0.5 * crowding[order[r]] / largest;

      radius[order[r]] = n > 1 && r < n - 1 ? MAX (INNERMOST, 0.7 * even + 0.3 * fair) : 0.5;
    }
}

void
comity_layout_concentric (const ComityNetwork *network, double *x, double *y)
{
  gsize n = network->n;
  g_autofree Seat *seats = sort_seats (network, TRUE);
  g_autofree double *share = g_new0 (double, n + 2);
  g_autofree double *start = g_new0 (double, n + 2);
  g_autofree guint32 *count = g_new0 (guint32, N_FAMILIES * (n + 2));
  double crowding[N_FAMILIES] = { 0 };
  double radius[N_FAMILIES];
  double all = 0.0;
  guint32 n_regions = 0;

  for (gsize i = 0; i < n; i++)
    {
      n_regions = MAX (n_regions, seats[i].region + 1);
      count[seats[i].family * (n + 2) + seats[i].region]++;
    }
  /* A region's sector is as wide as the sum over the rings asks for. */
  for (guint32 r = 0; r < n_regions; r++)
    {
      for (guint32 f = 0; f < N_FAMILIES; f++)
        share[r] += count[f * (n + 2) + r];
      if (share[r] > 0.0)
        share[r] += SECTOR_GAP;
      start[r] = all;
      all += share[r];
    }
  for (guint32 f = 0; f < N_FAMILIES; f++)
    for (guint32 r = 0; r < n_regions; r++)
      if (count[f * (n + 2) + r] > 0)
        crowding[f] = MAX (crowding[f], (count[f * (n + 2) + r] + SECTOR_GAP) / share[r]);
  find_radii (crowding, radius);
  for (gsize i = 0, in_sector = 0; i < n; i++)
    {
      const Seat *seat = &seats[i];
      double members = count[seat->family * (n + 2) + seat->region];
      double width, angle;

      in_sector =
          i > 0 && seats[i - 1].family == seat->family && seats[i - 1].region == seat->region
              ? in_sector + 1
              : 0;
      width = share[seat->region] - SECTOR_GAP;
      angle = 2.0 * G_PI *
                  (start[seat->region] + SECTOR_GAP / 2.0 +
                   width * ((double) in_sector + 0.5) / members) /
                  all -
              G_PI / 2.0;
      x[seat->node] = n > 1 ? 0.5 + radius[seat->family] * cos (angle) : 0.5;
      y[seat->node] = n > 1 ? 0.5 + radius[seat->family] * sin (angle) : 0.5;
    }
}

void
comity_layout_hive (const ComityNetwork *network, double *x, double *y)
{
  gsize n = network->n;
  g_autofree Seat *seats = sort_seats (network, FALSE);
  guint32 count[N_FAMILIES] = { 0 };
  guint32 axis[N_FAMILIES] = { 0 };
  guint32 n_axes = 0;

  for (gsize i = 0; i < n; i++)
    count[seats[i].family]++;
  for (guint32 f = 0; f < N_FAMILIES; f++)
    if (count[f] > 0)
      axis[f] = n_axes++;
  for (gsize i = 0, place = 0; i < n; i++)
    {
      guint32 f = seats[i].family;
      double angle = 2.0 * G_PI * axis[f] / MAX (n_axes, 1) - G_PI / 2.0;
      double out, r;

      place = i > 0 && seats[i - 1].family == f ? place + 1 : 0;
      /* The few with many partners stand outermost, where there is most room for their ties. */
      out = count[f] > 1 ? (double) place / (double) (count[f] - 1) : 1.0;
      r = AXIS_START + (0.5 - AXIS_START) * out;
      x[seats[i].node] = n > 1 ? 0.5 + r * cos (angle) : 0.5;
      y[seats[i].node] = n > 1 ? 0.5 + r * sin (angle) : 0.5;
    }
}
