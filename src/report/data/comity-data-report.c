/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dataset in words: the facts, and the choice of a writer. */
#include "config.h"

#include "comity-data-facts-private.h"

#include <math.h>
#include <string.h>

/* Cells read at a time. */
#define BLOCK 4096

static guint64
measure_memory (ComityDataset *dataset)
{
  guint64 n_rows = comity_dataset_get_n_rows (dataset);
  guint64 bytes = 0;

  for (gsize i = 0; i < comity_dataset_get_n_columns (dataset); i++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, i);

      bytes += n_rows * comity_column_type_width (comity_column_get_type (column));
      if (comity_column_is_numeric (column))
        continue;
      for (guint32 code = 0; code < comity_column_get_n_codes (column); code++)
        bytes += strlen (comity_column_peek_code_string (column, code)) + 1;
    }
  return bytes;
}

static gsize
count_events (ComityColumn *outcome)
{
  double block[BLOCK];
  gsize n_rows = comity_column_get_n_rows (outcome);
  gsize n_events = 0;

  for (gsize first = 0; first < n_rows; first += BLOCK)
    {
      gsize n = MIN (BLOCK, n_rows - first);

      comity_column_read_doubles (outcome, first, n, block);
      for (gsize i = 0; i < n; i++)
        n_events += !isnan (block[i]) && block[i] != 0.0;
    }
  return n_events;
}

/* Of the index where there is one, else of the column. */
static void
find_years (ComityDataFacts *self)
{
  ComityColumn *year = comity_data_facts_peek_role (self, COMITY_ROLE_YEAR);

  if (self->panel != NULL)
    {
      comity_panel_get_years (self->panel, &self->first_year, &self->last_year);
      self->has_years = TRUE;
    }
  else if (year != NULL && comity_column_is_numeric (year))
    {
      const ComityColumnSummary *summary = comity_column_get_summary (year);

      if (isnan (summary->min) || fabs (summary->min) > G_MAXINT16 ||
          fabs (summary->max) > G_MAXINT16)
        return;
      self->first_year = (int)summary->min;
      self->last_year = (int)summary->max;
      self->has_years = TRUE;
    }
}

void
comity_data_facts_init (ComityDataFacts *self,
                        ComityDataset *dataset,
                        const ComityRoles *roles,
                        ComityPanel *panel)
{
  ComityColumn *outcome;

  memset (self, 0, sizeof *self);
  self->dataset = dataset;
  self->roles = roles;
  self->panel = panel;
  self->memory = measure_memory (dataset);
  find_years (self);
  outcome = comity_data_facts_peek_role (self, COMITY_ROLE_OUTCOME);
  if (outcome != NULL && comity_column_is_numeric (outcome))
    {
      self->has_events = TRUE;
      self->n_events = count_events (outcome);
    }
  if (panel != NULL)
    {
      g_autoptr (GError) error = NULL;

      self->findings = comity_doctor_examine (panel, NULL, &error);
      if (self->findings == NULL)
        self->doctor_error = g_strdup (error != NULL ? error->message : "It was cancelled.");
    }
}

void
comity_data_facts_clear (ComityDataFacts *self)
{
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->doctor_error, g_free);
}

ComityColumn *
comity_data_facts_peek_role (const ComityDataFacts *self, ComityRole role)
{
  gssize column = self->roles != NULL ? self->roles->column[role] : -1;

  return column < 0 ? NULL : comity_dataset_peek_column (self->dataset, (gsize)column);
}

const char *
comity_data_facts_peek_codes (const ComityDataFacts *self)
{
  static const char *const names[] = {
    [COMITY_CODES_UNKNOWN] = "unknown", [COMITY_CODES_COW] = "cow",   [COMITY_CODES_GW] = "gw",
    [COMITY_CODES_ISO2] = "iso2",       [COMITY_CODES_ISO3] = "iso3", [COMITY_CODES_NAME] = "name",
  };

  return names[self->roles != NULL ? self->roles->codes : COMITY_CODES_UNKNOWN];
}

char *
comity_data_report (ComityDataset *dataset,
                    const ComityRoles *roles,
                    ComityPanel *panel,
                    ComityFormat format)
{
  g_auto (ComityDataFacts) facts = { NULL };

  g_return_val_if_fail (dataset != NULL, NULL);
  g_return_val_if_fail (format == COMITY_FORMAT_TEXT || format == COMITY_FORMAT_JSON, NULL);

  comity_data_facts_init (&facts, dataset, roles, panel);
  return format == COMITY_FORMAT_JSON ? comity_data_json (&facts) : comity_data_text (&facts);
}
