/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Robust to heteroskedasticity: B (Σ s_i s_i') B, White (1980), doi:10.2307/1912934; HC1 with
 * n/(n−k); Stata's vce(robust) with n/(n−1) for maximum likelihood and HC1 for linear models. */
#include "config.h"

#include "comity-vce-private.h"

#include <math.h>
#include <stdlib.h>

static ComityMatrix *
sandwich (const ComityScores *scores, double factor)
{
  const ComitySample *sample = scores->sample;
  g_autoptr (ComityMatrix) meat = NULL;
  double *s = NULL;

  /* A row that counts f times has f equal scores, each u / f. */
  if (scores->frequency != NULL)
    {
      s = comity_kernel_alloc0 (sample->n_blocks * COMITY_BLOCK);
      for (gsize i = 0; s != NULL && i < sample->n; i++)
        s[i] = scores->residual[i] / sqrt (scores->frequency[i]);
      if (s == NULL)
        return NULL;
    }
  meat = comity_sample_cross (sample, scores->pick, scores->q, s != NULL ? s : scores->residual,
                              scores->n_threads, scores->progress);
  free (s);
  return meat != NULL ? comity_scores_sandwich (scores, meat, factor) : NULL;
}

ComityMatrix *
comity_vce_hc0 (const ComityScores *scores, GPtrArray *warnings)
{
  return sandwich (scores, 1.0);
}

ComityMatrix *
comity_vce_hc1 (const ComityScores *scores, GPtrArray *warnings)
{
  return sandwich (scores, scores->n / (scores->n - scores->k));
}

ComityMatrix *
comity_vce_robust (const ComityScores *scores, GPtrArray *warnings)
{
  double lost = scores->linear ? scores->k : 1.0;

  return sandwich (scores, scores->stata ? scores->n / (scores->n - lost) : 1.0);
}
