/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits as a table of an article: the terms of all models in order of first appearance, standard
 * errors in parentheses beneath the estimates, what the models rest on at the foot. */
#include "config.h"

#include "comity-fit-report-private.h"

#include "comity-number.h"
#include "comity-survival.h"

#include <math.h>
#include <string.h>

/* Significant digits of a standard error too small for the decimals of the table, and the most
 * decimals that are shown for it. */
#define SMALL_DIGITS 2
#define MAX_DECIMALS 10

#define EN_DASH "–"

/* In the words of the first model that has the term. */
static char *
dup_row_name (const char *term, ComityFit *const *fits, gsize n_fits, gboolean labels)
{
  for (gsize i = 0; labels && i < n_fits; i++)
    if (comity_fit_find_term (fits[i], term) >= 0)
      return comity_fit_dup_term_label (fits[i], term);
  return g_strdup (term);
}

/* Borrowed strings, each once. */
static GPtrArray *
list_terms (ComityFit *const *fits, gsize n_fits)
{
  GPtrArray *terms = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < n_fits; i++)
    for (gsize j = 0; j < comity_fit_get_n_terms (fits[i]); j++)
      {
        const char *term = comity_fit_peek_coefficient (fits[i], j)->term;

        if (g_hash_table_add (seen, (gpointer)term))
          g_ptr_array_add (terms, (gpointer)term);
      }
  return terms;
}

int
comity_fit_table_choose_decimals (const ComityCoefficient *coefficient, int decimals)
{
  double scale = fabs (isfinite (coefficient->std_error) && coefficient->std_error > 0.0
                           ? coefficient->std_error
                           : coefficient->estimate);

  if (!isfinite (scale) || scale == 0.0 || scale >= 0.5 * pow (10.0, -decimals))
    return decimals;
  return MIN ((int)ceil (-log10 (scale)) + SMALL_DIGITS - 1, MAX (decimals, MAX_DECIMALS));
}

const char *
comity_fit_table_peek_stars (double p_value)
{
  if (isnan (p_value))
    return "";
  return p_value < 0.001 ? "***" : p_value < 0.01 ? "**" : p_value < 0.05 ? "*" : "";
}

static void
append_term (ComityTable *table,
             const char *term,
             ComityFit *const *fits,
             gsize n_fits,
             const ComityFitReportOptions *options)
{
  g_autofree char **errors = g_new0 (char *, n_fits + 1);
  char **cells = comity_table_append (table, COMITY_TABLE_NUMBERS);

  cells[0] = dup_row_name (term, fits, n_fits, options->labels);
  for (gsize i = 0; i < n_fits; i++)
    {
      gssize found = comity_fit_find_term (fits[i], term);
      ComityCoefficient coefficient;
      g_autofree char *estimate = NULL;
      g_autofree char *error = NULL;
      int decimals;

      if (found < 0)
        continue;
      coefficient = comity_fit_report_coefficient (fits[i], (gsize)found, options);
      decimals = comity_fit_table_choose_decimals (&coefficient, options->decimals);
      estimate = comity_table_dup_estimate (coefficient.estimate, decimals);
      error = comity_table_dup_number (coefficient.std_error, decimals);
      /* "." is how the field writes a number that is missing. */
      cells[1 + i] = g_strconcat (*estimate != '\0' ? estimate : ".",
                                  options->stars ? comity_fit_table_peek_stars (coefficient.p_value) : "", NULL);
      errors[i] = g_strdup_printf ("(%s)", *error != '\0' ? error : ".");
    }
  cells = comity_table_append (table, COMITY_TABLE_NUMBERS);
  memcpy (cells + 1, errors, n_fits * sizeof *errors);
}

/* A row of the foot, centred: its numbers are none of the coefficients'. Left out where no model
 * has it. */
static void
append_counts (ComityTable *table, const char *label, const gsize *counts, gsize n_fits)
{
  char **cells = NULL;

  for (gsize i = 0; i < n_fits; i++)
    {
      if (counts[i] == 0)
        continue;
      if (cells == NULL)
        {
          cells = comity_table_append (table, COMITY_TABLE_WORDS);
          cells[0] = g_strdup (label);
        }
      cells[1 + i] = comity_count_text (counts[i]);
    }
}

static void
append_values (ComityTable *table, const char *label, const double *values, gsize n_fits)
{
  char **cells = NULL;

  for (gsize i = 0; i < n_fits; i++)
    {
      if (isnan (values[i]))
        continue;
      if (cells == NULL)
        {
          cells = comity_table_append (table, COMITY_TABLE_WORDS);
          cells[0] = g_strdup (label);
        }
      cells[1 + i] = comity_table_dup_number (values[i], 2);
    }
}

static double
find_extra (ComityFit *fit, const char *name)
{
  for (gsize i = 0; i < comity_fit_get_n_extras (fit); i++)
    {
      double value;

      if (g_str_equal (comity_fit_peek_extra (fit, i, &value), name))
        return value;
    }
  return NAN;
}

