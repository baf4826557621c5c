/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The covariance of a solution, and both back in the covariates' own units:
 *   x = mean + scale·x̃ ⇒ β_j = β̃_j / scale_j, β_0 = β̃_0 − Σ mean_j β_j, V = T Ṽ T'. */
#include "config.h"

#include "comity-fit-absorb-private.h"

#include <math.h>
#include <string.h>

static GPtrArray *
read_groups (const ComityFitPlan *plan, const ComityFitUnits *units, const ComityFitRows *rows)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_groups_free);
  ComityInput *const *inputs = (ComityInput *const *) plan->cluster_inputs->pdata;

  if (plan->by_dyads)
    {
      g_autofree guint64 *keys = g_new (guint64, rows->n + 1);

      for (gsize i = 0; i < rows->n; i++)
        keys[i] = units->row_dyads[rows->rows[i]];
      g_ptr_array_add (groups, comity_groups_new (units->dyad_name, keys, rows->n));
    }
  else if (plan->vce == COMITY_VCE_BOOTSTRAP && plan->cluster_inputs->len == 0)
    g_ptr_array_add (groups, comity_groups_new_rows (rows->n));
  else if (plan->vce == COMITY_VCE_DYADIC ||
           (plan->vce == COMITY_VCE_JACKKNIFE && plan->cluster_inputs->len == 2))
    {
      ComityGroups *a, *b;

      comity_groups_new_pair (inputs[0]->column, inputs[1]->column, rows->rows, rows->n, &a, &b);
      g_ptr_array_add (groups, a);
      g_ptr_array_add (groups, b);
    }
  else
    for (guint i = 0; i < plan->cluster_inputs->len; i++)
      g_ptr_array_add (groups,
                       comity_groups_new_from_column (inputs[i]->column, rows->rows, rows->n));
  return groups;
}

/* The groups of these rows, those of a kept sample found once. */
static GPtrArray *
make_groups (const ComityFitPlan *plan,
             const ComityFitUnits *units,
             const ComityFitRows *rows,
             const ComitySample *sample)
{
  g_autoptr (GString) key = g_string_new (plan->by_dyads ? "dyads" : "columns");
  GPtrArray *groups;

  if (sample->kept == NULL || (!plan->by_dyads && plan->cluster_inputs->len == 0))
    return read_groups (plan, units, rows);
  g_string_append_printf (key, " %s %" G_GSIZE_FORMAT, comity_vce_name (plan->vce), rows->n);
  for (guint i = 0; i < plan->cluster_inputs->len; i++)
    g_string_append_printf (key, "\n%s",
                            ((ComityInput *) g_ptr_array_index (plan->cluster_inputs, i))->name);
  groups = comity_kept_find_groups (sample->kept, key->str);
  if (groups == NULL)
    {
      groups = read_groups (plan, units, rows);
      comity_kept_add_groups (sample->kept, key->str, groups);
    }
  return groups;
}

static void
describe (ComityFit *fit, const ComityFitPlan *plan, GPtrArray *groups)
{
  fit->numbers.vce = plan->vce;
  for (guint i = 0; i < groups->len; i++)
    {
      const ComityGroups *group = g_ptr_array_index (groups, i);

      if (group->name == NULL)
        continue;
      g_ptr_array_add (fit->clusterings, g_strdup (group->name));
      g_array_append_val (fit->cluster_counts, group->n_groups);
    }
  fit->vce_sentence = comity_vce_describe (plan->vce, fit->spec, groups);
  if (fit->limits != NULL)
    {
      char *sentence = g_strconcat (fit->vce_sentence,
                                    "; intervals and tests from the profile of the penalised "
                                    "likelihood",
                                    NULL);

      g_free (fit->vce_sentence);
      fit->vce_sentence = sentence;
    }
  if (fit->spec->expected_information && fit->estimator->expected_weight != NULL)
    {
      char *sentence = g_strconcat (fit->vce_sentence, ", from the expected information", NULL);

      g_free (fit->vce_sentence);
      fit->vce_sentence = sentence;
    }
}

