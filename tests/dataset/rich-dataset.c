/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See rich-dataset.h. */
#include "config.h"

#include "rich-dataset.h"

static void
append_cells (GString *out, ComityDataset *dataset)
{
  for (gsize k = 0; k < comity_dataset_get_n_columns (dataset); k++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, k);
      ComityValueLabels *labels = comity_column_peek_value_labels (column);

      g_string_append_printf (out, "%s:%s", comity_column_peek_name (column),
                              comity_column_type_name (comity_column_get_type (column)));
      for (gsize row = 0; row < comity_column_get_n_rows (column); row++)
        {
          char tag = comity_column_get_missing_tag (column, row);

          if (!comity_column_is_numeric (column))
            g_string_append_printf (out, " '%s'", comity_column_peek_string (column, row));
          else if (tag != 0)
            g_string_append_printf (out, " .%c", tag);
          else
            g_string_append_printf (out, " %.17g", comity_column_get_double (column, row));
        }
      g_string_append_printf (out, " [%s] [%s]", comity_column_peek_label (column),
                              comity_column_peek_format (column));
      for (gsize i = 0; labels != NULL && i < comity_value_labels_get_n (labels); i++)
        g_string_append_printf (out, " %d=%s", comity_value_labels_get_value (labels, i),
                                comity_value_labels_peek_label (labels, i));
      g_string_append_c (out, '\n');
    }
}

char *
rich_dump (ComityDataset *dataset)
{
  GString *out = g_string_new (comity_dataset_peek_label (dataset));
  const char *column;
  const char *name;
  const char *text;

  g_string_append_c (out, '\n');
  append_cells (out, dataset);
  for (gsize i = 0; i < comity_dataset_get_n_notes (dataset); i++)
    {
      text = comity_dataset_peek_note (dataset, i, &column);
      g_string_append_printf (out, "%s note: %s\n", column, text);
    }
  for (gsize i = 0; comity_dataset_get_characteristic (dataset, i, &column, &name, &text); i++)
    g_string_append_printf (out, "%s[%s]=%s\n", column, name, text);
  return g_string_free (out, FALSE);
}

ComityDataset *
rich_dataset_new (gsize n_rows)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (n_rows);
  g_autoptr (ComityValueLabels) labels = comity_value_labels_new ("law");
  gint8 *b = g_new (gint8, n_rows);
  gint16 *i16 = g_new (gint16, n_rows);
  gint32 *i32 = g_new (gint32, n_rows);
  float *f = g_new (float, n_rows);
  double *d = g_new (double, n_rows);
  guint32 *codes = g_new (guint32, n_rows);
  guint32 *long_codes = g_new (guint32, n_rows);
  GPtrArray *names = g_ptr_array_new ();
  GPtrArray *texts = g_ptr_array_new ();
  ComityColumn *column;

  g_ptr_array_add (names, g_strdup (""));
  g_ptr_array_add (texts, g_strdup (""));
  for (guint i = 1; i < 40; i++)
    g_ptr_array_add (names, g_strdup_printf ("Straße %u", i));
  for (guint i = 1; i < 5; i++)
    g_ptr_array_add (texts, g_strnfill (3000 + i, (char) ('a' + i)));
  for (gsize row = 0; row < n_rows; row++)
    {
      char tag = row % 3 == 0 ? '.' : (char) ('a' + row % 26);
      gboolean missing = row % 5 == 4;
      int index = tag == '.' ? 0 : tag - 'a' + 1;

      b[row] = missing ? (gint8) (COMITY_MISSING_INT8 + index) : (gint8) (row % 200 - 100);
      i16[row] = missing ? (gint16) (COMITY_MISSING_INT16 + index) : (gint16) (row % 30000 - 9000);
      i32[row] = missing ? COMITY_MISSING_INT32 + index : (gint32) row * 30011;
      f[row] = missing ? comity_missing_float (tag) : (float) row / 3.0f;
      d[row] = missing ? comity_missing_double (tag) : -1.0 / (double) (row + 1);
      codes[row] = (guint32) (row * 7 % 40);
      long_codes[row] = (guint32) (row * 3 % 5);
    }
  comity_value_labels_add (labels, -100, "least");
  comity_value_labels_add (labels, 1, "civil — Roman");
  comity_value_labels_add (labels, COMITY_MISSING_INT32 + 3, "refused");

  comity_dataset_builder_set_label (builder, "One of everything");
  comity_dataset_builder_set_simulated (builder, TRUE);
  column = comity_column_new_take ("b", COMITY_COLUMN_INT8, n_rows, b);
  comity_column_set_label (column, "A labelled byte, “quoted”");
  comity_column_set_value_labels (column, labels);
  comity_dataset_builder_take_column (builder, column);
  column = comity_column_new_take ("year", COMITY_COLUMN_INT16, n_rows, i16);
  comity_column_set_format (column, "%ty");
  comity_dataset_builder_take_column (builder, column);
  comity_dataset_builder_take_column (
      builder, comity_column_new_take ("l", COMITY_COLUMN_INT32, n_rows, i32));
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("f", COMITY_COLUMN_FLOAT, n_rows, f));
  comity_dataset_builder_take_column (
      builder, comity_column_new_take ("d", COMITY_COLUMN_DOUBLE, n_rows, d));
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_strings_take ("s", n_rows, codes, names));
  comity_dataset_builder_take_column (
      builder, comity_column_new_strings_take ("t", n_rows, long_codes, texts));
  comity_dataset_builder_add_note (builder, NULL, "first");
  comity_dataset_builder_add_note (builder, NULL, "second, with ü");
  comity_dataset_builder_add_note (builder, "d", "about d");
  comity_dataset_builder_set_characteristic (builder, "_dta", "_TStvar", "year");
  comity_dataset_builder_set_characteristic (builder, "d", "unit", "thalers");
  return comity_dataset_builder_end (builder);
}

char *
rich_dump_without_formats (ComityDataset *dataset)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\[%(?!ty)[^]]*\\]", 0, 0, NULL);
  g_autofree char *text = rich_dump (dataset);

  return g_regex_replace (regex, text, -1, 0, "[]", 0, NULL);
}
