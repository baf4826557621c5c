/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Treaty networks: the events of the tables treaties_*, and those that a state inherited from a
 * predecessor (table successions), which are added here and not written twice in the tables. */
#include "config.h"

#include "comity-world-private.h"

#include <stdlib.h>
#include <string.h>

/* While loading: a treaty and the day that decides about succession. */
typedef struct
{
  ComityTreaty treaty;
  gint32 day;       /* of signature, else of entry into force; 0 unknown */
  gint32 ended_day; /* 0: none known */
} LooseTreaty;

static int
compare_successions (const void *a, const void *b)
{
  const ComityLoadedSuccession *x = a;
  const ComityLoadedSuccession *y = b;

  if (x->day != y->day)
    return x->day < y->day ? -1 : 1;
  if (x->succession.predecessor != y->succession.predecessor)
    return x->succession.predecessor < y->succession.predecessor ? -1 : 1;
  return (x->succession.successor > y->succession.successor) -
         (x->succession.successor < y->succession.successor);
}

static gboolean
load_succession_table (ComityWorld *self, GResource *resource, GError **error)
{
  ComitySheet *sheet = comity_sheet_read (resource, "successions", error);
  gsize from, to, date, continues, reason;

  self->successions = g_array_new (FALSE, FALSE, sizeof (ComityLoadedSuccession));
  if (sheet == NULL)
    return FALSE;
  comity_world_keep_sheet (self, sheet);

  from = comity_sheet_find_column (sheet, "predecessor");
  to = comity_sheet_find_column (sheet, "successor");
  date = comity_sheet_find_column (sheet, "date");
  continues = comity_sheet_find_column (sheet, "treaties_continue");
  reason = comity_sheet_find_column (sheet, "reason");
  for (gsize i = 0; i < comity_sheet_get_n_rows (sheet); i++)
    {
      ComityLoadedSuccession loaded = {
        .succession.predecessor = comity_world_get_cell_state (self, sheet, i, from),
        .succession.successor = comity_world_get_cell_state (self, sheet, i, to),
        .succession.continues = comity_sheet_get_int (sheet, i, continues, 0) == 1,
        .succession.reason = comity_sheet_peek_text (sheet, i, reason),
        .day = comity_world_parse_day (comity_sheet_peek_text (sheet, i, date)),
      };

      loaded.succession.year = loaded.day / 10000;
      g_array_append_val (self->successions, loaded);
    }
  g_array_sort (self->successions, compare_successions);
  return comity_sheet_check (sheet, error);
}

static gboolean
load_treaty_table (ComityWorld *self,
                   GResource *resource,
                   const char *table,
                   const char *network,
                   GArray *treaties,
                   GError **error)
{
  static const char *const columns[] = { "network",  "cow_a",  "cow_b", "signed",
                                         "in_force", "ended",  "kind",  "status",
                                         "tie",      "source", "note" };
  ComitySheet *sheet = comity_sheet_read (resource, table, error);
  gsize column[G_N_ELEMENTS (columns)];

  if (sheet == NULL)
    return FALSE;
  comity_world_keep_sheet (self, sheet);

  for (gsize j = 0; j < G_N_ELEMENTS (columns); j++)
    column[j] = comity_sheet_find_column (sheet, columns[j]);
  for (gsize i = 0; i < comity_sheet_get_n_rows (sheet); i++)
    {
      ComityTreaty treaty = {
        .a = comity_world_get_cell_state (self, sheet, i, column[1]),
        .b = comity_world_get_cell_state (self, sheet, i, column[2]),
        .signed_on = comity_sheet_peek_text (sheet, i, column[3]),
        .in_force = comity_sheet_peek_text (sheet, i, column[4]),
        .ended = comity_sheet_peek_text (sheet, i, column[5]),
        .kind = comity_sheet_peek_text (sheet, i, column[6]),
        .status = comity_sheet_peek_text (sheet, i, column[7]),
        .tie = comity_sheet_get_int (sheet, i, column[8], 0) == 1,
        .source = comity_sheet_peek_text (sheet, i, column[9]),
        .note = comity_sheet_peek_text (sheet, i, column[10]),
      };
      const char *date = *treaty.signed_on != '\0' ? treaty.signed_on : treaty.in_force;
      LooseTreaty loose;

      if (treaty.a >= treaty.b ||
          !g_str_equal (comity_sheet_peek_text (sheet, i, column[0]), network))
        comity_sheet_set_damaged (sheet, i, column[2]);
      treaty.year = atoi (date);
      loose.treaty = treaty;
      loose.day = comity_world_parse_day (date);
      loose.ended_day = comity_world_parse_day (treaty.ended);
      g_array_append_val (treaties, loose);
    }
  return comity_sheet_check (sheet, error);
}

