/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a heatmap says: the whole in a sentence, a cell, a state, a group, a branch; and its table.
 */
#include "config.h"

#include "comity-heatmap-figure-private.h"

#include "comity-number.h"

#include <math.h>
#include <stdlib.h>

/* Components that a sentence names before it stops. */
#define MAX_PARTS 6

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The two ends of the block means. */
static void
describe_blocks (GString *words, const ComityHeatmapData *data)
{
  gsize low = G_MAXSIZE, high = G_MAXSIZE;

  for (gsize b = 0; b < data->n * (data->n + 1) / 2; b++)
    {
      if (isnan (data->values[b]))
        continue;
      if (low == G_MAXSIZE || data->values[b] < data->values[low])
        low = b;
      if (high == G_MAXSIZE || data->values[b] > data->values[high])
        high = b;
    }
  if (low == G_MAXSIZE)
    {
      g_string_append (words, " No pair has data.");
      return;
    }
  for (int end = 0; end < 2; end++)
    {
      gsize block = end == 0 ? low : high, a = 0;
      g_autofree char *value = comity_scale_format_value (data->values[block]);

      while ((a + 1) * (a + 2) / 2 <= block)
        a++;
      g_string_append_printf (words, " %s mean: %s – %s, %s.", end == 0 ? "Lowest" : "Highest",
                              data->names[block - a * (a + 1) / 2], data->names[a], value);
    }
}

static char *
blocks_to_table (const ComityHeatmapData *data)
{
  GString *table =
      g_string_new ("group_a\tgroup_b\tstates_a\tstates_b\tmean\tpairs\tpairs_with_data\n");

  for (gsize a = 0; a < data->n; a++)
    for (gsize b = 0; b <= a; b++)
      {
        gsize block = a * (a + 1) / 2 + b;
        char value[COMITY_NUMBER_BUFFER];

        g_string_append_printf (table,
                                "%s\t%s\t%" G_GSIZE_FORMAT "\t%" G_GSIZE_FORMAT
                                "\t%s\t%" G_GSIZE_FORMAT "\t%" G_GSIZE_FORMAT "\n",
                                data->names[b], data->names[a], data->sizes[b], data->sizes[a],
                                comity_number_format (data->values[block], value),
                                data->n_pairs_all[block], data->n_pairs[block]);
      }
  return g_string_free (table, FALSE);
}

char *
comity_heatmap_figure_describe (ComityFigure *figure)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  const ComityHeatmapData *data = self->data;
  g_autofree double *known = g_try_malloc_n (data->n * (data->n + 1) / 2 + 1, sizeof (double));
  g_autofree char *states = data->is_blocks ? comity_count_words (data->n, "group", "groups")
                                            : comity_count_words (data->n, "state", "states");
  GString *words = g_string_new (NULL);
  gsize n_known = 0, n_missing = 0;

  g_string_append_printf (words, "%s, %d: heatmap of %s.", data->measure, data->year, states);
  if (data->is_blocks)
    {
      describe_blocks (words, data);
      return g_string_free (words, FALSE);
    }
  for (gsize i = 0; i < data->n && known != NULL; i++)
    for (gsize j = 0; j < i; j++)
      if (comity_heatmap_figure_get_cell (self, i, j) == COMITY_HEATMAP_VALUE)
        known[n_known++] = *comity_heatmap_data_value (data, i, j);
      else
        n_missing++;
  if (n_known > 0 && !data->is_ties)
    {
      g_autofree char *low = NULL;
      g_autofree char *median = NULL;
      g_autofree char *high = NULL;

      qsort (known, n_known, sizeof (double), compare_doubles);
      low = comity_scale_format_value (known[0]);
      median = comity_scale_format_value ((known[(n_known - 1) / 2] + known[n_known / 2]) / 2);
      high = comity_scale_format_value (known[n_known - 1]);
      g_string_append_printf (words, " Pairs range from %s to %s, median %s.", low, high, median);
    }
  else if (!data->is_ties)
    g_string_append (words, " No pair has data.");
  if (n_missing > 0 && !data->is_ties)
    {
      g_autofree char *missing = comity_count_words (n_missing, "pair", "pairs");

      g_string_append_printf (words, " %s without data.", missing);
    }
  if (data->n_ties > 0)
    {
      g_autofree char *ties = comity_count_words (data->n_ties, "pair has", "pairs have");

      g_string_append_printf (words, " %s a treaty (%s).", ties, data->tie_name);
    }
  if (data->n_groups > 0)
    {
      char width[COMITY_NUMBER_BUFFER];
      g_autofree char *groups = comity_count_words (data->n_groups, "group", "groups");
      g_autofree char *height =
          comity_scale_format_value (comity_heatmap_data_get_height (data, data->cut));

      g_string_append_printf (words, " The tree is cut at %s into %s", height, groups);
      if (data->group_means != NULL)
        g_string_append_printf (words, ", of mean silhouette width %s",
                                comity_number_format_fixed (data->mean_width, 2, width));
      g_string_append_c (words, '.');
    }
  if (*data->remark != '\0')
    g_string_append_printf (words, " %s%s", data->remark,
                            g_str_has_suffix (data->remark, ".") ? "" : ".");
  return g_string_free (words, FALSE);
}

