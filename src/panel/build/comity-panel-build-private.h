/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The building of the bundled panel, handed from step to step. */
#pragma once

#include "comity-panel-private.h"

#include "comity-covariates-private.h"

G_BEGIN_DECLS

/* The rows of one dyad: consecutive rows of the panel. */
typedef struct
{
  guint32 a, b;
  guint32 first_row;
  guint32 n_rows;
} PanelRun;

typedef struct
{
  const ComityPanelRecipe *recipe;
  PanelIndex *index;    /* owned */
  gsize *world_states;  /* n_states: the world's number of each state */
  GArray *runs;         /* PanelRun */
  guint32 *pair_events; /* n_states²: events of a < b begin here, G_MAXUINT32 none */
  gsize n_rows;
  ComityMergeTotals totals;

  CovariateContext context;
  GArray *covariates; /* Covariate */
  gpointer *data;     /* by covariate: n_rows elements */

  /* n_rows each */
  gint32 *dyadid;
  gint16 *ccode1, *ccode2;
  guint32 *code1, *code2; /* of the states' dictionary */
  gint16 *year;
  gint8 *signed_;
  gint16 *t, *t2;
  gint32 *t3;
  guint32 *row_a, *row_b;
} PanelBuild;

/* The risk set (comity-panel-risk-set.c): states that exist in the years, signatures between them,
 * and the rows of each dyad. */
void comity_panel_build_choose_states (PanelBuild *self, ComityWorld *world);
void comity_panel_build_list_events (PanelBuild *self, ComityWorld *world);
void comity_panel_build_list_runs (PanelBuild *self);
/* The signatures of a pair in order of years; borrowed. */
const PanelEvent *
comity_panel_build_peek_events (const PanelBuild *self, guint32 a, guint32 b, gsize *n);

/* The dataset (comity-panel-columns.c): takes the columns' data; sets the index's roles. */
ComityDataset *comity_panel_build_make_dataset (PanelBuild *self);
/* "World panel: MLATs, 1960–2012". New string. */
char *comity_panel_build_dup_title (const PanelBuild *self);

/* What was matched and lost (comity-merge-count.c), once the dataset is made. */
ComityMergeReport *comity_panel_build_make_report (PanelBuild *self, ComityDataset *dataset);

G_END_DECLS
