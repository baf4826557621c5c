/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words and numbers of a fit on the screen; files are written by src/report. */
#include "config.h"

#include "comity-model-results.h"

#include <glib/gi18n.h>
#include <math.h>

#include "comity-table.h"
#include "comity-words.h"

static const char *
stars_of (double p)
{
  return p < 0.001 ? "***" : p < 0.01 ? "**" : p < 0.05 ? "*" : "";
}

static char *
format_p (double p)
{
  if (isnan (p))
    return g_strdup ("–");
  return p < 0.001 ? g_strdup ("< 0.001") : g_strdup_printf ("%.3f", p);
}

static char *
format_value (double value, int decimals)
{
  if (isnan (value))
    return g_strdup ("–");
  if (isinf (value))
    return g_strdup (value > 0 ? "∞" : "−∞");
  /* Small coefficients keep as many figures as large ones. */
  if (value != 0.0 && fabs (value) < pow (10.0, 1 - decimals))
    return g_strdup_printf ("%.*e", decimals - 1, value);
  return g_strdup_printf ("%.*f", decimals, value);
}

void
comity_model_results_add_term_columns (GtkColumnView *view)
{
  GtkColumnViewColumn *term =
      comity_table_add_column (view, _ ("Term"), COMITY_CELL_FIT, 0, NULL, NULL);

  gtk_column_view_column_set_expand (term, TRUE);
  comity_table_add_column (view, C_ ("column", "Estimate"), COMITY_CELL_NUMBER, 1, NULL, NULL);
  comity_table_add_column (view, "", COMITY_CELL_FIT, 2, NULL, NULL);
  comity_table_add_column (view, _ ("Std. Error"), COMITY_CELL_NUMBER, 3, NULL, NULL);
  comity_table_add_column (view, _ ("z"), COMITY_CELL_NUMBER, 4, NULL, NULL);
  comity_table_add_column (view, _ ("p"), COMITY_CELL_NUMBER, 5, NULL, NULL);
  comity_table_add_column (view, _ ("Confidence Interval"), COMITY_CELL_NUMBER, 6, NULL, NULL);
}

void
comity_model_results_add_loss_columns (GtkColumnView *view)
{
  GtkColumnViewColumn *variable =
      comity_table_add_column (view, _ ("Lost to"), COMITY_CELL_FIT, 0, NULL, NULL);

  gtk_column_view_column_set_expand (variable, TRUE);
  comity_table_add_column (view, _ ("Rows"), COMITY_CELL_NUMBER, 1, NULL, NULL);
  comity_table_add_column (view, _ ("Events"), COMITY_CELL_NUMBER, 2, NULL, NULL);
  comity_table_add_column (view, _ ("Dyads"), COMITY_CELL_NUMBER, 3, NULL, NULL);
  comity_table_add_column (view, _ ("States"), COMITY_CELL_NUMBER, 4, NULL, NULL);
  comity_table_add_column (view, _ ("Years"), COMITY_CELL_NUMBER, 5, NULL, NULL);
  comity_table_add_column (view, _ ("Missing in All"), COMITY_CELL_NUMBER, 6, NULL, NULL);
}

static void
append_row (GListStore *store, char **cells)
{
  g_autoptr (ComityTableRow) row =
      comity_table_row_new_take (g_list_model_get_n_items (G_LIST_MODEL (store)), cells);

  g_list_store_append (store, row);
}

GListModel *
comity_model_results_list_terms (ComityFit *fit, int decimals, gboolean stars)
{
  GListStore *store = g_list_store_new (COMITY_TYPE_TABLE_ROW);

  for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, i);
      char **cells = g_new0 (char *, 8);
      g_autofree char *low = format_value (c->conf_low, decimals);
      g_autofree char *high = format_value (c->conf_high, decimals);

      cells[0] = g_strdup (c->term);
      cells[1] = format_value (c->estimate, decimals);
      cells[2] = g_strdup (stars ? stars_of (c->p_value) : "");
      cells[3] = format_value (c->std_error, decimals);
      cells[4] = isnan (c->statistic) ? g_strdup ("–") : g_strdup_printf ("%.2f", c->statistic);
      cells[5] = format_p (c->p_value);
      cells[6] = g_strdup_printf ("[%s, %s]", low, high);
      append_row (store, cells);
    }
  for (gsize i = 0; i < comity_fit_get_n_omitted (fit); i++)
    {
      const char *reason = NULL;
      const char *term = comity_fit_peek_omitted (fit, i, &reason);
      char **cells = g_new0 (char *, 3);

      cells[0] = g_strdup_printf (_ ("%s (omitted: %s)"), term, reason);
      cells[1] = g_strdup ("–");
      append_row (store, cells);
    }
  return G_LIST_MODEL (store);
}

GListModel *
comity_model_results_list_losses (ComityFit *fit)
{
  GListStore *store = g_list_store_new (COMITY_TYPE_TABLE_ROW);

  for (gsize i = 0; i < comity_fit_get_n_drops (fit); i++)
    {
      const ComityDrop *drop = comity_fit_peek_drop (fit, i);
      char **cells = g_new0 (char *, 8);

      cells[0] = g_strdup (drop->variable);
      cells[1] = comity_count_text (drop->rows);
      cells[2] = comity_count_text (drop->events);
      cells[3] = comity_count_text (drop->dyads);
      cells[4] = comity_count_text (drop->states);
      cells[5] = comity_count_text (drop->years);
      cells[6] = comity_count_text (drop->missing);
      append_row (store, cells);
    }
  return G_LIST_MODEL (store);
}

/* The number of one model under the comparison; NULL: the label of the row is asked for. */
typedef char *(*FootFunc) (const ComityFitNumbers *numbers);

