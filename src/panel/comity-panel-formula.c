/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first model that a panel is shown with: for the bundled panel the study's design (similarity
 * of institutions, its rivals, a cubic in time at risk), for own files the outcome on what looks
 * like a covariate. A place to start from, not a recommendation. */
#include "config.h"

#include "comity-panel-private.h"

#include <math.h>
#include <string.h>

/* Similar institutions (legal tradition, courts, democracy), affinity, closeness, size, membership,
 * diffusion, and time since the dyad came under risk (Carter & Signorino 2010,
 * doi:10.1093/pan/mpq013). */
static const char *const bundled_terms[] = {
  "same_tradition",
  "judicial_diff",
  "polyarchy_min",
  "ideal_diff",
  "ln_distance",
  "contiguous",
  "common_language",
  "alliance",
  "ln_gdp_product",
  "ln_population_product",
  "both_eu",
  "ln_prior_treaties",
  "t",
  "t2",
  "t3",
};

#define MAX_TERMS 15

/* With fewer, columns that tell of one side only are taken too. */
#define MIN_TERMS 3

/* Events that an indicator must have on either side. */
#define MIN_EVENTS_A_SIDE 5

/* Columns with a larger share of missing values would cost the model too many rows. */
#define MAX_MISSING_SHARE 0.2

/* The bundled terms are chosen for what they mean; V-Dem's courts cover 163 states only. */
#define MAX_MISSING_SHARE_BUNDLED 0.5

/* A name as a formula can read it: in backquotes unless it is a plain word. */
static void
append_name (GString *formula, ComityColumn *column)
{
  const char *name = comity_column_peek_name (column);
  gboolean plain = g_ascii_isalpha (*name) || *name == '.' || (guchar) *name >= 0x80;

  for (const char *c = name; *c != '\0'; c++)
    plain = plain && (g_ascii_isalnum (*c) || *c == '_' || *c == '.' || (guchar) *c >= 0x80);
  g_string_append_printf (formula, plain ? "%s" : "`%s`", name);
}

/* NULL when there is nothing on the right. */
static char *
join_terms (ComityColumn *outcome, GPtrArray *columns)
{
  GString *formula;

  if (columns->len == 0)
    return NULL;
  formula = g_string_new (NULL);
  append_name (formula, outcome);
  for (guint i = 0; i < columns->len; i++)
    {
      g_string_append (formula, i == 0 ? " ~ " : " + ");
      append_name (formula, columns->pdata[i]);
    }
  return g_string_free (formula, FALSE);
}

/* Names that identify rather than describe. */
static gboolean
looks_like_identifier (const char *name)
{
  static const char *const exact[] = { "id",     "obs",    "n",    "row",    "index", "dyad",
                                       "dyadid", "pairid", "year", "ccode1", "ccode2" };
  static const char *const endings[] = { "_id", "dyad", "_code", "ccode" };
  static const char *const beginnings[] = { "ccode", "cow", "iso", "_merge", "gwno", "dyad" };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (exact); i++)
    if (strcmp (lower, exact[i]) == 0)
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (g_str_has_prefix (lower, beginnings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_covariate (const PanelIndex *index, ComityDataset *dataset, gsize c, double max_missing_share)
{
  ComityColumn *column = comity_dataset_peek_column (dataset, c);
  const ComityColumnSummary *summary;

  for (gsize role = 0; role < COMITY_N_ROLES; role++)
    if (index->roles.column[role] == (gssize) c)
      return FALSE;
  if (!comity_column_is_numeric (column) ||
      looks_like_identifier (comity_column_peek_name (column)))
    return FALSE;
  summary = comity_column_get_summary (column);
  return summary->n_distinct > 1 &&
         (double) summary->n_missing <= max_missing_share * (double) index->n_rows;
}

/* Rows with outcome 1 that have a value in every one of @columns. */
static GArray *
list_complete_events (ComityDataset *dataset, gsize outcome, GPtrArray *columns)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  ComityColumn *response = comity_dataset_peek_column (dataset, outcome);

  for (gsize row = 0; row < comity_column_get_n_rows (response); row++)
    {
      guint32 number = (guint32) row;
      gboolean complete = comity_column_get_double (response, row) == 1.0;

      for (guint i = 0; complete && i < columns->len; i++)
        complete = !comity_column_is_missing (columns->pdata[i], row);
      if (complete)
        g_array_append_val (rows, number);
    }
  return rows;
}

/* Drops the indicators that the events hardly vary on: with none on one side a logit has no finite
 * estimate (two members of the EU need no bilateral treaty), with a few none worth reading. */
static void
drop_separating (ComityDataset *dataset, gsize outcome, GPtrArray *columns)
{
  g_autoptr (GArray) events = NULL;

  if (!comity_column_is_numeric (comity_dataset_peek_column (dataset, outcome)))
    return;
  events = list_complete_events (dataset, outcome, columns);
  for (guint i = columns->len; i > 0; i--)
    {
      ComityColumn *column = columns->pdata[i - 1];
      const ComityColumnSummary *summary = comity_column_get_summary (column);
      gsize n_low = 0;

      if (summary->n_distinct != 2)
        continue;
      for (guint k = 0; k < events->len; k++)
        n_low +=
            comity_column_get_double (column, g_array_index (events, guint32, k)) == summary->min;
      if (n_low < MIN_EVENTS_A_SIDE || events->len - n_low < MIN_EVENTS_A_SIDE)
        g_ptr_array_remove_index (columns, i - 1);
    }
}

/* Several labelled values: names of kinds, not amounts. */
static gboolean
is_nominal (ComityColumn *column)
{
  ComityValueLabels *labels = comity_column_peek_value_labels (column);

  return labels != NULL && comity_value_labels_get_n (labels) > 2 &&
         comity_column_get_summary (column)->n_distinct > 2;
}

/* Of state A or of state B alone: which is which means nothing in an undirected dyad. */
static gboolean
is_one_sided (const PanelIndex *index, ComityColumn *column)
{
  const GPtrArray *variables = comity_panel_index_peek_variables (index);

  for (guint i = 0; !index->directed && i < variables->len; i++)
    {
      const PanelVariable *variable = variables->pdata[i];

      if (variable->first == column || variable->second == column)
        return TRUE;
    }
  return FALSE;
}

static void
add_covariates (const PanelIndex *index,
                ComityDataset *dataset,
                gboolean one_sided,
                GPtrArray *columns)
{
  for (gsize c = 0; c < comity_dataset_get_n_columns (dataset) && columns->len < MAX_TERMS; c++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, c);

      if (is_one_sided (index, column) == one_sided &&
          is_covariate (index, dataset, c, MAX_MISSING_SHARE) && !is_nominal (column))
        g_ptr_array_add (columns, column);
    }
}

