/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences, found whether the program is installed or runs from its build folder. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether this process is the executable that the build left in its folder. Any thread. */
gboolean comity_settings_runs_in_build_tree (void);
/* The one settings object; borrowed, kept until the process ends. Main thread. */
GSettings *comity_settings_get (void);

G_END_DECLS