/* "; 0.31 of the 0.72 from legal tradition, 0.41 from …; 2/3 of the weight has data" */
static void
describe_parts (GString *words, const ComityHeatmapData *data, gsize row, gsize column)
{
  ComitySimilarity *similarity = data->similarity;
  gsize n_parts = similarity != NULL ? comity_similarity_get_n_components (similarity) : 0;
  double value = *comity_heatmap_data_value (data, row, column);
  gsize i, j;

  if (n_parts < 2)
    return;
  i = data->rows[row];
  j = data->rows[column];
  for (gsize k = 0; k < MIN (n_parts, MAX_PARTS) && !isnan (value); k++)
    {
      g_autofree char *part =
          comity_scale_format_value (comity_similarity_get_contribution (similarity, i, j, k));
      g_autofree char *whole = comity_scale_format_value (value);

      g_string_append (words, k == 0 ? "; " : ", ");
      g_string_append (words, part);
      if (k == 0)
        g_string_append_printf (words, " of the %s", whole);
      g_string_append_printf (words, " from %s",
                              comity_similarity_peek_component_title (similarity, k));
    }
  if (n_parts > MAX_PARTS && !isnan (value))
    g_string_append (words, " …");
  g_string_append_printf (words, "; %.0f %% of the weight has data",
                          100 * comity_similarity_get_coverage (similarity, i, j));
}

static char *
describe_block (const ComityHeatmapFigure *self, gsize row, gsize column)
{
  const ComityHeatmapData *data = self->data;
  gsize a = MAX (row, column), b = MIN (row, column), block = a * (a + 1) / 2 + b;
  g_autofree char *value = comity_scale_format_value (data->values[block]);
  g_autofree char *known = comity_count_text (data->n_pairs[block]);
  g_autofree char *all = comity_count_words (data->n_pairs_all[block], "pair", "pairs");
  GString *words = g_string_new (data->names[b]);

  if (a != b)
    g_string_append_printf (words, " – %s", data->names[a]);
  else
    g_string_append (words, " among themselves");
  g_string_append_printf (words, ": mean %s over %s of %s", value, known, all);
  return g_string_free (words, FALSE);
}

static char *
describe_joint (const ComityHeatmapData *data, guint32 merge)
{
  const ComityHeatmapJoint *joint = &data->joints[merge];
  g_autofree char *states = comity_count_words (joint->n_leaves, "state", "states");
  g_autofree char *height = comity_scale_format_value (joint->value);

  return g_strdup_printf ("Branch of %s, joined at %s: press to flip it", states, height);
}

static char *
describe_cut (const ComityHeatmapData *data, ComityElement cut)
{
  g_autofree char *groups = comity_count_words (cut.a, "group", "groups");
  g_autofree char *height = comity_scale_format_value (
      comity_heatmap_data_get_height (data, (double) cut.b / COMITY_HEATMAP_CUT_STEPS));

  return g_strdup_printf ("A cut at %s makes %s: press, or drag the line", height, groups);
}

/* "mean over the others 0.41; Common law; 12 treaty partners" */
static char *
dup_state_words (const ComityHeatmapFigure *self, gsize row)
{
  const ComityHeatmapData *data = self->data;
  double sum = 0;
  gsize n = 0, n_ties = 0;
  g_autofree char *ties = NULL;
  g_autofree char *mean = NULL;

  for (gsize j = 0; j < data->n; j++)
    if (j != row && comity_heatmap_figure_get_cell (self, row, j) == COMITY_HEATMAP_VALUE)
      {
        sum += *comity_heatmap_data_value (data, row, j);
        n++;
      }
  for (gsize i = 0; i < data->n_ties; i++)
    n_ties += data->ties[i].row == row || data->ties[i].column == row;
  ties = comity_count_words (n_ties, "treaty partner", "treaty partners");
  mean = comity_scale_format_value (n > 0 ? sum / (double) n : NAN);
  return g_strdup_printf ("mean over the others %s; %s; %s", mean,
                          comity_family_label (data->families[row]), ties);
}

static char *
describe_state (const ComityHeatmapFigure *self, gsize row)
{
  g_autofree char *words = dup_state_words (self, row);

  return g_strdup_printf ("%s (%s): %s", self->data->names[row], self->data->codes[row], words);
}

