/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs of states: distance, language, colony, contiguity, alliances. */
#include "config.h"

#include "comity-world.h"

#include <math.h>

static gsize
state_of (const ComityWorld *world, const char *code)
{
  gssize state = comity_world_find_state (world, code, 0);

  g_assert_cmpint (state, >=, 0);
  return state;
}

static ComityWorldDyad
dyad_of (const ComityWorld *world, const char *a, const char *b)
{
  ComityWorldDyad dyad, reversed;

  comity_world_get_dyad (world, state_of (world, a), state_of (world, b), &dyad);
  comity_world_get_dyad (world, state_of (world, b), state_of (world, a), &reversed);
  g_assert_cmpfloat (dyad.distance_km, ==, reversed.distance_km);
  g_assert_cmpint (dyad.common_language, ==, reversed.common_language);
  g_assert_cmpint (dyad.colony, ==, reversed.colony);
  return dyad;
}

static void
test_dyads (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  ComityWorldDyad dyad = dyad_of (world, "USA", "GBR");

  g_assert_cmpfloat_with_epsilon (dyad.distance_km, 5900, 20);
  g_assert_true (dyad.known && dyad.common_language && dyad.colony);
  g_assert_false (dyad.common_colonizer);

  dyad = dyad_of (world, "FRA", "DEU");
  g_assert_cmpfloat_with_epsilon (dyad.distance_km, 880, 10);
  g_assert_true (dyad.known && !dyad.common_language && !dyad.colony);

  g_assert_true (dyad_of (world, "KEN", "UGA").common_colonizer);

  /* CEPII lacks the GDR, and puts Apia on the wrong side of the date line. */
  dyad = dyad_of (world, "265", "315");
  g_assert_false (dyad.known);
  g_assert_cmpfloat_with_epsilon (dyad.distance_km, 280, 10);
  g_assert_cmpfloat_with_epsilon (dyad_of (world, "WSM", "TON").distance_km, 890, 30);
}

static void
test_every_pair (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  gsize n = comity_world_get_n_states (world);

  for (gsize a = 0; a < n; a++)
    for (gsize b = a + 1; b < n; b++)
      {
        ComityWorldDyad dyad;

        comity_world_get_dyad (world, a, b, &dyad);
        g_assert_true (dyad.distance_km >= 0 && dyad.distance_km < 20100);
        g_assert_true (dyad.known || (!dyad.common_language && !dyad.colony));
      }
}

static void
test_contiguity (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  gsize usa = state_of (world, "USA");
  gsize russia = state_of (world, "365");
  gsize turkey = state_of (world, "TUR");
  gsize syria = state_of (world, "SYR");

  g_assert_cmpint (comity_world_get_contiguity (world, usa, state_of (world, "CAN"), 1960), ==, 1);
  g_assert_cmpint (comity_world_get_contiguity (world, usa, state_of (world, "FRA"), 1960), ==, 0);
  g_assert_cmpint (comity_world_get_contiguity (world, usa, russia, 1958), ==, 0);
  g_assert_cmpint (comity_world_get_contiguity (world, usa, russia, 1959), ==, 2);
  g_assert_cmpint (comity_world_get_contiguity (world, russia, usa, 2016), ==, 2);
  g_assert_cmpint (comity_world_get_contiguity (world, usa, russia, 2017), ==, -1);
  g_assert_cmpint (comity_world_get_contiguity (world, usa, russia, 1944), ==, -1);
  /* Syria was part of the United Arab Republic in 1960. */
  g_assert_cmpint (comity_world_get_contiguity (world, turkey, syria, 1957), ==, 1);
  g_assert_cmpint (comity_world_get_contiguity (world, turkey, syria, 1960), ==, 0);
  g_assert_cmpint (comity_world_get_contiguity (world, turkey, syria, 1961), ==, 1);
  /* In the year of the change the nearer type counts. */
  g_assert_cmpint (comity_world_get_contiguity (world, turkey, state_of (world, "EGY"), 1958), ==,
                   1);
}

static void
test_alliances (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  gsize usa = state_of (world, "USA");
  gsize gbr = state_of (world, "GBR");
  gsize russia = state_of (world, "365");

  g_assert_cmpint (comity_world_get_defense_alliance (world, usa, gbr, 1948), ==, 0);
  g_assert_cmpint (comity_world_get_defense_alliance (world, usa, gbr, 1949), ==, 1);
  g_assert_cmpint (comity_world_get_defense_alliance (world, gbr, usa, 2018), ==, 1);
  g_assert_cmpint (comity_world_get_defense_alliance (world, usa, gbr, 2019), ==, -1);
  /* A promise of non-aggression is not a defence pact. */
  g_assert_cmpint (comity_world_get_defense_alliance (world, usa, russia, 1990), ==, 0);
  g_assert_cmpint (comity_world_get_defense_alliance (world, usa, state_of (world, "CHE"), 1990),
                   ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/world/pairs/dyads", test_dyads);
  g_test_add_func ("/world/pairs/every-pair", test_every_pair);
  g_test_add_func ("/world/pairs/contiguity", test_contiguity);
  g_test_add_func ("/world/pairs/alliances", test_alliances);
  return g_test_run ();
}
