/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the similarity page shows of a result: the map, the picture beside it, the numbers, the
 * groups of a cut and what each component adds to the pair that is selected. */
#include "config.h"

#include "comity-similarity-page-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "comity-report.h"

/* Members of a group that are named before the list is cut. */
#define MAX_NAMED 60

/* The tree that flips belong to. */
static char *
dup_tree_name (ComitySimilarityPage *self)
{
  g_autofree char *measure = comity_similarity_page_dup_measure (self);
  g_autofree char *components = comity_similarity_page_dup_components (self);

  return g_strdup_printf ("%s;%s;%d;%d", measure, components != NULL ? components : "",
                          comity_similarity_get_year (self->result->similarity),
                          self->result->order->method);
}

void
comity_similarity_page_update_order (ComitySimilarityPage *self)
{
  g_autofree char *tree = dup_tree_name (self);

  g_clear_pointer (&self->order, comity_order_free);
  self->order = comity_order_copy (self->result->order);
  if (g_strcmp0 (tree, self->flips_of) != 0)
    return;
  for (guint f = 0; f < self->flips->len; f++)
    if (g_array_index (self->flips, guint32, f) < self->order->n_merges)
      comity_order_flip (self->order, g_array_index (self->flips, guint32, f));
}

void
comity_similarity_page_flip (ComitySimilarityPage *self, guint32 merge)
{
  g_autofree char *tree = NULL;

  if (self->order == NULL || merge >= self->order->n_merges)
    return;
  tree = dup_tree_name (self);
  if (g_strcmp0 (tree, self->flips_of) != 0)
    {
      g_array_set_size (self->flips, 0);
      g_free (self->flips_of);
      self->flips_of = g_steal_pointer (&tree);
    }
  g_array_append_val (self->flips, merge);
  comity_similarity_page_update_order (self);
  comity_similarity_page_update_figure (self, TRUE);
  comity_similarity_page_show_groups (self);
  comity_page_changed (COMITY_PAGE (self));
}

gssize
comity_similarity_page_find_merge (ComitySimilarityPage *self)
{
  ComityElement selected =
      comity_session_get_selection (comity_page_get_session (COMITY_PAGE (self)));
  gint32 nodes[2] = { -1, -1 };
  gssize rows[2] = { -1, -1 };
  gsize n = selected.kind == COMITY_ELEMENT_PAIR    ? 2
            : selected.kind == COMITY_ELEMENT_STATE ? 1
                                                    : 0;

  if (n == 0 || self->order == NULL)
    return -1;
  rows[0] = comity_similarity_find_state (self->result->similarity, selected.a);
  rows[1] = n == 2 ? comity_similarity_find_state (self->result->similarity, selected.b) : rows[0];
  if (rows[0] < 0 || rows[1] < 0)
    return -1;
  nodes[0] = -(gint32) rows[0] - 1;
  nodes[1] = -(gint32) rows[1] - 1;
  for (gsize m = 0; m < self->order->n_merges; m++)
    {
      const ComityMerge *merge = &self->order->merges[m];
      gboolean has[2];

      for (int k = 0; k < 2; k++)
        {
          has[k] = merge->left == nodes[k] || merge->right == nodes[k];
          if (has[k])
            nodes[k] = (gint32) m;
        }
      if (has[0] && has[1])
        return (gssize) m;
    }
  return -1;
}

void
comity_similarity_page_show_numbers (ComitySimilarityPage *self)
{
  ComitySimilarity *similarity = self->result->similarity;
  const char *remark = self->result->order->remark;
  gsize n = comity_similarity_get_n (similarity);
  gsize n_known = 0;
  gsize n_pairs = n * (n - MIN (n, 1)) / 2;
  double low = INFINITY, high = -INFINITY, sum = 0.0;
  g_autofree char *states = g_strdup_printf ("%" G_GSIZE_FORMAT, n);
  g_autofree char *range = NULL;
  g_autofree char *mean = NULL;
  g_autofree char *missing = NULL;

  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < n; j++)
      {
        double value = comity_similarity_get (similarity, i, j);

        if (isnan (value))
          continue;
        n_known++;
        sum += value;
        low = MIN (low, value);
        high = MAX (high, value);
      }
  range = n_known > 0 ? g_strdup_printf ("%.3g … %.3g", low, high) : g_strdup ("–");
  mean = n_known > 0 ? g_strdup_printf ("%.3f", sum / (double) n_known) : g_strdup ("–");
  missing = n_pairs > 0 ? g_strdup_printf ("%.1f %%",
                                           100.0 * (double) (n_pairs - n_known) / (double) n_pairs)
                        : g_strdup ("–");
  comity_value_row_set_value (self->n_row, states);
  comity_value_row_set_value (self->range_row, range);
  comity_value_row_set_value (self->mean_row, mean);
  comity_value_row_set_value (self->missing_row, missing);
  gtk_label_set_text (self->remark, remark != NULL ? remark : "");
  gtk_widget_set_visible (GTK_WIDGET (self->remark), remark != NULL);
}

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, rows->pdata[i]);
  g_ptr_array_set_size (rows, 0);
}

