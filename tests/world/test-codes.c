/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes and names to states, through time. */
#include "config.h"

#include "comity-roles.h"
#include "comity-world.h"

static int
cow_of (const ComityWorld *world, gssize state)
{
  return state < 0 ? -1 : comity_world_peek_state (world, state)->cow;
}

static void
test_find (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  const struct
  {
    const char *text;
    int year;
    int cow;
  } cases[] = {
    { "2", 0, 2 },
    { "USA", 0, 2 },
    { "united states", 1970, 2 },
    { "U.K.", 0, 200 },
    { "UK", 0, 200 },
    { "GB", 0, 200 },
    { "DEU", 0, 255 },
    { "DEU", 1970, 260 },
    { "DEU", 1990, 255 },
    { "Germany", 1970, 260 },
    { "Germany", 1991, 255 },
    { "West Germany", 0, 260 },
    { "East Germany", 0, 265 },
    { "DDR", 0, 265 },
    { "CZE", 1980, 315 },
    { "CZE", 2000, 316 },
    { "CSK", 0, 315 },
    { "Czech Republic", 0, 316 },
    { "USSR", 0, 365 },
    { "SUN", 1980, 365 },
    { "RUS", 1980, 365 },
    { "YEM", 1980, 678 },
    { "YEM", 2000, 679 },
    { "YMD", 0, 680 },
    { "Yugoslavia", 1970, 345 },
    { "SRB", 2010, 345 },
    { "ROM", 0, 360 },
    { "ROU", 0, 360 },
    { "ZAR", 0, 490 },
    { "TMP", 0, 860 },
    { "Burma", 0, 775 },
    { "Ivory Coast", 0, 437 },
    { "Côte d’Ivoire", 0, 437 },
    { "cote d'ivoire", 0, 437 },
    { "Holland", 0, 210 },
    { "  Trinidad & Tobago ", 0, 52 },
    { "AUS", 0, 900 },
    { "UKG", 0, 200 },
    { "816", 0, 816 },
    { "340", 2010, 345 },
    { "Atlantis", 0, -1 },
    { "", 0, -1 },
    { "-2", 0, -1 },
    { "99999999999999999999", 0, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int cow = cow_of (world, comity_world_find_state (world, cases[i].text, cases[i].year));

      if (cow != cases[i].cow)
        g_test_message ("“%s” in %d", cases[i].text, cases[i].year);
      g_assert_cmpint (cow, ==, cases[i].cow);
    }
}

/* The same three letters mean different states in different systems. */
static void
test_systems (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);

  g_assert_cmpint (cow_of (world, comity_world_find_code (world, COMITY_CODES_ISO3, "AUS", 0)), ==,
                   900);
  g_assert_cmpint (cow_of (world, comity_world_find_code (world, COMITY_CODES_COW, "AUS", 0)), ==,
                   305);
  g_assert_cmpint (cow_of (world, comity_world_find_code (world, COMITY_CODES_GW, "260", 2000)), ==,
                   255);
  g_assert_cmpint (cow_of (world, comity_world_find_code (world, COMITY_CODES_COW, "260", 2000)),
                   ==, 260);
  g_assert_cmpint (cow_of (world, comity_world_find_code (world, COMITY_CODES_GW, "678", 2000)), ==,
                   679);
  g_assert_cmpint (cow_of (world, comity_world_find_code (world, COMITY_CODES_ISO2, "DE", 1980)),
                   ==, 260);
  g_assert_cmpint (cow_of (world, comity_world_find_code (world, COMITY_CODES_ISO2, "USA", 0)), ==,
                   -1);
  g_assert_cmpint (cow_of (world, comity_world_find_code (world, COMITY_CODES_NAME, "Zaire", 0)),
                   ==, 490);
  g_assert_cmpint (cow_of (world, comity_world_find_code (world, COMITY_CODES_NAME, "FRA", 0)), ==,
                   -1);
}

/* Every state is found by its own number, code and name in its last year. */
static void
test_round_trip (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);

  for (gsize i = 0; i < comity_world_get_n_states (world); i++)
    {
      const ComityState *state = comity_world_peek_state (world, i);
      g_autofree char *number = g_strdup_printf ("%d", state->cow);
      int first, last, middle;

      comity_world_get_state_years (world, i, &first, &last);
      middle = state->cow == 255 ? last : MAX (first + 1, last - 1);
      g_test_message ("%s in %d", state->name, middle);
      g_assert_cmpint (comity_world_find_state (world, number, 0), ==, i);
      g_assert_cmpint (comity_world_find_state (world, state->iso3, middle), ==, i);
      g_assert_cmpint (comity_world_find_state (world, state->name, middle), ==, i);
      g_assert_cmpint (
          comity_world_find_state (world, comity_world_peek_state_name (world, i, middle), middle),
          ==, i);
    }
}

static void
test_names (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  gssize russia = comity_world_find_state (world, "365", 0);
  gssize serbia = comity_world_find_state (world, "345", 0);
  gssize france = comity_world_find_state (world, "FRA", 0);

  g_assert_cmpstr (comity_world_peek_state_name (world, russia, 1970), ==, "Soviet Union");
  g_assert_cmpstr (comity_world_peek_state_name (world, russia, 1992), ==, "Russia");
  g_assert_cmpstr (comity_world_peek_state_name (world, serbia, 1990), ==, "Yugoslavia");
  g_assert_cmpstr (comity_world_peek_state_name (world, serbia, 2004), ==, "Serbia and Montenegro");
  g_assert_cmpstr (comity_world_peek_state_name (world, serbia, 2012), ==, "Serbia");
  g_assert_cmpstr (comity_world_peek_state_name (world, france, 1900), ==, "France");
}

static void
test_require (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (comity_world_require_state (world, "FRA", 1980, &error), >=, 0);
  g_assert_no_error (error);
  g_assert_cmpint (comity_world_require_state (world, "Frence", 1980, &error), ==, -1);
  g_assert_error (error, COMITY_WORLD_ERROR, COMITY_WORLD_ERROR_NO_STATE);
  g_assert_nonnull (strstr (error->message, "“Frence”"));
  g_assert_nonnull (strstr (error->message, "France"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/world/codes/find", test_find);
  g_test_add_func ("/world/codes/systems", test_systems);
  g_test_add_func ("/world/codes/round-trip", test_round_trip);
  g_test_add_func ("/world/codes/names", test_names);
  g_test_add_func ("/world/codes/require", test_require);
  return g_test_run ();
}
