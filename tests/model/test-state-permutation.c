/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States exchanged among themselves: every row's counterpart against a search through all rows. */
#include "config.h"

#include "comity-test-fit.h"

#include "comity-state-permutation.h"

#include <string.h>

#define NONE COMITY_STATE_PERMUTATION_NONE

typedef struct
{
  ComityDataset *dataset;
  ComityColumn *a, *b, *time;
  guint32 *rows;
  gsize n;
  ComityStatePermutation *permutation;
} Fixture;

/* @rows NULL: all of them. */
static void
set_up (Fixture *self, const char *csv, const guint32 *rows, gsize n, ComityExchange exchange)
{
  g_autoptr (GError) error = NULL;

  self->dataset = comity_test_parse_data (csv);
  self->a = comity_dataset_require_column (self->dataset, "a", NULL);
  self->b = comity_dataset_require_column (self->dataset, "b", NULL);
  self->time = comity_dataset_require_column (self->dataset, "t", NULL);
  self->n = rows != NULL ? n : comity_dataset_get_n_rows (self->dataset);
  self->rows = g_new (guint32, self->n);
  for (gsize i = 0; i < self->n; i++)
    self->rows[i] = rows != NULL ? rows[i] : (guint32) i;
  self->permutation = comity_state_permutation_new (self->a, self->b, self->time, self->rows,
                                                    self->n, exchange, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self)
{
  comity_state_permutation_free (self->permutation);
  comity_dataset_unref (self->dataset);
  g_free (self->rows);
}

/* States 1 … 7 with gaps and late entries, pairs now and then the other way round. */
static char *
make_csv (GRand *rand, gboolean directed)
{
  GString *csv = g_string_new ("a,b,t\n");

  for (int t = 1990; t < 1997; t++)
    for (int i = 1; i <= 7; i++)
      for (int j = directed ? 1 : i + 1; j <= 7; j++)
        {
          if (i == j || (t < 1993 && (i == 4 || j == 4)) || g_rand_double (rand) < 0.2)
            continue;
          if (!directed && (i + j) % 3 == 0)
            g_string_append_printf (csv, "%d,%d,%d\n", j, i, t);
          else
            g_string_append_printf (csv, "%d,%d,%d\n", i, j, t);
        }
  return g_string_free (csv, FALSE);
}

static double
value (const ComityColumn *column, const Fixture *self, gsize i)
{
  return comity_column_get_double (column, self->rows[i]);
}

/* States are 1 … n here, so that π in values is order + 1. */
static guint32
search (const Fixture *self, gsize i, const guint32 *order)
{
  double a = order[(gsize) value (self->a, self, i) - 1] + 1.0;
  double b = order[(gsize) value (self->b, self, i) - 1] + 1.0;

  for (gsize j = 0; j < self->n; j++)
    {
      if (value (self->time, self, j) != value (self->time, self, i))
        continue;
      if (value (self->a, self, j) == a && value (self->b, self, j) == b)
        return (guint32) j;
      if (!comity_state_permutation_is_directed (self->permutation) &&
          value (self->a, self, j) == b && value (self->b, self, j) == a)
        return (guint32) j;
    }
  return NONE;
}

static void
check_maps (const Fixture *self, gsl_rng *rng)
{
  gsize n_states = comity_state_permutation_get_n_states (self->permutation);
  g_autofree guint32 *order = g_new (guint32, n_states);
  g_autofree guint32 *map = g_new (guint32, self->n);

  comity_state_permutation_identity (self->permutation, order);
  g_assert_cmpuint (comity_state_permutation_map (self->permutation, order, map), ==, self->n);
  for (gsize i = 0; i < self->n; i++)
    g_assert_cmpuint (map[i], ==, i);
  for (int draw = 0; draw < 20; draw++)
    {
      gsize n_found = 0;
      gsize found;

      comity_state_permutation_shuffle (self->permutation, rng, order);
      found = comity_state_permutation_map (self->permutation, order, map);
      for (gsize i = 0; i < self->n; i++)
        {
          g_assert_cmpuint (map[i], ==, search (self, i, order));
          n_found += map[i] != NONE;
        }
      g_assert_cmpuint (found, ==, n_found);
    }
}

static void
test_counterparts (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);

  for (int directed = 0; directed < 2; directed++)
    for (int exchange = COMITY_EXCHANGE_LIFETIMES; exchange <= COMITY_EXCHANGE_ALL; exchange++)
      {
        g_autofree char *csv = make_csv (rand, directed);
        Fixture self;

        set_up (&self, csv, NULL, 0, exchange);
        g_assert_true (comity_state_permutation_is_directed (self.permutation) == directed);
        check_maps (&self, rng);
        tear_down (&self);
      }
  gsl_rng_free (rng);
}

