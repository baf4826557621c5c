/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the verbs that estimate share: options that make a specification, data that are a panel or
 * plain rows, and where and how the result is written. */
#pragma once

#include "comity-cli.h"
#include "comity-report.h"

G_BEGIN_DECLS

/* Options of a specification: put COMITY_CLI_SPEC_ENTRIES (spec) among a verb's entries. */
typedef struct
{
  char **formulas;
  char *model;
  char *vce;
  char *cluster;
  char *states;
  char *small_sample;
  char *information;
  char *where;
  char *weights;
  char *weight_kind;
  char *offset;
  char *exposure;
  char *time;
  char *ties;
  char *strata;
  char *group;
  char *absorb;
  char *intervals;
  char *metric;
  double level;
  double tau;
  gboolean one_step;
  int replications;
  gint64 seed;
  int n_threads;
  const char *models; /* of several, instead of one: names with commas between; borrowed */
  const char *vces;   /* likewise */
} ComityCliSpec;

#define COMITY_CLI_SPEC_INIT                                                                       \
  {                                                                                                \
    .level = 95.0, .replications = COMITY_SPEC_REPLICATIONS, .seed = 1                             \
  }
#define COMITY_CLI_SPEC_ENTRIES(spec)                                                                  \
  { "formula", 'f', 0, G_OPTION_ARG_STRING_ARRAY, &(spec).formulas, "what to estimate: 'y ~ a + b'",   \
    "F" },                                                                                             \
      { "model", 'm', 0, G_OPTION_ARG_STRING, &(spec).model, "the estimator (logit)", "MODEL" },       \
      { "cluster",  'c', 0, G_OPTION_ARG_STRING, &(spec).cluster, "columns to cluster by",             \
        "COL[,COL]" },                                                                                 \
      { "vce",                                                                                         \
        0,                                                                                             \
        0,                                                                                             \
        G_OPTION_ARG_STRING,                                                                           \
        &(spec).vce,                                                                                   \
        "kind of standard error: classical hc0 hc1 hc2 hc3 hc4 robust cluster cr2 twoway dyadic " \
        "jackknife bootstrap",                                                                                   \
        "KIND" },                                                                                      \
      { "states", 0, 0, G_OPTION_ARG_STRING, &(spec).states, "the two states' columns, for dyadic, twoway and jackknife", \
        "A,B" },                                                                                       \
      { "one-step", 0, 0, G_OPTION_ARG_NONE, &(spec).one_step,                                         \
        "jackknife: a Newton step instead of refits", NULL },                                          \
      { "replications", 0, 0, G_OPTION_ARG_INT, &(spec).replications, "bootstrap: samples (200)",      \
        "N" },                                                                                         \
      { "seed", 0, 0, G_OPTION_ARG_INT64, &(spec).seed, "of what is drawn (1)", "N" },                                                                                       \
      { "small-sample",                                                                                \
        0,                                                                                             \
        0,                                                                                             \
        G_OPTION_ARG_STRING,                                                                           \
        &(spec).small_sample,                                                                          \
        "finite-sample factors: stata or none (stata)",                                                \
        "WHICH" },                                                                                     \
      { "information",                                                                                 \
        0,                                                                                             \
        0,                                                                                             \
        G_OPTION_ARG_STRING,                                                                           \
        &(spec).information,                                                                           \
        "probit, cloglog: observed (Stata's) or expected (R's) (observed)",                            \
        "WHICH" },                                                                                     \
      { "where", 'w', 0, G_OPTION_ARG_STRING, &(spec).where, "only rows where EXPR is true", "EXPR" }, \
      { "weights", 0, 0, G_OPTION_ARG_STRING, &(spec).weights, "a column of weights", "COL" },         \
      { "weight-kind",                                                                                 \
        0,                                                                                             \
        0,                                                                                             \
        G_OPTION_ARG_STRING,                                                                           \
        &(spec).weight_kind,                                                                           \
        "what weights are: sampling (pweight), frequency (fweight) or importance (aweight, iweight)",  \
        "KIND" },                                                                                      \
      { "offset",                                                                                      \
        0,                                                                                             \
        0,                                                                                             \
        G_OPTION_ARG_STRING,                                                                           \
        &(spec).offset,                                                                                \
        "added to the linear predictor as it is",                                                      \
        "EXPR" },                                                                                      \
      { "exposure",                                                                                    \
        0,                                                                                             \
        0,                                                                                             \
        G_OPTION_ARG_STRING,                                                                           \
        &(spec).exposure,                                                                              \
        "its logarithm is added to the linear predictor",                                              \
        "EXPR" },                                                                                      \
      { "time",        0, 0, G_OPTION_ARG_STRING, &(spec).time, "durations: columns of the times",     \
        "[START,]STOP" },                                                                              \
      { "ties",                                                                                        \
        0,                                                                                             \
        0,                                                                                             \
        G_OPTION_ARG_STRING,                                                                           \
        &(spec).ties,                                                                                  \
        "cox: efron, breslow or exact (efron); clogit: the same (exact)",                              \
        "WHICH" },                                                                                     \
      { "strata",                                                                                      \
        0,                                                                                             \
        0,                                                                                             \
        G_OPTION_ARG_STRING,                                                                           \
        &(spec).strata,                                                                                \
        "durations: each value has its own baseline",                                                  \
        "COL" },                                                                                       \
      { "group",                                                                                       \
        0,                                                                                             \
        0,                                                                                             \
        G_OPTION_ARG_STRING,                                                                           \
        &(spec).group,                                                                                 \
        "clogit, xtlogit: what tells the groups apart",                                                \
        "COL" },                                                                                       \
      { "absorb",                                                                                      \
        0,                                                                                             \
        0,                                                                                             \
        G_OPTION_ARG_STRING,                                                                           \
        &(spec).absorb,                                                                                \
        "lpm, poisson: columns whose fixed effects are swept out",                                     \
        "COL[,COL]" },                                                                                 \
      { "intervals",                                                                                   \
        0,                                                                                             \
        0,                                                                                             \
        G_OPTION_ARG_STRING,                                                                           \
        &(spec).intervals,                                                                             \
        "firth: profile or wald (profile, unless it would take long)",                                 \
        "WHICH" },                                                                                     \
      { "metric", 0, 0, G_OPTION_ARG_STRING, &(spec).metric, "exponential, weibull: ph or aft (ph)",   \
        "WHICH" },                                                                                     \
      { "tau",       0,                                                                                \
        0,           G_OPTION_ARG_DOUBLE,                                                              \
        &(spec).tau, "relogit: the share of events in the population",                                 \
        "SHARE" },                                                                                     \
      { "level", 0, 0, G_OPTION_ARG_DOUBLE, &(spec).level, "of confidence intervals (95)", "N" },      \
  {                                                                                                    \
    "threads", 0, 0, G_OPTION_ARG_INT, &(spec).n_threads, "0: all", "N"                                \
  }

