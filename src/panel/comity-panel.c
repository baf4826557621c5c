/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel object: a dataset of dyad-years and its index. Opening a dataset as a panel, and
 * reading states, dyads, rows and years from one. Ties, state variables and the default formula
 * have files of their own. */
#include "config.h"

#include "comity-panel-private.h"

#include "comity-timeline.h"

G_DEFINE_QUARK (comity - panel - error - quark, comity_panel_error)

ComityPanel *
comity_panel_new_with_index (ComityDataset *dataset, PanelIndex *index)
{
  ComityPanel *self = g_new0 (ComityPanel, 1);
  g_autoptr (ComityTimeline) timeline = comity_timeline_new (
      index->n_rows, index->row_dyads, index->n_dyads, index->row_years,
      comity_panel_index_ref (index), (GDestroyNotify) comity_panel_index_unref);

  g_atomic_ref_count_init (&self->ref_count);
  self->dataset = comity_dataset_with_timeline (dataset, timeline);
  self->index = index;
  return self;
}

ComityPanel *
comity_panel_new (ComityDataset *dataset,
                  const ComityRoles *roles,
                  ComityWorld *world,
                  ComityProgress *progress,
                  GError **error)
{
  g_autoptr (PanelIndex) index = NULL;
  g_autoptr (ComityProgress) filling = NULL;
  g_autofree guint32 *row_a = NULL;
  g_autofree guint32 *row_b = NULL;
  g_autofree gint16 *row_years = NULL;
  gsize n_rows;

  g_return_val_if_fail (dataset != NULL && roles != NULL, NULL);

  comity_progress_report (progress, 0.0, "Numbering states and dyads");
  n_rows = comity_dataset_get_n_rows (dataset);
  index = comity_panel_index_new ();
  index->roles = *roles;
  index->world = world != NULL ? comity_world_ref (world) : NULL;
  row_a = g_try_new (guint32, MAX (n_rows, 1));
  row_b = g_try_new (guint32, MAX (n_rows, 1));
  row_years = g_try_new (gint16, MAX (n_rows, 1));
  if (row_a == NULL || row_b == NULL || row_years == NULL)
    {
      g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_TOO_LARGE,
                   "%" G_GSIZE_FORMAT " rows are too many: their states need %" G_GSIZE_FORMAT
                   " MB of memory.",
                   n_rows, n_rows / 1000000 * 10);
      return NULL;
    }
  if (!comity_panel_index_read_states (index, dataset, row_a, row_b, progress, error) ||
      !comity_panel_index_read_years (index, dataset, row_years, row_a, progress, error))
    return NULL;

  comity_progress_set (progress, 0.3);
  filling = comity_progress_new_part (progress, 0.3, 0.9);
  if (!comity_panel_index_fill (index, row_a, row_b, row_years, n_rows, TRUE, filling, error))
    return NULL;
  comity_panel_index_name_states (index, dataset);
  comity_panel_index_add_keys (index);
  comity_panel_index_find_events (index, dataset);
  index->variables_from = comity_dataset_ref (dataset);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  comity_progress_set (progress, 1.0);
  return comity_panel_new_with_index (dataset, g_steal_pointer (&index));
}

