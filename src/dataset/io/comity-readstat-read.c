/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPSS and SAS files through ReadStat, the only place that knows it. ReadStat hands over one value
 * at a time; every number comes as a double here and is narrowed at the end. SPSS's user-missing
 * values become .a, .b … in the order in which the variable declares them, and take their labels
 * along. */
#include "config.h"

#include "comity-column-private.h"
#include "comity-io-private.h"

#include <math.h>
#include <readstat.h>
#include <string.h>

#define FIRST_ROWS 1024 /* room while the number of rows is not known */

typedef struct
{
  double lo;
  double hi;
} Range;

typedef struct
{
  char *name;
  char *label;
  char *format;
  char *labels_name;
  double *numbers;        /* n_alloc, NULL for strings */
  guint32 *codes;         /* n_alloc, NULL for numbers */
  ComityStringPool *pool; /* strings only */
  GArray *missing;        /* of Range: user-missing values */
} Variable;

typedef struct
{
  char *set;
  double value;
  char tag; /* 0 when @value counts */
  char *label;
} Label;

typedef struct
{
  const ComitySource *source;
  ComityProgress *progress;
  gsize at; /* where ReadStat is reading */

  /* owned */
  GPtrArray *variables; /* of Variable */
  GArray *labels;       /* of Label */
  GPtrArray *notes;
  char *file_label;
  char *message; /* ReadStat's own words about a failure */

  gsize n_rows;
  gsize n_alloc;
  gboolean dropped_labels;
  gboolean no_memory;
} Reading;

/* Bytes for ReadStat */

static int
open_cb (const char *path, void *io_ctx)
{
  return 0;
}

static int
close_cb (void *io_ctx)
{
  return 0;
}

static readstat_off_t
seek_cb (readstat_off_t offset, readstat_io_flags_t whence, void *io_ctx)
{
  Reading *reading = io_ctx;
  readstat_off_t base = whence == READSTAT_SEEK_SET   ? 0
                        : whence == READSTAT_SEEK_CUR ? (readstat_off_t) reading->at
                                                      : (readstat_off_t) reading->source->size;

  if (base + offset < 0 || base + offset > (readstat_off_t) reading->source->size)
    return -1;
  reading->at = (gsize) (base + offset);
  return (readstat_off_t) reading->at;
}

static ssize_t
read_cb (void *buffer, size_t n, void *io_ctx)
{
  Reading *reading = io_ctx;

  n = MIN (n, reading->source->size - reading->at);
  memcpy (buffer, reading->source->data + reading->at, n);
  reading->at += n;
  return (ssize_t) n;
}

static readstat_error_t
update_cb (long file_size, readstat_progress_handler handler, void *user_ctx, void *io_ctx)
{
  Reading *reading = io_ctx;

  if (comity_progress_is_cancelled (reading->progress))
    return READSTAT_ERROR_USER_ABORT;
  comity_progress_report (reading->progress,
                          0.95 * (double) reading->at / (double) reading->source->size,
                          "Reading rows");
  return READSTAT_OK;
}

/* What ReadStat says */

static void
variable_free (gpointer data)
{
  Variable *v = data;

  g_free (v->name);
  g_free (v->label);
  g_free (v->format);
  g_free (v->labels_name);
  g_free (v->numbers);
  g_free (v->codes);
  comity_string_pool_free (v->pool);
  g_array_unref (v->missing);
  g_free (v);
}

/* Room for n_alloc rows; those from @first on are missing until ReadStat says otherwise. */
static gboolean
make_room (Reading *reading, Variable *v, gsize first)
{
  if (v->pool != NULL)
    {
      guint32 *codes = g_try_realloc_n (v->codes, reading->n_alloc, sizeof *codes);

      if (codes == NULL)
        return FALSE;
      memset (codes + first, 0, (reading->n_alloc - first) * sizeof *codes);
      v->codes = codes;
    }
  else
    {
      double *numbers = g_try_realloc_n (v->numbers, reading->n_alloc, sizeof *numbers);

      if (numbers == NULL)
        return FALSE;
      for (gsize row = first; row < reading->n_alloc; row++)
        numbers[row] = comity_missing_double ('.');
      v->numbers = numbers;
    }
  return TRUE;
}

