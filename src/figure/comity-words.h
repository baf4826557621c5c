/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that figures share, for legends and sentences. */
#pragma once

#include <glib.h>

#include "comity-figure.h"
#include "comity-network.h"
#include "comity-number.h"
#include "comity-panel.h"

G_BEGIN_DECLS

/* "Common law", "Civil law", "Islamic law", "Mixed", "Tradition not coded". */
const char *comity_family_label (ComityTradition tradition);
/* What must be said in a corner of every picture of these data: that they are simulated, or, when
 * it shows the treaties, that their list is known to be incomplete; "" nothing. New string. */
char *comity_panel_dup_notice (ComityPanel *panel, gboolean shows_treaties);
/* "Bilateral investment treaties, up to 2012". New string. */
char *comity_network_dup_title (const ComityNetwork *network);
/* The same of data that are no panel. */
const char *comity_dataset_peek_notice (ComityDataset *dataset, gboolean shows_treaties);
/* What is said beside a figure whose maker does not know the data: @caption, and a notice where the
 * data call for one and the figure has none. */
void comity_figure_dress (ComityFigure *self, ComityDataset *dataset, const char *caption);
/* What one tie of the panel's network is called: "MLAT", or "treaty" for one's own data. New
 * string. */
char *comity_panel_dup_tie_name (ComityPanel *panel);

G_END_DECLS
