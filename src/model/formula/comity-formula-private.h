/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the design needs of a formula: variables (the atoms between the operators) and terms (sets
 * of variables). */
#pragma once

#include "comity-formula.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_VARIABLE_EXPRESSION, /* a column or arithmetic; a string column becomes a factor */
  COMITY_VARIABLE_FACTOR,     /* factor(x), i.x */
  COMITY_VARIABLE_POLY,       /* poly(x, d): orthogonal */
  COMITY_VARIABLE_POLY_RAW,   /* poly(x, d, raw = TRUE) */
} ComityVariableKind;

typedef struct
{
  ComityVariableKind kind;
  char *text;    /* canonical, as in names of terms: "factor(region)" */
  char *operand; /* the expression inside: "region" */
  char *base;    /* ib3.x: the level left out, as text; NULL: the first */
  int degree;    /* of a polynomial */
} ComityVariable;

/* A set of variables in the order of their first appearance. */
typedef struct
{
  char *text; /* "a:b" */
  gsize n_variables;
  gsize *variables; /* n_variables, ascending indices */
} ComityTerm;

gsize comity_formula_get_n_variables (const ComityFormula *self);
const ComityVariable *comity_formula_peek_variable (const ComityFormula *self, gsize variable);
const ComityTerm *comity_formula_peek_term_set (const ComityFormula *self, gsize term);
/* Expressions given in offset (); their sum is added to the linear predictor. */
gsize comity_formula_get_n_offsets (const ComityFormula *self);
const char *comity_formula_peek_offset (const ComityFormula *self, gsize i);
/* R's spacing of an expression: "log(x+1)" → "log(x + 1)". */
char *comity_formula_respace (const char *text, gsize length);

G_END_DECLS
