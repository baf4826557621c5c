/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What dossiers show through time: the fitted hazard, institutions, similarity, partners; and the
 * years in which the pair signed. */
#include "config.h"

#include "comity-dossier-private.h"

#include "comity-similarity-series.h"
#include "comity-what-if.h"

#include <math.h>

/* The institutions charted, where the panel has them; else its first variables. */
static const char *const charted[] = { "judicial", "polyarchy", "ideal_point" };
#define MAX_CHARTS 3
/* Pairs times years that are compared for a chart: some tenths of a second. */
#define MAX_COMPARISONS 12e6

static void
add_marks (ComityDossier *self, const ComityDossierPair *pair)
{
  const ComityTreatyNetwork *network = comity_panel_peek_network (pair->panel);
  g_autoptr (GArray) ties = NULL;
  const ComityWorld *world = comity_panel_peek_world (pair->panel);
  gssize a = comity_panel_get_world_state (pair->panel, pair->a);
  gssize b = comity_panel_get_world_state (pair->panel, pair->b);
  gssize number = network != NULL ? comity_world_find_network (world, network->id) : -1;
  const ComityTreaty *treaties;
  gsize n = 0;
  int first, last;

  if (number >= 0 && a >= 0 && b >= 0)
    {
      treaties = comity_world_peek_pair_treaties (world, (gsize) number, (gsize) a, (gsize) b, &n);
      for (gsize i = 0; i < n; i++)
        if (treaties[i].tie && treaties[i].year != 0)
          comity_dossier_add_mark (self, treaties[i].year, network->title);
      return;
    }
  comity_panel_get_years (pair->panel, NULL, &last);
  ties = comity_panel_get_ties (pair->panel, last, TRUE);
  if (comity_dossier_has_tie (ties, (guint32) pair->a, (guint32) pair->b, &first))
    comity_dossier_add_mark (self, first, "Signed");
}

/* By the rows of the pair; years without one are gaps. */
static void
add_hazard (ComityDossier *self, const ComityDossierPair *pair, const ComityDossierModel *model)
{
  gsize n_rows;
  const guint32 *rows = comity_panel_peek_dyad_rows (pair->panel, pair->a, pair->b, &n_rows);
  int first, last;
  gsize n;
  g_autofree double *all = NULL;
  g_autofree double *found = NULL;
  ComityDossierChart chart = { .title = "Fitted hazard", .n_lines = 1, .marked = TRUE };
  gboolean any = FALSE;

  comity_panel_get_years (pair->panel, &first, &last);
  n = (gsize) (last - first + 1);
  all = g_new (double, 3 * n);
  found = g_new (double, 3 * n_rows + 3);
  comity_row_hazards_read (model->hazards, rows, n_rows, found, found + n_rows,
                           found + 2 * n_rows);
  for (gsize i = 0; i < 3 * n; i++)
    all[i] = NAN;
  for (gsize i = 0; i < n_rows; i++)
    {
      int year;

      comity_panel_get_row (pair->panel, rows[i], NULL, NULL, &year);
      for (gsize part = 0; part < 3; part++)
        all[part * n + (gsize) (year - first)] = found[part * n_rows + i];
      any = any || !isnan (found[i]);
    }
  chart.first_year = first;
  chart.n_years = n;
  chart.names[0] = comity_fit_peek_estimator_title (model->fit);
  chart.values[0] = all;
  chart.low = all + n;
  chart.high = all + 2 * n;
  if (any)
    comity_dossier_add_chart (self, &chart);
}

/* One state variable of one state or two; nothing when neither has a value. */
static void
add_variable (
    ComityDossier *self, ComityPanel *panel, gsize variable, const gsize *states, gsize n_states)
{
  int first, last;
  gsize n;
  g_autofree double *all = g_new (double, comity_panel_get_n_states (panel) + 1);
  g_autofree double *values = NULL;
  ComityDossierChart chart = { .n_lines = n_states, .marked = TRUE };
  gboolean any = FALSE;

  comity_panel_get_years (panel, &first, &last);
  n = (gsize) (last - first + 1);
  values = g_new (double, n_states *n);
  for (gsize y = 0; y < n; y++)
    {
      comity_panel_get_state_values (panel, variable, first + (int) y, all);
      for (gsize i = 0; i < n_states; i++)
        {
          values[i * n + y] = all[states[i]];
          any = any || !isnan (all[states[i]]);
        }
    }
  chart.title = comity_panel_peek_state_variable_label (panel, variable);
  chart.first_year = first;
  chart.n_years = n;
  for (gsize i = 0; i < n_states; i++)
    {
      chart.names[i] = comity_panel_peek_state_code (panel, states[i]);
      chart.values[i] = values + i * n;
    }
  if (any)
    comity_dossier_add_chart (self, &chart);
}

