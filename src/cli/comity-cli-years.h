/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of several years: --years A:B[:STEP] as one film strip, or with --frames as a numbered
 * series of pictures. */
#pragma once

#include "comity-cli.h"

G_BEGIN_DECLS

typedef struct
{
  int first, last, step; /* first 0: no years were asked for */
  char *frames;          /* a folder */
  int tween;             /* pictures between two years */
} ComityCliYears;

#define COMITY_CLI_YEARS_ENTRIES(years)                                                            \
  { "frames",                                                                                      \
    0,                                                                                             \
    0,                                                                                             \
    G_OPTION_ARG_FILENAME,                                                                         \
    &(years).frames,                                                                               \
    "instead of a strip a numbered .png of each of --years, in this folder",                       \
    "DIR" },                                                                                       \
  {                                                                                                \
    "tween", 0, 0, G_OPTION_ARG_INT, &(years).tween,                                               \
        "with --frames: so many pictures between two years (0)", "N"                               \
  }

void comity_cli_years_clear (ComityCliYears *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityCliYears, comity_cli_years_clear)

/* Reads --years; its step is taken off @data, which knows a range alone. */
gboolean comity_cli_years_parse (ComityCliYears *self, ComityCliData *data, GError **error);
/* Whether several years are to be drawn: --frames, or --years to a figure without a --year. */
gboolean comity_cli_years_are_asked (const ComityCliYears *self, int year, const char *output);

/* The figure of a year; NULL with an error. */
typedef ComityFigure *(*ComityCliYearFunc) (gpointer user_data, int year, GError **error);
/* What a figure of @year says of itself; new string, NULL nothing. */
typedef char *(*ComityCliViewFunc) (gpointer user_data, int year);

typedef struct
{
  const ComityVerb *verb;
  ComityCliYearFunc draw;
  ComityCliViewFunc view; /* nullable */
  gpointer user_data;
} ComityCliYearDrawing;

/* The strip to @output, or the series: one after another, each whole or not at all. */
gboolean comity_cli_years_write (const ComityCliYears *self,
                                 const ComityCliYearDrawing *drawing,
                                 const ComityCliFigure *figure,
                                 const char *output,
                                 GError **error);

G_END_DECLS
