/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Separated text: types, oddities, encodings, errors, exact numbers, libcsv as a judge of the
 * cells, and writing that reads back. */
#include "config.h"

#include "comity-dataset-io.h"

#include <csv.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static ComityDataset *
load_named (const char *text, gssize length, const char *name)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr (GError) error = NULL;
  ComityDataset *dataset = comity_dataset_load_bytes (bytes, name, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (dataset);
  return dataset;
}

static ComityDataset *
load (const char *text)
{
  return load_named (text, -1, "test.csv");
}

/* "name:type=cell|cell …" of every column, cells as people read them. */
static char *
dump (ComityDataset *dataset)
{
  GString *out = g_string_new (NULL);

  for (gsize k = 0; k < comity_dataset_get_n_columns (dataset); k++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, k);

      g_string_append_printf (out, "%s%s:%s=", k > 0 ? " " : "", comity_column_peek_name (column),
                              comity_column_type_name (comity_column_get_type (column)));
      for (gsize row = 0; row < comity_column_get_n_rows (column); row++)
        {
          g_autofree char *text = comity_column_dup_text (column, row);

          g_string_append_printf (out, "%s%s", row > 0 ? "|" : "", text);
        }
    }
  return g_string_free (out, FALSE);
}

static void
test_reads (void)
{
  const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    /* Types: the narrowest that is exact. */
    { "a,b\n1,x\n2,y\n", "a:byte=1|2 b:string=x|y" },
    { "a\n100\n-127\n", "a:byte=100|-127" },
    { "a\n101\n1\n", "a:int=101|1" },
    { "a\n32741\n1\n", "a:long=32741|1" },
    { "a\n2147483621\n1\n", "a:double=2147483621|1" },
    { "a\n-2147483648\n1\n", "a:float=-2147483648|1" },
    { "a\n1.0\n2.\n", "a:byte=1|2" },
    { "a\n1.5\n2\n", "a:float=1.5|2" },
    { "a\n0.1\n2\n", "a:double=0.1|2" },
    { "a\n1e3\n2\n", "a:int=1000|2" },
    { "a\n1\n2\nthree\n", "a:string=1|2|three" },
    { "a,b\nTRUE,T\nFALSE,F\nNA,T\n", "a:byte=1|0|. b:string=T|F|T" },
    { "a,b\n,x\n,\n", "a:byte=.|. b:string=x|" },
    /* Missing values and their tags. */
    { "a,b\nNA,1\n.,2\nNaN,3\n.a,4\n7,.z\n", "a:byte=.|.|.|.a|7 b:byte=1|2|3|4|.z" },
    { "a\n0.5\n.b\nInf\n", "a:float=0.5|.b|." },
    { "a,b\n\"NA\",1\nNA,2\nUS,3\n", "a:string=NA|NA|US b:byte=1|2|3" },
    { "a,b\n\"DE\",1\nNA,2\n\"US\",3\n", "a:string=DE||US b:byte=1|2|3" },
    { "iso\nNA\nUS\n", "iso:string=NA|US" },
    /* Quotes. */
    { "a,b\n\"x, y\",1\n\"say \"\"hi\"\"\",2\n", "a:string=x, y|say \"hi\" b:byte=1|2" },
    { "a,b\n\"two\nlines\",1\nz,2\n", "a:string=two\nlines|z b:byte=1|2" },
    { "a,b\n5\" pipe,1\nz\"\"z,2\n", "a:string=5\" pipe|z\"\"z b:byte=1|2" },
    { "a,b\n\"1\",\"2\"\n\"3\",\"4\"\n", "a:byte=1|3 b:byte=2|4" },
    { "a,b\n\"x\"y,1\nz,2\n", "a:string=\"x\"y|z b:byte=1|2" },
    { "\"a b\",\"a b\"\n1,2\n", "a b:byte=1 a b_2:byte=2" },
    /* Lines. */
    { "a,b\r\n1,x\r\n2,y\r\n", "a:byte=1|2 b:string=x|y" },
    { "a,b\r1,x\r2,y\r", "a:byte=1|2 b:string=x|y" },
    { "a,b\n1,x\n2,y", "a:byte=1|2 b:string=x|y" },
    { "\n\na,b\n\n1,x\n\n", "a:byte=1 b:string=x" },
    { "a,b\n", "a:byte= b:byte=" },
    { "\xef\xbb\xbf"
      "a,b\n1,2\n",
      "a:byte=1 b:byte=2" },
    { "a , b\n 1 , x y \n", "a:byte=1 b:string=x y" },
    /* Separators and decimal signs. */
    { "a;b\n1,5;2\n2,25;3\n", "a:float=1.5|2.25 b:byte=2|3" },
    { "a;b\n1.5;2\n2,25;3\n", "a:string=1.5|2,25 b:byte=2|3" },
    { "a\tb\n1\tx, y\n", "a:byte=1 b:string=x, y" },
    { "a|b\n1|x\n", "a:byte=1 b:string=x" },
    /* Headers. */
    { "1,2\n3,4\n", "v1:byte=1|3 v2:byte=2|4" },
    { "x,1960,1961\nUSA,1,2\n", "x:string=USA 1960:byte=1 1961:byte=2" },
    { "\"x\",\"y\"\n\"1\",5,6\n\"2\",7,8\n", "row:byte=1|2 x:byte=5|7 y:byte=6|8" },
    { "name,town\nAnn,Rome\n", "name:string=Ann town:string=Rome" },
    { "a,,c\n1,2,3\n", "a:byte=1 v2:byte=2 c:byte=3" },
    { "a\n", "a:byte=" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComityDataset) dataset = load (cases[i].text);
      g_autofree char *found = dump (dataset);

      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

/* A model of the second of two columns of one name needs to know how it is called. */
static void
test_names_again (void)
{
  const struct
  {
    const char *text;
    const char *names;
    const char *remarks[7];
  } cases[] = {
    { "a,b,c\n1,2,3\n", "a b c", { NULL } },
    { "a,b,a\n1,2,3\n", "a b a_2", { "Another column named “a” is called “a_2” here." } },
    { "a,a,a_2, a\n1,2,3,4\n",
      "a a_2 a_2_2 a_3",
      { "Another column named “a” is called “a_2” here.",
        "Another column named “a_2” is called “a_2_2” here.",
        "Another column named “a” is called “a_3” here." } },
    { "v2,,c\n1,2,3\n", "v2 v2_2 c", { NULL } },
    { "a,a,a,a,a,a,a\n1,2,3,4,5,6,7\n",
      "a a_2 a_3 a_4 a_5 a_6 a_7",
      { "Another column named “a” is called “a_2” here.",
        "Another column named “a” is called “a_3” here.",
        "Another column named “a” is called “a_4” here.",
        "Another column named “a” is called “a_5” here.",
        "Another column named “a” is called “a_6” here.",
        "1 more column has another's name and a number behind it." } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComityDataset) dataset = load (cases[i].text);
      g_auto (GStrv) names = g_strsplit (cases[i].names, " ", -1);
      gsize n = 0;

      g_assert_cmpuint (comity_dataset_get_n_columns (dataset), ==, g_strv_length (names));
      for (gsize c = 0; names[c] != NULL; c++)
        g_assert_cmpstr (comity_column_peek_name (comity_dataset_peek_column (dataset, c)), ==,
                         names[c]);
      while (n < G_N_ELEMENTS (cases[i].remarks) && cases[i].remarks[n] != NULL)
        n++;
      g_assert_cmpuint (comity_dataset_get_n_remarks (dataset), ==, n);
      for (gsize k = 0; k < n; k++)
        g_assert_cmpstr (comity_dataset_peek_remark (dataset, k), ==, cases[i].remarks[k]);
    }
}

static void
test_errors (void)
{
  const struct
  {
    const char *text;
    gssize length;
    int code;
    const char *message;
  } cases[] = {
    { "a,b\n1,2\n3\n", -1, COMITY_DATASET_ERROR_DAMAGED,
      "“test.csv”, line 3: 1 field where there are 2 columns." },
    { "a,b\n1,2\n\"x\ny\",2\n3,4,5\n6,7\n", -1, COMITY_DATASET_ERROR_DAMAGED,
      "“test.csv”, line 5: 3 fields where there are 2 columns." },
    { "a,b\n1,2\n3,\"4\n5,6\n", -1, COMITY_DATASET_ERROR_DAMAGED,
      "“test.csv”, line 3: a quotation mark is never closed." },
    { "\n \n\n", -1, COMITY_DATASET_ERROR_DAMAGED, "“test.csv” holds nothing but blank lines." },
    { "", -1, COMITY_DATASET_ERROR_DAMAGED, "“test.csv” is empty." },
    { "a,b\n1,\0\n", 8, COMITY_DATASET_ERROR_ENCODING,
      "“test.csv” is not text: there is a zero byte in line 2." },
    { "a,b\n\x81\x8d\x8f\x90\x9d,1\n", -1, COMITY_DATASET_ERROR_ENCODING,
      "The encoding of “test.csv” cannot be recognised: it is not UTF-8 in line 2; save the file "
      "as "
      "UTF-8 and open it again." },
    { "\xff\xfe"
      "a\0,\0\x00\xd8",
      8, COMITY_DATASET_ERROR_ENCODING,
      "“test.csv” begins as UTF-16 or UTF-32 text but does not go on so." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (
          cases[i].text, cases[i].length < 0 ? strlen (cases[i].text) : (gsize) cases[i].length);
      g_autoptr (GError) error = NULL;

      g_assert_null (comity_dataset_load_bytes (bytes, "test.csv", NULL, &error));
      g_assert_error (error, COMITY_DATASET_ERROR, cases[i].code);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
test_encodings (void)
{
  const char utf16[] = "\xff\xfe"
                       "a\0\n\0\xe9\0\n\0";
  g_autoptr (ComityDataset) utf8 = load ("a\nCôte d’Ivoire\n");
  g_autoptr (ComityDataset) latin = load ("a\nC\xf4te d\x92Ivoire\n");
  g_autoptr (ComityDataset) wide = load_named (utf16, sizeof utf16 - 1, "test.csv");
  const char russian[] = "страна,год\nРоссия,1990\nУкраина,1991\nБеларусь,1992\nКазахстан,1993\n"
                         "Армения,1994\nГрузия и другие государства,1995\n";
  g_autofree char *bytes = g_convert (russian, -1, "WINDOWS-1251", "UTF-8", NULL, NULL, NULL);
  g_autoptr (ComityDataset) cyrillic = load (bytes);

  g_assert_cmpuint (comity_dataset_get_n_remarks (utf8), ==, 0);
  g_assert_cmpstr (comity_column_peek_string (comity_dataset_peek_column (latin, 0), 0), ==,
                   "Côte d’Ivoire");
  g_assert_cmpstr (comity_dataset_peek_remark (latin, 0), ==,
                   "The text is not UTF-8; it was read as WINDOWS-1252.");
  g_assert_cmpstr (comity_column_peek_string (comity_dataset_peek_column (wide, 0), 0), ==, "é");
  g_assert_cmpstr (comity_column_peek_name (comity_dataset_peek_column (cyrillic, 0)), ==,
                   "страна");
  g_assert_cmpstr (comity_column_peek_string (comity_dataset_peek_column (cyrillic, 0), 0), ==,
                   "Россия");
}

/* Letters that lie across the borders of the pieces that are looked at, whole and broken. */
static void
test_letters_across_pieces (void)
{
  gsize size = 3 * 1024 * 1024;

  for (gsize shift = 0; shift < 4; shift++)
    {
      g_autofree char *text = g_strnfill (size, 'x');
      g_autoptr (ComityDataset) whole = NULL;
      g_autoptr (ComityDataset) broken = NULL;

      memcpy (text, "a\n", 2);
      for (gsize border = 1024 * 1024; border < size; border += 1024 * 1024)
        memcpy (text + border - shift, "😀", 4);
      whole = load_named (text, (gssize) size, "test.csv");
      g_assert_cmpuint (comity_dataset_get_n_remarks (whole), ==, 0);
      text[2 * 1024 * 1024 - shift + 3] = 'x';
      broken = load_named (text, (gssize) size, "test.csv");
      g_assert_cmpuint (comity_dataset_get_n_remarks (broken), ==, 1);
    }
}

/* A column whose kind shows only far from the rows that are sampled. */
static void
test_late_surprises (void)
{
  GString *text = g_string_new ("a,b,c,d\n");
  gsize n = 60000;
  g_autoptr (ComityDataset) dataset = NULL;
  ComityColumn *column;

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%zu,%s,%s,%zu padding to make the chunk longer\n", i % 7,
                            i == 59000 ? "0.25" : "3", i == 30000 ? "word" : "12", i);
  dataset = load (text->str);
  g_assert_cmpuint (comity_dataset_get_n_rows (dataset), ==, n);
  column = comity_dataset_peek_column (dataset, 0);
  g_assert_cmpint (comity_column_get_type (column), ==, COMITY_COLUMN_INT8);
  column = comity_dataset_peek_column (dataset, 1);
  g_assert_cmpint (comity_column_get_type (column), ==, COMITY_COLUMN_FLOAT);
  g_assert_cmpfloat (comity_column_get_double (column, 59000), ==, 0.25);
  g_assert_cmpfloat (comity_column_get_double (column, 58999), ==, 3);
  column = comity_dataset_peek_column (dataset, 2);
  g_assert_cmpstr (comity_column_peek_string (column, 30000), ==, "word");
  g_assert_cmpstr (comity_column_peek_string (column, 59999), ==, "12");
  column = comity_dataset_peek_column (dataset, 3);
  g_assert_cmpuint (comity_column_get_n_codes (column), ==, n + 1);
  g_assert_cmpstr (comity_column_peek_string (column, 41234), ==,
                   "41234 padding to make the chunk longer");
  g_string_free (text, TRUE);
}

/* Chunks begin within quoted cells that hold lines, and marks stand alone: both ways of cutting. */
static void
test_quotes_across_chunks (void)
{
  for (int odd = 0; odd < 2; odd++)
    {
      GString *text = g_string_new ("a,b\n");
      gsize n = 40000;
      g_autoptr (ComityDataset) dataset = NULL;
      ComityColumn *column;

      for (gsize i = 0; i < n; i++)
        g_string_append_printf (text, "%zu,\"line one, %zu\nline \"\"two\"\"\n\nline three%s\"\n",
                                i, i, "                                        ");
      if (odd)
        g_string_insert (text, 4, "0,5\" pipe\n");
      dataset = load (text->str);
      g_assert_cmpuint (comity_dataset_get_n_rows (dataset), ==, n + (gsize) odd);
      column = comity_dataset_peek_column (dataset, 0);
      g_assert_cmpfloat (comity_column_get_double (column, n - 1), ==,
                         (double) (n - 1 - (gsize) odd));
      g_assert_true (g_str_has_prefix (
          comity_column_peek_string (comity_dataset_peek_column (dataset, 1), 12345),
          odd ? "line one, 12344\nline \"two\"\n\n" : "line one, 12345\nline \"two\"\n\n"));
      g_string_free (text, TRUE);
    }
}

/* libcsv reads the same cells. */

typedef struct
{
  GPtrArray *cells;
  gsize n_rows;
} Judged;

static void
cell_cb (void *text, size_t length, void *user_data)
{
  g_ptr_array_add (((Judged *) user_data)->cells, g_strndup (text, length));
}

static void
row_cb (int c, void *user_data)
{
  ((Judged *) user_data)->n_rows++;
}

static void
test_judged_by_libcsv (void)
{
  static const char *const cells[] = {
    "plain",  "\"quoted\"", "\"a,b\"", "\"x\"\"y\"", "\"line\nbreak\"",
    "",       "  spaced  ", "\" \"",   "t'ick",      "\"\"",
    "Zürich", "-",          "\"1,5\"", "w\"w",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (20130401);
  GString *text = g_string_new ("c1,c2,c3,c4\n");
  gsize n = 4000;
  Judged judged = { g_ptr_array_new_with_free_func (g_free), 0 };
  struct csv_parser parser;
  g_autoptr (ComityDataset) dataset = NULL;

  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < 4; k++)
      g_string_append_printf (
          text, "%s%s", k == 0 ? "word" : cells[g_rand_int_range (random, 0, G_N_ELEMENTS (cells))],
          k < 3        ? ","
          : i % 3 == 0 ? "\r\n"
                       : "\n");
  dataset = load (text->str);

  csv_init (&parser, 0);
  csv_parse (&parser, text->str, text->len, cell_cb, row_cb, &judged);
  csv_fini (&parser, cell_cb, row_cb, &judged);
  csv_free (&parser);
  g_assert_cmpuint (judged.n_rows, ==, n + 1);
  g_assert_cmpuint (judged.cells->len, ==, 4 * (n + 1));
  g_assert_cmpuint (comity_dataset_get_n_rows (dataset), ==, n);
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < 4; k++)
      g_assert_cmpstr (comity_column_peek_string (comity_dataset_peek_column (dataset, k), i), ==,
                       g_ptr_array_index (judged.cells, 4 * (i + 1) + k));
  g_ptr_array_unref (judged.cells);
  g_string_free (text, TRUE);
}

/* Every spelling of a number gives the double that the C library gives. */
static void
test_exact_numbers (void)
{
  static const char *const special[] = {
    "0.1",
    "1e23",
    "9007199254740993",
    "9007199254740992.5",
    "2.2250738585072011e-308",
    "5e-324",
    "1.7976931348623157e307",
    "123456789012345678",
    "0.3",
    "1e22",
    "1e-22",
    "8.5e-27",
    "-0.0",
    "72057594037927945",
    "4.35",
    "1.00000000000000011102230246251565404",
    "179769313486231.58e10",
    "6250000000000000.1",
    "0.000000000000000000000000001",
    "36028797018963969e1",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  GString *text = g_string_new ("a\n0.1\n");
  g_autofree double *expected = g_new (double, 100001);
  gsize n = 1;
  g_autoptr (ComityDataset) dataset = NULL;
  ComityColumn *column;

  expected[0] = 0.1;
  for (gsize i = 0; i < G_N_ELEMENTS (special); i++)
    {
      expected[n++] = g_ascii_strtod (special[i], NULL);
      g_string_append_printf (text, "%s\n", special[i]);
    }
  while (n < 100000)
    {
      char digits[64];
      int precision = g_rand_int_range (random, 1, 20);
      guint64 bits = (guint64) g_rand_int (random) << 32 | g_rand_int (random);
      double x;

      if (n % 2 == 0)
        x = g_rand_double_range (random, -1, 1) * pow (10, g_rand_int_range (random, -12, 12));
      else
        memcpy (&x, &bits, sizeof x);
      if (!(fabs (x) < 1e300))
        continue;
      g_snprintf (digits, sizeof digits, "%.*g", precision, x);
      expected[n++] = g_ascii_strtod (digits, NULL);
      g_string_append_printf (text, "%s\n", digits);
    }
  dataset = load (text->str);
  column = comity_dataset_peek_column (dataset, 0);
  g_assert_cmpint (comity_column_get_type (column), ==, COMITY_COLUMN_DOUBLE);
  for (gsize i = 0; i < n; i++)
    if (comity_column_get_double (column, i) != expected[i])
      g_error ("row %zu: %.17g, not %.17g", i, comity_column_get_double (column, i), expected[i]);
  g_string_free (text, TRUE);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a,b\n1,2\n", 8);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (comity_dataset_load_bytes (bytes, "test.csv", progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Written and read again. */
static void
test_round_trip (void)
{
  const char *const text = "name,x,y,z\n\"a, \"\"b\"\"\",0.1,1,.a\n\" lead\",-1e-300,,2\n"
                           "\"two\nlines\",123456789.123,-32767,\n,0.3,7,.z\nNA,1e15,8,3\n";
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);

  for (int tabs = 0; tabs < 2; tabs++)
    {
      g_autoptr (ComityDataset) dataset = load (text);
      g_autofree char *path = g_build_filename (folder, tabs ? "test.tsv" : "test.csv", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityDataset) again = NULL;
      g_autofree char *before = dump (dataset);
      g_autofree char *after = NULL;

      g_assert_true (comity_dataset_save (dataset, path, NULL, &error));
      g_assert_no_error (error);
      again = comity_dataset_load (path, NULL, &error);
      g_assert_no_error (error);
      after = dump (again);
      g_assert_cmpstr (before, ==, after);
      g_assert_cmpuint (strlen (comity_dataset_get_sha256 (again)), ==, 64);
      g_unlink (path);
    }
  g_rmdir (folder);
}

/* A row that holds nothing is still a row. */
static void
test_empty_cells_round_trip (void)
{
  g_autoptr (ComityDataset) dataset = load ("a\n1\n\"\"\n3\n");
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "one.csv", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityDataset) again = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpuint (comity_dataset_get_n_rows (dataset), ==, 3);
  g_assert_true (comity_dataset_save (dataset, path, NULL, &error));
  again = comity_dataset_load (path, NULL, &error);
  g_assert_no_error (error);
  after = dump (again);
  g_assert_cmpstr (after, ==, "a:byte=1|.|3");
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/csv/reads", test_reads);
  g_test_add_func ("/dataset/csv/names-again", test_names_again);
  g_test_add_func ("/dataset/csv/errors", test_errors);
  g_test_add_func ("/dataset/csv/encodings", test_encodings);
  g_test_add_func ("/dataset/csv/letters-across-pieces", test_letters_across_pieces);
  g_test_add_func ("/dataset/csv/late-surprises", test_late_surprises);
  g_test_add_func ("/dataset/csv/quotes-across-chunks", test_quotes_across_chunks);
  g_test_add_func ("/dataset/csv/judged-by-libcsv", test_judged_by_libcsv);
  g_test_add_func ("/dataset/csv/exact-numbers", test_exact_numbers);
  g_test_add_func ("/dataset/csv/cancel", test_cancel);
  g_test_add_func ("/dataset/csv/round-trip", test_round_trip);
  g_test_add_func ("/dataset/csv/empty-cells-round-trip", test_empty_cells_round_trip);
  return g_test_run ();
}
