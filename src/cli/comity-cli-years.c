/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of several years: a film strip on one page, or a numbered series for a film. */
#include "config.h"

#include "comity-cli-years.h"

#include "comity-figures.h"
#include "comity-scene.h"

#include <errno.h>
#include <string.h>

/* A series longer than this is a mistake of typing. */
#define MAX_FRAMES 5000
/* Of the work, that of making the figures; the rest is writing them. */
#define MAKING_SHARE 0.4

void
comity_cli_years_clear (ComityCliYears *self)
{
  g_free (self->frames);
}

gboolean
comity_cli_years_parse (ComityCliYears *self, ComityCliData *data, GError **error)
{
  char *colon = data->years != NULL ? strchr (data->years, ':') : NULL;
  guint64 step = 1;

  colon = colon != NULL ? strchr (colon + 1, ':') : NULL;
  if (colon != NULL)
    {
      if (!g_ascii_string_to_unsigned (colon + 1, 10, 1, 1000, &step, NULL))
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       "“%s” is not years with a step, such as 1960:2010:5.", data->years);
          return FALSE;
        }
      *colon = '\0';
    }
  self->step = (int) step;
  return comity_cli_parse_years (data->years, &self->first, &self->last, error);
}

gboolean
comity_cli_years_are_asked (const ComityCliYears *self, int year, const char *output)
{
  return self->frames != NULL || (self->first != 0 && self->first < self->last && year == 0 &&
                                  output != NULL && comity_cli_is_figure (output));
}

static gsize
count_years (const ComityCliYears *self)
{
  return (gsize) ((self->last - self->first) / self->step) + 1;
}

static gboolean
check (const ComityCliYears *self, const char *output, GError **error)
{
  gsize n;

  if (self->first == 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--frames needs --years A:B[:STEP] to know which years.");
      return FALSE;
    }
  if (self->frames != NULL && output != NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--frames writes into a folder and --output a strip: choose one.");
      return FALSE;
    }
  if (self->tween < 0 || (self->tween > 0 && self->frames == NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--tween %d: pictures between two years are 0 or more, and of --frames.",
                   self->tween);
      return FALSE;
    }
  n = count_years (self);
  if (self->frames == NULL && n > COMITY_STRIP_MAX_PANELS)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "A strip of %" G_GSIZE_FORMAT " years cannot be read: choose a step that leaves "
                   "%d or fewer, as in --years %d:%d:5.",
                   n, COMITY_STRIP_MAX_PANELS, self->first, self->last);
      return FALSE;
    }
  if (n * (gsize) (self->tween + 1) > MAX_FRAMES)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "%" G_GSIZE_FORMAT " pictures are too many: a series has at most %d.",
                   n * (gsize) (self->tween + 1), MAX_FRAMES);
      return FALSE;
    }
  return TRUE;
}

static void
set_view (ComityFigure *figure, const ComityCliYearDrawing *drawing, int year)
{
  g_autofree char *view = drawing->view != NULL ? drawing->view (drawing->user_data, year) : NULL;

  if (view != NULL)
    comity_figure_set_metadata (figure, view);
}

/* "network-1990.png"; with pictures between, "network-1990-00.png" and on, so that names sort. */
static char *
dup_frame_path (const ComityCliYears *self, const char *stem, int year, int between)
{
  g_autofree char *name = self->tween > 0
                              ? g_strdup_printf ("%s-%04d-%02d.png", stem, year, between)
                              : g_strdup_printf ("%s-%04d.png", stem, year);

  return g_build_filename (self->frames, name, NULL);
}

/* A picture of a film: what all of them share is where it was. */
static ComityFigure *
new_frame (ComityFigure *figure)
{
  static const char *const no_label[] = { "" };
  ComityFigure *frame = comity_strip_figure_new (&figure, no_label, 1);

  comity_figure_set_caption (frame, comity_figure_peek_caption (figure));
  return frame;
}

