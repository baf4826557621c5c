/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line chart's data and layout, which ink (comity-line-figure.c) and words (-words.c) share. */
#pragma once

#include "comity-figure-private.h"
#include "comity-figures.h"
#include "comity-legend.h"
#include "comity-scale.h"

G_BEGIN_DECLS

/* Frozen, shared by copies. */
typedef struct
{
  int first_year;
  gsize n_years;
  gsize n_series;
  char **names;
  int *categories;
  double *values; /* n_series × n_years */
  double **low;   /* n_series: n_years, or NULL: no band */
  double **high;
  gsize n_marks;
  int *mark_years;
  char **mark_labels;
} ComityLineData;

typedef struct
{
  ComityFigure parent;
  ComityLineData *data;
  ComityScale scale;
  ComityLegend *legend;
  ComityPoint legend_at;
  double ticks[COMITY_SCALE_MAX_TICKS];
  gsize n_ticks;
  int year_step; /* years between labels on the axis; 0 none fit */
} ComityLineFigure;

static inline double
comity_line_data_get (const ComityLineData *data, gsize series, gsize year)
{
  return data->values[series * data->n_years + year];
}

/* The place of a year among the data's. */
gboolean
comity_line_figure_find_year (const ComityLineFigure *self, ComityElement element, gsize *index);
char *comity_line_figure_describe (ComityFigure *figure);
char *comity_line_figure_describe_element (ComityFigure *figure, ComityElement element);
char *comity_line_figure_to_table (ComityFigure *figure);

G_END_DECLS
