/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulated dyad-year panels: invented states with slowly moving institutions, pairs that sign once
 * with a known logit hazard, and gaps in the data where real data have them (small and poor
 * states).
 *
 *   η_dt = Σ_k β_k x_kdt,   P(sign in t | not before) = 1 / (1 + exp(-η_dt)) */
#include "config.h"

#include "comity-simulate.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

enum
{
  REGION_COUNT = 6,
  LEGAL_COUNT = 4,
};

/* The truth. The constant makes events about as rare as treaties are. */
static const struct
{
  const char *term;
  double value;
} truth[] = {
  { "(Intercept)", -15.0 }, { "both_common", 0.55 },
  { "both_civil", 0.30 },   { "both_islamic", -0.45 },
  { "ji_diff", -1.10 },     { "ideal_diff", -0.35 },
  { "joint_dem", 0.50 },    { "ln_dist", -0.30 },
  { "contig", 0.45 },       { "comlang", 0.40 },
  { "alliance", 0.35 },     { "ln_gdpprod", 0.22 },
  { "t", 0.055 },           { "t2", -0.0012 },
  { "t3", 0.000008 },
};

/* Columns in the file's order, with their width. The first five are the keys. */
typedef enum
{
  C_DYADID,
  C_CCODE1,
  C_CCODE2,
  C_YEAR,
  C_SIGNED,
  C_T,
  C_T2,
  C_T3,
  C_LEGAL1,
  C_LEGAL2,
  C_SAME_LEGAL,
  C_BOTH_COMMON,
  C_BOTH_CIVIL,
  C_BOTH_ISLAMIC,
  C_BOTH_MIXED,
  C_REGION1,
  C_REGION2,
  C_JI1,
  C_JI2,
  C_JI_DIFF,
  C_POLITY1,
  C_POLITY2,
  C_JOINT_DEM,
  C_IDEAL1,
  C_IDEAL2,
  C_IDEAL_DIFF,
  C_LN_DIST,
  C_CONTIG,
  C_COMLANG,
  C_ALLIANCE,
  C_LN_GDP1,
  C_LN_GDP2,
  C_LN_GDPPROD,
  C_LN_POP1,
  C_LN_POP2,
  C_LN_POPPROD,
  N_COLUMNS
} SimColumn;

