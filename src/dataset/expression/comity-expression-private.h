/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program an expression is compiled to: instructions in postfix order over a stack of blocks.
 */
#pragma once

#include "comity-expression.h"
#include "comity-timeline.h"

G_BEGIN_DECLS

typedef enum
{
  OP_NUMBER,    /* push number */
  OP_COLUMN,    /* push column */
  OP_TEXT_TEST, /* push test of a column's text */
  OP_SAME_TEXT, /* push whether two string columns hold the same text */
  OP_SHIFT,     /* push inner, of the row of the same dyad so many years before */
  OP_KEPT,      /* push kept: a whole number per row, -1 missing */
  OP_ADD,       /* two operands */
  OP_SUBTRACT,
  OP_MULTIPLY,
  OP_DIVIDE,
  OP_EQUAL,
  OP_UNEQUAL,
  OP_LESS,
  OP_LESS_EQUAL,
  OP_GREATER,
  OP_GREATER_EQUAL,
  OP_AND,
  OP_OR,
  OP_CALL2,  /* function2 */
  OP_NEGATE, /* one operand */
  OP_NOT,
  OP_MISSING,
  OP_CALL1,  /* function1 */
  OP_IFELSE, /* three operands */
  OP_INRANGE,
  OP_INLIST, /* count operands */
} ComityOp;

/* What a test says of each code of a string column, or of each labelled number. */
typedef struct
{
  ComityOp relation; /* OP_EQUAL … OP_GREATER_EQUAL */
  char **literals;   /* NULL-terminated; any of them may hold */
  double *of_code;   /* strings: one per code */
} ComityTextTest;

typedef struct
{
  ComityOp op;
  guint count;
  double number;
  ComityColumn *column; /* borrowed from the expression */
  ComityColumn *other;
  ComityTextTest *test; /* owned */
  guint32 *code_map;    /* owned: code of column → code of other */
  GArray *inner;        /* owned: of ComityInstruction */
  gint32 *kept;         /* owned: one per row of the dataset */
  int years;            /* of a shift; negative: ahead */
  double (*function1) (double);
  double (*function2) (double, double);
} ComityInstruction;

struct _ComityExpression
{
  GArray *program;    /* of ComityInstruction */
  GPtrArray *columns; /* owned references, in order of first use */
  char *text;
  ComityColumn *plain;
  ComityTimeline *timeline; /* owned; NULL: no shift */
};

/* What a part of the text turned out to be. */
typedef struct
{
  gsize place;          /* byte offset where it begins */
  gsize code;           /* index of its first instruction */
  ComityColumn *column; /* when it is nothing but a column */
  char *literal;        /* when it is a string */
  gboolean is_dot;      /* when it is Stata's "." */
  char *text;           /* canonical spelling */
} ComityExpressionValue;

typedef struct
{
  const char *start;
  const char *at;
  ComityDataset *dataset;
  ComityExpression *expression;
  guint nesting;
  guint side;     /* 0; of the dyad, while the argument of a paired function is read: 1 or 2 */
  guint n_paired; /* names in it that stood for a pair of columns */
  const ComityColumn *unpaired; /* the first that did not */
  GError **error;
} ComityExpressionParser;

void comity_expression_value_clear (ComityExpressionValue *value);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityExpressionValue, comity_expression_value_clear)

/* Each FALSE and a sentence with the place in the text. */
gboolean comity_expression_fail (ComityExpressionParser *p, gsize place, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* A value that arithmetic can use. */
gboolean comity_expression_need_number (ComityExpressionParser *p,
                                        const ComityExpressionValue *value);
gboolean comity_expression_emit_comparison (ComityExpressionParser *p,
                                            const ComityExpressionValue *a,
                                            const ComityExpressionValue *b,
                                            ComityOp relation);
/* @args: of ComityExpressionValue, whose instructions are written out already. */
gboolean comity_expression_emit_call (ComityExpressionParser *p,
                                      gsize where,
                                      const char *name,
                                      GArray *args);
ComityInstruction *comity_expression_emit (ComityExpressionParser *p, ComityOp op);

/* Any expression, from p->at on. */
gboolean comity_expression_parse (ComityExpressionParser *p, ComityExpressionValue *value);
/* Skips spaces; the byte offset where p->at then stands. */
gsize comity_expression_place (ComityExpressionParser *p);
/* Takes the value as it now is: no longer a bare column, and spelled @text (taken). */
void comity_expression_become (ComityExpressionValue *value, char *text);
/* The column that @name stands for here, kept by the expression; NULL with the error set. */
ComityColumn *
comity_expression_find_column (ComityExpressionParser *p, const char *name, gsize place);

/* Functions that read their arguments themselves; p->at stands behind the parenthesis. */
/* Names, NULL-terminated. */
extern const char *const comity_expression_time_calls[];
extern const char *const comity_expression_pair_calls[];
gboolean comity_expression_is_time_call (const char *name);
gboolean comity_expression_parse_time_call (ComityExpressionParser *p,
                                            const char *name,
                                            ComityExpressionValue *value);
gboolean comity_expression_is_pair_call (const ComityExpressionParser *p, const char *name);
gboolean comity_expression_parse_pair_call (ComityExpressionParser *p,
                                            const char *name,
                                            ComityExpressionValue *value);
/* Stata's L2.x: what stands behind the operators, or NULL; and such a name as a value. */
const char *comity_expression_skip_operators (const char *name);
gboolean comity_expression_parse_operators (ComityExpressionParser *p,
                                            const char *name,
                                            ComityExpressionValue *value);

/* A program: of ComityInstruction, which own what they point to. */
GArray *comity_program_new (void);
/* Rows first … first+n-1 into out. */
void comity_program_run (
    const GArray *program, const ComityTimeline *timeline, gsize first, gsize n, double *out);
void comity_text_test_free (ComityTextTest *test);
gboolean comity_text_relation_holds (ComityOp relation, const char *a, const char *b);

G_END_DECLS
