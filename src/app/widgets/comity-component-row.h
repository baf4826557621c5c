/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A component of a composite in a boxed list: its name, a slider for its weight, and a button that
 * takes it out. Emits "changed" while the slider moves, and "removed". */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define COMITY_TYPE_COMPONENT_ROW (comity_component_row_get_type ())
G_DECLARE_FINAL_TYPE (
    ComityComponentRow, comity_component_row, COMITY, COMPONENT_ROW, AdwPreferencesRow)

/* @name: as a specification names it; @label: for reading. */
ComityComponentRow *comity_component_row_new (const char *name, const char *label, double weight);
const char *comity_component_row_get_name (ComityComponentRow *self);
double comity_component_row_get_weight (ComityComponentRow *self);

G_END_DECLS
