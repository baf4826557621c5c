/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector follows the session's selection, year and fit. Two choosers select a state or a
 * pair by name; under them stand the line charts and the sections of the dossier that src/report
 * writes, the same words as comity-cli dyad prints. */
#include "config.h"

#include "comity-inspector.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "comity-figure-view.h"
#include "comity-dossier-job.h"
#include "comity-value-row.h"
#include "comity-what-if-view.h"

#define CHART_HEIGHT 140

struct _ComityInspector
{
  GtkWidget parent_instance;

  /* Template widgets; the box holds the others, and goes with the template because it is bound. */
  GtkWidget *box;
  GtkDropDown *state_a;
  GtkDropDown *state_b;
  GtkStack *stack;
  AdwStatusPage *message;
  GtkLabel *title;
  GtkLabel *summary;
  ComityWhatIfView *what_if;
  GtkBox *first_sections;
  GtkBox *charts;
  GtkBox *sections;

  /* Owned */
  ComitySession *session;
  ComityJob *job;
  ComityDossierResult *result;
  ComityDossierModel *model; /* of the last fit that a dossier was under */
  GArray *order; /* guint32: panel states by name */
  guint refresh_source;
  gboolean updating;
};

enum
{
  PROP_0,
  PROP_HAS_DOSSIER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ComityInspector, comity_inspector, GTK_TYPE_WIDGET)

static int
compare_states (gconstpointer x, gconstpointer y, gpointer user_data)
{
  ComityPanel *panel = user_data;

  return g_utf8_collate (comity_panel_peek_state_name (panel, *(const guint32 *) x),
                         comity_panel_peek_state_name (panel, *(const guint32 *) y));
}

/* Both choosers offer the panel's states by name; their first entry is none. */
static void
fill_choosers (ComityInspector *self)
{
  ComityPanel *panel = comity_session_peek_panel (self->session);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_array_set_size (self->order, 0);
  gtk_string_list_append (names, _ ("None"));
  if (panel != NULL)
    {
      for (guint32 s = 0; s < comity_panel_get_n_states (panel); s++)
        g_array_append_val (self->order, s);
      g_array_sort_with_data (self->order, compare_states, panel);
    }
  for (guint i = 0; i < self->order->len; i++)
    {
      guint32 state = g_array_index (self->order, guint32, i);
      const char *name = comity_panel_peek_state_name (panel, state);
      const char *code = comity_panel_peek_state_code (panel, state);
      g_autofree char *text =
          g_str_equal (name, code) ? g_strdup (name) : g_strdup_printf ("%s (%s)", name, code);

      gtk_string_list_append (names, text);
    }
  gtk_drop_down_set_model (self->state_a, G_LIST_MODEL (names));
  gtk_drop_down_set_model (self->state_b, G_LIST_MODEL (names));
  gtk_widget_set_sensitive (GTK_WIDGET (self->state_a), panel != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->state_b), panel != NULL);
}

static guint
position_of_state (ComityInspector *self, guint32 state)
{
  for (guint i = 0; i < self->order->len; i++)
    if (g_array_index (self->order, guint32, i) == state)
      return i + 1;
  return 0;
}

static void
show_selection (ComityInspector *self)
{
  ComityElement element = comity_session_get_selection (self->session);
  guint a = element.kind == COMITY_ELEMENT_NONE ? 0 : position_of_state (self, element.a);
  guint b = element.kind == COMITY_ELEMENT_PAIR ? position_of_state (self, element.b) : 0;

  self->updating = TRUE;
  /* A pair has no order: keep the one in which it was chosen. */
  if (b != 0 && gtk_drop_down_get_selected (self->state_a) == b)
    {
      gtk_drop_down_set_selected (self->state_a, b);
      gtk_drop_down_set_selected (self->state_b, a);
    }
  else
    {
      gtk_drop_down_set_selected (self->state_a, a);
      gtk_drop_down_set_selected (self->state_b, b);
    }
  self->updating = FALSE;
}

