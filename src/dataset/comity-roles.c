/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Guessing which columns are the states, the year, the dyad, the event and the times. Names speak
 * first (state pairs are two names that differ by their side only: ccode1 and ccode2, iso_o and
 * iso_d), then what Stata's xtset and stset left in the file, then the cells of a few thousand
 * rows. */
#include "config.h"

#include "comity-roles.h"

#include <math.h>
#include <string.h>

#define SAMPLE_ROWS 4096

/* Rows looked at, spread over the whole. */
typedef struct
{
  ComityDataset *dataset;
  guint32 *rows; /* n */
  gsize n;
} Sample;

static const struct
{
  const char *name;
  const char *key;
} role_names[COMITY_N_ROLES] = {
  { "state A", "state_a" }, { "state B", "state_b" }, { "year", "year" }, { "dyad", "dyad" },
  { "outcome", "outcome" }, { "start", "start" },     { "stop", "stop" },
};

const char *
comity_role_name (ComityRole role)
{
  g_return_val_if_fail (role < COMITY_N_ROLES, "");

  return role_names[role].name;
}

const char *
comity_role_key (ComityRole role)
{
  g_return_val_if_fail (role < COMITY_N_ROLES, "");

  return role_names[role].key;
}

/* Cells */

static void
sample_init (Sample *sample, ComityDataset *dataset)
{
  gsize n_rows = comity_dataset_get_n_rows (dataset);

  sample->dataset = dataset;
  sample->n = MIN (n_rows, SAMPLE_ROWS);
  sample->rows = g_new (guint32, sample->n + 1);
  for (gsize i = 0; i < sample->n; i++)
    sample->rows[i] = (guint32) (n_rows * i / sample->n);
}

static double *
sample_dup_doubles (const Sample *sample, gssize column)
{
  double *x = g_new (double, sample->n + 1);

  comity_column_gather_doubles (comity_dataset_peek_column (sample->dataset, (gsize) column),
                                sample->rows, sample->n, x);
  return x;
}

/* All values that there are lie in from … to and are whole, and there is one. */
static gboolean
sample_is_whole (const Sample *sample, gssize column, double from, double to)
{
  g_autofree double *x = NULL;
  gsize n = 0;

  if (!comity_column_is_numeric (comity_dataset_peek_column (sample->dataset, (gsize) column)))
    return FALSE;
  x = sample_dup_doubles (sample, column);
  for (gsize i = 0; i < sample->n; i++)
    {
      if (isnan (x[i]))
        continue;
      if (x[i] < from || x[i] > to || x[i] != floor (x[i]))
        return FALSE;
      n++;
    }
  return n > 0;
}

/* The column called @name, exactly or but for case; a numeric one when @numeric. */
static gssize
find (const Sample *sample, const char *name, gboolean numeric)
{
  gssize i = name ? comity_dataset_find_column (sample->dataset, name) : -1;

  if (i >= 0 && numeric &&
      !comity_column_is_numeric (comity_dataset_peek_column (sample->dataset, (gsize) i)))
    return -1;
  return i;
}

static gssize
find_first (const Sample *sample, const char *const *names, gboolean numeric)
{
  for (; *names != NULL; names++)
    {
      gssize i = find (sample, *names, numeric);

      if (i >= 0)
        return i;
    }
  return -1;
}

static gssize
find_declared (const Sample *sample, const char *const *characteristics)
{
  for (; *characteristics != NULL; characteristics++)
    {
      gssize i =
          find (sample,
                comity_dataset_peek_characteristic (sample->dataset, NULL, *characteristics), TRUE);

      if (i >= 0)
        return i;
    }
  return -1;
}

/* States */

/* How much a name without its side speaks for a state's code. The first that it begins or ends with
 * counts. */
static const struct
{
  const char *stem;
  int score;
} stems[] = {
  { "cowcode", 100 }, { "ccode", 100 }, { "cow", 95 },    { "gwcode", 90 },   { "gwno", 90 },
  { "gw", 85 },       { "iso3", 80 },   { "iso", 75 },    { "stateabb", 65 }, { "country", 60 },
  { "state", 60 },    { "cty", 50 },    { "nation", 50 }, { "cntry", 50 },    { "actor", 40 },
  { "member", 30 },   { "party", 30 },  { "code", 20 },   { "id", 10 },
};

