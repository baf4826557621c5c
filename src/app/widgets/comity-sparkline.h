/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line the size of a word: how a number ran through the years, with a dot at one of them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COMITY_TYPE_SPARKLINE (comity_sparkline_get_type ())
G_DECLARE_FINAL_TYPE (ComitySparkline, comity_sparkline, COMITY, SPARKLINE, GtkWidget)

ComitySparkline *comity_sparkline_new (void);
/* @values: n, copied, NaN breaks the line; @text says the same in words. */
void comity_sparkline_set_values (ComitySparkline *self,
                                  const double *values,
                                  gsize n,
                                  const char *text);
/* -1: no dot. */
void comity_sparkline_set_marked (ComitySparkline *self, gssize marked);

G_END_DECLS
