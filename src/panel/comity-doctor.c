/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dyad doctor's examinations, one function each. A finding names how many, the first of them
 * and what it means; mending is up to the caller. */
#include "config.h"

#include "comity-doctor.h"

#include "comity-panel-private.h"

#include <math.h>

#define MAX_EXAMPLES 100

typedef struct
{
  ComityPanel *panel;
  const PanelIndex *index;
  GPtrArray *findings;
} Doctor;

typedef struct
{
  gsize count;
  GArray *rows; /* guint32, at most MAX_EXAMPLES */
} Tally;

static const char *const kind_names[] = {
  [COMITY_FINDING_DUPLICATE_ROWS] = "duplicate-rows",
  [COMITY_FINDING_REVERSED_DYADS] = "reversed-dyads",
  [COMITY_FINDING_SELF_DYADS] = "self-dyads",
  [COMITY_FINDING_ASYMMETRIC] = "asymmetric",
  [COMITY_FINDING_UNKNOWN_CODES] = "unknown-codes",
  [COMITY_FINDING_CODES_OUT_OF_TIME] = "codes-out-of-time",
  [COMITY_FINDING_ROWS_AFTER_EVENT] = "rows-after-event",
  [COMITY_FINDING_GAPS] = "gaps",
  [COMITY_FINDING_CONSTANT_COLUMN] = "constant-column",
  [COMITY_FINDING_EMPTY_COLUMN] = "empty-column",
  [COMITY_FINDING_MISSING_ROLE_VALUES] = "missing-role-values",
};

const char *
comity_finding_kind_name (ComityFindingKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kind_names), "");

  return kind_names[kind];
}

void
comity_finding_free (ComityFinding *self)
{
  if (self == NULL)
    return;
  g_free (self->sentence);
  g_free (self->rows);
  g_free (self);
}

static void
tally_init (Tally *tally)
{
  tally->count = 0;
  tally->rows = g_array_new (FALSE, FALSE, sizeof (guint32));
}

static void
tally_add (Tally *tally, guint32 row)
{
  tally->count++;
  if (tally->rows->len < MAX_EXAMPLES)
    g_array_append_val (tally->rows, row);
}

static guint32
tally_first (const Tally *tally)
{
  return g_array_index (tally->rows, guint32, 0);
}

/* Takes @sentence and the tally's rows. */
static void
add_finding (Doctor *doctor, ComityFindingKind kind, Tally *tally, char *sentence)
{
  ComityFinding *finding = g_new0 (ComityFinding, 1);

  finding->kind = kind;
  finding->count = tally->count;
  finding->sentence = sentence;
  finding->n_rows = tally->rows->len;
  finding->rows = (guint32 *) (gpointer) g_array_free (tally->rows, FALSE);
  tally->rows = NULL;
  g_ptr_array_add (doctor->findings, finding);
}

static void
add_column_finding (Doctor *doctor, ComityFindingKind kind, gsize count, char *sentence)
{
  ComityFinding *finding = g_new0 (ComityFinding, 1);

  finding->kind = kind;
  finding->count = count;
  finding->sentence = sentence;
  g_ptr_array_add (doctor->findings, finding);
}

/* "USA–CHE 1975, row 17" */
static char *
describe_row (const Doctor *doctor, guint32 row)
{
  const PanelIndex *index = doctor->index;
  guint32 dyad = index->row_dyads[row];

  if (dyad == COMITY_PANEL_NONE)
    return g_strdup_printf ("row %u", row + 1);
  return g_strdup_printf ("%s–%s %d, row %u", index->states[index->dyad_a[dyad]].code,
                          index->states[index->dyad_b[dyad]].code, index->row_years[row], row + 1);
}

