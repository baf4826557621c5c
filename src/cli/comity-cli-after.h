/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the verbs share that tell something of fits: their options, the data and the fits, and where
 * the result goes. */
#pragma once

#include "comity-cli-plot.h"

G_BEGIN_DECLS

typedef struct
{
  const ComityVerb *verb;
  ComityCliData data;
  ComityCliSpec spec;
  ComityCliResult result;
  ComityCliFigure look;
  int decimals;
  gboolean is_table; /* there is no drawing of it */
  gboolean is_data;  /* nor a document: the verb writes a file of data */
  gboolean of_states; /* it looks at --states, whatever the standard errors do */

  /* what the words stand for */
  gboolean draws;
  ComityFormat format;
  ComitySpec *first; /* the specification of the first formula */

  /* what is told of */
  ComityCliRows rows;
  GPtrArray *fits; /* of ComityFit, in the order of the formulas; NULL before */
} ComityCliAfter;

#define COMITY_CLI_AFTER_INIT(which, digits)                                                       \
  {                                                                                                \
    .verb = &which, .data = COMITY_CLI_DATA_INIT, .spec = COMITY_CLI_SPEC_INIT,                    \
    .result = COMITY_CLI_RESULT_INIT, .look = COMITY_CLI_FIGURE_INIT, .decimals = digits           \
  }
/* @digits: the text of those of COMITY_CLI_AFTER_INIT. */
#define COMITY_CLI_DECIMALS_ENTRY(after, digits)                                                   \
  {                                                                                                \
    "decimals", 0, 0, G_OPTION_ARG_INT, &(after).decimals, "digits after the point (" digits ")",  \
        "N"                                                                                        \
  }

void comity_cli_after_clear (ComityCliAfter *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityCliAfter, comity_cli_after_clear)

/* Reads the words: @min to @max formulas, and what is to be written. FALSE with the sentence of a
 * wrong usage. */
gboolean comity_cli_after_check (ComityCliAfter *self, gsize min, gsize max, GError **error);
/* Opens DATA: the file @path, or with NULL the bundled panel. */
gboolean comity_cli_after_open (ComityCliAfter *self, const char *path, GError **error);
/* The rows, whether they are a panel or not; borrowed. */
ComityDataset *comity_cli_after_peek_dataset (const ComityCliAfter *self);
/* Estimates all formulas, several over the rows that are complete for all of them. */
gboolean comity_cli_after_fit (ComityCliAfter *self, GError **error);
/* Writes @text, which it takes; NULL, with an error set: FALSE. */
gboolean comity_cli_after_write (const ComityCliAfter *self, char *text, GError **error);
/* Exports a figure of the first fit, which it takes; its caption says of what. */
gboolean comity_cli_after_draw (const ComityCliAfter *self, ComityFigure *figure, GError **error);

G_END_DECLS
