/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pair's years to come, as they are and as they would be, as a table. */
#include "config.h"

#include "comity-report.h"

#include "comity-dossier-private.h"
#include "comity-post-report-private.h"
#include "comity-what-if.h"

#include <math.h>
#include <string.h>

#define DECIMALS 5

static void
add_points (ComityRecords *records, const ComityWhatIf *result)
{
  for (gsize i = 0; i < comity_what_if_get_n (result); i++)
    {
      const ComityHazardPoint *factual = comity_what_if_peek_factual (result, i);
      const ComityHazardPoint *other = comity_what_if_peek_other (result, i);

      comity_records_add_number (records, factual->year);
      comity_records_add_number (records, factual->hazard);
      comity_records_add_number (records, factual->low);
      comity_records_add_number (records, factual->high);
      comity_records_add_number (records, factual->cumulative);
      comity_records_add_number (records, factual->cumulative_low);
      comity_records_add_number (records, factual->cumulative_high);
      comity_records_add_number (records, other->hazard);
      comity_records_add_number (records, other->low);
      comity_records_add_number (records, other->high);
      comity_records_add_number (records, other->cumulative);
      comity_records_add_number (records, other->cumulative_low);
      comity_records_add_number (records, other->cumulative_high);
    }
}

static void
add_change (ComityRecords *records, const ComityFit *fit, const ComityWhatIf *result)
{
  const ComityHazardPoint *last =
      comity_what_if_peek_other (result, comity_what_if_get_n (result) - 1);
  double low, high;
  double change = comity_what_if_get_change (result, &low, &high);
  g_autofree char *shown = comity_record_dup_number (change, DECIMALS);
  g_autofree char *shown_low = comity_record_dup_number (low, DECIMALS);
  g_autofree char *shown_high = comity_record_dup_number (high, DECIMALS);

  comity_records_add_fact (records, "change", NULL, COMITY_RECORD_NUMBER, change);
  comity_records_add_fact (records, "change_low", NULL, COMITY_RECORD_NUMBER, low);
  comity_records_add_fact (records, "change_high", NULL, COMITY_RECORD_NUMBER, high);
  if (comity_what_if_is_probability (result))
    comity_records_add_note (records,
                             "Change of the cumulative probability by %d: %s (%g %% interval %s to "
                             "%s).",
                             last->year, shown, comity_fit_peek_spec (fit)->level, shown_low,
                             shown_high);
  else
    comity_records_add_note (records,
                             "Change of the first year's mean: %s (%g %% interval %s to %s).",
                             shown, comity_fit_peek_spec (fit)->level, shown_low, shown_high);
}

void
comity_what_if_note_hazard (ComityRecords *records, const ComityFit *fit)
{
  gboolean cox = strcmp (comity_fit_peek_estimator (fit), "cox") == 0;
  const char *strata = cox ? comity_fit_peek_spec (fit)->strata : NULL;

  comity_records_add_note (records,
                           "A hazard is the probability of an event in the year, given none before: "
                           "1 − S (t) / S (t − 1)%s%s%s.",
                           strata != NULL ? ", by the baseline of the pair’s own stratum (" : "",
                           strata != NULL ? strata : "", strata != NULL ? ")" : "");
}

char *
comity_what_if_dup_draws (const ComityFit *fit)
{
  const char *estimator = comity_fit_peek_estimator (fit);
  gboolean cox = strcmp (estimator, "cox") == 0;
  gboolean shape = comity_fit_is_timed (fit) && !cox && strcmp (estimator, "exponential") != 0;

  return g_strdup_printf ("%d draws of the estimates%s, seed %d", COMITY_WHAT_IF_DRAWS,
                          cox     ? " and of the baseline (Tsiatis 1981, "
                                    "doi:10.1214/aos/1176345335)"
                          : shape ? ", the shape among them"
                                  : "",
                          COMITY_WHAT_IF_SEED);
}

