/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An image surface as a PNG file that knows its size in the world and what it shows. */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "comity-progress.h"

G_BEGIN_DECLS

typedef struct
{
  const char *keyword; /* Latin letters, 1 … 79 */
  const char *text;    /* UTF-8; empty: left out */
} ComityPngText;

/* @surface: RGB24. Opaque, 8 bits a channel; the same surface gives the same bytes. Errors:
 * cancelled through @progress; out of memory. */
GByteArray *comity_png_encode (cairo_surface_t *surface,
                               double dpi,
                               const ComityPngText *texts,
                               gsize n_texts,
                               ComityProgress *progress,
                               GError **error);

G_END_DECLS