static void
state_chosen_cb (ComityInspector *self)
{
  guint a = gtk_drop_down_get_selected (self->state_a);
  guint b = gtk_drop_down_get_selected (self->state_b);
  ComityElement element = { COMITY_ELEMENT_NONE };

  if (self->updating || self->session == NULL)
    return;
  if (a == 0 || a == GTK_INVALID_LIST_POSITION || a > self->order->len)
    {
      a = b;
      b = 0;
    }
  if (a != 0 && a <= self->order->len)
    {
      element.kind = COMITY_ELEMENT_STATE;
      element.a = g_array_index (self->order, guint32, a - 1);
      if (b != 0 && b <= self->order->len && b != a)
        {
          element.kind = COMITY_ELEMENT_PAIR;
          element.b = g_array_index (self->order, guint32, b - 1);
        }
    }
  comity_session_select (self->session, element);
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
show_charts (ComityInspector *self)
{
  clear_box (self->charts);
  for (guint i = 0; i < self->result->charts->len; i++)
    {
      ComityFigure *figure = g_ptr_array_index (self->result->charts, i);
      ComityFigureView *figure_view = comity_figure_view_new ();

      gtk_widget_set_size_request (GTK_WIDGET (figure_view), -1, CHART_HEIGHT);
      gtk_widget_set_focusable (GTK_WIDGET (figure_view), FALSE);
      gtk_widget_set_vexpand (GTK_WIDGET (figure_view), FALSE);
      gtk_widget_add_css_class (GTK_WIDGET (figure_view), "chart");
      gtk_accessible_update_property (GTK_ACCESSIBLE (figure_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      comity_figure_peek_title (figure), -1);
      comity_figure_view_set_figure (figure_view, figure, FALSE);
      gtk_box_append (self->charts, GTK_WIDGET (figure_view));
    }
}

static GtkWidget *
make_row (const ComityDossierRow *row)
{
  ComityValueRow *widget =
      comity_value_row_new (row->label, *row->value != '\0' ? row->value : "–", NULL);

  comity_value_row_set_hint (widget, row->note);
  return GTK_WIDGET (widget);
}

/* A section that is read first: open, under its heading. */
static void
append_open_section (ComityInspector *self, GtkBox *box, gsize section)
{
  const ComityDossier *dossier = self->result->dossier;
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *heading =
      g_markup_escape_text (comity_dossier_peek_section (dossier, section), -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), heading);
  for (gsize r = 0; r < comity_dossier_get_n_rows (dossier, section); r++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               make_row (comity_dossier_peek_row (dossier, section, r)));
  gtk_box_append (box, group);
}

/* A section to be opened: a row of the list @group. */
static void
append_closed_section (ComityInspector *self, AdwPreferencesGroup *group, gsize section)
{
  const ComityDossier *dossier = self->result->dossier;
  GtkWidget *expander = adw_expander_row_new ();
  g_autofree char *heading =
      g_markup_escape_text (comity_dossier_peek_section (dossier, section), -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), heading);
  for (gsize r = 0; r < comity_dossier_get_n_rows (dossier, section); r++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                              make_row (comity_dossier_peek_row (dossier, section, r)));
  adw_preferences_group_add (group, expander);
}

/* The notes of all rows, each once, where they can be read and copied. */
static void
append_sources (ComityInspector *self, AdwPreferencesGroup *group)
{
  const ComityDossier *dossier = self->result->dossier;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GtkWidget *expander = adw_expander_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), _ ("Sources and Notes"));
  for (gsize s = 0; s < comity_dossier_get_n_sections (dossier); s++)
    for (gsize r = 0; r < comity_dossier_get_n_rows (dossier, s); r++)
      {
        const ComityDossierRow *row = comity_dossier_peek_row (dossier, s, r);

        if (*row->note != '\0' && g_hash_table_add (seen, (gpointer) row->note))
          adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                                    GTK_WIDGET (comity_value_row_new (row->label, "", row->note)));
      }
  adw_preferences_group_add (group, expander);
  gtk_widget_set_visible (expander, g_hash_table_size (seen) > 0);
}

/* Treaties, similarity and what the model says are what one asks first. */
static gboolean
section_is_first (const char *title)
{
  static const char *const first[] = { "Treaties", "Partners", "Similarity", "Model" };

  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    if (g_str_has_prefix (title, first[i]))
      return TRUE;
  return FALSE;
}

static void
show_sections (ComityInspector *self)
{
  const ComityDossier *dossier = self->result->dossier;
  const gsize n = comity_dossier_get_n_sections (dossier);
  AdwPreferencesGroup *others = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  clear_box (self->first_sections);
  clear_box (self->sections);
  for (gsize s = 0; s < n; s++)
    {
      const char *title = comity_dossier_peek_section (dossier, s);

      if (section_is_first (title))
        append_open_section (self, self->first_sections, s);
      else
        append_closed_section (self, others, s);
    }
  append_sources (self, others);
  gtk_box_append (self->sections, GTK_WIDGET (others));
}

