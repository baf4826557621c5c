/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The estimation of a model. The result is a ComityFit. */
#pragma once

#include "comity-fit.h"
#include "comity-job.h"

G_BEGIN_DECLS

/* @panel nullable: then over the rows of @dataset, without dyads. */
ComityJob *comity_fit_job_new (const ComitySpec *spec, ComityPanel *panel, ComityDataset *dataset);

G_END_DECLS
