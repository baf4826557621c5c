/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences from numbers. Contributions of terms that are made of one column (x, I(x^2), x:z) are
 * told together, and those of columns that count time as time. */
#include "config.h"

#include "comity-dossier-reasons-private.h"

#include "comity-number.h"
#include "comity-table-private.h"
#include "comity-what-if.h"

#include <math.h>
#include <string.h>

/* Reasons told of either sign, and the least that is worth telling, on the linear predictor. */
#define MAX_REASONS 3
#define LEAST_REASON 0.05

typedef struct
{
  const char *name;
  double difference;
} Reason;

void
comity_reasons_clear (ComityReasons *self)
{
  g_free (self->parts);
  g_free (self->average);
}

gboolean
comity_reasons_has_interval (const ComityReasons *self)
{
  return self->has_interval && self->high > self->low;
}

char *
comity_reasons_dup_missing (const ComityReasons *self)
{
  GString *text = g_string_new (NULL);
  const ComityFit *fit = self->model->fit;

  for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
    if (isnan (self->parts[j]))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "",
                              comity_fit_peek_coefficient (fit, j)->term);
  return g_string_free (text, FALSE);
}

/* What a reader calls the column: its label without what stands in brackets, or its name. */
static char *
dup_words (const ComityReasons *self, const char *column)
{
  ComityDataset *dataset = comity_fit_peek_dataset (self->model->fit);
  gssize c = comity_dataset_find_column (dataset, column);
  const char *label =
      c >= 0 ? comity_column_peek_label (comity_dataset_peek_column (dataset, (gsize) c)) : "";
  char *words;

  if (*label == '\0')
    return g_strdup (column);
  words = g_strdup (label);
  /* A sentence goes on: "Distance" is "distance", but "GDP" and "UN" stay. */
  if (g_ascii_isupper (words[0]) && g_ascii_islower (words[1]))
    words[0] = g_ascii_tolower (words[0]);
  return words;
}

static int
compare_reasons (gconstpointer a, gconstpointer b)
{
  double x = fabs (((const Reason *) a)->difference);
  double y = fabs (((const Reason *) b)->difference);

  return (x < y) - (x > y);
}

static GArray *
collect_reasons (const ComityReasons *self)
{
  const ComityFit *fit = self->model->fit;
  GArray *reasons = g_array_new (FALSE, FALSE, sizeof (Reason));

  for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
    {
      const char *column = comity_fit_peek_term_column (fit, j);
      Reason reason = { "", self->parts[j] - self->average[j] };
      gboolean told = FALSE;

      if (column == NULL)
        continue;
      reason.name = g_hash_table_contains (self->model->covariates, column) ? column : "";
      for (guint i = 0; i < reasons->len && !told; i++)
        {
          Reason *other = &g_array_index (reasons, Reason, i);

          told = strcmp (other->name, reason.name) == 0;
          if (told)
            other->difference += reason.difference;
        }
      if (!told)
        g_array_append_val (reasons, reason);
    }
  g_array_sort (reasons, compare_reasons);
  return reasons;
}

/* "distance between capitals (+0.62)" of one sign, largest first. */
static gsize
append_reasons (const ComityReasons *self, GArray *reasons, double sign, GString *text)
{
  gsize n = 0;

  for (guint i = 0; i < reasons->len && n < MAX_REASONS; i++)
    {
      const Reason *reason = &g_array_index (reasons, Reason, i);
      char number[COMITY_NUMBER_BUFFER];
      g_autofree char *words = NULL;

      if (!(sign * reason->difference >= LEAST_REASON))
        continue;
      words = *reason->name != '\0' ? dup_words (self, reason->name) : g_strdup ("time");
      g_string_append_printf (text, "%s%s (%s%s)", n > 0 ? "; " : "", words, sign > 0 ? "+" : "−",
                              comity_number_format_fixed (fabs (reason->difference), 2, number));
      n++;
    }
  return n;
}

/* Whether estimates lengthen times instead of raising hazards. */
static gboolean
is_of_times (const ComityFit *fit)
{
  const char *estimator = comity_fit_peek_estimator (fit);

  return strcmp (estimator, "loglogistic") == 0 || strcmp (estimator, "lognormal") == 0 ||
         (comity_fit_peek_spec (fit)->accelerated &&
          (strcmp (estimator, "weibull") == 0 || strcmp (estimator, "exponential") == 0));
}