void comity_cli_spec_clear (ComityCliSpec *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityCliSpec, comity_cli_spec_clear)

/* How many formulas were given. */
gsize comity_cli_spec_get_n_formulas (const ComityCliSpec *self);
/* The specification of one formula; NULL with the sentence of a wrong usage. */
ComitySpec *comity_cli_spec_make (const ComityCliSpec *self, gsize formula, GError **error);
/* FALSE, and a sentence for the user, unless @min to @max formulas were given. */
gboolean
comity_cli_spec_check_formulas (const ComityCliSpec *self, gsize min, gsize max, GError **error);

/* FALSE, and a sentence for the user, when the model's exp (estimate) are no ratios. */
gboolean comity_cli_spec_check_ratios (const ComitySpec *spec, GError **error);

/* A remark where --states is given and no standard errors of @spec, or of vces, look at them. */
void comity_cli_spec_say_idle_states (const ComityCliSpec *self,
                                      const ComitySpec *spec,
                                      const ComityVerb *verb);

/* DATA of models: a panel where there are states and years; else rows alone (classroom data). */
typedef struct
{
  ComityDataset *dataset; /* NULL when there is a panel */
  ComityPanel *panel;
  double seconds; /* that opening them took */
  /* Set before by verbs that ask neither what states are called nor for columns that the
   * specification does not name; or NULL. Owned; their texts are the options'. */
  const char **texts;
} ComityCliRows;

/* What in the options may name columns; g_free. */
const char **comity_cli_spec_list_texts (const ComityCliSpec *self);
void comity_cli_rows_clear (ComityCliRows *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityCliRows, comity_cli_rows_clear)
gboolean comity_cli_rows_open (ComityCliRows *self,
                               const char *path,
                               const ComityCliData *data,
                               GError **error);
/* The name of the column that plays @role; NULL: none, or no panel. */
const char *comity_cli_rows_peek_role (const ComityCliRows *self, ComityRole role);
/* The columns of the two states: --states, or the roles'. FALSE with a sentence where neither is. */
gboolean comity_cli_rows_find_states (const ComityCliRows *self,
                                      const ComitySpec *spec,
                                      const char *states[2],
                                      GError **error);
ComityFit *comity_cli_rows_fit (const ComityCliRows *self, const ComitySpec *spec, GError **error);
/* All formulas over the same data; @same_sample: over the rows complete for all of them. */
gboolean comity_cli_fit_all (const ComityCliSpec *self,
                             const ComityCliRows *rows,
                             gboolean same_sample,
                             GPtrArray *fits,
                             GError **error);

/* Options of a result that is a document: put COMITY_CLI_RESULT_ENTRIES (result) among the rest. */
typedef struct
{
  char *format_name;
  char *output;
} ComityCliResult;

#define COMITY_CLI_RESULT_INIT                                                                     \
  {                                                                                                \
    NULL, NULL                                                                                     \
  }
#define COMITY_CLI_RESULT_ENTRIES(result)                                                            \
  { "format", 0, 0, G_OPTION_ARG_STRING, &(result).format_name, "text json csv latex html markdown", \
    "FORMAT" },                                                                                      \
  {                                                                                                  \
    "output", 'o', 0, G_OPTION_ARG_FILENAME, &(result).output,                                       \
        "a file instead of standard output", "FILE"                                                  \
  }

void comity_cli_result_clear (ComityCliResult *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityCliResult, comity_cli_result_clear)
/* By --format, else by the file's ending, else text. */
gboolean
comity_cli_result_get_format (const ComityCliResult *self, ComityFormat *format, GError **error);

G_END_DECLS
