/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session: opening, years kept within the data, selections that mean something, undo, and a
 * failed file that leaves everything as it was. */
#include "config.h"

#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <string.h>

#include "comity-file-writer.h"
#include "comity-network.h"
#include "comity-session.h"

static int n_notified;
static char *failure;

static void
notified_cb (void)
{
  n_notified++;
}

static void
failed_cb (ComitySession *session, const char *sentence, gpointer user_data)
{
  g_free (failure);
  failure = g_strdup (sentence);
}

static void
wait_until_open (ComitySession *session)
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (comity_session_is_opening (session))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

static ComitySession *
open_world (void)
{
  ComitySession *session = comity_session_new ();

  comity_session_open_bundled (session, "tiea");
  g_assert_true (comity_session_is_opening (session));
  wait_until_open (session);
  g_assert_nonnull (comity_session_peek_panel (session));
  return session;
}

static void
test_open (void)
{
  ComitySession *session = open_world ();
  int first, last;

  comity_session_get_years (session, &first, &last);
  g_assert_cmpint (first, ==, 1960);
  g_assert_cmpint (last, >=, 2012);
  g_assert_cmpint (comity_session_get_year (session), ==, last);
  g_assert_cmpstr (comity_session_get_network (session), ==, "tiea");
  g_assert_null (comity_session_get_path (session));
  g_assert_nonnull (comity_session_get_merge_report (session));
  g_assert_finalize_object (session);
}

static void
test_year (void)
{
  ComitySession *session = open_world ();

  n_notified = 0;
  g_signal_connect (session, "notify::year", G_CALLBACK (notified_cb), NULL);
  comity_session_set_year (session, 1995);
  g_assert_cmpint (n_notified, ==, 1);
  comity_session_set_year (session, 1995);
  g_assert_cmpint (n_notified, ==, 1);
  comity_session_set_year (session, 1500);
  g_assert_cmpint (comity_session_get_year (session), ==, 1960);
  g_assert_finalize_object (session);
}

static void
test_selection (void)
{
  ComitySession *session = open_world ();
  ComityElement element;
  g_autofree char *text = NULL;

  g_assert_true (comity_session_select_text (session, "CHE, USA"));
  element = comity_session_get_selection (session);
  g_assert_cmpint (element.kind, ==, COMITY_ELEMENT_PAIR);
  g_assert_cmpuint (element.a, <, element.b);
  text = comity_session_dup_selection_text (session);
  g_assert_cmpstr (text, ==, "USA,CHE");

  g_assert_false (comity_session_select_text (session, "Atlantis"));
  g_assert_false (comity_session_select_text (session, "USA,USA"));
  comity_session_select (session, (ComityElement){ COMITY_ELEMENT_STATE, 100000, 0 });
  g_assert_true (comity_element_equal (element, comity_session_get_selection (session)));

  g_assert_true (comity_session_select_text (session, ""));
  g_assert_cmpint (comity_session_get_selection (session).kind, ==, COMITY_ELEMENT_NONE);
  g_assert_finalize_object (session);
}

static void
test_undo (void)
{
  ComitySession *session = open_world ();
  g_autofree char *text = NULL;

  g_assert_false (comity_session_can_undo (session));
  comity_session_set_year (session, 1990);
  comity_session_select_text (session, "FRA");
  comity_session_set_year (session, 1991);
  g_assert_true (comity_session_can_undo (session));
  comity_session_undo (session);
  g_assert_cmpint (comity_session_get_year (session), ==, 1990);
  comity_session_undo (session);
  g_assert_cmpint (comity_session_get_selection (session).kind, ==, COMITY_ELEMENT_NONE);
  comity_session_redo (session);
  text = comity_session_dup_selection_text (session);
  g_assert_cmpstr (text, ==, "FRA");
  g_assert_cmpint (comity_session_get_year (session), ==, 1990);
  comity_session_set_year (session, 2000);
  g_assert_false (comity_session_can_redo (session));
  g_assert_finalize_object (session);
}

