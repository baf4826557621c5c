/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inverse of the information, for linear models times the residual variance. */
#include "config.h"

#include "comity-vce-private.h"

ComityMatrix *
comity_vce_classical (const ComityScores *scores, GPtrArray *warnings)
{
  ComityMatrix *v = comity_matrix_copy (scores->bread);

  for (gsize i = 0; v != NULL && i < scores->q * scores->q; i++)
    v->data[i] *= scores->dispersion;
  return v;
}
