/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit as the rows, titles and notes that the page "Models" shows. */
#pragma once

#include <gtk/gtk.h>

#include "comity-after-job.h"

G_BEGIN_DECLS

/* Numbers as a journal prints them: "−0.412", "0.00998", "9.98 × 10⁻⁷", "∞", "–" for none; p
 * values. New strings. */
char *comity_model_results_dup_number (double value, int decimals);
char *comity_model_results_dup_p (double p);
/* The same with just these decimals. */
char *comity_model_results_dup_fixed (double value, int decimals);
char *comity_model_results_dup_interval (double low, double high, int decimals);
/* The decimals with which neither reads as less than it is. */
int comity_model_results_choose_decimals (double estimate, double std_error, int decimals);
/* Three cells of a row, numbered, with decimals in common. */
void comity_model_results_fill_estimate (char **cells,
                                         gsize estimate,
                                         gsize std_error,
                                         gsize interval,
                                         const ComityCoefficient *c,
                                         int decimals);

/* A ComityTableRow of @cells (NULL-terminated, taken). */
void comity_model_results_append (GListStore *store, char **cells);
/* One of the rows can be selected, or none. */
void comity_model_results_set_rows (GtkColumnView *view, GListModel *rows);

/* Columns: term, estimate, standard error, statistic, p, interval. */
void comity_model_results_add_term_columns (GtkColumnView *view);
/* Columns: variable, rows, events, dyads lost; rows that lack it. */
void comity_model_results_add_loss_columns (GtkColumnView *view);

/* New lists of ComityTableRow. Terms that were omitted follow those estimated, with the reason. */
GListModel *comity_model_results_list_terms (ComityFit *fit, int decimals, gboolean stars);
GListModel *comity_model_results_list_losses (ComityFit *fit);

/* Models beside each other, as in an article: a column a model, estimates with stars and standard
 * errors in parentheses, terms in the order of their first appearance, N and fit below. Fills
 * @view. */
void comity_model_results_show_comparison (
    GtkColumnView *view, ComityFit *const *fits, gsize n_fits, int decimals, gboolean stars);

/* "Logit of first_treaty" and the note under the table. New strings. */
char *comity_model_results_dup_title (ComityFit *fit);
char *comity_model_results_dup_note (ComityFit *fit);

/* -after.c: what was computed after the fit, and a sentence or two under it. FALSE: there is no
 * table beside the figure. */
gboolean comity_model_results_show_after (GtkColumnView *view,
                                          const ComityAfter *after,
                                          ComityPanel *panel,
                                          int decimals);
char *comity_model_results_dup_after_note (const ComityAfter *after, int decimals);

G_END_DECLS
