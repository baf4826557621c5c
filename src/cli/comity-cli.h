/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the verbs of comity-cli share: opening data, writing results, and the two ways to fail. */
#pragma once

#include "comity-figure-export.h"
#include "comity-panel.h"

G_BEGIN_DECLS

#define COMITY_CLI_DONE 0
#define COMITY_CLI_FAILED 1 /* the world's fault: file, data, specification */
#define COMITY_CLI_USAGE 2  /* wrong usage */

typedef struct
{
  const char *name;
  const char *arguments; /* "[DATA] --formula F [OPTION…]" */
  const char *summary;   /* one line for the list of verbs */
  int (*run) (int argc, char **argv); /* argv[0] is the verb */
  gboolean takes_words; /* more or less than one DATA beside the options: the verb counts them */
} ComityVerb;

extern const ComityVerb comity_verb_info;
extern const ComityVerb comity_verb_convert;
extern const ComityVerb comity_verb_panel;
extern const ComityVerb comity_verb_fit;
extern const ComityVerb comity_verb_compare;
extern const ComityVerb comity_verb_effects;
extern const ComityVerb comity_verb_predict;
extern const ComityVerb comity_verb_test;
extern const ComityVerb comity_verb_roc;
extern const ComityVerb comity_verb_qap;
extern const ComityVerb comity_verb_survival;
extern const ComityVerb comity_verb_influence;
extern const ComityVerb comity_verb_specs;
extern const ComityVerb comity_verb_similarity;
extern const ComityVerb comity_verb_network;
extern const ComityVerb comity_verb_dyad;
extern const ComityVerb comity_verb_report;
extern const ComityVerb comity_verb_simulate;
extern const ComityVerb comity_verb_zph;

/* Parses the verb's options. On success argv[1] is DATA or NULL; of a verb that takes words *argc
 * counts what is left, and argv[1] … are the words. Wrong usage: prints a sentence and returns
 * FALSE;
 * `--help` prints the help and sets *status to 0. */
gboolean comity_cli_parse (const ComityVerb *verb, const GOptionEntry *entries, int *argc,
                           char ***argv, int *status);
/* Prints "comity-cli VERB: MESSAGE" on standard error; returns COMITY_CLI_FAILED, and of an error of
 * the options COMITY_CLI_USAGE. */
int comity_cli_fail (const ComityVerb *verb, const GError *error);
int comity_cli_usage (const ComityVerb *verb, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* FALSE, with the sentence of a wrong usage as an error, of which comity_cli_fail () makes that
 * status. */
gboolean comity_cli_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* A remark on standard error, prefixed likewise. */
void comity_cli_say (const ComityVerb *verb, const char *sentence);

/* Says on standard error how far a long piece of work is, where that is a terminal. */
typedef struct _ComityCliWatch ComityCliWatch;
ComityCliWatch *comity_cli_watch_new (const ComityVerb *verb, ComityProgress *progress);
void comity_cli_watch_free (ComityCliWatch *self);

/* Options that name the data: put COMITY_CLI_DATA_ENTRIES (data) among a verb's entries. */
typedef struct
{
  char *network; /* of the bundled panel */
  char *years;   /* "1960:2012" */
  gboolean directed;
  int lag;
  char *roles;   /* "state_a=ccode1,state_b=ccode2,year=year,outcome=y" */
  gboolean keep_after_event;
  char **derive; /* "inst=gower": columns added to the panel */
} ComityCliData;

#define COMITY_CLI_NETWORKS "mlat tiea dtc extradition bit bla"
#define COMITY_CLI_DATA_INIT { NULL, NULL, FALSE, 1, NULL, FALSE, NULL }
#define COMITY_CLI_ROLES_ENTRY(data)                                                               \
  { "roles", 0, 0, G_OPTION_ARG_STRING, &(data).roles,                                            \
    "columns of DATA by role: state_a= state_b= year= dyad= outcome= start= stop=", "LIST" }
#define COMITY_CLI_DATA_ENTRIES(data)                                                             \
  { "network", 'n', 0, G_OPTION_ARG_STRING, &(data).network,                                      \
    "treaty network of the bundled panel: " COMITY_CLI_NETWORKS " (mlat)", "NETWORK" },           \
  { "years", 0, 0, G_OPTION_ARG_STRING, &(data).years, "years of the bundled panel", "A:B" },     \
  COMITY_CLI_ROLES_ENTRY (data),                                                                  \
  { "derive", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(data).derive,                                    \
    "add a column: inst=gower, dem=joint:polity>=6, deg=degree (repeatable)",                      \
    "NAME=MEASURE[;COMPONENTS]" }

void comity_cli_data_clear (ComityCliData *data);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityCliData, comity_cli_data_clear)

