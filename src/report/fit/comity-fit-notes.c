/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands under a table of fits: the kind of standard errors, stars, what was left out and what
 * is the matter, where the data come from; and the table of rows lost by variable. */
#include "config.h"

#include "comity-fit-report-private.h"

#include <math.h>
#include <string.h>

/* "(2) " where there are several models; "" for one. */
static char *
dup_mark (gsize fit, gsize n_fits)
{
  return n_fits > 1 ? g_strdup_printf ("(%" G_GSIZE_FORMAT ") ", fit + 1) : g_strdup ("");
}

static const char *
end_of_sentence (const char *text)
{
  return *text != '\0' && strchr (".!?", text[strlen (text) - 1]) != NULL ? "" : ".";
}

/* The sentence that @sentences are all, or NULL. */
static const char *
peek_common (const char *const *sentences, gsize n)
{
  for (gsize i = 1; i < n; i++)
    if (!g_str_equal (sentences[i], sentences[0]))
      return NULL;
  return sentences[0];
}

/* Each sentence once, after the numbers of the models that it is of. */
static char *
join_by_model (const char *const *sentences, gsize n_fits)
{
  GString *joined = g_string_new (NULL);

  for (gsize i = 0; i < n_fits; i++)
    {
      gboolean is_first = TRUE;

      for (gsize j = 0; j < i; j++)
        is_first = is_first && !g_str_equal (sentences[i], sentences[j]);
      if (!is_first)
        continue;
      if (joined->len > 0)
        g_string_append (joined, "; ");
      for (gsize j = i; j < n_fits; j++)
        if (g_str_equal (sentences[i], sentences[j]))
          g_string_append_printf (joined, "(%" G_GSIZE_FORMAT ") ", j + 1);
      g_string_append (joined, sentences[i]);
    }
  return g_string_free (joined, FALSE);
}

static void
add_standard_errors (ComityTable *table, ComityFit *const *fits, gsize n_fits)
{
  g_autofree const char **sentences = g_new0 (const char *, n_fits);
  const char *common;
  gboolean any_term = FALSE;
  gboolean any_gap = FALSE;

  for (gsize i = 0; i < n_fits; i++)
    {
      sentences[i] = comity_fit_peek_vce_sentence (fits[i]);
      for (gsize j = 0; j < comity_fit_get_n_terms (fits[i]); j++)
        {
          any_term = TRUE;
          any_gap |= isnan (comity_fit_peek_coefficient (fits[i], j)->std_error) != 0;
        }
    }
  if (!any_term)
    return;
  common = peek_common (sentences, n_fits);
  if (common != NULL)
    {
      comity_table_add_note (table, "%s, in parentheses.", common);
    }
  else
    {
      g_autofree char *joined = join_by_model (sentences, n_fits);

      comity_table_add_note (table, "In parentheses: %s.", joined);
    }
  if (any_gap)
    comity_table_add_note (table, "“.” stands for what cannot be computed.");
}

/* What exp (β) is in each of the models. */
static void
add_ratios (ComityTable *table, ComityFit *const *fits, gsize n_fits)
{
  g_autofree const char **titles = g_new0 (const char *, n_fits);
  g_autofree char *joined = NULL;

  for (gsize i = 0; i < n_fits; i++)
    {
      const char *title = comity_fit_ratio_title (fits[i]);

      titles[i] = title != NULL ? title : "Estimates as they are: the model has no ratios";
    }
  joined = peek_common (titles, n_fits) != NULL ? g_strdup (titles[0])
                                                : join_by_model (titles, n_fits);
  comity_table_add_note (table, "%s, exp(β), with errors by the delta method; stars are of β.",
                         joined);
}

static void
add_formula (ComityTable *table, ComityFit *fit, const char *mark)
{
  comity_table_add_note (table, "%s%s",
                         *mark != '\0' ? mark : "Formula: ", comity_fit_peek_formula (fit));
}

/* Whether a warning tells of the term that was left out. */
static gboolean
is_warned_of (ComityFit *fit, const char *term)
{
  for (gsize i = 0; i < comity_fit_get_n_warnings (fit); i++)
    if (g_str_has_prefix (comity_fit_peek_warning (fit, i), term))
      return TRUE;
  return FALSE;
}

