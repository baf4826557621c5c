/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a .dta of release 118 (119 beyond 32,767 variables), little-endian, with everything a
 * dataset knows: types, formats, labels, value labels, tagged missing values, notes,
 * characteristics, long strings. There is no time stamp, so that the same data give the same bytes.
 */
#include "config.h"

#include "comity-column-private.h"
#include "comity-file-writer.h"
#include "comity-io-private.h"

#include <string.h>

#define NAME_LETTERS 32
#define NAME_WIDTH 129
#define FORMAT_WIDTH 57
#define LABEL_LETTERS 80
#define LABEL_WIDTH 321
#define MAX_FIXED_STRING 2045
#define MAX_VARIABLES_118 32767
#define BLOCK_ROWS 1024
#define N_OFFSETS 14

typedef struct
{
  ComityColumn *column; /* borrowed */
  char *name;           /* as Stata allows it, owned */
  gsize width;          /* bytes in a row */
  gsize offset;
  gboolean is_strl;
  char *labels_name;  /* owned */
  guint32 *first_row; /* owned, strL only: 1 + first row of each code */
} Variable;

typedef struct
{
  ComityDataset *dataset;
  Variable *variables;
  gsize n_variables;
  gsize n_rows;
  gsize row_width;
  gsize v_width; /* bytes of the variable's number in a strL cell */
  gboolean is_119;

  GByteArray *head; /* everything before the rows */
  GByteArray *tail; /* everything after the long strings */
  guint64 offsets[N_OFFSETS];
  gsize strls_size;
} Writing;

/* Bytes */

static void
put (GByteArray *to, const char *text)
{
  g_byte_array_append (to, (const guint8 *) text, (guint) strlen (text));
}

static void
put_uint (GByteArray *to, guint64 value, gsize width)
{
  guint8 bytes[8];

  for (gsize i = 0; i < width; i++)
    bytes[i] = (guint8) (value >> (8 * i));
  g_byte_array_append (to, bytes, (guint) width);
}

/* As many whole letters as fit in @n_letters and @n_bytes. */
static gsize
cut_length (const char *text, gsize n_letters, gsize n_bytes)
{
  const char *p = text;

  while (*p != '\0' && n_letters-- > 0 && (gsize) (g_utf8_next_char (p) - text) <= n_bytes)
    p = g_utf8_next_char (p);
  return (gsize) (p - text);
}

static void
put_fixed (GByteArray *to, const char *text, gsize n_letters, gsize width)
{
  gsize n = cut_length (text, n_letters, width - 1);
  guint at = to->len;

  g_byte_array_set_size (to, at + (guint) width);
  memset (to->data + at, 0, width);
  memcpy (to->data + at, text, n);
}

/* Names */

static char *
dup_stata_name (const char *name)
{
  GString *out = g_string_new (NULL);
  gsize n_letters = 0;

  for (const char *p = name; *p != '\0' && n_letters < NAME_LETTERS; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (n_letters == 0 && g_unichar_isdigit (c))
        {
          g_string_append_c (out, '_');
          n_letters++;
        }
      g_string_append_unichar (out, g_unichar_isalnum (c) || c == '_' ? c : '_');
      n_letters++;
    }
  if (out->len == 0)
    g_string_append_c (out, '_');
  return g_string_free (out, FALSE);
}

static void
describe_string (Writing *w, Variable *v)
{
  gsize longest = 1;
  gsize n = comity_column_get_n_codes (v->column);
  const guint32 *codes = comity_column_peek_data (v->column);

  for (gsize code = 0; code < n; code++)
    longest = MAX (longest, strlen (comity_column_peek_code_string (v->column, (guint32) code)));
  v->is_strl = longest > MAX_FIXED_STRING;
  v->width = v->is_strl ? 8 : longest;
  if (!v->is_strl)
    return;

  v->first_row = g_new0 (guint32, n);
  for (gsize row = 0; row < w->n_rows; row++)
    if (codes[row] != 0 && v->first_row[codes[row]] == 0)
      {
        v->first_row[codes[row]] = (guint32) row + 1;
        w->strls_size +=
            3 + 4 + 8 + 1 + 4 + strlen (comity_column_peek_code_string (v->column, codes[row])) + 1;
      }
}

