/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory for columns and samples, and files in memory. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Not zeroed, aligned to 64 bytes; g_free () or free (). Large ones ask the system for pages of 2 MB:
 * to be given pages of 4 kB one by one costs more than to fill them. NULL: there is none. Any thread. */
gpointer comity_memory_try_alloc (gsize n, gsize width);

/* For a main that does one thing and ends, once. A mapped file that somebody makes shorter has pages
 * that can no longer be read, whatever was checked before: the system then ends the program. With this
 * it ends by exit status @status, having said @sentence (with its line's end; kept) on standard
 * error. */
void comity_memory_end_when_file_is_cut (const char *sentence, int status);

G_END_DECLS