static const char *const sides[][2] = {
  { "_1", "_2" }, { "1", "2" },   { "_a", "_b" }, { "_o", "_d" }, { "_i", "_j" },
  { ".x", ".y" }, { ".1", ".2" }, { "a", "b" },   { " 1", " 2" }, { " a", " b" },
};

static const char *const words[][2] = {
  { "origin", "destination" }, { "reporter", "partner" }, { "exporter", "importer" },
  { "importer", "exporter" },  { "sender", "receiver" },  { "sender", "target" },
  { "source", "target" },      { "home", "host" },        { "i", "j" },
};

typedef struct
{
  gssize a;
  gssize b;
  int score;
} Pair;

static int
stem_score (const char *stem)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stems); i++)
    if (g_str_has_prefix (stem, stems[i].stem) || g_str_has_suffix (stem, stems[i].stem))
      return stems[i].score;
  return 0;
}

static void
consider (const Sample *sample, gssize a, gssize b, int score, Pair *best)
{
  ComityColumn *x;
  ComityColumn *y;

  if (a < 0 || b < 0 || a == b || score <= best->score)
    return;
  x = comity_dataset_peek_column (sample->dataset, (gsize) a);
  y = comity_dataset_peek_column (sample->dataset, (gsize) b);
  if (comity_column_is_numeric (x) != comity_column_is_numeric (y))
    return;
  if (comity_column_is_numeric (x) && (!sample_is_whole (sample, a, 0, COMITY_INT32_MAX_VALID) ||
                                       !sample_is_whole (sample, b, 0, COMITY_INT32_MAX_VALID)))
    return;
  *best = (Pair){ a, b, score };
}

/* @by_text: folded names (or labels) → index + 1. */
static void
consider_text (
    const Sample *sample, GHashTable *by_text, const char *text, gssize a, int worth, Pair *best)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    if (g_str_has_suffix (text, sides[i][0]))
      {
        g_autofree char *stem = g_strndup (text, strlen (text) - strlen (sides[i][0]));
        g_autofree char *other = g_strconcat (stem, sides[i][1], NULL);
        gssize b = GPOINTER_TO_INT (g_hash_table_lookup (by_text, other)) - 1;

        consider (sample, a, b, stem_score (stem) * worth / 100, best);
      }
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i][0]);
      gsize rest = strlen (text);

      if (g_str_has_prefix (text, words[i][0]) && (rest == length || text[length] == '_'))
        {
          g_autofree char *other = g_strconcat (words[i][1], text + length, NULL);
          gssize b = GPOINTER_TO_INT (g_hash_table_lookup (by_text, other)) - 1;

          consider (sample, a, b, 45 * worth / 100, best);
        }
    }
}

static Pair
guess_states (const Sample *sample)
{
  gsize n = comity_dataset_get_n_columns (sample->dataset);
  Pair best = { -1, -1, 0 };

  /* Names, then labels ("State 1, numeric code" and "State 2, numeric code" differ within). */
  for (int pass = 0; pass < 2; pass++)
    {
      g_autoptr (GHashTable) by_text =
          g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (gsize k = 0; k < 2 * n; k++)
        {
          ComityColumn *column = comity_dataset_peek_column (sample->dataset, k % n);
          g_autofree char *text = g_utf8_casefold (
              pass == 0 ? comity_column_peek_name (column) : comity_column_peek_label (column), -1);

          if (pass == 1 && strchr (text, ',') != NULL)
            *strchr (text, ',') = '\0';
          if (*text == '\0')
            continue;
          if (k >= n)
            consider_text (sample, by_text, text, (gssize) (k % n), pass == 0 ? 100 : 10, &best);
          else if (!g_hash_table_contains (by_text, text))
            g_hash_table_insert (by_text, g_steal_pointer (&text), GINT_TO_POINTER ((int) k + 1));
        }
    }
  return best;
}

