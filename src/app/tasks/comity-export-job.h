/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure or a table written to a file, whole or not at all. The result is the path (a string). */
#pragma once

#include "comity-dataset.h"
#include "comity-figure-export.h"
#include "comity-job.h"
#include "comity-years.h"

G_BEGIN_DECLS

/* @view (nullable): a key file's text that leads back to the figure; with the hash of @dataset
 * (nullable), which is worked out in the worker, it becomes the file's metadata. */
ComityJob *comity_export_job_new_figure (ComityFigure *figure,
                                         const char *path,
                                         const ComityExportOptions *options,
                                         gboolean caption,
                                         const char *view,
                                         ComityDataset *dataset);
/* What draws the figures of several years in a worker; its owner frees data with free_data. */
typedef struct
{
  ComityFigure *(*draw) (gpointer data, int year, ComityProgress *progress, GError **error);
  /* What a view says else of such a figure; nullable. */
  void (*adjust_view) (GKeyFile *view);
  gpointer data;
  GDestroyNotify free_data;
  const char *stem; /* of the names of a series; static */
} ComityYearSource;

/* Takes over the source. A strip to @path, or a series into the folder of that path. */
ComityJob *comity_export_job_new_years (const ComityYears *years,
                                        const ComityYearSource *source,
                                        const char *path,
                                        gboolean series,
                                        const ComityExportOptions *options,
                                        gboolean caption,
                                        const char *view,
                                        ComityDataset *dataset);
/* The result is a GBytes of a PNG of the strip, to look at it beforehand. */
ComityJob *comity_export_job_new_years_bytes (const ComityYears *years,
                                              const ComityYearSource *source,
                                              const ComityExportOptions *options,
                                              gboolean caption);
/* A table as text: written in the worker from frozen @data, which is freed with @free_data. */
typedef char *(*ComityTextFunc) (gpointer data, const char *ending);

ComityJob *comity_export_job_new_table (ComityTextFunc func_in_thread,
                                        gpointer data,
                                        GDestroyNotify free_data,
                                        const char *ending,
                                        const char *path);
/* The result is a GBytes of @kind ("png", "pdf", "svg"), to look at it beforehand. */
ComityJob *comity_export_job_new_bytes (ComityFigure *figure,
                                        const char *kind,
                                        const ComityExportOptions *options);

G_END_DECLS
