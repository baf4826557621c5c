/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a recipe to the bundled dyad-year panel, in three steps: which dyads have which rows (one
 * thread, over bytes that say who existed when), the columns (threads, over blocks of dyads), the
 * index.
 *
 * A dyad is under risk in the years in which both states are members of the COW system, up to and
 * including the year of its first signature. A treaty that continues with a successor (West
 * Germany's, with Germany) counts as the successor's earlier signature. */
#include "config.h"

#include "comity-panel-private.h"

#include "comity-covariates-private.h"
#include "comity-merge-report-private.h"
#include "comity-parallel.h"

#include <math.h>
#include <string.h>

#define DEFAULT_FIRST_YEAR 1960
#define DEFAULT_LAST_YEAR 2012

/* Blocks of dyads that threads take one after the other. */
#define N_PIECES 64

/* Covariates are kept to six decimals: no source knows more, logarithms included, and as decimals
 * they stay short in text files and read back to the same double. */
#define PRECISION 1e6

/* The rows of one dyad: consecutive rows of the panel. */
typedef struct
{
  guint32 a, b;
  guint32 first_row;
  guint32 n_rows;
} Run;

typedef struct
{
  const ComityPanelRecipe *recipe;
  PanelIndex *index;    /* owned */
  gsize *world_states;  /* n_states: the world's number of each state */
  GArray *runs;         /* Run */
  guint32 *pair_events; /* n_states²: events of a < b begin here, G_MAXUINT32 none */
  gsize n_rows;
  ComityMergeTotals totals;

  CovariateContext context;
  GArray *covariates; /* Covariate */
  gpointer *data;     /* by covariate: n_rows elements */

  /* n_rows each */
  gint32 *dyadid;
  gint16 *ccode1, *ccode2;
  guint32 *code1, *code2; /* of the states' dictionary */
  gint16 *year;
  gint8 *signed_;
  gint16 *t, *t2;
  gint32 *t3;
  guint32 *row_a, *row_b;
} Build;

static void
build_clear (Build *self)
{
  if (self->context.tables != NULL)
    comity_covariate_context_clear (&self->context);
  for (gsize i = 0; self->data != NULL && i < self->covariates->len; i++)
    g_free (self->data[i]);
  g_free (self->data);
  g_clear_pointer (&self->covariates, g_array_unref);
  g_clear_pointer (&self->runs, g_array_unref);
  g_clear_pointer (&self->index, comity_panel_index_unref);
  g_free (self->world_states);
  g_free (self->pair_events);
  g_free (self->dyadid);
  g_free (self->ccode1);
  g_free (self->ccode2);
  g_free (self->code1);
  g_free (self->code2);
  g_free (self->year);
  g_free (self->signed_);
  g_free (self->t);
  g_free (self->t2);
  g_free (self->t3);
  g_free (self->row_a);
  g_free (self->row_b);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Build, build_clear)

static gboolean
check_recipe (ComityWorld *world,
              const ComityPanelRecipe *recipe,
              gssize *network,
              int *first,
              int *last,
              GError **error)
{
  int world_first, world_last;

  *network = comity_world_find_network (world, recipe->network);
  if (*network < 0)
    {
      g_autoptr (GString) known = g_string_new (NULL);

      for (gsize i = 0; i < comity_world_get_n_networks (world); i++)
        g_string_append_printf (known, "%s%s", i > 0 ? ", " : "",
                                comity_world_peek_network (world, i)->id);
      g_set_error (error, COMITY_WORLD_ERROR, COMITY_WORLD_ERROR_NO_NETWORK,
                   "There is no treaty network “%s”; there are %s.", recipe->network, known->str);
      return FALSE;
    }

  comity_world_get_years (world, &world_first, &world_last);
  *first = recipe->first_year != 0 ? recipe->first_year : MAX (DEFAULT_FIRST_YEAR, world_first);
  *last = recipe->last_year != 0 ? recipe->last_year : MIN (DEFAULT_LAST_YEAR, world_last);
  if (*first > *last)
    {
      g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_YEARS,
                   "The years %d–%d are no range: the first is after the last.", *first, *last);
      return FALSE;
    }
  if (*first < world_first || *last > world_last)
    {
      g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_YEARS,
                   "The bundled tables can make a panel of %d–%d, not of %d–%d.", world_first,
                   world_last, *first, *last);
      return FALSE;
    }
  if (recipe->lag < 0 || recipe->lag > world_last - world_first)
    {
      g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_YEARS,
                   "Covariates cannot be lagged by %d years.", recipe->lag);
      return FALSE;
    }
  return TRUE;
}

