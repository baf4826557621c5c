/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A panel: a dataset of dyad-years with an index over its states, dyads and years. What the pages,
 * figures and models all look at, whether it was built from the bundled world or opened from a file.
 * Frozen; any thread may read.
 *
 * States of a panel are numbered 0 … n-1 in the order of their codes; a dyad of an undirected panel
 * has a < b in that numbering. */
#pragma once

#include "comity-roles.h"
#include "comity-world.h"

G_BEGIN_DECLS

#define COMITY_PANEL_ERROR (comity_panel_error_quark ())
GQuark comity_panel_error_quark (void);

typedef enum
{
  COMITY_PANEL_ERROR_ROLES, /* a role that is needed is missing or has the wrong type */
  COMITY_PANEL_ERROR_YEARS, /* a year outside the data, an empty range */
  COMITY_PANEL_ERROR_TOO_LARGE,
} ComityPanelError;

typedef struct _ComityPanel ComityPanel;

/* The years of the bundled panel where none are asked for, as far as the tables have them. */
#define COMITY_PANEL_FIRST_YEAR 1960
#define COMITY_PANEL_LAST_YEAR 2012

/* What to build from the bundled tables */
typedef struct
{
  const char *network;       /* "mlat" … */
  int first_year, last_year; /* 0, 0: the default */
  gboolean directed;         /* both orders of each pair */
  gboolean keep_after_event; /* FALSE: a dyad leaves the risk set after the year in which it signs */
  int lag;                   /* years by which covariates are lagged; default 1 */
} ComityPanelRecipe;

#define COMITY_PANEL_RECIPE_INIT { "mlat", 0, 0, FALSE, FALSE, 1 }

/* How much was matched and what was lost, by table: for the merge report. */
typedef struct _ComityMergeReport ComityMergeReport;
typedef struct
{
  gsize n_states;
  gsize n_system;       /* dyad-years with both states members of the system: before the cut */
  gsize n_before_entry; /* cut: the dyad had signed before it came into these years */
  gsize n_after_event;  /* cut: years after the year of signature */
  gsize n_rows;         /* n_system - n_before_entry - n_after_event */
  gsize n_dyads;        /* with at least one row */
  gsize n_events;       /* rows with signed = 1 */
  gsize n_treaties;     /* treaties of the network, all of them */
  gsize n_treaties_used; /* behind the events */
} ComityMergeTotals;

void comity_merge_report_free (ComityMergeReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityMergeReport, comity_merge_report_free)
void comity_merge_report_get_totals (const ComityMergeReport *self, ComityMergeTotals *totals);
/* Covariates of the panel: the number of rows that have a value, and of those that have none. */
gsize comity_merge_report_get_n_covariates (const ComityMergeReport *self);
const char *comity_merge_report_peek_covariate (const ComityMergeReport *self, gsize i,
                                                gsize *matched, gsize *missing);
/* As plain text: totals before and after the risk set is cut; per covariate rows matched and missing,
 * with the states and years that lack it; treaties used and not, and why. */
char *comity_merge_report_dup_text (const ComityMergeReport *self);

/* Builds the bundled dyad-year panel in memory, well under a second for 1960–2012.
 * Errors: unknown network; years outside the tables. @report nullable. */
ComityPanel *comity_panel_build (ComityWorld *world, const ComityPanelRecipe *recipe,
                                 ComityMergeReport **report, ComityProgress *progress,
                                 GError **error);
/* Indexes a dataset. Needs state A, state B and year. @world names the states (nullable). */
ComityPanel *comity_panel_new (ComityDataset *dataset, const ComityRoles *roles,
                               ComityWorld *world, ComityProgress *progress, GError **error);
ComityPanel *comity_panel_ref (ComityPanel *self);
void comity_panel_unref (ComityPanel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityPanel, comity_panel_unref)

ComityDataset *comity_panel_peek_dataset (const ComityPanel *self);
const ComityRoles *comity_panel_peek_roles (const ComityPanel *self);
ComityWorld *comity_panel_peek_world (const ComityPanel *self);              /* or NULL */
const ComityTreatyNetwork *comity_panel_peek_network (const ComityPanel *self); /* bundled, or NULL */
gboolean comity_panel_is_bundled (const ComityPanel *self);
gboolean comity_panel_is_directed (const ComityPanel *self);
/* The same panel whose dataset has these columns more (similarities, centralities); columns taken. */
ComityPanel *comity_panel_with_columns (ComityPanel *self, GPtrArray *columns);

