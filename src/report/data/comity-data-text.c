/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dataset in words, as a page of text. */
#include "config.h"

#include "comity-data-facts-private.h"
#include "comity-table-private.h"

#include <math.h>
#include <string.h>

#define PAGE_WIDTH 100
#define FACT_WIDTH 10
#define VALUE_DIGITS 6

#define EN_DASH "–"
#define TIMES "×"

static void
add_fact (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, "%-*s ", FACT_WIDTH, name);
  comity_text_append (out, value);
  g_string_append_c (out, '\n');
}

static void
add_count (GString *out, const char *name, gsize count)
{
  g_autofree char *text = comity_count_text (count);

  add_fact (out, name, text);
}

static void
add_heading (GString *out, const char *heading)
{
  g_string_append_printf (out, "\n%s\n", heading);
}

/* A sentence or paragraph as an item of a list. */
static void
add_item (GString *out, const char *text)
{
  gsize start = out->len;

  comity_text_wrap (out, text, PAGE_WIDTH, 2);
  g_string_overwrite_len (out, start, "-", 1);
}

/* The warning of an incomplete list of treaties, or NULL. */
static const char *
peek_partial (const ComityDataFacts *facts)
{
  return comity_dataset_peek_characteristic (facts->dataset, "_dta", "comity_partial");
}

static void
add_notices (GString *out, const ComityDataFacts *facts)
{
  const char *partial = peek_partial (facts);

  if (comity_dataset_is_simulated (facts->dataset))
    comity_text_wrap (out, "These are simulated data, not observations.", PAGE_WIDTH, 0);
  if (partial != NULL)
    comity_text_wrap (out, partial, PAGE_WIDTH, 0);
}

static void
add_size (GString *out, const ComityDataFacts *facts)
{
  g_autofree char *rows = comity_count_text (comity_dataset_get_n_rows (facts->dataset));
  g_autofree char *columns = comity_count_text (comity_dataset_get_n_columns (facts->dataset));
  g_autofree char *size = g_strdup_printf ("%s rows " TIMES " %s columns", rows, columns);
  gboolean is_small = facts->memory < 1000000;
  g_autofree char *amount =
      comity_table_dup_number ((double)facts->memory / (is_small ? 1e3 : 1e6), 1);
  g_autofree char *memory = g_strconcat (amount, is_small ? " kB" : " MB", NULL);

  add_fact (out, "Size", size);
  add_fact (out, "Memory", memory);
  if (facts->panel != NULL)
    {
      add_count (out, "States", comity_panel_get_n_states (facts->panel));
      add_count (out, "Dyads", comity_panel_get_n_dyads (facts->panel));
    }
  if (facts->has_years)
    {
      g_autofree char *years =
          g_strdup_printf ("%d" EN_DASH "%d", facts->first_year, facts->last_year);

      add_fact (out, "Years", years);
    }
  if (facts->has_events)
    add_count (out, "Events", facts->n_events);
}

static void
add_roles (GString *out, const ComityDataFacts *facts)
{
  static const char *const codes[] = {
    [COMITY_CODES_COW] = "COW numbers", [COMITY_CODES_GW] = "Gleditsch–Ward numbers",
    [COMITY_CODES_ISO2] = "ISO codes",  [COMITY_CODES_ISO3] = "ISO codes",
    [COMITY_CODES_NAME] = "names",
  };
  gboolean any = FALSE;

  add_heading (out, "Roles");
  for (gsize i = 0; i < COMITY_N_ROLES; i++)
    {
      ComityColumn *column = comity_data_facts_peek_role (facts, (ComityRole)i);
      g_autofree char *text = NULL;

      if (column == NULL)
        continue;
      any = TRUE;
      text = (i == COMITY_ROLE_STATE_A || i == COMITY_ROLE_STATE_B) &&
                     facts->roles->codes != COMITY_CODES_UNKNOWN
                 ? g_strdup_printf ("%s (%s)", comity_column_peek_name (column),
                                    codes[facts->roles->codes])
                 : g_strdup (comity_column_peek_name (column));
      add_fact (out, comity_role_name ((ComityRole)i), text);
    }
  if (!any)
    g_string_append (out, "No column was recognised as a state, a year or an outcome.\n");
}

