/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of the data: the doctor's findings, what the reader remarked, how the bundled panel
 * was merged, its sources. */
#include "config.h"

#include "comity-data-page-private.h"

#include <glib/gi18n.h>

void
comity_data_page_finding_activated_cb (GtkListBox *box, GtkListBoxRow *row, ComityDataPage *self)
{
  guint i = (guint) gtk_list_box_row_get_index (row);
  const ComityFinding *finding;

  if (self->description == NULL || self->description->findings == NULL ||
      i >= self->description->findings->len)
    return;
  finding = g_ptr_array_index (self->description->findings, i);
  if (finding->rows != NULL && finding->n_rows > 0)
    comity_data_page_show_rows (self, finding->rows, finding->n_rows);
}

static void
clear_list (GtkListBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_list_box_remove (box, child);
}

/* What a button says it does; rows are left out, values made missing. */
static const char *
mend_label (ComityFindingKind kind)
{
  return kind == COMITY_FINDING_MISSING_CODES ? _ ("Make _Missing") : _ ("_Leave Out");
}

static const char *
mend_tooltip (ComityFindingKind kind)
{
  return kind == COMITY_FINDING_MISSING_CODES
             ? _ ("Take these values as missing; the file stays as it is (undone by Ctrl+Z)")
             : _ ("Work without these rows; the file stays as it is (undone by Ctrl+Z)");
}

static void
mend_clicked_cb (GtkButton *button, ComityDataPage *self)
{
  comity_session_add_mend (comity_data_page_peek_session (self),
                           g_object_get_data (G_OBJECT (button), "mend"));
}

static void
unmend_clicked_cb (GtkButton *button, ComityDataPage *self)
{
  comity_session_remove_mend (comity_data_page_peek_session (self),
                              GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "number")));
}

static GtkWidget *
new_row (const char *sentence)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (sentence, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static GtkWidget *
new_button (const char *label, const char *tooltip, const char *of)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  /* Several buttons say the same: what of is in the description. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, of,
                                  -1);
  return button;
}

static GtkWidget *
new_finding_row (ComityDataPage *self, const ComityFinding *finding)
{
  GtkWidget *row = new_row (finding->sentence);

  if (finding->mend != NULL)
    {
      GtkWidget *button =
          new_button (mend_label (finding->kind), mend_tooltip (finding->kind), finding->sentence);

      g_object_set_data_full (G_OBJECT (button), "mend", g_strdup (finding->mend), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (mend_clicked_cb), self, 0);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  if (finding->n_rows > 0)
    {
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_widget_set_tooltip_text (row, _ ("Show the rows"));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
    }
  return row;
}

/* The log: what was mended, in its order. */
static void
show_mends (ComityDataPage *self)
{
  ComitySession *session = comity_data_page_peek_session (self);
  guint n = comity_session_get_n_mends (session);

  clear_list (self->mends);
  gtk_widget_set_visible (GTK_WIDGET (self->mends_box), n > 0);
  for (guint i = 0; i < n; i++)
    {
      const char *sentence = comity_session_get_mended (session, i);
      GtkWidget *row = new_row (sentence);
      GtkWidget *button =
          new_button (_ ("_Take Back"), _ ("Undo this mend and keep the others"), sentence);

      g_object_set_data (G_OBJECT (button), "number", GUINT_TO_POINTER (i));
      g_signal_connect_object (button, "clicked", G_CALLBACK (unmend_clicked_cb), self, 0);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      gtk_list_box_append (self->mends, row);
    }
}

void
comity_data_page_show_findings (ComityDataPage *self)
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
    gtk_list_box_append (self->findings, new_finding_row (self, findings->pdata[i]));
  show_mends (self);
}

void
comity_data_page_show_remarks (ComityDataPage *self)
{
  ComityDataset *dataset = comity_session_peek_dataset (comity_data_page_peek_session (self));
  gsize n = comity_dataset_get_n_remarks (dataset);

  clear_list (self->remarks);
  gtk_widget_set_visible (self->remarks_box, n > 0);
  for (gsize i = 0; i < n; i++)
    gtk_list_box_append (self->remarks, new_row (comity_dataset_peek_remark (dataset, i)));
}

/* Report and sources */

void
comity_data_page_show_report (ComityDataPage *self)
{
  const char *report = comity_session_get_merge_report (comity_data_page_peek_session (self));

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

void
comity_data_page_show_sources (ComityDataPage *self)
{
  ComityPanel *panel = comity_session_peek_panel (comity_data_page_peek_session (self));
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
