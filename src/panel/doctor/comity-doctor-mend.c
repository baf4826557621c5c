/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the dyad doctor can mend by rule: rows left out, codes that stand for missing values made
 * missing. What it says it did is meant for a log. */
#include "config.h"

#include "comity-doctor-private.h"
#include "comity-number.h"

#include <string.h>

typedef struct
{
  ComityFindingKind kind;
  const char *one; /* "1 row … was left out" */
  const char *many;
} RowRule;

static const RowRule row_rules[] = {
  { COMITY_FINDING_MISSING_ROLE_VALUES, "row that lacks state A, state B or the year",
    "rows that lack state A, state B or the year" },
  { COMITY_FINDING_DUPLICATE_ROWS, "row that repeats a dyad and year",
    "rows that repeat a dyad and year" },
  { COMITY_FINDING_REVERSED_DYADS, "row that repeats a dyad and year the other way round",
    "rows that repeat a dyad and year the other way round" },
  { COMITY_FINDING_SELF_DYADS, "row that pairs a state with itself",
    "rows that pair a state with itself" },
  { COMITY_FINDING_UNKNOWN_CODES, "row with a code that is not known as a state",
    "rows with codes that are not known as states" },
  { COMITY_FINDING_CODES_OUT_OF_TIME, "row of a state that did not exist in its year",
    "rows of states that did not exist in their year" },
  { COMITY_FINDING_ROWS_AFTER_EVENT, "row after its dyad's first event",
    "rows after their dyad's first event" },
};

static const RowRule *
find_rule (const char *mend)
{
  for (gsize i = 0; i < G_N_ELEMENTS (row_rules); i++)
    if (g_str_equal (mend, comity_finding_kind_name (row_rules[i].kind)))
      return &row_rules[i];
  return NULL;
}

/* The name of the column, in "missing-codes:COLUMN"; NULL: another mend. */
static const char *
peek_column (const char *mend)
{
  const char *kind = comity_finding_kind_name (COMITY_FINDING_MISSING_CODES);
  const gsize length = strlen (kind);

  return g_str_has_prefix (mend, kind) && mend[length] == ':' && mend[length + 1] != '\0'
             ? mend + length + 1
             : NULL;
}

gboolean
comity_doctor_is_mend (const char *mend)
{
  g_return_val_if_fail (mend != NULL, FALSE);

  return find_rule (mend) != NULL || peek_column (mend) != NULL;
}

static ComityDataset *
leave_out_rows (ComityPanel *panel,
                const RowRule *rule,
                char **sentence,
                ComityProgress *progress,
                GError **error)
{
  const gsize n_rows = panel->index->n_rows;
  g_autoptr (GPtrArray) findings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) comity_finding_free);
  g_autofree guint8 *keep = g_try_malloc (MAX (n_rows, 1));
  Doctor doctor = { panel, panel->index, findings, G_MAXUINT };
  g_autofree char *count = NULL;
  g_autofree char *left = NULL;
  gsize n = 0;

  if (keep == NULL)
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_TOO_LARGE,
                   "There is not enough memory to leave rows out.");
      return NULL;
    }
  comity_doctor_examine_rows (&doctor, progress);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  memset (keep, 1, n_rows);
  for (guint i = 0; i < findings->len; i++)
    {
      const ComityFinding *finding = findings->pdata[i];

      for (gsize k = 0; finding->kind == rule->kind && k < finding->n_rows; k++, n++)
        keep[finding->rows[k]] = 0;
    }
  if (n == n_rows)
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION,
                   "All %" G_GSIZE_FORMAT " rows would be left out as %s: nothing was changed.",
                   n_rows, rule->many);
      return NULL;
    }
  count = comity_doctor_count (n, rule->one, rule->many);
  left = comity_count_text (n_rows - n);
  *sentence = g_strdup_printf ("%s %s left out; %s remain.", count, n == 1 ? "was" : "were", left);
  return n > 0 ? comity_dataset_filter (panel->dataset, keep) : comity_dataset_ref (panel->dataset);
}

static ComityDataset *
clear_codes (ComityPanel *panel, const char *name, char **sentence, GError **error)
{
  ComityColumn *column = comity_dataset_require_column (panel->dataset, name, error);
  g_autoptr (ComityDatasetBuilder) builder = NULL;
  g_autofree char *count = NULL;
  GError *local = NULL;
  ComityColumn *mended;
  gsize n;

  if (column == NULL)
    return NULL;
  mended = comity_doctor_without_missing_codes (column, &n, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  count = comity_doctor_count (n, "value", "values");
  *sentence = g_strdup_printf ("%s of %s %s made missing.", count, name, n == 1 ? "was" : "were");
  if (mended == NULL)
    return comity_dataset_ref (panel->dataset);
  builder = comity_dataset_builder_new_from (panel->dataset);
  comity_dataset_builder_take_column (builder, mended);
  return comity_dataset_builder_end (builder);
}

ComityDataset *
comity_doctor_mend (ComityPanel *panel,
                    const char *mend,
                    char **sentence,
                    ComityProgress *progress,
                    GError **error)
{
  const RowRule *rule;
  const char *column;

  g_return_val_if_fail (panel != NULL && mend != NULL && sentence != NULL, NULL);

  *sentence = NULL;
  rule = find_rule (mend);
  column = peek_column (mend);
  if (rule != NULL)
    return leave_out_rows (panel, rule, sentence, progress, error);
  if (column != NULL)
    return clear_codes (panel, column, sentence, error);
  g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION,
               "There is no mend “%s”: see what comity-cli info finds.", mend);
  return NULL;
}
