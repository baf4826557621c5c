/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dyad doctor's examinations of rows, one function each. A finding names how many, the first of
 * them and what it means, and by which rule it can be mended. */
#include "config.h"

#include "comity-doctor.h"

#include "comity-doctor-private.h"
#include "comity-number.h"

#include <math.h>

#define MAX_EXAMPLES 100

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
  [COMITY_FINDING_MISSING_CODES] = "missing-codes",
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
  g_free (self->mend);
  g_free (self);
}

void
comity_doctor_tally_init (Tally *tally, const Doctor *doctor)
{
  tally->count = 0;
  tally->rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  tally->max_rows = doctor->max_rows;
}

void
comity_doctor_tally_add (Tally *tally, guint32 row)
{
  tally->count++;
  if (tally->rows->len < tally->max_rows)
    g_array_append_val (tally->rows, row);
}

static guint32
tally_first (const Tally *tally)
{
  return g_array_index (tally->rows, guint32, 0);
}

ComityFinding *
comity_doctor_add_finding (Doctor *doctor, ComityFindingKind kind, Tally *tally, char *sentence)
{
  ComityFinding *finding = g_new0 (ComityFinding, 1);

  finding->kind = kind;
  finding->count = tally->count;
  finding->sentence = sentence;
  finding->n_rows = tally->rows->len;
  finding->rows = (guint32 *) (gpointer) g_array_free (tally->rows, FALSE);
  tally->rows = NULL;
  g_ptr_array_add (doctor->findings, finding);
  return finding;
}

/* A finding of rows that do no harm when they are gone: no rule makes do without the most of the
 * data, for then the roles are wrong and not the rows. */
static void
add_mendable (Doctor *doctor, ComityFindingKind kind, Tally *tally, char *sentence)
{
  ComityFinding *finding = comity_doctor_add_finding (doctor, kind, tally, sentence);

  if (!doctor->index->bundled && finding->count < doctor->index->n_rows / 2)
    finding->mend = g_strdup (kind_names[kind]);
}

char *
comity_doctor_count (gsize n, const char *one, const char *many)
{
  g_autofree char *count = comity_count_text (n);

  return g_strdup_printf ("%s %s", count, n == 1 ? one : many);
}

