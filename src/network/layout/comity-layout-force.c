/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Force-directed places for one connected part, by igraph: Fruchterman & Reingold (1991,
 * doi:10.1002/spe.4380211102) and Kamada & Kawai (1989, doi:10.1016/0020-0190(89)90102-6); and by
 * comity-layout-stress.c. Where it
 * starts decides where it ends, so the start is ours: from the seed and the state, or from the
 * picture of another year.
 *
 * n     nodes of the part, numbered 0 … n-1 here
 * p     n × 2 positions, in units of igraph's; the part's own are in mean lengths of an edge
 * w     weights of the edges: w_ab = 1 / √(d_a d_b), d the degrees, as in a normalised Laplacian.
 * With all weights 1 the states that sign with everybody draw everybody into one knot.
 */
#include "config.h"

#include "comity-layout-private.h"

#include <math.h>

/* Steps of Fruchterman and Reingold from scratch, and as a first arrangement for Kamada and Kawai.
 */
#define FR_STEPS 400
#define FR_STEPS_BEFORE_KK 120
/* From the picture of another year: fewer and smaller ones, so that states stay where they are. */
#define FR_STEPS_FROM_START 50
/* How far a node may move in the first step, in standard deviations of the picture. */
#define FR_HEAT 2.0
#define FR_HEAT_FROM_START 0.025
/* Moves of single nodes that Kamada and Kawai may make, per node. */
#define KK_MOVES_PER_NODE 50
#define KK_MOVES_FROM_START 3
/* Moves times nodes that are worth waiting for: some three seconds, for thousands of nodes. */
#define KK_MOST_WORK 3e7
/* Rounds of stress majorisation at most; it ends by itself when all is still. */
#define STRESS_STEPS 300
#define STRESS_STEPS_FROM_START 15
/* How far from its neighbours' middle a new state enters, in lengths of an edge. */
#define ENTRY_DISTANCE 0.7
/* Least share of the nodes that must have had a place for a picture to be continued. */
#define LEAST_PLACED 0.3

typedef struct
{
  gsize n;
  const guint32 *nodes; /* n, of the network; borrowed */
  ComityEdge *edges;    /* among the n, renumbered */
  gsize n_edges;
  double *x, *y;  /* n */
  guint8 *placed; /* n; 1: had a place in the picture to be continued */
} Part;

static void
part_clear (Part *part)
{
  g_free (part->edges);
  g_free (part->x);
  g_free (part->y);
  g_free (part->placed);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Part, part_clear)

static void
part_init (Part *part, const ComityNetwork *network, const guint32 *nodes, gsize n)
{
  g_autofree guint32 *number = g_new (guint32, network->n);

  for (gsize i = 0; i < network->n; i++)
    number[i] = G_MAXUINT32;
  for (gsize i = 0; i < n; i++)
    number[nodes[i]] = (guint32)i;
  part->n = n;
  part->nodes = nodes;
  part->x = g_new0 (double, n);
  part->y = g_new0 (double, n);
  part->placed = g_new0 (guint8, n);
  part->edges = g_new (ComityEdge, network->n_edges + 1);
  for (gsize e = 0; e < network->n_edges; e++)
    {
      guint32 a = number[network->edges[e].a];
      guint32 b = number[network->edges[e].b];

      if (a == G_MAXUINT32 || b == G_MAXUINT32)
        continue;
      part->edges[part->n_edges] = network->edges[e];
      part->edges[part->n_edges].a = a;
      part->edges[part->n_edges++].b = b;
    }
}

static void
start_anywhere (Part *part, const ComityNetwork *network, guint32 seed)
{
  double side = sqrt ((double)part->n);

  for (gsize i = 0; i < part->n; i++)
    {
      guint32 state = network->states[part->nodes[i]];

      part->x[i] = side * (comity_layout_random (seed, state, 0) - 0.5);
      part->y[i] = side * (comity_layout_random (seed, state, 1) - 0.5);
    }
}

/* Places of the states that had ties in @start_network, with edges 1 long on average; the others
 * enter beside those they are tied to. FALSE, and nothing done, when too few had a place. */
