/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands before the data in a .dta file of releases 102–119: the header, the descriptors of
 * the variables and the characteristics. The map of 117–119 is read over: sections follow each
 * other, and Stata 13 itself left an entry of it empty. */
#include "config.h"

#include "comity-dta-private.h"

#include <stdlib.h>
#include <string.h>

/* Widths of fixed fields, by release. */
typedef struct
{
  gsize name;
  gsize format;
  gsize label;
  gsize type;
  gsize sort;
} Widths;

static Widths
widths_of (int release)
{
  Widths w;

  w.name = release < 110 ? 9 : release < 118 ? 33 : 129;
  w.format = release < 105 ? 7 : release < 114 ? 12 : release < 118 ? 49 : 57;
  w.label = release < 106 ? 32 : release < 118 ? 81 : 321;
  w.type = release < 117 ? 1 : 2;
  w.sort = release < 119 ? 2 : 4;
  return w;
}

gboolean
comity_dta_damaged (ComityDta *self, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_DAMAGED,
               "“%s” is damaged: %s (byte %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT ").",
               self->source->name, what, self->at, self->source->size);
  return FALSE;
}

gboolean
comity_dta_need (ComityDta *self, gsize n, const char *what, GError **error)
{
  if (n <= self->source->size - self->at)
    return TRUE;
  return comity_dta_damaged (self, error, "it ends within the %s", what);
}

gboolean
comity_dta_expect (ComityDta *self, const char *tag, GError **error)
{
  gsize length = strlen (tag);

  if (length > self->source->size - self->at)
    return comity_dta_damaged (self, error, "it ends where “%s” should be", tag);
  if (memcmp (self->source->data + self->at, tag, length) != 0)
    return comity_dta_damaged (self, error, "“%s” is expected here", tag);
  self->at += length;
  return TRUE;
}

guint64
comity_dta_take_uint (ComityDta *self, gsize width)
{
  const guint8 *bytes = self->source->data + self->at;
  guint64 value = 0;

  for (gsize i = 0; i < width; i++)
    value = value << 8 | bytes[self->is_big_endian ? i : width - 1 - i];
  self->at += width;
  return value;
}

char *
comity_dta_take_text (ComityDta *self, gsize width)
{
  char *text =
      comity_text_dup_utf8 ((const char *) self->source->data + self->at, width, &self->guessed);

  self->at += width;
  return text;
}

/* n × width bytes of @what are there. */
static gboolean
need_table (ComityDta *self, gsize n, gsize width, const char *what, GError **error)
{
  gsize size;

  if (!g_size_checked_mul (&size, n, width))
    size = G_MAXSIZE;
  return comity_dta_need (self, size, what, error);
}

/* Header */

static void
set_byte_order (ComityDta *self, gboolean is_big_endian)
{
  self->is_big_endian = is_big_endian;
  self->swap = is_big_endian != (G_BYTE_ORDER == G_BIG_ENDIAN);
}

static gboolean
read_binary_header (ComityDta *self, GError **error)
{
  const guint8 *data = self->source->data;
  gsize rows_width = self->release < 103 ? 2 : 4;
  gsize label_width = self->release < 106 ? 32 : 81;
  gsize stamp_width = self->release < 105 ? 0 : 18;

  if (!comity_dta_need (self, 6 + rows_width + label_width + stamp_width, "header", error))
    return FALSE;
  if (data[1] != 1 && data[1] != 2)
    return comity_dta_damaged (self, error, "the header names no byte order");
  set_byte_order (self, data[1] == 1);
  self->at = 4;
  self->n_variables = comity_dta_take_uint (self, 2);
  self->n_rows = comity_dta_take_uint (self, rows_width);
  self->label = comity_dta_take_text (self, label_width);
  self->at += stamp_width;
  return TRUE;
}

