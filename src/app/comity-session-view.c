/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the data are looked at: year, sum over years, selection, what if. Every change is a step of the
 * history, and every value means something in the data that are open. */
#include "config.h"

#include "comity-session-private.h"

#include "comity-view-names.h"

#include <string.h>

/* The part of the view that is the session's, in the history and between runs. */
#define GROUP COMITY_VIEW

static void
save_view (gpointer owner, GKeyFile *file, const char *group)
{
  comity_session_save_view (owner, file, group);
}

static void
restore_view (gpointer owner, GKeyFile *file, const char *group)
{
  comity_session_restore_view (owner, file, group);
}

static void
undoable_changed_cb (GObject *history, GParamSpec *pspec, ComitySession *self)
{
  comity_session_notify (self, g_str_equal (g_param_spec_get_name (pspec), "can-undo")
                                   ? COMITY_SESSION_PROP_CAN_UNDO
                                   : COMITY_SESSION_PROP_CAN_REDO);
}

void
comity_session_init_view (ComitySession *self)
{
  self->cumulative = TRUE;
  self->selection = comity_selection_new_states (NULL, 0);
  self->what_if = g_strdup ("");
  comity_history_add (self->history, GROUP, self, save_view, restore_view);
  g_signal_connect_object (self->history, "notify", G_CALLBACK (undoable_changed_cb), self, 0);
}

/* The states of @selection that the panel has; NULL: one that means nothing. */
static ComitySelection *
fit_to_panel (ComitySession *self, ComitySelection *selection)
{
  ComityPanel *panel = comity_session_peek_panel (self);
  gsize n_states = panel != NULL ? comity_panel_get_n_states (panel) : 0;
  gsize n;
  const guint32 *states = comity_selection_peek_states (selection, &n);

  /* Ascending: the last is the largest. */
  return n > 0 && states[n - 1] >= n_states ? NULL : comity_selection_ref (selection);
}

static gboolean
take_selection (ComitySession *self, ComitySelection *selection)
{
  g_autoptr (ComitySelection) fitting = fit_to_panel (self, selection);

  if (fitting == NULL || comity_selection_equal (fitting, self->selection))
    return FALSE;
  comity_selection_unref (self->selection);
  self->selection = g_steal_pointer (&fitting);
  return TRUE;
}

int
comity_session_get_year (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), 0);
  return self->year;
}

void
comity_session_set_year (ComitySession *self, int year)
{
  int first, last;

  g_return_if_fail (COMITY_IS_SESSION (self));

  comity_session_get_years (self, &first, &last);
  year = CLAMP (year, first, last);
  if (year == self->year)
    return;
  comity_history_prepare (self->history);
  self->year = year;
  comity_session_set_what_if (self, NULL);
  comity_session_notify (self, COMITY_SESSION_PROP_YEAR);
  comity_history_record (self->history);
}

void
comity_session_get_years (ComitySession *self, int *first, int *last)
{
  ComityPanel *panel = comity_session_peek_panel (self);

  *first = *last = 0;
  if (panel != NULL)
    comity_panel_get_years (panel, first, last);
}

gboolean
comity_session_get_cumulative (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), FALSE);
  return self->cumulative;
}

void
comity_session_set_cumulative (ComitySession *self, gboolean cumulative)
{
  g_return_if_fail (COMITY_IS_SESSION (self));

  cumulative = !!cumulative;
  if (cumulative == self->cumulative)
    return;
  comity_history_prepare (self->history);
  self->cumulative = cumulative;
  comity_session_notify (self, COMITY_SESSION_PROP_CUMULATIVE);
  comity_history_record (self->history);
}

ComityElement
comity_session_get_selection (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), (ComityElement){ COMITY_ELEMENT_NONE });
  return comity_selection_get_element (self->selection);
}

ComitySelection *
comity_session_peek_selection (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->selection;
}

void
comity_session_set_selection (ComitySession *self, ComitySelection *selection)
{
  ComityElement was;

  g_return_if_fail (COMITY_IS_SESSION (self));
  g_return_if_fail (selection != NULL);

  comity_history_prepare (self->history);
  was = comity_selection_get_element (self->selection);
  if (!take_selection (self, selection))
    return;
  if (!comity_element_equal (was, comity_selection_get_element (self->selection)))
    comity_session_set_what_if (self, NULL);
  comity_session_notify (self, COMITY_SESSION_PROP_SELECTION);
  comity_history_record (self->history);
}

/* Other states under the same variable. */
static void
select_with_variable (ComitySession *self, const ComitySelection *states)
{
  g_autoptr (ComitySelection) selection =
      comity_selection_with_variable (states, comity_selection_peek_variable (self->selection));

  comity_session_set_selection (self, selection);
}

