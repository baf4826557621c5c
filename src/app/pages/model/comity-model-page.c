/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models page: estimating, undoing and choosing. Its specification is in -spec.c, the fit in
 * -view.c, what is computed after the fit in -after.c and -options.c. */
#include "config.h"

#include "comity-model-page-private.h"

#include "comity-fit-job.h"
#include "comity-model-results.h"
#include "comity-settings.h"

/* Milliseconds without a key press before the specification is checked. */
#define CHECK_DELAY 200

G_DEFINE_FINAL_TYPE (ComityModelPage, comity_model_page, COMITY_TYPE_PAGE)

static gboolean
check_cb (gpointer user_data)
{
  ComityModelPage *self = user_data;

  self->check_source = 0;
  if (comity_model_page_check_spec (self) && gtk_switch_get_active (self->live))
    comity_model_page_estimate (self);
  return G_SOURCE_REMOVE;
}

static void
spec_changed_cb (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));

  if (self->updating || session == NULL)
    return;
  comity_model_page_narrow (self);
  comity_session_set_formula (session, gtk_editable_get_text (GTK_EDITABLE (self->formula_row)));
  g_clear_handle_id (&self->check_source, g_source_remove);
  self->check_source = g_timeout_add (CHECK_DELAY, check_cb, self);
}

void
comity_model_page_update_actions (ComityModelPage *self)
{
  GAction *cancel =
      g_action_map_lookup_action (comity_page_get_action_map (COMITY_PAGE (self)), "cancel");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (cancel),
                               self->job != NULL || self->after_job != NULL);
  comity_model_page_check_spec (self);
}

static void
job_finished_cb (ComityJob *job, ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityJob) ended = NULL;

  if (job != self->job)
    return;
  ended = g_steal_pointer (&self->job);
  switch (comity_job_get_state (job))
    {
    case COMITY_JOB_DONE:
      fit = comity_job_steal_result (job);
      comity_session_set_fit (session, fit);
      break;
    case COMITY_JOB_FAILED:
      comity_state_view_set_error (self->states, comity_job_get_error (job)->message);
      break;
    default:
      /* What was there before is there again. */
      comity_model_page_show_fit (self);
      break;
    }
  comity_model_page_update_actions (self);
}

void
comity_model_page_estimate (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityDataset *dataset = comity_session_peek_dataset (session);
  g_autoptr (ComitySpec) spec = NULL;
  g_autoptr (ComityJob) job = NULL;

  if (dataset == NULL)
    return;
  spec = comity_model_page_read_spec (self);
  job = comity_fit_job_new (spec, comity_session_peek_workbench (session));
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, 0);
  comity_state_view_follow (self->states, job);
  comity_job_list_replace (comity_session_get_jobs (session), &self->job, job);
  comity_model_page_update_actions (self);
}

static void
estimate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  comity_model_page_estimate (user_data);
}

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityModelPage *self = user_data;

  if (self->job != NULL)
    comity_job_cancel (self->job);
  else if (self->after_job != NULL)
    comity_job_cancel (self->after_job);
}

static void
keep_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityModelPage *self = user_data;
  ComityFit *fit = comity_session_peek_fit (comity_page_get_session (COMITY_PAGE (self)));

  if (fit == NULL || g_ptr_array_find (self->kept, fit, NULL))
    return;
  g_ptr_array_add (self->kept, comity_fit_ref (fit));
  comity_model_page_update_comparison (self);
  comity_model_page_update_view (self);
}

static void
forget_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityModelPage *self = user_data;

  g_ptr_array_set_size (self->kept, 0);
  comity_model_page_update_comparison (self);
  comity_model_page_update_view (self);
}

static void
entry_activated_cb (ComityModelPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "page.estimate", NULL);
}

static void
focus_formula_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_grab_focus (GTK_WIDGET (COMITY_MODEL_PAGE (user_data)->formula_row));
}

static void
focus_view_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_grab_focus (GTK_WIDGET (COMITY_MODEL_PAGE (user_data)->show));
}

/* The first look at the page finds the default model of the data estimated. */
static void
estimate_if_new (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));

  if (self->tried || session == NULL || comity_session_peek_panel (session) == NULL ||
      comity_session_peek_fit (session) != NULL || self->job != NULL ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->tried = TRUE;
  if (comity_model_page_check_spec (self))
    comity_model_page_estimate (self);
}

static void
comity_model_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (comity_model_page_parent_class)->map (widget);
  estimate_if_new (COMITY_MODEL_PAGE (widget));
}

