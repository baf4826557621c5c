/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A formula met with a dataset: its variables as inputs and, once the rows are known, the columns
 * of the design with R's names, contrasts and order. The constant is not a column here. */
#pragma once

#include "comity-formula-private.h"
#include "comity-input-private.h"
#include "comity-spline-private.h"

G_BEGIN_DECLS

/* A variable of the formula. */
typedef struct
{
  const ComityVariable *variable; /* borrowed from the formula */
  ComityInput *input;
  gboolean is_factor;
  /* factors, once settled: levels of the rows used, in order */
  gsize n_levels;
  char **level_names;   /* n_levels */
  double *level_values; /* n_levels: the number, or the code of a string */
  guint32 *code_levels; /* strings: level of each code, G_MAXUINT32 none */
  gsize base;           /* the level that contrasts leave out; G_MAXSIZE: none */
  guint32 *row_levels;  /* n_rows of the dataset, while a fit runs */
  /* orthogonal polynomials, once settled (Kennedy & Gentle 1980): three-term recurrence */
  double *alpha; /* degree */
  double *norm2; /* degree + 1, of powers 0 … degree */
  /* splines, once settled */
  ComitySpline *spline;
} ComityDesignVariable;

typedef struct
{
  gsize variable;
  gsize level; /* of a factor; power of a polynomial or column of a spline, from 1 */
} ComityDesignPart;

typedef struct
{
  char *name; /* "factor(region)3:x" */
  gsize term; /* of the formula */
  gsize n_parts;
  ComityDesignPart *parts;
} ComityDesignColumn;

typedef struct
{
  ComityFormula *formula;
  ComityDataset *dataset;
  ComityInput *response;
  gsize n_variables;
  ComityDesignVariable *variables;
  GPtrArray *offsets; /* ComityInput */
  GPtrArray *columns; /* ComityDesignColumn, once settled */
} ComityDesign;

/* Errors: COMITY_MODEL_ERROR naming the column, the place in the formula or the term. */
ComityDesign *comity_design_new (ComityFormula *formula, ComityDataset *dataset, GError **error);
void comity_design_free (ComityDesign *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityDesign, comity_design_free)
/* Finds levels on @rows, polynomials and knots on all rows that have the variable (as R does, which
 * works them out before rows are dropped), and lists the columns. */
gboolean comity_design_settle (ComityDesign *self, const guint32 *rows, gsize n, GError **error);
/* The knots of a spline that the data settle. */
gboolean comity_design_settle_spline (ComityDesign *self, gsize variable, GError **error);
/* Frees what only a running fit needs; what is left can still be read. */
void comity_design_shrink (ComityDesign *self);
/* Column @column of the rows given, n ≤ COMITY_BLOCK. Missing, and levels that were not used, are
 * NaN. Thread-safe. */
void comity_design_read (
    const ComityDesign *self, gsize column, const guint32 *rows, gsize n, double *out);
/* What the column holds, whatever the model: the same text means the same numbers in the same rows.
 */
char *comity_design_dup_column_key (const ComityDesign *self, gsize column);
/* The sum of the offsets. */
void
comity_design_read_offset (const ComityDesign *self, const guint32 *rows, gsize n, double *out);

G_END_DECLS
