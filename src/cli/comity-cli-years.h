/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of several years: --years A:B[:STEP] as one film strip, or with --frames as a numbered
 * series of pictures. */
#pragma once

#include "comity-cli.h"
#include "comity-years.h"

G_BEGIN_DECLS

typedef struct
{
  ComityYears years; /* first 0: none were asked for */
  char *frames;      /* a folder */
} ComityCliYears;

#define COMITY_CLI_YEARS_ENTRIES(self)                                                             \
  { "columns",                                                                                     \
    0,                                                                                             \
    0,                                                                                             \
    G_OPTION_ARG_INT,                                                                              \
    &(self).years.n_columns,                                                                       \
    "panels beside each other in a strip (as many as make them largest)",                          \
    "N" },                                                                                         \
      { "frames",                                                                                  \
        0,                                                                                         \
        0,                                                                                         \
        G_OPTION_ARG_FILENAME,                                                                     \
        &(self).frames,                                                                            \
        "instead of a strip a numbered .png of each of --years, in this folder",                   \
        "DIR" },                                                                                   \
  {                                                                                                \
    "tween", 0, 0, G_OPTION_ARG_INT, &(self).years.tween,                                          \
        "with --frames: so many pictures between two years (0)", "N"                               \
  }

void comity_cli_years_clear (ComityCliYears *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityCliYears, comity_cli_years_clear)

/* Whether several years are to be drawn: --frames, or --years to a figure without a --year. */
gboolean comity_cli_years_are_asked (const ComityCliYears *self, int year, const char *output);
/* Reads --years; its step is taken off @data, which knows a range alone. When they are drawn, @data
 * has all years of the bundled panel, as it has in the window: a state's place is that of all years
 * and does not depend on which of them are shown. @path: of a file of its own, nullable; @year,
 * @output: as above. */
gboolean comity_cli_years_parse (ComityCliYears *self,
                                 ComityCliData *data,
                                 const char *path,
                                 int year,
                                 const char *output,
                                 GError **error);

/* The strip to @output, or the series: whole or not at all. */
gboolean comity_cli_years_write (const ComityCliYears *self,
                                 const ComityVerb *verb,
                                 const ComityYearDrawing *drawing,
                                 const ComityCliFigure *figure,
                                 const char *output,
                                 GError **error);

G_END_DECLS
