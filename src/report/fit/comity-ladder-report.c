/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One fit under every kind of standard errors: a table with a column a kind, records, JSON. */
#include "config.h"

#include "comity-post-report.h"

#include "comity-fit-report-private.h"
#include "comity-json-private.h"
#include "comity-number.h"

#include <math.h>

static gsize
count_offered (const ComityLadder *ladder)
{
  gsize n = 0;

  for (gsize r = 0; r < comity_ladder_get_n_rungs (ladder); r++)
    n += comity_ladder_peek_vcov (ladder, r) != NULL;
  return n;
}

static void
add_notes (ComityTable *table, const ComityLadder *ladder, const ComityFitReportOptions *options)
{
  ComityFit *fit = comity_ladder_peek_fit (ladder);

  comity_table_add_note (table, "Standard errors of the estimates, a kind a column%s.",
                         options->stars ? "; stars as each kind has them" : "");
  for (gsize r = 0; r < comity_ladder_get_n_rungs (ladder); r++)
    {
      const char *sentence = comity_ladder_peek_sentence (ladder, r);

      comity_table_add_note (table, "%s: %s%s", comity_ladder_peek_title (ladder, r), sentence,
                             g_str_has_suffix (sentence, ".") ? "" : ".");
      for (gsize i = 0; i < comity_ladder_get_n_warnings (ladder, r); i++)
        comity_table_add_note (table, "%s: Warning: %s", comity_ladder_peek_title (ladder, r),
                               comity_ladder_peek_warning (ladder, r, i));
    }
  comity_fit_table_add_facts (table, &fit, 1, options);
}

static void
append_term (ComityTable *table,
             const ComityLadder *ladder,
             gsize term,
             const ComityFitReportOptions *options)
{
  char **cells = comity_table_append (table, COMITY_TABLE_NUMBERS);
  const ComityCoefficient *own =
      comity_fit_peek_coefficient (comity_ladder_peek_fit (ladder), term);
  int decimals = options->decimals;
  gsize next = 1;

  /* All kinds with as many decimals as the least of them needs. */
  for (gsize r = 0; r < comity_ladder_get_n_rungs (ladder); r++)
    {
      const ComityCoefficient *c = comity_ladder_peek_coefficient (ladder, r, term);

      if (c != NULL)
        decimals = MAX (decimals, comity_fit_table_choose_decimals (c, options->decimals));
    }
  cells[0] = options->labels
                 ? comity_fit_dup_term_label (comity_ladder_peek_fit (ladder), own->term)
                 : g_strdup (own->term);
  cells[next++] = comity_table_dup_estimate (own->estimate, decimals);
  for (gsize r = 0; r < comity_ladder_get_n_rungs (ladder); r++)
    {
      const ComityCoefficient *c = comity_ladder_peek_coefficient (ladder, r, term);
      g_autofree char *error = NULL;

      if (c == NULL)
        continue;
      error = comity_table_dup_number (c->std_error, decimals);
      cells[next++] =
          g_strconcat (*error != '\0' ? error : ".",
                       options->stars ? comity_fit_table_peek_stars (c->p_value) : "", NULL);
    }
}

static ComityTable *
table_new (const ComityLadder *ladder, const ComityFitReportOptions *options)
{
  ComityFit *fit = comity_ladder_peek_fit (ladder);
  ComityTable *table =
      comity_table_new (comity_fit_peek_estimator_title (fit), 2 + count_offered (ladder));
  char **cells = comity_table_append_head (table);
  gsize next = 1;

  cells[next++] = g_strdup (comity_fit_peek_response (fit));
  for (gsize r = 0; r < comity_ladder_get_n_rungs (ladder); r++)
    if (comity_ladder_peek_vcov (ladder, r) != NULL)
      cells[next++] = g_strdup (comity_ladder_peek_title (ladder, r));
  for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
    append_term (table, ladder, i, options);
  comity_table_begin_section (table);
  cells = comity_table_append (table, COMITY_TABLE_WORDS);
  cells[0] = g_strdup ("N");
  cells[1] = comity_count_text (comity_fit_peek_numbers (fit)->n);
  add_notes (table, ladder, options);
  return table;
}

