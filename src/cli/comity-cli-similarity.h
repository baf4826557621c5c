/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of comity-cli similarity share: the options and what their words stand for. */
#pragma once

#include "comity-cli-years.h"
#include "comity-figures.h"
#include "comity-order.h"

G_BEGIN_DECLS

typedef struct
{
  char *measure;
  char *components;
  char *scale;
  char *order;
  char *group;
  char *band;
  char *state;
  char *pair;
  char *output;
  int year;
  int difference_from;
  int cut;
  gboolean distribution;
  gboolean series;
  gboolean every_state;
  gboolean tree;
  gboolean no_dots;
  gboolean no_dendrogram;
  ComityCliYears years;
  const char *path;          /* of the data; NULL the bundled panel; borrowed */
  const ComityCliData *data; /* borrowed */
} ComityCliSimilarity;

/* What the words of the options stand for. */
typedef struct
{
  ComityOrderMethod method;
  ComityGrouping grouping;
  ComityHeatmapOptions heatmap;
} ComityCliSimilarityChoices;

void comity_cli_similarity_clear (ComityCliSimilarity *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityCliSimilarity, comity_cli_similarity_clear)

/* FALSE with the sentence of a wrong usage: options of different pictures together. *measures:
 * g_strfreev. *table: what is written is a table. */
gboolean comity_cli_similarity_check (ComityCliSimilarity *self,
                                      char ***measures,
                                      gboolean *table,
                                      GError **error);
gboolean comity_cli_similarity_choose (const ComityCliSimilarity *self,
                                       ComityPanel *panel,
                                       ComityCliSimilarityChoices *choices,
                                       GError **error);

/* The pairs of all measures, or the groups or the tree of the one. New string. */
char *comity_cli_similarity_table (const ComityCliSimilarity *self,
                                   const ComityCliSimilarityChoices *choices,
                                   ComityPanel *panel,
                                   GPtrArray *similarities,
                                   GError **error);

G_END_DECLS
