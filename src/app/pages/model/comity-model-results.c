/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words and numbers of a fit on the screen; files are written by src/report. */
#include "config.h"

#include "comity-model-results.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "comity-number.h"
#include "comity-table.h"
#include "comity-words.h"

/* Outside of these sizes a number is a figure and a power of ten. */
#define SMALLEST_PLAIN 1e-6
#define LARGEST_PLAIN 1e9

static const char *
stars_of (double p)
{
  return p < 0.001 ? "***" : p < 0.01 ? "**" : p < 0.05 ? "*" : "";
}

static char *
dup_scientific (double value, int decimals)
{
  char buffer[COMITY_NUMBER_BUFFER];
  g_autofree char *format = g_strdup_printf ("%%.%de", MAX (decimals - 1, 0));

  return comity_number_dup_set (g_ascii_formatd (buffer, sizeof buffer, format, value));
}

/* The decimals that leave a small number one figure less than larger ones have: with three, a standard
 * error keeps two, as in a printed table. */
static int
choose_decimals (double value, int decimals)
{
  double size = fabs (value);

  if (!isfinite (size) || size < SMALLEST_PLAIN || size >= pow (10.0, 1 - decimals))
    return decimals;
  return MAX (decimals, decimals - 2 - (int) floor (log10 (size)));
}

int
comity_model_results_choose_decimals (double estimate, double std_error, int decimals)
{
  return MAX (choose_decimals (estimate, decimals), choose_decimals (std_error, decimals));
}

char *
comity_model_results_dup_fixed (double value, int decimals)
{
  double size = fabs (value);
  g_autofree char *text = NULL;

  if (isnan (value))
    return g_strdup ("–");
  if (isinf (value))
    return g_strdup (value > 0 ? "∞" : "−∞");
  text = g_strdup_printf ("%.*f", decimals, size);
  /* No minus before what reads as zero. */
  return g_strconcat (value < 0.0 && strpbrk (text, "123456789") != NULL ? "−" : "", text, NULL);
}

char *
comity_model_results_dup_number (double value, int decimals)
{
  double size = fabs (value);

  if (isfinite (value) && size != 0.0 && (size < SMALLEST_PLAIN || size >= LARGEST_PLAIN))
    return dup_scientific (value, decimals);
  return comity_model_results_dup_fixed (value, choose_decimals (value, decimals));
}

/* With the decimals of its estimate, so that a row's numbers stand under each other. */
static char *
dup_bound (double value, int decimals)
{
  return fabs (value) >= LARGEST_PLAIN ? comity_model_results_dup_number (value, decimals)
                                       : comity_model_results_dup_fixed (value, decimals);
}

char *
comity_model_results_dup_p (double p)
{
  if (isnan (p))
    return g_strdup ("–");
  return p < 0.001 ? g_strdup ("< 0.001") : g_strdup_printf ("%.3f", p);
}

char *
comity_model_results_dup_interval (double low, double high, int decimals)
{
  g_autofree char *from = dup_bound (low, decimals);
  g_autofree char *to = dup_bound (high, decimals);

  return isnan (low) && isnan (high) ? g_strdup ("–") : g_strdup_printf ("[%s, %s]", from, to);
}

