/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimation over a panel: its dyads, states and years join the dataset. */
#include "config.h"

#include "comity-fit-private.h"

static ComityColumn *
peek_role (ComityPanel *panel, ComityRole role)
{
  gssize column = comity_panel_peek_roles (panel)->column[role];

  return column >= 0
             ? comity_dataset_peek_column (comity_panel_peek_dataset (panel), (gsize) column)
             : NULL;
}

static gsize
count_states (gpointer data, const guint32 *rows, gsize n)
{
  ComityPanel *panel = data;
  gsize n_states = comity_panel_get_n_states (panel);
  g_autofree guint8 *seen = g_new0 (guint8, n_states + 1);
  gsize count = 0;

  for (gsize i = 0; i < n; i++)
    {
      guint32 a, b;
      int year;

      comity_panel_get_row (panel, rows[i], &a, &b, &year);
      if (a < n_states)
        seen[a] = 1;
      if (b < n_states)
        seen[b] = 1;
    }
  for (gsize state = 0; state < n_states; state++)
    count += seen[state];
  return count;
}

static void
get_dyad (gpointer data, gsize dyad, guint32 *a, guint32 *b)
{
  comity_panel_get_dyad (data, dyad, a, b);
}

void
comity_fit_units_read (ComityPanel *panel, ComityFitUnits *units)
{
  ComityColumn *dyad = peek_role (panel, COMITY_ROLE_DYAD);

  *units = (ComityFitUnits){
    .has_dyads = TRUE,
    .dyad_name = dyad != NULL ? comity_column_peek_name (dyad) : "dyad",
    .row_dyads = comity_panel_peek_row_dyads (panel),
    .n_dyads = comity_panel_get_n_dyads (panel),
    .row_years = comity_panel_peek_row_years (panel),
    .n_states = comity_panel_get_n_states (panel),
    .get_dyad = get_dyad,
    .states = { peek_role (panel, COMITY_ROLE_STATE_A), peek_role (panel, COMITY_ROLE_STATE_B) },
    .year = peek_role (panel, COMITY_ROLE_YEAR),
    .times = { peek_role (panel, COMITY_ROLE_START), peek_role (panel, COMITY_ROLE_STOP) },
    .count_states = count_states,
    .data = panel
  };
  comity_panel_get_years (panel, &units->first_year, &units->last_year);
  if (units->year != NULL && !comity_column_is_numeric (units->year))
    units->year = NULL;
}

gboolean
comity_spec_check (const ComitySpec *spec, ComityPanel *panel, GError **error)
{
  g_autoptr (ComityFitPlan) plan = NULL;
  ComityFitUnits units;

  g_return_val_if_fail (spec != NULL && panel != NULL, FALSE);

  comity_fit_units_read (panel, &units);
  plan = comity_fit_plan_new (spec, comity_panel_peek_dataset (panel), &units, error);
  return plan != NULL;
}

ComityFit *
comity_fit_new (const ComitySpec *spec,
                ComityPanel *panel,
                ComityProgress *progress,
                GError **error)
{
  ComityFitUnits units;

  g_return_val_if_fail (spec != NULL && panel != NULL, NULL);

  comity_fit_units_read (panel, &units);
  return comity_fit_run (spec, comity_panel_peek_dataset (panel), &units, NULL, NULL, progress, error);
}