void
comity_session_select (ComitySession *self, ComityElement element)
{
  g_autoptr (ComitySelection) selection = NULL;

  g_return_if_fail (COMITY_IS_SESSION (self));

  if (element.kind != COMITY_ELEMENT_NONE && element.kind != COMITY_ELEMENT_STATE &&
      (element.kind != COMITY_ELEMENT_PAIR || element.a == element.b))
    return;
  selection = comity_selection_new (element);
  select_with_variable (self, selection);
}

void
comity_session_select_states (ComitySession *self, const guint32 *states, gsize n)
{
  g_autoptr (ComitySelection) selection = comity_selection_new_states (states, n);

  g_return_if_fail (COMITY_IS_SESSION (self));
  select_with_variable (self, selection);
}

void
comity_session_toggle_state (ComitySession *self, guint32 state)
{
  g_autoptr (ComitySelection) selection = NULL;

  g_return_if_fail (COMITY_IS_SESSION (self));

  selection = comity_selection_with_toggled (self->selection, state);
  comity_session_set_selection (self, selection);
}

void
comity_session_select_family (ComitySession *self, ComityTradition family)
{
  g_autoptr (ComitySelection) selection = comity_selection_new_family (family);

  g_return_if_fail (COMITY_IS_SESSION (self));
  select_with_variable (self, selection);
}

void
comity_session_select_variable (ComitySession *self, const char *column)
{
  ComityDataset *dataset = comity_session_peek_dataset (self);
  g_autoptr (ComitySelection) selection = NULL;

  g_return_if_fail (COMITY_IS_SESSION (self));

  if (column != NULL && (dataset == NULL || comity_dataset_find_column (dataset, column) < 0))
    return;
  selection = comity_selection_with_variable (self->selection, column);
  comity_session_set_selection (self, selection);
}

gssize
comity_session_find_state_variable (ComitySession *self)
{
  ComityPanel *panel = comity_session_peek_panel (self);
  const char *column = comity_selection_peek_variable (self->selection);

  return panel != NULL && column != NULL ? comity_panel_find_column_variable (panel, column) : -1;
}

void
comity_session_clear_selection (ComitySession *self)
{
  g_autoptr (ComitySelection) selection = comity_selection_new_states (NULL, 0);

  g_return_if_fail (COMITY_IS_SESSION (self));
  comity_session_set_selection (self, selection);
}

guint32 *
comity_session_dup_selected_states (ComitySession *self, gsize *n)
{
  ComityPanel *panel = comity_session_peek_panel (self);
  ComityTradition family = comity_selection_get_family (self->selection);
  const guint32 *states = comity_selection_peek_states (self->selection, n);
  g_autofree ComityTradition *families = NULL;
  guint32 *found;
  gsize n_states;

  if (panel == NULL || family == COMITY_TRADITION_UNKNOWN)
    return g_memdup2 (states, *n * sizeof (guint32));
  n_states = comity_panel_get_n_states (panel);
  families = g_new (ComityTradition, n_states + 1);
  found = g_new (guint32, n_states + 1);
  comity_panel_get_traditions (panel, self->year, families);
  *n = 0;
  for (guint32 s = 0; s < n_states; s++)
    if (families[s] == family && comity_panel_state_exists (panel, s, self->year))
      found[(*n)++] = s;
  return found;
}

/* "USA,CHE": one state, a pair, or more. NULL: one is unknown, or twice the same. */
static ComitySelection *
parse_states (ComityPanel *panel, int year, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (ComitySelection) selection = NULL;
  gsize n;

  for (char **word = words; *word != NULL; word++)
    {
      gssize state = panel != NULL ? comity_panel_find_state_in (panel, g_strstrip (*word), year) : -1;
      guint32 number = (guint32) state;

      if (state < 0)
        return NULL;
      g_array_append_val (states, number);
    }
  selection = comity_selection_new_states ((const guint32 *) states->data, states->len);
  comity_selection_peek_states (selection, &n);
  return n == states->len ? g_steal_pointer (&selection) : NULL;
}

gboolean
comity_session_select_text (ComitySession *self, const char *text)
{
  g_autoptr (ComitySelection) selection = NULL;

  g_return_val_if_fail (COMITY_IS_SESSION (self), FALSE);

  selection = text != NULL && *text != '\0'
                  ? parse_states (comity_session_peek_panel (self), self->year, text)
                  : comity_selection_new_states (NULL, 0);
  if (selection == NULL)
    return FALSE;
  select_with_variable (self, selection);
  return TRUE;
}

char *
comity_session_dup_selection_text (ComitySession *self)
{
  ComityPanel *panel = comity_session_peek_panel (self);
  GString *text = g_string_new (NULL);
  const guint32 *states;
  gsize n;

  states = comity_selection_peek_states (self->selection, &n);
  for (gsize i = 0; panel != NULL && i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "",
                            comity_panel_peek_state_code (panel, states[i]));
  return g_string_free (text, FALSE);
}

