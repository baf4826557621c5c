/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States exchanged among themselves, for tests that ask whether it matters which state is which
 * (Krackhardt 1988, doi:10.1016/0378-8733(88)90004-4): under a permutation π of the states the row
 * of the dyad a, b at time t takes what the row of π(a), π(b) at the same time holds.
 *
 * In panels states come and go, and pairs leave the risk set. States can be exchanged only when
 * they are exchangeable: by default only among those that are present at the same times
 * (exchangeability blocks, Winkler et al. 2014, doi:10.1016/j.neuroimage.2014.01.060); a state that
 * shares its times with no other keeps its place. Where a row has no counterpart all the same — the
 * pair is not in the sample at that time — there is nothing to take: for this permutation the row
 * is missing, and whoever uses it drops it pairwise (as sna's netlm does with missing cells). */
#pragma once

#include "comity-dataset.h"

#include <gsl/gsl_rng.h>

G_BEGIN_DECLS

typedef enum
{
  COMITY_EXCHANGE_LIFETIMES, /* among states that are present at the same times */
  COMITY_EXCHANGE_ALL,       /* every state with every other */
} ComityExchange;

typedef struct _ComityStatePermutation ComityStatePermutation;

/* No counterpart. */
#define COMITY_STATE_PERMUTATION_NONE G_MAXUINT32

/* Of the @n rows given (ascending or not), with the columns of their states and of time (NULL:
 * there is one time only). A state is present at a time when any row of the columns has it. States
 * are numbered in the order of their values, so that the order of rows does not matter. Pairs are
 * ordered where a quarter of the rows or more have the reverse pair at the same time, else they are
 * unordered. Frozen; any thread may read. Memory: 4 bytes for each pair of states and each row.
 * Errors: COMITY_MODEL_ERROR: a state or time that is missing, two rows for one dyad and time, too
 * many states, naming the rows; cancelled. O(rows of the columns + n_states²). */
ComityStatePermutation *comity_state_permutation_new (ComityColumn *a,
                                                      ComityColumn *b,
                                                      ComityColumn *time,
                                                      const guint32 *rows,
                                                      gsize n,
                                                      ComityExchange exchange,
                                                      ComityProgress *progress,
                                                      GError **error);
void comity_state_permutation_free (ComityStatePermutation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityStatePermutation, comity_state_permutation_free)

gsize comity_state_permutation_get_n_states (const ComityStatePermutation *self);
/* Groups of two and more states that are exchanged, and the states that keep their place. */
gsize comity_state_permutation_get_n_groups (const ComityStatePermutation *self);
gsize comity_state_permutation_get_n_fixed (const ComityStatePermutation *self);
gboolean comity_state_permutation_is_directed (const ComityStatePermutation *self);
/* How many permutations there are, the identity among them: the product of the groups' factorials;
 * infinite when beyond a double. */
double comity_state_permutation_get_n_orders (const ComityStatePermutation *self);

/* order[n_states]: order[s] is π(s). */
void comity_state_permutation_identity (const ComityStatePermutation *self, guint32 *order);
/* Each permutation is equally likely (Fisher–Yates within the groups). */
void
comity_state_permutation_shuffle (const ComityStatePermutation *self, gsl_rng *rng, guint32 *order);
/* The one after @order when all are counted from the identity; FALSE, and @order is the identity
 * again, after the last. */
gboolean comity_state_permutation_next (const ComityStatePermutation *self, guint32 *order);

/* map[n]: for each of the rows given, in their order, the index (0 … n-1) of the row whose content
 * it takes, or COMITY_STATE_PERMUTATION_NONE. Returns how many have one. O(n), allocates nothing.
 */
gsize comity_state_permutation_map (const ComityStatePermutation *self,
                                    const guint32 *order,
                                    guint32 *map);

G_END_DECLS
