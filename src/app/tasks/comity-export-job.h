/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure or a text written to a file, whole or not at all. The result is the path (a string). */
#pragma once

#include "comity-figure-export.h"
#include "comity-job.h"

G_BEGIN_DECLS

ComityJob *comity_export_job_new_figure (ComityFigure *figure,
                                         const char *path,
                                         const ComityExportOptions *options,
                                         gboolean caption);
ComityJob *comity_export_job_new_text (const char *text, const char *path);

G_END_DECLS