/* The world's states that exist in any of the years, in its order, and when they exist. */
static void
choose_states (Build *self, ComityWorld *world)
{
  PanelIndex *index = self->index;
  gsize n_world = comity_world_get_n_states (world);

  self->world_states = g_new (gsize, MAX (n_world, 1));
  index->states = g_new0 (PanelState, MAX (n_world, 1));
  index->exists = g_new0 (guint8, MAX (n_world * index->n_years, 1));
  for (gsize s = 0; s < n_world; s++)
    {
      const ComityState *known = comity_world_peek_state (world, s);
      PanelState *state = &index->states[index->n_states];
      guint8 *exists = index->exists + index->n_states * index->n_years;
      gboolean any = FALSE;

      for (gsize y = 0; y < index->n_years; y++)
        {
          exists[y] = (guint8) comity_world_state_exists (world, s, index->first_year + (int) y);
          any |= exists[y];
        }
      if (!any)
        continue;
      state->code =
          *known->iso3 != '\0' ? g_strdup (known->iso3) : g_strdup_printf ("%d", known->cow);
      state->name = g_strdup (known->name);
      state->region = known->region;
      state->world = (gssize) s;
      self->world_states[index->n_states++] = s;
    }
}

/* Signatures of the network between states of the panel; the world adds those that a state has from
 * its predecessor. */
static void
list_events (Build *self, ComityWorld *world)
{
  PanelIndex *index = self->index;
  gsize n_world = comity_world_get_n_states (world);
  g_autofree gssize *panel = g_new (gssize, MAX (n_world, 1));
  gsize n;
  const ComityTreaty *treaties = comity_world_peek_treaties (world, (gsize) index->network, &n);

  for (gsize s = 0; s < n_world; s++)
    panel[s] = -1;
  for (gsize s = 0; s < index->n_states; s++)
    panel[self->world_states[s]] = (gssize) s;

  for (gsize i = 0; i < n; i++)
    {
      gssize a = panel[treaties[i].a];
      gssize b = panel[treaties[i].b];
      PanelEvent event = { (guint32) MIN (a, b), (guint32) MAX (a, b), treaties[i].year };

      if (treaties[i].tie && treaties[i].year != 0 && a >= 0 && b >= 0)
        g_array_append_val (index->events, event);
    }
  g_array_sort (index->events, comity_panel_event_compare);

  self->pair_events = g_new (guint32, MAX (index->n_states * index->n_states, 1));
  memset (self->pair_events, 0xff, index->n_states * index->n_states * sizeof (guint32));
  for (guint i = index->events->len; i > 0; i--)
    {
      const PanelEvent *event = &g_array_index (index->events, PanelEvent, i - 1);

      self->pair_events[event->a * index->n_states + event->b] = i - 1;
    }
}

/* The signatures of a pair in order of years. */
static const PanelEvent *
peek_events (const Build *self, guint32 a, guint32 b, gsize *n)
{
  const PanelIndex *index = self->index;
  guint32 first = self->pair_events[MIN (a, b) * index->n_states + MAX (a, b)];
  const PanelEvent *events;

  *n = 0;
  if (first == G_MAXUINT32)
    return NULL;
  events = &g_array_index (index->events, PanelEvent, first);
  while (first + *n < index->events->len && events[*n].a == events[0].a &&
         events[*n].b == events[0].b)
    (*n)++;
  return events;
}

