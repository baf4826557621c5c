/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text that no locale touches. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define COMITY_NUMBER_BUFFER 40

/* The shortest of 15, 16 or 17 digits that reads back as the same double; "" for NaN, "Inf",
 * "-Inf". Returns @buffer (at least COMITY_NUMBER_BUFFER bytes). */
char *comity_number_format (double value, char *buffer);
/* @decimals digits after the point, for tables; "" for NaN; never "-0.00". */
char *comity_number_format_fixed (double value, int decimals, char *buffer);
/* The whole of @text as a number; FALSE if it is empty or anything is left over. */
gboolean comity_number_parse (const char *text, double *value);

/* Digits as C writes them ("-9.98e-07") as they are set: "−9.98 × 10⁻⁷". New string. */
char *comity_number_dup_set (const char *text);

/* "1,234"; "1,234 states", "1 state". New strings. */
char *comity_count_text (guint64 n);
char *comity_count_words (guint64 n, const char *singular, const char *plural);

G_END_DECLS
