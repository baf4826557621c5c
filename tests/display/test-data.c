/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of the data: what is said of a file besides its contents. */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <locale.h>

#include "comity-data-page.h"
#include "comity-network.h"
#include "comity-test-display.h"
#include "comity-window-private.h"

static void
wait_for_jobs (ComityWindow *window)
{
  comity_test_wait_for_jobs (comity_window_get_session (window), 1, 200, 60);
}

static GtkWidget *
find_page (GtkWidget *widget)
{
  if (COMITY_IS_DATA_PAGE (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_page (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* All remarks of the reader, of which the window's bar says the first. */
static void
test_remarks (void)
{
  static const char *const sentences[] = {
    "Another column named “y” is called “y_2” here.",
    "Another column named “&lt;b&gt;” is called “&lt;b&gt;_2” "
    "here."
  };
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *twice = g_build_filename (folder, "twice.csv", NULL);
  ComityWindow *window = comity_window_new (NULL);
  ComitySession *session = comity_window_get_session (window);
  GtkWidget *page, *box;
  GtkListBox *remarks;

  g_assert_true (g_file_set_contents (
      twice, "ccode1,ccode2,year,y,y,<b>,<b>\n2,20,1990,1,0,1,2\n2,31,1990,0,1,3,4\n", -1, NULL));
  gtk_window_present (GTK_WINDOW (window));
  comity_session_open_file (session, twice);
  comity_window_show_page (window, "data");
  wait_for_jobs (window);
  page = find_page (GTK_WIDGET (window));
  box = GTK_WIDGET (gtk_widget_get_template_child (page, COMITY_TYPE_DATA_PAGE, "remarks_box"));
  remarks = GTK_LIST_BOX (gtk_widget_get_template_child (page, COMITY_TYPE_DATA_PAGE, "remarks"));
  g_assert_true (gtk_widget_get_visible (box));
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    g_assert_cmpstr (adw_preferences_row_get_title (
                         ADW_PREFERENCES_ROW (gtk_list_box_get_row_at_index (remarks, (int) i))),
                     ==, sentences[i]);
  g_assert_null (gtk_list_box_get_row_at_index (remarks, G_N_ELEMENTS (sentences)));

  comity_session_open_bundled (session, "mlat");
  wait_for_jobs (window);
  g_assert_false (gtk_widget_get_visible (box));
  gtk_window_destroy (GTK_WINDOW (window));
  comity_test_iterate (100);
  g_unlink (twice);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  adw_init ();
  comity_network_init_library ();
  g_test_add_func ("/display/data/remarks", test_remarks);
  return g_test_run ();
}
