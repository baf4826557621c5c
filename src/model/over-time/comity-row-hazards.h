/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fitted hazard of rows, with its interval, after any model that has one: what dossiers chart by
 * year. A value of its maker, made once a fit, then only read. */
#pragma once

#include "comity-fit.h"

G_BEGIN_DECLS

typedef struct _ComityRowHazards ComityRowHazards;

/* Of a model of an event in each dyad-year the fitted probability; of a Cox model the increments of
 * its baseline over the row's time at risk (of a model without times of entry: at the row's time)
 * times e^{β'x}; of a parametric model of durations the hazard at the row's time. Reads the rows of
 * a Cox model once, O(n q²), and keeps q numbers an event time. Errors: COMITY_MODEL_ERROR_SPEC
 * (exact ties, no finite estimates, absorbed effects), _TOO_LARGE, or cancelled. */
ComityRowHazards *
comity_row_hazards_new (ComityFit *fit, ComityProgress *progress, GError **error);
void comity_row_hazards_free (ComityRowHazards *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityRowHazards, comity_row_hazards_free)

/* n each. Intervals of the fit's level by the delta method: of probabilities on the scale of the
 * linear predictor; of a Cox model on that of the cumulative hazard, as the interval of log S, and
 * not below 0; of a parametric model on that of log λ. NaN where a covariate lacks, the stratum has
 * no baseline, or the time is beyond those at risk. O(n q²) and the event times between. Any thread.
 */
void comity_row_hazards_read (const ComityRowHazards *self,
                              const guint32 *rows,
                              gsize n,
                              double *hazard,
                              double *low,
                              double *high);
/* A sentence of what the hazard is of. */
const char *comity_row_hazards_get_note (const ComityRowHazards *self);
/* Whether the model is one of durations. */
gboolean comity_row_hazards_is_timed (const ComityRowHazards *self);

G_END_DECLS
