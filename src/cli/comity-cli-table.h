/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What fit and compare share: a table of estimates, or its coefficients drawn. */
#pragma once

#include "comity-cli-plot.h"

G_BEGIN_DECLS

typedef struct
{
  ComityCliResult result;
  ComityCliFigure look;
  char *plot;
  int decimals;
  gboolean ratios, no_stars, labels, timings;

  /* what the words stand for */
  gboolean draws;
  ComityFormat format;
  ComityCoefOptions coef;
} ComityCliTable;

#define COMITY_CLI_TABLE_INIT                                                                      \
  {                                                                                                \
    .result = COMITY_CLI_RESULT_INIT, .look = COMITY_CLI_FIGURE_INIT, .decimals = 3                \
  }
#define COMITY_CLI_TABLE_ENTRIES(table)                                                            \
  { "plot", 0, 0, G_OPTION_ARG_STRING, &(table).plot,                                              \
    "where --output is a picture of the coefficients, also or how: constant, time, standardized",  \
    "LIST" },                                                                                      \
  { "decimals", 0, 0, G_OPTION_ARG_INT, &(table).decimals, "digits after the point (3)", "N" },    \
  { "exponentiate", 0, 0, G_OPTION_ARG_NONE, &(table).ratios,                                      \
    "exp(estimate): odds ratios, hazard ratios and the like", NULL },                              \
  { "no-stars", 0, 0, G_OPTION_ARG_NONE, &(table).no_stars, "no stars in the table", NULL },       \
  { "labels", 0, 0, G_OPTION_ARG_NONE, &(table).labels,                                            \
    "terms by their columns' labels instead of names", NULL },                                     \
  { "timings", 0, 0, G_OPTION_ARG_NONE, &(table).timings, "say where the time went", NULL },       \
  COMITY_CLI_RESULT_ENTRIES ((table).result),                                                      \
  COMITY_CLI_FIGURE_ENTRIES ((table).look)

void comity_cli_table_clear (ComityCliTable *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityCliTable, comity_cli_table_clear)

/* Reads the words. FALSE with the sentence of a wrong usage, also for @spec's estimator. */
gboolean comity_cli_table_check (ComityCliTable *self, const ComitySpec *spec, GError **error);
/* Writes the table, or draws the coefficients. @ladder, nullable: instead, @fits' only one under
 * every kind of standard errors, its @term (nullable) where that is drawn. @seconds: that reading
 * took. */
gboolean comity_cli_table_write (const ComityCliTable *self,
                                 const ComityVerb *verb,
                                 GPtrArray *fits,
                                 const ComityLadder *ladder,
                                 const char *term,
                                 double seconds,
                                 GError **error);

G_END_DECLS
