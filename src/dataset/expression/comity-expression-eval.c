/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running an expression's program: every instruction works on a block of rows, so that the switch
 * over instructions costs once per block. A truth value is 1, 0 or NaN (missing). */
#include "config.h"

#include "comity-expression-private.h"

#include <math.h>
#include <string.h>

#define BLOCK 512

gboolean
comity_text_relation_holds (ComityOp relation, const char *a, const char *b)
{
  int order = strcmp (a, b);

  switch (relation)
    {
    case OP_EQUAL:
      return order == 0;
    case OP_UNEQUAL:
      return order != 0;
    case OP_LESS:
      return order < 0;
    case OP_LESS_EQUAL:
      return order <= 0;
    case OP_GREATER:
      return order > 0;
    default:
      return order >= 0;
    }
}

void
comity_text_test_free (ComityTextTest *test)
{
  if (test == NULL)
    return;

  g_strfreev (test->literals);
  g_free (test->of_code);
  g_free (test);
}

/* The rows of a block: those from first on, or those listed. */
typedef struct
{
  gsize first;
  const guint32 *rows; /* n; NULL: first … first + n - 1 */
  gsize n;             /* ≤ BLOCK */
  const ComityTimeline *timeline;
} Rows;

static inline gsize
row_at (const Rows *at, gsize i)
{
  return at->rows != NULL ? at->rows[i] : at->first + i;
}

static void
read_column (const ComityColumn *column, const Rows *at, double *out)
{
  if (at->rows != NULL)
    comity_column_gather_doubles (column, at->rows, at->n, out);
  else
    comity_column_read_doubles (column, at->first, at->n, out);
}

static void
run_text_test (const ComityInstruction *in, const Rows *at, double *out)
{
  const ComityTextTest *test = in->test;
  gsize n = at->n;

  if (test->of_code != NULL)
    {
      const guint32 *codes = comity_column_peek_data (in->column);

      for (gsize i = 0; i < n; i++)
        out[i] = test->of_code[codes[row_at (at, i)]];
      return;
    }

  /* A labelled number: the text of the row before serves a row of the same value. */
  read_column (in->column, at, out);
  for (gsize i = 0; i < n;)
    {
      double x = out[i];
      double result = NAN;
      g_autofree char *text = NULL;

      if (!isnan (x))
        {
          text = comity_column_dup_text (in->column, row_at (at, i));
          result = 0.0;
          for (char **literal = test->literals; *literal != NULL; literal++)
            if (comity_text_relation_holds (test->relation, text, *literal))
              result = 1.0;
        }
      do
        out[i++] = result;
      while (i < n && (out[i] == x || (isnan (x) && isnan (out[i]))));
    }
}

static void
run_same_text (const ComityInstruction *in, const Rows *at, double *out)
{
  const guint32 *codes = comity_column_peek_data (in->column);
  const guint32 *others = comity_column_peek_data (in->other);
  gboolean wanted = in->number != 0.0;

  for (gsize i = 0; i < at->n; i++)
    {
      guint32 a = codes[row_at (at, i)];
      guint32 b = others[row_at (at, i)];

      out[i] = a == 0 || b == 0 ? NAN : (in->code_map[a] == b) == wanted;
    }
}

static void
run_kept (const ComityInstruction *in, const Rows *at, double *out)
{
  for (gsize i = 0; i < at->n; i++)
    {
      gint32 value = in->kept[row_at (at, i)];

      out[i] = value < 0 ? NAN : value;
    }
}

static void
run_inlist (double *x, guint count, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      gboolean found = FALSE;
      gboolean missing = isnan (x[i]);

      for (guint k = 1; k < count; k++)
        {
          double y = x[k * BLOCK + i];

          found |= x[i] == y;
          missing |= isnan (y);
        }
      x[i] = found ? 1.0 : missing ? NAN : 0.0;
    }
}

/* a is the lower operand and takes the result; b and c lie above it. */
static void
run_operator (const ComityInstruction *in, double *a, const double *b, const double *c, gsize n)
{
#define EACH(...)                                                                                  \
  for (gsize i = 0; i < n; i++)                                                                    \
    a[i] = __VA_ARGS__;                                                                            \
  break
#define COMPARE(relation) EACH (isnan (a[i]) || isnan (b[i]) ? NAN : a[i] relation b[i])

  switch (in->op)
    {
    case OP_ADD:
      EACH (a[i] + b[i]);
    case OP_SUBTRACT:
      EACH (a[i] - b[i]);
    case OP_MULTIPLY:
      EACH (a[i] * b[i]);
    case OP_DIVIDE:
      EACH (b[i] == 0.0 ? NAN : a[i] / b[i]);
    case OP_EQUAL:
      COMPARE (==);
    case OP_UNEQUAL:
      COMPARE (!=);
    case OP_LESS:
      COMPARE (<);
    case OP_LESS_EQUAL:
      COMPARE (<=);
    case OP_GREATER:
      COMPARE (>);
    case OP_GREATER_EQUAL:
      COMPARE (>=);
    case OP_AND:
      EACH (a[i] == 0.0 || b[i] == 0.0 ? 0.0 : isnan (a[i]) || isnan (b[i]) ? NAN : 1.0);
    case OP_OR:
      EACH (isnan (a[i])   ? (isnan (b[i]) || b[i] == 0.0 ? NAN : 1.0)
            : a[i] != 0.0  ? 1.0
            : isnan (b[i]) ? NAN
                           : b[i] != 0.0);
    case OP_CALL2:
      EACH (isnan (a[i]) || isnan (b[i]) ? NAN : in->function2 (a[i], b[i]));
    case OP_NEGATE:
      EACH (-a[i]);
    case OP_NOT:
      EACH (isnan (a[i]) ? NAN : a[i] == 0.0);
    case OP_MISSING:
      EACH (isnan (a[i]));
    case OP_CALL1:
      EACH (in->function1 (a[i]));
    case OP_IFELSE:
      EACH (isnan (a[i]) ? NAN : a[i] != 0.0 ? b[i] : c[i]);
    case OP_INRANGE:
      EACH (isnan (a[i]) || isnan (b[i]) || isnan (c[i]) ? NAN : a[i] >= b[i] && a[i] <= c[i]);
    default:
      g_assert_not_reached ();
    }
#undef COMPARE
#undef EACH
}

