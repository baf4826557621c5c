/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The insides of an opened Cox fit. */
#pragma once

#include "comity-survival.h"

#include "comity-cox-private.h"
#include "comity-fit-private.h"

G_BEGIN_DECLS

struct _ComityCox
{
  ComityFit *fit;
  gsize n; /* rows */
  guint32 *rows;
  double *start, *stop;  /* n; start NULL where all enter at the beginning */
  ComityGroups *strata;  /* or NULL */
  guint32 *stratum_rows; /* of each the first row */
  ComitySample *sample;
  guint32 *pick;         /* q: places of the terms in the sample */
  gsize q;               /* n_terms of the fit */
  ComityPass *pass;      /* run at the estimates */
  ComityMatrix *inverse; /* q × q: of the information, in the sample's units */
};

/* The rows and their risk sets, whatever the ties, without a pass; its pass and inverse are NULL. */
ComityCox *comity_cox_open (ComityFit *fit, ComityProgress *progress, GError **error);
/* What stands in the strata's column; the fit has strata. */
char *comity_cox_dup_stratum_of_row (const ComityFit *fit, gsize row);

static inline const ComityRisk *
comity_cox_get_risk (const ComityCox *self)
{
  return self->sample->extra;
}

/* Value of term j of a row in the sample's units. */
static inline double
comity_cox_get_x (const ComityCox *self, gsize row, gsize j)
{
  return comity_sample_block_x (
      self->sample, row / COMITY_BLOCK)[(gsize) self->pick[j] * COMITY_BLOCK + row % COMITY_BLOCK];
}

static inline double
comity_cox_get_scale (const ComityCox *self, gsize j)
{
  return self->sample->scale[self->pick[j]];
}

static inline double
comity_cox_get_weight (const ComityCox *self, gsize row)
{
  return self->sample->weight != NULL ? self->sample->weight[row] : 1.0;
}

G_END_DECLS