/* Adds to @treaties those that bind a successor. A chain of successions is followed because they
 * come in the order of their days and each sees what the earlier ones added. */
static void
add_inherited (ComityWorld *self, GArray *treaties)
{
  for (gsize s = 0; s < self->successions->len; s++)
    {
      const ComityLoadedSuccession *loaded;
      const ComitySuccession *succession;
      gsize n = treaties->len;

      loaded = &g_array_index (self->successions, ComityLoadedSuccession, s);
      succession = &loaded->succession;
      for (gsize i = 0; succession->continues && i < n; i++)
        {
          LooseTreaty loose = g_array_index (treaties, LooseTreaty, i);
          ComityTreaty *treaty = &loose.treaty;
          g_autofree char *note = NULL;
          gsize other;

          if (treaty->a != succession->predecessor && treaty->b != succession->predecessor)
            continue;
          other = treaty->a == succession->predecessor ? treaty->b : treaty->a;
          if (other == succession->successor || loose.day > loaded->day ||
              (loose.ended_day != 0 && loose.ended_day < loaded->day) ||
              self->spells[self->spell_start[other + 1] - 1].end_day < loaded->day)
            continue;

          note = g_strdup_printf ("%s%scontinued from %s", treaty->note,
                                  *treaty->note != '\0' ? "; " : "",
                                  self->states[succession->predecessor].name);
          treaty->note = g_string_chunk_insert_const (self->strings, note);
          treaty->a = MIN (other, succession->successor);
          treaty->b = MAX (other, succession->successor);
          treaty->inherited = TRUE;
          g_array_append_val (treaties, loose);
        }
    }
}

static int
compare_treaties (const void *a, const void *b)
{
  const ComityTreaty *x = &((const LooseTreaty *)a)->treaty;
  const ComityTreaty *y = &((const LooseTreaty *)b)->treaty;

  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  if (x->b != y->b)
    return x->b < y->b ? -1 : 1;
  if (x->year != y->year)
    return x->year < y->year ? -1 : 1;
  if (strcmp (x->signed_on, y->signed_on) != 0)
    return strcmp (x->signed_on, y->signed_on);
  return strcmp (x->source, y->source);
}

static void
freeze_treaties (const ComityWorld *self, GArray *loose, ComityNetworkTreaties *out)
{
  gsize i = 0;

  g_array_sort (loose, compare_treaties);
  out->n_treaties = loose->len;
  out->treaties = g_new (ComityTreaty, loose->len);
  out->start = g_new (guint32, self->n_pairs + 1);
  for (gsize k = 0; k < loose->len; k++)
    out->treaties[k] = g_array_index (loose, LooseTreaty, k).treaty;

  /* Sorted by (a, b) is sorted by the number of the pair. */
  for (gsize pair = 0; pair <= self->n_pairs; pair++)
    {
      while (i < loose->len &&
             comity_world_pair (self, out->treaties[i].a, out->treaties[i].b) < pair)
        i++;
      out->start[pair] = i;
    }
}

/* One network with the tables treaties_ID and, if it is there, treaties_ID_wti. */
static gboolean
load_network (ComityWorld *self,
              GResource *resource,
              const ComityTreatyNetwork *network,
              GError **error)
{
  g_autoptr (GArray) loose = g_array_new (FALSE, FALSE, sizeof (LooseTreaty));
  g_autofree char *main_table = g_strconcat ("treaties_", network->id, NULL);
  g_autofree char *extra_table = g_strconcat (main_table, "_wti", NULL);
  const char *tables[] = { main_table, extra_table };
  gboolean found = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      if (!comity_sheet_exists (resource, tables[i]))
        continue;
      if (!load_treaty_table (self, resource, tables[i], network->id, loose, error))
        return FALSE;
      found = TRUE;
    }
  if (!found)
    return TRUE;

  add_inherited (self, loose);
  self->networks[self->n_networks].network = *network;
  freeze_treaties (self, loose, &self->networks[self->n_networks]);
  self->n_networks++;
  return TRUE;
}