void
comity_model_results_fill_estimate (char **cells,
                                    gsize estimate,
                                    gsize std_error,
                                    gsize interval,
                                    const ComityCoefficient *c,
                                    int decimals)
{
  gboolean tiny = (c->estimate != 0.0 && fabs (c->estimate) < SMALLEST_PLAIN) ||
                  (c->std_error != 0.0 && fabs (c->std_error) < SMALLEST_PLAIN);
  int own = comity_model_results_choose_decimals (c->estimate, c->std_error, decimals);

  if (tiny)
    {
      g_autofree char *low = comity_model_results_dup_number (c->conf_low, decimals);
      g_autofree char *high = comity_model_results_dup_number (c->conf_high, decimals);

      cells[estimate] = comity_model_results_dup_number (c->estimate, decimals);
      cells[std_error] = comity_model_results_dup_number (c->std_error, decimals);
      cells[interval] =
          isnan (c->conf_low) ? g_strdup ("–") : g_strdup_printf ("[%s, %s]", low, high);
      return;
    }
  cells[estimate] = dup_bound (c->estimate, own);
  cells[std_error] = dup_bound (c->std_error, own);
  cells[interval] = comity_model_results_dup_interval (c->conf_low, c->conf_high, own);
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

void
comity_model_results_append (GListStore *store, char **cells)
{
  g_autoptr (ComityTableRow) row =
      comity_table_row_new_take (g_list_model_get_n_items (G_LIST_MODEL (store)), cells);

  g_list_store_append (store, row);
}

void
comity_model_results_set_rows (GtkColumnView *view, GListModel *rows)
{
  g_autoptr (GtkSingleSelection) selection = gtk_single_selection_new (NULL);

  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_single_selection_set_model (selection, rows);

  gtk_column_view_set_model (view, GTK_SELECTION_MODEL (selection));
}

/* The last row is of a term: in words, where the data have words for it. */
static void
explain_term (GListStore *store, ComityFit *fit, const char *term)
{
  g_autoptr (ComityTableRow) row = g_list_model_get_item (
      G_LIST_MODEL (store), g_list_model_get_n_items (G_LIST_MODEL (store)) - 1);
  g_autofree char *label = comity_fit_dup_term_label (fit, term);

  comity_table_row_set_tooltip (row, g_strcmp0 (label, term) != 0 ? label : NULL);
}

/* A long list of what a term is collinear with would be the widest cell of the table: the reason is a
 * warning above it, and said here of the term's name. */
static void
explain_omission (GListStore *store, const char *reason)
{
  g_autoptr (ComityTableRow) row = g_list_model_get_item (
      G_LIST_MODEL (store), g_list_model_get_n_items (G_LIST_MODEL (store)) - 1);
  g_autofree char *sentence = g_strdup_printf (_ ("omitted: %s"), reason);

  comity_table_row_set_tooltip (row, sentence);
}

GListModel *
comity_model_results_list_terms (ComityFit *fit, int decimals, gboolean stars)
{
  GListStore *store = g_list_store_new (COMITY_TYPE_TABLE_ROW);

  for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, i);
      char **cells = g_new0 (char *, 8);

      cells[0] = g_strdup (c->term);
      cells[2] = g_strdup (stars ? stars_of (c->p_value) : "");
      cells[4] = comity_model_results_dup_number (c->statistic, 2);
      cells[5] = comity_model_results_dup_p (c->p_value);
      comity_model_results_fill_estimate (cells, 1, 3, 6, c, decimals);
      comity_model_results_append (store, cells);
      explain_term (store, fit, c->term);
    }
  for (gsize i = 0; i < comity_fit_get_n_omitted (fit); i++)
    {
      const char *reason = NULL;
      const char *term = comity_fit_peek_omitted (fit, i, &reason);
      char **cells = g_new0 (char *, 8);

      cells[0] = g_strdup (term);
      for (guint k = 1; k < 6; k++)
        cells[k] = g_strdup (k == 1 ? "–" : "");
      cells[6] = g_strdup (_ ("omitted"));
      comity_model_results_append (store, cells);
      explain_omission (store, reason);
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
      comity_model_results_append (store, cells);
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
  return numbers != NULL ? comity_model_results_dup_number (numbers->log_likelihood, 2)
                         : g_strdup (_ ("Log-likelihood"));
}

