/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The estimation sample, whole and thinned, and its cross products; comity-sample-fill.c reads its
 * columns.
 *   n rows · k columns · X n × k in blocks · C = X'X */
#include "config.h"

#include "comity-sample-private.h"

#include "comity-formula.h"
#include "comity-parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
comity_sample_free (ComitySample *self)
{
  if (self == NULL)
    return;

  if (self->kept == NULL)
    {
      free (self->x);
      free (self->y);
      free (self->weight);
      free (self->offset);
      free (self->mask);
      g_free (self->mean);
      g_free (self->scale);
    }
  else if (self->kept_free != NULL)
    self->kept_free (self->kept);
  g_free (self->place);
  if (self->extra_free != NULL)
    self->extra_free (self->extra);
  g_free (self);
}

static ComitySample *
sample_alloc (gsize n, gsize n_columns, gboolean has_constant)
{
  ComitySample *self = g_new0 (ComitySample, 1);
  gsize cells;

  self->n = n;
  self->n_blocks = (n + COMITY_BLOCK - 1) / COMITY_BLOCK;
  self->n_columns = n_columns;
  self->stride = n_columns;
  self->has_constant = has_constant;
  self->mean = g_new0 (double, n_columns + 1);
  self->scale = g_new0 (double, n_columns + 1);
  self->mask = comity_kernel_alloc0 (COMITY_BLOCK);
  for (gsize r = 0; self->mask != NULL && r < COMITY_BLOCK; r++)
    self->mask[r] = (self->n_blocks - 1) * COMITY_BLOCK + r < n;
  if (self->mask != NULL && g_size_checked_mul (&cells, self->n_blocks * COMITY_BLOCK, n_columns))
    self->x = comity_kernel_alloc (cells);
  return self;
}

static gboolean
fits_in_memory (double bytes)
{
  double physical = (double) sysconf (_SC_PHYS_PAGES) * (double) sysconf (_SC_PAGESIZE);

  return physical <= 0.0 || bytes < physical;
}

static void
sum_outcome (ComitySample *self)
{
  for (gsize i = 0; i < self->n; i++)
    {
      double w = self->weight != NULL ? self->weight[i] : 1.0;

      self->sum_weight += w;
      self->sum_y += w * self->y[i];
    }
}

ComitySample *
comity_sample_new_empty (gsize n,
                         gsize stride,
                         gboolean has_constant,
                         double *y,
                         double *weight,
                         double *offset,
                         guint n_threads,
                         ComityProgress *progress)
{
  ComitySample *self = sample_alloc (n, stride, has_constant);

  if (self->x == NULL ||
      (has_constant && !comity_sample_fill_constant (self, n_threads, progress)))
    {
      comity_sample_free (self);
      return NULL;
    }
  self->y = y;
  self->weight = weight;
  self->offset = offset;
  sum_outcome (self);
  return self;
}

ComitySample *
comity_sample_new_view (const ComitySample *of,
                        guint32 *place,
                        gsize n_columns,
                        gpointer kept,
                        GDestroyNotify kept_free)
{
  ComitySample *self = g_memdup2 (of, sizeof *of);

  self->place = place;
  self->n_columns = n_columns;
  self->extra = NULL;
  self->extra_free = NULL;
  self->kept = kept;
  self->kept_free = kept_free;
  return self;
}

