/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layout while it settles, handed from the worker that computes it to the page that shows it: the
 * page asks, the worker answers when it next can, the page takes. Nothing is queued, so that
 * however slow the one and however fast the other, neither waits. Any thread. */
#pragma once

#include "comity-layout-watch.h"

G_BEGIN_DECLS

typedef struct _ComityNetworkGlimpse ComityNetworkGlimpse;

ComityNetworkGlimpse *comity_network_glimpse_new (void);
ComityNetworkGlimpse *comity_network_glimpse_ref (ComityNetworkGlimpse *self);
void comity_network_glimpse_unref (ComityNetworkGlimpse *self);

/* The page: asks for where states will be when the worker next looks. */
void comity_network_glimpse_ask (ComityNetworkGlimpse *self);
/* What has come since: owned by the caller; FALSE: nothing. */
gboolean comity_network_glimpse_take (ComityNetworkGlimpse *self,
                                      ComityNetwork **network,
                                      ComityLayout **layout);

/* The worker: whether the page has asked; and the answer, @layout taken. */
gboolean comity_network_glimpse_is_asked (ComityNetworkGlimpse *self);
void comity_network_glimpse_put (ComityNetworkGlimpse *self,
                                 ComityNetwork *network,
                                 ComityLayout *layout);

G_END_DECLS
