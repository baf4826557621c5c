/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See dta-maker.h. */
#include "config.h"

#include "dta-maker.h"

#include <string.h>

#define N_ROWS 3

typedef struct
{
  const DtaMaker *maker;
  GByteArray *out;
} Making;

static void
put_uint (Making *m, guint64 value, gsize width)
{
  for (gsize i = 0; i < width; i++)
    {
      gsize shift = 8 * (m->maker->big_endian ? width - 1 - i : i);
      guint8 byte = (guint8) (value >> shift);

      g_byte_array_append (m->out, &byte, 1);
    }
}

static void
put_text (Making *m, const char *text)
{
  g_byte_array_append (m->out, (const guint8 *) text, (guint) strlen (text));
}

static void
put_fixed (Making *m, const char *text, gsize width)
{
  for (gsize i = 0; i < width; i++)
    {
      guint8 byte = i < strlen (text) ? (guint8) text[i] : 0;

      g_byte_array_append (m->out, &byte, 1);
    }
}

static void
put_float (Making *m, float x)
{
  guint32 bits;

  memcpy (&bits, &x, 4);
  put_uint (m, bits, 4);
}

static void
put_double (Making *m, double x)
{
  guint64 bits;

  memcpy (&bits, &x, 8);
  put_uint (m, bits, 8);
}

static void
put_tag (Making *m, const char *tag)
{
  if (m->maker->release >= 117)
    put_text (m, tag);
}

static gsize
name_width (int release)
{
  return release <= 108 ? 9 : release <= 117 ? 33 : 129;
}

static void
put_header (Making *m, gsize n_variables)
{
  int release = m->maker->release;
  const char *label = "Three rows";

  if (release < 117)
    {
      put_uint (m, (guint64) release, 1);
      put_uint (m, m->maker->big_endian ? 1 : 2, 1);
      put_uint (m, 1, 1);
      put_uint (m, 0, 1);
      put_uint (m, n_variables, 2);
      put_uint (m, N_ROWS, release == 102 ? 2 : 4);
      put_fixed (m, label, release <= 105 ? 32 : 81);
      if (release >= 105)
        put_fixed (m, "23 Nov 2012 12:00", 18);
      return;
    }
  put_text (m, "<stata_dta><header><release>");
  put_text (m, release == 117 ? "117" : release == 118 ? "118" : "119");
  put_text (m, "</release><byteorder>");
  put_text (m, m->maker->big_endian ? "MSF" : "LSF");
  put_text (m, "</byteorder><K>");
  put_uint (m, n_variables, release == 119 ? 4 : 2);
  put_text (m, "</K><N>");
  put_uint (m, N_ROWS, release == 117 ? 4 : 8);
  put_text (m, "</N><label>");
  put_uint (m, strlen (label), release == 117 ? 1 : 2);
  put_text (m, label);
  put_text (m, "</label><timestamp>");
  put_uint (m, 17, 1);
  put_text (m, "23 Nov 2012 12:00");
  put_text (m, "</timestamp></header><map>");
  for (int i = 0; i < 14; i++)
    put_uint (m, 0, 8);
  put_text (m, "</map>");
}

static void
put_descriptors (Making *m, gsize n_variables)
{
  static const char *const names[] = { "b", "i", "l", "f", "d", "s", "t" };
  static const guint new_types[] = { 65530, 65529, 65528, 65527, 65526, 9, 32768 };
  static const guint middle_types[] = { 251, 252, 253, 254, 255, 9 };
  static const guint old_types[] = { 'b', 'i', 'l', 'f', 'd', 127 + 9 };
  int release = m->maker->release;

  put_tag (m, "<variable_types>");
  for (gsize k = 0; k < n_variables; k++)
    put_uint (m,
              release >= 117   ? new_types[k]
              : release >= 111 ? middle_types[k]
                               : old_types[k],
              release >= 117 ? 2 : 1);
  put_tag (m, "</variable_types><varnames>");
  for (gsize k = 0; k < n_variables; k++)
    put_fixed (m, names[k], name_width (release));
  put_tag (m, "</varnames><sortlist>");
  for (gsize k = 0; k <= n_variables; k++)
    put_uint (m, 0, release == 119 ? 4 : 2);
  put_tag (m, "</sortlist><formats>");
  for (gsize k = 0; k < n_variables; k++)
    put_fixed (m, "%9.0g", release <= 104 ? 7 : release <= 113 ? 12 : release <= 117 ? 49 : 57);
  put_tag (m, "</formats><value_label_names>");
  for (gsize k = 0; k < n_variables; k++)
    put_fixed (m, k == 0 ? "lab" : "", name_width (release));
  put_tag (m, "</value_label_names><variable_labels>");
  for (gsize k = 0; k < n_variables; k++)
    put_fixed (m, k == 0 ? "A byte" : "", release <= 105 ? 32 : release <= 117 ? 81 : 321);
  put_tag (m, "</variable_labels>");
}

