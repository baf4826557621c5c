/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What letters mean: codes before names, pairs in any writing, foreign names, and nothing at all.
 */
#include "config.h"

#include "comity-network.h"
#include "comity-search.h"

typedef struct
{
  ComitySession *session;
  ComityStateNames *names;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  fixture->session = comity_session_new ();
  fixture->names = comity_state_names_load (NULL, NULL);
  comity_session_open_bundled (fixture->session, "mlat");
  while (comity_session_is_opening (fixture->session))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  comity_state_names_free (fixture->names);
  g_assert_finalize_object (fixture->session);
}

/* The first result of a kind; "" none. New string. */
static char *
first (Fixture *fixture, const char *text, ComityFoundKind kind)
{
  g_autoptr (GPtrArray) found = comity_search (fixture->session, fixture->names, text);

  for (guint i = 0; i < found->len; i++)
    if (((ComityFound *) found->pdata[i])->kind == kind)
      return g_strdup (((ComityFound *) found->pdata[i])->target);
  return g_strdup ("");
}

static void
test_found (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    ComityFoundKind kind;
    const char *target;
  } cases[] = {
    { "CHE", COMITY_FOUND_STATE, "CHE" },
    { "ch", COMITY_FOUND_STATE, "CHE" },
    { "225", COMITY_FOUND_STATE, "CHE" },
    { "switzerland", COMITY_FOUND_STATE, "CHE" },
    { "  Swit", COMITY_FOUND_STATE, "CHE" },
    { "cote d", COMITY_FOUND_STATE, "CIV" },
    { "USA Switzerland", COMITY_FOUND_PAIR, "USA,CHE" },
    { "us-ch", COMITY_FOUND_PAIR, "USA,CHE" },
    { "south korea japan", COMITY_FOUND_PAIR, "KOR,JPN" },
    { "ln_dist", COMITY_FOUND_VARIABLE, "ln_distance" },
    { "electoral democracy, lower", COMITY_FOUND_VARIABLE, "polyarchy_min" },
    { "simil", COMITY_FOUND_PAGE, "similarity" },
    { "undo", COMITY_FOUND_ACTION, "win.undo" },
    { "xyzzy", COMITY_FOUND_STATE, "" },
    { "usa usa", COMITY_FOUND_PAIR, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *target = first (fixture, cases[i].text, cases[i].kind);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (target, ==, cases[i].target);
    }
}

/* With iso-codes' catalogues; some systems leave them out. */
static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  static const char *const names[][2] = { { "Schweiz", "CHE" },  { "Suiza", "CHE" },
                                          { "Alemania", "DEU" }, { "États-Unis", "USA" },
                                          { "日本", "JPN" },     { "Германия", "DEU" } };
  g_autofree char *pair = NULL;

  if (comity_state_names_get_n (fixture->names) < 1000)
    {
      g_test_skip ("The catalogues of iso-codes are not installed.");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *target = first (fixture, names[i][0], COMITY_FOUND_STATE);

      g_test_message ("%s", names[i][0]);
      g_assert_cmpstr (target, ==, names[i][1]);
    }
  pair = first (fixture, "allemagne, suisse", COMITY_FOUND_PAIR);
  g_assert_cmpstr (pair, ==, "DEU,CHE");
}

/* Grouped, ranked, each target once in its kind. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) found = comity_search (fixture->session, fixture->names, "a");
  g_autoptr (GPtrArray) nothing = comity_search (fixture->session, fixture->names, "  ");

  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (found->len, >, 5);
  for (guint i = 1; i < found->len; i++)
    {
      const ComityFound *before = found->pdata[i - 1];
      const ComityFound *here = found->pdata[i];

      g_assert_cmpint (before->kind, <=, here->kind);
      if (before->kind == here->kind)
        g_assert_cmpint (before->score, >=, here->score);
      for (guint k = 0; k < i; k++)
        {
          const ComityFound *other = found->pdata[k];

          g_assert_false (other->kind == here->kind && g_str_equal (other->target, here->target));
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  comity_network_init_library ();
  g_test_add ("/app/search/found", Fixture, NULL, set_up, test_found, tear_down);
  g_test_add ("/app/search/foreign", Fixture, NULL, set_up, test_foreign, tear_down);
  g_test_add ("/app/search/order", Fixture, NULL, set_up, test_order, tear_down);
  return g_test_run ();
}