/* FALSE with an error when --years cannot be read. */
gboolean comity_cli_parse_years (const char *text, int *first, int *last, GError **error);
/* --times "1,5,10": @n of them, g_free; NULL text: none. */
gboolean comity_cli_parse_times (const char *text, double **times, gsize *n, GError **error);
/* The file @path, or with NULL the bundled panel's dataset. @texts: the columns that they name are
 * read at once, others when something asks for them; NULL: all are read. */
ComityDataset *comity_cli_open_dataset (const char *path, const char *const *texts,
                                        const ComityCliData *data, ComityRoles *roles,
                                        GError **error);
/* The same as a panel; @report nullable, set for the bundled panel only. */
ComityPanel *comity_cli_open_panel (const char *path, const ComityCliData *data,
                                    ComityMergeReport **report, GError **error);
/* Adds the columns of --derive to the panel, in place. */
gboolean comity_cli_derive (ComityPanel **panel, const ComityCliData *data, GError **error);
/* --year: the one asked for, checked, or the panel's last. */
gboolean comity_cli_choose_year (ComityPanel *panel, int asked, int *year, GError **error);

/* @text to @path, or to standard output when NULL. */
gboolean comity_cli_write (const char *text, const char *path, GError **error);

/* Options of figures: put COMITY_CLI_FIGURE_ENTRIES (figure) among a verb's entries. */
typedef struct
{
  char *size;
  double dpi;
  char *theme;
  char *title;
  gboolean no_caption;
  gboolean grey;
} ComityCliFigure;

#define COMITY_CLI_FIGURE_INIT { NULL, 0.0, NULL, NULL, FALSE, FALSE }
#define COMITY_CLI_FIGURE_ENTRIES(figure)                                                         \
  { "size", 0, 0, G_OPTION_ARG_STRING, &(figure).size, "size in mm, px, or single, double …",     \
    "WIDTHxHEIGHT" },                                                                             \
  { "dpi", 0, 0, G_OPTION_ARG_DOUBLE, &(figure).dpi, "pixels an inch of a .png (300)", "N" },     \
  { "theme", 0, 0, G_OPTION_ARG_STRING, &(figure).theme, "light, dark or print", "THEME" },       \
  { "title", 0, 0, G_OPTION_ARG_STRING, &(figure).title, "title above the figure", "TEXT" },      \
  { "no-caption", 0, 0, G_OPTION_ARG_NONE, &(figure).no_caption, "leave the caption out", NULL }, \
  { "grey", 0, 0, G_OPTION_ARG_NONE, &(figure).grey, "a .png without colours", NULL }

void comity_cli_figure_clear (ComityCliFigure *figure);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityCliFigure, comity_cli_figure_clear)

/* Whatever the case of its letters: ".json". */
gboolean comity_cli_ends_in (const char *path, const char *ending);
/* Whether a file of this name is a drawing: .png, .pdf, .svg. */
gboolean comity_cli_is_figure (const char *path);
/* FALSE: one of them is none. */
gboolean comity_cli_figure_get_options (const ComityCliFigure *self,
                                        ComityExportOptions *options,
                                        GError **error);
/* Exports with these options; @panel gives the caption's data citation. */
gboolean comity_cli_export (ComityFigure *figure, const ComityCliFigure *options,
                            const char *path, GError **error);

G_END_DECLS