/* Several states, a family and a variable are one value, with states in their order. */
static void
test_group (void)
{
  ComitySession *session = open_world ();
  ComityPanel *panel = comity_session_peek_panel (session);
  guint32 usa = (guint32) comity_panel_find_state (panel, "USA");
  guint32 che = (guint32) comity_panel_find_state (panel, "CHE");
  guint32 jpn = (guint32) comity_panel_find_state (panel, "JPN");
  const guint32 brushed[] = { jpn, usa, che, usa };
  g_autoptr (ComitySelection) before = NULL;
  g_autofree char *text = NULL;
  g_autofree guint32 *members = NULL;
  g_autofree ComityTradition *families = NULL;
  gsize n, expected = 0;

  comity_session_select_variable (session, "polyarchy_min");
  g_assert_cmpint (comity_session_find_state_variable (session), ==,
                   comity_panel_find_state_variable (panel, "polyarchy"));
  n_notified = 0;
  g_signal_connect (session, "notify::selection", G_CALLBACK (notified_cb), NULL);
  comity_session_select_states (session, brushed, G_N_ELEMENTS (brushed));
  comity_session_select_states (session, brushed, G_N_ELEMENTS (brushed));
  g_assert_cmpint (n_notified, ==, 1);
  text = comity_session_dup_selection_text (session);
  g_assert_cmpstr (text, ==, "USA,CHE,JPN");
  g_assert_cmpint (comity_session_get_selection (session).kind, ==, COMITY_ELEMENT_NONE);
  g_assert_cmpstr (comity_selection_peek_variable (comity_session_peek_selection (session)), ==,
                   "polyarchy_min");

  before = comity_selection_ref (comity_session_peek_selection (session));
  comity_session_toggle_state (session, jpn);
  g_assert_cmpint (comity_session_get_selection (session).kind, ==, COMITY_ELEMENT_PAIR);
  comity_session_toggle_state (session, jpn);
  g_assert_true (comity_selection_equal (before, comity_session_peek_selection (session)));

  comity_session_set_year (session, 1990);
  comity_session_select_family (session, COMITY_TRADITION_ISLAMIC);
  members = comity_session_dup_selected_states (session, &n);
  families = g_new (ComityTradition, comity_panel_get_n_states (panel));
  comity_panel_get_traditions (panel, 1990, families);
  for (gsize s = 0; s < comity_panel_get_n_states (panel); s++)
    if (families[s] == COMITY_TRADITION_ISLAMIC && comity_panel_state_exists (panel, s, 1990))
      g_assert_cmpuint (members[expected++], ==, s);
  g_assert_cmpuint (n, ==, expected);
  g_assert_cmpuint (n, >, 5);

  comity_session_select_variable (session, "no_such_column");
  g_assert_cmpstr (comity_selection_peek_variable (comity_session_peek_selection (session)), ==,
                   "polyarchy_min");
  comity_session_undo (session);
  comity_session_undo (session);
  g_assert_true (comity_selection_equal (before, comity_session_peek_selection (session)));
  comity_session_clear_selection (session);
  g_assert_true (comity_selection_is_empty (comity_session_peek_selection (session)));
  g_assert_null (comity_selection_peek_variable (comity_session_peek_selection (session)));
  g_assert_finalize_object (session);
}