static void
add_variables (ComityDossier *self, ComityPanel *panel, const gsize *states, gsize n_states)
{
  gsize n_variables = comity_panel_get_n_state_variables (panel);
  gsize n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (charted); i++)
    {
      gssize found = comity_panel_find_state_variable (panel, charted[i]);

      if (found < 0)
        continue;
      add_variable (self, panel, (gsize) found, states, n_states);
      n++;
    }
  for (gsize v = 0; n == 0 && v < MIN (n_variables, MAX_CHARTS); v++)
    add_variable (self, panel, v, states, n_states);
}

/* The pair beside the means of those that had signed by then and of those that had not. */
static void
add_similarity (ComityDossier *self, const ComityDossierPair *pair)
{
  const ComitySimilaritySpec spec = { "gower", NULL };
  const ComitySeriesRequest request = { TRUE, (guint32) pair->a, (guint32) pair->b, TRUE, FALSE };
  double n_states = (double) comity_panel_get_n_states (pair->panel);
  g_autoptr (ComitySimilaritySeries) series = NULL;
  g_autofree double *means = NULL;
  g_autofree char *name = NULL;
  ComityDossierChart chart = { .n_lines = 3, .marked = TRUE };
  gboolean any = FALSE;
  int first, last;

  comity_panel_get_years (pair->panel, &first, &last);
  if (n_states * n_states / 2 * (last - first + 1) > MAX_COMPARISONS)
    return;
  series = comity_similarity_series_new (pair->panel, &spec, &request, NULL, NULL);
  if (series == NULL)
    return;
  means = g_new (double, 2 * series->n_years + 1);
  for (gsize y = 0; y < series->n_years; y++)
    {
      means[y] = series->tied[y].mean;
      means[series->n_years + y] = series->untied[y].mean;
      any = any || !isnan (series->focus[y]);
    }
  if (!any)
    return;
  name = g_strdup_printf ("%s – %s", comity_panel_peek_state_code (pair->panel, pair->a),
                          comity_panel_peek_state_code (pair->panel, pair->b));
  chart.title = series->title;
  chart.first_year = series->first_year;
  chart.n_years = series->n_years;
  chart.names[0] = name;
  chart.names[1] = "Pairs with a treaty";
  chart.names[2] = "Pairs without";
  chart.values[0] = series->focus;
  chart.values[1] = means;
  chart.values[2] = means + series->n_years;
  comity_dossier_add_chart (self, &chart);
}

void
comity_dossier_add_pair_charts (ComityDossier *self,
                                const ComityDossierPair *pair,
                                const ComityDossierModel *model)
{
  const gsize states[] = { pair->a, pair->b };
  int first, last;

  add_marks (self, pair);
  comity_panel_get_years (pair->panel, &first, &last);
  if (last <= first)
    return;
  if (model != NULL && model->hazards != NULL)
    add_hazard (self, pair, model);
  add_similarity (self, pair);
  add_variables (self, pair->panel, states, G_N_ELEMENTS (states));
}

/* States with which it had signed by each year. */
static void
add_partners (ComityDossier *self, ComityPanel *panel, gsize state)
{
  const ComityTreatyNetwork *network = comity_panel_peek_network (panel);
  g_autoptr (GArray) ties = NULL;
  g_autofree char *title = NULL;
  g_autofree double *values = NULL;
  ComityDossierChart chart = { .n_lines = 1 };
  int first, last;
  gsize n;

  comity_panel_get_years (panel, &first, &last);
  n = (gsize) (last - first + 1);
  ties = comity_panel_get_ties (panel, last, TRUE);
  values = g_new0 (double, n);
  for (guint i = 0; i < ties->len; i++)
    {
      const ComityTie *tie = &g_array_index (ties, ComityTie, i);

      if (tie->a == state || tie->b == state)
        for (gsize y = (gsize) MAX (tie->first_year - first, 0); y < n; y++)
          values[y] += 1.0;
    }
  for (gsize y = 0; y < n; y++)
    if (!comity_panel_state_exists (panel, state, first + (int) y))
      values[y] = NAN;
  title = g_strdup_printf ("Partners: %s", network != NULL ? network->plural : "treaties");
  chart.title = title;
  chart.first_year = first;
  chart.n_years = n;
  chart.names[0] = comity_panel_peek_state_code (panel, state);
  chart.values[0] = values;
  comity_dossier_add_chart (self, &chart);
}

void
comity_dossier_add_state_charts (ComityDossier *self, ComityPanel *panel, gsize state, int year)
{
  int first, last;

  comity_panel_get_years (panel, &first, &last);
  if (last <= first)
    return;
  add_partners (self, panel, state);
  add_variables (self, panel, &state, 1);
}
