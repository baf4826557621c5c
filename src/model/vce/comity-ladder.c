/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kind of standard errors of one fit. Scores are summed over the rows once, by ordered pair
 * of states (or by cluster): clusters, states and dyads are sums of those sums. */
#include "config.h"

#include "comity-ladder.h"

#include "comity-fit-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  ComityVce vce;
  char *title;
  char *sentence;
  ComityMatrix *vcov;              /* NULL: not to be had */
  ComityCoefficient *coefficients; /* n_terms */
  GPtrArray *warnings;             /* char * */
} Rung;

struct _ComityLadder
{
  ComityFit *fit;
  GPtrArray *rungs; /* Rung */
  /* while the fit runs; of the plan */
  ComityInput *states[2];
  ComityInput *clusters[2];
  gboolean by_dyads;
};

static void
rung_free (gpointer data)
{
  Rung *self = data;

  g_free (self->title);
  g_free (self->sentence);
  comity_matrix_free (self->vcov);
  g_free (self->coefficients);
  g_ptr_array_unref (self->warnings);
  g_free (self);
}

void
comity_ladder_free (ComityLadder *self)
{
  if (self == NULL)
    return;

  comity_fit_unref (self->fit);
  g_ptr_array_unref (self->rungs);
  g_free (self);
}

static gboolean
ask_for (ComityFitPlan *plan,
         ComityDataset *dataset,
         const char *name,
         ComityInput **input,
         GError **error)
{
  GError *local = NULL;
  ComityColumn *column = comity_dataset_require_column (dataset, name, &local);

  if (column == NULL)
    {
      comity_model_take_dataset_error (error, local);
      return FALSE;
    }
  *input = comity_input_new_for_column (column, dataset);
  g_ptr_array_add (plan->complete_inputs, *input);
  return TRUE;
}

static gboolean
planned (ComityFitPlan *plan,
         const ComitySpec *spec,
         ComityDataset *dataset,
         const ComityFitUnits *units,
         gpointer data,
         GError **error)
{
  ComityLadder *self = data;
  gboolean has_states = units->states[0] != NULL && units->states[1] != NULL;

  if (spec->absorb != NULL)
    {
      g_set_error_literal (
          error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
          "There is no ladder of standard errors after absorbed fixed effects: ask "
          "for one kind, or write factor (column) in the formula.");
      return FALSE;
    }
  for (guint c = 0; c < 2; c++)
    {
      const char *state = spec->states != NULL && g_strv_length (spec->states) == 2
                              ? spec->states[c]
                          : has_states ? comity_column_peek_name (units->states[c])
                                       : NULL;

      if (state != NULL && !ask_for (plan, dataset, state, &self->states[c], error))
        return FALSE;
      if (spec->clusters != NULL && c < g_strv_length (spec->clusters) &&
          !ask_for (plan, dataset, spec->clusters[c], &self->clusters[c], error))
        return FALSE;
    }
  self->by_dyads = self->clusters[0] == NULL && units->has_dyads;
  return TRUE;
}

/* What the rungs are made of. */
typedef struct
{
  ComityLadder *ladder;
  const ComityFit *fit;
  const ComitySample *sample;
  const ComitySolution *solution;
  const ComityFitUnits *units;
  const ComityFitRows *rows;
  ComityMatrix *t;
  ComityScores scores;     /* of the rows */
  ComityScores cells;      /* … summed by cell */
  ComitySample summed;     /* the cells as a sample */
  gsize *first;            /* a row of each cell */
  ComityGroups *states[2]; /* of the rows; NULL */
  ComityGroups *clusters[2];
  ComityGroups *whole; /* what a grouped model's likelihood cannot divide; NULL */
} Climb;

static ComityGroups *
group_dyads (const ComityFitUnits *units, const ComityFitRows *rows)
{
  g_autofree guint64 *keys = g_new (guint64, rows->n + 1);

  for (gsize i = 0; i < rows->n; i++)
    keys[i] = units->row_dyads[rows->rows[i]];
  return comity_groups_new (units->dyad_name, keys, rows->n);
}

