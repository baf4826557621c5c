/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Roles guessed from names, labels, Stata's declarations and contents. */
#include "config.h"

#include "comity-dataset-io.h"
#include "comity-roles.h"

#include <string.h>

static void
check (ComityDataset *dataset, const char *expected, ComityCodeSystem codes)
{
  g_autoptr (GString) found = g_string_new (NULL);
  ComityRoles roles;

  comity_roles_guess (dataset, &roles);
  for (guint i = 0; i < COMITY_N_ROLES; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                            roles.column[i] < 0
                                ? "-"
                                : comity_column_peek_name (comity_dataset_peek_column (
                                      dataset, (gsize) roles.column[i])));
  g_assert_cmpstr (found->str, ==, expected);
  g_assert_cmpint (roles.codes, ==, codes);
}

static ComityDataset *
load (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  ComityDataset *dataset = comity_dataset_load_bytes (bytes, "roles.csv", NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

static void
test_names (void)
{
  const struct
  {
    const char *text;
    const char *expected;
    ComityCodeSystem codes;
  } cases[] = {
    { "ccode1,ccode2,year,mlat_signed,gdp\n2,20,1990,0,1.5\n2,200,1990,1,2.5\n2,220,1990,0,3\n",
      "ccode1 ccode2 year - mlat_signed - -", COMITY_CODES_COW },
    { "dyadid,year,iso1,iso2,event\n2020,1990,USA,CAN,0\n2200,1990,USA,GBR,0\n1,1990,FRA,GBR,1\n",
      "iso1 iso2 year dyadid event - -", COMITY_CODES_ISO3 },
    { "country_o,country_d,yr,t0,t1,y\nFrance,Spain,1990,0,1,0\nFrance,Italy,1990,0,1,1\n"
      "Italy,Spain,1990,0,1,0\n",
      "country_o country_d yr - y t0 t1", COMITY_CODES_NAME },
    { "gwno_a,gwno_b,year\n2,20,1990\n", "gwno_a gwno_b year - - - -", COMITY_CODES_GW },
    { "Origin,Destination,obsyear\nUS,CA,1990\nUS,FR,1991\n", "Origin Destination obsyear - - - -",
      COMITY_CODES_ISO2 },
    { "exporter,importer,year,pair\nE02,E01,2000,E01-E02\n", "exporter importer year pair - - -",
      COMITY_CODES_NAME },
    { "state_a,state_b,x\nUSA,3,1\n", "- - - - - - -", COMITY_CODES_UNKNOWN },
    { "x1,x2,z\n0.5,1,2\n", "- - - - - - -", COMITY_CODES_UNKNOWN },
    { "ccode1,ccode2,key,year\n2,20,2020,1990\n2,200,2200,1990\n20,200,20200,1991\n",
      "ccode1 ccode2 year key - - -", COMITY_CODES_COW },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComityDataset) dataset = load (cases[i].text);

      check (dataset, cases[i].expected, cases[i].codes);
    }
}

/* More than a half is no rare event; nor is what has a 2. */
static void
test_outcome_is_rare (void)
{
  g_autoptr (ComityDataset) common = load ("event,x\n1,1\n1,2\n0,3\n");
  g_autoptr (ComityDataset) many = load ("event,x\n0,1\n2,2\n0,3\n");

  check (common, "- - - - - - -", COMITY_CODES_UNKNOWN);
  check (many, "- - - - - - -", COMITY_CODES_UNKNOWN);
}

static void
test_declared (void)
{
  g_autoptr (ComityDataset) plain =
      load ("id,when,_t0,_t,_d,died\n1,1990,0,1,0,0\n1,1991,1,2,1,1\n2,1990,0,1,0,0\n");
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (plain);
  g_autoptr (ComityDataset) declared = NULL;

  comity_dataset_builder_set_characteristic (builder, "_dta", "_TStvar", "when");
  comity_dataset_builder_set_characteristic (builder, "_dta", "_TSpanel", "id");
  comity_dataset_builder_set_characteristic (builder, "_dta", "st_d", "_d");
  declared = comity_dataset_builder_end (builder);
  check (declared, "- - when id _d _t0 _t", COMITY_CODES_UNKNOWN);
}

static void
test_labels (void)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (1);
  g_autoptr (ComityDataset) dataset = NULL;
  const char *const names[] = { "p", "q" };
  const char *const labels[] = { "Country A", "Country B" };

  for (gsize i = 0; i < 2; i++)
    {
      gint16 *code = g_new (gint16, 1);
      ComityColumn *column;

      *code = (gint16) (2 + 18 * i);
      column = comity_column_new_take (names[i], COMITY_COLUMN_INT16, 1, code);
      comity_column_set_label (column, labels[i]);
      comity_dataset_builder_take_column (builder, column);
    }
  dataset = comity_dataset_builder_end (builder);
  check (dataset, "p q - - - - -", COMITY_CODES_COW);
}

static void
test_empty (void)
{
  g_autoptr (ComityDataset) dataset = load ("ccode1,ccode2,year\n");
  ComityRoles roles;

  comity_roles_guess (dataset, &roles);
  g_assert_cmpint (roles.column[COMITY_ROLE_OUTCOME], ==, -1);
  g_assert_cmpstr (comity_role_key (COMITY_ROLE_STATE_B), ==, "state_b");
  g_assert_cmpstr (comity_role_name (COMITY_ROLE_STOP), ==, "stop");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/roles/names", test_names);
  g_test_add_func ("/dataset/roles/outcome-is-rare", test_outcome_is_rare);
  g_test_add_func ("/dataset/roles/declared", test_declared);
  g_test_add_func ("/dataset/roles/labels", test_labels);
  g_test_add_func ("/dataset/roles/empty", test_empty);
  return g_test_run ();
}
