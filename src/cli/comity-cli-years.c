/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options for pictures of several years: a film strip on one page, or a numbered series. */
#include "config.h"

#include "comity-cli-years.h"

#include "comity-panel.h"

#include <string.h>

void
comity_cli_years_clear (ComityCliYears *self)
{
  g_free (self->frames);
}

gboolean
comity_cli_years_are_asked (const ComityCliYears *self, int year, const char *output)
{
  return self->frames != NULL || (self->years.first != 0 && self->years.first < self->years.last &&
                                  year == 0 && output != NULL && comity_cli_is_figure (output));
}

gboolean
comity_cli_years_parse (ComityCliYears *self,
                        ComityCliData *data,
                        const char *path,
                        int year,
                        const char *output,
                        GError **error)
{
  gboolean are_drawn;
  char *colon = data->years != NULL ? strchr (data->years, ':') : NULL;
  guint64 step = 1;

  colon = colon != NULL ? strchr (colon + 1, ':') : NULL;
  if (colon != NULL)
    {
      if (!g_ascii_string_to_unsigned (colon + 1, 10, 1, 1000, &step, NULL))
        return comity_cli_refuse (
            error, "--years is a range, or one with a step such as 1960:2010:5, not “%s”.",
            data->years);
      *colon = '\0';
    }
  self->years.step = (int) step;
  if (!comity_cli_parse_years (data->years, &self->years.first, &self->years.last, error))
    return FALSE;
  are_drawn = comity_cli_years_are_asked (self, year, output);
  /* Of one picture, or of a table, they would silently do nothing. */
  if (!are_drawn && colon != NULL)
    return comity_cli_refuse (
        error, "--years with a step is of a strip or of --frames: name a figure as --output, or "
               "leave the step out.");
  if (!are_drawn &&
      (self->years.n_columns != 0 || self->years.tween != 0))
    return comity_cli_refuse (error,
                              self->years.n_columns != 0
                                  ? "--columns is of a strip: name several --years and a figure as "
                                    "--output."
                                  : "--tween is of --frames: name a folder and several --years.");
  if (are_drawn && (path != NULL || (self->years.first >= COMITY_PANEL_FIRST_YEAR &&
                                     self->years.last <= COMITY_PANEL_LAST_YEAR)))
    g_clear_pointer (&data->years, g_free);
  return TRUE;
}

/* What cannot go together. */
static gboolean
check (const ComityCliYears *self, const char *output, GError **error)
{
  if (self->years.first == 0)
    return comity_cli_refuse (error, "--frames needs --years A:B[:STEP] to know which years.");
  if (self->frames != NULL && output != NULL)
    return comity_cli_refuse (error,
                              "--frames writes into a folder and --output a strip: choose one.");
  if (self->years.tween < 0 || (self->years.tween > 0 && self->frames == NULL))
    return comity_cli_refuse (
        error, "--tween %d: pictures between two years are 0 or more, and of --frames.",
        self->years.tween);
  if (self->years.n_columns < 0 || (self->years.n_columns > 0 && self->frames != NULL))
    return comity_cli_refuse (
        error, "--columns %d: panels beside each other are 1 or more, and of a strip.",
        self->years.n_columns);
  return TRUE;
}

gboolean
comity_cli_years_write (const ComityCliYears *self,
                        const ComityVerb *verb,
                        const ComityYearDrawing *drawing,
                        const ComityCliFigure *figure,
                        const char *output,
                        GError **error)
{
  g_autoptr (ComityProgress) progress = NULL;
  ComityYearLook look = { .title = figure->title, .show_caption = !figure->no_caption };
  ComityCliWatch *watch;
  gboolean written;

  if (!check (self, output, error) || !comity_cli_figure_get_options (figure, &look.options, error))
    return FALSE;
  progress = comity_progress_new (NULL);
  watch = comity_cli_watch_new (verb, progress);
  written = self->frames != NULL
                ? comity_years_write_series (&self->years, drawing, &look, verb->name, self->frames,
                                             progress, error)
                : comity_years_write_strip (&self->years, drawing, &look, output, progress, error);
  comity_cli_watch_free (watch);
  return written;
}