/* Rows on which it is looked whether a column says what others do. */
#define PROBE_ROWS 4000

/* Of a column's own sum of squares, what must be left after the others are taken out. */
#define LEFT_OVER 1e-9

/* The centred column at every @step-th row, a missing value at its mean; its length. */
static double
probe_column (ComityColumn *column, gsize n, gsize step, double *x)
{
  double mean = 0.0;
  double square = 0.0;
  gsize n_values = 0;

  for (gsize i = 0; i < n; i++)
    {
      x[i] = comity_column_get_double (column, i * step);
      if (isnan (x[i]))
        continue;
      mean += x[i];
      n_values++;
    }
  mean /= (double) MAX (n_values, 1);
  for (gsize i = 0; i < n; i++)
    {
      x[i] = isnan (x[i]) ? 0.0 : x[i] - mean;
      square += x[i] * x[i];
    }
  return square;
}

/* x without what the @n_kept columns of unit length in @kept say; what is left of its square. Twice,
 * for the first time leaves what rounding hid. */
static double
take_out (double *x, gsize n, const GPtrArray *kept)
{
  double square = 0.0;

  for (guint pass = 0; pass < 2; pass++)
    for (guint k = 0; k < kept->len; k++)
      {
        const double *q = kept->pdata[k];
        double dot = 0.0;

        for (gsize i = 0; i < n; i++)
          dot += q[i] * x[i];
        for (gsize i = 0; i < n; i++)
          x[i] -= dot * q[i];
      }
  for (gsize i = 0; i < n; i++)
    square += x[i] * x[i];
  return square;
}

/* The powers of time that go together: where t is dur / 10, it is dur that goes. */
static gboolean
is_power_of_t (ComityColumn *column)
{
  const char *name = comity_column_peek_name (column);

  return strcmp (name, "t") == 0 || strcmp (name, "t2") == 0 || strcmp (name, "t3") == 0;
}

/* Drops the columns that others before them give (all the kinds of a legal tradition beside the same
 * tradition): the model would leave them out with a warning, on data that nobody has asked about yet.
 * What a few thousand rows do not tell is left to the model. */
static void
drop_collinear (ComityDataset *dataset, GPtrArray *columns)
{
  const gsize n_rows = comity_dataset_get_n_rows (dataset);
  const gsize step = MAX (n_rows / PROBE_ROWS, 1);
  const gsize n = n_rows / step;
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_autofree gboolean *drop = g_new0 (gboolean, columns->len + 1);

  for (guint time = 0; time < 2; time++)
    for (guint c = 0; c < columns->len; c++)
      {
        double *x;
        double square, left;

        if (is_power_of_t (columns->pdata[c]) != (time == 0))
          continue;
        x = g_new (double, n + 1);
        square = probe_column (columns->pdata[c], n, step, x);
        left = take_out (x, n, kept);
        drop[c] = square > 0.0 && left <= LEFT_OVER * square;
        if (square == 0.0 || drop[c])
          {
            g_free (x);
            continue;
          }
        for (gsize i = 0; i < n; i++)
          x[i] /= sqrt (left);
        g_ptr_array_add (kept, x);
      }
  for (guint c = columns->len; c > 0; c--)
    if (drop[c - 1])
      g_ptr_array_remove_index (columns, c - 1);
}

char *
comity_panel_dup_default_formula (const ComityPanel *self)
{
  const PanelIndex *index;
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  gssize outcome;

  g_return_val_if_fail (self != NULL, NULL);

  index = self->index;
  outcome = index->roles.column[COMITY_ROLE_OUTCOME];
  if (outcome < 0)
    return NULL;

  /* Also for a file that was exported from the bundled panel. */
  for (gsize i = 0; i < G_N_ELEMENTS (bundled_terms); i++)
    {
      gssize c = comity_dataset_find_column (self->dataset, bundled_terms[i]);

      if (c >= 0 && is_covariate (index, self->dataset, (gsize) c, MAX_MISSING_SHARE_BUNDLED))
        g_ptr_array_add (columns, comity_dataset_peek_column (self->dataset, (gsize) c));
    }
  if (columns->len <= G_N_ELEMENTS (bundled_terms) / 2)
    {
      g_ptr_array_set_size (columns, 0);
      add_covariates (index, self->dataset, FALSE, columns);
      if (columns->len < MIN_TERMS)
        add_covariates (index, self->dataset, TRUE, columns);
      drop_collinear (self->dataset, columns);
    }
  drop_separating (self->dataset, (gsize) outcome, columns);
  return join_terms (comity_dataset_peek_column (self->dataset, (gsize) outcome), columns);
}
