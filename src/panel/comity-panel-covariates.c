/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The covariates of the bundled panel: a table of definitions over a table of sources. A new
 * covariate is a line here.
 *
 * Lags. What changes from year to year (institutions, size, membership, alliances) is that of `lag`
 * years before; geography, language and colonial history are not lagged. Treaties signed before
 * always end at least one year before, so that no row explains itself. */
#include "config.h"

#include "comity-covariates-private.h"

#include "comity-parallel.h"

#include <math.h>

/* Both at least this high on V-Dem's electoral democracy index make a pair of democracies. */
#define DEMOCRACY_THRESHOLD 0.5

/* Directly contiguous by land or across at most 150 miles of water: COW types 1 to 4. */
#define MAX_CONTIGUITY_TYPE 4

typedef enum
{
  SOURCE_TRADITION,
  SOURCE_JUDICIAL,
  SOURCE_POLYARCHY,
  SOURCE_IDEAL_POINT,
  SOURCE_LN_GDP,
  SOURCE_LN_GDP_PC,
  SOURCE_LN_POPULATION,
  SOURCE_EU,
  SOURCE_OECD,
  SOURCE_COMMONWEALTH,
  SOURCE_TAX_HAVEN,
  SOURCE_DRUG_MAJOR,
  SOURCE_PRIOR_TREATIES,
  SOURCE_LN_PRIOR_TREATIES,
  N_SOURCES,
} Source;

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
} sources[N_SOURCES] = {
  [SOURCE_TRADITION] = { FROM_TRADITION, "", FALSE, FALSE },
  [SOURCE_JUDICIAL] = { FROM_VARIABLE, "judicial", FALSE, FALSE },
  [SOURCE_POLYARCHY] = { FROM_VARIABLE, "polyarchy", FALSE, FALSE },
  [SOURCE_IDEAL_POINT] = { FROM_VARIABLE, "ideal_point", FALSE, FALSE },
  [SOURCE_LN_GDP] = { FROM_VARIABLE, "gdp", TRUE, FALSE },
  [SOURCE_LN_GDP_PC] = { FROM_VARIABLE, "gdp_pc", TRUE, FALSE },
  [SOURCE_LN_POPULATION] = { FROM_VARIABLE, "population", TRUE, FALSE },
  [SOURCE_EU] = { FROM_BODY, "eu", FALSE, FALSE },
  [SOURCE_OECD] = { FROM_BODY, "oecd", FALSE, FALSE },
  [SOURCE_COMMONWEALTH] = { FROM_BODY, "commonwealth", FALSE, TRUE },
  [SOURCE_TAX_HAVEN] = { FROM_LIST, "tax_haven", FALSE, FALSE },
  [SOURCE_DRUG_MAJOR] = { FROM_LIST, "drug_major", FALSE, FALSE },
  [SOURCE_PRIOR_TREATIES] = { FROM_TREATIES, "", FALSE, FALSE },
  [SOURCE_LN_PRIOR_TREATIES] = { FROM_TREATIES, "", TRUE, FALSE },
};

#define INT8 COMITY_COLUMN_INT8
#define DOUBLE COMITY_COLUMN_DOUBLE