static void
append_why (const ComityReasons *self, GString *text)
{
  const char *estimator = comity_fit_peek_estimator (self->model->fit);
  gboolean odds = strstr (estimator, "logit") != NULL || strcmp (estimator, "firth") == 0;
  gboolean times = is_of_times (self->model->fit);
  g_autoptr (GArray) reasons = collect_reasons (self);
  g_autoptr (GString) up = g_string_new (NULL);
  g_autoptr (GString) down = g_string_new (NULL);
  gsize n_up = append_reasons (self, reasons, 1.0, up);
  gsize n_down = append_reasons (self, reasons, -1.0, down);

  if (n_up + n_down == 0)
    {
      g_string_append (text, " No covariate sets the pair apart from the average row.");
      return;
    }
  g_string_append_printf (text, " Against the average row of the sample, %s%s%s%s%s, on the %s.",
                          n_up == 0 ? ""
                          : times   ? "what puts it off most is "
                                    : "what raises it most is ",
                          n_up > 0 ? up->str : "", n_up > 0 && n_down > 0 ? "; " : "",
                          n_down == 0 ? ""
                          : times     ? "what brings it forward most is "
                                      : "what lowers it most is ",
                          n_down > 0 ? down->str : "",
                          odds    ? "log-odds"
                          : times ? "logarithm of time"
                                  : "linear predictor");
}

/* Where the pair stands among those of the year, and why all of them may stand at 0. */
static void
append_standing (const ComityReasons *self, GString *text)
{
  g_autofree char *place = comity_dossier_dup_place (self->rank, self->n_equal);
  g_autofree char *count = comity_count_text (self->n_pairs);
  g_autofree char *others = comity_count_words (self->n_equal, "other", "others");

  if (self->n_pairs == 1)
    g_string_append (text, ", the only one of the year’s pairs under risk that the model knows");
  else if (self->n_equal + 1 == self->n_pairs)
    g_string_append_printf (text, ", the same as of all the year’s %s pairs under risk", count);
  else if (self->n_equal > 0)
    g_string_append_printf (text, ", the %s highest, with %s, of the year’s %s pairs under risk",
                            place, others, count);
  else
    g_string_append_printf (text, ", the %s highest of the year’s %s pairs under risk", place,
                            count);
}

static void
append_chance (const ComityReasons *self, GString *text)
{
  const ComityFit *fit = self->model->fit;
  const ComityDossierPair *pair = self->pair;
  char value[COMITY_NUMBER_BUFFER], low[COMITY_NUMBER_BUFFER], high[COMITY_NUMBER_BUFFER];
  char mean[COMITY_NUMBER_BUFFER];
  gboolean chance = comity_fit_is_probability (fit);
  char *(*format) (double, char *) = chance             ? comity_dossier_format_percent
                                     : self->has_hazard ? comity_dossier_format_hazard
                                                        : comity_dossier_format;
  g_autofree char *estimator = g_strdup (comity_fit_peek_estimator_title (fit));

  /* "Logit" is "logit" in a sentence, Cox and Weibull stay. */
  if (strcmp (comity_fit_peek_estimator (fit), "cox") != 0 &&
      strcmp (comity_fit_peek_estimator (fit), "weibull") != 0 && g_ascii_islower (estimator[1]))
    estimator[0] = g_ascii_tolower (estimator[0]);
  g_string_append_printf (text,
                          chance             ? "By the %s, the chance that %s and %s sign in %d is %s"
                          : self->has_hazard ? "By the %s model, the hazard of %s and %s in %d is %s"
                                             : "By the %s, the fitted value of %s and %s in %d is %s",
                          estimator,
                          comity_dossier_state_name (pair->panel, pair->a, pair->used_year),
                          comity_dossier_state_name (pair->panel, pair->b, pair->used_year),
                          pair->used_year, format (self->value, value));
  if (comity_reasons_has_interval (self))
    g_string_append_printf (text, " (%g %% interval %s to %s)", comity_fit_peek_spec (fit)->level,
                            format (self->low, low), format (self->high, high));
  append_standing (self, text);
  if (self->mean > 0.0 && self->n_equal + 1 < self->n_pairs)
    {
      double times = self->value / self->mean;
      char number[COMITY_NUMBER_BUFFER];

      comity_number_format_fixed (times, times >= 99.5 ? 0 : times >= 9.95 ? 1 : 2, number);
      g_string_append_printf (text, " and %s times their mean of %s", number,
                              format (self->mean, mean));
    }
  g_string_append_c (text, '.');
  /* Only a step function has it exactly. */
  if (self->value == 0.0 && strcmp (comity_fit_peek_estimator (fit), "cox") == 0)
    g_string_append_printf (text, " In the data no pair%s had its event at this time at risk.",
                            comity_fit_peek_spec (fit)->strata != NULL ? " of its stratum" : "");
}

