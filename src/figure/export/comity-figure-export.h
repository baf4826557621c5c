/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure to a file: PNG with size and DPI, PDF and SVG with real text and embedded fonts. Export
 * is the same draw onto another surface; the same figure and options give the same bytes. */
#pragma once

#include "comity-figure.h"
#include "comity-progress.h"

G_BEGIN_DECLS

/* The print theme is set in points; light and dark in a desktop's pixels, 96 to the inch, so that a
 * picture of the screen keeps its proportions at any size and DPI. */
typedef struct
{
  double width_mm; /* used when pixels are 0 */
  double height_mm;
  int width_px; /* PNG only: wins over millimetres */
  int height_px;
  double dpi; /* PNG: pixels per inch; written into the file */
  ComityThemeKind theme;
  gboolean grey; /* PNG: as a printer without colours gives it (luma of ITU-R BT.709) */
} ComityExportOptions;

#define COMITY_EXPORT_OPTIONS_INIT                                                                 \
  {                                                                                                \
    180.0, 135.0, 0, 0, 300.0, COMITY_THEME_PRINT, FALSE                                           \
  }

/* Cairo's image surfaces end at a signed 16-bit coordinate. */
#define COMITY_EXPORT_MAX_PIXELS 32767
#define COMITY_EXPORT_MIN_DPI 10.0
#define COMITY_EXPORT_MAX_DPI 4800.0

/* A size by its name. */
typedef struct
{
  const char *name;  /* "single" */
  const char *title; /* "Single Column (85 mm)"; in English, for gettext */
  double width_mm, height_mm;
} ComityExportPreset;

gsize comity_export_get_n_presets (void);
const ComityExportPreset *comity_export_peek_preset (gsize i);
/* "180x135", "180x135mm", "1600x1200px", a preset's name → options; FALSE with a sentence
 * otherwise. */
gboolean
comity_export_options_parse_size (ComityExportOptions *self, const char *text, GError **error);
/* Kind by the ending of @path (.png .pdf .svg). Whole or not at all. The figure is copied, not
 * changed. */
gboolean comity_figure_export (ComityFigure *figure,
                               const char *path,
                               const ComityExportOptions *options,
                               ComityProgress *progress,
                               GError **error);
/* A GBytes of @kind ("png", "pdf", "svg"), for the clipboard and tests. */
GBytes *comity_figure_export_bytes (ComityFigure *figure,
                                    const char *kind,
                                    const ComityExportOptions *options,
                                    GError **error);

G_END_DECLS
