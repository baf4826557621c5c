/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sample of a permutation test, its cross products, and what is permuted over it.
 *   X columns of the sample, n × q · y outcome · W weights · A = (X, y) */
#include "config.h"

#include "comity-qap-private.h"

#include "comity-parallel.h"
#include "comity-risk-private.h"
#include "comity-rows-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Bytes that what the lanes have of their own may take together. */
#define LANES_MEMORY ((gsize) 256 << 20)
/* … in columns: content, outcome, weights, residuals, map, and a penalised model's leverages. */
#define LANE_COLUMNS 6
/* Rows read or summed between two looks at the progress, whole blocks. */
#define ROWS_PER_LOOK 16384

void
comity_qap_work_clear (ComityQapWork *self)
{
  comity_state_permutation_free (self->states);
  comity_sample_free (self->sample);
  g_free (self->columns);
  g_free (self->tested);
  g_free (self->values);
  comity_matrix_free (self->cross);
  free (self->outcome);
  g_free (self->start);
  comity_sample_free (self->thin);
  g_free (self->thin_rows);
  g_free (self->thin_start);
}

gboolean
comity_qap_refits (const ComityQapWork *self)
{
  return !self->fit->estimator->linear && self->method != COMITY_QAP_CORRELATION;
}

gboolean
comity_qap_fail (ComityProgress *progress, GError **error)
{
  if (!comity_progress_set_error_if_cancelled (progress, error))
    g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                         "There is not enough memory for the permutations.");
  return FALSE;
}

/* Columns of the design, behind the constant where there is one. */
typedef struct
{
  const ComityFit *fit;
  const guint32 *rows;
  gsize *design_columns; /* of the sample's columns; the constant's is not used */
} Reading;

static void
read_column (gsize column, gsize first, gsize n, double *out, gpointer data)
{
  const Reading *reading = data;

  comity_design_read (reading->fit->design, reading->design_columns[column], reading->rows + first,
                      n, out);
}

static double *
alloc_blocks (gsize n)
{
  return comity_kernel_alloc0 ((n + COMITY_BLOCK - 1) / COMITY_BLOCK * COMITY_BLOCK);
}

/* Outcome, weights and offset, for a sample to take; those of a work that is cancelled are not all
 * there. FALSE: no memory. */
static gboolean
read_vectors (const ComityUsedRows *rows,
              double **y,
              double **weight,
              double **offset,
              ComityProgress *progress)
{
  const ComityDesign *design = rows->fit->design;

  *y = alloc_blocks (rows->n);
  if (rows->weight != NULL)
    *weight = alloc_blocks (rows->n);
  if (design->offsets->len > 0)
    *offset = alloc_blocks (rows->n);
  if (*y == NULL || (rows->weight != NULL && *weight == NULL) ||
      (design->offsets->len > 0 && *offset == NULL))
    {
      free (*y);
      free (*weight);
      free (*offset);
      return FALSE;
    }
  for (gsize first = 0; first < rows->n; first += COMITY_BLOCK)
    {
      gsize n = MIN (COMITY_BLOCK, rows->n - first);

      if (first % ROWS_PER_LOOK == 0 && comity_progress_is_cancelled (progress))
        break;
      comity_read_response (rows->fit, rows->rows + first, n, *y + first);
      if (*offset != NULL)
        comity_design_read_offset (design, rows->rows + first, n, *offset + first);
    }
  if (*weight != NULL)
    memcpy (*weight, rows->weight, rows->n * sizeof (double));
  return TRUE;
}

