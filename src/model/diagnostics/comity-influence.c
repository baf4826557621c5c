/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates without a group, by one Newton step.
 *   H = Σ w_i x_i x_i' the information · H_g, S_g = Σ u_i x_i of the group's rows
 *   b_(g) − b = −(H − H_g)⁻¹ S_g */
#include "config.h"

#include "comity-influence.h"

#include "comity-groups-private.h"
#include "comity-kernel-private.h"
#include "comity-parallel.h"
#include "comity-rows-private.h"
#include "comity-simd-private.h"
#include "comity-survival.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNED __attribute__ ((aligned (32)))

struct _ComityInfluence
{
  gsize n_groups, n_terms;
  char **labels;   /* n_groups */
  gsize *n_rows;   /* n_groups */
  guint32 *rows;   /* n_groups: the first of each */
  guint8 *sides;   /* n_groups: of which column it is a value */
  double *changes; /* n_groups × n_terms */
};

void
comity_influence_free (ComityInfluence *self)
{
  if (self == NULL)
    return;

  for (gsize g = 0; self->labels != NULL && g < self->n_groups; g++)
    g_free (self->labels[g]);
  g_free (self->labels);
  g_free (self->n_rows);
  g_free (self->rows);
  g_free (self->sides);
  g_free (self->changes);
  g_free (self);
}

typedef struct
{
  const ComityFit *fit;
  ComityLink link;
  ComityColumn *weights; /* or NULL */
  /* groups */
  ComityInfluence *self;
  const gsize *start;     /* n_groups + 1 */
  const guint32 *members; /* rows of the dataset, group by group */
  const double *total;    /* k × k: H */
  double *scratch;        /* pieces × n_scratch */
  gsize n_scratch;
  ComityProgress *progress;
} Work;

/* Adds u x and the lower triangle of w x x' of these rows, n ≤ COMITY_BLOCK; @x: k blocks. */
static void
add_rows (const Work *work, const guint32 *rows, gsize n, double *x, double *score, double *info)
{
  const ComityFit *fit = work->fit;
  gsize k = fit->n_terms;
  double eta[COMITY_BLOCK] ALIGNED = { 0.0 };
  double y[COMITY_BLOCK] ALIGNED = { 0.0 };
  double weight[COMITY_BLOCK] ALIGNED = { 0.0 };
  double root[COMITY_BLOCK] ALIGNED;
  double z[COMITY_BLOCK] ALIGNED;
  double u[COMITY_BLOCK] ALIGNED;

  comity_design_read_offset (fit->design, rows, n, eta);
  comity_read_response (fit, rows, n, y);
  for (gsize r = 0; r < n; r++)
    weight[r] = 1.0;
  if (work->weights != NULL)
    comity_column_gather_doubles (work->weights, rows, n, weight);
  for (gsize j = 0; j < k; j++)
    {
      double *column = x + j * COMITY_BLOCK;

      for (gsize r = 0; r < n; r++)
        column[r] = 1.0;
      if (fit->columns[j] >= 0)
        comity_design_read (fit->design, (gsize) fit->columns[j], rows, n, column);
      for (gsize r = 0; r < n; r++)
        eta[r] += fit->beta[j] * column[r];
    }
  work->link (eta, y, weight, root, z, u);
  for (gsize j = 0; j < k; j++)
    {
      double *column = x + j * COMITY_BLOCK;

      for (gsize r = 0; r < n; r++)
        {
          score[j] += u[r] * column[r];
          column[r] *= root[r];
        }
      for (gsize i = 0; i <= j; i++)
        {
          double sum = 0.0;

          for (gsize r = 0; r < n; r++)
            sum += column[r] * x[i * COMITY_BLOCK + r];
          info[j * k + i] += sum;
        }
    }
}

static void
sum_information (
    const ComityUsedRows *rows, gsize first, gsize n, double *sums, double *scratch, gpointer data)
{
  gsize k = rows->fit->n_terms;

  add_rows (data, rows->rows + first, n, scratch, sums + k * k, sums);
}