/* Rows one after the other in a dyad that share a year: the same way round, or exchanged. */
static void
examine_repeats (Doctor *doctor)
{
  const PanelIndex *index = doctor->index;
  Tally duplicates, reversed;

  tally_init (&duplicates);
  tally_init (&reversed);
  for (gsize d = 0; d < index->n_dyads; d++)
    for (gsize i = index->dyad_offsets[d] + 1; i < index->dyad_offsets[d + 1]; i++)
      {
        guint32 row = index->dyad_rows[i];
        guint32 before = index->dyad_rows[i - 1];

        if (index->row_years[row] != index->row_years[before])
          continue;
        if (index->row_flipped != NULL && index->row_flipped[row] != index->row_flipped[before])
          tally_add (&reversed, row);
        else
          tally_add (&duplicates, row);
      }

  if (duplicates.count > 0)
    {
      g_autofree char *first = describe_row (doctor, tally_first (&duplicates));

      add_finding (doctor, COMITY_FINDING_DUPLICATE_ROWS, &duplicates,
                   g_strdup_printf (duplicates.count == 1
                                        ? "%" G_GSIZE_FORMAT " row repeats a dyad and year (%s)."
                                        : "%" G_GSIZE_FORMAT
                                          " rows repeat a dyad and year (first: %s).",
                                    duplicates.count, first));
    }
  if (reversed.count > 0)
    {
      g_autofree char *first = describe_row (doctor, tally_first (&reversed));

      add_finding (doctor, COMITY_FINDING_REVERSED_DYADS, &reversed,
                   g_strdup_printf (
                       "%" G_GSIZE_FORMAT
                       " dyad-years stand in the data both ways round, a–b and b–a (first: %s).",
                       reversed.count, first));
    }
  g_clear_pointer (&duplicates.rows, g_array_unref);
  g_clear_pointer (&reversed.rows, g_array_unref);
}

static gboolean
is_self_dyad (ComityColumn *a, ComityColumn *b, gsize row)
{
  if (comity_column_is_missing (a, row) || comity_column_is_missing (b, row))
    return FALSE;
  if (comity_column_is_numeric (a))
    return comity_column_get_double (a, row) == comity_column_get_double (b, row);
  return g_str_equal (comity_column_peek_string (a, row), comity_column_peek_string (b, row));
}

/* Rows without a dyad: both states are one, or a state or the year is missing. */
static void
examine_rows_without_dyad (Doctor *doctor)
{
  const PanelIndex *index = doctor->index;
  ComityDataset *dataset = doctor->panel->dataset;
  const gssize *roles = index->roles.column;
  ComityColumn *a, *b;
  Tally selves, missing;

  if (roles[COMITY_ROLE_STATE_A] < 0 || roles[COMITY_ROLE_STATE_B] < 0)
    return;
  a = comity_dataset_peek_column (dataset, (gsize) roles[COMITY_ROLE_STATE_A]);
  b = comity_dataset_peek_column (dataset, (gsize) roles[COMITY_ROLE_STATE_B]);
  tally_init (&selves);
  tally_init (&missing);
  for (gsize row = 0; row < index->n_rows; row++)
    if (index->row_dyads[row] == COMITY_PANEL_NONE)
      tally_add (is_self_dyad (a, b, row) ? &selves : &missing, (guint32) row);

  if (selves.count > 0)
    add_finding (doctor, COMITY_FINDING_SELF_DYADS, &selves,
                 g_strdup_printf ("%" G_GSIZE_FORMAT
                                  " rows pair a state with itself (first: row %u); they belong to "
                                  "no dyad.",
                                  selves.count, tally_first (&selves) + 1));
  if (missing.count > 0)
    add_finding (doctor, COMITY_FINDING_MISSING_ROLE_VALUES, &missing,
                 g_strdup_printf ("%" G_GSIZE_FORMAT
                                  " rows lack state A, state B or the year (first: row %u); they "
                                  "belong to no dyad.",
                                  missing.count, tally_first (&missing) + 1));
  g_clear_pointer (&selves.rows, g_array_unref);
  g_clear_pointer (&missing.rows, g_array_unref);
}

/* The value of one side of a row, NaN missing: side 0 is the dyad's a. */
static double
side_value (const PanelIndex *index, const PanelVariable *variable, guint32 row, gsize side)
{
  gboolean flipped = index->row_flipped != NULL && index->row_flipped[row];

  return comity_column_get_double ((side == 1) != flipped ? variable->second : variable->first,
                                   row);
}

