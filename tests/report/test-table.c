/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of hard cells through every writer: escapes, alignment by the width of characters,
 * signs, stars, notes; numbers as cells; the formats' names. */
#include "config.h"

#include "comity-table-private.h"

#include <math.h>
#include <string.h>

static void
set_cells (char **cells, const char *first, const char *second, const char *third)
{
  cells[0] = g_strdup (first);
  cells[1] = g_strdup (second);
  cells[2] = g_strdup (third);
}

static ComityTable *
make_table (void)
{
  ComityTable *table = comity_table_new ("Logit: y ~ x_1", 3);

  set_cells (comity_table_append_head (table), NULL, "(1)", "(2)");
  set_cells (comity_table_append_head (table), NULL, "logit", "cox");
  set_cells (comity_table_append (table, COMITY_TABLE_NUMBERS), "x_1", "−0.123***", "12.5*");
  set_cells (comity_table_append (table, COMITY_TABLE_NUMBERS), NULL, "(0.010)", "(.)");
  comity_table_begin_section (table);
  set_cells (comity_table_append (table, COMITY_TABLE_WORDS), "N", "1,234", NULL);
  set_cells (comity_table_append (table, COMITY_TABLE_WORDS), "Status", "converged", "separated");
  comity_table_add_note (table, "%d %% & more.", 5);
  return table;
}

/* One row, whose first cell is @text, and no head. */
static ComityTable *
make_cell (const char *text)
{
  ComityTable *table = comity_table_new ("", 2);
  char **cells = comity_table_append (table, COMITY_TABLE_NUMBERS);

  cells[0] = g_strdup (text);
  cells[1] = g_strdup ("1.5");
  return table;
}

static char *
render (const ComityTable *table, ComityFormat format)
{
  GString *out = g_string_new (NULL);

  comity_table_write (table, format, out);
  g_assert_true (g_utf8_validate (out->str, (gssize)out->len, NULL));
  return g_string_free (out, FALSE);
}

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in:\n%s", part, text);
}

static void
assert_cell (const char *cell, ComityFormat format, const char *expected)
{
  g_autoptr (ComityTable) table = make_cell (cell);
  g_autofree char *text = render (table, format);

  assert_contains (text, expected);
}

static void
test_text (void)
{
  g_autoptr (ComityTable) table = make_table ();
  g_autofree char *text = render (table, COMITY_FORMAT_TEXT);

  g_assert_cmpstr (text, ==,
                   "Logit: y ~ x_1\n"
                   "────────────────────────────\n"
                   "           (1)        (2)\n"
                   "          logit       cox\n"
                   "────────────────────────────\n"
                   "x_1     −0.123***    12.5*\n"
                   "        (0.010)       (.)\n"
                   "────────────────────────────\n"
                   "N         1,234\n"
                   "Status  converged  separated\n"
                   "────────────────────────────\n"
                   "5 % & more.\n");
}

/* Wide characters take two columns, combining ones none; right-to-left text is isolated. */
static void
test_text_width (void)
{
  g_autoptr (ComityTable) table = comity_table_new ("", 2);
  static const char *const names[] = { "国家", "e\u0301te\u0301", "abcd" };
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char **cells = comity_table_append (table, COMITY_TABLE_NUMBERS);

      cells[0] = g_strdup (names[i]);
      cells[1] = g_strdup ("1");
    }
  text = render (table, COMITY_FORMAT_TEXT);
  g_assert_cmpstr (text, ==,
                   "───────\n"
                   "国家  1\n"
                   "e\u0301te\u0301   1\n"
                   "abcd  1\n"
                   "───────\n");
  g_assert_cmpuint (comity_text_measure ("دولة"), ==, 4);
  assert_cell ("دولة", COMITY_FORMAT_TEXT, "\u2068دولة\u2069  1.5\n");
  assert_cell ("a\tb\nc", COMITY_FORMAT_TEXT, "\na b c  1.5\n");
}

static void
test_text_wrap (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  comity_text_wrap (out, "one two  three\nfour extraordinarily", 10, 2);
  g_assert_cmpstr (out->str, ==, "  one two\n  three\n  four\n  extraordinarily\n");
}

