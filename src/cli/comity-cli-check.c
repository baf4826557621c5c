/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the options of the verbs may be. An option of one name means the same in every verb, so it is
 * judged here, once and before any data are read: a wrong value is never passed over because this
 * run happens not to look at it. What depends on the data is judged by the verb. */
#include "config.h"

#include "comity-cli-check.h"

#include "comity-cli-network.h"
#include "comity-figures.h"

#include <math.h>
#include <string.h>

/* Options that choose among words. */
static const struct
{
  const char *verb; /* NULL: of every verb */
  const char *option;
  const char *words;
} choices[] = {
  { NULL, "theme", "light dark print" },
  { NULL, "network", COMITY_CLI_NETWORKS },
  { NULL, "layer", COMITY_CLI_NETWORKS },
  { NULL, "layout", COMITY_CLI_LAYOUTS " matrix" },
  { NULL, "projection", COMITY_CLI_PROJECTIONS },
  { NULL, "common", "count newman jaccard" },
  { NULL, "family", "common civil islamic mixed unknown" },
  { NULL, "order", "name tradition region degree average complete ward spectral" },
  { NULL, "paper", "a4 letter" },
  { NULL, "weight-kind", "sampling frequency importance" },
  { NULL, "small-sample", "stata none" },
  { NULL, "information", "observed expected" },
  { NULL, "ties", "efron breslow exact" },
  { NULL, "intervals", "profile wald" },
  { NULL, "metric", "ph aft" },
  { NULL, "exchange", "lifetimes all" },
  { NULL, "adjust", "holm bh" },
  { NULL, "method", "dsp y correlation" },
  { NULL, "transform", "km identity rank log" },
  { NULL, "interval", "log-log log plain" },
  { "predict", "curve", "survival hazard rate" },
  { "survival", "curve", "survival hazard" },
  { "survival", "table", "groups curve" },
  { "roc", "table", "calibration curve separation classification" },
  { "roc", "plot", "roc precision calibration separation" },
  { "network", "format", "text csv json" },
  { "similarity", "group", "family region" },
};

/* Numbers within bounds; what is not given is within them. */
static const struct
{
  const char *option;
  int least, most;
} ranges[] = {
  { "decimals", 0, 12 },          { "year", 0, 9999 },        { "difference-from", 0, 9999 },
  { "min-degree", 0, G_MAXINT },  { "ghosts", 0, G_MAXINT },  { "surprises", 0, G_MAXINT },
  { "lag", 0, 100 },              { "top", 0, G_MAXINT },     { "columns", 0, 1000 },
  { "tween", 0, 1000 },
};

/* What the kind of a file that is written follows from; of documents comity_cli_result_get_format ()
 * knows it, of dossiers their verb. */
static const struct
{
  const char *verb;
  const char *endings;
} outputs[] = {
  { "info", ".txt .json" },
  { "convert", ".dta .csv .tsv" },
  { "panel", ".dta .csv .tsv" },
  { "simulate", ".dta .csv .tsv" },
  { "similarity", ".csv .png .pdf .svg" },
  { "network", ".csv .graphml .gexf .png .pdf .svg .txt .json" },
};

/* An empty text says something there. */
static const char *const may_be_empty[] = { "title", "samples", NULL };

/* Nothing but a figure has them. */
static const char *const of_figures[] = { "size", "dpi", "theme", "title", "no-caption", "grey", NULL };

static gboolean
has_word (const char *words, const char *word)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) list, word);
}