/* The year up to which a dyad is under risk. */
static int
last_year_at_risk (const Build *self, guint32 a, guint32 b)
{
  gsize n;
  const PanelEvent *events = peek_events (self, a, b, &n);

  return self->recipe->keep_after_event || n == 0 ? G_MAXINT : events[0].year;
}

static void
add_run (Build *self, guint32 a, guint32 b)
{
  const PanelIndex *index = self->index;
  const guint8 *exists_a = index->exists + a * index->n_years;
  const guint8 *exists_b = index->exists + b * index->n_years;
  int last = last_year_at_risk (self, a, b);
  Run run = { a, b, (guint32) self->n_rows, 0 };
  gsize n_system = 0;

  for (gsize y = 0; y < index->n_years; y++)
    {
      gboolean both = exists_a[y] && exists_b[y];

      n_system += both;
      run.n_rows += both && index->first_year + (int) y <= last;
    }
  self->totals.n_system += n_system;
  if (run.n_rows == 0)
    {
      self->totals.n_before_entry += n_system;
      return;
    }
  self->totals.n_after_event += n_system - run.n_rows;
  self->totals.n_dyads++;
  self->n_rows += run.n_rows;
  g_array_append_val (self->runs, run);
}

static void
list_runs (Build *self)
{
  guint32 n = (guint32) self->index->n_states;

  self->runs = g_array_sized_new (FALSE, FALSE, sizeof (Run), n * (n + 1) / 2);
  for (guint32 a = 0; a < n; a++)
    for (guint32 b = self->recipe->directed ? 0 : a + 1; b < n; b++)
      if (a != b)
        add_run (self, a, b);
  self->totals.n_rows = self->n_rows;
  self->totals.n_states = n;
}

/* The calendar, identity, outcome and time of a dyad's rows. */
static void
fill_rows (Build *self, const Run *run)
{
  const PanelIndex *index = self->index;
  const guint8 *exists_a = index->exists + run->a * index->n_years;
  const guint8 *exists_b = index->exists + run->b * index->n_years;
  int ccode1 = comity_world_peek_state (index->world, self->world_states[run->a])->cow;
  int ccode2 = comity_world_peek_state (index->world, self->world_states[run->b])->cow;
  gsize n_events;
  const PanelEvent *events = peek_events (self, run->a, run->b, &n_events);
  gsize next = 0;
  gsize row = run->first_row;
  gsize end = row + run->n_rows;
  int t = 0;

  for (gsize y = 0; row < end; y++)
    {
      int year = index->first_year + (int) y;
      gboolean signs = FALSE;

      if (!exists_a[y] || !exists_b[y])
        continue;
      while (next < n_events && events[next].year < year)
        next++;
      signs = next < n_events && events[next].year == year;
      t++;
      self->dyadid[row] = ccode1 * 1000 + ccode2;
      self->ccode1[row] = (gint16) ccode1;
      self->ccode2[row] = (gint16) ccode2;
      self->code1[row] = run->a + 1;
      self->code2[row] = run->b + 1;
      self->row_a[row] = run->a;
      self->row_b[row] = run->b;
      self->year[row] = (gint16) year;
      self->signed_[row] = signs;
      self->t[row] = (gint16) t;
      self->t2[row] = (gint16) (t * t);
      self->t3[row] = t * t * t;
      if (signs)
        t = 0;
      row++;
    }
}

static void
store (const Covariate *covariate, gpointer data, gsize row, gsize n, const double *values)
{
  if (covariate->type == COMITY_COLUMN_DOUBLE)
    {
      double *out = (double *) data + row;
      double missing = comity_missing_double ('.');

      for (gsize i = 0; i < n; i++)
        out[i] = isnan (values[i]) ? missing : nearbyint (values[i] * PRECISION) / PRECISION;
    }
  else if (covariate->type == COMITY_COLUMN_INT16)
    {
      gint16 *out = (gint16 *) data + row;

      for (gsize i = 0; i < n; i++)
        out[i] = isnan (values[i]) ? COMITY_MISSING_INT16 : (gint16) values[i];
    }
  else
    {
      gint8 *out = (gint8 *) data + row;

      for (gsize i = 0; i < n; i++)
        out[i] = isnan (values[i]) ? COMITY_MISSING_INT8 : (gint8) values[i];
    }
}

