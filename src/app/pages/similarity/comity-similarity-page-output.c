/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leaves the similarity page other than as a picture: the measure as a column of the data, and
 * its table. */
#include "config.h"

#include "comity-similarity-page-private.h"

#include <glib/gi18n.h>

#include "comity-number.h"

static void
column_finished_cb (ComityJob *job, ComitySimilarityPage *self)
{
  g_autoptr (GPtrArray) columns = NULL;
  g_autofree char *text = NULL;

  if (job != self->column_job)
    return;
  if (comity_job_get_state (job) == COMITY_JOB_DONE)
    {
      columns = comity_job_steal_result (job);
      text = g_strdup_printf (
          _ ("The data have the column “%s” now: name it in a formula of the page Models."),
          comity_column_peek_name (columns->pdata[0]));
      comity_session_add_columns (comity_page_get_session (COMITY_PAGE (self)), self->column_text,
                                  columns);
    }
  else if (comity_job_get_state (job) == COMITY_JOB_FAILED)
    text = g_strdup (comity_job_get_error (job)->message);
  gtk_label_set_text (self->covariate_note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->covariate_note), text != NULL);
  g_clear_object (&self->column_job);
}

/* A name that a formula can hold and the data do not have: "difference_polyarchy", "gower_2". */
static char *
dup_column_name (ComityDataset *dataset, const char *measure)
{
  g_autofree char *base = g_strdup (measure);
  char *name;

  g_strcanon (base, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS, '_');
  name = g_strdup (base);
  for (int number = 2; comity_dataset_find_column (dataset, name) >= 0; number++)
    {
      g_free (name);
      name = g_strdup_printf ("%s_%d", base, number);
    }
  return name;
}

void
comity_similarity_page_use_as_covariate_cb (GSimpleAction *action,
                                            GVariant *parameter,
                                            gpointer user_data)
{
  ComitySimilarityPage *self = user_data;
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  g_autofree char *measure = NULL;
  g_autofree char *components = NULL;
  g_autofree char *name = NULL;
  g_autoptr (ComityJob) job = NULL;

  if (panel == NULL)
    return;
  measure = comity_similarity_page_dup_measure (self);
  components = comity_similarity_page_dup_components (self);
  name = dup_column_name (comity_panel_peek_dataset (panel), measure);
  g_free (self->column_text);
  self->column_text = g_strdup_printf ("%s=%s%s%s", name, measure, components != NULL ? ";" : "",
                                       components != NULL ? components : "");
  job = comity_similarity_column_job_new (panel, self->column_text);
  g_signal_connect_object (job, "finished", G_CALLBACK (column_finished_cb), self, 0);
  comity_job_list_replace (comity_session_get_jobs (session), &self->column_job, job);
}

/* What the worker that writes the table reads. */
typedef struct
{
  ComityPanel *panel;
  ComitySimilarity *similarity;
} TableData;

static void
table_data_free (gpointer data)
{
  TableData *self = data;

  comity_panel_unref (self->panel);
  comity_similarity_unref (self->similarity);
  g_free (self);
}

/* The long form of comity-cli similarity: state_a,state_b,value. */
static char *
write_table_in_thread (gpointer data, const char *ending)
{
  const TableData *self = data;
  GString *text = g_string_new ("state_a,state_b,value\n");

  for (gsize i = 0; i < comity_similarity_get_n (self->similarity); i++)
    for (gsize j = i + 1; j < comity_similarity_get_n (self->similarity); j++)
      {
        guint32 a = comity_similarity_get_state (self->similarity, i);
        guint32 b = comity_similarity_get_state (self->similarity, j);
        char number[COMITY_NUMBER_BUFFER];

        g_string_append_printf (
            text, "%s,%s,%s\n", comity_panel_peek_state_code (self->panel, a),
            comity_panel_peek_state_code (self->panel, b),
            comity_number_format (comity_similarity_get (self->similarity, i, j), number));
      }
  return g_string_free (text, FALSE);
}

gboolean
comity_similarity_page_get_table (ComityPage *page, const char *ending, ComityPageTable *table)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (page);
  ComityPanel *panel = comity_similarity_page_peek_panel (self);
  TableData *data;

  if (self->result == NULL || panel == NULL || !g_str_equal (ending, "csv"))
    return FALSE;
  data = g_new0 (TableData, 1);
  data->panel = comity_panel_ref (panel);
  data->similarity = comity_similarity_ref (self->result->similarity);
  *table = (ComityPageTable){ write_table_in_thread, data, table_data_free };
  return TRUE;
}