static void
test_csv (void)
{
  g_autoptr (ComityTable) table = make_table ();
  g_autofree char *text = render (table, COMITY_FORMAT_CSV);

  g_assert_cmpstr (text, ==,
                   ",(1),(2)\r\n,logit,cox\r\nx_1,−0.123***,12.5*\r\n,(0.010),(.)\r\n"
                   "N,\"1,234\",\r\nStatus,converged,separated\r\n");
  assert_cell ("say \"a, b\"", COMITY_FORMAT_CSV, "\"say \"\"a, b\"\"\",1.5\r\n");
  assert_cell ("a\nb", COMITY_FORMAT_CSV, "\"a\nb\",1.5\r\n");
}

static void
test_latex (void)
{
  g_autoptr (ComityTable) table = make_table ();
  g_autofree char *text = render (table, COMITY_FORMAT_LATEX);

  g_assert_cmpstr (text, ==,
                   "% \\usepackage{booktabs}\n"
                   "\\begin{table}[htbp]\n"
                   "\\centering\n"
                   "\\caption{Logit: y \\textasciitilde{} x\\_1}\n"
                   "\\begin{tabular}{lcc}\n"
                   "\\toprule\n"
                   " & (1) & (2) \\\\\n"
                   " & logit & cox \\\\\n"
                   "\\midrule\n"
                   "x\\_1 & $-$0.123$^{***}$ & 12.5$^{*}$ \\\\\n"
                   " & (0.010) & (.) \\\\\n"
                   "\\midrule\n"
                   "N & 1,234 &  \\\\\n"
                   "Status & converged & separated \\\\\n"
                   "\\bottomrule\n"
                   "\\end{tabular}\n"
                   "\\par\\smallskip\n"
                   "\\begin{minipage}{\\linewidth}\n"
                   "\\footnotesize\n"
                   "\\emph{Note:}\n"
                   "5 \\% \\& more.\n"
                   "\\end{minipage}\n"
                   "\\end{table}\n");
  assert_cell ("a_b%c&d#e$f{g}", COMITY_FORMAT_LATEX, "\na\\_b\\%c\\&d\\#e\\$f\\{g\\} & 1.5");
  assert_cell ("\\I(t^2)<~>|", COMITY_FORMAT_LATEX,
               "\n\\textbackslash{}I(t\\textasciicircum{}2)$<$\\textasciitilde{}$>$\\textbar{} & ");
  /* What would be an argument of the line break before it. */
  assert_cell ("[x]", COMITY_FORMAT_LATEX, "\n{[}x] & 1.5");
  assert_cell ("*x", COMITY_FORMAT_LATEX, "\n{}*x & 1.5");
  assert_cell ("1960–2012 ≥ “5”", COMITY_FORMAT_LATEX, "\n1960--2012 $\\geq$ ``5'' & 1.5");
}

static void
test_html (void)
{
  g_autoptr (ComityTable) table = make_table ();
  g_autofree char *text = render (table, COMITY_FORMAT_HTML);

  g_assert_true (g_str_is_ascii (text));
  g_assert_cmpstr (
      text, ==,
      "<table class=\"comity\">\n"
      "<caption>Logit: y ~ x_1</caption>\n"
      "<thead>\n"
      "<tr><td></td><th scope=\"col\" dir=\"auto\">(1)</th>"
      "<th scope=\"col\" dir=\"auto\">(2)</th></tr>\n"
      "<tr><td></td><th scope=\"col\" dir=\"auto\">logit</th>"
      "<th scope=\"col\" dir=\"auto\">cox</th></tr>\n"
      "</thead>\n"
      "<tbody>\n"
      "<tr><th scope=\"row\" dir=\"auto\">x_1</th>"
      "<td>&minus;0.123<sup>***</sup></td><td>12.5<sup>*</sup></td></tr>\n"
      "<tr><td></td><td>(0.010)</td><td>(.)</td></tr>\n"
      "</tbody>\n"
      "<tbody>\n"
      "<tr><th scope=\"row\" dir=\"auto\">N</th><td dir=\"auto\">1,234</td><td></td></tr>\n"
      "<tr><th scope=\"row\" dir=\"auto\">Status</th>"
      "<td dir=\"auto\">converged</td><td dir=\"auto\">separated</td></tr>\n"
      "</tbody>\n"
      "</table>\n"
      "<p class=\"note\">5 % &amp; more.</p>\n");
  assert_cell ("<b>\"a\" & b</b>", COMITY_FORMAT_HTML,
               ">&lt;b&gt;&quot;a&quot; &amp; b&lt;/b&gt;</th>");
  assert_cell ("é国", COMITY_FORMAT_HTML, ">&#233;&#22269;</th>");
}

