/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of a dataset between fits, so that a changed term re-reads only what is new:
 *   - for every variable that a fit has met, a bit a row: is it missing?
 *   - the last samples: the rows, the outcome, the columns of the design read so far, the thinned
 *     sample of the search, the groups of the covariance. A model is a list of columns of one.
 * The columns of a sample do not depend on each other, so a kept one has the bits that a fresh one
 * would have. Any thread. */
#pragma once

#include "comity-design-private.h"
#include "comity-sample-private.h"

G_BEGIN_DECLS

typedef struct _ComityKeep ComityKeep;
typedef struct _ComityKept ComityKept;

ComityKeep *comity_keep_new (gsize max_bytes);
gsize comity_keep_get_max_bytes (const ComityKeep *self);
ComityKeep *comity_keep_ref (ComityKeep *self);
void comity_keep_unref (ComityKeep *self);
/* Forgets everything; samples in use live until their fits are done. */
void comity_keep_clear (ComityKeep *self);
gsize comity_keep_get_bytes (ComityKeep *self);

/* A bit a row, 64 rows a word. Reference-counted: g_atomic_rc_box_acquire, _release. */
typedef struct
{
  gsize n_words;
  guint64 words[];
} ComityBits;

ComityBits *comity_bits_new (gsize n_rows);
static inline gsize
comity_bits_count_words (gsize n_rows)
{
  return (n_rows + 63) / 64;
}

/* A new reference, or NULL. @self NULL: keeps nothing. */
ComityBits *comity_keep_find_bits (ComityKeep *self, const char *key);
void comity_keep_add_bits (ComityKeep *self, const char *key, ComityBits *bits);

/* What else decides a sample, besides its rows. */
char *comity_kept_dup_key (const ComityDesign *design,
                           const ComityInput *weights,
                           gboolean frequencies,
                           gboolean has_constant);
/* The sample with just these rows, a new reference; or NULL. */
ComityKept *comity_keep_find (ComityKeep *self, const char *key, const ComityBits *used);
/* @self is kept in place of @instead (NULL: nothing), and the longest unused ones go where there is
 * no room. */
void comity_keep_add (ComityKeep *self, ComityKept *kept, ComityKept *instead);

/* Facts of the rows and the outcome that every fit reports. */
typedef struct
{
  gsize n_states;
  int first_year, last_year;
  gsize n, n_events; /* frequency weights counted */
  gboolean binary;   /* the outcome is 0 or 1 */
} ComityKeptFacts;

/* Takes @rows (g_free), @y, @weight, @offset (free) unless it returns NULL: too large to keep. */
ComityKept *comity_kept_new (const ComityKeep *keep,
                             const char *key,
                             ComityBits *used,
                             guint32 *rows,
                             gsize n,
                             gsize n_columns,
                             gboolean has_constant,
                             double *y,
                             double *weight,
                             double *offset,
                             guint n_threads,
                             ComityProgress *progress);
ComityKept *comity_kept_ref (ComityKept *self);
void comity_kept_unref (ComityKept *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityKept, comity_kept_unref)

const guint32 *comity_kept_peek_rows (const ComityKept *self, gsize *n);
const ComitySample *comity_kept_peek_sample (const ComityKept *self);
const ComityKeptFacts *comity_kept_peek_facts (const ComityKept *self);
void comity_kept_set_facts (ComityKept *self, const ComityKeptFacts *facts);
/* Whether the estimator has accepted this outcome; remembers it. */
gboolean comity_kept_has_passed (ComityKept *self, gconstpointer estimator);
void comity_kept_set_passed (ComityKept *self, gconstpointer estimator);

/* The design's columns as a view; those not yet read are read now. A sample without room for them
 * becomes a larger one in @keep. NULL: cancelled, or no memory. */
ComitySample *comity_kept_view (ComityKept *self,
                                ComityKeep *keep,
                                const ComityDesign *design,
                                guint n_threads,
                                ComityProgress *progress,
                                GError **error);
/* The view's rows thinned (comity_sample_thin), as a view; NULL when there is no memory. @rows,
 * where given: those that were taken, by their order in the sample; borrowed. A sample has room for
 * the rhythm of the search and one other. */
ComitySample *comity_kept_thin (const ComitySample *view,
                                gsize every,
                                gboolean reweight,
                                guint n_threads,
                                double *share,
                                const guint32 **rows);

/* GPtrArray of ComityGroups, a new reference; or NULL. */
GPtrArray *comity_kept_find_groups (ComityKept *self, const char *key);
void comity_kept_add_groups (ComityKept *self, const char *key, GPtrArray *groups);

G_END_DECLS