static const Covariate definitions[] = {
  { "tradition1", "Legal tradition of state 1", COVARIATE_FIRST, SOURCE_TRADITION, 0, INT8 },
  { "tradition2", "Legal tradition of state 2", COVARIATE_SECOND, SOURCE_TRADITION, 0, INT8 },
  { "same_tradition", "Same legal tradition", COVARIATE_EQUAL, SOURCE_TRADITION, 0, INT8 },
  { "both_common", "Both common law", COVARIATE_BOTH_EQUAL, SOURCE_TRADITION,
    COMITY_TRADITION_COMMON, INT8 },
  { "both_civil", "Both civil law", COVARIATE_BOTH_EQUAL, SOURCE_TRADITION, COMITY_TRADITION_CIVIL,
    INT8 },
  { "both_islamic", "Both Islamic law", COVARIATE_BOTH_EQUAL, SOURCE_TRADITION,
    COMITY_TRADITION_ISLAMIC, INT8 },
  { "both_mixed", "Both mixed law", COVARIATE_BOTH_EQUAL, SOURCE_TRADITION, COMITY_TRADITION_MIXED,
    INT8 },
  { "judicial1", "Judicial constraints on the executive, state 1", COVARIATE_FIRST, SOURCE_JUDICIAL,
    0, DOUBLE },
  { "judicial2", "Judicial constraints on the executive, state 2", COVARIATE_SECOND,
    SOURCE_JUDICIAL, 0, DOUBLE },
  { "judicial_diff", "Judicial constraints, absolute difference", COVARIATE_DIFFERENCE,
    SOURCE_JUDICIAL, 0, DOUBLE },
  { "judicial_min", "Judicial constraints, lower of the two", COVARIATE_MINIMUM, SOURCE_JUDICIAL, 0,
    DOUBLE },
  { "polyarchy1", "Electoral democracy, state 1", COVARIATE_FIRST, SOURCE_POLYARCHY, 0, DOUBLE },
  { "polyarchy2", "Electoral democracy, state 2", COVARIATE_SECOND, SOURCE_POLYARCHY, 0, DOUBLE },
  { "polyarchy_diff", "Electoral democracy, absolute difference", COVARIATE_DIFFERENCE,
    SOURCE_POLYARCHY, 0, DOUBLE },
  { "polyarchy_min", "Electoral democracy, lower of the two", COVARIATE_MINIMUM, SOURCE_POLYARCHY,
    0, DOUBLE },
  { "joint_democracy", "Both at least 0.5 on electoral democracy", COVARIATE_BOTH_AT_LEAST,
    SOURCE_POLYARCHY, DEMOCRACY_THRESHOLD, INT8 },
  { "ideal_diff", "UN ideal points, absolute difference", COVARIATE_DIFFERENCE, SOURCE_IDEAL_POINT,
    0, DOUBLE },
  { "ln_distance", "Distance between capitals, log of km", COVARIATE_LN_DISTANCE, -1, 0, DOUBLE },
  { "contiguous", "Contiguous by land or within 150 miles of water", COVARIATE_CONTIGUOUS, -1, 0,
    INT8 },
  { "common_language", "Common official language", COVARIATE_LANGUAGE, -1, 0, INT8 },
  { "colony", "Ever colony of each other", COVARIATE_COLONY, -1, 0, INT8 },
  { "common_colonizer", "Common coloniser", COVARIATE_COMMON_COLONIZER, -1, 0, INT8 },
  { "alliance", "Defence pact", COVARIATE_ALLIANCE, -1, 0, INT8 },
  { "ln_gdp_product", "Log of the product of GDP", COVARIATE_SUM, SOURCE_LN_GDP, 0, DOUBLE },
  { "ln_gdp_pc_min", "Log of GDP per head, lower of the two", COVARIATE_MINIMUM, SOURCE_LN_GDP_PC,
    0, DOUBLE },
  { "ln_population_product", "Log of the product of populations", COVARIATE_SUM,
    SOURCE_LN_POPULATION, 0, DOUBLE },
  { "both_eu", "Both members of the EU (EEC to 1992)", COVARIATE_BOTH_AT_LEAST, SOURCE_EU, 1,
    INT8 },
  { "both_oecd", "Both members of the OECD", COVARIATE_BOTH_AT_LEAST, SOURCE_OECD, 1, INT8 },
  { "both_commonwealth", "Both members of the Commonwealth", COVARIATE_BOTH_AT_LEAST,
    SOURCE_COMMONWEALTH, 1, INT8 },
  { "any_tax_haven", "Either on the OECD list of tax havens", COVARIATE_EITHER_AT_LEAST,
    SOURCE_TAX_HAVEN, 1, INT8 },
  { "any_drug_major", "Either on the US list of drug majors", COVARIATE_EITHER_AT_LEAST,
    SOURCE_DRUG_MAJOR, 1, INT8 },
  { "prior_treaties1", "Treaties of the network that state 1 had signed", COVARIATE_FIRST,
    SOURCE_PRIOR_TREATIES, 0, COMITY_COLUMN_INT16 },
  { "prior_treaties2", "Treaties of the network that state 2 had signed", COVARIATE_SECOND,
    SOURCE_PRIOR_TREATIES, 0, COMITY_COLUMN_INT16 },
  { "ln_prior_treaties", "Log of (1 + prior treaties of state 1)(1 + those of state 2)",
    COVARIATE_SUM, SOURCE_LN_PRIOR_TREATIES, 0, DOUBLE },
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
static int
treaty_lag (const CovariateContext *self)
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
        int from = treaties[i].year + treaty_lag (self) - self->first_year;

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
new_table (const CovariateContext *self, Source source)
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

  if (piece < N_SOURCES)
    self->tables[piece] = new_table (self, (Source) piece);
  else
    self->first_ties[piece - N_SOURCES] = new_first_ties (self, piece - N_SOURCES);
}

