/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sliders that follow at once: each move starts a job, which the next one supersedes. Only what was
 * moved is set; the rest stays the pair's own, or the state's. What is set is the session's, and a
 * step of its history when the hand lets go. */
#include "config.h"

#include "comity-what-if-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "comity-dossier-job.h"
#include "comity-figure-view.h"
#include "comity-number.h"

#define YEARS_AHEAD 10
#define CHART_HEIGHT 160
/* Steps of a slider between the ends of what was observed. */
#define N_STEPS 100
/* Partners of a state that are named. */
#define N_NAMED 6

struct _ComityWhatIfView
{
  GtkWidget parent_instance;

  /* Template widgets; the box holds the others, and goes with the template because it is bound. */
  GtkWidget *box;
  GtkBox *sliders;
  GtkButton *reset;
  GtkLabel *result;
  GtkLabel *warning;
  ComityFigureView *chart;

  /* Owned */
  ComityDossierModel *model;
  ComityPanel *panel;
  ComitySession *session;
  ComityJob *job;
  GtkWidget *moved; /* the slider that moved last; only compared */
  guint record_source;
  gboolean held; /* a slider is */
  gsize row; /* of a pair */
  gboolean of_state;
  gsize state;
  int year;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (ComityWhatIfView, comity_what_if_view, GTK_TYPE_WIDGET)

/* What a slider is of, kept with it. */
typedef struct
{
  char *column;
  double own;
} Slider;

static void
slider_free (gpointer data)
{
  g_free (((Slider *) data)->column);
  g_free (data);
}

static Slider *
get_slider (GtkWidget *scale)
{
  return g_object_get_data (G_OBJECT (scale), "slider");
}

/* "polyarchy_min=0.8,alliance=1": what is not where the pair is. */
static char *
dup_settings (ComityWhatIfView *self)
{
  GString *text = g_string_new (NULL);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->sliders)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *scale = gtk_widget_get_last_child (row);
      const Slider *slider = get_slider (scale);
      double value = gtk_range_get_value (GTK_RANGE (scale));
      char number[COMITY_NUMBER_BUFFER];

      if (value != slider->own)
        g_string_append_printf (text, "%s%s=%s", text->len > 0 ? "," : "", slider->column,
                                comity_number_format (value, number));
    }
  return g_string_free (text, FALSE);
}

/* Sliders where the session has them, the others at their own. TRUE: one is now elsewhere. */
static gboolean
take_settings (ComityWhatIfView *self)
{
  g_auto (GStrv) parts = g_strsplit (comity_session_get_what_if (self->session), ",", -1);
  gboolean changed = FALSE;

  self->updating = TRUE;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->sliders)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *scale = gtk_widget_get_last_child (row);
      const Slider *slider = get_slider (scale);
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

/* What was moved is a step of its own. */
static void
record (ComityWhatIfView *self)
{
  g_clear_handle_id (&self->record_source, g_source_remove);
  comity_history_record (comity_session_get_history (self->session));
}

static gboolean
record_cb (gpointer user_data)
{
  ComityWhatIfView *self = user_data;

  self->record_source = 0;
  /* A hand that rests in the middle of a drag has not let go. */
  if (!self->held)
    record (self);
  return G_SOURCE_REMOVE;
}

/* Tells the session; the step follows when the slider is let go, or no key moves it any more. */
static void
tell (ComityWhatIfView *self)
{
  g_autofree char *settings = dup_settings (self);

  comity_session_set_what_if (self->session, settings);
  g_clear_handle_id (&self->record_source, g_source_remove);
  self->record_source = g_timeout_add (COMITY_HISTORY_PAUSE, record_cb, self);
}

static gboolean
held_cb (GtkEventControllerLegacy *controller, GdkEvent *event, ComityWhatIfView *self)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
    case GDK_TOUCH_BEGIN:
      if (self->record_source != 0)
        record (self);
      self->held = TRUE;
      break;
    case GDK_BUTTON_RELEASE:
    case GDK_TOUCH_END:
    case GDK_TOUCH_CANCEL:
    case GDK_GRAB_BROKEN:
      /* The slider hears of it after us. */
      self->held = FALSE;
      g_clear_handle_id (&self->record_source, g_source_remove);
      self->record_source = g_idle_add (record_cb, self);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
