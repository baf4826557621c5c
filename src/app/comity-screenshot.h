/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture of the window, taken from inside when all its jobs have ended. */
#pragma once

#include "comity-window.h"

G_BEGIN_DECLS

typedef struct
{
  char *path;
  char *view;      /* a session's file, opened first; NULL: the bundled panel */
  char *page;      /* NULL: the first */
  char *selection; /* "USA,CHE"; NULL: none */
  int year;        /* 0: the last */
  int width, height;
  gboolean estimate; /* the model, before the picture */
  gboolean figure;   /* of the page's figure in the window's theme, instead of the window */
  gboolean dossier;  /* the dossier as a page, instead of the window */
} ComityShot;

/* Sets the window as @shot says, writes the picture and closes the window. @shot must outlive it.
 */
void comity_screenshot_take (ComityWindow *window, const ComityShot *shot);

G_END_DECLS
