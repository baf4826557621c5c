/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a fit. */
#include "config.h"

#include "comity-fit-private.h"

#include <math.h>

ComityFit *
comity_fit_ref (ComityFit *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

const ComitySpec *
comity_fit_peek_spec (const ComityFit *self)
{
  return self->spec;
}

ComityDataset *
comity_fit_peek_dataset (const ComityFit *self)
{
  return self->dataset;
}

const char *
comity_fit_peek_formula (const ComityFit *self)
{
  return comity_formula_peek_text (self->design->formula);
}

const char *
comity_fit_peek_estimator (const ComityFit *self)
{
  return self->estimator->name;
}

const char *
comity_fit_peek_estimator_title (const ComityFit *self)
{
  return self->estimator->title;
}

const char *
comity_fit_peek_response (const ComityFit *self)
{
  return comity_formula_peek_response (self->design->formula);
}

ComityFitStatus
comity_fit_get_status (const ComityFit *self)
{
  return self->status;
}

const char *
comity_fit_status_name (ComityFitStatus status)
{
  switch (status)
    {
    case COMITY_FIT_CONVERGED:
      return "converged";
    case COMITY_FIT_NOT_CONVERGED:
      return "not-converged";
    case COMITY_FIT_SEPARATED:
      return "separated";
    case COMITY_FIT_NEAR_SINGULAR:
      return "near-singular";
    case COMITY_FIT_NO_EVENTS:
      return "no-events";
    case COMITY_FIT_CANCELLED:
    default:
      return "cancelled";
    }
}

gsize
comity_fit_get_n_warnings (const ComityFit *self)
{
  return self->warnings->len;
}

const char *
comity_fit_peek_warning (const ComityFit *self, gsize i)
{
  g_return_val_if_fail (i < self->warnings->len, NULL);
  return g_ptr_array_index (self->warnings, i);
}

gsize
comity_fit_get_n_terms (const ComityFit *self)
{
  return self->n_terms;
}

const ComityCoefficient *
comity_fit_peek_coefficient (const ComityFit *self, gsize i)
{
  g_return_val_if_fail (i < self->n_terms, NULL);
  return &self->coefficients[i];
}

gssize
comity_fit_find_term (const ComityFit *self, const char *term)
{
  for (gsize i = 0; i < self->n_terms; i++)
    if (g_strcmp0 (self->names[i], term) == 0)
      return (gssize) i;
  return -1;
}

const ComityMatrix *
comity_fit_peek_vcov (const ComityFit *self)
{
  return self->vcov;
}

gsize
comity_fit_get_n_omitted (const ComityFit *self)
{
  return self->omitted->len;
}

const char *
comity_fit_peek_omitted (const ComityFit *self, gsize i, const char **reason)
{
  const ComityOmitted *omitted;

  g_return_val_if_fail (i < self->omitted->len, NULL);
  omitted = g_ptr_array_index (self->omitted, i);
  if (reason != NULL)
    *reason = omitted->reason;
  return omitted->term;
}

const ComityFitNumbers *
comity_fit_peek_numbers (const ComityFit *self)
{
  return &self->numbers;
}

const ComityMatrix *
comity_fit_peek_replicates (const ComityFit *self, gsize *n_failed)
{
  if (n_failed != NULL)
    *n_failed = self->n_failed_replicates;
  return self->replicates;
}

gsize
comity_fit_get_n_clusterings (const ComityFit *self)
{
  return self->clusterings->len;
}

const char *
comity_fit_peek_clustering (const ComityFit *self, gsize i, gsize *n_clusters)
{
  g_return_val_if_fail (i < self->clusterings->len, NULL);
  if (n_clusters != NULL)
    *n_clusters = g_array_index (self->cluster_counts, gsize, i);
  return g_ptr_array_index (self->clusterings, i);
}

const char *
comity_fit_peek_vce_sentence (const ComityFit *self)
{
  return self->vce_sentence;
}

gsize
comity_fit_get_n_drops (const ComityFit *self)
{
  return self->drops->len;
}

const ComityDrop *
comity_fit_peek_drop (const ComityFit *self, gsize i)
{
  g_return_val_if_fail (i < self->drops->len, NULL);
  return &g_array_index (self->drops, ComityDrop, i);
}

gsize
comity_fit_get_n_extras (const ComityFit *self)
{
  return self->extras->len;
}

const char *
comity_fit_peek_extra (const ComityFit *self, gsize i, double *value)
{
  const ComityExtra *extra;

  g_return_val_if_fail (i < self->extras->len, NULL);
  extra = &g_array_index (self->extras, ComityExtra, i);
  *value = extra->value;
  return extra->name;
}

gboolean
comity_fit_uses_row (const ComityFit *self, gsize row)
{
  g_return_val_if_fail (row < comity_dataset_get_n_rows (self->dataset), FALSE);
  return self->used[row / 8] >> (row % 8) & 1;
}

/* Σ x_j β_j of at most COMITY_BLOCK rows, without the offset. */
static void
predict_block (const ComityFit *self, const guint32 *rows, gsize n, double *eta)
{
  double x[COMITY_BLOCK];

  for (gsize i = 0; i < n; i++)
    eta[i] = 0.0;
  for (gsize j = 0; j < self->n_terms; j++)
    {
      if (self->columns[j] < 0)
        for (gsize i = 0; i < n; i++)
          x[i] = 1.0;
      else
        comity_design_read (self->design, (gsize) self->columns[j], rows, n, x);
      for (gsize i = 0; i < n; i++)
        eta[i] += x[i] * self->beta[j];
    }
}

void
comity_fit_predict_rows (
    const ComityFit *self, const guint32 *rows, gsize n, gboolean link, double *out)
{
  double offset[COMITY_BLOCK];

  for (gsize first = 0; first < n; first += COMITY_BLOCK)
    {
      gsize count = MIN (COMITY_BLOCK, n - first);

      predict_block (self, rows + first, count, out + first);
      comity_design_read_offset (self->design, rows + first, count, offset);
      for (gsize i = 0; i < count; i++)
        {
          double eta = out[first + i] + offset[i];

          /* Fixed effects that were swept out have no estimates. */
          out[first + i] = link || isnan (eta)         ? eta
                           : self->spec->absorb != NULL ? NAN
                                                        : self->estimator->mean (eta);
        }
    }
}

void
comity_fit_explain_row (const ComityFit *self, gsize row, double *out)
{
  guint32 at = (guint32) row;

  g_return_if_fail (row < comity_dataset_get_n_rows (self->dataset));

  for (gsize j = 0; j < self->n_terms; j++)
    {
      double x = 1.0;

      if (self->columns[j] >= 0)
        comity_design_read (self->design, (gsize) self->columns[j], &at, 1, &x);
      out[j] = x * self->beta[j];
    }
}