show_result (ComityWhatIfView *self, const ComityWhatIfResult *result)
{
  const ComityWhatIf *what_if = result->what_if;
  const gsize last = comity_what_if_get_n (what_if) - 1;
  const ComityHazardPoint *was = comity_what_if_peek_factual (what_if, last);
  const ComityHazardPoint *is = comity_what_if_peek_other (what_if, last);
  const char *warning = comity_what_if_peek_warning (what_if);
  double low, high;
  double change = comity_what_if_get_change (what_if, &low, &high);
  g_autofree char *text = NULL;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->reset)))
    text = isnan (is->cumulative)
               ? g_strdup_printf (_ ("As it is: %.3g expected in %d."),
                                  comity_what_if_peek_factual (what_if, 0)->hazard,
                                  comity_what_if_peek_factual (what_if, 0)->year)
               : g_strdup_printf (
                     _ ("As it is: %.2f %% in %d, %.1f %% (%.1f to %.1f %%) by %d. Move "
                        "a slider to ask what if."),
                     100.0 * comity_what_if_peek_factual (what_if, 0)->hazard,
                     comity_what_if_peek_factual (what_if, 0)->year, 100.0 * was->cumulative,
                     100.0 * was->cumulative_low, 100.0 * was->cumulative_high, was->year);
  else if (isnan (is->cumulative))
    text = g_strdup_printf (_ ("Expected in %d: %.3g instead of %.3g, a change of %.3g (%.3g to "
                               "%.3g)."),
                            comity_what_if_peek_other (what_if, 0)->year,
                            comity_what_if_peek_other (what_if, 0)->hazard,
                            comity_what_if_peek_factual (what_if, 0)->hazard, change, low, high);
  else
    text = g_strdup_printf (_ ("In %d %.2f %% instead of %.2f %%; by %d %.1f %% (%.1f to %.1f %%) "
                               "instead of %.1f %%, a change of %+.1f points (%+.1f to %+.1f)."),
                            comity_what_if_peek_other (what_if, 0)->year,
                            100.0 * comity_what_if_peek_other (what_if, 0)->hazard,
                            100.0 * comity_what_if_peek_factual (what_if, 0)->hazard, is->year,
                            100.0 * is->cumulative, 100.0 * is->cumulative_low,
                            100.0 * is->cumulative_high, 100.0 * was->cumulative, 100.0 * change,
                            100.0 * low, 100.0 * high);
  gtk_label_set_text (self->result, text);
  gtk_label_set_text (self->warning, warning != NULL ? warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), warning != NULL);
  comity_figure_view_set_figure (self->chart, result->chart, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), TRUE);
}

/* "Expected over its 134 pairs in 2010: 1.09 instead of 1.04. Most affected: …" */
static void
show_state_result (ComityWhatIfView *self, const ComityStateWhatIf *result)
{
  GString *text = g_string_new (NULL);
  g_autofree char *words = NULL;
  g_autofree char *warning = NULL;
  gboolean probability = comity_fit_is_probability (comity_dossier_model_peek_fit (self->model));

  g_string_append_printf (text, _ ("Expected over its %u pairs in %d: %.3g instead of %.3g."),
                          result->changes->len, result->year, result->other_expected,
                          result->expected);
  for (guint i = 0; i < MIN (result->changes->len, N_NAMED); i++)
    {
      const ComityStateChange *change = &g_array_index (result->changes, ComityStateChange, i);
      const char *name = comity_panel_peek_state_name (self->panel, change->partner);

      if (change->change == 0.0)
        break;
      g_string_append_c (text, '\n');
      if (probability)
        g_string_append_printf (text,
                                _ ("%s: %.2f %% instead of %.2f %% (change %+.2f to %+.2f points)"),
                                name, 100.0 * change->other, 100.0 * change->factual,
                                100.0 * change->change_low, 100.0 * change->change_high);
      else
        g_string_append_printf (text, _ ("%s: %.3g instead of %.3g (change %+.3g to %+.3g)"), name,
                                change->other, change->factual, change->change_low,
                                change->change_high);
    }
  words = g_string_free (text, FALSE);
  if (result->n_unsupported > 0)
    warning =
        g_strdup_printf (ngettext ("%u of the pairs would have values that the data do not reach.",
                                   "%u of the pairs would have values that the data do not reach.",
                                   result->n_unsupported),
                         (guint) result->n_unsupported);
  gtk_label_set_text (self->result, words);
  gtk_label_set_text (self->warning, warning != NULL ? warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), warning != NULL);
}

