/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of measures: a new one is a file and a line here. */
#include "config.h"

#include "comity-measure-private.h"

#include <string.h>

static const ComityMeasure *const measures[] = {
  &comity_measure_tradition,   &comity_measure_both,        &comity_measure_overlap,
  &comity_measure_gower,       &comity_measure_difference,  &comity_measure_minimum,
  &comity_measure_maximum,     &comity_measure_product,     &comity_measure_joint,
  &comity_measure_ideal_point, &comity_measure_portfolio,   &comity_measure_dice,
  &comity_measure_s,           &comity_measure_s_squared,   &comity_measure_tau_b,
  &comity_measure_kappa,       &comity_measure_pi,          &comity_measure_kogut_singh,
  &comity_measure_euclidean,   &comity_measure_manhattan,   &comity_measure_mahalanobis,
  &comity_measure_cosine,      &comity_measure_correlation, &comity_measure_treaty,
};

gsize
comity_measure_get_n (void)
{
  return G_N_ELEMENTS (measures);
}

const ComityMeasure *
comity_measure_peek (gsize i)
{
  return i < G_N_ELEMENTS (measures) ? measures[i] : NULL;
}

const ComityMeasure *
comity_measure_find (const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (measures); i++)
    if (strlen (measures[i]->name) == length && memcmp (measures[i]->name, name, length) == 0)
      return measures[i];
  return NULL;
}
