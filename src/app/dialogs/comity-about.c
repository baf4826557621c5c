/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who made the program, under which licence, and whose data it carries. */
#include "config.h"

#include "comity-about.h"

#include <glib/gi18n.h>

static void
add_data (AdwAboutWindow *window, ComityWorld *world)
{
  for (gsize i = 0; i < comity_world_get_n_tables (world); i++)
    {
      const ComityWorldTable *table = comity_world_peek_table (world, i);
      g_autofree char *copyright = g_markup_escape_text (table->source, -1);
      g_autofree char *licence = g_markup_escape_text (table->licence, -1);
      g_autofree char *citation = g_markup_escape_text (table->citation, -1);
      g_autofree char *text = g_strdup_printf ("%s\n\n%s", licence, citation);

      adw_about_window_add_legal_section (window, table->title, copyright, GTK_LICENSE_CUSTOM,
                                          text);
    }
}

void
comity_about_show (GtkWindow *parent, ComityWorld *world)
{
  static const char *const developers[] = { "The Comity authors", NULL };
  GtkWidget *window = adw_about_window_new ();

  g_object_set (window, "transient-for", parent, "modal", TRUE, "application-name", _ ("Comity"),
                "application-icon", COMITY_APP_ID, "version", COMITY_VERSION, "developer-name",
                "The Comity authors", "license-type", GTK_LICENSE_GPL_3_0, "comments",
                _ ("See who signed treaties with whom and whose institutions resemble whose, and "
                   "estimate why."),
                "developers", developers,
                /* Translators: your names, one a line. */
                "translator-credits", _ ("translator-credits"), NULL);
  if (world != NULL)
    add_data (ADW_ABOUT_WINDOW (window), world);
  gtk_window_present (GTK_WINDOW (window));
}