static void
group_rows (Climb *self)
{
  ComityLadder *ladder = self->ladder;
  const ComityFitRows *rows = self->rows;

  if (ladder->states[0] != NULL && comity_column_is_numeric (ladder->states[0]->column) ==
                                       comity_column_is_numeric (ladder->states[1]->column))
    comity_groups_new_pair (ladder->states[0]->column, ladder->states[1]->column, rows->rows,
                            rows->n, &self->states[0], &self->states[1]);
  if (ladder->by_dyads)
    self->clusters[0] = group_dyads (self->units, rows);
  for (guint c = 0; c < 2; c++)
    if (ladder->clusters[c] != NULL)
      self->clusters[c] =
          comity_groups_new_from_column (ladder->clusters[c]->column, rows->rows, rows->n);
}

/* Cells are the finest groups that every kind is a union of. */
static ComityGroups *
find_cells (const Climb *self)
{
  const ComityGroups *all[] = { self->states[0], self->states[1], self->clusters[0],
                                self->clusters[1] };
  ComityGroups *cells = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i] != NULL)
      {
        ComityGroups *finer = cells != NULL ? comity_groups_new_cross (cells, all[i])
                                            : comity_groups_new_cross (all[i], all[i]);

        comity_groups_free (cells);
        cells = finer;
      }
  return cells;
}

/* FALSE: cancelled or no memory. */
static gboolean
sum_cells (Climb *self)
{
  gboolean rows_score = self->solution->scores != NULL ||
                        comity_estimator_get_n_ancillary (self->fit->estimator) == 0;
  g_autoptr (ComityGroups) cells = rows_score ? find_cells (self) : NULL;
  double *ones;

  self->cells = self->scores;
  if (cells == NULL)
    return TRUE;
  self->first = g_new0 (gsize, cells->n_groups + 1);
  for (gsize i = cells->n; i-- > 0;)
    self->first[cells->group[i]] = i;
  self->summed = (ComitySample){ .n = cells->n_groups,
                                 .n_blocks = (cells->n_groups + COMITY_BLOCK - 1) / COMITY_BLOCK,
                                 .n_columns = self->scores.q,
                                 .stride = self->scores.q };
  self->summed.x = comity_scores_sum (&self->scores, cells->group, cells->n_groups, NULL);
  ones = comity_kernel_alloc (self->summed.n_blocks * COMITY_BLOCK);
  for (gsize i = 0; ones != NULL && i < self->summed.n_blocks * COMITY_BLOCK; i++)
    ones[i] = 1.0;
  self->cells.sample = &self->summed;
  self->cells.residual = ones;
  return self->summed.x != NULL && ones != NULL;
}

/* Groups of the rows as groups of the cells. */
static ComityGroups *
group_cells (const Climb *self, const ComityGroups *rows)
{
  gsize n = self->summed.n;
  ComityGroups *cells = comity_groups_new_rows (n);

  cells->name = g_strdup (rows->name);
  cells->n_groups = rows->n_groups;
  for (gsize i = 0; i < cells->n; i++)
    cells->group[i] = rows->group[self->first[i]];
  return cells;
}

/* A state may never stand first: two ways need each column's own count. */
static void
count_anew (ComityGroups *self)
{
  g_autoptr (ComityGroups) own = comity_groups_new_cross (self, self);

  self->n_groups = own->n_groups;
  memcpy (self->group, own->group, self->n * sizeof (guint32));
}

static Rung *
add_rung (Climb *self, ComityVce vce)
{
  Rung *rung = g_new0 (Rung, 1);
  const char *cluster = self->clusters[0] != NULL ? self->clusters[0]->name : NULL;

  rung->vce = vce;
  rung->warnings = g_ptr_array_new_with_free_func (g_free);
  switch (vce)
    {
    case COMITY_VCE_CLUSTER:
      rung->title = cluster != NULL ? g_strdup_printf ("by %s", cluster) : g_strdup ("clustered");
      break;
    case COMITY_VCE_TWOWAY:
      rung->title = g_strdup ("two-way");
      break;
    case COMITY_VCE_DYADIC:
      rung->title = g_strdup ("dyadic");
      break;
    case COMITY_VCE_JACKKNIFE:
      rung->title = g_strdup ("jackknife, one step");
      break;
    case COMITY_VCE_CLASSICAL:
    case COMITY_VCE_ROBUST:
      rung->title = g_strdup (comity_vce_name (vce));
      break;
    default:
      rung->title = g_ascii_strup (comity_vce_name (vce), -1);
    }
  g_ptr_array_add (self->ladder->rungs, rung);
  return rung;
}