/* "a b c" → "a, b or c" */
static char *
list_words (const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);
  GString *text = g_string_new (list[0]);

  for (gsize i = 1; list[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", list[i + 1] != NULL ? ", " : " or ", list[i]);
  return g_string_free (text, FALSE);
}

static gboolean
check_choice (const char *verb, const char *option, const char *value, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    if (strcmp (choices[i].option, option) == 0 &&
        (choices[i].verb == NULL || strcmp (choices[i].verb, verb) == 0) &&
        !has_word (choices[i].words, value))
      {
        g_autofree char *list = list_words (choices[i].words);

        return comity_cli_refuse (error, "--%s is %s, not “%s”.", option, list, value);
      }
  return TRUE;
}

/* The words of a library's table: @peek (i) of @n. */
static gboolean
check_names (const char *option,
             const char *value,
             gsize n,
             const char *(*peek) (gsize i),
             GError **error)
{
  g_auto (GStrv) values = g_strsplit (value, ",", -1);

  for (char **name = values; *name != NULL; name++)
    {
      g_autoptr (GString) known = g_string_new (NULL);
      gboolean found = FALSE;

      g_strstrip (*name);
      for (gsize i = 0; i < n && !found; i++)
        {
          g_string_append_printf (known, "%s%s", i > 0 ? " " : "", peek (i));
          found = strcmp (peek (i), *name) == 0;
        }
      if (!found)
        {
          g_autofree char *list = list_words (known->str);

          return comity_cli_refuse (error, "--%s is %s, not “%s”.", option, list, *name);
        }
    }
  return TRUE;
}

static gboolean
check_vces (const char *option, const char *value, GError **error)
{
  g_auto (GStrv) values = g_strsplit (value, ",", -1);
  ComityVce vce;

  for (char **name = values; *name != NULL; name++)
    if (!comity_vce_from_name (g_strstrip (*name), &vce))
      return comity_cli_refuse (error, "--%s is one of %s, not “%s”.", option,
                                comity_vce_peek_names (), *name);
  return TRUE;
}

/* "joint:polity2>=6,gower": the names before the colons. */
static gboolean
check_measures (const char *option, const char *value, GError **error)
{
  g_auto (GStrv) measures = g_strsplit (value, ",", -1);
  g_autoptr (GString) names = g_string_new (NULL);

  for (char **measure = measures; *measure != NULL; measure++)
    g_string_append_printf (names, "%s%.*s", measure > measures ? "," : "",
                            (int) strcspn (*measure, ":"), *measure);
  return check_names (option, names->str, comity_similarity_get_n_measures (),
                      comity_similarity_peek_measure_name, error);
}

static gboolean
check_ending (const char *verb, const char *path, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      g_auto (GStrv) endings = g_strsplit (outputs[i].endings, " ", -1);
      gboolean found = FALSE;

      if (strcmp (outputs[i].verb, verb) != 0)
        continue;
      for (char **ending = endings; *ending != NULL; ending++)
        found = found || comity_cli_ends_in (path, *ending);
      if (found)
        continue;
      return comity_cli_refuse (error, "--output “%s” ends in none of %s, which say what to write.",
                                path, outputs[i].endings);
    }
  return TRUE;
}

static gboolean
check_list (const char *option, const char *value, GError **error)
{
  g_autofree double *numbers = NULL;
  gsize n;

  if (comity_cli_parse_times (value, &numbers, &n, NULL))
    return TRUE;
  return comity_cli_refuse (
      error, "--%s are numbers with commas between, such as 1,2.5,4, not “%s”.", option, value);
}

static gboolean
check_derived (const char *value, GError **error)
{
  const char *equals = strchr (value, '=');

  if (equals != NULL && equals != value && equals[1] != '\0')
    return TRUE;
  return comity_cli_refuse (
      error, "--derive is NAME=MEASURE, as in inst=gower or deg=degree, not “%s”.", value);
}

static gboolean
check_text (const char *verb, const char *option, const char *value, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (value));

  if (*stripped == '\0' && !g_strv_contains (may_be_empty, option))
    return comity_cli_refuse (error, "--%s is empty: give it a value or leave it out.", option);
  if (strcmp (option, "model") == 0 || strcmp (option, "models") == 0)
    return check_names (option, value, comity_estimator_get_n (), comity_estimator_peek_name, error);
  if (strcmp (option, "vce") == 0 || strcmp (option, "vces") == 0)
    return check_vces (option, value, error);
  if (strcmp (option, "measure") == 0)
    return check_measures (option, value, error);
  if (strcmp (option, "size") == 0)
    {
      ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;

      if (comity_export_options_parse_size (&options, value, error))
        return TRUE;
      g_prefix_error (error, "--size: ");
      return FALSE;
    }
  if (strcmp (option, "times") == 0 || strcmp (option, "thresholds") == 0 ||
      strcmp (option, "quantiles") == 0)
    return check_list (option, value, error);
  if (strcmp (option, "derive") == 0)
    return check_derived (value, error);
  if (strcmp (option, "output") == 0)
    return check_ending (verb, value, error);
  return check_choice (verb, option, value, error);
}