/* values[n_states]: what most rows of a year say of each state (Boyer & Moore's majority vote;
 * where no value has a majority, one of them). @votes is scratch of the same length. */
static void
find_majorities (
    const PanelIndex *index, const PanelVariable *variable, gsize y, double *values, guint32 *votes)
{
  for (gsize s = 0; s < index->n_states; s++)
    {
      values[s] = NAN;
      votes[s] = 0;
    }
  for (gsize i = index->year_offsets[y]; i < index->year_offsets[y + 1]; i++)
    for (gsize side = 0; side < 2; side++)
      {
        guint32 row = index->year_rows[i];
        guint32 dyad = index->row_dyads[row];
        guint32 state = side ? index->dyad_b[dyad] : index->dyad_a[dyad];
        double value = side_value (index, variable, row, side);

        if (isnan (value))
          continue;
        if (votes[state] == 0)
          values[state] = value;
        if (values[state] == value)
          votes[state]++;
        else
          votes[state]--;
      }
}

/* Rows where a state variable differs from what most rows of the year say of that state. */
static void
examine_asymmetry (Doctor *doctor, const PanelVariable *variable)
{
  const PanelIndex *index = doctor->index;
  g_autofree double *values = g_new (double, MAX (index->n_states, 1));
  g_autofree guint32 *votes = g_new (guint32, MAX (index->n_states, 1));
  const char *state = NULL;
  Tally tally;

  tally_init (&tally);
  for (gsize y = 0; y < index->n_years; y++)
    {
      find_majorities (index, variable, y, values, votes);
      for (gsize i = index->year_offsets[y]; i < index->year_offsets[y + 1]; i++)
        {
          guint32 row = index->year_rows[i];
          guint32 dyad = index->row_dyads[row];
          guint32 states[2] = { index->dyad_a[dyad], index->dyad_b[dyad] };
          gboolean differs = FALSE;

          for (gsize side = 0; side < 2; side++)
            {
              double value = side_value (index, variable, row, side);

              if (isnan (value) || value == values[states[side]])
                continue;
              differs = TRUE;
              if (state == NULL)
                state = index->states[states[side]].code;
            }
          if (differs)
            tally_add (&tally, row);
        }
    }
  if (tally.count > 0)
    {
      g_autofree char *where = describe_row (doctor, tally_first (&tally));

      add_finding (
          doctor, COMITY_FINDING_ASYMMETRIC, &tally,
          g_strdup_printf ("%s and %s say of a state something else than in its other "
                           "rows of the year in %" G_GSIZE_FORMAT " rows (first: of %s in %s).",
                           comity_column_peek_name (variable->first),
                           comity_column_peek_name (variable->second), tally.count, state, where));
    }
  g_clear_pointer (&tally.rows, g_array_unref);
}

static void
append_code (GString *list, gsize n, const char *code)
{
  if (n < 5)
    g_string_append_printf (list, "%s%s", n > 0 ? ", " : "", code);
  else if (n == 5)
    g_string_append (list, " …");
}