static gboolean
start_from (Part *part,
            const ComityNetwork *network,
            guint32 seed,
            const ComityLayout *start,
            const ComityNetwork *start_network)
{
  g_autofree guint32 *degree = g_new (guint32, start_network->n + 1);
  guint8 *placed = part->placed;
  g_autofree double *sum_x = g_new0 (double, part->n);
  g_autofree double *sum_y = g_new0 (double, part->n);
  g_autofree guint32 *n_around = g_new0 (guint32, part->n);
  gsize n_placed = 0;
  gsize n_long = 0;
  double length = 0.0;

  comity_network_count_degrees (start_network, degree);
  for (gsize i = 0; i < part->n; i++)
    {
      gssize before = comity_network_find_state (start_network, network->states[part->nodes[i]]);

      if (before < 0 || degree[before] == 0)
        continue;
      placed[i] = 1;
      n_placed++;
      part->x[i] = start->x[before] - 0.5;
      part->y[i] = start->y[before] - 0.5;
    }
  for (gsize e = 0; e < part->n_edges; e++)
    {
      guint32 a = part->edges[e].a;
      guint32 b = part->edges[e].b;

      if (!placed[a] || !placed[b])
        continue;
      length += hypot (part->x[a] - part->x[b], part->y[a] - part->y[b]);
      n_long++;
    }
  if ((double)n_placed < LEAST_PLACED * (double)part->n || !(length > 0.0))
    return FALSE;

  for (gsize i = 0; i < part->n; i++)
    {
      part->x[i] *= (double)n_long / length;
      part->y[i] *= (double)n_long / length;
    }
  for (gsize e = 0; e < part->n_edges; e++)
    for (int side = 0; side < 2; side++)
      {
        guint32 i = side == 0 ? part->edges[e].a : part->edges[e].b;
        guint32 j = side == 0 ? part->edges[e].b : part->edges[e].a;

        if (placed[i] || !placed[j])
          continue;
        sum_x[i] += part->x[j];
        sum_y[i] += part->y[j];
        n_around[i]++;
      }
  for (gsize i = 0; i < part->n; i++)
    if (!placed[i])
      {
        guint32 state = network->states[part->nodes[i]];
        double angle = 2.0 * G_PI * comity_layout_random (seed, state, 0);
        double around = MAX (n_around[i], 1);

        part->x[i] = sum_x[i] / around + ENTRY_DISTANCE * cos (angle);
        part->y[i] = sum_y[i] / around + ENTRY_DISTANCE * sin (angle);
      }
  return TRUE;
}

/* Lengths 1 on average for the edges. */
static void
normalise (Part *part)
{
  double length = 0.0;

  for (gsize e = 0; e < part->n_edges; e++)
    length += hypot (part->x[part->edges[e].a] - part->x[part->edges[e].b],
                     part->y[part->edges[e].a] - part->y[part->edges[e].b]);
  if (!(length > 0.0))
    return;
  for (gsize i = 0; i < part->n; i++)
    {
      part->x[i] *= (double)part->n_edges / length;
      part->y[i] *= (double)part->n_edges / length;
    }
}

static void
fill_weights (const Part *part, igraph_vector_t *weights)
{
  g_autofree guint32 *degree = g_new0 (guint32, part->n);

  for (gsize e = 0; e < part->n_edges; e++)
    {
      degree[part->edges[e].a]++;
      degree[part->edges[e].b]++;
    }
  for (gsize e = 0; e < part->n_edges; e++)
    igraph_vector_set (weights, (igraph_integer_t)e,
                       1.0 / ((double)degree[part->edges[e].a] * (double)degree[part->edges[e].b]));
}

/* By how much to scale the part for Fruchterman and Reingold's forces, w l² along edges and 1 / l
 * between all, to be in balance as far as size goes: Σ w (s l)³ is then the number of pairs. */
static double
balance (const Part *part, const igraph_vector_t *weights)
{
  double n_pairs = (double)part->n * ((double)part->n - 1.0) / 2.0;
  double pull = 0.0;

  for (gsize e = 0; e < part->n_edges; e++)
    {
      double length = hypot (part->x[part->edges[e].a] - part->x[part->edges[e].b],
                             part->y[part->edges[e].a] - part->y[part->edges[e].b]);

      pull += VECTOR (*weights)[e] * length * length * length;
    }
  return pull > 0.0 ? cbrt (n_pairs / pull) : 1.0;
}

static double
spread (const Part *part)
{
  double n = (double)part->n;
  double mx = 0.0;
  double my = 0.0;
  double squares = 0.0;

  for (gsize i = 0; i < part->n; i++)
    {
      mx += part->x[i] / n;
      my += part->y[i] / n;
    }
  for (gsize i = 0; i < part->n; i++)
    squares += (part->x[i] - mx) * (part->x[i] - mx) + (part->y[i] - my) * (part->y[i] - my);
  return sqrt (squares / n);
}

/* Positions of the part times @unit into @p, and back with edges 1 long. */
static void
read_part (const Part *part, double unit, igraph_matrix_t *p)
{
  for (gsize i = 0; i < part->n; i++)
    {
      MATRIX (*p, i, 0) = part->x[i] * unit;
      MATRIX (*p, i, 1) = part->y[i] * unit;
    }
}