static void
put_characteristic (Making *m, const char *column, const char *name, const char *text)
{
  int release = m->maker->release;
  gsize length = 2 * name_width (release) + strlen (text) + 1;

  if (release >= 117)
    put_text (m, "<ch>");
  else
    put_uint (m, 1, 1);
  put_uint (m, length, release >= 110 ? 4 : 2);
  put_fixed (m, column, name_width (release));
  put_fixed (m, name, name_width (release));
  put_fixed (m, text, strlen (text) + 1);
  put_tag (m, "</ch>");
}

static void
put_characteristics (Making *m)
{
  int release = m->maker->release;

  put_tag (m, "<characteristics>");
  if (release >= 105)
    {
      put_characteristic (m, "b", "note1", "about b");
      put_characteristic (m, "_dta", "note2", "second");
      put_characteristic (m, "_dta", "note1", "first");
      put_characteristic (m, "_dta", "note0", "2");
      put_characteristic (m, "_dta", "_TStvar", "i");
    }
  put_tag (m, "</characteristics>");
  if (release >= 105 && release < 117)
    put_uint (m, 0, release >= 110 ? 5 : 3);
}

static void
put_strl (Making *m, gboolean empty)
{
  int release = m->maker->release;
  gsize v_width = release == 117 ? 4 : release == 118 ? 2 : 3;

  put_uint (m, empty ? 0 : 7, v_width);
  put_uint (m, empty ? 0 : 1, 8 - v_width);
}

static void
put_row (Making *m, int row)
{
  int release = m->maker->release;
  const char *city = m->maker->city ? m->maker->city : "Rome";
  gboolean old = release < 113;

  if (row == 1)
    {
      put_uint (m, old ? 127 : 101, 1);
      put_uint (m, old ? 32767 : 32741, 2);
      put_uint (m, old ? 2147483647 : 2147483621, 4);
      put_float (m, 0x1p127f);
      put_double (m, release <= 105 ? 0x1p333 : 0x1p1023);
    }
  else
    {
      put_uint (m, row == 0 ? 1 : 3, 1);
      put_uint (m, row == 0 ? (guint16) -2 : 4, 2);
      put_uint (m, row == 0 ? 100000 : 5, 4);
      put_float (m, row == 0 ? 0.5f : 1.5f);
      put_double (m, row == 0 ? 0.1 : 2.5);
    }
  put_fixed (m, row == 0 ? "Paris" : row == 1 ? city : "", 9);
  if (release >= 117)
    put_strl (m, row == 1);
}

static void
put_value_labels (Making *m)
{
  int release = m->maker->release;

  if (release < 108)
    {
      put_uint (m, 2, 2);
      put_fixed (m, "lab", 9);
      put_uint (m, 0, 1);
      put_uint (m, 1, 2);
      put_uint (m, 3, 2);
      put_fixed (m, "one", 8);
      put_fixed (m, "three", 8);
      return;
    }
  put_tag (m, "<value_labels><lbl>");
  put_uint (m, 8 + 16 + 10, 4);
  put_fixed (m, "lab", name_width (release));
  put_uint (m, 0, 3);
  put_uint (m, 2, 4);
  put_uint (m, 10, 4);
  put_uint (m, 6, 4);
  put_uint (m, 0, 4);
  put_uint (m, 1, 4);
  put_uint (m, 3, 4);
  put_fixed (m, "three", 6);
  put_fixed (m, "one", 4);
  put_tag (m, "</lbl></value_labels></stata_dta>");
}

GBytes *
dta_make (const DtaMaker *maker)
{
  Making m = { maker, g_byte_array_new () };
  gsize n_variables = maker->release >= 117 ? 7 : 6;

  put_header (&m, n_variables);
  put_descriptors (&m, n_variables);
  put_characteristics (&m);
  put_tag (&m, "<data>");
  for (int row = 0; row < N_ROWS; row++)
    put_row (&m, row);
  put_tag (&m, "</data>");
  if (maker->release >= 117)
    {
      put_text (&m, "<strls>GSO");
      put_uint (&m, 7, 4);
      put_uint (&m, 1, maker->release == 117 ? 4 : 8);
      put_uint (&m, 130, 1);
      put_uint (&m, 10, 4);
      put_fixed (&m, "long text", 10);
      put_text (&m, "</strls>");
    }
  put_value_labels (&m);
  return g_byte_array_free_to_bytes (m.out);
}