ComityMatrix *
comity_fit_unscaling (const ComitySample *sample, const ComitySolution *solution)
{
  ComityMatrix *t = comity_matrix_new (solution->q, solution->q);

  for (gsize i = 0; t != NULL && i < solution->q; i++)
    {
      guint32 column = solution->pick[i];

      comity_matrix_set (t, i, i, 1.0 / sample->scale[column]);
      if (i > 0 && sample->has_constant && solution->pick[0] == 0)
        comity_matrix_set (t, 0, i, -sample->mean[column] / sample->scale[column]);
    }
  return t;
}

static void
multiply (const ComityMatrix *t, const double *x, double *out)
{
  for (gsize i = 0; i < t->n_rows; i++)
    {
      out[i] = 0.0;
      for (gsize j = 0; j < t->n_cols; j++)
        out[i] += comity_matrix_get (t, i, j) * x[j];
    }
}

/* Names, estimates; infinite ones where the data are separated. */
static void
take_estimates (ComityFit *fit,
                const ComitySample *sample,
                const ComitySolution *solution,
                const ComityMatrix *t)
{
  gsize q = solution->q;

  fit->n_terms = q;
  fit->names = g_new0 (char *, q + 1);
  fit->columns = g_new (gssize, q);
  fit->beta = g_new (double, q);
  fit->coefficients = g_new0 (ComityCoefficient, q);
  multiply (t, solution->beta, fit->beta);
  for (gsize i = 0; i < q; i++)
    {
      double infinite = solution->infinite != NULL ? solution->infinite[i] : 0.0;

      fit->names[i] = g_strdup (comity_fit_peek_column_name (fit, solution->columns[i]));
      fit->columns[i] = (gssize) solution->columns[i] - (sample->has_constant ? 1 : 0);
      fit->coefficients[i].term = fit->names[i];
      fit->coefficients[i].estimate = infinite != 0.0 ? infinite * INFINITY : fit->beta[i];
    }
}

/* The estimates and covariance @v (in the covariates' own units) of the terms that stay finite. */
static void
take_rest (ComityFit *fit,
           const ComitySolution *solution,
           const ComityFitRest *rest,
           const ComityMatrix *t,
           const ComityMatrix *v)
{
  const ComitySolution *own = &rest->solution;
  g_autofree double *beta = g_new (double, own->q + 1);

  multiply (t, own->beta, beta);
  for (gsize i = 0; i < own->q; i++)
    {
      gsize a = rest->place[i];

      if (solution->infinite[a] != 0.0)
        continue;
      fit->beta[a] = fit->coefficients[a].estimate = beta[i];
      for (gsize j = 0; j < own->q; j++)
        if (solution->infinite[rest->place[j]] == 0.0)
          comity_matrix_set (fit->vcov, a, rest->place[j], comity_matrix_get (v, i, j));
    }
}

double
comity_fit_get_df (const ComityFit *fit, ComityVce vce, GPtrArray *groups)
{
  gsize q = fit->n_terms;
  gsize fewest = G_MAXSIZE;

  if (!fit->estimator->linear || vce == COMITY_VCE_BOOTSTRAP)
    return 0.0;
  for (guint i = 0; i < groups->len; i++)
    fewest = MIN (fewest, ((ComityGroups *) g_ptr_array_index (groups, i))->n_groups);
  return groups->len > 0 ? (double) fewest - 1.0
                         : (double) fit->numbers.n - (double) q - fit->n_absorbed;
}

static void
spoil (ComityMatrix *v)
{
  for (gsize i = 0; i < v->n_rows * v->n_cols; i++)
    v->data[i] = NAN;
}

/* Negative eigenvalues are cut off in the covariates' own units, as Stata and sandwich do. */
static void
repair (ComityVce vce, ComityMatrix *vcov, GPtrArray *warnings)
{
  double smallest;

  if ((vce == COMITY_VCE_TWOWAY || vce == COMITY_VCE_DYADIC) && isfinite (vcov->data[0]) &&
      comity_matrix_repair_psd (vcov, &smallest))
    g_ptr_array_add (warnings,
                     g_strdup_printf ("The %s covariance matrix is not positive semi-definite "
                                      "(smallest eigenvalue %.3g): its negative eigenvalues were "
                                      "set to 0.",
                                      comity_vce_title (vce), smallest));
}

/* The first q rows and columns. */
static ComityMatrix *
take_leading (const ComityMatrix *v, gsize q)
{
  ComityMatrix *leading = comity_matrix_new (q, q);

  for (gsize i = 0; leading != NULL && i < q; i++)
    for (gsize j = 0; j < q; j++)
      comity_matrix_set (leading, i, j, comity_matrix_get (v, i, j));
  return leading;
}