/* A pair with a row and a model can be asked what if, and a state whose variables the model has. */
static void
show_what_if (ComityInspector *self)
{
  const ComityDossierResult *result = self->result;
  ComityPanel *panel = comity_session_peek_panel (self->session);
  gssize row = -1;

  if (panel != NULL && result->model != NULL && result->element.kind == COMITY_ELEMENT_PAIR)
    row = comity_dossier_find_row (panel, result->element.a, result->element.b, result->year);
  gtk_widget_set_visible (GTK_WIDGET (self->what_if), row >= 0);
  if (row >= 0)
    comity_what_if_view_set_row (self->what_if, result->model, panel, (gsize) row, self->session);
  if (panel == NULL || result->model == NULL || result->element.kind != COMITY_ELEMENT_STATE)
    return;
  comity_what_if_view_set_state (self->what_if, result->model, panel, result->element.a,
                                 result->year, self->session);
  gtk_widget_set_visible (GTK_WIDGET (self->what_if),
                          comity_what_if_view_has_sliders (self->what_if));
}

static void
update_actions (ComityInspector *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_DOSSIER]);
}

static void
show_message (ComityInspector *self, const char *title, const char *description)
{
  g_autofree char *markup = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->message, title);
  adw_status_page_set_description (self->message, markup);
  gtk_stack_set_visible_child_name (self->stack, "message");
}

static void
job_finished_cb (ComityJob *job, ComityInspector *self)
{
  if (job != self->job)
    return;
  switch (comity_job_get_state (job))
    {
    case COMITY_JOB_DONE:
      g_clear_pointer (&self->result, comity_dossier_result_free);
      self->result = comity_job_steal_result (job);
      g_clear_pointer (&self->model, comity_dossier_model_unref);
      if (self->result->model != NULL)
        self->model = comity_dossier_model_ref (self->result->model);
      gtk_label_set_text (self->title, comity_dossier_peek_title (self->result->dossier));
      gtk_label_set_text (self->summary, comity_dossier_peek_summary (self->result->dossier));
      show_charts (self);
      show_sections (self);
      show_what_if (self);
      gtk_stack_set_visible_child_name (self->stack, "dossier");
      break;
    case COMITY_JOB_FAILED:
      g_clear_pointer (&self->result, comity_dossier_result_free);
      show_message (self, _ ("No Dossier"), comity_job_get_error (job)->message);
      break;
    default:
      break;
    }
  g_clear_object (&self->job);
  update_actions (self);
}

/* A group has no dossier of its own: who is in it, and how much they signed with each other. */
static void
show_group (ComityInspector *self, ComityPanel *panel)
{
  const int year = comity_session_get_year (self->session);
  g_autoptr (GArray) ties =
      comity_panel_get_ties (panel, year, comity_session_get_cumulative (self->session));
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree guint32 *states = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  gsize n, n_ties = 0;

  states = comity_session_dup_selected_states (self->session, &n);
  for (guint i = 0; i < ties->len; i++)
    {
      const ComityTie *tie = &g_array_index (ties, ComityTie, i);

      n_ties += comity_panel_find_in_states (states, n, tie->a) >= 0 &&
                comity_panel_find_in_states (states, n, tie->b) >= 0;
    }
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            comity_panel_peek_state_name (panel, states[i]));
  title = g_strdup_printf (g_dngettext (NULL, "%u State", "%u States", n), (guint) n);
  text = g_strdup_printf (_ ("%s.\n\nOf the %u pairs among them %u are tied in %d."), names->str,
                          (guint) (n * (n > 0 ? n - 1 : 0) / 2), (guint) n_ties, year);
  show_message (self, title, text);
}

static gboolean
refresh_cb (gpointer user_data)
{
  ComityInspector *self = user_data;
  ComityPanel *panel = comity_session_peek_panel (self->session);
  ComityElement element = comity_session_get_selection (self->session);
  ComityJobList *jobs = comity_session_get_jobs (self->session);
  g_autoptr (ComityJob) job = NULL;

  self->refresh_source = 0;
  if (panel == NULL || element.kind == COMITY_ELEMENT_NONE)
    {
      comity_job_list_replace (jobs, &self->job, NULL);
      g_clear_pointer (&self->result, comity_dossier_result_free);
      update_actions (self);
      if (panel != NULL &&
          !comity_selection_is_empty (comity_session_peek_selection (self->session)))
        show_group (self, panel);
      else
        show_message (self, _ ("Nothing Selected"),
                      _ ("Click a state, a tie or a cell, or choose a state above."));
      return G_SOURCE_REMOVE;
    }
  job = comity_dossier_job_new (panel, element, comity_session_get_year (self->session),
                                comity_session_peek_fit (self->session), self->model);
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, 0);
  comity_job_list_replace (jobs, &self->job, job);
  return G_SOURCE_REMOVE;
}

static void
queue_refresh (ComityInspector *self)
{
  if (self->session != NULL && self->refresh_source == 0)
    self->refresh_source = g_idle_add (refresh_cb, self);
}

static void
panel_changed_cb (ComityInspector *self)
{
  self->updating = TRUE;
  fill_choosers (self);
  self->updating = FALSE;
  show_selection (self);
  queue_refresh (self);
}

