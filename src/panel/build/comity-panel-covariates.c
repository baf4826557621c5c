/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The covariates of the bundled panel: a table of definitions, and how each is made of state-year
 * tables and of what joins the pair. A new covariate is a line here.
 *
 * Lags. What changes from year to year (institutions, size, membership, alliances) is that of `lag`
 * years before; geography, language and colonial history are not lagged. Treaties signed before
 * always end at least one year before, so that no row explains itself. */
#include "config.h"

#include "comity-covariates-private.h"

#include <math.h>

/* Both at least this high on V-Dem's electoral democracy index make a pair of democracies. */
#define DEMOCRACY_THRESHOLD 0.5

/* Directly contiguous by land or across at most 150 miles of water: COW types 1 to 4. */
#define MAX_CONTIGUITY_TYPE 4

#define INT8 COMITY_COLUMN_INT8
#define DOUBLE COMITY_COLUMN_DOUBLE

static const Covariate definitions[] = {
  { "tradition1", "Legal tradition of state 1", COVARIATE_FIRST, COVARIATE_SOURCE_TRADITION, 0,
    INT8 },
  { "tradition2", "Legal tradition of state 2", COVARIATE_SECOND, COVARIATE_SOURCE_TRADITION, 0,
    INT8 },
  { "same_tradition", "Same legal tradition", COVARIATE_EQUAL, COVARIATE_SOURCE_TRADITION, 0,
    INT8 },
  { "both_common", "Both common law", COVARIATE_BOTH_EQUAL, COVARIATE_SOURCE_TRADITION,
    COMITY_TRADITION_COMMON, INT8 },
  { "both_civil", "Both civil law", COVARIATE_BOTH_EQUAL, COVARIATE_SOURCE_TRADITION,
    COMITY_TRADITION_CIVIL, INT8 },
  { "both_islamic", "Both Islamic law", COVARIATE_BOTH_EQUAL, COVARIATE_SOURCE_TRADITION,
    COMITY_TRADITION_ISLAMIC, INT8 },
  { "both_mixed", "Both mixed law", COVARIATE_BOTH_EQUAL, COVARIATE_SOURCE_TRADITION,
    COMITY_TRADITION_MIXED, INT8 },
  { "judicial1", "Judicial constraints on the executive, state 1", COVARIATE_FIRST,
    COVARIATE_SOURCE_JUDICIAL, 0, DOUBLE },
  { "judicial2", "Judicial constraints on the executive, state 2", COVARIATE_SECOND,
    COVARIATE_SOURCE_JUDICIAL, 0, DOUBLE },
  { "judicial_diff", "Judicial constraints, absolute difference", COVARIATE_DIFFERENCE,
    COVARIATE_SOURCE_JUDICIAL, 0, DOUBLE },
  { "judicial_min", "Judicial constraints, lower of the two", COVARIATE_MINIMUM,
    COVARIATE_SOURCE_JUDICIAL, 0, DOUBLE },
  { "polyarchy1", "Electoral democracy, state 1", COVARIATE_FIRST, COVARIATE_SOURCE_POLYARCHY, 0,
    DOUBLE },
  { "polyarchy2", "Electoral democracy, state 2", COVARIATE_SECOND, COVARIATE_SOURCE_POLYARCHY, 0,
    DOUBLE },
  { "polyarchy_diff", "Electoral democracy, absolute difference", COVARIATE_DIFFERENCE,
    COVARIATE_SOURCE_POLYARCHY, 0, DOUBLE },
  { "polyarchy_min", "Electoral democracy, lower of the two", COVARIATE_MINIMUM,
    COVARIATE_SOURCE_POLYARCHY, 0, DOUBLE },
  { "joint_democracy", "Both at least 0.5 on electoral democracy", COVARIATE_BOTH_AT_LEAST,
    COVARIATE_SOURCE_POLYARCHY, DEMOCRACY_THRESHOLD, INT8 },
  { "ideal_diff", "UN ideal points, absolute difference", COVARIATE_DIFFERENCE,
    COVARIATE_SOURCE_IDEAL_POINT, 0, DOUBLE },
  { "ln_distance", "Distance between capitals, log of km", COVARIATE_LN_DISTANCE, -1, 0, DOUBLE },
  { "contiguous", "Contiguous by land or within 150 miles of water", COVARIATE_CONTIGUOUS, -1, 0,
    INT8 },
  { "common_language", "Common official language", COVARIATE_LANGUAGE, -1, 0, INT8 },
  { "colony", "Ever colony of each other", COVARIATE_COLONY, -1, 0, INT8 },
  { "common_colonizer", "Common coloniser", COVARIATE_COMMON_COLONIZER, -1, 0, INT8 },
  { "alliance", "Defence pact", COVARIATE_ALLIANCE, -1, 0, INT8 },
  { "ln_gdp_product", "Log of the product of GDP", COVARIATE_SUM, COVARIATE_SOURCE_LN_GDP, 0,
    DOUBLE },
  { "ln_gdp_pc_min", "Log of GDP per head, lower of the two", COVARIATE_MINIMUM,
    COVARIATE_SOURCE_LN_GDP_PC, 0, DOUBLE },
  { "ln_population_product", "Log of the product of populations", COVARIATE_SUM,
    COVARIATE_SOURCE_LN_POPULATION, 0, DOUBLE },
  { "both_eu", "Both members of the EU (EEC to 1992)", COVARIATE_BOTH_AT_LEAST, COVARIATE_SOURCE_EU,
    1, INT8 },
  { "both_oecd", "Both members of the OECD", COVARIATE_BOTH_AT_LEAST, COVARIATE_SOURCE_OECD, 1,
    INT8 },
  { "both_commonwealth", "Both members of the Commonwealth", COVARIATE_BOTH_AT_LEAST,
    COVARIATE_SOURCE_COMMONWEALTH, 1, INT8 },
  { "any_tax_haven", "Either on the OECD list of tax havens", COVARIATE_EITHER_AT_LEAST,
    COVARIATE_SOURCE_TAX_HAVEN, 1, INT8 },
  { "any_drug_major", "Either on the US list of drug majors", COVARIATE_EITHER_AT_LEAST,
    COVARIATE_SOURCE_DRUG_MAJOR, 1, INT8 },
  { "prior_treaties1", "Treaties of the network that state 1 had signed", COVARIATE_FIRST,
    COVARIATE_SOURCE_PRIOR_TREATIES, 0, COMITY_COLUMN_INT16 },
  { "prior_treaties2", "Treaties of the network that state 2 had signed", COVARIATE_SECOND,
    COVARIATE_SOURCE_PRIOR_TREATIES, 0, COMITY_COLUMN_INT16 },
  { "ln_prior_treaties", "Log of (1 + prior treaties of state 1)(1 + those of state 2)",
    COVARIATE_SUM, COVARIATE_SOURCE_LN_PRIOR_TREATIES, 0, DOUBLE },
};

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

const char *
comity_covariate_peek_variable (const char *covariate)
{
  for (gsize i = 0; i < G_N_ELEMENTS (definitions); i++)
    if (definitions[i].source >= 0 && g_str_equal (definitions[i].name, covariate))
      return comity_covariate_source_peek_variable ((CovariateSource) definitions[i].source);
  return NULL;
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
        out[i] = first <= years[i] - comity_covariate_treaty_lag (context);
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
      return comity_covariate_source_peek_table (self->source, world);
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
