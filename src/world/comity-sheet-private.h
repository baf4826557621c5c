/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One bundled table: a comma-separated file of our own making, split in place. Private to this
 * layer.
 *
 * A cell that is not what it should be is remembered, and comity_sheet_check () says which it was:
 * so that a reader of a table asks once, at its end. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ComitySheet ComitySheet;

/* NULL with COMITY_WORLD_ERROR_DAMAGED when the table is not there or is ragged. */
ComitySheet *comity_sheet_read (GResource *resource, const char *name, GError **error);
gboolean comity_sheet_exists (GResource *resource, const char *name);
void comity_sheet_free (ComitySheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySheet, comity_sheet_free)

gsize comity_sheet_get_n_rows (const ComitySheet *self);
gsize comity_sheet_get_n_columns (const ComitySheet *self);
/* A column that is not there is remembered as damage; the first column is returned instead. */
gsize comity_sheet_find_column (ComitySheet *self, const char *name);
/* Lives as long as the sheet. */
const char *comity_sheet_peek_text (const ComitySheet *self, gsize row, gsize column);
/* @missing where the cell is empty. */
int comity_sheet_get_int (ComitySheet *self, gsize row, gsize column, int missing);
/* NaN where the cell is empty. */
double comity_sheet_get_double (ComitySheet *self, gsize row, gsize column);
void comity_sheet_set_damaged (ComitySheet *self, gsize row, gsize column);
gboolean comity_sheet_check (const ComitySheet *self, GError **error);

G_END_DECLS
