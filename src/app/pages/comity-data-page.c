/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is open: its columns with their summaries, its rows, what the dyad doctor found, how the
 * bundled panel was merged, and sources with licences. Which column plays which part is chosen
 * here. */
#include "config.h"

#include "comity-data-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "comity-describe-job.h"
#include "comity-histogram.h"
#include "comity-number.h"
#include "comity-report.h"
#include "comity-row-model.h"
#include "comity-state-view.h"
#include "comity-value-row.h"
#include "comity-words.h"

G_STATIC_ASSERT (COMITY_HISTOGRAM_BINS == COMITY_DESCRIPTION_BINS);

/* Widths that show the first figures of numbers and the whole of codes. */
#define ROW_COLUMN_WIDTH 110
#define NUMBER_COLUMN_WIDTH 86
#define LABEL_COLUMN_WIDTH 220
/* Columns of the view of rows at a time. */
#define SHOWN_COLUMNS 8u

struct _ComityDataPage
{
  ComityPage parent_instance;

  /* Template widgets */
  AdwFlap *flap;
  ComityStateView *states;
  GtkStack *stack;
  ComityValueRow *rows_row;
  ComityValueRow *columns_row;
  ComityValueRow *states_row;
  ComityValueRow *dyads_row;
  ComityValueRow *years_row;
  AdwPreferencesGroup *roles_group;
  GtkColumnView *columns_view;
  GtkColumnView *rows_view;
  GtkLabel *rows_label;
  GtkLabel *columns_label;
  GtkButton *all_rows;
  GtkListBox *findings;
  GtkLabel *findings_label;
  GtkTextView *report;
  GtkStackPage *report_page;
  GtkListBox *sources;
  GtkStackPage *sources_page;
  AdwComboRow *role_rows[COMITY_N_ROLES];

  /* Owned */
  ComityJob *job;
  ComityDescription *description;
  ComityRowModel *row_model;
  guint first_column;      /* of those the view of rows shows */
  gboolean rows_are_stale; /* the view of rows is made when it is first looked at */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (ComityDataPage, comity_data_page, COMITY_TYPE_PAGE)

static ComitySession *
peek_session (ComityDataPage *self)
{
  return comity_page_get_session (COMITY_PAGE (self));
}

static char *
format_number (double value)
{
  if (isnan (value))
    return g_strdup ("–");
  return g_strdup_printf ("%.6g", value);
}

static void
set_count (ComityValueRow *row, gsize n)
{
  g_autofree char *text = comity_count_text (n);

  comity_value_row_set_value (row, text);
}

/* Columns */

static GListModel *
list_columns (ComityDataset *dataset, const ComityDescription *description)
{
  GListStore *store = g_list_store_new (COMITY_TYPE_TABLE_ROW);
  const double n_rows = (double) comity_dataset_get_n_rows (dataset);

  for (gsize i = 0; i < comity_dataset_get_n_columns (dataset); i++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, i);
      const ComityColumnSummary *summary =
          &g_array_index (description->columns, ComityColumnDescription, i).summary;
      char **cells = g_new0 (char *, 9);
      g_autoptr (ComityTableRow) row = NULL;

      cells[0] = g_strdup (comity_column_peek_name (column));
      cells[1] = g_strdup (comity_column_peek_label (column));
      cells[2] = g_strdup (comity_column_type_name (comity_column_get_type (column)));
      cells[3] = summary->n_missing == 0
                     ? g_strdup ("0 %")
                     : g_strdup_printf ("%.1f %%", 100.0 * (double) summary->n_missing / n_rows);
      cells[4] = summary->n_distinct > 1000 ? g_strdup ("> 1000")
                                            : g_strdup_printf ("%zu", summary->n_distinct);
      cells[5] = format_number (summary->min);
      cells[6] = format_number (summary->max);
      cells[7] = format_number (summary->mean);
      row = comity_table_row_new_take ((guint) i, cells);
      g_list_store_append (store, row);
    }
  return G_LIST_MODEL (store);
}

static void
histogram_setup_cb (GtkListItemFactory *factory, GtkListItem *item, ComityDataPage *self)
{
  gtk_list_item_set_child (item, GTK_WIDGET (comity_histogram_new ()));
}

