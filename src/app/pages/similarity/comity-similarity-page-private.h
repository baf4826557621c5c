/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the similarity page share: its life and actions (comity-similarity-page.c),
 * what is to be compared (-spec.c), what is shown of it (-view.c), what is kept (-store.c) and what
 * leaves it (-output.c). */
#pragma once

#include "comity-similarity-page.h"

#include <adwaita.h>

#include "comity-figures.h"
#include "comity-similarity-job.h"
#include "comity-state-view.h"
#include "comity-value-row.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_BESIDE_NOTHING,
  COMITY_BESIDE_DISTRIBUTION,
  COMITY_BESIDE_ROW,
  COMITY_BESIDE_YEARS,
  COMITY_N_BESIDE
} ComityBeside;

struct _ComitySimilarityPage
{
  ComityPage parent_instance;

  /* Template widgets */
  AdwFlap *flap;
  ComityStateView *states;
  ComityFigureView *figure_view;
  ComityFigureView *beside_view;
  GtkWidget *beside;
  AdwComboRow *measure_row;
  AdwComboRow *variable_row;
  AdwEntryRow *argument_row;
  AdwComboRow *order_row;
  GtkSwitch *change;
  GtkSpinButton *earlier;
  AdwPreferencesGroup *components;
  AdwComboRow *add_row;
  AdwComboRow *together_row;
  AdwComboRow *band_row;
  GtkWidget *forget_variable;
  AdwComboRow *beside_row;
  GtkSpinButton *cut;
  AdwActionRow *cut_row;
  GtkSwitch *ties;
  GtkSwitch *dendrogram;
  GtkSwitch *every_state;
  GtkSwitch *labels;
  AdwPreferencesGroup *pair;
  AdwPreferencesGroup *groups;
  ComityValueRow *n_row;
  ComityValueRow *range_row;
  ComityValueRow *mean_row;
  ComityValueRow *missing_row;
  GtkLabel *remark;
  GtkLabel *covariate_note;

  /* Owned */
  ComityJob *job;
  ComityJob *series_job;
  ComitySimilaritySeries *series; /* of what series_of says; NULL none yet */
  char *series_of;
  ComityJob *column_job;
  char *column_text; /* of the column job */
  ComitySimilarityResult *result;
  ComityOrder *order;        /* the result's with the flips */
  GPtrArray *component_rows; /* ComityComponentRow, borrowed from the group */
  GPtrArray *pair_rows;      /* borrowed from their groups, as the next */
  GPtrArray *group_rows;
  char *variable; /* names that are chosen once the data have them */
  char *band;     /* "family", "region" or a state variable */
  gboolean band_of_order; /* it is the region's because the rows are in that order */
  char *selected_variable; /* of the session, that was seen last; NULL none */
  char *flips_of; /* the tree that the flips belong to */
  GArray *flips;  /* guint32: merges */
  int wanted_earlier;
  guint refresh_source;
  guint record_source;
  gboolean updating;
  gboolean follows_variable;       /* the band is that of the selected variable, when there is one */
  gboolean has_default_components; /* the sliders stand as the measure's own set has them */
  gboolean beside_is_current;      /* the picture that was used last: it is exported */
};

/* -spec.c */
ComityPanel *comity_similarity_page_peek_panel (ComitySimilarityPage *self);
char *comity_similarity_page_dup_measure (ComitySimilarityPage *self);
/* "polyarchy:1,tradition:0.5"; NULL: the default set, or no composite. */
char *comity_similarity_page_dup_components (ComitySimilarityPage *self);
void comity_similarity_page_set_components (ComitySimilarityPage *self, const char *components);
/* Sliders for the set that the result was made of, where there are none yet. */
void comity_similarity_page_show_components (ComitySimilarityPage *self);
void comity_similarity_page_add_chosen (ComitySimilarityPage *self);
/* Categories go when the measure takes numbers only. */
void comity_similarity_page_fit_components (ComitySimilarityPage *self);
void comity_similarity_page_update_rows (ComitySimilarityPage *self);
void comity_similarity_page_fill_choosers (ComitySimilarityPage *self);
/* The place of the band that is chosen, not of the selected variable. */
guint comity_similarity_page_find_band (ComitySimilarityPage *self);
guint comity_similarity_page_count_bands (ComitySimilarityPage *self);
/* The variable that is selected comes into the chooser of bands, and out of it. */
void comity_similarity_page_show_variable (ComitySimilarityPage *self);

/* -view.c */
void comity_similarity_page_update_order (ComitySimilarityPage *self);
/* Its words are the panel's. */
void comity_similarity_page_get_look (ComitySimilarityPage *self, ComityHeatmapOptions *options);
void comity_similarity_page_update_figure (ComitySimilarityPage *self, gboolean keep_view);
void comity_similarity_page_update_beside (ComitySimilarityPage *self);
void comity_similarity_page_show_numbers (ComitySimilarityPage *self);
void comity_similarity_page_show_pair (ComitySimilarityPage *self);
void comity_similarity_page_show_groups (ComitySimilarityPage *self);
void comity_similarity_page_flip (ComitySimilarityPage *self, guint32 merge);
/* The merge in which the two states of the selection come together, or the first above its one
 * state; -1: none. */
gssize comity_similarity_page_find_merge (ComitySimilarityPage *self);

/* -store.c */
void comity_similarity_page_save (ComityPage *page, GKeyFile *file, const char *group);
void comity_similarity_page_restore (ComityPage *page, GKeyFile *file, const char *group);

/* -output.c */
void comity_similarity_page_use_as_covariate_cb (GSimpleAction *action,
                                                 GVariant *parameter,
                                                 gpointer user_data);
gboolean
comity_similarity_page_get_table (ComityPage *page, const char *ending, ComityPageTable *table);

/* comity-similarity-page.c */
void comity_similarity_page_show_result (ComitySimilarityPage *self, gboolean keep_view);
void comity_similarity_page_queue_refresh (ComitySimilarityPage *self);
void comity_similarity_page_component_changed_cb (ComitySimilarityPage *self);

G_END_DECLS
