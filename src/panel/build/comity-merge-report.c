/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The merge report: what went into the bundled panel, what did not, and for want of what. The
 * builder counts; here it is kept and put into words. */
#include "config.h"

#include "comity-merge-report-private.h"

#include <string.h>

/* States named per covariate: those that lack most rows. */
#define N_NAMED_STATES 6

static const char *const fate_words[N_TREATY_FATES] = {
  [TREATY_USED] = "behind the events of the panel",
  [TREATY_ACCESSORY] = "accessory instruments, which make no tie",
  [TREATY_UNDATED] = "without a known year",
  [TREATY_OTHER_YEARS] = "signed outside the years of the panel",
  [TREATY_NOT_MEMBERS] = "signed when a party was no member of the state system",
  [TREATY_LATER] = "signed after the dyad's first",
};

static void
clear_covariate (gpointer data)
{
  MergeCovariate *covariate = data;

  g_free (covariate->name);
  g_free (covariate->by_state);
  g_free (covariate->by_year);
}

ComityMergeReport *
comity_merge_report_new (const PanelIndex *index)
{
  ComityMergeReport *self = g_new0 (ComityMergeReport, 1);

  self->covariates = g_array_new (FALSE, TRUE, sizeof (MergeCovariate));
  g_array_set_clear_func (self->covariates, clear_covariate);
  self->first_year = index->first_year;
  self->n_years = index->n_years;
  self->n_states = index->n_states;
  self->state_codes = g_new0 (char *, index->n_states + 1);
  for (gsize s = 0; s < index->n_states; s++)
    self->state_codes[s] = g_strdup (index->states[s].code);
  return self;
}

void
comity_merge_report_free (ComityMergeReport *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self->note);
  for (gsize i = 0; i < N_TREATY_FATES; i++)
    g_free (self->first_lost[i]);
  g_array_unref (self->covariates);
  g_strfreev (self->absent);
  g_strfreev (self->state_codes);
  g_free (self);
}

void
comity_merge_report_get_totals (const ComityMergeReport *self, ComityMergeTotals *totals)
{
  g_return_if_fail (self != NULL && totals != NULL);

  *totals = self->totals;
}

gsize
comity_merge_report_get_n_covariates (const ComityMergeReport *self)
{
  return self->covariates->len;
}

const char *
comity_merge_report_peek_covariate (const ComityMergeReport *self,
                                    gsize i,
                                    gsize *matched,
                                    gsize *missing)
{
  const MergeCovariate *covariate;

  g_return_val_if_fail (i < self->covariates->len, "");

  covariate = &g_array_index (self->covariates, MergeCovariate, i);
  if (matched != NULL)
    *matched = covariate->matched;
  if (missing != NULL)
    *missing = covariate->missing;
  return covariate->name;
}

/* 716358 → "716,358" */
static char *
with_separators (gsize number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GSIZE_FORMAT, number);
  GString *text = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

static void
append_count (GString *text, gsize number, const char *words)
{
  g_autofree char *digits = with_separators (number);

  g_string_append_printf (text, "  %9s  %s\n", digits, words);
}

static void
append_states (GString *text, const ComityMergeReport *self, const gsize *by_state)
{
  g_autofree guint8 *named = g_new0 (guint8, MAX (self->n_states, 1));
  gsize n_lacking = 0;

  for (gsize s = 0; s < self->n_states; s++)
    n_lacking += by_state[s] > 0;
  if (n_lacking == 0)
    return;
  g_string_append_printf (text, "; %" G_GSIZE_FORMAT " state%s, most ", n_lacking,
                          n_lacking == 1 ? "" : "s");
  for (gsize k = 0; k < MIN (n_lacking, N_NAMED_STATES); k++)
    {
      g_autofree char *digits = NULL;
      gsize most = self->n_states;

      for (gsize s = 0; s < self->n_states; s++)
        if (!named[s] && by_state[s] > 0 &&
            (most == self->n_states || by_state[s] > by_state[most]))
          most = s;
      named[most] = 1;
      digits = with_separators (by_state[most]);
      g_string_append_printf (text, "%s%s %s", k > 0 ? ", " : "", self->state_codes[most], digits);
    }
}

static void
append_years (GString *text, const ComityMergeReport *self, const gsize *by_year)
{
  gsize first = self->n_years;
  gsize last = 0;
  gsize peak = 0;

  for (gsize y = 0; y < self->n_years; y++)
    if (by_year[y] > 0)
      {
        first = MIN (first, y);
        last = y;
        if (by_year[y] > by_year[peak])
          peak = y;
      }
  if (first == self->n_years)
    return;
  if (first == last)
    g_string_append_printf (text, "; year %d", self->first_year + (int) first);
  else
    g_string_append_printf (text, "; years %d–%d, most in %d", self->first_year + (int) first,
                            self->first_year + (int) last, self->first_year + (int) peak);
}

char *
comity_merge_report_dup_text (const ComityMergeReport *self)
{
  GString *text = g_string_new (self->title);
  const ComityMergeTotals *totals = &self->totals;
  gboolean any_missing = FALSE;

  g_string_append_printf (text, "\n%s\n\nRows\n", self->note);
  append_count (text, totals->n_system,
                "dyad-years with both states members of the COW state system");
  append_count (text, totals->n_before_entry,
                "cut: the dyad had signed, or inherited a treaty, before it came under risk");
  append_count (text, totals->n_after_event, "cut: years after the dyad's first signature");
  append_count (text, totals->n_rows, "rows of the panel");
  append_count (text, totals->n_dyads, "dyads");
  append_count (text, totals->n_states, "states");
  append_count (text, totals->n_events, "events (signed = 1)");

  g_string_append (text, "\nTreaties of the network\n");
  append_count (text, totals->n_treaties, "in the table");
  for (gsize i = 0; i < N_TREATY_FATES; i++)
    {
      g_autofree char *words = NULL;

      if (self->treaties[i] == 0)
        continue;
      words = self->first_lost[i] == NULL
                  ? g_strdup (fate_words[i])
                  : g_strdup_printf ("%s (first: %s)", fate_words[i], self->first_lost[i]);
      append_count (text, self->treaties[i], words);
    }
  if (self->n_undated_dyads > 0)
    g_string_append_printf (text,
                            "  %" G_GSIZE_FORMAT " dyads have only undated treaties: their rows "
                            "stay in the panel with signed = 0.\n",
                            self->n_undated_dyads);

  g_string_append (text, "\nCovariates with missing values (rows with, rows without)\n");
  for (guint i = 0; i < self->covariates->len; i++)
    {
      const MergeCovariate *covariate = &g_array_index (self->covariates, MergeCovariate, i);
      g_autofree char *matched = with_separators (covariate->matched);
      g_autofree char *missing = with_separators (covariate->missing);

      if (covariate->missing == 0)
        continue;
      any_missing = TRUE;
      g_string_append_printf (text, "  %-22s %9s %9s", covariate->name, matched, missing);
      append_states (text, self, covariate->by_state);
      append_years (text, self, covariate->by_year);
      g_string_append_c (text, '\n');
    }
  if (!any_missing)
    g_string_append (text, "  none\n");
  if (self->absent != NULL && self->absent[0] != NULL)
    {
      g_autofree char *names = g_strjoinv (", ", self->absent);

      g_string_append_printf (text, "Left out, for their tables are not installed: %s\n", names);
    }
  return g_string_free (text, FALSE);
}
