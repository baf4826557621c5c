/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small panels made by hand for the tests of this layer. */
#pragma once

#include "comity-panel.h"

G_BEGIN_DECLS

/* Columns a, b, year and y (the outcome), then those named; cells as doubles, NaN missing. */
typedef struct
{
  int a, b, year;
  double y;
  double cells[4];
} PanelRow;

ComityDataset *panel_rows_to_dataset (const PanelRow *rows, gsize n, const char *const *names);
/* a, b, year and y by their places. */
void panel_roles_init (ComityRoles *roles, ComityCodeSystem codes);
ComityPanel *panel_new_by_hand (const PanelRow *rows, gsize n, const char *const *names);

G_END_DECLS