static gboolean
make_sample (ComityQapWork *work, const ComityUsedRows *rows, GError **error)
{
  const ComityFit *fit = work->fit;
  gboolean has_constant = work->method == COMITY_QAP_CORRELATION || fit->estimator->partial;
  g_autofree gsize *design_columns = g_new0 (gsize, fit->n_terms + 2);
  Reading reading = { fit, rows->rows, design_columns };
  double *y = NULL;
  double *weight = NULL;
  double *offset = NULL;

  for (gsize i = 0; i < fit->n_terms; i++)
    has_constant |= fit->columns[i] < 0;
  work->q = has_constant ? 1 : 0;
  work->first = fit->estimator->partial ? 1 : 0;
  for (gsize i = 0; i < fit->n_terms; i++)
    if (fit->columns[i] >= 0)
      design_columns[work->q++] = (gsize) fit->columns[i];
  if (!read_vectors (rows, &y, &weight, &offset, work->progress))
    return comity_qap_fail (work->progress, error);
  work->n_lanes = CLAMP (LANES_MEMORY / (LANE_COLUMNS * sizeof (double) * MAX (rows->n, 1)), 1,
                         COMITY_PARALLEL_PIECES);
  work->sample = comity_sample_new_empty (
      rows->n, work->q + (comity_qap_refits (work) ? work->n_lanes : 0), has_constant, y, weight,
      offset, fit->spec->n_threads, work->progress);
  if (work->sample == NULL)
    {
      free (y);
      free (weight);
      free (offset);
      return comity_qap_fail (work->progress, error);
    }
  work->sample->n_columns = work->q;
  if (!comity_sample_fill (work->sample, NULL, work->q, read_column, &reading,
                           fit->spec->n_threads, work->progress))
    return comity_qap_fail (work->progress, error);
  work->columns = g_new (guint32, work->q + 1);
  for (guint32 j = 0; j < work->q; j++)
    work->columns[j] = j;
  work->tested = g_new (guint32, work->q + 1);
  for (guint32 j = has_constant && work->method != COMITY_QAP_Y ? 1 : 0; j < work->q; j++)
    work->tested[work->n_tests++] = j;
  return TRUE;
}

/* The outcome less its offset and, beside a constant, its mean; and A'WA. */
static gboolean
cross_sample (ComityQapWork *work, GError **error)
{
  const ComitySample *sample = work->sample;
  gsize q = work->q;
  g_autofree double *root = NULL;
  g_autoptr (ComityMatrix) columns = NULL;
  double sum = 0.0;

  work->outcome = comity_kernel_alloc0 (sample->n_blocks * COMITY_BLOCK);
  work->cross = comity_matrix_new (q + 1, q + 1);
  if (work->outcome == NULL || work->cross == NULL)
    return comity_qap_fail (work->progress, error);
  for (gsize i = 0; i < sample->n; i++)
    {
      work->outcome[i] = sample->y[i] - (sample->offset != NULL ? sample->offset[i] : 0.0);
      sum += work->outcome[i] * (sample->weight != NULL ? sample->weight[i] : 1.0);
    }
  if (sample->has_constant)
    work->outcome_mean = sum / sample->sum_weight;
  if (sample->weight != NULL)
    root = g_new0 (double, sample->n_blocks *COMITY_BLOCK);
  for (gsize i = 0; i < sample->n; i++)
    {
      work->outcome[i] -= work->outcome_mean;
      if (root != NULL)
        root[i] = sqrt (sample->weight[i]);
    }
  columns = comity_sample_cross (sample, work->columns, q, root, work->fit->spec->n_threads,
                                 work->progress);
  if (columns == NULL)
    return comity_qap_fail (work->progress, error);
  for (gsize i = 0; i < q; i++)
    for (gsize j = 0; j < q; j++)
      comity_matrix_set (work->cross, i, j, comity_matrix_get (columns, i, j));
  for (gsize i = 0; i < sample->n; i++)
    {
      const double *x = comity_sample_block_x (sample, i / COMITY_BLOCK) + i % COMITY_BLOCK;
      double y = work->outcome[i] * (sample->weight != NULL ? sample->weight[i] : 1.0);

      if (i % ROWS_PER_LOOK == 0 && comity_progress_is_cancelled (work->progress))
        return comity_qap_fail (work->progress, error);
      for (gsize j = 0; j < q; j++)
        work->cross->data[q * (q + 1) + j] += x[j * COMITY_BLOCK] * y;
      work->cross->data[q * (q + 1) + q] += work->outcome[i] * y;
    }
  return TRUE;
}

typedef struct
{
  ComityQapWork *work;
  const double *weights; /* q × n_tests */
} Leaving;

static void
leave_piece (gsize piece, gpointer user_data)
{
  const Leaving *self = user_data;
  ComityQapWork *work = self->work;
  const ComitySample *sample = work->sample;
  gsize n_tests = work->n_tests;
  gsize last = MIN (sample->n, (piece + 1) * ROWS_PER_LOOK);

  for (gsize row = piece * ROWS_PER_LOOK; row < last; row++)
    {
      const double *x = comity_sample_block_x (sample, row / COMITY_BLOCK) + row % COMITY_BLOCK;
      double *values = work->values + row * n_tests;

      for (gsize i = 0; i < work->q; i++)
        for (gsize k = 0; k < n_tests; k++)
          values[k] += x[i * COMITY_BLOCK] * self->weights[i * n_tests + k];
    }
}

