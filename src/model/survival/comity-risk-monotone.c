/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The proof that a partial likelihood is monotone (Bryson & Johnson 1981,
 * doi:10.1080/00401706.1981.10487685): along a direction γ it never falls when at each event time
 * γ'x is largest for the events. Largest values over the slots of all rows come from a table of
 * spans of 1, 2, 4 … slots: each row enters two spans that cover its spell. */
#include "config.h"

#include "comity-risk-private.h"

#include "comity-fit-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of the range of γ'x: differences that rounding makes. */
#define ROUNDING 1e-7
/* Part of the last step, which still carries a little of the search, that counts as none. */
#define MONOTONE_PART 1e-3
#define MAX_NAMES 4

static guint
floor_log2 (gsize n)
{
  guint power = 0;

  while (n >>= 1)
    power++;
  return power;
}

static void
project (const ComityPass *pass, const double *direction, double *out)
{
  const ComitySample *sample = pass->sample;
  const ComityKernel *kernel = comity_kernel_get ();

  for (gsize block = 0; block < sample->n_blocks; block++)
    kernel->linear (comity_sample_block_x (sample, block), pass->pick, pass->q, direction, NULL,
                    out + block * COMITY_BLOCK);
}

/* Largest value at each slot, into @largest (n_slots). Exact ties do not compare the events of one
 * time with each other. */
static gboolean
find_largest (const ComityPass *pass, const double *values, double *largest)
{
  const ComityRisk *risk = pass->sample->extra;
  gsize longest = 1;
  guint n_levels;
  g_autofree double *table = NULL;

  for (gsize i = 0; i < risk->n; i++)
    longest = MAX (longest, risk->end[i] - risk->begin[i]);
  n_levels = floor_log2 (longest) + 1;
  table = g_try_new (double, n_levels * risk->n_slots);
  if (table == NULL)
    return FALSE;
  for (gsize i = 0; i < n_levels * risk->n_slots; i++)
    table[i] = -INFINITY;
  for (gsize i = 0; i < risk->n; i++)
    {
      gsize begin = risk->begin[i];
      gsize end = risk->end[i];
      double *span;
      guint level;

      if (risk->ties == COMITY_TIES_EXACT && begin < end && pass->sample->y[i] != 0.0)
        end--;
      if (begin == end)
        continue;
      level = floor_log2 (end - begin);
      span = table + level * risk->n_slots;
      span[begin] = MAX (span[begin], values[i]);
      begin = end - ((gsize) 1 << level);
      span[begin] = MAX (span[begin], values[i]);
    }
  while (--n_levels > 0)
    {
      const double *from = table + n_levels * risk->n_slots;
      double *to = table + (n_levels - 1) * risk->n_slots;
      gsize half = (gsize) 1 << (n_levels - 1);

      for (gsize k = 0; k + half < risk->n_slots; k++)
        {
          to[k] = MAX (to[k], from[k]);
          to[k + half] = MAX (to[k + half], from[k]);
        }
    }
  memcpy (largest, table, risk->n_slots * sizeof (double));
  return TRUE;
}

gboolean
comity_risk_rises_along (const ComityPass *pass, const double *direction)
{
  const ComitySample *sample = pass->sample;
  const ComityRisk *risk = sample->extra;
  double *values = comity_kernel_alloc0 (sample->n_blocks * COMITY_BLOCK);
  g_autofree double *largest = g_try_new (double, risk->n_slots + 1);
  g_autofree double *smallest = g_try_new (double, risk->n_slots + 1);
  double low = INFINITY;
  double high = -INFINITY;
  gboolean rises = FALSE;
  gboolean holds = values != NULL && largest != NULL && smallest != NULL;

  if (holds)
    {
      project (pass, direction, values);
      for (gsize i = 0; i < sample->n; i++)
        {
          low = MIN (low, values[i]);
          high = MAX (high, values[i]);
        }
      holds = find_largest (pass, values, largest);
      for (gsize i = 0; i < sample->n; i++)
        values[i] = -values[i];
      holds = holds && find_largest (pass, values, smallest);
    }
  for (gsize k = 0; holds && k < risk->n_slots; k++)
    for (gsize at = risk->slot_events[k]; holds && at < risk->slot_events[k + 1]; at++)
      {
        double own = -values[risk->events[at]];

        holds = own >= largest[k] - ROUNDING * (high - low);
        rises |= own > -smallest[k] + ROUNDING * (high - low);
      }
  free (values);
  return holds && rises;
}

/* A partial likelihood that rises for ever does so along the last steps: the direction is proved
 * on the risk sets, with the parts that only carry what is left of the search set to 0. */
void
comity_fit_test_monotone (ComityFit *fit, ComityPass *pass, ComitySolution *solution)
{
  g_autofree double *direction = g_new0 (double, solution->q + 1);
  g_autoptr (GString) names = g_string_new (NULL);
  double largest = 0.0;
  gsize n_named = 0;

  if (!comity_matrix_solve_spd (pass->information, pass->gradient, direction))
    memcpy (direction, solution->beta, solution->q * sizeof (double));
  for (gsize j = 0; j < solution->q; j++)
    largest = MAX (largest, fabs (direction[j]));
  for (gsize j = 0; j < solution->q; j++)
    {
      direction[j] = fabs (direction[j]) < MONOTONE_PART * largest ? 0.0 : direction[j] / largest;
      if (direction[j] != 0.0 && ++n_named <= MAX_NAMES)
        g_string_append_printf (names, "%s%s", n_named > 1 ? ", " : "",
                                comity_fit_peek_column_name (fit, solution->columns[j]));
    }
  if (!(largest > 0.0) || !fit->estimator->rises_along (pass, direction))
    return;
  if (n_named > MAX_NAMES)
    g_string_append_printf (names, " and %" G_GSIZE_FORMAT " more", n_named - MAX_NAMES);
  fit->status = COMITY_FIT_SEPARATED;
  comity_fit_warn (
      fit,
      "Separation: the events are always those with the most, or always those with the "
      "least, of %s among the rows at risk, so that no finite estimate exists for %s. "
      "Leave %s out.",
      names->str, n_named > 1 ? "them" : "it", n_named > 1 ? "one of them" : "it");
  solution->direction = g_steal_pointer (&direction);
}