static void
histogram_bind_cb (GtkListItemFactory *factory, GtkListItem *item, ComityDataPage *self)
{
  ComityTableRow *row = gtk_list_item_get_item (item);
  guint number = comity_table_row_get_number (row);
  GtkWidget *histogram = gtk_list_item_get_child (item);
  g_autofree char *label =
      g_strdup_printf (_ ("Histogram of %s"), comity_table_row_get_cell (row, 0));

  if (self->description == NULL || number >= self->description->columns->len)
    return;
  comity_histogram_set_counts (
      COMITY_HISTOGRAM (histogram),
      g_array_index (self->description->columns, ComityColumnDescription, number).counts);
  gtk_accessible_update_property (GTK_ACCESSIBLE (histogram), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
add_columns_columns (ComityDataPage *self)
{
  static const struct
  {
    const char *title;
    ComityCellKind kind;
    guint cell;
    int width;
  } columns[] = {
    { N_ ("Column"), COMITY_CELL_TEXT, 0, 140 },
    { N_ ("Label"), COMITY_CELL_TEXT, 1, LABEL_COLUMN_WIDTH },
    { N_ ("Missing"), COMITY_CELL_NUMBER, 3, 76 },
    { N_ ("Min"), COMITY_CELL_NUMBER, 5, NUMBER_COLUMN_WIDTH },
    { N_ ("Max"), COMITY_CELL_NUMBER, 6, NUMBER_COLUMN_WIDTH },
    { N_ ("Mean"), COMITY_CELL_NUMBER, 7, NUMBER_COLUMN_WIDTH },
    { N_ ("Distinct"), COMITY_CELL_NUMBER, 4, 76 },
    { N_ ("Type"), COMITY_CELL_TEXT, 2, 70 },
  };
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) histogram = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (histogram_setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (histogram_bind_cb), self);
  histogram = gtk_column_view_column_new (_ ("Histogram"), factory);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkColumnViewColumn *column = comity_table_add_column (
          self->columns_view, _ (columns[i].title), columns[i].kind, columns[i].cell, NULL, NULL);

      gtk_column_view_column_set_fixed_width (column, columns[i].width);
      if (i == 0)
        gtk_column_view_append_column (self->columns_view, histogram);
    }
}

/* Rows */

static char *
dup_cell (ComityTableRow *row, guint column, gpointer user_data)
{
  ComityDataPage *self = user_data;
  ComityDataset *dataset = comity_row_model_peek_dataset (self->row_model);

  return comity_column_dup_text (comity_dataset_peek_column (dataset, column),
                                 comity_table_row_get_number (row));
}

static char *
dup_number (ComityTableRow *row, guint column, gpointer user_data)
{
  return g_strdup_printf ("%u", comity_table_row_get_number (row) + 1);
}

static void
show_row_count (ComityDataPage *self, gboolean all)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->row_model));
  g_autofree char *count = comity_count_text (n);
  g_autofree char *text =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row", "%s rows", n), count);

  gtk_label_set_text (self->rows_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->all_rows), !all);
}

static void
row_selected_cb (GtkSingleSelection *selection, GParamSpec *pspec, ComityDataPage *self)
{
  ComityPanel *panel = comity_session_peek_panel (peek_session (self));
  ComityTableRow *row = gtk_single_selection_get_selected_item (selection);
  ComityElement element = { COMITY_ELEMENT_PAIR };
  int year;

  if (row == NULL || panel == NULL)
    return;
  comity_panel_get_row (panel, comity_table_row_get_number (row), &element.a, &element.b, &year);
  comity_session_set_year (peek_session (self), year);
  comity_session_select (peek_session (self), element);
}

/* The columns of the view of rows from @first on; a view of all would make ten thousand widgets. */
static void
show_row_columns (ComityDataPage *self, guint first)
{
  ComityDataset *dataset = comity_row_model_peek_dataset (self->row_model);
  const guint n = (guint) comity_dataset_get_n_columns (dataset);
  const guint last = MIN (first + SHOWN_COLUMNS, n);
  g_autofree char *text = g_strdup_printf (_ ("Columns %u–%u of %u"), first + 1, last, n);
  GActionMap *actions = comity_page_get_action_map (COMITY_PAGE (self));
  GtkColumnViewColumn *column;

  self->first_column = first;
  comity_table_clear_columns (self->rows_view);
  column =
      comity_table_add_column (self->rows_view, _ ("Row"), COMITY_CELL_NUMBER, 0, dup_number, self);
  gtk_column_view_column_set_fixed_width (column, NUMBER_COLUMN_WIDTH);
  for (guint i = first; i < last; i++)
    {
      ComityColumn *data = comity_dataset_peek_column (dataset, i);

      column = comity_table_add_column (self->rows_view, comity_column_peek_name (data),
                                        comity_column_is_numeric (data) ? COMITY_CELL_NUMBER
                                                                        : COMITY_CELL_TEXT,
                                        i, dup_cell, self);
      gtk_column_view_column_set_fixed_width (column, ROW_COLUMN_WIDTH);
    }
  gtk_label_set_text (self->columns_label, text);
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (actions, "previous-columns")), first > 0);
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (actions, "next-columns")), last < n);
}

