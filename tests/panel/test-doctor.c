/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dyad doctor: each ailment planted once and found, with its rows; nothing found where all is
 * well. */
#include "config.h"

#include "panel-support.h"

#include "comity-doctor.h"

#include <math.h>
#include <string.h>

static const ComityFinding *
find (GPtrArray *findings, ComityFindingKind kind)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const ComityFinding *finding = findings->pdata[i];

      if (finding->kind == kind)
        return finding;
    }
  return NULL;
}

static void
test_healthy (void)
{
  const PanelRow rows[] = { { 1, 2, 2000, 0 }, { 1, 2, 2001, 1 }, { 1, 3, 2000, 0 },
                            { 1, 3, 2001, 0 }, { 2, 3, 2000, 0 }, { 2, 3, 2001, 0 } };
  g_autoptr (ComityPanel) panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = comity_doctor_examine (panel, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_rows (void)
{
  const PanelRow rows[] = {
    { 1, 2, 2000, 0 },  /* 0 */
    { 1, 2, 2000, 0 },  /* 1 duplicate */
    { 2, 1, 2001, 1 },  /* 2 */
    { 1, 2, 2001, 0 },  /* 3 reversed */
    { 1, 2, 2003, 0 },  /* 4 after the event, after a gap */
    { 3, 3, 2000, 0 },  /* 5 self */
    { 1, -1, 2000, 0 }, /* 6 lacks a state */
    { 1, 3, 2000, 0 },  { 1, 3, 2001, 0 }, { 1, 3, 2002, 0 }, { 1, 3, 2003, 0 }, { 1, 4, 2000, 0 },
    { 1, 4, 2001, 0 },  { 1, 4, 2002, 0 }, { 1, 4, 2003, 0 }, { 3, 4, 2000, 0 }, { 3, 4, 2001, 0 },
    { 3, 4, 2002, 0 },  { 3, 4, 2003, 0 }, { 2, 4, 2000, 0 }, { 2, 4, 2001, 0 }, { 2, 4, 2002, 0 },
  };
  g_autoptr (ComityPanel) panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), NULL);
  g_autoptr (GPtrArray) findings = comity_doctor_examine (panel, NULL, NULL);
  const ComityFinding *finding;

  g_assert_false (comity_panel_is_directed (panel));
  finding = find (findings, COMITY_FINDING_DUPLICATE_ROWS);
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->count, ==, 1);
  g_assert_cmpuint (finding->n_rows, ==, 1);
  g_assert_cmpuint (finding->rows[0], ==, 1);
  g_assert_cmpstr (finding->sentence, ==, "1 row repeats a dyad and year (1–2 2000, row 2).");

  finding = find (findings, COMITY_FINDING_REVERSED_DYADS);
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->count, ==, 1);
  g_assert_cmpuint (finding->rows[0], ==, 3);

  finding = find (findings, COMITY_FINDING_SELF_DYADS);
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->count, ==, 1);
  g_assert_cmpuint (finding->rows[0], ==, 5);

  finding = find (findings, COMITY_FINDING_MISSING_ROLE_VALUES);
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->count, ==, 1);
  g_assert_cmpuint (finding->rows[0], ==, 6);
  g_assert_true (finding == findings->pdata[0]);

  finding = find (findings, COMITY_FINDING_ROWS_AFTER_EVENT);
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->count, ==, 1);
  g_assert_cmpuint (finding->rows[0], ==, 4);

  finding = find (findings, COMITY_FINDING_GAPS);
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->count, ==, 1);
  g_assert_cmpuint (finding->rows[0], ==, 4);
  g_assert_nonnull (strstr (finding->sentence, "1 years in all"));

  g_assert_null (find (findings, COMITY_FINDING_UNKNOWN_CODES));
  for (guint i = 0; i < findings->len; i++)
    g_assert_cmpuint (strlen (((ComityFinding *)findings->pdata[i])->sentence), >, 20);
}