static ComityTable *
long_table_new (const ComityLadder *ladder)
{
  static const char *const names[] = { "vce",       "term",    "estimate", "std_error",
                                       "statistic", "p_value", "conf_low", "conf_high" };
  ComityTable *table = comity_table_new ("", G_N_ELEMENTS (names));
  char buffer[COMITY_NUMBER_BUFFER];
  char **cells = comity_table_append_head (table);

  for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
    cells[j] = g_strdup (names[j]);
  for (gsize r = 0; r < comity_ladder_get_n_rungs (ladder); r++)
    for (gsize i = 0; comity_ladder_peek_vcov (ladder, r) != NULL &&
                      i < comity_fit_get_n_terms (comity_ladder_peek_fit (ladder));
         i++)
      {
        const ComityCoefficient *c = comity_ladder_peek_coefficient (ladder, r, i);
        const double values[] = { c->estimate, c->std_error, c->statistic,
                                  c->p_value,  c->conf_low,  c->conf_high };

        cells = comity_table_append (table, COMITY_TABLE_NUMBERS);
        cells[0] = g_strdup (comity_vce_name (comity_ladder_get_vce (ladder, r)));
        cells[1] = g_strdup (c->term);
        for (gsize v = 0; v < G_N_ELEMENTS (values); v++)
          cells[2 + v] = g_strdup (comity_number_format (values[v], buffer));
      }
  return table;
}

static void
add_rung (JsonBuilder *builder, const ComityLadder *ladder, gsize r)
{
  gboolean offered = comity_ladder_peek_vcov (ladder, r) != NULL;

  comity_json_begin_object (builder, NULL);
  comity_json_add_text (builder, "vce", comity_vce_name (comity_ladder_get_vce (ladder, r)));
  comity_json_add_text (builder, offered ? "sentence" : "refused",
                        comity_ladder_peek_sentence (ladder, r));
  if (offered)
    {
      comity_json_begin_array (builder, "terms");
      for (gsize i = 0; i < comity_fit_get_n_terms (comity_ladder_peek_fit (ladder)); i++)
        {
          const ComityCoefficient *c = comity_ladder_peek_coefficient (ladder, r, i);

          comity_json_begin_object (builder, NULL);
          comity_json_add_text (builder, "term", c->term);
          comity_json_add_number (builder, "estimate", c->estimate);
          comity_json_add_number (builder, "std_error", c->std_error);
          comity_json_add_number (builder, "statistic", c->statistic);
          comity_json_add_number (builder, "p_value", c->p_value);
          comity_json_add_number (builder, "conf_low", c->conf_low);
          comity_json_add_number (builder, "conf_high", c->conf_high);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
    }
  comity_json_begin_array (builder, "warnings");
  for (gsize i = 0; i < comity_ladder_get_n_warnings (ladder, r); i++)
    comity_json_add_text (builder, NULL, comity_ladder_peek_warning (ladder, r, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static char *
json_report (const ComityLadder *ladder)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  ComityFit *fit = comity_ladder_peek_fit (ladder);

  comity_json_begin_object (builder, NULL);
  comity_json_add_text (builder, "model", comity_fit_peek_estimator (fit));
  comity_json_add_text (builder, "formula", comity_fit_peek_formula (fit));
  comity_json_add_count (builder, "n", (gint64) comity_fit_peek_numbers (fit)->n);
  comity_json_add_text (builder, "status", comity_fit_status_name (comity_fit_get_status (fit)));
  comity_json_begin_array (builder, "kinds");
  for (gsize r = 0; r < comity_ladder_get_n_rungs (ladder); r++)
    add_rung (builder, ladder, r);
  json_builder_end_array (builder);
  comity_json_begin_array (builder, "warnings");
  for (gsize i = 0; i < comity_fit_get_n_warnings (fit); i++)
    comity_json_add_text (builder, NULL, comity_fit_peek_warning (fit, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return comity_json_dup_text (builder);
}

char *
comity_ladder_report (const ComityLadder *ladder,
                      ComityFormat format,
                      const ComityFitReportOptions *options)
{
  static const ComityFitReportOptions defaults = COMITY_FIT_REPORT_OPTIONS_INIT;
  g_autoptr (ComityTable) table = NULL;
  GString *out;

  g_return_val_if_fail (ladder != NULL, NULL);

  if (format == COMITY_FORMAT_JSON)
    return json_report (ladder);
  table = format == COMITY_FORMAT_CSV ? long_table_new (ladder)
                                      : table_new (ladder, options != NULL ? options : &defaults);
  out = g_string_new (NULL);
  comity_table_write (table, format, out);
  return g_string_free (out, FALSE);
}
