/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures as files: size, density, text that is text, the same bytes twice, and nothing left behind
 * by a failure. */
#include "config.h"

#include "comity-figure-export.h"
#include "fake-data.h"

#include <glib/gstdio.h>
#include <string.h>

static guint32
read_u32 (const guint8 *data)
{
  guint32 value;

  memcpy (&value, data, 4);
  return GUINT32_FROM_BE (value);
}

/* The data of the first chunk of a type, or NULL. */
static const guint8 *
find_chunk (const guint8 *png, gsize length, const char *type, guint32 *chunk_length)
{
  gsize at = 8;

  while (at + 12 <= length)
    {
      *chunk_length = read_u32 (png + at);
      if (memcmp (png + at + 4, type, 4) == 0)
        return png + at + 8;
      at += 12 + *chunk_length;
    }
  return NULL;
}

typedef struct
{
  const guint8 *data;
  gsize left;
} Reader;

static cairo_status_t
read_cb (void *closure, unsigned char *data, unsigned int length)
{
  Reader *reader = closure;

  if (length > reader->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, reader->data, length);
  reader->data += length;
  reader->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

static void
test_png (void)
{
  g_autoptr (ComityFigure) figure = fake_coef_figure (2);
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *all = NULL;
  const guint8 *png, *chunk;
  gsize length;
  guint32 chunk_length;
  Reader reader;
  cairo_surface_t *surface;

  comity_figure_set_metadata (figure, "measure: gower\nyear: 2012\nname: Côte d’Ivoire");
  options.dpi = 150;
  bytes = comity_figure_export_bytes (figure, "png", &options, &error);
  g_assert_no_error (error);
  png = g_bytes_get_data (bytes, &length);

  /* 180 × 135 mm at 150 dots per inch; 150 / 0.0254 dots a metre. */
  chunk = find_chunk (png, length, "IHDR", &chunk_length);
  g_assert_nonnull (chunk);
  g_assert_cmpuint (read_u32 (chunk), ==, 1063);
  g_assert_cmpuint (read_u32 (chunk + 4), ==, 797);
  g_assert_cmpuint (chunk[9], ==, 2);
  chunk = find_chunk (png, length, "pHYs", &chunk_length);
  g_assert_nonnull (chunk);
  g_assert_cmpuint (read_u32 (chunk), ==, 5906);
  g_assert_cmpuint (read_u32 (chunk + 4), ==, 5906);
  g_assert_cmpuint (chunk[8], ==, 1);
  g_assert_nonnull (find_chunk (png, length, "iTXt", &chunk_length));
  all = g_malloc (length);
  memcpy (all, png, length);
  for (gsize i = 0; i < length; i++)
    if (all[i] == '\0')
      all[i] = ' ';
  g_assert_nonnull (g_strstr_len (all, (gssize) length, "name: Côte d’Ivoire"));
  g_assert_nonnull (g_strstr_len (all, (gssize) length, "What makes a pair of states sign"));

  /* Another reader decodes it, checksums and all, to the pixels of a direct draw. */
  reader = (Reader){ png, length };
  surface = cairo_image_surface_create_from_png_stream (read_cb, &reader);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 1063);
  {
    cairo_surface_t *direct = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1063, 797);
    cairo_t *cr = cairo_create (direct);
    double width = 180 / 25.4 * 72, height = 135 / 25.4 * 72;

    cairo_scale (cr, 1063 / width, 797 / height);
    comity_figure_layout (figure, width, height, comity_theme_get (COMITY_THEME_PRINT));
    comity_figure_draw (figure, cr);
    cairo_destroy (cr);
    cairo_surface_flush (direct);
    for (int y = 0; y < 797; y++)
      for (int x = 0; x < 1063; x++)
        {
          guint32 a = ((guint32 *) (cairo_image_surface_get_data (direct) +
                                    y * cairo_image_surface_get_stride (direct)))[x];
          guint32 b = ((guint32 *) (cairo_image_surface_get_data (surface) +
                                    y * cairo_image_surface_get_stride (surface)))[x];

          if ((a & 0xffffff) != (b & 0xffffff))
            g_error ("pixel %d, %d differs", x, y);
        }
    cairo_surface_destroy (direct);
  }
  cairo_surface_destroy (surface);
}

