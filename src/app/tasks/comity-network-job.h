/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The treaty network of a year, laid out and measured. */
#pragma once

#include "comity-job.h"
#include "comity-network.h"

G_BEGIN_DECLS

typedef struct
{
  ComityNetwork *network;
  ComityLayout *layout;
  ComityNetworkNumbers numbers;
} ComityNetworkResult;

void comity_network_result_free (ComityNetworkResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityNetworkResult, comity_network_result_free)

ComityJob *comity_network_job_new (
    ComityPanel *panel, int year, gboolean cumulative, ComityLayoutMethod method, guint32 seed);

G_END_DECLS
