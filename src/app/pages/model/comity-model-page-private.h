/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the models page share: its life and actions (comity-model-page.c), the
 * specification in its controls (-spec.c), the fit and the comparison (-view.c), what is computed
 * after the fit (-after.c), and what is chosen within that (-options.c). */
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
  GtkWidget *within_box; /* what is chosen within the view */
  GtkDropDown *choice;
  GtkDropDown *focus;
  GtkMenuButton *view_options;
  AdwPreferencesGroup *held_group;
  AdwComboRow *held;        /* means, as observed */
  AdwExpanderRow *settings; /* an entry a covariate */
  AdwEntryRow *values;      /* of the covariate that runs */
  GtkWidget *draws_row;
  GtkSpinButton *draws;
  AdwPreferencesGroup *specs_group;
  AdwExpanderRow *optional; /* a switch a term that a specification may go without */
  AdwEntryRow *samples;
  AdwExpanderRow *estimators;
  AdwExpanderRow *vces_tried;
  AdwPreferencesGroup *permute_group;
  GtkSpinButton *permutations;
  GtkSpinButton *permutation_seed;
  AdwComboRow *exchange;
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
  char *wanted_choice;      /* NULL: none was */
  char *wanted_focus;       /* NULL: none was */
  char **wanted_optional;   /* NULL: none were, and all of them are */
  char **wanted_estimators; /* of a specification curve; NULL: the model's own */
  char **wanted_vces;
  gboolean wanted_observed[2];  /* others as observed: marginal effects, predictions */
  guint wanted_permutations[2]; /* of the permutation test, of a specification curve */
  GHashTable *wanted_settings;  /* char *: char *; columns and the values they are held at */
  GPtrArray *option_rows;       /* GtkWidget, borrowed: rows made for this fit */
  guint check_source;
  guint scroll_source;
  gboolean updating;
  gboolean selecting; /* a row is chosen because a variable was, not the other way */
  gboolean tried;     /* the default model of these data was estimated without being asked */
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
void comity_model_page_forget_wanted (ComityModelPage *self);
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

/* -options.c: what is chosen within a view */
void comity_model_page_init_options (ComityModelPage *self);
void comity_model_page_clear_options (ComityModelPage *self);
/* The controls of the view, for the fit that there is. */
void comity_model_page_fill_options (ComityModelPage *self);
/* As the controls say; what the view has no use for is left out. */
void comity_model_page_read_options (ComityModelPage *self, ComityAfterOptions *options);
/* Of two char *, for a sort of pointers to them. */
int comity_model_page_compare_texts (gconstpointer a, gconstpointer b);
void comity_model_page_option_changed_cb (ComityModelPage *self);
void comity_model_page_held_changed_cb (ComityModelPage *self);
void comity_model_page_permutations_changed_cb (ComityModelPage *self);
void comity_model_page_choice_changed_cb (ComityModelPage *self);
void comity_model_page_focus_changed_cb (ComityModelPage *self);

/* -options-store.c */
void comity_model_page_save_options (ComityModelPage *self, GKeyFile *file, const char *group);
void comity_model_page_restore_options (ComityModelPage *self, GKeyFile *file, const char *group);

/* -selection.c */
void comity_model_page_activated_cb (ComityModelPage *self, ComityElement *element);
void comity_model_page_term_selected_cb (GtkSingleSelection *selection,
                                         GParamSpec *pspec,
                                         ComityModelPage *self);
void comity_model_page_after_selected_cb (GtkSingleSelection *selection,
                                          GParamSpec *pspec,
                                          ComityModelPage *self);
void comity_model_page_selection_changed_cb (ComityModelPage *self);

/* -after.c */
void comity_model_page_init_after (ComityModelPage *self);
/* The views that the fit has; what is shown of it is computed anew. */
void comity_model_page_update_views (ComityModelPage *self);
void comity_model_page_update_view (ComityModelPage *self);
ComityAfterKind comity_model_page_get_view (ComityModelPage *self);
void comity_model_page_view_changed_cb (ComityModelPage *self);
void comity_model_page_save_view (ComityModelPage *self, GKeyFile *file, const char *group);
void comity_model_page_restore_view (ComityModelPage *self, GKeyFile *file, const char *group);

/* comity-model-page.c */
void comity_model_page_estimate (ComityModelPage *self);
void comity_model_page_update_actions (ComityModelPage *self);

G_END_DECLS
