/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing PNG (ISO/IEC 15948) by zlib: Cairo's own writer sets neither the density (pHYs) nor texts
 * (iTXt), which a journal and the program itself ask for. */
#include "config.h"

#include "comity-png-private.h"

#include "comity-figure.h"

#include <math.h>
#include <string.h>
#include <zlib.h>

#define METRES_PER_INCH 0.0254
#define CHUNK_SIZE (64 * 1024)
#define ROWS_PER_REPORT 64

static void
append_u32 (GByteArray *bytes, guint32 value)
{
  guint32 big_endian = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &big_endian, 4);
}

static void
append_chunk (GByteArray *png, const char *type, const void *data, gsize length)
{
  uLong crc = crc32 (0, (const Bytef *) type, 4);

  if (length > 0)
    crc = crc32 (crc, data, (uInt) length);
  append_u32 (png, (guint32) length);
  g_byte_array_append (png, (const guint8 *) type, 4);
  if (length > 0)
    g_byte_array_append (png, data, (guint) length);
  append_u32 (png, (guint32) crc);
}

static void
append_header (GByteArray *png, int width, int height, double dpi)
{
  static const guint8 signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  static const guint8 format[5] = { 8, 2, 0, 0,
                                    0 }; /* depth, RGB, deflate, filters, no interlace */
  g_autoptr (GByteArray) data = g_byte_array_new ();
  guint32 per_metre = (guint32) lround (dpi / METRES_PER_INCH);
  guint8 metre = 1;

  g_byte_array_append (png, signature, sizeof signature);
  append_u32 (data, (guint32) width);
  append_u32 (data, (guint32) height);
  g_byte_array_append (data, format, sizeof format);
  append_chunk (png, "IHDR", data->data, data->len);

  g_byte_array_set_size (data, 0);
  append_u32 (data, per_metre);
  append_u32 (data, per_metre);
  g_byte_array_append (data, &metre, 1);
  append_chunk (png, "pHYs", data->data, data->len);
}

static void
append_text (GByteArray *png, const ComityPngText *text)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  static const guint8 plain[4] = { 0, 0, 0,
                                   0 }; /* not compressed, method, no language, no translation */

  g_byte_array_append (data, (const guint8 *) text->keyword, (guint) strlen (text->keyword) + 1);
  g_byte_array_append (data, plain, sizeof plain);
  g_byte_array_append (data, (const guint8 *) text->text, (guint) strlen (text->text));
  append_chunk (png, "iTXt", data->data, data->len);
}

/* One row as RGB with the filter that leaves the smallest sum of differences (the heuristic of the
 * PNG specification, section 12.8): none, sub or up. @row, @above: 3 · width; @best: 1 + 3 · width.
 */
static void
filter_row (const guint8 *row, const guint8 *above, gsize length, guint8 *candidate, guint8 *best)
{
  guint64 least = G_MAXUINT64;

  for (guint8 filter = 0; filter < 3; filter++)
    {
      guint64 sum = 0;

      candidate[0] = filter;
      for (gsize i = 0; i < length; i++)
        {
          guint8 predicted = filter == 0 ? 0 : filter == 1 ? (i < 3 ? 0 : row[i - 3]) : above[i];
          guint8 left = (guint8) (row[i] - predicted);

          candidate[i + 1] = left;
          sum += left < 128 ? left : 256 - left;
        }
      if (sum < least)
        {
          least = sum;
          memcpy (best, candidate, length + 1);
        }
    }
}

/* Gives the compressor @length bytes and writes out what it has finished. */
static void
deflate_some (
    z_stream *stream, GByteArray *png, guint8 *data, gsize length, int flush, guint8 *buffer)
{
  stream->next_in = data;
  stream->avail_in = (uInt) length;
  for (;;)
    {
      int status = deflate (stream, flush);

      if (stream->avail_out == 0 || status == Z_STREAM_END)
        {
          append_chunk (png, "IDAT", buffer, CHUNK_SIZE - stream->avail_out);
          stream->next_out = buffer;
          stream->avail_out = CHUNK_SIZE;
          if (status == Z_STREAM_END)
            return;
        }
      else if (stream->avail_in == 0 && flush == Z_NO_FLUSH)
        return;
    }
}

static void
unpack_row (const guint32 *pixels, int width, guint8 *row)
{
  for (int x = 0; x < width; x++)
    {
      row[3 * x] = (guint8) (pixels[x] >> 16);
      row[3 * x + 1] = (guint8) (pixels[x] >> 8);
      row[3 * x + 2] = (guint8) pixels[x];
    }
}

GByteArray *
comity_png_encode (cairo_surface_t *surface,
                   double dpi,
                   const ComityPngText *texts,
                   gsize n_texts,
                   ComityProgress *progress,
                   GError **error)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface), length = 3 * (gsize) width;
  g_autoptr (GByteArray) png = g_byte_array_new ();
  g_autofree guint8 *rows = g_malloc0 (2 * length);
  g_autofree guint8 *candidate = g_malloc (length + 1);
  g_autofree guint8 *best = g_malloc (length + 1);
  g_autofree guint8 *buffer = g_malloc (CHUNK_SIZE);
  z_stream stream = { .next_out = buffer, .avail_out = CHUNK_SIZE };

  g_return_val_if_fail (cairo_image_surface_get_format (surface) == CAIRO_FORMAT_RGB24, NULL);

  cairo_surface_flush (surface);
  append_header (png, width, height, dpi);
  for (gsize i = 0; i < n_texts; i++)
    if (texts[i].text != NULL && *texts[i].text != '\0')
      append_text (png, &texts[i]);

  if (deflateInit (&stream, Z_DEFAULT_COMPRESSION) != Z_OK)
    {
      g_set_error_literal (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE,
                           "There is not enough memory to write the picture.");
      return NULL;
    }
  for (int y = 0; y < height; y++)
    {
      guint8 *row = rows + (gsize) (y & 1) * length;
      const guint8 *above = rows + (gsize) (~y & 1) * length;

      if (y % ROWS_PER_REPORT == 0)
        {
          comity_progress_set (progress, 0.5 + 0.5 * y / height);
          if (comity_progress_set_error_if_cancelled (progress, error))
            {
              deflateEnd (&stream);
              return NULL;
            }
        }
      unpack_row ((const guint32 *) (cairo_image_surface_get_data (surface) + (gsize) y * stride),
                  width, row);
      filter_row (row, above, length, candidate, best);
      deflate_some (&stream, png, best, length + 1, Z_NO_FLUSH, buffer);
    }
  deflate_some (&stream, png, NULL, 0, Z_FINISH, buffer);
  deflateEnd (&stream);
  append_chunk (png, "IEND", NULL, 0);
  return g_steal_pointer (&png);
}