/* The groups that the kind needs, of cells or (jackknife) of rows; NULL, and why, without them. */
static GPtrArray *
find_groups (const Climb *self, ComityVce vce, const char **refusal)
{
  g_autoptr (GPtrArray) groups =
      g_ptr_array_new_with_free_func ((GDestroyNotify) comity_groups_free);
  const ComityGroups *const *pair = NULL;
  gsize n = 0;

  *refusal = NULL;
  switch (vce)
    {
    case COMITY_VCE_CLUSTER:
      pair = (const ComityGroups *const *) self->clusters;
      n = 1;
      *refusal = "There are neither clusters nor dyads.";
      break;
    case COMITY_VCE_TWOWAY:
      pair =
          (const ComityGroups *const *) (self->clusters[1] != NULL ? self->clusters : self->states);
      n = 2;
      *refusal = "There are neither two columns of clusters nor two states.";
      break;
    case COMITY_VCE_DYADIC:
      pair = (const ComityGroups *const *) self->states;
      n = 2;
      *refusal = "The rows have no two states.";
      break;
    case COMITY_VCE_JACKKNIFE:
      pair =
          (const ComityGroups *const *) (self->states[0] != NULL ? self->states : self->clusters);
      n = self->states[0] != NULL ? 2 : 1;
      *refusal = "There are neither states nor clusters to leave out.";
      break;
    default:
      break;
    }
  for (gsize i = 0; i < n; i++)
    if (pair[i] == NULL)
      return NULL;
    else
      {
        g_ptr_array_add (groups, group_cells (self, pair[i]));
        if (vce == COMITY_VCE_TWOWAY)
          count_anew (groups->pdata[i]);
      }
  return g_steal_pointer (&groups);
}

/* A group of the model's whose rows are in several of these. */
static gboolean
divides (const Climb *self, const ComityGroups *groups)
{
  g_autoptr (ComityGroups) cells = NULL;

  if (self->whole == NULL || groups == NULL)
    return FALSE;
  cells = comity_groups_new_cross (self->whole, groups);
  return cells->n_groups != self->whole->n_groups;
}

/* What the model says to this kind; NULL: nothing. */
static char *
refuse (const Climb *self, ComityVce vce)
{
  gboolean states = vce == COMITY_VCE_JACKKNIFE && self->states[0] != NULL;
  g_autoptr (ComitySpec) spec = comity_spec_copy (self->fit->spec);
  g_autoptr (GError) error = NULL;

  spec->vce = vce;
  spec->one_step = vce == COMITY_VCE_JACKKNIFE;
  if (self->fit->estimator->check != NULL && !self->fit->estimator->check (spec, &error))
    return g_strdup (error->message);
  if ((vce == COMITY_VCE_CLUSTER || vce == COMITY_VCE_JACKKNIFE) &&
      (divides (self, states ? self->states[0] : self->clusters[0]) ||
       (states && divides (self, self->states[1]))))
    return g_strdup_printf ("Groups of %s are divided between them.", self->whole->name);
  return NULL;
}

