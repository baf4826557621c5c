/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns: missing codes in every width, text, blocks, summaries, value labels. */
#include "config.h"

#include "comity-column.h"

#include <math.h>
#include <string.h>

static ComityColumn *
new_copy (const char *name, ComityColumnType type, gsize n, gconstpointer data)
{
  return comity_column_new_take (name, type, n,
                                 g_memdup2 (data, n * comity_column_type_width (type)));
}

static void
check_tags (ComityColumn *column, double first, const char *tags)
{
  double block[8];
  guint8 flags[8] = { 0 };
  const guint32 rows[] = { 2, 0 };

  g_assert_cmpfloat (comity_column_get_double (column, 0), ==, first);
  comity_column_read_doubles (column, 0, strlen (tags) + 1, block);
  comity_column_or_missing (column, 0, strlen (tags) + 1, flags);
  g_assert_cmpint (comity_column_get_missing_tag (column, 0), ==, 0);
  g_assert_cmpint (flags[0], ==, 0);
  g_assert_cmpfloat (block[0], ==, first);
  for (gsize i = 0; tags[i] != '\0'; i++)
    {
      g_assert_cmpint (comity_column_get_missing_tag (column, i + 1), ==, tags[i]);
      g_assert_true (comity_column_is_missing (column, i + 1));
      g_assert_true (isnan (block[i + 1]));
      g_assert_cmpint (flags[i + 1], ==, 1);
    }
  comity_column_gather_doubles (column, rows, 2, block);
  g_assert_true (isnan (block[0]));
  g_assert_cmpfloat (block[1], ==, first);
}

static void
test_missing (void)
{
  const gint8 bytes[] = { 100, 101, 102, 127 };
  const gint16 ints[] = { 32740, 32741, 32742, 32767 };
  const gint32 longs[] = { 2147483620, 2147483621, 2147483622, 2147483647 };
  const float floats[] = { COMITY_FLOAT_MAX_VALID,
                           comity_missing_float ('.'),
                           comity_missing_float ('a'),
                           comity_missing_float ('z'),
                           NAN,
                           INFINITY };
  const double doubles[] = { COMITY_DOUBLE_MAX_VALID,
                             comity_missing_double ('.'),
                             comity_missing_double ('a'),
                             comity_missing_double ('z'),
                             NAN,
                             INFINITY };
  g_autoptr (ComityColumn) a = new_copy ("a", COMITY_COLUMN_INT8, 4, bytes);
  g_autoptr (ComityColumn) b = new_copy ("b", COMITY_COLUMN_INT16, 4, ints);
  g_autoptr (ComityColumn) c = new_copy ("c", COMITY_COLUMN_INT32, 4, longs);
  g_autoptr (ComityColumn) d = new_copy ("d", COMITY_COLUMN_FLOAT, 6, floats);
  g_autoptr (ComityColumn) e = new_copy ("e", COMITY_COLUMN_DOUBLE, 6, doubles);

  check_tags (a, 100, ".az");
  check_tags (b, 32740, ".az");
  check_tags (c, 2147483620, ".az");
  check_tags (d, (double) COMITY_FLOAT_MAX_VALID, ".az..");
  check_tags (e, COMITY_DOUBLE_MAX_VALID, ".az..");
  /* Stata's own definition: "." is 2^1023 as a double, 2^127 as a float. */
  g_assert_cmpfloat (comity_missing_double ('.'), ==, 0x1p1023);
  g_assert_cmpfloat (comity_missing_double ('b'), ==, 0x1.002p1023);
  g_assert_cmpfloat (comity_missing_float ('.'), ==, 0x1p127f);
}

static void
test_text (void)
{
  const gint8 bytes[] = { 1, 2, 101, 103, 104 };
  const double doubles[] = { 0.1, 3.0 };
  const float floats[] = { 0.1f };
  g_autoptr (ComityValueLabels) labels = comity_value_labels_new ("law");
  g_autoptr (ComityColumn) a = new_copy ("a", COMITY_COLUMN_INT8, 5, bytes);
  g_autoptr (ComityColumn) b = new_copy ("b", COMITY_COLUMN_DOUBLE, 2, doubles);
  g_autoptr (ComityColumn) c = new_copy ("c", COMITY_COLUMN_FLOAT, 1, floats);
  const char *const expected[] = { "common", "2", ".", "unknown", ".c" };

  comity_value_labels_add (labels, COMITY_MISSING_INT32 + 2, "unknown");
  comity_value_labels_add (labels, 1, "civil");
  comity_value_labels_add (labels, -7, "none");
  comity_value_labels_add (labels, 1, "common");
  g_assert_cmpuint (comity_value_labels_get_n (labels), ==, 3);
  g_assert_cmpint (comity_value_labels_get_value (labels, 0), ==, -7);
  g_assert_cmpstr (comity_value_labels_peek_label (labels, 1), ==, "common");
  g_assert_null (comity_value_labels_lookup (labels, 2));

  comity_column_set_value_labels (a, labels);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *text = comity_column_dup_text (a, i);

      g_assert_cmpstr (text, ==, expected[i]);
    }
  {
    g_autofree char *text = comity_column_dup_text (b, 0);
    g_autofree char *single = comity_column_dup_text (c, 0);

    g_assert_cmpstr (text, ==, "0.1");
    g_assert_cmpstr (single, ==, "0.1");
  }
}

