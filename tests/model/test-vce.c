/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meats against their definitions, pair of rows by pair of rows, before any repair; groups of rows.
 */
#include "config.h"

#include "comity-vce-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N 300
#define Q 3

typedef struct
{
  double x[Q][N];
  double u[N];
  guint64 a[N], b[N];
  ComitySample *sample;
  ComityMatrix *bread; /* the identity */
  double *residual;
  guint32 pick[Q];
  GPtrArray *groups;
  GPtrArray *warnings;
  ComityScores scores;
} Fixture;

static void
fill_column (gsize column, gsize first, gsize n, double *out, gpointer data)
{
  const Fixture *fixture = data;

  memcpy (out, fixture->x[column] + first, n * sizeof (double));
}

/* Rows of random dyads among seven states, some of a state with itself. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  guint32 state = 99;
  double *y = comity_kernel_alloc0 (3 * COMITY_BLOCK);

  for (gsize i = 0; i < N; i++)
    {
      for (gsize j = 0; j <= Q + 1; j++)
        {
          double value;

          state = state * 1664525u + 1013904223u;
          value = (double) (state >> 8) / 16777216.0;
          if (j < Q)
            fixture->x[j][i] = value - 0.5;
          else if (j == Q)
            fixture->u[i] = value - 0.4;
          else
            fixture->a[i] = (guint64) (value * 7.0);
        }
      state = state * 1664525u + 1013904223u;
      fixture->b[i] = (state >> 8) % 7;
    }
  fixture->sample =
      comity_sample_new (N, Q, FALSE, y, NULL, NULL, fill_column, fixture, 1, NULL, NULL);
  fixture->bread = comity_matrix_new (Q, Q);
  fixture->residual = comity_kernel_alloc0 (fixture->sample->n_blocks * COMITY_BLOCK);
  memcpy (fixture->residual, fixture->u, sizeof fixture->u);
  fixture->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_groups_free);
  fixture->warnings = g_ptr_array_new_with_free_func (g_free);
  for (gsize j = 0; j < Q; j++)
    {
      comity_matrix_set (fixture->bread, j, j, 1.0);
      fixture->pick[j] = (guint32) j;
    }
  fixture->scores = (ComityScores){ .sample = fixture->sample,
                                    .pick = fixture->pick,
                                    .q = Q,
                                    .bread = fixture->bread,
                                    .residual = fixture->residual,
                                    .n = N,
                                    .groups = fixture->groups,
                                    .n_threads = 2 };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  comity_sample_free (fixture->sample);
  comity_matrix_free (fixture->bread);
  free (fixture->residual);
  g_ptr_array_unref (fixture->groups);
  g_ptr_array_unref (fixture->warnings);
}

typedef gboolean (*RelatedFunc) (const Fixture *fixture, gsize i, gsize j);

static void
check (Fixture *fixture, ComityMatrix *v, RelatedFunc related)
{
  g_assert_nonnull (v);
  for (gsize r = 0; r < Q; r++)
    for (gsize c = 0; c < Q; c++)
      {
        double sum = 0.0;

        for (gsize i = 0; i < N; i++)
          for (gsize j = 0; j < N; j++)
            if (related (fixture, i, j))
              sum += fixture->u[i] * fixture->x[r][i] / fixture->sample->scale[r] * fixture->u[j] *
                     fixture->x[c][j] / fixture->sample->scale[c];
        g_assert_cmpfloat (fabs (comity_matrix_get (v, r, c) - sum), <, 1e-11 * (1.0 + fabs (sum)));
      }
  comity_matrix_free (v);
}

static gboolean
same_row (const Fixture *fixture, gsize i, gsize j)
{
  return i == j;
}

static gboolean
same_a (const Fixture *fixture, gsize i, gsize j)
{
  return fixture->a[i] == fixture->a[j];
}

static gboolean
same_a_or_b (const Fixture *fixture, gsize i, gsize j)
{
  return fixture->a[i] == fixture->a[j] || fixture->b[i] == fixture->b[j];
}

static gboolean
share_a_state (const Fixture *fixture, gsize i, gsize j)
{
  return fixture->a[i] == fixture->a[j] || fixture->a[i] == fixture->b[j] ||
         fixture->b[i] == fixture->a[j] || fixture->b[i] == fixture->b[j];
}

static void
add_groups (Fixture *fixture, const char *name, const guint64 *keys)
{
  g_ptr_array_add (fixture->groups, comity_groups_new (name, keys, N));
}

static void
test_definitions (Fixture *fixture, gconstpointer data)
{
  check (fixture, comity_vce_hc0 (&fixture->scores, fixture->warnings), same_row);
  add_groups (fixture, "a", fixture->a);
  check (fixture, comity_vce_cluster (&fixture->scores, fixture->warnings), same_a);
  add_groups (fixture, "b", fixture->b);
  check (fixture, comity_vce_twoway (&fixture->scores, fixture->warnings), same_a_or_b);
}

static void
test_dyadic (Fixture *fixture, gconstpointer data)
{
  double *a = g_new (double, N);
  double *b = g_new (double, N);
  guint32 rows[N];
  g_autoptr (ComityColumn) first = NULL;
  g_autoptr (ComityColumn) second = NULL;
  ComityGroups *left, *right;

  for (gsize i = 0; i < N; i++)
    {
      rows[i] = (guint32) i;
      a[i] = (double) fixture->a[i];
      b[i] = (double) fixture->b[i];
    }
  first = comity_column_new_take ("a", COMITY_COLUMN_DOUBLE, N, a);
  second = comity_column_new_take ("b", COMITY_COLUMN_DOUBLE, N, b);
  comity_groups_new_pair (first, second, rows, N, &left, &right);
  g_assert_cmpuint (left->n_groups, ==, 7);
  g_ptr_array_add (fixture->groups, left);
  g_ptr_array_add (fixture->groups, right);
  check (fixture, comity_vce_dyadic (&fixture->scores, fixture->warnings), share_a_state);
}

/* Small ranges, huge identifiers and fractions number alike; equal texts of two columns are one. */
static void
test_groups (void)
{
  static const guint64 keys[] = { 5, 9, 5, G_MAXUINT64, 9, 0 };
  static const guint32 expected[] = { 0, 1, 0, 2, 1, 3 };
  static const guint32 rows[] = { 0, 1, 2 };
  g_autoptr (ComityGroups) wide = comity_groups_new ("wide", keys, 6);
  GPtrArray *one = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *two = g_ptr_array_new_with_free_func (g_free);
  static const guint32 codes[] = { 1, 2, 1 };
  g_autoptr (ComityColumn) first = NULL;
  g_autoptr (ComityColumn) second = NULL;
  g_autoptr (ComityGroups) a = NULL;
  g_autoptr (ComityGroups) b = NULL;
  g_autoptr (ComityGroups) dyads = NULL;

  g_assert_cmpuint (wide->n_groups, ==, 4);
  g_assert_cmpmem (wide->group, sizeof expected, expected, sizeof expected);

  g_ptr_array_add (one, g_strdup (""));
  g_ptr_array_add (one, g_strdup ("FRA"));
  g_ptr_array_add (one, g_strdup ("USA"));
  g_ptr_array_add (two, g_strdup (""));
  g_ptr_array_add (two, g_strdup ("USA"));
  g_ptr_array_add (two, g_strdup ("FRA"));
  first = comity_column_new_strings_take ("a", 3, g_memdup2 (codes, sizeof codes), one);
  second = comity_column_new_strings_take ("b", 3, g_memdup2 (codes, sizeof codes), two);
  comity_groups_new_pair (first, second, rows, 3, &a, &b);
  g_assert_cmpuint (a->n_groups, ==, 2);
  g_assert_cmpuint (a->group[0], ==, b->group[1]);
  dyads = comity_groups_new_dyads (a, b);
  g_assert_cmpuint (dyads->n_groups, ==, 1);
}

