/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model formula as text and as terms. R's and Stata's notation both read:
 *   y ~ a*b + I(t^2) + factor(region) - 1        y c.a##c.b i.region
 * a:b, a*b, (a + b)^2, a/b, - term, + 0, - 1, offset(x);
 * factor(x), i.x, ib3.x, ib(first).x, ib(last).x, ib(freq).x, ibn.x (no level left out);
 * c.x, a#b, a##b, c.x#c.x (its square), c.(x y), i.(x y), L(1/3).x (three lags; also F, D);
 * poly(x, 3), poly(x, 3, raw = TRUE); splines: ns(x, df = 4), ns(x, knots = c(4, 7),
 * Boundary.knots = c(1, 20), intercept = TRUE), bs(x, df =, knots =, degree =, intercept =) as R's,
 * rcs(x, 5) or rcs(x, c(1, 4, 9)) as Harrell's, mkspline(x, 5) as Stata's mkspline, cubic. Knots that
 * are not given come from all rows that have the variable and stay for predictions.
 * Anything else is an expression over columns (comity-expression.h): log(x), lag(x), weak(polity) …
 * Names of columns of the design are R's. Columns that others give are left out in R's order: the
 * later one of the design goes. */
#pragma once

#include "comity-dataset.h"

G_BEGIN_DECLS

#define COMITY_MODEL_ERROR (comity_model_error_quark ())
GQuark comity_model_error_quark (void);

typedef enum
{
  COMITY_MODEL_ERROR_FORMULA, /* cannot be read: says where */
  COMITY_MODEL_ERROR_COLUMN,  /* names a column that is not there */
  COMITY_MODEL_ERROR_OUTCOME, /* not 0/1, constant, all missing */
  COMITY_MODEL_ERROR_SPEC,    /* unknown estimator, clusters missing, bad weights */
  COMITY_MODEL_ERROR_NO_ROWS, /* nothing left after missing values and the filter */
  COMITY_MODEL_ERROR_TOO_LARGE,
} ComityModelError;

typedef struct _ComityFormula ComityFormula;

/* Syntax only; no data. Errors name the place. */
ComityFormula *comity_formula_parse (const char *text, GError **error);
ComityFormula *comity_formula_ref (ComityFormula *self);
void comity_formula_unref (ComityFormula *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityFormula, comity_formula_unref)

const char *comity_formula_peek_response (const ComityFormula *self); /* an expression's text */
gboolean comity_formula_has_intercept (const ComityFormula *self);
/* Terms after expansion, in R's order (main effects, then interactions by degree). */
gsize comity_formula_get_n_terms (const ComityFormula *self);
const char *comity_formula_peek_term (const ComityFormula *self,
                                      gsize term); /* "a:b", "factor(region)" */
/* Canonical spelling of the whole. */
const char *comity_formula_peek_text (const ComityFormula *self);

G_END_DECLS
