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
  COMITY_VARIABLE_SPLINE,     /* ns(x, …), bs(x, …), rcs(x, …), mkspline(x, …) */
} ComityVariableKind;

typedef enum
{
  COMITY_SPLINE_NATURAL,    /* ns: R's */
  COMITY_SPLINE_B,          /* bs: R's */
  COMITY_SPLINE_RESTRICTED, /* rcs: Harrell's */
  COMITY_SPLINE_STATA,      /* mkspline: the same with Stata's default knots */
} ComitySplineKind;

typedef struct
{
  ComitySplineKind kind;
  int df; /* of ns, bs; number of default knots of rcs, mkspline; 0: knots are given */
  int degree;
  gboolean intercept;
  double *knots; /* n_knots, ascending; NULL: from the data */
  gsize n_knots;
  gboolean has_boundaries;
  double boundaries[2];
} ComitySplineArguments;

/* Levels of ib () that are named by their place. */
#define COMITY_BASE_FIRST "(first)"
#define COMITY_BASE_LAST "(last)"
#define COMITY_BASE_FREQUENT "(freq)"
#define COMITY_BASE_NONE "(none)" /* ibn.x: no level is left out */

typedef struct
{
  ComityVariableKind kind;
  char *text;                    /* canonical, as in names of terms: "factor(region)" */
  char *operand;                 /* the expression inside: "region" */
  char *base;                    /* ib3.x: the level left out, as text; NULL: the first */
  int degree;                    /* of a polynomial; columns of a spline */
  ComitySplineArguments *spline; /* or NULL */
  char *root;                    /* c.x#c.x: what I(x^2) is a power of; NULL: itself */
  int power;                     /* … and which; 0: none */
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