/* States and years */
gsize comity_panel_get_n_states (const ComityPanel *self);
const char *comity_panel_peek_state_code (const ComityPanel *self, gsize state); /* "USA" or as in the file */
const char *comity_panel_peek_state_name (const ComityPanel *self, gsize state); /* name, else the code */
const char *comity_panel_peek_state_region (const ComityPanel *self, gsize state); /* "" unknown */
gssize comity_panel_get_world_state (const ComityPanel *self, gsize state); /* or -1 */
/* Code, COW number, ISO3 or name; -1 unknown. Of states that shared a code in turn (DEU: West Germany
 * to 1990, then Germany) the one of @year is meant; 0: any, the latest first. */
gssize comity_panel_find_state (const ComityPanel *self, const char *text);
gssize comity_panel_find_state_in (const ComityPanel *self, const char *text, int year);
gssize comity_panel_require_state (const ComityPanel *self, const char *text, int year,
                                   GError **error);
void comity_panel_get_years (const ComityPanel *self, int *first, int *last);
gboolean comity_panel_state_exists (const ComityPanel *self, gsize state, int year);
/* The slice of a year: the states that exist in it, ascending; n of them, g_free. */
guint32 *comity_panel_dup_year_states (const ComityPanel *self, int year, gsize *n);
/* Where @state stands in such a list, or -1. O(log n). */
gssize comity_panel_find_in_states (const guint32 *states, gsize n, guint32 state);
gsize comity_panel_get_n_dyads (const ComityPanel *self);
/* Refuses, with the years there are, a year without states. */
gboolean comity_panel_check_year (const ComityPanel *self, int year, GError **error);

/* Rows. A row whose states or year are missing, or whose two states are one, belongs to no dyad: it
 * is not found, not listed, and its states and dyad are COMITY_PANEL_NONE. The doctor counts them. */
#define COMITY_PANEL_NONE G_MAXUINT32
void comity_panel_get_row (const ComityPanel *self, gsize row, guint32 *a, guint32 *b, int *year);
/* -1: the dyad is not in the panel that year (order of a and b is free when undirected). O(log n). */
gssize comity_panel_find_row (const ComityPanel *self, gsize a, gsize b, int year);
/* All rows of the dyad in order of years; borrowed. */
const guint32 *comity_panel_peek_dyad_rows (const ComityPanel *self, gsize a, gsize b, gsize *n);
/* All rows of a year; borrowed. */
const guint32 *comity_panel_peek_year_rows (const ComityPanel *self, int year, gsize *n);
/* Dense number of each row's dyad, 0 … n_dyads-1 (n_rows); borrowed. */
const guint32 *comity_panel_peek_row_dyads (const ComityPanel *self);
/* Year of each row (n_rows; undefined where the row has no dyad); borrowed. */
const gint16 *comity_panel_peek_row_years (const ComityPanel *self);
/* The two states of a dyad by its number. */
void comity_panel_get_dyad (const ComityPanel *self, gsize dyad, guint32 *a, guint32 *b);

/* Ties */
typedef struct
{
  guint32 a, b;   /* a < b, or a → b when directed */
  gint16 first_year;
  gint16 last_year;
  guint32 count;  /* treaties or event rows */
} ComityTie;

/* Pairs of states that exist in @year and signed in it, or, @cumulative, in it or before: from the
 * treaties of the bundled network (also before the panel's first year), or rows with outcome 1.
 * Sorted by (a, b). Free with g_array_unref (). */
GArray *comity_panel_get_ties (const ComityPanel *self, int year, gboolean cumulative);

/* What is known of states in a year. State variables: the world's, and for own files pairs of columns
 * that say the same of state A and B (ji1/ji2, lgdp_a/lgdp_b, polity_1/polity_2). */
gsize comity_panel_get_n_state_variables (const ComityPanel *self);
const char *comity_panel_peek_state_variable (const ComityPanel *self, gsize variable);
const char *comity_panel_peek_state_variable_label (const ComityPanel *self, gsize variable);
gssize comity_panel_find_state_variable (const ComityPanel *self, const char *name);
/* values[n_states], NaN where missing or where the state did not exist. */
void comity_panel_get_state_values (const ComityPanel *self, gsize variable, int year,
                                    double *values);
/* The state variable that a column of the panel is made of: polyarchy for polyarchy_min, ideal_point for
 * ideal_diff, x for x1, ln_x_product; -1: it is of the pair, or of time. */
gssize comity_panel_find_column_variable (const ComityPanel *self, const char *column);
/* families[n_states]: legal tradition. From the world, or a state variable with such value labels. */
void comity_panel_get_traditions (const ComityPanel *self, int year, ComityTradition *families);

/* The default specification: outcome and terms that exist in this panel, as a formula. NULL when the
 * panel has no outcome or nothing to explain it with. */
char *comity_panel_dup_default_formula (const ComityPanel *self);

G_END_DECLS