static const struct
{
  const char *name;
  ComityColumnType type;
  const char *label;
} columns[N_COLUMNS] = {
  [C_DYADID] = { "dyadid", COMITY_COLUMN_INT32, "Dyad (10000·ccode1 + ccode2)" },
  [C_CCODE1] = { "ccode1", COMITY_COLUMN_INT16, "State 1 (invented)" },
  [C_CCODE2] = { "ccode2", COMITY_COLUMN_INT16, "State 2 (invented)" },
  [C_YEAR] = { "year", COMITY_COLUMN_INT16, "Year" },
  [C_SIGNED] = { "signed", COMITY_COLUMN_INT8, "Treaty signed this year (simulated)" },
  [C_T] = { "t", COMITY_COLUMN_INT16, "Years at risk" },
  [C_T2] = { "t2", COMITY_COLUMN_INT32, "Years at risk, squared" },
  [C_T3] = { "t3", COMITY_COLUMN_INT32, "Years at risk, cubed" },
  [C_LEGAL1] = { "legal1", COMITY_COLUMN_INT8, "Legal tradition, state 1" },
  [C_LEGAL2] = { "legal2", COMITY_COLUMN_INT8, "Legal tradition, state 2" },
  [C_SAME_LEGAL] = { "same_legal", COMITY_COLUMN_INT8, "Same legal tradition" },
  [C_BOTH_COMMON] = { "both_common", COMITY_COLUMN_INT8, "Both common law" },
  [C_BOTH_CIVIL] = { "both_civil", COMITY_COLUMN_INT8, "Both civil law" },
  [C_BOTH_ISLAMIC] = { "both_islamic", COMITY_COLUMN_INT8, "Both Islamic law" },
  [C_BOTH_MIXED] = { "both_mixed", COMITY_COLUMN_INT8, "Both mixed systems" },
  [C_REGION1] = { "region1", COMITY_COLUMN_INT8, "Region, state 1" },
  [C_REGION2] = { "region2", COMITY_COLUMN_INT8, "Region, state 2" },
  [C_JI1] = { "ji1", COMITY_COLUMN_DOUBLE, "Judicial independence, state 1" },
  [C_JI2] = { "ji2", COMITY_COLUMN_DOUBLE, "Judicial independence, state 2" },
  [C_JI_DIFF] = { "ji_diff", COMITY_COLUMN_DOUBLE, "|difference in judicial independence|" },
  [C_POLITY1] = { "polity1", COMITY_COLUMN_INT8, "Polity score, state 1" },
  [C_POLITY2] = { "polity2", COMITY_COLUMN_INT8, "Polity score, state 2" },
  [C_JOINT_DEM] = { "joint_dem", COMITY_COLUMN_INT8, "Both polity 6 or more" },
  [C_IDEAL1] = { "ideal1", COMITY_COLUMN_FLOAT, "Ideal point, state 1" },
  [C_IDEAL2] = { "ideal2", COMITY_COLUMN_FLOAT, "Ideal point, state 2" },
  [C_IDEAL_DIFF] = { "ideal_diff", COMITY_COLUMN_DOUBLE, "|difference in ideal point|" },
  [C_LN_DIST] = { "ln_dist", COMITY_COLUMN_FLOAT, "Log distance, km" },
  [C_CONTIG] = { "contig", COMITY_COLUMN_INT8, "Contiguous" },
  [C_COMLANG] = { "comlang", COMITY_COLUMN_INT8, "Common language" },
  [C_ALLIANCE] = { "alliance", COMITY_COLUMN_INT8, "Alliance" },
  [C_LN_GDP1] = { "ln_gdp1", COMITY_COLUMN_DOUBLE, "Log GDP, state 1" },
  [C_LN_GDP2] = { "ln_gdp2", COMITY_COLUMN_DOUBLE, "Log GDP, state 2" },
  [C_LN_GDPPROD] = { "ln_gdpprod", COMITY_COLUMN_DOUBLE, "Log product of GDP" },
  [C_LN_POP1] = { "ln_pop1", COMITY_COLUMN_DOUBLE, "Log population, state 1" },
  [C_LN_POP2] = { "ln_pop2", COMITY_COLUMN_DOUBLE, "Log population, state 2" },
  [C_LN_POPPROD] = { "ln_popprod", COMITY_COLUMN_DOUBLE, "Log product of population" },
};

/* The column of each term of the truth after the constant. */
static const SimColumn truth_columns[] = {
  C_BOTH_COMMON, C_BOTH_CIVIL, C_BOTH_ISLAMIC, C_JI_DIFF,    C_IDEAL_DIFF, C_JOINT_DEM, C_LN_DIST,
  C_CONTIG,      C_COMLANG,    C_ALLIANCE,     C_LN_GDPPROD, C_T,          C_T2,        C_T3,
};

typedef struct
{
  int code, region, legal, language, entry;
  double latitude, longitude;
  /* n_years each */
  double *ji, *ideal, *ln_gdp, *ln_pop;
  int *polity;
} State;

static void
add_series (
    gsl_rng *rng, double *out, int n_years, double mean, double rho, double sd, double drift)
{
  double deviation = gsl_ran_gaussian (rng, sd / sqrt (1.0 - rho * rho));

  for (int y = 0; y < n_years; y++)
    {
      if (y > 0)
        deviation = rho * deviation + gsl_ran_gaussian (rng, sd);
      out[y] = mean + deviation + drift * y;
    }
}

/* In spells of eight years, as records have them. */
static void
lose_spells (gsl_rng *rng, double *series, int n_years, double share)
{
  for (int from = 0; from < n_years; from += 8)
    if (gsl_rng_uniform (rng) < share)
      for (int y = from; y < MIN (from + 8, n_years); y++)
        series[y] = NAN;
}