static void
test_pixels_asked (void)
{
  g_autoptr (ComityFigure) figure = fake_line_figure ();
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *chunk;
  guint32 length;

  g_assert_true (comity_export_options_parse_size (&options, "1601x333px", &error));
  options.dpi = 96;
  bytes = comity_figure_export_bytes (figure, "png", &options, &error);
  g_assert_no_error (error);
  chunk = find_chunk (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "IHDR", &length);
  g_assert_cmpuint (read_u32 (chunk), ==, 1601);
  g_assert_cmpuint (read_u32 (chunk + 4), ==, 333);
}

/* A screen theme keeps the proportions of a screen at 96 to the inch; the page has the size asked.
 */
static void
test_screen_theme (void)
{
  g_autoptr (ComityFigure) figure = fake_coef_figure (1);
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) screen = NULL;
  g_autoptr (GBytes) print = NULL;

  options.width_mm = 254;
  options.height_mm = 127;
  print = comity_figure_export_bytes (figure, "svg", &options, &error);
  g_assert_no_error (error);
  options.theme = COMITY_THEME_DARK;
  screen = comity_figure_export_bytes (figure, "svg", &options, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (print, NULL), 400,
                                  "width=\"720pt\" height=\"360pt\" viewBox=\"0 0 720 360\""));
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (screen, NULL), 400,
                                  "width=\"720pt\" height=\"360pt\" viewBox=\"0 0 960 480\""));
}

static void
test_same_bytes (void)
{
  static const char *const kinds[] = { "png", "pdf", "svg" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (ComityFigure) one = fake_coef_figure (2);
      g_autoptr (ComityFigure) other = fake_coef_figure (2);
      ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
      g_autoptr (GBytes) a = NULL;
      g_autoptr (GBytes) b = NULL;
      g_autoptr (GBytes) again = NULL;

      a = comity_figure_export_bytes (one, kinds[i], &options, NULL);
      comity_figure_layout (one, 900, 700, comity_theme_get (COMITY_THEME_DARK));
      again = comity_figure_export_bytes (one, kinds[i], &options, NULL);
      b = comity_figure_export_bytes (other, kinds[i], &options, NULL);
      g_assert_nonnull (a);
      g_assert_true (g_bytes_equal (a, b));
      g_assert_true (g_bytes_equal (a, again));
    }
}

static char *
export_to (const char *folder, const char *name, ComityFigure *figure)
{
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (comity_figure_export (figure, path, &options, NULL, &error));
  g_assert_no_error (error);
  return path;
}

static char *
run_tool (const char *tool, const char *first, const char *second, const char *third)
{
  const char *argv[] = { tool, first, second, third, NULL };
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
                               NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return output;
}

static void
test_pdf_text (void)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-figure-XXXXXX", NULL);
  g_autoptr (ComityFigure) figure = fake_coef_figure (2);
  g_autofree char *pdftotext = g_find_program_in_path ("pdftotext");
  g_autofree char *path = export_to (folder, "plot.pdf", figure);
  g_autofree char *text = NULL;
  g_autofree char *fonts = NULL;
  g_autofree char *info = NULL;
  g_auto (GStrv) lines = NULL;

  if (pdftotext == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  text = run_tool ("pdftotext", "-layout", path, "-");
  g_assert_nonnull (strstr (text, "What makes a pair of states sign"));
  g_assert_nonnull (strstr (text, "Judicial constraints (weaker state)"));
  g_assert_nonnull (strstr (text, "MLAT list: known to be incomplete"));
  g_assert_nonnull (strstr (text, "clustered by dyad"));

  /* Every font is embedded: the third column from the right group says yes. */
  fonts = run_tool ("pdffonts", path, NULL, NULL);
  lines = g_strsplit (fonts, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >=, 4);
  for (gsize i = 2; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_assert_nonnull (strstr (lines[i], " yes yes yes "));

  info = run_tool ("pdfinfo", "-isodates", path, NULL);
  g_assert_nonnull (strstr (info, "What makes a pair of states sign"));
  g_assert_nonnull (strstr (info, "First mutual legal assistance treaties"));
  g_assert_nonnull (strstr (info, "2000-01-01T00:00:00"));
  g_assert_nonnull (strstr (info, "510.236 x 382.677 pts"));
  g_unlink (path);
  g_rmdir (folder);
}

static cairo_surface_t *
load_png (const char *path)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

static int
pixel_distance (guint32 a, guint32 b)
{
  int worst = 0;

  for (int shift = 0; shift < 24; shift += 8)
    worst = MAX (worst, ABS ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)));
  return worst;
}