static char *
foot_rows (const ComityFitNumbers *numbers)
{
  return numbers != NULL ? comity_count_text (numbers->n) : g_strdup (_ ("Rows"));
}

static char *
foot_events (const ComityFitNumbers *numbers)
{
  return numbers != NULL ? comity_count_text (numbers->n_events) : g_strdup (_ ("Events"));
}

static char *
foot_log_likelihood (const ComityFitNumbers *numbers)
{
  return numbers != NULL ? format_value (numbers->log_likelihood, 2)
                         : g_strdup (_ ("Log-likelihood"));
}

static char *
foot_aic (const ComityFitNumbers *numbers)
{
  return numbers != NULL ? format_value (numbers->aic, 2) : g_strdup (_ ("AIC"));
}

static void
append_compared_term (GListStore *store,
                      const char *term,
                      ComityFit *const *fits,
                      gsize n_fits,
                      int decimals,
                      gboolean stars)
{
  char **cells = g_new0 (char *, n_fits + 2);

  cells[0] = g_strdup (term);
  for (gsize f = 0; f < n_fits; f++)
    {
      gssize at = comity_fit_find_term (fits[f], term);
      const ComityCoefficient *c = at >= 0 ? comity_fit_peek_coefficient (fits[f], at) : NULL;
      g_autofree char *estimate = c != NULL ? format_value (c->estimate, decimals) : NULL;
      g_autofree char *error = c != NULL ? format_value (c->std_error, decimals) : NULL;

      cells[f + 1] = c != NULL ? g_strdup_printf ("%s%s (%s)", estimate,
                                                  stars ? stars_of (c->p_value) : "", error)
                               : g_strdup ("");
    }
  append_row (store, cells);
}

void
comity_model_results_show_comparison (
    GtkColumnView *view, ComityFit *const *fits, gsize n_fits, int decimals, gboolean stars)
{
  static const FootFunc feet[] = { foot_rows, foot_events, foot_log_likelihood, foot_aic };
  GListStore *store = g_list_store_new (COMITY_TYPE_TABLE_ROW);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GtkNoSelection) selection = NULL;
  GtkColumnViewColumn *column;

  comity_table_clear_columns (view);
  column = comity_table_add_column (view, _ ("Term"), COMITY_CELL_FIT, 0, NULL, NULL);
  gtk_column_view_column_set_expand (column, TRUE);
  for (gsize f = 0; f < n_fits; f++)
    {
      g_autofree char *title = g_strdup_printf (_ ("Model %zu"), f + 1);

      comity_table_add_column (view, title, COMITY_CELL_NUMBER, (guint) f + 1, NULL, NULL);
    }
  for (gsize f = 0; f < n_fits; f++)
    for (gsize i = 0; i < comity_fit_get_n_terms (fits[f]); i++)
      {
        const char *term = comity_fit_peek_coefficient (fits[f], i)->term;

        if (g_hash_table_add (seen, (gpointer) term))
          append_compared_term (store, term, fits, n_fits, decimals, stars);
      }
  for (gsize k = 0; k < G_N_ELEMENTS (feet); k++)
    {
      char **cells = g_new0 (char *, n_fits + 2);

      cells[0] = feet[k](NULL);
      for (gsize f = 0; f < n_fits; f++)
        cells[f + 1] = feet[k](comity_fit_peek_numbers (fits[f]));
      append_row (store, cells);
    }
  selection = gtk_no_selection_new (G_LIST_MODEL (store));
  gtk_column_view_set_model (view, GTK_SELECTION_MODEL (selection));
}

char *
comity_model_results_dup_title (ComityFit *fit)
{
  return g_strdup_printf (_ ("%s of %s"), comity_fit_peek_estimator_title (fit),
                          comity_fit_peek_response (fit));
}

char *
comity_model_results_dup_note (ComityFit *fit)
{
  const ComityFitNumbers *n = comity_fit_peek_numbers (fit);
  GString *note = g_string_new (NULL);
  g_autofree char *rows = comity_count_text (n->n);
  g_autofree char *events = comity_count_text (n->n_events);
  g_autofree char *dyads = comity_count_text (n->n_dyads);
  g_autofree char *states = comity_count_text (n->n_states);
  g_autofree char *lost = comity_count_text (n->n_dropped);
  g_autofree char *all = comity_count_text (n->n_read);

  g_string_append_printf (note, _ ("%s rows, %s events"), rows, events);
  if (n->n_dyads > 0)
    g_string_append_printf (note, _ (", %s dyads"), dyads);
  if (n->n_states > 0)
    g_string_append_printf (note, _ (", %s states"), states);
  if (n->first_year != 0)
    g_string_append_printf (note, _ (", %d–%d"), n->first_year, n->last_year);
  if (n->n_dropped > 0)
    g_string_append_printf (note, _ ("; %s of %s rows lost to missing values"), lost, all);
  g_string_append (note, ".\n");
  if (!isnan (n->log_likelihood))
    g_string_append_printf (note, _ ("Log-likelihood %.2f · AIC %.2f · BIC %.2f"),
                            n->log_likelihood, n->aic, n->bic);
  if (!isnan (n->pseudo_r2))
    g_string_append_printf (note, _ (" · McFadden’s R² %.4f"), n->pseudo_r2);
  if (!isnan (n->wald_chi2) && n->wald_df > 0)
    g_string_append_printf (note, _ (" · Wald χ²(%d) %.2f"), n->wald_df, n->wald_chi2);
  g_string_append_printf (note, "\n%s. ", comity_fit_peek_vce_sentence (fit));
  g_string_append_printf (note, _ ("Status: %s after %d iterations, %.2f s."),
                          comity_fit_status_name (comity_fit_get_status (fit)), n->iterations,
                          n->time_design + n->time_fit + n->time_covariance);
  return g_string_free (note, FALSE);
}