ComityPanel *
comity_panel_ref (ComityPanel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_panel_unref (ComityPanel *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  comity_dataset_unref (self->dataset);
  comity_panel_index_unref (self->index);
  g_free (self);
}

ComityPanel *
comity_panel_with_columns (ComityPanel *self, GPtrArray *columns)
{
  g_autoptr (ComityDatasetBuilder) builder = NULL;
  g_autoptr (ComityDataset) dataset = NULL;

  g_return_val_if_fail (self != NULL && columns != NULL, NULL);

  builder = comity_dataset_builder_new_from (self->dataset);
  for (guint i = 0; i < columns->len; i++)
    comity_dataset_builder_take_column (builder, comity_column_ref (columns->pdata[i]));
  dataset = comity_dataset_builder_end (builder);
  g_ptr_array_unref (columns);
  return comity_panel_new_with_index (dataset, comity_panel_index_ref (self->index));
}

ComityDataset *
comity_panel_peek_dataset (const ComityPanel *self)
{
  return self->dataset;
}

const ComityRoles *
comity_panel_peek_roles (const ComityPanel *self)
{
  return &self->index->roles;
}

ComityWorld *
comity_panel_peek_world (const ComityPanel *self)
{
  return self->index->world;
}

const ComityTreatyNetwork *
comity_panel_peek_network (const ComityPanel *self)
{
  return self->index->network < 0
             ? NULL
             : comity_world_peek_network (self->index->world, (gsize) self->index->network);
}

gboolean
comity_panel_is_bundled (const ComityPanel *self)
{
  return self->index->bundled;
}

gboolean
comity_panel_is_directed (const ComityPanel *self)
{
  return self->index->directed;
}

gsize
comity_panel_get_n_states (const ComityPanel *self)
{
  return self->index->n_states;
}

const char *
comity_panel_peek_state_code (const ComityPanel *self, gsize state)
{
  g_return_val_if_fail (state < self->index->n_states, "");

  return self->index->states[state].code;
}

const char *
comity_panel_peek_state_name (const ComityPanel *self, gsize state)
{
  g_return_val_if_fail (state < self->index->n_states, "");

  return self->index->states[state].name;
}

const char *
comity_panel_peek_state_region (const ComityPanel *self, gsize state)
{
  g_return_val_if_fail (state < self->index->n_states, "");

  return self->index->states[state].region;
}

gssize
comity_panel_get_world_state (const ComityPanel *self, gsize state)
{
  g_return_val_if_fail (state < self->index->n_states, -1);

  return self->index->states[state].world;
}

static gssize
find_world_state (const PanelIndex *index, gssize world_state)
{
  if (world_state >= 0)
    for (gsize s = 0; s < index->n_states; s++)
      if (index->states[s].world == world_state)
        return (gssize) s;
  return -1;
}

gssize
comity_panel_find_state (const ComityPanel *self, const char *text)
{
  return comity_panel_find_state_in (self, text, 0);
}

gssize
comity_panel_find_state_in (const ComityPanel *self, const char *text, int year)
{
  const PanelIndex *index;
  g_autofree char *trimmed = NULL;
  g_autofree char *key = NULL;
  gssize state;

  g_return_val_if_fail (self != NULL && text != NULL, -1);

  index = self->index;
  trimmed = g_strstrip (g_strdup (text));
  key = g_utf8_casefold (trimmed, -1);
  /* A file's own codes come before the world's: in a file that numbers its states 1, 2, 3 … "2" is
   * not the United States. The bundled panel's ISO3 codes can stand for two states in turn (West
   * Germany and Germany): there the world decides. */
  if (!index->bundled)
    {
      state = (gssize) GPOINTER_TO_SIZE (g_hash_table_lookup (index->state_keys, key)) - 1;
      if (state >= 0)
        return state;
    }
  if (index->world != NULL && *trimmed != '\0')
    {
      int years[] = { year, index->first_year + (int) index->n_years - 1, index->first_year };

      for (gsize i = 0; i < G_N_ELEMENTS (years); i++)
        {
          state =
              find_world_state (index, comity_world_find_state (index->world, trimmed, years[i]));
          if (state >= 0)
            return state;
        }
    }
  return (gssize) GPOINTER_TO_SIZE (g_hash_table_lookup (index->state_keys, key)) - 1;
}

gssize
comity_panel_require_state (const ComityPanel *self, const char *text, int year, GError **error)
{
  const PanelIndex *index = self->index;
  gssize state = comity_panel_find_state_in (self, text, year);
  int first, last;

  if (state >= 0)
    return state;

  if (index->world != NULL && comity_world_require_state (index->world, text, year, error) < 0)
    return -1;
  comity_panel_get_years (self, &first, &last);
  g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
               "%s has no state “%s” in %d–%d; its states are written like %s.",
               comity_dataset_peek_name (self->dataset), text, first, last,
               index->n_states > 0 ? index->states[index->n_states - 1].code : "nothing");
  return -1;
}

void
comity_panel_get_years (const ComityPanel *self, int *first, int *last)
{
  g_return_if_fail (self != NULL);

  if (first != NULL)
    *first = self->index->first_year;
  if (last != NULL)
    *last = self->index->first_year + (int) self->index->n_years - 1;
}

