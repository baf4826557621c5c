/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dossier of a pair of states in a year: why they did or did not sign. */
#include "config.h"

#include "comity-dossier-private.h"

#include "comity-number.h"

#include <math.h>
#include <string.h>

/* Comparable pairs that are listed, and covariates of the default formula they are compared on. */
#define N_COMPARABLE 5
#define MAX_COMPARED 16

/* Treaties of a network that are listed one by one: some pairs have dozens of labour agreements. */
#define MAX_TREATIES 12

/* A pair that has signed has left the risk set, and its last row speaks for it. */
gssize
comity_dossier_find_row (const ComityPanel *panel, gsize a, gsize b, int year)
{
  gsize n;
  const guint32 *rows = comity_panel_peek_dyad_rows (panel, a, b, &n);
  gssize row = comity_panel_find_row (panel, a, b, year);

  for (gsize i = n; row < 0 && i > 0; i--)
    {
      int row_year;

      comity_panel_get_row (panel, rows[i - 1], NULL, NULL, &row_year);
      if (row_year <= year || i == 1)
        row = rows[i - 1];
    }
  return row;
}

static void
find_rows (ComityDossierPair *pair)
{
  pair->row = comity_panel_find_row (pair->panel, pair->a, pair->b, pair->year);
  pair->used_row = comity_dossier_find_row (pair->panel, pair->a, pair->b, pair->year);
  pair->used_year = pair->year;
  if (pair->used_row >= 0)
    comity_panel_get_row (pair->panel, (gsize) pair->used_row, NULL, NULL, &pair->used_year);
}

static void
add_states (ComityDossier *self, const ComityDossierPair *pair)
{
  const gsize states[] = { pair->a, pair->b };

  for (gsize i = 0; i < 2; i++)
    {
      comity_dossier_begin (self, comity_dossier_state_name (pair->panel, states[i], pair->year));
      comity_dossier_add_identity (self, pair->panel, states[i], pair->year);
      if (!comity_panel_state_exists (pair->panel, states[i], pair->year))
        comity_dossier_add (self, "In this year", "not in the panel", "", NAN);
    }
}

static char *
describe_treaty (const ComityTreaty *treaty)
{
  GString *text = g_string_new (NULL);

  if (*treaty->signed_on != '\0')
    g_string_append_printf (text, "signed %s", treaty->signed_on);
  if (*treaty->in_force != '\0')
    g_string_append_printf (text, "%sin force %s", text->len > 0 ? ", " : "", treaty->in_force);
  if (*treaty->ended != '\0')
    g_string_append_printf (text, ", ended %s", treaty->ended);
  if (text->len == 0)
    g_string_append (text, "date not known");
  if (!treaty->tie)
    g_string_append_printf (text, " (%s, not counted as a tie)",
                            *treaty->kind != '\0' ? treaty->kind : "accessory");
  return g_string_free (text, FALSE);
}

static void
add_treaty (ComityDossier *self,
            const ComityTreatyNetwork *network,
            const ComityTreaty *treaty,
            int year)
{
  g_autofree char *dates = describe_treaty (treaty);
  g_autofree char *value =
      treaty->year > year ? g_strdup_printf ("%s (after %d)", dates, year) : g_strdup (dates);
  g_autofree char *note =
      g_strdup_printf ("%s%s%s", treaty->source, *treaty->note != '\0' ? "; " : "", treaty->note);

  comity_dossier_add (self, network->title, value, note, treaty->year != 0 ? treaty->year : NAN);
}

static void
add_world_treaties (ComityDossier *self, const ComityDossierPair *pair, gsize x, gsize y)
{
  const ComityWorld *world = comity_panel_peek_world (pair->panel);

  for (gsize k = 0; k < comity_world_get_n_networks (world); k++)
    {
      const ComityTreatyNetwork *network = comity_world_peek_network (world, k);
      gsize n;
      const ComityTreaty *treaties = comity_world_peek_pair_treaties (world, k, x, y, &n);

      if (n == 0)
        comity_dossier_add (self, network->title, network->partial ? "none listed" : "none",
                            network->partial ? network->note : "", 0.0);
      for (gsize i = 0; i < MIN (n, MAX_TREATIES); i++)
        add_treaty (self, network, &treaties[i], pair->year);
      if (n > MAX_TREATIES)
        {
          g_autofree char *more = g_strdup_printf ("and %" G_GSIZE_FORMAT " more, the last of %d",
                                                   n - MAX_TREATIES, treaties[n - 1].year);

          comity_dossier_add (self, network->title, more, "", NAN);
        }
    }
}

