/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heatmap's data, apart from where they come from, and its layout, which drawing, hitting and
 * words share. Rows and columns are positions in the order shown, 0 … n-1 from above and the left.
 */
#pragma once

#include "comity-color-map.h"
#include "comity-words.h"
#include "comity-figure-private.h"
#include "comity-figures.h"
#include "comity-legend.h"
#include "comity-scale.h"

G_BEGIN_DECLS

/* A colour for each of so many steps of the scale: cells of one step are one shape in a vector
 * file. */
#define COMITY_HEATMAP_STEPS 256

/* Of the height of a tree, in the b of a COMITY_ELEMENT_CUT. */
#define COMITY_HEATMAP_CUT_STEPS 10000

typedef struct
{
  guint32 row, column; /* row > column */
  int year;            /* 0 unknown */
  guint32 count;
} ComityHeatmapTie;

/* A joint of the dendrogram, in cells along the order and as a share of the greatest height. */
typedef struct
{
  double left, right;               /* the two branches' places */
  double left_height, right_height; /* where they begin, 0 for a leaf */
  double height;
  double value;    /* the height itself */
  gsize n_leaves;
  guint32 group;   /* of a cut, G_MAXUINT32 above it */
} ComityHeatmapJoint;

/* Frozen once given to a figure. */
typedef struct
{
  gsize n;
  guint32 *states;           /* n: panel's numbers */
  char **codes;              /* n */
  char **names;              /* n */
  ComityTradition *families; /* n */
  gboolean *exists;          /* n: was a state in the year */
  double *values;            /* n (n + 1) / 2, lower triangle with diagonal, by row; NaN no data */
  gsize n_ties;
  ComityHeatmapTie *ties; /* sorted by row, column */
  gsize n_joints;
  ComityHeatmapJoint *joints;
  GHashTable *positions; /* state + 1 → position + 1 */
  char *measure;         /* "Same legal tradition" */
  char *tie_name;        /* "MLAT" */
  char *remark;          /* on the order; "" none */
  double low, high;      /* of the scale */
  gboolean is_similarity;
  gboolean is_ties; /* 1: the pair has a tie, 0: it has none */
  int year;
  gboolean is_change; /* since earlier_year */
  int earlier_year;

  /* The band at the margins; bands NULL: families */
  double *bands;     /* n: number of a category, or a value; NaN none */
  char **band_names; /* categories, NULL-terminated; NULL: bands are values */
  char *band_title;
  double band_low, band_high; /* of values */

  /* A cut of the dendrogram; groups NULL: none */
  guint32 *groups; /* n; G_MAXUINT32 outside the tree */
  gsize n_groups;
  double cut; /* as a share of the greatest height */
  double *widths;     /* n: silhouettes; NULL: none */
  double *group_means; /* n_groups: of them */
  double mean_width;

  /* States taken together: a row is a group; values are means */
  gboolean is_blocks;
  gsize *sizes;                /* n: states */
  gsize *n_pairs, *n_pairs_all; /* as values: pairs with a value, and all */

  /* To say what each component adds; NULL: not known */
  ComitySimilarity *similarity;
  gsize *rows; /* n: row of the similarity */
} ComityHeatmapData;

/* Everything zeroed and allocated; NULL when the memory is not to be had. */
ComityHeatmapData *comity_heatmap_data_new (gsize n, gsize n_ties, gsize n_joints);
void comity_heatmap_data_unref (ComityHeatmapData *data);
/* After the arrays are filled: finds states by number. */
void comity_heatmap_data_index (ComityHeatmapData *data);
/* Takes @data. */
ComityFigure *comity_heatmap_figure_new_from_data (ComityHeatmapData *data,
                                                   const ComityHeatmapOptions *options);
/* Its values are ties: there is one, or none. Before the first layout. */
void comity_heatmap_figure_set_ties (ComityFigure *figure);

static inline double *
comity_heatmap_data_value (const ComityHeatmapData *data, gsize row, gsize column)
{
  gsize i = MAX (row, column), j = MIN (row, column);

  return &data->values[i * (i + 1) / 2 + j];
}

/* The height in the measure's own unit of a share of the greatest. */
double comity_heatmap_data_get_height (const ComityHeatmapData *data, double share);
const ComityHeatmapTie *
comity_heatmap_data_find_tie (const ComityHeatmapData *data, gsize row, gsize column);

/* In which half of the square a pair (or a pair of groups) is meant. */
typedef struct
{
  ComityElement element;
  gboolean in_upper;
} ComityHeatmapSide;

