/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of comity-cli similarity: pairs in long form, the groups of a cut, the merges of a tree.
 */
#include "config.h"

#include "comity-cli-similarity.h"

#include "comity-number.h"
#include "comity-text.h"

#include <math.h>

/* A column per measure, a row per pair of states (a < b), in the panel's order of states. */
static char *
to_csv (ComityPanel *panel, GPtrArray *similarities)
{
  ComitySimilarity *first = g_ptr_array_index (similarities, 0);
  GString *text = g_string_new ("state_a,state_b");
  gsize n = comity_similarity_get_n (first);
  char buffer[COMITY_NUMBER_BUFFER];

  if (similarities->len == 1)
    g_string_append (text, ",value");
  else
    for (guint k = 0; k < similarities->len; k++)
      g_string_append_printf (text, ",%s",
                              comity_similarity_peek_name (g_ptr_array_index (similarities, k)));
  g_string_append_c (text, '\n');
  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < n; j++)
      {
        g_string_append_printf (
            text, "%s,%s",
            comity_panel_peek_state_code (panel, comity_similarity_get_state (first, i)),
            comity_panel_peek_state_code (panel, comity_similarity_get_state (first, j)));
        for (guint k = 0; k < similarities->len; k++)
          {
            ComitySimilarity *similarity = g_ptr_array_index (similarities, k);

            g_string_append_printf (
                text, ",%s",
                comity_number_format (comity_similarity_get (similarity, i, j), buffer));
          }
        g_string_append_c (text, '\n');
      }
  return g_string_free (text, FALSE);
}

static void
append_width (GString *text, double width)
{
  char number[COMITY_NUMBER_BUFFER];

  g_string_append_c (text, ',');
  if (!isnan (width))
    g_string_append (text, comity_number_format (width, number));
}

/* A row per state that a cut into groups lists, in the order of the heatmap's rows, with its
 * silhouette, its group's mean and that of all. */
static char *
groups_to_csv (ComityPanel *panel, ComitySimilarity *similarity, const ComityOrder *order, guint k)
{
  GString *text = g_string_new ("state,name,group,silhouette,group_silhouette,mean_silhouette\n");
  g_autofree guint32 *groups = g_new (guint32, order->n + 1);
  gsize n_groups = comity_order_cut (order, k, groups);
  g_autoptr (ComitySilhouettes) silhouettes =
      comity_silhouettes_new (order, similarity, groups, n_groups);

  for (gsize i = 0; i < order->n; i++)
    {
      guint32 state = comity_similarity_get_state (similarity, order->rows[i]);

      g_string_append_printf (text, "%s,", comity_panel_peek_state_code (panel, state));
      comity_text_append_csv (text, comity_panel_peek_state_name (panel, state));
      g_string_append_c (text, ',');
      if (groups[i] != G_MAXUINT32)
        g_string_append_printf (text, "%u", groups[i] + 1);
      append_width (text, silhouettes != NULL ? silhouettes->widths[i] : NAN);
      append_width (text, silhouettes != NULL && groups[i] != G_MAXUINT32
                              ? silhouettes->means[groups[i]]
                              : NAN);
      append_width (text, silhouettes != NULL ? silhouettes->mean : NAN);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
append_branch (GString *text, ComityPanel *panel, ComitySimilarity *similarity, gint32 branch)
{
  if (branch < 0)
    g_string_append_printf (
        text, ",%s",
        comity_panel_peek_state_code (panel, comity_similarity_get_state (similarity, ~branch)));
  else
    g_string_append_printf (text, ",%d", branch + 1);
}

/* A row per merge of the tree, the lowest first: its branches are states, or merges before it. */
static char *
tree_to_csv (ComityPanel *panel, ComitySimilarity *similarity, const ComityOrder *order)
{
  GString *text = g_string_new ("merge,left,right,height\n");

  for (gsize m = 0; m < order->n_merges; m++)
    {
      char buffer[COMITY_NUMBER_BUFFER];

      g_string_append_printf (text, "%" G_GSIZE_FORMAT, m + 1);
      append_branch (text, panel, similarity, order->merges[m].left);
      append_branch (text, panel, similarity, order->merges[m].right);
      g_string_append_printf (text, ",%s\n",
                              comity_number_format (order->merges[m].height, buffer));
    }
  return g_string_free (text, FALSE);
}

char *
comity_cli_similarity_table (const ComityCliSimilarity *self,
                             const ComityCliSimilarityChoices *choices,
                             ComityPanel *panel,
                             GPtrArray *similarities,
                             GError **error)
{
  ComitySimilarity *first = g_ptr_array_index (similarities, 0);
  g_autoptr (ComityOrder) order = NULL;

  if (self->cut == 0 && !self->tree)
    return to_csv (panel, similarities);
  order = comity_order_compute (panel, first, choices->method, NULL, error);
  return order == NULL ? NULL
         : self->tree  ? tree_to_csv (panel, first, order)
                       : groups_to_csv (panel, first, order, (guint) self->cut);
}
