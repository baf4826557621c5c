/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the data page share: its life and roles (comity-data-page.c), its columns and
 * rows (-tables.c), and what is said of the data (-report.c). */
#pragma once

#include "comity-data-page.h"

#include <adwaita.h>

#include "comity-describe-job.h"
#include "comity-row-model.h"
#include "comity-state-view.h"
#include "comity-value-row.h"

G_BEGIN_DECLS

struct _ComityDataPage
{
  ComityPage parent_instance;

  /* Template widgets */
  AdwFlap *flap;
  ComityStateView *states;
  GtkStack *stack;
  ComityValueRow *rows_row;
  ComityValueRow *columns_row;
  ComityValueRow *states_row;
  ComityValueRow *dyads_row;
  ComityValueRow *years_row;
  AdwPreferencesGroup *roles_group;
  GtkColumnView *columns_view;
  GtkColumnView *rows_view;
  GtkLabel *rows_label;
  GtkLabel *columns_label;
  GtkButton *all_rows;
  GtkListBox *findings;
  GtkLabel *findings_label;
  GtkWidget *mends_box;
  GtkListBox *mends;
  GtkWidget *remarks_box;
  GtkListBox *remarks;
  GtkTextView *report;
  GtkStackPage *report_page;
  GtkListBox *sources;
  GtkStackPage *sources_page;
  AdwComboRow *role_rows[COMITY_N_ROLES];

  /* Owned */
  ComityJob *job;
  ComityDescription *description;
  ComityRowModel *row_model;
  GArray *former_roles;    /* ComityRoles: those chosen before, the last one last … */
  char *roles_of;          /* … of these data */
  guint first_column;      /* of those the view of rows shows */
  gboolean rows_are_stale; /* the view of rows is made when it is first looked at */
  gboolean updating;
};

static inline ComitySession *
comity_data_page_peek_session (ComityDataPage *self)
{
  return comity_page_get_session (COMITY_PAGE (self));
}

/* -tables.c */
void comity_data_page_init_columns (ComityDataPage *self);
GListModel *comity_data_page_list_columns (ComityDataset *dataset,
                                           const ComityDescription *description);
/* These rows (n; NULL: all) in the view of rows. */
void comity_data_page_show_rows (ComityDataPage *self, const guint32 *rows, gsize n);
void comity_data_page_child_changed_cb (ComityDataPage *self);
void comity_data_page_all_rows_cb (ComityDataPage *self);
void comity_data_page_pair_rows_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data);
void comity_data_page_previous_columns_cb (GSimpleAction *action,
                                           GVariant *parameter,
                                           gpointer user_data);
void
comity_data_page_next_columns_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data);

/* -report.c */
void comity_data_page_show_findings (ComityDataPage *self);
void comity_data_page_show_remarks (ComityDataPage *self);
void comity_data_page_show_report (ComityDataPage *self);
void comity_data_page_show_sources (ComityDataPage *self);
void
comity_data_page_finding_activated_cb (GtkListBox *box, GtkListBoxRow *row, ComityDataPage *self);

G_END_DECLS