/* Share of pixels of @a that have nothing like them in @b, there or beside it: an edge that another
 * renderer smooths otherwise has. */
static double
count_strange (cairo_surface_t *a, cairo_surface_t *b)
{
  int width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  gsize strange = 0;

  g_assert_cmpint (cairo_image_surface_get_width (b), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (b), ==, height);
  for (int y = 1; y < height - 1; y++)
    for (int x = 1; x < width - 1; x++)
      {
        const guint32 *row = (const guint32 *) (cairo_image_surface_get_data (a) +
                                                y * cairo_image_surface_get_stride (a));
        int best = 255;

        for (int dy = -1; dy <= 1; dy++)
          for (int dx = -1; dx <= 1; dx++)
            {
              const guint32 *other =
                  (const guint32 *) (cairo_image_surface_get_data (b) +
                                     (y + dy) * cairo_image_surface_get_stride (b));

              best = MIN (best, pixel_distance (row[x], other[x + dx]));
            }
        strange += best > 80;
      }
  return (double) strange / ((double) width * height);
}

/* The page of a PDF in the screen's theme, at the screen's resolution, is what the screen draws: but
 * for how two renderers smooth edges and letters. */
static void
test_pdf_is_the_screen (void)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-figure-XXXXXX", NULL);
  g_autofree char *pdftoppm = g_find_program_in_path ("pdftoppm");
  g_autofree char *pdf = g_build_filename (folder, "a.pdf", NULL);
  g_autofree char *png = g_build_filename (folder, "b.png", NULL);
  g_autofree char *stem = g_build_filename (folder, "a", NULL);
  g_autofree char *page = g_build_filename (folder, "a.png", NULL);
  ComityFigure *figures[] = { fake_line_figure (), fake_coef_figure (2), fake_heatmap_figure (24),
                              fake_network_figure (60, 150, COMITY_LAYOUT_FR) };
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;

  options.theme = COMITY_THEME_LIGHT;
  options.dpi = 96;
  options.width_mm = 960 / 96.0 * 25.4;
  options.height_mm = 720 / 96.0 * 25.4;
  for (gsize i = 0; i < G_N_ELEMENTS (figures) && pdftoppm != NULL; i++)
    {
      const char *const argv[] = { "pdftoppm", "-png", "-r", "96", "-singlefile", pdf, stem, NULL };
      cairo_surface_t *a, *b;
      int status;

      g_assert_true (comity_figure_export (figures[i], pdf, &options, NULL, NULL));
      g_assert_true (comity_figure_export (figures[i], png, &options, NULL, NULL));
      g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                                   NULL, &status, NULL));
      g_assert_cmpint (status, ==, 0);
      a = load_png (page);
      b = load_png (png);
      g_test_message ("figure %u: %.5f and %.5f of the pixels are strange", (guint) i,
                      count_strange (a, b), count_strange (b, a));
      g_assert_cmpfloat (count_strange (a, b), <, 0.002);
      g_assert_cmpfloat (count_strange (b, a), <, 0.002);
      /* Another figure is not that. */
      if (i > 0)
        {
          g_assert_true (comity_figure_export (figures[i - 1], png, &options, NULL, NULL));
          cairo_surface_destroy (b);
          b = load_png (png);
          g_assert_cmpfloat (count_strange (a, b), >, 0.005);
        }
      cairo_surface_destroy (a);
      cairo_surface_destroy (b);
      g_unlink (pdf);
      g_unlink (png);
      g_unlink (page);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    comity_figure_unref (figures[i]);
  g_rmdir (folder);
  if (pdftoppm == NULL)
    g_test_skip ("pdftoppm is not installed");
}