/* Two columns may share a set of labels; sets of one name that differ get names that differ. */
static void
name_labels (Writing *w, Variable *v, GHashTable *names, GHashTable *taken)
{
  ComityValueLabels *labels = comity_column_peek_value_labels (v->column);
  const char *known;

  if (labels == NULL || comity_value_labels_get_n (labels) == 0)
    {
      v->labels_name = g_strdup ("");
      return;
    }
  known = g_hash_table_lookup (names, labels);
  if (known == NULL)
    {
      const char *name = comity_value_labels_peek_name (labels);
      g_autofree char *plain = dup_stata_name (*name != '\0' ? name : v->name);

      known = comity_name_make_unique (taken, plain);
      g_hash_table_insert (names, labels, (gpointer) known);
    }
  v->labels_name = g_strdup (known);
}

static void
prepare (Writing *w)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) label_names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GHashTable) labels_taken =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  w->n_rows = comity_dataset_get_n_rows (w->dataset);
  w->n_variables = comity_dataset_get_n_columns (w->dataset);
  w->is_119 = w->n_variables > MAX_VARIABLES_118;
  w->v_width = w->is_119 ? 3 : 2;
  w->variables = g_new0 (Variable, w->n_variables + 1);
  for (gsize k = 0; k < w->n_variables; k++)
    {
      Variable *v = &w->variables[k];
      g_autofree char *plain = NULL;

      v->column = comity_dataset_peek_column (w->dataset, k);
      plain = dup_stata_name (comity_column_peek_name (v->column));
      v->name = comity_name_make_unique (taken, plain);
      v->width = comity_column_type_width (comity_column_get_type (v->column));
      if (!comity_column_is_numeric (v->column))
        describe_string (w, v);
      name_labels (w, v, label_names, labels_taken);
      v->offset = w->row_width;
      w->row_width += v->width;
    }
}

/* Head */

static void
open_section (Writing *w, int index, const char *tag)
{
  w->offsets[index] = w->head->len;
  put (w->head, tag);
}

static guint
type_code (const Variable *v)
{
  if (v->is_strl)
    return 32768;
  if (!comity_column_is_numeric (v->column))
    return (guint) v->width;
  return 65530 - (guint) comity_column_get_type (v->column);
}

static char *
dup_format (const Variable *v)
{
  static const char *const defaults[] = { "%8.0g", "%8.0g", "%12.0g", "%9.0g", "%10.0g" };
  const char *format = comity_column_peek_format (v->column);

  /* Only Stata's own begin with a per cent sign. */
  if (format[0] == '%')
    return g_strdup (format);
  if (comity_column_is_numeric (v->column))
    return g_strdup (defaults[comity_column_get_type (v->column)]);
  return v->is_strl ? g_strdup ("%9s") : g_strdup_printf ("%%%" G_GSIZE_FORMAT "s", v->width);
}

static void
put_characteristic (Writing *w, const char *column, const char *name, const char *text)
{
  const char *stata_name = column;
  gssize index = comity_dataset_find_column (w->dataset, column);
  gsize length = strlen (text) + 1;

  if (index >= 0)
    stata_name = w->variables[index].name;
  put (w->head, "<ch>");
  put_uint (w->head, 2 * NAME_WIDTH + length, 4);
  put_fixed (w->head, stata_name, NAME_WIDTH, NAME_WIDTH);
  put_fixed (w->head, name, NAME_WIDTH, NAME_WIDTH);
  g_byte_array_append (w->head, (const guint8 *) text, (guint) length);
  put (w->head, "</ch>");
}

static void
put_notes (Writing *w)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();

  for (gsize i = 0; i < comity_dataset_get_n_notes (w->dataset); i++)
    {
      const char *column;
      const char *text = comity_dataset_peek_note (w->dataset, i, &column);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, column)) + 1;
      g_autofree char *name = g_strdup_printf ("note%u", n);

      if (n == 1)
        g_ptr_array_add (order, (gpointer) column);
      g_hash_table_insert (counts, (gpointer) column, GUINT_TO_POINTER (n));
      put_characteristic (w, column, name, text);
    }
  for (guint i = 0; i < order->len; i++)
    {
      const char *column = g_ptr_array_index (order, i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, column));
      g_autofree char *count = g_strdup_printf ("%u", n);

      put_characteristic (w, column, "note0", count);
    }
}

