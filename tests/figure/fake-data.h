/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data for pictures that look like the real ones, made from a seed: no layer left of figure is
 * needed. */
#pragma once

#include "comity-coef-figure-private.h"
#include "comity-figures.h"

G_BEGIN_DECLS

ComityFigure *fake_line_figure (void);
ComityFigure *fake_coef_figure (gsize n_models);

G_END_DECLS
