/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Residuals of a Cox model, in the covariates' own units and each row counted once: the scores of
 * the fit carry the weights and the sample's units, which are taken off again. */
#include "config.h"

#include "comity-cox-open-private.h"

#include <math.h>

static ComityMatrix *
row_residuals (const ComityCox *self, ComityCoxResidual kind)
{
  ComityMatrix *out = comity_matrix_new (self->n, 1);

  for (gsize i = 0; out != NULL && i < self->n; i++)
    {
      double event = self->sample->y[i];
      double martingale = self->pass->residual[i] / comity_cox_get_weight (self, i);
      double expected = event - martingale;

      if (kind == COMITY_COX_MARTINGALE)
        out->data[i] = martingale;
      else if (kind == COMITY_COX_COX_SNELL)
        out->data[i] = expected;
      else
        out->data[i] = copysign (
            sqrt (MAX (0.0, -2.0 * (martingale + (event > 0.0 ? event * log (expected) : 0.0)))),
            martingale);
    }
  return out;
}

/* @right (q × q): applied to each row's scores. */
static ComityMatrix *
score_residuals (const ComityCox *self, const ComityMatrix *right)
{
  gsize q = self->q;
  g_autoptr (ComitySample) scores = comity_cox.scores (self->pass, NULL);
  g_autoptr (ComityMatrix) out = comity_matrix_new (self->n, q);

  if (scores == NULL || out == NULL)
    return NULL;
  for (gsize i = 0; i < self->n; i++)
    for (gsize j = 0; j < q; j++)
      {
        const double *u = scores->x + i / COMITY_BLOCK * q * COMITY_BLOCK + i % COMITY_BLOCK;
        double sum = 0.0;

        for (gsize l = 0; l < q; l++)
          sum += u[l * COMITY_BLOCK] * comity_matrix_get (right, l, j);
        out->data[i * q + j] = sum / comity_cox_get_weight (self, i);
      }
  return g_steal_pointer (&out);
}

/* From the sample's units: a score times the scale, a change of an estimate divided by it. */
static ComityMatrix *
make_right (const ComityCox *self, ComityCoxResidual kind)
{
  gsize q = self->q;
  ComityMatrix *right = comity_matrix_new (q, q);

  for (gsize i = 0; right != NULL && i < q; i++)
    for (gsize j = 0; j < q; j++)
      {
        double scale = comity_cox_get_scale (self, j);

        if (kind == COMITY_COX_SCORE || kind == COMITY_COX_SCHOENFELD)
          comity_matrix_set (right, i, j, i == j ? scale : 0.0);
        else if (kind == COMITY_COX_DFBETAS)
          comity_matrix_set (right, i, j,
                             comity_matrix_get (self->inverse, i, j) /
                                 sqrt (comity_matrix_get (self->inverse, j, j)));
        else
          comity_matrix_set (right, i, j, comity_matrix_get (self->inverse, i, j) / scale);
      }
  return right;
}

/* Grambsch & Therneau (1994): scaled, d V r + β. */
static ComityMatrix *
event_residuals (const ComityCox *self, ComityCoxResidual kind, const ComityMatrix *right)
{
  const ComityRisk *risk = comity_cox_get_risk (self);
  const ComityCoxData *data = self->pass->data;
  gsize q = self->q;
  gboolean scaled = kind == COMITY_COX_SCALED_SCHOENFELD;
  g_autofree double *r = g_new (double, q + 1);
  ComityMatrix *out = comity_matrix_new (risk->n_events, q);

  for (gsize k = 0; out != NULL && k < risk->n_slots; k++)
    for (gsize at = risk->slot_events[k]; at < risk->slot_events[k + 1]; at++)
      {
        for (gsize j = 0; j < q; j++)
          r[j] = comity_cox_get_x (self, risk->events[at], j) -
                 comity_cox_mean (data, risk->n_slots, j, k);
        for (gsize j = 0; j < q; j++)
          {
            double sum = 0.0;

            for (gsize l = 0; l < q; l++)
              sum += r[l] * comity_matrix_get (right, l, j);
            out->data[at * q + j] =
                scaled ? (double) risk->n_events * sum + self->fit->beta[j] : sum;
          }
      }
  return out;
}

ComityMatrix *
comity_cox_residuals (const ComityCox *self, ComityCoxResidual kind)
{
  g_autoptr (ComityMatrix) right = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (kind <= COMITY_COX_DEVIANCE)
    return row_residuals (self, kind);
  right = make_right (self, kind);
  if (right == NULL)
    return NULL;
  if (kind == COMITY_COX_SCHOENFELD || kind == COMITY_COX_SCALED_SCHOENFELD)
    return event_residuals (self, kind, right);
  return score_residuals (self, right);
}
