/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the dialog's rows to files: the name that is asked for, what it would replace, and the job
 * that writes. Nothing is replaced without having been asked about. */
#include "config.h"

#include "comity-export-dialog-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "comity-settings.h"
#include "comity-window.h"

/* What leads back to the page as it is: the window's view. */
static char *
dup_view (ComityPage *page)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));

  return COMITY_IS_WINDOW (root) ? comity_window_dup_view (COMITY_WINDOW (root)) : NULL;
}

static gboolean
wants_caption (void)
{
  return g_settings_get_boolean (comity_settings_get (), "export-caption");
}

static char *
dup_ending (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  const char *dot = strrchr (name, '.');

  /* One table of two that are written as .csv has an ending of its own. */
  if (g_str_has_suffix (name, ".ties.csv"))
    return g_strdup ("ties.csv");
  return g_ascii_strdown (dot != NULL && dot != name ? dot + 1 : "", -1);
}

ComityJob *
comity_export_dialog_prepare (ComityPage *page, const char *path, GError **error)
{
  ComityFigureView *figure_view = comity_page_get_figure_view (page);
  ComityFigure *figure = figure_view != NULL ? comity_figure_view_peek_figure (figure_view) : NULL;
  ComityExportOptions options = comity_export_options_from_settings ();
  g_autofree char *ending = dup_ending (path);
  g_autofree char *view = NULL;
  ComityPageTable table;

  if (g_str_equal (ending, "png") || g_str_equal (ending, "pdf") || g_str_equal (ending, "svg"))
    {
      if (figure == NULL)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       _ ("This page shows no figure to export."));
          return NULL;
        }
      view = dup_view (page);
      return comity_export_job_new_figure (
          figure, path, &options, wants_caption (), view,
          comity_session_peek_dataset (comity_page_get_session (page)));
    }
  if (!comity_page_get_table (page, ending, &table))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _ ("This page cannot be exported as “.%s”."), ending);
      return NULL;
    }
  return comity_export_job_new_table (table.func, table.data, table.free_data, ending, path);
}

/* A strip into a file, a series into a folder. */
static ComityJob *
prepare_years (ComityExportDialog *self, const char *path, GError **error)
{
  gboolean series = comity_export_dialog_get_span (self) == COMITY_EXPORT_SERIES;
  ComityExportOptions options = comity_export_options_from_settings ();
  g_autofree char *ending = dup_ending (path);
  g_autofree char *view = NULL;
  ComityYearSource source;
  ComityYears years;

  comity_export_dialog_get_years (self, &years);
  if (!comity_years_check (&years, series, error))
    return NULL;
  if (!series && !g_strv_contains ((const char *const[]){ "png", "pdf", "svg", NULL }, ending))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _ ("A film strip cannot be written as “.%s”: name it .pdf, .svg or .png."),
                   ending);
      return NULL;
    }
  if (!comity_page_get_years (self->page, &years, series, &source))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   _ ("This page shows no figure to export."));
      return NULL;
    }
  view = dup_view (self->page);
  return comity_export_job_new_years (
      &years, &source, path, series, &options, wants_caption (), view,
      comity_session_peek_dataset (comity_page_get_session (self->page)));
}

void
comity_export_dialog_say (ComityExportDialog *self, const char *sentence)
{
  if (sentence != NULL)
    gtk_label_set_text (self->problem, sentence);
  gtk_info_bar_set_revealed (self->problem_bar, sentence != NULL);
}

static void
show_writing (ComityExportDialog *self, gboolean writing)
{
  gtk_widget_set_sensitive (self->form, !writing);
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_button), !writing);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), writing);
  gtk_progress_bar_set_fraction (self->progress, 0.0);
  gtk_progress_bar_set_text (self->progress,
                             writing ? comity_job_get_title (self->job) : NULL);
  gtk_button_set_label (self->cancel_button, writing ? _ ("_Stop") : _ ("_Cancel"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->cancel_button),
                               writing ? _ ("Stop writing; nothing is left behind (Escape)")
                                       : _ ("Close without exporting (Escape)"));
}

static void
job_polled_cb (ComityExportDialog *self)
{
  if (self->job != NULL)
    gtk_progress_bar_set_fraction (self->progress, comity_job_get_fraction (self->job));
}

static void
job_finished_cb (ComityJob *job, ComityExportDialog *self)
{
  g_autoptr (ComityJob) own = NULL;
  g_autofree char *path = NULL;

  if (job != self->job)
    return;
  own = g_steal_pointer (&self->job);
  show_writing (self, FALSE);
  switch (comity_job_get_state (job))
    {
    case COMITY_JOB_DONE:
      path = comity_job_steal_result (job);
      comity_export_dialog_finished (self, path);
      break;
    case COMITY_JOB_FAILED:
      comity_export_dialog_say (self, comity_job_get_error (job)->message);
      break;
    default:
      break;
    }
}

gboolean
comity_export_dialog_stop (ComityExportDialog *self)
{
  if (self->job == NULL)
    return FALSE;
  comity_job_cancel (self->job);
  return TRUE;
}

