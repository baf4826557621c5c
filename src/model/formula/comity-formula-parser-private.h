/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a formula from left to right: the words and calls, and the grammar over them. */
#pragma once

#include "comity-formula-parse-private.h"

G_BEGIN_DECLS

#define COMITY_FORMULA_MAX_POWER 10

typedef struct
{
  const char *text; /* the whole, for places in messages */
  const char *p;
  gboolean stata;
  int depth;
  GPtrArray *variables; /* ComityVariable, borrowed */
  GPtrArray *offsets;   /* char *, borrowed */
  GError **error;
} ComityFormulaParser;

/* Sets the error, unless there is one, with the place @at in the whole text. */
void comity_parser_fail (ComityFormulaParser *self, const char *at, const char *what);
void comity_parser_skip_spaces (ComityFormulaParser *self);
gboolean comity_formula_is_name_byte (char c);
/* The first place outside parentheses and quotes that is the one sought, or NULL. A parenthesis that
 * closes the outermost is outside. Quotes of three kinds hide what they hold. */
const char *comity_formula_find_outside (const char *text, gboolean (*is_sought) (const char *at));
/* The parenthesis that closes the one at @open, or NULL. */
const char *comity_formula_find_close (const char *open);

ComityVariable *comity_variable_new (ComityVariableKind kind, char *text, char *operand);
/* @base: a level, or the name of its place; NULL: the first. */
ComityVariable *comity_variable_new_factor (const char *operand, const char *base);
/* Takes the variable; an equal one that is there already is kept instead. */
gsize comity_parser_intern (ComityFormulaParser *self, ComityVariable *variable);
/* The same as the one term. */
ComityTerms *comity_parser_read_single (ComityFormulaParser *self, ComityVariable *variable);

/* name( … ), of which @start is the name and the place the parenthesis; NULL: refused. */
ComityTerms *comity_parser_read_call (ComityFormulaParser *self, const char *start);
/* A word without a call: a name, or i.x, c.x, ib3.x; NULL: refused. */
ComityVariable *
comity_parser_read_word (ComityFormulaParser *self, const char *start, const char *word);

/* ( sum ), in the grammar. */
ComityTerms *comity_parser_read_parentheses (ComityFormulaParser *self);
/* In Stata a bare name beside # is a factor. */
void comity_parser_make_factors (ComityFormulaParser *self, ComityTerms *terms);

G_END_DECLS
