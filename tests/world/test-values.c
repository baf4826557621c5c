/* SPDX-License-Identifier: GPL-3.0-or-later */
/* State-years, legal tradition, memberships and lists, against known facts. */
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

static double
value_of (const ComityWorld *world, const char *variable, const char *code, int year)
{
  gssize v = comity_world_find_variable (world, variable);

  g_assert_cmpint (v, >=, 0);
  return comity_world_get_value (world, v, state_of (world, code), year);
}

static void
test_variables (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);

  /* V-Dem, Polity 5, Bailey, Strezhnev & Voeten, Fariss et al., as published. */
  g_assert_cmpfloat (value_of (world, "polyarchy", "USA", 2000), ==, 0.868);
  g_assert_cmpfloat (value_of (world, "polity2", "365", 1946), ==, -9);
  g_assert_cmpfloat (value_of (world, "polity2", "365", 1990), ==, 0);
  g_assert_cmpfloat (value_of (world, "judicial", "West Germany", 1970), ==, 0.952);
  g_assert_cmpfloat (value_of (world, "ideal_point", "FRA", 1990), ==, 2.1941);
  g_assert_cmpfloat (value_of (world, "gdp_pc", "USA", 2000), ==, 50091.4);
  g_assert_cmpfloat (value_of (world, "population", "GBR", 2000), ==, 59.9938);

  /* Missing: no judicial constraints before 1960, no vote in 1964, outside the tables, before the
   * state existed. */
  g_assert_true (isnan (value_of (world, "judicial", "USA", 1959)));
  g_assert_true (isnan (value_of (world, "ideal_point", "FRA", 1964)));
  g_assert_true (isnan (value_of (world, "gdp", "USA", 1944)));
  g_assert_true (isnan (value_of (world, "gdp", "USA", 2021)));
  g_assert_true (isnan (value_of (world, "polyarchy", "SSD", 2010)));
  g_assert_cmpint (comity_world_find_variable (world, "no such variable"), ==, -1);
}

/* V-Dem's Germany of 1990 is West Germany and Germany; Czechia before 1993 is Czechoslovakia. */
static void
test_changed_codes (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);

  g_assert_cmpfloat (value_of (world, "polyarchy", "260", 1990), ==, 0.895);
  g_assert_cmpfloat (value_of (world, "polyarchy", "255", 1990), ==, 0.895);
  g_assert_true (isnan (value_of (world, "polyarchy", "255", 1989)));
  g_assert_false (isnan (value_of (world, "polyarchy", "315", 1985)));
  g_assert_true (isnan (value_of (world, "polyarchy", "316", 1985)));
  g_assert_false (isnan (value_of (world, "polyarchy", "316", 1993)));
}

static void
test_ranges (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);

  for (gsize v = 0; v < comity_world_get_n_variables (world); v++)
    {
      const ComityWorldVariable *variable = comity_world_peek_variable (world, v);
      gboolean share = g_str_equal (variable->name, "polyarchy") ||
                       g_str_equal (variable->name, "judicial") ||
                       g_str_equal (variable->name, "lji");
      gsize n = 0;

      g_assert_cmpint (comity_world_find_table (world, variable->table), >=, 0);
      for (gsize i = 0; i < comity_world_get_n_states (world); i++)
        for (int year = 1945; year <= 2020; year++)
          {
            double value = comity_world_get_value (world, v, i, year);

            if (isnan (value))
              continue;
            n++;
            g_assert_true (comity_world_state_exists (world, i, year));
            if (share)
              g_assert_true (value >= 0 && value <= 1);
          }
      g_assert_cmpuint (n, >, 3000);
    }
}

