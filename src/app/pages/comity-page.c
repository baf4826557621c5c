/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The common part of the pages: the session, the action group, the zoom actions of pages with a
 * figure view, and the steps of undo that their controls make. */
#include "config.h"

#include "comity-page.h"

#include <adwaita.h>

typedef struct
{
  ComitySession *session;
  GSimpleActionGroup *actions;
  guint record_source;
} ComityPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ComityPage, comity_page, GTK_TYPE_WIDGET)

static void
zoom_in_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityFigureView *figure_view = comity_page_get_figure_view (user_data);

  if (figure_view != NULL)
    comity_figure_view_zoom_in (figure_view);
}

static void
zoom_out_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityFigureView *figure_view = comity_page_get_figure_view (user_data);

  if (figure_view != NULL)
    comity_figure_view_zoom_out (figure_view);
}

static void
zoom_reset_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityFigureView *figure_view = comity_page_get_figure_view (user_data);

  if (figure_view != NULL)
    comity_figure_view_zoom_reset (figure_view);
}

static const GActionEntry entries[] = {
  { "zoom-in", zoom_in_cb },
  { "zoom-out", zoom_out_cb },
  { "zoom-reset", zoom_reset_cb },
};

static void
comity_page_dispose (GObject *object)
{
  ComityPagePrivate *priv = comity_page_get_instance_private (COMITY_PAGE (object));

  g_clear_handle_id (&priv->record_source, g_source_remove);
  g_clear_object (&priv->session);
  g_clear_object (&priv->actions);

  G_OBJECT_CLASS (comity_page_parent_class)->dispose (object);
}