void
comity_doctor_append_name (GString *list, gsize n, const char *name)
{
  if (n < 5)
    g_string_append_printf (list, "%s%s", n > 0 ? ", " : "", name);
  else if (n == 5)
    g_string_append (list, " …");
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

  comity_doctor_tally_init (&duplicates, doctor);
  comity_doctor_tally_init (&reversed, doctor);
  for (gsize d = 0; d < index->n_dyads; d++)
    for (gsize i = index->dyad_offsets[d] + 1; i < index->dyad_offsets[d + 1]; i++)
      {
        guint32 row = index->dyad_rows[i];
        guint32 before = index->dyad_rows[i - 1];

        if (index->row_years[row] != index->row_years[before])
          continue;
        if (index->row_flipped != NULL && index->row_flipped[row] != index->row_flipped[before])
          comity_doctor_tally_add (&reversed, row);
        else
          comity_doctor_tally_add (&duplicates, row);
      }

  if (duplicates.count > 0)
    {
      g_autofree char *first = describe_row (doctor, tally_first (&duplicates));
      g_autofree char *count = comity_doctor_count (duplicates.count, "row repeats", "rows repeat");

      add_mendable (doctor, COMITY_FINDING_DUPLICATE_ROWS, &duplicates,
                    g_strdup_printf (duplicates.count == 1
                                         ? "%s a dyad and year (%s)."
                                         : "%s a dyad and year (first: %s).",
                                     count, first));
    }
  if (reversed.count > 0)
    {
      g_autofree char *first = describe_row (doctor, tally_first (&reversed));
      g_autofree char *count =
          comity_doctor_count (reversed.count, "dyad-year stands", "dyad-years stand");

      add_mendable (
          doctor, COMITY_FINDING_REVERSED_DYADS, &reversed,
          g_strdup_printf ("%s in the data both ways round, a–b and b–a (first: %s).", count, first));
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
  comity_doctor_tally_init (&selves, doctor);
  comity_doctor_tally_init (&missing, doctor);
  for (gsize row = 0; row < index->n_rows; row++)
    if (index->row_dyads[row] == COMITY_PANEL_NONE)
      comity_doctor_tally_add (is_self_dyad (a, b, row) ? &selves : &missing, (guint32) row);

  if (selves.count > 0)
    {
      g_autofree char *count = comity_doctor_count (selves.count, "row pairs", "rows pair");

      add_mendable (doctor, COMITY_FINDING_SELF_DYADS, &selves,
                    g_strdup_printf (selves.count == 1
                                         ? "%s a state with itself (row %u); it belongs to no dyad."
                                         : "%s a state with itself (first: row %u); they belong to "
                                           "no dyad.",
                                     count, tally_first (&selves) + 1));
    }
  if (missing.count > 0)
    {
      g_autofree char *count = comity_doctor_count (missing.count, "row lacks", "rows lack");

      add_mendable (doctor, COMITY_FINDING_MISSING_ROLE_VALUES, &missing,
                    g_strdup_printf (missing.count == 1
                                         ? "%s state A, state B or the year (row %u); it belongs "
                                           "to no dyad."
                                         : "%s state A, state B or the year (first: row %u); they "
                                           "belong to no dyad.",
                                     count, tally_first (&missing) + 1));
    }
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

  comity_doctor_tally_init (&tally, doctor);
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
            comity_doctor_tally_add (&tally, row);
        }
    }
  if (tally.count > 0)
    {
      g_autofree char *where = describe_row (doctor, tally_first (&tally));

      g_autofree char *count = comity_doctor_count (tally.count, "row", "rows");

      comity_doctor_add_finding (
          doctor, COMITY_FINDING_ASYMMETRIC, &tally,
          g_strdup_printf ("%s and %s say of a state something else than in its other "
                           "rows of the year in %s (first: of %s in %s).",
                           comity_column_peek_name (variable->first),
                           comity_column_peek_name (variable->second), count, state, where));
    }
  g_clear_pointer (&tally.rows, g_array_unref);
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
        comity_doctor_append_name (unknown, n_unknown++, index->states[s].code);
      for (gsize y = 0; state >= 0 && y < index->n_years; y++)
        exists[s * index->n_years + y] = (guint8) comity_world_state_exists (
            index->world, (gsize) state, index->first_year + (int) y);
    }

  comity_doctor_tally_init (&strangers, doctor);
  comity_doctor_tally_init (&early, doctor);
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
        comity_doctor_tally_add (&strangers, (guint32) row);
      else if (!exists[a * index->n_years + y] || !exists[b * index->n_years + y])
        comity_doctor_tally_add (&early, (guint32) row);
    }
  if (strangers.count > 0)
    {
      g_autofree char *codes = comity_doctor_count (n_unknown, "code is not known as a state",
                                                    "codes are not known as states");
      g_autofree char *count = comity_doctor_count (strangers.count, "row has", "rows have");

      add_mendable (doctor, COMITY_FINDING_UNKNOWN_CODES, &strangers,
                    g_strdup_printf (n_unknown == 1 ? "%s (%s); %s it." : "%s (%s); %s one of them.",
                                     codes, unknown->str, count));
    }
  if (early.count > 0)
    {
      g_autofree char *first = describe_row (doctor, tally_first (&early));
      g_autofree char *count = comity_doctor_count (early.count, "row has", "rows have");

      add_mendable (doctor, COMITY_FINDING_CODES_OUT_OF_TIME, &early,
                    g_strdup_printf ("%s a state in a year in which it was no member of the state "
                                     "system (first: %s).",
                                     count, first));
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

  comity_doctor_tally_init (&tally, doctor);
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
            comity_doctor_tally_add (&tally, index->dyad_rows[i]);
      n_dyads += tally.count > before;
      n_repeated += tally.count > before && next - e > 1;
      e = next;
    }
  if (tally.count > 0)
    {
      g_autofree char *where = describe_row (doctor, tally_first (&tally));
      g_autofree char *count = comity_doctor_count (tally.count, "row", "rows");
      g_autofree char *dyads = comity_doctor_count (n_dyads, "dyad", "dyads");
      g_autofree char *again =
          n_repeated == 0
              ? g_strdup ("")
              : g_strdup_printf (" In %" G_GSIZE_FORMAT " of them the event occurs again.",
                                 n_repeated);
      char *sentence = g_strdup_printf (tally.count == 1
                                            ? "%s of %s comes after the dyad's first event (first: "
                                              "%s): a model of first events leaves it out.%s"
                                            : "%s of %s come after the dyad's first event (first: "
                                              "%s): a model of first events leaves them out.%s",
                                        count, dyads, where, again);

      /* Events that repeat are what a panel of repeated events is made of. */
      if (n_repeated == 0)
        add_mendable (doctor, COMITY_FINDING_ROWS_AFTER_EVENT, &tally, sentence);
      else
        comity_doctor_add_finding (doctor, COMITY_FINDING_ROWS_AFTER_EVENT, &tally, sentence);
    }
  g_clear_pointer (&tally.rows, g_array_unref);
}

