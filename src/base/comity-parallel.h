/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only place where the core starts threads. Work is cut into a number of pieces that does not
 * depend on the number of threads; each piece writes its own sums and the caller adds them in the
 * order of the pieces, so the same input gives the same bits on any machine. */
#pragma once

#include "comity-progress.h"

G_BEGIN_DECLS

/* The number of pieces that sums over rows are cut into, whatever the number of threads. */
#define COMITY_PARALLEL_PIECES 16

typedef void (*ComityPieceFunc) (gsize piece, gpointer user_data);

/* Runs @func for every piece in 0..@n_pieces-1, on @n_threads threads (0: as many as there are
 * processors), and returns when all are done. Pieces not yet begun are skipped once @progress is
 * cancelled. Returns FALSE if any was skipped. Nested calls run on the calling thread. */
gboolean comity_parallel_for (gsize n_pieces, guint n_threads, ComityPieceFunc func,
                              gpointer user_data, ComityProgress *progress);

/* Rows of piece @piece out of @n_pieces of @n rows, cut at multiples of @block: [*first, *last). */
void comity_parallel_cut (gsize n, gsize block, gsize n_pieces, gsize piece, gsize *first,
                          gsize *last);

G_END_DECLS
