/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state-year tables that covariates draw on, looked up once and lagged before any row is made:
 * what the world tells of a state in a year, and how many treaties a state had signed before. */
#include "config.h"

#include "comity-covariates-private.h"

#include "comity-parallel.h"

#include <math.h>

typedef enum
{
  FROM_TRADITION,
  FROM_VARIABLE,
  FROM_BODY,
  FROM_LIST,
  FROM_TREATIES,
} SourceKind;

static const struct
{
  SourceKind kind;
  const char *key; /* in the world */
  gboolean logarithm;
  gboolean older_than_table; /* a body that had members before its table begins */
} sources[N_COVARIATE_SOURCES] = {
  [COVARIATE_SOURCE_TRADITION] = { FROM_TRADITION, "", FALSE, FALSE },
  [COVARIATE_SOURCE_JUDICIAL] = { FROM_VARIABLE, "judicial", FALSE, FALSE },
  [COVARIATE_SOURCE_POLYARCHY] = { FROM_VARIABLE, "polyarchy", FALSE, FALSE },
  [COVARIATE_SOURCE_IDEAL_POINT] = { FROM_VARIABLE, "ideal_point", FALSE, FALSE },
  [COVARIATE_SOURCE_LN_GDP] = { FROM_VARIABLE, "gdp", TRUE, FALSE },
  [COVARIATE_SOURCE_LN_GDP_PC] = { FROM_VARIABLE, "gdp_pc", TRUE, FALSE },
  [COVARIATE_SOURCE_LN_POPULATION] = { FROM_VARIABLE, "population", TRUE, FALSE },
  [COVARIATE_SOURCE_EU] = { FROM_BODY, "eu", FALSE, FALSE },
  [COVARIATE_SOURCE_OECD] = { FROM_BODY, "oecd", FALSE, FALSE },
  [COVARIATE_SOURCE_COMMONWEALTH] = { FROM_BODY, "commonwealth", FALSE, TRUE },
  [COVARIATE_SOURCE_TAX_HAVEN] = { FROM_LIST, "tax_haven", FALSE, FALSE },
  [COVARIATE_SOURCE_DRUG_MAJOR] = { FROM_LIST, "drug_major", FALSE, FALSE },
  [COVARIATE_SOURCE_PRIOR_TREATIES] = { FROM_TREATIES, "", FALSE, FALSE },
  [COVARIATE_SOURCE_LN_PRIOR_TREATIES] = { FROM_TREATIES, "", TRUE, FALSE },
};

/* The state that a state's treaties were first signed by, as far as successions tell. */
static gsize
find_root (const ComityWorld *world, gsize state)
{
  for (gsize i = comity_world_get_n_successions (world); i > 0; i--)
    {
      const ComitySuccession *succession = comity_world_peek_succession (world, i - 1);

      if (succession->continues && succession->successor == state)
        return succession->predecessor;
    }
  return state;
}

static gboolean
is_heir (const ComityWorld *world, gsize state, int year)
{
  for (gsize i = 0; i < comity_world_get_n_successions (world); i++)
    {
      const ComitySuccession *succession = comity_world_peek_succession (world, i);

      if (succession->continues && succession->successor == state && succession->year > year)
        return TRUE;
    }
  return FALSE;
}

/* Whether a treaty adds to a party's count. An inherited treaty adds to the heir's, once, though it
 * may stand there with several heirs of the other side; the other side has counted the original. */
static gboolean
counts_for (const ComityWorld *world,
            const ComityTreaty *treaty,
            gsize state,
            gsize other,
            GHashTable *inherited)
{
  char *key;

  if (!treaty->tie || treaty->year == 0)
    return FALSE;
  if (!treaty->inherited)
    return TRUE;
  if (!is_heir (world, state, treaty->year))
    return FALSE;
  key = g_strdup_printf ("%" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT " %d %s %s", state,
                         find_root (world, other), treaty->year, treaty->signed_on, treaty->source);
  return g_hash_table_add (inherited, key);
}

