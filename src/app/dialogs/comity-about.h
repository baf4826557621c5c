/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The About window, with the citations of the data that ship with the program. */
#pragma once

#include <adwaita.h>

#include "comity-world.h"

G_BEGIN_DECLS

/* @world nullable: without it no citations. */
void comity_about_show (GtkWindow *parent, ComityWorld *world);

G_END_DECLS