static void
write_to (ComityExportDialog *self, const char *path)
{
  ComityJobList *jobs = comity_session_get_jobs (comity_page_get_session (self->page));
  g_autoptr (GError) error = NULL;

  comity_export_dialog_say (self, NULL);
  self->job = comity_export_dialog_get_span (self) == COMITY_EXPORT_ONE_YEAR
                  ? comity_export_dialog_prepare (self->page, path, &error)
                  : prepare_years (self, path, &error);
  if (self->job == NULL)
    {
      comity_export_dialog_say (self, error->message);
      return;
    }
  show_writing (self, TRUE);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (job_finished_cb), self, 0);
  g_signal_handlers_disconnect_by_func (jobs, job_polled_cb, self);
  g_signal_connect_object (jobs, "polled", G_CALLBACK (job_polled_cb), self, G_CONNECT_SWAPPED);
  comity_job_list_run (jobs, self->job);
}

static void
replace_cb (ComityExportDialog *self, const char *response)
{
  g_autofree char *path = g_steal_pointer (&self->chosen);

  if (path != NULL && g_str_equal (response, "replace"))
    write_to (self, path);
}

static void
ask_to_replace (ComityExportDialog *self, const char *path, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);

  g_free (self->chosen);
  self->chosen = g_strdup (path);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "replace",
                                    _ ("_Replace"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "replace",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (replace_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Pictures of a series that are in the folder already. */
static guint
count_there (ComityExportDialog *self, const char *folder)
{
  g_auto (GStrv) names = NULL;
  ComityYearSource source;
  ComityYears years;
  guint n = 0;

  comity_export_dialog_get_years (self, &years);
  if (!comity_years_check (&years, TRUE, NULL) ||
      !comity_page_get_years (self->page, &years, TRUE, &source))
    return 0;
  names = comity_years_list_names (&years, source.stem);
  source.free_data (source.data);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      n += g_file_test (path, G_FILE_TEST_EXISTS) ? 1 : 0;
    }
  return n;
}

static void
folder_chosen (ComityExportDialog *self, const char *folder)
{
  guint n = count_there (self, folder);
  g_autofree char *name = g_filename_display_basename (folder);
  g_autofree char *body = NULL;

  if (n == 0)
    {
      write_to (self, folder);
      return;
    }
  body = g_strdup_printf (
      ngettext ("The folder “%s” has %u picture of that name, which would be written over.",
                "The folder “%s” has %u pictures of these names, which would be written over.", n),
      name, n);
  ask_to_replace (self, folder, _ ("Replace the Pictures?"), body);
}

/* A name without an ending gets that of the kind; the chooser has not asked about that file. */
static void
file_chosen (ComityExportDialog *self, const char *path)
{
  g_autofree char *ending = dup_ending (path);
  g_autofree char *whole = NULL;
  g_autofree char *name = NULL;
  g_autofree char *body = NULL;

  if (*ending != '\0')
    {
      write_to (self, path);
      return;
    }
  whole = g_strdup_printf ("%s%s%s", path, g_str_has_suffix (path, ".") ? "" : ".",
                           comity_export_dialog_peek_ending (self));
  if (!g_file_test (whole, G_FILE_TEST_EXISTS))
    {
      write_to (self, whole);
      return;
    }
  name = g_filename_display_basename (whole);
  body = g_strdup_printf (_ ("“%s” is there already and would be written over."), name);
  ask_to_replace (self, whole, _ ("Replace the File?"), body);
}

static void
chosen_cb (GtkNativeDialog *native, int response, ComityExportDialog *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path == NULL)
    comity_export_dialog_say (self, _ ("Comity writes to places of this computer only."));
  else if (comity_export_dialog_get_span (self) == COMITY_EXPORT_SERIES)
    folder_chosen (self, path);
  else
    file_chosen (self, path);
}

/* "network-2012.pdf", "network-1960-2010.pdf"; of what has no years "comity.csv". */
static char *
dup_proposal (ComityExportDialog *self)
{
  const char *ending = comity_export_dialog_peek_ending (self);
  int year = comity_session_get_year (comity_page_get_session (self->page));
  ComityYearSource source;
  ComityYears years;
  char *name;

  comity_export_dialog_get_years (self, &years);
  if (years.first > years.last || !comity_page_get_years (self->page, &years, FALSE, &source))
    return g_strdup_printf ("%s.%s", _ ("comity"), ending);
  name = comity_export_dialog_get_span (self) == COMITY_EXPORT_STRIP
             ? g_strdup_printf ("%s-%d-%d.%s", source.stem, years.first, years.last, ending)
             : g_strdup_printf ("%s-%d.%s", source.stem, year, ending);
  source.free_data (source.data);
  return name;
}

void
comity_export_dialog_choose (ComityExportDialog *self)
{
  gboolean series = comity_export_dialog_get_span (self) == COMITY_EXPORT_SERIES;

  comity_export_dialog_say (self, NULL);
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      series ? _ ("A Folder for the Pictures") : _ ("Export"), GTK_WINDOW (self),
      series ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_SAVE,
      series ? _ ("_Write Here") : _ ("_Save"), NULL);
  if (!series)
    {
      g_autofree char *name = dup_proposal (self);

      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
    }
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