typedef struct
{
  ComityFigure parent;
  ComityHeatmapData *data;
  ComityHeatmapOptions options;

  /* what the data have to show, known once */
  gboolean has_bands, has_missing, has_absent, is_grouped, is_two_valued;
  double low, high; /* of the scale: the data's, or those of all panels of a strip */
  ComityScale scale;

  /* the layout, for the theme of now */
  double cell; /* side at scale 1 */
  ComityColorMap map;
  ComityColor steps[COMITY_HEATMAP_STEPS];
  cairo_surface_t *image; /* n × n */
  GArray *missing;        /* ComityRect in cells */
  ComityRect band_left, band_top, tree;
  gboolean tree_is_left;
  ComityRect row_heads, row_labels, column_heads, column_labels; /* point at their states */
  gboolean has_labels;
  ComityLegend *legend;
  ComityPoint legend_at;
  ComityRect bar; /* x, y, width of the colour bar; width 0 none */
  ComityRect remark_box;

  /* A pair has two cells: which of them the pointer met, and which was chosen by pointer or key. */
  ComityHeatmapSide pointed, chosen;
} ComityHeatmapFigure;

typedef enum
{
  COMITY_HEATMAP_VALUE,
  COMITY_HEATMAP_MISSING,
  COMITY_HEATMAP_ABSENT,
} ComityHeatmapCell;

ComityHeatmapCell
comity_heatmap_figure_get_cell (const ComityHeatmapFigure *self, gsize row, gsize column);
/* The step of a cell that has a value. */
gsize comity_heatmap_figure_get_step (const ComityHeatmapFigure *self, gsize row, gsize column);
/* A cell's rectangle in the view of now. */
ComityRect
comity_heatmap_figure_get_cell_rect (const ComityHeatmapFigure *self, gsize row, gsize column);
/* What is selected now: a pair stays in the half where it was pointed at or walked to. */
void comity_heatmap_figure_choose (ComityHeatmapFigure *self, ComityElement selected);
/* Row and column that an element stands for, in the half where it was met; else the lower. */
gboolean comity_heatmap_figure_find (const ComityHeatmapFigure *self,
                                     ComityElement element,
                                     gsize *row,
                                     gsize *column);
gboolean comity_heatmap_figure_same_band (const ComityHeatmapFigure *self, gsize i, gsize j);
ComityColor comity_heatmap_figure_band_color (const ComityHeatmapFigure *self, gsize i);
ComityColor comity_heatmap_figure_group_color (const ComityHeatmapFigure *self, gsize group);
ComityColorBar comity_heatmap_figure_color_bar (const ComityHeatmapFigure *self);
ComityTextStyle comity_heatmap_figure_remark_style (const ComityHeatmapFigure *self);

/* A tie's dot in a cell drawn anywhere, black or white as the cell is pale or dark. */
void comity_heatmap_figure_draw_dot (const ComityHeatmapFigure *self,
                                     ComityCanvas *canvas,
                                     gsize row,
                                     gsize column,
                                     const ComityRect *cell);
/* "United States – Switzerland", and "0.72; MLAT 1973"; of a state its name and its mean. */
char *comity_heatmap_figure_dup_names (const ComityHeatmapFigure *self, gsize row, gsize column);
char *comity_heatmap_figure_dup_value (const ComityHeatmapFigure *self, gsize row, gsize column);
gboolean comity_heatmap_figure_draw_lens (ComityFigure *figure,
                                          ComityCanvas *canvas,
                                          ComityElement focus,
                                          const ComityPoint *at);
char *comity_heatmap_figure_describe (ComityFigure *figure);
char *comity_heatmap_figure_describe_element (ComityFigure *figure, ComityElement element);
char *comity_heatmap_figure_to_table (ComityFigure *figure);
void comity_heatmap_figure_layout (ComityFigure *figure, ComityCanvas *canvas);
void comity_heatmap_figure_join (ComityFigure *figure, const ComityFigure *other);
double comity_heatmap_figure_layout_key (ComityFigure *figure, ComityCanvas *canvas, double width);
void comity_heatmap_figure_draw_key (ComityFigure *figure, ComityCanvas *canvas);
char *comity_heatmap_figure_dup_note (const ComityFigure *figure);
void comity_heatmap_figure_draw (ComityFigure *figure, ComityCanvas *canvas);
void comity_heatmap_figure_draw_overlay (ComityFigure *figure,
                                         ComityCanvas *canvas,
                                         ComityElement hover,
                                         ComityElement selected);

G_END_DECLS
