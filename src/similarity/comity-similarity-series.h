/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A measure through the years of a panel: how alike pairs with a treaty are and pairs without, and
 * how alike one pair is, or one state and the others. Plain data, frozen once made. */
#pragma once

#include "comity-similarity.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n, n_missing;  /* pairs with a value, and without */
  double mean;         /* NaN with no pair, as the rest */
  double quartiles[3]; /* R's type 7; NaN where they were not asked for */
} ComitySeriesGroup;

typedef struct
{
  int first_year;
  gsize n_years;
  ComitySeriesGroup *tied, *untied; /* n_years each */
  gboolean has_focus;
  guint32 a, b;  /* the focus, panel states; the same twice: one state and the others */
  double *focus; /* n_years: NaN without data, and where a state does not exist */
  int first_tie; /* of the pair's ties in the panel; 0: none, or no pair */
  gboolean cumulative;
  gboolean is_similarity;
  char *title; /* of the measure */
  char *name;  /* as typed */
} ComitySimilaritySeries;

typedef struct
{
  gboolean has_focus;
  guint32 a, b;
  gboolean cumulative; /* treaties of the year or before it, else those signed in the year */
  gboolean quartiles;  /* O(n² log n) a year instead of O(n²) */
} ComitySeriesRequest;

/* Errors: those of a similarity; no year has a value. O(years · n² k). */
ComitySimilaritySeries *comity_similarity_series_new (ComityPanel *panel,
                                                      const ComitySimilaritySpec *spec,
                                                      const ComitySeriesRequest *request,
                                                      ComityProgress *progress,
                                                      GError **error);
void comity_similarity_series_free (ComitySimilaritySeries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySimilaritySeries, comity_similarity_series_free)

G_END_DECLS
