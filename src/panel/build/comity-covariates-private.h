/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The covariates of the bundled panel as one table of definitions, and what is looked up to fill
 * them. */
#pragma once

#include "comity-world.h"

G_BEGIN_DECLS

typedef enum
{
  /* From a state-year table x: of state 1, of state 2, |x1 − x2|, min, x1 + x2 (the logarithm of a
   * product when x is one), both at least, either at least, equal, both equal to */
  COVARIATE_FIRST,
  COVARIATE_SECOND,
  COVARIATE_DIFFERENCE,
  COVARIATE_MINIMUM,
  COVARIATE_SUM,
  COVARIATE_BOTH_AT_LEAST,
  COVARIATE_EITHER_AT_LEAST,
  COVARIATE_EQUAL,
  COVARIATE_BOTH_EQUAL,
  /* Of the pair */
  COVARIATE_LN_DISTANCE,
  COVARIATE_CONTIGUOUS,
  COVARIATE_LANGUAGE,
  COVARIATE_COLONY,
  COVARIATE_COMMON_COLONIZER,
  COVARIATE_ALLIANCE,
  COVARIATE_TIE_BEFORE, /* in another network; threshold: its number */
} CovariateKind;

/* The state-year tables that definitions draw on. */
typedef enum
{
  COVARIATE_SOURCE_TRADITION,
  COVARIATE_SOURCE_JUDICIAL,
  COVARIATE_SOURCE_POLYARCHY,
  COVARIATE_SOURCE_IDEAL_POINT,
  COVARIATE_SOURCE_LN_GDP,
  COVARIATE_SOURCE_LN_GDP_PC,
  COVARIATE_SOURCE_LN_POPULATION,
  COVARIATE_SOURCE_EU,
  COVARIATE_SOURCE_OECD,
  COVARIATE_SOURCE_COMMONWEALTH,
  COVARIATE_SOURCE_TAX_HAVEN,
  COVARIATE_SOURCE_DRUG_MAJOR,
  COVARIATE_SOURCE_PRIOR_TREATIES,
  COVARIATE_SOURCE_LN_PRIOR_TREATIES,
  N_COVARIATE_SOURCES,
} CovariateSource;

typedef struct
{
  const char *name;
  const char *label;
  CovariateKind kind;
  int source; /* state-year table, or -1 */
  double threshold;
  ComityColumnType type;
} Covariate;

/* State-year tables are n_states × n_years, already lagged: the row of the panel's year. */
typedef struct
{
  ComityWorld *world; /* borrowed */
  gsize network;      /* whose earlier treaties are counted */
  gsize n_states;
  const gsize *states; /* borrowed: the world's states */
  int first_year;
  gsize n_years;
  int lag;
  double **tables;     /* by source; NULL where the world has no such table */
  gint16 **first_ties; /* by network, n_states × n_states: year of the first tie, G_MAXINT16 none */
} CovariateContext;

/* Lookups, filled once before the rows: comity-covariate-tables.c */
void comity_covariate_context_init (CovariateContext *self, ComityProgress *progress);
void comity_covariate_context_clear (CovariateContext *self);

/* The world's table behind a source; NULL: the treaties of a network. */
const char *comity_covariate_source_peek_table (CovariateSource source, const ComityWorld *world);
/* The world's variable behind a covariate of that name; NULL: none, or it is of the pair. */
const char *comity_covariate_peek_variable (const char *covariate);
const char *comity_covariate_source_peek_variable (CovariateSource source);
/* Years by which earlier treaties are lagged: at least one. */
int comity_covariate_treaty_lag (const CovariateContext *self);

/* The definitions that this world can fill, in the panel's order; those of other networks last.
 * Elements Covariate. Strings live as long as @strings. */
GArray *comity_covariates_list (const CovariateContext *context, GStringChunk *strings);
/* Names of the definitions that this world cannot fill. Free with g_strfreev (). */
GStrv comity_covariates_dup_absent (const CovariateContext *context);
/* Writes into the dataset, where a saved file keeps them, the characteristics _dta[comity_tables], the
 * names of the tables that it is made of, separated by spaces, and _dta[comity_partial], the warning
 * of a network that is known to be incomplete. */
void comity_covariates_describe_sources (GArray *covariates,
                                         const ComityWorld *world,
                                         gsize network,
                                         ComityDatasetBuilder *builder);
/* The covariate in @n years of a pair; NaN where it is missing. */
void comity_covariate_fill (const Covariate *self,
                            const CovariateContext *context,
                            gsize a,
                            gsize b,
                            const gint16 *years,
                            gsize n,
                            double *out);
/* Whether it is for want of state 1's value, or state 2's, that it is missing in a year. */
void comity_covariate_blame (const Covariate *self,
                             const CovariateContext *context,
                             gsize a,
                             gsize b,
                             int year,
                             gboolean *first,
                             gboolean *second);

G_END_DECLS
