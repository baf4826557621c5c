/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure tells what it shows, and the file that was written tells it again. */
#include "config.h"

#include "comity-figure-export.h"
#include "comity-figure-metadata.h"
#include "fake-data.h"

#include <string.h>

static const char *const kinds[] = { "png", "pdf", "svg" };

static GBytes *export(const char *kind, const char *metadata)
{
  g_autoptr (ComityFigure) figure = fake_coef_figure (1);
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  options.dpi = 40.0;
  comity_figure_set_metadata (figure, metadata);
  bytes = comity_figure_export_bytes (figure, kind, &options, &error);
  g_assert_no_error (error);
  return bytes;
}

static void
test_round_trip (void)
{
  /* What paths and formulas hold: parentheses, backslashes, quotes, signs of markup, other letters.
   */
  static const char *const texts[] = {
    "[view]\nyear=2010\n",
    "[models]\nformula=y ~ a * b + I(t^2)\nwhere=x < 3 & z >= \"a\\\\b\"\n",
    "[data]\npath=/home/Zoë/Straße (1).dta\nnote=Åland — 中文 &amp; <b>\n",
  };

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (gsize t = 0; t < G_N_ELEMENTS (texts); t++)
      {
        g_autoptr (GBytes) bytes = export(kinds[k], texts[t]);
        gsize n;
        const guint8 *data = g_bytes_get_data (bytes, &n);
        g_autofree char *back = comity_figure_metadata_find (data, n);

        g_assert_cmpstr (back, ==, texts[t]);
      }
}

static void
test_none (void)
{
  static const guint8 noise[] = "%PDF-1.4 /Keywords";

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (GBytes) bytes = export(kinds[k], "");
      gsize n;
      const guint8 *data = g_bytes_get_data (bytes, &n);

      g_assert_null (comity_figure_metadata_find (data, n));
    }
  g_assert_null (comity_figure_metadata_find (noise, sizeof noise - 1));
  g_assert_null (comity_figure_metadata_find (NULL, 0));
}

/* A file that is cut short anywhere says the whole text or nothing. */
static void
test_truncated (void)
{
  const char *text = "[view]\nyear=2010\n";

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (GBytes) bytes = export(kinds[k], text);
      gsize n;
      const guint8 *data = g_bytes_get_data (bytes, &n);

      for (gsize length = 0; length < MIN (n, 4000); length++)
        {
          g_autofree guint8 *cut = g_memdup2 (data, MAX (length, 1));
          g_autofree char *back = comity_figure_metadata_find (cut, length);

          g_assert_true (back == NULL || g_str_has_prefix (text, back));
        }
    }
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "not-ours.svg", NULL);
  g_autofree char *text = NULL;

  g_assert_true (comity_figure_metadata_is_figure ("a/b.PDF"));
  g_assert_false (comity_figure_metadata_is_figure ("panel.dta"));
  g_assert_false (comity_figure_metadata_is_figure ("png"));
  g_assert_true (g_file_set_contents (path, "<svg/>", -1, NULL));
  text = comity_figure_metadata_read (path, &error);
  g_assert_null (text);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (error->message, "not-ours.svg"));
  g_clear_error (&error);
  text = comity_figure_metadata_read ("/nowhere/at/all.png", &error);
  g_assert_null (text);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/figure/metadata/round-trip", test_round_trip);
  g_test_add_func ("/figure/metadata/none", test_none);
  g_test_add_func ("/figure/metadata/truncated", test_truncated);
  g_test_add_func ("/figure/metadata/files", test_files);

  return g_test_run ();
}
