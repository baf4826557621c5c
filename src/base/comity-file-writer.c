/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a file whole or not at all, over plain POSIX calls: GFileOutputStream's own replacement
 * does not tell a full disk from other failures in words that help. */
#include "config.h"

#include "comity-file-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_SIZE (256 * 1024)

struct _ComityFileWriter
{
  char *path;      /* as it was named */
  char *target;    /* what has to be replaced: where a link leads */
  char *temporary; /* its neighbour; where nothing can be replaced the target itself */
  char *buffer;
  gsize used;
  int fd;
  int failure; /* errno of the first failure, 0 while all is well */
  gboolean is_direct; /* a device or a pipe */
  gboolean committed;
};

static gboolean
fail (ComityFileWriter *self, int code, GError **error)
{
  self->failure = code;
  if (code == ENOSPC || code == EDQUOT)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                 "The disk is full: “%s” was not written, and nothing was changed.", self->path);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "“%s” cannot be written: %s.",
                 self->path, g_strerror (code));
  return FALSE;
}

/* Devices and pipes are opened as they are; FALSE with the failure told. */
static gboolean
open_directly (ComityFileWriter *self, GError **error)
{
  self->is_direct = TRUE;
  self->temporary = g_strdup (self->target);
  self->fd = g_open (self->target, O_WRONLY | O_CLOEXEC, 0);
  return self->fd >= 0 || fail (self, errno, error);
}

static gboolean
open_neighbour (ComityFileWriter *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->target);
  g_autofree char *name = g_path_get_basename (self->target);
  mode_t mask;

  self->temporary = g_strdup_printf ("%s%s.%s.XXXXXX", folder, G_DIR_SEPARATOR_S, name);
  self->fd = g_mkstemp_full (self->temporary, O_RDWR | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      int code = errno;

      g_clear_pointer (&self->temporary, g_free);
      return fail (self, code, error);
    }
  mask = umask (0);
  umask (mask);
  fchmod (self->fd, 0666 & ~mask);
  return TRUE;
}

ComityFileWriter *
comity_file_writer_new (const char *path, GError **error)
{
  g_autoptr (ComityFileWriter) self = NULL;
  char *behind;
  GStatBuf facts;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (ComityFileWriter, 1);
  self->path = g_strdup (path);
  self->fd = -1;
  behind = realpath (path, NULL);
  self->target = g_strdup (behind != NULL ? behind : path);
  free (behind);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      fail (self, EISDIR, error);
      return NULL;
    }
  if (g_access (path, F_OK) == 0 && g_access (path, W_OK) != 0)
    {
      fail (self, errno, error);
      return NULL;
    }
  if (g_stat (path, &facts) == 0 && !S_ISREG (facts.st_mode) ? !open_directly (self, error)
                                                             : !open_neighbour (self, error))
    return NULL;
  self->buffer = g_malloc (BUFFER_SIZE);
  return g_steal_pointer (&self);
}

static gboolean
flush (ComityFileWriter *self, const char *data, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize n = write (self->fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (self, errno, error);
      data += n;
      length -= (gsize)n;
    }
  return TRUE;
}

gboolean
comity_file_writer_write (ComityFileWriter *self, const void *data, gsize length, GError **error)
{
  g_return_val_if_fail (self != NULL && !self->committed, FALSE);

  if (self->failure != 0)
    return fail (self, self->failure, error);
  if (self->used + length > BUFFER_SIZE)
    {
      gsize used = self->used;

      self->used = 0;
      if (!flush (self, self->buffer, used, error))
        return FALSE;
    }
  if (length >= BUFFER_SIZE)
    return flush (self, data, length, error);
  memcpy (self->buffer + self->used, data, length);
  self->used += length;
  return TRUE;
}

gboolean
comity_file_writer_puts (ComityFileWriter *self, const char *text, GError **error)
{
  return comity_file_writer_write (self, text, strlen (text), error);
}

gboolean
comity_file_writer_commit (ComityFileWriter *self, GError **error)
{
  gsize used;

  g_return_val_if_fail (self != NULL && !self->committed, FALSE);

  if (self->failure != 0)
    return fail (self, self->failure, error);
  used = self->used;
  self->used = 0;
  if (!flush (self, self->buffer, used, error))
    return FALSE;
  if (fsync (self->fd) != 0 && errno != EINVAL && errno != EROFS)
    return fail (self, errno, error);
  if (!self->is_direct && g_rename (self->temporary, self->target) != 0)
    return fail (self, errno, error);
  self->committed = TRUE;
  return TRUE;
}

void
comity_file_writer_free (ComityFileWriter *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL && !self->is_direct && !self->committed)
    g_unlink (self->temporary);
  g_free (self->temporary);
  g_free (self->target);
  g_free (self->buffer);
  g_free (self->path);
  g_free (self);
}

gboolean
comity_file_write (const char *path, const void *data, gssize length, GError **error)
{
  g_autoptr (ComityFileWriter) writer = comity_file_writer_new (path, error);

  if (length < 0)
    length = (gssize)strlen (data);
  return writer != NULL && comity_file_writer_write (writer, data, (gsize)length, error) &&
         comity_file_writer_commit (writer, error);
}
