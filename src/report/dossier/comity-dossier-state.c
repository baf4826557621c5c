/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dossier of a state in a year, and what it shares with the dossier of a pair. */
#include "config.h"

#include "comity-dossier-private.h"

#include "comity-number.h"

#include <math.h>
#include <string.h>

/* Most similar states, and partners, that are listed. */
#define N_SIMILAR 5
#define MAX_PARTNERS 60

const char *
comity_dossier_state_name (const ComityPanel *panel, gsize state, int year)
{
  gssize known = comity_panel_get_world_state (panel, state);

  return known < 0
             ? comity_panel_peek_state_name (panel, state)
             : comity_world_peek_state_name (comity_panel_peek_world (panel), (gsize)known, year);
}

const char *
comity_dossier_citation (const ComityWorld *world, const char *table)
{
  gssize i = world != NULL ? comity_world_find_table (world, table) : -1;

  return i < 0 ? "" : comity_world_peek_table (world, (gsize)i)->citation;
}

const char *
comity_dossier_variable_citation (const ComityPanel *panel, gsize variable)
{
  const ComityWorld *world = comity_panel_peek_world (panel);
  gssize v = -1;

  if (world != NULL)
    v = comity_world_find_variable (world, comity_panel_peek_state_variable (panel, variable));
  return v < 0
             ? ""
             : comity_dossier_citation (world, comity_world_peek_variable (world, (gsize)v)->table);
}

void
comity_dossier_add_identity (ComityDossier *self, const ComityPanel *panel, gsize state, int year)
{
  const ComityWorld *world = comity_panel_peek_world (panel);
  gssize known = comity_panel_get_world_state (panel, state);
  const ComityState *about;
  g_autofree char *codes = NULL;
  g_autofree char *years = NULL;
  const char *parts;
  int first, last;

  if (known < 0)
    {
      comity_dossier_add (self, "Code", comity_panel_peek_state_code (panel, state), "", NAN);
      return;
    }
  about = comity_world_peek_state (world, (gsize)known);
  codes = g_strdup_printf ("%s%sCOW %d", about->iso3, *about->iso3 != '\0' ? ", " : "", about->cow);
  comity_dossier_add (self, "Codes", codes, "", about->cow);
  comity_dossier_add (self, "Region", about->region, "", NAN);
  comity_dossier_add (self, "Capital", about->capital, "", NAN);
  comity_world_get_state_years (world, (gsize)known, &first, &last);
  years = comity_world_state_exists (world, (gsize)known, last + 1)
              ? g_strdup_printf ("since %d", first)
              : g_strdup_printf ("%d–%d", first, last);
  comity_dossier_add (self, "Member of the state system", years,
                      comity_dossier_citation (world, "state_spells"), first);
  parts = comity_world_peek_tradition_parts (world, (gsize)known, year);
  if (comity_world_get_tradition (world, (gsize)known, year) != COMITY_TRADITION_UNKNOWN)
    {
      const char *family =
          comity_tradition_name (comity_world_get_tradition (world, (gsize)known, year));
      g_autofree char *text = *parts != '\0' && strcmp (parts, family) != 0
                                  ? g_strdup_printf ("%s (%s)", family, parts)
                                  : g_strdup (family);

      comity_dossier_add (self, "Legal tradition", text,
                          comity_dossier_citation (world, "legal_tradition"), NAN);
    }
  else
    comity_dossier_add (self, "Legal tradition", "", "", NAN);
}

static void
add_institutions (ComityDossier *self, const ComityPanel *panel, gsize state, int year)
{
  gsize n_states = comity_panel_get_n_states (panel);
  g_autofree double *values = g_new (double, n_states);

  comity_dossier_begin (self, "Institutions and size");
  for (gsize v = 0; v < comity_panel_get_n_state_variables (panel); v++)
    {
      comity_panel_get_state_values (panel, v, year, values);
      comity_dossier_add_number (self, comity_panel_peek_state_variable_label (panel, v),
                                 values[state], comity_dossier_variable_citation (panel, v));
    }
  comity_dossier_end (self);
}