/* Panel state by the world's number, -1 where it is not in the panel. Free with g_free (). */
static gssize *
dup_panel_states (const CovariateContext *self)
{
  gsize n = comity_world_get_n_states (self->world);
  gssize *panel = g_new (gssize, MAX (n, 1));

  for (gsize s = 0; s < n; s++)
    panel[s] = -1;
  for (gsize s = 0; s < self->n_states; s++)
    panel[self->states[s]] = (gssize) s;
  return panel;
}

/* Years before the panel's whose treaties count in full. */
const char *
comity_covariate_source_peek_variable (CovariateSource source)
{
  return sources[source].kind == FROM_VARIABLE ? sources[source].key : NULL;
}

int
comity_covariate_treaty_lag (const CovariateContext *self)
{
  return MAX (self->lag, 1);
}

static void
fill_from_treaties (const CovariateContext *self, gboolean logarithm, double *table)
{
  g_autofree gssize *panel = dup_panel_states (self);
  g_autoptr (GHashTable) inherited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize n;
  const ComityTreaty *treaties = comity_world_peek_treaties (self->world, self->network, &n);

  for (gsize i = 0; i < n; i++)
    for (gsize side = 0; side < 2; side++)
      {
        gsize state = side ? treaties[i].b : treaties[i].a;
        gsize other = side ? treaties[i].a : treaties[i].b;
        int from = treaties[i].year + comity_covariate_treaty_lag (self) - self->first_year;

        if (panel[state] >= 0 && from < (int) self->n_years &&
            counts_for (self->world, &treaties[i], state, other, inherited))
          table[(gsize) panel[state] * self->n_years + (gsize) MAX (from, 0)] += 1.0;
      }
  for (gsize s = 0; s < self->n_states; s++)
    {
      double *row = table + s * self->n_years;

      for (gsize y = 1; y < self->n_years; y++)
        row[y] += row[y - 1];
      for (gsize y = 0; logarithm && y < self->n_years; y++)
        row[y] = log1p (row[y]);
    }
}

/* A body or list that nobody belongs to in a year between, or after, years with members is not
 * known in that year. */
static void
blank_unknown_years (const CovariateContext *self, gboolean older_than_table, double *table)
{
  g_autofree guint8 *any = g_new0 (guint8, self->n_years);
  gboolean begun = older_than_table;

  for (gsize s = 0; s < self->n_states; s++)
    for (gsize y = 0; y < self->n_years; y++)
      any[y] |= table[s * self->n_years + y] > 0.0;
  for (gsize y = 0; y < self->n_years; y++)
    {
      begun |= any[y];
      if (begun && !any[y])
        for (gsize s = 0; s < self->n_states; s++)
          table[s * self->n_years + y] = NAN;
    }
}

static double
tradition_value (const CovariateContext *self, gsize state, int year)
{
  ComityTradition tradition = comity_world_get_tradition (self->world, state, year - self->lag);

  /* A state's first year: its law is older than its membership. */
  if (tradition == COMITY_TRADITION_UNKNOWN)
    tradition = comity_world_get_tradition (self->world, state, year);
  return tradition == COMITY_TRADITION_UNKNOWN ? NAN : (double) tradition;
}