static gboolean
check_number (const char *option, double value, GError **error)
{
  if (!isfinite (value))
    return comity_cli_refuse (error, "--%s is a number, not %g.", option, value);
  if (strcmp (option, "level") == 0 && !(value > 0.0 && value < 100.0))
    return comity_cli_refuse (error, "--level is a percentage between 0 and 100, not %g.", value);
  if (strcmp (option, "dpi") == 0 && value != 0.0 &&
      !(value >= COMITY_EXPORT_MIN_DPI && value <= COMITY_EXPORT_MAX_DPI))
    return comity_cli_refuse (error, "--dpi is %g to %g pixels an inch, not %g.",
                              COMITY_EXPORT_MIN_DPI, COMITY_EXPORT_MAX_DPI, value);
  return TRUE;
}

static gboolean
check_range (const char *option, int value, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (strcmp (ranges[i].option, option) == 0 &&
        (value < ranges[i].least || value > ranges[i].most))
      {
        g_autofree char *most =
            ranges[i].most < G_MAXINT ? g_strdup_printf ("to %d", ranges[i].most) : NULL;

        return comity_cli_refuse (error, "--%s is a number from %d %s, not %d.", option,
                                  ranges[i].least, most != NULL ? most : "upwards", value);
      }
  return TRUE;
}

static const GOptionEntry *
find_entry (const GOptionEntry *entries, const char *option)
{
  while (entries->long_name != NULL && strcmp (entries->long_name, option) != 0)
    entries++;
  return entries->long_name != NULL ? entries : NULL;
}

static gboolean
is_given (const GOptionEntry *entry)
{
  switch (entry->arg)
    {
    case G_OPTION_ARG_NONE:
      return *(const gboolean *) entry->arg_data;
    case G_OPTION_ARG_DOUBLE:
      return *(const double *) entry->arg_data != 0.0;
    default:
      return *(char *const *) entry->arg_data != NULL;
    }
}

/* A look that is asked for a table would silently be that of nothing. */
static gboolean
check_figure (const GOptionEntry *entries, GError **error)
{
  const GOptionEntry *output = find_entry (entries, "output");
  const GOptionEntry *frames = find_entry (entries, "frames");

  if (output == NULL || comity_cli_is_figure (*(char *const *) output->arg_data) ||
      (frames != NULL && is_given (frames)))
    return TRUE;
  for (gsize i = 0; of_figures[i] != NULL; i++)
    {
      const GOptionEntry *entry = find_entry (entries, of_figures[i]);

      if (entry == NULL || !is_given (entry))
        continue;
      return comity_cli_refuse (
          error, "--%s is of a figure: name an --output that ends in .png, .pdf or .svg.",
          of_figures[i]);
    }
  return TRUE;
}

gboolean
comity_cli_check (const ComityVerb *verb, const GOptionEntry *entries, GError **error)
{
  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    {
      const char *option = entry->long_name;
      char *single[] = { NULL, NULL };
      char **texts = single;

      if (entry->arg == G_OPTION_ARG_INT &&
          !check_range (option, *(const int *) entry->arg_data, error))
        return FALSE;
      if (entry->arg == G_OPTION_ARG_DOUBLE &&
          !check_number (option, *(const double *) entry->arg_data, error))
        return FALSE;
      if (entry->arg == G_OPTION_ARG_STRING || entry->arg == G_OPTION_ARG_FILENAME)
        single[0] = *(char *const *) entry->arg_data;
      else if (entry->arg == G_OPTION_ARG_STRING_ARRAY)
        texts = *(char **const *) entry->arg_data;
      for (; texts != NULL && *texts != NULL; texts++)
        if (!check_text (verb->name, option, *texts, error))
          return FALSE;
    }
  return check_figure (entries, error);
}