static int
metadata_cb (readstat_metadata_t *metadata, void *ctx)
{
  Reading *reading = ctx;
  int n_rows = readstat_get_row_count (metadata);
  const char *label = readstat_get_file_label (metadata);

  /* A row takes a byte at the least, unless it is compressed: a damaged count asks for no memory.
   */
  reading->n_alloc = FIRST_ROWS;
  if (n_rows > 0 && (gsize) n_rows <= reading->source->size)
    reading->n_alloc = MAX ((gsize) n_rows, 1);
  g_free (reading->file_label);
  reading->file_label = g_strdup (label ? label : "");
  return READSTAT_HANDLER_OK;
}

static int
note_cb (int index, const char *note, void *ctx)
{
  Reading *reading = ctx;

  g_ptr_array_add (reading->notes, g_strdup (note));
  return READSTAT_HANDLER_OK;
}

static void
note_missing (Variable *v, readstat_variable_t *variable)
{
  for (int i = 0; i < readstat_variable_get_missing_ranges_count (variable); i++)
    {
      Range range = {
        readstat_double_value (readstat_variable_get_missing_range_lo (variable, i)),
        readstat_double_value (readstat_variable_get_missing_range_hi (variable, i)),
      };

      if (v->pool == NULL)
        g_array_append_val (v->missing, range);
    }
}

static int
variable_cb (int index, readstat_variable_t *variable, const char *labels_name, void *ctx)
{
  Reading *reading = ctx;
  Variable *v = g_new0 (Variable, 1);
  const char *label = readstat_variable_get_label (variable);
  const char *format = readstat_variable_get_format (variable);

  v->name = g_strdup (readstat_variable_get_name (variable));
  v->label = g_strdup (label ? label : "");
  v->format = g_strdup (format ? format : "");
  v->labels_name = g_strdup (labels_name ? labels_name : "");
  v->missing = g_array_new (FALSE, FALSE, sizeof (Range));
  if (readstat_variable_get_type_class (variable) == READSTAT_TYPE_CLASS_STRING)
    v->pool = comity_string_pool_new ();
  note_missing (v, variable);
  g_ptr_array_add (reading->variables, v);
  reading->no_memory |= !make_room (reading, v, 0);
  return reading->no_memory ? READSTAT_HANDLER_ABORT : READSTAT_HANDLER_OK;
}

static char
lower_tag (char tag)
{
  tag = g_ascii_tolower (tag);
  return tag >= 'a' && tag <= 'z' ? tag : '.';
}

/* The tag of a user-missing value, 0 when the value is none. */
static char
user_missing_tag (const Variable *v, double x)
{
  for (guint i = 0; i < v->missing->len && i < 26; i++)
    {
      const Range *range = &g_array_index (v->missing, Range, i);

      if (x >= range->lo && x <= range->hi)
        return (char) ('a' + i);
    }
  return 0;
}

static double
number_of (const Variable *v, readstat_value_t value)
{
  double x;
  char tag;

  if (readstat_value_is_tagged_missing (value))
    return comity_missing_double (lower_tag (readstat_value_tag (value)));
  if (readstat_value_is_system_missing (value))
    return comity_missing_double ('.');
  x = readstat_double_value (value);
  tag = user_missing_tag (v, x);
  if (tag != 0)
    return comity_missing_double (tag);
  return isfinite (x) && fabs (x) <= COMITY_DOUBLE_MAX_VALID ? x : comity_missing_double ('.');
}

static int
value_cb (int row, readstat_variable_t *variable, readstat_value_t value, void *ctx)
{
  Reading *reading = ctx;
  guint index = (guint) readstat_variable_get_index (variable);
  Variable *v;

  if (index >= reading->variables->len || row < 0)
    return READSTAT_HANDLER_ABORT;
  v = g_ptr_array_index (reading->variables, index);
  if ((gsize) row >= reading->n_alloc)
    {
      gsize first = reading->n_alloc;

      reading->n_alloc *= 2;
      for (guint i = 0; i < reading->variables->len && !reading->no_memory; i++)
        reading->no_memory = !make_room (reading, g_ptr_array_index (reading->variables, i), first);
      if (reading->no_memory)
        return READSTAT_HANDLER_ABORT;
    }
  if (index == 0 && row % 1024 == 0 && comity_progress_is_cancelled (reading->progress))
    return READSTAT_HANDLER_ABORT;

  reading->n_rows = MAX (reading->n_rows, (gsize) row + 1);
  if (v->pool != NULL)
    {
      const char *text = readstat_string_value (value);

      v->codes[row] = text ? comity_string_pool_intern (v->pool, text, strlen (text)) : 0;
    }
  else
    v->numbers[row] = number_of (v, value);
  return READSTAT_HANDLER_OK;
}

