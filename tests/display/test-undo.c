/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every control of every page, found by walking the window: set to something else, it is one step,
 * and undo brings it back. Whatever is no part of the view is named here, with the reason. */
#include "config.h"

#include <adwaita.h>
#include <locale.h>

#include "comity-test-display.h"
#include "comity-window-private.h"

/* Seconds. */
#define PATIENCE 60
/* Milliseconds in which a step must have been recorded. */
#define RECORDED (COMITY_HISTORY_PAUSE + 1500)

/* No step at once: these open other data (undone in test-session.c), say what a drag means, or are a preference. */
static const char *const exempt[] = { "network_row", "select", "live", NULL };

static const char *const pages[] = { "network", "similarity", "models", "data" };

/* What a control is called: its row's title, its own label, or its place in the template. */
static char *
dup_name (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW);
  const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));
  const char *title = row != NULL ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)) : "";

  return g_strdup_printf ("%s %s “%s”", G_OBJECT_TYPE_NAME (widget), id != NULL ? id : "-", title);
}

static gboolean
is_exempt (GtkWidget *widget)
{
  const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));

  return id != NULL && g_strv_contains (exempt, id);
}

static gboolean
is_control (GtkWidget *widget)
{
  return ADW_IS_COMBO_ROW (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_SWITCH (widget) ||
         GTK_IS_CHECK_BUTTON (widget) || GTK_IS_TOGGLE_BUTTON (widget) ||
         GTK_IS_SPIN_BUTTON (widget) || GTK_IS_SCALE (widget) ||
         (GTK_IS_EDITABLE (widget) && !GTK_IS_LABEL (widget));
}

/* Controls of the page as it is shown, whatever scrolls around them; not those of another view. */
static void
collect (GtkWidget *widget, GPtrArray *controls)
{
  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget) ||
      !gtk_widget_get_sensitive (widget))
    return;
  if (is_control (widget))
    {
      g_ptr_array_add (controls, g_object_ref (widget));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, controls);
}

static char *
dup_value (GtkWidget *widget)
{
  if (ADW_IS_COMBO_ROW (widget))
    return g_strdup_printf ("%u", adw_combo_row_get_selected (ADW_COMBO_ROW (widget)));
  if (GTK_IS_DROP_DOWN (widget))
    return g_strdup_printf ("%u", gtk_drop_down_get_selected (GTK_DROP_DOWN (widget)));
  if (GTK_IS_SWITCH (widget))
    return g_strdup_printf ("%d", gtk_switch_get_active (GTK_SWITCH (widget)));
  if (GTK_IS_CHECK_BUTTON (widget))
    return g_strdup_printf ("%d", gtk_check_button_get_active (GTK_CHECK_BUTTON (widget)));
  if (GTK_IS_TOGGLE_BUTTON (widget))
    return g_strdup_printf ("%d", gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (widget)));
  if (GTK_IS_SPIN_BUTTON (widget))
    return g_strdup_printf ("%.6g", gtk_spin_button_get_value (GTK_SPIN_BUTTON (widget)));
  if (GTK_IS_SCALE (widget))
    return g_strdup_printf ("%.6g", gtk_range_get_value (GTK_RANGE (widget)));
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget)));
}

/* FALSE: there is nothing else to be chosen. */
static gboolean
change (GtkWidget *widget)
{
  if (ADW_IS_COMBO_ROW (widget) || GTK_IS_DROP_DOWN (widget))
    {
      GListModel *model = ADW_IS_COMBO_ROW (widget)
                              ? adw_combo_row_get_model (ADW_COMBO_ROW (widget))
                              : gtk_drop_down_get_model (GTK_DROP_DOWN (widget));
      guint n = model != NULL ? g_list_model_get_n_items (model) : 0;
      guint now;

      g_object_get (widget, "selected", &now, NULL);
      if (n < 2)
        return FALSE;
      g_object_set (widget, "selected", (now + 1) % n, NULL);
      return TRUE;
    }
  if (GTK_IS_SWITCH (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_TOGGLE_BUTTON (widget))
    {
      gboolean active;

      /* One of several: another is chosen, not none. */
      if (GTK_IS_TOGGLE_BUTTON (widget) && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (widget)) &&
          gtk_widget_get_ancestor (widget, GTK_TYPE_STACK_SWITCHER) != NULL)
        return FALSE;
      /* What a click does may be an action's. */
      if (GTK_IS_TOGGLE_BUTTON (widget))
        {
          g_signal_emit_by_name (widget, "clicked");
          return TRUE;
        }
      g_object_get (widget, "active", &active, NULL);
      g_object_set (widget, "active", !active, NULL);
      return TRUE;
    }
  if (GTK_IS_SPIN_BUTTON (widget) || GTK_IS_SCALE (widget))
    {
      GtkAdjustment *adjustment = GTK_IS_SCALE (widget)
                                      ? gtk_range_get_adjustment (GTK_RANGE (widget))
                                      : gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (widget));
      double now = gtk_adjustment_get_value (adjustment);
      double low = gtk_adjustment_get_lower (adjustment);
      double high = gtk_adjustment_get_upper (adjustment);
      double step = gtk_adjustment_get_step_increment (adjustment);

      if (!(high > low))
        return FALSE;
      gtk_adjustment_set_value (adjustment, now + step <= high ? now + step : now - step);
      return TRUE;
    }
  gtk_editable_set_text (GTK_EDITABLE (widget), "t");
  return TRUE;
}

