/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arithmetic and logic over the columns of a dataset, evaluated a block of rows at a time: the terms
 * of a formula (log(gdp), I(t^2)) and conditions (--where 'year >= 1980 & region == "Europe"').
 *
 * Grammar, loosest first:  | · & · ! · == != ~= < <= > >= · + - · * / · unary - + · ^ (right), so
 * that -2^2 is -4 as in R and Stata
 *   numbers · "strings" 'strings' · names · `any name` · f(x, …)
 * Functions: log ln exp sqrt abs floor ceiling round min max pow I missing (1/0) ifelse(c,a,b)
 *   inlist(x,a,b,…) inrange(x,a,b) log1p expm1 sign mod log10 log2;
 *   of two columns or more: absdiff(a,b) same(a,b) sum(a,b,…) product(a,b,…) mean(a,b,…).
 * Of the two states of a dyad, whose columns are found by their stem (polity: polity_a and polity_b,
 * polity1 and polity2 …; comity-sides.h): weak (the lesser), strong, distance, product, total,
 * average, alike (the same, numbers or texts), both and either (of conditions): weak(polity),
 * distance(log(gdp)), alike(law), both(polity >= 6).
 * Of other years of the same dyad (comity-timeline.h), by the year and not by the order of rows, so
 * that a gap gives missing: lag(x) lag(x,2) lead(x) diff(x), Stata's L.x L2.x F.x D.x L2D.x, and
 * peaceyears(y), the years since the last event (Beck, Katz & Tucker 1998) by the calendar;
 * peaceyears(y,"restart") starts anew after a gap.
 * Comparing a labelled or string column with a string compares the text; a comparison with "" asks
 * whether a text is empty, one with Stata's “.” (x == . or x < .) whether a number is missing. Any
 * missing operand gives missing, in comparisons too (a condition keeps a row only where it is true);
 * only & and | answer where the other side decides (0 & missing is 0, 1 | missing is 1). */
#pragma once

#include "comity-dataset.h"

G_BEGIN_DECLS

typedef struct _ComityExpression ComityExpression;

/* Errors: COMITY_DATASET_ERROR_EXPRESSION with the place ("… at character 9: a parenthesis is not
 * closed."), COMITY_DATASET_ERROR_NO_COLUMN with the name and the nearest one. */
ComityExpression *comity_expression_new (const char *text, ComityDataset *dataset, GError **error);
void comity_expression_free (ComityExpression *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityExpression, comity_expression_free)
/* Rows first … first+n-1 into out; missing and undefined (log of -1) are NaN. Thread-safe: the
 * expression is not changed; scratch comes from the stack or is allocated once per call. */
void comity_expression_eval (const ComityExpression *self, gsize first, gsize n, double *out);
/* The text in a canonical spelling ("I(t^2)", "log(gdp)"): R's spacing. */
const char *comity_expression_peek_text (const ComityExpression *self);
/* Columns used, in order of first use. */
gsize comity_expression_get_n_columns (const ComityExpression *self);
ComityColumn *comity_expression_peek_column (const ComityExpression *self, gsize i);
/* The column itself when the expression is nothing but its name, else NULL. */
ComityColumn *comity_expression_peek_plain_column (const ComityExpression *self);

/* Names of all functions, for help and its tests. Free with g_strfreev (). */
char **comity_expression_list_functions (void);
/* Whether it looks at other years: then it cannot be worked out from one row alone. */
gboolean comity_expression_uses_time (const ComityExpression *self);

/* keep[row] = 1 where the condition is true; returns how many. NULL @text keeps all. */
gboolean comity_expression_filter (const char *text, ComityDataset *dataset, guint8 *keep,
                                   gsize *n_kept, GError **error);

G_END_DECLS
