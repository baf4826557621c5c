/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The years one after another, joined to one scale, and then a page or a row of pictures. A series
 * is written into a folder of its own beside where it shall be, and moved when it is whole. */
#include "config.h"

#include "comity-years.h"

#include "comity-figures.h"
#include "comity-scene.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* Of the work, that of making the figures; the rest is writing them. */
#define MAKING_SHARE 0.4

gsize
comity_years_count (const ComityYears *self)
{
  g_return_val_if_fail (self != NULL && self->step > 0 && self->first <= self->last, 0);
  return (gsize) ((self->last - self->first) / self->step) + 1;
}

static int
year_at (const ComityYears *self, gsize i)
{
  return self->first + (int) i * self->step;
}

static gsize
count_pictures (const ComityYears *self)
{
  return (comity_years_count (self) - 1) * (gsize) (self->tween + 1) + 1;
}

gboolean
comity_years_check (const ComityYears *self, gboolean series, GError **error)
{
  gsize n;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->step < 1 || self->first > self->last)
    {
      g_set_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE,
                   "The years %d to %d, every %d, are none.", self->first, self->last, self->step);
      return FALSE;
    }
  n = comity_years_count (self);
  if (!series && n > COMITY_STRIP_MAX_PANELS)
    {
      int span = self->last - self->first;
      int step = span / COMITY_STRIP_MAX_PANELS + 1;

      g_set_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE,
                   "A strip of %" G_GSIZE_FORMAT " years cannot be read: a step of %d leaves %d, "
                   "and %d is the most.",
                   n, step, span / step + 1, COMITY_STRIP_MAX_PANELS);
      return FALSE;
    }
  if (series && (self->tween < 0 || count_pictures (self) > COMITY_YEARS_MAX_FRAMES))
    {
      g_set_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE,
                   "%" G_GSIZE_FORMAT " pictures are too many: a series has at most %d.",
                   count_pictures (self), COMITY_YEARS_MAX_FRAMES);
      return FALSE;
    }
  return TRUE;
}

static char *
dup_name (const ComityYears *self, const char *stem, gsize i, int between)
{
  int year = year_at (self, i);

  return self->tween > 0 ? g_strdup_printf ("%s-%04d-%02d.png", stem, year, between)
                         : g_strdup_printf ("%s-%04d.png", stem, year);
}

char **
comity_years_list_names (const ComityYears *self, const char *stem)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gsize n = comity_years_count (self);

  for (gsize i = 0; i < n; i++)
    for (int k = 0; k <= (i + 1 < n ? self->tween : 0); k++)
      {
        g_autofree char *name = dup_name (self, stem, i, k);

        g_strv_builder_add (names, name);
      }
  return g_strv_builder_end (names);
}

void
comity_years_save (const ComityYears *self, GKeyFile *view)
{
  g_key_file_set_integer (view, COMITY_YEARS_GROUP, "first", self->first);
  g_key_file_set_integer (view, COMITY_YEARS_GROUP, "last", self->last);
  g_key_file_set_integer (view, COMITY_YEARS_GROUP, "step", self->step);
  g_key_file_set_integer (view, COMITY_YEARS_GROUP, "columns", self->n_columns);
  g_key_file_set_integer (view, COMITY_YEARS_GROUP, "tween", self->tween);
}

gboolean
comity_years_restore (ComityYears *self, GKeyFile *view)
{
  ComityYears years = COMITY_YEARS_INIT;

  years.first = g_key_file_get_integer (view, COMITY_YEARS_GROUP, "first", NULL);
  years.last = g_key_file_get_integer (view, COMITY_YEARS_GROUP, "last", NULL);
  years.step = g_key_file_get_integer (view, COMITY_YEARS_GROUP, "step", NULL);
  years.n_columns = g_key_file_get_integer (view, COMITY_YEARS_GROUP, "columns", NULL);
  years.tween = g_key_file_get_integer (view, COMITY_YEARS_GROUP, "tween", NULL);
  /* A file comes from anywhere. */
  if (years.first < 1 || years.last < years.first || years.last > 9999 || years.step < 1 ||
      years.n_columns < 0 || years.n_columns > COMITY_STRIP_MAX_PANELS || years.tween < 0 ||
      years.tween > COMITY_YEARS_MAX_FRAMES)
    return FALSE;
  *self = years;
  return TRUE;
}

