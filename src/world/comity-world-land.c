/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outlines of land and of the lakes in it, for maps. */
#include "config.h"

#include "comity-world-private.h"

#include <stdlib.h>
#include <string.h>

/* The table holds hundredths of a degree. */
#define PER_DEGREE 100.0

/* The next number of a list of them, or FALSE. */
static gboolean
read_number (const char **text, double *value)
{
  char *end;
  long number = strtol (*text, &end, 10);

  if (end == *text || (*end != ' ' && *end != '\0'))
    return FALSE;
  *text = end + (*end == ' ');
  *value = (double) number / PER_DEGREE;
  return TRUE;
}

static gboolean
read_places (const char *text, GArray *places)
{
  while (*text != '\0')
    {
      ComityPlace place;

      if (!read_number (&text, &place.longitude) || !read_number (&text, &place.latitude) ||
          ABS (place.longitude) > 180.0 || ABS (place.latitude) > 90.0)
        return FALSE;
      g_array_append_val (places, place);
    }
  return TRUE;
}

gboolean
comity_world_load_land (ComityWorld *self, GResource *resource, GError **error)
{
  g_autoptr (ComitySheet) sheet = comity_sheet_read (resource, "land", error);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (ComityPlace));
  gsize kind, points;

  if (sheet == NULL)
    return FALSE;
  kind = comity_sheet_find_column (sheet, "kind");
  points = comity_sheet_find_column (sheet, "points");
  self->n_outlines = comity_sheet_get_n_rows (sheet);
  self->outlines = g_new0 (ComityOutline, self->n_outlines + 1);
  for (gsize i = 0; i < self->n_outlines; i++)
    {
      gsize start = places->len;

      if (!read_places (comity_sheet_peek_text (sheet, i, points), places) ||
          places->len < start + 3)
        comity_sheet_set_damaged (sheet, i, points);
      self->outlines[i].is_lake = g_str_equal (comity_sheet_peek_text (sheet, i, kind), "lake");
      self->outlines[i].n = places->len - start;
    }
  /* Borrowed only now: the array moved while it grew. */
  self->places = (ComityPlace *) g_array_free (g_steal_pointer (&places), FALSE);
  for (gsize i = 0, at = 0; i < self->n_outlines; i++)
    {
      self->outlines[i].places = self->places + at;
      at += self->outlines[i].n;
    }
  return comity_sheet_check (sheet, error);
}

void
comity_world_clear_land (ComityWorld *self)
{
  g_clear_pointer (&self->outlines, g_free);
  g_clear_pointer (&self->places, g_free);
}

const ComityOutline *
comity_world_peek_outlines (const ComityWorld *self, gsize *n_outlines)
{
  g_return_val_if_fail (self != NULL && n_outlines != NULL, NULL);

  *n_outlines = self->n_outlines;
  return self->outlines;
}
