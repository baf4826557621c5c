/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is open: its columns with their summaries, its rows, what the dyad doctor found, how the
 * bundled panel was merged, and sources with licences. Which column plays which part is chosen
 * here; columns and rows are in -tables.c, what is said of them in -report.c. */
#include "config.h"

#include "comity-data-page-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "comity-report.h"
#include "comity-words.h"

G_DEFINE_FINAL_TYPE (ComityDataPage, comity_data_page, COMITY_TYPE_PAGE)

static void
set_count (ComityValueRow *row, gsize n)
{
  g_autofree char *text = comity_count_text (n);

  comity_value_row_set_value (row, text);
}

/* Roles */

static void
role_chosen_cb (ComityDataPage *self)
{
  const ComityRoles *roles = comity_session_peek_roles (comity_data_page_peek_session (self));
  ComityRoles chosen;

  if (self->updating || roles == NULL)
    return;
  g_array_append_val (self->former_roles, *roles);
  chosen = *roles;
  for (guint r = 0; r < COMITY_N_ROLES; r++)
    chosen.column[r] = (gssize) adw_combo_row_get_selected (self->role_rows[r]) - 1;
  comity_session_set_roles (comity_data_page_peek_session (self), &chosen);
}

/* A way back of their own, beside the history of views: of roles alone, however long ago. */
static void
undo_roles_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityDataPage *self = user_data;
  guint n = self->former_roles->len;
  ComityRoles roles;

  if (n == 0)
    return;
  roles = g_array_index (self->former_roles, ComityRoles, n - 1);
  g_array_set_size (self->former_roles, n - 1);
  comity_session_set_roles (comity_data_page_peek_session (self), &roles);
}

static gboolean
same_roles (const ComityRoles *a, const ComityRoles *b)
{
  return memcmp (a->column, b->column, sizeof a->column) == 0;
}

/* Roles that were chosen for other data are forgotten. */
static void
update_undo_roles (ComityDataPage *self)
{
  ComitySession *session = comity_data_page_peek_session (self);
  const char *path = comity_session_get_path (session);
  g_autofree char *now = g_strdup_printf (
      "%zu:%s", comity_dataset_get_n_columns (comity_session_peek_dataset (session)),
      path != NULL ? path : "");
  GAction *action =
      g_action_map_lookup_action (comity_page_get_action_map (COMITY_PAGE (self)), "undo-roles");

  if (g_strcmp0 (now, self->roles_of) != 0)
    {
      g_array_set_size (self->former_roles, 0);
      g_free (self->roles_of);
      self->roles_of = g_steal_pointer (&now);
    }
  /* Undone by Ctrl+Z: there is no more to go back to here. */
  while (self->former_roles->len > 0 &&
         same_roles (&g_array_index (self->former_roles, ComityRoles, self->former_roles->len - 1),
                     comity_session_peek_roles (session)))
    g_array_set_size (self->former_roles, self->former_roles->len - 1);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), self->former_roles->len > 0);
}

static void
add_role_rows (ComityDataPage *self)
{
  static const char *const titles[COMITY_N_ROLES] = {
    [COMITY_ROLE_STATE_A] = N_ ("State A"), [COMITY_ROLE_STATE_B] = N_ ("State B"),
    [COMITY_ROLE_YEAR] = N_ ("Year"),       [COMITY_ROLE_DYAD] = N_ ("Dyad"),
    [COMITY_ROLE_OUTCOME] = N_ ("Outcome"), [COMITY_ROLE_START] = N_ ("Start"),
    [COMITY_ROLE_STOP] = N_ ("Stop"),
  };

  for (guint r = 0; r < COMITY_N_ROLES; r++)
    {
      GtkWidget *row = adw_combo_row_new ();

      self->role_rows[r] = ADW_COMBO_ROW (row);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (titles[r]));
      adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
      gtk_widget_set_tooltip_text (row, _ ("The column that plays this part"));
      g_signal_connect_object (row, "notify::selected", G_CALLBACK (role_chosen_cb), self,
                               G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->roles_group, row);
    }
}

static void
show_roles (ComityDataPage *self)
{
  ComityDataset *dataset = comity_session_peek_dataset (comity_data_page_peek_session (self));
  ComityPanel *panel = comity_session_peek_panel (comity_data_page_peek_session (self));
  const ComityRoles *roles = comity_session_peek_roles (comity_data_page_peek_session (self));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("None"));
  for (gsize i = 0; i < comity_dataset_get_n_columns (dataset); i++)
    gtk_string_list_append (names,
                            comity_column_peek_name (comity_dataset_peek_column (dataset, i)));
  for (guint r = 0; r < COMITY_N_ROLES; r++)
    {
      adw_combo_row_set_model (self->role_rows[r], G_LIST_MODEL (names));
      adw_combo_row_set_selected (self->role_rows[r], (guint) (roles->column[r] + 1));
      /* The bundled panel's columns are what they are. */
      gtk_widget_set_sensitive (GTK_WIDGET (self->role_rows[r]),
                                panel == NULL || !comity_panel_is_bundled (panel));
    }
}

