/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the models page share: its life and actions (comity-model-page.c), the
 * specification in its controls (-spec.c), the fit and the comparison (-view.c), and what is
 * computed after the fit (-after.c). */
#pragma once

#include "comity-model-page.h"

#include <adwaita.h>

#include "comity-after-job.h"
#include "comity-figures.h"
#include "comity-state-view.h"

G_BEGIN_DECLS

/* The rows in which a column of the data is chosen. */
typedef enum
{
  COMITY_MODEL_COLUMN_CLUSTER,
  COMITY_MODEL_COLUMN_UNIT, /* what jackknife and bootstrap leave out or draw */
  COMITY_MODEL_COLUMN_STATE_A,
  COMITY_MODEL_COLUMN_STATE_B,
  COMITY_MODEL_COLUMN_GROUP,
  COMITY_MODEL_COLUMN_START,
  COMITY_MODEL_COLUMN_STOP,
  COMITY_MODEL_COLUMN_STRATA,
  COMITY_MODEL_COLUMN_WEIGHTS,
  COMITY_MODEL_N_COLUMNS
} ComityModelColumn;

struct _ComityModelPage
{
  ComityPage parent_instance;

  /* Template widgets */
  AdwFlap *flap;
  AdwEntryRow *formula_row;
  GtkLabel *check;
  AdwComboRow *estimator_row;
  AdwComboRow *vce_row;
  AdwComboRow *column_rows[COMITY_MODEL_N_COLUMNS];
  AdwComboRow *ties_row;
  AdwComboRow *metric_row;
  AdwComboRow *weight_kind_row;
  AdwEntryRow *absorb_row;
  AdwEntryRow *where_row;
  GtkWidget *tau_row;
  GtkSpinButton *tau;
  GtkWidget *one_step_row;
  GtkSwitch *one_step;
  GtkWidget *replications_row;
  GtkSpinButton *replications;
  GtkWidget *seed_row;
  GtkSpinButton *seed;
  GtkSwitch *live;
  AdwPreferencesGroup *plot_group;
  GtkSwitch *intercept;
  GtkSwitch *time_terms;
  GtkSwitch *standardize;
  ComityStateView *states;
  GtkLabel *title;
  GtkColumnView *table;
  GtkLabel *note;
  GtkBox *warnings;
  GtkColumnView *losses;
  GtkWidget *losses_box;
  GtkColumnView *comparison;
  GtkWidget *comparison_box;
  GtkScrolledWindow *scroller;
  GtkWidget *show_box;
  GtkDropDown *show;
  GtkDropDown *focus;
  GtkMenuButton *optional_button;
  GtkBox *optional_box; /* a check a term that a specification may go without */
  ComityStateView *after_states;
  GtkWidget *after_card;
  GtkColumnView *after_table;
  GtkLabel *after_note;
  ComityFigureView *figure_view;

  /* Owned */
  ComityJob *job;
  ComityJob *after_job;
  ComityAfter *after; /* what is shown, but for the coefficients; NULL: not computed */
  GPtrArray *kept;    /* ComityFit: stand beside the next ones */
  GArray *vces;       /* ComityVce: the kinds on offer, as in the row */
  GArray *views;      /* ComityAfterKind: the views on offer, as in the drop-down */
  /* Of the session before, until the data are there. */
  char *wanted_vce;
  char *wanted_columns[COMITY_MODEL_N_COLUMNS];
  /* Chosen; shown where the fit has them. */
  ComityAfterKind wanted_view;
  char *wanted_focus;     /* NULL: none was */
  char **wanted_optional; /* NULL: none were, and all of them are */
  guint check_source;
  guint scroll_source;
  gboolean updating;
  gboolean tried; /* the default model of these data was estimated without being asked */
};

/* -spec.c */
void comity_model_page_init_spec (ComityModelPage *self);
/* The specification as the controls say; free with comity_spec_free (). */
ComitySpec *comity_model_page_read_spec (ComityModelPage *self);
/* Whether the specification can run; says why not under the formula. */
gboolean comity_model_page_check_spec (ComityModelPage *self);
/* Columns of the data in every chooser; by default those of the roles. */
void comity_model_page_fill_columns (ComityModelPage *self);
/* More columns, and every choice stays. */
void comity_model_page_refill_columns (ComityModelPage *self);
/* What was kept and waits for the data. */
void comity_model_page_apply_wanted (ComityModelPage *self);
/* Only what the model can take and needs. */
void comity_model_page_narrow (ComityModelPage *self);
void comity_model_page_save_spec (ComityModelPage *self, GKeyFile *file, const char *group);
void comity_model_page_restore_spec (ComityModelPage *self, GKeyFile *file, const char *group);

/* -view.c */
/* The models kept and, last, the current one; elements borrowed. */
GPtrArray *comity_model_page_list_fits (ComityModelPage *self);
void comity_model_page_update_comparison (ComityModelPage *self);
void comity_model_page_show_fit (ComityModelPage *self);
gboolean comity_model_page_get_table (ComityPage *page, const char *ending, ComityPageTable *table);

/* -after.c */
void comity_model_page_init_after (ComityModelPage *self);
/* The views that the fit has; what is shown of it is computed anew. */
void comity_model_page_update_views (ComityModelPage *self);
void comity_model_page_update_view (ComityModelPage *self);
ComityAfterKind comity_model_page_get_view (ComityModelPage *self);
void comity_model_page_view_changed_cb (ComityModelPage *self);
void comity_model_page_focus_changed_cb (ComityModelPage *self);
void comity_model_page_save_view (ComityModelPage *self, GKeyFile *file, const char *group);
void comity_model_page_restore_view (ComityModelPage *self, GKeyFile *file, const char *group);

/* comity-model-page.c */
void comity_model_page_estimate (ComityModelPage *self);
void comity_model_page_update_actions (ComityModelPage *self);

G_END_DECLS
