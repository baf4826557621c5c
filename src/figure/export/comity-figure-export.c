/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of a figure, laid out for the size asked and drawn onto a page or pixels; then a file,
 * whole or not at all. Nothing in it depends on the day, the machine's name or the locale. */
#include "config.h"

#include "comity-figure-export.h"

#include "comity-figure-private.h"
#include "comity-file-writer.h"
#include "comity-png-private.h"

#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

#define MM_PER_INCH 25.4
#define POINTS_PER_INCH 72.0
/* What a screen theme's sizes mean on paper: the pixels of a desktop, 96 to the inch. */
#define SCREEN_UNITS_PER_INCH 96.0
#define MAX_PIXELS COMITY_EXPORT_MAX_PIXELS
/* Of a whole picture, 2 GB of memory: A0 at 550 dots per inch. More is asked for by mistake, and
 * would be given until the machine has none left. */
#define MAX_AREA (512.0 * 1024 * 1024)
#define MIN_MM 10.0
/* The largest page of PDF 1.4 to 1.7, 14,400 points. */
#define MAX_MM 5080.0
#define MIN_DPI COMITY_EXPORT_MIN_DPI
#define MAX_DPI COMITY_EXPORT_MAX_DPI
/* A PDF says when it was made, and must not: the same input gives the same bytes. */
#define CREATION_DATE "2000-01-01T00:00:00Z"

typedef enum
{
  KIND_PNG,
  KIND_PDF,
  KIND_SVG,
} Kind;

static gboolean
kind_from_name (const char *name, Kind *kind)
{
  static const char *const names[] = { "png", "pdf", "svg" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      {
        *kind = (Kind) i;
        return TRUE;
      }
  return FALSE;
}

/* The size in points, and for pixels their number; a sentence when it cannot be. */
typedef struct
{
  double width, height; /* points, of the page */
  double unit;          /* points that one unit of the figure's layout takes */
  int width_px, height_px;
} Size;

static gboolean
resolve_size (const ComityExportOptions *options, Kind kind, Size *size, GError **error)
{
  gboolean given_pixels = options->width_px > 0 && options->height_px > 0;
  double width_mm = options->width_mm, height_mm = options->height_mm;
  double per_mm = options->dpi / MM_PER_INCH;

  if (!(options->dpi >= MIN_DPI && options->dpi <= MAX_DPI))
    {
      g_set_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE,
                   "%g is not a resolution for a picture: it must be %g to %g dots per inch.",
                   options->dpi, MIN_DPI, MAX_DPI);
      return FALSE;
    }
  if (given_pixels)
    {
      width_mm = options->width_px / per_mm;
      height_mm = options->height_px / per_mm;
    }
  if (!given_pixels &&
      !(width_mm >= MIN_MM && height_mm >= MIN_MM && width_mm <= MAX_MM && height_mm <= MAX_MM))
    {
      g_set_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE,
                   "A figure of %g × %g mm cannot be made: each side must be %g to %g mm.",
                   width_mm, height_mm, MIN_MM, MAX_MM);
      return FALSE;
    }
  size->width = width_mm / MM_PER_INCH * POINTS_PER_INCH;
  size->height = height_mm / MM_PER_INCH * POINTS_PER_INCH;
  size->unit = options->theme == COMITY_THEME_PRINT ? 1 : POINTS_PER_INCH / SCREEN_UNITS_PER_INCH;
  if (kind != KIND_PNG)
    return TRUE;
  if (round (width_mm * per_mm) > MAX_PIXELS || round (height_mm * per_mm) > MAX_PIXELS)
    {
      g_set_error (
          error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE,
          "%g × %g mm at %g dots per inch is too large: a picture has at most %d pixels to "
          "a side.",
          width_mm, height_mm, options->dpi, MAX_PIXELS);
      return FALSE;
    }
  size->width_px = given_pixels ? options->width_px : (int) lround (width_mm * per_mm);
  size->height_px = given_pixels ? options->height_px : (int) lround (height_mm * per_mm);
  if ((double) size->width_px * size->height_px > MAX_AREA)
    {
      g_set_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE,
                   "%d × %d pixels are too many: a picture has at most %.0f million.",
                   size->width_px, size->height_px, MAX_AREA / 1e6);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_cairo (cairo_status_t status, const Size *size, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  if (status == CAIRO_STATUS_NO_MEMORY)
    g_set_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE,
                 "A picture of %d × %d pixels is too large: it needs %.0f MB of memory.",
                 size->width_px, size->height_px, 4e-6 * size->width_px * size->height_px);
  else
    g_set_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_WRITE,
                 "The figure could not be drawn: %s.", cairo_status_to_string (status));
  return FALSE;
}

/* Luma of ITU-R BT.709 in parts of 65536, of the coded values as printers take them. */
static void
drain_colors (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  guint8 *data = cairo_image_surface_get_data (surface);

  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    {
      guint32 *row = (guint32 *) (data + (gsize) y * stride);

      for (int x = 0; x < width; x++)
        {
          guint32 luma = (13933 * (row[x] >> 16 & 0xff) + 46871 * (row[x] >> 8 & 0xff) +
                          4732 * (row[x] & 0xff) + 32768) >>
                         16;

          row[x] = luma << 16 | luma << 8 | luma;
        }
    }
  cairo_surface_mark_dirty (surface);
}

