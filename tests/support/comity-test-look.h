/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cancels a piece of work at the k-th look at its progress, from whatever thread it comes; with
 * left = 0 never, and only counts. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  GCancellable *cancellable;
  int left;
  int n_looks;
} ComityTestLook;

/* A ComityLookFunc. */
static inline void
comity_test_look (gpointer data)
{
  ComityTestLook *self = data;

  g_atomic_int_inc (&self->n_looks);
  if (g_atomic_int_dec_and_test (&self->left))
    g_cancellable_cancel (self->cancellable);
}

G_END_DECLS