static void
job_finished_cb (ComityJob *job, ComityWhatIfView *self)
{
  g_autoptr (ComityWhatIfResult) result = NULL;

  if (job != self->job)
    return;
  if (comity_job_get_state (job) == COMITY_JOB_DONE && self->of_state)
    {
      g_autoptr (ComityStateWhatIf) changes = comity_job_steal_result (job);

      show_state_result (self, changes);
    }
  else if (comity_job_get_state (job) == COMITY_JOB_DONE)
    {
      result = comity_job_steal_result (job);
      show_result (self, result);
    }
  else if (comity_job_get_state (job) == COMITY_JOB_FAILED)
    {
      gtk_label_set_text (self->result, comity_job_get_error (job)->message);
      gtk_widget_set_visible (GTK_WIDGET (self->chart), FALSE);
      /* What cannot be said as it is cannot be said of anything else: there is nothing to move. */
      gtk_widget_set_visible (GTK_WIDGET (self->sliders),
                              gtk_widget_get_sensitive (GTK_WIDGET (self->reset)));
    }
  g_clear_object (&self->job);
}

/* The slider that is not where the state is. */
static GtkWidget *
find_moved (ComityWhatIfView *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->sliders)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *scale = gtk_widget_get_last_child (row);

      if (gtk_range_get_value (GTK_RANGE (scale)) != get_slider (scale)->own)
        return scale;
    }
  return NULL;
}

static void
ask_state (ComityWhatIfView *self)
{
  GtkWidget *moved = find_moved (self);
  g_autoptr (ComityJob) job = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->reset), moved != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->warning), FALSE);
  if (moved == NULL)
    {
      comity_job_list_replace (comity_session_get_jobs (self->session), &self->job, NULL);
      gtk_label_set_text (self->result,
                          _ ("Move a slider to ask what if: all pairs of the state follow."));
      return;
    }
  job = comity_state_what_if_job_new (self->model, self->panel, self->state, self->year,
                                      get_slider (moved)->column,
                                      gtk_range_get_value (GTK_RANGE (moved)));
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, 0);
  comity_job_list_replace (comity_session_get_jobs (self->session), &self->job, job);
}

static void
ask (ComityWhatIfView *self)
{
  g_autofree char *settings = NULL;
  g_autoptr (ComityJob) job = NULL;

  if (self->of_state)
    {
      ask_state (self);
      return;
    }
  settings = dup_settings (self);
  job = comity_what_if_job_new (self->model, self->panel, self->row, settings, YEARS_AHEAD);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reset), *settings != '\0');
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, 0);
  comity_job_list_replace (comity_session_get_jobs (self->session), &self->job, job);
}

/* All sliders but @kept (nullable). */
static void
put_back (ComityWhatIfView *self, GtkWidget *kept)
{
  self->updating = TRUE;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->sliders)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *scale = gtk_widget_get_last_child (row);

      if (scale != kept)
        gtk_range_set_value (GTK_RANGE (scale), get_slider (scale)->own);
    }
  self->updating = FALSE;
}

static void
moved_cb (ComityWhatIfView *self, GtkRange *scale)
{
  if (self->updating)
    return;
  /* Another slider begins another step. */
  if (self->moved != GTK_WIDGET (scale) && self->record_source != 0)
    record (self);
  self->moved = GTK_WIDGET (scale);
  /* Of a state one variable is another, and the rest as it is. */
  if (self->of_state)
    put_back (self, GTK_WIDGET (scale));
  tell (self);
  ask (self);
}

