/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One kept sample: its rows and outcome, with room for columns that are read when a model first
 * asks for them. A column stays where it is as long as the sample lives, so that a fit in one
 * thread reads its own while another's are being added. */
#include "config.h"

#include "comity-kept-private.h"

#include "comity-groups-private.h"
#include "comity-parallel.h"

#include <stdlib.h>
#include <string.h>

/* Columns that a sample has room for beyond those of the model that it is made for. */
#define SPARE_COLUMNS 8
/* Blocks copied between two looks at the progress. */
#define COPY_BLOCKS 64
/* For the search and for a preview, each weighted and not. */
#define MAX_THINNED 4

typedef struct
{
  ComitySample *sample; /* NULL: not made yet */
  guint32 *rows;        /* of the whole sample */
  gboolean *done;       /* stride: places filled */
  double share;
  gsize every;
  gboolean reweight; /* non-events are weighted; else as they are */
} Thinned;

struct _ComityKept
{
  gatomicrefcount ref_count;
  GMutex mutex;
  char *key;
  ComityBits *used;
  guint32 *rows; /* sample->n */
  ComityKeptFacts facts;
  ComitySample *sample;
  GHashTable *places; /* key of a column → its place */
  gsize n_places;     /* filled, the constant among them */
  Thinned thinned[MAX_THINNED];
  GHashTable *groups; /* char * → GPtrArray of ComityGroups */
  GPtrArray *passed;  /* estimators that have accepted the outcome */
};

char *
comity_kept_dup_key (const ComityDesign *design,
                     const ComityInput *weights,
                     gboolean frequencies,
                     gboolean has_constant)
{
  GString *key = g_string_new (design->response->name);

  g_string_append_printf (key, "\nweights %s %d\nconstant %d", weights != NULL ? weights->name : "",
                          frequencies, has_constant);
  for (guint i = 0; i < design->offsets->len; i++)
    g_string_append_printf (key, "\noffset %s",
                            ((ComityInput *) g_ptr_array_index (design->offsets, i))->name);
  return g_string_free (key, FALSE);
}

static ComityKept *
kept_alloc (const char *key, ComityBits *used, ComitySample *sample)
{
  ComityKept *self = g_new0 (ComityKept, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->key = g_strdup (key);
  self->used = g_atomic_rc_box_acquire (used);
  self->sample = sample;
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->groups =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->passed = g_ptr_array_new ();
  return self;
}

/* All places of the sample in blocks, at the least. */
static gboolean
is_affordable (const ComityKeep *keep, gsize n, gsize stride)
{
  return (double) n * (double) stride * sizeof (double) < (double) comity_keep_get_max_bytes (keep);
}

ComityKept *
comity_kept_new (const ComityKeep *keep,
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
                 ComityProgress *progress)
{
  gsize stride = n_columns + SPARE_COLUMNS;
  ComitySample *sample;
  ComityKept *self;

  if (!is_affordable (keep, n, stride))
    return NULL;
  sample = comity_sample_new_empty (n, stride, has_constant, y, weight, offset, n_threads,
                                    progress);
  if (sample == NULL)
    return NULL;
  self = kept_alloc (key, used, sample);
  self->rows = rows;
  self->n_places = has_constant ? 1 : 0;
  return self;
}

ComityKept *
comity_kept_ref (ComityKept *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_kept_unref (ComityKept *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (self->thinned); i++)
    {
      comity_sample_free (self->thinned[i].sample);
      g_free (self->thinned[i].rows);
      g_free (self->thinned[i].done);
    }
  comity_sample_free (self->sample);
  g_free (self->rows);
  g_atomic_rc_box_release (self->used);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->groups);
  g_ptr_array_unref (self->passed);
  g_mutex_clear (&self->mutex);
  g_free (self->key);
  g_free (self);
}

gboolean
comity_kept_is (const ComityKept *self, const char *key, const ComityBits *used)
{
  return self->used->n_words == used->n_words && strcmp (self->key, key) == 0 &&
         memcmp (self->used->words, used->words, used->n_words * sizeof (guint64)) == 0;
}

