/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Treaty networks: known treaties, order, succession of states. */
#include "config.h"

#include "comity-world.h"

#include <stdlib.h>
#include <string.h>

static gsize
state_of (const ComityWorld *world, const char *code)
{
  gssize state = comity_world_find_state (world, code, 0);

  g_assert_cmpint (state, >=, 0);
  return state;
}

/* The treaty of a pair signed on that day; NULL if there is none. */
static const ComityTreaty *
find_treaty (const ComityWorld *world,
             const char *network,
             const char *a,
             const char *b,
             const char *signed_on)
{
  gssize id = comity_world_find_network (world, network);
  const ComityTreaty *treaties;
  gsize n;

  g_assert_cmpint (id, >=, 0);
  treaties =
      comity_world_peek_pair_treaties (world, id, state_of (world, a), state_of (world, b), &n);
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (treaties[i].signed_on, signed_on))
      return &treaties[i];
  return NULL;
}

static void
test_networks (void)
{
  static const char *const ids[] = { "mlat", "tiea", "dtc", "extradition", "bit", "bla" };
  g_autoptr (ComityWorld) world = comity_world_load (NULL);

  g_assert_cmpuint (comity_world_get_n_networks (world), ==, G_N_ELEMENTS (ids));
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const ComityTreatyNetwork *network = comity_world_peek_network (world, i);

      g_assert_cmpstr (network->id, ==, ids[i]);
      g_assert_cmpint (comity_world_find_network (world, ids[i]), ==, i);
      g_assert_cmpstr (network->note, !=, "");
      g_assert_cmpint (network->first_year, >=, 1945);
      g_assert_cmpint (network->last_year, >, network->first_year);
    }
  g_assert_true (comity_world_peek_network (world, 0)->partial);
  g_assert_cmpint (comity_world_find_network (world, "no such network"), ==, -1);
}

static void
test_known (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  const ComityTreaty *treaty = find_treaty (world, "mlat", "USA", "CHE", "1973-05-25");

  g_assert_nonnull (treaty);
  g_assert_cmpint (treaty->year, ==, 1973);
  g_assert_cmpstr (treaty->in_force, ==, "1977-01-23");
  g_assert_cmpstr (treaty->kind, ==, "criminal");
  g_assert_true (treaty->tie && !treaty->inherited);
  g_assert_cmpstr (treaty->source, !=, "");
  g_assert_true (treaty == find_treaty (world, "mlat", "CHE", "USA", "1973-05-25"));

  /* The first bilateral investment treaty, of West Germany and Pakistan. */
  treaty = find_treaty (world, "bit", "260", "PAK", "1959-11-25");
  g_assert_nonnull (treaty);
  g_assert_cmpstr (treaty->in_force, ==, "1962-04-28");

  /* The Belgium-Luxembourg Economic Union signed for both. */
  g_assert_nonnull (find_treaty (world, "bit", "BEL", "TUN", "1964-07-15"));
  g_assert_nonnull (find_treaty (world, "bit", "LUX", "TUN", "1964-07-15"));

  /* A supplement to the European convention is kept but is no tie. */
  treaty = find_treaty (world, "mlat", "FRA", "CHE", "1996-10-28");
  g_assert_nonnull (treaty);
  g_assert_false (treaty->tie);
}

static void
test_order (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);

  for (gsize network = 0; network < comity_world_get_n_networks (world); network++)
    {
      gsize n, n_pair;
      const ComityTreaty *treaties = comity_world_peek_treaties (world, network, &n);

      g_assert_cmpuint (n, >, 200);
      for (gsize i = 0; i < n; i++)
        {
          const ComityTreaty *treaty = &treaties[i];
          const char *date = *treaty->signed_on ? treaty->signed_on : treaty->in_force;
          const ComityTreaty *pair;

          g_assert_cmpuint (treaty->a, <, treaty->b);
          g_assert_cmpuint (treaty->b, <, comity_world_get_n_states (world));
          g_assert_cmpint (treaty->year, ==, atoi (date));
          if (i > 0)
            {
              const ComityTreaty *previous = treaty - 1;

              g_assert_true (previous->a < treaty->a ||
                             (previous->a == treaty->a &&
                              (previous->b < treaty->b ||
                               (previous->b == treaty->b && previous->year <= treaty->year))));
            }
          pair = comity_world_peek_pair_treaties (world, network, treaty->a, treaty->b, &n_pair);
          g_assert_true (pair <= treaty && treaty < pair + n_pair);
        }
    }
}

/* What West Germany, Czechoslovakia and North Yemen signed continues with those that followed; what
 * East Germany signed does not. */
static void
test_succession (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  const ComityTreaty *treaty = find_treaty (world, "bit", "255", "PAK", "1959-11-25");

  g_assert_nonnull (treaty);
  g_assert_true (treaty->inherited && treaty->tie);
  g_assert_nonnull (strstr (treaty->note, "West Germany"));
  g_assert_false (find_treaty (world, "bit", "260", "PAK", "1959-11-25")->inherited);

  /* Czechoslovakia and West Germany, 2 October 1990: through two successions. */
  g_assert_nonnull (find_treaty (world, "bit", "260", "315", "1990-10-02"));
  g_assert_nonnull (find_treaty (world, "bit", "255", "315", "1990-10-02"));
  g_assert_nonnull (find_treaty (world, "bit", "255", "316", "1990-10-02"));
  g_assert_nonnull (find_treaty (world, "bit", "255", "317", "1990-10-02"));
  g_assert_null (find_treaty (world, "bit", "260", "316", "1990-10-02"));

  g_assert_nonnull (find_treaty (world, "bit", "GBR", "678", "1982-02-25"));
  g_assert_true (find_treaty (world, "bit", "GBR", "679", "1982-02-25")->inherited);

  g_assert_nonnull (find_treaty (world, "mlat", "265", "315", "1989-04-18"));
  g_assert_null (find_treaty (world, "mlat", "255", "315", "1989-04-18"));
}

static void
test_succession_table (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  gboolean west = FALSE;

  g_assert_cmpuint (comity_world_get_n_successions (world), ==, 8);
  for (gsize i = 0; i < comity_world_get_n_successions (world); i++)
    {
      const ComitySuccession *succession = comity_world_peek_succession (world, i);

      g_assert_true (comity_world_state_exists (world, succession->successor, succession->year));
      g_assert_cmpstr (succession->reason, !=, "");
      if (succession->predecessor == state_of (world, "260"))
        west = succession->successor == state_of (world, "255") && succession->continues &&
               succession->year == 1990;
    }
  g_assert_true (west);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/world/treaties/networks", test_networks);
  g_test_add_func ("/world/treaties/known", test_known);
  g_test_add_func ("/world/treaties/order", test_order);
  g_test_add_func ("/world/treaties/succession", test_succession);
  g_test_add_func ("/world/treaties/succession-table", test_succession_table);
  return g_test_run ();
}