/* The value of a pair, or why there is none, and its treaty. */
static void
append_value (GString *words, const ComityHeatmapFigure *self, gsize row, gsize column)
{
  const ComityHeatmapData *data = self->data;
  const ComityHeatmapTie *tie = comity_heatmap_data_find_tie (data, row, column);

  if (data->is_ties)
    {
      g_string_append_printf (words, "%s%s", tie != NULL ? "" : "no ", data->tie_name);
      if (tie != NULL && tie->year > 0)
        g_string_append_printf (words, " %d", tie->year);
      return;
    }
  switch (comity_heatmap_figure_get_cell (self, row, column))
    {
    case COMITY_HEATMAP_VALUE:
      {
        g_autofree char *value =
            comity_scale_format_value (*comity_heatmap_data_value (data, row, column));

        g_string_append (words, value);
        break;
      }
    case COMITY_HEATMAP_MISSING:
      g_string_append (words, "no data");
      break;
    case COMITY_HEATMAP_ABSENT:
      if (data->is_change)
        g_string_append_printf (words, "not both states in both %d and %d", data->earlier_year,
                                data->year);
      else
        g_string_append_printf (words, "not both states in %d", data->year);
      break;
    }
  if (tie != NULL && tie->year > 0)
    g_string_append_printf (words, "; %s %d", data->tie_name, tie->year);
  else if (tie != NULL)
    g_string_append_printf (words, "; %s", data->tie_name);
}

char *
comity_heatmap_figure_dup_names (const ComityHeatmapFigure *self, gsize row, gsize column)
{
  const ComityHeatmapData *data = self->data;
  gsize a = data->states[row] < data->states[column] ? row : column;

  if (row == column)
    return g_strdup (data->names[row]);
  return g_strdup_printf ("%s – %s", data->names[a], data->names[a == row ? column : row]);
}

char *
comity_heatmap_figure_dup_value (const ComityHeatmapFigure *self, gsize row, gsize column)
{
  GString *words;

  if (row == column)
    return dup_state_words (self, row);
  words = g_string_new (NULL);
  append_value (words, self, row, column);
  return g_string_free (words, FALSE);
}

char *
comity_heatmap_figure_describe_element (ComityFigure *figure, ComityElement element)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  const ComityHeatmapData *data = self->data;
  GString *words;
  gsize row, column, a, b;

  if (element.kind == COMITY_ELEMENT_JOINT && element.a < data->n_joints)
    return describe_joint (data, element.a);
  if (element.kind == COMITY_ELEMENT_CUT)
    return describe_cut (data, element);
  if (!comity_heatmap_figure_find (self, element, &row, &column))
    return g_strdup ("");
  if (data->is_blocks)
    return describe_block (self, row, column);
  if (row == column)
    return describe_state (self, row);

  a = data->states[row] < data->states[column] ? row : column;
  b = a == row ? column : row;
  words = g_string_new (NULL);
  g_string_append_printf (words, "%s (%s) – %s (%s): ", data->names[a], data->codes[a],
                          data->names[b], data->codes[b]);
  append_value (words, self, row, column);
  if (comity_heatmap_figure_get_cell (self, row, column) != COMITY_HEATMAP_ABSENT)
    describe_parts (words, data, row, column);
  return g_string_free (words, FALSE);
}

char *
comity_heatmap_figure_to_table (ComityFigure *figure)
{
  const ComityHeatmapData *data = ((ComityHeatmapFigure *) figure)->data;
  GString *table;

  if (data->is_blocks)
    return blocks_to_table (data);
  table = g_string_new ("state_a\tstate_b\tvalue\ttreaty\n");

  for (gsize i = 0; i < data->n; i++)
    for (gsize j = 0; j < i; j++)
      {
        const ComityHeatmapTie *tie = comity_heatmap_data_find_tie (data, i, j);
        gboolean in_order = data->states[i] < data->states[j];
        char value[COMITY_NUMBER_BUFFER];

        g_string_append_printf (
            table, "%s\t%s\t%s\t", data->codes[in_order ? i : j], data->codes[in_order ? j : i],
            comity_number_format (*comity_heatmap_data_value (data, i, j), value));
        if (tie != NULL && tie->year > 0)
          g_string_append_printf (table, "%d", tie->year);
        else if (tie != NULL)
          g_string_append (table, "yes");
        g_string_append_c (table, '\n');
      }
  return g_string_free (table, FALSE);
}

char *
comity_heatmap_figure_dup_note (const ComityFigure *figure)
{
  const ComityHeatmapData *data = ((const ComityHeatmapFigure *) figure)->data;
  gsize n = 0;

  for (gsize i = 0; i < data->n; i++)
    n += data->exists[i];
  return data->is_blocks ? comity_count_words (data->n, "group", "groups")
                         : comity_count_words (n, "state", "states");
}
