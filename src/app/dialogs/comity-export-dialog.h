/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The export dialog: what of the page, as which kind of file, how large, for which theme. */
#pragma once

#include <adwaita.h>

#include "comity-page.h"

G_BEGIN_DECLS

#define COMITY_TYPE_EXPORT_DIALOG (comity_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ComityExportDialog, comity_export_dialog, COMITY, EXPORT_DIALOG, AdwWindow)

/* Emits "exported" (path) when the file is written; what could not be is said in the dialog. */
ComityExportDialog *comity_export_dialog_new (GtkWindow *parent, ComityPage *page);

/* Starts the export of what @page shows to @path, the kind by its ending, the rest as last set in
 * the dialog. NULL and a sentence when the page has nothing of that kind; else the job, to be run.
 */
ComityJob *comity_export_dialog_prepare (ComityPage *page, const char *path, GError **error);

G_END_DECLS
