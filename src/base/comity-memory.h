/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory for columns and samples. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Not zeroed, aligned to 64 bytes; g_free () or free (). Large ones ask the system for pages of 2 MB:
 * to be given pages of 4 kB one by one costs more than to fill them. NULL: there is none. Any thread. */
gpointer comity_memory_try_alloc (gsize n, gsize width);

G_END_DECLS