gsize
comity_kept_get_bytes (const ComityKept *self)
{
  gsize bytes =
      self->sample->n_blocks * COMITY_BLOCK * (self->sample->stride + 3) * sizeof (double);

  return bytes + self->sample->n * sizeof (guint32) * (1 + g_hash_table_size (self->groups));
}

const guint32 *
comity_kept_peek_rows (const ComityKept *self, gsize *n)
{
  *n = self->sample->n;
  return self->rows;
}

const ComitySample *
comity_kept_peek_sample (const ComityKept *self)
{
  return self->sample;
}

const ComityKeptFacts *
comity_kept_peek_facts (const ComityKept *self)
{
  return &self->facts;
}

void
comity_kept_set_facts (ComityKept *self, const ComityKeptFacts *facts)
{
  self->facts = *facts;
}

gboolean
comity_kept_has_passed (ComityKept *self, gconstpointer estimator)
{
  gboolean passed;

  g_mutex_lock (&self->mutex);
  passed = g_ptr_array_find (self->passed, estimator, NULL);
  g_mutex_unlock (&self->mutex);
  return passed;
}

void
comity_kept_set_passed (ComityKept *self, gconstpointer estimator)
{
  g_mutex_lock (&self->mutex);
  if (!g_ptr_array_find (self->passed, estimator, NULL))
    g_ptr_array_add (self->passed, (gpointer) estimator);
  g_mutex_unlock (&self->mutex);
}

typedef struct
{
  const ComityDesign *design;
  const guint32 *rows;
  const gsize *columns; /* of the design, those to be read */
} Reading;

static void
read_column (gsize i, gsize first, gsize n, double *out, gpointer data)
{
  const Reading *reading = data;

  comity_design_read (reading->design, reading->columns[i], reading->rows + first, n, out);
}

typedef struct
{
  const ComitySample *from;
  ComitySample *to;
  const guint32 *from_place, *to_place; /* n_columns */
  gsize n_columns;
  gsize n_pieces;
} Copying;

static void
copy_piece (gsize piece, gpointer user_data)
{
  const Copying *self = user_data;
  gsize first, last;

  comity_parallel_cut (self->from->n_blocks, 1, self->n_pieces, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    for (gsize i = 0; i < self->n_columns; i++)
      memcpy (self->to->x + (block * self->to->stride + self->to_place[i]) * COMITY_BLOCK,
              comity_sample_block_x (self->from, block) + self->from_place[i] * COMITY_BLOCK,
              COMITY_BLOCK * sizeof (double));
}

static double *
copy_vector (const double *values, const ComitySample *sample)
{
  gsize n = sample->n_blocks * COMITY_BLOCK;
  double *copy = values != NULL ? comity_kernel_alloc (n) : NULL;

  if (copy != NULL)
    memcpy (copy, values, n * sizeof (double));
  return copy;
}

/* The same rows with room for @n_new columns more, and with the columns that there are, or, where
 * that is more than can be kept, with those in @wanted (keys) alone. */
static ComityKept *
grow (ComityKept *self,
      const ComityKeep *keep,
      GHashTable *wanted,
      gsize n_new,
      guint n_threads,
      ComityProgress *progress)
{
  const ComitySample *old = self->sample;
  gsize n_old = g_hash_table_size (self->places);
  gsize stride = MAX (self->n_places + n_new + SPARE_COLUMNS, 2 * old->stride);
  gboolean all = is_affordable (keep, old->n, stride);
  g_autofree guint32 *from = g_new (guint32, n_old + 1);
  g_autofree guint32 *to = g_new (guint32, n_old + 1);
  Copying copying = { old, NULL, from, to, 0, (old->n_blocks + COPY_BLOCKS - 1) / COPY_BLOCKS };
  double *y, *weight, *offset;
  GHashTableIter iter;
  gpointer key, place;
  ComityKept *grown;
  gsize n = 0;

  if (!all)
    stride = g_hash_table_size (wanted) + old->has_constant + SPARE_COLUMNS;
  if (!is_affordable (keep, old->n, stride))
    return NULL;
  y = copy_vector (old->y, old);
  weight = copy_vector (old->weight, old);
  offset = copy_vector (old->offset, old);
  copying.to = comity_sample_new_empty (old->n, stride, old->has_constant, y, weight, offset,
                                        n_threads, progress);
  if (copying.to == NULL)
    {
      free (y);
      free (weight);
      free (offset);
      return NULL;
    }
  grown = kept_alloc (self->key, self->used, copying.to);
  grown->rows = g_memdup2 (self->rows, old->n * sizeof (guint32));
  grown->facts = self->facts;
  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, &key, &place))
    if (all || g_hash_table_contains (wanted, key))
      {
        from[n] = GPOINTER_TO_UINT (place);
        to[n] = (guint32) (n + old->has_constant);
        copying.to->mean[to[n]] = old->mean[from[n]];
        copying.to->scale[to[n]] = old->scale[from[n]];
        g_hash_table_insert (grown->places, g_strdup (key), GUINT_TO_POINTER (to[n]));
        n++;
      }
  grown->n_places = n + old->has_constant;
  copying.n_columns = n;
  if (!comity_parallel_for (copying.n_pieces, n_threads, copy_piece, &copying, progress))
    {
      comity_kept_unref (grown);
      return NULL;
    }
  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, &key, &place))
    g_hash_table_insert (grown->groups, g_strdup (key), g_ptr_array_ref (place));
  for (guint i = 0; i < self->passed->len; i++)
    g_ptr_array_add (grown->passed, g_ptr_array_index (self->passed, i));
  return grown;
}

