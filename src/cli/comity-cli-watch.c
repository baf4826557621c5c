/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The progress of a long piece of work, in a line on the terminal that is written over and over. */
#include "config.h"

#include "comity-cli.h"

#include <unistd.h>

/* Shorter work says nothing. */
#define FIRST_LOOK (1 * G_TIME_SPAN_SECOND)
#define NEXT_LOOK (G_TIME_SPAN_SECOND / 4)

struct _ComityCliWatch
{
  const ComityVerb *verb;
  ComityProgress *progress;
  GThread *thread; /* NULL: not on a terminal */
  GMutex mutex;
  GCond wake;
  gboolean done;
};

static gpointer
watch_in_thread (gpointer data)
{
  ComityCliWatch *self = data;
  gint64 until = g_get_monotonic_time () + FIRST_LOOK;
  gboolean said = FALSE;

  g_mutex_lock (&self->mutex);
  while (!self->done)
    {
      if (g_cond_wait_until (&self->wake, &self->mutex, until))
        continue;
      g_printerr ("\rcomity-cli %s: %3.0f %%", self->verb->name,
                  100.0 * comity_progress_get_fraction (self->progress));
      said = TRUE;
      until = g_get_monotonic_time () + NEXT_LOOK;
    }
  g_mutex_unlock (&self->mutex);
  if (said)
    g_printerr ("\r\033[K");
  return NULL;
}

ComityCliWatch *
comity_cli_watch_new (const ComityVerb *verb, ComityProgress *progress)
{
  ComityCliWatch *self = g_new0 (ComityCliWatch, 1);

  self->verb = verb;
  self->progress = comity_progress_ref (progress);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);
  if (isatty (STDERR_FILENO))
    self->thread = g_thread_new ("watch", watch_in_thread, self);
  return self;
}

void
comity_cli_watch_free (ComityCliWatch *self)
{
  g_mutex_lock (&self->mutex);
  self->done = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&self->thread, g_thread_join);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake);
  comity_progress_unref (self->progress);
  g_free (self);
}