static char *
foot_aic (const ComityFitNumbers *numbers)
{
  return numbers != NULL ? comity_model_results_dup_number (numbers->aic, 2) : g_strdup (_ ("AIC"));
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
      char *shown[3] = { NULL, NULL, NULL };

      if (c != NULL)
        comity_model_results_fill_estimate (shown, 0, 1, 2, c, decimals);
      cells[f + 1] = c != NULL ? g_strdup_printf ("%s%s (%s)", shown[0],
                                                  stars ? stars_of (c->p_value) : "", shown[1])
                               : g_strdup ("");
      for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
        g_free (shown[i]);
    }
  comity_model_results_append (store, cells);
}

void
comity_model_results_show_comparison (
    GtkColumnView *view, ComityFit *const *fits, gsize n_fits, int decimals, gboolean stars)
{
  static const FootFunc feet[] = { foot_rows, foot_events, foot_log_likelihood, foot_aic };
  g_autoptr (GListStore) store = g_list_store_new (COMITY_TYPE_TABLE_ROW);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
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
      comity_model_results_append (store, cells);
    }
  comity_model_results_set_rows (view, G_LIST_MODEL (store));
}

char *
comity_model_results_dup_title (ComityFit *fit)
{
  const char *response = comity_fit_peek_response (fit);
  gsize length = strlen (response);
  /* A formula's backquotes are no part of the name. */
  gboolean quoted = length > 2 && response[0] == '`' && response[length - 1] == '`';
  g_autofree char *name =
      quoted ? g_strndup (response + 1, length - 2) : g_strdup (response);

  return g_strdup_printf (_ ("%s of %s"), comity_fit_peek_estimator_title (fit), name);
}

/* What only some models have: "Shape p 2.659". */
static void
append_extras (GString *note, ComityFit *fit)
{
  for (gsize i = 0; i < comity_fit_get_n_extras (fit); i++)
    {
      double value;
      const char *label = comity_fit_extra_label (comity_fit_peek_extra (fit, i, &value));

      if (label != NULL && !isnan (value))
        {
          g_autofree char *number = comity_model_results_dup_number (value, 3);

          g_string_append_printf (note, " · %s %s", label, number);
        }
    }
}

/* Where it has been worked out: the job of the fit does so. */
static void
append_cox_summary (GString *note, ComityFit *fit)
{
  const ComityCoxSummary *summary = comity_fit_peek_cox_summary (fit);

  if (summary != NULL && !isnan (summary->score_chi2))
    {
      g_autofree char *score = comity_model_results_dup_number (summary->score_chi2, 2);

      g_string_append_printf (note, _ (" · Score χ²(%d) %s"), summary->score_df, score);
    }
  if (summary != NULL && !isnan (summary->concordance))
    {
      g_autofree char *value = comity_model_results_dup_number (summary->concordance, 3);
      g_autofree char *error = comity_model_results_dup_number (summary->concordance_se, 3);

      g_string_append_printf (note, _ (" · Concordance %s (%s)"), value, error);
    }
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
    {
      g_autofree char *likelihood = comity_model_results_dup_number (n->log_likelihood, 2);
      g_autofree char *aic = comity_model_results_dup_number (n->aic, 2);
      g_autofree char *bic = comity_model_results_dup_number (n->bic, 2);

      g_string_append_printf (note, _ ("Log-likelihood %s · AIC %s · BIC %s"), likelihood, aic,
                              bic);
    }
  if (isfinite (n->pseudo_r2))
    g_string_append_printf (note, _ (" · McFadden’s R² %.4f"), n->pseudo_r2);
  if (!isnan (n->wald_chi2) && n->wald_df > 0)
    g_string_append_printf (note, _ (" · Wald χ²(%d) %.2f"), n->wald_df, n->wald_chi2);
  append_cox_summary (note, fit);
  append_extras (note, fit);
  g_string_append_printf (note, "\n%s. ", comity_fit_peek_vce_sentence (fit));
  g_string_append_printf (note, _ ("Status: %s after %d iterations, %.2f s."),
                          comity_fit_status_name (comity_fit_get_status (fit)), n->iterations,
                          n->time_design + n->time_fit + n->time_covariance);
  return g_string_free (note, FALSE);
}
