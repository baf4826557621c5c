/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least squares by QR where X'X would lose too many digits: cross products square the condition of
 * the columns, and with it the rounding. */
#include "config.h"

#include "comity-fit-private.h"

#include "comity-qr-private.h"

#include <string.h>

/* Reciprocal condition of X'X, scaled to a unit diagonal, down to which it is solved itself: what
 * rounding does to the first solution, the step from the residuals of the data repairs. */
#define GOOD_ENOUGH 1e-6
/* Part of a column below which a reader should know how little there is. */
#define NEARLY_COLLINEAR 1e-6

gboolean
comity_fit_needs_triangle (const ComityFit *fit, const ComityMatrix *cross)
{
  g_autoptr (ComityMatrix) inverse = NULL;
  double rcond = 0.0;

  if (!fit->estimator->linear)
    return FALSE;
  inverse = comity_matrix_invert_spd (cross, &rcond);
  return inverse == NULL || !(rcond > GOOD_ENOUGH);
}

gboolean
comity_fit_solve_triangle (ComityFit *fit,
                           ComityPass *pass,
                           ComitySolution *solution,
                           ComityNewtonStatus *status,
                           ComityProgress *progress)
{
  g_autofree double *beta = g_new0 (double, solution->q + 1);

  solution->bread =
      comity_triangle_solve (solution->triangle, solution->columns, solution->q, beta);
  *status = solution->bread != NULL ? COMITY_NEWTON_CONVERGED : COMITY_NEWTON_SINGULAR;
  if (solution->bread != NULL)
    memcpy (solution->beta, beta, solution->q * sizeof (double));
  fit->numbers.iterations++;
  if (solution->bread != NULL && solution->least < NEARLY_COLLINEAR)
    comity_fit_warn (fit,
                     "The terms are nearly collinear: a part of %.0e of one of them is all that "
                     "those before it do not give. The estimates come from an orthogonal (QR) "
                     "decomposition of the rows.",
                     solution->least);
  if (!comity_pass_run (pass, solution->beta, progress))
    return FALSE;
  /* Björck's (1987) corrected seminormal equations: one step from the residuals of the data. */
  for (gsize i = 0; solution->bread != NULL && i < solution->q; i++)
    for (gsize j = 0; j < solution->q; j++)
      solution->beta[i] += comity_matrix_get (solution->bread, i, j) * pass->gradient[j];
  return comity_pass_run (pass, solution->beta, progress);
}
