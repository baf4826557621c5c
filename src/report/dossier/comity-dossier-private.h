/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling a dossier, and the pieces that the dossier of a state and that of a pair share. */
#pragma once

#include "comity-influence.h"
#include "comity-records.h"
#include "comity-report.h"
#include "comity-row-hazards.h"

G_BEGIN_DECLS

ComityDossier *comity_dossier_new (const char *title);
void comity_dossier_begin (ComityDossier *self, const char *section);
/* A row of the section begun last; texts are copied. */
void comity_dossier_add (
    ComityDossier *self, const char *label, const char *value, const char *note, double number);
/* A row whose value is a number (NaN: not known). */
void
comity_dossier_add_number (ComityDossier *self, const char *label, double number, const char *note);
/* Removes the section begun last when it has no row. */
void comity_dossier_end (ComityDossier *self);

/* Copied. */
void comity_dossier_set_summary (ComityDossier *self, const char *text);
/* Texts and values are copied. */
void comity_dossier_add_chart (ComityDossier *self, const ComityDossierChart *chart);
void comity_dossier_add_mark (ComityDossier *self, int year, const char *label);

/* A pair in a year, and the row that speaks for it. */
typedef struct
{
  ComityPanel *panel;
  gsize a, b; /* in the panel's order when undirected */
  int year;
  gssize row;      /* of the year, -1: none */
  gssize used_row; /* the row whose covariates are shown: of the year, else the nearest before, else
                      after; -1: the pair is not in the panel */
  int used_year;
} ComityDossierPair;

/* Whether @ties (ComityTie) has the pair, in either order; @first_year (nullable): of its tie. */
gboolean comity_dossier_has_tie (const GArray *ties, guint32 a, guint32 b, int *first_year);

/* Frozen. */
struct _ComityDossierModel
{
  gatomicrefcount ref_count;
  ComityFit *fit;
  ComitySupport *support;
  ComityRowHazards *hazards;  /* NULL: the model has none */
  ComityInfluence *influence; /* of dyads; NULL: none */
  char *no_influence;         /* why */
  GHashTable *dyads;          /* the dyad's text → group + 1 */
  GHashTable *covariates;     /* names of columns that are no clock */
};

/* The sections "Model", "Reasons", "Influence" and "Nearest comparable pairs", and the paragraph. */
void comity_dossier_add_model (ComityDossier *self,
                               const ComityDossierPair *pair,
                               const ComityDossierModel *model);
/* Lines through time: hazard, institutions, similarity; and the marks. */
void comity_dossier_add_pair_charts (ComityDossier *self,
                                     const ComityDossierPair *pair,
                                     const ComityDossierModel *model);
void comity_dossier_add_state_charts (ComityDossier *self,
                                      ComityPanel *panel,
                                      gsize state,
                                      int year);
/* Partners the state does not have, likeliest first by the model. */
void comity_dossier_add_missing_partners (ComityDossier *self,
                                          ComityPanel *panel,
                                          gsize state,
                                          int year,
                                          const ComityDossierModel *model);

/* What a hazard is after a model of durations, as a note. */
void comity_what_if_note_hazard (ComityRecords *records, const ComityFit *fit);
/* "1000 draws of the estimates, seed 1": what intervals of what-if are of. New string. */
char *comity_what_if_dup_draws (const ComityFit *fit);

/* As a person reads a number: three to five significant digits; "" for NaN. Returns @buffer. */
char *comity_dossier_format (double value, char *buffer);
/* A hazard, which is small: three significant digits where a number has three decimals. */
char *comity_dossier_format_hazard (double value, char *buffer);
/* "4.52 %", with three significant digits. Returns @buffer. */
char *comity_dossier_format_percent (double share, char *buffer);
/* "5th"; "equal 5th" where others have the same value. New string. */
char *comity_dossier_dup_place (gsize rank, gsize n_equal);
/* What the state was called in @year. */
const char *comity_dossier_state_name (const ComityPanel *panel, gsize state, int year);
/* Code, region, capital and dates of a state, under its name. */
void
comity_dossier_add_identity (ComityDossier *self, const ComityPanel *panel, gsize state, int year);
/* The citation of a table of the world, "" when it is not known. */
const char *comity_dossier_citation (const ComityWorld *world, const char *table);
/* The citation of a state variable's table; "" for a file's own. */
const char *comity_dossier_variable_citation (const ComityPanel *panel, gsize variable);

G_END_DECLS
