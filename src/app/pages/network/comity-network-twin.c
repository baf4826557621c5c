/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table twin of the network page: the action that puts the tables in the picture's place, and
 * what they show. */
#include "config.h"

#include "comity-network-page-private.h"

static GSimpleAction *
peek_action (ComityNetworkPage *self)
{
  return G_SIMPLE_ACTION (
      g_action_map_lookup_action (comity_page_get_action_map (COMITY_PAGE (self)), "tables"));
}

static gboolean
shows_tables (ComityNetworkPage *self)
{
  return gtk_stack_get_visible_child (self->views) == GTK_WIDGET (self->tables);
}

static void
put_in_sight (ComityNetworkPage *self, gboolean tables)
{
  gtk_stack_set_visible_child (self->views,
                               tables ? GTK_WIDGET (self->tables) : GTK_WIDGET (self->figure_view));
  g_simple_action_set_state (peek_action (self), g_variant_new_boolean (tables));
}

static void
tables_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  ComityNetworkPage *self = user_data;

  put_in_sight (self, g_variant_get_boolean (value));
  if (shows_tables (self))
    comity_network_tables_focus (self->tables);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->figure_view));
  comity_page_changed (COMITY_PAGE (self));
}

void
comity_network_page_init_tables (ComityNetworkPage *self)
{
  static const GActionEntry entries[] = { { "tables", NULL, NULL, "false", tables_cb } };

  g_action_map_add_action_entries (comity_page_get_action_map (COMITY_PAGE (self)), entries,
                                   G_N_ELEMENTS (entries), self);
}

const char *
comity_network_page_get_table_shown (ComityNetworkPage *self)
{
  return shows_tables (self) ? comity_network_tables_get_shown (self->tables) : "";
}

void
comity_network_page_show_table (ComityNetworkPage *self, const char *name)
{
  if (*name != '\0')
    comity_network_tables_set_shown (self->tables, name);
  put_in_sight (self, *name != '\0');
}

void
comity_network_page_update_tables (ComityNetworkPage *self)
{
  comity_network_tables_set_network (self->tables,
                                     self->result != NULL ? self->result->network : NULL);
  comity_network_tables_set_selected (
      self->tables, comity_session_get_selection (comity_page_get_session (COMITY_PAGE (self))));
}