/* Reads columns @columns (n_new) of the design into the next places. */
static gboolean
read_new (ComityKept *self,
          const ComityDesign *design,
          GPtrArray *keys,
          const gsize *columns,
          gsize n_new,
          guint n_threads,
          ComityProgress *progress,
          GError **error)
{
  Reading reading = { design, self->rows, columns };
  g_autofree guint32 *places = g_new (guint32, n_new + 1);

  for (gsize i = 0; i < n_new; i++)
    {
      const ComityDesignColumn *column = g_ptr_array_index (design->columns, columns[i]);

      places[i] = (guint32) (self->n_places + i);
      for (gsize p = 0; p < column->n_parts; p++)
        if (!comity_input_materialise (design->variables[column->parts[p].variable].input,
                                       n_threads, progress, error))
          return FALSE;
    }
  if (!comity_sample_fill (self->sample, places, n_new, read_column, &reading, n_threads, progress))
    {
      comity_progress_set_error_if_cancelled (progress, error);
      return FALSE;
    }
  for (gsize i = 0; i < n_new; i++)
    g_hash_table_insert (self->places, g_strdup (g_ptr_array_index (keys, columns[i])),
                         GUINT_TO_POINTER (places[i]));
  self->n_places += n_new;
  return TRUE;
}

static gsize
list_new (ComityKept *self, GPtrArray *keys, gsize *columns)
{
  gsize n_new = 0;

  for (guint i = 0; i < keys->len; i++)
    if (!g_hash_table_contains (self->places, g_ptr_array_index (keys, i)))
      columns[n_new++] = i;
  return n_new;
}