static void
add_row (AdwPreferencesGroup *group, GPtrArray *rows, ComityValueRow *row)
{
  adw_preferences_group_add (group, GTK_WIDGET (row));
  g_ptr_array_add (rows, row);
}

void
comity_similarity_page_show_pair (ComitySimilarityPage *self)
{
  ComityElement pair = comity_session_get_selection (comity_page_get_session (COMITY_PAGE (self)));
  ComityPanel *panel = comity_similarity_page_peek_panel (self);
  ComitySimilarity *similarity = self->result != NULL ? self->result->similarity : NULL;
  gssize i = -1, j = -1;
  double value = NAN;

  clear_rows (self->pair, self->pair_rows);
  if (similarity != NULL && panel != NULL && pair.kind == COMITY_ELEMENT_PAIR)
    {
      i = comity_similarity_find_state (similarity, pair.a);
      j = comity_similarity_find_state (similarity, pair.b);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->pair), i >= 0 && j >= 0);
  if (i < 0 || j < 0)
    return;
  value = comity_similarity_get (similarity, (gsize) i, (gsize) j);
  {
    g_autofree char *names =
        g_strdup_printf ("%s – %s", comity_panel_peek_state_name (panel, pair.a),
                         comity_panel_peek_state_name (panel, pair.b));
    g_autofree char *markup = g_markup_escape_text (names, -1);
    g_autofree char *text =
        isnan (value) ? g_strdup (_ ("no data")) : g_strdup_printf ("%.3g", value);

    adw_preferences_group_set_title (self->pair, markup);
    add_row (self->pair, self->pair_rows,
             comity_value_row_new (comity_similarity_peek_title (similarity), text, NULL));
  }
  if (comity_similarity_get_n_components (similarity) < 2)
    return;
  for (gsize k = 0; k < comity_similarity_get_n_components (similarity) && !isnan (value); k++)
    {
      g_autofree char *part = g_strdup_printf (
          "%.3g", comity_similarity_get_contribution (similarity, (gsize) i, (gsize) j, k));
      g_autofree char *label =
          g_strdup_printf (_ ("from %s"), comity_similarity_peek_component_title (similarity, k));

      add_row (self->pair, self->pair_rows, comity_value_row_new (label, part, NULL));
    }
  {
    g_autofree char *coverage = g_strdup_printf (
        "%.0f %%", 100.0 * comity_similarity_get_coverage (similarity, (gsize) i, (gsize) j));

    add_row (self->pair, self->pair_rows,
             comity_value_row_new (_ ("Weight with data"), coverage, NULL));
  }
}