ComityMatrix *
comity_fit_unscale_covariance (ComityVce vce,
                               const ComitySolution *solution,
                               const ComityMatrix *t,
                               const ComityMatrix *scaled,
                               GPtrArray *warnings)
{
  g_autoptr (ComityMatrix) leading = take_leading (scaled, solution->q);
  ComityMatrix *vcov = leading != NULL ? comity_matrix_sandwich (t, leading) : NULL;

  for (gsize i = 0; vcov != NULL && i < solution->q * solution->q; i++)
    vcov->data[i] *= comity_vce_is_resampled (vce) ? 1.0 : solution->factor;
  if (vcov != NULL)
    repair (vce, vcov, warnings);
  return vcov;
}

ComityScores
comity_fit_get_scores (const ComityFit *fit,
                       const ComitySample *sample,
                       const ComitySolution *solution,
                       const ComityMatrix *bread,
                       guint32 *own,
                       ComityProgress *progress)
{
  gsize q = solution->q + comity_estimator_get_n_ancillary (fit->estimator);
  ComityScores scores = { .sample = sample,
                          .pick = solution->pick,
                          .q = q,
                          .k = (double) q + fit->n_absorbed,
                          .bread = bread,
                          .residual = solution->residual,
                          .frequency = fit->spec->frequency_weights ? sample->weight : NULL,
                          .n = (double) fit->numbers.n,
                          .stata = fit->spec->stata_small_sample,
                          .linear = fit->estimator->linear,
                          .dispersion = fit->dispersion,
                          .n_threads = fit->spec->n_threads,
                          .progress = progress };

  for (gsize j = 0; j < q; j++)
    own[j] = (guint32) j;
  if (solution->scores != NULL)
    {
      scores.sample = solution->scores;
      scores.pick = own;
    }
  return scores;
}

/* What the parameter beside the terms has in common with them, in the covariates' own units. */
static void
take_beside (ComityFit *fit, const ComityMatrix *t, const ComityMatrix *scaled)
{
  gsize q = t->n_rows;
  g_autofree double *column = g_new (double, q + 1);

  for (gsize i = 0; i < q; i++)
    column[i] = comity_matrix_get (scaled, i, q);
  g_free (fit->beside);
  fit->beside = g_new (double, q + 1);
  multiply (t, column, fit->beside);
  fit->beside[q] = comity_matrix_get (scaled, q, q);
}

/* In the covariates' own units; NULL with an error: cancelled or no memory. */
static ComityMatrix *
make_covariance (ComityFit *fit,
                 const ComityFitPlan *plan,
                 const ComityFitRows *rows,
                 GPtrArray *groups,
                 double n,
                 const ComitySample *sample,
                 const ComitySolution *solution,
                 const ComityMatrix *bread,
                 const ComityMatrix *t,
                 ComityProgress *progress,
                 GError **error)
{
  g_autoptr (ComityMatrix) scaled = NULL;
  gsize n_beside = comity_estimator_get_n_ancillary (fit->estimator);
  g_autofree guint32 *own = g_new (guint32, solution->q + n_beside + 1);
  ComityScores scores = comity_fit_get_scores (fit, sample, solution, bread, own, progress);

  scores.n = n;
  scores.groups = groups;
  scores.contrasts = t;
  scores.df = fit->term_df;
  if (comity_vce_is_resampled (fit->numbers.vce))
    {
      g_autoptr (ComityProgress) part = comity_progress_new_part (progress, 0.45, 1.0);

      scores.progress = part;
      scaled = comity_fit_resample (fit, plan, rows, &scores, sample, solution, t);
    }
  else
    scaled = comity_vce_get_func (fit->numbers.vce) (&scores, fit->warnings);
  if (scaled == NULL)
    {
      if (!comity_progress_set_error_if_cancelled (progress, error))
        g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                             "There is not enough memory for the covariance.");
      return NULL;
    }
  if (n_beside > 0)
    {
      take_beside (fit, t, scaled);
      comity_fit_report_ancillary (fit, sample, solution, fit->beside[solution->q]);
    }
  return comity_fit_unscale_covariance (fit->numbers.vce, solution, t, scaled, fit->warnings);
}