static void
add_columns (GString *out, ComityDataset *dataset)
{
  static const char *const heads[] = { "Name", "Type", "Label", "Missing", "Min", "Max", "Mean" };
  g_autoptr (ComityTable) table = comity_table_new ("", G_N_ELEMENTS (heads));
  char **cells = comity_table_append_head (table);

  comity_table_align_left (table, 1);
  comity_table_align_left (table, 2);
  for (gsize j = 0; j < G_N_ELEMENTS (heads); j++)
    cells[j] = g_strdup (heads[j]);
  for (gsize i = 0; i < comity_dataset_get_n_columns (dataset); i++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, i);
      const ComityColumnSummary *summary = comity_column_get_summary (column);

      cells = comity_table_append (table, COMITY_TABLE_NUMBERS);
      cells[0] = g_strdup (comity_column_peek_name (column));
      cells[1] = g_strdup (comity_column_type_name (comity_column_get_type (column)));
      cells[2] = g_strdup (comity_column_peek_label (column));
      cells[3] = comity_count_text (summary->n_missing);
      cells[4] = comity_table_dup_value (summary->min, VALUE_DIGITS);
      cells[5] = comity_table_dup_value (summary->max, VALUE_DIGITS);
      cells[6] = comity_table_dup_value (summary->mean, VALUE_DIGITS);
    }
  add_heading (out, "Columns");
  comity_table_write_text (table, out);
}

static void
add_notes (GString *out, const ComityDataFacts *facts)
{
  ComityDataset *dataset = facts->dataset;

  if (comity_dataset_get_n_notes (dataset) > 0)
    add_heading (out, "Notes");
  for (gsize i = 0; i < comity_dataset_get_n_notes (dataset); i++)
    {
      const char *column;
      const char *note = comity_dataset_peek_note (dataset, i, &column);
      g_autofree char *text = column == NULL || g_str_equal (column, "_dta")
                                  ? g_strdup (note)
                                  : g_strdup_printf ("%s: %s", column, note);

      /* It stands at the top of the page already. */
      if (g_strcmp0 (text, peek_partial (facts)) != 0)
        add_item (out, text);
    }
  if (comity_dataset_get_n_remarks (dataset) > 0)
    add_heading (out, "Remarks on reading");
  for (gsize i = 0; i < comity_dataset_get_n_remarks (dataset); i++)
    add_item (out, comity_dataset_peek_remark (dataset, i));
}

static void
add_findings (GString *out, const ComityDataFacts *facts)
{
  if (facts->panel == NULL)
    return;
  add_heading (out, "Dyad doctor");
  if (facts->findings == NULL)
    add_item (out, facts->doctor_error);
  else if (facts->findings->len == 0)
    g_string_append (out, "Nothing was found to be wrong.\n");
  else
    for (guint i = 0; i < facts->findings->len; i++)
      {
        const ComityFinding *finding = facts->findings->pdata[i];
        g_autofree char *mendable = finding->mend != NULL ? g_strdup_printf ("%s [%s]", finding->sentence,
                                                                             finding->mend)
                                                          : NULL;

        add_item (out, mendable != NULL ? mendable : finding->sentence);
      }
}

char *
comity_data_text (const ComityDataFacts *facts)
{
  GString *out = g_string_new (NULL);
  const char *label = comity_dataset_peek_label (facts->dataset);

  comity_text_wrap (out, comity_dataset_peek_name (facts->dataset), PAGE_WIDTH, 0);
  if (*label != '\0')
    comity_text_wrap (out, label, PAGE_WIDTH, 0);
  add_notices (out, facts);
  g_string_append_c (out, '\n');
  add_size (out, facts);
  add_roles (out, facts);
  add_columns (out, facts->dataset);
  add_notes (out, facts);
  add_findings (out, facts);
  return g_string_free (out, FALSE);
}
