/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came of a question, in words under the chart. */
#include "config.h"

#include "comity-what-if-view-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* Partners of a state that are named. */
#define N_NAMED 6

#define NUMBER_BUFFER 64
#define MINUS "\342\210\222"
#define PERCENT "\302\240%" /* a no-break space, as typesetters have it */

/* Three digits that count, four decimals at most, in the reader's own notation. */
static const char *
write_points (double share, const char *plus, const char *unit, char *buffer)
{
  double points = 100.0 * fabs (share);
  int decimals = points == 0.0 || points >= 99.95 ? 0
                 : points >= 9.995                ? 1
                 : points >= 0.9995               ? 2
                 : points >= 0.09995              ? 3
                                                  : 4;

  g_snprintf (buffer, NUMBER_BUFFER, "%s%.*f%s", share < 0.0 ? MINUS : plus, decimals, points,
              unit);
  return buffer;
}

static const char *
write_percent (double share, char *buffer)
{
  return write_points (share, "", PERCENT, buffer);
}

static const char *
write_change (double share, char *buffer)
{
  return write_points (share, "+", "", buffer);
}

/* " (1.2 % to 3.4 %)"; "" where the interval is not known or says nothing. */
static char *
dup_interval (double low, double high, const char *(*write) (double, char *) )
{
  char from[NUMBER_BUFFER], to[NUMBER_BUFFER];

  if (!(high > low))
    return g_strdup ("");
  /* Translators: an interval, after the number that it is of; it begins with a space. */
  return g_strdup_printf (_ (" (%s to %s)"), write (low, from), write (high, to));
}

/* Of probabilities: as it is. */
static char *
dup_factual (const ComityWhatIf *what_if)
{
  gsize n = comity_what_if_get_n (what_if);
  const ComityHazardPoint *first = comity_what_if_peek_factual (what_if, 0);
  const ComityHazardPoint *last = comity_what_if_peek_factual (what_if, n - 1);
  g_autofree char *interval =
      dup_interval (last->cumulative_low, last->cumulative_high, write_percent);
  char now[NUMBER_BUFFER], then[NUMBER_BUFFER];

  write_percent (first->hazard, now);
  write_percent (last->cumulative, then);
  if (n == 1)
    return g_strdup_printf (_ ("As it is: %s%s in %d. Move a slider to ask what if."), now,
                            interval, first->year);
  return g_strdup_printf (_ ("As it is: %s in %d, %s%s by %d. Move a slider to ask what if."), now,
                          first->year, then, interval, last->year);
}

/* … and as it would be. */
static char *
dup_other (const ComityWhatIf *what_if)
{
  gsize n = comity_what_if_get_n (what_if);
  const ComityHazardPoint *first = comity_what_if_peek_factual (what_if, 0);
  const ComityHazardPoint *other_first = comity_what_if_peek_other (what_if, 0);
  const ComityHazardPoint *last = comity_what_if_peek_factual (what_if, n - 1);
  const ComityHazardPoint *other = comity_what_if_peek_other (what_if, n - 1);
  double low, high;
  double change = comity_what_if_get_change (what_if, &low, &high);
  g_autofree char *interval =
      dup_interval (other->cumulative_low, other->cumulative_high, write_percent);
  g_autofree char *spread = dup_interval (low, high, write_change);
  char now[NUMBER_BUFFER], now_other[NUMBER_BUFFER], then[NUMBER_BUFFER];
  char then_other[NUMBER_BUFFER], points[NUMBER_BUFFER];

  write_percent (first->hazard, now);
  write_percent (other_first->hazard, now_other);
  write_percent (last->cumulative, then);
  write_percent (other->cumulative, then_other);
  write_change (change, points);
  if (n == 1)
    return g_strdup_printf (_ ("In %d %s%s instead of %s, a change of %s points%s."), first->year,
                            now_other, interval, now, points, spread);
  return g_strdup_printf (
      _ ("In %d %s instead of %s; by %d %s%s instead of %s, a change of %s points%s."), first->year,
      now_other, now, last->year, then_other, interval, then, points, spread);
}

/* Of a mean that is no probability. */
static char *
dup_mean (const ComityWhatIf *what_if, gboolean moved)
{
  const ComityHazardPoint *was = comity_what_if_peek_factual (what_if, 0);
  const ComityHazardPoint *is = comity_what_if_peek_other (what_if, 0);
  double low, high;
  double change = comity_what_if_get_change (what_if, &low, &high);

  if (!moved)
    return g_strdup_printf (_ ("As it is: %.3g expected in %d."), was->hazard, was->year);
  return g_strdup_printf (_ ("Expected in %d: %.3g instead of %.3g, a change of %.3g (%.3g to "
                             "%.3g)."),
                          is->year, is->hazard, was->hazard, change, low, high);
}

/* Where the years end before they should, and why nothing moves. */
static void
append_limits (const ComityWhatIf *what_if, GString *text)
{
  const char *time;
  double end = comity_what_if_get_end (what_if, &time);

  if (!isnan (end))
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _ ("The baseline ends at %s = %g: nobody was at risk longer."),
                              time, end);
    }
  if (!comity_what_if_has_events (what_if))
    {
      g_string_append_c (text, ' ');
      g_string_append (text, _ ("Nobody had an event at these times at risk, so that the estimated "
                                "hazard is 0."));
    }
}