/* States' codes in the drawings of many marks are text too. */
static void
test_pdf_codes (void)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-figure-XXXXXX", NULL);
  g_autofree char *pdftotext = g_find_program_in_path ("pdftotext");
  ComityFigure *figures[] = { fake_heatmap_figure (24),
                              fake_network_figure (60, 150, COMITY_LAYOUT_FR),
                              fake_network_figure (60, 150, COMITY_LAYOUT_CIRCLE) };

  for (gsize i = 0; i < G_N_ELEMENTS (figures) && pdftotext != NULL; i++)
    {
      g_autofree char *path = export_to (folder, "figure.pdf", figures[i]);
      g_autofree char *text = run_tool ("pdftotext", path, "-", NULL);
      g_autofree char *table = comity_figure_to_table (figures[i]);
      g_auto (GStrv) rows = g_strsplit (table, "\n", 3);
      g_auto (GStrv) cells = g_strsplit (rows[1], "\t", 2);

      g_assert_nonnull (strstr (text, cells[0]));
      g_assert_nonnull (strstr (text, "Civil law ("));
      g_unlink (path);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    comity_figure_unref (figures[i]);
  g_rmdir (folder);
  if (pdftotext == NULL)
    g_test_skip ("pdftotext is not installed");
}

static void
collect_text (
    GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  if (strcmp (g_markup_parse_context_get_element (context), "text") == 0)
    g_ptr_array_add (data, g_strndup (text, length));
}

static void
test_svg_text (void)
{
  g_autoptr (ComityFigure) figure = fake_coef_figure (2);
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  static const GMarkupParser parser = { .text = collect_text };
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, texts, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) svg = NULL;

  comity_figure_set_title (figure, "Fish & <chips>");
  svg = comity_figure_export_bytes (figure, "svg", &options, &error);
  g_assert_no_error (error);
  g_assert_true (g_markup_parse_context_parse (context, g_bytes_get_data (svg, NULL),
                                               (gssize) g_bytes_get_size (svg), &error));
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_no_error (error);
  g_assert_true (g_ptr_array_find_with_equal_func (texts, "Fish & <chips>", g_str_equal, NULL));
  g_assert_true (
      g_ptr_array_find_with_equal_func (texts, "Log GDP (smaller state)", g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (texts, "0.0", g_str_equal, NULL));
}

static void
test_sizes (void)
{
  static const char *const bad[] = { "",        "180",       "180x",     "x135",    "-1x5",
                                     "1.5x2px", "axb",       "1x2x3",    "180,135", "0x10",
                                     "nanx5",   "40000x5px", "180x135cm" };
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_true (comity_export_options_parse_size (&options, "90x67.5", &error));
  g_assert_cmpfloat (options.width_mm, ==, 90);
  g_assert_cmpfloat (options.height_mm, ==, 67.5);
  g_assert_true (comity_export_options_parse_size (&options, " 1600 X 1200 PX ", &error));
  g_assert_cmpint (options.width_px, ==, 1600);
  g_assert_cmpint (options.height_px, ==, 1200);
  g_assert_true (comity_export_options_parse_size (&options, "180x135mm", &error));
  g_assert_cmpint (options.width_px, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      ComityExportOptions before = options;

      g_assert_false (comity_export_options_parse_size (&options, bad[i], &error));
      g_assert_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE);
      g_assert_nonnull (strstr (error->message, bad[i]));
      g_assert_cmpmem (&before, sizeof before, &options, sizeof options);
      g_clear_error (&error);
    }
}

