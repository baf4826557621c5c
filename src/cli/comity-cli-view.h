/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a figure of the command line says of itself: the key file that the window reads back when
 * the figure is dropped on it. Groups and keys are those that the pages of the window save. */
#pragma once

#include "comity-cli.h"
#include "comity-view-names.h"

G_BEGIN_DECLS

/* The data with their hash, and the view of @year on @page ("network", "similarity"). @path: of the
 * data, NULL the bundled panel. @selection: a state or a pair, nullable. */
GKeyFile *comity_cli_view_new (const char *path,
                               const ComityCliData *data,
                               ComityPanel *panel,
                               const char *page,
                               int year,
                               gboolean cumulative,
                               const char *selection);

G_END_DECLS
