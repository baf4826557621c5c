/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results as documents: coefficient tables, dossiers of states and pairs, descriptions of data. Every
 * writer returns a new UTF-8 string; numbers in JSON and CSV read back to the same double. */
#pragma once

#include "comity-doctor.h"
#include "comity-fit.h"
#include "comity-network.h"
#include "comity-row-hazards.h"
#include "comity-similarity.h"
#include "comity-support.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_FORMAT_TEXT,
  COMITY_FORMAT_JSON,
  COMITY_FORMAT_CSV,
  COMITY_FORMAT_LATEX,
  COMITY_FORMAT_HTML,
  COMITY_FORMAT_MARKDOWN,
} ComityFormat;

gboolean comity_format_from_name (const char *name, ComityFormat *format);
/* By a file's ending: .txt .json .csv .tex .html .md; FALSE for others. */
gboolean comity_format_from_path (const char *path, ComityFormat *format);

/* Coefficient tables: one column a model, standard errors in parentheses under the estimates, stars
 * if wanted, N, dyads, events, log-likelihood, AIC and the kind of standard error in the note. */
typedef struct
{
  int decimals;       /* 3 */
  gboolean stars;     /* * p<0.05 ** p<0.01 *** p<0.001 */
  gboolean waterfall; /* rows lost by variable, under the table (text, markdown, html) */
  gboolean timings;   /* adds the timings to text and JSON */
  double time_read;   /* seconds that reading the data took, for the timings */
  gboolean labels;    /* terms by their columns' labels (text, markdown, html, latex) */
  gboolean ratios;    /* exp (β), odds or hazard ratios and the like, for β: with exp (β) · se for the
                       * error and the ends of the interval of β, as Stata's */
} ComityFitReportOptions;

#define COMITY_FIT_REPORT_OPTIONS_INIT { 3, TRUE, TRUE, FALSE, 0.0, FALSE, FALSE }

/* "Odds ratios" …: what exp (β) of the model are called; NULL where they have no meaning. */
const char *comity_spec_peek_ratio_title (const ComitySpec *spec);

/* @options nullable: the defaults. CSV is in long form, a row a term of a model (model,term,estimate,
 * std_error,statistic,p_value,conf_low,conf_high); JSON of one fit is an object, of several an array of
 * them, its timings null unless they are asked for, so that the same fit gives the same bytes. The
 * data's hash is computed if needed. */
char *comity_fit_report (ComityFit *const *fits, gsize n_fits, ComityFormat format,
                         const ComityFitReportOptions *options);

/* A term in the words of its columns' labels, "Same legal tradition × Defence pact"; what has no
 * label, or cannot be put into words, stays as it is. g_free. */
char *comity_fit_dup_term_label (ComityFit *fit, const char *term);
/* A number that only some models have ("p", "alpha") as tables call it ("Shape p"); NULL: it stands in
 * files alone. */
const char *comity_fit_extra_label (const char *name);

/* A dossier: a paragraph, headed sections of labelled values, and lines through time. Frozen. */
typedef struct _ComityDossier ComityDossier;

typedef struct
{
  const char *label;
  const char *value;  /* as a person reads it; "" is "not known" */
  const char *note;   /* a source, a caution; "" none */
  double number;      /* the value as a number, NaN where it is none */
} ComityDossierRow;

/* A chart of up to three lines over the years first_year … first_year + n_years − 1. */
typedef struct
{
  const char *title;
  int first_year;
  gsize n_years;
  gsize n_lines;
  const char *names[3];
  const double *values[3]; /* n_years; NaN: no data */
  const double *low;       /* n_years: the interval of the first line; NULL: none */
  const double *high;
  gboolean marked; /* the dossier's marks (treaties) belong on it */
} ComityDossierChart;

ComityDossier *comity_dossier_ref (ComityDossier *self);
void comity_dossier_free (ComityDossier *self); /* drops the reference */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityDossier, comity_dossier_free)

/* What dossiers say under a fit, worked out once for all of them: the sample's cloud (distances,
 * averages) and what every dyad does to the estimates. Frozen, any thread. */
typedef struct _ComityDossierModel ComityDossierModel;

/* O(n k²). Errors: cancelled, or memory; a model without hazards or influence is no error. */
ComityDossierModel *comity_dossier_model_new (ComityFit *fit, ComityPanel *panel,
                                              ComityProgress *progress, GError **error);
ComityDossierModel *comity_dossier_model_ref (ComityDossierModel *self);
void comity_dossier_model_unref (ComityDossierModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityDossierModel, comity_dossier_model_unref)
ComityFit *comity_dossier_model_peek_fit (const ComityDossierModel *self);
const ComitySupport *comity_dossier_model_peek_support (const ComityDossierModel *self);
/* NULL: the model has none. */
const ComityRowHazards *comity_dossier_model_peek_hazards (const ComityDossierModel *self);