void
comity_similarity_page_show_groups (ComitySimilarityPage *self)
{
  ComityPanel *panel = comity_similarity_page_peek_panel (self);
  guint k = (guint) gtk_spin_button_get_value_as_int (self->cut);
  g_autofree guint32 *groups = NULL;
  g_autoptr (ComitySilhouettes) silhouettes = NULL;
  gsize n_groups = 0;

  clear_rows (self->groups, self->group_rows);
  if (self->order != NULL && panel != NULL && k >= 2 &&
      gtk_widget_get_sensitive (GTK_WIDGET (self->cut_row)))
    {
      groups = g_new (guint32, self->order->n + 1);
      n_groups = comity_order_cut (self->order, k, groups);
      silhouettes =
          comity_silhouettes_new (self->order, self->result->similarity, groups, n_groups);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->groups), n_groups > 0);
  for (gsize g = 0; g < n_groups; g++)
    {
      g_autoptr (GString) names = g_string_new (NULL);
      g_autofree char *label = g_strdup_printf (_ ("Group %u"), (guint) g + 1);
      g_autofree char *count = NULL;
      gsize n = 0;

      for (gsize i = 0; i < self->order->n; i++)
        if (groups[i] == g)
          {
            guint32 state =
                comity_similarity_get_state (self->result->similarity, self->order->rows[i]);

            n++;
            if (n <= MAX_NAMED)
              g_string_append_printf (names, "%s%s", n > 1 ? ", " : "",
                                      comity_panel_peek_state_name (panel, state));
          }
      if (n > MAX_NAMED)
        g_string_append (names, " …");
      count = g_strdup_printf (ngettext ("%u state", "%u states", (gulong) n), (guint) n);
      if (silhouettes != NULL && !isnan (silhouettes->means[g]))
        {
          g_autofree char *with = g_strdup_printf ("%s, s = %.2f", count, silhouettes->means[g]);

          add_row (self->groups, self->group_rows, comity_value_row_new (label, with, names->str));
        }
      else
        add_row (self->groups, self->group_rows, comity_value_row_new (label, count, names->str));
    }
  if (silhouettes != NULL && !isnan (silhouettes->mean))
    {
      g_autofree char *mean = g_strdup_printf ("s = %.2f", silhouettes->mean);

      add_row (self->groups, self->group_rows,
               comity_value_row_new (_ ("Mean silhouette width"), mean,
                                     _ ("How much nearer a state is to its own group than to the "
                                        "next one: 1 apart, 0 between, below 0 misplaced "
                                        "(Rousseeuw 1987)")));
    }
}

static void
dress (ComitySimilarityPage *self, ComityFigure *figure, gboolean with_ties)
{
  ComityPanel *panel = comity_similarity_page_peek_panel (self);
  g_autofree char *caption = comity_caption_similarity (panel, self->result->similarity,
                                                        with_ties ? self->result->network : NULL);

  comity_figure_set_caption (figure, caption);
  comity_figure_set_show_caption (figure, FALSE);
}

void
comity_similarity_page_get_look (ComitySimilarityPage *self, ComityHeatmapOptions *options)
{
  ComityPanel *panel = comity_similarity_page_peek_panel (self);
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  guint band = adw_combo_row_get_selected (self->band_row);

  *options = (ComityHeatmapOptions) COMITY_HEATMAP_OPTIONS_INIT;
  options->show_dendrogram = gtk_switch_get_active (self->dendrogram);
  options->show_families = band != 0;
  options->show_ties = gtk_switch_get_active (self->ties);
  options->show_labels = gtk_switch_get_active (self->labels);
  options->band = band == 2   ? COMITY_HEATMAP_BAND_REGION
                  : band <= 1 ? COMITY_HEATMAP_BAND_TRADITION
                              : COMITY_HEATMAP_BAND_VARIABLE;
  if (band >= 3 && band - 3 < comity_panel_get_n_state_variables (panel))
    options->band_variable = comity_panel_peek_state_variable (panel, band - 3);
  else if (band >= 3 && comity_session_find_state_variable (session) >= 0)
    options->band_variable = comity_panel_peek_state_variable (
        panel, (gsize) comity_session_find_state_variable (session));
  options->n_groups = (guint) gtk_spin_button_get_value_as_int (self->cut);
  if (options->n_groups < 2)
    options->n_groups = 0;
}

void
comity_similarity_page_update_figure (ComitySimilarityPage *self, gboolean keep_view)
{
  ComityPanel *panel = comity_similarity_page_peek_panel (self);
  ComityHeatmapOptions options;
  g_autoptr (ComityFigure) figure = NULL;

  if (self->result == NULL || panel == NULL || self->order == NULL)
    return;
  comity_similarity_page_get_look (self, &options);
  figure = self->result->blocks != NULL
               ? comity_heatmap_figure_new_blocks (panel, self->result->similarity,
                                                   self->result->blocks, &options)
               : comity_heatmap_figure_new (panel, self->result->similarity, self->order,
                                            self->result->network, &options);
  if (figure == NULL)
    {
      comity_state_view_set_error (self->states, _ ("The map needs more memory than there is."));
      return;
    }
  dress (self, figure, options.show_ties && self->result->blocks == NULL);
  comity_figure_view_set_figure (self->figure_view, figure, keep_view);
}