/* The view between runs, also into data that have less. */
static void
test_view_is_kept (void)
{
  ComitySession *session = open_world ();
  ComitySession *other;
  g_autoptr (GKeyFile) file = g_key_file_new ();

  comity_session_select_text (session, "CHE,FRA,JPN");
  comity_session_select_variable (session, "ln_distance");
  comity_session_set_year (session, 1999);
  comity_session_set_cumulative (session, FALSE);
  comity_session_save_view (session, file, "view");

  other = open_world ();
  comity_session_restore_view (other, file, "view");
  g_assert_true (comity_selection_equal (comity_session_peek_selection (session),
                                         comity_session_peek_selection (other)));
  g_assert_cmpint (comity_session_get_year (other), ==, 1999);
  g_assert_false (comity_session_get_cumulative (other));
  g_assert_false (comity_session_can_undo (other));

  g_key_file_set_string (file, "view", "selection", "Atlantis");
  g_key_file_set_string (file, "view", "variable", "no_such_column");
  g_key_file_remove_key (file, "view", "year", NULL);
  comity_session_restore_view (other, file, "view");
  g_assert_true (comity_selection_is_empty (comity_session_peek_selection (other)));
  g_assert_cmpint (comity_session_get_year (other), ==, 1999);
  g_assert_finalize_object (session);
  g_assert_finalize_object (other);
}

static void
save_number (gpointer owner, GKeyFile *file, const char *group)
{
  g_key_file_set_integer (file, group, "number", *(int *) owner);
}

static void
restore_number (gpointer owner, GKeyFile *file, const char *group)
{
  *(int *) owner = g_key_file_get_integer (file, group, "number", NULL);
  n_notified++;
}

/* Mementos of two parts: only what differs is restored, gestures are one step. */
static void
test_history (void)
{
  ComityHistory *history = comity_history_new ();
  int x = 0, y = 0;

  comity_history_add (history, "x", &x, save_number, restore_number);
  comity_history_add (history, "y", &y, save_number, restore_number);
  comity_history_record (history);
  g_assert_false (comity_history_can_undo (history));
  x = 1;
  comity_history_record (history);
  comity_history_record (history);
  y = 2;
  comity_history_record (history);
  comity_history_begin_gesture (history);
  for (x = 10; x < 20; x++)
    comity_history_record (history);
  comity_history_end_gesture (history);
  g_assert_cmpint (x, ==, 20);

  n_notified = 0;
  comity_history_undo (history); /* the unrecorded 20 */
  g_assert_cmpint (x, ==, 19);
  comity_history_undo (history); /* the gesture */
  g_assert_cmpint (x, ==, 1);
  g_assert_cmpint (n_notified, ==, 2);
  comity_history_undo (history);
  g_assert_cmpint (y, ==, 0);
  g_assert_cmpint (x, ==, 1);
  comity_history_undo (history);
  g_assert_cmpint (x, ==, 0);
  g_assert_false (comity_history_can_undo (history));
  comity_history_undo (history);
  for (int i = 0; i < 3; i++)
    comity_history_redo (history);
  g_assert_cmpint (x, ==, 19);
  g_assert_cmpint (y, ==, 2);
  y = 5;
  comity_history_amend (history);
  g_assert_true (comity_history_can_redo (history));
  y = 3;
  comity_history_record (history);
  g_assert_false (comity_history_can_redo (history));
  comity_history_undo (history);
  g_assert_cmpint (y, ==, 5);
  comity_history_reset (history);
  g_assert_false (comity_history_can_undo (history));
  g_assert_finalize_object (history);
}

/* What can be undone and redone outlives the program; steps of other parts, or torn ones, do not
 * come in. */