static void
write_part (Part *part, const igraph_matrix_t *p)
{
  for (gsize i = 0; i < part->n; i++)
    {
      part->x[i] = MATRIX (*p, i, 0);
      part->y[i] = MATRIX (*p, i, 1);
    }
  normalise (part);
}

static igraph_error_t
run_fr (Part *part, const igraph_t *graph, igraph_matrix_t *p, igraph_integer_t steps, double heat)
{
  igraph_vector_t weights;
  igraph_error_t status = igraph_vector_init (&weights, (igraph_integer_t)part->n_edges);
  double unit;

  if (status != IGRAPH_SUCCESS)
    return status;
  fill_weights (part, &weights);
  unit = balance (part, &weights);
  read_part (part, unit, p);
  status =
      igraph_layout_fruchterman_reingold (graph, p, TRUE, steps, heat * unit * spread (part),
                                          IGRAPH_LAYOUT_AUTOGRID, &weights, NULL, NULL, NULL, NULL);
  igraph_vector_destroy (&weights);
  return status;
}

static igraph_error_t
run_kk (Part *part, const igraph_t *graph, igraph_matrix_t *p, igraph_integer_t moves)
{
  igraph_real_t diameter = 1.0;
  igraph_error_t status =
      igraph_diameter (graph, &diameter, NULL, NULL, NULL, NULL, IGRAPH_UNDIRECTED, TRUE);

  if (status != IGRAPH_SUCCESS)
    return status;
  /* To igraph an edge is √n over the diameter long. */
  read_part (part, sqrt ((double)part->n) / MAX (diameter, 1.0), p);
  return igraph_layout_kamada_kawai (graph, p, TRUE, moves, 0.0, (double)part->n, NULL, NULL, NULL,
                                     NULL, NULL);
}

static void lie_down (Part *part);

/* Where the part is in the midst of a run: in igraph's hands, or (p NULL) in its own. */
typedef struct
{
  const Part *part;
  const igraph_matrix_t *p;
  const ComityPartLook *look;
} Moment;

/* Shown as the part itself will be at the end. */
static void
show_moment (gpointer data)
{
  const Moment *moment = data;
  Part now = *moment->part;

  if (!moment->look->wants (moment->look->data))
    return;
  now.x = g_memdup2 (now.x, now.n * sizeof *now.x);
  now.y = g_memdup2 (now.y, now.n * sizeof *now.y);
  for (gsize i = 0; i < now.n && moment->p != NULL; i++)
    {
      now.x[i] = MATRIX (*moment->p, i, 0);
      now.y[i] = MATRIX (*moment->p, i, 1);
    }
  normalise (&now);
  lie_down (&now);
  moment->look->show (now.nodes, now.n, now.x, now.y, moment->look->data);
  g_free (now.x);
  g_free (now.y);
}

/* One run of igraph from the positions of the part, back into them. @heat: FR only. */
static gboolean
run (Part *part,
     ComityLayoutMethod method,
     guint32 seed,
     gsize steps,
     double heat,
     const ComityPartLook *look,
     ComityProgress *progress)
{
  igraph_t graph;
  igraph_matrix_t p;
  igraph_error_t status;
  Moment moment = { part, &p, look };

  comity_igraph_begin (seed, progress);
  status = comity_igraph_build (&graph, part->n, part->edges, part->n_edges, NULL);
  if (status == IGRAPH_SUCCESS)
    {
      status = igraph_matrix_init (&p, (igraph_integer_t)part->n, 2);
      if (status == IGRAPH_SUCCESS)
        {
          if (look != NULL)
            comity_igraph_look (show_moment, &moment);
          if (method == COMITY_LAYOUT_KK)
            status = run_kk (part, &graph, &p, (igraph_integer_t)steps);
          else
            status = run_fr (part, &graph, &p, (igraph_integer_t)steps, heat);
          if (status == IGRAPH_SUCCESS)
            write_part (part, &p);
          igraph_matrix_destroy (&p);
        }
      igraph_destroy (&graph);
    }
  comity_igraph_end ();
  return status == IGRAPH_SUCCESS && !comity_progress_is_cancelled (progress);
}