static void
put_characteristics (Writing *w)
{
  const char *column;
  const char *name;
  const char *text;

  open_section (w, 8, "<characteristics>");
  put_notes (w);
  for (gsize i = 0; comity_dataset_get_characteristic (w->dataset, i, &column, &name, &text); i++)
    if (strcmp (name, COMITY_SIMULATED_CHARACTERISTIC) != 0)
      put_characteristic (w, column, name, text);
  if (comity_dataset_is_simulated (w->dataset))
    put_characteristic (w, "_dta", COMITY_SIMULATED_CHARACTERISTIC, "1");
  put (w->head, "</characteristics>");
}

static void
put_head (Writing *w)
{
  const char *label = comity_dataset_peek_label (w->dataset);
  gsize label_size = cut_length (label, LABEL_LETTERS, LABEL_WIDTH - 1);

  put (w->head, w->is_119 ? "<stata_dta><header><release>119" : "<stata_dta><header><release>118");
  put (w->head, "</release><byteorder>LSF</byteorder><K>");
  put_uint (w->head, w->n_variables, w->is_119 ? 4 : 2);
  put (w->head, "</K><N>");
  put_uint (w->head, w->n_rows, 8);
  put (w->head, "</N><label>");
  put_uint (w->head, label_size, 2);
  g_byte_array_append (w->head, (const guint8 *) label, (guint) label_size);
  put (w->head, "</label><timestamp>");
  put_uint (w->head, 0, 1);
  put (w->head, "</timestamp></header>");
  open_section (w, 1, "<map>");
  for (gsize i = 0; i < N_OFFSETS; i++)
    put_uint (w->head, 0, 8);
  put (w->head, "</map>");

  open_section (w, 2, "<variable_types>");
  for (gsize k = 0; k < w->n_variables; k++)
    put_uint (w->head, type_code (&w->variables[k]), 2);
  put (w->head, "</variable_types>");
  open_section (w, 3, "<varnames>");
  for (gsize k = 0; k < w->n_variables; k++)
    put_fixed (w->head, w->variables[k].name, NAME_LETTERS, NAME_WIDTH);
  put (w->head, "</varnames>");
  open_section (w, 4, "<sortlist>");
  for (gsize k = 0; k <= w->n_variables; k++)
    put_uint (w->head, 0, w->is_119 ? 4 : 2);
  put (w->head, "</sortlist>");
  open_section (w, 5, "<formats>");
  for (gsize k = 0; k < w->n_variables; k++)
    {
      g_autofree char *format = dup_format (&w->variables[k]);

      put_fixed (w->head, format, FORMAT_WIDTH, FORMAT_WIDTH);
    }
  put (w->head, "</formats>");
  open_section (w, 6, "<value_label_names>");
  for (gsize k = 0; k < w->n_variables; k++)
    put_fixed (w->head, w->variables[k].labels_name, NAME_LETTERS, NAME_WIDTH);
  put (w->head, "</value_label_names>");
  open_section (w, 7, "<variable_labels>");
  for (gsize k = 0; k < w->n_variables; k++)
    {
      const Variable *v = &w->variables[k];
      const char *text = comity_column_peek_label (v->column);

      /* A name that Stata does not allow is at least kept where people read it. */
      if (*text == '\0' && strcmp (v->name, comity_column_peek_name (v->column)) != 0)
        text = comity_column_peek_name (v->column);
      put_fixed (w->head, text, LABEL_LETTERS, LABEL_WIDTH);
    }
  put (w->head, "</variable_labels>");
  put_characteristics (w);
  open_section (w, 9, "<data>");
}

/* Tail */