static void
add_memberships (ComityDossier *self, const ComityPanel *panel, gsize state, int year)
{
  static const struct
  {
    const char *list;
    const char *label;
  } lists[] = { { "tax_haven", "On the OECD list of tax havens" },
                { "drug_major", "On the US list of drug majors" } };
  const ComityWorld *world = comity_panel_peek_world (panel);
  gssize known = comity_panel_get_world_state (panel, state);

  if (known < 0)
    return;
  comity_dossier_begin (self, "Memberships");
  for (gsize i = 0; i < comity_world_get_n_bodies (world); i++)
    if (comity_world_is_member (world, i, (gsize)known, year))
      comity_dossier_add (self, comity_world_peek_body_name (world, i), "member",
                          comity_dossier_citation (world, "memberships"), 1.0);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (comity_world_is_listed (world, lists[i].list, (gsize)known, year))
      comity_dossier_add (self, lists[i].label, "listed",
                          comity_dossier_citation (world, "state_lists"), 1.0);
  comity_dossier_end (self);
}

static int
compare_ties (gconstpointer a, gconstpointer b)
{
  const ComityTie *x = a;
  const ComityTie *y = b;

  if (x->first_year != y->first_year)
    return x->first_year < y->first_year ? -1 : 1;
  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return (x->b > y->b) - (x->b < y->b);
}

/* Partners in the panel's network up to the year, in order of first signature. */
static void
add_partners (ComityDossier *self, const ComityPanel *panel, gsize state, int year)
{
  const ComityTreatyNetwork *network = comity_panel_peek_network (panel);
  g_autoptr (GArray) ties = comity_panel_get_ties (panel, year, TRUE);
  g_autofree char *title =
      network != NULL ? g_strdup_printf ("Partners: %s", network->plural) : g_strdup ("Partners");
  const char *note = network != NULL && network->partial ? network->note : "";
  gsize degree = 0;

  for (guint i = 0; i < ties->len; i++)
    {
      const ComityTie *tie = &g_array_index (ties, ComityTie, i);

      degree += tie->a == state || tie->b == state;
    }
  g_array_sort (ties, compare_ties);
  comity_dossier_begin (self, title);
  comity_dossier_add_number (self, "Partners", (double)degree, note);
  degree = 0;
  for (guint i = 0; i < ties->len && degree < MAX_PARTNERS; i++)
    {
      const ComityTie *tie = &g_array_index (ties, ComityTie, i);
      guint32 other = tie->a == state ? tie->b : tie->a;

      if (tie->a != state && tie->b != state)
        continue;
      degree++;
      comity_dossier_add_number (self, comity_dossier_state_name (panel, other, year),
                                 tie->first_year, "");
    }
}

/* Number of treaties in every bundled network up to the year. */
static void
add_networks (ComityDossier *self, const ComityPanel *panel, gsize state, int year)
{
  const ComityWorld *world = comity_panel_peek_world (panel);
  gssize known = comity_panel_get_world_state (panel, state);

  if (known < 0)
    return;
  comity_dossier_begin (self, "Treaties signed so far");
  for (gsize k = 0; k < comity_world_get_n_networks (world); k++)
    {
      const ComityTreatyNetwork *network = comity_world_peek_network (world, k);
      gsize n;
      const ComityTreaty *treaties = comity_world_peek_treaties (world, k, &n);
      gsize count = 0;

      for (gsize i = 0; i < n; i++)
        count += treaties[i].tie && (treaties[i].a == known || treaties[i].b == known) &&
                 treaties[i].year != 0 && treaties[i].year <= year;
      comity_dossier_add_number (self, network->title, (double)count,
                                 network->partial ? network->note : "");
    }
}

