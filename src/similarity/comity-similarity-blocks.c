/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows taken together by legal tradition or region: the mean of the pairs between two groups, and
 * within one. */
#include "config.h"

#include "comity-similarity-private.h"

#include <math.h>
#include <string.h>

gboolean
comity_grouping_from_name (const char *name, ComityGrouping *grouping)
{
  static const struct
  {
    const char *name;
    ComityGrouping grouping;
  } names[] = {
    { "none", COMITY_GROUPING_NONE },
    { "family", COMITY_GROUPING_TRADITION },
    { "tradition", COMITY_GROUPING_TRADITION },
    { "region", COMITY_GROUPING_REGION },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].name, name) == 0)
      {
        *grouping = names[i].grouping;
        return TRUE;
      }
  return FALSE;
}

/* Families in their own order, the unknown last; NULL-terminated. */
static void
group_by_tradition (ComityBlocks *self, ComityPanel *panel, ComitySimilarity *similarity)
{
  static const char *const titles[COMITY_N_TRADITIONS] = {
    [COMITY_TRADITION_UNKNOWN] = "No legal tradition",
    [COMITY_TRADITION_COMMON] = "Common law",
    [COMITY_TRADITION_CIVIL] = "Civil law",
    [COMITY_TRADITION_ISLAMIC] = "Islamic law",
    [COMITY_TRADITION_MIXED] = "Mixed systems",
  };
  g_autofree ComityTradition *families =
      g_new0 (ComityTradition, comity_panel_get_n_states (panel) + 1);

  comity_panel_get_traditions (panel, comity_similarity_get_year (similarity), families);
  self->names = g_new0 (char *, COMITY_N_TRADITIONS + 1);
  for (int t = 1; t <= COMITY_N_TRADITIONS; t++)
    {
      ComityTradition family = (ComityTradition) (t % COMITY_N_TRADITIONS);
      gboolean any = FALSE;

      for (gsize i = 0; i < self->n_rows; i++)
        if (families[comity_similarity_get_state (similarity, i)] == family)
          {
            self->group[i] = (guint32) self->n;
            any = TRUE;
          }
      if (any)
        self->names[self->n++] = g_strdup (titles[family]);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *x = *(const char *const *) a, *y = *(const char *const *) b;

  if ((*x == '\0') != (*y == '\0'))
    return *x == '\0' ? 1 : -1;
  return strcmp (x, y);
}

static void
group_by_region (ComityBlocks *self, ComityPanel *panel, ComitySimilarity *similarity)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) regions = g_ptr_array_new ();

  for (gsize i = 0; i < self->n_rows; i++)
    {
      const char *region =
          comity_panel_peek_state_region (panel, comity_similarity_get_state (similarity, i));

      if (g_hash_table_add (numbers, (gpointer) region))
        g_ptr_array_add (regions, (gpointer) region);
    }
  g_ptr_array_sort (regions, compare_names);
  self->n = regions->len;
  self->names = g_new0 (char *, self->n + 1);
  for (gsize g = 0; g < self->n; g++)
    {
      const char *region = regions->pdata[g];

      g_hash_table_replace (numbers, (gpointer) region, GSIZE_TO_POINTER (g));
      self->names[g] = g_strdup (*region != '\0' ? region : "No region");
    }
  for (gsize i = 0; i < self->n_rows; i++)
    self->group[i] = GPOINTER_TO_UINT (g_hash_table_lookup (
        numbers,
        comity_panel_peek_state_region (panel, comity_similarity_get_state (similarity, i))));
}

static void
add_up (ComityBlocks *self, ComitySimilarity *similarity)
{
  gsize n_blocks = self->n * (self->n + 1) / 2;

  self->sizes = g_new0 (gsize, self->n + 1);
  self->means = g_new0 (double, n_blocks + 1);
  self->n_pairs = g_new0 (gsize, n_blocks + 1);
  self->n_pairs_all = g_new0 (gsize, n_blocks + 1);
  for (gsize i = 0; i < self->n_rows; i++)
    {
      self->sizes[self->group[i]]++;
      for (gsize j = 0; j < i; j++)
        {
          gsize block = comity_similarity_pair_index (self->group[i], self->group[j]);
          double value = comity_similarity_get (similarity, i, j);

          self->n_pairs_all[block]++;
          if (isnan (value))
            continue;
          self->n_pairs[block]++;
          self->means[block] += value;
        }
    }
  for (gsize b = 0; b < n_blocks; b++)
    self->means[b] = self->n_pairs[b] > 0 ? self->means[b] / (double) self->n_pairs[b] : NAN;
}

ComityBlocks *
comity_blocks_new (ComityPanel *panel, ComitySimilarity *similarity, ComityGrouping grouping)
{
  ComityBlocks *self;

  g_return_val_if_fail (panel != NULL && similarity != NULL, NULL);
  g_return_val_if_fail (grouping != COMITY_GROUPING_NONE, NULL);

  self = g_new0 (ComityBlocks, 1);
  self->n_rows = comity_similarity_get_n (similarity);
  self->group = g_new0 (guint32, self->n_rows + 1);
  if (grouping == COMITY_GROUPING_TRADITION)
    group_by_tradition (self, panel, similarity);
  else
    group_by_region (self, panel, similarity);
  add_up (self, similarity);
  return self;
}

void
comity_blocks_free (ComityBlocks *self)
{
  if (self == NULL)
    return;
  for (gsize g = 0; g < self->n; g++)
    g_free (self->names[g]);
  g_free (self->names);
  g_free (self->sizes);
  g_free (self->group);
  g_free (self->means);
  g_free (self->n_pairs);
  g_free (self->n_pairs_all);
  g_free (self);
}
