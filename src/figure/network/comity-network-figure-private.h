/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network figure's data, apart from where they come from, and its layout, which drawing,
 * labels, hitting and words share. Nodes are numbered 0 … n-1. */
#pragma once

#include "comity-color-map.h"
#include "comity-figure-private.h"
#include "comity-figures.h"
#include "comity-legend.h"
#include "comity-routes.h"
#include "comity-scale.h"
#include "comity-words.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 a, b; /* nodes, a < b */
  int year;     /* 0 unknown */
  guint32 count;
} ComityNetworkFigureEdge;

/* A tie that a fit speaks of. */
typedef struct
{
  ComityNetworkFigureEdge edge; /* of a ghost: not among the edges */
  gboolean present;
  double probability;
} ComityNetworkFigureMark;

/* Ties of another network. */
typedef struct
{
  char *label;
  gsize n_edges;
  ComityNetworkFigureEdge *edges;
} ComityNetworkFigureLayer;

/* Frozen once given to a figure. */
typedef struct
{
  gsize n, n_edges;
  guint32 *states;                /* n: panel's numbers */
  char **codes;                   /* n */
  char **names;                   /* n */
  char **regions;                 /* n, "" unknown */
  ComityTradition *families;      /* n */
  ComityNetworkFigureEdge *edges; /* n_edges, sorted by (a, b) */
  guint32 *degrees;               /* n */
  guint32 *first_tie;             /* n + 1: a node's ties in ties[] */
  guint32 *ties;                  /* 2 n_edges: edge numbers */
  guint32 *by_degree;             /* n: nodes, the most connected first */
  gsize n_isolates;
  GHashTable *nodes; /* state + 1 → node + 1 */

  /* Colour: a group each, or a number each. */
  gboolean groups_are_traditions;
  gsize n_groups;
  char **groups; /* n_groups: labels */
  int *group;    /* n: -1 none */
  double *color; /* n, NaN missing; NULL when coloured by group */
  char *color_label;
  double *size; /* n, NaN missing; NULL: all the same */
  char *size_label;

  char *tie_name;  /* "MLAT" */
  char *ties_name; /* "MLATs" */
  int year;
  gboolean cumulative;
  ComityLayoutMethod method;
  ComityProjection projection;
  ComityWorld *world; /* owned, for the map's land; NULL without one */
  /* Ties of a circle or of rings run together with those of the same two of these. */
  gsize n_bundles;
  guint32 *bundle; /* n: family of a circle, region of rings */
  guint32 most_treaties; /* of one tie */
  ComityRect frame;      /* of the layout; width 0: none */
  gboolean diverging;    /* colours part at 0 */
  gsize n_marks;
  ComityNetworkFigureMark *marks; /* ghosts first */
  gsize n_layers;
  ComityNetworkFigureLayer *layers;
  gboolean *pinned; /* n: put where they are by hand; NULL: none is */
  ComityEdgeStyle edge_style;
  ComityRoutes *routes; /* owned, of bundled ties of a force layout or a map; NULL: none */
} ComityNetworkFigureData;

ComityNetworkFigureData *comity_network_figure_data_new (gsize n, gsize n_edges);
void comity_network_figure_data_unref (ComityNetworkFigureData *data);
/* After states and edges are filled: degrees, ties by node, the order by degree. */
void comity_network_figure_data_index (ComityNetworkFigureData *data);
/* Takes @data; places[n] in the unit square are copied. */
ComityFigure *comity_network_figure_new_from_data (ComityNetworkFigureData *data,
                                                   const ComityPoint *places,
                                                   const ComityNetworkFigureOptions *options);

typedef struct
{
  guint32 node;
  ComityRect box;  /* what it covers; of turned ones only their middle */
  gboolean inside; /* on its node */
  gboolean turned; /* in a row of nodes: round @at by @angle */
  ComityPoint at;
  double angle; /* radians, clockwise */
  /* of a hive */
  double width, height; /* unturned */
  double halo;
  gboolean has_line; /* from its state, which stands elsewhere along the axis */
  ComityPoint from, to;
} ComityNetworkLabel;

