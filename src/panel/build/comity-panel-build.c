/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a recipe to the bundled dyad-year panel, in three steps: which dyads have which rows (one
 * thread, over bytes that say who existed when), the columns (threads, over blocks of dyads), the
 * index. The risk set, the dataset and the merge report have files of their own. */
#include "config.h"

#include "comity-panel-build-private.h"
#include "comity-parallel.h"

#include <math.h>


/* Blocks of dyads that threads take one after the other. */
#define N_PIECES 64

/* Covariates are kept to six decimals: no source knows more, logarithms included, and as decimals
 * they stay short in text files and read back to the same double. */
#define PRECISION 1e6

static void
build_clear (PanelBuild *self)
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

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PanelBuild, build_clear)

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
  *first = recipe->first_year != 0 ? recipe->first_year : MAX (COMITY_PANEL_FIRST_YEAR, world_first);
  *last = recipe->last_year != 0 ? recipe->last_year : MIN (COMITY_PANEL_LAST_YEAR, world_last);
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

/* The calendar, identity, outcome and time of a dyad's rows. */
static void
fill_rows (PanelBuild *self, const PanelRun *run)
{
  const PanelIndex *index = self->index;
  const guint8 *exists_a = index->exists + run->a * index->n_years;
  const guint8 *exists_b = index->exists + run->b * index->n_years;
  int ccode1 = comity_world_peek_state (index->world, self->world_states[run->a])->cow;
  int ccode2 = comity_world_peek_state (index->world, self->world_states[run->b])->cow;
  gsize n_events;
  const PanelEvent *events = comity_panel_build_peek_events (self, run->a, run->b, &n_events);
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
      for (gsize k = next; k < n_events && events[k].year == year; k++)
        signs |= !events[k].inherited;
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
  PanelBuild *self = user_data;
  g_autofree double *values = g_new (double, self->index->n_years);
  gsize first, last;

  comity_parallel_cut (self->runs->len, 1, N_PIECES, piece, &first, &last);
  for (gsize i = first; i < last; i++)
    {
      const PanelRun *run = &g_array_index (self->runs, PanelRun, i);

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
allocate (PanelBuild *self, GError **error)
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

/* Directed: a treaty ties both ways. */
static void
mirror_events (PanelIndex *index)
{
  guint n = index->events->len;

  for (guint i = 0; i < n; i++)
    {
      PanelEvent event = g_array_index (index->events, PanelEvent, i);
      PanelEvent mirrored = { event.b, event.a, event.year, event.inherited };

      g_array_append_val (index->events, mirrored);
    }
  g_array_sort (index->events, comity_panel_event_compare);
}

ComityPanel *
comity_panel_build (ComityWorld *world,
                    const ComityPanelRecipe *recipe,
                    ComityMergeReport **report,
                    ComityProgress *progress,
                    GError **error)
{
  g_auto (PanelBuild) build = { .recipe = recipe };
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
  comity_panel_build_choose_states (&build, world);
  comity_panel_build_list_events (&build, world);
  comity_panel_build_list_runs (&build);

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
  dataset = comity_panel_build_make_dataset (&build);
  comity_panel_index_add_keys (index);
  index->variables_from = comity_dataset_ref (dataset);
  if (report != NULL)
    *report = comity_panel_build_make_report (&build, dataset);
  if (recipe->directed)
    mirror_events (index);
  comity_progress_set (progress, 1.0);
  return comity_panel_new_with_index (dataset, g_steal_pointer (&build.index));
}
