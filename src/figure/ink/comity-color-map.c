/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colour maps. Control points: ColorBrewer 2.0 (Brewer 2003, doi:10.1559/152304003100010929) YlGnBu
 * and RdBu; viridis (van der Walt & Smith 2015); cividis (Nuñez, Anderton & Renslow 2018,
 * doi:10.1371/journal.pone.0199239). */
#include "config.h"

#include "comity-color-map.h"

#include <math.h>
#include <string.h>

static const guint32 ylgnbu[] = {
  0xffffd9, 0xedf8b1, 0xc7e9b4, 0x7fcdbb, 0x41b6c4, 0x1d91c0, 0x225ea8, 0x253494, 0x081d58,
};
/* Without its palest end, which glares from a dark window. */
static const guint32 ylgnbu_dark[] = {
  0xedf8b1, 0xc7e9b4, 0x7fcdbb, 0x41b6c4, 0x1d91c0, 0x225ea8, 0x253494, 0x081d58,
};
static const guint32 rdbu[] = {
  0x67001f, 0xb2182b, 0xd6604d, 0xf4a582, 0xfddbc7, 0xf7f7f7,
  0xd1e5f0, 0x92c5de, 0x4393c3, 0x2166ac, 0x053061,
};
/* RdBu with its middle as dark as a dark window instead of white. */
static const guint32 rdbu_dark[] = {
  0xfddbc7, 0xf4a582, 0xd6604d, 0x9c2230, 0x5a1a24, 0x303033,
  0x17355a, 0x21579a, 0x4393c3, 0x92c5de, 0xd1e5f0,
};
static const guint32 viridis[] = {
  0x440154, 0x482576, 0x414487, 0x35608d, 0x2a788e, 0x21908c,
  0x22a884, 0x43bf71, 0x7ad151, 0xbbdf27, 0xfde725,
};
static const guint32 cividis[] = {
  0x00204d, 0x00336f, 0x39486b, 0x575c6d, 0x707173,
  0x8a8779, 0xa69d75, 0xc4b56c, 0xe4cf5b, 0xffea46,
};

static const ComityColorMap maps[] = {
  { "ylgnbu", G_N_ELEMENTS (ylgnbu), ylgnbu, FALSE, FALSE },
  { "ylgnbu-dark", G_N_ELEMENTS (ylgnbu_dark), ylgnbu_dark, FALSE, FALSE },
  { "rdbu", G_N_ELEMENTS (rdbu), rdbu, TRUE, FALSE },
  { "rdbu-dark", G_N_ELEMENTS (rdbu_dark), rdbu_dark, TRUE, FALSE },
  { "viridis", G_N_ELEMENTS (viridis), viridis, FALSE, FALSE },
  { "cividis", G_N_ELEMENTS (cividis), cividis, FALSE, FALSE },
};

gboolean
comity_color_map_from_name (const char *name, ComityColorMap *map)
{
  for (gsize i = 0; i < G_N_ELEMENTS (maps); i++)
    if (strcmp (maps[i].name, name) == 0)
      {
        *map = maps[i];
        return TRUE;
      }
  return FALSE;
}

ComityColorMap
comity_color_map_for_theme (const ComityTheme *theme, gboolean diverging, gboolean reversed)
{
  gboolean dark = theme->kind == COMITY_THEME_DARK;
  ComityColorMap map;

  comity_color_map_from_name (diverging ? (dark ? "rdbu-dark" : "rdbu")
                              : dark    ? "ylgnbu-dark"
                                        : "ylgnbu",
                              &map);
  map.reversed = diverging ? reversed : reversed != dark;
  return map;
}

static ComityColor
unpack (guint32 rgb)
{
  return (ComityColor){ ((rgb >> 16) & 0xff) / 255.f, ((rgb >> 8) & 0xff) / 255.f,
                        (rgb & 0xff) / 255.f, 1.f };
}

static double
to_linear (double c)
{
  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static double
from_linear (double c)
{
  c = CLAMP (c, 0.0, 1.0);
  return c <= 0.0031308 ? c * 12.92 : 1.055 * pow (c, 1 / 2.4) - 0.055;
}

/* sRGB to Oklab and back: the matrices of Ottosson 2020. */
static void
to_oklab (ComityColor color, double lab[3])
{
  double r = to_linear (color.r), g = to_linear (color.g), b = to_linear (color.b);
  double l = cbrt (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  double m = cbrt (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  double s = cbrt (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);

  lab[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
  lab[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
  lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

static ComityColor
from_oklab (const double lab[3])
{
  double l = lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2];
  double m = lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2];
  double s = lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2];

  l = l * l * l;
  m = m * m * m;
  s = s * s * s;
  return (ComityColor){
    (float) from_linear (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    (float) from_linear (-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    (float) from_linear (-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s), 1.f
  };
}

ComityColor
comity_color_mix (ComityColor a, ComityColor b, double fraction)
{
  double x[3], y[3];
  ComityColor mixed;

  if (fraction <= 0)
    return a;
  if (fraction >= 1)
    return b;
  to_oklab (a, x);
  to_oklab (b, y);
  for (int i = 0; i < 3; i++)
    x[i] += fraction * (y[i] - x[i]);
  mixed = from_oklab (x);
  mixed.a = (float) (a.a + fraction * (b.a - a.a));
  return mixed;
}

ComityColor
comity_color_map_get (const ComityColorMap *self, double fraction)
{
  double place;
  gsize i;

  fraction = CLAMP (fraction, 0.0, 1.0);
  if (self->reversed)
    fraction = 1 - fraction;
  place = fraction * (double) (self->n_stops - 1);
  i = MIN ((gsize) place, self->n_stops - 2);
  return comity_color_mix (unpack (self->stops[i]), unpack (self->stops[i + 1]),
                           place - (double) i);
}

ComityColor
comity_color_map_get_pair (const ComityColorMap *self, gboolean high)
{
  return comity_color_map_get (self, high ? 0.72 : 0.02);
}

ComityColor
comity_color_with_alpha (ComityColor color, double alpha)
{
  color.a = (float) alpha;
  return color;
}

double
comity_color_luminance (ComityColor color)
{
  return 0.2126 * to_linear (color.r) + 0.7152 * to_linear (color.g) + 0.0722 * to_linear (color.b);
}

double
comity_color_contrast (ComityColor a, ComityColor b)
{
  double x = comity_color_luminance (a), y = comity_color_luminance (b);

  return (MAX (x, y) + 0.05) / (MIN (x, y) + 0.05);
}

guint32
comity_color_to_pixel (ComityColor color)
{
  return 0xff000000u | (guint32) lroundf (color.r * 255) << 16 |
         (guint32) lroundf (color.g * 255) << 8 | (guint32) lroundf (color.b * 255);
}
