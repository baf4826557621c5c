/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first model that a panel is shown with: for the bundled panel the study's design (similarity
 * of institutions, its rivals, a cubic in time at risk), for own files the outcome on what looks
 * like a covariate. A place to start from, not a recommendation. */
#include "config.h"

#include "comity-panel-private.h"

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

/* Columns with a larger share of missing values would cost the model too many rows. */
#define MAX_MISSING_SHARE 0.2

/* The bundled terms are chosen for what they mean; V-Dem's courts cover 163 states only. */
#define MAX_MISSING_SHARE_BUNDLED 0.5

static char *
join_terms (const char *outcome, GPtrArray *terms)
{
  if (terms->len == 0)
    return NULL;
  g_ptr_array_add (terms, NULL);
  {
    g_autofree char *right = g_strjoinv (" + ", (char **)terms->pdata);

    return g_strdup_printf ("%s ~ %s", outcome, right);
  }
}

static void
add_name (GPtrArray *terms, const char *name)
{
  gboolean plain = g_ascii_isalpha (*name) || *name == '.' || (guchar)*name >= 0x80;

  for (const char *c = name; *c != '\0'; c++)
    plain = plain && (g_ascii_isalnum (*c) || *c == '_' || *c == '.' || (guchar)*c >= 0x80);
  g_ptr_array_add (terms, plain ? g_strdup (name) : g_strdup_printf ("`%s`", name));
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
    if (index->roles.column[role] == (gssize)c)
      return FALSE;
  if (!comity_column_is_numeric (column) ||
      looks_like_identifier (comity_column_peek_name (column)))
    return FALSE;
  summary = comity_column_get_summary (column);
  return summary->n_distinct > 1 &&
         (double)summary->n_missing <= max_missing_share * (double)index->n_rows;
}

char *
comity_panel_dup_default_formula (const ComityPanel *self)
{
  const PanelIndex *index;
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) response = g_ptr_array_new_with_free_func (g_free);
  gssize outcome;

  g_return_val_if_fail (self != NULL, NULL);

  index = self->index;
  outcome = index->roles.column[COMITY_ROLE_OUTCOME];
  if (outcome < 0)
    return NULL;
  add_name (response,
            comity_column_peek_name (comity_dataset_peek_column (self->dataset, (gsize)outcome)));

  /* Also for a file that was exported from the bundled panel. */
  for (gsize i = 0; i < G_N_ELEMENTS (bundled_terms); i++)
    {
      gssize c = comity_dataset_find_column (self->dataset, bundled_terms[i]);

      if (c >= 0 && is_covariate (index, self->dataset, (gsize)c, MAX_MISSING_SHARE_BUNDLED))
        g_ptr_array_add (terms, g_strdup (bundled_terms[i]));
    }
  if (terms->len > G_N_ELEMENTS (bundled_terms) / 2)
    return join_terms (response->pdata[0], terms);

  g_ptr_array_set_size (terms, 0);
  for (gsize c = 0; c < comity_dataset_get_n_columns (self->dataset) && terms->len < MAX_TERMS; c++)
    if (is_covariate (index, self->dataset, c, MAX_MISSING_SHARE))
      add_name (terms, comity_column_peek_name (comity_dataset_peek_column (self->dataset, c)));
  return join_terms (response->pdata[0], terms);
}
