/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fit on the models page: its table, note, warnings and lost rows, the models beside it, and
 * the table that is exported. How results are laid out in rows is in comity-model-results.c. */
#include "config.h"

#include "comity-model-page-private.h"

#include <glib/gi18n.h>

#include "comity-model-results.h"
#include "comity-settings.h"

static void
show_warnings (ComityModelPage *self, ComityFit *fit)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->warnings))) != NULL)
    gtk_box_remove (self->warnings, child);
  for (gsize i = 0; i < comity_fit_get_n_warnings (fit); i++)
    {
      GtkWidget *bar = gtk_info_bar_new ();
      GtkWidget *label = gtk_label_new (comity_fit_peek_warning (fit, i));

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_info_bar_set_message_type (GTK_INFO_BAR (bar), GTK_MESSAGE_WARNING);
      gtk_info_bar_add_child (GTK_INFO_BAR (bar), label);
      gtk_box_append (self->warnings, bar);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->warnings), comity_fit_get_n_warnings (fit) > 0);
}

GPtrArray *
comity_model_page_list_fits (ComityModelPage *self)
{
  ComityFit *fit = comity_session_peek_fit (comity_page_get_session (COMITY_PAGE (self)));
  GPtrArray *fits = g_ptr_array_new ();

  for (guint i = 0; i < self->kept->len; i++)
    g_ptr_array_add (fits, g_ptr_array_index (self->kept, i));
  if (fit != NULL && !g_ptr_array_find (fits, fit, NULL))
    g_ptr_array_add (fits, fit);
  return fits;
}

void
comity_model_page_update_comparison (ComityModelPage *self)
{
  GSettings *settings = comity_settings_get ();
  g_autoptr (GPtrArray) fits = comity_model_page_list_fits (self);
  GAction *forget =
      g_action_map_lookup_action (comity_page_get_action_map (COMITY_PAGE (self)), "forget");

  gtk_widget_set_visible (self->comparison_box, fits->len > 1);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (forget), self->kept->len > 0);
  if (fits->len > 1)
    comity_model_results_show_comparison (self->comparison, (ComityFit *const *) fits->pdata,
                                          fits->len, g_settings_get_int (settings, "decimals"),
                                          g_settings_get_boolean (settings, "show-stars"));
}

void
comity_model_page_show_fit (ComityModelPage *self)
{
  ComityFit *fit = comity_session_peek_fit (comity_page_get_session (COMITY_PAGE (self)));
  GSettings *settings = comity_settings_get ();
  g_autoptr (GListModel) rows = NULL;
  g_autoptr (GListModel) losses = NULL;
  g_autofree char *title = NULL;
  g_autofree char *note = NULL;

  if (fit == NULL)
    {
      comity_figure_view_set_figure (self->figure_view, NULL, FALSE);
      comity_model_page_update_views (self);
      comity_state_view_set_empty (self->states, _ ("No Model Yet"),
                                   _ ("Write a formula and press Estimate."), FALSE);
      return;
    }
  rows = comity_model_results_list_terms (fit, g_settings_get_int (settings, "decimals"),
                                          g_settings_get_boolean (settings, "show-stars"));
  losses = comity_model_results_list_losses (fit);
  title = comity_model_results_dup_title (fit);
  note = comity_model_results_dup_note (fit);

  gtk_widget_set_visible (self->losses_box, g_list_model_get_n_items (losses) > 0);
  comity_model_results_set_rows (self->table, rows);
  g_signal_connect_object (gtk_column_view_get_model (self->table), "notify::selected",
                           G_CALLBACK (comity_model_page_term_selected_cb), self, 0);
  comity_model_results_set_rows (self->losses, losses);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->note, note);
  show_warnings (self, fit);
  comity_model_page_update_comparison (self);
  comity_model_page_update_views (self);
  comity_state_view_set_full (self->states);
}

/* What the worker that writes the table reads. */
typedef struct
{
  GPtrArray *fits; /* ComityFit */
  ComityFitReportOptions options;
  ComityAfter *after; /* its table instead; NULL: the fits' */
} TableData;

static void
table_data_free (gpointer data)
{
  TableData *self = data;

  g_ptr_array_unref (self->fits);
  g_clear_pointer (&self->after, comity_after_unref);
  g_free (self);
}

static gboolean
format_of_ending (const char *ending, ComityFormat *format)
{
  g_autofree char *name = g_strconcat ("table.", ending, NULL);

  return comity_format_from_path (name, format);
}

static char *
write_table_in_thread (gpointer data, const char *ending)
{
  TableData *self = data;
  ComityFormat format = COMITY_FORMAT_TEXT;

  format_of_ending (ending, &format);
  if (self->after != NULL)
    return comity_after_report (self->after, format, self->options.decimals);
  return comity_fit_report ((ComityFit *const *) self->fits->pdata, self->fits->len, format,
                            &self->options);
}

gboolean
comity_model_page_get_table (ComityPage *page, const char *ending, ComityPageTable *table)
{
  ComityModelPage *self = COMITY_MODEL_PAGE (page);
  ComityFit *fit = comity_session_peek_fit (comity_page_get_session (page));
  ComityFitReportOptions options = COMITY_FIT_REPORT_OPTIONS_INIT;
  g_autoptr (GPtrArray) fits = NULL;
  ComityFormat format;
  TableData *data;

  if (fit == NULL || !format_of_ending (ending, &format))
    return FALSE;
  if (comity_model_page_get_view (self) != COMITY_AFTER_COEFFICIENTS && self->after == NULL)
    return FALSE;
  data = g_new0 (TableData, 1);
  data->fits = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);
  fits = comity_model_page_list_fits (self);
  for (guint i = 0; i < fits->len; i++)
    g_ptr_array_add (data->fits, comity_fit_ref (g_ptr_array_index (fits, i)));
  data->options = options;
  data->options.decimals = g_settings_get_int (comity_settings_get (), "decimals");
  data->options.stars = g_settings_get_boolean (comity_settings_get (), "show-stars");
  if (comity_model_page_get_view (self) != COMITY_AFTER_COEFFICIENTS)
    data->after = comity_after_ref (self->after);
  *table = (ComityPageTable){ write_table_in_thread, data, table_data_free };
  return TRUE;
}
