/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running jobs. Workers write their progress whenever they like; the list looks ten times a second
 * and emits "polled", so that no worker ever floods the main loop. */
#include "config.h"

#include "comity-job-list.h"

/* Milliseconds between two looks at the progress of running jobs. */
#define POLL_INTERVAL 100

struct _ComityJobList
{
  GObject parent_instance;

  /* Owned */
  GPtrArray *jobs; /* ComityJob */
  guint poll_source;
};

enum
{
  POLLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GType
list_get_item_type (GListModel *model)
{
  return COMITY_TYPE_JOB;
}

static guint
list_get_n_items (GListModel *model)
{
  return COMITY_JOB_LIST (model)->jobs->len;
}

static gpointer
list_get_item (GListModel *model, guint position)
{
  ComityJobList *self = COMITY_JOB_LIST (model);

  return position < self->jobs->len ? g_object_ref (g_ptr_array_index (self->jobs, position))
                                    : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = list_get_n_items;
  iface->get_item = list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ComityJobList,
                               comity_job_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static gboolean
poll_cb (gpointer user_data)
{
  ComityJobList *self = user_data;

  g_signal_emit (self, signals[POLLED], 0);
  return G_SOURCE_CONTINUE;
}

static void
job_finished_cb (ComityJob *job, gpointer user_data)
{
  ComityJobList *self = user_data;
  guint position;

  g_signal_handlers_disconnect_by_func (job, job_finished_cb, self);
  if (g_ptr_array_find (self->jobs, job, &position))
    {
      g_ptr_array_remove_index (self->jobs, position);
      if (self->jobs->len == 0)
        g_clear_handle_id (&self->poll_source, g_source_remove);
      g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
    }
}

static void
comity_job_list_dispose (GObject *object)
{
  ComityJobList *self = COMITY_JOB_LIST (object);

  comity_job_list_cancel_all (self);
  g_clear_handle_id (&self->poll_source, g_source_remove);

  G_OBJECT_CLASS (comity_job_list_parent_class)->dispose (object);
}

static void
comity_job_list_finalize (GObject *object)
{
  g_ptr_array_unref (COMITY_JOB_LIST (object)->jobs);

  G_OBJECT_CLASS (comity_job_list_parent_class)->finalize (object);
}

static void
comity_job_list_class_init (ComityJobListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = comity_job_list_dispose;
  object_class->finalize = comity_job_list_finalize;

  /* Time to read the fractions and messages anew. */
  signals[POLLED] = g_signal_new ("polled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
comity_job_list_init (ComityJobList *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
}

ComityJobList *
comity_job_list_new (void)
{
  return g_object_new (COMITY_TYPE_JOB_LIST, NULL);
}

void
comity_job_list_run (ComityJobList *self, ComityJob *job)
{
  g_return_if_fail (COMITY_IS_JOB_LIST (self));
  g_return_if_fail (COMITY_IS_JOB (job));

  g_ptr_array_add (self->jobs, g_object_ref (job));
  g_signal_connect (job, "finished", G_CALLBACK (job_finished_cb), self);
  if (self->poll_source == 0)
    self->poll_source = g_timeout_add (POLL_INTERVAL, poll_cb, self);
  g_list_model_items_changed (G_LIST_MODEL (self), self->jobs->len - 1, 0, 1);
  comity_job_start (job);
}

void
comity_job_list_replace (ComityJobList *self, ComityJob **slot, ComityJob *job)
{
  g_autoptr (ComityJob) before = NULL;

  g_return_if_fail (COMITY_IS_JOB_LIST (self));
  g_return_if_fail (slot != NULL);

  /* The slot changes first: the old job's "finished" must find itself superseded. */
  before = g_steal_pointer (slot);
  if (job != NULL)
    *slot = g_object_ref (job);
  if (before != NULL)
    comity_job_cancel (before);
  if (job != NULL)
    comity_job_list_run (self, job);
}

void
comity_job_list_cancel_all (ComityJobList *self)
{
  g_return_if_fail (COMITY_IS_JOB_LIST (self));

  while (self->jobs->len > 0)
    {
      g_autoptr (ComityJob) job = g_object_ref (g_ptr_array_index (self->jobs, 0));

      comity_job_cancel (job);
    }
}

double
comity_job_list_get_fraction (ComityJobList *self)
{
  double sum = 0.0;

  g_return_val_if_fail (COMITY_IS_JOB_LIST (self), 1.0);

  for (guint i = 0; i < self->jobs->len; i++)
    sum += comity_job_get_fraction (g_ptr_array_index (self->jobs, i));
  return self->jobs->len > 0 ? sum / self->jobs->len : 1.0;
}
