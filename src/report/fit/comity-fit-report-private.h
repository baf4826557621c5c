/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a report on fits: the table of coefficients, that of lost rows, the long form, JSON.
 */
#pragma once

#include "comity-table-private.h"

G_BEGIN_DECLS

/* One column a model, with notes. */
ComityTable *
comity_fit_table_new (ComityFit *const *fits, gsize n_fits, const ComityFitReportOptions *options);
void comity_fit_table_add_notes (ComityTable *table,
                                 ComityFit *const *fits,
                                 gsize n_fits,
                                 const ComityFitReportOptions *options);
/* The same without the kind of standard errors. */
void comity_fit_table_add_facts (ComityTable *table,
                                 ComityFit *const *fits,
                                 gsize n_fits,
                                 const ComityFitReportOptions *options);
/* The table's decimals, or more where the standard error (or, without one, the estimate) would read
 * as zero; the stars of a p value. */
int comity_fit_table_choose_decimals (const ComityCoefficient *coefficient, int decimals);
/* What the report shows of a term: itself, or its ratio. */
ComityCoefficient comity_fit_report_coefficient (ComityFit *fit,
                                                 gsize i,
                                                 const ComityFitReportOptions *options);
gboolean comity_fit_report_percentiles (ComityFit *fit,
                                        gsize i,
                                        const ComityFitReportOptions *options,
                                        double *low,
                                        double *high);
/* "Odds ratios" …: what exp (β) is called; NULL where it has no meaning. */
const char *comity_fit_ratio_title (const ComityFit *fit);
const char *comity_fit_table_peek_stars (double p_value);
/* Normal and percentile intervals of the bootstrapped fits; NULL when there is none. */
ComityTable *comity_fit_intervals_new (ComityFit *const *fits,
                                       gsize n_fits,
                                       const ComityFitReportOptions *options);
/* Rows lost by variable; NULL when no fit lost any. */
ComityTable *comity_fit_waterfall_new (ComityFit *const *fits, gsize n_fits);
/* One row a term of a model, plain numbers that read back to the same doubles. */
ComityTable *comity_fit_long_table_new (ComityFit *const *fits,
                                        gsize n_fits,
                                        const ComityFitReportOptions *options);
char *comity_fit_json (ComityFit *const *fits, gsize n_fits, const ComityFitReportOptions *options);

G_END_DECLS
