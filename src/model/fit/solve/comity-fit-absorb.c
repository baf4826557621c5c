/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits with absorbed fixed effects: the rows that these settle alone are left out and counted, the
 * columns are swept, and what was swept out counts among the coefficients. */
#include "config.h"

#include "comity-fit-absorb-private.h"

#include "comity-parallel.h"

#include <math.h>
#include <string.h>

/* Part of a column's length about its mean below which the fixed effects give it: R's lm (). */
#define GIVEN 1e-7

static GPtrArray *
make_groupings (const ComityFitPlan *plan,
                const ComityFitRows *rows,
                ComityProgress *progress,
                GError **error)
{
  GPtrArray *groupings = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_groups_free);

  for (guint w = 0; w < plan->absorb_inputs->len; w++)
    {
      const ComityInput *input = g_ptr_array_index (plan->absorb_inputs, w);

      if (comity_progress_set_error_if_cancelled (progress, error))
        {
          g_ptr_array_unref (groupings);
          return NULL;
        }
      g_ptr_array_add (groupings,
                       comity_groups_new_from_column (input->column, rows->rows, rows->n));
    }
  return groupings;
}

/* "exporter and importer", "a, b and c" */
static char *
join_names (GPtrArray *groupings, gboolean with_counts)
{
  GString *text = g_string_new (NULL);

  for (guint w = 0; w < groupings->len; w++)
    {
      const ComityGroups *groups = g_ptr_array_index (groupings, w);

      g_string_append_printf (text, "%s%s",
                              w == 0                    ? ""
                              : w + 1 == groupings->len ? " and "
                                                        : ", ",
                              groups->name);
      if (with_counts)
        g_string_append_printf (text, " (%" G_GSIZE_FORMAT ")", groups->n_groups);
    }
  return g_string_free (text, FALSE);
}

static void
note_lost (ComityFit *fit,
           GPtrArray *groupings,
           const guint8 *out,
           guint8 kind,
           const double *y,
           gsize n,
           gsize n_lost)
{
  g_autofree char *names = join_names (groupings, FALSE);
  ComityDrop drop = { .rows = n_lost, .missing = n_lost };

  if (n_lost == 0)
    return;
  drop.variable = g_strdup_printf (kind == 1   ? "alone in %s"
                                   : kind == 2 ? "only zeros in %s"
                                               : "separated, with %s",
                                   names);
  for (gsize i = 0; i < n; i++)
    drop.events += out[i] == kind && y[i] == 1.0;
  g_array_append_val (fit->drops, drop);
  fit->numbers.n_dropped += n_lost;
  if (kind == 1)
    comity_fit_warn (fit,
                     "%" G_GSIZE_FORMAT " rows were left out: each is the only one of its group of "
                     "%s (a singleton), whose fixed effect fits it perfectly.",
                     n_lost, names);
  else if (kind == 3)
    comity_fit_warn (fit,
                     "%" G_GSIZE_FORMAT
                     " rows were left out: the terms together with the fixed effects of %s foretell "
                     "perfectly that their outcome is 0 (separation).",
                     n_lost, names);
  else
    comity_fit_warn (fit,
                     "%" G_GSIZE_FORMAT
                     " rows were left out: the outcome is 0 in all of their group "
                     "of %s, whose fixed effect foretells that perfectly (separation).",
                     n_lost, names);
}

gboolean
comity_fit_absorb_rows (ComityFit *fit,
                        const ComityFitPlan *plan,
                        const ComityFitUnits *units,
                        ComityFitRows *rows,
                        ComityAbsorb **absorb,
                        ComityProgress *progress,
                        GError **error)
{
  GPtrArray *groupings;
  g_autofree guint8 *out = g_try_malloc0 (rows->n + 1);
  g_autofree double *y = g_try_new (double, rows->n + 1);
  gsize n_alone = 0;
  gsize n_zero = 0;
  gsize n_separated = 0;
  gsize kept = 0;

  if (out == NULL || y == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the fixed effects.");
      return FALSE;
    }
  for (gsize i = 0; i < rows->n; i++)
    y[i] = comity_fit_read_outcome (fit->design->response, rows->rows[i]);
  groupings = make_groupings (plan, rows, progress, error);
  if (groupings == NULL)
    return FALSE;
  *absorb = comity_absorb_new (groupings);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return FALSE;
  for (gsize i = 0; fit->excluded != NULL && i < rows->n; i++)
    if (fit->excluded[rows->rows[i] / 8] & (1u << (rows->rows[i] % 8)))
      {
        out[i] = 3;
        n_separated++;
      }
  comity_absorb_find_lost (*absorb, fit->estimator->counts ? y : NULL, out, &n_alone, &n_zero);
  if (n_alone + n_zero + n_separated == 0)
    return TRUE;
  if (n_alone + n_zero + n_separated == rows->n)
    {
      g_autofree char *names = join_names (comity_absorb_peek_groupings (*absorb), FALSE);

      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_NO_ROWS,
                   "No row is left to estimate from: the fixed effects of %s settle every row.",
                   names);
      return FALSE;
    }
  note_lost (fit, comity_absorb_peek_groupings (*absorb), out, 1, y, rows->n, n_alone);
  note_lost (fit, comity_absorb_peek_groupings (*absorb), out, 2, y, rows->n, n_zero);
  note_lost (fit, comity_absorb_peek_groupings (*absorb), out, 3, y, rows->n, n_separated);
  for (gsize i = 0; i < rows->n; i++)
    {
      guint32 row = rows->rows[i];

      if (out[i] == 0)
        rows->own[kept++] = row;
      else
        fit->used[row / 8] &= (guint8) ~(1u << (row % 8));
    }
  rows->n = kept;
  comity_fit_recount_dyads (fit, units, rows);
  groupings = make_groupings (plan, rows, progress, error);
  if (groupings == NULL)
    return FALSE;
  comity_absorb_free (*absorb);
  *absorb = comity_absorb_new (groupings);
  return TRUE;
}

