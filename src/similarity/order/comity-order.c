/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In which order the rows of a heatmap stand. All orders start from the order by name, so that ties
 * are broken by name and nothing depends on how the panel numbers its states. */
#include "config.h"

#include "comity-order-private.h"

#include "comity-text.h"

#include <math.h>
#include <string.h>

/* Optimal leaf order takes time with the cube of the states: some seconds at this number. */
#define MAX_OPTIMAL_LEAVES 3000

static const char *const method_names[] = {
  [COMITY_ORDER_NAME] = "name",       [COMITY_ORDER_TRADITION] = "tradition",
  [COMITY_ORDER_REGION] = "region",   [COMITY_ORDER_DEGREE] = "degree",
  [COMITY_ORDER_AVERAGE] = "average", [COMITY_ORDER_COMPLETE] = "complete",
  [COMITY_ORDER_WARD] = "ward",       [COMITY_ORDER_SPECTRAL] = "spectral",
};

gboolean
comity_order_method_from_name (const char *name, ComityOrderMethod *method)
{
  for (gsize m = 0; m < G_N_ELEMENTS (method_names); m++)
    if (strcmp (method_names[m], name) == 0)
      {
        *method = (ComityOrderMethod)m;
        return TRUE;
      }
  return FALSE;
}

const char *
comity_order_method_name (ComityOrderMethod method)
{
  g_return_val_if_fail ((gsize)method < G_N_ELEMENTS (method_names), NULL);
  return method_names[method];
}

gboolean
comity_order_method_clusters (ComityOrderMethod method)
{
  return method == COMITY_ORDER_AVERAGE || method == COMITY_ORDER_COMPLETE ||
         method == COMITY_ORDER_WARD;
}

/* What a row is sorted by: a number, then a text, then its name, then its code. */
typedef struct
{
  double number;
  const char *text; /* borrowed; "" stands last */
  char *name;
  const char *code;
  guint32 row;
} Key;

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const Key *x = a;
  const Key *y = b;
  int by_text;

  if (x->number != y->number)
    return x->number < y->number ? -1 : 1;
  if ((*x->text == '\0') != (*y->text == '\0'))
    return *x->text == '\0' ? 1 : -1;
  by_text = strcmp (x->text, y->text);
  if (by_text == 0)
    by_text = strcmp (x->name, y->name);
  return by_text != 0 ? by_text : strcmp (x->code, y->code);
}

static gsize *
count_ties (ComityPanel *panel, int year)
{
  g_autoptr (GArray) ties = comity_panel_get_ties (panel, year, TRUE);
  gsize *degree = g_new0 (gsize, comity_panel_get_n_states (panel) + 1);

  for (guint t = 0; t < ties->len; t++)
    {
      degree[g_array_index (ties, ComityTie, t).a]++;
      degree[g_array_index (ties, ComityTie, t).b]++;
    }
  return degree;
}

/* Rows sorted by what the method names (by name alone for clusterings). */
static void
sort_rows (ComityPanel *panel,
           ComitySimilarity *similarity,
           ComityOrderMethod method,
           guint32 *rows)
{
  gsize n = comity_similarity_get_n (similarity);
  int year = comity_similarity_get_year (similarity);
  g_autofree Key *keys = g_new0 (Key, n + 1);
  g_autofree ComityTradition *families = NULL;
  g_autofree gsize *degree = NULL;

  if (method == COMITY_ORDER_TRADITION)
    {
      families = g_new0 (ComityTradition, comity_panel_get_n_states (panel) + 1);
      comity_panel_get_traditions (panel, year, families);
    }
  if (method == COMITY_ORDER_DEGREE)
    degree = count_ties (panel, year);

  for (gsize i = 0; i < n; i++)
    {
      guint32 state = comity_similarity_get_state (similarity, i);

      keys[i].row = (guint32)i;
      keys[i].name = comity_text_sort_key (comity_panel_peek_state_name (panel, state));
      keys[i].code = comity_panel_peek_state_code (panel, state);
      keys[i].text = "";
      if (method == COMITY_ORDER_REGION)
        keys[i].text = comity_panel_peek_state_region (panel, state);
      if (families != NULL)
        keys[i].number = families[state] == COMITY_TRADITION_UNKNOWN ? (double)COMITY_N_TRADITIONS
                                                                     : (double)families[state];
      if (degree != NULL)
        keys[i].number = -(double)degree[state];
    }
  qsort (keys, n, sizeof *keys, compare_keys);
  for (gsize i = 0; i < n; i++)
    {
      rows[i] = keys[i].row;
      g_free (keys[i].name);
    }
}

/* Distances between @rows, n × n: the similarities turned round, of a change those of the later
 * year. */
double *
comity_order_make_distances (ComitySimilarity *similarity, const guint32 *rows, gsize n)
{
  gboolean alike = comity_similarity_is_similarity (similarity);
  double *distances = g_try_new (double, MAX (n * n, 1));
  double low;
  double high;

  comity_similarity_get_basis_range (similarity, &low, &high);
  for (gsize i = 0; distances != NULL && i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        double value = comity_similarity_get_basis (similarity, rows[i], rows[j]);

        distances[i * n + j] = alike ? MAX (high - value, 0.0) : value;
        if (isnan (value))
          distances[i * n + j] = NAN;
      }
  return distances;
}