/* Codes the world does not know, and states in years in which they did not exist. */
static void
examine_codes (Doctor *doctor)
{
  const PanelIndex *index = doctor->index;
  g_autoptr (GString) unknown = g_string_new (NULL);
  g_autofree guint8 *exists = NULL;
  gsize n_unknown = 0;
  Tally strangers, early;

  if (index->world == NULL || index->bundled || index->roles.codes == COMITY_CODES_UNKNOWN)
    return;
  exists = g_new0 (guint8, MAX (index->n_states * index->n_years, 1));
  for (gsize s = 0; s < index->n_states; s++)
    {
      gssize state = index->states[s].world;

      if (state < 0)
        append_code (unknown, n_unknown++, index->states[s].code);
      for (gsize y = 0; state >= 0 && y < index->n_years; y++)
        exists[s * index->n_years + y] = (guint8) comity_world_state_exists (
            index->world, (gsize) state, index->first_year + (int) y);
    }

  tally_init (&strangers);
  tally_init (&early);
  for (gsize row = 0; row < index->n_rows; row++)
    {
      guint32 dyad = index->row_dyads[row];
      gsize y = (gsize) (index->row_years[row] - index->first_year);
      guint32 a, b;

      if (dyad == COMITY_PANEL_NONE)
        continue;
      a = index->dyad_a[dyad];
      b = index->dyad_b[dyad];
      if (index->states[a].world < 0 || index->states[b].world < 0)
        tally_add (&strangers, (guint32) row);
      else if (!exists[a * index->n_years + y] || !exists[b * index->n_years + y])
        tally_add (&early, (guint32) row);
    }
  if (strangers.count > 0)
    add_finding (doctor, COMITY_FINDING_UNKNOWN_CODES, &strangers,
                 g_strdup_printf ("%" G_GSIZE_FORMAT
                                  " codes are not known as states (%s); %" G_GSIZE_FORMAT
                                  " rows have one of them.",
                                  n_unknown, unknown->str, strangers.count));
  if (early.count > 0)
    {
      g_autofree char *first = describe_row (doctor, tally_first (&early));

      add_finding (doctor, COMITY_FINDING_CODES_OUT_OF_TIME, &early,
                   g_strdup_printf ("%" G_GSIZE_FORMAT
                                    " rows have a state in a year in which it was no member of the "
                                    "state system (first: %s).",
                                    early.count, first));
    }
  g_clear_pointer (&strangers.rows, g_array_unref);
  g_clear_pointer (&early.rows, g_array_unref);
}

/* Rows of a dyad after its first event, unless events repeat (then the panel is of repeated
 * events). */
static void
examine_rows_after_event (Doctor *doctor)
{
  const PanelIndex *index = doctor->index;
  gsize n_dyads = 0;
  gsize n_repeated = 0;
  Tally tally;

  tally_init (&tally);
  for (guint e = 0; e < index->events->len;)
    {
      const PanelEvent *first = &g_array_index (index->events, PanelEvent, e);
      gssize dyad = comity_panel_index_find_dyad (index, first->a, first->b);
      guint next = e + 1;
      gsize before = tally.count;

      while (next < index->events->len &&
             g_array_index (index->events, PanelEvent, next).a == first->a &&
             g_array_index (index->events, PanelEvent, next).b == first->b)
        next++;
      /* A bundled dyad that had signed before it came under risk has no rows. */
      if (dyad >= 0)
        for (gsize i = index->dyad_offsets[dyad]; i < index->dyad_offsets[dyad + 1]; i++)
          if (index->row_years[index->dyad_rows[i]] > first->year)
            tally_add (&tally, index->dyad_rows[i]);
      n_dyads += tally.count > before;
      n_repeated += tally.count > before && next - e > 1;
      e = next;
    }
  if (tally.count > 0)
    {
      g_autofree char *where = describe_row (doctor, tally_first (&tally));
      g_autofree char *repeated =
          n_repeated == 0
              ? g_strdup ("")
              : g_strdup_printf (" In %" G_GSIZE_FORMAT " of them the event occurs again.",
                                 n_repeated);

      add_finding (doctor, COMITY_FINDING_ROWS_AFTER_EVENT, &tally,
                   g_strdup_printf ("%" G_GSIZE_FORMAT " rows of %" G_GSIZE_FORMAT
                                    " dyads come after the dyad's first event (first: %s): a model "
                                    "of first events leaves them out.%s",
                                    tally.count, n_dyads, where, repeated));
    }
  g_clear_pointer (&tally.rows, g_array_unref);
}

static void
examine_gaps (Doctor *doctor)
{
  const PanelIndex *index = doctor->index;
  gsize n_years = 0;
  Tally tally;

  tally_init (&tally);
  for (gsize d = 0; d < index->n_dyads; d++)
    {
      gboolean found = FALSE;

      for (gsize i = index->dyad_offsets[d] + 1; i < index->dyad_offsets[d + 1]; i++)
        {
          guint32 row = index->dyad_rows[i];
          int before = index->row_years[index->dyad_rows[i - 1]];

          for (int year = before + 1; year < index->row_years[row]; year++)
            {
              /* A pair of the bundled world misses no year in which both exist. */
              if (index->bundled && !(comity_panel_index_exists (index, index->dyad_a[d], year) &&
                                      comity_panel_index_exists (index, index->dyad_b[d], year)))
                continue;
              n_years++;
              if (!found)
                tally_add (&tally, row);
              found = TRUE;
            }
        }
    }
  if (tally.count > 0)
    {
      g_autofree char *first = describe_row (doctor, tally_first (&tally));

      add_finding (doctor, COMITY_FINDING_GAPS, &tally,
                   g_strdup_printf ("%" G_GSIZE_FORMAT " dyads have gaps, %" G_GSIZE_FORMAT
                                    " years in all (first: before %s).",
                                    tally.count, n_years, first));
    }
  g_clear_pointer (&tally.rows, g_array_unref);
}