static void
previous_columns_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityDataPage *self = user_data;

  if (self->row_model != NULL)
    show_row_columns (self, self->first_column - MIN (self->first_column, SHOWN_COLUMNS));
}

static void
next_columns_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityDataPage *self = user_data;

  if (self->row_model != NULL)
    show_row_columns (self, self->first_column + SHOWN_COLUMNS);
}

/* Makes the view of rows, the first time it is looked at after other data were opened. */
static void
ensure_rows (ComityDataPage *self)
{
  ComityDataset *dataset = comity_session_peek_dataset (peek_session (self));
  g_autoptr (GtkSingleSelection) selection = NULL;

  if (!self->rows_are_stale || dataset == NULL)
    return;
  self->rows_are_stale = FALSE;
  gtk_column_view_set_model (self->rows_view, NULL);
  g_clear_object (&self->row_model);
  self->row_model = comity_row_model_new (dataset);
  show_row_columns (self, 0);

  selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->row_model)));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_single_selection_set_selected (selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_object (selection, "notify::selected-item", G_CALLBACK (row_selected_cb), self,
                           0);
  gtk_column_view_set_model (self->rows_view, GTK_SELECTION_MODEL (selection));
  show_row_count (self, TRUE);
}

static void
child_changed_cb (ComityDataPage *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "rows") == 0)
    ensure_rows (self);
}

static void
show_rows (ComityDataPage *self, const guint32 *rows, gsize n)
{
  gtk_stack_set_visible_child_name (self->stack, "rows");
  ensure_rows (self);
  if (self->row_model == NULL)
    return;
  comity_row_model_set_rows (self->row_model, rows, n);
  show_row_count (self, rows == NULL);
}

static void
all_rows_cb (ComityDataPage *self)
{
  show_rows (self, NULL, 0);
}

static void
pair_rows_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityDataPage *self = user_data;
  ComityPanel *panel = comity_session_peek_panel (peek_session (self));
  ComityElement element = comity_session_get_selection (peek_session (self));
  const guint32 *rows;
  gsize n;

  if (panel == NULL || element.kind != COMITY_ELEMENT_PAIR)
    return;
  rows = comity_panel_peek_dyad_rows (panel, element.a, element.b, &n);
  show_rows (self, rows, n);
}

/* Findings */

static void
finding_activated_cb (GtkListBox *box, GtkListBoxRow *row, ComityDataPage *self)
{
  guint i = (guint) gtk_list_box_row_get_index (row);
  const ComityFinding *finding;

  if (self->description == NULL || self->description->findings == NULL ||
      i >= self->description->findings->len)
    return;
  finding = g_ptr_array_index (self->description->findings, i);
  if (finding->rows != NULL && finding->n_rows > 0)
    show_rows (self, finding->rows, finding->n_rows);
}

static void
clear_list (GtkListBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_list_box_remove (box, child);
}

static void
show_findings (ComityDataPage *self)
{
  GPtrArray *findings = self->description->findings;

  clear_list (self->findings);
  gtk_widget_set_visible (GTK_WIDGET (self->findings), findings != NULL && findings->len > 0);
  if (findings == NULL)
    gtk_label_set_text (
        self->findings_label,
        _ ("The dyad doctor examines dyad-years; these data have no roles for them yet."));
  else if (findings->len == 0)
    gtk_label_set_text (self->findings_label, _ ("The dyad doctor found nothing wrong."));
  else
    gtk_label_set_text (self->findings_label,
                        _ ("What the dyad doctor found, the worst first. A finding "
                           "with rows opens them."));
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const ComityFinding *finding = g_ptr_array_index (findings, i);
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *sentence = g_markup_escape_text (finding->sentence, -1);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sentence);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), finding->n_rows > 0);
      if (finding->n_rows > 0)
        adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                   gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_append (self->findings, row);
    }
}

/* Report and sources */

static void
show_report (ComityDataPage *self)
{
  const char *report = comity_session_get_merge_report (peek_session (self));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->report), report != NULL ? report : "",
                            -1);
  gtk_stack_page_set_visible (self->report_page, report != NULL);
}

static void
add_source_fact (AdwExpanderRow *row, const char *label, const char *text)
{
  if (*text != '\0')
    adw_expander_row_add_row (row, GTK_WIDGET (comity_value_row_new (label, "", text)));
}

