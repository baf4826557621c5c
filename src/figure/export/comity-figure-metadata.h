/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a figure that Comity has written says of itself: the text of comity_figure_set_metadata (),
 * read back from its PNG, PDF or SVG. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* TRUE where the name's ending is that of a figure. */
gboolean comity_figure_metadata_is_figure (const char *path);

/* The metadata of the file; new string. Errors: those of reading, and G_IO_ERROR_INVALID_DATA with
 * a sentence where the file holds none. O(size of the file). Any thread. */
char *comity_figure_metadata_read (const char *path, GError **error);
/* The same of bytes; NULL where there is none. */
char *comity_figure_metadata_find (const guint8 *bytes, gsize n);

G_END_DECLS