static gboolean
write_frame (const ComityCliYears *self,
             const ComityCliYearDrawing *drawing,
             const ComityCliFigure *options,
             GPtrArray *figures,
             gsize i,
             int between,
             GError **error)
{
  int year = self->first + (int) i * self->step;
  g_autofree char *path = dup_frame_path (self, drawing->verb->name, year, between);
  g_autoptr (ComityFigure) frame = new_frame (g_ptr_array_index (figures, i));

  if (between > 0)
    {
      g_autoptr (ComityFigure) from = g_steal_pointer (&frame);
      g_autoptr (ComityFigure) to = new_frame (g_ptr_array_index (figures, i + 1));

      frame = comity_between_figure_new (from, to, (double) between / (self->tween + 1));
    }
  set_view (frame, drawing, year);
  return comity_cli_export (frame, options, path, error);
}

static gboolean
write_frames (const ComityCliYears *self,
              const ComityCliYearDrawing *drawing,
              const ComityCliFigure *options,
              GPtrArray *figures,
              ComityProgress *progress,
              GError **error)
{
  if (g_mkdir_with_parents (self->frames, 0777) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   "The folder %s cannot be made: %s.", self->frames, g_strerror (errno));
      return FALSE;
    }
  /* Scales and legends stay as they are from picture to picture. */
  comity_figures_join ((ComityFigure *const *) figures->pdata, figures->len);
  for (gsize i = 0; i < figures->len; i++)
    for (int k = 0; k <= (i + 1 < figures->len ? self->tween : 0); k++)
      {
        if (!write_frame (self, drawing, options, figures, i, k, error))
          return FALSE;
        comity_progress_set (progress,
                             ((double) i + (double) k / (self->tween + 1)) / figures->len);
      }
  return TRUE;
}

static gboolean
write_strip (const ComityCliYears *self,
             const ComityCliYearDrawing *drawing,
             const ComityCliFigure *options,
             GPtrArray *figures,
             const char *output,
             GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;
  g_autoptr (ComityFigure) strip = NULL;
  ComityFigure *last = g_ptr_array_index (figures, figures->len - 1);

  for (gsize i = 0; i < figures->len; i++)
    {
      g_autofree char *label = g_strdup_printf ("%d", self->first + (int) i * self->step);

      g_strv_builder_add (builder, label);
    }
  labels = g_strv_builder_end (builder);
  strip = comity_strip_figure_new ((ComityFigure *const *) figures->pdata,
                                   (const char *const *) labels, figures->len);
  comity_figure_set_caption (strip, comity_figure_peek_caption (last));
  set_view (strip, drawing, self->first + (int) (figures->len - 1) * self->step);
  return comity_cli_export (strip, options, output, error);
}

gboolean
comity_cli_years_write (const ComityCliYears *self,
                        const ComityCliYearDrawing *drawing,
                        const ComityCliFigure *options,
                        const char *output,
                        GError **error)
{
  g_autoptr (GPtrArray) figures =
      g_ptr_array_new_with_free_func ((GDestroyNotify) comity_figure_unref);
  g_autoptr (ComityProgress) progress = comity_progress_new (NULL);
  g_autoptr (ComityProgress) writing = comity_progress_new_part (progress, MAKING_SHARE, 1.0);
  ComityCliWatch *watch;
  gboolean written = TRUE;
  gsize n;

  if (!check (self, output, error))
    return FALSE;
  n = count_years (self);
  watch = comity_cli_watch_new (drawing->verb, progress);
  for (gsize i = 0; i < n && written; i++)
    {
      ComityFigure *figure =
          drawing->draw (drawing->user_data, self->first + (int) i * self->step, error);

      written = figure != NULL;
      if (written)
        g_ptr_array_add (figures, figure);
      comity_progress_set (progress, MAKING_SHARE * (double) (i + 1) / (double) n);
    }
  if (written)
    written = self->frames != NULL ? write_frames (self, drawing, options, figures, writing, error)
                                   : write_strip (self, drawing, options, figures, output, error);
  comity_cli_watch_free (watch);
  return written;
}
