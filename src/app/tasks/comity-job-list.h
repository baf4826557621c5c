/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The jobs that run now, as a GListModel, with one poll of their progress a few times a second
 * while there are any. */
#pragma once

#include "comity-job.h"

G_BEGIN_DECLS

#define COMITY_TYPE_JOB_LIST (comity_job_list_get_type ())
G_DECLARE_FINAL_TYPE (ComityJobList, comity_job_list, COMITY, JOB_LIST, GObject)

ComityJobList *comity_job_list_new (void);
/* Adds and starts @job; it leaves the list when it has finished. */
void comity_job_list_run (ComityJobList *self, ComityJob *job);
/* Makes @job (nullable) the one in @slot: the one before is cancelled and released. The slot's
 * owner takes a finished job's result only while the job is still in the slot. */
void comity_job_list_replace (ComityJobList *self, ComityJob **slot, ComityJob *job);
void comity_job_list_cancel_all (ComityJobList *self);
/* 0 … 1 over all running jobs; 1 when there is none. */
double comity_job_list_get_fraction (ComityJobList *self);

G_END_DECLS
