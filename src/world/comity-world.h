/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The world that ships with the program: which states existed when and under which codes, their
 * institutions, what joins pairs of them, and the treaties they signed; each table with its source.
 * One frozen object; every function is O(1) or O(log n) and any thread may call it.
 *
 * States are numbered 0 … n-1 in the order of their COW codes. Years are calendar years; a state
 * exists in a year when it was a member of the COW system on any day of it. */
#pragma once

#include "comity-dataset.h"

G_BEGIN_DECLS

#define COMITY_WORLD_ERROR (comity_world_error_quark ())
GQuark comity_world_error_quark (void);

typedef enum
{
  COMITY_WORLD_ERROR_DAMAGED,
  COMITY_WORLD_ERROR_NO_STATE,
  COMITY_WORLD_ERROR_NO_NETWORK,
} ComityWorldError;

typedef struct _ComityWorld ComityWorld;

typedef enum
{
  COMITY_TRADITION_UNKNOWN,
  COMITY_TRADITION_COMMON,
  COMITY_TRADITION_CIVIL,
  COMITY_TRADITION_ISLAMIC,
  COMITY_TRADITION_MIXED,
} ComityTradition;
#define COMITY_N_TRADITIONS 5

typedef struct
{
  int cow;
  int gw;              /* 0: none */
  const char *iso3;    /* historic ones too: DDR, CSK, YMD … ; "" when there never was one */
  const char *iso2;
  const char *name;
  const char *region;  /* Europe, Americas, Africa, Middle East, Asia, Oceania */
  const char *capital;
  double latitude;     /* degrees, of the capital */
  double longitude;
} ComityState;

/* Reads the tables that are compiled in; the same object for all callers, kept while anyone holds it. */
ComityWorld *comity_world_load (GError **error);
ComityWorld *comity_world_ref (ComityWorld *self);
void comity_world_unref (ComityWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityWorld, comity_world_unref)

/* States */
gsize comity_world_get_n_states (const ComityWorld *self);
const ComityState *comity_world_peek_state (const ComityWorld *self, gsize state);
gboolean comity_world_state_exists (const ComityWorld *self, gsize state, int year);
/* First and last year of the state's membership (spells joined); last is the table's end if alive
 * (states alive at the end of the table, 2016, exist in every later year). */
void comity_world_get_state_years (const ComityWorld *self, gsize state, int *first, int *last);
/* The years the tables can make a panel of. */
void comity_world_get_years (const ComityWorld *self, int *first, int *last);
/* What the state was called in @year: "Soviet Union" in 1970, "Russia" in 1992. Never NULL. */
const char *comity_world_peek_state_name (const ComityWorld *self, gsize state, int year);
/* A COW number, ISO3, ISO2, GW number or any known name (any case; "USSR", "West Germany", "Ivory
 * Coast" …); @year (0: any, the latest wins) decides between states that shared a code: the one that
 * existed then, at the end of the year if both did. A code that had no state in @year still finds the
 * state it means otherwise. -1: unknown. */
gssize comity_world_find_state (const ComityWorld *self, const char *text, int year);
/* The same with a sentence that names what was not found and the nearest names. */
gssize comity_world_require_state (const ComityWorld *self, const char *text, int year,
                                   GError **error);
/* A code of one known system (ComityCodeSystem in comity-roles.h). */
gssize comity_world_find_code (const ComityWorld *self, int system, const char *code, int year);

/* What became of treaties when a state gave way to another: West Germany's passed to Germany. */
typedef struct
{
  guint16 predecessor, successor; /* states */
  gint16 year;                    /* from which the successor counts */
  gboolean continues;             /* its treaties in force are taken to continue with the successor */
  const char *reason;
} ComitySuccession;

gsize comity_world_get_n_successions (const ComityWorld *self);
const ComitySuccession *comity_world_peek_succession (const ComityWorld *self, gsize succession);

/* State-years: "polyarchy", "polity2", "judicial", "ideal_point", "gdp_pc", "gdp", "population" … */
typedef struct
{
  const char *name;
  const char *label; /* for a legend: "Judicial constraints on the executive (V-Dem)" */
  const char *unit;  /* "" when none */
  const char *table; /* the table it comes from, for its citation */
} ComityWorldVariable;

gsize comity_world_get_n_variables (const ComityWorld *self);
const ComityWorldVariable *comity_world_peek_variable (const ComityWorld *self, gsize variable);
gssize comity_world_find_variable (const ComityWorld *self, const char *name);
double comity_world_get_value (const ComityWorld *self, gsize variable, gsize state, int year);