static void
put_value_labels (Writing *w, const Variable *v)
{
  ComityValueLabels *labels = comity_column_peek_value_labels (v->column);
  gsize n = comity_value_labels_get_n (labels);
  gsize text_size = 0;

  for (gsize i = 0; i < n; i++)
    text_size += strlen (comity_value_labels_peek_label (labels, i)) + 1;
  put (w->tail, "<lbl>");
  put_uint (w->tail, 8 + 8 * n + text_size, 4);
  put_fixed (w->tail, v->labels_name, NAME_LETTERS, NAME_WIDTH);
  put_uint (w->tail, 0, 3);
  put_uint (w->tail, n, 4);
  put_uint (w->tail, text_size, 4);
  for (gsize i = 0, at = 0; i < n; i++)
    {
      put_uint (w->tail, at, 4);
      at += strlen (comity_value_labels_peek_label (labels, i)) + 1;
    }
  for (gsize i = 0; i < n; i++)
    put_uint (w->tail, (guint32) comity_value_labels_get_value (labels, i), 4);
  for (gsize i = 0; i < n; i++)
    {
      const char *text = comity_value_labels_peek_label (labels, i);

      g_byte_array_append (w->tail, (const guint8 *) text, (guint) strlen (text) + 1);
    }
  put (w->tail, "</lbl>");
}

static void
put_tail (Writing *w)
{
  g_autoptr (GHashTable) written = g_hash_table_new (g_str_hash, g_str_equal);
  guint64 data_end = w->offsets[9] + strlen ("<data>") + w->n_rows * w->row_width;

  w->offsets[10] = data_end + strlen ("</data>");
  w->offsets[11] = w->offsets[10] + strlen ("<strls></strls>") + w->strls_size;
  put (w->tail, "<value_labels>");
  for (gsize k = 0; k < w->n_variables; k++)
    {
      const Variable *v = &w->variables[k];

      if (v->labels_name[0] != '\0' && g_hash_table_add (written, v->labels_name))
        put_value_labels (w, v);
    }
  put (w->tail, "</value_labels>");
  w->offsets[12] = w->offsets[11] + w->tail->len;
  put (w->tail, "</stata_dta>");
  w->offsets[13] = w->offsets[11] + w->tail->len;

  for (gsize i = 0; i < N_OFFSETS; i++)
    {
      guint64 offset = GUINT64_TO_LE (w->offsets[i]);

      memcpy (w->head->data + w->offsets[1] + strlen ("<map>") + 8 * i, &offset, 8);
    }
}

/* Rows */

static void
put_strl_cell (const Writing *w, gsize k, guint32 code, guint8 *to)
{
  guint64 v = code == 0 ? 0 : k + 1;
  guint64 o = code == 0 ? 0 : w->variables[k].first_row[code];

  for (gsize i = 0; i < w->v_width; i++)
    to[i] = (guint8) (v >> (8 * i));
  for (gsize i = w->v_width; i < 8; i++)
    to[i] = (guint8) (o >> (8 * (i - w->v_width)));
}

#define PUT_CELLS(T, U, to_le)                                                                     \
  for (gsize i = 0; i < n; i++, to += w->row_width)                                                \
    {                                                                                              \
      U bits;                                                                                      \
                                                                                                   \
      memcpy (&bits, (const T *) data + first + i, sizeof bits);                                   \
      bits = to_le (bits);                                                                         \
      memcpy (to, &bits, sizeof bits);                                                             \
    }                                                                                              \
  break
#define SAME_BYTE(x) (x)

