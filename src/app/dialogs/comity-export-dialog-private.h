/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the export dialog share: its rows (comity-export-dialog.c), and the names and
 * jobs that follow (comity-export-dialog-write.c). */
#pragma once

#include "comity-export-dialog.h"

G_BEGIN_DECLS

/* The places of the chooser of years. */
typedef enum
{
  COMITY_EXPORT_ONE_YEAR,
  COMITY_EXPORT_STRIP,
  COMITY_EXPORT_SERIES,
} ComityExportSpan;

struct _ComityExportDialog
{
  AdwWindow parent_instance;

  /* Template widgets */
  GtkButton *cancel_button;
  GtkButton *export_button;
  GtkInfoBar *problem_bar;
  GtkLabel *problem;
  GtkProgressBar *progress;
  GtkWidget *form;
  AdwComboRow *kind_row;
  GtkWidget *years_group;
  AdwComboRow *span_row;
  GtkSpinButton *from;
  GtkSpinButton *to;
  GtkSpinButton *step;
  GtkSpinButton *columns;
  GtkSpinButton *tween;
  GtkWidget *from_row;
  GtkWidget *to_row;
  GtkWidget *step_row;
  GtkWidget *columns_row;
  GtkWidget *tween_row;
  GtkWidget *size_group;
  AdwComboRow *preset_row;
  AdwComboRow *unit_row;
  AdwPreferencesRow *width_row;
  AdwPreferencesRow *height_row;
  GtkSpinButton *width;
  GtkSpinButton *height;
  AdwActionRow *dpi_row;
  GtkSpinButton *dpi;
  AdwComboRow *theme_row;
  GtkSwitch *caption;
  GtkSwitch *grey;
  GtkWidget *preview_group;
  GtkPicture *preview;

  /* Owned */
  ComityPage *page;
  GtkFileChooserNative *chooser;
  ComityJob *preview_job;
  ComityJob *job; /* that writes; NULL: none does */
  GArray *kinds;  /* const Kind * */
  char *chosen;   /* a name that would replace something, until that is confirmed */
  guint preview_source;
  guint fill_source;
  gboolean in_pixels; /* what the sizes are shown in */
  gboolean updating;
};

/* In comity-export-dialog.c */
/* The ending of the chosen kind; NULL: the page has nothing. */
const char *comity_export_dialog_peek_ending (ComityExportDialog *self);
ComityExportSpan comity_export_dialog_get_span (ComityExportDialog *self);
void comity_export_dialog_get_years (ComityExportDialog *self, ComityYears *years);
void comity_export_dialog_keep_settings (ComityExportDialog *self);
/* As last set in the dialog. */
ComityExportOptions comity_export_options_from_settings (void);
void comity_export_dialog_finished (ComityExportDialog *self, const char *path);

/* In comity-export-dialog-write.c */
/* Asks where to, and writes. */
void comity_export_dialog_choose (ComityExportDialog *self);
/* One sentence above the rows; NULL takes it away. */
void comity_export_dialog_say (ComityExportDialog *self, const char *sentence);
/* TRUE: something was being written, and is not any more. */
gboolean comity_export_dialog_stop (ComityExportDialog *self);

G_END_DECLS
