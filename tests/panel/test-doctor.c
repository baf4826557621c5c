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
  g_assert_nonnull (strstr (finding->sentence, "1 year in all"));

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

/* The rows that a mend leaves, as a-b-year. */
static char *
dup_rows (ComityDataset *dataset)
{
  GString *text = g_string_new (NULL);

  for (gsize row = 0; row < comity_dataset_get_n_rows (dataset); row++)
    g_string_append_printf (text, "%s%.0f-%.0f-%.0f", row > 0 ? " " : "",
                            comity_column_get_double (comity_dataset_peek_column (dataset, 0), row),
                            comity_column_get_double (comity_dataset_peek_column (dataset, 1), row),
                            comity_column_get_double (comity_dataset_peek_column (dataset, 2), row));
  return g_string_free (text, FALSE);
}

static void
assert_mend (ComityPanel *panel, const char *mend, const char *rows, const char *said)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  g_autoptr (ComityDataset) mended = comity_doctor_mend (panel, mend, &sentence, NULL, &error);
  g_autofree char *left = NULL;

  g_assert_no_error (error);
  left = dup_rows (mended);
  g_assert_cmpstr (left, ==, rows);
  g_assert_cmpstr (sentence, ==, said);
}

/* Each rule takes the rows of its finding and no others, also when more are of it than are shown; of
 * rows that repeat the first stays. */
static void
test_mend_rows (void)
{
  const PanelRow rows[] = {
    { 1, 2, 2000, 0 }, { 1, 2, 2000, 0 }, { 2, 1, 2001, 1 },  { 1, 2, 2001, 0 }, { 1, 2, 2002, 0 },
    { 3, 3, 2000, 0 }, { 1, -1, 2000, 0 }, { 1, 3, 2000, 0 }, { 1, 4, 2000, 0 }, { 3, 4, 2000, 0 },
    { 1, 5, 2000, 0 }, { 1, 6, 2000, 0 }, { 2, 5, 2000, 0 },  { 2, 6, 2000, 0 }, { 3, 5, 2000, 0 },
    { 3, 6, 2000, 0 }, { 4, 5, 2000, 0 }, { 4, 6, 2000, 0 },  { 5, 6, 2000, 0 }, { 2, 4, 2000, 0 },
  };
  /* Each mend and the row that it leaves out. */
  const struct
  {
    const char *mend;
    gsize row;
    const char *said;
  } mends[] = {
    { "duplicate-rows", 1, "1 row that repeats a dyad and year was left out; 19 remain." },
    { "reversed-dyads", 3,
      "1 row that repeats a dyad and year the other way round was left out; 19 remain." },
    { "rows-after-event", 4, "1 row after its dyad's first event was left out; 19 remain." },
    { "self-dyads", 5, "1 row that pairs a state with itself was left out; 19 remain." },
    { "missing-role-values", 6,
      "1 row that lacks state A, state B or the year was left out; 19 remain." },
  };
  g_autoptr (ComityPanel) panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), NULL);
  g_autoptr (GPtrArray) findings = comity_doctor_examine (panel, NULL, NULL);
  ComityDataset *dataset = comity_panel_peek_dataset (panel);

  g_assert_false (comity_panel_is_directed (panel));
  g_assert_cmpstr (find (findings, COMITY_FINDING_DUPLICATE_ROWS)->mend, ==, "duplicate-rows");
  g_assert_cmpstr (find (findings, COMITY_FINDING_SELF_DYADS)->sentence, ==,
                   "1 row pairs a state with itself (row 6); it belongs to no dyad.");
  for (gsize m = 0; m < G_N_ELEMENTS (mends); m++)
    {
      g_autofree guint8 *keep = g_malloc0 (G_N_ELEMENTS (rows));
      g_autoptr (ComityDataset) expected = NULL;
      g_autofree char *text = NULL;

      memset (keep, 1, G_N_ELEMENTS (rows));
      keep[mends[m].row] = 0;
      expected = comity_dataset_filter (dataset, keep);
      text = dup_rows (expected);
      assert_mend (panel, mends[m].mend, text, mends[m].said);
    }
}

