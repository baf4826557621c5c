/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The similarities of a year, in order, with the ties that go on the cells and what is shown beside
 * the map; and a similarity as a column of the data. */
#pragma once

#include "comity-distribution.h"
#include "comity-export-job.h"
#include "comity-figures.h"
#include "comity-job.h"
#include "comity-network.h"
#include "comity-order.h"
#include "comity-similarity-series.h"

G_BEGIN_DECLS

typedef struct
{
  const char *measure;
  const char *components; /* nullable */
  int year;
  int earlier_year; /* the change since then; 0: the year itself */
  gboolean cumulative;
  gboolean every_state; /* rows for states that do not exist in the year too */
  gboolean distribution;
  ComityGrouping grouping;
  ComityOrderMethod method;
} ComitySimilarityRequest;

typedef struct
{
  ComitySimilarity *similarity;
  ComityOrder *order;
  ComityNetwork *network;
  ComityDistribution *distribution; /* NULL: not asked for */
  ComityBlocks *blocks;             /* NULL: not asked for */
} ComitySimilarityResult;

void comity_similarity_result_free (ComitySimilarityResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySimilarityResult, comity_similarity_result_free)

ComityJob *comity_similarity_job_new (ComityPanel *panel, const ComitySimilarityRequest *request);

/* The maps of several years as @request and @look have one (the look's words are the panel's), with
 * a row for every state and in the order of the year @last, so that a state's row is in the same
 * place on each. */
void comity_similarity_years_init (ComityYearSource *source,
                                   ComityPanel *panel,
                                   const ComitySimilarityRequest *request,
                                   const ComityHeatmapOptions *look,
                                   int last);

/* The measure through the years (comity-similarity-series.h): the result is a ComitySimilaritySeries. */
ComityJob *comity_similarity_series_job_new (ComityPanel *panel,
                                             const ComitySimilaritySpec *spec,
                                             const ComitySeriesRequest *request);

/* Columns of the panel's dataset by their text, "gap=difference:polyarchy" (comity-derive.h): the
 * result is a GPtrArray of ComityColumn. */
ComityJob *comity_similarity_column_job_new (ComityPanel *panel, const char *text);

G_END_DECLS