static void
series_finished_cb (ComityJob *job, ComitySimilarityPage *self)
{
  if (job != self->series_job)
    return;
  if (comity_job_get_state (job) == COMITY_JOB_DONE)
    {
      g_clear_pointer (&self->series, comity_similarity_series_free);
      self->series = comity_job_steal_result (job);
    }
  g_clear_object (&self->series_job);
  if (self->series != NULL)
    comity_similarity_page_update_beside (self);
}

/* The line of the selected pair or state beside the means: what is shown stays until it is there. */
static void
require_series (ComitySimilarityPage *self, ComityPanel *panel, ComityElement selected)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComitySeriesRequest request = { .quartiles = TRUE };
  g_autofree char *measure = comity_similarity_page_dup_measure (self);
  g_autofree char *components = comity_similarity_page_dup_components (self);
  const ComitySimilaritySpec spec = { measure, components };
  g_autofree char *wanted = NULL;
  g_autoptr (ComityJob) job = NULL;

  request.cumulative = comity_session_get_cumulative (session);
  request.has_focus =
      selected.kind == COMITY_ELEMENT_PAIR || selected.kind == COMITY_ELEMENT_STATE;
  request.a = request.has_focus ? selected.a : 0;
  request.b = selected.kind == COMITY_ELEMENT_PAIR ? selected.b : request.a;
  wanted = g_strdup_printf ("%s;%s;%d;%d;%u;%u", measure, components != NULL ? components : "",
                            request.cumulative, request.has_focus, request.a, request.b);
  if (g_strcmp0 (wanted, self->series_of) == 0)
    return;
  g_free (self->series_of);
  self->series_of = g_steal_pointer (&wanted);
  job = comity_similarity_series_job_new (panel, &spec, &request);
  g_signal_connect_object (job, "finished", G_CALLBACK (series_finished_cb), self, 0);
  comity_job_list_replace (comity_session_get_jobs (session), &self->series_job, job);
}

/* The state whose row is shown: the one selected, of a pair the first. */
void
comity_similarity_page_update_beside (ComitySimilarityPage *self)
{
  ComityPanel *panel = comity_similarity_page_peek_panel (self);
  ComityElement selected =
      comity_session_get_selection (comity_page_get_session (COMITY_PAGE (self)));
  guint what = adw_combo_row_get_selected (self->beside_row);
  g_autoptr (ComityFigure) figure = NULL;

  gtk_widget_set_visible (self->beside, what != COMITY_BESIDE_NOTHING);
  if (what == COMITY_BESIDE_NOTHING)
    self->beside_is_current = FALSE;
  if (self->result == NULL || panel == NULL)
    return;
  if (what == COMITY_BESIDE_DISTRIBUTION && self->result->distribution != NULL)
    figure = comity_distribution_figure_new (panel, self->result->distribution);
  else if (what == COMITY_BESIDE_ROW &&
           (selected.kind == COMITY_ELEMENT_STATE || selected.kind == COMITY_ELEMENT_PAIR))
    figure =
        comity_rank_figure_new (panel, self->result->similarity, selected.a, self->result->network);
  else if (what == COMITY_BESIDE_ROW && comity_similarity_get_n (self->result->similarity) > 0)
    figure = comity_rank_figure_new (
        panel, self->result->similarity,
        comity_similarity_get_state (self->result->similarity, self->order->rows[0]),
        self->result->network);
  if (what == COMITY_BESIDE_YEARS)
    {
      require_series (self, panel, selected);
      if (self->series == NULL)
        return;
      figure = comity_series_figure_new (panel, self->series);
      selected = (ComityElement){
        COMITY_ELEMENT_YEAR, (guint32) comity_similarity_get_year (self->result->similarity), 0
      };
    }
  if (figure != NULL)
    dress (self, figure, TRUE);
  comity_figure_view_set_figure (self->beside_view, figure, TRUE);
  comity_figure_view_set_selected (self->beside_view, selected);
}
