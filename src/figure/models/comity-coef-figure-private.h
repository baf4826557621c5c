/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of a coefficient plot, apart from where they come from. */
#pragma once

#include "comity-figure.h"
#include "comity-fit.h"

#include <math.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean present;
  guint32 coefficient; /* its number in its fit */
  double estimate, std_error, low, high;
} ComityCoefPoint;

/* Frozen once given to a figure. */
typedef struct
{
  gsize n_terms, n_models;
  char **terms;            /* n_terms: as the formula writes them */
  char **labels;           /* n_terms: as a reader wants them */
  char **models;           /* n_models */
  ComityCoefPoint *points; /* n_terms × n_models */
  double level;            /* percent, of the intervals */
  gboolean standardized;
  const char *measure; /* static; what is measured, NULL: "Coefficient" */
} ComityCoefData;

ComityCoefData *comity_coef_data_new (gsize n_terms, gsize n_models);
/* Rows of what follows one fit, at its level; @measure as above. */
ComityCoefData *
comity_coef_data_new_for_fit (const ComityFit *fit, const char *measure, gsize n_terms);
void comity_coef_data_unref (ComityCoefData *data);

static inline const ComityCoefPoint *
comity_coef_data_peek (const ComityCoefData *data, gsize term, gsize model)
{
  return &data->points[term * data->n_models + model];
}

static inline gboolean
comity_coef_point_is_drawn (const ComityCoefPoint *point)
{
  return point->present && isfinite (point->estimate);
}

/* Its words; new strings. */
char *comity_coef_data_dup_axis_title (const ComityCoefData *data);
char *comity_coef_data_describe_point (const ComityCoefData *data, gsize term, gsize model);
char *comity_coef_data_describe (const ComityCoefData *data);
char *comity_coef_data_to_table (const ComityCoefData *data);

/* Takes @data. */
ComityFigure *comity_coef_figure_new_from_data (ComityCoefData *data);

G_END_DECLS
