/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small panels made by hand for the tests of this layer. */
#include "config.h"

#include "panel-support.h"

#include <math.h>

static void
take_doubles (
    ComityDatasetBuilder *builder, const char *name, const PanelRow *rows, gsize n, gsize cell)
{
  double *data = g_new (double, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    {
      double value = cell == G_MAXSIZE ? rows[i].y : rows[i].cells[cell];

      data[i] = isnan (value) ? comity_missing_double ('.') : value;
    }
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take (name, COMITY_COLUMN_DOUBLE, n, data));
}

ComityDataset *
panel_rows_to_dataset (const PanelRow *rows, gsize n, const char *const *names)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (n);
  gint16 *a = g_new (gint16, MAX (n, 1));
  gint16 *b = g_new (gint16, MAX (n, 1));
  gint16 *year = g_new (gint16, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    {
      a[i] = rows[i].a < 0 ? COMITY_MISSING_INT16 : (gint16)rows[i].a;
      b[i] = rows[i].b < 0 ? COMITY_MISSING_INT16 : (gint16)rows[i].b;
      year[i] = rows[i].year < 0 ? COMITY_MISSING_INT16 : (gint16)rows[i].year;
    }
  comity_dataset_builder_set_name (builder, "by hand");
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("a", COMITY_COLUMN_INT16, n, a));
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("b", COMITY_COLUMN_INT16, n, b));
  comity_dataset_builder_take_column (
      builder, comity_column_new_take ("year", COMITY_COLUMN_INT16, n, year));
  take_doubles (builder, "y", rows, n, G_MAXSIZE);
  for (gsize k = 0; names != NULL && names[k] != NULL; k++)
    take_doubles (builder, names[k], rows, n, k);
  return comity_dataset_builder_end (builder);
}

void
panel_roles_init (ComityRoles *roles, ComityCodeSystem codes)
{
  for (gsize i = 0; i < COMITY_N_ROLES; i++)
    roles->column[i] = -1;
  roles->column[COMITY_ROLE_STATE_A] = 0;
  roles->column[COMITY_ROLE_STATE_B] = 1;
  roles->column[COMITY_ROLE_YEAR] = 2;
  roles->column[COMITY_ROLE_OUTCOME] = 3;
  roles->codes = codes;
}

ComityPanel *
panel_new_by_hand (const PanelRow *rows, gsize n, const char *const *names)
{
  g_autoptr (ComityDataset) dataset = panel_rows_to_dataset (rows, n, names);
  g_autoptr (GError) error = NULL;
  ComityPanel *panel;
  ComityRoles roles;

  panel_roles_init (&roles, COMITY_CODES_UNKNOWN);
  panel = comity_panel_new (dataset, &roles, NULL, NULL, &error);
  g_assert_no_error (error);
  return panel;
}
