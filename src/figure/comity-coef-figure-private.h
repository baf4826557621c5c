/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of a coefficient plot, apart from where they come from. */
#pragma once

#include "comity-figure.h"

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
void comity_coef_data_unref (ComityCoefData *data);
/* Takes @data. */
ComityFigure *comity_coef_figure_new_from_data (ComityCoefData *data);

G_END_DECLS
