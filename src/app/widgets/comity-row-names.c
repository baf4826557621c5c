/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GTK has a relation "labelled by" for this, but a row of libadwaita 1.2 has no name that the
 * relation could lead to: the title is said again. */
#include "config.h"

#include "comity-row-names.h"

/* Without the line under the letter of the key. */
static char *
dup_plain (AdwPreferencesRow *row)
{
  const char *title = adw_preferences_row_get_title (row);
  g_autoptr (GString) plain = g_string_new (NULL);

  if (!adw_preferences_row_get_use_underline (row))
    return g_strdup (title);
  for (; *title != '\0'; title++)
    {
      if (*title == '_' && title[1] != '\0')
        title++;
      g_string_append_c (plain, *title);
    }
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

static void
title_changed_cb (AdwActionRow *row)
{
  GtkWidget *widget = adw_action_row_get_activatable_widget (row);
  g_autofree char *name = dup_plain (ADW_PREFERENCES_ROW (row));

  if (widget != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
}

void
comity_row_names_add (AdwActionRow *row)
{
  g_signal_connect (row, "notify::title", G_CALLBACK (title_changed_cb), NULL);
  title_changed_cb (row);
}

void
comity_row_names_init (GtkWidget *root)
{
  if (ADW_IS_ACTION_ROW (root) && adw_action_row_get_activatable_widget (ADW_ACTION_ROW (root)))
    comity_row_names_add (ADW_ACTION_ROW (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    comity_row_names_init (child);
}
