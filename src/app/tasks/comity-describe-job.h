/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dataset looked over: what its columns hold, and what the doctor finds. */
#pragma once

#include "comity-doctor.h"
#include "comity-job.h"

G_BEGIN_DECLS

#define COMITY_DESCRIPTION_BINS 24

typedef struct
{
  ComityColumnSummary summary;
  guint counts[COMITY_DESCRIPTION_BINS]; /* of values between min and max; of codes for strings */
} ComityColumnDescription;

typedef struct
{
  GArray *columns;     /* ComityColumnDescription, one a column */
  GPtrArray *findings; /* ComityFinding; NULL when there is no panel */
} ComityDescription;

void comity_description_free (ComityDescription *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityDescription, comity_description_free)

/* @panel nullable: without it the doctor has nothing to examine. */
ComityJob *comity_describe_job_new (ComityDataset *dataset, ComityPanel *panel);

G_END_DECLS