gboolean
comity_panel_state_exists (const ComityPanel *self, gsize state, int year)
{
  g_return_val_if_fail (state < self->index->n_states, FALSE);

  return comity_panel_index_exists (self->index, state, year);
}

guint32 *
comity_panel_dup_year_states (const ComityPanel *self, int year, gsize *n)
{
  gsize n_all = comity_panel_get_n_states (self);
  guint32 *states = g_new (guint32, n_all + 1);

  *n = 0;
  for (gsize s = 0; s < n_all; s++)
    if (comity_panel_state_exists (self, s, year))
      states[(*n)++] = (guint32) s;
  return states;
}

gssize
comity_panel_find_in_states (const guint32 *states, gsize n, guint32 state)
{
  gsize low = 0;
  gsize high = n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (states[middle] < state)
        low = middle + 1;
      else
        high = middle;
    }
  return low < n && states[low] == state ? (gssize) low : -1;
}

gsize
comity_panel_get_n_dyads (const ComityPanel *self)
{
  return self->index->n_dyads;
}

gboolean
comity_panel_check_year (const ComityPanel *self, int year, GError **error)
{
  const PanelIndex *index = self->index;

  for (gsize s = 0; s < index->n_states; s++)
    if (comity_panel_index_exists (index, s, year))
      return TRUE;
  g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_YEARS,
               "%s has no state in %d; its years are %d–%d.",
               comity_dataset_peek_name (self->dataset), year, index->first_year,
               index->first_year + (int) index->n_years - 1);
  return FALSE;
}

void
comity_panel_get_row (const ComityPanel *self, gsize row, guint32 *a, guint32 *b, int *year)
{
  const PanelIndex *index = self->index;
  guint32 dyad;

  g_return_if_fail (row < index->n_rows);

  dyad = index->row_dyads[row];
  if (a != NULL)
    *a = dyad == COMITY_PANEL_NONE ? COMITY_PANEL_NONE : index->dyad_a[dyad];
  if (b != NULL)
    *b = dyad == COMITY_PANEL_NONE ? COMITY_PANEL_NONE : index->dyad_b[dyad];
  if (year != NULL)
    *year = index->row_years[row];
}

gssize
comity_panel_find_row (const ComityPanel *self, gsize a, gsize b, int year)
{
  const PanelIndex *index = self->index;
  gssize dyad = comity_panel_index_find_dyad (index, (guint32) a, (guint32) b);
  gsize from, to, end;

  if (dyad < 0)
    return -1;

  from = index->dyad_offsets[dyad];
  to = end = index->dyad_offsets[dyad + 1];
  while (from < to)
    {
      gsize middle = from + (to - from) / 2;

      if (index->row_years[index->dyad_rows[middle]] < year)
        from = middle + 1;
      else
        to = middle;
    }
  return from < end && index->row_years[index->dyad_rows[from]] == year
             ? (gssize) index->dyad_rows[from]
             : -1;
}

const guint32 *
comity_panel_peek_dyad_rows (const ComityPanel *self, gsize a, gsize b, gsize *n)
{
  const PanelIndex *index = self->index;
  gssize dyad = comity_panel_index_find_dyad (index, (guint32) a, (guint32) b);

  *n = dyad < 0 ? 0 : index->dyad_offsets[dyad + 1] - index->dyad_offsets[dyad];
  return dyad < 0 ? NULL : index->dyad_rows + index->dyad_offsets[dyad];
}

const guint32 *
comity_panel_peek_year_rows (const ComityPanel *self, int year, gsize *n)
{
  const PanelIndex *index = self->index;
  gsize y = (gsize) (year - index->first_year);

  *n = 0;
  if (year < index->first_year || y >= index->n_years)
    return NULL;
  *n = index->year_offsets[y + 1] - index->year_offsets[y];
  return index->year_rows + index->year_offsets[y];
}

const gint16 *
comity_panel_peek_row_years (const ComityPanel *self)
{
  return self->index->row_years;
}

void
comity_panel_get_dyad (const ComityPanel *self, gsize dyad, guint32 *a, guint32 *b)
{
  g_return_if_fail (dyad < self->index->n_dyads);

  *a = self->index->dyad_a[dyad];
  *b = self->index->dyad_b[dyad];
}

const guint32 *
comity_panel_peek_row_dyads (const ComityPanel *self)
{
  return self->index->row_dyads;
}