/* What the other columns do not give of each tested one is X (X'WX)⁻¹'s column, up to its length.
 */
static gboolean
find_residuals (ComityQapWork *work, GError **error)
{
  const ComitySample *sample = work->sample;
  gsize q = work->q;
  gsize n_tests = work->n_tests;
  g_autoptr (ComityMatrix) columns = comity_matrix_new (q, q);
  g_autoptr (ComityMatrix) inverse = NULL;
  g_autofree double *weights = g_new (double, q *n_tests + 1);
  Leaving leaving = { work, weights };

  for (gsize i = 0; i < q; i++)
    for (gsize j = 0; j < q; j++)
      comity_matrix_set (columns, i, j, comity_matrix_get (work->cross, i, j));
  inverse = comity_matrix_invert_spd (columns, NULL);
  if (inverse == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                           "The covariates are so nearly collinear that none can be told from the "
                           "others; leave one out.");
      return FALSE;
    }
  for (gsize k = 0; k < n_tests; k++)
    {
      gsize j = work->tested[k];
      double length = sqrt (comity_matrix_get (inverse, j, j) / sample->sum_weight);

      for (gsize i = 0; i < q; i++)
        weights[i * n_tests + k] = comity_matrix_get (inverse, i, j) / length;
    }
  return comity_parallel_for ((sample->n + ROWS_PER_LOOK - 1) / ROWS_PER_LOOK,
                              work->fit->spec->n_threads, leave_piece, &leaving, work->progress) ||
         comity_qap_fail (work->progress, error);
}

static gboolean
find_values (ComityQapWork *work, GError **error)
{
  gsize n_cells;

  work->n_values = work->method == COMITY_QAP_DSP ? work->n_tests : 1;
  if (!g_size_checked_mul (&n_cells, work->sample->n, work->n_values) ||
      (work->values = g_try_new0 (double, n_cells + 1)) == NULL)
    return comity_qap_fail (work->progress, error);
  if (work->method == COMITY_QAP_DSP)
    return find_residuals (work, error);
  memcpy (work->values, work->outcome, work->sample->n * sizeof (double));
  return TRUE;
}

/* Who is at risk when; a permuted covariate changes nothing of it. */
static gboolean
find_risk (ComityQapWork *work, const ComityUsedRows *rows, GError **error)
{
  const ComityFit *fit = work->fit;
  ComityInput *const inputs[] = { fit->start, fit->stop, fit->strata };

  return !fit->estimator->partial ||
         comity_risk_read (inputs, fit->spec, rows->rows, work->sample, error);
}

static gboolean
find_states (ComityQapWork *work,
             const ComityQapOptions *options,
             const ComityUsedRows *rows,
             GError **error)
{
  const char *names[3] = { options->states[0], options->states[1], options->time };
  ComityColumn *columns[3] = { NULL, NULL, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GError *local = NULL;

      if (names[i] == NULL)
        continue;
      columns[i] = comity_dataset_require_column (work->fit->dataset, names[i], &local);
      if (columns[i] == NULL)
        {
          comity_model_take_dataset_error (error, local);
          return FALSE;
        }
    }
  work->states = comity_state_permutation_new (columns[0], columns[1], columns[2], rows->rows,
                                               rows->n, options->exchange, work->progress,
                                               error);
  if (work->states == NULL)
    return FALSE;
  if (comity_state_permutation_get_n_groups (work->states) > 0)
    return TRUE;
  g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
               "There are no states to exchange: none of the %" G_GSIZE_FORMAT
               " states shares all its times with another. Exchange all states instead "
               "(--exchange all), or take one year.",
               comity_state_permutation_get_n_states (work->states));
  return FALSE;
}

gboolean
comity_qap_work_init (ComityQapWork *self,
                      const ComityFit *fit,
                      const ComityQapOptions *options,
                      ComityProgress *progress,
                      GError **error)
{
  g_auto (ComityUsedRows) rows = { 0 };

  *self = (ComityQapWork){ .fit = fit, .method = options->method, .progress = progress };
  if (!comity_used_rows_init (&rows, fit, error) || !find_states (self, options, &rows, error) ||
      !make_sample (self, &rows, error) || !cross_sample (self, error) ||
      !find_risk (self, &rows, error))
    return FALSE;
  if (self->n_tests > 0)
    return find_values (self, error);
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                       "There is no covariate to test.");
  return FALSE;
}