static gboolean
wait_for_step (ComitySession *session)
{
  for (guint waited = 0; waited < RECORDED && !comity_session_can_undo (session); waited += 20)
    comity_test_iterate (20);
  return comity_session_can_undo (session);
}

static void
forget (ComitySession *session)
{
  ComityHistory *history = comity_session_get_history (session);

  comity_history_reset (history);
  comity_history_prepare (history);
}

static void
check_controls (ComitySession *session, GtkWidget *root, GString *failures)
{
  g_autoptr (GPtrArray) controls = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_changed = 0;

  collect (root, controls);
  for (guint i = 0; i < controls->len; i++)
    {
      GtkWidget *widget = controls->pdata[i];
      g_autofree char *name = dup_name (widget);
      g_autofree char *before = dup_value (widget);
      g_autofree char *changed = NULL;
      g_autofree char *after = NULL;

      /* Some make rows anew. */
      if (is_exempt (widget) || gtk_widget_get_root (widget) == NULL)
        continue;
      /* What ran of the control before must not record in this one's name. */
      comity_test_iterate (COMITY_HISTORY_PAUSE + 100);
      forget (session);
      if (!change (widget))
        continue;
      n_changed++;
      changed = dup_value (widget);
      if (!wait_for_step (session))
        {
          g_string_append_printf (failures, "\n%s: %s to %s is no step", name, before, changed);
          continue;
        }
      comity_test_iterate (60);
      comity_session_undo (session);
      comity_test_iterate (100);
      after = dup_value (widget);
      if (!g_str_equal (before, after))
        g_string_append_printf (failures, "\n%s: %s to %s comes back as %s", name, before, changed,
                                after);
      if (comity_session_can_undo (session))
        g_string_append_printf (failures, "\n%s is more than one step", name);
    }
  g_test_message ("%u controls, %u of them changed", controls->len, n_changed);
  g_assert_cmpuint (n_changed, >, 3);
}

static ComityWindow *
open_window (void)
{
  ComityWindow *window = comity_window_new (NULL);
  ComitySession *session = comity_window_get_session (window);

  gtk_window_set_default_size (GTK_WINDOW (window), 1400, 900);
  gtk_window_present (GTK_WINDOW (window));
  comity_session_open_bundled (session, "mlat");
  comity_test_wait_for_jobs (session, 1, 800, PATIENCE);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      comity_window_show_page (window, pages[i]);
      comity_test_wait_for_jobs (session, 1, 300, PATIENCE);
    }
  return window;
}

static void
test_page (gconstpointer data)
{
  const char *name = data;
  ComityWindow *window = open_window ();
  ComitySession *session = comity_window_get_session (window);
  g_autoptr (GString) failures = g_string_new (NULL);

  comity_window_show_page (window, "models");
  g_action_group_activate_action (
      comity_page_get_actions (comity_window_peek_page (window, "models")), "estimate", NULL);
  comity_test_wait_for_jobs (session, 1, 800, PATIENCE);
  comity_window_show_page (window, name);
  comity_test_wait_for_jobs (session, 1, 800, PATIENCE);
  check_controls (session, GTK_WIDGET (comity_window_peek_page (window, name)), failures);
  g_assert_cmpstr (failures->str, ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
  comity_test_iterate (50);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  gtk_init ();
  adw_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *path = g_strdup_printf ("/app/undo/%s", pages[i]);

      g_test_add_data_func (path, pages[i], test_page);
    }
  return g_test_run ();
}
