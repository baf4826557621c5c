/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures there are: each is made from frozen data and options, and is a ComityFigure. Network
 * and heatmap come with a title that names what and when, and all with the notice that the data
 * call for (simulated; a list known to be incomplete); both can be replaced. */
#pragma once

#include "comity-distribution.h"
#include "comity-effects.h"
#include "comity-figure.h"
#include "comity-fit.h"
#include "comity-influence.h"
#include "comity-ladder.h"
#include "comity-network.h"
#include "comity-order.h"
#include "comity-predicted-curves.h"
#include "comity-report.h"
#include "comity-roc.h"
#include "comity-routes.h"
#include "comity-similarity-series.h"
#include "comity-similarity.h"
#include "comity-survival.h"
#include "comity-spec-curve.h"

G_BEGIN_DECLS

/* Treaty network */
typedef enum
{
  COMITY_NODE_COLOR_TRADITION,
  COMITY_NODE_COLOR_REGION,
  COMITY_NODE_COLOR_COMMUNITY,
  COMITY_NODE_COLOR_VARIABLE, /* a state variable, on a sequential map */
  COMITY_NODE_COLOR_CENTRALITY, /* likewise */
  COMITY_NODE_COLOR_VALUES,     /* given ones, on a map that parts at 0 */
} ComityNodeColor;

/* A state of a force layout put where it is by hand, in the unit square. */
typedef struct
{
  guint32 state;
  double x, y;
} ComityNetworkPin;

/* Another network of the same panel and year, drawn beside the ties in a line of its own. */
typedef struct
{
  ComityNetwork *network;
  const char *label;
} ComityNetworkLayer;

/* How ties run. */
typedef enum
{
  COMITY_EDGES_AUTO,     /* as suits the layout: straight in a force layout, bent in the others */
  COMITY_EDGES_STRAIGHT, /* but not where they would lie on each other: along an axis, over a line */
  COMITY_EDGES_CURVED,   /* each in a bow of its own */
  COMITY_EDGES_BUNDLED,  /* together where they go the same way */
} ComityEdgeStyle;
#define COMITY_N_EDGE_STYLES 4

gboolean comity_edge_style_from_name (const char *name, ComityEdgeStyle *style);
const char *comity_edge_style_name (ComityEdgeStyle style); /* "auto" … */
/* What BUNDLED needs in force layouts and on maps, where @layout is one; else NULL without an error.
 * For the network's ties and, each nullable, those of @layers and @expected. For a worker. */
ComityRoutes *comity_network_find_routes (ComityNetwork *network,
                                          const ComityLayout *layout,
                                          const ComityNetworkLayer *layers,
                                          gsize n_layers,
                                          const GArray *expected,
                                          ComityProgress *progress,
                                          GError **error);

typedef struct
{
  ComityNodeColor color;
  const char *color_variable; /* for VARIABLE */
  const char *size_variable;  /* NULL: degree; "" : all the same; else a state variable */
  gboolean show_labels;
  gboolean show_isolates;
  ComityCentrality color_centrality; /* for CENTRALITY */
  const double *color_values;        /* for VALUES, a node each */
  const char *color_values_label;
  gssize size_centrality; /* a ComityCentrality instead of the size_variable; -1 none */
  /* From comity_expected_ties (), nullable: how many of its ghosts and of its surprises show. */
  const GArray *expected;
  guint n_ghosts, n_surprises;
  const ComityNetworkLayer *layers; /* n_layers */
  gsize n_layers;
  const ComityNetworkPin *pins; /* n_pins; only force layouts heed them */
  gsize n_pins;
  ComityEdgeStyle edges;
  ComityRoutes *routes; /* of the layout, for BUNDLED; NULL: found when the figure is made */
} ComityNetworkFigureOptions;

#define COMITY_NETWORK_FIGURE_OPTIONS_INIT                                                         \
  {                                                                                                \
    .show_labels = TRUE, .show_isolates = TRUE, .size_centrality = -1                              \
  }

ComityFigure *comity_network_figure_new (ComityNetwork *network,
                                         const ComityLayout *layout,
                                         const ComityNetworkFigureOptions *options);
/* Another layout of the same network (dragging a node, a tween): keeps everything else, also the
 * part of the unit square that is shown. Isolates of a force layout stand in the figure's own block
 * and do not follow it. */
void comity_network_figure_set_layout (ComityFigure *self, const ComityLayout *layout);
/* Where a state stands in the layout's unit square, also after comity_figure_move_element (). FALSE:
 * not in the figure, or not a network figure. */
gboolean
comity_network_figure_get_state_place (ComityFigure *self, guint32 state, double *x, double *y);
/* The place of the layout's unit square that is at x, y of the figure, in its view of now. */
void comity_network_figure_get_layout_point (
    ComityFigure *self, double x, double y, double *layout_x, double *layout_y);

