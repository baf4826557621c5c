/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One number per row of a dataset: a column, read in its own width, or an expression over columns,
 * worked out once for as long as a fit runs. */
#pragma once

#include "comity-expression.h"
#include "comity-formula.h"

G_BEGIN_DECLS

typedef struct
{
  char *name; /* in messages and in the waterfall */
  ComityDataset *dataset;
  ComityExpression *expression;
  ComityColumn *column; /* borrowed: the expression is this column; NULL: it is not */
  double *values;       /* n_rows of the dataset, while materialised */
} ComityInput;

/* Errors: COMITY_MODEL_ERROR, naming the column or the place. */
ComityInput *
comity_input_new (const char *name, const char *text, ComityDataset *dataset, GError **error);
ComityInput *comity_input_new_for_column (ComityColumn *column, ComityDataset *dataset);
void comity_input_free (ComityInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityInput, comity_input_free)

gboolean comity_input_is_string (const ComityInput *self);
/* Works an expression out for all rows (8 bytes each); nothing for a plain column. */
gboolean comity_input_materialise (ComityInput *self,
                                   guint n_threads,
                                   ComityProgress *progress,
                                   GError **error);
void comity_input_dematerialise (ComityInput *self);
/* Missing is NaN; strings are codes. */
void comity_input_gather (const ComityInput *self, const guint32 *rows, gsize n, double *out);
/* flags[i] |= 1 where row first+i is missing; a materialised input or a column. */
void comity_input_or_missing (const ComityInput *self, gsize first, gsize n, guint8 *flags);

/* Turns an error of the dataset layer into one of this layer with the same sentence. */
void comity_model_take_dataset_error (GError **error, GError *from);

G_END_DECLS