static int
value_label_cb (const char *set, readstat_value_t value, const char *label, void *ctx)
{
  Reading *reading = ctx;
  Label entry = { NULL, 0.0, 0, NULL };

  if (readstat_value_type_class (value) == READSTAT_TYPE_CLASS_STRING || label == NULL)
    {
      reading->dropped_labels = TRUE;
      return READSTAT_HANDLER_OK;
    }
  if (readstat_value_is_tagged_missing (value))
    entry.tag = lower_tag (readstat_value_tag (value));
  else
    entry.value = readstat_double_value (value);
  entry.set = g_strdup (set);
  entry.label = g_strdup (label);
  g_array_append_val (reading->labels, entry);
  return READSTAT_HANDLER_OK;
}

static void
error_cb (const char *message, void *ctx)
{
  Reading *reading = ctx;

  g_free (reading->message);
  reading->message = g_strstrip (g_strdup (message));
}

/* Columns */

static void
clear_label (gpointer data)
{
  g_free (((Label *) data)->set);
  g_free (((Label *) data)->label);
}

static ComityValueLabels *
make_labels (Reading *reading, const Variable *v)
{
  ComityValueLabels *labels = comity_value_labels_new (v->labels_name);

  for (guint i = 0; i < reading->labels->len; i++)
    {
      const Label *entry = &g_array_index (reading->labels, Label, i);
      char tag = entry->tag != 0 ? entry->tag : user_missing_tag (v, entry->value);
      gint32 value;

      if (strcmp (entry->set, v->labels_name) != 0)
        continue;
      if (tag != 0)
        value = COMITY_MISSING_INT32 + (tag == '.' ? 0 : tag - 'a' + 1);
      else if (fabs (entry->value) <= COMITY_INT32_MAX_VALID &&
               entry->value == floor (entry->value))
        value = (gint32) entry->value;
      else
        {
          reading->dropped_labels = TRUE;
          continue;
        }
      comity_value_labels_add (labels, value, entry->label);
    }
  return labels;
}

static ComityColumn *
make_column (Reading *reading, Variable *v, const char *name)
{
  ComityColumn *column;

  if (v->pool != NULL)
    column = comity_column_new_dictionary_take (name, reading->n_rows, g_steal_pointer (&v->codes),
                                                comity_string_pool_end (v->pool));
  else
    column =
        comity_column_new_narrowed_double (name, reading->n_rows, g_steal_pointer (&v->numbers));
  comity_column_set_label (column, v->label);
  comity_column_set_format (column, v->format);
  if (v->labels_name[0] != '\0' && comity_column_is_numeric (column))
    {
      g_autoptr (ComityValueLabels) labels = make_labels (reading, v);

      comity_column_set_value_labels (column, labels);
    }
  return column;
}

static ComityDatasetBuilder *
make_builder (Reading *reading)
{
  ComityDatasetBuilder *builder = comity_dataset_builder_new (reading->n_rows);
  gboolean user_missing = FALSE;
  ComityColumnNames names;

  comity_column_names_init (&names);
  comity_dataset_builder_set_label (builder, reading->file_label);
  for (guint i = 0; i < reading->variables->len; i++)
    {
      Variable *v = g_ptr_array_index (reading->variables, i);
      g_autofree char *name = comity_column_names_choose (&names, v->name, i);

      user_missing |= v->missing->len > 0;
      comity_dataset_builder_take_column (builder, make_column (reading, v, name));
    }
  comity_column_names_tell (&names, builder);
  comity_column_names_clear (&names);
  for (guint i = 0; i < reading->notes->len; i++)
    comity_dataset_builder_add_note (builder, NULL, g_ptr_array_index (reading->notes, i));
  if (user_missing)
    comity_dataset_builder_add_remark (
        builder, "Values that SPSS was told are missing were read as .a, .b and so on.");
  if (reading->dropped_labels)
    comity_dataset_builder_add_remark (
        builder, "Labels of texts and of numbers that are not whole were left out.");
  return builder;
}