static GByteArray *
export_png (ComityFigure *figure,
            const Size *size,
            const ComityExportOptions *options,
            ComityProgress *progress,
            GError **error)
{
  g_autofree char *description = comity_figure_describe (figure);
  const ComityPngText texts[] = {
    { "Title", figure->title }, { "Author", "Comity" },         { "Description", figure->caption },
    { "Comment", description }, { "Comity", figure->metadata },
  };
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, size->width_px, size->height_px);
  cairo_t *cr = cairo_create (surface);
  GByteArray *png = NULL;

  cairo_scale (cr, size->unit * size->width_px / size->width,
               size->unit * size->height_px / size->height);
  if (check_cairo (cairo_status (cr), size, error))
    {
      comity_figure_draw (figure, cr);
      comity_progress_set (progress, 0.5);
      if (options->grey)
        drain_colors (surface);
      if (check_cairo (cairo_status (cr), size, error))
        png =
            comity_png_encode (surface, options->dpi, texts, G_N_ELEMENTS (texts), progress, error);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return png;
}

static cairo_status_t
append_bytes_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GByteArray *
export_pdf (ComityFigure *figure, const Size *size, GError **error)
{
  g_autoptr (GByteArray) pdf = g_byte_array_new ();
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (append_bytes_cb, pdf, size->width, size->height);
  cairo_t *cr;
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, CREATION_DATE);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, "Comity");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Comity " COMITY_VERSION);
  if (*figure->title != '\0')
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, figure->title);
  if (*figure->caption != '\0')
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, figure->caption);
  if (*figure->metadata != '\0')
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_KEYWORDS, figure->metadata);
  cr = cairo_create (surface);
  cairo_scale (cr, size->unit, size->unit);
  comity_figure_draw (figure, cr);
  cairo_show_page (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return check_cairo (status, size, error) ? g_steal_pointer (&pdf) : NULL;
}

static GByteArray *
export_svg (ComityFigure *figure, const Size *size)
{
  g_autoptr (ComityCanvas) canvas =
      comity_canvas_new_svg (size->width, size->height, size->unit, figure->theme, figure->title,
                             figure->caption, figure->metadata);
  char *text;

  comity_figure_draw_on_canvas (figure, canvas);
  text = comity_canvas_finish_svg (canvas);
  return g_byte_array_new_take ((guint8 *) text, strlen (text));
}

static GByteArray *
export_kind (ComityFigure *figure,
             Kind kind,
             const ComityExportOptions *options,
             ComityProgress *progress,
             GError **error)
{
  g_autoptr (ComityFigure) copy = NULL;
  Size size = { 0 };

  if (!resolve_size (options, kind, &size, error))
    return NULL;
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  comity_progress_report (progress, 0, "Drawing");
  copy = comity_figure_copy (figure);
  comity_figure_layout (copy, size.width / size.unit, size.height / size.unit,
                        comity_theme_get (options->theme));
  if (figure->theme != NULL)
    comity_figure_take_view (copy, figure);

  switch (kind)
    {
    case KIND_PNG:
      return export_png (copy, &size, options, progress, error);
    case KIND_PDF:
      return export_pdf (copy, &size, error);
    case KIND_SVG:
      return export_svg (copy, &size);
    }
  g_return_val_if_reached (NULL);
}

gboolean
comity_figure_export (ComityFigure *figure,
                      const char *path,
                      const ComityExportOptions *options,
                      ComityProgress *progress,
                      GError **error)
{
  g_autoptr (ComityFileWriter) writer = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  const char *dot;
  Kind kind;

  g_return_val_if_fail (figure != NULL && path != NULL && options != NULL, FALSE);

  dot = strrchr (path, '.');
  if (dot == NULL || strchr (dot, G_DIR_SEPARATOR) != NULL || !kind_from_name (dot + 1, &kind))
    {
      g_set_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_WRITE,
                   "“%s” does not say what to write: a figure's name ends in .png, .pdf or .svg.",
                   path);
      return FALSE;
    }
  /* An unwritable place is found before the work is done. */
  writer = comity_file_writer_new (path, error);
  if (writer == NULL)
    return FALSE;
  bytes = export_kind (figure, kind, options, progress, error);
  if (bytes == NULL || comity_progress_set_error_if_cancelled (progress, error))
    return FALSE;
  if (!comity_file_writer_write (writer, bytes->data, bytes->len, error) ||
      !comity_file_writer_commit (writer, error))
    return FALSE;
  comity_progress_set (progress, 1);
  return TRUE;
}

GBytes *
comity_figure_export_bytes (ComityFigure *figure,
                            const char *kind_name,
                            const ComityExportOptions *options,
                            GError **error)
{
  GByteArray *bytes;
  Kind kind;

  g_return_val_if_fail (figure != NULL && kind_name != NULL && options != NULL, NULL);

  if (!kind_from_name (kind_name, &kind))
    {
      g_set_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_WRITE,
                   "“%s” is not a kind of file for a figure: there are png, pdf and svg.",
                   kind_name);
      return NULL;
    }
  bytes = export_kind (figure, kind, options, NULL, error);
  return bytes != NULL ? g_byte_array_free_to_bytes (bytes) : NULL;
}
