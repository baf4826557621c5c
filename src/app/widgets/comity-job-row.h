/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A running job: title, progress, cancel. */
#pragma once

#include <gtk/gtk.h>

#include "comity-job.h"

G_BEGIN_DECLS

#define COMITY_TYPE_JOB_ROW (comity_job_row_get_type ())
G_DECLARE_FINAL_TYPE (ComityJobRow, comity_job_row, COMITY, JOB_ROW, GtkListBoxRow)

ComityJobRow *comity_job_row_new (ComityJob *job);

G_END_DECLS
