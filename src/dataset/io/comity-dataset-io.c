/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and saving: which reader a file is for, and what all readers share around it. */
#include "config.h"

#include "comity-column-private.h"
#include "comity-dataset-private.h"
#include "comity-io-private.h"
#include "comity-parallel.h"

#include <string.h>

typedef enum
{
  KIND_UNKNOWN,
  KIND_DTA,
  KIND_TEXT,
  KIND_READSTAT,
} Kind;

static const char *const readable_endings[] = { "dta",  "csv",      "tsv", "txt", "sav",
                                                "zsav", "sas7bdat", "xpt", "por", NULL };
static const char *const text_endings[] = { "csv", "tsv", "txt", "tab", NULL };
static const char *const readstat_endings[] = { "sav", "zsav", "sas7bdat", "xpt", "por", NULL };

static char *
dup_ending (const char *name)
{
  const char *dot = strrchr (name, '.');

  return g_ascii_strdown (dot ? dot + 1 : "", -1);
}

static gboolean
starts_with (const ComitySource *source, const char *magic, gsize length)
{
  return source->size >= length && memcmp (source->data, magic, length) == 0;
}

static gboolean
is_binary_dta (const ComitySource *source)
{
  const guint8 *d = source->data;

  return source->size >= 4 && d[0] >= 102 && d[0] <= 115 && (d[1] == 1 || d[1] == 2) && d[2] == 1;
}

static Kind
kind_of (const ComitySource *source)
{
  static const char sas_magic[] = "\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60";
  g_autofree char *ending = dup_ending (source->name);
  gsize head = MIN (source->size, 4096);

  if (starts_with (source, "<stata_dta>", 11) || is_binary_dta (source))
    return KIND_DTA;
  if (starts_with (source, "$FL2", 4) || starts_with (source, "$FL3", 4) ||
      starts_with (source, sas_magic, 16) || starts_with (source, "HEADER RECORD*******LIB", 23))
    return KIND_READSTAT;
  if (g_strv_contains (text_endings, ending))
    return KIND_TEXT;
  if (strcmp (ending, "dta") == 0)
    return KIND_DTA;
  if (g_strv_contains (readstat_endings, ending))
    return KIND_READSTAT;
  /* An unknown ending: text is opened, anything else is not. */
  return head > 0 && memchr (source->data, 0, head) == NULL && !starts_with (source, "PK", 2)
             ? KIND_TEXT
             : KIND_UNKNOWN;
}

static ComityDatasetBuilder *
read_source (const ComitySource *source, ComityProgress *progress, GError **error)
{
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  if (source->size == 0)
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_DAMAGED, "“%s” is empty.",
                   source->name);
      return NULL;
    }

  switch (kind_of (source))
    {
    case KIND_DTA:
      if (source->data[0] != '<' && !is_binary_dta (source))
        break;
      return comity_dta_load (source, progress, error);
    case KIND_TEXT:
      return comity_csv_load (source, progress, error);
    case KIND_READSTAT:
      return comity_readstat_load (source, progress, error);
    case KIND_UNKNOWN:
      break;
    }
  g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_UNKNOWN_FORMAT,
               "“%s” is not a dataset that can be read here: Stata (.dta), text (.csv, .tsv), SPSS "
               "(.sav, .por) and SAS (.sas7bdat, .xpt) can.",
               source->name);
  return NULL;
}

