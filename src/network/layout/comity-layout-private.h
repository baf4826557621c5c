/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts that layouts are made of. */
#pragma once

#include "comity-network-private.h"

G_BEGIN_DECLS

/* Random numbers of our own: the same for a seed and a state, whoever else is in the picture. */
static inline double
comity_layout_random (guint32 seed, guint32 state, guint32 which)
{
  /* SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2714064.2660195). */
  guint64 z = ((guint64)seed << 32) ^ ((guint64)state * 2 + which + 1);

  z *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  z ^= z >> 31;
  return (double)(z >> 11) * 0x1p-53;
}

/* nodes[n], by legal tradition (unknown last), then by name. */
void comity_layout_sort_nodes (const ComityNetwork *network,
                               const guint32 *families,
                               guint32 *nodes,
                               gsize n);

/* How the picture of another year hangs together with this one's largest part. */
typedef struct
{
  double scale;            /* of the unit square, per length of an edge; 0: nothing to hold on to */
  double here_x, here_y;   /* middle of the states that are in both, in lengths of an edge */
  double there_x, there_y; /* and in the unit square */
} ComityAnchor;

/* Looking at one part while it settles, in lengths of an edge; between the steps. */
typedef struct
{
  gboolean (*wants) (gpointer data);
  void (*show) (const guint32 *nodes, gsize n, const double *x, const double *y, gpointer data);
  gpointer data;
} ComityPartLook;

/* Places the nodes of one connected part (2 or more) so that linked nodes are about 1 apart; x, y
 * are the whole network's. FALSE when cancelled or out of memory. */
gboolean comity_layout_force (const ComityNetwork *network,
                              const guint32 *nodes,
                              gsize n,
                              ComityLayoutMethod method,
                              guint32 seed,
                              const ComityLayout *start,
                              const ComityNetwork *start_network,
                              const ComityPartLook *look,
                              ComityProgress *progress,
                              double *x,
                              double *y,
                              ComityAnchor *anchor);

/* Components given by their nodes (from the largest down, each placed in coordinates of its own) go
 * beside each other, the isolates into rows beneath; all of it into the unit square, the largest
 * part where @anchor has it as far as there is room. */
void comity_layout_pack (const ComityNetwork *network,
                         const guint32 *components,
                         gsize n_components,
                         const ComityAnchor *anchor,
                         double *x,
                         double *y);
/* Rows of evenly spaced nodes, centred at 0.5, from @top down in the unit square. */
void comity_layout_rows (const guint32 *nodes, gsize n, double top, double *x, double *y);
/* Height that these rows take. */
double comity_layout_rows_height (gsize n);

void comity_layout_circle (const ComityNetwork *network, double *x, double *y);
void comity_layout_arc (const ComityNetwork *network, double *x, double *y);
/* FALSE when no capital is known. */
gboolean comity_layout_geo (const ComityNetwork *network,
                            ComityProjection projection,
                            double *x,
                            double *y);
void comity_layout_concentric (const ComityNetwork *network, double *x, double *y);
void comity_layout_hive (const ComityNetwork *network, double *x, double *y);
/* Moves the @n connected nodes, linked ones about 1 apart, from where they are; @after_step: nullable,
 * called when all have moved once more. FALSE when cancelled
 * or out of memory. O(n²) a step up to 1,000 nodes, then O(n + ties). */
gboolean comity_layout_stress (gsize n,
                               const ComityEdge *edges,
                               gsize n_edges,
                               gsize n_steps,
                               void (*after_step) (gpointer data),
                               gpointer data,
                               ComityProgress *progress,
                               double *x,
                               double *y);

G_END_DECLS
