/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli: chooses the verb and hands it the rest of the line. */
#include "config.h"

#include "comity-cli.h"

#include "comity-matrix.h"
#include "comity-memory.h"
#include "comity-network.h"

#include <cairo.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_version.h>
#include <locale.h>
#include <openblas_config.h>
#include <pango/pango.h>
#include <stdio.h>
#include <string.h>

static const ComityVerb *const verbs[] = {
  &comity_verb_info,    &comity_verb_convert,    &comity_verb_panel,   &comity_verb_fit,
  &comity_verb_compare, &comity_verb_effects,    &comity_verb_predict, &comity_verb_test,
  &comity_verb_roc,     &comity_verb_similarity, &comity_verb_network, &comity_verb_dyad,
  &comity_verb_report,  &comity_verb_simulate,   &comity_verb_zph,     &comity_verb_qap,
  &comity_verb_survival, &comity_verb_influence,     &comity_verb_specs,
};

static void
print_help (void)
{
  g_print ("Usage: comity-cli VERB [DATA] [OPTION…]\n\n"
           "Treaty networks, institutional similarity and dyad-year models on the command line.\n"
           "DATA is a file (.dta .csv .tsv .sav .sas7bdat); left out, the bundled world panel.\n\n"
           "Verbs:\n");
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    g_print ("  %-12s%s\n", verbs[i]->name, verbs[i]->summary);
  g_print ("\n“comity-cli VERB --help” tells the verb's options; “comity-cli --version” the "
           "versions.\n");
}

static void
print_version (void)
{
  g_print ("comity-cli %s\n", COMITY_VERSION);
  g_print ("GLib %u.%u.%u, Cairo %s, Pango %s, GSL %s, igraph %s, %s\n", glib_major_version,
           glib_minor_version, glib_micro_version, cairo_version_string (), pango_version_string (),
           gsl_version, comity_network_peek_library_version (), OPENBLAS_VERSION);
}

/* UTF-8 whatever the locale says: in the C locale GLib would print “?” for every dash and quote. */
static void
print_to_stdout (const char *text)
{
  fputs (text, stdout);
}

static void
print_to_stderr (const char *text)
{
  fputs (text, stderr);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  g_set_print_handler (print_to_stdout);
  g_set_printerr_handler (print_to_stderr);
  gsl_set_error_handler_off ();
  comity_network_init_library ();
  comity_matrix_init_library ();
  comity_memory_end_when_file_is_cut ("comity-cli: the data became shorter while they were read: some "
                                      "other program is writing the file. Run this again when it is "
                                      "done.\n",
                                      COMITY_CLI_FAILED);

  if (argc < 2)
    {
      g_printerr ("comity-cli: a verb is missing. See “comity-cli --help”.\n");
      return COMITY_CLI_USAGE;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 ||
      strcmp (argv[1], "help") == 0)
    {
      print_help ();
      return COMITY_CLI_DONE;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      print_version ();
      return COMITY_CLI_DONE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (argv[1], verbs[i]->name) == 0)
      {
        int status = verbs[i]->run (argc - 1, argv + 1);

        /* What was printed line by line may have met a full disk. */
        if (status == COMITY_CLI_DONE && (fflush (stdout) != 0 || ferror (stdout)))
          {
            comity_cli_say (verbs[i], "Standard output took no more than a part of the result.");
            return COMITY_CLI_FAILED;
          }
        return status;
      }

  g_printerr ("comity-cli: there is no verb “%s”. See “comity-cli --help”.\n", argv[1]);
  return COMITY_CLI_USAGE;
}
