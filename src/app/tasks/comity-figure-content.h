/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure for the clipboard: a picture (image/png), a drawing (image/svg+xml) or a page
 * (application/pdf), each drawn when somebody pastes it and not before. */
#pragma once

#include <gtk/gtk.h>

#include "comity-figure-export.h"

G_BEGIN_DECLS

#define COMITY_TYPE_FIGURE_CONTENT (comity_figure_content_get_type ())
G_DECLARE_FINAL_TYPE (ComityFigureContent, comity_figure_content, COMITY, FIGURE_CONTENT,
                      GdkContentProvider)

/* The figure as it is now: later changes of it are not pasted. */
GdkContentProvider *comity_figure_content_new (ComityFigure *figure,
                                               const ComityExportOptions *options);

G_END_DECLS
