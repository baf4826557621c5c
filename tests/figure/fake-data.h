/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data for pictures that look like the real ones, made from a seed: no layer left of figure is
 * needed. */
#pragma once

#include "comity-coef-figure-private.h"
#include "comity-figures.h"
#include "comity-heatmap-figure-private.h"
#include "comity-network-figure-private.h"

G_BEGIN_DECLS

ComityFigure *fake_line_figure (void);
ComityFigure *fake_coef_figure (gsize n_models);
/* @n states (at most 190) in blocks of families, some without data; ties where likeness is high. */
ComityHeatmapData *fake_heatmap_data (gsize n);
ComityFigure *fake_heatmap_figure (gsize n);
/* @n states (at most 190) in families, about @n_edges ties that favour hubs and one's own family.
 * The places are those of a small force layout, or in rows for the methods of rows. */
ComityNetworkFigureData *
fake_network_data (gsize n, gsize n_edges, ComityLayoutMethod method, ComityPoint *places);
ComityFigure *fake_network_figure (gsize n, gsize n_edges, ComityLayoutMethod method);

G_END_DECLS
