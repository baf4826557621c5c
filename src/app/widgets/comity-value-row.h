/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row that reads "label … value", with a note under it. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define COMITY_TYPE_VALUE_ROW (comity_value_row_get_type ())
G_DECLARE_FINAL_TYPE (ComityValueRow, comity_value_row, COMITY, VALUE_ROW, AdwPreferencesRow)

ComityValueRow *comity_value_row_new (const char *label, const char *value, const char *note);
/* A source or caution: the row's tooltip, with a sign that there is one. */
void comity_value_row_set_hint (ComityValueRow *self, const char *hint);
/* A small chart between the label and the value; the row takes it. */
void comity_value_row_set_chart (ComityValueRow *self, GtkWidget *chart);
void comity_value_row_set_value (ComityValueRow *self, const char *value);

G_END_DECLS