/* Turns the part so that it is widest from left to right: screens and pages are. */
static void
lie_down (Part *part)
{
  double n = (double)part->n;
  double mx = 0.0;
  double my = 0.0;
  double xx = 0.0;
  double yy = 0.0;
  double xy = 0.0;
  double angle;

  for (gsize i = 0; i < part->n; i++)
    {
      mx += part->x[i] / n;
      my += part->y[i] / n;
    }
  for (gsize i = 0; i < part->n; i++)
    {
      xx += (part->x[i] - mx) * (part->x[i] - mx);
      yy += (part->y[i] - my) * (part->y[i] - my);
      xy += (part->x[i] - mx) * (part->y[i] - my);
    }
  angle = 0.5 * atan2 (2.0 * xy, xx - yy);
  for (gsize i = 0; i < part->n; i++)
    {
      double dx = part->x[i] - mx;
      double dy = part->y[i] - my;

      part->x[i] = cos (angle) * dx + sin (angle) * dy;
      part->y[i] = cos (angle) * dy - sin (angle) * dx;
    }
}

/* Turns the part so that the states that had a place stand as they stood (the rotation of least
 * squares), and says where their middles are. */
static void
align (Part *part,
       const ComityNetwork *network,
       const ComityLayout *start,
       const ComityNetwork *start_network,
       ComityAnchor *anchor)
{
  double n_placed = 0.0;
  double dot = 0.0;
  double cross = 0.0;
  double squares = 0.0;
  double angle;

  for (int pass = 0; pass < 2; pass++)
    for (gsize i = 0; i < part->n; i++)
      {
        gssize before = comity_network_find_state (start_network, network->states[part->nodes[i]]);
        double x = part->x[i];
        double y = part->y[i];

        if (!part->placed[i])
          continue;
        if (pass == 0)
          {
            n_placed += 1.0;
            anchor->here_x += (x - anchor->here_x) / n_placed;
            anchor->here_y += (y - anchor->here_y) / n_placed;
            anchor->there_x += (start->x[before] - anchor->there_x) / n_placed;
            anchor->there_y += (start->y[before] - anchor->there_y) / n_placed;
            continue;
          }
        x -= anchor->here_x;
        y -= anchor->here_y;
        squares += x * x + y * y;
        dot += x * (start->x[before] - anchor->there_x) + y * (start->y[before] - anchor->there_y);
        cross +=
            x * (start->y[before] - anchor->there_y) - y * (start->x[before] - anchor->there_x);
      }
  anchor->scale = squares > 0.0 ? hypot (dot, cross) / squares : 0.0;
  angle = atan2 (cross, dot);
  for (gsize i = 0; i < part->n; i++)
    {
      double x = part->x[i] - anchor->here_x;
      double y = part->y[i] - anchor->here_y;

      part->x[i] = anchor->here_x + cos (angle) * x - sin (angle) * y;
      part->y[i] = anchor->here_y + sin (angle) * x + cos (angle) * y;
    }
}

static gsize
count_moves (gsize n, gboolean continued)
{
  gsize wanted = (continued ? KK_MOVES_FROM_START : KK_MOVES_PER_NODE) * n;

  return MIN (wanted, (gsize)(KK_MOST_WORK / (double)n) + 1);
}

gboolean
comity_layout_force (const ComityNetwork *network,
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
                     ComityAnchor *anchor)
{
  g_auto (Part) part = { 0 };
  Moment moment = { &part, NULL, NULL };
  gboolean continued = FALSE;
  gboolean ok = TRUE;

  part_init (&part, network, nodes, n);
  if (n == 2)
    part.x[1] = 1.0;
  else
    {
      if (start != NULL)
        continued = start_from (&part, network, seed, start, start_network);
      if (!continued)
        start_anywhere (&part, network, seed);

      /* What only goes on from another year is there at once. */
      if (continued)
        look = NULL;
      moment.look = look;
      if (continued && method == COMITY_LAYOUT_FR)
        ok = run (&part, COMITY_LAYOUT_FR, seed, FR_STEPS_FROM_START, FR_HEAT_FROM_START, NULL,
                  progress);
      else if (!continued)
        ok = run (&part, COMITY_LAYOUT_FR, seed,
                  method == COMITY_LAYOUT_FR ? FR_STEPS : FR_STEPS_BEFORE_KK, FR_HEAT, look,
                  progress);
      if (ok && method == COMITY_LAYOUT_KK)
        ok = run (&part, COMITY_LAYOUT_KK, seed, count_moves (n, continued), 0.0, look, progress);
      if (ok && method == COMITY_LAYOUT_STRESS)
        {
          ok = comity_layout_stress (n, part.edges, part.n_edges,
                                     continued ? STRESS_STEPS_FROM_START : STRESS_STEPS,
                                     look != NULL ? show_moment : NULL, &moment, progress, part.x,
                                     part.y);
          normalise (&part);
        }
      if (ok && continued)
        align (&part, network, start, start_network, anchor);
      else if (ok)
        lie_down (&part);
    }
  for (gsize i = 0; ok && i < n; i++)
    {
      x[nodes[i]] = part.x[i];
      y[nodes[i]] = part.y[i];
    }
  return ok;
}