/* The rows and columns in @kept of an n × n table, as an m × m table at its front. */
static void
shrink (double *table, gsize n, const guint32 *kept, gsize m)
{
  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < m; j++)
      table[i * m + j] = table[kept[i] * n + kept[j]];
}

static void
set_remark (ComityOrder *self, gsize n_empty, gboolean optimal)
{
  if (n_empty == 1)
    self->remark = g_strdup ("One state without data stands last.");
  else if (n_empty > 1)
    self->remark =
        g_strdup_printf ("%" G_GSIZE_FORMAT " states without data stand last, by name.", n_empty);
  else if (!optimal)
    self->remark = g_strdup_printf ("More than %d states: branches stand as they were joined.",
                                    MAX_OPTIMAL_LEAVES);
}

/* The tree of the m rows in @kept, and their order along it. */
static gboolean
order_by_tree (ComityOrder *self,
               const double *distances,
               gsize m,
               guint32 *leaves,
               gboolean optimal,
               ComityProgress *progress)
{
  g_autoptr (ComityProgress) first = comity_progress_new_part (progress, 0.0, 0.3);
  g_autoptr (ComityProgress) second = comity_progress_new_part (progress, 0.3, 1.0);

  if (m > 1)
    {
      self->merges = g_new0 (ComityMerge, m - 1);
      self->n_merges = m - 1;
    }
  if (!comity_cluster (distances, m, self->method, self->merges, first))
    return FALSE;
  if (optimal)
    return comity_cluster_optimal_leaf_order (distances, m, self->merges, leaves, second);
  comity_cluster_list_leaves (self->merges, m, leaves);
  return TRUE;
}

/* Clustering and seriation: rows[] holds the order by name on entry. */
static gboolean
order_by_distance (ComityOrder *self, ComitySimilarity *similarity, ComityProgress *progress)
{
  gsize n = self->n;
  g_autofree double *distances = comity_order_make_distances (similarity, self->rows, n);
  g_autofree guint32 *kept = g_new (guint32, n + 1);
  g_autofree guint32 *leaves = g_new (guint32, n + 1);
  g_autofree guint32 *rows = g_memdup2 (self->rows, n * sizeof *rows);
  gsize n_empty;
  gsize m;
  gboolean optimal;
  gboolean ok;

  if (distances == NULL)
    return FALSE;
  n_empty = comity_distances_complete (distances, n, kept);
  m = n - n_empty;
  optimal = m <= MAX_OPTIMAL_LEAVES || self->method == COMITY_ORDER_SPECTRAL;
  shrink (distances, n, kept, m);
  if (self->method == COMITY_ORDER_SPECTRAL)
    {
      double largest = 0.0;

      for (gsize p = 0; p < m * m; p++)
        largest = MAX (largest, distances[p]);
      for (gsize p = 0; p < m * m; p++)
        distances[p] = largest - distances[p];
      ok = comity_order_spectral (distances, m, leaves, progress);
    }
  else
    ok = order_by_tree (self, distances, m, leaves, optimal, progress);
  if (!ok)
    return FALSE;

  for (gsize i = 0; i < m; i++)
    self->rows[i] = rows[kept[leaves[i]]];
  for (gsize i = m; i < n; i++)
    self->rows[i] = rows[kept[i]];
  for (gsize k = 0; k < self->n_merges; k++)
    {
      ComityMerge *merge = &self->merges[k];

      if (merge->left < 0)
        merge->left = -(gint32)rows[kept[-merge->left - 1]] - 1;
      if (merge->right < 0)
        merge->right = -(gint32)rows[kept[-merge->right - 1]] - 1;
    }
  set_remark (self, n_empty, optimal);
  return TRUE;
}

ComityOrder *
comity_order_compute (ComityPanel *panel,
                      ComitySimilarity *similarity,
                      ComityOrderMethod method,
                      ComityProgress *progress,
                      GError **error)
{
  g_autoptr (ComityOrder) self = NULL;
  gboolean by_distance;

  g_return_val_if_fail (panel != NULL && similarity != NULL, NULL);
  g_return_val_if_fail ((gsize)method < G_N_ELEMENTS (method_names), NULL);

  self = g_new0 (ComityOrder, 1);
  self->method = method;
  self->n = comity_similarity_get_n (similarity);
  self->rows = g_new0 (guint32, self->n + 1);
  sort_rows (panel, similarity, method, self->rows);

  by_distance = comity_order_method_clusters (method) || method == COMITY_ORDER_SPECTRAL;
  if (by_distance && !order_by_distance (self, similarity, progress))
    {
      if (!comity_progress_set_error_if_cancelled (progress, error))
        g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_TOO_LARGE,
                     "Too large: ordering %" G_GSIZE_FORMAT " states needs %.0f MB.", self->n,
                     (double)self->n * (double)self->n * 32.0 / 1e6);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
comity_order_free (ComityOrder *self)
{
  if (self == NULL)
    return;
  g_free (self->rows);
  g_free (self->merges);
  g_free (self->remark);
  g_free (self);
}
