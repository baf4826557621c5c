/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's selection in a page's figure of states: what is brushed there is selected, and what
 * is selected anywhere is emphasised there. */
#pragma once

#include <adwaita.h>

#include "comity-page.h"

G_BEGIN_DECLS

/* Once, when the session has come. Adds to the page the actions "select" (dragging selects) and
 * "forget-variable" (figures are coloured as they were chosen to be). */
void comity_page_link_figure (ComityPage *self, ComityFigureView *view);

/* The place of the variable that is selected at the end of a list of colours whose first @n_fixed
 * items are always there: put there, renamed or taken away, as the selection has it. -1: there is
 * none; else the number of the panel's state variable. */
gssize comity_page_list_selected_variable (ComityPage *self, AdwComboRow *row, guint n_fixed);

G_END_DECLS