static void
add_similar (ComityDossier *self, ComityPanel *panel, gsize state, int year)
{
  const ComitySimilaritySpec spec = { "gower", NULL };
  g_autoptr (ComitySimilarity) similarity =
      comity_similarity_compute (panel, &spec, year, NULL, NULL);
  gssize row = similarity != NULL ? comity_similarity_find_state (similarity, (guint32)state) : -1;
  gsize n = row >= 0 ? comity_similarity_get_n (similarity) : 0;
  g_autofree guint8 *listed = g_new0 (guint8, n + 1);

  if (row < 0)
    return;
  comity_dossier_begin (self, "Most similar institutions");
  listed[row] = 1;
  for (gsize k = 0; k < N_SIMILAR; k++)
    {
      gssize best = -1;

      for (gsize j = 0; j < n; j++)
        if (!listed[j] && !isnan (comity_similarity_get (similarity, (gsize)row, j)) &&
            (best < 0 || comity_similarity_get (similarity, (gsize)row, j) >
                             comity_similarity_get (similarity, (gsize)row, (gsize)best)))
          best = (gssize)j;
      if (best < 0)
        break;
      listed[best] = 1;
      comity_dossier_add_number (
          self,
          comity_dossier_state_name (panel, comity_similarity_get_state (similarity, (gsize)best),
                                     year),
          comity_similarity_get (similarity, (gsize)row, (gsize)best),
          comity_similarity_peek_title (similarity));
    }
  comity_dossier_end (self);
}

/* What the state was called, each name with its years. */
static void
add_names (ComityDossier *self, const ComityPanel *panel, gsize state)
{
  const ComityWorld *world = comity_panel_peek_world (panel);
  gssize known = comity_panel_get_world_state (panel, state);
  int first, last, from;

  if (known < 0)
    return;
  comity_world_get_state_years (world, (gsize) known, &first, &last);
  from = first;
  comity_dossier_begin (self, "Names through time");
  for (int year = first; year <= last; year++)
    {
      const char *name = comity_world_peek_state_name (world, (gsize) known, year);
      g_autofree char *years = NULL;

      if (year < last &&
          strcmp (name, comity_world_peek_state_name (world, (gsize) known, year + 1)) == 0)
        continue;
      years = year == last && comity_world_state_exists (world, (gsize) known, last + 1)
                  ? g_strdup_printf ("since %d", from)
                  : g_strdup_printf ("%d–%d", from, year);
      comity_dossier_add (self, name, years, "", from);
      from = year + 1;
    }
  comity_dossier_end (self);
}

static void
add_centrality (ComityDossier *self, ComityNetwork *network, gsize node, ComityCentrality kind)
{
  static const struct
  {
    const char *label;
    const char *note;
  } words[] = {
    [COMITY_CENTRALITY_DEGREE] = { "Partners (degree)", "" },
    [COMITY_CENTRALITY_BETWEENNESS] = { "Betweenness", "Freeman 1977, doi:10.2307/3033543; not "
                                                       "normalised" },
    [COMITY_CENTRALITY_CLOSENESS] = { "Closeness", "States reached by the sum of distances to "
                                                   "them" },
    [COMITY_CENTRALITY_EIGENVECTOR] = { "Eigenvector centrality", "The largest is 1" },
  };
  const double *values = comity_network_peek_centrality (network, kind);
  gsize n = comity_network_get_n_nodes (network);
  gsize rank = 1, known = 0, n_equal = 0;
  char number[COMITY_NUMBER_BUFFER];
  g_autofree char *place = NULL;
  g_autofree char *text = NULL;

  if (values == NULL || isnan (values[node]))
    {
      comity_dossier_add (self, words[kind].label, "", words[kind].note, NAN);
      return;
    }
  for (gsize i = 0; i < n; i++)
    {
      rank += values[i] > values[node];
      n_equal += i != node && values[i] == values[node];
      known += !isnan (values[i]);
    }
  comity_dossier_format (values[node], number);
  place = comity_dossier_dup_place (rank, n_equal);
  text = n_equal > 0 && n_equal + 1 == known
             ? g_strdup_printf ("%s, as have all %" G_GSIZE_FORMAT, number, known)
             : g_strdup_printf ("%s, %s of %" G_GSIZE_FORMAT, number, place, known);
  comity_dossier_add (self, words[kind].label, text, words[kind].note, values[node]);
}