static void
reset_cb (ComityWhatIfView *self)
{
  if (self->record_source != 0)
    record (self);
  put_back (self, NULL);
  tell (self);
  record (self);
  ask (self);
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
  Slider *slider;
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
  slider = g_new0 (Slider, 1);
  slider->column = g_strdup (name);
  slider->own = gtk_range_get_value (GTK_RANGE (scale));
  g_object_set_data_full (G_OBJECT (scale), "slider", slider, slider_free);
  g_signal_connect_object (scale, "value-changed", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (held_cb), self, 0);
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

static void
fill_sliders (ComityWhatIfView *self)
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

static void
comity_what_if_view_dispose (GObject *object)
{
  ComityWhatIfView *self = COMITY_WHAT_IF_VIEW (object);

  g_clear_handle_id (&self->record_source, g_source_remove);
  g_clear_object (&self->job);
  g_clear_object (&self->session);
  g_clear_pointer (&self->model, comity_dossier_model_unref);
  g_clear_pointer (&self->panel, comity_panel_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_WHAT_IF_VIEW);

  G_OBJECT_CLASS (comity_what_if_view_parent_class)->dispose (object);
}

static void
comity_what_if_view_class_init (ComityWhatIfViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (COMITY_TYPE_FIGURE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = comity_what_if_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/widgets/comity-what-if-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityWhatIfView, box);
  gtk_widget_class_bind_template_child (widget_class, ComityWhatIfView, sliders);
  gtk_widget_class_bind_template_child (widget_class, ComityWhatIfView, reset);
  gtk_widget_class_bind_template_child (widget_class, ComityWhatIfView, result);
  gtk_widget_class_bind_template_child (widget_class, ComityWhatIfView, warning);
  gtk_widget_class_bind_template_child (widget_class, ComityWhatIfView, chart);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
}

static void
comity_what_if_view_init (ComityWhatIfView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_size_request (GTK_WIDGET (self->chart), -1, CHART_HEIGHT);
}

ComityWhatIfView *
comity_what_if_view_new (void)
{
  return g_object_new (COMITY_TYPE_WHAT_IF_VIEW, NULL);
}

static void
set_model (ComityWhatIfView *self,
           ComityDossierModel *model,
           ComityPanel *panel,
           ComitySession *session)
{
  g_set_object (&self->session, session);
  comity_dossier_model_ref (model);
  comity_panel_ref (panel);
  g_clear_pointer (&self->model, comity_dossier_model_unref);
  g_clear_pointer (&self->panel, comity_panel_unref);
  self->model = model;
  self->panel = panel;
  self->updating = TRUE;
  self->moved = NULL;
  self->held = FALSE;
  fill_sliders (self);
  gtk_widget_set_visible (GTK_WIDGET (self->sliders), TRUE);
  self->updating = FALSE;
  take_settings (self);
  ask (self);
}

void
comity_what_if_view_follow (ComityWhatIfView *self)
{
  g_return_if_fail (COMITY_IS_WHAT_IF_VIEW (self));

  if (self->session != NULL && take_settings (self))
    ask (self);
}

void
comity_what_if_view_set_row (ComityWhatIfView *self,
                             ComityDossierModel *model,
                             ComityPanel *panel,
                             gsize row,
                             ComitySession *session)
{
  g_return_if_fail (COMITY_IS_WHAT_IF_VIEW (self));

  if (!self->of_state && self->model == model && self->panel == panel && self->row == row)
    {
      comity_what_if_view_follow (self);
      return;
    }
  self->of_state = FALSE;
  self->row = row;
  set_model (self, model, panel, session);
}

void
comity_what_if_view_set_state (ComityWhatIfView *self,
                               ComityDossierModel *model,
                               ComityPanel *panel,
                               gsize state,
                               int year,
                               ComitySession *session)
{
  g_return_if_fail (COMITY_IS_WHAT_IF_VIEW (self));

  if (self->of_state && self->model == model && self->panel == panel && self->state == state &&
      self->year == year)
    {
      comity_what_if_view_follow (self);
      return;
    }
  self->of_state = TRUE;
  self->state = state;
  self->year = year;
  set_model (self, model, panel, session);
}

gboolean
comity_what_if_view_has_sliders (ComityWhatIfView *self)
{
  g_return_val_if_fail (COMITY_IS_WHAT_IF_VIEW (self), FALSE);
  return gtk_widget_get_first_child (GTK_WIDGET (self->sliders)) != NULL;
}
