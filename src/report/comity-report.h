/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results as documents: coefficient tables, dossiers of states and pairs, descriptions of data. Every
 * writer returns a new UTF-8 string; numbers in JSON and CSV read back to the same double. */
#pragma once

#include "comity-doctor.h"
#include "comity-fit.h"
#include "comity-network.h"
#include "comity-similarity.h"

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
} ComityFitReportOptions;

#define COMITY_FIT_REPORT_OPTIONS_INIT { 3, TRUE, TRUE, FALSE, 0.0 }

/* @options nullable: the defaults. CSV is in long form, a row a term of a model (model,term,estimate,
 * std_error,statistic,p_value,conf_low,conf_high); JSON of one fit is an object, of several an array of
 * them, its timings null unless they are asked for, so that the same fit gives the same bytes. The
 * data's hash is computed if needed. */
char *comity_fit_report (ComityFit *const *fits, gsize n_fits, ComityFormat format,
                         const ComityFitReportOptions *options);

/* A dossier: headed sections of labelled values. */
typedef struct _ComityDossier ComityDossier;

typedef struct
{
  const char *label;
  const char *value;  /* as a person reads it; "" is "not known" */
  const char *note;   /* a source, a caution; "" none */
  double number;      /* the value as a number, NaN where it is none */
} ComityDossierRow;

void comity_dossier_free (ComityDossier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityDossier, comity_dossier_free)

/* Everything known of the pair in @year: who they are, treaties in every network with dates and
 * sources, similarity split into components, institutions, the row's covariates, the nearest comparable
 * pairs; with @fit (nullable) fitted probability, rank and residual. */
ComityDossier *comity_dossier_new_pair (ComityPanel *panel, gsize a, gsize b, int year,
                                        ComityFit *fit, GError **error);
ComityDossier *comity_dossier_new_state (ComityPanel *panel, gsize state, int year, GError **error);
const char *comity_dossier_peek_title (const ComityDossier *self); /* "Switzerland – United States of America, 2012" */
gsize comity_dossier_get_n_sections (const ComityDossier *self);
const char *comity_dossier_peek_section (const ComityDossier *self, gsize section);
gsize comity_dossier_get_n_rows (const ComityDossier *self, gsize section);
const ComityDossierRow *comity_dossier_peek_row (const ComityDossier *self, gsize section, gsize row);
char *comity_dossier_report (const ComityDossier *self, ComityFormat format);

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
char *comity_caption_fits (ComityPanel *panel, ComityFit *const *fits, gsize n_fits);
/* What must stand beside any picture of the data: simulated, a partial list; "" when nothing must. */
char *comity_panel_notice (const ComityPanel *panel);

G_END_DECLS
