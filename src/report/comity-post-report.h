/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is computed after a fit, as documents. Every writer returns a new UTF-8 string. */
#pragma once

#include "comity-report.h"
#include "comity-tests.h"

G_BEGIN_DECLS

/* Each restriction with its estimate, and the joint test; @lr nullable. */
char *comity_wald_report (const ComityFit *fit,
                          const ComityHypothesis *hypothesis,
                          const ComityTestResult *joint,
                          const ComityTestResult *lr,
                          ComityFormat format,
                          int decimals);
/* Terms with their variance inflation (n_terms each, as comity_vif () gives them). */
char *comity_vif_report (const ComityFit *fit,
                         const double *design,
                         const double *coefficients,
                         ComityFormat format);

G_END_DECLS
