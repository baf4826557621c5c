/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure on paper: the export's draw on the page that the print dialog gives. */
#pragma once

#include <gtk/gtk.h>

#include "comity-figure.h"

G_BEGIN_DECLS

/* A page with a copy of @figure, as large as its margins leave, in the print theme; to be run. New
 * reference. Main thread. */
GtkPrintOperation *comity_print_operation_new (ComityFigure *figure, gboolean caption);

/* Asks for a printer and prints a copy of @figure on one page, as large as its margins leave. FALSE
 * with a sentence where printing failed; cancelling is no failure. Main thread. */
gboolean
comity_print_figure (GtkWindow *parent, ComityFigure *figure, gboolean caption, GError **error);

G_END_DECLS
