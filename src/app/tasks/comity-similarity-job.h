/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The similarities of a year, in order, with the ties that go on the cells. */
#pragma once

#include "comity-job.h"
#include "comity-network.h"
#include "comity-order.h"

G_BEGIN_DECLS

typedef struct
{
  ComitySimilarity *similarity;
  ComityOrder *order;
  ComityNetwork *network;
} ComitySimilarityResult;

void comity_similarity_result_free (ComitySimilarityResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySimilarityResult, comity_similarity_result_free)

ComityJob *comity_similarity_job_new (ComityPanel *panel,
                                      const ComitySimilaritySpec *spec,
                                      int year,
                                      gboolean cumulative,
                                      ComityOrderMethod method);

G_END_DECLS