static void
leave_out (const Work *work, gsize group, double *scratch)
{
  gsize k = work->fit->n_terms;
  double *x = scratch;
  double *score = x + k * COMITY_BLOCK;
  double *change = work->self->changes + group * k;
  ComityMatrix info = { k, k, score + k };

  memset (score, 0, (k + k * k) * sizeof (double));
  for (gsize at = work->start[group]; at < work->start[group + 1]; at += COMITY_BLOCK)
    add_rows (work, work->members + at, MIN (COMITY_BLOCK, work->start[group + 1] - at), x, score,
              info.data);
  for (gsize i = 0; i < k; i++)
    for (gsize j = 0; j <= i; j++)
      info.data[i * k + j] = info.data[j * k + i] = work->total[i * k + j] - info.data[i * k + j];
  for (gsize j = 0; j < k; j++)
    score[j] = -score[j];
  if (!comity_matrix_solve_spd (&info, score, change))
    for (gsize j = 0; j < k; j++)
      change[j] = NAN;
}

static void
leave_out_piece (gsize piece, gpointer data)
{
  const Work *work = data;
  gsize first, last;

  comity_parallel_cut (work->self->n_groups, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize g = first; g < last && !comity_progress_is_cancelled (work->progress); g++)
    leave_out (work, g, work->scratch + piece * work->n_scratch);
}

static char *
make_label (ComityInfluenceKind kind, ComityColumn *const *columns, gsize column, guint32 row)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (kind == COMITY_INFLUENCE_ROWS)
    return g_strdup_printf ("%u", row + 1);
  a = comity_column_dup_text (columns[column], row);
  if (kind != COMITY_INFLUENCE_DYADS)
    return g_steal_pointer (&a);
  b = comity_column_dup_text (columns[1], row);
  return g_strdup_printf ("%s – %s", a, b);
}

/* Rows of each group, by counting; labels from a group's first row. */
static guint32 *
list_members (ComityInfluence *self,
              const ComityUsedRows *rows,
              ComityInfluenceKind kind,
              ComityGroups *const *groups,
              ComityColumn *const *columns,
              gsize n_columns,
              gsize **start)
{
  guint32 *members = g_new (guint32, n_columns * rows->n + 1);
  g_autofree gsize *next = g_new0 (gsize, self->n_groups + 1);

  *start = g_new0 (gsize, self->n_groups + 2);
  self->labels = g_new0 (char *, self->n_groups + 1);
  self->n_rows = g_new0 (gsize, self->n_groups + 1);
  self->rows = g_new0 (guint32, self->n_groups + 1);
  self->sides = g_new0 (guint8, self->n_groups + 1);
  for (gsize c = 0; c < n_columns; c++)
    for (gsize i = 0; i < rows->n; i++)
      {
        guint32 g = groups[c]->group[i];

        if (c > 0 && groups[0]->group[i] == g)
          continue;
        self->n_rows[g]++;
        if (self->labels[g] != NULL)
          continue;
        self->labels[g] = make_label (kind, columns, c, rows->rows[i]);
        self->rows[g] = rows->rows[i];
        self->sides[g] = (guint8) c;
      }
  for (gsize g = 0; g < self->n_groups; g++)
    {
      next[g] = (*start)[g];
      (*start)[g + 1] = (*start)[g] + self->n_rows[g];
    }
  for (gsize c = 0; c < n_columns; c++)
    for (gsize i = 0; i < rows->n; i++)
      {
        guint32 g = groups[c]->group[i];

        if (c == 0 || groups[0]->group[i] != g)
          members[next[g]++] = rows->rows[i];
      }
  return members;
}

static gboolean
find_columns (const ComityUsedRows *rows,
              const char *const *names,
              gsize n,
              ComityColumn **columns,
              GError **error)
{
  for (gsize c = 0; c < n; c++)
    {
      GError *local = NULL;

      columns[c] = comity_dataset_require_column (rows->fit->dataset, names[c], &local);
      if (columns[c] == NULL)
        {
          comity_model_take_dataset_error (error, local);
          return FALSE;
        }
      for (gsize i = 0; i < rows->n; i++)
        if (comity_column_is_missing (columns[c], rows->rows[i]))
          {
            g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                         "The groups %s are missing in row %u, which the fit used.", names[c],
                         rows->rows[i] + 1);
            return FALSE;
          }
    }
  if (n == 1 || comity_column_is_numeric (columns[0]) == comity_column_is_numeric (columns[1]))
    return TRUE;
  g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
               "%s and %s must both hold numbers or both text.", names[0], names[1]);
  return FALSE;
}