/* The whole */

static void
show_numbers (ComityDataPage *self)
{
  ComityDataset *dataset = comity_session_peek_dataset (comity_data_page_peek_session (self));
  ComityPanel *panel = comity_session_peek_panel (comity_data_page_peek_session (self));

  set_count (self->rows_row, comity_dataset_get_n_rows (dataset));
  set_count (self->columns_row, comity_dataset_get_n_columns (dataset));
  gtk_widget_set_visible (GTK_WIDGET (self->states_row), panel != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->dyads_row), panel != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->years_row), panel != NULL);
  if (panel != NULL)
    {
      g_autofree char *years = NULL;
      int first, last;

      comity_panel_get_years (panel, &first, &last);
      years =
          first == last ? g_strdup_printf ("%d", first) : g_strdup_printf ("%d–%d", first, last);
      set_count (self->states_row, comity_panel_get_n_states (panel));
      set_count (self->dyads_row, comity_panel_get_n_dyads (panel));
      comity_value_row_set_value (self->years_row, years);
    }
}

static void
job_finished_cb (ComityJob *job, ComityDataPage *self)
{
  ComityDataset *dataset = comity_session_peek_dataset (comity_data_page_peek_session (self));
  g_autoptr (GtkNoSelection) selection = NULL;

  if (job != self->job)
    return;
  switch (comity_job_get_state (job))
    {
    case COMITY_JOB_DONE:
      g_clear_pointer (&self->description, comity_description_free);
      self->description = comity_job_steal_result (job);
      selection = gtk_no_selection_new (comity_data_page_list_columns (dataset, self->description));
      gtk_column_view_set_model (self->columns_view, GTK_SELECTION_MODEL (selection));
      comity_data_page_show_findings (self);
      comity_state_view_set_full (self->states);
      break;
    case COMITY_JOB_FAILED:
      comity_state_view_set_error (self->states, comity_job_get_error (job)->message);
      break;
    default:
      comity_state_view_set_empty (self->states, _ ("Stopped"), NULL, FALSE);
      break;
    }
  g_clear_object (&self->job);
}

/* Describes the data when the page is looked at, not before. */
static void
ensure_description (ComityDataPage *self)
{
  ComitySession *session = comity_data_page_peek_session (self);
  ComityDataset *dataset = comity_session_peek_dataset (session);
  g_autoptr (ComityJob) job = NULL;

  if (dataset == NULL || self->description != NULL || self->job != NULL ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  job = comity_describe_job_new (dataset, comity_session_peek_panel (session));
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, 0);
  comity_state_view_set_busy (self->states, comity_job_get_title (job));
  comity_job_list_replace (comity_session_get_jobs (session), &self->job, job);
}

static void
panel_changed_cb (ComityDataPage *self)
{
  ComitySession *session = comity_data_page_peek_session (self);

  comity_job_list_replace (comity_session_get_jobs (session), &self->job, NULL);
  g_clear_pointer (&self->description, comity_description_free);
  if (comity_session_peek_dataset (session) == NULL)
    {
      if (comity_session_is_opening (session))
        comity_state_view_set_busy (self->states, _ ("Opening the data…"));
      else
        comity_state_view_set_empty (self->states, _ ("No Data"),
                                     _ ("Open a dataset, or drop one here."), TRUE);
      return;
    }
  self->updating = TRUE;
  gtk_column_view_set_model (self->columns_view, NULL);
  self->rows_are_stale = TRUE;
  comity_data_page_child_changed_cb (self);
  show_numbers (self);
  show_roles (self);
  update_undo_roles (self);
  comity_data_page_show_remarks (self);
  comity_data_page_show_report (self);
  comity_data_page_show_sources (self);
  self->updating = FALSE;
  ensure_description (self);
}

/* What could not be opened leaves the roles that there are. */
static void
failed_cb (ComityDataPage *self)
{
  const ComityRoles *roles = comity_session_peek_roles (comity_data_page_peek_session (self));
  guint n = self->former_roles->len;

  if (roles == NULL)
    return;
  if (n > 0 && same_roles (&g_array_index (self->former_roles, ComityRoles, n - 1), roles))
    g_array_set_size (self->former_roles, n - 1);
  self->updating = TRUE;
  show_roles (self);
  update_undo_roles (self);
  self->updating = FALSE;
}

static void
opening_changed_cb (ComityDataPage *self)
{
  if (comity_session_peek_dataset (comity_data_page_peek_session (self)) == NULL)
    panel_changed_cb (self);
}

static void
comity_data_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (comity_data_page_parent_class)->map (widget);
  ensure_description (COMITY_DATA_PAGE (widget));
}

