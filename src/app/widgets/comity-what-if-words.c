/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came of a question, in words under the chart. */
#include "config.h"

#include "comity-what-if-view-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* Partners of a state that are named. */
#define N_NAMED 6

void
comity_what_if_view_show_result (ComityWhatIfView *self, const ComityWhatIfResult *result)
{
  const ComityWhatIf *what_if = result->what_if;
  const gsize last = comity_what_if_get_n (what_if) - 1;
  const ComityHazardPoint *was = comity_what_if_peek_factual (what_if, last);
  const ComityHazardPoint *is = comity_what_if_peek_other (what_if, last);
  const char *warning = comity_what_if_peek_warning (what_if);
  double low, high;
  double change = comity_what_if_get_change (what_if, &low, &high);
  g_autofree char *text = NULL;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->reset)))
    text = isnan (is->cumulative)
               ? g_strdup_printf (_ ("As it is: %.3g expected in %d."),
                                  comity_what_if_peek_factual (what_if, 0)->hazard,
                                  comity_what_if_peek_factual (what_if, 0)->year)
               : g_strdup_printf (
                     _ ("As it is: %.2f %% in %d, %.1f %% (%.1f to %.1f %%) by %d. Move "
                        "a slider to ask what if."),
                     100.0 * comity_what_if_peek_factual (what_if, 0)->hazard,
                     comity_what_if_peek_factual (what_if, 0)->year, 100.0 * was->cumulative,
                     100.0 * was->cumulative_low, 100.0 * was->cumulative_high, was->year);
  else if (isnan (is->cumulative))
    text = g_strdup_printf (_ ("Expected in %d: %.3g instead of %.3g, a change of %.3g (%.3g to "
                               "%.3g)."),
                            comity_what_if_peek_other (what_if, 0)->year,
                            comity_what_if_peek_other (what_if, 0)->hazard,
                            comity_what_if_peek_factual (what_if, 0)->hazard, change, low, high);
  else
    text = g_strdup_printf (_ ("In %d %.2f %% instead of %.2f %%; by %d %.1f %% (%.1f to %.1f %%) "
                               "instead of %.1f %%, a change of %+.1f points (%+.1f to %+.1f)."),
                            comity_what_if_peek_other (what_if, 0)->year,
                            100.0 * comity_what_if_peek_other (what_if, 0)->hazard,
                            100.0 * comity_what_if_peek_factual (what_if, 0)->hazard, is->year,
                            100.0 * is->cumulative, 100.0 * is->cumulative_low,
                            100.0 * is->cumulative_high, 100.0 * was->cumulative, 100.0 * change,
                            100.0 * low, 100.0 * high);
  gtk_label_set_text (self->result, text);
  gtk_label_set_text (self->warning, warning != NULL ? warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), warning != NULL);
  comity_figure_view_set_figure (self->chart, result->chart, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), TRUE);
}

/* "Expected over its 134 pairs in 2010: 1.09 instead of 1.04. Most affected: …" */
void
comity_what_if_view_show_state_result (ComityWhatIfView *self, const ComityStateWhatIf *result)
{
  GString *text = g_string_new (NULL);
  g_autofree char *words = NULL;
  g_autofree char *warning = NULL;
  const ComityFit *fit = comity_dossier_model_peek_fit (self->model);
  gboolean probability = comity_fit_is_probability (fit) || comity_fit_is_timed (fit);

  g_string_append_printf (text, _ ("Expected over its %u pairs in %d: %.3g instead of %.3g."),
                          result->changes->len, result->year, result->other_expected,
                          result->expected);
  for (guint i = 0; i < MIN (result->changes->len, N_NAMED); i++)
    {
      const ComityStateChange *change = &g_array_index (result->changes, ComityStateChange, i);
      const char *name = comity_panel_peek_state_name (self->panel, change->partner);

      if (change->change == 0.0)
        break;
      g_string_append_c (text, '\n');
      if (probability)
        g_string_append_printf (text,
                                _ ("%s: %.2f %% instead of %.2f %% (change %+.2f to %+.2f points)"),
                                name, 100.0 * change->other, 100.0 * change->factual,
                                100.0 * change->change_low, 100.0 * change->change_high);
      else
        g_string_append_printf (text, _ ("%s: %.3g instead of %.3g (change %+.3g to %+.3g)"), name,
                                change->other, change->factual, change->change_low,
                                change->change_high);
    }
  words = g_string_free (text, FALSE);
  if (result->n_unsupported > 0)
    warning =
        g_strdup_printf (ngettext ("%u of the pairs would have values that the data do not reach.",
                                   "%u of the pairs would have values that the data do not reach.",
                                   result->n_unsupported),
                         (guint) result->n_unsupported);
  gtk_label_set_text (self->result, words);
  gtk_label_set_text (self->warning, warning != NULL ? warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), warning != NULL);
}