void
comity_covariate_context_init (CovariateContext *self, ComityProgress *progress)
{
  gsize n_networks = comity_world_get_n_networks (self->world);

  self->tables = g_new0 (double *, N_SOURCES);
  self->first_ties = g_new0 (gint16 *, n_networks);
  comity_parallel_for (N_SOURCES + n_networks, 0, fill_source_in_thread, self, progress);
}

void
comity_covariate_context_clear (CovariateContext *self)
{
  for (gsize i = 0; i < N_SOURCES; i++)
    g_free (self->tables[i]);
  g_free (self->tables);
  for (gsize i = 0; i < comity_world_get_n_networks (self->world); i++)
    g_free (self->first_ties[i]);
  g_free (self->first_ties);
}

GArray *
comity_covariates_list (const CovariateContext *context, GStringChunk *strings)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Covariate));

  for (gsize i = 0; i < G_N_ELEMENTS (definitions); i++)
    if (definitions[i].source < 0 || context->tables[definitions[i].source] != NULL)
      g_array_append_val (list, definitions[i]);
  for (gsize i = 0; i < comity_world_get_n_networks (context->world); i++)
    {
      const ComityTreatyNetwork *network = comity_world_peek_network (context->world, i);
      g_autofree char *name = g_strdup_printf ("%s_prior", network->id);
      g_autofree char *label = g_strdup_printf ("Had signed before: %s%s", network->plural,
                                                network->partial ? " (partial list)" : "");
      Covariate covariate = { g_string_chunk_insert (strings, name),
                              g_string_chunk_insert (strings, label),
                              COVARIATE_TIE_BEFORE,
                              -1,
                              (double) i,
                              INT8 };

      if (i != context->network)
        g_array_append_val (list, covariate);
    }
  return list;
}

GStrv
comity_covariates_dup_absent (const CovariateContext *context)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (definitions); i++)
    if (definitions[i].source >= 0 && context->tables[definitions[i].source] == NULL)
      g_strv_builder_add (names, definitions[i].name);
  return g_strv_builder_end (names);
}

/* What does not change with the year; NaN unknown. */
static double
constant_of_pair (const Covariate *self, const CovariateContext *context, gsize a, gsize b)
{
  ComityWorldDyad dyad;

  comity_world_get_dyad (context->world, context->states[a], context->states[b], &dyad);
  switch (self->kind)
    {
    case COVARIATE_LN_DISTANCE:
      return dyad.distance_km > 0.0 ? log (dyad.distance_km) : NAN;
    case COVARIATE_LANGUAGE:
      return dyad.known ? dyad.common_language : NAN;
    case COVARIATE_COLONY:
      return dyad.known ? dyad.colony : NAN;
    default:
      return dyad.known ? dyad.common_colonizer : NAN;
    }
}

static void
fill_of_pair (const Covariate *self,
              const CovariateContext *context,
              gsize a,
              gsize b,
              const gint16 *years,
              gsize n,
              double *out)
{
  gsize x = context->states[a];
  gsize y = context->states[b];

  if (self->kind == COVARIATE_CONTIGUOUS)
    for (gsize i = 0; i < n; i++)
      {
        int type = comity_world_get_contiguity (context->world, x, y, years[i]);

        out[i] = type < 0 ? NAN : type >= 1 && type <= MAX_CONTIGUITY_TYPE;
      }
  else if (self->kind == COVARIATE_ALLIANCE)
    for (gsize i = 0; i < n; i++)
      {
        int pact =
            comity_world_get_defense_alliance (context->world, x, y, years[i] - context->lag);

        out[i] = pact < 0 ? NAN : pact;
      }
  else if (self->kind == COVARIATE_TIE_BEFORE)
    {
      int first = context->first_ties[(gsize) self->threshold][a * context->n_states + b];

      for (gsize i = 0; i < n; i++)
        out[i] = first <= years[i] - treaty_lag (context);
    }
  else
    {
      double value = constant_of_pair (self, context, a, b);

      for (gsize i = 0; i < n; i++)
        out[i] = value;
    }
}