/* The view of @year with the years that it is one of. */
static void
set_view (const ComityYears *self, ComityFigure *figure, const ComityYearDrawing *drawing, int year)
{
  g_autofree char *view =
      drawing->dup_view != NULL ? drawing->dup_view (drawing->data, year) : NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;

  if (view == NULL || !g_key_file_load_from_data (file, view, (gsize) -1, G_KEY_FILE_NONE, NULL))
    return;
  comity_years_save (self, file);
  text = g_key_file_to_data (file, NULL, NULL);
  comity_figure_set_metadata (figure, text);
}

static void
dress (ComityFigure *figure, const ComityYearLook *look, const char *caption)
{
  comity_figure_set_caption (figure, caption);
  comity_figure_set_show_caption (figure, look->show_caption);
  if (look->title != NULL)
    comity_figure_set_title (figure, look->title);
}

/* The figures of all years; NULL with an error. */
static GPtrArray *
draw_all (const ComityYears *self,
          const ComityYearDrawing *drawing,
          ComityProgress *progress,
          GError **error)
{
  gsize n = comity_years_count (self);
  g_autoptr (GPtrArray) figures =
      g_ptr_array_new_with_free_func ((GDestroyNotify) comity_figure_unref);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (ComityProgress) part = comity_progress_new_part (progress, (double) i / (double) n,
                                                                  (double) (i + 1) / (double) n);
      ComityFigure *figure;

      if (comity_progress_set_error_if_cancelled (progress, error))
        return NULL;
      figure = drawing->draw (drawing->data, year_at (self, i), part, error);
      if (figure == NULL)
        return NULL;
      g_ptr_array_add (figures, figure);
      comity_progress_set (part, 1.0);
    }
  return g_steal_pointer (&figures);
}

ComityFigure *
comity_years_draw_strip (const ComityYears *self,
                         const ComityYearDrawing *drawing,
                         const ComityYearLook *look,
                         ComityProgress *progress,
                         GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;
  g_autoptr (GPtrArray) figures = NULL;
  ComityFigure *strip, *last;

  g_return_val_if_fail (self != NULL && drawing != NULL && look != NULL, NULL);

  if (!comity_years_check (self, FALSE, error))
    return NULL;
  figures = draw_all (self, drawing, progress, error);
  if (figures == NULL)
    return NULL;
  for (gsize i = 0; i < figures->len; i++)
    {
      g_autofree char *label = g_strdup_printf ("%d", year_at (self, i));

      g_strv_builder_add (builder, label);
    }
  labels = g_strv_builder_end (builder);
  strip = comity_strip_figure_new ((ComityFigure *const *) figures->pdata,
                                   (const char *const *) labels, figures->len);
  comity_strip_figure_set_columns (strip, (gsize) MAX (self->n_columns, 0));
  last = g_ptr_array_index (figures, figures->len - 1);
  dress (strip, look, comity_figure_peek_caption (last));
  set_view (self, strip, drawing, year_at (self, figures->len - 1));
  return strip;
}

gboolean
comity_years_write_strip (const ComityYears *self,
                          const ComityYearDrawing *drawing,
                          const ComityYearLook *look,
                          const char *path,
                          ComityProgress *progress,
                          GError **error)
{
  g_autoptr (ComityProgress) making = comity_progress_new_part (progress, 0.0, MAKING_SHARE);
  g_autoptr (ComityProgress) writing = comity_progress_new_part (progress, MAKING_SHARE, 1.0);
  g_autoptr (ComityFigure) strip = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  strip = comity_years_draw_strip (self, drawing, look, making, error);
  return strip != NULL && comity_figure_export (strip, path, &look->options, writing, error);
}

/* A picture of a film: what all of them share is where it was. */
static ComityFigure *
new_picture (ComityFigure *figure, const ComityYearLook *look)
{
  static const char *const no_label[] = { "" };
  ComityFigure *picture = comity_strip_figure_new (&figure, no_label, 1);

  dress (picture, look, comity_figure_peek_caption (figure));
  return picture;
}