static void
add_findings (ComityTable *table, ComityFit *fit, const char *mark)
{
  for (gsize i = 0; i < comity_fit_get_n_omitted (fit); i++)
    {
      const char *reason;
      const char *term = comity_fit_peek_omitted (fit, i, &reason);

      if (!is_warned_of (fit, term))
        comity_table_add_note (table, "%sOmitted: %s (%s).", mark, term, reason);
    }
  for (gsize i = 0; i < comity_fit_get_n_warnings (fit); i++)
    {
      const char *warning = comity_fit_peek_warning (fit, i);

      comity_table_add_note (table, "%sWarning: %s%s", mark, warning, end_of_sentence (warning));
    }
}

static void
add_sample (ComityTable *table, ComityFit *fit, const char *mark)
{
  const ComitySpec *spec = comity_fit_peek_spec (fit);

  for (gsize i = 0; i < comity_fit_get_n_extras (fit); i++)
    {
      double swept;

      if (g_str_equal (comity_fit_peek_extra (fit, i, &swept), "absorbed_coefficients"))
        comity_table_add_note (table,
                               "%sAIC counts the %.0f fixed effects among the coefficients, as that "
                               "of a model with dummies does.",
                               mark, swept);
    }

  if (spec->where != NULL)
    comity_table_add_note (table, "%sOnly rows where %s.", mark, spec->where);
  if (spec->weights != NULL)
    comity_table_add_note (table, "%sWeighted by %s (%s weights).", mark, spec->weights,
                           spec->frequency_weights    ? "frequency"
                           : spec->importance_weights ? "importance"
                                                      : "sampling");
}

/* Where the numbers come from, with what a reader has to be told of it; each dataset once. */
static void
add_data (ComityTable *table, ComityFit *const *fits, gsize n_fits)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);

  for (gsize i = 0; i < n_fits; i++)
    {
      ComityDataset *dataset = comity_fit_peek_dataset (fits[i]);
      const char *partial = comity_dataset_peek_characteristic (dataset, "_dta", "comity_partial");

      if (!g_hash_table_add (seen, dataset))
        continue;
      if (*comity_dataset_peek_name (dataset) != '\0')
        comity_table_add_note (table, "Data: %s.", comity_dataset_peek_name (dataset));
      if (comity_dataset_is_simulated (dataset))
        comity_table_add_note (table, "These are simulated data, not observations.");
      if (partial != NULL)
        comity_table_add_note (table, "%s", partial);
    }
}

static void
add_timings (ComityTable *table, ComityFit *fit, double time_read, const char *mark)
{
  const ComityFitNumbers *numbers = comity_fit_peek_numbers (fit);
  g_autofree char *read = comity_table_dup_number (time_read, 3);
  g_autofree char *design = comity_table_dup_number (numbers->time_design, 3);
  g_autofree char *fitting = comity_table_dup_number (numbers->time_fit, 3);
  g_autofree char *covariance = comity_table_dup_number (numbers->time_covariance, 3);

  comity_table_add_note (table, "%sSeconds: read %s, design %s, fit %s, covariance %s.", mark, read,
                         design, fitting, covariance);
}

void
comity_fit_table_add_notes (ComityTable *table,
                            ComityFit *const *fits,
                            gsize n_fits,
                            const ComityFitReportOptions *options)
{
  add_standard_errors (table, fits, n_fits);
  if (options->ratios)
    add_ratios (table, fits, n_fits);
  comity_fit_table_add_facts (table, fits, n_fits, options);
}

void
comity_fit_table_add_facts (ComityTable *table,
                            ComityFit *const *fits,
                            gsize n_fits,
                            const ComityFitReportOptions *options)
{
  if (options->stars)
    comity_table_add_note (table, "* p < 0.05, ** p < 0.01, *** p < 0.001.");
  for (gsize i = 0; i < n_fits; i++)
    {
      g_autofree char *mark = dup_mark (i, n_fits);

      add_formula (table, fits[i], mark);
      add_sample (table, fits[i], mark);
      add_findings (table, fits[i], mark);
      if (options->timings)
        add_timings (table, fits[i], options->time_read, mark);
    }
  add_data (table, fits, n_fits);
}

/* What a variable cost, in one kind of unit. */
typedef struct
{
  const char *title;
  gsize offset; /* of the count in ComityDrop */
  gboolean of_panels;
} LossColumn;

static const LossColumn loss_columns[] = {
  { "Rows left out", G_STRUCT_OFFSET (ComityDrop, rows), FALSE },
  { "Dyads", G_STRUCT_OFFSET (ComityDrop, dyads), TRUE },
  { "States", G_STRUCT_OFFSET (ComityDrop, states), TRUE },
  { "Years", G_STRUCT_OFFSET (ComityDrop, years), TRUE },
  { "Events", G_STRUCT_OFFSET (ComityDrop, events), FALSE },
  { "Missing", G_STRUCT_OFFSET (ComityDrop, missing), FALSE },
};