static gboolean
run (ComityInfluence *self,
     Work *work,
     const ComityUsedRows *rows,
     ComityProgress *progress,
     GError **error)
{
  gsize k = self->n_terms;
  g_autofree double *total = g_new0 (double, k *(k + 1) + 1);
  g_autofree double *scratch = NULL;

  work->n_scratch = k * COMITY_BLOCK + k + k * k;
  if (!comity_used_rows_pass (rows, sum_information, work, k * (k + 1), k * COMITY_BLOCK, total,
                              progress, error))
    return FALSE;
  work->total = total;
  work->scratch = scratch = g_new (double, COMITY_PARALLEL_PIECES * work->n_scratch);
  work->progress = progress;
  comity_parallel_for (COMITY_PARALLEL_PIECES, work->fit->spec->n_threads, leave_out_piece, work,
                       progress);
  return !comity_progress_set_error_if_cancelled (progress, error);
}

/* Σ over a group's rows of what a Cox model's estimates would lose without each. */
static gboolean
sum_dfbetas (ComityInfluence *self,
             const ComityFit *fit,
             const ComityUsedRows *rows,
             ComityGroups *const *groups,
             gsize n_groupings,
             ComityProgress *progress,
             GError **error)
{
  g_autoptr (ComityCox) cox = comity_cox_new ((ComityFit *) fit, progress, error);
  g_autoptr (ComityMatrix) dfbeta = NULL;

  if (cox == NULL)
    return FALSE;
  dfbeta = comity_cox_residuals (cox, COMITY_COX_DFBETA);
  if (dfbeta == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the residuals of the model.");
      return FALSE;
    }
  for (gsize c = 0; c < n_groupings; c++)
    for (gsize i = 0; i < rows->n; i++)
      if (c == 0 || groups[0]->group[i] != groups[c]->group[i])
        for (gsize j = 0; j < self->n_terms; j++)
          self->changes[groups[c]->group[i] * self->n_terms + j] -=
              dfbeta->data[i * self->n_terms + j] * (rows->weight != NULL ? rows->weight[i] : 1.0);
  return !comity_progress_set_error_if_cancelled (progress, error);
}

static ComityGroups *
group_rows (gsize n)
{
  g_autofree guint64 *keys = g_new (guint64, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    keys[i] = i;
  return comity_groups_new ("row", keys, n);
}

static gboolean
check_model (const ComityFit *fit, GError **error)
{
  if (fit->estimator == &comity_cox ||
      (fit->estimator->get_link != NULL && !fit->estimator->partial &&
       !fit->estimator->penalised && fit->spec->absorb == NULL))
    return TRUE;
  g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
               "The influence of groups is not worked out after this model (%s).",
               fit->estimator->title);
  return FALSE;
}

