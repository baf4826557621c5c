/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What joins pairs of states: distance, language, colonial ties, contiguity, alliances. Treaties
 * are in comity-world-treaties. */
#include "config.h"

#include "comity-world-private.h"

#include <math.h>
#include <string.h>

enum
{
  RELATION_LANGUAGE = 1 << 0,
  RELATION_COLONY = 1 << 1,
  RELATION_COLONIZER = 1 << 2,
  RELATION_KNOWN = 1 << 3,
};

#define NO_DISTANCE G_MAXUINT16

/* Reads the two parties of a row; the lower comes first, and both differ. */
static gboolean
read_pair (const ComityWorld *self, ComitySheet *sheet, gsize row, gsize a, gsize b, gsize *pair)
{
  gsize low = comity_world_get_cell_state (self, sheet, row, a);
  gsize high = comity_world_get_cell_state (self, sheet, row, b);

  if (low >= high)
    {
      comity_sheet_set_damaged (sheet, row, b);
      return FALSE;
    }
  *pair = comity_world_pair (self, low, high);
  return TRUE;
}

static gboolean
load_dyads (ComityWorld *self, GResource *resource, GError **error)
{
  g_autoptr (ComitySheet) sheet = comity_sheet_read (resource, "dyads", error);
  gsize a, b, distance, language, colony, colonizer;

  if (sheet == NULL)
    return FALSE;

  a = comity_sheet_find_column (sheet, "cow_a");
  b = comity_sheet_find_column (sheet, "cow_b");
  distance = comity_sheet_find_column (sheet, "distance_km");
  language = comity_sheet_find_column (sheet, "common_language");
  colony = comity_sheet_find_column (sheet, "colony");
  colonizer = comity_sheet_find_column (sheet, "common_colonizer");
  self->distance = g_new (guint16, self->n_pairs);
  self->relations = g_new0 (guint8, self->n_pairs);
  for (gsize pair = 0; pair < self->n_pairs; pair++)
    self->distance[pair] = NO_DISTANCE;
  for (gsize i = 0; i < comity_sheet_get_n_rows (sheet); i++)
    {
      int km = comity_sheet_get_int (sheet, i, distance, NO_DISTANCE);
      gsize pair;

      if (!read_pair (self, sheet, i, a, b, &pair))
        break;
      if (km < 0 || km > NO_DISTANCE)
        comity_sheet_set_damaged (sheet, i, distance);
      self->distance[pair] = km;
      if (*comity_sheet_peek_text (sheet, i, language) != '\0')
        self->relations[pair] = RELATION_KNOWN;
      if (comity_sheet_get_int (sheet, i, language, 0) == 1)
        self->relations[pair] |= RELATION_LANGUAGE;
      if (comity_sheet_get_int (sheet, i, colony, 0) == 1)
        self->relations[pair] |= RELATION_COLONY;
      if (comity_sheet_get_int (sheet, i, colonizer, 0) == 1)
        self->relations[pair] |= RELATION_COLONIZER;
    }
  return comity_sheet_check (sheet, error);
}

/* Runs of pairs; the value is @column's number, or its absence (0 = yes, 1 = no) when @inverted, so
 * that the smaller value is the stronger tie in both tables. */
static gboolean
load_pair_runs (ComityWorld *self,
                GResource *resource,
                const char *table,
                const char *column,
                gboolean inverted,
                ComityRuns *out,
                int *last_year,
                GError **error)
{
  g_autoptr (ComitySheet) sheet = comity_sheet_read (resource, table, error);
  GArray *runs;
  gsize a, b, first, last, value;

  if (sheet == NULL)
    return FALSE;

  runs = g_array_new (FALSE, FALSE, sizeof (ComityRun));
  a = comity_sheet_find_column (sheet, "cow_a");
  b = comity_sheet_find_column (sheet, "cow_b");
  first = comity_sheet_find_column (sheet, "first_year");
  last = comity_sheet_find_column (sheet, "last_year");
  value = comity_sheet_find_column (sheet, column);
  *last_year = G_MININT;
  for (gsize i = 0; i < comity_sheet_get_n_rows (sheet); i++)
    {
      int number = comity_sheet_get_int (sheet, i, value, 0);
      ComityRun run = {
        .first_year = comity_sheet_get_int (sheet, i, first, G_MININT16),
        .last_year = comity_sheet_get_int (sheet, i, last, COMITY_WORLD_LAST_YEAR),
        .value = inverted ? number == 0 : number,
      };
      gsize pair;

      if (!read_pair (self, sheet, i, a, b, &pair))
        break;
      run.key = pair;
      *last_year = MAX (*last_year, run.last_year);
      g_array_append_val (runs, run);
    }
  comity_runs_init (out, runs, self->n_pairs);
  return comity_sheet_check (sheet, error);
}

gboolean
comity_world_load_pairs (ComityWorld *self, GResource *resource, GError **error)
{
  int last_contiguity_year;

  return load_dyads (self, resource, error) &&
         load_pair_runs (self, resource, "contiguity", "type", FALSE, &self->contiguity,
                         &last_contiguity_year, error) &&
         load_pair_runs (self, resource, "alliances", "defense", TRUE, &self->alliances,
                         &self->last_alliance_year, error);
}

void
comity_world_clear_pairs (ComityWorld *self)
{
  g_clear_pointer (&self->distance, g_free);
  g_clear_pointer (&self->relations, g_free);
  comity_runs_clear (&self->contiguity);
  comity_runs_clear (&self->alliances);
}

void
comity_world_get_dyad (const ComityWorld *self, gsize a, gsize b, ComityWorldDyad *dyad)
{
  gsize pair;

  g_return_if_fail (self != NULL && dyad != NULL);
  g_return_if_fail (a < self->n_states && b < self->n_states && a != b);

  pair = comity_world_pair (self, a, b);
  dyad->distance_km = self->distance[pair] == NO_DISTANCE ? NAN : self->distance[pair];
  dyad->common_language = (self->relations[pair] & RELATION_LANGUAGE) != 0;
  dyad->colony = (self->relations[pair] & RELATION_COLONY) != 0;
  dyad->common_colonizer = (self->relations[pair] & RELATION_COLONIZER) != 0;
  dyad->known = (self->relations[pair] & RELATION_KNOWN) != 0;
}

int
comity_world_get_contiguity (const ComityWorld *self, gsize a, gsize b, int year)
{
  const ComityRun *run;

  g_return_val_if_fail (self != NULL && a != b, -1);
  g_return_val_if_fail (a < self->n_states && b < self->n_states, -1);

  if (year < COMITY_WORLD_FIRST_YEAR || year > COMITY_WORLD_LAST_YEAR)
    return -1;
  run = comity_runs_find (&self->contiguity, comity_world_pair (self, a, b), year);
  return run ? (int)run->value : 0;
}

int
comity_world_get_defense_alliance (const ComityWorld *self, gsize a, gsize b, int year)
{
  const ComityRun *run;

  g_return_val_if_fail (self != NULL && a != b, -1);
  g_return_val_if_fail (a < self->n_states && b < self->n_states, -1);

  if (year < COMITY_WORLD_FIRST_YEAR || year > self->last_alliance_year)
    return -1;
  run = comity_runs_find (&self->alliances, comity_world_pair (self, a, b), year);
  return run != NULL && run->value == 0;
}
