/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The treaty network of a year, laid out and measured; and the numbers of all years. */
#pragma once

#include "comity-figures.h"
#include "comity-job.h"
#include "comity-network-glimpse.h"

G_BEGIN_DECLS

/* The layout that all years of a panel begin from, so that states keep their places from year to
 * year and each year looks the same however one came to it. Frozen. */
typedef struct _ComityNetworkBase ComityNetworkBase;

ComityNetworkBase *comity_network_base_ref (ComityNetworkBase *self);
void comity_network_base_unref (ComityNetworkBase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityNetworkBase, comity_network_base_unref)

/* What is wanted; all of it is borrowed and copied. */
typedef struct
{
  ComityPanel *panel;
  int year;
  gboolean cumulative;
  ComityLayoutMethod method;
  gboolean is_matrix; /* instead of a layout */
  ComityProjection projection;
  guint32 seed;
  gboolean anchored; /* states where the base has them, exactly */
  gboolean several;  /* one of several years: also layouts without forces begin from the base, and
                        nothing is measured that only the page shows */
  gboolean bundled;    /* ties run together: their routes are wanted */
  ComityNetworkFilter filter;
  char **layers;           /* ids of other networks; nullable */
  ComityFit *fit;          /* nullable */
  ComityNetworkBase *base; /* of the result before, nullable; made anew when it does not fit */
  ComityNetworkGlimpse *glimpse; /* where who looks on is told how it is going; nullable */
} ComityNetworkWish;

typedef struct
{
  ComityNetwork *network;
  ComityLayout *layout;   /* NULL for a matrix */
  ComitySimilarity *ties; /* of a matrix, with their order */
  ComityOrder *order;
  ComityNetworkNumbers numbers;
  ComityNetworkBase *base; /* for the next year; NULL where none was needed */
  GArray *expected;        /* ComityExpectedTie; NULL without a fit of these data */
  double *residuals;       /* a node each; likewise */
  GArray *layers;          /* ComityNetworkLayer, as far as they could be had */
  ComityRoutes *routes;    /* of bundled ties; NULL: not wanted, or the layout needs none */
} ComityNetworkResult;

void comity_network_result_free (ComityNetworkResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityNetworkResult, comity_network_result_free)

/* The work itself, in a worker. */
ComityNetworkResult *comity_network_result_compute (const ComityNetworkWish *wish,
                                                    ComityProgress *progress,
                                                    GError **error);
ComityNetworkWish *comity_network_wish_copy (const ComityNetworkWish *wish);
void comity_network_wish_free (ComityNetworkWish *self);

ComityJob *comity_network_job_new (const ComityNetworkWish *wish);
/* Its result is a ComityNetworkSeries. */
ComityJob *comity_network_series_job_new (ComityPanel *panel, gboolean cumulative);

G_END_DECLS
