/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes of exported figures: as people write them, and by the names of what journals take. */
#include "config.h"

#include "comity-figure-export.h"

#include "comity-number.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Widths as publishers ask for them: Springer's artwork guidelines (84 and 174 mm), Elsevier's
 * artwork sizing (90, 140 and 190 mm); the plain ones serve most others. Heights are the figures'
 * own. */
static const ComityExportPreset presets[] = {
  { "single", N_ ("Single Column (85 mm)"), 85.0, 70.0 },
  { "half", N_ ("One and a Half (120 mm)"), 120.0, 95.0 },
  { "double", N_ ("Double Column (180 mm)"), 180.0, 135.0 },
  { "springer-single", N_ ("Springer, One Column (84 mm)"), 84.0, 70.0 },
  { "springer-double", N_ ("Springer, Page Width (174 mm)"), 174.0, 130.0 },
  { "elsevier-single", N_ ("Elsevier, One Column (90 mm)"), 90.0, 72.0 },
  { "elsevier-half", N_ ("Elsevier, One and a Half (140 mm)"), 140.0, 108.0 },
  { "elsevier-double", N_ ("Elsevier, Page Width (190 mm)"), 190.0, 142.0 },
  { "slide", N_ ("Slide 16:9 (254 mm)"), 254.0, 143.0 },
};

gsize
comity_export_get_n_presets (void)
{
  return G_N_ELEMENTS (presets);
}

const ComityExportPreset *
comity_export_peek_preset (gsize i)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (presets), NULL);
  return &presets[i];
}

static gboolean
refuse_size (const char *text, GError **error)
{
  g_set_error (
      error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE,
      "“%s” is not a size: write millimetres as 180x135, pixels as 1600x1200px, or a name: "
      "single, half, double, slide, springer-single, springer-double, elsevier-single, "
      "elsevier-half or elsevier-double.",
      text);
  return FALSE;
}

gboolean
comity_export_options_parse_size (ComityExportOptions *self, const char *text, GError **error)
{
  g_autofree char *lower = NULL;
  g_auto (GStrv) parts = NULL;
  gboolean pixels;
  double width, height;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  lower = g_ascii_strdown (text, -1);
  g_strstrip (lower);
  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_str_equal (lower, presets[i].name))
      {
        self->width_px = self->height_px = 0;
        self->width_mm = presets[i].width_mm;
        self->height_mm = presets[i].height_mm;
        return TRUE;
      }
  pixels = g_str_has_suffix (lower, "px");
  if (pixels || g_str_has_suffix (lower, "mm"))
    lower[strlen (lower) - 2] = '\0';
  parts = g_strsplit (lower, "x", -1);
  if (g_strv_length (parts) != 2 || !comity_number_parse (g_strstrip (parts[0]), &width) ||
      !comity_number_parse (g_strstrip (parts[1]), &height) || !(width > 0) || !(height > 0))
    return refuse_size (text, error);

  if (pixels)
    {
      if (width != floor (width) || height != floor (height))
        return refuse_size (text, error);
      if (width > COMITY_EXPORT_MAX_PIXELS || height > COMITY_EXPORT_MAX_PIXELS)
        {
          g_set_error (error, COMITY_FIGURE_ERROR, COMITY_FIGURE_ERROR_SIZE,
                       "“%s” is too large: a picture has at most %d pixels to a side.", text,
                       COMITY_EXPORT_MAX_PIXELS);
          return FALSE;
        }
      self->width_px = (int) width;
      self->height_px = (int) height;
      return TRUE;
    }
  self->width_px = self->height_px = 0;
  self->width_mm = width;
  self->height_mm = height;
  return TRUE;
}