static void
fill_in_thread (gsize piece, gpointer user_data)
{
  Build *self = user_data;
  g_autofree double *values = g_new (double, self->index->n_years);
  gsize first, last;

  comity_parallel_cut (self->runs->len, 1, N_PIECES, piece, &first, &last);
  for (gsize i = first; i < last; i++)
    {
      const Run *run = &g_array_index (self->runs, Run, i);

      fill_rows (self, run);
      for (guint k = 0; k < self->covariates->len; k++)
        {
          const Covariate *covariate = &g_array_index (self->covariates, Covariate, k);

          comity_covariate_fill (covariate, &self->context, run->a, run->b,
                                 self->year + run->first_row, run->n_rows, values);
          store (covariate, self->data[k], run->first_row, run->n_rows, values);
        }
    }
}

static gboolean
allocate (Build *self, GError **error)
{
  gsize n = MAX (self->n_rows, 1);
  gsize bytes = 0;
  gboolean whole = TRUE;

  if (self->n_rows >= G_MAXUINT32)
    whole = FALSE;
#define TRY(field) whole = whole && (self->field = g_try_malloc_n (n, sizeof *self->field)) != NULL
  TRY (dyadid);
  TRY (ccode1);
  TRY (ccode2);
  TRY (code1);
  TRY (code2);
  TRY (year);
  TRY (signed_);
  TRY (t);
  TRY (t2);
  TRY (t3);
  TRY (row_a);
  TRY (row_b);
#undef TRY
  self->data = g_new0 (gpointer, self->covariates->len);
  for (guint k = 0; k < self->covariates->len; k++)
    {
      gsize width = comity_column_type_width (g_array_index (self->covariates, Covariate, k).type);

      bytes += width * n;
      whole = whole && (self->data[k] = g_try_malloc_n (n, width)) != NULL;
    }
  if (!whole)
    g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_TOO_LARGE,
                 "The panel is too large: %" G_GSIZE_FORMAT " rows need %" G_GSIZE_FORMAT
                 " MB of memory.",
                 self->n_rows, bytes / 1000000 + n / 1000000 * 34);
  return whole;
}

static ComityValueLabels *
new_tradition_labels (void)
{
  static const char *const names[COMITY_N_TRADITIONS] = { "unknown", "common law", "civil law",
                                                          "Islamic law", "mixed" };
  ComityValueLabels *labels = comity_value_labels_new ("tradition");

  for (int t = COMITY_TRADITION_COMMON; t < COMITY_N_TRADITIONS; t++)
    comity_value_labels_add (labels, t, names[t]);
  return labels;
}

/* Takes *@data. */
static void
take_column (ComityDatasetBuilder *builder,
             gsize n_rows,
             const char *name,
             const char *label,
             ComityColumnType type,
             gpointer *data,
             ComityValueLabels *labels)
{
  ComityColumn *column = comity_column_new_take (name, type, n_rows, g_steal_pointer (data));

  comity_column_set_label (column, label);
  if (labels != NULL)
    comity_column_set_value_labels (column, labels);
  comity_dataset_builder_take_column (builder, column);
}

static void
take_codes (Build *self,
            ComityDatasetBuilder *builder,
            const char *name,
            const char *label,
            guint32 **codes)
{
  GPtrArray *dictionary = g_ptr_array_new_with_free_func (g_free);
  ComityColumn *column;

  g_ptr_array_add (dictionary, g_strdup (""));
  for (gsize s = 0; s < self->index->n_states; s++)
    g_ptr_array_add (dictionary, g_strdup (self->index->states[s].code));
  column = comity_column_new_strings_take (name, self->n_rows, g_steal_pointer (codes), dictionary);
  comity_column_set_label (column, label);
  comity_dataset_builder_take_column (builder, column);
}

