/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing files off the main thread, from copies. */
#include "config.h"

#include "comity-export-job.h"

#include <glib/gi18n.h>

#include "comity-file-writer.h"

typedef struct
{
  ComityFigure *figure;
  char *text;
  char *path;
  ComityExportOptions options;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  g_clear_pointer (&input->figure, comity_figure_unref);
  g_free (input->text);
  g_free (input->path);
  g_free (input);
}

static gpointer
write_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  gboolean written;

  if (input->figure != NULL)
    written = comity_figure_export (input->figure, input->path, &input->options, progress, error);
  else
    written = comity_file_write (input->path, input->text, -1, error);
  return written ? g_strdup (input->path) : NULL;
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
                              gboolean caption)
{
  Input *input = g_new0 (Input, 1);

  input->figure = comity_figure_copy (figure);
  comity_figure_set_show_caption (input->figure, caption);
  input->options = *options;
  return new_job (input, path);
}

ComityJob *
comity_export_job_new_text (const char *text, const char *path)
{
  Input *input = g_new0 (Input, 1);

  input->text = g_strdup (text);
  return new_job (input, path);
}
