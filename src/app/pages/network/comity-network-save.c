/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables and graph files of the network page, as the command line writes them: a menu entry and a
 * key for each ask where to, and the window writes them as it does every export. */
#include "config.h"

#include "comity-network-page-private.h"

#include <glib/gi18n.h>

static const struct
{
  const char *action;
  const char *ending;
  const char *title;
} files[] = {
  { "save-states", "csv", N_ ("Save the Table of States") },
  { "save-ties", "ties.csv", N_ ("Save the Table of Ties") },
  { "save-graphml", "graphml", N_ ("Save the Network as GraphML") },
  { "save-gexf", "gexf", N_ ("Save the Network as GEXF") },
};

static void
chosen_cb (GtkNativeDialog *native, int response, ComityNetworkPage *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.export-file", "s", path);
  g_clear_object (&self->chooser);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityNetworkPage *self = user_data;
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gsize k = 0;
  g_autofree char *name = NULL;

  while (!g_str_equal (files[k].action, g_action_get_name (G_ACTION (action))))
    k++;
  if (self->result == NULL || !GTK_IS_WINDOW (root))
    return;
  name = g_strdup_printf ("network-%d.%s", comity_session_get_year (session), files[k].ending);
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ (files[k].title), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
comity_network_page_init_save (ComityNetworkPage *self)
{
  static const GActionEntry entries[] = {
    { "save-states", save_cb },
    { "save-ties", save_cb },
    { "save-graphml", save_cb },
    { "save-gexf", save_cb },
  };

  g_action_map_add_action_entries (comity_page_get_action_map (COMITY_PAGE (self)), entries,
                                   G_N_ELEMENTS (entries), self);
}

static char *
write_in_thread (gpointer data, const char *ending)
{
  return g_str_equal (ending, "graphml")    ? comity_network_to_graphml (data)
         : g_str_equal (ending, "gexf")     ? comity_network_to_gexf (data)
         : g_str_equal (ending, "ties.csv") ? comity_network_to_edge_csv (data)
                                            : comity_network_to_node_csv (data);
}

gboolean
comity_network_page_get_table (ComityPage *page, const char *ending, ComityPageTable *table)
{
  ComityNetworkPage *self = COMITY_NETWORK_PAGE (page);
  gsize k = 0;

  while (k < G_N_ELEMENTS (files) && !g_str_equal (files[k].ending, ending))
    k++;
  if (self->result == NULL || k == G_N_ELEMENTS (files))
    return FALSE;
  *table = (ComityPageTable){ write_in_thread, comity_network_ref (self->result->network),
                              (GDestroyNotify) comity_network_unref };
  return TRUE;
}