static guint
n_operands (const ComityInstruction *in)
{
  if (in->op <= OP_KEPT)
    return 0;
  if (in->op <= OP_CALL2)
    return 2;
  if (in->op <= OP_CALL1)
    return 1;
  return in->op == OP_INLIST ? in->count : 3;
}

/* Blocks the stack needs. */
static gsize
measure_depth (const GArray *program)
{
  gsize depth = 0;
  gsize deepest = 0;

  for (guint k = 0; k < program->len; k++)
    {
      const ComityInstruction *in = &g_array_index (program, ComityInstruction, k);

      depth = depth + 1 - n_operands (in);
      deepest = MAX (deepest, depth + (in->op == OP_SHIFT ? measure_depth (in->inner) : 0));
    }
  return deepest;
}

static void run_block (const GArray *program, const Rows *at, double *stack);

/* Runs the inner program over those rows that there are and spreads what it gives. */
static void
run_shift (const ComityInstruction *in, const Rows *at, double *out)
{
  guint32 rows[BLOCK];
  guint16 places[BLOCK];
  Rows there = { 0, rows, 0, at->timeline };

  for (gsize i = 0; i < at->n; i++)
    {
      guint32 row = comity_timeline_find (at->timeline, (guint32) row_at (at, i), in->years);

      rows[there.n] = row;
      places[there.n] = (guint16) i;
      there.n += row != COMITY_TIMELINE_NONE;
    }
  if (there.n > 0)
    run_block (in->inner, &there, out);
  for (gsize i = at->n, k = there.n; i-- > 0;)
    if (k > 0 && places[k - 1] == i)
      out[i] = out[--k];
    else
      out[i] = NAN;
}

static void
run_block (const GArray *program, const Rows *at, double *stack)
{
  double *top = stack; /* the next free block */

  for (guint k = 0; k < program->len; k++)
    {
      const ComityInstruction *in = &g_array_index (program, ComityInstruction, k);

      top -= (gsize) n_operands (in) * BLOCK;
      switch (in->op)
        {
        case OP_NUMBER:
          for (gsize i = 0; i < at->n; i++)
            top[i] = in->number;
          break;
        case OP_COLUMN:
          read_column (in->column, at, top);
          break;
        case OP_TEXT_TEST:
          run_text_test (in, at, top);
          break;
        case OP_SAME_TEXT:
          run_same_text (in, at, top);
          break;
        case OP_SHIFT:
          run_shift (in, at, top);
          break;
        case OP_KEPT:
          run_kept (in, at, top);
          break;
        case OP_INLIST:
          run_inlist (top, in->count, at->n);
          break;
        default:
          run_operator (in, top, top + BLOCK, top + 2 * BLOCK, at->n);
          break;
        }
      top += BLOCK;
    }
}

void
comity_program_run (
    const GArray *program, const ComityTimeline *timeline, gsize first, gsize n, double *out)
{
  g_autofree double *stack = g_new (double, measure_depth (program) * BLOCK);

  for (gsize done = 0; done < n; done += BLOCK)
    {
      Rows at = { first + done, NULL, MIN (BLOCK, n - done), timeline };

      run_block (program, &at, stack);
      /* What has no finite value (log of 0, overflow) is undefined. */
      for (gsize i = 0; i < at.n; i++)
        out[done + i] = isfinite (stack[i]) ? stack[i] : NAN;
    }
}

void
comity_expression_eval (const ComityExpression *self, gsize first, gsize n, double *out)
{
  g_return_if_fail (self != NULL);

  if (self->plain != NULL)
    comity_column_read_doubles (self->plain, first, n, out);
  else
    comity_program_run (self->program, self->timeline, first, n, out);
}

gboolean
comity_expression_filter (
    const char *text, ComityDataset *dataset, guint8 *keep, gsize *n_kept, GError **error)
{
  gsize n_rows = comity_dataset_get_n_rows (dataset);
  g_autoptr (ComityExpression) condition = NULL;
  double x[BLOCK];
  gsize n = 0;

  if (text == NULL)
    {
      memset (keep, 1, n_rows);
      if (n_kept != NULL)
        *n_kept = n_rows;
      return TRUE;
    }

  condition = comity_expression_new (text, dataset, error);
  if (condition == NULL)
    return FALSE;
  if (condition->plain != NULL && !comity_column_is_numeric (condition->plain))
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION,
                   "“%s” is text and says neither yes nor no: compare it with something.", text);
      return FALSE;
    }
  for (gsize row = 0; row < n_rows; row += BLOCK)
    {
      gsize m = MIN (BLOCK, n_rows - row);

      comity_expression_eval (condition, row, m, x);
      for (gsize i = 0; i < m; i++)
        n += keep[row + i] = !isnan (x[i]) && x[i] != 0.0;
    }
  if (n_kept != NULL)
    *n_kept = n;
  return TRUE;
}