static void
comity_data_page_session_set (ComityPage *page, ComitySession *session)
{
  ComityDataPage *self = COMITY_DATA_PAGE (page);

  g_signal_connect_object (session, "notify::panel", G_CALLBACK (panel_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::columns", G_CALLBACK (panel_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::opening", G_CALLBACK (opening_changed_cb), self,
                           G_CONNECT_SWAPPED);
  panel_changed_cb (self);
}

/* What the worker that writes the report reads. */
typedef struct
{
  ComityDataset *dataset;
  ComityPanel *panel;
  ComityRoles roles;
} TableData;

static void
table_data_free (gpointer data)
{
  TableData *self = data;

  comity_dataset_unref (self->dataset);
  g_clear_pointer (&self->panel, comity_panel_unref);
  g_free (self);
}

static char *
write_table_in_thread (gpointer data, const char *ending)
{
  TableData *self = data;

  return comity_data_report (self->dataset, &self->roles, self->panel,
                             g_str_equal (ending, "json") ? COMITY_FORMAT_JSON
                                                          : COMITY_FORMAT_TEXT);
}

static gboolean
comity_data_page_get_table (ComityPage *page, const char *ending, ComityPageTable *table)
{
  ComitySession *session = comity_page_get_session (page);
  ComityPanel *panel = comity_session_peek_panel (session);
  TableData *data;

  if (comity_session_peek_dataset (session) == NULL ||
      (!g_str_equal (ending, "txt") && !g_str_equal (ending, "json")))
    return FALSE;
  data = g_new0 (TableData, 1);
  data->dataset = comity_dataset_ref (comity_session_peek_dataset (session));
  data->panel = panel != NULL ? comity_panel_ref (panel) : NULL;
  data->roles = *comity_session_peek_roles (session);
  *table = (ComityPageTable){ write_table_in_thread, data, table_data_free };
  return TRUE;
}

static void
comity_data_page_dispose (GObject *object)
{
  ComityDataPage *self = COMITY_DATA_PAGE (object);

  g_clear_object (&self->job);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_DATA_PAGE);
  g_clear_pointer (&self->description, comity_description_free);
  g_clear_object (&self->row_model);
  g_clear_pointer (&self->former_roles, g_array_unref);
  g_clear_pointer (&self->roles_of, g_free);

  G_OBJECT_CLASS (comity_data_page_parent_class)->dispose (object);
}

static void
comity_data_page_save (ComityPage *page, GKeyFile *file, const char *group)
{
  ComityDataPage *self = COMITY_DATA_PAGE (page);

  g_key_file_set_string (file, group, "table", gtk_stack_get_visible_child_name (self->stack));
}

/* What these data do not have (a report, sources) is not shown. */
static void
comity_data_page_restore (ComityPage *page, GKeyFile *file, const char *group)
{
  ComityDataPage *self = COMITY_DATA_PAGE (page);
  g_autofree char *table = g_key_file_get_string (file, group, "table", NULL);
  GtkWidget *child = table != NULL ? gtk_stack_get_child_by_name (self->stack, table) : NULL;

  if (child != NULL && gtk_stack_page_get_visible (gtk_stack_get_page (self->stack, child)))
    gtk_stack_set_visible_child (self->stack, child);
}

static void
comity_data_page_class_init (ComityDataPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ComityPageClass *page_class = COMITY_PAGE_CLASS (klass);

  g_type_ensure (COMITY_TYPE_STATE_VIEW);
  g_type_ensure (COMITY_TYPE_VALUE_ROW);

  G_OBJECT_CLASS (klass)->dispose = comity_data_page_dispose;
  widget_class->map = comity_data_page_map;
  page_class->session_set = comity_data_page_session_set;
  page_class->get_table = comity_data_page_get_table;
  page_class->save = comity_data_page_save;
  page_class->restore = comity_data_page_restore;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/pages/comity-data-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, flap);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, states);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, rows_row);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, columns_row);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, states_row);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, dyads_row);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, years_row);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, roles_group);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, columns_view);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, rows_view);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, rows_label);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, columns_label);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, all_rows);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, findings);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, findings_label);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, mends_box);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, mends);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, remarks_box);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, remarks);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, report);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, report_page);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, sources);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, sources_page);
  gtk_widget_class_bind_template_callback_full (widget_class, "child_changed_cb",
                                                G_CALLBACK (comity_data_page_child_changed_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "all_rows_cb",
                                                G_CALLBACK (comity_data_page_all_rows_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "finding_activated_cb",
                                                G_CALLBACK (comity_data_page_finding_activated_cb));
}

static void
comity_data_page_init (ComityDataPage *self)
{
  static const GActionEntry entries[] = {
    { "undo-roles", undo_roles_cb },
    { "pair-rows", comity_data_page_pair_rows_cb },
    { "previous-columns", comity_data_page_previous_columns_cb },
    { "next-columns", comity_data_page_next_columns_cb },
  };
  GActionMap *actions = comity_page_get_action_map (COMITY_PAGE (self));
  g_autoptr (GPropertyAction) options = NULL;

  self->updating = TRUE;
  self->former_roles = g_array_new (FALSE, FALSE, sizeof (ComityRoles));
  gtk_widget_init_template (GTK_WIDGET (self));
  options = g_property_action_new ("options", self->flap, "reveal-flap");
  g_action_map_add_action (actions, G_ACTION (options));
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
  comity_data_page_init_columns (self);
  add_role_rows (self);
  self->updating = FALSE;
}