/* State 4 enters late and shares its years with none: it keeps its place. */
static void
test_lifetimes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree char *csv = make_csv (rand, FALSE);
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  guint32 order[7];
  gboolean moved = FALSE;
  Fixture self;

  set_up (&self, csv, NULL, 0, COMITY_EXCHANGE_LIFETIMES);
  g_assert_cmpuint (comity_state_permutation_get_n_states (self.permutation), ==, 7);
  g_assert_cmpuint (comity_state_permutation_get_n_groups (self.permutation), ==, 1);
  g_assert_cmpuint (comity_state_permutation_get_n_fixed (self.permutation), ==, 1);
  g_assert_cmpfloat (comity_state_permutation_get_n_orders (self.permutation), ==, 720.0);
  for (int draw = 0; draw < 50; draw++)
    {
      comity_state_permutation_shuffle (self.permutation, rng, order);
      g_assert_cmpuint (order[3], ==, 3);
      moved |= order[0] != 0;
    }
  g_assert_true (moved);
  tear_down (&self);

  set_up (&self, csv, NULL, 0, COMITY_EXCHANGE_ALL);
  g_assert_cmpuint (comity_state_permutation_get_n_fixed (self.permutation), ==, 0);
  g_assert_cmpfloat (comity_state_permutation_get_n_orders (self.permutation), ==, 5040.0);
  tear_down (&self);
  gsl_rng_free (rng);
}

/* Counting through all permutations meets each once; groups turn like the wheels of a counter. */
static void
test_enumeration (void)
{
  /* 1, 2, 3 in both years; 4, 5 in the second alone. */
  const char *csv = "a,b,t\n1,2,1\n1,3,1\n2,3,1\n1,2,2\n1,3,2\n2,3,2\n1,4,2\n4,5,2\n3,5,2\n";
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint32 order[5];
  gsize count = 0;
  Fixture self;

  set_up (&self, csv, NULL, 0, COMITY_EXCHANGE_LIFETIMES);
  g_assert_cmpuint (comity_state_permutation_get_n_groups (self.permutation), ==, 2);
  g_assert_cmpfloat (comity_state_permutation_get_n_orders (self.permutation), ==, 12.0);
  comity_state_permutation_identity (self.permutation, order);
  do
    {
      g_hash_table_add (seen, g_strdup_printf ("%u %u %u %u %u", order[0], order[1], order[2],
                                               order[3], order[4]));
      g_assert_cmpuint (order[0] + order[1] + order[2], ==, 3);
      count++;
    }
  while (comity_state_permutation_next (self.permutation, order));
  g_assert_cmpuint (count, ==, 12);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 12);
  for (guint32 s = 0; s < 5; s++)
    g_assert_cmpuint (order[s], ==, s);
  tear_down (&self);
}

/* A sample of some rows in another order: the same permutation, whatever the order of the rows. */
static void
test_row_order (void)
{
  const char *csv = "a,b,t\n1,2,1\n1,3,1\n2,3,1\n1,4,1\n2,4,1\n3,4,1\n";
  const guint32 forward[] = { 0, 1, 2, 4, 5 };
  const guint32 backward[] = { 5, 4, 2, 1, 0 };
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  guint32 order[2][4];
  guint32 map[2][5];
  Fixture self;

  for (int i = 0; i < 2; i++)
    {
      gsl_rng_set (rng, 9);
      set_up (&self, csv, i == 0 ? forward : backward, 5, COMITY_EXCHANGE_LIFETIMES);
      comity_state_permutation_shuffle (self.permutation, rng, order[i]);
      comity_state_permutation_map (self.permutation, order[i], map[i]);
      check_maps (&self, rng);
      tear_down (&self);
    }
  g_assert_cmpmem (order[0], sizeof order[0], order[1], sizeof order[1]);
  for (gsize i = 0; i < 5; i++)
    if (map[0][i] == NONE)
      g_assert_cmpuint (map[1][4 - i], ==, NONE);
    else
      g_assert_cmpuint (map[1][4 - i], ==, 4 - map[0][i]);
  gsl_rng_free (rng);
}

