/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing files off the main thread, from copies. */
#include "config.h"

#include "comity-export-job.h"

#include <glib/gi18n.h>

#include "comity-file-writer.h"

typedef struct
{
  ComityFigure *figure;
  ComityTextFunc func;
  gpointer data;
  GDestroyNotify free_data;
  char *kind; /* of a table: its ending; of bytes: theirs */
  char *path;
  char *view;             /* of a figure: the key file that leads back to it */
  ComityDataset *dataset; /* … whose hash it names */
  ComityExportOptions options;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  g_clear_pointer (&input->figure, comity_figure_unref);
  if (input->data != NULL)
    input->free_data (input->data);
  g_free (input->kind);
  g_free (input->path);
  g_free (input->view);
  g_clear_pointer (&input->dataset, comity_dataset_unref);
  g_free (input);
}

/* "[data] sha256=…" goes into the view's own group. */
static void
set_metadata (Input *input)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;

  if (input->view == NULL ||
      !g_key_file_load_from_data (file, input->view, (gsize) -1, G_KEY_FILE_NONE, NULL))
    return;
  if (input->dataset != NULL)
    g_key_file_set_string (file, "data", "sha256", comity_dataset_get_sha256 (input->dataset));
  text = g_key_file_to_data (file, NULL, NULL);
  comity_figure_set_metadata (input->figure, text);
}

static gpointer
write_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  g_autofree char *text = NULL;
  gboolean written;

  if (input->figure != NULL)
    {
      set_metadata (input);
      written = comity_figure_export (input->figure, input->path, &input->options, progress, error);
    }
  else
    {
      text = input->func (input->data, input->kind);
      written = comity_file_write (input->path, text, -1, error);
    }
  return written ? g_strdup (input->path) : NULL;
}

static gpointer
render_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;

  return comity_figure_export_bytes (input->figure, input->kind, &input->options, error);
}

static ComityJob *
new_job (Input *input, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *title = g_strdup_printf (_ ("Writing %s"), name);

  input->path = g_strdup (path);
  return comity_job_new (title, write_in_thread, input, input_free, g_free);
}

ComityJob *
comity_export_job_new_figure (ComityFigure *figure,
                              const char *path,
                              const ComityExportOptions *options,
                              gboolean caption,
                              const char *view,
                              ComityDataset *dataset)
{
  Input *input = g_new0 (Input, 1);

  input->view = g_strdup (view);
  input->dataset = dataset != NULL ? comity_dataset_ref (dataset) : NULL;
  input->figure = comity_figure_copy (figure);
  comity_figure_set_show_caption (input->figure, caption);
  input->options = *options;
  return new_job (input, path);
}

ComityJob *
comity_export_job_new_table (ComityTextFunc func_in_thread,
                             gpointer data,
                             GDestroyNotify free_data,
                             const char *ending,
                             const char *path)
{
  Input *input = g_new0 (Input, 1);

  input->func = func_in_thread;
  input->data = data;
  input->free_data = free_data;
  input->kind = g_strdup (ending);
  return new_job (input, path);
}

ComityJob *
comity_export_job_new_bytes (ComityFigure *figure,
                             const char *kind,
                             const ComityExportOptions *options)
{
  Input *input = g_new0 (Input, 1);

  input->figure = comity_figure_copy (figure);
  input->kind = g_strdup (kind);
  input->options = *options;
  return comity_job_new (_ ("Copying the figure"), render_in_thread, input, input_free,
                         (GDestroyNotify) g_bytes_unref);
}
