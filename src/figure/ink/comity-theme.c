/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The three themes and the categorical colours: constant tables and nothing else. The categories
 * are those of Okabe & Ito (2008, "Color Universal Design"), in an order in which neighbours differ
 * in lightness too; where one would not be seen on the theme's background it is made darker or
 * lighter. */
#include "config.h"

#include "comity-theme.h"

#include <string.h>

#define RGB(hex) RGBA (hex, 1.f)
#define RGBA(hex, alpha)                                                                           \
  {                                                                                                \
    (((hex) >> 16) & 0xff) / 255.f, (((hex) >> 8) & 0xff) / 255.f, ((hex) &0xff) / 255.f, (alpha)  \
  }

/* The first family of the list that is installed is taken; the last always is. */
#define FONT "Cantarell, Inter, DejaVu Sans, sans-serif"

static const ComityTheme themes[] = {
  [COMITY_THEME_LIGHT] = {
    .kind = COMITY_THEME_LIGHT,
    .font = FONT,
    .font_size = 11.0,
    .background = RGB (0xffffff),
    .text = RGB (0x2b2b2f),
    .text_dim = RGB (0x63646b),
    .grid = RGB (0xe3e3e6),
    .edge = RGB (0x55606e),
    .accent = RGB (0xb3124f),
    .hover = RGB (0x2b2b2f),
    .missing = RGB (0xa9a9ae),
    .absent = RGB (0xdedee2),
    .halo = RGB (0xffffff),
  },
  [COMITY_THEME_DARK] = {
    .kind = COMITY_THEME_DARK,
    .font = FONT,
    .font_size = 11.0,
    .background = RGB (0x1e1e1e),
    .text = RGB (0xf0f0f0),
    .text_dim = RGB (0xa8a8ad),
    .grid = RGB (0x3a3a3e),
    .edge = RGB (0x9fb0c4),
    .accent = RGB (0xff8ab5),
    .hover = RGB (0xffffff),
    .missing = RGB (0x77777d),
    .absent = RGB (0x39393d),
    .halo = RGB (0x1e1e1e),
  },
  [COMITY_THEME_PRINT] = {
    .kind = COMITY_THEME_PRINT,
    .font = FONT,
    .font_size = 8.0,
    .background = RGB (0xffffff),
    .text = RGB (0x000000),
    .text_dim = RGB (0x454548),
    .grid = RGB (0xdcdcdf),
    .edge = RGB (0x4a5460),
    .accent = RGB (0xa00040),
    .hover = RGB (0x000000),
    .missing = RGB (0x9a9a9f),
    .absent = RGB (0xdedee2),
    .halo = RGB (0xffffff),
  },
};

/* Okabe & Ito without their yellow, which white swallows; a grey is added. */
static const ComityColor categories_on_white[] = {
  RGB (0x0072b2), RGB (0xd55e00), RGB (0x009e73), RGB (0xcc79a7),
  RGB (0xe69f00), RGB (0x56b4e9), RGB (0x6b6b70), RGB (0x202024),
};

static const ComityColor categories_on_black[] = {
  RGB (0x56b4e9), RGB (0xe8792b), RGB (0x1fbf92), RGB (0xdb8fb9),
  RGB (0xe69f00), RGB (0xf0e442), RGB (0xb9b9be), RGB (0x3f7fe0),
};

G_STATIC_ASSERT (G_N_ELEMENTS (categories_on_white) == G_N_ELEMENTS (categories_on_black));

/* In the order of ComityTradition: unknown, common, civil, Islamic, mixed. */
static const ComityColor traditions_on_white[] = {
  RGB (0xb4b4ba), RGB (0x0072b2), RGB (0xe69f00), RGB (0x009e73), RGB (0xcc79a7),
};

static const ComityColor traditions_on_black[] = {
  RGB (0x707076), RGB (0x56b4e9), RGB (0xe69f00), RGB (0x1fbf92), RGB (0xdb8fb9),
};

const ComityTheme *
comity_theme_get (ComityThemeKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (themes), &themes[COMITY_THEME_LIGHT]);

  return &themes[kind];
}

gboolean
comity_theme_kind_from_name (const char *name, ComityThemeKind *kind)
{
  static const char *const names[] = { "light", "dark", "print" };

  g_return_val_if_fail (name != NULL && kind != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0)
      {
        *kind = (ComityThemeKind) i;
        return TRUE;
      }
  return FALSE;
}

ComityColor
comity_theme_get_category (const ComityTheme *self, gsize i)
{
  const ComityColor *colors =
      self->kind == COMITY_THEME_DARK ? categories_on_black : categories_on_white;

  return colors[i % G_N_ELEMENTS (categories_on_white)];
}

ComityColor
comity_theme_get_tradition (const ComityTheme *self, int tradition)
{
  const ComityColor *colors =
      self->kind == COMITY_THEME_DARK ? traditions_on_black : traditions_on_white;

  if (tradition < 0 || tradition >= (int) G_N_ELEMENTS (traditions_on_white))
    tradition = 0;
  return colors[tradition];
}