ComityInfluence *
comity_influence_new_for_groups (const ComityFit *fit,
                                 const ComityInfluenceGroups *groups,
                                 ComityProgress *progress,
                                 GError **error)
{
  g_autoptr (ComityInfluence) self = g_new0 (ComityInfluence, 1);
  g_auto (ComityUsedRows) rows = { 0 };
  ComityColumn *columns[2] = { NULL, NULL };
  g_autoptr (ComityGroups) a = NULL;
  g_autoptr (ComityGroups) b = NULL;
  g_autoptr (ComityGroups) dyads = NULL;
  g_autofree gsize *start = NULL;
  g_autofree guint32 *members = NULL;
  Work work = { .fit = fit, .self = self };
  gsize n_columns = groups->kind == COMITY_INFLUENCE_ROWS     ? 0
                    : groups->kind == COMITY_INFLUENCE_COLUMN ? 1
                                                              : 2;
  gsize n_groupings = groups->kind == COMITY_INFLUENCE_STATES ? 2 : 1;

  if (!check_model (fit, error) || !comity_used_rows_init (&rows, fit, error) ||
      (n_columns > 0 && !find_columns (&rows, groups->columns, n_columns, columns, error)))
    return NULL;
  if (n_columns == 2)
    comity_groups_new_pair (columns[0], columns[1], rows.rows, rows.n, &a, &b);
  else
    a = n_columns == 1 ? comity_groups_new_from_column (columns[0], rows.rows, rows.n)
                       : group_rows (rows.n);
  if (groups->kind == COMITY_INFLUENCE_DYADS)
    {
      dyads = comity_groups_new_dyads (a, b);
      comity_groups_free (a);
      a = g_steal_pointer (&dyads);
    }
  self->n_groups = a->n_groups;
  self->n_terms = fit->n_terms;
  self->changes = g_new0 (double, self->n_groups * self->n_terms + 1);
  members = list_members (self, &rows, groups->kind, (ComityGroups *const[]){ a, b }, columns,
                          n_groupings, &start);
  if (fit->estimator == &comity_cox)
    return sum_dfbetas (self, fit, &rows, (ComityGroups *const[]){ a, b }, n_groupings, progress,
                        error)
               ? g_steal_pointer (&self)
               : NULL;
  work.link = fit->estimator->get_link (comity_cpu_has_avx2 ());
  work.start = start;
  work.members = members;
  if (fit->spec->weights != NULL)
    work.weights = comity_dataset_require_column (fit->dataset, fit->spec->weights, NULL);
  return run (self, &work, &rows, progress, error) ? g_steal_pointer (&self) : NULL;
}

ComityInfluence *
comity_influence_new (const ComityFit *fit,
                      const char *const *columns,
                      gsize n_columns,
                      ComityProgress *progress,
                      GError **error)
{
  const ComityInfluenceGroups groups = {
    n_columns == 2 ? COMITY_INFLUENCE_STATES : COMITY_INFLUENCE_COLUMN,
    { columns[0], n_columns == 2 ? columns[1] : NULL },
  };

  g_return_val_if_fail (n_columns == 1 || n_columns == 2, NULL);

  return comity_influence_new_for_groups (fit, &groups, progress, error);
}

gsize
comity_influence_get_n (const ComityInfluence *self)
{
  return self->n_groups;
}

const char *
comity_influence_peek_group (const ComityInfluence *self, gsize group, gsize *n_rows)
{
  g_return_val_if_fail (group < self->n_groups, NULL);

  if (n_rows != NULL)
    *n_rows = self->n_rows[group];
  return self->labels[group];
}

const double *
comity_influence_peek_change (const ComityInfluence *self, gsize group)
{
  g_return_val_if_fail (group < self->n_groups, NULL);
  return self->changes + group * self->n_terms;
}

guint32
comity_influence_get_row (const ComityInfluence *self, gsize group, gboolean *second)
{
  g_return_val_if_fail (group < self->n_groups, 0);

  if (second != NULL)
    *second = self->sides[group] == 1;
  return self->rows[group];
}

double
comity_influence_get_size (const ComityInfluence *self,
                           const ComityFit *fit,
                           gsize group,
                           gssize term)
{
  const double *change = comity_influence_peek_change (self, group);
  double size = 0.0;

  for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, j);
      double relative = fabs (change[j] / c->std_error);

      if (term >= 0 ? (gsize) term != j : g_str_equal (c->term, "(Intercept)"))
        continue;
      size = MAX (size, isnan (relative) ? INFINITY : relative);
    }
  return size;
}

typedef struct
{
  gsize group;
  double size;
} Ranked;

static int
compare_ranked (const void *a, const void *b)
{
  const Ranked *x = a;
  const Ranked *y = b;

  if (x->size != y->size)
    return x->size > y->size ? -1 : 1;
  return (x->group > y->group) - (x->group < y->group);
}

gsize *
comity_influence_rank (const ComityInfluence *self, const ComityFit *fit, gssize term)
{
  g_autofree Ranked *ranked = g_new (Ranked, self->n_groups + 1);
  gsize *order = g_new (gsize, self->n_groups + 1);

  for (gsize g = 0; g < self->n_groups; g++)
    ranked[g] = (Ranked){ g, comity_influence_get_size (self, fit, g, term) };
  qsort (ranked, self->n_groups, sizeof (Ranked), compare_ranked);
  for (gsize g = 0; g < self->n_groups; g++)
    order[g] = ranked[g].group;
  return order;
}