/* Everything known of the pair in @year: who they are, treaties in every network with dates and
 * sources, similarity split into components, institutions, the row's covariates, the nearest comparable
 * pairs; with a model (nullable) the fitted hazard and its interval, rank, residual, reasons, the pair's
 * influence on the estimates. */
ComityDossier *comity_dossier_new_pair (ComityPanel *panel, gsize a, gsize b, int year,
                                        ComityFit *fit, GError **error);
ComityDossier *comity_dossier_new_pair_under (ComityPanel *panel, gsize a, gsize b, int year,
                                              ComityDossierModel *model, GError **error);
/* The state: its names, codes, membership, tradition, institutions, treaties with partners by year,
 * centralities and ranks, states most alike; with a model the missing partners it finds likeliest. */
ComityDossier *comity_dossier_new_state (ComityPanel *panel, gsize state, int year, GError **error);
ComityDossier *comity_dossier_new_state_under (ComityPanel *panel, gsize state, int year,
                                               ComityDossierModel *model, GError **error);
const char *comity_dossier_peek_title (const ComityDossier *self); /* "Switzerland – United States of America, 2012" */
/* Why, in a few sentences. */
const char *comity_dossier_peek_summary (const ComityDossier *self);
gsize comity_dossier_get_n_sections (const ComityDossier *self);
const char *comity_dossier_peek_section (const ComityDossier *self, gsize section);
gsize comity_dossier_get_n_rows (const ComityDossier *self, gsize section);
const ComityDossierRow *comity_dossier_peek_row (const ComityDossier *self, gsize section, gsize row);
gsize comity_dossier_get_n_charts (const ComityDossier *self);
const ComityDossierChart *comity_dossier_peek_chart (const ComityDossier *self, gsize chart);
/* Years in which the pair signed a treaty of the panel's network. */
gsize comity_dossier_get_n_marks (const ComityDossier *self);
int comity_dossier_get_mark (const ComityDossier *self, gsize mark, const char **label);
char *comity_dossier_report (const ComityDossier *self, ComityFormat format);

/* The pair's hazard and cumulative probability over the years to come as they are and with @settings
 * ("x=0.8,z=1"; columns of the data), from its row of @year, else the nearest; a row a year. Errors:
 * no row, and those of comity_what_if_new (). New string. */
char *comity_what_if_report (ComityDossierModel *model, ComityPanel *panel, gsize a, gsize b, int year,
                             const char *settings, gsize n_years, ComityFormat format, GError **error);
/* The row of the panel that speaks for a pair in @year: of the year, else of the nearest year before,
 * else after; -1: none. */
gssize comity_dossier_find_row (const ComityPanel *panel, gsize a, gsize b, int year);

/* A tie that a fit thinks likely or not. */
typedef struct
{
  guint32 a, b; /* panel states, a < b */
  int year;     /* of the row that was asked: the network's, or that of the signature */
  gboolean present;
  double probability;
} ComityExpectedTie;

/* Of @network beside @fit, which must be of the same data: the pairs without a treaty by the year, the
 * likeliest first; then the ties, those that were least likely in the year of their signature first.
 * Pairs that the fit can say nothing of are left out. Free with g_array_unref (). */
GArray *comity_expected_ties (ComityNetwork *network, ComityFit *fit, GError **error);
char *comity_expected_ties_to_csv (ComityNetwork *network, const GArray *ties);
/* Per node: treaties signed (in the year, or up to it) less those the fit expects, over the rows that
 * the fit used. Free it. */
double *comity_network_residuals (ComityNetwork *network, ComityFit *fit, GError **error);

/* A dataset in words: rows, columns, roles, states, dyads, years, events, the doctor's findings.
 * @roles nullable; @panel nullable: without roles there is no index, and the doctor does not look.
 * Text or JSON. One pass over every column that was not summarised before. */
char *comity_data_report (ComityDataset *dataset, const ComityRoles *roles, ComityPanel *panel,
                          ComityFormat format);

/* What the whole panel rests on: network, years, that data are simulated or a list is partial, and
 * the citations of every table used, as the dataset's characteristic _dta[comity_tables] lists them. */
char *comity_panel_citation (const ComityPanel *panel);

/* Captions of figures: what is shown, when, how much, what to beware of, and the sources of just what
 * the figure shows. New strings. @network nullable: no treaties on the heatmap. */
char *comity_caption_network (ComityNetwork *network);
char *comity_caption_similarity (ComityPanel *panel, ComitySimilarity *similarity,
                                 ComityNetwork *network);
/* @fits are of one dataset; at least one. */
char *comity_caption_fits (ComityFit *const *fits, gsize n_fits);
/* Ends a caption: a warning where the data call for one, and their name. */
void comity_caption_add_data (GString *caption, ComityDataset *dataset);

G_END_DECLS
