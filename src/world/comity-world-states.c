/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The states of a world and when they existed. Their codes and names are in comity-world-codes. */
#include "config.h"

#include "comity-world-private.h"

#include <string.h>

#define OPEN_DAY 99991231

static gboolean
load_state_table (ComityWorld *self, GResource *resource, GError **error)
{
  static const char *const columns[] = { "cow",    "gw",      "iso3", "iso2", "name",
                                         "region", "capital", "lat",  "lon" };
  ComitySheet *sheet = comity_sheet_read (resource, "states", error);
  gsize column[G_N_ELEMENTS (columns)];

  if (sheet == NULL)
    return FALSE;
  comity_world_keep_sheet (self, sheet);

  for (gsize j = 0; j < G_N_ELEMENTS (columns); j++)
    column[j] = comity_sheet_find_column (sheet, columns[j]);
  self->n_states = comity_sheet_get_n_rows (sheet);
  self->n_pairs = self->n_states * (self->n_states - 1) / 2;
  self->states = g_new0 (ComityState, self->n_states);
  self->by_cow = g_hash_table_new (NULL, NULL);
  for (gsize i = 0; i < self->n_states; i++)
    {
      ComityState *state = &self->states[i];

      state->cow = comity_sheet_get_int (sheet, i, column[0], 0);
      state->gw = comity_sheet_get_int (sheet, i, column[1], 0);
      state->iso3 = comity_sheet_peek_text (sheet, i, column[2]);
      state->iso2 = comity_sheet_peek_text (sheet, i, column[3]);
      state->name = comity_sheet_peek_text (sheet, i, column[4]);
      state->region = comity_sheet_peek_text (sheet, i, column[5]);
      state->capital = comity_sheet_peek_text (sheet, i, column[6]);
      state->latitude = comity_sheet_get_double (sheet, i, column[7]);
      state->longitude = comity_sheet_get_double (sheet, i, column[8]);
      if (i > 0 && state->cow <= state[-1].cow)
        comity_sheet_set_damaged (sheet, i, column[0]);
      g_hash_table_insert (self->by_cow, GINT_TO_POINTER (state->cow), GSIZE_TO_POINTER (i + 1));
    }
  return comity_sheet_check (sheet, error);
}

/* The rows come by state and day; start[k] counts on. */
static gboolean
load_spell_table (ComityWorld *self, GResource *resource, GError **error)
{
  g_autoptr (ComitySheet) sheet = comity_sheet_read (resource, "state_spells", error);
  gsize cow, start, end;
  gsize n;
  gsize state = 0;

  if (sheet == NULL)
    return FALSE;

  cow = comity_sheet_find_column (sheet, "cow");
  start = comity_sheet_find_column (sheet, "start");
  end = comity_sheet_find_column (sheet, "end");
  n = comity_sheet_get_n_rows (sheet);
  self->spells = g_new0 (ComitySpell, n);
  self->spell_start = g_new0 (guint32, self->n_states + 1);
  for (gsize i = 0; i < n; i++)
    {
      gsize next = comity_world_get_cell_state (self, sheet, i, cow);

      if (next < state)
        comity_sheet_set_damaged (sheet, i, cow);
      while (state < next)
        self->spell_start[++state] = i;
      self->spells[i].start_day = comity_world_parse_day (comity_sheet_peek_text (sheet, i, start));
      self->spells[i].end_day = comity_world_parse_day (comity_sheet_peek_text (sheet, i, end));
      if (self->spells[i].end_day == 0)
        self->spells[i].end_day = OPEN_DAY;
      if (self->spells[i].start_day == 0 || self->spells[i].end_day < self->spells[i].start_day)
        comity_sheet_set_damaged (sheet, i, start);
    }
  while (state < self->n_states)
    self->spell_start[++state] = n;
  return comity_sheet_check (sheet, error);
}

gboolean
comity_world_load_states (ComityWorld *self, GResource *resource, GError **error)
{
  return load_state_table (self, resource, error) && load_spell_table (self, resource, error);
}

void
comity_world_clear_states (ComityWorld *self)
{
  g_clear_pointer (&self->states, g_free);
  g_clear_pointer (&self->spells, g_free);
  g_clear_pointer (&self->spell_start, g_free);
  g_clear_pointer (&self->by_cow, g_hash_table_unref);
}

gsize
comity_world_get_n_states (const ComityWorld *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_states;
}

const ComityState *
comity_world_peek_state (const ComityWorld *self, gsize state)
{
  g_return_val_if_fail (self != NULL && state < self->n_states, NULL);

  return &self->states[state];
}

gboolean
comity_world_state_exists (const ComityWorld *self, gsize state, int year)
{
  g_return_val_if_fail (self != NULL && state < self->n_states, FALSE);

  for (gsize i = self->spell_start[state]; i < self->spell_start[state + 1]; i++)
    if (self->spells[i].start_day / 10000 <= year && year <= self->spells[i].end_day / 10000)
      return TRUE;
  return FALSE;
}

void
comity_world_get_state_years (const ComityWorld *self, gsize state, int *first, int *last)
{
  g_return_if_fail (self != NULL && state < self->n_states && first != NULL && last != NULL);

  *first = self->spells[self->spell_start[state]].start_day / 10000;
  *last = self->spells[self->spell_start[state + 1] - 1].end_day / 10000;
  *last = MIN (*last, COMITY_WORLD_LAST_YEAR);
}
