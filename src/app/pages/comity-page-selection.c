/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages with a figure of states do alike: brushing selects for all pages, and the
 * selection of all pages shows. */
#include "config.h"

#include "comity-page-selection.h"

#include <glib/gi18n.h>

/* On a list that has the selected variable at its end. */
#define EXTRA "comity-selected-variable"

static gboolean
contains (const guint32 *states, gsize n, guint32 state)
{
  for (gsize i = 0; i < n; i++)
    if (states[i] == state)
      return TRUE;
  return FALSE;
}

/* Those of @states that are not in @others, after @n of @result; how many it has then. */
static gsize
append_others (guint32 *result,
               gsize n,
               const guint32 *states,
               gsize n_states,
               const guint32 *others,
               gsize n_others)
{
  for (gsize i = 0; i < n_states; i++)
    if (!contains (others, n_others, states[i]))
      result[n++] = states[i];
  return n;
}

/* A family that is brushed becomes its states. */
static void
brushed_cb (ComityPage *self, ComitySelection *brushed, int brush)
{
  ComitySession *session = comity_page_get_session (self);
  gsize n_new, n_old, n = 0;
  const guint32 *added = comity_selection_peek_states (brushed, &n_new);
  g_autofree guint32 *old = comity_session_dup_selected_states (session, &n_old);
  g_autofree guint32 *states = g_new (guint32, n_old + n_new + 1);
  g_autofree guint32 *missing = g_new (guint32, n_new + 1);
  gsize n_missing = append_others (missing, 0, added, n_new, old, n_old);

  switch ((ComityBrush) brush)
    {
    case COMITY_BRUSH_REPLACE:
      comity_session_select_states (session, added, n_new);
      return;
    case COMITY_BRUSH_TOGGLE:
      if (n_missing > 0)
        break;
      n = append_others (states, 0, old, n_old, added, n_new);
      comity_session_select_states (session, states, n);
      return;
    case COMITY_BRUSH_ADD:
      break;
    }
  n = append_others (states, 0, old, n_old, NULL, 0);
  n = append_others (states, n, missing, n_missing, NULL, 0);
  comity_session_select_states (session, states, n);
}

/* Also with another year, in which a family has other states. */
static void
show_selection_cb (ComityFigureView *view, GParamSpec *pspec, ComitySession *session)
{
  gsize n;
  g_autofree guint32 *states = comity_session_dup_selected_states (session, &n);

  comity_figure_view_set_selected (view, comity_session_get_selection (session));
  comity_figure_view_set_selected_states (view, states, n);
}

static void
forget_variable_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  comity_session_select_variable (comity_page_get_session (user_data), NULL);
}

void
comity_page_link_figure (ComityPage *self, ComityFigureView *view)
{
  static const GActionEntry entries[] = { { "forget-variable", forget_variable_cb } };
  ComitySession *session = comity_page_get_session (self);
  g_autoptr (GPropertyAction) select = g_property_action_new ("select", view, "selecting");

  g_action_map_add_action (comity_page_get_action_map (self), G_ACTION (select));
  g_action_map_add_action_entries (comity_page_get_action_map (self), entries,
                                   G_N_ELEMENTS (entries), self);
  g_signal_connect_object (view, "brushed", G_CALLBACK (brushed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::selection", G_CALLBACK (show_selection_cb), view,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::year", G_CALLBACK (show_selection_cb), view,
                           G_CONNECT_SWAPPED);
  show_selection_cb (view, NULL, session);
}

gssize
comity_page_list_selected_variable (ComityPage *self, AdwComboRow *row, guint n_fixed)
{
  ComitySession *session = comity_page_get_session (self);
  GtkStringList *list = GTK_STRING_LIST (adw_combo_row_get_model (row));
  gssize variable = comity_session_find_state_variable (session);
  GAction *forget =
      g_action_map_lookup_action (comity_page_get_action_map (self), "forget-variable");
  guint n_extra = g_object_get_data (G_OBJECT (list), EXTRA) != NULL ? 1 : 0;
  g_autofree char *title = NULL;
  const char *titles[2] = { NULL };

  g_simple_action_set_enabled (G_SIMPLE_ACTION (forget), variable >= 0);
  /* The list of other data: it is about to be made anew. */
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) != n_fixed + n_extra)
    return -1;
  if (variable >= 0)
    {
      ComityPanel *panel = comity_session_peek_panel (session);
      const char *label = comity_panel_peek_state_variable_label (panel, (gsize) variable);

      if (label == NULL || *label == '\0')
        label = comity_panel_peek_state_variable (panel, (gsize) variable);
      titles[0] = title = g_strdup_printf (_ ("Selected variable: %s"), label);
    }
  if (n_extra > 0 && title != NULL &&
      g_str_equal (gtk_string_list_get_string (list, n_fixed), title))
    return variable;
  gtk_string_list_splice (list, n_fixed, n_extra, titles);
  g_object_set_data (G_OBJECT (list), EXTRA, title != NULL ? (gpointer) EXTRA : NULL);
  return variable;
}
