/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names for what stands in rows: a spin button, switch or slider is called as the row is that it
 * belongs to, for who does not see the two beside each other. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* For all rows inside @root whose activatable widget has no name of its own; a row's later titles
 * are followed. Once, after the template. */
void comity_row_names_init (GtkWidget *root);
/* For one row that is made later. */
void comity_row_names_add (AdwActionRow *row);

G_END_DECLS