static void
test_strings (void)
{
  const guint32 codes[] = { 1, 0, 2, 1 };
  const guint32 rows[] = { 3, 2 };
  GPtrArray *dictionary = g_ptr_array_new ();
  g_autoptr (ComityColumn) column = NULL;
  g_autoptr (ComityColumn) part = NULL;
  double block[4];

  g_ptr_array_add (dictionary, g_strdup (""));
  g_ptr_array_add (dictionary, g_strdup ("USA"));
  g_ptr_array_add (dictionary, g_strdup ("Côte d’Ivoire"));
  column = comity_column_new_strings_take ("name", 4, g_memdup2 (codes, sizeof codes), dictionary);
  g_assert_false (comity_column_is_numeric (column));
  g_assert_cmpstr (comity_column_peek_string (column, 2), ==, "Côte d’Ivoire");
  g_assert_true (comity_column_is_missing (column, 1));
  comity_column_read_doubles (column, 0, 4, block);
  g_assert_true (isnan (block[1]));
  g_assert_cmpfloat (block[3], ==, 1.0);
  g_assert_cmpuint (comity_column_get_summary (column)->n_missing, ==, 1);
  g_assert_cmpuint (comity_column_get_summary (column)->n_distinct, ==, 2);

  part = comity_column_gathered (column, rows, 2);
  g_assert_cmpstr (comity_column_peek_string (part, 0), ==, "USA");
  g_assert_cmpstr (comity_column_peek_string (part, 1), ==, "Côte d’Ivoire");
}

static void
test_summary (void)
{
  gsize n = 50000;
  g_autofree double *data = g_new (double, n);
  g_autoptr (ComityColumn) column = NULL;
  g_autoptr (ComityColumn) renamed = NULL;
  const ComityColumnSummary *summary;

  /* 1e9 + {0 … 9}: mean and variance known, and lost by a naive sum of squares. */
  for (gsize i = 0; i < n; i++)
    data[i] = 1e9 + (double) (i % 10);
  data[17] = comity_missing_double ('d');
  data[27] = NAN;
  data[37] = 1e9;
  data[47] = 1e9 + 4;
  column = new_copy ("x", COMITY_COLUMN_DOUBLE, n, data);
  summary = comity_column_get_summary (column);
  g_assert_cmpuint (summary->n_missing, ==, 2);
  g_assert_cmpuint (summary->n_distinct, ==, 10);
  g_assert_cmpfloat (summary->min, ==, 1e9);
  g_assert_cmpfloat (summary->max, ==, 1e9 + 9);
  g_assert_true (summary->is_integer);
  {
    long double sum = 0;
    long double squares = 0;
    double sd;

    for (gsize i = 0; i < n; i++)
      if (i != 17 && i != 27)
        sum += data[i] - 1e9;
    sum /= n - 2;
    for (gsize i = 0; i < n; i++)
      if (i != 17 && i != 27)
        squares += (data[i] - 1e9 - sum) * (data[i] - 1e9 - sum);
    sd = (double) sqrtl (squares / (n - 3));
    g_assert_cmpfloat_with_epsilon (summary->mean, 1e9 + (double) sum, 1e-6);
    g_assert_cmpfloat_with_epsilon (summary->sd, sd, 1e-10);
  }
  renamed = comity_column_renamed (column, "y");
  g_assert_true (comity_column_get_summary (renamed) == summary);
  g_assert_cmpstr (comity_column_peek_name (renamed), ==, "y");
}

static void
test_summary_edges (void)
{
  gsize n = 5000;
  gint32 *many = g_new (gint32, n);
  const float missing[] = { comity_missing_float ('.'), NAN };
  const double half[] = { 0.5, -0.0, 0.0 };
  g_autoptr (ComityColumn) a = NULL;
  g_autoptr (ComityColumn) b = new_copy ("b", COMITY_COLUMN_FLOAT, 2, missing);
  g_autoptr (ComityColumn) c = comity_column_new_take ("c", COMITY_COLUMN_INT8, 0, NULL);
  g_autoptr (ComityColumn) d = new_copy ("d", COMITY_COLUMN_DOUBLE, 3, half);

  for (gsize i = 0; i < n; i++)
    many[i] = (gint32) i;
  a = comity_column_new_take ("a", COMITY_COLUMN_INT32, n, many);
  g_assert_cmpuint (comity_column_get_summary (a)->n_distinct, ==, 1001);
  g_assert_cmpuint (comity_column_get_summary (b)->n_distinct, ==, 0);
  g_assert_cmpuint (comity_column_get_summary (b)->n_missing, ==, 2);
  g_assert_true (isnan (comity_column_get_summary (b)->min));
  g_assert_false (comity_column_get_summary (b)->is_integer);
  g_assert_true (isnan (comity_column_get_summary (c)->mean));
  g_assert_cmpuint (comity_column_get_summary (d)->n_distinct, ==, 2);
  g_assert_false (comity_column_get_summary (d)->is_integer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/column/missing", test_missing);
  g_test_add_func ("/dataset/column/text", test_text);
  g_test_add_func ("/dataset/column/strings", test_strings);
  g_test_add_func ("/dataset/column/summary", test_summary);
  g_test_add_func ("/dataset/column/summary-edges", test_summary_edges);
  return g_test_run ();
}