/* Small multiples: networks or heatmaps (all one or the other; copied) as panels on one page, each
 * under its label (@labels: n, its year), with one scale of colours and sizes and one legend. The
 * grid is that which makes the panels largest on the page. Title and notice come from the panels;
 * the caption is to be set. */
ComityFigure *
comity_strip_figure_new (ComityFigure *const *figures, const char *const *labels, gsize n);
/* So many panels beside each other; 0: as many as make them largest. */
void comity_strip_figure_set_columns (ComityFigure *self, gsize n_columns);
/* Before they are drawn apart: one scale of colours and sizes for all, which their copies keep. */
void comity_figures_join (ComityFigure *const *figures, gsize n);
/* More panels than this nobody reads on a page. */
#define COMITY_STRIP_MAX_PANELS 60

/* Similarity heatmap: @network (nullable) puts its ties as dots on the cells. */
typedef enum
{
  COMITY_HEATMAP_BAND_TRADITION,
  COMITY_HEATMAP_BAND_REGION,
  COMITY_HEATMAP_BAND_VARIABLE,
} ComityHeatmapBand;

typedef struct
{
  gboolean show_dendrogram;
  gboolean show_families; /* the band at the margins */
  gboolean show_ties;
  gboolean show_labels;
  ComityHeatmapBand band;
  const char *band_variable; /* for VARIABLE: a state variable of the panel */
  guint n_groups;            /* cuts the dendrogram; 0: no cut */
} ComityHeatmapOptions;

#define COMITY_HEATMAP_OPTIONS_INIT                                                                \
  {                                                                                                \
    TRUE, TRUE, TRUE, TRUE                                                                         \
  }

ComityFigure *comity_heatmap_figure_new (ComityPanel *panel,
                                         ComitySimilarity *similarity,
                                         const ComityOrder *order,
                                         ComityNetwork *network,
                                         const ComityHeatmapOptions *options);
/* States taken together: a row and a column a group, means of pairs with their counts in the cells.
 * Its elements: COMITY_ELEMENT_GROUP. */
ComityFigure *comity_heatmap_figure_new_blocks (ComityPanel *panel,
                                                ComitySimilarity *similarity,
                                                const ComityBlocks *blocks,
                                                const ComityHeatmapOptions *options);

/* The network as its adjacency matrix. @ties and @order, of comity_matrix_compute (): the network's
 * states by legal tradition, 1 where two of them have a tie in it. Error: cancelled, memory. */
gboolean comity_matrix_compute (ComityNetwork *network,
                                ComityProgress *progress,
                                ComitySimilarity **ties,
                                ComityOrder **order,
                                GError **error);
ComityFigure *comity_matrix_figure_new (ComityNetwork *network,
                                        ComitySimilarity *ties,
                                        const ComityOrder *order,
                                        gboolean show_labels);

/* Pairs with and without a treaty: two histograms, the quartiles, and the distribution functions.
 * Its elements: COMITY_ELEMENT_GROUP with a the bin. */
ComityFigure *comity_distribution_figure_new (ComityPanel *panel,
                                              const ComityDistribution *distribution);

/* One state's row as a list, the most alike first; ties of @network (nullable) marked. Its elements
 * are pairs. */
ComityFigure *comity_rank_figure_new (ComityPanel *panel,
                                      ComitySimilarity *similarity,
                                      guint32 state,
                                      ComityNetwork *network);

/* Coefficient plot of one or more fits (point, thick and thin interval), by default without the
 * constant and the time polynomial. Its elements: COMITY_ELEMENT_TERM with a the number of the
 * coefficient in its fit, b the number of the fit in @fits. */
typedef struct
{
  gboolean show_intercept;
  gboolean show_time;   /* t, I(t^2) … */
  gboolean standardize; /* per standard deviation of the covariate */
} ComityCoefOptions;

#define COMITY_COEF_OPTIONS_INIT                                                                   \
  {                                                                                                \
    FALSE, FALSE, FALSE                                                                            \
  }

ComityFigure *
comity_coef_figure_new (ComityFit *const *fits, gsize n_fits, const ComityCoefOptions *options);

/* One term under every kind of standard errors that there is: a row a kind. Its elements:
 * COMITY_ELEMENT_TERM with a the rung. */
ComityFigure *comity_ladder_figure_new (const ComityLadder *ladder, gsize term);

/* Marginal effects: a row an effect, as in a coefficient plot. */
ComityFigure *comity_effects_figure_new (const ComityFit *fit, const ComityEffects *effects);

/* What leaving out each of @n groups does to @term, or (-1) to the term that it moves most. Its
 * elements: COMITY_ELEMENT_TERM with a the place in @groups. */
ComityFigure *comity_influence_figure_new (const ComityFit *fit,
                                           const ComityInfluence *influence,
                                           gssize term,
                                           const gsize *groups,
                                           const char *const *labels,
                                           gsize n);

