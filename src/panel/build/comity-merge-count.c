/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting for the merge report: what became of each treaty, and which rows lack which covariate
 * for want of whose value. */
#include "config.h"

#include "comity-merge-report-private.h"
#include "comity-panel-build-private.h"
#include "comity-parallel.h"

#include <string.h>

static TreatyFate
fate_of (const PanelBuild *self, const ComityTreaty *treaty, const gssize *panel)
{
  const PanelIndex *index = self->index;
  gssize a = panel[treaty->a];
  gssize b = panel[treaty->b];
  gsize n;

  if (!treaty->tie)
    return TREATY_ACCESSORY;
  if (treaty->year == 0)
    return TREATY_UNDATED;
  if (treaty->year < index->first_year || treaty->year >= index->first_year + (int) index->n_years)
    return TREATY_OTHER_YEARS;
  if (a < 0 || b < 0 || !comity_panel_index_exists (index, (gsize) a, treaty->year) ||
      !comity_panel_index_exists (index, (gsize) b, treaty->year))
    return TREATY_NOT_MEMBERS;
  if (!self->recipe->keep_after_event &&
      comity_panel_build_peek_events (self, (guint32) a, (guint32) b, &n)[0].year != treaty->year)
    return TREATY_LATER;
  return TREATY_USED;
}

static void
report_treaties (const PanelBuild *self, ComityMergeReport *report)
{
  const PanelIndex *index = self->index;
  g_autofree gssize *panel = g_new (gssize, comity_world_get_n_states (index->world));
  gsize n;
  const ComityTreaty *treaties =
      comity_world_peek_treaties (index->world, (gsize) index->network, &n);

  for (gsize s = 0; s < comity_world_get_n_states (index->world); s++)
    panel[s] = -1;
  for (gsize s = 0; s < index->n_states; s++)
    panel[self->world_states[s]] = (gssize) s;

  for (gsize i = 0; i < n; i++)
    {
      TreatyFate fate;
      gsize n_events = 0;
      gboolean new_pair =
          i == 0 || treaties[i].a != treaties[i - 1].a || treaties[i].b != treaties[i - 1].b;

      if (treaties[i].inherited)
        continue;
      fate = fate_of (self, &treaties[i], panel);
      report->treaties[fate]++;
      report->totals.n_treaties++;
      if (fate != TREATY_USED && report->first_lost[fate] == NULL)
        {
          g_autofree char *year =
              treaties[i].year != 0 ? g_strdup_printf (" %d", treaties[i].year) : g_strdup ("");

          report->first_lost[fate] = g_strdup_printf (
              "%s–%s%s", comity_world_peek_state (index->world, treaties[i].a)->iso3,
              comity_world_peek_state (index->world, treaties[i].b)->iso3, year);
        }
      if (fate == TREATY_UNDATED && new_pair && panel[treaties[i].a] >= 0 &&
          panel[treaties[i].b] >= 0)
        {
          comity_panel_build_peek_events (self, (guint32) panel[treaties[i].a],
                                          (guint32) panel[treaties[i].b], &n_events);
          report->n_undated_dyads += n_events == 0;
        }
    }
  report->totals.n_treaties_used = report->treaties[TREATY_USED];
}

typedef struct
{
  const PanelBuild *build;
  ComityDataset *dataset;
  ComityMergeReport *report;
} Counting;

static void
count_missing_in_thread (gsize piece, gpointer user_data)
{
  Counting *counting = user_data;
  const PanelBuild *self = counting->build;
  const PanelIndex *index = self->index;
  const Covariate *covariate = &g_array_index (self->covariates, Covariate, piece);
  MergeCovariate *count = &g_array_index (counting->report->covariates, MergeCovariate, piece);
  gssize c = comity_dataset_find_column (counting->dataset, covariate->name);
  ComityColumn *column = comity_dataset_peek_column (counting->dataset, (gsize) c);
  g_autofree guint8 *missing = g_new (guint8, index->n_years);

  for (guint i = 0; i < self->runs->len; i++)
    {
      const PanelRun *run = &g_array_index (self->runs, PanelRun, i);

      memset (missing, 0, run->n_rows);
      comity_column_or_missing (column, run->first_row, run->n_rows, missing);
      for (gsize k = 0; k < run->n_rows; k++)
        {
          int year = index->row_years[run->first_row + k];
          gboolean first, second;

          if (!missing[k])
            continue;
          comity_covariate_blame (covariate, &self->context, run->a, run->b, year, &first, &second);
          count->missing++;
          count->by_state[run->a] += first;
          count->by_state[run->b] += second;
          count->by_year[year - index->first_year]++;
        }
    }
  count->matched = self->n_rows - count->missing;
}

ComityMergeReport *
comity_panel_build_make_report (PanelBuild *self, ComityDataset *dataset)
{
  const PanelIndex *index = self->index;
  ComityMergeReport *report = comity_merge_report_new (index);
  g_autofree char *title = comity_panel_build_dup_title (self);
  Counting counting = { self, dataset, report };

  report->title = g_strdup_printf ("%s, covariates lagged %d year%s", title, self->recipe->lag,
                                   self->recipe->lag == 1 ? "" : "s");
  report->note = g_strdup (comity_world_peek_network (index->world, (gsize) index->network)->note);
  report->totals = self->totals;
  report->absent = comity_covariates_dup_absent (&self->context);
  report_treaties (self, report);

  g_array_set_size (report->covariates, self->covariates->len);
  for (guint k = 0; k < self->covariates->len; k++)
    {
      MergeCovariate *count = &g_array_index (report->covariates, MergeCovariate, k);

      count->name = g_strdup (g_array_index (self->covariates, Covariate, k).name);
      count->by_state = g_new0 (gsize, MAX (index->n_states, 1));
      count->by_year = g_new0 (gsize, index->n_years);
    }
  comity_parallel_for (self->covariates->len, 0, count_missing_in_thread, &counting, NULL);
  return report;
}