static void
selection_changed_cb (ComityInspector *self)
{
  show_selection (self);
  queue_refresh (self);
}

/* Of another pair or year it is asked when their dossier is there. */
static void
what_if_changed_cb (ComityInspector *self)
{
  if (self->result != NULL && self->result->year == comity_session_get_year (self->session) &&
      comity_element_equal (self->result->element, comity_session_get_selection (self->session)) &&
      gtk_widget_get_visible (GTK_WIDGET (self->what_if)))
    comity_what_if_view_follow (self->what_if);
}

static void
comity_inspector_dispose (GObject *object)
{
  ComityInspector *self = COMITY_INSPECTOR (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_object (&self->job);
  g_clear_pointer (&self->result, comity_dossier_result_free);
  g_clear_pointer (&self->model, comity_dossier_model_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_INSPECTOR);
  g_clear_object (&self->session);
  /* Choosers that went may have asked for another look. */
  g_clear_handle_id (&self->refresh_source, g_source_remove);

  G_OBJECT_CLASS (comity_inspector_parent_class)->dispose (object);
}

static void
comity_inspector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_HAS_DOSSIER)
    g_value_set_boolean (value, COMITY_INSPECTOR (object)->result != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
comity_inspector_finalize (GObject *object)
{
  g_array_unref (COMITY_INSPECTOR (object)->order);

  G_OBJECT_CLASS (comity_inspector_parent_class)->finalize (object);
}

static void
comity_inspector_class_init (ComityInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (COMITY_TYPE_WHAT_IF_VIEW);
  object_class->dispose = comity_inspector_dispose;
  object_class->finalize = comity_inspector_finalize;
  object_class->get_property = comity_inspector_get_property;

  /* Whether there is a dossier to export and print. */
  properties[PROP_HAS_DOSSIER] =
      g_param_spec_boolean ("has-dossier", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/widgets/comity-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityInspector, box);
  gtk_widget_class_bind_template_child (widget_class, ComityInspector, state_a);
  gtk_widget_class_bind_template_child (widget_class, ComityInspector, state_b);
  gtk_widget_class_bind_template_child (widget_class, ComityInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, ComityInspector, message);
  gtk_widget_class_bind_template_child (widget_class, ComityInspector, title);
  gtk_widget_class_bind_template_child (widget_class, ComityInspector, summary);
  gtk_widget_class_bind_template_child (widget_class, ComityInspector, what_if);
  gtk_widget_class_bind_template_child (widget_class, ComityInspector, first_sections);
  gtk_widget_class_bind_template_child (widget_class, ComityInspector, charts);
  gtk_widget_class_bind_template_child (widget_class, ComityInspector, sections);
  gtk_widget_class_bind_template_callback (widget_class, state_chosen_cb);
}

/* The focus goes to the button inside, which is called nothing. */
static void
name_button (GtkDropDown *choice, const char *name)
{
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (choice))),
      GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
comity_inspector_init (ComityInspector *self)
{
  g_autoptr (GtkExpression) expression =
      gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  self->order = g_array_new (FALSE, FALSE, sizeof (guint32));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_expression (self->state_a, expression);
  gtk_drop_down_set_expression (self->state_b, expression);
  name_button (self->state_a, _ ("State"));
  name_button (self->state_b, _ ("Partner"));
}

void
comity_inspector_set_session (ComityInspector *self, ComitySession *session)
{
  g_return_if_fail (COMITY_IS_INSPECTOR (self));
  g_return_if_fail (COMITY_IS_SESSION (session));

  g_set_object (&self->session, session);
  g_signal_connect_object (session, "notify::panel", G_CALLBACK (panel_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::selection", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::year", G_CALLBACK (queue_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::fit", G_CALLBACK (queue_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::what-if", G_CALLBACK (what_if_changed_cb), self,
                           G_CONNECT_SWAPPED);
  panel_changed_cb (self);
}

void
comity_inspector_focus_search (ComityInspector *self)
{
  g_return_if_fail (COMITY_IS_INSPECTOR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->state_a));
  g_signal_emit_by_name (self->state_a, "activate");
}

char *
comity_inspector_dup_text (ComityInspector *self)
{
  g_return_val_if_fail (COMITY_IS_INSPECTOR (self), NULL);

  return self->result != NULL ? comity_dossier_report (self->result->dossier, COMITY_FORMAT_TEXT)
                              : NULL;
}

ComityDossier *
comity_inspector_peek_dossier (ComityInspector *self)
{
  g_return_val_if_fail (COMITY_IS_INSPECTOR (self), NULL);

  return self->result != NULL ? self->result->dossier : NULL;
}
