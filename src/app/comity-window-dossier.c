/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector's dossier as a file or on paper: as one page of PDF, PNG or SVG, or as a document.
 */
#include "config.h"

#include "comity-window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "comity-figures.h"
#include "comity-print.h"

/* Portrait; A4. */
#define PAGE_WIDTH 210.0
#define PAGE_HEIGHT 297.0

static char *
write_document_in_thread (gpointer data, const char *ending)
{
  g_autofree char *name = g_strconcat ("dossier.", ending, NULL);
  ComityFormat format = COMITY_FORMAT_TEXT;

  comity_format_from_path (name, &format);
  return comity_dossier_report (data, format);
}

static void
finished_cb (ComityJob *job, ComityWindow *self)
{
  g_autofree char *path = NULL;

  if (comity_job_get_state (job) == COMITY_JOB_DONE)
    {
      path = comity_job_steal_result (job);
      comity_window_say_saved (self, path);
    }
  else if (comity_job_get_state (job) == COMITY_JOB_FAILED)
    comity_window_say (self, GTK_MESSAGE_ERROR, comity_job_get_error (job)->message);
}

/* By the file's ending: a page, or a document. */
static void
export_to (ComityWindow *self, const char *path)
{
  ComityDossier *dossier = comity_inspector_peek_dossier (self->inspector);
  const char *dot = strrchr (path, '.');
  g_autofree char *ending = g_ascii_strdown (dot != NULL ? dot + 1 : "", -1);
  ComityFormat format;
  g_autoptr (ComityJob) job = NULL;

  if (dossier == NULL)
    return;
  if (g_strv_contains ((const char *const[]){ "pdf", "png", "svg", NULL }, ending))
    {
      g_autoptr (ComityFigure) page = comity_dossier_figure_new (dossier);
      ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;

      options.width_mm = PAGE_WIDTH;
      options.height_mm = PAGE_HEIGHT;
      job = comity_export_job_new_figure (page, path, &options, FALSE, NULL, NULL);
    }
  else if (comity_format_from_path (path, &format))
    job = comity_export_job_new_table (write_document_in_thread, comity_dossier_ref (dossier),
                                       (GDestroyNotify) comity_dossier_free, ending, path);
  else
    {
      g_autofree char *sentence = g_strdup_printf (
          _ ("“%s” ends in none of .pdf .png .svg .html .md .txt .json .csv .tex."), path);

      comity_window_say (self, GTK_MESSAGE_ERROR, sentence);
      return;
    }
  g_signal_connect_object (job, "finished", G_CALLBACK (finished_cb), self, 0);
  comity_job_list_run (comity_session_get_jobs (self->session), job);
}

static void
chosen_cb (GtkNativeDialog *native, int response, ComityWindow *self)
{
  g_autofree char *path = comity_window_dup_chosen (native, response);

  if (path != NULL)
    export_to (self, path);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;
  g_autofree char *states = comity_session_dup_selection_text (self->session);
  g_autofree char *name = NULL;

  g_strdelimit (states, ",", '-');
  name = g_strdup_printf ("%s-%d.pdf", states, comity_session_get_year (self->session));
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Export the Dossier"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
export_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  export_to (user_data, g_variant_get_string (parameter, NULL));
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;
  g_autoptr (ComityFigure) page = NULL;
  g_autoptr (GError) error = NULL;

  if (comity_inspector_peek_dossier (self->inspector) == NULL)
    return;
  page = comity_dossier_figure_new (comity_inspector_peek_dossier (self->inspector));
  /* The printer's paper stands upright as the page does. */
  comity_figure_layout (page, PAGE_WIDTH, PAGE_HEIGHT, comity_theme_get (COMITY_THEME_PRINT));
  if (!comity_print_figure (GTK_WINDOW (self), page, FALSE, &error))
    comity_window_say (self, GTK_MESSAGE_ERROR, error->message);
}

void
comity_window_init_dossier (ComityWindow *self)
{
  static const GActionEntry entries[] = {
    { "export-dossier", export_cb },
    { "export-dossier-file", export_file_cb, "s" },
    { "print-dossier", print_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    g_object_bind_property (self->inspector, "has-dossier",
                            g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name),
                            "enabled", G_BINDING_SYNC_CREATE);
}
