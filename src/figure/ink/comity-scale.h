/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scale: values to 0 … 1 and back, with ticks at round numbers. The same scale places ink,
 * colours it and labels the legend, so that they cannot disagree. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  COMITY_SCALE_LINEAR,
  COMITY_SCALE_LOG,
} ComityScaleKind;

typedef struct
{
  ComityScaleKind kind;
  double low; /* low < high always */
  double high;
} ComityScale;

#define COMITY_SCALE_MAX_TICKS 24

/* A range that is no range (equal ends, NaN, infinite, not positive for a logarithm) becomes one
 * around what is known of it; the ends are put in order. */
void comity_scale_init (ComityScale *self, ComityScaleKind kind, double low, double high);
/* Widens to the ticks beyond both ends. */
void comity_scale_make_nice (ComityScale *self, gsize n_ticks);

/* Not clamped; NaN stays NaN. */
double comity_scale_map (const ComityScale *self, double value);
double comity_scale_unmap (const ComityScale *self, double fraction);

/* About @wanted round values inside the range, ascending, into @ticks (COMITY_SCALE_MAX_TICKS); how
 * many. At least one for any scale. */
gsize comity_scale_get_ticks (const ComityScale *self, gsize wanted, double *ticks);
/* @value with the decimals that tell these ticks apart, a true minus sign; new string. */
char *comity_scale_format_tick (const double *ticks, gsize n_ticks, double value);
/* Any value for reading: three significant digits, a true minus sign, "no data" for NaN. */
char *comity_scale_format_value (double value);

G_END_DECLS
