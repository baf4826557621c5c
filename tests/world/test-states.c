/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which states exist when, against the state list of the Correlates of War. */
#include "config.h"

#include "comity-world.h"

#include <math.h>

static gsize
state_of (const ComityWorld *world, int cow)
{
  for (gsize i = 0; i < comity_world_get_n_states (world); i++)
    if (comity_world_peek_state (world, i)->cow == cow)
      return i;
  g_error ("no state with COW number %d", cow);
}

static gsize
count (const ComityWorld *world, int year)
{
  gsize n = 0;

  for (gsize i = 0; i < comity_world_get_n_states (world); i++)
    n += comity_world_state_exists (world, i, year);
  return n;
}

/* Members of the state system v2016 on any day of the year. */
static void
test_counts (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);

  g_assert_nonnull (world);
  g_assert_cmpuint (count (world, 1960), ==, 107);
  g_assert_cmpuint (count (world, 1990), ==, 165);
  g_assert_cmpuint (count (world, 2000), ==, 191);
  g_assert_cmpuint (count (world, 2012), ==, 195);
  g_assert_cmpuint (count (world, 2016), ==, 195);
  g_assert_cmpuint (count (world, 2020), ==, 195);
}

/* The undirected dyad-years of 1960-2012: the size that the bundled panel has. */
static void
test_dyad_years (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  gsize sum = 0;

  for (int year = 1960; year <= 2012; year++)
    {
      gsize n = count (world, year);

      sum += n * (n - 1) / 2;
    }
  g_assert_cmpuint (sum, ==, 716558);
}

static void
test_lifetimes (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  const struct
  {
    int cow;
    int first;
    int last;
  } cases[] = { { 2, 1816, 2016 },   { 260, 1955, 1990 }, { 265, 1954, 1990 }, { 315, 1918, 1992 },
                { 316, 1993, 2016 }, { 511, 1963, 1964 }, { 626, 2011, 2016 }, { 679, 1990, 2016 },
                { 680, 1967, 1990 }, { 817, 1954, 1975 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize state = state_of (world, cases[i].cow);
      int first, last;

      comity_world_get_state_years (world, state, &first, &last);
      g_assert_cmpint (first, ==, cases[i].first);
      g_assert_cmpint (last, ==, cases[i].last);
      g_assert_true (comity_world_state_exists (world, state, first));
      g_assert_false (comity_world_state_exists (world, state, first - 1));
    }
}

/* Syria was out of the system as part of the United Arab Republic; Germany between 1945 and 1990.
 */
static void
test_interrupted (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  gsize syria = state_of (world, 652);
  gsize germany = state_of (world, 255);

  g_assert_true (comity_world_state_exists (world, syria, 1958));
  g_assert_false (comity_world_state_exists (world, syria, 1960));
  g_assert_true (comity_world_state_exists (world, syria, 1961));
  g_assert_true (comity_world_state_exists (world, germany, 1945));
  g_assert_false (comity_world_state_exists (world, germany, 1989));
  g_assert_true (comity_world_state_exists (world, germany, 1990));
}

static void
test_facts (void)
{
  static const char *const regions[] = { "Europe", "Americas", "Africa", "Middle East",
                                         "Asia",   "Oceania",  NULL };
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  const ComityState *brazil = comity_world_peek_state (world, state_of (world, 140));

  for (gsize i = 0; i < comity_world_get_n_states (world); i++)
    {
      const ComityState *state = comity_world_peek_state (world, i);

      g_assert_true (g_strv_contains (regions, state->region));
      g_assert_cmpstr (state->name, !=, "");
      g_assert_cmpuint (strlen (state->iso3), ==, 3);
      g_assert_true (fabs (state->latitude) <= 90 && fabs (state->longitude) <= 180);
      if (i > 0)
        g_assert_cmpint (state->cow, >, comity_world_peek_state (world, i - 1)->cow);
    }
  g_assert_cmpstr (brazil->iso3, ==, "BRA");
  g_assert_cmpstr (brazil->region, ==, "Americas");
  g_assert_cmpfloat_with_epsilon (brazil->latitude, -15.78, 0.1);
  g_assert_cmpfloat_with_epsilon (brazil->longitude, -47.9, 0.1);
  g_assert_cmpstr (comity_world_peek_state (world, state_of (world, 265))->iso3, ==, "DDR");
  g_assert_cmpint (comity_world_peek_state (world, state_of (world, 345))->gw, ==, 340);
}

/* All callers share one world, and it can be loaded anew after the last let it go. */
static void
test_shared (void)
{
  ComityWorld *first = comity_world_load (NULL);
  ComityWorld *second = comity_world_load (NULL);

  g_assert_true (first == second);
  comity_world_unref (first);
  g_assert_cmpuint (count (second, 1960), ==, 107);
  comity_world_unref (second);
  first = comity_world_load (NULL);
  g_assert_cmpuint (count (first, 1960), ==, 107);
  comity_world_unref (first);
}

static gpointer
load_in_thread (gpointer data)
{
  for (int i = 0; i < 20; i++)
    {
      g_autoptr (ComityWorld) world = comity_world_load (NULL);

      g_assert_cmpuint (comity_world_get_n_states (world), >, 200);
    }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, load_in_thread, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_sources (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  gssize mlat = comity_world_find_table (world, "treaties_mlat");

  g_assert_cmpuint (comity_world_get_n_tables (world), >=, 15);
  for (gsize i = 0; i < comity_world_get_n_tables (world); i++)
    {
      const ComityWorldTable *table = comity_world_peek_table (world, i);

      g_assert_cmpstr (table->title, !=, "");
      g_assert_cmpstr (table->citation, !=, "");
      g_assert_cmpstr (table->licence, !=, "");
      g_assert_cmpstr (table->gaps, !=, "");
      g_assert_cmpint (comity_world_find_table (world, table->table), ==, i);
    }
  g_assert_cmpint (mlat, >=, 0);
  g_assert_nonnull (strstr (comity_world_peek_table (world, mlat)->gaps, "Not a census"));
  g_assert_cmpint (comity_world_find_table (world, "no such table"), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/world/states/counts", test_counts);
  g_test_add_func ("/world/states/dyad-years", test_dyad_years);
  g_test_add_func ("/world/states/lifetimes", test_lifetimes);
  g_test_add_func ("/world/states/interrupted", test_interrupted);
  g_test_add_func ("/world/states/facts", test_facts);
  g_test_add_func ("/world/states/shared", test_shared);
  g_test_add_func ("/world/states/threads", test_threads);
  g_test_add_func ("/world/states/sources", test_sources);
  return g_test_run ();
}
