/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table as LaTeX: a float with booktabs' rules and its note in a minipage, so that booktabs is
 * the only package it needs. */
#include "config.h"

#include "comity-table-private.h"

#include <string.h>

/* What LaTeX would take for a command, and signs that its text fonts lack. */
static const struct
{
  gunichar c;
  const char *latex;
} escapes[] = {
  { '\\', "\\textbackslash{}" },
  { '{', "\\{" },
  { '}', "\\}" },
  { '_', "\\_" },
  { '%', "\\%" },
  { '&', "\\&" },
  { '#', "\\#" },
  { '$', "\\$" },
  { '~', "\\textasciitilde{}" },
  { '^', "\\textasciicircum{}" },
  { '<', "$<$" },
  { '>', "$>$" },
  { '|', "\\textbar{}" },
  { '"', "''" },
  { '[', "{[}" }, /* a row may begin with it, after a line break that takes an argument */
  { 0x00A0, "~" },
  { 0x00B1, "$\\pm$" },
  { 0x00B2, "$^2$" },
  { 0x00B3, "$^3$" },
  { 0x00D7, "$\\times$" },
  { 0x03B1, "$\\alpha$" },
  { 0x03B2, "$\\beta$" },
  { 0x03C1, "$\\rho$" },
  { 0x03C3, "$\\sigma$" },
  { 0x03C7, "$\\chi$" },
  { 0x2013, "--" },
  { 0x2018, "`" },
  { 0x2019, "'" },
  { 0x201C, "``" },
  { 0x201D, "''" },
  { 0x2026, "\\ldots{}" },
  { 0x2212, "$-$" },
  { 0x221E, "$\\infty$" },
  { 0x2264, "$\\leq$" },
  { 0x2265, "$\\geq$" },
};

static void
append_escaped (GString *out, const char *text, gssize length)
{
  const char *end = length < 0 ? text + strlen (text) : text + length;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gsize i = 0;

      while (i < G_N_ELEMENTS (escapes) && escapes[i].c != c)
        i++;
      if (i < G_N_ELEMENTS (escapes))
        g_string_append (out, escapes[i].latex);
      else
        g_string_append_unichar (out, g_unichar_iscntrl (c) ? ' ' : c);
    }
}

static void
write_row (const ComityTable *self, const ComityTableRow *row, GString *out)
{
  for (gsize j = 0; j < self->n_columns; j++)
    {
      const char *cell = row->cells[j] != NULL ? row->cells[j] : "";

      if (j > 0)
        g_string_append (out, " & ");
      if (row->kind == COMITY_TABLE_NUMBERS && !self->is_left[j])
        {
          gsize body = comity_table_measure_body (cell);

          append_escaped (out, cell, (gssize)body);
          if (cell[body] != '\0')
            g_string_append_printf (out, "$^{%s}$", cell + body);
          continue;
        }
      /* A star after a line break would belong to the break. */
      if (j == 0 && *cell == '*')
        g_string_append (out, "{}");
      append_escaped (out, cell, -1);
    }
  g_string_append (out, " \\\\\n");
}

void
comity_table_write_latex (const ComityTable *self, GString *out)
{
  g_string_append (out, "% \\usepackage{booktabs}\n\\begin{table}[htbp]\n\\centering\n");
  if (*self->caption != '\0')
    {
      g_string_append (out, "\\caption{");
      append_escaped (out, self->caption, -1);
      g_string_append (out, "}\n");
    }
  g_string_append (out, "\\begin{tabular}{");
  for (gsize j = 0; j < self->n_columns; j++)
    g_string_append_c (out, self->is_left[j] ? 'l' : 'c');
  g_string_append (out, "}\n\\toprule\n");
  for (guint i = 0; i < self->heads->len; i++)
    write_row (self, &g_array_index (self->heads, ComityTableRow, i), out);
  if (self->heads->len > 0)
    g_string_append (out, "\\midrule\n");
  for (guint i = 0; i < self->rows->len; i++)
    {
      const ComityTableRow *row = &g_array_index (self->rows, ComityTableRow, i);

      if (row->begins_section)
        g_string_append (out, "\\midrule\n");
      write_row (self, row, out);
    }
  g_string_append (out, "\\bottomrule\n\\end{tabular}\n");
  if (self->notes->len > 0)
    {
      g_string_append (out, "\\par\\smallskip\n\\begin{minipage}{\\linewidth}\n\\footnotesize\n"
                            "\\emph{Note:}\n");
      for (guint i = 0; i < self->notes->len; i++)
        {
          append_escaped (out, self->notes->pdata[i], -1);
          g_string_append_c (out, '\n');
        }
      g_string_append (out, "\\end{minipage}\n");
    }
  g_string_append (out, "\\end{table}\n");
}
