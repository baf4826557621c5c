/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network page's table of numbers: each of the year that is shown, with a line through all
 * years that a job measures once. */
#include "config.h"

#include "comity-network-page-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* The titles of comity_network_number_title (), for translation. */
static const char *const titles[COMITY_N_NETWORK_NUMBERS] = {
  N_ ("States"),
  N_ ("Ties"),
  N_ ("Density"),
  N_ ("Mean degree"),
  N_ ("Without a tie"),
  N_ ("Components"),
  N_ ("Largest component"),
  N_ ("Clustering"),
  N_ ("Modularity"),
  N_ ("Assortativity by legal tradition"),
  N_ ("Assortativity by region"),
  N_ ("Assortativity by degree"),
};

static char *
format_number (gsize number, double value)
{
  return isnan (value) ? g_strdup ("–")
                       : g_strdup_printf ("%.*f", comity_network_number_decimals (number), value);
}

void
comity_network_page_init_numbers (ComityNetworkPage *self)
{
  for (gsize k = 0; k < COMITY_N_NETWORK_NUMBERS; k++)
    {
      self->rows[k] = comity_value_row_new (_ (titles[k]), "–", NULL);
      self->lines[k] = comity_sparkline_new ();
      comity_value_row_set_chart (self->rows[k], GTK_WIDGET (self->lines[k]));
      adw_preferences_group_add (self->numbers_group, GTK_WIDGET (self->rows[k]));
    }
}

static void
show_lines (ComityNetworkPage *self)
{
  const ComityNetworkSeries *series = self->series;
  gsize n = series != NULL ? series->n_years : 0;
  g_autofree double *values = g_new (double, n + 1);
  int year = comity_session_get_year (comity_page_get_session (COMITY_PAGE (self)));

  for (gsize k = 0; k < COMITY_N_NETWORK_NUMBERS; k++)
    {
      g_autofree char *text = NULL;
      double low = INFINITY, high = -INFINITY;

      for (gsize i = 0; i < n; i++)
        {
          values[i] = comity_network_numbers_get (&series->numbers[i], k);
          if (!isnan (values[i]))
            {
              low = MIN (low, values[i]);
              high = MAX (high, values[i]);
            }
        }
      if (high >= low)
        {
          g_autofree char *least = format_number (k, low);
          g_autofree char *most = format_number (k, high);

          text =
              g_strdup_printf (_ ("%s, %d to %d: from %s to %s"), _ (titles[k]), series->first_year,
                               series->first_year + (int) n - 1, least, most);
        }
      comity_sparkline_set_values (self->lines[k], values, n, text != NULL ? text : _ (titles[k]));
      comity_sparkline_set_marked (self->lines[k], n > 0 ? year - series->first_year : -1);
    }
}

void
comity_network_page_show_numbers (ComityNetworkPage *self)
{
  for (gsize k = 0; k < COMITY_N_NETWORK_NUMBERS; k++)
    {
      g_autofree char *text = format_number (
          k, self->result != NULL ? comity_network_numbers_get (&self->result->numbers, k) : NAN);

      comity_value_row_set_value (self->rows[k], text);
    }
  show_lines (self);
}

static void
measured_cb (ComityJob *job, ComityNetworkPage *self)
{
  if (job != self->series_job)
    return;
  if (comity_job_get_state (job) == COMITY_JOB_DONE)
    {
      g_clear_pointer (&self->series, comity_network_series_free);
      self->series = comity_job_steal_result (job);
      show_lines (self);
    }
  g_clear_object (&self->series_job);
}

void
comity_network_page_measure_years (ComityNetworkPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  g_autoptr (ComityJob) job = NULL;

  if (panel == NULL || self->series_job != NULL ||
      (self->series != NULL && self->series->cumulative == comity_session_get_cumulative (session)))
    return;
  job = comity_network_series_job_new (panel, comity_session_get_cumulative (session));
  g_signal_connect_object (job, "finished", G_CALLBACK (measured_cb), self, 0);
  comity_job_list_replace (comity_session_get_jobs (session), &self->series_job, job);
}

void
comity_network_page_forget_years (ComityNetworkPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));

  comity_job_list_replace (comity_session_get_jobs (session), &self->series_job, NULL);
  g_clear_pointer (&self->series, comity_network_series_free);
}
