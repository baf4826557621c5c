/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing for the screen takes up to a tenth of a second for a large network: it happens here,
 * while the figure view goes on showing the picture before. */
#include "config.h"

#include "comity-draw-job.h"

#include <glib/gi18n.h>

typedef struct
{
  ComityFigure *figure;
  double width, height;
  int scale;
  ComityThemeKind theme;
  ComityView view;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  comity_figure_unref (input->figure);
  g_free (input);
}

void
comity_drawing_free (ComityDrawing *self)
{
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_pointer (&self->scene, comity_scene_unref);
  g_free (self);
}

static gpointer
draw_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  const ComityTheme *theme = comity_theme_get (input->theme);
  g_autoptr (ComityDrawing) drawing = g_new0 (ComityDrawing, 1);
  cairo_t *cr;

  drawing->width = input->width;
  drawing->height = input->height;
  drawing->view = input->view;
  drawing->theme = input->theme;
  drawing->surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (input->width * input->scale),
                                  (int) (input->height * input->scale));
  if (cairo_surface_status (drawing->surface) != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("The picture is too large to be drawn."));
      return NULL;
    }
  cairo_surface_set_device_scale (drawing->surface, input->scale, input->scale);

  comity_figure_layout (input->figure, input->width, input->height, theme);
  comity_figure_set_view (input->figure, input->view.scale, input->view.dx, input->view.dy);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;

  cr = cairo_create (drawing->surface);
  cairo_set_source_rgb (cr, theme->background.r, theme->background.g, theme->background.b);
  cairo_paint (cr);
  comity_figure_draw (input->figure, cr);
  cairo_destroy (cr);
  cairo_surface_flush (drawing->surface);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  drawing->scene = comity_scene_new (input->figure, input->scale);
  return g_steal_pointer (&drawing);
}

ComityJob *
comity_draw_job_new (ComityFigure *figure,
                     double width,
                     double height,
                     int scale,
                     ComityThemeKind theme,
                     const ComityView *view)
{
  Input *input = g_new0 (Input, 1);

  input->figure = comity_figure_copy (figure);
  input->width = width;
  input->height = height;
  input->scale = scale;
  input->theme = theme;
  input->view = *view;
  return comity_job_new (_ ("Drawing"), draw_in_thread, input, input_free,
                         (GDestroyNotify) comity_drawing_free);
}