/* Its place among the states of the year. */
static void
add_place (ComityDossier *self, ComityPanel *panel, gsize state, int year)
{
  g_autoptr (ComityNetwork) network = comity_network_new (panel, year, TRUE, NULL);
  gssize node = network != NULL ? comity_network_find_state (network, (guint32) state) : -1;

  if (node < 0)
    return;
  comity_dossier_begin (self, "Place in the network: value, rank");
  for (ComityCentrality kind = COMITY_CENTRALITY_DEGREE; kind <= COMITY_CENTRALITY_EIGENVECTOR;
       kind++)
    add_centrality (self, network, (gsize) node, kind);
}

/* One sentence on where the state stands; every number is one of the rows above. */
static void
summarise_state (ComityDossier *self, ComityPanel *panel, gsize state, int year)
{
  const ComityTreatyNetwork *network = comity_panel_peek_network (panel);
  g_autoptr (GArray) ties = comity_panel_get_ties (panel, year, TRUE);
  gsize n_states = comity_panel_get_n_states (panel);
  g_autofree gsize *degrees = g_new0 (gsize, n_states + 1);
  gsize rank = 1, n_existing = 0, n_equal = 0;
  g_autofree char *place = NULL;
  g_autofree char *standing = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < ties->len; i++)
    {
      degrees[g_array_index (ties, ComityTie, i).a]++;
      degrees[g_array_index (ties, ComityTie, i).b]++;
    }
  for (gsize s = 0; s < n_states; s++)
    if (comity_panel_state_exists (panel, s, year))
      {
        n_existing++;
        rank += degrees[s] > degrees[state];
        n_equal += s != state && degrees[s] == degrees[state];
      }
  if (!comity_panel_state_exists (panel, state, year))
    text = g_strdup_printf ("%s is not in the panel in %d.",
                            comity_dossier_state_name (panel, state, year), year);
  else
    {
      place = comity_dossier_dup_place (rank, n_equal);
      standing = n_equal > 0 && n_equal + 1 == n_existing
                     ? g_strdup ("as many as each of them had")
                     : g_strdup_printf ("the %s most", place);
      text = g_strdup_printf (
          "By %d %s had signed %s%s with %" G_GSIZE_FORMAT " of the %" G_GSIZE_FORMAT
          " other states, %s.%s%s",
          year, comity_dossier_state_name (panel, state, year),
          network != NULL ? network->plural : "treaties",
          network != NULL && network->partial ? " (that the list knows)" : "", degrees[state],
          n_existing - 1, standing, network != NULL && network->partial ? " " : "",
          network != NULL && network->partial ? network->note : "");
    }
  comity_dossier_set_summary (self, text);
}

ComityDossier *
comity_dossier_new_state_under (
    ComityPanel *panel, gsize state, int year, ComityDossierModel *model, GError **error)
{
  g_autofree char *title = NULL;
  ComityDossier *self;

  g_return_val_if_fail (panel != NULL && state < comity_panel_get_n_states (panel), NULL);

  if (!comity_panel_check_year (panel, year, error))
    return NULL;
  title = g_strdup_printf ("%s, %d", comity_dossier_state_name (panel, state, year), year);
  self = comity_dossier_new (title);
  comity_dossier_begin (self, "Who it is");
  comity_dossier_add_identity (self, panel, state, year);
  if (!comity_panel_state_exists (panel, state, year))
    comity_dossier_add (self, "In this year", "not in the panel", "", NAN);
  add_names (self, panel, state);
  add_partners (self, panel, state, year);
  if (comity_panel_state_exists (panel, state, year))
    {
      add_place (self, panel, state, year);
      comity_dossier_add_missing_partners (self, panel, state, year, model);
    }
  add_networks (self, panel, state, year);
  add_institutions (self, panel, state, year);
  add_memberships (self, panel, state, year);
  if (comity_panel_state_exists (panel, state, year))
    add_similar (self, panel, state, year);
  comity_dossier_add_state_charts (self, panel, state, year);
  summarise_state (self, panel, state, year);
  return self;
}

ComityDossier *
comity_dossier_new_state (ComityPanel *panel, gsize state, int year, GError **error)
{
  return comity_dossier_new_state_under (panel, state, year, NULL, error);
}
