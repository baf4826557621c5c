/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index behind a panel: rows in the order of dyads and of years; comity-panel-index-fill.c
 * fills it. */
#include "config.h"

#include "comity-panel-private.h"

static void
panel_variable_free (gpointer data)
{
  PanelVariable *variable = data;

  g_free (variable->name);
  g_free (variable->label);
  g_clear_pointer (&variable->first, comity_column_unref);
  g_clear_pointer (&variable->second, comity_column_unref);
  g_free (variable);
}

PanelIndex *
comity_panel_index_new (void)
{
  PanelIndex *self = g_new0 (PanelIndex, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->network = -1;
  for (gsize i = 0; i < COMITY_N_ROLES; i++)
    self->roles.column[i] = -1;
  self->state_keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->events = g_array_new (FALSE, FALSE, sizeof (PanelEvent));
  self->variables = g_ptr_array_new_with_free_func (panel_variable_free);
  return self;
}

PanelIndex *
comity_panel_index_ref (PanelIndex *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_panel_index_unref (PanelIndex *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (gsize i = 0; i < self->n_states; i++)
    {
      g_free (self->states[i].code);
      g_free (self->states[i].name);
    }
  g_free (self->states);
  g_hash_table_unref (self->state_keys);
  g_free (self->exists);
  g_free (self->dyad_first);
  g_free (self->dyad_a);
  g_free (self->dyad_b);
  g_free (self->row_dyads);
  g_free (self->row_years);
  g_free (self->row_flipped);
  g_free (self->dyad_offsets);
  g_free (self->dyad_rows);
  g_free (self->year_offsets);
  g_free (self->year_rows);
  g_array_unref (self->events);
  g_ptr_array_unref (self->variables);
  g_clear_pointer (&self->variables_from, comity_dataset_unref);
  g_clear_pointer (&self->world, comity_world_unref);
  g_free (self);
}

gssize
comity_panel_index_find_dyad (const PanelIndex *self, guint32 a, guint32 b)
{
  gsize from, to;

  if (a >= self->n_states || b >= self->n_states)
    return -1;
  if (!self->directed && a > b)
    {
      guint32 swap = a;

      a = b;
      b = swap;
    }
  from = self->dyad_first[a];
  to = self->dyad_first[a + 1];
  while (from < to)
    {
      gsize middle = from + (to - from) / 2;

      if (self->dyad_b[middle] < b)
        from = middle + 1;
      else
        to = middle;
    }
  return from < self->dyad_first[a + 1] && self->dyad_b[from] == b ? (gssize) from : -1;
}