ComityTradition comity_world_get_tradition (const ComityWorld *self, gsize state, int year);
/* A mixed system's parts, "civil+customary"; "" when not coded. */
const char *comity_world_peek_tradition_parts (const ComityWorld *self, gsize state, int year);
const char *comity_tradition_name (ComityTradition tradition); /* "common" … "unknown" */

gsize comity_world_get_n_bodies (const ComityWorld *self);
const char *comity_world_peek_body (const ComityWorld *self, gsize body);      /* key, "eu" */
const char *comity_world_peek_body_name (const ComityWorld *self, gsize body); /* "European Union" */
gssize comity_world_find_body (const ComityWorld *self, const char *key);
/* Observed to 2014; a member then is taken to stay. */
gboolean comity_world_is_member (const ComityWorld *self, gsize body, gsize state, int year);
/* Lists: "tax_haven", "drug_major". */
gboolean comity_world_is_listed (const ComityWorld *self, const char *list, gsize state, int year);

/* Pairs, symmetric */
typedef struct
{
  double distance_km; /* between capitals (CEPII, else great circle); NaN unknown */
  gboolean common_language;
  gboolean colony;           /* ever, of each other */
  gboolean common_colonizer;
  gboolean known;            /* FALSE: the dyad table lacks the pair but for the distance */
} ComityWorldDyad;

void comity_world_get_dyad (const ComityWorld *self, gsize a, gsize b, ComityWorldDyad *dyad);
/* COW direct contiguity: 0 none, 1 land … 5; -1 outside the table's years. */
int comity_world_get_contiguity (const ComityWorld *self, gsize a, gsize b, int year);
/* 1 defence pact, 0 none, -1 outside the table's years. */
int comity_world_get_defense_alliance (const ComityWorld *self, gsize a, gsize b, int year);

/* Treaties */
typedef struct
{
  const char *id;     /* mlat tiea dtc extradition bit bla */
  const char *title;  /* "Mutual legal assistance in criminal matters" */
  const char *plural; /* "MLATs" */
  gboolean partial;   /* the list is known to be incomplete, and must say so wherever it shows */
  const char *note;   /* one sentence on its coverage */
  int first_year;
  int last_year;
} ComityTreatyNetwork;

typedef struct
{
  guint16 a, b;         /* states, a < b */
  gint16 year;          /* of signature; of entry into force when only that is known; 0 unknown */
  gboolean tie;         /* counts as a tie of its network (accessory instruments do not) */
  const char *signed_on; /* "1973-05-25", "1973" or "" */
  const char *in_force; /* likewise */
  const char *kind;
  const char *source;
  const char *note;
  const char *ended;    /* day of termination or "" */
  const char *status;   /* as the source says, or "" */
  gboolean inherited;   /* continued from a predecessor (West Germany's, for Germany): a tie of this
                         * pair from the succession on, but not a signature by it */
} ComityTreaty;

gsize comity_world_get_n_networks (const ComityWorld *self);
const ComityTreatyNetwork *comity_world_peek_network (const ComityWorld *self, gsize network);
gssize comity_world_find_network (const ComityWorld *self, const char *id);
/* Sorted by (a, b, year). Treaties that continue with a successor (see ComitySuccession) are here a
 * second time under it, flagged inherited: nobody else needs to follow successions. */
const ComityTreaty *comity_world_peek_treaties (const ComityWorld *self, gsize network, gsize *n);
/* The treaties of one pair. */
const ComityTreaty *comity_world_peek_pair_treaties (const ComityWorld *self, gsize network,
                                                     gsize a, gsize b, gsize *n);

/* Land, for maps: outlines of 3 or more corners, each joined to the next and the last to the first;
 * lakes, which lie on land, come last. Borrowed. */
typedef struct
{
  double longitude, latitude; /* degrees */
} ComityPlace;

typedef struct
{
  const ComityPlace *places; /* n */
  gsize n;
  gboolean is_lake;
} ComityOutline;

const ComityOutline *comity_world_peek_outlines (const ComityWorld *self, gsize *n_outlines);

/* Sources, one per table, for the About page and every export */
typedef struct
{
  const char *table, *title, *source, *citation, *licence, *coverage, *gaps;
} ComityWorldTable;

gsize comity_world_get_n_tables (const ComityWorld *self);
const ComityWorldTable *comity_world_peek_table (const ComityWorld *self, gsize table);
gssize comity_world_find_table (const ComityWorld *self, const char *name);

G_END_DECLS
