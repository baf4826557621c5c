/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of the figure that draws itself in a worker for each kind that is asked for. What is
 * written then goes to the other program from the main loop, as its stream wants it. */
#include "config.h"

#include "comity-figure-content.h"

struct _ComityFigureContent
{
  GdkContentProvider parent_instance;

  ComityFigure *figure; /* owned */
  ComityExportOptions options;
};

G_DEFINE_FINAL_TYPE (ComityFigureContent, comity_figure_content, GDK_TYPE_CONTENT_PROVIDER)

/* The best for a text processor first; those that know pictures only look for theirs. */
static const struct
{
  const char *mime_type;
  const char *kind;
} kinds[] = {
  { "image/svg+xml", "svg" },
  { "application/pdf", "pdf" },
  { "image/png", "png" },
};

typedef struct
{
  ComityFigure *figure; /* owned; of this drawing alone, as figures keep their layout */
  ComityExportOptions options;
  const char *kind;
  GOutputStream *stream; /* owned */
  int priority;
  GBytes *bytes; /* owned; what is written */
} Drawing;

static void
drawing_free (gpointer data)
{
  Drawing *drawing = data;

  comity_figure_unref (drawing->figure);
  g_object_unref (drawing->stream);
  g_clear_pointer (&drawing->bytes, g_bytes_unref);
  g_free (drawing);
}

static void
draw_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Drawing *drawing = data;
  GError *error = NULL;
  GBytes *bytes =
      comity_figure_export_bytes (drawing->figure, drawing->kind, &drawing->options, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *stream, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (stream), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Drawing *drawing = g_task_get_task_data (task);
  GError *error = NULL;

  drawing->bytes = g_task_propagate_pointer (G_TASK (result), &error);
  if (drawing->bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_output_stream_write_all_async (drawing->stream, g_bytes_get_data (drawing->bytes, NULL),
                                   g_bytes_get_size (drawing->bytes), drawing->priority,
                                   g_task_get_cancellable (task), written_cb,
                                   g_object_ref (task));
}

static void
comity_figure_content_write_mime_type_async (GdkContentProvider *provider,
                                             const char *mime_type,
                                             GOutputStream *stream,
                                             int io_priority,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data)
{
  ComityFigureContent *self = COMITY_FIGURE_CONTENT (provider);
  GTask *task = g_task_new (provider, cancellable, callback, user_data);
  g_autoptr (GTask) work = NULL;
  Drawing *drawing;
  const char *kind = NULL;

  g_task_set_source_tag (task, comity_figure_content_write_mime_type_async);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (mime_type, kinds[i].mime_type) == 0)
      kind = kinds[i].kind;
  if (kind == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                               "A figure cannot be pasted as %s.", mime_type);
      g_object_unref (task);
      return;
    }
  drawing = g_new0 (Drawing, 1);
  drawing->figure = comity_figure_copy (self->figure);
  drawing->options = self->options;
  drawing->kind = kind;
  drawing->stream = g_object_ref (stream);
  drawing->priority = io_priority;
  g_task_set_task_data (task, drawing, drawing_free);
  work = g_task_new (NULL, cancellable, drawn_cb, task);
  g_task_set_task_data (work, drawing, NULL);
  g_task_run_in_thread (work, draw_in_thread);
}

static gboolean
comity_figure_content_write_mime_type_finish (GdkContentProvider *provider,
                                              GAsyncResult *result,
                                              GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static GdkContentFormats *
comity_figure_content_ref_formats (GdkContentProvider *provider)
{
  const char *mime_types[G_N_ELEMENTS (kinds)];

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    mime_types[i] = kinds[i].mime_type;
  return gdk_content_formats_new (mime_types, G_N_ELEMENTS (mime_types));
}

static void
comity_figure_content_finalize (GObject *object)
{
  comity_figure_unref (COMITY_FIGURE_CONTENT (object)->figure);

  G_OBJECT_CLASS (comity_figure_content_parent_class)->finalize (object);
}

static void
comity_figure_content_class_init (ComityFigureContentClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = comity_figure_content_finalize;
  provider_class->ref_formats = comity_figure_content_ref_formats;
  provider_class->write_mime_type_async = comity_figure_content_write_mime_type_async;
  provider_class->write_mime_type_finish = comity_figure_content_write_mime_type_finish;
}

static void
comity_figure_content_init (ComityFigureContent *self)
{
}

GdkContentProvider *
comity_figure_content_new (ComityFigure *figure, const ComityExportOptions *options)
{
  ComityFigureContent *self;

  g_return_val_if_fail (figure != NULL && options != NULL, NULL);

  self = g_object_new (COMITY_TYPE_FIGURE_CONTENT, NULL);
  self->figure = comity_figure_copy (figure);
  self->options = *options;
  return GDK_CONTENT_PROVIDER (self);
}