static readstat_error_t
parse (readstat_parser_t *parser, Reading *reading)
{
  const guint8 *head = reading->source->data;
  gsize size = reading->source->size;
  g_autofree char *lower = g_ascii_strdown (reading->source->name, -1);

  if (size >= 4 && (memcmp (head, "$FL2", 4) == 0 || memcmp (head, "$FL3", 4) == 0))
    return readstat_parse_sav (parser, "", reading);
  if (size >= 13 && memcmp (head, "HEADER RECORD", 13) == 0)
    return readstat_parse_xport (parser, "", reading);
  if (g_str_has_suffix (lower, ".por"))
    return readstat_parse_por (parser, "", reading);
  if (g_str_has_suffix (lower, ".sav") || g_str_has_suffix (lower, ".zsav"))
    return readstat_parse_sav (parser, "", reading);
  if (g_str_has_suffix (lower, ".xpt"))
    return readstat_parse_xport (parser, "", reading);
  return readstat_parse_sas7bdat (parser, "", reading);
}

static readstat_error_t
run (Reading *reading)
{
  readstat_parser_t *parser = readstat_parser_init ();
  readstat_error_t result;

  readstat_set_open_handler (parser, open_cb);
  readstat_set_close_handler (parser, close_cb);
  readstat_set_seek_handler (parser, seek_cb);
  readstat_set_read_handler (parser, read_cb);
  readstat_set_update_handler (parser, update_cb);
  readstat_set_io_ctx (parser, reading);
  readstat_set_metadata_handler (parser, metadata_cb);
  readstat_set_note_handler (parser, note_cb);
  readstat_set_variable_handler (parser, variable_cb);
  readstat_set_value_handler (parser, value_cb);
  readstat_set_value_label_handler (parser, value_label_cb);
  readstat_set_error_handler (parser, error_cb);
  result = parse (parser, reading);
  readstat_parser_free (parser);
  return result;
}

ComityDatasetBuilder *
comity_readstat_load (const ComitySource *source, ComityProgress *progress, GError **error)
{
  Reading reading = { .source = source, .progress = progress, .n_alloc = FIRST_ROWS };
  ComityDatasetBuilder *builder = NULL;
  readstat_error_t result;

  reading.variables = g_ptr_array_new_with_free_func (variable_free);
  reading.labels = g_array_new (FALSE, FALSE, sizeof (Label));
  g_array_set_clear_func (reading.labels, clear_label);
  reading.notes = g_ptr_array_new_with_free_func (g_free);
  comity_progress_report (progress, 0.0, "Reading rows");

  result = run (&reading);
  if (comity_progress_set_error_if_cancelled (progress, error))
    ;
  else if (reading.no_memory || result == READSTAT_ERROR_MALLOC)
    g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_TOO_LARGE,
                 "“%s” is too large for this machine's memory: %" G_GSIZE_FORMAT
                 " rows of %u columns.",
                 source->name, reading.n_alloc, reading.variables->len);
  else if (result == READSTAT_ERROR_READ)
    g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_DAMAGED,
                 "“%s” is damaged: it ends too early, near byte %" G_GSIZE_FORMAT ".",
                 source->name, reading.at);
  else if (result != READSTAT_OK)
    g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_DAMAGED,
                 "“%s” cannot be read near byte %" G_GSIZE_FORMAT ": %s%s%s.", source->name,
                 reading.at, readstat_error_message (result), reading.message ? " — " : "",
                 reading.message ? reading.message : "");
  else
    builder = make_builder (&reading);

  g_ptr_array_unref (reading.variables);
  g_array_unref (reading.labels);
  g_ptr_array_unref (reading.notes);
  g_free (reading.file_label);
  g_free (reading.message);
  return builder;
}
