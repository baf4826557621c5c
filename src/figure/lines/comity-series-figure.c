/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A measure through the years as a line chart: means of pairs with a treaty and without, the middle
 * half of each as a band, and one pair's line or one state's. */
#include "config.h"

#include "comity-figures.h"

#include "comity-words.h"

#include <math.h>

/* Colours: the focus has the first, whether it is there or not. */
enum
{
  FOCUS,
  TIED,
  UNTIED,
  N_LINES
};

static char *
dup_focus_name (ComityPanel *panel, const ComitySimilaritySeries *series)
{
  const char *a = comity_panel_peek_state_code (panel, series->a);

  if (series->a == series->b)
    return g_strdup_printf ("%s, mean over the others", a);
  return g_strdup_printf ("%s – %s", a, comity_panel_peek_state_code (panel, series->b));
}

ComityFigure *
comity_series_figure_new (ComityPanel *panel, const ComitySimilaritySeries *series)
{
  gsize n = series->n_years;
  g_autofree double *numbers = g_new (double, 6 * n + 1);
  g_autofree char *tie_name = comity_panel_dup_tie_name (panel);
  g_autofree char *focus = series->has_focus ? dup_focus_name (panel, series) : NULL;
  g_autofree char *title = NULL;
  g_autofree char *notice = comity_panel_dup_notice (panel, TRUE);
  g_autofree char *with = g_strdup_printf ("With %s %s: mean, middle half", tie_name,
                                           series->cumulative ? "by then" : "of the year");
  g_autofree char *without = g_strdup ("Without: mean, middle half");
  ComityLineSeries lines[N_LINES];
  ComityLineMark mark = { series->first_tie, tie_name };
  gboolean spread = FALSE;
  gsize n_lines = 0;
  ComityFigure *figure;

  g_return_val_if_fail (panel != NULL && series != NULL, NULL);

  for (gsize y = 0; y < n; y++)
    for (int g = 0; g < 2; g++)
      {
        const ComitySeriesGroup *group = g == 0 ? &series->tied[y] : &series->untied[y];

        numbers[3 * (gsize) g * n + y] = group->mean;
        numbers[(3 * (gsize) g + 1) * n + y] = group->quartiles[0];
        numbers[(3 * (gsize) g + 2) * n + y] = group->quartiles[2];
        spread = spread || !isnan (group->quartiles[0]);
      }
  if (series->has_focus)
    lines[n_lines++] = (ComityLineSeries){ focus, series->focus, FOCUS, NULL, NULL };
  lines[n_lines++] = (ComityLineSeries){ with, numbers, TIED, spread ? numbers + n : NULL,
                                         spread ? numbers + 2 * n : NULL };
  lines[n_lines++] =
      (ComityLineSeries){ without, numbers + 3 * n, UNTIED, spread ? numbers + 4 * n : NULL,
                          spread ? numbers + 5 * n : NULL };
  title = g_strdup_printf ("%s, %d to %d", series->title, series->first_year,
                           series->first_year + (int) n - 1);
  figure = comity_line_figure_new (title, series->first_year, n, lines, n_lines, &mark,
                                   series->first_tie != 0 ? 1 : 0);
  comity_figure_set_notice (figure, notice);
  return figure;
}
