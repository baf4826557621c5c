/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What states are called, through time: codes and names to states, states to names. Text is folded
 * (case, accents, punctuation) before it is compared. */
#include "config.h"

#include "comity-world-private.h"

#include "comity-roles.h"

#include <stdlib.h>
#include <string.h>

#define N_SUGGESTIONS 3
#define MIN_PART 4 /* letters of a name that are enough to know it by */

/* ComityCode.system of the three-letter abbreviations of COW: only looked at when nothing else
 * fits. */
#define SYSTEM_ABBREVIATION G_MAXUINT8

/* @text in small letters without accents; dots, apostrophes and commas fall out, "&" is "and",
 * anything else that is no letter or digit is one space. */
static char *
fold (const char *text)
{
  g_autofree char *lower = g_utf8_casefold (text, -1);
  g_autofree char *plain = g_utf8_normalize (lower, -1, G_NORMALIZE_NFKD);
  GString *out = g_string_new (NULL);
  gboolean space = FALSE;

  for (const char *p = plain ? plain : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '.' || c == '\'' || c == ',' || c == 0x2019 || g_unichar_ismark (c))
        continue;
      if (c == '-' && out->len == 0 && g_ascii_isdigit (p[1]))
        {
          g_string_append_c (out, '-');
          continue;
        }
      if (c != '&' && !g_unichar_isalnum (c))
        {
          space = TRUE;
          continue;
        }
      if (space && out->len > 0)
        g_string_append_c (out, ' ');
      space = FALSE;
      if (c == '&')
        g_string_append (out, "and");
      else
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

/* UNKNOWN for the codes of single sources, by which nobody asks. */
static guint8
system_of (const char *name)
{
  static const struct
  {
    const char *name;
    guint8 system;
  } systems[] = { { "iso3", COMITY_CODES_ISO3 },  { "iso2", COMITY_CODES_ISO2 },
                  { "gw", COMITY_CODES_GW },      { "name", COMITY_CODES_NAME },
                  { "alias", COMITY_CODES_NAME }, { "cow_abbrev", SYSTEM_ABBREVIATION } };

  for (gsize i = 0; i < G_N_ELEMENTS (systems); i++)
    if (g_str_equal (systems[i].name, name))
      return systems[i].system;
  return COMITY_CODES_UNKNOWN;
}

gboolean
comity_world_load_codes (ComityWorld *self, GResource *resource, GError **error)
{
  ComitySheet *sheet = comity_sheet_read (resource, "state_codes", error);
  GArray *names = g_array_new (FALSE, FALSE, sizeof (ComityRun));
  gsize system, code, cow, first, last;

  self->name_texts = g_ptr_array_new ();
  self->codes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  if (sheet == NULL)
    {
      g_array_unref (names);
      return FALSE;
    }
  comity_world_keep_sheet (self, sheet);

  system = comity_sheet_find_column (sheet, "system");
  code = comity_sheet_find_column (sheet, "code");
  cow = comity_sheet_find_column (sheet, "cow");
  first = comity_sheet_find_column (sheet, "first_year");
  last = comity_sheet_find_column (sheet, "last_year");
  for (gsize i = 0; i < comity_sheet_get_n_rows (sheet); i++)
    {
      const char *name = comity_sheet_peek_text (sheet, i, system);
      ComityCode meaning = {
        .state = comity_world_get_cell_state (self, sheet, i, cow),
        .first_year = comity_sheet_get_int (sheet, i, first, G_MININT16),
        .last_year = comity_sheet_get_int (sheet, i, last, G_MAXINT16),
        .system = system_of (name),
      };
      GArray *meanings;
      char *key;

      if (meaning.system == COMITY_CODES_UNKNOWN)
        continue;
      key = fold (comity_sheet_peek_text (sheet, i, code));
      meanings = g_hash_table_lookup (self->codes, key);
      if (g_str_equal (name, "name"))
        {
          ComityRun run = { meaning.state, meaning.first_year, meaning.last_year,
                            self->name_texts->len };

          g_ptr_array_add (self->name_texts, (char *)comity_sheet_peek_text (sheet, i, code));
          g_array_append_val (names, run);
        }
      if (meanings == NULL)
        {
          meanings = g_array_new (FALSE, FALSE, sizeof (ComityCode));
          g_hash_table_insert (self->codes, key, meanings);
        }
      else
        g_free (key);
      g_array_append_val (meanings, meaning);
    }
  comity_runs_init (&self->names, names, self->n_states);
  return comity_sheet_check (sheet, error);
}

void
comity_world_clear_codes (ComityWorld *self)
{
  comity_runs_clear (&self->names);
  g_clear_pointer (&self->name_texts, g_ptr_array_unref);
  g_clear_pointer (&self->codes, g_hash_table_unref);
}

const char *
comity_world_peek_state_name (const ComityWorld *self, gsize state, int year)
{
  const ComityRun *run;

  g_return_val_if_fail (self != NULL && state < self->n_states, "");

  run = comity_runs_find (&self->names, state, year);
  return run ? g_ptr_array_index (self->name_texts, run->value) : self->states[state].name;
}

/* How well a meaning fits the year, larger is better: a code valid in the year, a state that
 * existed in it, and among those the state that lasted longer. */
static gint64
fitness (const ComityWorld *self, const ComityCode *meaning, int year)
{
  gint32 end = self->spells[self->spell_start[meaning->state + 1] - 1].end_day;
  gint64 fit = 0;

  if (year == 0)
    return (gint64)meaning->last_year * 100000000 + end;
  if (meaning->first_year <= year && year <= meaning->last_year)
    fit += 2;
  if (comity_world_state_exists (self, meaning->state, year))
    fit += 1;
  return fit * 100000000 + end;
}

static gssize
find_in_system (const ComityWorld *self, guint8 system, const char *folded, int year)
{
  GArray *meanings = g_hash_table_lookup (self->codes, folded);
  gint64 best_fit = G_MININT64;
  gssize best = -1;

  for (gsize i = 0; meanings != NULL && i < meanings->len; i++)
    {
      const ComityCode *meaning = &g_array_index (meanings, ComityCode, i);
      gint64 fit;

      if (meaning->system != system)
        continue;
      fit = fitness (self, meaning, year);
      if (fit > best_fit)
        {
          best_fit = fit;
          best = meaning->state;
        }
    }
  return best;
}

static gssize
find_cow (const ComityWorld *self, const char *text)
{
  gint64 cow;

  if (!g_ascii_string_to_signed (text, 10, 1, G_MAXINT, &cow, NULL))
    return -1;
  return (gssize)GPOINTER_TO_SIZE (g_hash_table_lookup (self->by_cow, GINT_TO_POINTER ((int)cow))) -
         1;
}

gssize
comity_world_find_code (const ComityWorld *self, int system, const char *code, int year)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (self != NULL && code != NULL, -1);

  if (system == COMITY_CODES_UNKNOWN)
    return comity_world_find_state (self, code, year);

  folded = fold (code);
  if (system == COMITY_CODES_COW)
    {
      gssize state = find_cow (self, folded);

      return state >= 0 ? state : find_in_system (self, SYSTEM_ABBREVIATION, folded, year);
    }
  return find_in_system (self, system, folded, year);
}

