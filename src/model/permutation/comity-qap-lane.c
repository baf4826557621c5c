/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lane: where each row finds its content under a permutation, and the statistic that follows. */
#include "config.h"

#include "comity-qap-private.h"

struct _ComityQapLane
{
  const ComityQapWork *work;
  guint32 *map; /* n */
  /* one of them */
  ComityQapLinear *linear;
  ComityQapRefit *refit;
};

ComityQapLane *
comity_qap_lane_new (const ComityQapWork *work, gsize lane, guint n_threads)
{
  ComityQapLane *self = g_new0 (ComityQapLane, 1);

  self->work = work;
  self->map = g_try_new (guint32, work->sample->n + 1);
  if (comity_qap_refits (work))
    self->refit = comity_qap_refit_new (work, lane, n_threads);
  else
    self->linear = comity_qap_linear_new (work);
  if (self->map == NULL || (self->refit == NULL && self->linear == NULL))
    g_clear_pointer (&self, comity_qap_lane_free);
  return self;
}

void
comity_qap_lane_free (ComityQapLane *self)
{
  if (self == NULL)
    return;

  g_free (self->map);
  comity_qap_linear_free (self->linear);
  comity_qap_refit_free (self->refit);
  g_free (self);
}

gboolean
comity_qap_lane_start (ComityQapLane *self, ComityQapWork *work)
{
  return self->refit == NULL || comity_qap_refit_start (self->refit, work);
}

gboolean
comity_qap_lane_run (ComityQapLane *self, const guint32 *order, double *statistics, gsize *n_kept)
{
  *n_kept = comity_state_permutation_map (self->work->states, order, self->map);
  return self->linear != NULL ? comity_qap_linear_run (self->linear, self->map, *n_kept, statistics)
                              : comity_qap_refit_run (self->refit, self->map, *n_kept, statistics);
}

void
comity_qap_get_constant_row (const ComityQapWork *work, double *out)
{
  const ComitySample *sample = work->sample;

  for (gsize j = 0; j < work->q; j++)
    out[j] = j == 0 && sample->has_constant ? 1.0
             : sample->scale[j] > 0.0       ? -sample->mean[j] / sample->scale[j]
                                            : 0.0;
}