static void
make_state (gsl_rng *rng, State *state, gsize index, const ComitySimulation *simulation)
{
  static const double centres[REGION_COUNT][2] = { { 10, -75 }, { 49, 15 },  { 2, 20 },
                                                   { 29, 45 },  { 22, 100 }, { -15, 165 } };
  int n_years = simulation->last_year - simulation->first_year + 1;
  double democracy, small, gdp;

  state->region = (int)(index * REGION_COUNT / simulation->n_states);
  state->code = (int)(2 + index * MIN (5, 32000 / simulation->n_states));
  state->legal = state->region == 3 ? (gsl_rng_uniform (rng) < 0.7 ? 3 : 4)
                                    : 1 + (int)(gsl_rng_uniform (rng) * 10) % LEGAL_COUNT;
  if (state->legal == 3 && state->region != 3)
    state->legal = 2;
  state->language =
      gsl_rng_uniform (rng) < 0.5 ? state->region : (int)gsl_rng_uniform_int (rng, 40) + 10;
  state->entry = simulation->first_year;
  if (gsl_rng_uniform (rng) < 0.35)
    state->entry += (int)gsl_rng_uniform_int (rng, (gulong)MAX (1, n_years / 2));
  state->latitude = centres[state->region][0] + gsl_ran_gaussian (rng, 9.0);
  state->longitude = centres[state->region][1] + gsl_ran_gaussian (rng, 12.0);

  democracy = gsl_ran_gaussian (rng, 5.0) + (state->region == 1 ? 3.0 : 0.0);
  state->ji = g_new (double, n_years);
  state->ideal = g_new (double, n_years);
  state->ln_gdp = g_new (double, n_years);
  state->ln_pop = g_new (double, n_years);
  state->polity = g_new (int, n_years);
  add_series (rng, state->ji, n_years, 0.16 * democracy, 0.96, 0.15, 0.0);
  add_series (rng, state->ideal, n_years, 0.1 * democracy + gsl_ran_gaussian (rng, 0.5), 0.9, 0.15,
              0.0);
  add_series (rng, state->ln_pop, n_years, gsl_ran_gaussian (rng, 1.8) + 15.3, 0.5, 0.005, 0.018);
  gdp = gsl_ran_gaussian (rng, 0.9) + 8.0;
  add_series (rng, state->ln_gdp, n_years, state->ln_pop[0] + gdp, 0.9, 0.03, 0.037);
  for (int y = 0; y < n_years; y++)
    {
      state->ji[y] = 1.0 / (1.0 + exp (-state->ji[y]));
      state->polity[y] =
          (int)CLAMP (round (democracy + gsl_ran_gaussian (rng, 0.8) + 0.05 * y), -10, 10);
    }
  small = state->ln_pop[0] < 14.0 ? 2.5 : 1.0;
  lose_spells (rng, state->ji, n_years, 0.02 * small);
  lose_spells (rng, state->ideal, n_years, 0.015 * small);
  lose_spells (rng, state->ln_gdp, n_years, 0.03 * small);
}

static void
clear_state (State *state)
{
  g_free (state->ji);
  g_free (state->ideal);
  g_free (state->ln_gdp);
  g_free (state->ln_pop);
  g_free (state->polity);
}

static double
great_circle_km (const State *a, const State *b)
{
  const double degree = G_PI / 180.0;
  double h = pow (sin ((a->latitude - b->latitude) * degree / 2.0), 2) +
             cos (a->latitude * degree) * cos (b->latitude * degree) *
                 pow (sin ((a->longitude - b->longitude) * degree / 2.0), 2);

  return MAX (12742.0 * asin (sqrt (MIN (h, 1.0))), 60.0);
}

static void
put (gpointer *data, SimColumn column, gsize row, double value)
{
  switch (columns[column].type)
    {
    case COMITY_COLUMN_INT8:
      ((gint8 *)data[column])[row] = isnan (value) ? COMITY_MISSING_INT8 : (gint8)value;
      break;
    case COMITY_COLUMN_INT16:
      ((gint16 *)data[column])[row] = isnan (value) ? COMITY_MISSING_INT16 : (gint16)value;
      break;
    case COMITY_COLUMN_INT32:
      ((gint32 *)data[column])[row] = isnan (value) ? COMITY_MISSING_INT32 : (gint32)value;
      break;
    case COMITY_COLUMN_FLOAT:
      ((float *)data[column])[row] = isnan (value) ? comity_missing_float ('.') : (float)value;
      break;
    case COMITY_COLUMN_DOUBLE:
      ((double *)data[column])[row] = isnan (value) ? comity_missing_double ('.') : value;
      break;
    case COMITY_COLUMN_STRING:
      g_assert_not_reached ();
    }
}