/* Rows, frequencies counted. */
static double
count_rows (const ComityFit *fit, const ComitySample *sample)
{
  return fit->spec->frequency_weights ? sample->sum_weight : (double) sample->n;
}

static ComityMatrix *
make_bread (const ComitySolution *solution)
{
  return solution->bread != NULL ? comity_matrix_copy (solution->bread)
                                 : comity_matrix_invert_spd (solution->information, NULL);
}

/* The terms that stay finite under separation, from the rows that tell about them. */
static gboolean
cover_rest (ComityFit *fit,
            const ComityFitPlan *plan,
            const ComityFitRows *rows,
            GPtrArray *groups,
            const ComitySolution *solution,
            const ComityFitRest *rest,
            ComityProgress *progress,
            GError **error)
{
  g_autoptr (ComityMatrix) bread = make_bread (&rest->solution);
  g_autoptr (ComityMatrix) t = comity_fit_unscaling (rest->sample, &rest->solution);
  g_autoptr (ComityMatrix) v = NULL;

  if (bread == NULL)
    return TRUE;
  v = make_covariance (fit, plan, rows, groups, count_rows (fit, rest->sample), rest->sample,
                       &rest->solution, bread, t, progress, error);
  if (v == NULL)
    return FALSE;
  take_rest (fit, solution, rest, t, v);
  return TRUE;
}

gboolean
comity_fit_cover (ComityFit *fit,
                  const ComityFitPlan *plan,
                  const ComityFitUnits *units,
                  const ComityFitRows *rows,
                  const ComitySample *sample,
                  const ComitySolution *solution,
                  const ComityFitRest *rest,
                  const ComityAbsorb *absorb,
                  ComityProgress *progress,
                  GError **error)
{
  g_autofree guint32 *left = NULL;
  ComityFitRows used = *rows;
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (ComityMatrix) bread = make_bread (solution);
  g_autoptr (ComityMatrix) t = comity_fit_unscaling (sample, solution);

  if (rest->sample != NULL)
    {
      left = g_new (guint32, rest->sample->n + 1);
      for (gsize i = 0; i < rest->sample->n; i++)
        left[i] = rows->rows[rest->rows[i]];
      used = (ComityFitRows){ .rows = left, .n = rest->sample->n };
      groups = read_groups (plan, units, &used);
    }
  else
    groups = make_groups (plan, units, rows, sample);
  describe (fit, plan, groups);
  if (fit->estimator == &comity_cox)
    {
      g_clear_pointer (&fit->groups, g_ptr_array_unref);
      fit->groups = g_ptr_array_ref (groups);
    }
  if (absorb != NULL)
    comity_fit_absorb_settle (fit, absorb, groups);
  take_estimates (fit, sample, solution, t);
  fit->df = comity_fit_get_df (fit, plan->vce, groups);
  if (plan->vce == COMITY_VCE_CR2)
    fit->term_df = g_new0 (double, solution->q + 1);
  if (plan->vce == COMITY_VCE_CLASSICAL && sample->weight != NULL &&
      !fit->spec->frequency_weights && !fit->spec->importance_weights)
    comity_fit_warn (fit, "Classical standard errors take the weights for counts of rows; with "
                          "sampling weights use robust or clustered ones.");
  if (plan->stop != NULL && plan->start == NULL && fit->numbers.n_dyads > 0 &&
      fit->numbers.n >= 2 * fit->numbers.n_dyads)
    comity_fit_warn (fit,
                     "Every row is taken to begin at time 0, but a dyad has %.0f rows on average: "
                     "where they are years of one spell, say also when each begins: t - 1, t.",
                     (double) fit->numbers.n / (double) fit->numbers.n_dyads);
  if (bread == NULL || fit->status == COMITY_FIT_SEPARATED)
    {
      fit->vcov = comity_matrix_new (solution->q, solution->q);
      spoil (fit->vcov);
      return rest->sample == NULL || comity_vce_is_resampled (plan->vce) ||
             cover_rest (fit, plan, &used, groups, solution, rest, progress, error);
    }
  fit->vcov = make_covariance (fit, plan, rows, groups, (double) fit->numbers.n, sample, solution,
                               bread, t, progress, error);
  return fit->vcov != NULL;
}