static void
test_columns (void)
{
  const char *const names[] = { "same", "nothing", "fine", NULL };
  const PanelRow rows[] = { { 1, 2, 2000, 0, { 4, NAN, 1 } }, { 1, 2, 2001, 1, { 4, NAN, 2 } } };
  g_autoptr (ComityPanel) panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), names);
  g_autoptr (GPtrArray) findings = comity_doctor_examine (panel, NULL, NULL);
  const ComityFinding *constant = find (findings, COMITY_FINDING_CONSTANT_COLUMN);
  const ComityFinding *empty = find (findings, COMITY_FINDING_EMPTY_COLUMN);

  g_assert_nonnull (constant);
  g_assert_cmpuint (constant->count, ==, 3); /* a, b and same */
  g_assert_null (constant->rows);
  g_assert_nonnull (strstr (constant->sentence, "same"));
  g_assert_nonnull (empty);
  g_assert_cmpstr (empty->sentence, ==, "1 column has no values: nothing.");
}

/* One wrong cell among many does not hide that two columns are one state variable. */
static void
test_asymmetry (void)
{
  const char *const names[] = { "gdp_a", "gdp_b", NULL };
  PanelRow rows[190 * 3];
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  const ComityFinding *finding;
  gsize n = 0;

  for (int year = 2000; year < 2003; year++)
    for (int a = 1; a <= 20; a++)
      for (int b = a + 1; b <= 20; b++)
        rows[n++] = (PanelRow){ a, b, year, 0, { a + 0.5, b + 0.5 } };
  rows[200].cells[1] = 99;
  panel = panel_new_by_hand (rows, n, names);
  g_assert_cmpint (comity_panel_find_state_variable (panel, "gdp"), ==, 0);
  findings = comity_doctor_examine (panel, NULL, NULL);
  finding = find (findings, COMITY_FINDING_ASYMMETRIC);
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->count, ==, 1);
  g_assert_cmpuint (finding->rows[0], ==, 200);
  g_assert_nonnull (strstr (finding->sentence, "gdp_a and gdp_b"));
}

/* 999 is no state; Germany (255) was none in 1975. */
static void
test_codes (void)
{
  const PanelRow rows[] = {
    { 2, 20, 1975, 0 }, { 2, 255, 1975, 0 }, { 20, 255, 1995, 0 }, { 2, 999, 1975, 0 }
  };
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  g_autoptr (ComityDataset) dataset = panel_rows_to_dataset (rows, G_N_ELEMENTS (rows), NULL);
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  const ComityFinding *finding;
  ComityRoles roles;

  panel_roles_init (&roles, COMITY_CODES_COW);
  panel = comity_panel_new (dataset, &roles, world, NULL, NULL);
  findings = comity_doctor_examine (panel, NULL, NULL);
  finding = find (findings, COMITY_FINDING_UNKNOWN_CODES);
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->count, ==, 1);
  g_assert_cmpuint (finding->rows[0], ==, 3);
  g_assert_nonnull (strstr (finding->sentence, "999"));
  finding = find (findings, COMITY_FINDING_CODES_OUT_OF_TIME);
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->count, ==, 1);
  g_assert_cmpuint (finding->rows[0], ==, 1);
}

/* The bundled panel is in good health but for what it cannot help. */
static void
test_bundled (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  ComityPanelRecipe recipe = { "bit", 1985, 1995, FALSE, FALSE, 1 };
  g_autoptr (ComityPanel) panel = comity_panel_build (world, &recipe, NULL, NULL, NULL);
  g_autoptr (GPtrArray) findings = comity_doctor_examine (panel, NULL, NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const ComityFinding *finding = findings->pdata[i];

      g_assert_cmpint (finding->kind, ==, COMITY_FINDING_CONSTANT_COLUMN);
    }
}

static void
test_cancel (void)
{
  const PanelRow rows[] = { { 1, 2, 2000, 0 }, { 1, 2, 2001, 1 } };
  g_autoptr (ComityPanel) panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (comity_doctor_examine (panel, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/doctor/healthy", test_healthy);
  g_test_add_func ("/panel/doctor/rows", test_rows);
  g_test_add_func ("/panel/doctor/columns", test_columns);
  g_test_add_func ("/panel/doctor/asymmetry", test_asymmetry);
  g_test_add_func ("/panel/doctor/codes", test_codes);
  g_test_add_func ("/panel/doctor/bundled", test_bundled);
  g_test_add_func ("/panel/doctor/cancel", test_cancel);
  return g_test_run ();
}
