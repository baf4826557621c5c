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
  ComityYearSource source; /* of several years; draw NULL: of none */
  ComityYears years;
  gboolean is_series;
  gboolean caption;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  g_clear_pointer (&input->figure, comity_figure_unref);
  if (input->data != NULL)
    input->free_data (input->data);
  if (input->source.draw != NULL)
    input->source.free_data (input->source.data);
  g_free (input->kind);
  g_free (input->path);
  g_free (input->view);
  g_clear_pointer (&input->dataset, comity_dataset_unref);
  g_free (input);
}

/* "[data] sha256=…" goes into the view's own group. */
static GKeyFile *
load_view (const Input *input)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (input->view == NULL ||
      !g_key_file_load_from_data (file, input->view, (gsize) -1, G_KEY_FILE_NONE, NULL))
    return NULL;
  if (input->dataset != NULL)
    g_key_file_set_string (file, "data", "sha256", comity_dataset_get_sha256 (input->dataset));
  return g_steal_pointer (&file);
}

static void
set_metadata (Input *input)
{
  g_autoptr (GKeyFile) file = load_view (input);
  g_autofree char *text = file != NULL ? g_key_file_to_data (file, NULL, NULL) : NULL;

  if (text != NULL)
    comity_figure_set_metadata (input->figure, text);
}

static ComityFigure *
draw_year (gpointer data, int year, ComityProgress *progress, GError **error)
{
  const Input *input = data;

  return input->source.draw (input->source.data, year, progress, error);
}

static char *
dup_year_view (gpointer data, int year)
{
  const Input *input = data;
  g_autoptr (GKeyFile) file = load_view (input);

  if (file == NULL)
    return NULL;
  g_key_file_set_integer (file, "view", "year", year);
  if (input->source.adjust_view != NULL)
    input->source.adjust_view (file);
  return g_key_file_to_data (file, NULL, NULL);
}

static gpointer
write_years_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  const ComityYearDrawing drawing = { draw_year, dup_year_view, input };
  const ComityYearLook look = { input->options, NULL, input->caption };
  gboolean written =
      input->is_series
          ? comity_years_write_series (&input->years, &drawing, &look, input->source.stem,
                                       input->path, progress, error)
          : comity_years_write_strip (&input->years, &drawing, &look, input->path, progress, error);

  return written ? g_strdup (input->path) : NULL;
}

static gpointer
render_years_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  const ComityYearDrawing drawing = { draw_year, NULL, input };
  const ComityYearLook look = { input->options, NULL, input->caption };
  g_autoptr (ComityFigure) strip =
      comity_years_draw_strip (&input->years, &drawing, &look, progress, error);

  return strip != NULL ? comity_figure_export_bytes (strip, "png", &input->options, error) : NULL;
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
  return comity_job_new (title, input->source.draw != NULL ? write_years_in_thread : write_in_thread,
                         input, input_free, g_free);
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

static Input *
new_years (const ComityYears *years,
           const ComityYearSource *source,
           const ComityExportOptions *options,
           gboolean caption)
{
  Input *input = g_new0 (Input, 1);

  input->years = *years;
  input->source = *source;
  input->options = *options;
  input->caption = caption;
  return input;
}

ComityJob *
comity_export_job_new_years (const ComityYears *years,
                             const ComityYearSource *source,
                             const char *path,
                             gboolean series,
                             const ComityExportOptions *options,
                             gboolean caption,
                             const char *view,
                             ComityDataset *dataset)
{
  Input *input = new_years (years, source, options, caption);

  input->is_series = series;
  input->view = g_strdup (view);
  input->dataset = dataset != NULL ? comity_dataset_ref (dataset) : NULL;
  return new_job (input, path);
}

ComityJob *
comity_export_job_new_years_bytes (const ComityYears *years,
                                   const ComityYearSource *source,
                                   const ComityExportOptions *options,
                                   gboolean caption)
{
  return comity_job_new (_ ("Drawing"), render_years_in_thread,
                         new_years (years, source, options, caption), input_free,
                         (GDestroyNotify) g_bytes_unref);
}