/* That of year @i, or one on the way to the next. */
static gboolean
write_picture (const ComityYears *self,
               const ComityYearDrawing *drawing,
               const ComityYearLook *look,
               GPtrArray *figures,
               gsize i,
               int between,
               const char *path,
               ComityProgress *progress,
               GError **error)
{
  g_autoptr (ComityFigure) picture = new_picture (g_ptr_array_index (figures, i), look);

  if (between > 0)
    {
      g_autoptr (ComityFigure) from = g_steal_pointer (&picture);
      g_autoptr (ComityFigure) to = new_picture (g_ptr_array_index (figures, i + 1), look);

      picture = comity_between_figure_new (from, to, (double) between / (self->tween + 1));
    }
  set_view (self, picture, drawing, year_at (self, i));
  return comity_figure_export (picture, path, &look->options, progress, error);
}

/* All pictures into @folder, under their names. */
static gboolean
write_pictures (const ComityYears *self,
                const ComityYearDrawing *drawing,
                const ComityYearLook *look,
                GPtrArray *figures,
                const char *stem,
                const char *folder,
                ComityProgress *progress,
                GError **error)
{
  double n = (double) count_pictures (self);
  gsize done = 0;

  for (gsize i = 0; i < figures->len; i++)
    for (int k = 0; k <= (i + 1 < figures->len ? self->tween : 0); k++, done++)
      {
        g_autofree char *name = dup_name (self, stem, i, k);
        g_autofree char *path = g_build_filename (folder, name, NULL);
        g_autoptr (ComityProgress) part =
            comity_progress_new_part (progress, (double) done / n, (double) (done + 1) / n);

        if (!write_picture (self, drawing, look, figures, i, k, path, part, error))
          return FALSE;
      }
  return TRUE;
}

/* From where they were written to where they are wanted. */
static gboolean
move_pictures (char **names, const char *from, const char *to, GError **error)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *source = g_build_filename (from, names[i], NULL);
      g_autofree char *target = g_build_filename (to, names[i], NULL);

      if (g_rename (source, target) != 0)
        {
          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                       "“%s” cannot be written: %s.", target, g_strerror (errno));
          return FALSE;
        }
    }
  return TRUE;
}

static void
remove_folder (char **names, const char *folder)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

/* A full disk is told of the folder that was named, not of the one where it was met. */
static void
name_folder (const char *folder, GError **error)
{
  if (error == NULL || !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return;
  g_clear_error (error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
               "The disk is full: no picture was written into “%s”.", folder);
}

gboolean
comity_years_write_series (const ComityYears *self,
                           const ComityYearDrawing *drawing,
                           const ComityYearLook *look,
                           const char *stem,
                           const char *folder,
                           ComityProgress *progress,
                           GError **error)
{
  g_autoptr (ComityProgress) making = comity_progress_new_part (progress, 0.0, MAKING_SHARE);
  g_autoptr (ComityProgress) writing = comity_progress_new_part (progress, MAKING_SHARE, 1.0);
  g_autoptr (GPtrArray) figures = NULL;
  g_auto (GStrv) names = NULL;
  g_autofree char *own = NULL;
  gboolean existed, written;

  g_return_val_if_fail (self != NULL && drawing != NULL && look != NULL, FALSE);
  g_return_val_if_fail (stem != NULL && folder != NULL, FALSE);

  if (!comity_years_check (self, TRUE, error))
    return FALSE;
  /* A folder that takes nothing is found before the work is done. */
  existed = g_file_test (folder, G_FILE_TEST_IS_DIR);
  own = g_strdup_printf ("%s%s.%s-XXXXXX", folder, G_DIR_SEPARATOR_S, stem);
  if (g_mkdir_with_parents (folder, 0777) != 0 || g_mkdtemp (own) == NULL)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   "The folder “%s” takes no pictures: %s.", folder, g_strerror (code));
      return FALSE;
    }
  names = comity_years_list_names (self, stem);
  figures = draw_all (self, drawing, making, error);
  written = figures != NULL;
  if (written)
    {
      /* Scales and legends stay as they are from picture to picture. */
      comity_figures_join ((ComityFigure *const *) figures->pdata, figures->len);
      written = write_pictures (self, drawing, look, figures, stem, own, writing, error) &&
                !comity_progress_set_error_if_cancelled (progress, error) &&
                move_pictures (names, own, folder, error);
    }
  remove_folder (names, own);
  if (!written)
    {
      name_folder (folder, error);
      if (!existed)
        g_rmdir (folder);
      return FALSE;
    }
  comity_progress_set (progress, 1.0);
  return TRUE;
}