static void
test_history_kept (void)
{
  g_autoptr (ComityHistory) history = comity_history_new ();
  g_autoptr (ComityHistory) other = comity_history_new ();
  g_autoptr (ComityHistory) foreign = comity_history_new ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  int x = 0, y = 0;

  comity_history_add (history, "x", &x, save_number, restore_number);
  comity_history_add (history, "y", &y, save_number, restore_number);
  comity_history_add (other, "x", &x, save_number, restore_number);
  comity_history_add (other, "y", &y, save_number, restore_number);
  comity_history_add (foreign, "x", &x, save_number, restore_number);
  comity_history_record (history);
  for (x = 1; x <= 3; x++)
    comity_history_record (history);
  y = 7;
  comity_history_record (history);
  comity_history_undo (history);
  g_assert_cmpint (y, ==, 0);
  comity_history_write_steps (history, file, "history");
  text = g_key_file_to_data (file, NULL, NULL);

  comity_history_prepare (other);
  comity_history_read_steps (other, file, "history");
  g_assert_true (comity_history_can_redo (other));
  {
    g_autoptr (GKeyFile) copy = g_key_file_new ();

    comity_history_write_steps (other, copy, "history");
    again = g_key_file_to_data (copy, NULL, NULL);
    g_assert_cmpstr (again, ==, text);
  }
  comity_history_redo (other);
  g_assert_cmpint (y, ==, 7);
  for (guint i = 0; i < 10 && comity_history_can_undo (other); i++)
    comity_history_undo (other);
  g_assert_cmpint (x, ==, 0);
  g_assert_cmpint (y, ==, 0);

  comity_history_prepare (foreign);
  comity_history_read_steps (foreign, file, "history");
  g_assert_false (comity_history_can_undo (foreign));
  comity_history_reset (other);
  comity_history_prepare (other);
  {
    g_autoptr (GKeyFile) unreadable = g_key_file_new ();

    g_assert_true (g_key_file_load_from_data (unreadable, text, (gsize) -1, G_KEY_FILE_NONE, NULL));
    g_key_file_set_string (unreadable, "history", "text2", "no memento");
    comity_history_read_steps (other, unreadable, "history");
    g_assert_false (comity_history_can_undo (other));
    g_assert_false (comity_history_can_redo (other));
  }
  g_key_file_remove_key (file, "history", "text2", NULL);
  comity_history_read_steps (other, file, "history");
  g_assert_false (comity_history_can_undo (other));
  g_assert_false (comity_history_can_redo (other));
  comity_history_read_steps (other, file, "nowhere");
  g_assert_false (comity_history_can_undo (other));
}

/* Another network of the same world: the same state is still selected, the year stays. */
static void
test_other_network (void)
{
  ComitySession *session = open_world ();
  g_autofree char *text = NULL;

  comity_session_set_year (session, 1985);
  comity_session_select_text (session, "DEU,JPN");
  comity_session_open_bundled (session, "bit");
  wait_until_open (session);
  text = comity_session_dup_selection_text (session);
  g_assert_cmpstr (text, ==, "DEU,JPN");
  g_assert_cmpint (comity_session_get_year (session), ==, 1985);
  g_assert_cmpstr (comity_session_get_network (session), ==, "bit");
  g_assert_finalize_object (session);
}

/* Another network is a step: back and forth, with the year and the states of each. */
static void
test_undo_network (void)
{
  ComitySession *session = open_world ();
  g_autofree char *text = NULL;

  comity_session_set_year (session, 1985);
  comity_session_open_bundled (session, "bit");
  wait_until_open (session);
  comity_session_set_year (session, 2000);
  comity_session_select_text (session, "DEU");

  comity_session_undo (session);
  comity_session_undo (session);
  g_assert_cmpstr (comity_session_get_network (session), ==, "bit");
  g_assert_cmpint (comity_session_get_year (session), ==, 1985);
  comity_session_undo (session);
  g_assert_true (comity_session_is_opening (session));
  wait_until_open (session);
  g_assert_cmpstr (comity_session_get_network (session), ==, "tiea");
  g_assert_cmpint (comity_session_get_year (session), ==, 1985);
  comity_session_undo (session);
  g_assert_cmpint (comity_session_get_year (session), !=, 1985);
  g_assert_false (comity_session_can_undo (session));

  for (int i = 0; i < 4; i++)
    {
      g_assert_true (comity_session_can_redo (session));
      comity_session_redo (session);
      wait_until_open (session);
    }
  g_assert_cmpstr (comity_session_get_network (session), ==, "bit");
  g_assert_cmpint (comity_session_get_year (session), ==, 2000);
  text = comity_session_dup_selection_text (session);
  g_assert_cmpstr (text, ==, "DEU");
  g_assert_false (comity_session_can_redo (session));
  g_assert_finalize_object (session);
}