static ComityCodeSystem
string_codes (const ComityColumn *column)
{
  gsize n = comity_column_get_n_codes (column);
  gsize n_of_length[4] = { 0 };
  gsize n_codes = 0;

  for (gsize code = 1; code < n; code++)
    {
      const char *text = comity_column_peek_code_string (column, (guint32) code);
      gsize length = strlen (text);
      gboolean capitals = length >= 2 && length <= 3;

      for (gsize i = 0; i < length && capitals; i++)
        capitals = g_ascii_isupper (text[i]);
      if (capitals)
        n_of_length[length]++;
      n_codes++;
    }
  if (n_codes == 0)
    return COMITY_CODES_UNKNOWN;
  if (n_of_length[3] * 10 >= n_codes * 9)
    return COMITY_CODES_ISO3;
  if (n_of_length[2] * 10 >= n_codes * 9)
    return COMITY_CODES_ISO2;
  return COMITY_CODES_NAME;
}

static ComityCodeSystem
guess_codes (const Sample *sample, gssize index)
{
  ComityColumn *column = comity_dataset_peek_column (sample->dataset, (gsize) index);
  g_autofree char *name = g_utf8_casefold (comity_column_peek_name (column), -1);
  g_autofree char *label = g_utf8_casefold (comity_column_peek_label (column), -1);

  if (!comity_column_is_numeric (column))
    {
      /* The Correlates of War's own three letters look like ISO's. */
      if (strstr (name, "stateabb") != NULL)
        return COMITY_CODES_UNKNOWN;
      return string_codes (column);
    }
  if (g_str_has_prefix (name, "gw") || strstr (label, "gleditsch") != NULL)
    return COMITY_CODES_GW;
  if (g_str_has_prefix (name, "cc") || g_str_has_prefix (name, "cow") ||
      strstr (label, "correlates of war") != NULL)
    return COMITY_CODES_COW;
  if (comity_column_peek_value_labels (column) != NULL)
    return COMITY_CODES_NAME;
  return sample_is_whole (sample, index, 2, 999) ? COMITY_CODES_COW : COMITY_CODES_UNKNOWN;
}

/* Year */

static gssize
guess_year (const Sample *sample)
{
  static const char *const names[] = {
    "year", "yr", "yyyy", "jahr", "annee", "time", "period", NULL
  };
  static const char *const declared[] = { "_TStvar", "tis", NULL };
  gssize first[] = { find_declared (sample, declared), find_first (sample, names, TRUE) };

  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    if (first[i] >= 0 && sample_is_whole (sample, first[i], 1000, 2999))
      return first[i];
  /* year_a, obsyear, year2 … */
  for (gsize k = 0; k < comity_dataset_get_n_columns (sample->dataset); k++)
    {
      ComityColumn *column = comity_dataset_peek_column (sample->dataset, k);
      g_autofree char *name = g_utf8_casefold (comity_column_peek_name (column), -1);

      if ((g_str_has_prefix (name, "year") || g_str_has_suffix (name, "year")) &&
          sample_is_whole (sample, (gssize) k, 1000, 2999))
        return (gssize) k;
    }
  return -1;
}

/* Dyad */

/* d = 10^k·a + b (or with the sides exchanged) in every sampled row that has all three. */
static gboolean
is_composed (const Sample *sample, gssize dyad, const double *a, const double *b)
{
  g_autofree double *d = sample_dup_doubles (sample, dyad);

  for (double base = 1000; base <= 1e6; base *= 10)
    {
      gsize n = 0;
      gsize n_equal = 0;

      for (gsize i = 0; i < sample->n; i++)
        {
          if (isnan (d[i]) || isnan (a[i]) || isnan (b[i]))
            continue;
          n++;
          n_equal += d[i] == base * a[i] + b[i] || d[i] == base * b[i] + a[i];
        }
      if (n > 0 && n_equal == n)
        return TRUE;
    }
  return FALSE;
}

static gssize
guess_dyad (const Sample *sample, const Pair *states, gssize year)
{
  static const char *const names[] = { "dyadid", "dyad_id",   "dyad", "dyadnum", "undyad",
                                       "pairid", "pair_id",   "pair", "udyad",   "ddyad",
                                       "dyadno", "dirdyadid", NULL };
  static const char *const declared[] = { "_TSpanel", "st_id", "iis", NULL };
  gssize first = find_first (sample, names, FALSE);
  ComityDataset *dataset = sample->dataset;

  if (first < 0)
    first = find_declared (sample, declared);
  if (first >= 0 && first != states->a && first != states->b && first != year)
    return first;

  if (states->a >= 0 &&
      comity_column_is_numeric (comity_dataset_peek_column (dataset, (gsize) states->a)))
    {
      g_autofree double *a = sample_dup_doubles (sample, states->a);
      g_autofree double *b = sample_dup_doubles (sample, states->b);

      for (gsize k = 0; k < comity_dataset_get_n_columns (dataset); k++)
        {
          if ((gssize) k != states->a && (gssize) k != states->b &&
              comity_column_is_numeric (comity_dataset_peek_column (dataset, k)) &&
              is_composed (sample, (gssize) k, a, b))
            return (gssize) k;
        }
    }
  return -1;
}

