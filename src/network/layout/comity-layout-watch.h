/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking on while a layout settles: where states are now, as often as somebody asks. */
#pragma once

#include "comity-network.h"

G_BEGIN_DECLS

/* Both are called in the thread that lays out. */
typedef struct
{
  gboolean (*wants) (gpointer data); /* after every step: is a look wanted? Quick. */
  void (*show) (const ComityLayout *now, gpointer data); /* borrowed: copy what is kept */
  gpointer data;
} ComityLayoutWatch;

/* comity_layout_compute () that is looked at: the result is the same, bit by bit, whether or not.
 * Only layouts that follow ties have steps. @watch nullable. */
ComityLayout *comity_layout_compute_watched (ComityNetwork *network,
                                             ComityLayoutMethod method,
                                             guint32 seed,
                                             const ComityLayoutWatch *watch,
                                             ComityProgress *progress,
                                             GError **error);

G_END_DECLS
