/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small picture of what will be written, in grey if asked. What takes long is drawn when the
 * rows rest. */
#include "config.h"

#include "comity-export-dialog-private.h"

/* Logical pixels of the preview. */
#define PREVIEW_WIDTH 380.0
#define PREVIEW_HEIGHT 240.0
/* Milliseconds without a change before a strip is drawn beforehand: it may take a second. */
#define PREVIEW_PAUSE 400

/* The figure as it will be written, small: the same draw, at the resolution of the preview. */
static void
preview_drawn_cb (ComityJob *job, ComityExportDialog *self)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (job != self->preview_job)
    return;
  if (comity_job_get_state (job) == COMITY_JOB_DONE)
    {
      bytes = comity_job_steal_result (job);
      texture = gdk_texture_new_from_bytes (bytes, NULL);
    }
  else if (comity_job_get_state (job) == COMITY_JOB_FAILED)
    comity_export_dialog_say (self, comity_job_get_error (job)->message);
  gtk_picture_set_paintable (self->preview, GDK_PAINTABLE (texture));
  g_clear_object (&self->preview_job);
}

/* Cancelling tells at once; by then the job is nobody's, and the picture before stays. */
void
comity_export_dialog_drop_preview (ComityExportDialog *self)
{
  g_autoptr (ComityJob) job = g_steal_pointer (&self->preview_job);

  if (job != NULL)
    comity_job_cancel (job);
}

static ComityJob *
new_preview_job (ComityExportDialog *self, const ComityExportOptions *options)
{
  ComityFigureView *view = comity_page_get_figure_view (self->page);
  ComityFigure *shown = view != NULL ? comity_figure_view_peek_figure (view) : NULL;
  gboolean caption = gtk_switch_get_active (self->caption);
  ComityExportSpan span = comity_export_dialog_get_span (self);
  g_autoptr (ComityFigure) figure = NULL;
  g_autoptr (GError) error = NULL;
  ComityYearSource source;
  ComityYears years;

  comity_export_dialog_get_years (self, &years);
  if (span != COMITY_EXPORT_ONE_YEAR &&
      !comity_years_check (&years, span == COMITY_EXPORT_SERIES, &error))
    {
      comity_export_dialog_say (self, error->message);
      return NULL;
    }
  if (span == COMITY_EXPORT_STRIP)
    return comity_page_get_years (self->page, &years, FALSE, &source)
               ? comity_export_job_new_years_bytes (&years, &source, options, caption)
               : NULL;
  if (shown == NULL)
    return NULL;
  figure = comity_figure_copy (shown);
  comity_figure_set_show_caption (figure, caption);
  return comity_export_job_new_bytes (figure, "png", options);
}

static void
update_preview (ComityExportDialog *self)
{
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  comity_export_dialog_drop_preview (self);
  if (!comity_export_dialog_is_figure (self) ||
      !comity_export_dialog_get_theme (self, &options.theme))
    return;
  comity_export_dialog_get_size (self, &options.width_mm, &options.height_mm);
  options.grey = gtk_switch_get_active (self->grey);
  options.dpi =
      MAX (PREVIEW_WIDTH * scale / options.width_mm, PREVIEW_HEIGHT * scale / options.height_mm) *
      COMITY_MM_PER_INCH;
  options.dpi = CLAMP (options.dpi, 10.0, 600.0);
  self->preview_job = new_preview_job (self, &options);
  if (self->preview_job == NULL)
    return;
  g_signal_connect_object (self->preview_job, "finished", G_CALLBACK (preview_drawn_cb), self, 0);
  comity_job_start (self->preview_job);
}

static gboolean
preview_rested_cb (gpointer user_data)
{
  ComityExportDialog *self = user_data;

  self->preview_source = 0;
  update_preview (self);
  return G_SOURCE_REMOVE;
}

void
comity_export_dialog_queue_preview (ComityExportDialog *self)
{
  g_clear_handle_id (&self->preview_source, g_source_remove);
  if (comity_export_dialog_get_span (self) == COMITY_EXPORT_ONE_YEAR)
    update_preview (self);
  else
    self->preview_source = g_timeout_add (PREVIEW_PAUSE, preview_rested_cb, self);
}
