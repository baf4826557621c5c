/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A measure through the years, as a figure or as a table. */
#pragma once

#include "comity-cli.h"
#include "comity-similarity.h"

G_BEGIN_DECLS

/* @pair "A,B" and @state, both nullable and not both: whose line is shown too; a shared code is
 * read as that of @year. @output: a figure, a .csv, or NULL for standard output. */
gboolean comity_cli_series_write (ComityPanel *panel,
                                  const ComitySimilaritySpec *spec,
                                  const char *pair,
                                  const char *state,
                                  int year,
                                  const char *view,
                                  const ComityCliFigure *figure_options,
                                  const char *output,
                                  GError **error);
/* A figure's numbers, tab-separated, as CSV. New string. */
char *comity_cli_table_to_csv (const char *table);

G_END_DECLS
