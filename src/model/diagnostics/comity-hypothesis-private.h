/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The insides of a linear hypothesis. */
#pragma once

#include "comity-tests.h"

G_BEGIN_DECLS

struct _ComityHypothesis
{
  gsize n;
  gsize n_terms;
  char **texts;    /* n + 1 */
  double *weights; /* n × n_terms: R */
  double *values;  /* n: r */
};

G_END_DECLS
