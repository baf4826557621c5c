/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the other files of this layer may know of a column. */
#pragma once

#include "comity-column.h"
#include "comity-dictionary-private.h"

G_BEGIN_DECLS

/* Takes @codes (g_malloc'd) and the reference to @dictionary. */
ComityColumn *comity_column_new_dictionary_take (const char *name,
                                                 gsize n_rows,
                                                 guint32 *codes,
                                                 ComityDictionary *dictionary);
ComityDictionary *comity_column_peek_dictionary (const ComityColumn *self);
void comity_column_compute_summary (const ComityColumn *self, ComityColumnSummary *summary);

/* Tells missing from valid without a function call per cell. */
static inline gboolean
comity_float_is_missing (float x)
{
  return !(x <= COMITY_FLOAT_MAX_VALID);
}

static inline gboolean
comity_double_is_missing (double x)
{
  return !(x <= COMITY_DOUBLE_MAX_VALID);
}

G_END_DECLS