static char *
dup_title (const PanelIndex *index, const ComityPanelRecipe *recipe, const char *prefix)
{
  const ComityTreatyNetwork *network =
      comity_world_peek_network (index->world, (gsize) index->network);

  return g_strdup_printf ("%s: %s, %d–%d%s", prefix, network->plural, index->first_year,
                          index->first_year + (int) index->n_years - 1,
                          recipe->directed ? ", directed" : "");
}

static ComityDataset *
make_dataset (Build *self)
{
  const ComityTreatyNetwork *network =
      comity_world_peek_network (self->index->world, (gsize) self->index->network);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (self->n_rows);
  g_autoptr (ComityValueLabels) traditions = new_tradition_labels ();
  g_autofree char *name = dup_title (self->index, self->recipe, "World panel");
  g_autofree char *signed_label =
      g_strdup_printf (self->recipe->keep_after_event ? "Signed in this year: %s"
                                                      : "First signature in this year: %s",
                       network->title);
  g_autofree char *lag_note =
      g_strdup_printf ("Covariates that change with time are those of %d year%s before; geography, "
                       "language and colonial history are not lagged.",
                       self->recipe->lag, self->recipe->lag == 1 ? "" : "s");
  gsize n = self->n_rows;

  comity_dataset_builder_set_name (builder, name);
  comity_dataset_builder_set_label (builder, network->title);
  comity_dataset_builder_add_note (builder, NULL, network->note);
  comity_dataset_builder_add_note (builder, NULL, lag_note);
  comity_covariates_describe_sources (self->covariates, self->index->world,
                                      (gsize) self->index->network, builder);

#define TAKE(name_, label_, type_, field_)                                                         \
  take_column (builder, n, name_, label_, type_, (gpointer *) &self->field_, NULL)
  TAKE ("dyadid", "Dyad: 1000 × ccode1 + ccode2", COMITY_COLUMN_INT32, dyadid);
  TAKE ("ccode1", "COW number of state 1", COMITY_COLUMN_INT16, ccode1);
  TAKE ("ccode2", "COW number of state 2", COMITY_COLUMN_INT16, ccode2);
  take_codes (self, builder, "state_a", "ISO 3166 code of state 1", &self->code1);
  take_codes (self, builder, "state_b", "ISO 3166 code of state 2", &self->code2);
  TAKE ("year", "Year", COMITY_COLUMN_INT16, year);
  TAKE ("signed", signed_label, COMITY_COLUMN_INT8, signed_);
  TAKE ("t", "Years at risk so far", COMITY_COLUMN_INT16, t);
  TAKE ("t2", "Years at risk so far, squared", COMITY_COLUMN_INT16, t2);
  TAKE ("t3", "Years at risk so far, cubed", COMITY_COLUMN_INT32, t3);
#undef TAKE
  for (guint k = 0; k < self->covariates->len; k++)
    {
      const Covariate *covariate = &g_array_index (self->covariates, Covariate, k);
      gboolean is_tradition = g_str_equal (covariate->name, "tradition1") ||
                              g_str_equal (covariate->name, "tradition2");

      take_column (builder, n, covariate->name, covariate->label, covariate->type, &self->data[k],
                   is_tradition ? traditions : NULL);
    }
  return comity_dataset_builder_end (builder);
}

static void
set_roles (PanelIndex *index, ComityDataset *dataset)
{
  static const char *const names[COMITY_N_ROLES] = {
    [COMITY_ROLE_STATE_A] = "ccode1", [COMITY_ROLE_STATE_B] = "ccode2", [COMITY_ROLE_YEAR] = "year",
    [COMITY_ROLE_DYAD] = "dyadid",    [COMITY_ROLE_OUTCOME] = "signed",
  };

  for (gsize role = 0; role < COMITY_N_ROLES; role++)
    index->roles.column[role] =
        names[role] != NULL ? comity_dataset_find_column (dataset, names[role]) : -1;
  index->roles.codes = COMITY_CODES_COW;
}