ComitySample *
comity_kept_view (ComityKept *self,
                  ComityKeep *keep,
                  const ComityDesign *design,
                  guint n_threads,
                  ComityProgress *progress,
                  GError **error)
{
  gsize k = design->columns->len;
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autofree gsize *columns = g_new (gsize, k + 1);
  g_autoptr (ComityKept) at = comity_kept_ref (self);
  gsize n_constants = self->sample->has_constant ? 1 : 0;
  guint32 *place;
  gsize n_new;
  gboolean done = TRUE;

  for (gsize i = 0; i < k; i++)
    g_ptr_array_add (keys, comity_design_dup_column_key (design, i));
  g_mutex_lock (&self->mutex);
  n_new = list_new (self, keys, columns);
  if (self->n_places + n_new > self->sample->stride)
    {
      g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
      ComityKept *grown;

      for (guint i = 0; i < keys->len; i++)
        g_hash_table_add (wanted, g_ptr_array_index (keys, i));
      grown = grow (self, keep, wanted, n_new, n_threads, progress);
      g_mutex_unlock (&self->mutex);
      if (grown == NULL)
        {
          if (!comity_progress_set_error_if_cancelled (progress, error))
            g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                                 "There is not enough memory for the model.");
          return NULL;
        }
      comity_kept_unref (at);
      at = grown;
      g_mutex_lock (&at->mutex);
      comity_keep_add (keep, at, self);
      n_new = list_new (at, keys, columns);
    }
  if (n_new > 0)
    done = read_new (at, design, keys, columns, n_new, n_threads, progress, error);
  place = g_new (guint32, k + n_constants + 1);
  place[0] = 0;
  for (gsize i = 0; done && i < k; i++)
    place[i + n_constants] =
        GPOINTER_TO_UINT (g_hash_table_lookup (at->places, g_ptr_array_index (keys, i)));
  g_mutex_unlock (&at->mutex);
  if (!done)
    {
      g_free (place);
      return NULL;
    }
  return comity_sample_new_view (at->sample, place, k + n_constants, comity_kept_ref (at),
                                 (GDestroyNotify) comity_kept_unref);
}

ComitySample *
comity_kept_thin (const ComitySample *view,
                  gsize every,
                  gboolean reweight,
                  guint n_threads,
                  double *share,
                  const guint32 **rows)
{
  ComityKept *self = view->kept;
  Thinned *thinned = self->thinned;
  ComitySample *thin = NULL;

  g_mutex_lock (&self->mutex);
  while (thinned->sample != NULL && (thinned->every != every || thinned->reweight != reweight))
    thinned++;
  g_assert (thinned < self->thinned + MAX_THINNED);
  if (thinned->sample == NULL)
    {
      thinned->sample =
          comity_sample_thin (view, every, reweight, n_threads, &thinned->share, &thinned->rows);
      if (thinned->sample != NULL)
        {
          g_clear_pointer (&thinned->sample->place, g_free);
          thinned->every = every;
          thinned->reweight = reweight;
          thinned->done = g_new0 (gboolean, view->stride);
          for (gsize i = 0; i < view->n_columns; i++)
            thinned->done[view->place[i]] = TRUE;
        }
    }
  else
    {
      g_autofree guint32 *places = g_new (guint32, view->n_columns + 1);
      gsize n_places = 0;

      for (gsize i = 0; i < view->n_columns; i++)
        if (!thinned->done[view->place[i]])
          {
            places[n_places++] = view->place[i];
            thinned->done[view->place[i]] = TRUE;
          }
      comity_sample_thin_fill (thinned->sample, self->sample, thinned->rows, places, n_places,
                               n_threads);
    }
  if (thinned->sample != NULL)
    {
      thin = comity_sample_new_view (
          thinned->sample, g_memdup2 (view->place, view->n_columns * sizeof (guint32)),
          view->n_columns, comity_kept_ref (self), (GDestroyNotify) comity_kept_unref);
      *share = thinned->share;
      if (rows != NULL)
        *rows = thinned->rows;
    }
  g_mutex_unlock (&self->mutex);
  return thin;
}

GPtrArray *
comity_kept_find_groups (ComityKept *self, const char *key)
{
  GPtrArray *groups;

  g_mutex_lock (&self->mutex);
  groups = g_hash_table_lookup (self->groups, key);
  if (groups != NULL)
    g_ptr_array_ref (groups);
  g_mutex_unlock (&self->mutex);
  return groups;
}

void
comity_kept_add_groups (ComityKept *self, const char *key, GPtrArray *groups)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->groups, g_strdup (key), g_ptr_array_ref (groups));
  g_mutex_unlock (&self->mutex);
}