static double *
new_table (const CovariateContext *self, CovariateSource source)
{
  gssize variable = -1;
  gssize body = -1;
  double *table;

  switch (sources[source].kind)
    {
    case FROM_VARIABLE:
      variable = comity_world_find_variable (self->world, sources[source].key);
      if (variable < 0)
        return NULL;
      break;
    case FROM_BODY:
      body = comity_world_find_body (self->world, sources[source].key);
      if (body < 0)
        return NULL;
      break;
    case FROM_TRADITION:
    case FROM_LIST:
    case FROM_TREATIES:
      break;
    }

  table = g_new0 (double, MAX (self->n_states * self->n_years, 1));
  if (sources[source].kind == FROM_TREATIES)
    {
      fill_from_treaties (self, sources[source].logarithm, table);
      return table;
    }
  for (gsize s = 0; s < self->n_states; s++)
    for (gsize y = 0; y < self->n_years; y++)
      {
        int year = self->first_year + (int) y;
        int lagged = year - self->lag;
        double value = NAN;

        if (sources[source].kind == FROM_TRADITION)
          value = tradition_value (self, self->states[s], year);
        else if (variable >= 0)
          value = comity_world_get_value (self->world, (gsize) variable, self->states[s], lagged);
        else if (body >= 0)
          value = comity_world_is_member (self->world, (gsize) body, self->states[s], lagged);
        else
          value =
              comity_world_is_listed (self->world, sources[source].key, self->states[s], lagged);
        if (sources[source].logarithm)
          value = value > 0.0 ? log (value) : NAN;
        table[s * self->n_years + y] = value;
      }
  if (sources[source].kind == FROM_BODY || sources[source].kind == FROM_LIST)
    blank_unknown_years (self, sources[source].older_than_table, table);
  return table;
}

static gint16 *
new_first_ties (const CovariateContext *self, gsize network)
{
  g_autofree gssize *panel = dup_panel_states (self);
  gint16 *first = g_new (gint16, MAX (self->n_states * self->n_states, 1));
  gsize n;
  const ComityTreaty *treaties = comity_world_peek_treaties (self->world, network, &n);

  for (gsize i = 0; i < self->n_states * self->n_states; i++)
    first[i] = G_MAXINT16;
  for (gsize i = 0; i < n; i++)
    {
      gssize a = panel[treaties[i].a];
      gssize b = panel[treaties[i].b];

      if (!treaties[i].tie || treaties[i].year == 0 || a < 0 || b < 0)
        continue;
      first[(gsize) a * self->n_states + (gsize) b] =
          MIN (first[(gsize) a * self->n_states + (gsize) b], treaties[i].year);
      first[(gsize) b * self->n_states + (gsize) a] = first[(gsize) a * self->n_states + (gsize) b];
    }
  return first;
}

static void
fill_source_in_thread (gsize piece, gpointer user_data)
{
  CovariateContext *self = user_data;

  if (piece < N_COVARIATE_SOURCES)
    self->tables[piece] = new_table (self, (CovariateSource) piece);
  else
    self->first_ties[piece - N_COVARIATE_SOURCES] =
        new_first_ties (self, piece - N_COVARIATE_SOURCES);
}

void
comity_covariate_context_init (CovariateContext *self, ComityProgress *progress)
{
  gsize n_networks = comity_world_get_n_networks (self->world);

  self->tables = g_new0 (double *, N_COVARIATE_SOURCES);
  self->first_ties = g_new0 (gint16 *, n_networks);
  comity_parallel_for (N_COVARIATE_SOURCES + n_networks, 0, fill_source_in_thread, self, progress);
}

void
comity_covariate_context_clear (CovariateContext *self)
{
  for (gsize i = 0; i < N_COVARIATE_SOURCES; i++)
    g_free (self->tables[i]);
  g_free (self->tables);
  for (gsize i = 0; i < comity_world_get_n_networks (self->world); i++)
    g_free (self->first_ties[i]);
  g_free (self->first_ties);
}

const char *
comity_covariate_source_peek_table (CovariateSource source, const ComityWorld *world)
{
  gssize variable;

  switch (sources[source].kind)
    {
    case FROM_TRADITION:
      return "legal_tradition";
    case FROM_VARIABLE:
      variable = comity_world_find_variable (world, sources[source].key);
      return variable < 0 ? NULL : comity_world_peek_variable (world, (gsize) variable)->table;
    case FROM_BODY:
      return "memberships";
    case FROM_LIST:
      return "state_lists";
    case FROM_TREATIES:
    default:
      return NULL;
    }
}