/* Of a route so many states at most bend the line. */
#define COMITY_NETWORK_MOST_VIA 14

/* How a tie runs: cubic curves, each from where the last ended, 3 n_curves + 1 points; without any
 * straight from points[0] to points[3]. */
typedef struct
{
  gsize n_curves;
  ComityPoint points[3 * (COMITY_NETWORK_MOST_VIA - 1) + 1];
} ComityNetworkRun;

typedef struct
{
  ComityFigure parent;
  ComityNetworkFigureData *data;
  ComityPoint *places; /* n, unit square */
  ComityRect frame;    /* the part of the unit square that is shown */
  gboolean show_labels, show_isolates;

  /* of the panels of a strip, this one's data among them; nothing on its own */
  gsize most_nodes, most_edges;
  guint32 most_treaties; /* of one tie */
  double color_low, color_high, most_size; /* NaN: none */
  guint64 groups_there;                    /* a bit each */
  gboolean has_ungrouped;

  /* the layout, for the size and theme of now */
  double unit;         /* how large marks are: 1 on a middling canvas */
  ComityPoint origin;  /* where the frame's corner is, at scale 1 */
  ComityPoint stretch; /* points per unit of the layout */
  ComityPoint *points; /* n, at scale 1 */
  double *radii;       /* n */
  double largest_radius;
  ComityColor *colors; /* n */
  double edge_alpha;
  ComityPoint *bundle_middles; /* n_bundles, at scale 1 */
  ComityScale color_scale;
  ComityColorMap map;
  ComityRect isolates; /* their block; height 0: none */
  double isolate_step; /* from row to row */
  gboolean isolates_have_codes;
  ComityLegend *legend;
  ComityPoint legend_at;
  ComityRect bar; /* of the colours; width 0 none */
  double size_legend_x, size_legend_y;
  gsize n_size_marks;
  double size_marks[4];
  double size_max; /* value of the largest node */

  /* for the view of now */
  GArray *labels; /* ComityNetworkLabel */
} ComityNetworkFigure;

/* Where the line of an arc diagram runs, of the height. */
#define COMITY_NETWORK_ARC_LINE 0.8

/* How many points a bent edge is followed by. */
#define COMITY_NETWORK_EDGE_POINTS 13

/* Whether a node stands in the block of isolates, where zoom does not reach. */
gboolean comity_network_figure_in_block (const ComityNetworkFigure *self, gsize node);
/* A node's place in the view of now. */
ComityPoint comity_network_figure_get_point (const ComityNetworkFigure *self, gsize node);
double comity_network_figure_value_to_radius (const ComityNetworkFigure *self, double value);
/* How an edge runs in the view of now. */
void comity_network_figure_get_run (const ComityNetworkFigure *self,
                                    const ComityNetworkFigureEdge *edge,
                                    ComityNetworkRun *run);
/* Along the states of its route; FALSE: it has none. */
gboolean comity_network_figure_follow_route (const ComityNetworkFigure *self,
                                             const ComityNetworkFigureEdge *edge,
                                             ComityNetworkRun *run);
/* A place on it, 0 … 1 from a to b. */
ComityPoint comity_network_run_at (const ComityNetworkRun *run, double t);
/* Whether ties of such a figure need routes to be bundled. */
gboolean comity_network_figure_wants_routes (const ComityNetworkFigureData *data);
void comity_network_figure_fill_routes (ComityNetworkFigureData *data, const ComityPoint *places);
/* Where ties that run together meet, after the nodes have their places. */
void comity_network_figure_find_bundles (ComityNetworkFigure *self);
double comity_network_figure_get_line_width (const ComityNetworkFigure *self, guint32 count);
/* From how many treaties on lines are no wider. */
guint32 comity_network_figure_get_widest_count (void);
/* The middle of the picture, in the view of now. */
ComityPoint comity_network_figure_get_middle (const ComityNetworkFigure *self);
/* What a fit and other networks add to the ties; their lines in the legend. */
void comity_network_figure_draw_layers (const ComityNetworkFigure *self, ComityCanvas *canvas);
void comity_network_figure_draw_marks (const ComityNetworkFigure *self, ComityCanvas *canvas);
void comity_network_figure_add_line_legends (ComityNetworkFigure *self);
const ComityNetworkFigureMark *
comity_network_figure_find_mark (const ComityNetworkFigure *self, gsize a, gsize b);
void comity_network_figure_fill_marks (ComityNetworkFigureData *data,
                                       const ComityNetworkFigureOptions *options);