static gboolean
read_tagged_header (ComityDta *self, GError **error)
{
  const char *const start = "<stata_dta><header><release>";
  gsize label_size;
  gsize stamp_size;

  if (!comity_dta_expect (self, start, error) ||
      !comity_dta_need (self, 3, "release number", error))
    return FALSE;
  self->release = (int) g_ascii_strtoull ((char[]){ (char) self->source->data[self->at],
                                                    (char) self->source->data[self->at + 1],
                                                    (char) self->source->data[self->at + 2], 0 },
                                          NULL, 10);
  if (self->release < 117 || self->release > COMITY_DTA_LAST_RELEASE)
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_UNKNOWN_FORMAT,
                   "“%s” is a Stata file of a release that is not known here (%d); releases 102 "
                   "to 119 are.",
                   self->source->name, self->release);
      return FALSE;
    }
  self->at += 3;
  if (!comity_dta_expect (self, "</release><byteorder>", error) ||
      !comity_dta_need (self, 3, "byte order", error))
    return FALSE;
  if (memcmp (self->source->data + self->at, "MSF", 3) != 0 &&
      memcmp (self->source->data + self->at, "LSF", 3) != 0)
    return comity_dta_damaged (self, error, "the header names no byte order");
  set_byte_order (self, self->source->data[self->at] == 'M');
  self->at += 3;

  if (!comity_dta_expect (self, "</byteorder><K>", error) ||
      !comity_dta_need (self, 4, "number of variables", error))
    return FALSE;
  self->n_variables = comity_dta_take_uint (self, self->release < 119 ? 2 : 4);
  if (!comity_dta_expect (self, "</K><N>", error) ||
      !comity_dta_need (self, 8, "number of rows", error))
    return FALSE;
  self->n_rows = comity_dta_take_uint (self, self->release < 118 ? 4 : 8);

  if (!comity_dta_expect (self, "</N><label>", error) ||
      !comity_dta_need (self, 2, "data label", error))
    return FALSE;
  label_size = comity_dta_take_uint (self, self->release < 118 ? 1 : 2);
  if (!comity_dta_need (self, label_size, "data label", error))
    return FALSE;
  self->label = comity_dta_take_text (self, label_size);
  if (!comity_dta_expect (self, "</label><timestamp>", error) ||
      !comity_dta_need (self, 1, "time stamp", error))
    return FALSE;
  stamp_size = comity_dta_take_uint (self, 1);
  if (!comity_dta_need (self, stamp_size, "time stamp", error))
    return FALSE;
  self->at += stamp_size;
  if (!comity_dta_expect (self, "</timestamp></header><map>", error) ||
      !comity_dta_need (self, 14 * 8, "map", error))
    return FALSE;
  self->at += 14 * 8;
  return comity_dta_expect (self, "</map>", error);
}

/* Descriptors */

static void
set_number (ComityDtaVariable *v, ComityColumnType type)
{
  v->kind = COMITY_DTA_NUMBER;
  v->type = type;
  v->width = comity_column_type_width (type);
}

static gboolean
set_type (ComityDtaVariable *v, int release, guint code)
{
  static const char old_codes[] = "bilfd";

  v->kind = COMITY_DTA_STRING;
  if (release >= 117)
    {
      if (code >= 65526 && code <= 65530)
        set_number (v, (ComityColumnType) (65530 - code));
      else if (code == 32768)
        {
          v->kind = COMITY_DTA_STRL;
          v->width = 8;
        }
      else
        v->width = code <= 2045 ? code : 0;
      return v->width > 0;
    }
  if (release >= 111)
    {
      if (code >= 251)
        set_number (v, (ComityColumnType) (code - 251));
      else
        v->width = code <= 244 ? code : 0;
      return v->width > 0;
    }
  if (code > 127)
    v->width = code - 127;
  else if (code != 0 && strchr (old_codes, (int) code) != NULL)
    set_number (v, (ComityColumnType) (strchr (old_codes, (int) code) - old_codes));
  return v->width > 0;
}

static gboolean
open_section (ComityDta *self, const char *tag, GError **error)
{
  g_autofree char *open = g_strconcat ("<", tag, ">", NULL);

  return self->release < 117 || comity_dta_expect (self, open, error);
}

static gboolean
close_section (ComityDta *self, const char *tag, GError **error)
{
  g_autofree char *close = g_strconcat ("</", tag, ">", NULL);

  return self->release < 117 || comity_dta_expect (self, close, error);
}

static gboolean
read_types (ComityDta *self, gsize width, GError **error)
{
  if (!open_section (self, "variable_types", error) ||
      !need_table (self, self->n_variables, width, "types of the variables", error))
    return FALSE;

  self->variables = g_new0 (ComityDtaVariable, self->n_variables + 1);
  for (gsize i = 0; i < self->n_variables; i++)
    {
      ComityDtaVariable *v = &self->variables[i];
      guint code = (guint) comity_dta_take_uint (self, width);

      if (!set_type (v, self->release, code))
        return comity_dta_damaged (
            self, error, "variable %" G_GSIZE_FORMAT " has the unknown type %u", i + 1, code);
      v->offset = self->row_width;
      self->row_width += v->width;
    }
  return close_section (self, "variable_types", error);
}

/* A table of one fixed-width text per variable, put where @offset says in the variable. */
static gboolean
read_texts (
    ComityDta *self, const char *tag, gsize width, gsize offset, const char *what, GError **error)
{
  if (!open_section (self, tag, error) || !need_table (self, self->n_variables, width, what, error))
    return FALSE;
  for (gsize i = 0; i < self->n_variables; i++)
    G_STRUCT_MEMBER (char *, &self->variables[i], offset) = comity_dta_take_text (self, width);
  return close_section (self, tag, error);
}

