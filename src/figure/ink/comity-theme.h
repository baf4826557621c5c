/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a figure looks: colours, line widths and fonts for the screen (light, dark) and for print.
 * Plain constant data; one figure drawing, three themes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  float r, g, b, a;
} ComityColor;

typedef enum
{
  COMITY_THEME_LIGHT,
  COMITY_THEME_DARK,
  COMITY_THEME_PRINT,
} ComityThemeKind;

typedef struct
{
  ComityThemeKind kind;
  const char *font; /* family */
  double font_size; /* points, of labels; titles and small text are multiples */
  ComityColor background;
  ComityColor text;
  ComityColor text_dim;
  ComityColor grid;
  ComityColor edge;
  ComityColor accent; /* selection */
  ComityColor hover;
  ComityColor missing; /* no data */
  ComityColor absent;  /* the state did not exist */
  ComityColor halo;    /* behind labels */
} ComityTheme;

const ComityTheme *comity_theme_get (ComityThemeKind kind);
gboolean comity_theme_kind_from_name (const char *name,
                                      ComityThemeKind *kind); /* light dark print */
/* Colours for families and other categories, colour-blind safe (after Okabe & Ito 2008), readable
 * on the theme's background; i is taken modulo the number there is. */
ComityColor comity_theme_get_category (const ComityTheme *self, gsize i);
/* Legal tradition: one colour each everywhere (index = ComityTradition). */
ComityColor comity_theme_get_tradition (const ComityTheme *self, int tradition);

G_END_DECLS
