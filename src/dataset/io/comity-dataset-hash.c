/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SHA-256 of a dataset: of the file it was opened from while that file is unchanged, else of
 * the columns in a fixed order: for each its name, type, rows and cells (strings as text with their
 * terminators). */
#include "config.h"

#include "comity-dataset-private.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_SIZE (1024 * 1024)

gboolean
comity_file_stamp_take (const char *path, ComityFileStamp *stamp)
{
  struct stat st;

  if (stat (path, &st) != 0)
    return FALSE;

  stamp->device = st.st_dev;
  stamp->inode = st.st_ino;
  stamp->size = (guint64) st.st_size;
  stamp->modified = (gint64) st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
  return TRUE;
}

static gboolean
file_is_unchanged (ComityDataset *dataset)
{
  const ComityFileStamp *then = comity_dataset_peek_stamp (dataset);
  ComityFileStamp now;

  return then != NULL && comity_file_stamp_take (comity_dataset_peek_path (dataset), &now) &&
         now.device == then->device && now.inode == then->inode && now.size == then->size &&
         now.modified == then->modified;
}

static gboolean
hash_file (GChecksum *checksum, const char *path)
{
  g_autofree guchar *buffer = g_malloc (BUFFER_SIZE);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gssize n;

  if (fd < 0)
    return FALSE;
  while ((n = read (fd, buffer, BUFFER_SIZE)) > 0)
    g_checksum_update (checksum, buffer, n);
  close (fd);
  return n == 0;
}

static void
hash_column (GChecksum *checksum, ComityColumn *column)
{
  const char *name = comity_column_peek_name (column);
  ComityColumnType type = comity_column_get_type (column);
  const guint8 *data = comity_column_peek_data (column);
  gsize n_rows = comity_column_get_n_rows (column);
  g_autofree char *head = g_strdup_printf ("%s\n%s\n%" G_GSIZE_FORMAT "\n", name,
                                           comity_column_type_name (type), n_rows);

  g_checksum_update (checksum, (const guchar *) head, -1);
  if (type == COMITY_COLUMN_STRING)
    {
      for (gsize row = 0; row < n_rows; row++)
        {
          const char *text = comity_column_peek_string (column, row);

          g_checksum_update (checksum, (const guchar *) text, (gssize) strlen (text) + 1);
        }
      return;
    }
  for (gsize done = 0, size = n_rows * comity_column_type_width (type); done < size;)
    {
      gsize n = MIN (size - done, BUFFER_SIZE);

      g_checksum_update (checksum, data + done, (gssize) n);
      done += n;
    }
}

char *
comity_dataset_compute_sha256 (ComityDataset *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  if (file_is_unchanged (self) && hash_file (checksum, comity_dataset_peek_path (self)))
    return g_strdup (g_checksum_get_string (checksum));

  g_checksum_reset (checksum);
  for (gsize i = 0; i < comity_dataset_get_n_columns (self); i++)
    hash_column (checksum, comity_dataset_peek_column (self, i));
  return g_strdup (g_checksum_get_string (checksum));
}
