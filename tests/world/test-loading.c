/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading from a bundle of tables that lacks some or holds damaged ones. The bundle is made from
 * the tables of the source tree, folder TABLES. */
#include "config.h"

#include "comity-world-private.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* A bundle of all tables but those in @without (NULL-terminated, without ending), with @text
 * instead of the table @replaced (nullable). */
static GResource *
make_bundle (const char *const *without, const char *replaced, const char *text)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-world-XXXXXX", NULL);
  g_autofree char *xml = g_build_filename (folder, "t.xml", NULL);
  g_autofree char *bundle = g_build_filename (folder, "t.gresource", NULL);
  g_autofree char *own = NULL;
  g_autofree char *target = g_strconcat ("--target=", bundle, NULL);
  const char *arguments[] = { "glib-compile-resources", "--sourcedir=" TABLES, target, xml, NULL };
  g_autoptr (GString) list = g_string_new ("<gresources>");
  g_autoptr (GDir) dir = g_dir_open (TABLES, 0, NULL);
  GResource *resource;
  const char *name;
  int status;

  g_assert_nonnull (dir);
  g_string_append (list, "<gresource prefix='/io/github/comity/Comity/world'>");
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *table = g_strndup (name, strcspn (name, "."));

      if (!g_str_has_suffix (name, ".csv") && !g_str_has_suffix (name, ".json"))
        continue;
      if (without != NULL && g_strv_contains (without, table))
        continue;
      if (g_strcmp0 (table, replaced) == 0 && g_str_has_suffix (name, ".csv"))
        {
          own = g_build_filename (folder, name, NULL);
          g_assert_true (g_file_set_contents (own, text, -1, NULL));
          g_string_append_printf (list, "<file alias='%s'>%s</file>", name, own);
        }
      else
        g_string_append_printf (list, "<file>%s</file>", name);
    }
  g_string_append (list, "</gresource></gresources>");
  g_assert_true (g_file_set_contents (xml, list->str, -1, NULL));
  g_assert_true (g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                               NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  resource = g_resource_load (bundle, NULL);
  g_assert_nonnull (resource);

  if (own != NULL)
    g_remove (own);
  g_remove (xml);
  g_remove (bundle);
  g_rmdir (folder);
  return resource;
}

/* Without the removable tables what they held is not offered, and the rest is. */
static void
test_removed (void)
{
  static const char *const removable[] = { "judicial_lji",
                                           "transparency_hrv",
                                           "human_rights",
                                           "legal_tradition",
                                           "treaties_mlat_wti",
                                           "treaties_tiea",
                                           "treaties_dtc",
                                           "treaties_bit",
                                           "treaties_bla",
                                           "treaties_extradition",
                                           NULL };
  g_autoptr (GResource) resource = make_bundle (removable, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityWorld) world = comity_world_new_from_resource (resource, &error);
  g_autoptr (ComityWorld) whole = comity_world_load (NULL);
  gssize mlat, whole_mlat;
  gsize n, n_whole;

  g_assert_no_error (error);
  g_assert_nonnull (world);
  g_assert_cmpuint (comity_world_get_n_states (world), ==, comity_world_get_n_states (whole));
  g_assert_cmpint (comity_world_find_variable (world, "polyarchy"), >=, 0);
  g_assert_cmpint (comity_world_find_variable (world, "lji"), ==, -1);
  g_assert_cmpint (comity_world_find_variable (whole, "lji"), >=, 0);
  g_assert_cmpint (comity_world_find_table (world, "judicial_lji"), ==, -1);
  g_assert_cmpint (comity_world_get_tradition (world, 0, 2000), ==, COMITY_TRADITION_UNKNOWN);
  g_assert_cmpstr (comity_world_peek_tradition_parts (world, 0, 2000), ==, "");

  g_assert_cmpuint (comity_world_get_n_networks (world), ==, 1);
  g_assert_cmpint (comity_world_find_network (world, "tiea"), ==, -1);
  mlat = comity_world_find_network (world, "mlat");
  whole_mlat = comity_world_find_network (whole, "mlat");
  comity_world_peek_treaties (world, mlat, &n);
  comity_world_peek_treaties (whole, whole_mlat, &n_whole);
  g_assert_cmpuint (n, >, 400);
  g_assert_cmpuint (n, <, n_whole);
}

static void
test_missing (void)
{
  static const char *const needed[] = { "states",    "state_spells", "state_codes", "memberships",
                                        "bodies",    "state_lists",  "dyads",       "contiguity",
                                        "alliances", "networks",     "successions", "land" };

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      const char *without[] = { needed[i], NULL };
      g_autofree char *quoted = g_strdup_printf ("“%s”", needed[i]);
      g_autoptr (GResource) resource = make_bundle (without, NULL, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (comity_world_new_from_resource (resource, &error));
      g_assert_error (error, COMITY_WORLD_ERROR, COMITY_WORLD_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, quoted));
    }
}