/* Outcome */

static int
outcome_score (const char *name)
{
  static const struct
  {
    const char *part;
    int score;
  } parts[] = {
    { "signed", 100 }, { "signature", 95 }, { "outcome", 90 },   { "event", 85 }, { "failure", 80 },
    { "onset", 75 },   { "treaty", 60 },    { "agreement", 55 }, { "sign", 50 },  { "ratif", 45 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (name, parts[i].part) != NULL)
      return parts[i].score;
  return strcmp (name, "y") == 0 || strcmp (name, "_d") == 0 ? 70 : 0;
}

static gssize
guess_outcome (const Sample *sample)
{
  static const char *const declared[] = { "st_d", "st_bd", NULL };
  gssize best = find_declared (sample, declared);
  int best_score = 0;

  if (best >= 0)
    return best;
  for (gsize k = 0; k < comity_dataset_get_n_columns (sample->dataset); k++)
    {
      ComityColumn *column = comity_dataset_peek_column (sample->dataset, k);
      g_autofree char *name = g_utf8_casefold (comity_column_peek_name (column), -1);
      int score = outcome_score (name);
      const ComityColumnSummary *summary;

      /* A sample might miss a rare event: a few columns are looked at whole. */
      if (score <= best_score || !sample_is_whole (sample, (gssize) k, 0, 1))
        continue;
      summary = comity_column_get_summary (column);
      if (summary->n_distinct == 2 && summary->min == 0 && summary->max == 1 && summary->mean < 0.5)
        {
          best = (gssize) k;
          best_score = score;
        }
    }
  return best;
}

/* Times */

static void
guess_times (const Sample *sample, ComityRoles *roles)
{
  static const char *const pairs[][2] = {
    { "_t0", "_t" },     { "start", "stop" }, { "tstart", "tstop" },
    { "start", "end" },  { "t0", "t1" },      { "time0", "time1" },
    { "entry", "exit" }, { "begin", "end" },  { "t_start", "t_stop" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      gssize start = find (sample, pairs[i][0], TRUE);
      gssize stop = find (sample, pairs[i][1], TRUE);
      gboolean in_order = start >= 0 && stop >= 0 && start != stop && sample->n > 0;
      g_autofree double *from = NULL;
      g_autofree double *to = NULL;

      if (!in_order)
        continue;
      from = sample_dup_doubles (sample, start);
      to = sample_dup_doubles (sample, stop);
      for (gsize k = 0; k < sample->n && in_order; k++)
        in_order = !(from[k] > to[k]);
      if (in_order)
        {
          roles->column[COMITY_ROLE_START] = start;
          roles->column[COMITY_ROLE_STOP] = stop;
          return;
        }
    }
}

void
comity_roles_guess (ComityDataset *dataset, ComityRoles *roles)
{
  Sample sample;
  Pair states;

  g_return_if_fail (dataset != NULL && roles != NULL);

  for (gsize i = 0; i < COMITY_N_ROLES; i++)
    roles->column[i] = -1;
  roles->codes = COMITY_CODES_UNKNOWN;

  sample_init (&sample, dataset);
  states = guess_states (&sample);
  roles->column[COMITY_ROLE_STATE_A] = states.a;
  roles->column[COMITY_ROLE_STATE_B] = states.b;
  if (states.a >= 0)
    roles->codes = guess_codes (&sample, states.a);
  roles->column[COMITY_ROLE_YEAR] = guess_year (&sample);
  roles->column[COMITY_ROLE_DYAD] = guess_dyad (&sample, &states, roles->column[COMITY_ROLE_YEAR]);
  roles->column[COMITY_ROLE_OUTCOME] = guess_outcome (&sample);
  guess_times (&sample, roles);
  g_free (sample.rows);
}
