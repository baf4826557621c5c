/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well a linear predictor orders the events of spells. */
#pragma once

#include "comity-risk-private.h"

G_BEGIN_DECLS

/* Harrell's C: of the pairs of a row with an event and a row at risk at that time without one then,
 * the share in which the first has the greater @eta, ties half. Harrell, Lee & Mark (1996),
 * doi:10.1002/(SICI)1097-0258(19960229)15:4<361::AID-SIM168>3.0.CO;2-4. @eta, @weight (NULL: 1): by
 * row; a pair counts the product of its weights. @influence (risk->n): what a row does to C, its
 * weight within; their sum of squares, over rows or clusters, is C's variance, as in R. C is NaN
 * where there is no pair. O(n log K), K the most events of a stratum. FALSE: cancelled or no memory.
 */
gboolean comity_concordance_find (const ComityRisk *risk,
                                  const double *eta,
                                  const double *weight,
                                  guint n_threads,
                                  double *influence,
                                  double *concordance,
                                  ComityProgress *progress);

G_END_DECLS
