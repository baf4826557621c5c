/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A slider a covariate: from the least to the most that was observed, marked and begun at the
 * pair's or the state's own value. */
#include "config.h"

#include "comity-what-if-view-private.h"

#include <math.h>
#include <string.h>

#include "comity-number.h"

/* Steps of a slider between the ends of what was observed. */
#define N_STEPS 100

static void
slider_free (gpointer data)
{
  g_free (((ComityWhatIfSlider *) data)->column);
  g_free (data);
}

const ComityWhatIfSlider *
comity_what_if_slider_get (GtkWidget *scale)
{
  return g_object_get_data (G_OBJECT (scale), "slider");
}

char *
comity_what_if_view_dup_settings (ComityWhatIfView *self)
{
  GString *text = g_string_new (NULL);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->sliders)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *scale = gtk_widget_get_last_child (row);
      const ComityWhatIfSlider *slider = comity_what_if_slider_get (scale);
      double value = gtk_range_get_value (GTK_RANGE (scale));
      char number[COMITY_NUMBER_BUFFER];

      if (value != slider->own)
        g_string_append_printf (text, "%s%s=%s", text->len > 0 ? "," : "", slider->column,
                                comity_number_format (value, number));
    }
  return g_string_free (text, FALSE);
}

gboolean
comity_what_if_view_take_settings (ComityWhatIfView *self)
{
  g_auto (GStrv) parts = g_strsplit (comity_session_get_what_if (self->session), ",", -1);
  gboolean changed = FALSE;

  self->updating = TRUE;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->sliders)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *scale = gtk_widget_get_last_child (row);
      const ComityWhatIfSlider *slider = comity_what_if_slider_get (scale);
      double before = gtk_range_get_value (GTK_RANGE (scale));
      double value = slider->own;

      for (char **part = parts; *part != NULL; part++)
        {
          const char *equals = strrchr (*part, '=');

          if (equals != NULL && strlen (slider->column) == (gsize) (equals - *part) &&
              g_str_has_prefix (*part, slider->column) && !comity_number_parse (equals + 1, &value))
            value = slider->own;
        }
      gtk_range_set_value (GTK_RANGE (scale), value);
      changed = changed || gtk_range_get_value (GTK_RANGE (scale)) != before;
    }
  self->updating = FALSE;
  return changed;
}

GtkWidget *
comity_what_if_view_find_moved (ComityWhatIfView *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->sliders)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *scale = gtk_widget_get_last_child (row);

      if (gtk_range_get_value (GTK_RANGE (scale)) != comity_what_if_slider_get (scale)->own)
        return scale;
    }
  return NULL;
}

void
comity_what_if_view_put_back (ComityWhatIfView *self, GtkWidget *kept)
{
  self->updating = TRUE;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->sliders)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *scale = gtk_widget_get_last_child (row);

      if (scale != kept)
        gtk_range_set_value (GTK_RANGE (scale), comity_what_if_slider_get (scale)->own);
    }
  self->updating = FALSE;
}

/* Scrolling through the dossier must not move what the pointer happens to pass. */
static void
ignore_scrolling (GtkWidget *scale)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (scale);

  for (guint i = g_list_model_get_n_items (controllers); i > 0; i--)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i - 1);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_widget_remove_controller (scale, controller);
    }
}

static void
append_slider (ComityWhatIfView *self,
               const char *name,
               const char *label,
               double own,
               double low,
               double high,
               gboolean is_integer)
{
  double step = is_integer ? 1.0 : (high - low) / N_STEPS;
  ComityWhatIfSlider *slider;
  GtkWidget *row, *words, *scale;
  GtkEventController *controller;

  if (isnan (own) || !(high > low))
    return;
  row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  words = gtk_label_new (label);
  scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, low, high, step);
  ignore_scrolling (scale);
  gtk_label_set_xalign (GTK_LABEL (words), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_widget_add_css_class (words, "caption");
  gtk_scale_set_draw_value (GTK_SCALE (scale), TRUE);
  gtk_scale_set_value_pos (GTK_SCALE (scale), GTK_POS_RIGHT);
  gtk_scale_set_digits (GTK_SCALE (scale), is_integer || high - low >= 1000.0 ? 0 : 2);
  /* The value is the pair's own to the last digit until it is moved. */
  gtk_range_set_round_digits (GTK_RANGE (scale), -1);
  gtk_scale_add_mark (GTK_SCALE (scale), own, GTK_POS_BOTTOM, NULL);
  gtk_range_set_value (GTK_RANGE (scale), own);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  slider = g_new0 (ComityWhatIfSlider, 1);
  slider->column = g_strdup (name);
  slider->own = gtk_range_get_value (GTK_RANGE (scale));
  g_object_set_data_full (G_OBJECT (scale), "slider", slider, slider_free);
  g_signal_connect_object (scale, "value-changed", G_CALLBACK (comity_what_if_view_moved_cb), self,
                           G_CONNECT_SWAPPED);
  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (comity_what_if_view_held_cb), self, 0);
  gtk_widget_add_controller (scale, controller);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), scale);
  gtk_box_append (self->sliders, row);
}

static void
append_column (ComityWhatIfView *self, ComityColumn *column)
{
  const ComityColumnSummary *summary = comity_column_get_summary (column);
  const char *name = comity_column_peek_name (column);
  const char *label =
      *comity_column_peek_label (column) != '\0' ? comity_column_peek_label (column) : name;

  append_slider (self, name, label, comity_column_get_double (column, self->row), summary->min,
                 summary->max, summary->is_integer);
}

/* From the least to the most that a state has in the year. */
static void
append_variable (ComityWhatIfView *self, gsize variable)
{
  ComityFit *fit = comity_dossier_model_peek_fit (self->model);
  gsize n = comity_panel_get_n_states (self->panel);
  g_autofree double *values = g_new (double, n + 1);
  const char *name = comity_panel_peek_state_variable (self->panel, variable);
  const char *label = comity_panel_peek_state_variable_label (self->panel, variable);
  double own, low, high;
  gboolean is_integer;

  if (!comity_state_what_if_get_own (fit, self->panel, self->state, self->year, variable, &own))
    return;
  low = high = own;
  is_integer = own == floor (own);
  comity_panel_get_state_values (self->panel, variable, self->year, values);
  for (gsize s = 0; s < n; s++)
    if (!isnan (values[s]))
      {
        low = MIN (low, values[s]);
        high = MAX (high, values[s]);
        is_integer = is_integer && values[s] == floor (values[s]);
      }
  append_slider (self, name, label != NULL && *label != '\0' ? label : name, own, low, high,
                 is_integer);
}

void
comity_what_if_view_fill_sliders (ComityWhatIfView *self)
{
  ComityFit *fit = comity_dossier_model_peek_fit (self->model);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sliders))) != NULL)
    gtk_box_remove (self->sliders, child);
  if (self->of_state)
    {
      g_autoptr (GArray) variables = comity_state_what_if_list_variables (fit, self->panel);

      for (guint i = 0; i < variables->len; i++)
        append_variable (self, g_array_index (variables, gsize, i));
    }
  else
    {
      g_auto (GStrv) columns = comity_what_if_dup_columns (fit, self->panel);

      for (char **name = columns; *name != NULL; name++)
        append_column (self,
                       comity_dataset_require_column (comity_fit_peek_dataset (fit), *name, NULL));
    }
}