static void
comity_page_class_init (ComityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = comity_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
comity_page_init (ComityPage *self)
{
  ComityPagePrivate *priv = comity_page_get_instance_private (self);

  priv->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (priv->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  /* Buttons inside the page find the group here; keys find it at the window. */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (priv->actions));
}

static gboolean
record_cb (gpointer user_data)
{
  ComityPagePrivate *priv = comity_page_get_instance_private (user_data);

  priv->record_source = 0;
  /* Of a window that is gone there is nothing to go back to. */
  if (gtk_widget_get_root (user_data) != NULL)
    comity_history_record (comity_session_get_history (priv->session));
  return G_SOURCE_REMOVE;
}

/* Several controls that one change sets are one step, so are letters typed in a row. */
static void
queue_record (ComityPage *self, guint delay)
{
  ComityPagePrivate *priv = comity_page_get_instance_private (self);

  if (priv->session == NULL)
    return;
  g_clear_handle_id (&priv->record_source, g_source_remove);
  priv->record_source =
      delay > 0 ? g_timeout_add (delay, record_cb, self) : g_idle_add (record_cb, self);
}

static void
chosen_cb (ComityPage *self)
{
  queue_record (self, 0);
}

static void
moved_cb (ComityPage *self)
{
  queue_record (self, COMITY_HISTORY_PAUSE);
}

/* What is inside a chooser or an entry is not looked at: it is theirs. */
static void
follow_controls (ComityPage *self, GtkWidget *widget)
{
  if (ADW_IS_COMBO_ROW (widget) || GTK_IS_DROP_DOWN (widget))
    g_signal_connect_object (widget, "notify::selected", G_CALLBACK (chosen_cb), self,
                             G_CONNECT_SWAPPED);
  else if (GTK_IS_SWITCH (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_TOGGLE_BUTTON (widget))
    g_signal_connect_object (widget, "notify::active", G_CALLBACK (chosen_cb), self,
                             G_CONNECT_SWAPPED);
  else if (GTK_IS_SPIN_BUTTON (widget) || GTK_IS_SCALE (widget))
    g_signal_connect_object (widget, "value-changed", G_CALLBACK (moved_cb), self,
                             G_CONNECT_SWAPPED);
  else if (GTK_IS_EDITABLE (widget) && !GTK_IS_LABEL (widget))
    g_signal_connect_object (widget, "changed", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      follow_controls (self, child);
}

static void
save_cb (gpointer owner, GKeyFile *file, const char *group)
{
  comity_page_save (owner, file, group);
}

static void
restore_cb (gpointer owner, GKeyFile *file, const char *group)
{
  comity_page_restore (owner, file, group);
}

void
comity_page_changed (ComityPage *self)
{
  g_return_if_fail (COMITY_IS_PAGE (self));
  queue_record (self, 0);
}

void
comity_page_set_session (ComityPage *self, ComitySession *session)
{
  ComityPagePrivate *priv = comity_page_get_instance_private (self);

  g_return_if_fail (COMITY_IS_PAGE (self));
  g_return_if_fail (COMITY_IS_SESSION (session));
  g_return_if_fail (priv->session == NULL);

  priv->session = g_object_ref (session);
  if (COMITY_PAGE_GET_CLASS (self)->session_set != NULL)
    COMITY_PAGE_GET_CLASS (self)->session_set (self, session);
}

void
comity_page_join_history (ComityPage *self, const char *group)
{
  ComityPagePrivate *priv = comity_page_get_instance_private (self);

  g_return_if_fail (COMITY_IS_PAGE (self));
  g_return_if_fail (priv->session != NULL);

  comity_history_add (comity_session_get_history (priv->session), group, self, save_cb, restore_cb);
  follow_controls (self, GTK_WIDGET (self));
}

ComitySession *
comity_page_get_session (ComityPage *self)
{
  ComityPagePrivate *priv = comity_page_get_instance_private (self);

  g_return_val_if_fail (COMITY_IS_PAGE (self), NULL);
  return priv->session;
}

GActionGroup *
comity_page_get_actions (ComityPage *self)
{
  ComityPagePrivate *priv = comity_page_get_instance_private (self);

  g_return_val_if_fail (COMITY_IS_PAGE (self), NULL);
  return G_ACTION_GROUP (priv->actions);
}

GActionMap *
comity_page_get_action_map (ComityPage *self)
{
  ComityPagePrivate *priv = comity_page_get_instance_private (self);

  g_return_val_if_fail (COMITY_IS_PAGE (self), NULL);
  return G_ACTION_MAP (priv->actions);
}

ComityFigureView *
comity_page_get_figure_view (ComityPage *self)
{
  g_return_val_if_fail (COMITY_IS_PAGE (self), NULL);

  if (COMITY_PAGE_GET_CLASS (self)->get_figure_view == NULL)
    return NULL;
  return COMITY_PAGE_GET_CLASS (self)->get_figure_view (self);
}

gboolean
comity_page_get_table (ComityPage *self, const char *ending, ComityPageTable *table)
{
  g_return_val_if_fail (COMITY_IS_PAGE (self), FALSE);

  if (COMITY_PAGE_GET_CLASS (self)->get_table == NULL)
    return FALSE;
  return COMITY_PAGE_GET_CLASS (self)->get_table (self, ending, table);
}

gboolean
comity_page_get_years (ComityPage *self,
                       const ComityYears *years,
                       gboolean series,
                       ComityYearSource *source)
{
  g_return_val_if_fail (COMITY_IS_PAGE (self), FALSE);

  if (COMITY_PAGE_GET_CLASS (self)->get_years == NULL)
    return FALSE;
  return COMITY_PAGE_GET_CLASS (self)->get_years (self, years, series, source);
}

void
comity_page_save (ComityPage *self, GKeyFile *file, const char *group)
{
  g_return_if_fail (COMITY_IS_PAGE (self));

  if (COMITY_PAGE_GET_CLASS (self)->save != NULL)
    COMITY_PAGE_GET_CLASS (self)->save (self, file, group);
}

void
comity_page_restore (ComityPage *self, GKeyFile *file, const char *group)
{
  g_return_if_fail (COMITY_IS_PAGE (self));

  if (COMITY_PAGE_GET_CLASS (self)->restore != NULL && g_key_file_has_group (file, group))
    COMITY_PAGE_GET_CLASS (self)->restore (self, file, group);
}
