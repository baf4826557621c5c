/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job: one piece of work done off the main thread, with a title, progress and cancel. It takes
 * frozen inputs, has no widget as its source, and hands its result to whoever connected to
 * "finished", if that one still lives and still wants it. Main thread, but for the function. */
#pragma once

#include <gio/gio.h>

#include "comity-progress.h"

G_BEGIN_DECLS

#define COMITY_TYPE_JOB (comity_job_get_type ())
G_DECLARE_FINAL_TYPE (ComityJob, comity_job, COMITY, JOB, GObject)

typedef enum
{
  COMITY_JOB_READY,
  COMITY_JOB_RUNNING,
  COMITY_JOB_DONE,
  COMITY_JOB_FAILED,
  COMITY_JOB_CANCELLED,
} ComityJobState;

/* Runs in a worker. Owns nothing of @input; returns what "finished" will hand on, or NULL and
 * @error. */
typedef gpointer (*ComityJobFunc) (gpointer input, ComityProgress *progress, GError **error);

/* @title: what a task row shows, "Reading world.dta". @input is freed after the function has ended,
 * an unclaimed result with @free_result. */
ComityJob *comity_job_new (const char *title,
                           ComityJobFunc func_in_thread,
                           gpointer input,
                           GDestroyNotify free_input,
                           GDestroyNotify free_result);

/* Once. The job keeps itself until it has finished. */
void comity_job_start (ComityJob *self);
/* At once: "finished" is emitted now, as cancelled, and the worker's result, whenever it comes, is
 * thrown away. Nothing happens to a job that has finished. */
void comity_job_cancel (ComityJob *self);

const char *comity_job_get_title (ComityJob *self);
ComityJobState comity_job_get_state (ComityJob *self);
double comity_job_get_fraction (ComityJob *self);
char *comity_job_dup_message (ComityJob *self);
/* Of a failed job; borrowed. */
const GError *comity_job_get_error (ComityJob *self);
/* The result of a job that is done, once: owned by the caller. */
gpointer comity_job_steal_result (ComityJob *self);

G_END_DECLS
