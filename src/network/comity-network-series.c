/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of a network, each with its name, and how they ran through the years. */
#include "config.h"

#include "comity-network-private.h"

#include "comity-number.h"

#include <math.h>

static const struct
{
  const char *name;
  const char *title;
  int decimals;
} numbers_table[COMITY_N_NETWORK_NUMBERS] = {
  { "states", "States", 0 },
  { "ties", "Ties", 0 },
  { "density", "Density", 4 },
  { "mean_degree", "Mean degree", 2 },
  { "isolates", "Without a tie", 0 },
  { "components", "Components", 0 },
  { "largest_component", "Largest component", 0 },
  { "clustering", "Clustering", 3 },
  { "modularity", "Modularity", 3 },
  { "assortativity_tradition", "Assortativity by legal tradition", 3 },
  { "assortativity_region", "Assortativity by region", 3 },
  { "assortativity_degree", "Assortativity by degree", 3 },
};

const char *
comity_network_number_name (gsize number)
{
  g_return_val_if_fail (number < COMITY_N_NETWORK_NUMBERS, NULL);
  return numbers_table[number].name;
}

const char *
comity_network_number_title (gsize number)
{
  g_return_val_if_fail (number < COMITY_N_NETWORK_NUMBERS, NULL);
  return numbers_table[number].title;
}

int
comity_network_number_decimals (gsize number)
{
  g_return_val_if_fail (number < COMITY_N_NETWORK_NUMBERS, 0);
  return numbers_table[number].decimals;
}

double
comity_network_numbers_get (const ComityNetworkNumbers *self, gsize number)
{
  const double values[COMITY_N_NETWORK_NUMBERS] = {
    (double) self->n_nodes,
    (double) self->n_edges,
    self->density,
    self->mean_degree,
    (double) self->n_isolates,
    (double) self->n_components,
    (double) self->largest_component,
    self->transitivity,
    self->modularity,
    self->assortativity_tradition,
    self->assortativity_region,
    self->assortativity_degree,
  };

  g_return_val_if_fail (number < COMITY_N_NETWORK_NUMBERS, NAN);
  return values[number];
}

void
comity_network_series_free (ComityNetworkSeries *self)
{
  if (self == NULL)
    return;
  g_free (self->numbers);
  g_free (self);
}

/* The year's numbers, or that it has none; FALSE with an error then. */
static gboolean
measure_year (ComityPanel *panel,
              int year,
              gboolean cumulative,
              const ComityNetworkFilter *filter,
              ComityNetworkNumbers *numbers,
              GError **error)
{
  g_autoptr (ComityNetwork) whole = comity_network_new (panel, year, cumulative, error);
  g_autoptr (ComityNetwork) network = NULL;

  if (whole != NULL)
    network =
        filter != NULL ? comity_network_filter (whole, filter, error) : comity_network_ref (whole);
  if (network != NULL)
    {
      comity_network_get_numbers (network, numbers);
      return TRUE;
    }
  *numbers = (ComityNetworkNumbers){
    .density = NAN,
    .mean_degree = NAN,
    .transitivity = NAN,
    .modularity = NAN,
    .assortativity_tradition = NAN,
    .assortativity_region = NAN,
    .assortativity_degree = NAN,
  };
  return FALSE;
}

ComityNetworkSeries *
comity_network_series_new (ComityPanel *panel,
                           int first_year,
                           int last_year,
                           gboolean cumulative,
                           const ComityNetworkFilter *filter,
                           ComityProgress *progress,
                           GError **error)
{
  g_autoptr (ComityNetworkSeries) self = NULL;
  g_autoptr (GError) first_error = NULL;
  gsize n_measured = 0;

  g_return_val_if_fail (panel != NULL && first_year <= last_year, NULL);

  self = g_new0 (ComityNetworkSeries, 1);
  self->first_year = first_year;
  self->n_years = (gsize) (last_year - first_year) + 1;
  self->cumulative = cumulative;
  self->numbers = g_new0 (ComityNetworkNumbers, self->n_years);
  comity_progress_report (progress, 0.0, "Measuring the networks of all years");
  for (gsize i = 0; i < self->n_years; i++)
    {
      n_measured += measure_year (panel, first_year + (int) i, cumulative, filter,
                                  &self->numbers[i], first_error == NULL ? &first_error : NULL);
      if (comity_progress_set_error_if_cancelled (progress, error))
        return NULL;
      comity_progress_set (progress, (double) (i + 1) / (double) self->n_years);
    }
  if (n_measured == 0)
    {
      g_propagate_error (error, g_steal_pointer (&first_error));
      return NULL;
    }
  return g_steal_pointer (&self);
}

char *
comity_network_series_to_csv (const ComityNetworkSeries *self)
{
  GString *out = g_string_new ("year");

  for (gsize k = 0; k < COMITY_N_NETWORK_NUMBERS; k++)
    g_string_append_printf (out, ",%s", comity_network_number_name (k));
  g_string_append_c (out, '\n');
  for (gsize i = 0; i < self->n_years; i++)
    {
      g_string_append_printf (out, "%d", self->first_year + (int) i);
      for (gsize k = 0; k < COMITY_N_NETWORK_NUMBERS; k++)
        {
          double value = comity_network_numbers_get (&self->numbers[i], k);
          char buffer[COMITY_NUMBER_BUFFER];

          g_string_append_c (out, ',');
          if (isfinite (value))
            g_string_append (out, comity_number_format (value, buffer));
        }
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

char *
comity_network_series_to_json (const ComityNetworkSeries *self)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "{\"cumulative\": %s, \"years\": [",
                          self->cumulative ? "true" : "false");
  for (gsize i = 0; i < self->n_years; i++)
    {
      g_string_append_printf (out, "%s\n  {\"year\": %d", i > 0 ? "," : "",
                              self->first_year + (int) i);
      for (gsize k = 0; k < COMITY_N_NETWORK_NUMBERS; k++)
        {
          double value = comity_network_numbers_get (&self->numbers[i], k);
          char buffer[COMITY_NUMBER_BUFFER];

          g_string_append_printf (out, ", \"%s\": %s", comity_network_number_name (k),
                                  isfinite (value) ? comity_number_format (value, buffer) : "null");
        }
      g_string_append_c (out, '}');
    }
  g_string_append (out, "\n]}\n");
  return g_string_free (out, FALSE);
}

char *
comity_network_series_to_text (const ComityNetworkSeries *self)
{
  GString *out = g_string_new (NULL);

  g_string_append (out, "Year");
  for (gsize k = 0; k < COMITY_N_NETWORK_NUMBERS; k++)
    g_string_append_printf (out, "  %s", comity_network_number_title (k));
  g_string_append_c (out, '\n');
  for (gsize i = 0; i < self->n_years; i++)
    {
      g_string_append_printf (out, "%4d", self->first_year + (int) i);
      for (gsize k = 0; k < COMITY_N_NETWORK_NUMBERS; k++)
        {
          double value = comity_network_numbers_get (&self->numbers[i], k);
          int width = (int) g_utf8_strlen (comity_network_number_title (k), -1);
          char buffer[G_ASCII_DTOSTR_BUF_SIZE];
          char format[8];

          g_snprintf (format, sizeof format, "%%.%df", comity_network_number_decimals (k));
          g_string_append_printf (
              out, "  %*s", width,
              isfinite (value) ? g_ascii_formatd (buffer, sizeof buffer, format, value) : ".");
        }
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}
