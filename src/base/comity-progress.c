/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress and cancelling: one small object behind a mutex. A part forwards to its parent, scaled,
 * so that a reader never knows in how many steps the work is done. */
#include "config.h"

#include "comity-progress.h"

struct _ComityProgress
{
  gatomicrefcount ref_count;
  GMutex mutex;

  /* owned */
  GCancellable *cancellable;
  ComityProgress *parent;
  char *message;

  double fraction;
  double from;
  double to;

  ComityLookFunc look; /* NULL: nobody counts */
  gpointer look_data;
};

ComityProgress *
comity_progress_new (GCancellable *cancellable)
{
  ComityProgress *self = g_new0 (ComityProgress, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->cancellable = cancellable ? g_object_ref (cancellable) : g_cancellable_new ();
  self->to = 1.0;
  return self;
}

ComityProgress *
comity_progress_new_part (ComityProgress *parent, double from, double to)
{
  ComityProgress *self;

  if (parent == NULL)
    return NULL;

  self = comity_progress_new (parent->cancellable);
  self->parent = comity_progress_ref (parent);
  self->from = from;
  self->to = to;
  comity_progress_set_look (self, parent->look, parent->look_data);
  return self;
}

ComityProgress *
comity_progress_new_quiet (ComityProgress *of)
{
  ComityProgress *self;

  if (of == NULL)
    return NULL;

  self = comity_progress_new (of->cancellable);
  comity_progress_set_look (self, of->look, of->look_data);
  return self;
}

void
comity_progress_set_look (ComityProgress *self, ComityLookFunc look, gpointer data)
{
  self->look = look;
  self->look_data = data;
}

ComityProgress *
comity_progress_ref (ComityProgress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_progress_unref (ComityProgress *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->parent, comity_progress_unref);
  g_free (self->message);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

double
comity_progress_get_fraction (ComityProgress *self)
{
  double fraction;

  if (self == NULL)
    return 0.0;

  g_mutex_lock (&self->mutex);
  fraction = self->fraction;
  g_mutex_unlock (&self->mutex);
  return fraction;
}

char *
comity_progress_dup_message (ComityProgress *self)
{
  char *message;

  if (self == NULL)
    return g_strdup ("");

  g_mutex_lock (&self->mutex);
  message = g_strdup (self->message ? self->message : "");
  g_mutex_unlock (&self->mutex);
  return message;
}

GCancellable *
comity_progress_peek_cancellable (ComityProgress *self)
{
  return self ? self->cancellable : NULL;
}

gboolean
comity_progress_is_cancelled (ComityProgress *self)
{
  if (self == NULL)
    return FALSE;

  if (self->look != NULL)
    self->look (self->look_data);
  return g_cancellable_is_cancelled (self->cancellable);
}

gboolean
comity_progress_set_error_if_cancelled (ComityProgress *self, GError **error)
{
  if (self == NULL)
    return FALSE;

  if (self->look != NULL)
    self->look (self->look_data);
  return g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

void
comity_progress_set (ComityProgress *self, double fraction)
{
  comity_progress_report (self, fraction, NULL);
}

void
comity_progress_report (ComityProgress *self, double fraction, const char *message)
{
  if (self == NULL)
    return;

  fraction = CLAMP (fraction, 0.0, 1.0);
  g_mutex_lock (&self->mutex);
  self->fraction = fraction;
  if (message != NULL && g_strcmp0 (message, self->message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (message);
    }
  g_mutex_unlock (&self->mutex);

  if (self->parent != NULL)
    comity_progress_report (self->parent, self->from + fraction * (self->to - self->from), message);
}