/* A step to other data that is stopped, or that gives way to another, is as if not asked for. */
static void
test_undo_stopped (void)
{
  ComitySession *session = open_world ();

  comity_session_open_bundled (session, "bit");
  wait_until_open (session);
  comity_session_undo (session);
  comity_session_cancel_opening (session);
  wait_until_open (session);
  g_assert_cmpstr (comity_session_get_network (session), ==, "bit");
  g_assert_true (comity_session_can_undo (session));
  g_assert_false (comity_session_can_redo (session));

  comity_session_undo (session);
  comity_session_open_bundled (session, "dtc");
  wait_until_open (session);
  g_assert_cmpstr (comity_session_get_network (session), ==, "dtc");
  comity_session_undo (session);
  wait_until_open (session);
  g_assert_cmpstr (comity_session_get_network (session), ==, "bit");
  comity_session_undo (session);
  wait_until_open (session);
  g_assert_cmpstr (comity_session_get_network (session), ==, "tiea");
  g_assert_false (comity_session_can_undo (session));
  g_assert_finalize_object (session);
}

/* Mends and roles of a file are steps, and come with a view of it; the file stays as it is. */
static void
test_mends (void)
{
  const char *text = "state_a,state_b,year,signed,polity,other\n"
                     "USA,FRA,2000,0,3,2000\nUSA,FRA,2000,0,3,2000\nUSA,FRA,2001,1,-99,2001\n"
                     "USA,DEU,2000,0,7,2000\nUSA,USA,2000,0,5,2000\nFRA,DEU,2000,0,6,2001\n";
  ComitySession *session = comity_session_new ();
  ComitySession *other = comity_session_new ();
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "own.csv", NULL);
  g_autofree char *after = NULL;
  g_autoptr (GKeyFile) view = g_key_file_new ();
  ComityRoles roles;

  g_assert_true (comity_file_write (path, text, -1, NULL));
  comity_session_open_file (session, path);
  wait_until_open (session);
  comity_session_add_mend (session, "duplicate-rows");
  wait_until_open (session);
  comity_session_add_mend (session, "missing-codes:polity");
  wait_until_open (session);
  g_assert_cmpuint (comity_session_get_n_mends (session), ==, 2);
  g_assert_cmpuint (comity_dataset_get_n_rows (comity_session_peek_dataset (session)), ==, 5);
  g_assert_cmpstr (comity_session_get_mended (session, 1), ==, "1 value of polity was made missing.");
  comity_session_remove_mend (session, 0);
  wait_until_open (session);
  g_assert_cmpuint (comity_session_get_n_mends (session), ==, 1);
  g_assert_cmpuint (comity_dataset_get_n_rows (comity_session_peek_dataset (session)), ==, 6);
  comity_session_undo (session);
  wait_until_open (session);
  g_assert_cmpuint (comity_dataset_get_n_rows (comity_session_peek_dataset (session)), ==, 5);

  roles = *comity_session_peek_roles (session);
  roles.column[COMITY_ROLE_YEAR] = 5;
  comity_session_set_roles (session, &roles);
  wait_until_open (session);
  g_assert_cmpint (comity_session_peek_roles (session)->column[COMITY_ROLE_YEAR], ==, 5);
  comity_history_write (comity_session_get_history (session), view);
  comity_session_open_view (other, view);
  wait_until_open (other);
  g_assert_cmpint (comity_session_peek_roles (other)->column[COMITY_ROLE_YEAR], ==, 5);
  g_assert_cmpuint (comity_session_get_n_mends (other), ==, 2);
  g_assert_cmpuint (comity_dataset_get_n_rows (comity_session_peek_dataset (other)), ==, 5);
  g_assert_false (comity_session_can_undo (other));

  for (int i = 0; i < 3; i++)
    {
      comity_session_undo (session);
      wait_until_open (session);
    }
  g_assert_cmpint (comity_session_peek_roles (session)->column[COMITY_ROLE_YEAR], ==, 2);
  g_assert_cmpuint (comity_session_get_n_mends (session), ==, 0);
  g_assert_cmpuint (comity_dataset_get_n_rows (comity_session_peek_dataset (session)), ==, 6);
  g_assert_false (comity_session_can_undo (session));

  /* What cannot be mended is said, and the rest is there. */
  comity_session_add_mend (session, "missing-codes:nobody");
  wait_until_open (session);
  g_assert_nonnull (strstr (comity_session_get_not_mended (session), "nobody"));
  g_assert_cmpuint (comity_session_get_n_mends (session), ==, 0);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, text);
  g_remove (path);
  g_rmdir (folder);
  g_assert_finalize_object (session);
  g_assert_finalize_object (other);
}