static void
add_durations (ComityRecords *records, const ComityFit *fit, const ComityWhatIf *result)
{
  const char *time;
  double end = comity_what_if_get_end (result, &time);

  comity_what_if_note_hazard (records, fit);
  if (!isnan (end))
    {
      comity_records_add_fact (records, "baseline_end", NULL, COMITY_RECORD_NUMBER, end);
      comity_records_add_note (records,
                               "The baseline ends at %s = %g, the longest time that somebody was at "
                               "risk: the model says nothing of later years.",
                               time, end);
    }
  if (!comity_what_if_has_events (result))
    comity_records_add_note (records, "Nobody had an event at these times at risk, so that the "
                                      "estimated hazard is 0.");
}

static void
add_intervals (ComityRecords *records,
               const ComityFit *fit,
               ComityPanel *panel,
               const ComityWhatIf *result)
{
  g_auto (GStrv) clocks = comity_what_if_dup_held (fit, panel, COMITY_WHAT_IF_TIME);
  g_autofree char *names = g_strjoinv (", ", clocks);
  g_autofree char *draws = comity_what_if_dup_draws (fit);

  comity_records_add_note (
      records, "Intervals: %s. Covariates stay as they are in the first year%s%s%s.%s", draws,
      *names != '\0' ? "; what counts time goes on (" : "", names, *names != '\0' ? ")" : "",
      comity_what_if_is_extrapolated (result) ? " The last years lie beyond the data." : "");
}

char *
comity_what_if_report (ComityDossierModel *model,
                       ComityPanel *panel,
                       gsize a,
                       gsize b,
                       int year,
                       const char *settings,
                       gsize n_years,
                       ComityFormat format,
                       GError **error)
{
  static const ComityRecordColumn columns[] = {
    { "year", "Year", COMITY_RECORD_VALUE },
    { "hazard", "As it is", COMITY_RECORD_NUMBER },
    { "low", "low", COMITY_RECORD_NUMBER },
    { "high", "high", COMITY_RECORD_NUMBER },
    { "cumulative", "cumulative", COMITY_RECORD_NUMBER },
    { "cumulative_low", NULL, COMITY_RECORD_NUMBER },
    { "cumulative_high", NULL, COMITY_RECORD_NUMBER },
    { "other_hazard", "What if", COMITY_RECORD_NUMBER },
    { "other_low", "low", COMITY_RECORD_NUMBER },
    { "other_high", "high", COMITY_RECORD_NUMBER },
    { "other_cumulative", "cumulative", COMITY_RECORD_NUMBER },
    { "other_cumulative_low", "low", COMITY_RECORD_NUMBER },
    { "other_cumulative_high", "high", COMITY_RECORD_NUMBER },
  };
  ComityFit *fit = comity_dossier_model_peek_fit (model);
  gssize row = comity_dossier_find_row (panel, a, b, year);
  g_autoptr (ComityProfile) profile = comity_profile_parse (settings, error);
  g_autoptr (ComityWhatIf) result = NULL;
  g_autoptr (ComityRecords) records = NULL;
  g_autofree char *title = NULL;

  if (profile == NULL)
    return NULL;
  if (row < 0)
    {
      g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
                   "%s and %s have no row in the panel, so there is nothing to change.",
                   comity_panel_peek_state_name (panel, a),
                   comity_panel_peek_state_name (panel, b));
      return NULL;
    }
  result = comity_what_if_new (fit, panel, (gsize) row, profile, n_years,
                               comity_dossier_model_peek_support (model),
                               comity_dossier_model_peek_hazards (model), NULL, error);
  if (result == NULL)
    return NULL;
  title = g_strdup_printf ("%s – %s, what if %s", comity_dossier_state_name (panel, a, year),
                           comity_dossier_state_name (panel, b, year), settings);
  records = comity_records_new (title, columns, G_N_ELEMENTS (columns), DECIMALS);
  comity_records_add_fact_text (records, "what_if", settings);
  add_change (records, fit, result);
  if (comity_what_if_peek_warning (result) != NULL)
    {
      comity_records_add_fact_text (records, "warning", comity_what_if_peek_warning (result));
      comity_records_add_note (records, "%s", comity_what_if_peek_warning (result));
    }
  if (comity_fit_is_timed (fit))
    add_durations (records, fit, result);
  add_intervals (records, fit, panel, result);
  comity_records_add_fit (records, fit);
  add_points (records, result);
  return comity_records_report (records, "years", format);
}