static void
examine_columns (Doctor *doctor, ComityProgress *progress)
{
  ComityDataset *dataset = doctor->panel->dataset;
  g_autoptr (GString) constant = g_string_new (NULL);
  g_autoptr (GString) empty = g_string_new (NULL);
  gsize n_constant = 0;
  gsize n_empty = 0;
  gsize n_columns = comity_dataset_get_n_columns (dataset);

  for (gsize c = 0; c < n_columns && !comity_progress_is_cancelled (progress); c++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, c);
      const ComityColumnSummary *summary = comity_column_get_summary (column);

      if (summary->n_missing == comity_column_get_n_rows (column))
        append_code (empty, n_empty++, comity_column_peek_name (column));
      else if (summary->n_distinct == 1 && comity_column_get_n_rows (column) > 1)
        append_code (constant, n_constant++, comity_column_peek_name (column));
      comity_progress_set (progress, 0.5 + 0.5 * (double) (c + 1) / (double) n_columns);
    }
  if (n_constant > 0)
    add_column_finding (
        doctor, COMITY_FINDING_CONSTANT_COLUMN, n_constant,
        g_strdup_printf (n_constant == 1 ? "%" G_GSIZE_FORMAT " column has one value only: %s."
                                         : "%" G_GSIZE_FORMAT " columns have one value only: %s.",
                         n_constant, constant->str));
  if (n_empty > 0)
    add_column_finding (doctor, COMITY_FINDING_EMPTY_COLUMN, n_empty,
                        g_strdup_printf (n_empty == 1
                                             ? "%" G_GSIZE_FORMAT " column has no values: %s."
                                             : "%" G_GSIZE_FORMAT " columns have no values: %s.",
                                         n_empty, empty->str));
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const ComityFinding *x = *(const ComityFinding *const *) a;
  const ComityFinding *y = *(const ComityFinding *const *) b;

  /* Kinds are declared worst first, but for missing states and years, which come with the worst. */
  int rank_x = x->kind == COMITY_FINDING_MISSING_ROLE_VALUES ? -1 : (int) x->kind;
  int rank_y = y->kind == COMITY_FINDING_MISSING_ROLE_VALUES ? -1 : (int) y->kind;

  return rank_x - rank_y;
}

GPtrArray *
comity_doctor_examine (ComityPanel *panel, ComityProgress *progress, GError **error)
{
  g_autoptr (GPtrArray) findings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) comity_finding_free);
  Doctor doctor = { panel, NULL, findings };
  const GPtrArray *variables;

  g_return_val_if_fail (panel != NULL, NULL);

  comity_progress_report (progress, 0.0, "Examining dyads");
  doctor.index = panel->index;
  examine_rows_without_dyad (&doctor);
  examine_repeats (&doctor);
  variables = comity_panel_index_peek_variables (doctor.index);
  for (guint v = 0; v < variables->len && !comity_progress_is_cancelled (progress); v++)
    {
      const PanelVariable *variable = variables->pdata[v];

      if (variable->world < 0)
        examine_asymmetry (&doctor, variable);
    }
  examine_codes (&doctor);
  examine_rows_after_event (&doctor);
  examine_gaps (&doctor);
  comity_progress_report (progress, 0.5, "Examining columns");
  examine_columns (&doctor, progress);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  /* Stable, so that state variables keep the file's order. */
  g_ptr_array_sort (findings, compare_findings);
  comity_progress_set (progress, 1.0);
  return g_steal_pointer (&findings);
}