static void
test_limits (void)
{
  g_autoptr (ComityFigure) figure = fake_line_figure ();
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  options.width_mm = 3000;
  g_assert_null (comity_figure_export_bytes (figure, "png", &options, &error));
  g_assert_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE);
  g_assert_nonnull (strstr (error->message, "32767"));
  g_clear_error (&error);
  /* Sides that can be, but no memory for them. */
  options.width_px = options.height_px = 30000;
  g_assert_null (comity_figure_export_bytes (figure, "png", &options, &error));
  g_assert_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE);
  g_assert_nonnull (strstr (error->message, "30000 × 30000"));
  g_clear_error (&error);
  options.width_px = options.height_px = 0;
  options.width_mm = 5;
  g_assert_null (comity_figure_export_bytes (figure, "pdf", &options, &error));
  g_assert_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE);
  g_clear_error (&error);
  options.width_mm = 180;
  options.dpi = 0;
  g_assert_null (comity_figure_export_bytes (figure, "svg", &options, &error));
  g_assert_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE);
  g_clear_error (&error);
  options.dpi = 300;
  g_assert_null (comity_figure_export_bytes (figure, "gif", &options, &error));
  g_assert_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_WRITE);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_failures (void)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-figure-XXXXXX", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "missing", "plot.png", NULL);
  g_autofree char *nameless = g_build_filename (folder, "plot.gif", NULL);
  g_autofree char *kept = g_build_filename (folder, "kept.png", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (ComityFigure) figure = fake_line_figure ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_false (comity_figure_export (figure, nowhere, &options, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, nowhere));
  g_clear_error (&error);
  g_assert_false (comity_figure_export (figure, nameless, &options, NULL, &error));
  g_assert_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_WRITE);
  g_clear_error (&error);

  /* Cancelled: what was there stays. */
  g_assert_true (g_file_set_contents (kept, "before", -1, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_false (comity_figure_export (figure, kept, &options, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  options.width_mm = 1;
  g_assert_false (comity_figure_export (figure, kept, &options, NULL, &error));
  g_assert_true (g_file_get_contents (kept, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "before");
  g_assert_cmpuint (count_files (folder), ==, 1);
  g_unlink (kept);
  g_rmdir (folder);
}

/* Every pixel of a grey picture is grey, and as light as its colour was. */
static void
test_grey (void)
{
  g_autoptr (ComityFigure) figure = fake_coef_figure (2);
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  cairo_surface_t *pictures[2];
  gboolean any_color = FALSE;

  options.dpi = 60;
  for (int grey = 0; grey < 2; grey++)
    {
      g_autoptr (GBytes) png = NULL;
      Reader reader;

      options.grey = grey;
      png = comity_figure_export_bytes (figure, "png", &options, &error);
      g_assert_no_error (error);
      reader.data = g_bytes_get_data (png, &reader.left);
      pictures[grey] = cairo_image_surface_create_from_png_stream (read_cb, &reader);
      g_assert_cmpint (cairo_surface_status (pictures[grey]), ==, CAIRO_STATUS_SUCCESS);
    }
  for (int y = 0; y < cairo_image_surface_get_height (pictures[0]); y++)
    for (int x = 0; x < cairo_image_surface_get_width (pictures[0]); x++)
      {
        int stride = cairo_image_surface_get_stride (pictures[0]);
        const guint8 *color = cairo_image_surface_get_data (pictures[0]) + y * stride + 4 * x;
        const guint8 *grey = cairo_image_surface_get_data (pictures[1]) + y * stride + 4 * x;

        any_color |= color[0] != color[1] || color[1] != color[2];
        g_assert_cmpint (grey[0], ==, grey[1]);
        g_assert_cmpint (grey[1], ==, grey[2]);
        g_assert_cmpfloat_with_epsilon (
            grey[0], 0.0722 * color[0] + 0.7152 * color[1] + 0.2126 * color[2], 1.0);
      }
  g_assert_true (any_color);
  cairo_surface_destroy (pictures[0]);
  cairo_surface_destroy (pictures[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/export/png", test_png);
  g_test_add_func ("/figure/export/grey", test_grey);
  g_test_add_func ("/figure/export/pixels-asked", test_pixels_asked);
  g_test_add_func ("/figure/export/screen-theme", test_screen_theme);
  g_test_add_func ("/figure/export/same-bytes", test_same_bytes);
  g_test_add_func ("/figure/export/pdf-text", test_pdf_text);
  g_test_add_func ("/figure/export/pdf-is-the-screen", test_pdf_is_the_screen);
  g_test_add_func ("/figure/export/pdf-codes", test_pdf_codes);
  g_test_add_func ("/figure/export/svg-text", test_svg_text);
  g_test_add_func ("/figure/export/sizes", test_sizes);
  g_test_add_func ("/figure/export/limits", test_limits);
  g_test_add_func ("/figure/export/failures", test_failures);
  return g_test_run ();
}
