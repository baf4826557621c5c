/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli convert: a dataset from one kind of file to another. */
#include "config.h"

#include "comity-cli-spec.h"

#include "comity-dataset-io.h"
#include "comity-doctor.h"
#include "comity-expression.h"

#include <string.h>

/* "t2=t^2": the dataset with the column more, which must not be there yet. */
static ComityDataset *
generate (ComityDataset *dataset, const char *text, GError **error)
{
  const char *equals = strchr (text, '=');
  gsize n = comity_dataset_get_n_rows (dataset);
  g_autofree char *name = equals != NULL ? g_strndup (text, (gsize) (equals - text)) : NULL;
  g_autoptr (ComityDatasetBuilder) builder = NULL;
  g_autoptr (ComityExpression) expression = NULL;
  g_autoptr (ComityColumn) column = NULL;
  double *values;

  if (comity_dataset_require_column (dataset, g_strstrip (name), NULL) != NULL)
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION,
                   "The data have a column %s already; choose another name.", name);
      return NULL;
    }
  expression = comity_expression_new (equals + 1, dataset, error);
  if (expression == NULL)
    return NULL;
  values = g_try_malloc_n (MAX (n, 1), sizeof (double));
  if (values == NULL)
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_TOO_LARGE,
                   "There is not enough memory for the column %s.", name);
      return NULL;
    }
  comity_expression_eval (expression, 0, n, values);
  column = comity_column_new_take (name, COMITY_COLUMN_DOUBLE, n, values);
  builder = comity_dataset_builder_new_from (dataset);
  comity_dataset_builder_take_column (builder, comity_column_ref (column));
  return comity_dataset_builder_end (builder);
}

static ComityDataset *
keep_rows (ComityDataset *dataset, const char *where, GError **error)
{
  gsize n = comity_dataset_get_n_rows (dataset);
  g_autofree guint8 *keep = g_try_malloc (MAX (n, 1));
  gsize n_kept;

  if (keep == NULL)
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_TOO_LARGE,
                   "There is not enough memory for the condition “%s”.", where);
      return NULL;
    }
  if (!comity_expression_filter (where, dataset, keep, &n_kept, error))
    return NULL;
  if (n_kept == 0)
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION,
                   "--where “%s” keeps none of the %" G_GSIZE_FORMAT " rows: nothing is written.",
                   where, n);
      return NULL;
    }
  return comity_dataset_filter (dataset, keep);
}

typedef struct
{
  ComityCliData data;
  char *output;
  char *where;
  char **columns;
  char **mends;
} Options;

static void
options_clear (Options *options)
{
  comity_cli_data_clear (&options->data);
  g_free (options->output);
  g_free (options->where);
  g_strfreev (options->columns);
  g_strfreev (options->mends);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv, int *status)
{
  const GOptionEntry entries[] = { { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
                                     "the file to write: .dta .csv .tsv", "FILE" },
                                   { "generate", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->columns,
                                     "add a column: t2=t^2, peace=peaceyears(y) (repeatable)",
                                     "NAME=EXPR" },
                                   { "where", 'w', 0, G_OPTION_ARG_STRING, &options->where,
                                     "only rows where EXPR is true", "EXPR" },
                                   { "mend", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->mends,
                                     "leave out or make missing what info names so (repeatable)",
                                     "MEND" },
                                   COMITY_CLI_ROLES_ENTRY (options->data),
                                   G_OPTION_ENTRY_NULL };

  return comity_cli_parse (&comity_verb_convert, entries, argc, argv, status);
}

static gboolean
needs_roles (const Options *options)
{
  return options->columns != NULL || options->where != NULL || options->mends != NULL;
}