/* The years with outcome 1, for own files. */
static void
add_own_events (ComityDossier *self, const ComityDossierPair *pair)
{
  gssize outcome = comity_panel_peek_roles (pair->panel)->column[COMITY_ROLE_OUTCOME];
  gsize n;
  const guint32 *rows = comity_panel_peek_dyad_rows (pair->panel, pair->a, pair->b, &n);
  ComityColumn *column;
  gsize found = 0;

  if (outcome < 0)
    return;
  column = comity_dataset_peek_column (comity_panel_peek_dataset (pair->panel), (gsize)outcome);
  for (gsize i = 0; i < n; i++)
    if (comity_column_is_numeric (column) && comity_column_get_double (column, rows[i]) == 1.0)
      {
        int year;

        comity_panel_get_row (pair->panel, rows[i], NULL, NULL, &year);
        comity_dossier_add_number (self, comity_column_peek_name (column), year, "");
        found++;
      }
  if (found == 0)
    comity_dossier_add (self, comity_column_peek_name (column), "none in these data", "", 0.0);
}

static void
add_treaties (ComityDossier *self, const ComityDossierPair *pair)
{
  gssize x = comity_panel_get_world_state (pair->panel, pair->a);
  gssize y = comity_panel_get_world_state (pair->panel, pair->b);

  comity_dossier_begin (self, "Treaties");
  if (!comity_panel_is_bundled (pair->panel))
    add_own_events (self, pair);
  if (x >= 0 && y >= 0 && x != y)
    add_world_treaties (self, pair, (gsize)x, (gsize)y);
  comity_dossier_end (self);
}

static void
add_composite (ComityDossier *self, const ComityDossierPair *pair, const ComitySimilaritySpec *spec)
{
  g_autoptr (ComitySimilarity) similarity =
      comity_similarity_compute (pair->panel, spec, pair->year, NULL, NULL);
  gssize i = -1, j = -1;
  double value;
  char whole[COMITY_NUMBER_BUFFER];
  g_autofree char *note = NULL;

  if (similarity != NULL)
    {
      i = comity_similarity_find_state (similarity, (guint32)pair->a);
      j = comity_similarity_find_state (similarity, (guint32)pair->b);
    }
  if (i < 0 || j < 0)
    return;
  value = comity_similarity_get (similarity, (gsize)i, (gsize)j);
  if (comity_similarity_get_n_components (similarity) > 1)
    note =
        g_strdup_printf ("%.0f %% of the components' weight has data",
                         100.0 * comity_similarity_get_coverage (similarity, (gsize)i, (gsize)j));
  comity_dossier_add_number (self, comity_similarity_peek_title (similarity), value,
                             note != NULL ? note : "");
  if (isnan (value))
    return;
  comity_dossier_format (value, whole);
  for (gsize k = 0; k < comity_similarity_get_n_components (similarity); k++)
    {
      double part = comity_similarity_get_contribution (similarity, (gsize)i, (gsize)j, k);
      char text[COMITY_NUMBER_BUFFER];
      g_autofree char *label =
          g_strdup_printf ("… from %s", comity_similarity_peek_component (similarity, k));
      g_autofree char *shown =
          isnan (part)
              ? g_strdup ("no data")
              : g_strdup_printf ("%s of the %s", comity_number_format_fixed (part, 3, text), whole);

      comity_dossier_add (self, label, shown, "", part);
    }
}