static void
show_sources (ComityDataPage *self)
{
  ComityPanel *panel = comity_session_peek_panel (peek_session (self));
  ComityWorld *world = panel != NULL ? comity_panel_peek_world (panel) : NULL;

  clear_list (self->sources);
  gtk_stack_page_set_visible (self->sources_page, world != NULL);
  for (gsize i = 0; world != NULL && i < comity_world_get_n_tables (world); i++)
    {
      const ComityWorldTable *table = comity_world_peek_table (world, i);
      GtkWidget *row = adw_expander_row_new ();
      g_autofree char *title = g_markup_escape_text (table->title, -1);
      g_autofree char *licence = g_markup_escape_text (table->licence, -1);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), licence);
      add_source_fact (ADW_EXPANDER_ROW (row), _ ("Source"), table->source);
      add_source_fact (ADW_EXPANDER_ROW (row), _ ("Citation"), table->citation);
      add_source_fact (ADW_EXPANDER_ROW (row), _ ("Coverage"), table->coverage);
      add_source_fact (ADW_EXPANDER_ROW (row), _ ("Known gaps"), table->gaps);
      gtk_list_box_append (self->sources, row);
    }
}

/* Roles */

static void
role_chosen_cb (ComityDataPage *self)
{
  const ComityRoles *roles = comity_session_peek_roles (peek_session (self));
  ComityRoles chosen;

  if (self->updating || roles == NULL)
    return;
  chosen = *roles;
  for (guint r = 0; r < COMITY_N_ROLES; r++)
    chosen.column[r] = (gssize) adw_combo_row_get_selected (self->role_rows[r]) - 1;
  comity_session_set_roles (peek_session (self), &chosen);
}

static void
add_role_rows (ComityDataPage *self)
{
  for (guint r = 0; r < COMITY_N_ROLES; r++)
    {
      GtkWidget *row = adw_combo_row_new ();
      g_autofree char *title = g_strdup (comity_role_name (r));

      title[0] = g_ascii_toupper (title[0]);
      self->role_rows[r] = ADW_COMBO_ROW (row);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
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
  ComityDataset *dataset = comity_session_peek_dataset (peek_session (self));
  ComityPanel *panel = comity_session_peek_panel (peek_session (self));
  const ComityRoles *roles = comity_session_peek_roles (peek_session (self));
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
  ComityDataset *dataset = comity_session_peek_dataset (peek_session (self));
  ComityPanel *panel = comity_session_peek_panel (peek_session (self));

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
      years = g_strdup_printf ("%d–%d", first, last);
      set_count (self->states_row, comity_panel_get_n_states (panel));
      set_count (self->dyads_row, comity_panel_get_n_dyads (panel));
      comity_value_row_set_value (self->years_row, years);
    }
}

static void
job_finished_cb (ComityJob *job, ComityDataPage *self)
{
  ComityDataset *dataset = comity_session_peek_dataset (peek_session (self));
  g_autoptr (GtkNoSelection) selection = NULL;

  if (job != self->job)
    return;
  switch (comity_job_get_state (job))
    {
    case COMITY_JOB_DONE:
      g_clear_pointer (&self->description, comity_description_free);
      self->description = comity_job_steal_result (job);
      selection = gtk_no_selection_new (list_columns (dataset, self->description));
      gtk_column_view_set_model (self->columns_view, GTK_SELECTION_MODEL (selection));
      show_findings (self);
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
  ComitySession *session = peek_session (self);
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
  ComitySession *session = peek_session (self);

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
  child_changed_cb (self);
  show_numbers (self);
  show_roles (self);
  show_report (self);
  show_sources (self);
  self->updating = FALSE;
  ensure_description (self);
}

static void
opening_changed_cb (ComityDataPage *self)
{
  if (comity_session_peek_dataset (peek_session (self)) == NULL)
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

  G_OBJECT_CLASS (comity_data_page_parent_class)->dispose (object);
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
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, report);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, report_page);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, sources);
  gtk_widget_class_bind_template_child (widget_class, ComityDataPage, sources_page);
  gtk_widget_class_bind_template_callback (widget_class, child_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_rows_cb);
  gtk_widget_class_bind_template_callback (widget_class, finding_activated_cb);
}

static void
comity_data_page_init (ComityDataPage *self)
{
  static const GActionEntry entries[] = {
    { "pair-rows", pair_rows_cb },
    { "previous-columns", previous_columns_cb },
    { "next-columns", next_columns_cb },
  };
  GActionMap *actions = comity_page_get_action_map (COMITY_PAGE (self));
  g_autoptr (GPropertyAction) options = NULL;

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  options = g_property_action_new ("options", self->flap, "reveal-flap");
  g_action_map_add_action (actions, G_ACTION (options));
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
  add_columns_columns (self);
  add_role_rows (self);
  self->updating = FALSE;
}