gboolean
comity_world_load_treaties (ComityWorld *self, GResource *resource, GError **error)
{
  static const char *const columns[] = { "id",       "title",         "plural",
                                         "partial",  "coverage_note", "first_year",
                                         "last_year" };
  ComitySheet *sheet = comity_sheet_read (resource, "networks", error);
  gsize column[G_N_ELEMENTS (columns)];

  if (sheet == NULL)
    return FALSE;
  comity_world_keep_sheet (self, sheet);
  if (!load_succession_table (self, resource, error))
    return FALSE;

  for (gsize j = 0; j < G_N_ELEMENTS (columns); j++)
    column[j] = comity_sheet_find_column (sheet, columns[j]);
  self->networks = g_new0 (ComityNetworkTreaties, comity_sheet_get_n_rows (sheet));
  for (gsize i = 0; i < comity_sheet_get_n_rows (sheet); i++)
    {
      ComityTreatyNetwork network = {
        .id = comity_sheet_peek_text (sheet, i, column[0]),
        .title = comity_sheet_peek_text (sheet, i, column[1]),
        .plural = comity_sheet_peek_text (sheet, i, column[2]),
        .partial = comity_sheet_get_int (sheet, i, column[3], 0) == 1,
        .note = comity_sheet_peek_text (sheet, i, column[4]),
        .first_year = comity_sheet_get_int (sheet, i, column[5], 0),
        .last_year = comity_sheet_get_int (sheet, i, column[6], 0),
      };

      if (!load_network (self, resource, &network, error))
        return FALSE;
    }
  return comity_sheet_check (sheet, error);
}

void
comity_world_clear_treaties (ComityWorld *self)
{
  for (gsize i = 0; i < self->n_networks; i++)
    {
      g_free (self->networks[i].treaties);
      g_free (self->networks[i].start);
    }
  g_clear_pointer (&self->networks, g_free);
  g_clear_pointer (&self->successions, g_array_unref);
}

gsize
comity_world_get_n_successions (const ComityWorld *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->successions->len;
}

const ComitySuccession *
comity_world_peek_succession (const ComityWorld *self, gsize succession)
{
  g_return_val_if_fail (self != NULL && succession < self->successions->len, NULL);

  return &g_array_index (self->successions, ComityLoadedSuccession, succession).succession;
}

gsize
comity_world_get_n_networks (const ComityWorld *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_networks;
}

const ComityTreatyNetwork *
comity_world_peek_network (const ComityWorld *self, gsize network)
{
  g_return_val_if_fail (self != NULL && network < self->n_networks, NULL);

  return &self->networks[network].network;
}

gssize
comity_world_find_network (const ComityWorld *self, const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, -1);

  for (gsize i = 0; i < self->n_networks; i++)
    if (g_str_equal (self->networks[i].network.id, id))
      return i;
  return -1;
}

const ComityTreaty *
comity_world_peek_treaties (const ComityWorld *self, gsize network, gsize *n)
{
  g_return_val_if_fail (self != NULL && network < self->n_networks && n != NULL, NULL);

  *n = self->networks[network].n_treaties;
  return self->networks[network].treaties;
}

const ComityTreaty *
comity_world_peek_pair_treaties (const ComityWorld *self, gsize network, gsize a, gsize b, gsize *n)
{
  const ComityNetworkTreaties *treaties;
  gsize pair;

  g_return_val_if_fail (self != NULL && network < self->n_networks && n != NULL, NULL);
  g_return_val_if_fail (a < self->n_states && b < self->n_states && a != b, NULL);

  treaties = &self->networks[network];
  pair = comity_world_pair (self, a, b);
  *n = treaties->start[pair + 1] - treaties->start[pair];
  return treaties->treaties + treaties->start[pair];
}