static void
add_similarity (ComityDossier *self, const ComityDossierPair *pair)
{
  static const ComitySimilaritySpec specs[] = { { "gower", NULL }, { "portfolio", NULL } };
  gsize n_states = comity_panel_get_n_states (pair->panel);
  g_autofree ComityTradition *families = g_new (ComityTradition, n_states);
  ComityTradition a, b;

  comity_dossier_begin (self, "Similarity");
  comity_panel_get_traditions (pair->panel, pair->year, families);
  a = families[pair->a];
  b = families[pair->b];
  if (a != COMITY_TRADITION_UNKNOWN && b != COMITY_TRADITION_UNKNOWN)
    {
      g_autofree char *value = a == b
                                   ? g_strdup_printf ("yes (%s)", comity_tradition_name (a))
                                   : g_strdup_printf ("no (%s and %s)", comity_tradition_name (a),
                                                      comity_tradition_name (b));

      comity_dossier_add (
          self, "Same legal tradition", value,
          comity_dossier_citation (comity_panel_peek_world (pair->panel), "legal_tradition"),
          a == b);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    add_composite (self, pair, &specs[i]);
  comity_dossier_end (self);
}

static void
add_institutions (ComityDossier *self, const ComityDossierPair *pair)
{
  gsize n_states = comity_panel_get_n_states (pair->panel);
  g_autofree double *values = g_new (double, n_states);

  comity_dossier_begin (self, "Institutions and size: first, second, absolute difference");
  for (gsize v = 0; v < comity_panel_get_n_state_variables (pair->panel); v++)
    {
      double a, b;
      char first[COMITY_NUMBER_BUFFER];
      char second[COMITY_NUMBER_BUFFER];
      char difference[COMITY_NUMBER_BUFFER];
      g_autofree char *text = NULL;

      comity_panel_get_state_values (pair->panel, v, pair->year, values);
      a = values[pair->a];
      b = values[pair->b];
      if (isnan (a) && isnan (b))
        text = g_strdup ("");
      else
        text = g_strdup_printf ("%s, %s, %s", isnan (a) ? "–" : comity_dossier_format (a, first),
                                isnan (b) ? "–" : comity_dossier_format (b, second),
                                isnan (a + b) ? "–"
                                              : comity_dossier_format (fabs (a - b), difference));
      comity_dossier_add (self, comity_panel_peek_state_variable_label (pair->panel, v), text,
                          comity_dossier_variable_citation (pair->panel, v), fabs (a - b));
    }
  comity_dossier_end (self);
}

static gboolean
is_identity (const ComityPanel *panel, gsize column)
{
  const ComityRoles *roles = comity_panel_peek_roles (panel);
  const char *name = comity_column_peek_name (
      comity_dataset_peek_column (comity_panel_peek_dataset (panel), column));

  for (gsize role = 0; role < COMITY_N_ROLES; role++)
    if (roles->column[role] == (gssize)column && role != COMITY_ROLE_OUTCOME)
      return TRUE;
  return comity_panel_is_bundled (panel) && g_str_has_prefix (name, "state_");
}

static void
add_covariates (ComityDossier *self, const ComityDossierPair *pair)
{
  ComityDataset *dataset = comity_panel_peek_dataset (pair->panel);
  g_autofree char *title = g_strdup_printf ("Row of the panel, %d", pair->used_year);

  if (pair->used_row < 0)
    {
      comity_dossier_begin (self, "Row of the panel");
      comity_dossier_add (
          self, "Rows", "none: the pair is not in the panel",
          comity_panel_is_bundled (pair->panel)
              ? "A pair that had signed before the panel begins is never under risk."
              : "",
          0.0);
      return;
    }
  comity_dossier_begin (self, title);
  if (pair->row < 0)
    comity_dossier_add_number (
        self, pair->used_year < pair->year ? "Last year in the panel" : "First year in the panel",
        pair->used_year,
        comity_panel_is_bundled (pair->panel)
            ? "A pair leaves the risk set after the year in which it signs; these are the values "
              "of its nearest row."
            : "The pair has no row in the year asked for; these are the values of its nearest "
              "row.");
  for (gsize c = 0; c < comity_dataset_get_n_columns (dataset); c++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, c);
      const char *label = comity_column_peek_label (column);
      gsize row = (gsize)pair->used_row;
      double number =
          comity_column_is_numeric (column) ? comity_column_get_double (column, row) : NAN;

      if (is_identity (pair->panel, c))
        continue;
      label = *label != '\0' ? label : comity_column_peek_name (column);
      if (!comity_column_is_numeric (column) || comity_column_peek_value_labels (column) != NULL)
        {
          g_autofree char *text = comity_column_is_missing (column, row)
                                      ? g_strdup ("")
                                      : comity_column_dup_text (column, row);

          comity_dossier_add (self, label, text, "", number);
        }
      else
        comity_dossier_add_number (self, label, number, "");
    }
}

