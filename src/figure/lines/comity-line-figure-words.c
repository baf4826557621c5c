/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a line chart says: the whole in a sentence, a year, and its table. */
#include "config.h"

#include "comity-line-figure-private.h"

#include "comity-number.h"

#include <math.h>

gboolean
comity_line_figure_find_year (const ComityLineFigure *self, ComityElement element, gsize *index)
{
  gint64 i = (gint64) element.a - self->data->first_year;

  if (element.kind != COMITY_ELEMENT_YEAR || i < 0 || i >= (gint64) self->data->n_years)
    return FALSE;
  *index = (gsize) i;
  return TRUE;
}

char *
comity_line_figure_describe (ComityFigure *figure)
{
  const ComityLineData *data = ((ComityLineFigure *) figure)->data;
  GString *words = g_string_new (*figure->title != '\0' ? figure->title : "Line chart");

  g_string_append_printf (words, ", %d to %d:", data->first_year,
                          data->first_year + (int) data->n_years - 1);
  for (gsize i = 0; i < data->n_series; i++)
    {
      gsize last = data->n_years;

      while (last > 0 && !isfinite (comity_line_data_get (data, i, last - 1)))
        last--;
      if (last == 0)
        g_string_append_printf (words, "%s %s without data", i > 0 ? ";" : "", data->names[i]);
      else
        {
          g_autofree char *value =
              comity_scale_format_value (comity_line_data_get (data, i, last - 1));

          g_string_append_printf (words, "%s %s %s in %d", i > 0 ? ";" : "", data->names[i], value,
                                  data->first_year + (int) last - 1);
        }
    }
  if (data->n_series == 0)
    g_string_append (words, " nothing to draw");
  g_string_append_c (words, '.');
  return g_string_free (words, FALSE);
}

char *
comity_line_figure_describe_element (ComityFigure *figure, ComityElement element)
{
  ComityLineFigure *self = (ComityLineFigure *) figure;
  const ComityLineData *data = self->data;
  GString *words;
  gsize year;

  if (!comity_line_figure_find_year (self, element, &year))
    return g_strdup ("");
  words = g_string_new (NULL);
  g_string_append_printf (words, "%u:", element.a);
  for (gsize i = 0; i < data->n_series; i++)
    {
      g_autofree char *value = comity_scale_format_value (comity_line_data_get (data, i, year));

      g_string_append_printf (words, "%s %s %s", i > 0 ? ";" : "", data->names[i], value);
      if (data->low[i] != NULL && isfinite (data->low[i][year]))
        {
          g_autofree char *low = comity_scale_format_value (data->low[i][year]);
          g_autofree char *high = comity_scale_format_value (data->high[i][year]);

          g_string_append_printf (words, " (%s to %s)", low, high);
        }
    }
  for (gsize i = 0; i < data->n_marks; i++)
    if (data->mark_years[i] == (int) element.a)
      g_string_append_printf (words, "; %s", data->mark_labels[i]);
  return g_string_free (words, FALSE);
}

char *
comity_line_figure_to_table (ComityFigure *figure)
{
  const ComityLineData *data = ((ComityLineFigure *) figure)->data;
  GString *table = g_string_new ("year");

  for (gsize i = 0; i < data->n_series; i++)
    g_string_append_printf (table, data->low[i] != NULL ? "\t%s\tlow\thigh" : "\t%s",
                            data->names[i]);
  g_string_append (table, "\tmarks\n");
  for (gsize year = 0; year < data->n_years; year++)
    {
      const char *separator = "";

      g_string_append_printf (table, "%d", data->first_year + (int) year);
      for (gsize i = 0; i < data->n_series; i++)
        {
          char buffer[COMITY_NUMBER_BUFFER];

          g_string_append_printf (
              table, "\t%s", comity_number_format (comity_line_data_get (data, i, year), buffer));
          if (data->low[i] == NULL)
            continue;
          g_string_append_printf (table, "\t%s", comity_number_format (data->low[i][year], buffer));
          g_string_append_printf (table, "\t%s",
                                  comity_number_format (data->high[i][year], buffer));
        }
      g_string_append_c (table, '\t');
      for (gsize i = 0; i < data->n_marks; i++)
        if (data->mark_years[i] == data->first_year + (int) year)
          {
            g_string_append_printf (table, "%s%s", separator, data->mark_labels[i]);
            separator = "; ";
          }
      g_string_append_c (table, '\n');
    }
  return g_string_free (table, FALSE);
}