static gboolean
check (const Options *options, int n_files, GError **error)
{
  if (n_files != 1)
    return comity_cli_refuse (error, "one file to convert is needed.");
  if (options->output == NULL)
    return comity_cli_refuse (error, "--output FILE is missing.");
  for (char **column = options->columns; column != NULL && *column != NULL; column++)
    if (strchr (*column, '=') == NULL || **column == '=')
      return comity_cli_refuse (error, "--generate is NAME=EXPR, not “%s”.", *column);
  if (options->data.roles != NULL && !needs_roles (options))
    return comity_cli_refuse (error, "--roles is of --generate, --where and --mend: a plain copy "
                                     "needs to know nothing of dyads and years.");
  for (char **mend = options->mends; mend != NULL && *mend != NULL; mend++)
    if (!comity_doctor_is_mend (*mend))
      return comity_cli_refuse (error, "--mend is what comity-cli info names in brackets after a "
                                       "finding, such as duplicate-rows, not “%s”.",
                                *mend);
  return TRUE;
}

/* One mend after the other, each of what the one before left; what was done is said. */
static ComityDataset *
mend_rows (const ComityCliRows *rows, char **mends, GError **error)
{
  g_autoptr (ComityPanel) panel = NULL;

  if (rows->panel == NULL)
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_NO_COLUMN,
                   "--mend needs dyad-years: say which columns are the states and the year by "
                   "--roles.");
      return NULL;
    }
  panel = comity_panel_ref (rows->panel);
  for (char **mend = mends; *mend != NULL; mend++)
    {
      g_autofree char *sentence = NULL;
      g_autoptr (ComityDataset) dataset = comity_doctor_mend (panel, *mend, &sentence, NULL, error);
      ComityPanel *mended;

      if (dataset == NULL)
        return NULL;
      comity_cli_say (&comity_verb_convert, sentence);
      mended = comity_panel_new (dataset, comity_panel_peek_roles (panel),
                                 comity_panel_peek_world (panel), NULL, error);
      if (mended == NULL)
        return NULL;
      comity_panel_unref (panel);
      panel = mended;
    }
  return comity_dataset_ref (comity_panel_peek_dataset (panel));
}

/* Lags and years of peace need to know what dyads and years are; a plain copy nothing. */
static ComityDataset *
open_dataset (const Options *options, const char *path, GError **error)
{
  g_auto (ComityCliRows) rows = { NULL, NULL };

  if (!needs_roles (options))
    return comity_dataset_load (path, NULL, error);
  if (!comity_cli_rows_open (&rows, path, &options->data, error))
    return NULL;
  if (options->mends != NULL)
    return mend_rows (&rows, options->mends, error);
  return comity_dataset_ref (rows.panel != NULL ? comity_panel_peek_dataset (rows.panel)
                                                : rows.dataset);
}

/* Puts @next in the place of *dataset; FALSE where there is none. Takes @next. */
static gboolean
replace (ComityDataset **dataset, ComityDataset *next)
{
  if (next == NULL)
    return FALSE;
  comity_dataset_unref (*dataset);
  *dataset = next;
  return TRUE;
}

static gboolean
convert (const Options *options, const char *path, GError **error)
{
  g_autoptr (ComityDataset) dataset = open_dataset (options, path, error);

  if (dataset == NULL)
    return FALSE;
  for (gsize i = 0; i < comity_dataset_get_n_remarks (dataset); i++)
    comity_cli_say (&comity_verb_convert, comity_dataset_peek_remark (dataset, i));
  for (char **column = options->columns; column != NULL && *column != NULL; column++)
    if (!replace (&dataset, generate (dataset, *column, error)))
      return FALSE;
  if (options->where != NULL && !replace (&dataset, keep_rows (dataset, options->where, error)))
    return FALSE;
  return comity_dataset_save (dataset, options->output, NULL, error);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { .data = COMITY_CLI_DATA_INIT };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&options, &argc, &argv, &status))
    return status;
  if (!check (&options, argc - 1, &error) || !convert (&options, argv[1], &error))
    return comity_cli_fail (&comity_verb_convert, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_convert = {
  .name = "convert",
  .arguments = "DATA --output FILE [--generate NAME=EXPR] [--where EXPR] [--mend MEND]",
  .summary = "Converts between .dta and .csv without loss of type, label or missing code.",
  .run = run,
  .takes_words = TRUE,
};
