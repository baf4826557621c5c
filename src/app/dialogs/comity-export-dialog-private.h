/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the export dialog share: its rows (comity-export-dialog.c), the settings they
 * come from and the small picture they make, and the names and jobs that follow. */
#pragma once

#include "comity-export-dialog.h"

G_BEGIN_DECLS

#define COMITY_MM_PER_INCH 25.4

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
gboolean comity_export_dialog_is_figure (ComityExportDialog *self);
gboolean comity_export_dialog_is_png (ComityExportDialog *self);
/* Millimetres of what the rows say. */
void comity_export_dialog_get_size (ComityExportDialog *self, double *width, double *height);
/* The sizes in millimetres or in pixels, the size itself staying as it is. */
void comity_export_dialog_show_unit (ComityExportDialog *self);
void comity_export_dialog_finished (ComityExportDialog *self, const char *path);

/* In comity-export-dialog-settings.c */
/* As last set in the dialog. */
ComityExportOptions comity_export_options_from_settings (void);
void comity_export_dialog_show_settings (ComityExportDialog *self);
void comity_export_dialog_keep_settings (ComityExportDialog *self);
/* FALSE: none is chosen. */
gboolean comity_export_dialog_get_theme (ComityExportDialog *self, ComityThemeKind *theme);

/* In comity-export-dialog-preview.c */
/* Draws what the rows say: at once, or when they rest. */
void comity_export_dialog_queue_preview (ComityExportDialog *self);
/* Cancelling tells at once; by then the job is nobody's, and the picture before stays. */
void comity_export_dialog_drop_preview (ComityExportDialog *self);

/* In comity-export-dialog-write.c */
/* Asks where to, and writes. */
void comity_export_dialog_choose (ComityExportDialog *self);
/* One sentence above the rows; NULL takes it away. */
void comity_export_dialog_say (ComityExportDialog *self, const char *sentence);
/* TRUE: something was being written, and is not any more. */
gboolean comity_export_dialog_stop (ComityExportDialog *self);

G_END_DECLS
