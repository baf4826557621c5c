/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of several years: how many and by which names, the strip as one page with its years in
 * its view, and a series that is there whole or not at all, whenever it is cancelled. */
#include "config.h"

#include "comity-figures.h"
#include "comity-years.h"
#include "fake-data.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  int fails_at; /* a year; 0: none does */
} Drawing;

static ComityFigure *
draw_year (gpointer data, int year, ComityProgress *progress, GError **error)
{
  const Drawing *self = data;
  g_autofree char *caption = g_strdup_printf ("Ties of %d", year);
  ComityFigure *figure;

  if (year == self->fails_at)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "There is no %d.", year);
      return NULL;
    }
  figure = fake_network_figure (12, (gsize) (year - 1980), COMITY_LAYOUT_CIRCLE);
  comity_figure_set_caption (figure, caption);
  return figure;
}

static char *
dup_view (gpointer data, int year)
{
  return g_strdup_printf ("[view]\nyear=%d\n", year);
}

static ComityYearDrawing
as_drawing (Drawing *self)
{
  return (ComityYearDrawing){ draw_year, dup_view, self };
}

static ComityYearLook
small_look (void)
{
  ComityYearLook look = { COMITY_EXPORT_OPTIONS_INIT, NULL, TRUE };

  look.options.width_px = 200;
  look.options.height_px = 150;
  return look;
}

static void
test_names (void)
{
  ComityYears years = { 1990, 1997, 3, 0, 0 };
  g_auto (GStrv) names = comity_years_list_names (&years, "network");
  g_auto (GStrv) more = NULL;
  g_autofree char *all = g_strjoinv (" ", names);
  g_autofree char *all_more = NULL;

  g_assert_cmpuint (comity_years_count (&years), ==, 3);
  g_assert_cmpstr (all, ==, "network-1990.png network-1993.png network-1996.png");
  years.tween = 1;
  more = comity_years_list_names (&years, "x");
  all_more = g_strjoinv (" ", more);
  g_assert_cmpstr (all_more, ==,
                   "x-1990-00.png x-1990-01.png x-1993-00.png x-1993-01.png x-1996-00.png");
}

static void
assert_refused (ComityYears years, gboolean series, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (comity_years_check (&years, series, &error));
  g_assert_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_check (void)
{
  ComityYears span = { 1960, 2080, 1, 0, 0 };

  assert_refused ((ComityYears){ 2000, 1999, 1, 0, 0 }, FALSE, "2000 to 1999");
  assert_refused ((ComityYears){ 1990, 1999, 0, 0, 0 }, TRUE, "every 0");
  assert_refused ((ComityYears){ 1990, 1999, 1, 0, 5000 }, TRUE, "45010 pictures");
  assert_refused (span, FALSE, "121 years");
  /* The step that it names is one that is taken. */
  assert_refused (span, FALSE, "a step of 3 leaves 41");
  span.step = 3;
  g_assert_true (comity_years_check (&span, FALSE, NULL));
  g_assert_cmpuint (comity_years_count (&span), ==, 41);
  g_assert_true (comity_years_check (&(ComityYears){ 1990, 1990, 1, 0, 0 }, TRUE, NULL));
}

/* The page is that of the figures made by hand; caption and view are those of the last year. */
static void
test_strip (void)
{
  static const char *const labels[] = { "1990", "1995", "2000" };
  const ComityYears years = { 1990, 2001, 5, 2, 0 };
  Drawing data = { 0 };
  ComityYearDrawing drawing = as_drawing (&data);
  ComityYearLook look = small_look ();
  ComityYears again = COMITY_YEARS_INIT;
  ComityFigure *figures[3];
  g_autoptr (ComityFigure) strip = NULL;
  g_autoptr (ComityFigure) other = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) other_bytes = NULL;
  g_autoptr (GKeyFile) view = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  strip = comity_years_draw_strip (&years, &drawing, &look, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (comity_figure_peek_caption (strip), ==, "Ties of 2000");
  g_assert_true (g_key_file_load_from_data (view, comity_figure_peek_metadata (strip), (gsize) -1,
                                            G_KEY_FILE_NONE, NULL));
  g_assert_cmpint (g_key_file_get_integer (view, "view", "year", NULL), ==, 2000);
  g_assert_true (comity_years_restore (&again, view));
  g_assert_cmpmem (&again, sizeof again, &years, sizeof years);

  for (int i = 0; i < 3; i++)
    figures[i] = draw_year (&data, 1990 + 5 * i, NULL, NULL);
  other = comity_strip_figure_new (figures, labels, 3);
  comity_strip_figure_set_columns (other, 2);
  comity_figure_set_caption (other, "Ties of 2000");
  comity_figure_set_metadata (other, comity_figure_peek_metadata (strip));
  bytes = comity_figure_export_bytes (strip, "svg", &look.options, NULL);
  other_bytes = comity_figure_export_bytes (other, "svg", &look.options, NULL);
  g_assert_true (g_bytes_equal (bytes, other_bytes));
  for (int i = 0; i < 3; i++)
    comity_figure_unref (figures[i]);
}

/* A view from anywhere: what is no span of years is none. */
static void
test_strange_view (void)
{
  static const char *const texts[] = {
    "[view]\nyear=1990\n",
    "[years]\nfirst=1990\nlast=1980\nstep=1\n",
    "[years]\nfirst=1990\nlast=2000\nstep=-3\n",
    "[years]\nfirst=x\nlast=2000\nstep=1\n",
    "[years]\nfirst=1990\nlast=2147483647\nstep=1\n",
    "[years]\nfirst=1990\nlast=2000\nstep=1\ntween=-1\n",
  };
  ComityYears years = { 1, 2, 3, 4, 5 };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GKeyFile) view = g_key_file_new ();

      g_key_file_load_from_data (view, texts[i], (gsize) -1, G_KEY_FILE_NONE, NULL);
      g_assert_false (comity_years_restore (&years, view));
      g_assert_cmpint (years.tween, ==, 5);
    }
}

