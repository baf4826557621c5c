/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clustered and corrected for leverage, for least squares with few or unequal clusters: Bell &
 * McCaffrey (2002, Survey Methodology 28, 169), Pustejovsky & Tipton's CR2 (2018),
 * doi:10.1080/07350015.2016.1247004, with the working model of independent errors. The residuals of
 * a cluster are multiplied by A_g = (I − H_gg)^{−½}, H_gg = X_g B X_g'. With B = LL', Z_g = X_g L
 * and C_g = Z_g'Z_g this is L'X_g'A_g e_g = (I − C_g)^{−½} Z_g'e_g,   V = L Σ_g t_g t_g' L',   t_g
 * that product, q × q however large the clusters. Where C_g has an eigenvalue of 1 the cluster
 * settles a coefficient alone, and that part counts for nothing (the generalised inverse).
 *
 * t statistics have Satterthwaite's degrees of freedom: for c'β with w = L'c, M_g = (I − C_g)^{−½},
 * u_g = C_g M_g w and a_g = w'M_g C_g M_g w, p_g = (I − H)_g'A_g X_g B c has p_g'p_h = δ_gh a_g −
 * u_g'u_h, and df = (Σ_g p_g'p_g)² / Σ_gh (p_g'p_h)². */
#include "config.h"

#include "comity-vce-private.h"

#include "comity-parallel.h"

#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* 1 − λ below which a cluster settles a coefficient of its own. */
#define NONE_LEFT 1e-10
/* Clusters between two looks at the cancellable. */
#define CLUSTERS_PER_LOOK 64

typedef struct
{
  const ComityScores *scores;
  const double *l;      /* q × q, lower triangle: B = LL' */
  const double *w;      /* q × q, row j: L'c of coefficient j; NULL: no degrees of freedom */
  const guint32 *first; /* n_groups + 1: first of each cluster in rows */
  const guint32 *rows;  /* n */
  double *meat;         /* pieces × q²: Σ t t' */
  double *own;          /* pieces × q: Σ p_g'p_g */
  double *squares;      /* pieces × q: Σ (a − u'u)² − (u'u)² */
  double *outer;        /* pieces × q × q²: Σ u u' */
  guint32 *alone;       /* pieces: clusters that settle a coefficient */
} Adjusting;

/* C (lower triangle, row-major) and Z'e of a cluster. */
static void
cross_cluster (const Adjusting *self, gsize cluster, double *z, double *c, double *s)
{
  const ComityScores *scores = self->scores;
  gsize q = scores->q;

  memset (c, 0, q * q * sizeof (double));
  memset (s, 0, q * sizeof (double));
  for (guint32 at = self->first[cluster]; at < self->first[cluster + 1]; at++)
    {
      gsize row = self->rows[at];
      const double *block = comity_sample_block_x (scores->sample, row / COMITY_BLOCK);
      double u = scores->residual[row];

      memset (z, 0, q * sizeof (double));
      for (gsize i = 0; i < q; i++)
        {
          double x = block[(gsize) scores->pick[i] * COMITY_BLOCK + row % COMITY_BLOCK];

          for (gsize j = 0; j <= i; j++)
            z[j] += self->l[i * q + j] * x;
        }
      for (gsize i = 0; i < q; i++)
        {
          s[i] += z[i] * u;
          for (gsize j = 0; j <= i; j++)
            c[i * q + j] += z[i] * z[j];
        }
    }
}

/* Eigenvectors over C, eigenvalues λ, and (1 − λ)^{−½}. */
static gboolean
decompose (gsize q, double *c, double *lambda, double *root, guint32 *alone)
{
  gboolean settles = FALSE;

  if (LAPACKE_dsyev (LAPACK_ROW_MAJOR, 'V', 'L', (lapack_int) q, c, (lapack_int) q, lambda) != 0)
    return FALSE;
  for (gsize i = 0; i < q; i++)
    {
      lambda[i] = CLAMP (lambda[i], 0.0, 1.0);
      root[i] = 1.0 - lambda[i] > NONE_LEFT ? 1.0 / sqrt (1.0 - lambda[i]) : 0.0;
      settles |= root[i] == 0.0;
    }
  *alone += settles;
  return TRUE;
}

/* Adds a cluster to what the degrees of freedom of each coefficient need. */
static void
add_freedom (const Adjusting *self,
             gsize piece,
             const double *vectors,
             const double *lambda,
             const double *root,
             double *turned,
             double *u)
{
  gsize q = self->scores->q;

  for (gsize j = 0; j < q; j++)
    {
      double *outer = self->outer + (piece * q + j) * q * q;
      double a = 0.0;
      double length = 0.0;

      for (gsize i = 0; i < q; i++)
        {
          double part = 0.0;

          for (gsize h = 0; h < q; h++)
            part += vectors[h * q + i] * self->w[j * q + h];
          turned[i] = lambda[i] * root[i] * part;
          a += lambda[i] * root[i] * root[i] * part * part;
          length += turned[i] * turned[i];
        }
      for (gsize h = 0; h < q; h++)
        {
          u[h] = 0.0;
          for (gsize i = 0; i < q; i++)
            u[h] += vectors[h * q + i] * turned[i];
        }
      self->own[piece * q + j] += a - length;
      self->squares[piece * q + j] += (a - length) * (a - length) - length * length;
      for (gsize h = 0; h < q; h++)
        for (gsize i = 0; i <= h; i++)
          outer[h * q + i] += u[h] * u[i];
    }
}

static void
adjust_piece (gsize piece, gpointer user_data)
{
  Adjusting *self = user_data;
  const ComityGroups *groups = g_ptr_array_index (self->scores->groups, 0);
  gsize q = self->scores->q;
  g_autofree double *work = g_new (double, q *q + 6 * q + 1);
  double *z = work + q * q;
  double *s = z + q;
  double *lambda = s + q;
  double *root = lambda + q;
  double *turned = root + q;
  double *t = turned + q;
  double *meat = self->meat + piece * q * q;
  gsize first, last;

  comity_parallel_cut (groups->n_groups, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize g = first; g < last; g++)
    {
      if (g % CLUSTERS_PER_LOOK == 0 && comity_progress_is_cancelled (self->scores->progress))
        return;
      cross_cluster (self, g, z, work, s);
      if (!decompose (q, work, lambda, root, &self->alone[piece]))
        continue;
      for (gsize i = 0; i < q; i++)
        {
          turned[i] = 0.0;
          for (gsize h = 0; h < q; h++)
            turned[i] += work[h * q + i] * s[h];
          turned[i] *= root[i];
        }
      for (gsize h = 0; h < q; h++)
        {
          t[h] = 0.0;
          for (gsize i = 0; i < q; i++)
            t[h] += work[h * q + i] * turned[i];
        }
      for (gsize h = 0; h < q; h++)
        for (gsize i = 0; i < q; i++)
          meat[h * q + i] += t[h] * t[i];
      if (self->w != NULL)
        add_freedom (self, piece, work, lambda, root, turned, t);
    }
}

static void
set_freedom (const Adjusting *self, double *df)
{
  gsize q = self->scores->q;

  for (gsize j = 0; j < q; j++)
    {
      double own = 0.0;
      double squares = 0.0;

      for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
        {
          own += self->own[piece * q + j];
          squares += self->squares[piece * q + j];
        }
      for (gsize h = 0; h < q; h++)
        for (gsize i = 0; i <= h; i++)
          {
            double sum = 0.0;

            for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
              sum += self->outer[((piece * q + j) * q + h) * q + i];
            squares += (i == h ? 1.0 : 2.0) * sum * sum;
          }
      df[j] = own * own / squares;
    }
}

/* Rows by cluster, as in the data within. */
static void
sort_rows (const ComityGroups *groups, guint32 *first, guint32 *rows)
{
  g_autofree guint32 *next = NULL;

  for (gsize i = 0; i < groups->n; i++)
    first[groups->group[i] + 1]++;
  for (gsize g = 0; g < groups->n_groups; g++)
    first[g + 1] += first[g];
  next = g_memdup2 (first, (groups->n_groups + 1) * sizeof (guint32));
  for (gsize i = 0; i < groups->n; i++)
    rows[next[groups->group[i]]++] = (guint32) i;
}

/* L of B = LL'; its upper triangle is 0. */
static ComityMatrix *
factor (const ComityMatrix *b)
{
  g_autoptr (ComityMatrix) l = comity_matrix_copy (b);
  gsize q = b->n_rows;

  if (l == NULL ||
      LAPACKE_dpotrf (LAPACK_ROW_MAJOR, 'L', (lapack_int) q, l->data, (lapack_int) q) != 0)
    return NULL;
  for (gsize i = 0; i < q; i++)
    for (gsize j = i + 1; j < q; j++)
      comity_matrix_set (l, i, j, 0.0);
  return g_steal_pointer (&l);
}

ComityMatrix *
comity_vce_cr2 (const ComityScores *scores, GPtrArray *warnings)
{
  const ComityGroups *groups = g_ptr_array_index (scores->groups, 0);
  gsize q = scores->q;
  g_autoptr (ComityMatrix) l = factor (scores->bread);
  g_autoptr (ComityMatrix) w = NULL;
  g_autoptr (ComityMatrix) meat = comity_matrix_new (q, q);
  g_autofree guint32 *first = g_try_new0 (guint32, groups->n_groups + 2);
  g_autofree guint32 *rows = g_try_new (guint32, groups->n + 1);
  g_autofree double *meats = g_try_new0 (double, COMITY_PARALLEL_PIECES *q *q + 1);
  g_autofree double *own = g_new0 (double, 2 * COMITY_PARALLEL_PIECES * q + 1);
  g_autofree double *outer = NULL;
  guint32 alone[COMITY_PARALLEL_PIECES] = { 0 };
  Adjusting self = { .scores = scores,
                     .first = first,
                     .rows = rows,
                     .meat = meats,
                     .own = own,
                     .squares = own + COMITY_PARALLEL_PIECES * q,
                     .alone = alone };
  gsize n_alone = 0;

  if (l == NULL || meat == NULL || first == NULL || rows == NULL || meats == NULL)
    return NULL;
  self.l = l->data;
  if (scores->df != NULL)
    {
      gsize cells;

      w = comity_matrix_multiply (scores->contrasts, l);
      if (g_size_checked_mul (&cells, COMITY_PARALLEL_PIECES * q, q * q))
        outer = g_try_new0 (double, cells);
      if (w == NULL || outer == NULL)
        return NULL;
      self.w = w->data;
      self.outer = outer;
    }
  sort_rows (groups, first, rows);
  if (!comity_parallel_for (COMITY_PARALLEL_PIECES, scores->n_threads, adjust_piece, &self,
                            scores->progress) ||
      comity_progress_is_cancelled (scores->progress))
    return NULL;
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    {
      n_alone += alone[piece];
      for (gsize i = 0; i < q * q; i++)
        meat->data[i] += meats[piece * q * q + i];
    }
  if (scores->df != NULL)
    set_freedom (&self, scores->df);
  if (n_alone > 0)
    g_ptr_array_add (warnings,
                     g_strdup_printf ("%" G_GSIZE_FORMAT " cluster%s of %s settle%s a coefficient "
                                      "alone, and %s for nothing in its standard error.",
                                      n_alone, n_alone > 1 ? "s" : "", groups->name,
                                      n_alone > 1 ? "" : "s", n_alone > 1 ? "count" : "counts"));
  return comity_matrix_sandwich (l, meat);
}