void
comity_what_if_view_show_result (ComityWhatIfView *self, const ComityWhatIfResult *result)
{
  const ComityWhatIf *what_if = result->what_if;
  const char *warning = comity_what_if_peek_warning (what_if);
  const gboolean known = !isnan (comity_what_if_peek_factual (what_if, 0)->hazard);
  const gboolean moved = gtk_widget_get_sensitive (GTK_WIDGET (self->reset));
  g_autofree char *said = NULL;
  GString *text;

  said = !known ? g_strdup_printf (_ ("The model says nothing of the pair in %d: a covariate is "
                                      "not known."),
                                   comity_what_if_peek_factual (what_if, 0)->year)
         : !comity_what_if_is_probability (what_if) ? dup_mean (what_if, moved)
         : moved                                    ? dup_other (what_if)
                                                    : dup_factual (what_if);
  text = g_string_new (said);
  if (known)
    append_limits (what_if, text);
  gtk_label_set_text (self->result, text->str);
  g_string_free (text, TRUE);
  gtk_label_set_text (self->warning, warning != NULL ? warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), known && warning != NULL);
  comity_figure_view_set_figure (self->chart, result->chart, FALSE);
  /* A line needs two years. */
  gtk_widget_set_visible (GTK_WIDGET (self->chart), known && comity_what_if_get_n (what_if) > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->sliders), known);
  gtk_widget_set_visible (GTK_WIDGET (self->note),
                          known && *gtk_label_get_text (self->note) != '\0');
}

/* A sentence, after those before it. */
static void append_sentence (GString *text, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
append_sentence (GString *text, const char *format, ...)
{
  va_list arguments;

  if (text->len > 0)
    g_string_append_c (text, ' ');
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
}

static char *
dup_held (ComityWhatIfView *self, ComityWhatIfHold hold, guint *n)
{
  ComityFit *fit = comity_dossier_model_peek_fit (self->model);
  g_auto (GStrv) names = comity_what_if_dup_held (fit, self->panel, hold);

  *n = g_strv_length (names);
  return g_strjoinv (", ", names);
}

void
comity_what_if_view_show_note (ComityWhatIfView *self)
{
  ComityFit *fit = comity_dossier_model_peek_fit (self->model);
  g_autoptr (GString) note = g_string_new (NULL);
  guint n_times, n_strata, n_texts;
  g_autofree char *times = dup_held (self, COMITY_WHAT_IF_TIME, &n_times);
  g_autofree char *strata = dup_held (self, COMITY_WHAT_IF_STRATA, &n_strata);
  g_autofree char *texts = dup_held (self, COMITY_WHAT_IF_TEXT, &n_texts);

  if (n_times > 0)
    append_sentence (
        note, ngettext ("%s goes on with the years.", "%s go on with the years.", n_times), times);
  if (n_strata > 0)
    append_sentence (note, _ ("Pairs keep the baseline of their own stratum (%s)."), strata);
  if (n_texts > 0)
    append_sentence (
        note,
        ngettext ("%s is text, and is not moved.", "%s are text, and are not moved.", n_texts),
        texts);
  if (comity_fit_is_timed (fit))
    append_sentence (note, "%s",
                     _ ("The probability of a year is that of an event in it, given none before."));
  if (g_str_equal (comity_fit_peek_estimator (fit), "cox"))
    append_sentence (note, "%s",
                     _ ("Intervals hold the errors of the estimates and of the baseline."));
  gtk_label_set_text (self->note, note->str);
  gtk_widget_set_visible (GTK_WIDGET (self->note), note->len > 0);
}

/* "Expected over its 134 pairs in 2010: 1.09 instead of 1.04. Most affected: …" */
void
comity_what_if_view_show_state_result (ComityWhatIfView *self, const ComityStateWhatIf *result)
{
  GString *text = g_string_new (NULL);
  g_autofree char *words = NULL;
  g_autofree char *warning = NULL;
  const ComityFit *fit = comity_dossier_model_peek_fit (self->model);
  gboolean probability = comity_fit_is_probability (fit) || comity_fit_is_timed (fit);

  g_string_append_printf (text, _ ("Expected over its %u pairs in %d: %.3g instead of %.3g."),
                          result->changes->len, result->year, result->other_expected,
                          result->expected);
  for (guint i = 0; i < MIN (result->changes->len, N_NAMED); i++)
    {
      const ComityStateChange *change = &g_array_index (result->changes, ComityStateChange, i);
      const char *name = comity_panel_peek_state_name (self->panel, change->partner);

      if (change->change == 0.0)
        break;
      g_string_append_c (text, '\n');
      if (probability)
        g_string_append_printf (text,
                                _ ("%s: %.2f %% instead of %.2f %% (change %+.2f to %+.2f points)"),
                                name, 100.0 * change->other, 100.0 * change->factual,
                                100.0 * change->change_low, 100.0 * change->change_high);
      else
        g_string_append_printf (text, _ ("%s: %.3g instead of %.3g (change %+.3g to %+.3g)"), name,
                                change->other, change->factual, change->change_low,
                                change->change_high);
    }
  words = g_string_free (text, FALSE);
  if (result->n_unsupported > 0)
    warning =
        g_strdup_printf (ngettext ("%u of the pairs would have values that the data do not reach.",
                                   "%u of the pairs would have values that the data do not reach.",
                                   result->n_unsupported),
                         (guint) result->n_unsupported);
  gtk_label_set_text (self->result, words);
  gtk_label_set_text (self->warning, warning != NULL ? warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), warning != NULL);
}