void comity_network_figure_free_marks (ComityNetworkFigureData *data);
ComityPoint comity_network_figure_point_on_curve (const ComityPoint points[4], double t);
/* Nodes of a shortest way from @a to @b, both included; 0: there is none. */
gsize comity_network_figure_find_path (const ComityNetworkFigure *self,
                                       gsize a,
                                       gsize b,
                                       guint32 **path);
void comity_network_figure_draw_map (const ComityNetworkFigure *self, ComityCanvas *canvas);
gssize comity_network_figure_find_node (const ComityNetworkFigure *self, guint32 state);
const ComityNetworkFigureEdge *
comity_network_figure_find_edge (const ComityNetworkFigure *self, gsize a, gsize b);
ComityColorBar comity_network_figure_color_bar (const ComityNetworkFigure *self);

void comity_network_figure_layout (ComityFigure *figure, ComityCanvas *canvas);
void comity_network_figure_join (ComityFigure *figure, const ComityFigure *other);
double comity_network_figure_get_rigid_aspect (const ComityFigure *figure);
double comity_network_figure_layout_key (ComityFigure *figure, ComityCanvas *canvas, double width);
void comity_network_figure_draw_key (ComityFigure *figure, ComityCanvas *canvas);
char *comity_network_figure_dup_note (const ComityFigure *figure);
void comity_network_figure_place_labels (ComityFigure *figure, ComityCanvas *canvas);
/* Along the axes of a hive, of the @most best connected states. */
void comity_network_figure_label_hive (ComityNetworkFigure *self, ComityCanvas *canvas, gsize most);
/* Of two codes of a hive. */
gboolean
comity_network_label_overlaps (const ComityNetworkLabel *a, const ComityNetworkLabel *b);
ComityElement comity_network_figure_hit (ComityFigure *figure, double x, double y);
void
comity_network_figure_find_states (ComityFigure *figure, const ComityRect *rect, GArray *states);
gboolean comity_network_figure_move_element (ComityFigure *figure,
                                             ComityElement element,
                                             const ComityPoint *to);
gboolean comity_network_figure_get_element_rect (ComityFigure *figure,
                                                 ComityElement element,
                                                 ComityRect *rect);
ComityElement
comity_network_figure_move (ComityFigure *figure, ComityElement from, int dx, int dy);
char *comity_network_figure_describe (ComityFigure *figure);
char *comity_network_figure_describe_element (ComityFigure *figure, ComityElement element);
char *comity_network_figure_to_table (ComityFigure *figure);
ComityTextStyle comity_network_figure_label_style (const ComityNetworkFigure *self);
/* Whether a tie joins two states of one colour, which it then has itself. */
gboolean comity_network_figure_is_within_group (const ComityNetworkFigure *self,
                                                const ComityNetworkFigureEdge *edge);
ComityColor comity_network_figure_get_edge_color (const ComityNetworkFigure *self,
                                                  const ComityNetworkFigureEdge *edge);
void comity_network_figure_draw_label (const ComityNetworkFigure *self,
                                       ComityCanvas *canvas,
                                       const ComityNetworkLabel *label);
gboolean
comity_network_figure_fill_scene (ComityFigure *figure, ComityScene *scene, ComityPoint origin);
gboolean comity_network_figure_has_over (const ComityFigure *figure);
void comity_network_figure_draw (ComityFigure *figure, ComityCanvas *canvas);
void comity_network_figure_draw_overlay (ComityFigure *figure,
                                         ComityCanvas *canvas,
                                         ComityElement hover,
                                         ComityElement selected);

G_END_DECLS