/* The numeric columns that the default formula names, but for time: what pairs are compared on. */
static gsize
choose_columns (const ComityDossierPair *pair, ComityColumn **columns)
{
  ComityDataset *dataset = comity_panel_peek_dataset (pair->panel);
  g_autofree char *formula = comity_panel_dup_default_formula (pair->panel);
  const char *right = formula != NULL ? strchr (formula, '~') : NULL;
  g_auto (GStrv) terms = g_strsplit (right != NULL ? right + 1 : "", "+", -1);
  gsize n = 0;

  for (gsize i = 0; terms[i] != NULL && n < MAX_COMPARED; i++)
    {
      const char *name = g_strdelimit (g_strstrip (terms[i]), "`", ' ');
      gssize c = comity_dataset_find_column (dataset, g_strstrip (terms[i]));

      if (c < 0 || strcmp (name, "t") == 0 || strcmp (name, "t2") == 0 || strcmp (name, "t3") == 0)
        continue;
      columns[n] = comity_dataset_peek_column (dataset, (gsize)c);
      if (comity_column_is_numeric (columns[n]))
        n++;
    }
  return n;
}

/* distances[n_rows] of the year's rows to row number @at of them: root mean square of differences
 * in standard deviations of the year; NaN unless a row has every column that row @at has. A row
 * compared on fewer would look nearer than it is: what it lacks (wealth, size) is what sets pairs
 * apart. */
static void
measure_distances (ComityColumn *const *columns,
                   gsize n_columns,
                   const guint32 *rows,
                   gsize n_rows,
                   gsize at,
                   double *distances)
{
  g_autofree double *values = g_new (double, MAX (n_rows, 1));
  gsize n_known = 0;

  for (gsize i = 0; i < n_rows; i++)
    distances[i] = 0.0;
  for (gsize k = 0; k < n_columns; k++)
    {
      double mean = 0.0, m2 = 0.0, sd;
      gsize n = 0;

      comity_column_gather_doubles (columns[k], rows, n_rows, values);
      for (gsize i = 0; i < n_rows; i++)
        if (!isnan (values[i]))
          {
            double delta = values[i] - mean;

            mean += delta / (double)++n;
            m2 += delta * (values[i] - mean);
          }
      sd = n > 1 ? sqrt (m2 / (double)(n - 1)) : 0.0;
      if (sd <= 0.0 || isnan (values[at]))
        continue;
      n_known++;
      for (gsize i = 0; i < n_rows; i++)
        {
          double z = (values[i] - values[at]) / sd;

          distances[i] += z * z;
        }
    }
  for (gsize i = 0; i < n_rows; i++)
    distances[i] = n_known == 0 ? NAN : sqrt (distances[i] / (double)n_known);
}

gboolean
comity_dossier_has_tie (const GArray *ties, guint32 a, guint32 b, int *first_year)
{
  for (guint i = 0; i < ties->len; i++)
    {
      const ComityTie *tie = &g_array_index (ties, ComityTie, i);

      if ((tie->a != a || tie->b != b) && (tie->a != b || tie->b != a))
        continue;
      if (first_year != NULL)
        *first_year = tie->first_year;
      return TRUE;
    }
  return FALSE;
}

