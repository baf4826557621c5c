/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dataset in words, as a JSON object. What is not known is null. */
#include "config.h"

#include "comity-data-facts-private.h"
#include "comity-json-private.h"

static void
add_columns (JsonBuilder *builder, ComityDataset *dataset)
{
  comity_json_begin_array (builder, "columns");
  for (gsize i = 0; i < comity_dataset_get_n_columns (dataset); i++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, i);
      const ComityColumnSummary *summary = comity_column_get_summary (column);

      comity_json_begin_object (builder, NULL);
      comity_json_add_text (builder, "name", comity_column_peek_name (column));
      comity_json_add_text (builder, "type",
                            comity_column_type_name (comity_column_get_type (column)));
      comity_json_add_text (builder, "label", comity_column_peek_label (column));
      comity_json_add_count (builder, "missing", (gint64)summary->n_missing);
      comity_json_add_number (builder, "min", summary->min);
      comity_json_add_number (builder, "max", summary->max);
      comity_json_add_number (builder, "mean", summary->mean);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_roles (JsonBuilder *builder, const ComityDataFacts *facts)
{
  comity_json_begin_object (builder, "roles");
  for (gsize i = 0; i < COMITY_N_ROLES; i++)
    {
      ComityColumn *column = comity_data_facts_peek_role (facts, (ComityRole)i);

      comity_json_add_text (builder, comity_role_key ((ComityRole)i),
                            column != NULL ? comity_column_peek_name (column) : NULL);
    }
  comity_json_add_text (builder, "codes", comity_data_facts_peek_codes (facts));
  json_builder_end_object (builder);
}

static void
add_panel (JsonBuilder *builder, const ComityDataFacts *facts)
{
  if (facts->panel != NULL)
    {
      comity_json_add_count (builder, "states", (gint64)comity_panel_get_n_states (facts->panel));
      comity_json_add_count (builder, "dyads", (gint64)comity_panel_get_n_dyads (facts->panel));
    }
  else
    {
      comity_json_add_null (builder, "states");
      comity_json_add_null (builder, "dyads");
    }
  if (facts->has_years)
    {
      comity_json_begin_array (builder, "years");
      comity_json_add_count (builder, NULL, facts->first_year);
      comity_json_add_count (builder, NULL, facts->last_year);
      json_builder_end_array (builder);
    }
  else
    {
      comity_json_add_null (builder, "years");
    }
  if (facts->has_events)
    comity_json_add_count (builder, "events", (gint64)facts->n_events);
  else
    comity_json_add_null (builder, "events");
}

static void
add_network (JsonBuilder *builder, const ComityDataFacts *facts)
{
  const ComityTreatyNetwork *network =
      facts->panel != NULL ? comity_panel_peek_network (facts->panel) : NULL;

  if (network == NULL)
    {
      comity_json_add_null (builder, "network");
      return;
    }
  comity_json_begin_object (builder, "network");
  comity_json_add_text (builder, "id", network->id);
  comity_json_add_text (builder, "title", network->title);
  comity_json_add_flag (builder, "partial", network->partial);
  comity_json_add_text (builder, "note", network->note);
  json_builder_end_object (builder);
}

static void
add_notes (JsonBuilder *builder, ComityDataset *dataset)
{
  comity_json_begin_array (builder, "notes");
  for (gsize i = 0; i < comity_dataset_get_n_notes (dataset); i++)
    {
      const char *column;
      const char *note = comity_dataset_peek_note (dataset, i, &column);

      comity_json_begin_object (builder, NULL);
      comity_json_add_text (builder, "column",
                            column != NULL && !g_str_equal (column, "_dta") ? column : NULL);
      comity_json_add_text (builder, "text", note);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  comity_json_begin_array (builder, "remarks");
  for (gsize i = 0; i < comity_dataset_get_n_remarks (dataset); i++)
    comity_json_add_text (builder, NULL, comity_dataset_peek_remark (dataset, i));
  json_builder_end_array (builder);
}

/* Null: nobody looked. Rows are counted from 1, as in the doctor's sentences. */
static void
add_findings (JsonBuilder *builder, const ComityDataFacts *facts)
{
  if (facts->findings == NULL)
    {
      comity_json_add_null (builder, "findings");
      return;
    }
  comity_json_begin_array (builder, "findings");
  for (guint i = 0; i < facts->findings->len; i++)
    {
      const ComityFinding *finding = facts->findings->pdata[i];

      comity_json_begin_object (builder, NULL);
      comity_json_add_text (builder, "kind", comity_finding_kind_name (finding->kind));
      comity_json_add_count (builder, "count", (gint64)finding->count);
      comity_json_add_text (builder, "sentence", finding->sentence);
      if (finding->mend != NULL)
        comity_json_add_text (builder, "mend", finding->mend);
      else
        comity_json_add_null (builder, "mend");
      comity_json_begin_array (builder, "rows");
      for (gsize r = 0; r < finding->n_rows; r++)
        comity_json_add_count (builder, NULL, (gint64)finding->rows[r] + 1);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

char *
comity_data_json (const ComityDataFacts *facts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  ComityDataset *dataset = facts->dataset;

  comity_json_begin_object (builder, NULL);
  comity_json_add_text (builder, "name", comity_dataset_peek_name (dataset));
  comity_json_add_text (builder, "label", comity_dataset_peek_label (dataset));
  comity_json_add_text (builder, "sha256", comity_dataset_get_sha256 (dataset));
  comity_json_add_flag (builder, "simulated", comity_dataset_is_simulated (dataset));
  comity_json_add_count (builder, "rows", (gint64)comity_dataset_get_n_rows (dataset));
  comity_json_add_count (builder, "memory", (gint64)facts->memory);
  add_columns (builder, dataset);
  add_roles (builder, facts);
  add_panel (builder, facts);
  add_network (builder, facts);
  add_notes (builder, dataset);
  add_findings (builder, facts);
  json_builder_end_object (builder);
  return comity_json_dup_text (builder);
}