/* How many files there are, and that none of them is another than was named. */
static gsize
count_files (const char *folder, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  gsize n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_assert_true (g_str_has_prefix (name, prefix));
      n++;
    }
  return n;
}

static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_series (void)
{
  const ComityYears years = { 1990, 1992, 1, 0, 2 };
  g_autofree char *parent = g_dir_make_tmp ("comity-years-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (parent, "new", "film", NULL);
  g_autofree char *above = g_build_filename (parent, "new", NULL);
  Drawing data = { 0 };
  ComityYearDrawing drawing = as_drawing (&data);
  ComityYearLook look = small_look ();
  g_autoptr (GError) error = NULL;

  g_assert_true (comity_years_write_series (&years, &drawing, &look, "net", folder, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (folder, "net-199"), ==, 7);
  empty_folder (folder);
  g_rmdir (above);
  g_rmdir (parent);
}

typedef struct
{
  GCancellable *cancellable;
  int left;
} Stop;

static void
stop_at_look (gpointer data)
{
  Stop *stop = data;

  if (stop->left-- == 0)
    g_cancellable_cancel (stop->cancellable);
}

/* Cancelled at each look there is: the folder has what it had, to the byte, and nothing else. */
static void
test_cancel (void)
{
  const ComityYears years = { 1990, 1991, 1, 0, 1 };
  g_autofree char *folder = g_dir_make_tmp ("comity-years-XXXXXX", NULL);
  g_autofree char *old = g_build_filename (folder, "net-1990-00.png", NULL);
  Drawing data = { 0 };
  ComityYearDrawing drawing = as_drawing (&data);
  ComityYearLook look = small_look ();
  gboolean written = FALSE;
  int looks;

  for (looks = 0; !written && looks < 1000; looks++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      Stop stop = { cancellable, looks };

      g_assert_true (g_file_set_contents (old, "before", -1, NULL));
      comity_progress_set_look (progress, stop_at_look, &stop);
      written =
          comity_years_write_series (&years, &drawing, &look, "net", folder, progress, &error);
      if (written)
        break;
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true (g_file_get_contents (old, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, "before");
      g_assert_cmpuint (count_files (folder, "net-1990-00"), ==, 1);
    }
  g_assert_true (written);
  g_assert_cmpint (looks, >, 4);
  g_assert_cmpuint (count_files (folder, "net-199"), ==, 3);
  empty_folder (folder);
}

static void
test_failures (void)
{
  const ComityYears years = { 1990, 1992, 1, 0, 0 };
  g_autofree char *folder = g_dir_make_tmp ("comity-years-XXXXXX", NULL);
  g_autofree char *inside = g_build_filename (folder, "film", NULL);
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "film", NULL);
  Drawing data = { 1992 };
  ComityYearDrawing drawing = as_drawing (&data);
  ComityYearLook look = small_look ();
  g_autoptr (GError) error = NULL;

  g_assert_false (comity_years_write_series (&years, &drawing, &look, "net", inside, NULL, &error));
  g_assert_cmpstr (error->message, ==, "There is no 1992.");
  g_assert_false (g_file_test (inside, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (file, "before", -1, NULL));
  data.fails_at = 0;
  g_assert_false (comity_years_write_series (&years, &drawing, &look, "net", below, NULL, &error));
  g_assert_true (error->domain == G_IO_ERROR);
  g_assert_nonnull (strstr (error->message, below));
  g_unlink (file);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  comity_network_init_library ();
  g_test_add_func ("/figure/years/names", test_names);
  g_test_add_func ("/figure/years/check", test_check);
  g_test_add_func ("/figure/years/strip", test_strip);
  g_test_add_func ("/figure/years/strange-view", test_strange_view);
  g_test_add_func ("/figure/years/series", test_series);
  g_test_add_func ("/figure/years/cancel", test_cancel);
  g_test_add_func ("/figure/years/failures", test_failures);
  return g_test_run ();
}