static gboolean
read_descriptors (ComityDta *self, GError **error)
{
  Widths w = widths_of (self->release);

  if (!read_types (self, w.type, error) ||
      !read_texts (self, "varnames", w.name, G_STRUCT_OFFSET (ComityDtaVariable, name),
                   "names of the variables", error) ||
      !open_section (self, "sortlist", error) ||
      !need_table (self, self->n_variables + 1, w.sort, "sort order", error))
    return FALSE;
  self->at += (self->n_variables + 1) * w.sort;
  return close_section (self, "sortlist", error) &&
         read_texts (self, "formats", w.format, G_STRUCT_OFFSET (ComityDtaVariable, format),
                     "formats of the variables", error) &&
         read_texts (self, "value_label_names", w.name,
                     G_STRUCT_OFFSET (ComityDtaVariable, labels_name), "names of the value labels",
                     error) &&
         read_texts (self, "variable_labels", w.label, G_STRUCT_OFFSET (ComityDtaVariable, label),
                     "labels of the variables", error);
}

/* Characteristics */

static gboolean
read_characteristic (ComityDta *self, gsize length, gsize name_width, GError **error)
{
  ComityDtaCharacteristic c;

  if (length < 2 * name_width)
    return comity_dta_damaged (self, error, "a characteristic is too short to have a name");
  if (!comity_dta_need (self, length, "characteristics", error))
    return FALSE;
  c.column = comity_dta_take_text (self, name_width);
  c.name = comity_dta_take_text (self, name_width);
  c.text = comity_dta_take_text (self, length - 2 * name_width);
  g_array_append_val (self->characteristics, c);
  return TRUE;
}

static gboolean
read_tagged_characteristics (ComityDta *self, GError **error)
{
  gsize name_width = widths_of (self->release).name;

  if (!comity_dta_expect (self, "<characteristics>", error))
    return FALSE;
  for (;;)
    {
      gsize length;

      if (!comity_dta_need (self, 4, "characteristics", error))
        return FALSE;
      if (memcmp (self->source->data + self->at, "<ch>", 4) != 0)
        return comity_dta_expect (self, "</characteristics>", error);
      self->at += 4;
      if (!comity_dta_need (self, 4, "characteristics", error))
        return FALSE;
      length = comity_dta_take_uint (self, 4);
      if (!read_characteristic (self, length, name_width, error) ||
          !comity_dta_expect (self, "</ch>", error))
        return FALSE;
    }
}

static gboolean
read_binary_characteristics (ComityDta *self, GError **error)
{
  gsize name_width = widths_of (self->release).name;
  gsize length_width = self->release < 110 ? 2 : 4;

  while (self->release >= 105)
    {
      guint kind;
      gsize length;

      if (!comity_dta_need (self, 1 + length_width, "characteristics", error))
        return FALSE;
      kind = (guint) comity_dta_take_uint (self, 1);
      length = comity_dta_take_uint (self, length_width);
      if (kind == 0)
        break;
      if (kind == 1)
        {
          if (!read_characteristic (self, length, name_width, error))
            return FALSE;
          continue;
        }
      /* Fields of other kinds are to be passed over. */
      if (!comity_dta_need (self, length, "expansion fields", error))
        return FALSE;
      self->at += length;
    }
  return TRUE;
}

gboolean
comity_dta_read_header (ComityDta *self, GError **error)
{
  gsize data_size;

  if (self->source->size == 0)
    return comity_dta_damaged (self, error, "it is empty");

  self->release = self->source->data[0];
  if (self->release >= COMITY_DTA_FIRST_RELEASE && self->release <= 115)
    {
      if (!read_binary_header (self, error) || !read_descriptors (self, error) ||
          !read_binary_characteristics (self, error))
        return FALSE;
    }
  else if (!read_tagged_header (self, error) || !read_descriptors (self, error) ||
           !read_tagged_characteristics (self, error) || !open_section (self, "data", error))
    return FALSE;

  self->data_at = self->at;
  if (self->n_variables == 0)
    self->n_rows = 0;
  if (self->n_rows > G_MAXUINT32 - 1)
    {
      if (self->n_rows > (self->source->size - self->at) / self->row_width)
        return comity_dta_damaged (self, error, "it ends within the data");
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_TOO_LARGE,
                   "“%s” has too many rows: %" G_GSIZE_FORMAT ".", self->source->name,
                   self->n_rows);
      return FALSE;
    }
  data_size = self->n_rows * self->row_width;
  if (data_size > self->source->size - self->at)
    return comity_dta_damaged (self, error,
                               "it ends within the data: %" G_GSIZE_FORMAT
                               " rows of %" G_GSIZE_FORMAT " are there",
                               (self->source->size - self->at) / self->row_width, self->n_rows);
  self->at += data_size;
  return close_section (self, "data", error);
}
