/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made-up data, the same at every run. */
#include "config.h"

#include "fake-data.h"

#include <math.h>

#define FIRST_YEAR 1960
#define N_YEARS 53

ComityFigure *
fake_line_figure (void)
{
  double usa[N_YEARS], che[N_YEARS];
  const ComityLineSeries series[] = { { "United States", usa, 0 }, { "Switzerland", che, 1 } };
  const ComityLineMark marks[] = { { 1973, "MLAT 1973" } };
  ComityFigure *figure;

  for (int i = 0; i < N_YEARS; i++)
    {
      usa[i] = 0.86 + 0.05 * sin (i / 6.0);
      che[i] = i < 11 ? NAN : 0.94 + 0.02 * cos (i / 5.0);
      if (i > 30 && i < 34)
        usa[i] = NAN;
    }
  figure = comity_line_figure_new ("Judicial constraints on the executive", FIRST_YEAR, N_YEARS,
                                   series, G_N_ELEMENTS (series), marks, G_N_ELEMENTS (marks));
  return figure;
}

ComityFigure *
fake_coef_figure (gsize n_models)
{
  static const struct
  {
    const char *term, *label;
    double estimate, std_error;
  } rows[] = {
    { "same_tradition", "Same legal tradition", 0.412, 0.118 },
    { "ji_min", "Judicial constraints (weaker state)", 1.284, 0.302 },
    { "joint_dem", "Both democracies", 0.655, 0.201 },
    { "ideal_distance", "UN ideal-point distance", -0.481, 0.092 },
    { "log_gdp_min", "Log GDP (smaller state)", 0.377, 0.061 },
    { "log_distance", "Log distance between capitals", -0.214, 0.081 },
    { "contiguous", "Contiguous by land", 0.090, 0.233 },
    { "colony", "Colonial tie", 0.502, 0.318 },
    { "language", "Common official language", 0.268, 0.140 },
  };
  ComityCoefData *data = comity_coef_data_new (G_N_ELEMENTS (rows), n_models);
  ComityFigure *figure;

  for (gsize j = 0; j < n_models; j++)
    data->models[j] = g_strdup_printf ("%s (%d)",
                                       j == 0   ? "Logit"
                                       : j == 1 ? "Firth"
                                                : "Cox",
                                       (int)j + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      data->terms[i] = g_strdup (rows[i].term);
      data->labels[i] = g_strdup (rows[i].label);
      for (gsize j = 0; j < n_models; j++)
        {
          double estimate = rows[i].estimate * (1 - 0.13 * (double)j);
          double error = rows[i].std_error * (1 + 0.2 * (double)j);

          data->points[i * n_models + j] = (ComityCoefPoint){
            .present = !(j == 1 && i == 7),
            .coefficient = (guint32)i + 1,
            .estimate = estimate,
            .std_error = error,
            .low = estimate - 1.959964 * error,
            .high = estimate + 1.959964 * error,
          };
        }
    }
  figure = comity_coef_figure_new_from_data (data);
  comity_figure_set_title (figure, "What makes a pair of states sign");
  comity_figure_set_caption (
      figure, "First mutual legal assistance treaties, 1961–2012; logit, 418,220 dyad-years, 1,043 "
              "signatures. Standard errors clustered by dyad (16,637 clusters).");
  comity_figure_set_notice (figure, "MLAT list: known to be incomplete");
  return figure;
}