/* Small line chart: up to a few series over years, with marks (treaties) on the axis. */
typedef struct
{
  const char *name;
  const double *values; /* n_years; NaN breaks the line */
  int category;         /* colour index */
  const double *low;    /* n_years: an interval drawn as a band; NULL none */
  const double *high;
} ComityLineSeries;

typedef struct
{
  int year;
  const char *label;
} ComityLineMark;

ComityFigure *comity_line_figure_new (const char *title,
                                      int first_year,
                                      gsize n_years,
                                      const ComityLineSeries *series,
                                      gsize n_series,
                                      const ComityLineMark *marks,
                                      gsize n_marks);
/* A measure through the years: means of pairs with and without a treaty with the middle half of each
 * as a band, and the series' pair or state. Its elements: COMITY_ELEMENT_YEAR. */
ComityFigure *comity_series_figure_new (ComityPanel *panel, const ComitySimilaritySeries *series);

/* A dossier as a page, portrait, that an editor would print: its paragraph, charts, sections in two
 * columns, sources in small print. Letters are set smaller, and then the least needed sections left
 * out and named, until all is on the one page. */
ComityFigure *comity_dossier_figure_new (ComityDossier *dossier);
/* One of its charts, as a line chart. */
ComityFigure *comity_dossier_chart_figure_new (const ComityDossier *dossier, gsize chart);

/* Curves over a measured axis: survival, ROC, calibration. Arrays are copied. Its elements:
 * COMITY_ELEMENT_TERM with a the number of the point in its curve, b the number of the curve. */
typedef struct
{
  const char *name;
  int category; /* colour index */
  gboolean steps;  /* a value holds until the next */
  gboolean points; /* marks instead of a line, bars instead of a band */
  gsize n;
  const double *x, *y;      /* n */
  const double *low, *high; /* n; NULL: no interval */
  const double *counts;     /* n_counts: numbers under the axis; NULL: none */
} ComityCurve;

typedef struct
{
  const char *title, *x_title, *y_title;
  double x_low, x_high, y_low, y_high; /* NaN: from the data */
  gboolean diagonal;                   /* the line y = x */
  double reference;                    /* a level line; NaN: none */
  const char *count_title;             /* "At risk" */
  const double *count_at;              /* n_counts places on the axis */
  gsize n_counts;
  const double *strips; /* n_strips places where an upright strip stands */
  gsize n_strips;
} ComityCurveOptions;

ComityFigure *comity_curve_figure_new (const ComityCurve *curves,
                                       gsize n_curves,
                                       const ComityCurveOptions *options);

/* Survivor curves, or cumulative hazards, with intervals of @level percent on @scale. */
ComityFigure *comity_survival_figure_new (const ComitySurvivalCurves *curves,
                                          gboolean hazard,
                                          ComitySurvivorScale scale,
                                          double level,
                                          const char *time_title);

/* What a model of durations predicts over time, with its intervals. */
ComityFigure *comity_predicted_figure_new (const ComityPredictedCurves *curves,
                                           ComityCurveKind kind,
                                           const char *time_title);

/* Predictions along @column with their intervals (of the linear predictor, carried through the link,
 * where there are any): a curve, points where it takes few values, rows where these are texts. */
ComityFigure *comity_predictions_figure_new (const ComityFit *fit,
                                             const char *column,
                                             const ComityPredictions *predictions);

/* Does a term's effect change over time? Scaled Schoenfeld residuals of the events over time, the
 * means of tenths of them with intervals at the fit's level, and the estimate as a level line. NULL:
 * no memory. */
ComityFigure *
comity_schoenfeld_figure_new (const ComityCox *cox, const ComityFit *fit, gsize term);

typedef enum
{
  COMITY_ROC_FIGURE_ROC,
  COMITY_ROC_FIGURE_PRECISION,   /* over recall */
  COMITY_ROC_FIGURE_CALIBRATION, /* of groups with like probabilities, Wilson's intervals */
  COMITY_ROC_FIGURE_SEPARATION,  /* of one fit */
} ComityRocFigureKind;

/* "roc", "precision", "calibration", "separation". */
gboolean comity_roc_figure_kind_from_name (const char *name, ComityRocFigureKind *kind);
/* @titles: n_rocs, for the legend; @n_groups and @level: of the calibration. */
ComityFigure *comity_roc_figure_new (const ComityRoc *const *rocs,
                                     const char *const *titles,
                                     gsize n_rocs,
                                     ComityRocFigureKind kind,
                                     gsize n_groups,
                                     double level);

/* Specification curve: the sorted estimates above, the choices behind each below. Elements are
 * COMITY_ELEMENT_SPECIFICATION. Keeps a reference to the curve. */
ComityFigure *comity_spec_curve_figure_new (ComitySpecCurve *curve);

G_END_DECLS