/* Without a model, pairs are compared on what the default model would look at. */
static void
add_comparable (ComityDossier *self, const ComityDossierPair *pair)
{
  ComityColumn *columns[MAX_COMPARED];
  gsize n_columns = choose_columns (pair, columns);
  gsize n_rows;
  const guint32 *rows = comity_panel_peek_year_rows (pair->panel, pair->used_year, &n_rows);
  g_autoptr (GArray) ties = NULL;
  g_autofree double *distances = NULL;
  g_autofree char *title = NULL;
  gsize at = 0;

  if (pair->used_row < 0 || n_columns == 0)
    return;
  while (at < n_rows && rows[at] != (guint32)pair->used_row)
    at++;
  if (at == n_rows)
    return;
  ties = comity_panel_get_ties (pair->panel, pair->year, TRUE);
  distances = g_new (double, n_rows);
  measure_distances (columns, n_columns, rows, n_rows, at, distances);
  distances[at] = NAN;

  title = g_strdup_printf ("Nearest comparable pairs under risk in %d", pair->used_year);
  comity_dossier_begin (self, title);
  for (gsize k = 0; k < N_COMPARABLE; k++)
    {
      gssize best = -1;
      guint32 a, b;
      char text[COMITY_NUMBER_BUFFER];
      g_autofree char *label = NULL;
      g_autofree char *value = NULL;

      for (gsize i = 0; i < n_rows; i++)
        if (!isnan (distances[i]) && (best < 0 || distances[i] < distances[best]))
          best = (gssize)i;
      if (best < 0)
        break;
      comity_panel_get_row (pair->panel, rows[best], &a, &b, NULL);
      label =
          g_strdup_printf ("%s – %s", comity_dossier_state_name (pair->panel, a, pair->used_year),
                           comity_dossier_state_name (pair->panel, b, pair->used_year));
      value = g_strdup_printf ("%s sd away; %s by %d",
                               comity_number_format_fixed (distances[best], 2, text),
                               comity_dossier_has_tie (ties, a, b, NULL) ? "signed" : "not signed", pair->year);
      comity_dossier_add (self, label, value,
                          "Root mean square difference over the covariates of the default model "
                          "that the pair has, in standard deviations of the year",
                          distances[best]);
      distances[best] = NAN;
    }
  comity_dossier_end (self);
}

ComityDossier *
comity_dossier_new_pair_under (
    ComityPanel *panel, gsize a, gsize b, int year, ComityDossierModel *model, GError **error)
{
  gboolean keep_order;
  ComityDossierPair pair;
  g_autofree char *title = NULL;
  ComityDossier *self;

  g_return_val_if_fail (panel != NULL, NULL);
  g_return_val_if_fail (a < comity_panel_get_n_states (panel), NULL);
  g_return_val_if_fail (b < comity_panel_get_n_states (panel), NULL);

  if (a == b)
    {
      g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
                   "%s is one state; a pair has two.", comity_panel_peek_state_name (panel, a));
      return NULL;
    }
  if (!comity_panel_check_year (panel, year, error))
    return NULL;

  keep_order = comity_panel_is_directed (panel) || a < b;
  pair = (ComityDossierPair){
    .panel = panel, .a = keep_order ? a : b, .b = keep_order ? b : a, .year = year
  };
  find_rows (&pair);
  title = g_strdup_printf ("%s – %s, %d", comity_dossier_state_name (panel, pair.a, year),
                           comity_dossier_state_name (panel, pair.b, year), year);
  self = comity_dossier_new (title);
  add_states (self, &pair);
  add_treaties (self, &pair);
  add_similarity (self, &pair);
  add_institutions (self, &pair);
  add_covariates (self, &pair);
  if (model == NULL)
    add_comparable (self, &pair);
  comity_dossier_add_model (self, &pair, model);
  comity_dossier_add_pair_charts (self, &pair, model);
  return self;
}

ComityDossier *
comity_dossier_new_pair (
    ComityPanel *panel, gsize a, gsize b, int year, ComityFit *fit, GError **error)
{
  g_autoptr (ComityDossierModel) model = NULL;

  if (fit != NULL)
    {
      model = comity_dossier_model_new (fit, panel, NULL, error);
      if (model == NULL)
        return NULL;
    }
  return comity_dossier_new_pair_under (panel, a, b, year, model, error);
}