const char *
comity_session_get_what_if (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->what_if;
}

void
comity_session_set_what_if (ComitySession *self, const char *settings)
{
  g_return_if_fail (COMITY_IS_SESSION (self));

  if (settings == NULL)
    settings = "";
  if (g_str_equal (settings, self->what_if))
    return;
  g_free (self->what_if);
  self->what_if = g_strdup (settings);
  comity_session_notify (self, COMITY_SESSION_PROP_WHAT_IF);
}

void
comity_session_save_view (ComitySession *self, GKeyFile *file, const char *group)
{
  ComityTradition family = comity_selection_get_family (self->selection);
  const char *variable = comity_selection_peek_variable (self->selection);
  g_autofree char *states = comity_session_dup_selection_text (self);

  g_key_file_set_integer (file, group, COMITY_VIEW_YEAR, self->year);
  g_key_file_set_boolean (file, group, COMITY_VIEW_CUMULATIVE, self->cumulative);
  g_key_file_set_string (file, group, COMITY_VIEW_SELECTION, states);
  if (family != COMITY_TRADITION_UNKNOWN)
    g_key_file_set_string (file, group, COMITY_VIEW_FAMILY, comity_tradition_name (family));
  if (variable != NULL)
    g_key_file_set_string (file, group, COMITY_VIEW_VARIABLE, variable);
  if (*self->what_if != '\0')
    g_key_file_set_string (file, group, COMITY_SESSION_WHAT_IF_KEY, self->what_if);
}

static ComitySelection *
read_selection (ComitySession *self, GKeyFile *file, const char *group, int year)
{
  ComityDataset *dataset = comity_session_peek_dataset (self);
  g_autofree char *text = g_key_file_get_string (file, group, COMITY_VIEW_SELECTION, NULL);
  g_autofree char *family = g_key_file_get_string (file, group, COMITY_VIEW_FAMILY, NULL);
  g_autofree char *variable = g_key_file_get_string (file, group, COMITY_VIEW_VARIABLE, NULL);
  g_autoptr (ComitySelection) states = NULL;

  if (text != NULL && *text != '\0')
    states = parse_states (comity_session_peek_panel (self), year, text);
  for (ComityTradition t = COMITY_TRADITION_COMMON; family != NULL && t < COMITY_N_TRADITIONS; t++)
    if (states == NULL && g_str_equal (family, comity_tradition_name (t)))
      states = comity_selection_new_family (t);
  if (states == NULL)
    states = comity_selection_new_states (NULL, 0);
  if (variable == NULL || dataset == NULL || comity_dataset_find_column (dataset, variable) < 0)
    return g_steal_pointer (&states);
  return comity_selection_with_variable (states, variable);
}

void
comity_session_restore_view (ComitySession *self, GKeyFile *file, const char *group)
{
  int year = g_key_file_get_integer (file, group, COMITY_VIEW_YEAR, NULL);
  g_autoptr (ComitySelection) selection = read_selection (self, file, group, year);
  g_autofree char *what_if =
      g_key_file_get_string (file, group, COMITY_SESSION_WHAT_IF_KEY, NULL);
  int first, last;

  comity_session_get_years (self, &first, &last);
  g_object_freeze_notify (G_OBJECT (self));
  if (year != 0 && CLAMP (year, first, last) != self->year)
    {
      self->year = CLAMP (year, first, last);
      comity_session_notify (self, COMITY_SESSION_PROP_YEAR);
    }
  if (g_key_file_has_key (file, group, COMITY_VIEW_CUMULATIVE, NULL) &&
      g_key_file_get_boolean (file, group, COMITY_VIEW_CUMULATIVE, NULL) != self->cumulative)
    {
      self->cumulative = !self->cumulative;
      comity_session_notify (self, COMITY_SESSION_PROP_CUMULATIVE);
    }
  if (take_selection (self, selection))
    comity_session_notify (self, COMITY_SESSION_PROP_SELECTION);
  comity_session_set_what_if (self, what_if);
  g_object_thaw_notify (G_OBJECT (self));
}

ComityHistory *
comity_session_get_history (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->history;
}

gboolean
comity_session_can_undo (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), FALSE);
  return comity_history_can_undo (self->history);
}

gboolean
comity_session_can_redo (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), FALSE);
  return comity_history_can_redo (self->history);
}

void
comity_session_undo (ComitySession *self)
{
  g_return_if_fail (COMITY_IS_SESSION (self));
  comity_history_undo (self->history);
}

void
comity_session_redo (ComitySession *self)
{
  g_return_if_fail (COMITY_IS_SESSION (self));
  comity_history_redo (self->history);
}