static void
panel_changed_cb (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  g_autoptr (ComitySpec) spec = NULL;
  g_autofree char *formula = NULL;

  comity_job_list_replace (comity_session_get_jobs (session), &self->job, NULL);
  g_ptr_array_set_size (self->kept, 0);
  comity_model_page_update_comparison (self);
  self->updating = TRUE;
  comity_model_page_narrow (self);
  comity_model_page_fill_columns (self);
  comity_model_page_apply_wanted (self);
  comity_model_page_narrow (self);
  if (panel != NULL)
    {
      /* A formula that still fits these data stays. */
      gtk_editable_set_text (
          GTK_EDITABLE (self->formula_row),
          comity_session_get_formula (session) != NULL ? comity_session_get_formula (session) : "");
      spec = comity_model_page_read_spec (self);
      if (!comity_spec_check (spec, panel, NULL))
        {
          formula = comity_panel_dup_default_formula (panel);
          gtk_editable_set_text (GTK_EDITABLE (self->formula_row), formula != NULL ? formula : "");
          comity_session_set_formula (session, formula);
        }
    }
  self->updating = FALSE;
  comity_model_page_update_actions (self);
  self->tried = FALSE;
  estimate_if_new (self);
}

/* What was wanted of data that did not come is not chosen among the columns of others. */
static void
opening_changed_cb (ComityModelPage *self)
{
  if (!comity_session_is_opening (comity_page_get_session (COMITY_PAGE (self))))
    comity_model_page_forget_wanted (self);
}

static void
formula_changed_cb (ComityModelPage *self)
{
  /* The entry empties itself before it takes the text, and the session follows it. */
  g_autofree char *formula =
      g_strdup (comity_session_get_formula (comity_page_get_session (COMITY_PAGE (self))));

  if (g_strcmp0 (formula, gtk_editable_get_text (GTK_EDITABLE (self->formula_row))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->formula_row), formula != NULL ? formula : "");
}

static void
look_changed_cb (ComityModelPage *self)
{
  if (!self->updating && comity_page_get_session (COMITY_PAGE (self)) != NULL)
    comity_model_page_update_view (self);
}

