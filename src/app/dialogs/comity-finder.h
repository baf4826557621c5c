/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The quick finder (Ctrl+K): type, choose by arrows, Enter. */
#pragma once

#include <adwaita.h>

#include "comity-session.h"

G_BEGIN_DECLS

#define COMITY_TYPE_FINDER (comity_finder_get_type ())
G_DECLARE_FINAL_TYPE (ComityFinder, comity_finder, COMITY, FINDER, AdwWindow)

ComityFinder *comity_finder_new (GtkWindow *parent, ComitySession *session);

G_END_DECLS