/* Directed: a treaty ties both ways. */
static void
mirror_events (PanelIndex *index)
{
  guint n = index->events->len;

  for (guint i = 0; i < n; i++)
    {
      PanelEvent event = g_array_index (index->events, PanelEvent, i);
      PanelEvent mirrored = { event.b, event.a, event.year };

      g_array_append_val (index->events, mirrored);
    }
  g_array_sort (index->events, comity_panel_event_compare);
}

static TreatyFate
fate_of (const Build *self, const ComityTreaty *treaty, const gssize *panel)
{
  const PanelIndex *index = self->index;
  gssize a = panel[treaty->a];
  gssize b = panel[treaty->b];
  gsize n;

  if (!treaty->tie)
    return TREATY_ACCESSORY;
  if (treaty->year == 0)
    return TREATY_UNDATED;
  if (treaty->year < index->first_year || treaty->year >= index->first_year + (int) index->n_years)
    return TREATY_OTHER_YEARS;
  if (a < 0 || b < 0 || !comity_panel_index_exists (index, (gsize) a, treaty->year) ||
      !comity_panel_index_exists (index, (gsize) b, treaty->year))
    return TREATY_NOT_MEMBERS;
  if (!self->recipe->keep_after_event &&
      peek_events (self, (guint32) a, (guint32) b, &n)[0].year != treaty->year)
    return TREATY_LATER;
  return TREATY_USED;
}

static void
report_treaties (const Build *self, ComityMergeReport *report)
{
  const PanelIndex *index = self->index;
  g_autofree gssize *panel = g_new (gssize, comity_world_get_n_states (index->world));
  gsize n;
  const ComityTreaty *treaties =
      comity_world_peek_treaties (index->world, (gsize) index->network, &n);

  for (gsize s = 0; s < comity_world_get_n_states (index->world); s++)
    panel[s] = -1;
  for (gsize s = 0; s < index->n_states; s++)
    panel[self->world_states[s]] = (gssize) s;

  for (gsize i = 0; i < n; i++)
    {
      TreatyFate fate;
      gsize n_events = 0;
      gboolean new_pair =
          i == 0 || treaties[i].a != treaties[i - 1].a || treaties[i].b != treaties[i - 1].b;

      if (treaties[i].inherited)
        continue;
      fate = fate_of (self, &treaties[i], panel);
      report->treaties[fate]++;
      report->totals.n_treaties++;
      if (fate != TREATY_USED && report->first_lost[fate] == NULL)
        {
          g_autofree char *year =
              treaties[i].year != 0 ? g_strdup_printf (" %d", treaties[i].year) : g_strdup ("");

          report->first_lost[fate] = g_strdup_printf (
              "%s–%s%s", comity_world_peek_state (index->world, treaties[i].a)->iso3,
              comity_world_peek_state (index->world, treaties[i].b)->iso3, year);
        }
      if (fate == TREATY_UNDATED && new_pair && panel[treaties[i].a] >= 0 &&
          panel[treaties[i].b] >= 0)
        {
          peek_events (self, (guint32) panel[treaties[i].a], (guint32) panel[treaties[i].b],
                       &n_events);
          report->n_undated_dyads += n_events == 0;
        }
    }
  report->totals.n_treaties_used = report->treaties[TREATY_USED];
}

typedef struct
{
  const Build *build;
  ComityDataset *dataset;
  ComityMergeReport *report;
} Counting;

static void
count_missing_in_thread (gsize piece, gpointer user_data)
{
  Counting *counting = user_data;
  const Build *self = counting->build;
  const PanelIndex *index = self->index;
  const Covariate *covariate = &g_array_index (self->covariates, Covariate, piece);
  MergeCovariate *count = &g_array_index (counting->report->covariates, MergeCovariate, piece);
  gssize c = comity_dataset_find_column (counting->dataset, covariate->name);
  ComityColumn *column = comity_dataset_peek_column (counting->dataset, (gsize) c);
  g_autofree guint8 *missing = g_new (guint8, index->n_years);

  for (guint i = 0; i < self->runs->len; i++)
    {
      const Run *run = &g_array_index (self->runs, Run, i);

      memset (missing, 0, run->n_rows);
      comity_column_or_missing (column, run->first_row, run->n_rows, missing);
      for (gsize k = 0; k < run->n_rows; k++)
        {
          int year = index->row_years[run->first_row + k];
          gboolean first, second;

          if (!missing[k])
            continue;
          comity_covariate_blame (covariate, &self->context, run->a, run->b, year, &first, &second);
          count->missing++;
          count->by_state[run->a] += first;
          count->by_state[run->b] += second;
          count->by_year[year - index->first_year]++;
        }
    }
  count->matched = self->n_rows - count->missing;
}

