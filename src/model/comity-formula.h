/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model formula as text and as terms. R's and Stata's notation both read:
 *   y ~ a*b + I(t^2) + factor(region) - 1        y c.a##c.b i.region        y ~ poly(t, 3) +
 * log(gdp) a:b, a*b, (a + b)^2, - term, + 0, - 1, offset(x), factor(x), i.x, c.x, a#b, a##b;
 * anything else is an expression over columns (comity-expression.h). Names of columns of the design
 * are R's. */
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