static void
put_column (const Writing *w, gsize k, gsize first, gsize n, guint8 *rows)
{
  const Variable *v = &w->variables[k];
  gconstpointer data = comity_column_peek_data (v->column);
  guint8 *to = rows + v->offset;

  switch (comity_column_get_type (v->column))
    {
    case COMITY_COLUMN_INT8:
      PUT_CELLS (gint8, guint8, SAME_BYTE);
    case COMITY_COLUMN_INT16:
      PUT_CELLS (gint16, guint16, GUINT16_TO_LE);
    case COMITY_COLUMN_INT32:
      PUT_CELLS (gint32, guint32, GUINT32_TO_LE);
    case COMITY_COLUMN_FLOAT:
      for (gsize i = 0; i < n; i++, to += w->row_width)
        {
          float x = ((const float *) data)[first + i];
          guint32 bits;

          /* Stata has no NaN. */
          if (x != x)
            x = comity_missing_float ('.');
          memcpy (&bits, &x, sizeof bits);
          bits = GUINT32_TO_LE (bits);
          memcpy (to, &bits, sizeof bits);
        }
      break;
    case COMITY_COLUMN_DOUBLE:
      for (gsize i = 0; i < n; i++, to += w->row_width)
        {
          double x = ((const double *) data)[first + i];
          guint64 bits;

          if (x != x)
            x = comity_missing_double ('.');
          memcpy (&bits, &x, sizeof bits);
          bits = GUINT64_TO_LE (bits);
          memcpy (to, &bits, sizeof bits);
        }
      break;
    case COMITY_COLUMN_STRING:
      for (gsize i = 0; i < n; i++, to += w->row_width)
        {
          guint32 code = ((const guint32 *) data)[first + i];
          const char *text = comity_column_peek_code_string (v->column, code);

          if (v->is_strl)
            put_strl_cell (w, k, code, to);
          else
            {
              gsize length = strlen (text);

              memcpy (to, text, length);
              memset (to + length, 0, v->width - length);
            }
        }
      break;
    }
}

static gboolean
write_rows (const Writing *w, ComityFileWriter *writer, ComityProgress *progress, GError **error)
{
  g_autofree guint8 *rows = g_malloc (BLOCK_ROWS * w->row_width + 1);

  for (gsize row = 0; row < w->n_rows; row += BLOCK_ROWS)
    {
      gsize n = MIN (BLOCK_ROWS, w->n_rows - row);

      if (comity_progress_set_error_if_cancelled (progress, error))
        return FALSE;
      for (gsize k = 0; k < w->n_variables; k++)
        put_column (w, k, row, n, rows);
      if (!comity_file_writer_write (writer, rows, n * w->row_width, error))
        return FALSE;
      comity_progress_report (progress, (double) row / (double) w->n_rows, "Writing rows");
    }
  return comity_file_writer_puts (writer, "</data>", error);
}

static gboolean
write_strls (const Writing *w, ComityFileWriter *writer, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  put (bytes, "<strls>");
  for (gsize k = 0; k < w->n_variables; k++)
    for (gsize row = 0; row < w->n_rows && w->variables[k].is_strl; row++)
      {
        const Variable *v = &w->variables[k];
        guint32 code = comity_column_get_code (v->column, row);
        const char *text = comity_column_peek_code_string (v->column, code);

        if (code == 0 || v->first_row[code] != row + 1)
          continue;
        put (bytes, "GSO");
        put_uint (bytes, k + 1, 4);
        put_uint (bytes, row + 1, 8);
        put_uint (bytes, 130, 1);
        put_uint (bytes, strlen (text) + 1, 4);
        g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text) + 1);
        if (!comity_file_writer_write (writer, bytes->data, bytes->len, error))
          return FALSE;
        g_byte_array_set_size (bytes, 0);
      }
  put (bytes, "</strls>");
  return comity_file_writer_write (writer, bytes->data, bytes->len, error);
}

gboolean
comity_dta_save (ComityDataset *dataset, const char *path, ComityProgress *progress, GError **error)
{
  Writing w = { .dataset = dataset };
  g_autoptr (ComityFileWriter) writer = comity_file_writer_new (path, error);
  gboolean ok;

  if (writer == NULL)
    return FALSE;
  w.head = g_byte_array_new ();
  w.tail = g_byte_array_new ();
  prepare (&w);
  put_head (&w);
  put_tail (&w);
  ok = comity_file_writer_write (writer, w.head->data, w.head->len, error) &&
       write_rows (&w, writer, progress, error) && write_strls (&w, writer, error) &&
       comity_file_writer_write (writer, w.tail->data, w.tail->len, error) &&
       comity_file_writer_commit (writer, error);

  for (gsize k = 0; k < w.n_variables; k++)
    {
      g_free (w.variables[k].name);
      g_free (w.variables[k].labels_name);
      g_free (w.variables[k].first_row);
    }
  g_free (w.variables);
  g_byte_array_unref (w.head);
  g_byte_array_unref (w.tail);
  return ok;
}
