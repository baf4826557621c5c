/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The treaty network of a year, laid out and measured. */
#pragma once

#include "comity-job.h"
#include "comity-network.h"

G_BEGIN_DECLS

/* The layout that all years of a panel begin from, so that states keep their places from year to
 * year and each year looks the same however one came to it. Frozen. */
typedef struct _ComityNetworkBase ComityNetworkBase;

ComityNetworkBase *comity_network_base_ref (ComityNetworkBase *self);
void comity_network_base_unref (ComityNetworkBase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityNetworkBase, comity_network_base_unref)

typedef struct
{
  ComityNetwork *network;
  ComityLayout *layout;
  ComityNetworkNumbers numbers;
  ComityNetworkBase *base; /* for the next year */
} ComityNetworkResult;

void comity_network_result_free (ComityNetworkResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityNetworkResult, comity_network_result_free)

/* @base: of the result before, nullable; made anew when it is of another panel, method or seed. */
ComityJob *comity_network_job_new (ComityPanel *panel,
                                   int year,
                                   gboolean cumulative,
                                   ComityLayoutMethod method,
                                   guint32 seed,
                                   ComityNetworkBase *base);

G_END_DECLS
