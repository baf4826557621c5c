/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of comity-cli similarity: which go together, and what their words stand for. */
#include "config.h"

#include "comity-cli-similarity.h"

#include "comity-similarity.h"

void
comity_cli_similarity_clear (ComityCliSimilarity *options)
{
  g_free (options->measure);
  g_free (options->components);
  g_free (options->scale);
  g_free (options->order);
  g_free (options->group);
  g_free (options->band);
  g_free (options->state);
  g_free (options->pair);
  g_free (options->output);
  comity_cli_years_clear (&options->years);
}

/* What is drawn instead of the map of all pairs. */
static gboolean
check_pictures (const ComityCliSimilarity *options, GError **error)
{
  gboolean other = options->distribution || options->state != NULL || options->group != NULL;

  if ((options->distribution != 0) + (options->state != NULL) + (options->group != NULL) > 1)
    return comity_cli_refuse (
        error, "--distribution, --state and --group are three pictures: choose one.");
  if (options->pair != NULL && !options->series)
    return comity_cli_refuse (error, "--pair A,B goes with --series.");
  if (options->series && (options->distribution || options->group != NULL ||
                          (options->pair != NULL && options->state != NULL)))
    return comity_cli_refuse (
        error, "--series goes with --pair or with --state, and with no other picture.");
  if (options->series && (options->cut != 0 || options->order != NULL || options->band != NULL ||
                          options->difference_from != 0 || options->years.frames != NULL))
    return comity_cli_refuse (error,
                              "--series draws lines through the years: leave out --order, --cut, "
                              "--band, --difference-from and --frames.");
  if (options->cut != 0 && other)
    return comity_cli_refuse (error,
                              "--cut is of the map of all pairs: leave out --distribution, --state "
                              "and --group.");
  return TRUE;
}

/* What only a table has, and what only one measure can be. */
static gboolean
check_tables (const ComityCliSimilarity *options, gboolean table, gsize n_measures, GError **error)
{
  gboolean other =
      options->series || options->distribution || options->state != NULL || options->group != NULL;

  if (options->scale != NULL && (!table || other))
    return comity_cli_refuse (
        error, "--scale is of a table of pairs, of --cut and of --tree: the window's "
               "pictures have the measure's own.");
  if (options->scale != NULL && !comity_similarity_scale_is_known (options->scale))
    return comity_cli_refuse (error,
                              "--scale is none, range, standard or LOW:HIGH such as 1:3, not “%s”.",
                              options->scale);
  if (options->tree && (!table || options->cut != 0 || other))
    return comity_cli_refuse (
        error, "--tree is a table of its own: name an --output that ends in .csv, or "
               "none, and leave out --cut, --series, --distribution, --state and "
               "--group.");
  if (n_measures == 1)
    return TRUE;
  if (options->tree || options->cut != 0 || options->series)
    return comity_cli_refuse (error, "--%s is of one measure.",
                              options->tree       ? "tree"
                              : options->cut != 0 ? "cut"
                                                  : "series");
  return table || comity_cli_refuse (error, "a heatmap shows one measure; several go to a .csv.");
}

gboolean
comity_cli_similarity_check (ComityCliSimilarity *self,
                             char ***measures,
                             gboolean *table,
                             GError **error)
{
  if (self->measure == NULL)
    return comity_cli_refuse (error, "--measure M is missing.");
  if (!check_pictures (self, error))
    return FALSE;
  /* Rows by region beside the colours of legal traditions would say nothing of their order. */
  if (self->band == NULL && g_strcmp0 (self->order, "region") == 0)
    self->band = g_strdup ("region");
  *measures = g_strsplit (self->measure, ",", -1);
  *table = (self->output == NULL && self->years.frames == NULL) ||
           (self->output != NULL && comity_cli_ends_in (self->output, ".csv"));
  return check_tables (self, *table, g_strv_length (*measures), error);
}

gboolean
comity_cli_similarity_choose (const ComityCliSimilarity *self,
                              ComityPanel *panel,
                              ComityCliSimilarityChoices *choices,
                              GError **error)
{
  choices->method = COMITY_ORDER_AVERAGE;
  choices->heatmap = (ComityHeatmapOptions) COMITY_HEATMAP_OPTIONS_INIT;
  if (self->order != NULL && !comity_order_method_from_name (self->order, &choices->method))
    return comity_cli_refuse (
        error,
        "There is no order “%s”: name, tradition, region, degree, average, complete, ward "
        "or spectral.",
        self->order);
  if (self->group != NULL && !comity_grouping_from_name (self->group, &choices->grouping))
    return comity_cli_refuse (error, "States are not grouped by “%s”: family or region.",
                              self->group);
  if (self->cut != 0 && (self->cut < 2 || !comity_order_method_clusters (choices->method)))
    return comity_cli_refuse (
        error, "--cut %d: a cut makes two groups or more of an order by average, complete or ward.",
        self->cut);
  if (self->tree && !comity_order_method_clusters (choices->method))
    return comity_cli_refuse (error, "--tree is of an order by average, complete or ward.");
  choices->heatmap.n_groups = (guint) self->cut;
  choices->heatmap.show_ties = !self->no_dots;
  choices->heatmap.show_dendrogram = !self->no_dendrogram;
  if (self->band == NULL || g_str_equal (self->band, "family"))
    return TRUE;
  choices->heatmap.band = COMITY_HEATMAP_BAND_REGION;
  if (g_str_equal (self->band, "region"))
    return TRUE;
  choices->heatmap.band = COMITY_HEATMAP_BAND_VARIABLE;
  choices->heatmap.band_variable = self->band;
  if (comity_panel_find_state_variable (panel, self->band) >= 0)
    return TRUE;
  return comity_cli_refuse (
      error, "--band: there is no band “%s”: family, region or a variable of single states.",
      self->band);
}
