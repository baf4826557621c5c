/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit as the rows, titles and notes that the page "Models" shows. */
#pragma once

#include <gtk/gtk.h>

#include "comity-fit.h"

G_BEGIN_DECLS

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

G_END_DECLS