typedef struct
{
  const ComityAbsorb *absorb;
  ComitySample *sample;
  double *values; /* n, or NULL */
  double *left;   /* n_columns + 1 */
  gboolean *slow, *done;
  ComityProgress *progress;
} Sweeping;

/* The values come first, then the columns but for the constant. */
static void
sweep_one (gsize at, gpointer user_data)
{
  Sweeping *self = user_data;
  gboolean is_values = at == 0;

  self->done[at] = TRUE;
  if (is_values && self->values == NULL)
    return;
  if (!is_values && self->sample->scale[at] == 0.0)
    return;
  self->done[at] =
      comity_absorb_sweep (self->absorb, self->sample, at, is_values ? self->values : NULL,
                           &self->left[at], &self->slow[at], self->progress);
}

gboolean
comity_fit_sweep (ComityFit *fit,
                  const ComityAbsorb *absorb,
                  ComitySample *sample,
                  double *values,
                  gboolean drop_given,
                  ComityProgress *progress)
{
  gsize n = sample->n_columns;
  g_autofree double *left = g_new0 (double, n + 1);
  g_autofree gboolean *slow = g_new0 (gboolean, n + 1);
  g_autofree gboolean *done = g_new0 (gboolean, n + 1);
  Sweeping sweeping = { absorb, sample, values, left, slow, done, progress };
  gboolean any_slow = FALSE;

  if (!comity_parallel_for (n, fit->spec->n_threads, sweep_one, &sweeping, progress))
    return FALSE;
  for (gsize j = 0; j < n; j++)
    {
      if (!done[j] && !slow[j])
        return FALSE;
      any_slow |= slow[j];
      if (j == 0 || !drop_given || left[j] > GIVEN)
        continue;
      if (comity_progress_is_cancelled (progress))
        return FALSE;
      for (gsize i = 0; i < sample->n_blocks * COMITY_BLOCK; i++)
        sample->x[(i / COMITY_BLOCK * sample->stride + j) * COMITY_BLOCK + i % COMITY_BLOCK] = 0.0;
    }
  if (any_slow && fit->status == COMITY_FIT_CONVERGED)
    {
      fit->status = COMITY_FIT_NOT_CONVERGED;
      comity_fit_warn (fit, "Sweeping out the fixed effects has not converged: they are connected "
                            "by very few rows.");
    }
  return TRUE;
}

gboolean
comity_fit_absorb_linear (ComityFit *fit,
                          ComityAbsorb *absorb,
                          ComitySample *sample,
                          ComityProgress *progress)
{
  double mean = sample->sum_y / sample->sum_weight;
  gboolean nested;

  fit->absorb_total = 0.0;
  for (gsize i = 0; i < sample->n; i++)
    fit->absorb_total += (sample->weight != NULL ? sample->weight[i] : 1.0) *
                         (sample->y[i] - mean) * (sample->y[i] - mean);
  fit->n_swept = comity_absorb_count (absorb, NULL, &nested);
  return comity_absorb_weigh (absorb, sample->weight) &&
         comity_fit_sweep (fit, absorb, sample, sample->y, TRUE, progress);
}

/* AIC and BIC count what was swept out: the fit says how many that are. */
static void
note_swept (ComityFit *fit)
{
  ComityExtra swept = { "absorbed_coefficients", fit->n_swept };

  for (guint i = 0; i < fit->extras->len; i++)
    if (g_str_equal (g_array_index (fit->extras, ComityExtra, i).name, swept.name))
      return;
  g_array_append_val (fit->extras, swept);
}

void
comity_fit_absorb_settle (ComityFit *fit, const ComityAbsorb *absorb, GPtrArray *clusters)
{
  g_autofree char *names = join_names (comity_absorb_peek_groupings (absorb), TRUE);
  char *sentence;
  gboolean nested = FALSE;

  fit->vce_sentence[0] = g_ascii_tolower (fit->vce_sentence[0]);
  sentence = g_strdup_printf ("Fixed effects of %s absorbed; %s", names, fit->vce_sentence);
  g_free (fit->vce_sentence);
  fit->vce_sentence = sentence;
  fit->n_swept = comity_absorb_count (absorb, NULL, &nested);
  note_swept (fit);
  fit->n_absorbed = comity_absorb_count (absorb, clusters, &nested);
  if (nested)
    fit->n_absorbed++;
}
