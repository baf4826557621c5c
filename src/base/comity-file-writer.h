/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that is replaced whole or not at all: bytes go to a hidden neighbour, which takes the
 * file's name only when everything has been written and flushed. A link keeps pointing where it did:
 * the file behind it is replaced. What is no file (a device, a pipe) cannot be replaced: bytes go
 * straight into it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ComityFileWriter ComityFileWriter;

/* Errors: G_IO_ERROR, one sentence with the path (missing folder, no permission, full disk). */
ComityFileWriter *comity_file_writer_new (const char *path, GError **error);

/* Buffered. After a failure every later call fails with the same error. */
gboolean comity_file_writer_write (ComityFileWriter *self, const void *data, gsize length,
                                   GError **error);
gboolean comity_file_writer_puts (ComityFileWriter *self, const char *text, GError **error);
/* Flushes, syncs and renames. The writer must still be freed. */
gboolean comity_file_writer_commit (ComityFileWriter *self, GError **error);
/* Without a commit before it: removes what was written and leaves the old file as it was. */
void comity_file_writer_free (ComityFileWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityFileWriter, comity_file_writer_free)

/* The whole of @data at once; @length -1: a string. */
gboolean comity_file_write (const char *path, const void *data, gssize length, GError **error);

G_END_DECLS