static void
test_tradition (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  const struct
  {
    const char *code;
    ComityTradition tradition;
  } cases[] = { { "USA", COMITY_TRADITION_COMMON },  { "GBR", COMITY_TRADITION_COMMON },
                { "CHE", COMITY_TRADITION_CIVIL },   { "365", COMITY_TRADITION_CIVIL },
                { "IRN", COMITY_TRADITION_ISLAMIC }, { "SAU", COMITY_TRADITION_ISLAMIC },
                { "ZAF", COMITY_TRADITION_MIXED },   { "511", COMITY_TRADITION_UNKNOWN } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int year = 1950; year <= 2012; year += 31)
      {
        g_test_message ("%s in %d", cases[i].code, year);
        g_assert_cmpint (comity_world_get_tradition (world, state_of (world, cases[i].code), year),
                         ==, cases[i].tradition);
      }
  g_assert_cmpstr (comity_world_peek_tradition_parts (world, state_of (world, "CHE"), 2000), ==,
                   "civil+customary");
  g_assert_cmpstr (comity_world_peek_tradition_parts (world, state_of (world, "315"), 1980), ==,
                   "");
  g_assert_cmpstr (comity_tradition_name (COMITY_TRADITION_ISLAMIC), ==, "islamic");
}

static gsize
count_members (const ComityWorld *world, const char *key, int year)
{
  gssize body = comity_world_find_body (world, key);
  gsize n = 0;

  g_assert_cmpint (body, >=, 0);
  for (gsize i = 0; i < comity_world_get_n_states (world); i++)
    n += comity_world_is_member (world, body, i, year);
  return n;
}

static void
test_memberships (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  gssize oecd = comity_world_find_body (world, "oecd");
  gssize eu = comity_world_find_body (world, "eu");

  g_assert_cmpuint (count_members (world, "eu", 1957), ==, 0);
  g_assert_cmpuint (count_members (world, "eu", 1958), ==, 6);
  g_assert_cmpuint (count_members (world, "eu", 1973), ==, 9);
  g_assert_cmpuint (count_members (world, "eu", 1986), ==, 12);
  g_assert_cmpuint (count_members (world, "eu", 1995), ==, 15);
  g_assert_cmpuint (count_members (world, "eu", 2004), ==, 25);
  g_assert_cmpuint (count_members (world, "eu", 2013), ==, 28);
  g_assert_cmpuint (count_members (world, "oecd", 1973), ==, 24);
  g_assert_cmpuint (count_members (world, "oecd", 2013), ==, 34);
  g_assert_cmpuint (count_members (world, "nato", 1949), ==, 12);
  g_assert_cmpuint (count_members (world, "nato", 1955), ==, 15);
  g_assert_cmpuint (count_members (world, "nato", 2013), ==, 28);
  g_assert_true (comity_world_is_member (world, oecd, state_of (world, "260"), 1961));
  g_assert_true (comity_world_is_member (world, oecd, state_of (world, "255"), 1995));
  g_assert_false (comity_world_is_member (world, oecd, state_of (world, "265"), 1975));
  g_assert_true (comity_world_is_member (world, eu, state_of (world, "POL"), 2016));
  g_assert_cmpstr (comity_world_peek_body (world, oecd), ==, "oecd");
  g_assert_cmpstr (comity_world_peek_body_name (world, oecd), ==,
                   "Organisation for Economic Co-operation and Development");
  g_assert_cmpint (comity_world_find_body (world, "no such body"), ==, -1);
}

static void
test_lists (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  gsize colombia = state_of (world, "COL");
  gsize panama = state_of (world, "PAN");

  g_assert_true (comity_world_is_listed (world, "drug_major", colombia, 1997));
  g_assert_true (comity_world_is_listed (world, "drug_major", colombia, 2010));
  g_assert_false (comity_world_is_listed (world, "drug_major", colombia, 1980));
  g_assert_false (comity_world_is_listed (world, "drug_major", state_of (world, "CHE"), 1997));
  g_assert_true (comity_world_is_listed (world, "tax_haven", panama, 2005));
  g_assert_false (comity_world_is_listed (world, "tax_haven", panama, 1999));
  g_assert_false (comity_world_is_listed (world, "no such list", panama, 2005));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/world/values/variables", test_variables);
  g_test_add_func ("/world/values/changed-codes", test_changed_codes);
  g_test_add_func ("/world/values/ranges", test_ranges);
  g_test_add_func ("/world/values/tradition", test_tradition);
  g_test_add_func ("/world/values/memberships", test_memberships);
  g_test_add_func ("/world/values/lists", test_lists);
  return g_test_run ();
}