/* The rows of one pair from `row` on; returns the row after its last. `missing_hazard`: covariates
 * that the file lacks still drive the hazard, by their mean. */
static gsize
write_pair (gsl_rng *rng,
            const State *a,
            const State *b,
            const ComitySimulation *simulation,
            gpointer *data,
            gsize row)
{
  double km = great_circle_km (a, b);
  gboolean near = km < 900.0 && a->region == b->region;
  int ally_from = gsl_rng_uniform (rng) < (a->region == b->region ? 0.3 : 0.015)
                      ? simulation->first_year + (int)gsl_rng_uniform_int (rng, 30)
                      : G_MAXINT;
  int start = MAX (a->entry, b->entry);

  for (int year = start; year <= simulation->last_year; year++, row++)
    {
      int y = year - simulation->first_year;
      double t = year - start + 1;
      double values[N_COLUMNS];
      double eta = truth[0].value;
      gboolean event;

      values[C_DYADID] = a->code * 10000.0 + b->code;
      values[C_CCODE1] = a->code;
      values[C_CCODE2] = b->code;
      values[C_YEAR] = year;
      values[C_T] = t;
      values[C_T2] = t * t;
      values[C_T3] = t * t * t;
      values[C_LEGAL1] = a->legal;
      values[C_LEGAL2] = b->legal;
      values[C_SAME_LEGAL] = a->legal == b->legal;
      values[C_BOTH_COMMON] = a->legal == 1 && b->legal == 1;
      values[C_BOTH_CIVIL] = a->legal == 2 && b->legal == 2;
      values[C_BOTH_ISLAMIC] = a->legal == 3 && b->legal == 3;
      values[C_BOTH_MIXED] = a->legal == 4 && b->legal == 4;
      values[C_REGION1] = a->region + 1;
      values[C_REGION2] = b->region + 1;
      values[C_JI1] = a->ji[y];
      values[C_JI2] = b->ji[y];
      values[C_JI_DIFF] = fabs (a->ji[y] - b->ji[y]);
      values[C_POLITY1] = a->polity[y];
      values[C_POLITY2] = b->polity[y];
      values[C_JOINT_DEM] = a->polity[y] >= 6 && b->polity[y] >= 6;
      values[C_IDEAL1] = a->ideal[y];
      values[C_IDEAL2] = b->ideal[y];
      values[C_IDEAL_DIFF] = fabs (a->ideal[y] - b->ideal[y]);
      values[C_LN_DIST] = (float)log (km);
      values[C_CONTIG] = near;
      values[C_COMLANG] = a->language == b->language;
      values[C_ALLIANCE] = year >= ally_from;
      values[C_LN_GDP1] = a->ln_gdp[y];
      values[C_LN_GDP2] = b->ln_gdp[y];
      values[C_LN_GDPPROD] = a->ln_gdp[y] + b->ln_gdp[y];
      values[C_LN_POP1] = a->ln_pop[y];
      values[C_LN_POP2] = b->ln_pop[y];
      values[C_LN_POPPROD] = a->ln_pop[y] + b->ln_pop[y];

      for (gsize k = 0; k < G_N_ELEMENTS (truth_columns); k++)
        eta += truth[k + 1].value * values[truth_columns[k]];
      /* Where a covariate is not recorded nobody knows the hazard either: such years have no event,
       * so that the complete rows obey the truth. */
      event = !isnan (eta) && gsl_rng_uniform (rng) < 1.0 / (1.0 + exp (-eta));
      values[C_SIGNED] = event;
      for (int c = 0; c < N_COLUMNS; c++)
        put (data, c, row, values[c]);
      if (event)
        return row + 1;
    }
  return row;
}

