/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding the metadata in the three kinds of file that comity-figure-export.c writes: the text
 * chunk "Comity" of a PNG (ISO/IEC 15948, 11.3.4.5), the keywords of a PDF's information (ISO
 * 32000-1, 7.9.2), the element metadata of an SVG. The bytes come from anywhere: nothing in them is
 * trusted.
 */
#include "config.h"

#include "comity-figure-metadata.h"

#include <string.h>

#define KEYWORD "Comity"
/* A view is a few hundred bytes; longer texts are not ours. */
#define MAX_LENGTH (1 << 20)

static guint32
read_u32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* Valid UTF-8 or nothing. */
static char *
take_text (const char *text, gsize length)
{
  if (length == 0 || length > MAX_LENGTH || !g_utf8_validate (text, (gssize) length, NULL))
    return NULL;
  return g_strndup (text, length);
}

static char *
find_in_png (const guint8 *bytes, gsize n)
{
  /* keyword, its end, and the four bytes that comity-png.c writes before the text */
  const gsize header = sizeof KEYWORD + 4;

  for (gsize at = 8; at + 12 <= n;)
    {
      gsize length = read_u32 (bytes + at);
      const guint8 *data = bytes + at + 8;

      if (length > n - at - 12)
        return NULL;
      if (memcmp (bytes + at + 4, "iTXt", 4) == 0 && length > header &&
          memcmp (data, KEYWORD, sizeof KEYWORD) == 0)
        return take_text ((const char *) data + header, length - header);
      at += 12 + length;
    }
  return NULL;
}

/* "(…)" with its escapes. */
static char *
read_pdf_literal (const guint8 *bytes, gsize n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 1; i < n && bytes[i] != ')' && text->len <= MAX_LENGTH; i++)
    {
      if (bytes[i] == '\\' && i + 1 < n)
        i++;
      g_string_append_c (text, (char) bytes[i]);
    }
  return take_text (text->str, text->len);
}

/* "<FEFF…>", UTF-16 in hexadecimal digits. */
static char *
read_pdf_hex (const guint8 *bytes, gsize n)
{
  g_autoptr (GByteArray) units = g_byte_array_new ();
  g_autofree char *text = NULL;
  int high = -1;

  for (gsize i = 1; i < n && bytes[i] != '>' && units->len <= 2 * MAX_LENGTH; i++)
    {
      int digit = g_ascii_xdigit_value ((char) bytes[i]);
      guint8 byte;

      if (digit < 0)
        continue;
      if (high < 0)
        {
          high = digit;
          continue;
        }
      byte = (guint8) (high * 16 + digit);
      g_byte_array_append (units, &byte, 1);
      high = -1;
    }
  if (units->len < 4 || units->data[0] != 0xfe || units->data[1] != 0xff)
    return NULL;
  text = g_convert ((const char *) units->data + 2, (gssize) (units->len - 2), "UTF-8", "UTF-16BE",
                    NULL, NULL, NULL);
  return text != NULL ? take_text (text, strlen (text)) : NULL;
}

static const guint8 *
find_bytes (const guint8 *bytes, gsize n, const char *what)
{
  gsize length = strlen (what);
  const guint8 *end = bytes + n;

  for (const guint8 *at = bytes; n >= length && (gsize) (end - at) >= length; at++)
    {
      at = memchr (at, *what, (gsize) (end - at) - length + 1);
      if (at == NULL)
        return NULL;
      if (memcmp (at, what, length) == 0)
        return at;
    }
  return NULL;
}

static char *
find_in_pdf (const guint8 *bytes, gsize n)
{
  static const char key[] = "/Keywords";
  const guint8 *at = find_bytes (bytes, n, key);
  gsize left;

  if (at == NULL)
    return NULL;
  at += strlen (key);
  left = n - (gsize) (at - bytes);
  while (left > 0 && g_ascii_isspace ((char) *at))
    {
      at++;
      left--;
    }
  if (left == 0)
    return NULL;
  return *at == '(' ? read_pdf_literal (at, left) : *at == '<' ? read_pdf_hex (at, left) : NULL;
}

static char *
find_in_svg (const guint8 *bytes, gsize n)
{
  static const struct
  {
    const char *entity;
    char c;
  } entities[] = { { "&lt;", '<' },    { "&gt;", '>' },   { "&quot;", '"' },
                   { "&apos;", '\'' }, { "&#39;", '\'' }, { "&amp;", '&' } };
  const guint8 *start = find_bytes (bytes, n, "<metadata>");
  const guint8 *end;
  g_autoptr (GString) text = NULL;

  if (start == NULL)
    return NULL;
  start += strlen ("<metadata>");
  end = find_bytes (start, n - (gsize) (start - bytes), "</metadata>");
  if (end == NULL)
    return NULL;
  text = g_string_new_len ((const char *) start, end - start);
  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      const char letter[2] = { entities[i].c, '\0' };

      g_string_replace (text, entities[i].entity, letter, 0);
    }
  return take_text (text->str, text->len);
}

char *
comity_figure_metadata_find (const guint8 *bytes, gsize n)
{
  static const guint8 png[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

  g_return_val_if_fail (bytes != NULL || n == 0, NULL);

  if (n >= sizeof png && memcmp (bytes, png, sizeof png) == 0)
    return find_in_png (bytes, n);
  if (n >= 5 && memcmp (bytes, "%PDF-", 5) == 0)
    return find_in_pdf (bytes, n);
  return find_in_svg (bytes, n);
}

gboolean
comity_figure_metadata_is_figure (const char *path)
{
  static const char *const endings[] = { ".png", ".pdf", ".svg" };
  const char *dot;

  g_return_val_if_fail (path != NULL, FALSE);

  dot = strrchr (path, '.');
  for (gsize i = 0; dot != NULL && i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (dot, endings[i]) == 0)
      return TRUE;
  return FALSE;
}

char *
comity_figure_metadata_read (const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = NULL;
  char *text;

  g_return_val_if_fail (path != NULL, NULL);

  file = g_mapped_file_new (path, FALSE, error);
  if (file == NULL)
    return NULL;
  text = comity_figure_metadata_find ((const guint8 *) g_mapped_file_get_contents (file),
                                      g_mapped_file_get_length (file));
  if (text == NULL)
    {
      g_autofree char *name = g_filename_display_basename (path);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "%s is no figure that Comity has written: it does not say what it shows.", name);
    }
  return text;
}
