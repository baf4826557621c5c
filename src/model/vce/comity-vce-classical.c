/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inverse of the information. */
#include "config.h"

#include "comity-vce-private.h"

ComityMatrix *
comity_vce_classical (const ComityScores *scores, GPtrArray *warnings)
{
  return comity_matrix_copy (scores->bread);
}