static ComityDataset *
load (const char *path, gboolean in_place, ComityProgress *progress, GError **error)
{
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (ComityDatasetBuilder) builder = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *name = NULL;
  ComityFileStamp stamp;
  gboolean has_stamp;
  ComitySource source;

  name = g_path_get_basename (path);
  has_stamp = comity_file_stamp_take (path, &stamp);
  /* A pipe would wait for its writer, and neither it nor a device can be mapped. */
  if (g_file_test (path, G_FILE_TEST_EXISTS) &&
      !g_file_test (path, G_FILE_TEST_IS_REGULAR | G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                   "“%s” cannot be opened: it is a device or a pipe; save the data to a file first.",
                   path);
      return NULL;
    }
  file = g_mapped_file_new (path, FALSE, &local_error);
  if (file == NULL)
    {
      int code = local_error->code;
      const char *why =
          g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT) ? "there is no such file"
          : g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_ACCES) ? "permission denied"
          : g_file_test (path, G_FILE_TEST_IS_DIR)                          ? "it is a folder"
                                                                            : local_error->message;

      g_set_error (error, G_FILE_ERROR, code, "“%s” cannot be opened: %s.", path, why);
      return NULL;
    }

  source.data = (const guint8 *) g_mapped_file_get_contents (file);
  source.size = g_mapped_file_get_length (file);
  source.name = name;
  source.path = path;
  source.is_mapped = TRUE;
  source.in_place = in_place ? file : NULL;
  builder = read_source (&source, progress, error);
  if (builder == NULL)
    return NULL;
  comity_dataset_builder_set_name (builder, name);
  comity_dataset_builder_set_path (builder, path);
  comity_dataset_builder_set_source (builder, has_stamp ? &stamp : NULL, NULL);
  comity_progress_set (progress, 1.0);
  return comity_dataset_builder_end (builder);
}

ComityDataset *
comity_dataset_load (const char *path, ComityProgress *progress, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return load (path, FALSE, progress, error);
}

ComityDataset *
comity_dataset_load_in_place (const char *path, ComityProgress *progress, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return load (path, TRUE, progress, error);
}

#define PACK_ROWS 1024 /* whose bytes stay in the cache while each column takes its own */

typedef struct
{
  ComityColumn **columns; /* n */
  gsize n;
  gsize n_rows;
} Packing;

static void
pack_in_thread (gsize piece, gpointer user_data)
{
  const Packing *self = user_data;
  gsize from, to;

  comity_parallel_cut (self->n_rows, PACK_ROWS, COMITY_PARALLEL_PIECES, piece, &from, &to);
  for (gsize row = from; row < to; row += PACK_ROWS)
    for (gsize c = 0; c < self->n; c++)
      comity_column_pack_rows (self->columns[c], row, MIN (PACK_ROWS, to - row));
}

void
comity_dataset_pack (ComityDataset *self, const gsize *columns, gsize n)
{
  g_autofree ComityColumn **chosen = g_new (ComityColumn *, n + 1);
  Packing packing = { chosen, 0, comity_dataset_get_n_rows (self) };

  for (gsize c = 0; c < n; c++)
    {
      ComityColumn *column = comity_dataset_peek_column (self, columns[c]);

      if (comity_column_begin_packing (column))
        chosen[packing.n++] = column;
    }
  if (packing.n == 0)
    return;
  comity_parallel_for (COMITY_PARALLEL_PIECES, 0, pack_in_thread, &packing, NULL);
  for (gsize c = 0; c < packing.n; c++)
    comity_column_end_packing (chosen[c]);
}

ComityDataset *
comity_dataset_load_bytes (GBytes *bytes,
                           const char *name,
                           ComityProgress *progress,
                           GError **error)
{
  g_autoptr (ComityDatasetBuilder) builder = NULL;
  ComitySource source = { .name = name };

  g_return_val_if_fail (bytes != NULL && name != NULL, NULL);

  source.data = g_bytes_get_data (bytes, &source.size);
  builder = read_source (&source, progress, error);
  if (builder == NULL)
    return NULL;
  comity_dataset_builder_set_name (builder, name);
  comity_progress_set (progress, 1.0);
  return comity_dataset_builder_end (builder);
}

gboolean
comity_dataset_save (ComityDataset *self,
                     const char *path,
                     ComityProgress *progress,
                     GError **error)
{
  g_autofree char *ending = NULL;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  ending = dup_ending (path);
  if (strcmp (ending, "dta") == 0)
    return comity_dta_save (self, path, progress, error);
  if (strcmp (ending, "csv") == 0)
    return comity_csv_save (self, path, ',', progress, error);
  if (strcmp (ending, "tsv") == 0 || strcmp (ending, "tab") == 0)
    return comity_csv_save (self, path, '\t', progress, error);
  g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_UNKNOWN_FORMAT,
               "“%s” cannot be written: a dataset is saved as .dta, .csv or .tsv.", path);
  return FALSE;
}

const char *const *
comity_dataset_get_readable_endings (void)
{
  return readable_endings;
}
