/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network beside a fit: absent ties that the fit thinks likely (ghosts), present ones that it
 * thought unlikely when they were signed (surprises), and how many more ties a state signed than
 * the fit expects. */
#include "config.h"

#include "comity-report.h"

#include "comity-number.h"
#include "comity-text.h"

#include <math.h>

/* Ghosts come first, from the likeliest down; then surprises, from the least likely up. */
static int
compare_ties (gconstpointer a, gconstpointer b)
{
  const ComityExpectedTie *x = a;
  const ComityExpectedTie *y = b;

  if (x->present != y->present)
    return x->present ? 1 : -1;
  if (x->probability != y->probability)
    return (x->probability < y->probability) == x->present ? -1 : 1;
  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return x->b < y->b ? -1 : (x->b > y->b);
}

static gboolean
check_fit (ComityPanel *panel, const ComityFit *fit, GError **error)
{
  if (comity_dataset_get_n_rows (comity_fit_peek_dataset (fit)) ==
      comity_dataset_get_n_rows (comity_panel_peek_dataset (panel)))
    return TRUE;
  g_set_error_literal (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_FAILED,
                       "The model was estimated from other data than the network is drawn from: "
                       "estimate it again.");
  return FALSE;
}

/* The pairs without a tie by the year that the fit can say something of. */
static void
add_ghosts (ComityNetwork *signed_by, const ComityFit *fit, GArray *ties)
{
  ComityPanel *panel = comity_network_peek_panel (signed_by);
  gsize n;
  const guint32 *rows =
      comity_panel_peek_year_rows (panel, comity_network_get_year (signed_by), &n);
  g_autofree double *fitted = g_new (double, n + 1);

  comity_fit_predict_rows (fit, rows, n, FALSE, fitted);
  for (gsize k = 0; k < n; k++)
    {
      ComityExpectedTie tie = { .probability = fitted[k] };
      guint32 a, b;
      int year;
      gssize of_a, of_b;

      comity_panel_get_row (panel, rows[k], &a, &b, &year);
      of_a = comity_network_find_state (signed_by, a);
      of_b = comity_network_find_state (signed_by, b);
      if (isnan (fitted[k]) || of_a < 0 || of_b < 0 ||
          comity_network_find_edge (signed_by, (guint32) of_a, (guint32) of_b) >= 0)
        continue;
      /* Of a directed panel both rows of a pair are here: one of them counts. */
      if (comity_panel_is_directed (panel) && a > b)
        continue;
      tie.a = MIN (a, b);
      tie.b = MAX (a, b);
      tie.year = year;
      g_array_append_val (ties, tie);
    }
}

/* What the fit said in the year of the signature, from the pair's row then. */
static void
add_surprises (ComityNetwork *network, const ComityFit *fit, GArray *ties)
{
  ComityPanel *panel = comity_network_peek_panel (network);
  const ComityEdge *edges = comity_network_peek_edges (network);

  for (gsize e = 0; e < comity_network_get_n_edges (network); e++)
    {
      guint32 a = comity_network_get_state (network, edges[e].a);
      guint32 b = comity_network_get_state (network, edges[e].b);
      gssize row = comity_panel_find_row (panel, a, b, edges[e].first_year);
      guint32 found = (guint32) MAX (row, 0);
      ComityExpectedTie tie = { a, b, edges[e].first_year, TRUE, NAN };

      if (row < 0)
        continue;
      comity_fit_predict_rows (fit, &found, 1, FALSE, &tie.probability);
      if (!isnan (tie.probability))
        g_array_append_val (ties, tie);
    }
}

GArray *
comity_expected_ties (ComityNetwork *network, ComityFit *fit, GError **error)
{
  g_autoptr (GArray) ties = g_array_new (FALSE, FALSE, sizeof (ComityExpectedTie));
  g_autoptr (ComityNetwork) signed_by = NULL;
  ComityPanel *panel;

  g_return_val_if_fail (network != NULL && fit != NULL, NULL);

  panel = comity_network_peek_panel (network);
  if (!check_fit (panel, fit, error))
    return NULL;
  /* A tie of an earlier year is no absent one, even in a picture of a single year. */
  signed_by = comity_network_new (panel, comity_network_get_year (network), TRUE, error);
  if (signed_by == NULL)
    return NULL;
  add_ghosts (signed_by, fit, ties);
  add_surprises (network, fit, ties);
  g_array_sort (ties, compare_ties);
  return g_steal_pointer (&ties);
}

char *
comity_expected_ties_to_csv (ComityNetwork *network, const GArray *ties)
{
  ComityPanel *panel = comity_network_peek_panel (network);
  GString *out = g_string_new ("kind,state_a,state_b,name_a,name_b,year,probability\n");

  for (guint i = 0; i < ties->len; i++)
    {
      const ComityExpectedTie *tie = &g_array_index (ties, ComityExpectedTie, i);
      char buffer[COMITY_NUMBER_BUFFER];

      g_string_append_printf (out, "%s,", tie->present ? "surprise" : "ghost");
      comity_text_append_csv (out, comity_panel_peek_state_code (panel, tie->a));
      g_string_append_c (out, ',');
      comity_text_append_csv (out, comity_panel_peek_state_code (panel, tie->b));
      g_string_append_c (out, ',');
      comity_text_append_csv (out, comity_panel_peek_state_name (panel, tie->a));
      g_string_append_c (out, ',');
      comity_text_append_csv (out, comity_panel_peek_state_name (panel, tie->b));
      g_string_append_printf (out, ",%d,%s\n", tie->year,
                              comity_number_format (tie->probability, buffer));
    }
  return g_string_free (out, FALSE);
}

double *
comity_network_residuals (ComityNetwork *network, ComityFit *fit, GError **error)
{
  ComityPanel *panel;
  gssize outcome;
  ComityColumn *column;
  int first, last;
  double *residuals;

  g_return_val_if_fail (network != NULL && fit != NULL, NULL);

  panel = comity_network_peek_panel (network);
  outcome = comity_panel_peek_roles (panel)->column[COMITY_ROLE_OUTCOME];
  if (!check_fit (panel, fit, error))
    return NULL;
  if (outcome < 0)
    {
      g_set_error_literal (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_FAILED,
                           "Residuals need the outcome: give a column that role.");
      return NULL;
    }
  column = comity_dataset_peek_column (comity_panel_peek_dataset (panel), (gsize) outcome);
  residuals = g_new0 (double, comity_network_get_n_nodes (network) + 1);
  comity_panel_get_years (panel, &first, &last);
  last = comity_network_get_year (network);
  if (!comity_network_is_cumulative (network))
    first = last;
  for (int year = first; year <= last; year++)
    {
      gsize n;
      const guint32 *rows = comity_panel_peek_year_rows (panel, year, &n);
      g_autofree double *fitted = g_new (double, n + 1);

      comity_fit_predict_rows (fit, rows, n, FALSE, fitted);
      for (gsize k = 0; k < n; k++)
        {
          double y = comity_column_get_double (column, rows[k]);
          guint32 ends[2];
          int unused;

          if (!comity_fit_uses_row (fit, rows[k]) || isnan (fitted[k]) || isnan (y))
            continue;
          comity_panel_get_row (panel, rows[k], &ends[0], &ends[1], &unused);
          for (int side = 0; side < 2; side++)
            {
              gssize node = comity_network_find_state (network, ends[side]);

              if (node >= 0)
                residuals[node] += y - fitted[k];
            }
        }
    }
  return residuals;
}