static void
test_damaged (void)
{
  static const struct
  {
    const char *table;
    const char *text;
    const char *place;
  } cases[] = {
    { "states", "cow,gw\n2\n", "row 1" },
    { "states", "cow,gw\n2,2\n", "states" },
    { "state_spells", "cow,start,end\n3,1900-01-01,\n", "row 1" },
    { "state_spells", "cow,start,end\n2,1900-01-01,1800-01-01\n", "“start”" },
    { "state_codes", "system,code,cow,first_year,last_year\niso3,USA,2,x,\n", "“first_year”" },
    { "state_years", "cow,year,polyarchy\n2,1800,0.5\n", "“year”" },
    { "legal_tradition", "cow,first_year,last_year,tradition,components\n2,,,roman,\n",
      "“tradition”" },
    { "memberships", "cow,body,first_year,last_year\n2,club,1960,\n", "“body”" },
    { "dyads", "cow_a,cow_b,distance_km,common_language,colony,common_colonizer\n20,2,737,1,0,0\n",
      "“cow_b”" },
    { "contiguity", "cow_a,cow_b,type,first_year,last_year\n2,2,1,1920,\n", "“cow_b”" },
    { "treaties_tiea",
      "network,cow_a,cow_b,signed,in_force,ended,kind,status,tie,date_basis,source,note\n"
      "dtc,2,20,1980,,,dtc,,1,signed,,\n",
      "row 1" },
    { "land", "kind,points\nland,0 0 100 0\n", "“points”" },
    { "land", "kind,points\nland,0 0 100 0 100 9100\n", "“points”" },
    { "land", "kind,points\nland,0 0 100 0 100 x\n", "“points”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GResource) resource = make_bundle (NULL, cases[i].table, cases[i].text);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s, %s", cases[i].table, cases[i].place);
      g_assert_null (comity_world_new_from_resource (resource, &error));
      g_assert_error (error, COMITY_WORLD_ERROR, COMITY_WORLD_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, cases[i].table));
      g_assert_nonnull (strstr (error->message, cases[i].place));
    }
}

/* Every table has a sidecar that explains each column of its header, in order, and counts its rows.
 */
static void
test_sidecars (void)
{
  g_autoptr (GResource) resource = make_bundle (NULL, NULL, NULL);
  g_autoptr (GDir) dir = g_dir_open (TABLES, 0, NULL);
  const char *name;
  gsize n_tables = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *table = g_strndup (name, strcspn (name, "."));
      g_autofree char *path = g_strconcat (TABLES "/", table, ".json", NULL);
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autoptr (ComitySheet) sheet = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GList) members = NULL;
      JsonObject *sidecar;
      gsize column = 0;

      if (!g_str_has_suffix (name, ".csv"))
        continue;
      g_test_message ("%s", table);
      json_parser_load_from_file (parser, path, &error);
      g_assert_no_error (error);
      sidecar = json_node_get_object (json_parser_get_root (parser));
      sheet = comity_sheet_read (resource, table, &error);
      g_assert_no_error (error);

      g_assert_cmpstr (json_object_get_string_member (sidecar, "table"), ==, table);
      g_assert_true (json_object_has_member (sidecar, "removable"));
      g_assert_cmpint (json_object_get_int_member (sidecar, "rows"), ==,
                       comity_sheet_get_n_rows (sheet));
      members = json_object_get_members (json_object_get_object_member (sidecar, "columns"));
      for (GList *l = members; l != NULL; l = l->next)
        g_assert_cmpuint (comity_sheet_find_column (sheet, l->data), ==, column++);
      g_assert_cmpuint (comity_sheet_get_n_columns (sheet), ==, column);
      g_assert_true (comity_sheet_check (sheet, NULL));
      n_tables++;
    }
  g_assert_cmpuint (n_tables, >, 15);
}

/* A place is on land when a line from it crosses the outlines an odd number of times. */
static gboolean
is_on_land (ComityWorld *world, double longitude, double latitude)
{
  gsize n;
  const ComityOutline *outlines = comity_world_peek_outlines (world, &n);
  gboolean inside = FALSE;

  for (gsize k = 0; k < n; k++)
    for (gsize i = 0; i < outlines[k].n; i++)
      {
        const ComityPlace *a = &outlines[k].places[i];
        const ComityPlace *b = &outlines[k].places[(i + 1) % outlines[k].n];

        if ((a->latitude > latitude) != (b->latitude > latitude) &&
            longitude < a->longitude + (latitude - a->latitude) / (b->latitude - a->latitude) *
                                           (b->longitude - a->longitude))
          inside = !inside;
      }
  return inside;
}

static void
test_land (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  gsize n;
  const ComityOutline *outlines = comity_world_peek_outlines (world, &n);

  g_assert_cmpuint (n, >, 100);
  for (gsize k = 0; k < n; k++)
    g_assert_cmpuint (outlines[k].n, >=, 3);
  g_assert_true (outlines[n - 1].is_lake);
  /* Bern, Brasília, Ulan Bator, Alice Springs; the Atlantic, the Pacific, the Caspian Sea. */
  g_assert_true (is_on_land (world, 7.4, 46.9));
  g_assert_true (is_on_land (world, -47.9, -15.8));
  g_assert_true (is_on_land (world, 106.9, 47.9));
  g_assert_true (is_on_land (world, 133.9, -23.7));
  g_assert_false (is_on_land (world, -30.0, 30.0));
  g_assert_false (is_on_land (world, -140.0, 0.0));
  g_assert_false (is_on_land (world, 51.0, 41.5));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/world/loading/removed", test_removed);
  g_test_add_func ("/world/loading/missing", test_missing);
  g_test_add_func ("/world/loading/land", test_land);
  g_test_add_func ("/world/loading/damaged", test_damaged);
  g_test_add_func ("/world/loading/sidecars", test_sidecars);
  return g_test_run ();
}
