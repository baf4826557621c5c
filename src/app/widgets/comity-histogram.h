/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A histogram the size of a word, for a row of a table. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COMITY_HISTOGRAM_BINS 24

#define COMITY_TYPE_HISTOGRAM (comity_histogram_get_type ())
G_DECLARE_FINAL_TYPE (ComityHistogram, comity_histogram, COMITY, HISTOGRAM, GtkWidget)

ComityHistogram *comity_histogram_new (void);
/* @counts: COMITY_HISTOGRAM_BINS, copied; NULL: nothing to draw. */
void comity_histogram_set_counts (ComityHistogram *self, const guint *counts);

G_END_DECLS