/* What only some models have and their readers look for. */
static const struct
{
  const char *name, *label;
} extra_labels[] = {
  { "alpha", "Dispersion α" },        { "tau", "Share τ of events" },
  { "p", "Shape p" },                 { "gamma", "Scale γ" },
  { "sigma", "Scale σ" },             { "sigma_u", "σ of the groups" },
  { "rho", "Share ρ of the groups" }, { "r2_within", "R² within" },
};

const char *
comity_fit_extra_label (const char *name)
{
  for (gsize e = 0; e < G_N_ELEMENTS (extra_labels); e++)
    if (g_str_equal (name, extra_labels[e].name))
      return extra_labels[e].label;
  return NULL;
}

static void
append_extras (ComityTable *table, ComityFit *const *fits, gsize n_fits)
{
  for (gsize e = 0; e < G_N_ELEMENTS (extra_labels); e++)
    {
      char **cells = NULL;

      for (gsize i = 0; i < n_fits; i++)
        {
          double value = find_extra (fits[i], extra_labels[e].name);

          if (isnan (value))
            continue;
          if (cells == NULL)
            {
              cells = comity_table_append (table, COMITY_TABLE_WORDS);
              cells[0] = g_strdup (extra_labels[e].label);
            }
          cells[1 + i] = comity_table_dup_number (value, 4);
        }
    }
}

/* "0.646 (0.023)": the standard error stands where those of estimates do. */
static char *
dup_concordance (const ComityCoxSummary *summary)
{
  g_autofree char *value = comity_table_dup_number (summary->concordance, 3);
  g_autofree char *error = comity_table_dup_number (summary->concordance_se, 3);

  return isnan (summary->concordance) ? NULL
                                      : g_strdup_printf ("%s (%s)", value, *error != '\0' ? error : ".");
}

/* "46.67 (3)": degrees of freedom. */
static char *
dup_score (const ComityCoxSummary *summary)
{
  g_autofree char *value = comity_table_dup_number (summary->score_chi2, 2);

  return isnan (summary->score_chi2) ? NULL
                                     : g_strdup_printf ("%s (%d)", value, summary->score_df);
}

static void
append_cox_summaries (ComityTable *table, ComityFit *const *fits, gsize n_fits)
{
  static const struct
  {
    const char *label;
    char *(*dup) (const ComityCoxSummary *);
  } rows[] = { { "Concordance", dup_concordance }, { "Score test χ² (df)", dup_score } };

  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      char **cells = NULL;

      for (gsize i = 0; i < n_fits; i++)
        {
          const ComityCoxSummary *summary = comity_fit_get_cox_summary (fits[i], NULL, NULL);
          char *cell = summary != NULL ? rows[r].dup (summary) : NULL;

          if (cell == NULL)
            continue;
          if (cells == NULL)
            {
              cells = comity_table_append (table, COMITY_TABLE_WORDS);
              cells[0] = g_strdup (rows[r].label);
            }
          cells[1 + i] = cell;
        }
    }
}

static void
append_years (ComityTable *table, ComityFit *const *fits, gsize n_fits)
{
  char **cells = NULL;

  for (gsize i = 0; i < n_fits; i++)
    {
      const ComityFitNumbers *numbers = comity_fit_peek_numbers (fits[i]);

      if (numbers->first_year == 0)
        continue;
      if (cells == NULL)
        {
          cells = comity_table_append (table, COMITY_TABLE_WORDS);
          cells[0] = g_strdup ("Years");
        }
      cells[1 + i] = g_strdup_printf ("%d" EN_DASH "%d", numbers->first_year, numbers->last_year);
    }
}

static void
append_status (ComityTable *table, ComityFit *const *fits, gsize n_fits)
{
  gboolean all_well = TRUE;
  char **cells;

  for (gsize i = 0; i < n_fits; i++)
    all_well = all_well && comity_fit_get_status (fits[i]) == COMITY_FIT_CONVERGED;
  if (all_well)
    return;
  cells = comity_table_append (table, COMITY_TABLE_WORDS);
  cells[0] = g_strdup ("Status");
  for (gsize i = 0; i < n_fits; i++)
    cells[1 + i] = g_strdup (comity_fit_status_name (comity_fit_get_status (fits[i])));
}

static void
append_foot (ComityTable *table, ComityFit *const *fits, gsize n_fits)
{
  g_autofree gsize *counts = g_new0 (gsize, MAX (n_fits, 1));
  g_autofree double *values = g_new0 (double, MAX (n_fits, 1));

#define COLLECT(into, field)                                                                       \
  for (gsize i = 0; i < n_fits; i++)                                                               \
  into[i] = comity_fit_peek_numbers (fits[i])->field
  comity_table_begin_section (table);
  COLLECT (counts, n);
  append_counts (table, "N", counts, n_fits);
  COLLECT (counts, n_dyads);
  append_counts (table, "Dyads", counts, n_fits);
  COLLECT (counts, n_events);
  append_counts (table, "Events", counts, n_fits);
  append_years (table, fits, n_fits);
  COLLECT (values, log_likelihood);
  append_values (table, "Log-likelihood", values, n_fits);
  COLLECT (values, aic);
  append_values (table, "AIC", values, n_fits);
#undef COLLECT
  append_extras (table, fits, n_fits);
  append_cox_summaries (table, fits, n_fits);
  append_status (table, fits, n_fits);
}