static ComityDataset *
finish (const ComitySimulation *simulation, gpointer *data, gsize n_rows)
{
  static const char *const legal[] = { "common", "civil", "islamic", "mixed" };
  static const char *const region[] = { "Americas",    "Europe", "Africa",
                                        "Middle East", "Asia",   "Oceania" };
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (n_rows);
  g_autoptr (ComityValueLabels) legal_labels = comity_value_labels_new ("legal");
  g_autoptr (ComityValueLabels) region_labels = comity_value_labels_new ("region");
  g_autofree char *truth_text = comity_simulation_describe_truth ();
  g_autofree char *name = g_strdup_printf ("Simulated panel (seed %u)", simulation->seed);

  for (int i = 0; i < LEGAL_COUNT; i++)
    comity_value_labels_add (legal_labels, i + 1, legal[i]);
  for (int i = 0; i < REGION_COUNT; i++)
    comity_value_labels_add (region_labels, i + 1, region[i]);

  for (int c = 0; c < N_COLUMNS; c++)
    {
      gsize width = comity_column_type_width (columns[c].type);
      ComityColumn *column =
          comity_column_new_take (columns[c].name, columns[c].type, n_rows,
                                  g_realloc (g_steal_pointer (&data[c]), MAX (n_rows, 1) * width));

      comity_column_set_label (column, columns[c].label);
      if (c == C_LEGAL1 || c == C_LEGAL2)
        comity_column_set_value_labels (column, legal_labels);
      else if (c == C_REGION1 || c == C_REGION2)
        comity_column_set_value_labels (column, region_labels);
      comity_dataset_builder_take_column (builder, column);
    }
  comity_dataset_builder_set_name (builder, name);
  comity_dataset_builder_set_label (builder, "Simulated dyad-year panel; not real data");
  comity_dataset_builder_set_simulated (builder, TRUE);
  comity_dataset_builder_add_note (builder, NULL, truth_text);
  return comity_dataset_builder_end (builder);
}

ComityDataset *
comity_simulate (const ComitySimulation *simulation, GError **error)
{
  int n_years = simulation->last_year - simulation->first_year + 1;
  gsize n_dyads, capacity, row = 0;
  gpointer data[N_COLUMNS] = { NULL };
  g_autofree State *states = NULL;
  gsl_rng *rng;
  ComityDataset *dataset = NULL;

  g_return_val_if_fail (simulation->n_states >= 2 && n_years >= 1, NULL);

  n_dyads = simulation->n_states * (simulation->n_states - 1) / 2;
  capacity = n_dyads * (gsize)n_years;
  if (simulation->n_states > 4000 || capacity > G_MAXINT32)
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_TOO_LARGE,
                   "A panel of %" G_GSIZE_FORMAT " states over %d years is too large.",
                   simulation->n_states, n_years);
      return NULL;
    }
  for (int c = 0; c < N_COLUMNS; c++)
    {
      data[c] = g_try_malloc_n (capacity, comity_column_type_width (columns[c].type));
      if (data[c] == NULL)
        {
          g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_TOO_LARGE,
                       "The simulated panel is too large: its %" G_GSIZE_FORMAT
                       " rows do not fit the memory.",
                       capacity);
          goto out;
        }
    }

  rng = gsl_rng_alloc (gsl_rng_mt19937);
  gsl_rng_set (rng, simulation->seed);
  states = g_new0 (State, simulation->n_states);
  for (gsize i = 0; i < simulation->n_states; i++)
    make_state (rng, &states[i], i, simulation);
  for (gsize i = 0; i < simulation->n_states; i++)
    for (gsize j = i + 1; j < simulation->n_states; j++)
      row = write_pair (rng, &states[i], &states[j], simulation, data, row);
  for (gsize i = 0; i < simulation->n_states; i++)
    clear_state (&states[i]);
  gsl_rng_free (rng);
  dataset = finish (simulation, data, row);

out:
  for (int c = 0; c < N_COLUMNS; c++)
    g_free (data[c]);
  return dataset;
}

char *
comity_simulation_describe_truth (void)
{
  GString *text = g_string_new ("signed ~ ");

  for (gsize i = 1; i < G_N_ELEMENTS (truth); i++)
    g_string_append_printf (text, "%s%s", i > 1 ? " + " : "", truth[i].term);
  g_string_append (text, "; the true coefficients:");
  for (gsize i = 0; i < G_N_ELEMENTS (truth); i++)
    g_string_append_printf (text, "%s %s %g", i > 0 ? "," : "", truth[i].term, truth[i].value);
  return g_string_free (text, FALSE);
}