/* More rows than a finding shows. */
static void
test_mend_many (void)
{
  PanelRow rows[600];
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComityPanel) again = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (ComityDataset) mended = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  ComityRoles roles;

  for (int i = 0; i < 600; i++)
    rows[i] = (PanelRow){ 1, 2 + i % 20, 2000 + i / 20 % 20, i == 5 };
  panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), NULL);
  mended = comity_doctor_mend (panel, "duplicate-rows", &sentence, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (comity_dataset_get_n_rows (mended), ==, 400);
  g_assert_cmpstr (sentence, ==, "200 rows that repeat a dyad and year were left out; 400 remain.");
  panel_roles_init (&roles, COMITY_CODES_UNKNOWN);
  again = comity_panel_new (mended, &roles, NULL, NULL, &error);
  g_assert_no_error (error);
  findings = comity_doctor_examine (again, NULL, NULL);
  g_assert_null (find (findings, COMITY_FINDING_DUPLICATE_ROWS));
}

/* −99 beside 3 to 7 is no value, −9 among −12 to 12 is one, and the largest of a wide column may be
 * 9999. What is mended keeps its width, its name and its other cells. */
static void
test_missing_codes (void)
{
  const char *const names[] = { "polity", "change", "distance", "share", NULL };
  const PanelRow rows[] = {
    { 1, 2, 2000, 0, { 3, -12, 80, 0.5 } },     { 1, 2, 2001, 1, { -99, -9, 9999, 0.25 } },
    { 1, 3, 2000, 0, { 7, 12, 4000, -9 } },     { 1, 3, 2001, 0, { -77, 1, 6000, 999 } },
    { 2, 3, 2000, 0, { 5, 0, NAN, 0.125 } },
  };
  g_autoptr (ComityPanel) panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), names);
  g_autoptr (GPtrArray) findings = comity_doctor_examine (panel, NULL, NULL);
  g_autoptr (ComityDataset) mended = NULL;
  g_autoptr (ComityDataset) same = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *unchanged = NULL;
  const ComityFinding *finding;
  ComityColumn *column;
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += ((ComityFinding *) findings->pdata[i])->kind == COMITY_FINDING_MISSING_CODES;
  g_assert_cmpuint (n, ==, 2);
  finding = find (findings, COMITY_FINDING_MISSING_CODES);
  g_assert_cmpstr (finding->sentence, ==,
                   "polity has −77, −99 in 2 rows, far from its other values (3 to 7): probably no "
                   "value but a code for a missing one.");
  g_assert_cmpstr (finding->mend, ==, "missing-codes:polity");
  g_assert_cmpuint (finding->n_rows, ==, 2);
  g_assert_cmpuint (finding->rows[0], ==, 1);
  g_assert_cmpuint (finding->rows[1], ==, 3);

  mended = comity_doctor_mend (panel, finding->mend, &sentence, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sentence, ==, "2 values of polity were made missing.");
  column = comity_dataset_require_column (mended, "polity", &error);
  g_assert_no_error (error);
  g_assert_cmpint (comity_column_get_type (column), ==,
                   comity_column_get_type (
                       comity_dataset_require_column (comity_panel_peek_dataset (panel), "polity",
                                                      NULL)));
  g_assert_cmpfloat (comity_column_get_double (column, 0), ==, 3.0);
  g_assert_true (comity_column_is_missing (column, 1));
  g_assert_cmpfloat (comity_column_get_double (column, 2), ==, 7.0);
  g_assert_true (comity_column_is_missing (column, 3));
  g_assert_cmpfloat (comity_column_get_double (column, 4), ==, 5.0);

  same = comity_doctor_mend (panel, "missing-codes:change", &unchanged, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (same == comity_panel_peek_dataset (panel));
  g_assert_cmpstr (unchanged, ==, "0 values of change were made missing.");
}

static void
test_mend_refused (void)
{
  const PanelRow rows[] = { { 1, 2, 2000, 0 }, { 1, 2, 2001, 1 } };
  g_autoptr (ComityPanel) panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  g_assert_null (comity_doctor_mend (panel, "gaps", &sentence, NULL, &error));
  g_assert_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION);
  g_clear_error (&error);
  g_assert_null (comity_doctor_mend (panel, "missing-codes:nobody", &sentence, NULL, &error));
  g_assert_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_NO_COLUMN);
  g_assert_null (sentence);
  g_assert_true (comity_doctor_is_mend ("missing-codes:x"));
  g_assert_true (comity_doctor_is_mend ("self-dyads"));
  g_assert_false (comity_doctor_is_mend ("missing-codes:"));
  g_assert_false (comity_doctor_is_mend ("gaps"));
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
  g_test_add_func ("/panel/doctor/mend-rows", test_mend_rows);
  g_test_add_func ("/panel/doctor/mend-many", test_mend_many);
  g_test_add_func ("/panel/doctor/missing-codes", test_missing_codes);
  g_test_add_func ("/panel/doctor/mend-refused", test_mend_refused);
  return g_test_run ();
}
