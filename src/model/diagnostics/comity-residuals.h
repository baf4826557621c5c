/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Residuals of a fit as columns of its dataset: missing in the rows that it did not use. */
#pragma once

#include "comity-fit.h"

G_BEGIN_DECLS

/* New columns (ComityColumn; free with g_ptr_array_unref), named after the kind, and after the term
 * where a row has one of each.
 *   rows of logit, probit, cloglog, lpm, poisson, firth, relogit: "fitted" μ; "response" y − μ;
 *     "pearson" (y − μ)/√V(μ) · √w; "deviance" sign(y − μ) √(w d) (McCullagh & Nelder 1989, §2.4)
 *   Cox: "martingale", "cox-snell", "deviance", "score", "dfbeta", "dfbetas"; of rows with an event
 *     "schoenfeld", "scaled-schoenfeld" (comity-survival.h)
 * Errors: COMITY_MODEL_ERROR_SPEC: a kind that the model does not have, naming those it has; too
 * large; cancelled. O(n terms). */
GPtrArray *comity_residual_columns (const ComityFit *fit,
                                    const char *kind,
                                    ComityProgress *progress,
                                    GError **error);

G_END_DECLS