ComitySample *
comity_sample_new (gsize n,
                   gsize n_columns,
                   gboolean has_constant,
                   double *y,
                   double *weight,
                   double *offset,
                   ComitySampleFill fill,
                   gpointer data,
                   guint n_threads,
                   ComityProgress *progress,
                   GError **error)
{
  g_autoptr (ComitySample) self = NULL;
  double bytes = (double) n * (double) n_columns * sizeof (double);

  self =
      fits_in_memory (bytes) ? sample_alloc (n, n_columns, has_constant) : g_new0 (ComitySample, 1);
  self->y = y;
  self->weight = weight;
  self->offset = offset;
  if (self->x == NULL)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                   "The model is too large: %" G_GSIZE_FORMAT " rows by %" G_GSIZE_FORMAT
                   " columns need %.0f MB.",
                   n, n_columns, bytes / 1e6);
      return NULL;
    }
  sum_outcome (self);
  if (!comity_sample_fill (self, NULL, n_columns, fill, data, n_threads, progress))
    {
      comity_progress_set_error_if_cancelled (progress, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

typedef struct
{
  const ComitySample *from;
  ComitySample *to;
  const guint32 *rows;   /* to->n */
  const guint32 *places; /* NULL: in order */
} Thinning;

static void
thin_column (gsize i_place, gpointer user_data)
{
  Thinning *thinning = user_data;
  gsize column = thinning->places != NULL ? thinning->places[i_place] : i_place;
  const ComitySample *from = thinning->from;
  ComitySample *to = thinning->to;

  for (gsize i = 0; i < to->n_blocks * COMITY_BLOCK; i++)
    {
      gsize row = i < to->n ? thinning->rows[i] : 0;
      double value =
          from->x[(row / COMITY_BLOCK * from->stride + column) * COMITY_BLOCK + row % COMITY_BLOCK];

      to->x[(i / COMITY_BLOCK * to->stride + column) * COMITY_BLOCK + i % COMITY_BLOCK] =
          i < to->n ? value : 0.0;
    }
}

static double *
thin_values (const double *from, const ComitySample *to, const guint32 *rows)
{
  double *values = from != NULL ? comity_kernel_alloc0 (to->n_blocks * COMITY_BLOCK) : NULL;

  for (gsize i = 0; values != NULL && i < to->n; i++)
    values[i] = from[rows[i]];
  return values;
}

void
comity_sample_thin_fill (ComitySample *self,
                         const ComitySample *from,
                         const guint32 *rows,
                         const guint32 *places,
                         gsize n_places,
                         guint n_threads)
{
  Thinning thinning = { from, self, rows, places };

  for (gsize i = 0; i < n_places; i++)
    {
      gsize place = places != NULL ? places[i] : i;

      self->mean[place] = from->mean[place];
      self->scale[place] = from->scale[place];
    }
  comity_parallel_for (n_places, n_threads, thin_column, &thinning, NULL);
}

ComitySample *
comity_sample_take (const ComitySample *self, const guint32 *rows, gsize n, guint n_threads)
{
  g_autoptr (ComitySample) taken = sample_alloc (n, self->stride, self->has_constant);

  taken->n_columns = self->n_columns;
  if (self->place != NULL)
    taken->place = g_memdup2 (self->place, self->n_columns * sizeof (guint32));
  taken->y = thin_values (self->y, taken, rows);
  taken->weight = thin_values (self->weight, taken, rows);
  taken->offset = thin_values (self->offset, taken, rows);
  if (taken->x == NULL || taken->y == NULL ||
      (self->weight != NULL && taken->weight == NULL) ||
      (self->offset != NULL && taken->offset == NULL))
    return NULL;
  for (gsize i = 0; i < n; i++)
    {
      double w = taken->weight != NULL ? taken->weight[i] : 1.0;

      taken->sum_weight += w;
      taken->sum_y += w * taken->y[i];
    }
  comity_sample_thin_fill (taken, self, rows, self->place, self->n_columns, n_threads);
  return g_steal_pointer (&taken);
}

static gboolean
weigh_zeros (ComitySample *self, double factor)
{
  if (self->weight == NULL)
    {
      self->weight = comity_kernel_alloc0 (self->n_blocks * COMITY_BLOCK);
      for (gsize i = 0; self->weight != NULL && i < self->n; i++)
        self->weight[i] = 1.0;
    }
  self->sum_weight = 0.0;
  for (gsize i = 0; self->weight != NULL && i < self->n; i++)
    {
      self->weight[i] *= self->y[i] == 0.0 ? factor : 1.0;
      self->sum_weight += self->weight[i];
    }
  return self->weight != NULL;
}

ComitySample *
comity_sample_thin (const ComitySample *self,
                    gsize every,
                    gboolean reweight,
                    guint n_threads,
                    double *share,
                    guint32 **taken_rows)
{
  g_autofree guint32 *rows = g_try_new (guint32, self->n + 1);
  g_autoptr (ComitySample) thin = NULL;
  double zeros = 0.0;
  double taken = 0.0;
  gsize n = 0;

  if (rows == NULL || (self->extra != NULL && self->extra_thin == NULL))
    return NULL;
  for (gsize i = 0; i < self->n; i++)
    {
      gboolean take = self->y[i] != 0.0 || i % every == 0;
      double w = self->weight != NULL ? self->weight[i] : 1.0;

      if (self->y[i] == 0.0)
        {
          zeros += w;
          taken += take ? w : 0.0;
        }
      rows[n] = (guint32) i;
      n += take;
    }
  if (!(taken > 0.0))
    return NULL;
  thin = comity_sample_take (self, rows, n, n_threads);
  if (thin == NULL)
    return NULL;
  thin->sum_y = self->sum_y;
  thin->sum_weight = self->sum_weight - zeros + taken;
  if (self->extra != NULL)
    {
      thin->extra = self->extra_thin (self->extra, rows, n);
      thin->extra_free = self->extra_free;
      if (thin->extra == NULL)
        return NULL;
    }
  *share = taken / zeros;
  if (reweight && !weigh_zeros (thin, 1.0 / *share))
    return NULL;
  if (taken_rows != NULL)
    *taken_rows = g_steal_pointer (&rows);
  return g_steal_pointer (&thin);
}

typedef struct
{
  const ComitySample *sample;
  const guint32 *pick;
  gsize q;
  const double *s;
  double *tiles; /* pieces × tiles_length */
  double *work;  /* pieces × work_length */
  double *h;     /* pieces × (q + 1)² */
  ComityProgress *progress;
} Crossing;

static void
cross_piece (gsize piece, gpointer user_data)
{
  Crossing *crossing = user_data;
  const ComitySample *sample = crossing->sample;
  const ComityKernel *kernel = comity_kernel_get ();
  double *tiles = crossing->tiles + piece * comity_kernel_get_tiles_length (crossing->q);
  double *work = crossing->work + piece * comity_kernel_get_work_length (crossing->q);
  double ones[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double zeros[COMITY_BLOCK] __attribute__ ((aligned (32))) = { 0 };
  gsize look = comity_kernel_get_blocks_per_look (crossing->q);
  gsize first, last;

  for (gsize r = 0; r < COMITY_BLOCK; r++)
    ones[r] = 1.0;
  comity_parallel_cut (sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    {
      if ((block - first) % look == look - 1 && comity_progress_is_cancelled (crossing->progress))
        break;
      kernel->gram (comity_sample_block_x (sample, block), crossing->pick, crossing->q,
                    crossing->s != NULL ? crossing->s + block * COMITY_BLOCK : ones, zeros, work,
                    tiles);
    }
  comity_kernel_sum_tiles (tiles, crossing->q,
                           crossing->h + piece * (crossing->q + 1) * (crossing->q + 1));
}

ComityMatrix *
comity_sample_cross (const ComitySample *self,
                     const guint32 *pick,
                     gsize q,
                     const double *s,
                     guint n_threads,
                     ComityProgress *progress)
{
  gsize side = q + 1;
  g_autoptr (ComityMatrix) cross = comity_matrix_new (q, q);
  Crossing crossing = { self, pick, q, s, NULL, NULL, NULL, progress };
  gboolean done = FALSE;

  crossing.tiles =
      comity_kernel_alloc0 (COMITY_PARALLEL_PIECES * comity_kernel_get_tiles_length (q));
  crossing.work = comity_kernel_alloc0 (COMITY_PARALLEL_PIECES * comity_kernel_get_work_length (q));
  crossing.h = comity_kernel_alloc0 (COMITY_PARALLEL_PIECES * side * side);
  if (cross != NULL && crossing.tiles != NULL && crossing.work != NULL && crossing.h != NULL)
    done =
        comity_parallel_for (COMITY_PARALLEL_PIECES, n_threads, cross_piece, &crossing, progress) &&
        !comity_progress_is_cancelled (progress);
  for (gsize piece = 0; done && piece < COMITY_PARALLEL_PIECES; piece++)
    for (gsize i = 0; i < q; i++)
      for (gsize j = 0; j <= i; j++)
        cross->data[i * q + j] += crossing.h[(piece * side + i) * side + j];
  for (gsize i = 0; done && i < q; i++)
    for (gsize j = 0; j < i; j++)
      cross->data[j * q + i] = cross->data[i * q + j];
  free (crossing.tiles);
  free (crossing.work);
  free (crossing.h);
  return done ? g_steal_pointer (&cross) : NULL;
}