static void
comity_model_page_session_set (ComityPage *page, ComitySession *session)
{
  ComityModelPage *self = COMITY_MODEL_PAGE (page);

  g_signal_connect_object (session, "notify::panel", G_CALLBACK (panel_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::opening", G_CALLBACK (opening_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::formula", G_CALLBACK (formula_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::columns",
                           G_CALLBACK (comity_model_page_refill_columns), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::fit", G_CALLBACK (comity_model_page_show_fit), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::selection",
                           G_CALLBACK (comity_model_page_selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (comity_settings_get (), "changed::decimals",
                           G_CALLBACK (comity_model_page_show_fit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (comity_settings_get (), "changed::show-stars",
                           G_CALLBACK (comity_model_page_show_fit), self, G_CONNECT_SWAPPED);
  g_settings_bind (comity_settings_get (), "live-estimation", self->live, "active",
                   G_SETTINGS_BIND_DEFAULT);
  panel_changed_cb (self);
  comity_model_page_show_fit (self);
}

static ComityFigureView *
comity_model_page_get_figure_view (ComityPage *page)
{
  return COMITY_MODEL_PAGE (page)->figure_view;
}

static void
comity_model_page_save (ComityPage *page, GKeyFile *file, const char *group)
{
  ComityModelPage *self = COMITY_MODEL_PAGE (page);
  ComityFit *fit = comity_session_peek_fit (comity_page_get_session (page));
  g_autoptr (ComitySpec) spec = comity_model_page_read_spec (self);

  comity_model_page_save_spec (self, file, group);
  comity_model_page_save_view (self, file, group);
  /* What is shown is what the controls say: undone to here, it is estimated again. */
  g_key_file_set_boolean (file, group, "estimated",
                          fit != NULL && comity_spec_equal (spec, comity_fit_peek_spec (fit)));
}

static void
comity_model_page_restore (ComityPage *page, GKeyFile *file, const char *group)
{
  ComityModelPage *self = COMITY_MODEL_PAGE (page);
  ComitySession *session = comity_page_get_session (page);
  g_autoptr (ComitySpec) spec = NULL;
  ComityFit *fit;

  comity_model_page_restore_spec (self, file, group);
  comity_model_page_restore_view (self, file, group);
  if (comity_session_peek_dataset (session) == NULL ||
      !g_key_file_get_boolean (file, group, "estimated", NULL))
    return;
  spec = comity_model_page_read_spec (self);
  fit = comity_session_peek_fit (session);
  if ((fit == NULL || !comity_spec_equal (spec, comity_fit_peek_spec (fit))) &&
      comity_model_page_check_spec (self))
    comity_model_page_estimate (self);
}

static void
comity_model_page_dispose (GObject *object)
{
  ComityModelPage *self = COMITY_MODEL_PAGE (object);

  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_handle_id (&self->scroll_source, g_source_remove);
  g_clear_object (&self->job);
  g_clear_object (&self->after_job);
  g_clear_pointer (&self->after, comity_after_unref);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_pointer (&self->vces, g_array_unref);
  g_clear_pointer (&self->views, g_array_unref);
  comity_model_page_forget_wanted (self);
  comity_model_page_clear_options (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_MODEL_PAGE);

  G_OBJECT_CLASS (comity_model_page_parent_class)->dispose (object);
}

static const char *const column_ids[COMITY_MODEL_N_COLUMNS] = {
  [COMITY_MODEL_COLUMN_CLUSTER] = "cluster_row", [COMITY_MODEL_COLUMN_UNIT] = "unit_row",
  [COMITY_MODEL_COLUMN_STATE_A] = "state_a_row", [COMITY_MODEL_COLUMN_STATE_B] = "state_b_row",
  [COMITY_MODEL_COLUMN_GROUP] = "group_row",     [COMITY_MODEL_COLUMN_START] = "start_row",
  [COMITY_MODEL_COLUMN_STOP] = "stop_row",       [COMITY_MODEL_COLUMN_STRATA] = "strata_row",
  [COMITY_MODEL_COLUMN_WEIGHTS] = "weights_row",
};

static void
comity_model_page_class_init (ComityModelPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ComityPageClass *page_class = COMITY_PAGE_CLASS (klass);

  g_type_ensure (COMITY_TYPE_FIGURE_VIEW);
  g_type_ensure (COMITY_TYPE_STATE_VIEW);

  G_OBJECT_CLASS (klass)->dispose = comity_model_page_dispose;
  widget_class->map = comity_model_page_map;
  page_class->session_set = comity_model_page_session_set;
  page_class->get_figure_view = comity_model_page_get_figure_view;
  page_class->get_table = comity_model_page_get_table;
  page_class->save = comity_model_page_save;
  page_class->restore = comity_model_page_restore;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/pages/comity-model-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, flap);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, formula_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, check);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, estimator_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, vce_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, ties_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, metric_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, weight_kind_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, absorb_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, where_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, tau_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, tau);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, one_step_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, one_step);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, replications_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, replications);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, seed_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, seed);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, live);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, plot_group);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, intercept);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, time_terms);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, standardize);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, states);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, title);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, table);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, note);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, warnings);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, losses);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, losses_box);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, comparison);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, comparison_box);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, show_box);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, show);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, within_box);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, choice);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, focus);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, view_options);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, held_group);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, held);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, settings);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, values);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, draws_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, draws);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, specs_group);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, optional);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, samples);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, estimators);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, vces_tried);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, permute_group);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, permutations);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, permutation_seed);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, exchange);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, after_states);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, after_card);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, after_table);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, after_note);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, figure_view);
  for (guint i = 0; i < COMITY_MODEL_N_COLUMNS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, column_ids[i], FALSE,
                                               G_STRUCT_OFFSET (ComityModelPage, column_rows) +
                                                   (gssize) (i * sizeof (AdwComboRow *)));
  gtk_widget_class_bind_template_callback (widget_class, spec_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_changed_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "activated_cb",
                                                G_CALLBACK (comity_model_page_activated_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "view_changed_cb",
                                                G_CALLBACK (comity_model_page_view_changed_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "focus_changed_cb",
                                                G_CALLBACK (comity_model_page_focus_changed_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "choice_changed_cb",
                                                G_CALLBACK (comity_model_page_choice_changed_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "option_changed_cb",
                                                G_CALLBACK (comity_model_page_option_changed_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "held_changed_cb",
                                                G_CALLBACK (comity_model_page_held_changed_cb));
  gtk_widget_class_bind_template_callback_full (
      widget_class, "permutations_changed_cb",
      G_CALLBACK (comity_model_page_permutations_changed_cb));
}

static void
comity_model_page_init (ComityModelPage *self)
{
  static const GActionEntry entries[] = {
    { "estimate", estimate_cb },
    { "cancel", cancel_cb },
    { "keep", keep_cb },
    { "forget", forget_cb },
    { "focus-formula", focus_formula_cb },
    { "focus-view", focus_view_cb },
  };
  GActionMap *actions = comity_page_get_action_map (COMITY_PAGE (self));
  g_autoptr (GPropertyAction) options = NULL;

  self->updating = TRUE;
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  options = g_property_action_new ("options", self->flap, "reveal-flap");
  g_action_map_add_action (actions, G_ACTION (options));

  comity_model_page_init_spec (self);
  comity_model_page_init_after (self);
  comity_model_page_init_options (self);
  comity_model_results_add_term_columns (self->table);
  comity_model_results_add_loss_columns (self->losses);
  self->updating = FALSE;
}
