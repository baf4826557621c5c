/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A specification curve as a document: the summary, the joint test, a row a specification in the
 * order of the estimates. */
#pragma once

#include "comity-report.h"
#include "comity-spec-curve.h"

G_BEGIN_DECLS

/* New UTF-8 string. */
char *comity_curve_report (const ComitySpecCurve *curve, ComityFormat format, int decimals);

G_END_DECLS