static void
test_names (void)
{
  /* Strings are put in their order, whichever column has them first. */
  g_autoptr (ComityDataset) dataset = comity_test_parse_data ("a,b\nUSA,FRA\nCAN,USA\nFRA,CAN\n");
  const guint32 rows[] = { 0, 1, 2 };
  guint32 order[] = { 1, 0, 2 }; /* Canada and France */
  guint32 map[3];
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityStatePermutation) permutation =
      comity_state_permutation_new (comity_dataset_require_column (dataset, "a", NULL),
                                    comity_dataset_require_column (dataset, "b", NULL), NULL, rows,
                                    3, COMITY_EXCHANGE_LIFETIMES, NULL, &error);

  g_assert_no_error (error);
  g_assert_false (comity_state_permutation_is_directed (permutation));
  g_assert_cmpuint (comity_state_permutation_map (permutation, order, map), ==, 3);
  g_assert_cmpuint (map[0], ==, 1);
  g_assert_cmpuint (map[1], ==, 0);
  g_assert_cmpuint (map[2], ==, 2);
}

/* Cancelled, it is given up at whatever look: nothing comes of it but the word. */
static void
test_cancelled (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data ("a,b,t\n1,2,1\n1,3,1\n2,3,1\n");
  guint32 rows[] = { 0, 1, 2 };
  g_autoptr (ComityProgress) progress = comity_progress_new (NULL);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (comity_progress_peek_cancellable (progress));
  g_assert_null (
      comity_state_permutation_new (comity_dataset_require_column (dataset, "a", NULL),
                                    comity_dataset_require_column (dataset, "b", NULL),
                                    comity_dataset_require_column (dataset, "t", NULL), rows, 3,
                                    COMITY_EXCHANGE_LIFETIMES, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
check_refusal (const char *csv, const char *time, const char *part)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data (csv);
  gsize n = comity_dataset_get_n_rows (dataset);
  g_autofree guint32 *rows = g_new (guint32, n);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) i;
  g_assert_null (comity_state_permutation_new (
      comity_dataset_require_column (dataset, "a", NULL),
      comity_dataset_require_column (dataset, "b", NULL),
      time != NULL ? comity_dataset_require_column (dataset, time, NULL) : NULL, rows, n,
      COMITY_EXCHANGE_LIFETIMES, NULL, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_refusals (void)
{
  check_refusal ("a,b,t\n1,2,1\n1,3,1\n1,2,1\n", "t", "rows 1 and 3");
  check_refusal ("a,b,t\n1,2,1\n1,3,1\n2,3,1\n3,4,1\n2,4,1\n1,4,1\n1,5,1\n2,5,1\n2,1,1\n", "t",
                 "rows 1 and 9");
  check_refusal ("a,b,t\n1,2,1\n1,2,2\n", NULL, "rows 1 and 2");
  check_refusal ("a,b,t\n1,2,1\n1,,2\n", "t", "row 2");
  check_refusal ("a,b,t\n1,2,1\n1,3,\n", "t", "time t is missing in row 2");
  check_refusal ("a,b,t\n1,X,1\n1,Y,2\n", "t", "both hold");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/state-permutation/counterparts", test_counterparts);
  g_test_add_func ("/model/state-permutation/lifetimes", test_lifetimes);
  g_test_add_func ("/model/state-permutation/enumeration", test_enumeration);
  g_test_add_func ("/model/state-permutation/row-order", test_row_order);
  g_test_add_func ("/model/state-permutation/names", test_names);
  g_test_add_func ("/model/state-permutation/refusals", test_refusals);
  g_test_add_func ("/model/state-permutation/cancelled", test_cancelled);
  return g_test_run ();
}