static void
test_bad_file (void)
{
  ComitySession *session = open_world ();
  ComityPanel *panel = comity_session_peek_panel (session);
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bad.dta", NULL);

  g_assert_true (comity_file_write (path, "no dataset\001\002", -1, NULL));
  g_signal_connect (session, "failed", G_CALLBACK (failed_cb), NULL);
  comity_session_open_file (session, path);
  wait_until_open (session);
  g_assert_nonnull (failure);
  g_assert_nonnull (strstr (failure, "bad.dta"));
  g_assert_true (comity_session_peek_panel (session) == panel);
  g_clear_pointer (&failure, g_free);
  g_remove (path);
  g_rmdir (folder);
  g_assert_finalize_object (session);
}

/* Cancelled while it opens: what was open before still is. */
static void
test_cancel (void)
{
  ComitySession *session = open_world ();
  ComityPanel *panel = comity_session_peek_panel (session);

  comity_session_open_bundled (session, "dtc");
  comity_session_cancel_opening (session);
  g_assert_false (comity_session_is_opening (session));
  g_assert_true (comity_session_peek_panel (session) == panel);
  g_assert_cmpstr (comity_session_get_network (session), ==, "tiea");
  g_assert_finalize_object (session);
}

/* Columns without roles are data all the same. */
static void
test_no_panel (void)
{
  ComitySession *session = comity_session_new ();
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "plain.csv", NULL);

  g_assert_true (comity_file_write (path, "height,weight\n1,2\n3,4\n", -1, NULL));
  comity_session_open_file (session, path);
  wait_until_open (session);
  g_assert_nonnull (comity_session_peek_dataset (session));
  g_assert_null (comity_session_peek_panel (session));
  g_assert_nonnull (comity_session_get_no_panel (session));
  g_remove (path);
  g_rmdir (folder);
  g_assert_finalize_object (session);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  comity_network_init_library ();
  g_test_add_func ("/app/session/open", test_open);
  g_test_add_func ("/app/session/year", test_year);
  g_test_add_func ("/app/session/selection", test_selection);
  g_test_add_func ("/app/session/undo", test_undo);
  g_test_add_func ("/app/session/group", test_group);
  g_test_add_func ("/app/session/view-is-kept", test_view_is_kept);
  g_test_add_func ("/app/session/history", test_history);
  g_test_add_func ("/app/session/history-kept", test_history_kept);
  g_test_add_func ("/app/session/other-network", test_other_network);
  g_test_add_func ("/app/session/undo-network", test_undo_network);
  g_test_add_func ("/app/session/undo-stopped", test_undo_stopped);
  g_test_add_func ("/app/session/mends", test_mends);
  g_test_add_func ("/app/session/bad-file", test_bad_file);
  g_test_add_func ("/app/session/cancel", test_cancel);
  g_test_add_func ("/app/session/no-panel", test_no_panel);
  return g_test_run ();
}
