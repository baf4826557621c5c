/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The estimation of a model. The result is a ComityFit. */
#pragma once

#include "comity-fit.h"
#include "comity-job.h"
#include "comity-workbench.h"

G_BEGIN_DECLS

/* Over the workbench's data: what the fits before have read is not read again. */
ComityJob *comity_fit_job_new (const ComitySpec *spec, ComityWorkbench *workbench);

G_END_DECLS