static void
examine_gaps (Doctor *doctor)
{
  const PanelIndex *index = doctor->index;
  gsize n_years = 0;
  Tally tally;

  comity_doctor_tally_init (&tally, doctor);
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
                comity_doctor_tally_add (&tally, row);
              found = TRUE;
            }
        }
    }
  if (tally.count > 0)
    {
      g_autofree char *first = describe_row (doctor, tally_first (&tally));

      g_autofree char *dyads = comity_doctor_count (tally.count, "dyad has", "dyads have");
      g_autofree char *years = comity_doctor_count (n_years, "year", "years");

      comity_doctor_add_finding (
          doctor, COMITY_FINDING_GAPS, &tally,
          g_strdup_printf ("%s gaps, %s in all (first: before %s).", dyads, years, first));
    }
  g_clear_pointer (&tally.rows, g_array_unref);
}

/* Kinds are declared worst first, but for missing states and years, which come with the worst, and
 * codes for missing values, which spoil a model as much as what is said of a state in two ways. */
static int
rank (ComityFindingKind kind)
{
  if (kind == COMITY_FINDING_MISSING_ROLE_VALUES)
    return -1;
  return 2 * (int) (kind == COMITY_FINDING_MISSING_CODES ? COMITY_FINDING_ASYMMETRIC : kind) +
         (kind == COMITY_FINDING_MISSING_CODES);
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const ComityFinding *x = *(const ComityFinding *const *) a;
  const ComityFinding *y = *(const ComityFinding *const *) b;

  return rank (x->kind) - rank (y->kind);
}

void
comity_doctor_examine_rows (Doctor *doctor, ComityProgress *progress)
{
  const GPtrArray *variables;

  examine_rows_without_dyad (doctor);
  examine_repeats (doctor);
  variables = comity_panel_index_peek_variables (doctor->index);
  for (guint v = 0; v < variables->len && !comity_progress_is_cancelled (progress); v++)
    {
      const PanelVariable *variable = variables->pdata[v];

      if (variable->world < 0)
        examine_asymmetry (doctor, variable);
    }
  examine_codes (doctor);
  examine_rows_after_event (doctor);
  examine_gaps (doctor);
}

GPtrArray *
comity_doctor_examine (ComityPanel *panel, ComityProgress *progress, GError **error)
{
  g_autoptr (GPtrArray) findings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) comity_finding_free);
  Doctor doctor = { panel, NULL, findings, MAX_EXAMPLES };

  g_return_val_if_fail (panel != NULL, NULL);

  comity_progress_report (progress, 0.0, "Examining dyads");
  doctor.index = panel->index;
  comity_doctor_examine_rows (&doctor, progress);
  comity_progress_report (progress, 0.5, "Examining columns");
  comity_doctor_examine_missing_codes (&doctor, progress);
  comity_doctor_examine_columns (&doctor, progress);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  /* Stable, so that state variables keep the file's order. */
  g_ptr_array_sort (findings, compare_findings);
  comity_progress_set (progress, 1.0);
  return g_steal_pointer (&findings);
}
