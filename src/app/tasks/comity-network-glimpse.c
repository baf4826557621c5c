/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A slot for one layout, and a flag whether another is wanted. */
#include "config.h"

#include "comity-network-glimpse.h"

struct _ComityNetworkGlimpse
{
  gint asked; /* atomic */
  GMutex lock;
  ComityNetwork *network; /* guarded by @lock, as the layout */
  ComityLayout *layout;
};

ComityNetworkGlimpse *
comity_network_glimpse_new (void)
{
  ComityNetworkGlimpse *self = g_atomic_rc_box_new0 (ComityNetworkGlimpse);

  g_mutex_init (&self->lock);
  return self;
}

ComityNetworkGlimpse *
comity_network_glimpse_ref (ComityNetworkGlimpse *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
glimpse_clear (gpointer data)
{
  ComityNetworkGlimpse *self = data;

  g_clear_pointer (&self->network, comity_network_unref);
  g_clear_pointer (&self->layout, comity_layout_free);
  g_mutex_clear (&self->lock);
}

void
comity_network_glimpse_unref (ComityNetworkGlimpse *self)
{
  g_atomic_rc_box_release_full (self, glimpse_clear);
}

void
comity_network_glimpse_ask (ComityNetworkGlimpse *self)
{
  g_atomic_int_set (&self->asked, 1);
}

gboolean
comity_network_glimpse_take (ComityNetworkGlimpse *self,
                             ComityNetwork **network,
                             ComityLayout **layout)
{
  g_mutex_lock (&self->lock);
  *network = g_steal_pointer (&self->network);
  *layout = g_steal_pointer (&self->layout);
  g_mutex_unlock (&self->lock);
  return *layout != NULL;
}

gboolean
comity_network_glimpse_is_asked (ComityNetworkGlimpse *self)
{
  return g_atomic_int_get (&self->asked) != 0;
}

void
comity_network_glimpse_put (ComityNetworkGlimpse *self,
                            ComityNetwork *network,
                            ComityLayout *layout)
{
  g_atomic_int_set (&self->asked, 0);
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->network, comity_network_unref);
  g_clear_pointer (&self->layout, comity_layout_free);
  self->network = comity_network_ref (network);
  self->layout = layout;
  g_mutex_unlock (&self->lock);
}
