/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of several years: a film strip on one page, or a numbered series of PNG for a film. Who
 * asks says how a year is drawn; here are the years, what the file is told of them, and that
 * nothing half-written stays. Any thread. */
#pragma once

#include "comity-figure-export.h"

G_BEGIN_DECLS

typedef struct
{
  int first, last, step;
  int n_columns; /* of a strip; 0: the grid in which the panels are largest */
  int tween;     /* of a series: pictures between two years */
} ComityYears;

#define COMITY_YEARS_INIT                                                                          \
  {                                                                                                \
    .step = 1                                                                                      \
  }

/* A series longer than this is a mistake of typing. */
#define COMITY_YEARS_MAX_FRAMES 5000
/* The group of a view that holds the years of a strip or series. */
#define COMITY_YEARS_GROUP "years"

typedef struct
{
  /* The figure of a year, asked for in the order of the years; NULL with an error. */
  ComityFigure *(*draw) (gpointer data, int year, ComityProgress *progress, GError **error);
  /* A key file's text that leads back to the figure of a year; new string, or NULL. NULL: nothing
   * does. */
  char *(*dup_view) (gpointer data, int year);
  gpointer data;
} ComityYearDrawing;

/* How all of them look. */
typedef struct
{
  ComityExportOptions options;
  const char *title; /* nullable: the figures' own */
  gboolean show_caption;
} ComityYearLook;

gsize comity_years_count (const ComityYears *self);
/* A sentence when the years cannot be drawn so. @series: as numbered pictures. */
gboolean comity_years_check (const ComityYears *self, gboolean series, GError **error);
/* The names of a series in their order: "network-1990.png"; with pictures between
 * "network-1990-00.png" and on, so that names sort. NULL-terminated, g_strfreev (). */
char **comity_years_list_names (const ComityYears *self, const char *stem);

/* The strip as a figure, with its caption and view. */
ComityFigure *comity_years_draw_strip (const ComityYears *self,
                                       const ComityYearDrawing *drawing,
                                       const ComityYearLook *look,
                                       ComityProgress *progress,
                                       GError **error);
gboolean comity_years_write_strip (const ComityYears *self,
                                   const ComityYearDrawing *drawing,
                                   const ComityYearLook *look,
                                   const char *path,
                                   ComityProgress *progress,
                                   GError **error);
/* Into @folder, which is made if it is not there. All pictures come at once, when the last is
 * written; of a series that fails or is cancelled there is none. */
gboolean comity_years_write_series (const ComityYears *self,
                                    const ComityYearDrawing *drawing,
                                    const ComityYearLook *look,
                                    const char *stem,
                                    const char *folder,
                                    ComityProgress *progress,
                                    GError **error);

/* Into and out of the group of a view. FALSE: there are none. */
void comity_years_save (const ComityYears *self, GKeyFile *view);
gboolean comity_years_restore (ComityYears *self, GKeyFile *view);

G_END_DECLS
