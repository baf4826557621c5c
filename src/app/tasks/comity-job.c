/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only place of the program that starts a thread for a page. Progress is polled by those who
 * show it (comity-job-list.c); here are the start, the end, and the rule that a cancelled job is
 * over for its owner at once, however long its worker needs to notice. */
#include "config.h"

#include "comity-job.h"

struct _ComityJob
{
  GObject parent_instance;

  /* Owned */
  char *title;
  ComityProgress *progress;
  GCancellable *cancellable;
  GError *error;
  gpointer result;

  ComityJobFunc func;
  gpointer input; /* the worker's from start on */
  GDestroyNotify free_input;
  GDestroyNotify free_result;
  ComityJobState state;
  gint64 started; /* monotonic, µs */
};

G_DEFINE_FINAL_TYPE (ComityJob, comity_job, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_STATE,
  N_PROPS
};

enum
{
  FINISHED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* What travels with the GTask: the worker must not look into the job. */
typedef struct
{
  ComityJobFunc func;
  gpointer input;
  GDestroyNotify free_input;
  ComityProgress *progress;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  if (work->free_input != NULL)
    g_clear_pointer (&work->input, work->free_input);
  comity_progress_unref (work->progress);
  g_free (work);
}

static void
finish (ComityJob *self, ComityJobState state)
{
  self->state = state;
  g_debug ("%s: %s after %.0f ms", self->title, state == COMITY_JOB_DONE ? "done" : "ended",
           (double) (g_get_monotonic_time () - self->started) / 1000.0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_signal_emit (self, signals[FINISHED], 0);
}

static void
work_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  GDestroyNotify free_result = g_object_get_data (G_OBJECT (task), "free-result");
  GError *error = NULL;
  gpointer result = work->func (work->input, work->progress, &error);

  if (error != NULL)
    {
      if (result != NULL && free_result != NULL)
        free_result (result);
      g_task_return_error (task, error);
    }
  else
    g_task_return_pointer (task, result, free_result);
}

static void
work_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ComityJob) self = user_data;
  GError *error = NULL;
  gpointer value = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->state != COMITY_JOB_RUNNING)
    {
      /* Cancelled before: nobody waits any more. */
      if (value != NULL && self->free_result != NULL)
        self->free_result (value);
      g_clear_error (&error);
      return;
    }
  if (error == NULL)
    {
      self->result = value;
      finish (self, COMITY_JOB_DONE);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      finish (self, COMITY_JOB_CANCELLED);
    }
  else
    {
      self->error = error;
      finish (self, COMITY_JOB_FAILED);
    }
}

static void
comity_job_finalize (GObject *object)
{
  ComityJob *self = COMITY_JOB (object);

  if (self->input != NULL && self->free_input != NULL)
    self->free_input (self->input);
  if (self->result != NULL && self->free_result != NULL)
    self->free_result (self->result);
  g_clear_error (&self->error);
  g_clear_pointer (&self->progress, comity_progress_unref);
  g_clear_object (&self->cancellable);
  g_free (self->title);

  G_OBJECT_CLASS (comity_job_parent_class)->finalize (object);
}

static void
comity_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ComityJob *self = COMITY_JOB (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
comity_job_class_init (ComityJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = comity_job_finalize;
  object_class->get_property = comity_job_get_property;

  properties[PROP_TITLE] =
      g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, COMITY_JOB_READY, COMITY_JOB_CANCELLED,
                        COMITY_JOB_READY, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* Once in a job's life, in the main thread: done, failed or cancelled. */
  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
comity_job_init (ComityJob *self)
{
  self->cancellable = g_cancellable_new ();
  self->progress = comity_progress_new (self->cancellable);
}

ComityJob *
comity_job_new (const char *title,
                ComityJobFunc func_in_thread,
                gpointer input,
                GDestroyNotify free_input,
                GDestroyNotify free_result)
{
  ComityJob *self = g_object_new (COMITY_TYPE_JOB, NULL);

  self->title = g_strdup (title);
  self->func = func_in_thread;
  self->input = input;
  self->free_input = free_input;
  self->free_result = free_result;
  return self;
}

void
comity_job_start (ComityJob *self)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_return_if_fail (COMITY_IS_JOB (self));
  g_return_if_fail (self->state == COMITY_JOB_READY);

  work = g_new0 (Work, 1);
  work->func = self->func;
  work->input = g_steal_pointer (&self->input);
  work->free_input = self->free_input;
  work->progress = comity_progress_ref (self->progress);

  self->state = COMITY_JOB_RUNNING;
  self->started = g_get_monotonic_time ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);

  task = g_task_new (NULL, self->cancellable, work_done_cb, g_object_ref (self));
  g_task_set_source_tag (task, comity_job_start);
  g_task_set_name (task, self->title);
  g_task_set_task_data (task, work, work_free);
  g_object_set_data (G_OBJECT (task), "free-result", self->free_result);
  g_task_run_in_thread (task, work_in_thread);
}

void
comity_job_cancel (ComityJob *self)
{
  g_return_if_fail (COMITY_IS_JOB (self));

  if (self->state != COMITY_JOB_RUNNING && self->state != COMITY_JOB_READY)
    return;
  g_object_ref (self);
  g_cancellable_cancel (self->cancellable);
  finish (self, COMITY_JOB_CANCELLED);
  g_object_unref (self);
}

const char *
comity_job_get_title (ComityJob *self)
{
  g_return_val_if_fail (COMITY_IS_JOB (self), NULL);
  return self->title;
}

ComityJobState
comity_job_get_state (ComityJob *self)
{
  g_return_val_if_fail (COMITY_IS_JOB (self), COMITY_JOB_CANCELLED);
  return self->state;
}

double
comity_job_get_fraction (ComityJob *self)
{
  g_return_val_if_fail (COMITY_IS_JOB (self), 0.0);
  return comity_progress_get_fraction (self->progress);
}

char *
comity_job_dup_message (ComityJob *self)
{
  g_return_val_if_fail (COMITY_IS_JOB (self), NULL);
  return comity_progress_dup_message (self->progress);
}

const GError *
comity_job_get_error (ComityJob *self)
{
  g_return_val_if_fail (COMITY_IS_JOB (self), NULL);
  return self->error;
}

gpointer
comity_job_steal_result (ComityJob *self)
{
  g_return_val_if_fail (COMITY_IS_JOB (self), NULL);
  return g_steal_pointer (&self->result);
}