/* A treaty of the panel's network whose date nobody knows is no event of the panel. */
static gboolean
has_undated_treaty (const ComityDossierPair *pair)
{
  const ComityTreatyNetwork *network = comity_panel_peek_network (pair->panel);
  const ComityWorld *world = comity_panel_peek_world (pair->panel);
  gssize a = comity_panel_get_world_state (pair->panel, pair->a);
  gssize b = comity_panel_get_world_state (pair->panel, pair->b);
  gssize k = network != NULL ? comity_world_find_network (world, network->id) : -1;
  const ComityTreaty *treaties;
  gboolean found = FALSE;
  gsize n = 0;

  if (k < 0 || a < 0 || b < 0)
    return FALSE;
  treaties = comity_world_peek_pair_treaties (world, (gsize) k, (gsize) a, (gsize) b, &n);
  for (gsize i = 0; i < n; i++)
    found = found || (treaties[i].tie && treaties[i].year == 0);
  return found;
}

/* The pair's history in the network, in a sentence. */
static void
append_history (const ComityReasons *self, GString *text)
{
  const ComityDossierPair *pair = self->pair;
  const ComityTreatyNetwork *network = comity_panel_peek_network (pair->panel);
  const char *space = text->len > 0 ? " " : "";
  g_autoptr (GArray) ties = NULL;
  int first, last;

  comity_panel_get_years (pair->panel, NULL, &last);
  ties = comity_panel_get_ties (pair->panel, last, TRUE);
  if (comity_dossier_has_tie (ties, (guint32) pair->a, (guint32) pair->b, &first))
    {
      g_string_append_printf (text, "%sTheir first tie dates from %d.", space, first);
      return;
    }
  if (has_undated_treaty (pair))
    g_string_append_printf (text,
                            "%sThey have a treaty whose date is not known, which the panel cannot "
                            "count.",
                            space);
  else
    g_string_append_printf (text, "%sBy %d they had not signed%s.", space, last,
                            network != NULL && network->partial ? " as far as the list, which is "
                                                                  "partial, knows"
                                                                : "");
}

char *
comity_reasons_dup_paragraph (const ComityReasons *self)
{
  GString *text = g_string_new (NULL);

  if (self->model == NULL)
    {
      append_history (self, text);
      g_string_append (text, " No model has been fitted, so there is no chance to explain.");
    }
  else if (!self->has_row)
    {
      append_history (self, text);
      g_string_append (text, " The pair has no row in the data that the model was fitted to.");
    }
  else if (isnan (self->value))
    {
      g_autofree char *missing = comity_reasons_dup_missing (self);

      append_history (self, text);
      g_string_append_printf (text, " The model says nothing of the pair in %d: %s is not known.",
                              self->pair->used_year, missing);
    }
  else
    {
      append_chance (self, text);
      append_why (self, text);
      append_history (self, text);
      if (self->n_comparable > 0)
        {
          g_autofree char *count = self->n_comparable_signed > 0
                                       ? comity_count_text (self->n_comparable_signed)
                                       : g_strdup ("none");

          g_string_append_printf (
              text, " Of the %" G_GSIZE_FORMAT " pairs most like it, %s had signed by %d.",
              self->n_comparable, count, self->pair->year);
        }
    }
  return g_string_free (text, FALSE);
}
