/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the panel layer share: the index behind a panel and the steps that make it. */
#pragma once

#include "comity-panel.h"

G_BEGIN_DECLS

typedef struct
{
  char *code;
  char *name;
  const char *region; /* static or the world's */
  gssize world;       /* state of the world, -1 unknown */
} PanelState;

/* A signature, for ties: in the order of (a, b, year). */
typedef struct
{
  guint32 a, b;
  gint16 year;
  gboolean inherited; /* of a treaty that a predecessor signed: a tie, but no event */
} PanelEvent;

/* A pair of columns that say the same of state A and of state B, or a variable of the world. */
typedef struct
{
  char *name;
  char *label;
  gssize world;         /* variable of the world, or -1 */
  ComityColumn *first;  /* owned; NULL when of the world */
  ComityColumn *second; /* owned */
  gboolean holds_tradition;
} PanelVariable;

/* Everything but the dataset, so that a panel with more columns shares it. */
typedef struct
{
  gatomicrefcount ref_count;

  ComityWorld *world; /* nullable */
  ComityRoles roles;
  gssize network; /* of the world, -1: none */
  gboolean bundled;
  gboolean directed;

  gsize n_states;
  PanelState *states;     /* n_states */
  GHashTable *state_keys; /* case-folded code → state + 1 */
  int first_year;
  gsize n_years;
  guint8 *exists; /* n_states × n_years */

  gsize n_rows;
  gsize n_dyads;
  guint32 *dyad_first;   /* n_states + 1: dyads of state a begin at dyad_first[a] */
  guint32 *dyad_a;       /* n_dyads */
  guint32 *dyad_b;       /* n_dyads, ascending within a */
  guint32 *row_dyads;    /* n_rows */
  gint16 *row_years;     /* n_rows; undefined where the row has no dyad */
  guint8 *row_flipped;   /* n_rows: the row's state A is the dyad's b; NULL: none */
  guint32 *dyad_offsets; /* n_dyads + 1 into dyad_rows */
  guint32 *dyad_rows;    /* rows by dyad, then year */
  guint32 *year_offsets; /* n_years + 1 into year_rows */
  guint32 *year_rows;    /* rows by year */

  GArray *events;       /* PanelEvent */
  ComityDataset *variables_from; /* nullable; read when they are first asked for */
  gsize variables_found;         /* once */
  GPtrArray *variables;          /* PanelVariable; through comity_panel_index_peek_variables () */
} PanelIndex;

struct _ComityPanel
{
  gatomicrefcount ref_count;
  ComityDataset *dataset;
  PanelIndex *index;
};

PanelIndex *comity_panel_index_new (void);
PanelIndex *comity_panel_index_ref (PanelIndex *self);
void comity_panel_index_unref (PanelIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PanelIndex, comity_panel_index_unref)

/* Fills dyads, rows and years from the states and year of every row (COMITY_PANEL_NONE: no dyad).
 * @detect_direction decides whether both orders of a pair are dyads of their own; otherwise
 * self->directed says so. Three stable counting sorts at most: O(rows + states + years). */
gboolean comity_panel_index_fill (PanelIndex *self,
                                  const guint32 *row_a,
                                  const guint32 *row_b,
                                  const gint16 *row_years,
                                  gsize n_rows,
                                  gboolean detect_direction,
                                  ComityProgress *progress,
                                  GError **error);
gssize comity_panel_index_find_dyad (const PanelIndex *self, guint32 a, guint32 b);
static inline gboolean
comity_panel_index_exists (const PanelIndex *self, gsize state, int year)
{
  return year >= self->first_year && (gsize)(year - self->first_year) < self->n_years &&
         self->exists[state * self->n_years + (gsize)(year - self->first_year)] != 0;
}

/* States in the order of their codes, from the two columns; row_a and row_b have n_rows elements.
 */
gboolean comity_panel_index_read_states (PanelIndex *self,
                                         ComityDataset *dataset,
                                         guint32 *row_a,
                                         guint32 *row_b,
                                         ComityProgress *progress,
                                         GError **error);
gboolean comity_panel_index_read_years (PanelIndex *self,
                                        ComityDataset *dataset,
                                        gint16 *row_years,
                                        guint32 *row_a,
                                        ComityProgress *progress,
                                        GError **error);
/* Names, regions and world states, once the years are known. */
void comity_panel_index_name_states (PanelIndex *self, ComityDataset *dataset);
void comity_panel_index_add_keys (PanelIndex *self);

void comity_panel_index_find_events (PanelIndex *self, ComityDataset *dataset);
/* Of the world, and of pairs of columns of variables_from: found at the first call. Any thread. */
GPtrArray *comity_panel_index_peek_variables (const PanelIndex *self);
int comity_panel_event_compare (gconstpointer a, gconstpointer b);

/* Takes the index. */
ComityPanel *comity_panel_new_with_index (ComityDataset *dataset, PanelIndex *index);

G_END_DECLS