/* In the sample's units. NULL: cancelled or no memory. */
static ComityMatrix *
cover (const Climb *self, Rung *rung, GPtrArray *groups, double *df)
{
  ComityScores scores = groups->len > 0 ? self->cells : self->scores;
  gboolean states = self->states[0] != NULL;
  ComityMatrix *v;
  gsize n_done = 0;

  scores.groups = groups;
  *df = comity_fit_get_df (self->fit, rung->vce, groups);
  if (rung->vce != COMITY_VCE_JACKKNIFE)
    return comity_vce_get_func (rung->vce) (&scores, rung->warnings);
  scores = self->scores;
  v = comity_fit_jackknife_one_step (self->fit, &scores, self->sample, self->solution,
                                     states ? self->states[0] : self->clusters[0],
                                     states ? self->states[1] : NULL, &n_done);
  *df = (double) n_done - 1.0;
  if (v != NULL && n_done < ((ComityGroups *) g_ptr_array_index (groups, 0))->n_groups)
    g_ptr_array_add (rung->warnings,
                     g_strdup_printf ("The jackknife rests on %" G_GSIZE_FORMAT " of %" //
                                      G_GSIZE_FORMAT " samples: without one of the others the "
                                      "information is singular.",
                                      n_done,
                                      ((ComityGroups *) g_ptr_array_index (groups, 0))->n_groups));
  return v;
}

/* FALSE: cancelled or no memory. */
static gboolean
climb_rung (Climb *self, ComityVce vce)
{
  const ComityFit *fit = self->fit;
  Rung *rung = add_rung (self, vce);
  const char *lacking;
  g_autoptr (GPtrArray) groups = find_groups (self, vce, &lacking);
  g_autoptr (ComityMatrix) scaled = NULL;
  g_autoptr (ComitySpec) spec = NULL;
  double df = 0.0;

  rung->sentence = refuse (self, vce);
  if (rung->sentence == NULL && groups == NULL)
    rung->sentence = g_strdup (lacking);
  if (rung->sentence != NULL)
    return TRUE;
  spec = comity_spec_copy (fit->spec);
  spec->one_step = TRUE;
  rung->sentence = comity_vce_describe (vce, spec, groups);
  rung->coefficients = g_memdup2 (fit->coefficients, fit->n_terms * sizeof (ComityCoefficient));
  if (self->scores.bread == NULL || fit->status == COMITY_FIT_SEPARATED)
    {
      /* What is left of a separated fit is the fit's own affair. */
      rung->vcov = comity_matrix_new (fit->n_terms, fit->n_terms);
      for (gsize i = 0; i < fit->n_terms * fit->n_terms; i++)
        rung->vcov->data[i] = NAN;
    }
  else
    {
      scaled = cover (self, rung, groups, &df);
      if (scaled != NULL)
        rung->vcov =
            comity_fit_unscale_covariance (vce, self->solution, self->t, scaled, rung->warnings);
    }
  if (rung->vcov == NULL)
    return FALSE;
  comity_fit_infer (fit, rung->vcov, df, NULL, rung->coefficients);
  return TRUE;
}

static gboolean
covered (ComityFit *fit,
         const ComityFitPlan *plan,
         const ComityFitUnits *units,
         const ComityFitRows *rows,
         const ComitySample *sample,
         const ComitySolution *solution,
         ComityProgress *progress,
         gpointer data,
         GError **error)
{
  static const ComityVce kinds[] = { COMITY_VCE_CLASSICAL, COMITY_VCE_HC0,    COMITY_VCE_HC1,
                                     COMITY_VCE_HC2,       COMITY_VCE_HC3,    COMITY_VCE_ROBUST,
                                     COMITY_VCE_CLUSTER,   COMITY_VCE_TWOWAY, COMITY_VCE_DYADIC,
                                     COMITY_VCE_JACKKNIFE };
  Climb self = {
    .ladder = data, .fit = fit, .sample = sample, .solution = solution, .units = units, .rows = rows
  };
  g_autoptr (ComityMatrix) bread = solution->bread != NULL
                                       ? comity_matrix_copy (solution->bread)
                                       : comity_matrix_invert_spd (solution->information, NULL);
  g_autofree guint32 *own = g_new (guint32, solution->information->n_rows + 1);
  gboolean done;

  self.t = comity_fit_unscaling (sample, solution);
  self.scores = comity_fit_get_scores (fit, sample, solution, bread, own, progress);
  group_rows (&self);
  if (plan->group != NULL)
    self.whole = comity_groups_new_from_column (plan->group->column, rows->rows, rows->n);
  done = !comity_progress_is_cancelled (progress) && sum_cells (&self);
  self.cells.pick = own;
  for (gsize i = 0; done && i < G_N_ELEMENTS (kinds); i++)
    if ((kinds[i] != COMITY_VCE_HC2 && kinds[i] != COMITY_VCE_HC3) || fit->estimator->linear)
      done = climb_rung (&self, kinds[i]);
  comity_matrix_free (self.t);
  free (self.summed.x);
  if (self.cells.sample == &self.summed)
    free ((double *) self.cells.residual);
  g_free (self.first);
  comity_groups_free (self.whole);
  for (guint c = 0; c < 2; c++)
    {
      comity_groups_free (self.states[c]);
      comity_groups_free (self.clusters[c]);
    }
  if (!done && !comity_progress_set_error_if_cancelled (progress, error))
    g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                         "There is not enough memory for the covariances.");
  return done;
}