/* Runs of equal keys, negative ones and fractions, read in pieces: numbered by first appearance. */
static void
test_groups_of_rows (void)
{
  static const double steps[] = { 1.0, 0.5, 1e9 }; /* a table; bits; beyond a table */
  const gsize n = 9001;
  g_autofree guint32 *rows = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) (n - 1 - i);
  for (gsize s = 0; s < G_N_ELEMENTS (steps); s++)
    {
      double *cells = g_new (double, n);
      g_autofree guint32 *number = g_new (guint32, 64);
      g_autoptr (ComityColumn) column = NULL;
      g_autoptr (ComityGroups) groups = NULL;
      guint32 n_groups = 0;

      for (gsize i = 0; i < n; i++)
        cells[i] = ((double) (i / 5 * 37 % 61) - 30.0) * steps[s];
      for (gsize k = 0; k < 64; k++)
        number[k] = G_MAXUINT32;
      column = comity_column_new_take ("k", COMITY_COLUMN_DOUBLE, n, cells);
      groups = comity_groups_new_from_column (column, rows, n);
      for (gsize i = 0; i < n; i++)
        {
          guint32 *at = &number[(gsize) (cells[rows[i]] / steps[s] + 30.0)];

          if (*at == G_MAXUINT32)
            *at = n_groups++;
          g_assert_cmpuint (groups->group[i], ==, *at);
        }
      g_assert_cmpuint (groups->n_groups, ==, n_groups);
      g_assert_cmpuint (n_groups, ==, 61);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/model/vce/definitions", Fixture, NULL, set_up, test_definitions, tear_down);
  g_test_add ("/model/vce/dyadic", Fixture, NULL, set_up, test_dyadic, tear_down);
  g_test_add_func ("/model/vce/groups", test_groups);
  g_test_add_func ("/model/vce/groups-of-rows", test_groups_of_rows);
  return g_test_run ();
}