gssize
comity_world_find_state (const ComityWorld *self, const char *text, int year)
{
  static const guint8 systems[] = { COMITY_CODES_ISO3, COMITY_CODES_NAME, COMITY_CODES_ISO2,
                                    COMITY_CODES_GW, SYSTEM_ABBREVIATION };
  g_autofree char *folded = NULL;
  gssize state;

  g_return_val_if_fail (self != NULL && text != NULL, -1);

  folded = fold (text);
  state = find_cow (self, folded);
  for (gsize i = 0; state < 0 && i < G_N_ELEMENTS (systems); i++)
    state = find_in_system (self, systems[i], folded, year);
  return state;
}

/* Edits that turn one folded text into another (Levenshtein 1966), by bytes; @row has room for
 * strlen (b) + 1. */
static guint
edit_distance (const char *a, const char *b, guint *row)
{
  gsize n = strlen (b);

  for (gsize j = 0; j <= n; j++)
    row[j] = j;
  for (gsize i = 0; a[i] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = i + 1;
      for (gsize j = 0; j < n; j++)
        {
          guint change = diagonal + (a[i] != b[j]);

          diagonal = row[j + 1];
          row[j + 1] = MIN (change, MIN (row[j], row[j + 1]) + 1);
        }
    }
  return row[n];
}

gssize
comity_world_require_state (const ComityWorld *self, const char *text, int year, GError **error)
{
  g_autofree char *folded = NULL;
  g_autofree guint *row = NULL;
  guint distances[N_SUGGESTIONS];
  gsize nearest[N_SUGGESTIONS];
  gsize n_nearest = 0;
  g_autoptr (GString) list = NULL;
  gssize state;

  g_return_val_if_fail (self != NULL && text != NULL, -1);

  state = comity_world_find_state (self, text, year);
  if (state >= 0)
    return state;

  folded = fold (text);
  row = g_new (guint, strlen (folded) + 1);
  for (gsize i = 0; i < self->n_states; i++)
    {
      g_autofree char *name = fold (self->states[i].name);
      guint distance = edit_distance (name, folded, row);
      gsize place = n_nearest;

      /* “Korea” is near two. */
      if (strlen (folded) >= MIN_PART && strstr (name, folded) != NULL)
        distance = MIN (distance, 1);
      while (place > 0 && distance < distances[place - 1])
        place--;
      if (place == N_SUGGESTIONS)
        continue;
      n_nearest = MIN (n_nearest + 1, N_SUGGESTIONS);
      for (gsize k = n_nearest - 1; k > place; k--)
        {
          distances[k] = distances[k - 1];
          nearest[k] = nearest[k - 1];
        }
      distances[place] = distance;
      nearest[place] = i;
    }

  /* Names that share next to nothing with what was typed are no help. */
  while (n_nearest > 0 && distances[n_nearest - 1] > strlen (folded) / 3)
    n_nearest--;
  list = g_string_new (NULL);
  for (gsize k = 0; k < n_nearest; k++)
    g_string_append_printf (list, "%s%s",
                            k == 0              ? ""
                            : k + 1 < n_nearest ? ", "
                                                : " and ",
                            self->states[nearest[k]].name);
  if (n_nearest == 0)
    g_set_error (error, COMITY_WORLD_ERROR, COMITY_WORLD_ERROR_NO_STATE,
                 "There is no state “%s”: a state is named by its ISO3 letters, its COW number or "
                 "its name.",
                 text);
  else
    g_set_error (error, COMITY_WORLD_ERROR, COMITY_WORLD_ERROR_NO_STATE,
                 "There is no state “%s”; the nearest name%s %s.", text,
                 n_nearest == 1 ? " is" : "s are", list->str);
  return -1;
}