/* One model: all that is known of what each variable cost. */
static ComityTable *
waterfall_of_one (ComityFit *fit)
{
  gboolean has_dyads = comity_fit_peek_numbers (fit)->n_dyads > 0;
  gsize n_columns = 1;
  gsize next = 1;
  ComityTable *table;
  char **cells;

  for (gsize c = 0; c < G_N_ELEMENTS (loss_columns); c++)
    n_columns += has_dyads || !loss_columns[c].of_panels;
  table = comity_table_new ("Rows left out, by the first variable that they lack", n_columns);
  cells = comity_table_append_head (table);
  cells[0] = g_strdup ("Variable");
  for (gsize c = 0; c < G_N_ELEMENTS (loss_columns); c++)
    if (has_dyads || !loss_columns[c].of_panels)
      cells[next++] = g_strdup (loss_columns[c].title);
  for (gsize i = 0; i < comity_fit_get_n_drops (fit); i++)
    {
      const ComityDrop *drop = comity_fit_peek_drop (fit, i);

      cells = comity_table_append (table, COMITY_TABLE_NUMBERS);
      next = 1;
      cells[0] = g_strdup (drop->variable);
      for (gsize c = 0; c < G_N_ELEMENTS (loss_columns); c++)
        if (has_dyads || !loss_columns[c].of_panels)
          cells[next++] = comity_count_text (G_STRUCT_MEMBER (gsize, drop, loss_columns[c].offset));
    }
  if (has_dyads)
    comity_table_add_note (table, "Dyads, states and years: lost with the last of their rows.");
  return table;
}

static gssize
find_drop (ComityFit *fit, const char *variable)
{
  for (gsize i = 0; i < comity_fit_get_n_drops (fit); i++)
    if (g_str_equal (comity_fit_peek_drop (fit, i)->variable, variable))
      return (gssize) i;
  return -1;
}

/* Several: the rows that each lost, variables in order of first appearance. */
static ComityTable *
waterfall_of_many (ComityFit *const *fits, gsize n_fits)
{
  ComityTable *table =
      comity_table_new ("Rows left out, by the first variable that they lack", 1 + n_fits);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  char **cells = comity_table_append_head (table);

  cells[0] = g_strdup ("Variable");
  for (gsize i = 0; i < n_fits; i++)
    cells[1 + i] = g_strdup_printf ("(%" G_GSIZE_FORMAT ")", i + 1);
  for (gsize i = 0; i < n_fits; i++)
    for (gsize d = 0; d < comity_fit_get_n_drops (fits[i]); d++)
      {
        const ComityDrop *drop = comity_fit_peek_drop (fits[i], d);

        if (drop->rows == 0 || !g_hash_table_add (seen, (gpointer) drop->variable))
          continue;
        cells = comity_table_append (table, COMITY_TABLE_NUMBERS);
        cells[0] = g_strdup (drop->variable);
        for (gsize j = 0; j < n_fits; j++)
          {
            gssize found = find_drop (fits[j], drop->variable);

            if (found >= 0)
              cells[1 + j] =
                  comity_count_text (comity_fit_peek_drop (fits[j], (gsize) found)->rows);
          }
      }
  return table;
}

ComityTable *
comity_fit_waterfall_new (ComityFit *const *fits, gsize n_fits)
{
  ComityTable *table;
  gsize n_dropped = 0;

  for (gsize i = 0; i < n_fits; i++)
    n_dropped += comity_fit_peek_numbers (fits[i])->n_dropped;
  if (n_dropped == 0)
    return NULL;

  table = n_fits == 1 ? waterfall_of_one (fits[0]) : waterfall_of_many (fits, n_fits);
  for (gsize i = 0; i < n_fits; i++)
    {
      const ComityFitNumbers *numbers = comity_fit_peek_numbers (fits[i]);
      g_autofree char *mark = dup_mark (i, n_fits);
      g_autofree char *read = comity_count_text (numbers->n_read);
      g_autofree char *dropped = comity_count_text (numbers->n_dropped);
      g_autofree char *used = comity_count_text (numbers->n);

      comity_table_add_note (table, "%s%s rows read, %s left out, %s used.", mark, read, dropped,
                             used);
    }
  return table;
}