static ComityLadder *
ladder_new (const ComitySpec *spec,
            ComityDataset *dataset,
            const ComityFitUnits *units,
            ComityProgress *progress,
            GError **error)
{
  g_autoptr (ComitySpec) plain = comity_spec_copy (spec);
  g_autoptr (ComityLadder) self = g_new0 (ComityLadder, 1);
  const ComityFitGuest guest = { planned, covered, self };

  self->rungs = g_ptr_array_new_with_free_func (rung_free);
  /* Standard errors are compared, so that intervals and tests are theirs: Wald's. */
  plain->intervals = COMITY_INTERVALS_WALD;
  self->fit = comity_fit_run_with (plain, dataset, units, NULL, NULL, &guest, progress, error);
  return self->fit != NULL ? g_steal_pointer (&self) : NULL;
}

ComityLadder *
comity_ladder_new (const ComitySpec *spec,
                   ComityPanel *panel,
                   ComityProgress *progress,
                   GError **error)
{
  ComityFitUnits units;

  g_return_val_if_fail (spec != NULL && panel != NULL, NULL);

  comity_fit_units_read (panel, &units);
  return ladder_new (spec, comity_panel_peek_dataset (panel), &units, progress, error);
}

ComityLadder *
comity_ladder_new_for_dataset (const ComitySpec *spec,
                               ComityDataset *dataset,
                               ComityProgress *progress,
                               GError **error)
{
  ComityFitUnits none = { 0 };

  g_return_val_if_fail (spec != NULL && dataset != NULL, NULL);

  return ladder_new (spec, dataset, &none, progress, error);
}

static const Rung *
peek (const ComityLadder *self, gsize rung)
{
  g_return_val_if_fail (rung < self->rungs->len, NULL);
  return g_ptr_array_index (self->rungs, rung);
}

ComityFit *
comity_ladder_peek_fit (const ComityLadder *self)
{
  return self->fit;
}

gsize
comity_ladder_get_n_rungs (const ComityLadder *self)
{
  return self->rungs->len;
}

ComityVce
comity_ladder_get_vce (const ComityLadder *self, gsize rung)
{
  return peek (self, rung)->vce;
}

const char *
comity_ladder_peek_title (const ComityLadder *self, gsize rung)
{
  return peek (self, rung)->title;
}

const char *
comity_ladder_peek_sentence (const ComityLadder *self, gsize rung)
{
  return peek (self, rung)->sentence;
}

const ComityMatrix *
comity_ladder_peek_vcov (const ComityLadder *self, gsize rung)
{
  return peek (self, rung)->vcov;
}

const ComityCoefficient *
comity_ladder_peek_coefficient (const ComityLadder *self, gsize rung, gsize term)
{
  const Rung *at = peek (self, rung);

  g_return_val_if_fail (term < comity_fit_get_n_terms (self->fit), NULL);
  return at->coefficients != NULL ? &at->coefficients[term] : NULL;
}

gsize
comity_ladder_get_n_warnings (const ComityLadder *self, gsize rung)
{
  return peek (self, rung)->warnings->len;
}

const char *
comity_ladder_peek_warning (const ComityLadder *self, gsize rung, gsize i)
{
  g_return_val_if_fail (i < peek (self, rung)->warnings->len, NULL);
  return g_ptr_array_index (peek (self, rung)->warnings, i);
}