ComityTable *
comity_fit_table_new (ComityFit *const *fits, gsize n_fits, const ComityFitReportOptions *options)
{
  g_autoptr (GPtrArray) terms = list_terms (fits, n_fits);
  const char *caption = n_fits == 1 ? comity_fit_peek_estimator_title (fits[0]) : "";
  ComityTable *table = comity_table_new (caption, 1 + n_fits);
  char **cells;

  if (n_fits > 1)
    {
      cells = comity_table_append_head (table);
      for (gsize i = 0; i < n_fits; i++)
        cells[1 + i] = g_strdup_printf ("(%" G_GSIZE_FORMAT ")", i + 1);
      cells = comity_table_append_head (table);
      for (gsize i = 0; i < n_fits; i++)
        cells[1 + i] = g_strdup (comity_fit_peek_estimator_title (fits[i]));
    }
  cells = comity_table_append_head (table);
  for (gsize i = 0; i < n_fits; i++)
    cells[1 + i] = g_strdup (comity_fit_peek_response (fits[i]));

  for (guint i = 0; i < terms->len; i++)
    append_term (table, terms->pdata[i], fits, n_fits, options);
  append_foot (table, fits, n_fits);
  comity_fit_table_add_notes (table, fits, n_fits, options);
  return table;
}

static gboolean
any_bootstrapped (ComityFit *const *fits, gsize n_fits)
{
  for (gsize i = 0; i < n_fits; i++)
    if (comity_fit_peek_numbers (fits[i])->vce == COMITY_VCE_BOOTSTRAP)
      return TRUE;
  return FALSE;
}

ComityTable *
comity_fit_intervals_new (ComityFit *const *fits,
                          gsize n_fits,
                          const ComityFitReportOptions *options)
{
  static const char *const heads[] = { "", "normal low", "high", "percentile low", "high" };
  g_autofree char *caption = NULL;
  ComityTable *table;
  char **cells;

  if (!any_bootstrapped (fits, n_fits))
    return NULL;
  caption = g_strdup_printf ("Bootstrap intervals, %g %%", comity_fit_peek_spec (fits[0])->level);
  table = comity_table_new (caption, G_N_ELEMENTS (heads));
  cells = comity_table_append_head (table);
  for (gsize j = 0; j < G_N_ELEMENTS (heads); j++)
    cells[j] = g_strdup (heads[j]);
  for (gsize i = 0; i < n_fits; i++)
    for (gsize j = 0; j < comity_fit_get_n_terms (fits[i]); j++)
      {
        const ComityCoefficient c = comity_fit_report_coefficient (fits[i], j, options);
        int decimals = comity_fit_table_choose_decimals (&c, options->decimals);
        double ends[] = { c.conf_low, c.conf_high, NAN, NAN };

        if (!comity_fit_report_percentiles (fits[i], j, options, &ends[2], &ends[3]))
          continue;
        cells = comity_table_append (table, COMITY_TABLE_NUMBERS);
        cells[0] = n_fits > 1 ? g_strdup_printf ("(%" G_GSIZE_FORMAT ") %s", i + 1, c.term)
                              : g_strdup (c.term);
        for (gsize v = 0; v < G_N_ELEMENTS (ends); v++)
          cells[1 + v] = comity_table_dup_estimate (ends[v], decimals);
      }
  return table;
}

ComityTable *
comity_fit_long_table_new (ComityFit *const *fits,
                           gsize n_fits,
                           const ComityFitReportOptions *options)
{
  static const char *const names[] = { "model",          "term",           "estimate",
                                       "std_error",      "statistic",      "p_value",
                                       "conf_low",       "conf_high",      "percentile_low",
                                       "percentile_high" };
  gsize n_names = any_bootstrapped (fits, n_fits) ? G_N_ELEMENTS (names) : 8;
  ComityTable *table = comity_table_new ("", n_names);
  char buffer[COMITY_NUMBER_BUFFER];
  char **cells = comity_table_append_head (table);

  for (gsize j = 0; j < n_names; j++)
    cells[j] = g_strdup (names[j]);
  for (gsize i = 0; i < n_fits; i++)
    for (gsize j = 0; j < comity_fit_get_n_terms (fits[i]); j++)
      {
        const ComityCoefficient c = comity_fit_report_coefficient (fits[i], j, options);
        double values[] = { c.estimate, c.std_error, c.statistic, c.p_value,
                            c.conf_low, c.conf_high, NAN,         NAN };

        comity_fit_report_percentiles (fits[i], j, options, &values[6], &values[7]);

        cells = comity_table_append (table, COMITY_TABLE_NUMBERS);
        cells[0] = g_strdup_printf ("%" G_GSIZE_FORMAT, i + 1);
        cells[1] = g_strdup (c.term);
        for (gsize v = 0; v + 2 < n_names; v++)
          cells[2 + v] = g_strdup (comity_number_format (values[v], buffer));
      }
  return table;
}
