/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure or a table written to a file, whole or not at all. The result is the path (a string). */
#pragma once

#include "comity-dataset.h"
#include "comity-figure-export.h"
#include "comity-job.h"

G_BEGIN_DECLS

/* @view (nullable): a key file's text that leads back to the figure; with the hash of @dataset
 * (nullable), which is worked out in the worker, it becomes the file's metadata. */
ComityJob *comity_export_job_new_figure (ComityFigure *figure,
                                         const char *path,
                                         const ComityExportOptions *options,
                                         gboolean caption,
                                         const char *view,
                                         ComityDataset *dataset);
/* A table as text: written in the worker from frozen @data, which is freed with @free_data. */
typedef char *(*ComityTextFunc) (gpointer data, const char *ending);

ComityJob *comity_export_job_new_table (ComityTextFunc func_in_thread,
                                        gpointer data,
                                        GDestroyNotify free_data,
                                        const char *ending,
                                        const char *path);
/* The result is a GBytes of @kind ("png", "pdf", "svg"), for the clipboard. */
ComityJob *comity_export_job_new_bytes (ComityFigure *figure,
                                        const char *kind,
                                        const ComityExportOptions *options);

G_END_DECLS