static ComityMergeReport *
make_report (Build *self, ComityDataset *dataset)
{
  const PanelIndex *index = self->index;
  ComityMergeReport *report = comity_merge_report_new (index);
  g_autofree char *title = dup_title (index, self->recipe, "World panel");
  Counting counting = { self, dataset, report };

  report->title = g_strdup_printf ("%s, covariates lagged %d year%s", title, self->recipe->lag,
                                   self->recipe->lag == 1 ? "" : "s");
  report->note = g_strdup (comity_world_peek_network (index->world, (gsize) index->network)->note);
  report->totals = self->totals;
  report->absent = comity_covariates_dup_absent (&self->context);
  report_treaties (self, report);

  g_array_set_size (report->covariates, self->covariates->len);
  for (guint k = 0; k < self->covariates->len; k++)
    {
      MergeCovariate *count = &g_array_index (report->covariates, MergeCovariate, k);

      count->name = g_strdup (g_array_index (self->covariates, Covariate, k).name);
      count->by_state = g_new0 (gsize, MAX (index->n_states, 1));
      count->by_year = g_new0 (gsize, index->n_years);
    }
  comity_parallel_for (self->covariates->len, 0, count_missing_in_thread, &counting, NULL);
  return report;
}

ComityPanel *
comity_panel_build (ComityWorld *world,
                    const ComityPanelRecipe *recipe,
                    ComityMergeReport **report,
                    ComityProgress *progress,
                    GError **error)
{
  g_auto (Build) build = { .recipe = recipe };
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  g_autoptr (ComityDataset) dataset = NULL;
  PanelIndex *index;
  gssize network;
  int first, last;

  g_return_val_if_fail (world != NULL && recipe != NULL && recipe->network != NULL, NULL);

  if (!check_recipe (world, recipe, &network, &first, &last, error))
    return NULL;

  comity_progress_report (progress, 0.0, "Building the world panel");
  build.index = index = comity_panel_index_new ();
  index->world = comity_world_ref (world);
  index->network = network;
  index->bundled = TRUE;
  index->directed = recipe->directed;
  index->first_year = first;
  index->n_years = (gsize) (last - first) + 1;
  choose_states (&build, world);
  list_events (&build, world);
  list_runs (&build);

  build.context = (CovariateContext){ .world = world,
                                      .network = (gsize) network,
                                      .n_states = index->n_states,
                                      .states = build.world_states,
                                      .first_year = first,
                                      .n_years = index->n_years,
                                      .lag = recipe->lag };
  comity_covariate_context_init (&build.context, progress);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  build.covariates = comity_covariates_list (&build.context, strings);
  if (!allocate (&build, error))
    return NULL;

  comity_progress_set (progress, 0.2);
  comity_parallel_for (N_PIECES, 0, fill_in_thread, &build, progress);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  for (gsize row = 0; row < build.n_rows; row++)
    build.totals.n_events += (gsize) build.signed_[row];

  comity_progress_set (progress, 0.7);
  if (!comity_panel_index_fill (index, build.row_a, build.row_b, build.year, build.n_rows, FALSE,
                                NULL, error))
    return NULL;
  dataset = make_dataset (&build);
  set_roles (index, dataset);
  comity_panel_index_add_keys (index);
  comity_panel_index_find_variables (index, dataset);
  if (report != NULL)
    *report = make_report (&build, dataset);
  if (recipe->directed)
    mirror_events (index);
  comity_progress_set (progress, 1.0);
  return comity_panel_new_with_index (dataset, g_steal_pointer (&build.index));
}
