/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The estimation sample: the rows that are used, as blocks of columns that are centred and scaled,
 * so that covariates of 1e9 and 1e-9 are equally good to the solver. Column j of the design is
 * mean[j] + scale[j] · x[j]; the constant, when there is one, is column 0. */
#pragma once

#include "comity-kernel-private.h"
#include "comity-matrix.h"
#include "comity-progress.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n;         /* rows */
  gsize n_blocks;  /* of COMITY_BLOCK rows, the last one filled up */
  gsize n_columns; /* of the model, the constant among them */
  gsize stride;    /* columns of a block, n_columns or more */
  guint32 *place;  /* n_columns: where in a block they lie; NULL: in order */
  gboolean has_constant;
  double *x;      /* n_blocks × stride × COMITY_BLOCK */
  double *y;      /* n_blocks × COMITY_BLOCK */
  double *weight; /* n_blocks × COMITY_BLOCK, 0 where filled up; NULL: all 1 */
  double *offset; /* n_blocks × COMITY_BLOCK; NULL: none */
  double *mean;   /* stride */
  double *scale;  /* stride; 0: the column is constant */
  double sum_weight;
  double sum_y; /* weighted */
  double *mask; /* COMITY_BLOCK: weights of the last block */
  /* What one model knows of the rows beyond columns (risk sets …), made by its prepare (). */
  gpointer extra;
  GDestroyNotify extra_free;
  /* A view: all but place and extra belongs to a sample that is kept between fits. */
  gpointer kept;
  GDestroyNotify kept_free;
  /* The extra of a part of the rows, all events among them (n of them, in order); NULL where there is
   * no memory. A sample with an extra and without this is not thinned. */
  gpointer (*extra_thin) (gconstpointer extra, const guint32 *rows, gsize n);
} ComitySample;

/* Column @column of rows first … first+n-1 of the sample, n ≤ COMITY_BLOCK. Any thread. */
typedef void (*ComitySampleFill) (gsize column, gsize first, gsize n, double *out, gpointer data);

/* Everything but the constant is filled by @fill. Takes @y, @weight, @offset (comity_kernel_alloc,
 * filled up with 0). NULL with an error: cancelled, or too large (COMITY_MODEL_ERROR_TOO_LARGE). */
ComitySample *comity_sample_new (gsize n,
                                 gsize n_columns,
                                 gboolean has_constant,
                                 double *y,
                                 double *weight,
                                 double *offset,
                                 ComitySampleFill fill,
                                 gpointer data,
                                 guint n_threads,
                                 ComityProgress *progress,
                                 GError **error);
/* Room for @stride columns, none of them filled but the constant; the rest as above, but nothing is
 * taken where it returns NULL: cancelled, or no memory. */
ComitySample *comity_sample_new_empty (gsize n,
                                       gsize stride,
                                       gboolean has_constant,
                                       double *y,
                                       double *weight,
                                       double *offset,
                                       guint n_threads,
                                       ComityProgress *progress);
/* Fills the column at places[i] with @fill's column i. FALSE: cancelled. */
gboolean comity_sample_fill (ComitySample *self,
                             const guint32 *places,
                             gsize n_places,
                             ComitySampleFill fill,
                             gpointer data,
                             guint n_threads,
                             ComityProgress *progress);
/* Fills column 0 with 1. FALSE: cancelled. */
gboolean
comity_sample_fill_constant (ComitySample *self, guint n_threads, ComityProgress *progress);
/* The columns at @place (taken, n_columns) of a sample that @kept holds. */
ComitySample *comity_sample_new_view (const ComitySample *of,
                                      guint32 *place,
                                      gsize n_columns,
                                      gpointer kept,
                                      GDestroyNotify kept_free);
/* All rows with y ≠ 0 and every @every-th of the others, same scaling; NULL when there is no
 * memory, or the sample's extra cannot be thinned.
 * @share: the part of the weight of rows with y = 0 that was taken; @reweight: those rows then
 * weigh 1 / share times as much. @rows, where given: those of @self that were taken; g_free (). */
ComitySample *comity_sample_thin (const ComitySample *self,
                                  gsize every,
                                  gboolean reweight,
                                  guint n_threads,
                                  double *share,
                                  guint32 **rows);
/* Fills the columns of @self at @places with those of the rows of @from. */
void comity_sample_thin_fill (ComitySample *self,
                              const ComitySample *from,
                              const guint32 *rows,
                              const guint32 *places,
                              gsize n_places,
                              guint n_threads);
/* These rows alone, same scaling; nothing of extra. NULL when there is no memory. */
ComitySample *
comity_sample_take (const ComitySample *self, const guint32 *rows, gsize n, guint n_threads);
void comity_sample_free (ComitySample *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySample, comity_sample_free)

/* Weights of block @block for a link function: NULL when all are 1. */
static inline const double *
comity_sample_block_weight (const ComitySample *self, gsize block)
{
  if (self->weight != NULL)
    return self->weight + block * COMITY_BLOCK;
  return block + 1 == self->n_blocks && self->n % COMITY_BLOCK != 0 ? self->mask : NULL;
}

static inline const double *
comity_sample_block_x (const ComitySample *self, gsize block)
{
  return self->x + block * self->stride * COMITY_BLOCK;
}

/* Where in a block column @column of the model lies. */
static inline guint32
comity_sample_get_place (const ComitySample *self, gsize column)
{
  return self->place != NULL ? self->place[column] : (guint32) column;
}

/* Σ s² x x' over the columns at the places in @pick (q × q), s: n_blocks × COMITY_BLOCK, NULL for 1. NULL when
 * cancelled or without memory. O(n q²). */
ComityMatrix *comity_sample_cross (const ComitySample *self,
                                   const guint32 *pick,
                                   gsize q,
                                   const double *s,
                                   guint n_threads,
                                   ComityProgress *progress);

/* Columns that the ones before them give, in order, the constant first: dropped[j] is TRUE and
 * @coefficients row j (n_columns) holds the combination of kept columns. @cross: of all columns of
 * the model, in their order, unweighted. Suspects are judged from the rows; with @sample NULL they count as given.
 * FALSE: cancelled. O(k³), and O(n k) for each suspect. */
gboolean comity_sample_find_collinear (const ComitySample *sample,
                                       const ComityMatrix *cross,
                                       gboolean *dropped,
                                       ComityMatrix *coefficients,
                                       guint n_threads,
                                       ComityProgress *progress);

G_END_DECLS