static void
test_markdown (void)
{
  g_autoptr (ComityTable) table = make_table ();
  g_autofree char *text = render (table, COMITY_FORMAT_MARKDOWN);

  g_assert_cmpstr (text, ==,
                   "Logit: y \\~ x\\_1\n"
                   "\n"
                   "|  | (1), logit | (2), cox |\n"
                   "| :--- | ---: | ---: |\n"
                   "| x\\_1 | −0.123\\*\\*\\* | 12.5\\* |\n"
                   "|  | (0.010) | (.) |\n"
                   "| N | 1,234 |  |\n"
                   "| Status | converged | separated |\n"
                   "\n"
                   "5 % \\& more.\n");
  assert_cell ("a|b\nc", COMITY_FORMAT_MARKDOWN, "\n| a\\|b c | 1.5 |\n");
}

/* Nothing in it: no rows, no head, no notes. */
static void
test_empty (void)
{
  g_autoptr (ComityTable) table = comity_table_new ("", 2);
  g_autofree char *text = render (table, COMITY_FORMAT_TEXT);
  g_autofree char *csv = render (table, COMITY_FORMAT_CSV);
  g_autofree char *latex = render (table, COMITY_FORMAT_LATEX);
  g_autofree char *html = render (table, COMITY_FORMAT_HTML);
  g_autofree char *markdown = render (table, COMITY_FORMAT_MARKDOWN);

  g_assert_cmpstr (text, ==, "──\n──\n");
  g_assert_cmpstr (csv, ==, "");
  assert_contains (latex, "\\toprule\n\\bottomrule\n");
  g_assert_cmpstr (html, ==, "<table class=\"comity\">\n<tbody>\n</tbody>\n</table>\n");
  g_assert_cmpstr (markdown, ==, "|  |  |\n| :--- | ---: |\n");
}

static void
assert_taken (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_numbers (void)
{
  assert_taken (comity_count_text (0), "0");
  assert_taken (comity_count_text (999), "999");
  assert_taken (comity_count_text (1000), "1,000");
  assert_taken (comity_count_text (1234567), "1,234,567");
  assert_taken (comity_table_dup_number (-1234.5678, 2), "−1,234.57");
  assert_taken (comity_table_dup_number (-0.0001, 3), "0.000");
  assert_taken (comity_table_dup_number (NAN, 3), "");
  assert_taken (comity_table_dup_number (-INFINITY, 3), "−∞");
  assert_taken (comity_table_dup_value (1960.0, 6), "1960");
  assert_taken (comity_table_dup_value (-9.2271729, 6), "−9.22717");
  assert_taken (comity_table_dup_value (2.5e-7, 6), "2.5e−07");
  assert_taken (comity_table_dup_value (NAN, 6), "");
}

static void
test_formats (void)
{
  static const struct
  {
    const char *name;
    const char *path;
    ComityFormat format;
  } known[] = {
    { "text", "a.txt", COMITY_FORMAT_TEXT },  { "json", "/x/a.JSON", COMITY_FORMAT_JSON },
    { "csv", "a.b.csv", COMITY_FORMAT_CSV },  { "latex", "a.tex", COMITY_FORMAT_LATEX },
    { "html", "a.html", COMITY_FORMAT_HTML }, { "markdown", "a.md", COMITY_FORMAT_MARKDOWN }
  };
  ComityFormat format;

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_assert_true (comity_format_from_name (known[i].name, &format));
      g_assert_cmpint (format, ==, known[i].format);
      g_assert_true (comity_format_from_path (known[i].path, &format));
      g_assert_cmpint (format, ==, known[i].format);
    }
  g_assert_false (comity_format_from_name ("xlsx", &format));
  g_assert_false (comity_format_from_name ("", &format));
  g_assert_false (comity_format_from_path ("tex", &format));
  g_assert_false (comity_format_from_path ("a.docx", &format));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/table/text", test_text);
  g_test_add_func ("/report/table/text-width", test_text_width);
  g_test_add_func ("/report/table/text-wrap", test_text_wrap);
  g_test_add_func ("/report/table/csv", test_csv);
  g_test_add_func ("/report/table/latex", test_latex);
  g_test_add_func ("/report/table/html", test_html);
  g_test_add_func ("/report/table/markdown", test_markdown);
  g_test_add_func ("/report/table/empty", test_empty);
  g_test_add_func ("/report/table/numbers", test_numbers);
  g_test_add_func ("/report/table/formats", test_formats);
  return g_test_run ();
}