void
comity_covariate_fill (const Covariate *self,
                       const CovariateContext *context,
                       gsize a,
                       gsize b,
                       const gint16 *years,
                       gsize n,
                       double *out)
{
  const double *x1, *x2;

  if (self->source < 0)
    {
      fill_of_pair (self, context, a, b, years, n, out);
      return;
    }
  x1 = context->tables[self->source] + a * context->n_years;
  x2 = context->tables[self->source] + b * context->n_years;

#define FOR_EACH_YEAR(expression)                                                                  \
  for (gsize i = 0; i < n; i++)                                                                    \
    {                                                                                              \
      double u = x1[years[i] - context->first_year];                                               \
      double v = x2[years[i] - context->first_year];                                               \
                                                                                                   \
      (void) u, (void) v;                                                                          \
      out[i] = (expression);                                                                       \
    }
  switch (self->kind)
    {
    case COVARIATE_FIRST:
      FOR_EACH_YEAR (u)
      break;
    case COVARIATE_SECOND:
      FOR_EACH_YEAR (v)
      break;
    case COVARIATE_DIFFERENCE:
      FOR_EACH_YEAR (fabs (u - v))
      break;
    case COVARIATE_MINIMUM:
      FOR_EACH_YEAR (isnan (u) || isnan (v) ? NAN : MIN (u, v))
      break;
    case COVARIATE_SUM:
      FOR_EACH_YEAR (u + v)
      break;
    case COVARIATE_BOTH_AT_LEAST:
      FOR_EACH_YEAR (isnan (u) || isnan (v) ? NAN : u >= self->threshold && v >= self->threshold)
      break;
    case COVARIATE_EITHER_AT_LEAST:
      FOR_EACH_YEAR (isnan (u) || isnan (v) ? NAN : u >= self->threshold || v >= self->threshold)
      break;
    case COVARIATE_EQUAL:
      FOR_EACH_YEAR (isnan (u) || isnan (v) ? NAN : u == v)
      break;
    case COVARIATE_BOTH_EQUAL:
      FOR_EACH_YEAR (isnan (u) || isnan (v) ? NAN : u == self->threshold && v == self->threshold)
      break;
    default:
      g_assert_not_reached ();
    }
#undef FOR_EACH_YEAR
}

void
comity_covariate_blame (const Covariate *self,
                        const CovariateContext *context,
                        gsize a,
                        gsize b,
                        int year,
                        gboolean *first,
                        gboolean *second)
{
  gsize y = (gsize) (year - context->first_year);

  *first = *second = TRUE;
  if (self->source < 0)
    return;
  *first = self->kind != COVARIATE_SECOND &&
           isnan (context->tables[self->source][a * context->n_years + y]);
  *second = self->kind != COVARIATE_FIRST &&
            isnan (context->tables[self->source][b * context->n_years + y]);
}

static const char *
peek_source_table (int source, const ComityWorld *world)
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

/* The table that it is made of; NULL: the treaties of a network. */
static const char *
peek_table (const Covariate *self, const ComityWorld *world)
{
  switch (self->kind)
    {
    case COVARIATE_LN_DISTANCE:
      return "states";
    case COVARIATE_LANGUAGE:
    case COVARIATE_COLONY:
    case COVARIATE_COMMON_COLONIZER:
      return "dyads";
    case COVARIATE_CONTIGUOUS:
      return "contiguity";
    case COVARIATE_ALLIANCE:
      return "alliances";
    case COVARIATE_TIE_BEFORE:
      return NULL;
    default:
      return peek_source_table (self->source, world);
    }
}

static void
add_table (GPtrArray *tables, const ComityWorld *world, const char *table)
{
  if (table != NULL && comity_world_find_table (world, table) >= 0 &&
      !g_ptr_array_find_with_equal_func (tables, table, g_str_equal, NULL))
    g_ptr_array_add (tables, g_strdup (table));
}

static void
add_treaty_tables (GPtrArray *tables, const ComityWorld *world, gsize network)
{
  const char *id = comity_world_peek_network (world, network)->id;
  g_autofree char *main_table = g_strconcat ("treaties_", id, NULL);
  g_autofree char *wti_table = g_strconcat ("treaties_", id, "_wti", NULL);

  add_table (tables, world, main_table);
  add_table (tables, world, wti_table);
}

void
comity_covariates_describe_sources (GArray *covariates,
                                    const ComityWorld *world,
                                    gsize network,
                                    ComityDatasetBuilder *builder)
{
  const ComityTreatyNetwork *shown = comity_world_peek_network (world, network);
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  add_treaty_tables (tables, world, network);
  add_table (tables, world, "state_spells");
  for (guint k = 0; k < covariates->len; k++)
    {
      const Covariate *covariate = &g_array_index (covariates, Covariate, k);

      if (covariate->kind == COVARIATE_TIE_BEFORE)
        add_treaty_tables (tables, world, (gsize) covariate->threshold);
      add_table (tables, world, peek_table (covariate, world));
    }
  g_ptr_array_add (tables, NULL);
  text = g_strjoinv (" ", (char **) tables->pdata);
  comity_dataset_builder_set_characteristic (builder, "_dta", "comity_tables", text);
  if (shown->partial)
    comity_dataset_builder_set_characteristic (builder, "_dta", "comity_partial", shown->note);
}
