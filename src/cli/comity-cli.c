/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the verbs share: options, messages, results to a file or to standard output. */
#include "config.h"

#include "comity-cli.h"

#include "comity-cli-check.h"
#include "comity-file-writer.h"
#include "comity-formula-help.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static gboolean
takes_formula (const GOptionEntry *entries)
{
  while (entries->long_name != NULL && strcmp (entries->long_name, "formula") != 0)
    entries++;
  return entries->long_name != NULL;
}

gboolean
comity_cli_parse (
    const ComityVerb *verb, const GOptionEntry *entries, int *argc, char ***argv, int *status)
{
  g_autoptr (GOptionContext) context = g_option_context_new (verb->arguments);
  g_autoptr (GError) error = NULL;
  gboolean help = FALSE;
  gboolean help_formula = FALSE;
  const GOptionEntry help_entry[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, "show this help", NULL }, G_OPTION_ENTRY_NULL
  };
  const GOptionEntry formula_entry[] = { { "help-formula", 0, 0, G_OPTION_ARG_NONE, &help_formula,
                                           "what may stand in a formula, and its functions", NULL },
                                         G_OPTION_ENTRY_NULL };
  g_autofree char *program = g_strdup_printf ("comity-cli %s", verb->name);

  g_set_prgname (program);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, verb->summary);
  g_option_context_add_main_entries (context, entries, NULL);
  if (takes_formula (entries))
    g_option_context_add_main_entries (context, formula_entry, NULL);
  g_option_context_add_main_entries (context, help_entry, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      *status = comity_cli_usage (verb, "%s", error->message);
      return FALSE;
    }
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);

      g_print ("%s", text);
      *status = COMITY_CLI_DONE;
      return FALSE;
    }
  if (help_formula)
    {
      g_autofree char *text = comity_formula_dup_help ();

      g_print ("%s", text);
      *status = COMITY_CLI_DONE;
      return FALSE;
    }
  for (int i = 1; i < *argc; i++)
    if ((*argv)[i][0] == '-' && (*argv)[i][1] == '-' && (*argv)[i][2] == '\0')
      {
        memmove (&(*argv)[i], &(*argv)[i + 1], (gsize) (*argc - i) * sizeof (char *));
        (*argc)--;
        break;
      }
  if (*argc > 2 && !verb->takes_words)
    {
      *status = comity_cli_usage (verb, "only one file can be read (“%s”).", (*argv)[2]);
      return FALSE;
    }
  if (!comity_cli_check (verb, entries, &error))
    {
      *status = comity_cli_usage (verb, "%s", error->message);
      return FALSE;
    }
  return TRUE;
}

void
comity_cli_say (const ComityVerb *verb, const char *sentence)
{
  g_printerr ("comity-cli %s: %s\n", verb->name, sentence);
}

int
comity_cli_fail (const ComityVerb *verb, const GError *error)
{
  if (error != NULL && error->domain == G_OPTION_ERROR)
    return comity_cli_usage (verb, "%s", error->message);
  comity_cli_say (verb, error != NULL ? error->message : "it failed for an unknown reason.");
  return COMITY_CLI_FAILED;
}

int
comity_cli_usage (const ComityVerb *verb, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("comity-cli %s: %s\nSee “comity-cli %s --help”.\n", verb->name, message, verb->name);
  return COMITY_CLI_USAGE;
}

gboolean
comity_cli_refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, args);
  va_end (args);
  return FALSE;
}

gboolean
comity_cli_write (const char *text, const char *path, GError **error)
{
  if (path != NULL)
    return comity_file_write (path, text, -1, error);

  if (fputs (text, stdout) == EOF || fflush (stdout) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   "Standard output took no more than a part of the result.");
      return FALSE;
    }
  return TRUE;
}

void
comity_cli_figure_clear (ComityCliFigure *figure)
{
  g_clear_pointer (&figure->size, g_free);
  g_clear_pointer (&figure->theme, g_free);
  g_clear_pointer (&figure->title, g_free);
}

gboolean
comity_cli_ends_in (const char *path, const char *ending)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ending);
}

gboolean
comity_cli_is_figure (const char *path)
{
  static const char *const endings[] = { ".png", ".pdf", ".svg" };

  for (gsize i = 0; path != NULL && i < G_N_ELEMENTS (endings); i++)
    if (comity_cli_ends_in (path, endings[i]))
      return TRUE;
  return FALSE;
}

gboolean
comity_cli_figure_get_options (const ComityCliFigure *self,
                               ComityExportOptions *options,
                               GError **error)
{
  *options = (ComityExportOptions) COMITY_EXPORT_OPTIONS_INIT;
  if (self->size != NULL && !comity_export_options_parse_size (options, self->size, error))
    return FALSE;
  if (self->dpi != 0.0)
    options->dpi = self->dpi;
  if (self->theme != NULL && !comity_theme_kind_from_name (self->theme, &options->theme))
    return comity_cli_refuse (error, "There is no theme “%s”: light, dark or print.", self->theme);
  options->grey = self->grey;
  return TRUE;
}

gboolean
comity_cli_export (ComityFigure *figure,
                   const ComityCliFigure *options,
                   const char *path,
                   GError **error)
{
  ComityExportOptions export;

  if (!comity_cli_figure_get_options (options, &export, error))
    return FALSE;
  if (options->title != NULL)
    comity_figure_set_title (figure, options->title);
  if (options->no_caption)
    comity_figure_set_show_caption (figure, FALSE);
  return comity_figure_export (figure, path, &export, NULL, error);
}
