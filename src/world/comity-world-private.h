/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is inside a world, shared by the files of this layer: each of them reads some of the tables
 * into its part of the struct and answers the questions about them. Everything is frozen after
 * loading. */
#pragma once

#include "comity-sheet-private.h"
#include "comity-world.h"

G_BEGIN_DECLS

/* The state list is authoritative to this year; states alive then are taken to live on. */
#define COMITY_WORLD_FIRST_YEAR 1945
#define COMITY_WORLD_LAST_YEAR 2016

/* Values for years, by key: the runs of key k are runs[start[k]] … runs[start[k + 1] - 1]. Where
 * runs of a key overlap in a year, the smallest value counts. */
typedef struct
{
  guint32 key;
  gint16 first_year;
  gint16 last_year;
  guint32 value;
} ComityRun;

typedef struct
{
  ComityRun *runs;
  guint32 *start; /* (n_keys + 1) */
} ComityRuns;

/* Takes @runs, a GArray of ComityRun in any order. */
void comity_runs_init (ComityRuns *self, GArray *runs, gsize n_keys);
void comity_runs_clear (ComityRuns *self);
const ComityRun *comity_runs_find (const ComityRuns *self, gsize key, int year);

/* One meaning of a code or name. */
typedef struct
{
  guint32 state;
  gint16 first_year;
  gint16 last_year;
  guint8 system; /* ComityCodeSystem; UNKNOWN for abbreviations of no system of ours */
} ComityCode;

typedef struct
{
  ComityTreatyNetwork network;
  ComityTreaty *treaties; /* (n_treaties), by (a, b, year) */
  gsize n_treaties;
  guint32 *start; /* (n_pairs + 1): the treaties of each pair */
} ComityNetworkTreaties;

typedef struct
{
  gint32 start_day; /* yyyymmdd */
  gint32 end_day;   /* 99991231: open */
} ComitySpell;

typedef struct
{
  ComitySuccession succession;
  gint32 day; /* yyyymmdd */
} ComityLoadedSuccession;

struct _ComityWorld
{
  gatomicrefcount ref_count;

  /* owned */
  GPtrArray *sheets; /* ComitySheet: the texts that the rest borrows */
  GMutex sheets_lock; /* … while tables are read side by side */
  GStringChunk *strings;

  ComityState *states; /* (n_states) */
  gsize n_states;
  gsize n_pairs;        /* n_states (n_states - 1) / 2 */
  ComitySpell *spells;  /* (n_spells), by state and day */
  guint32 *spell_start; /* (n_states + 1) */
  ComityRuns names;     /* by state; value = index into name_texts */
  GPtrArray *name_texts;
  GHashTable *codes;  /* folded text → GArray of ComityCode */
  GHashTable *by_cow; /* COW number → state + 1 */

  GArray *variables; /* ComityWorldVariable */
  GPtrArray *values; /* per variable double[n_states × n_value_years], NaN = missing */
  int first_value_year;
  int n_value_years;

  ComityRuns traditions; /* by state; value = ComityTradition << 16 | index into tradition_parts */
  GPtrArray *tradition_parts;
  GPtrArray *bodies;      /* key, name, key, name … */
  ComityRuns memberships; /* by body × state */
  GPtrArray *lists;
  ComityRuns listings; /* by list × state */

  guint16 *distance;     /* (n_pairs), km */
  guint8 *relations;     /* (n_pairs), ComityRelation */
  ComityRuns contiguity; /* by pair; value = type */
  ComityRuns alliances;  /* by pair; value = 0 with a defence pact, 1 without */
  int last_alliance_year;

  GArray *successions;             /* ComityLoadedSuccession, by day */
  ComityNetworkTreaties *networks; /* (n_networks) */
  gsize n_networks;

  ComityOutline *outlines; /* (n_outlines), lakes last */
  gsize n_outlines;
  ComityPlace *places; /* of all outlines */

  GArray *tables; /* ComityWorldTable */
};

/* Position of the pair of two different states in the triangle of pairs. O(1). */
static inline gsize
comity_world_pair (const ComityWorld *self, gsize a, gsize b)
{
  gsize low = MIN (a, b);
  gsize high = MAX (a, b);

  return low * (2 * self->n_states - low - 1) / 2 + (high - low - 1);
}

/* A world of the tables in @resource, shared with nobody; removable tables may be missing. */
ComityWorld *comity_world_new_from_resource (GResource *resource, GError **error);

/* The state of a COW number in a cell; a number without a state is remembered as damage. */
gsize
comity_world_get_cell_state (const ComityWorld *self, ComitySheet *sheet, gsize row, gsize column);
/* Keeps a sheet whose texts are borrowed. */
ComitySheet *comity_world_keep_sheet (ComityWorld *self, ComitySheet *sheet);
/* yyyymmdd of "1973-05-25"; the end of 1973 for "1973"; 0 for "". */
gint32 comity_world_parse_day (const char *text);

gboolean comity_world_load_states (ComityWorld *self, GResource *resource, GError **error);
gboolean comity_world_load_codes (ComityWorld *self, GResource *resource, GError **error);
gboolean comity_world_load_values (ComityWorld *self, GResource *resource, GError **error);
gboolean comity_world_load_pairs (ComityWorld *self, GResource *resource, GError **error);
gboolean comity_world_load_treaties (ComityWorld *self, GResource *resource, GError **error);
gboolean comity_world_load_land (ComityWorld *self, GResource *resource, GError **error);
void comity_world_clear_states (ComityWorld *self);
void comity_world_clear_codes (ComityWorld *self);
void comity_world_clear_values (ComityWorld *self);
void comity_world_clear_pairs (ComityWorld *self);
void comity_world_clear_treaties (ComityWorld *self);
void comity_world_clear_land (ComityWorld *self);

G_END_DECLS
