/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli zph: are the effects of a Cox model constant over time? */
#include "config.h"

#include "comity-cli-spec.h"

#include "comity-number.h"
#include "comity-survival.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  char *transform;
  gboolean approximate;
  char *format;
  char *output;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->transform);
  g_free (options->format);
  g_free (options->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static void
append_number (GString *text, double value, int decimals, int width)
{
  char buffer[COMITY_NUMBER_BUFFER];

  comity_number_format_fixed (value, decimals, buffer);
  g_string_append_printf (text, "%*s", width, buffer);
}

static char *
format_text (ComityFit *fit, const ComityZph *zph)
{
  GString *text = g_string_new (NULL);
  int width = 6;

  for (gsize i = 0; i < zph->n_tests; i++)
    width = MAX (width, (int) g_utf8_strlen (zph->tests[i].term, -1));
  g_string_append_printf (text, "Test of proportional hazards\nFormula: %s\n\n",
                          comity_fit_peek_formula (fit));
  g_string_append_printf (text, "%-*s%s%10s%5s%10s\n", width, "",
                          zph->approximate ? "       rho" : "", "chi2", "df", "p");
  for (gsize i = 0; i < zph->n_tests; i++)
    {
      const ComityZphTest *test = &zph->tests[i];
      int pad = width - (int) g_utf8_strlen (test->term, -1);

      g_string_append_printf (text, "%s%*s", test->term, pad, "");
      if (zph->approximate)
        append_number (text, test->rho, 4, 10);
      append_number (text, test->chi2, 3, 10);
      g_string_append_printf (text, "%5d", test->df);
      append_number (text, test->p, 4, 10);
      g_string_append_c (text, '\n');
    }
  g_string_append_printf (
      text, "\nAgainst %s; %s.\nA small p says that the effect changes over time.\n",
      zph->transform == COMITY_ZPH_KM         ? "1 − the Kaplan–Meier survival"
      : zph->transform == COMITY_ZPH_IDENTITY ? "time"
      : zph->transform == COMITY_ZPH_RANK     ? "the rank of time"
                                              : "the logarithm of time",
      zph->approximate ? "Grambsch and Therneau's (1994) approximation, as Stata's estat phtest"
                       : "score test, as R's survival from version 3");
  return g_string_free (text, FALSE);
}

static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static char *
format_json (ComityFit *fit, const ComityZph *zph)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "formula");
  json_builder_add_string_value (builder, comity_fit_peek_formula (fit));
  json_builder_set_member_name (builder, "transform");
  json_builder_add_string_value (builder, comity_zph_transform_name (zph->transform));
  json_builder_set_member_name (builder, "approximate");
  json_builder_add_boolean_value (builder, zph->approximate);
  json_builder_set_member_name (builder, "tests");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < zph->n_tests; i++)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "term");
      json_builder_add_string_value (builder, zph->tests[i].term);
      add_number (builder, "rho", zph->tests[i].rho);
      add_number (builder, "chi2", zph->tests[i].chi2);
      json_builder_set_member_name (builder, "df");
      json_builder_add_int_value (builder, zph->tests[i].df);
      add_number (builder, "p", zph->tests[i].p);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliSpec) options = COMITY_CLI_SPEC_INIT;
  g_auto (ComityCliRows) rows = { NULL, NULL };
  g_auto (Options) own = { NULL, FALSE, NULL, NULL };
  ComityZphTransform transform = COMITY_ZPH_KM;
  g_autoptr (ComitySpec) spec = NULL;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityCox) cox = NULL;
  g_autoptr (ComityZph) zph = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = { COMITY_CLI_SPEC_ENTRIES (options),
                                   { "transform", 0, 0, G_OPTION_ARG_STRING, &own.transform,
                                     "of time: km, identity, rank or log (km)", "WHICH" },
                                   { "approximate", 0, 0, G_OPTION_ARG_NONE, &own.approximate,
                                     "the form of 1994, as Stata's estat phtest", NULL },
                                   { "format", 0, 0, G_OPTION_ARG_STRING, &own.format,
                                     "text or json (text)", "FORMAT" },
                                   { "output", 'o', 0, G_OPTION_ARG_FILENAME, &own.output,
                                     "a file instead of standard output", "FILE" },
                                   COMITY_CLI_DATA_ENTRIES (data),
                                   G_OPTION_ENTRY_NULL };
  int status;

  if (!comity_cli_parse (&comity_verb_zph, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_zph, "only one file can be read (“%s”).", argv[2]);
  if (own.transform != NULL && !comity_zph_transform_from_name (own.transform, &transform))
    return comity_cli_usage (&comity_verb_zph,
                             "--transform is km, identity, rank or log, not “%s”.", own.transform);
  if (own.format != NULL && strcmp (own.format, "text") != 0 && strcmp (own.format, "json") != 0)
    return comity_cli_usage (&comity_verb_zph, "--format is text or json, not “%s”.", own.format);
  if (options.model == NULL)
    options.model = g_strdup ("cox");
  if (!comity_cli_spec_check_formulas (&options, 1, 1, &error) ||
      (spec = comity_cli_spec_make (&options, 0, &error)) == NULL)
    return comity_cli_usage (&comity_verb_zph, "%s", error->message);

  if (!comity_cli_rows_open (&rows, argv[1], &data, &error) ||
      (fit = comity_cli_rows_fit (&rows, spec, &error)) == NULL ||
      (cox = comity_cox_new (fit, NULL, &error)) == NULL ||
      (zph = comity_cox_zph (cox, transform, own.approximate, NULL, &error)) == NULL)
    return comity_cli_fail (&comity_verb_zph, error);
  for (gsize i = 0; i < comity_fit_get_n_warnings (fit); i++)
    comity_cli_say (&comity_verb_zph, comity_fit_peek_warning (fit, i));
  text = g_strcmp0 (own.format, "json") == 0 ? format_json (fit, zph) : format_text (fit, zph);
  if (!comity_cli_write (text, own.output, &error))
    return comity_cli_fail (&comity_verb_zph, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_zph = {
  .name = "zph",
  .arguments = "[DATA] --formula F --time [START,]STOP [OPTION…]",
  .summary = "Tests whether the effects of a Cox model are constant over time.",
  .run = run,
};
