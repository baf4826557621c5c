/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A state's own variable, changed: the covariates of its pairs are found, made anew, and each pair
 * is asked what if. */
#include "config.h"

#include "comity-state-what-if.h"

#include "comity-dossier-private.h"
#include "comity-number.h"
#include "comity-post-report-private.h"
#include "comity-what-if.h"

#include <math.h>
#include <stdlib.h>

/* Columns can be floats: numbers nearer than this share of their size are the same. */
#define SAME 1e-5
/* Covariates can be of a year before the row's, up to so many. */
#define MAX_LAG 3
#define DECIMALS 5

G_DEFINE_QUARK (comity - state - what - if - error - quark, comity_state_what_if_error)

typedef enum
{
  FIRST,
  SECOND,
  MINIMUM,
  MAXIMUM,
  DISTANCE,
  DIFFERENCE,
  PRODUCT,
  SUM,
  MEAN,
  LOG_PRODUCT,
  LOG_DISTANCE,
  N_WAYS
} Way;

static const char *const way_names[N_WAYS] = {
  [FIRST] = "the first state's",
  [SECOND] = "the second state's",
  [MINIMUM] = "minimum",
  [MAXIMUM] = "maximum",
  [DISTANCE] = "distance",
  [DIFFERENCE] = "first less second",
  [PRODUCT] = "product",
  [SUM] = "sum",
  [MEAN] = "mean",
  [LOG_PRODUCT] = "logarithm of the product",
  [LOG_DISTANCE] = "distance of the logarithms",
};

static double
combine (Way way, double a, double b)
{
  switch (way)
    {
    case FIRST:
      return a;
    case SECOND:
      return b;
    case MINIMUM:
      return fmin (a, b);
    case MAXIMUM:
      return fmax (a, b);
    case DISTANCE:
      return fabs (a - b);
    case DIFFERENCE:
      return a - b;
    case PRODUCT:
      return a * b;
    case SUM:
      return a + b;
    case LOG_PRODUCT:
      return a > 0.0 && b > 0.0 ? log (a) + log (b) : NAN;
    case LOG_DISTANCE:
      return a > 0.0 && b > 0.0 ? fabs (log (a) - log (b)) : NAN;
    default:
      return (a + b) / 2.0;
    }
}

/* A covariate that follows the variable. */
typedef struct
{
  ComityColumn *column; /* borrowed */
  Way way;
} Follower;

/* Whether the column is made so in all rows of the year that have both values; and it varies with
 * them in at least one. */
static gboolean
is_made_so (ComityPanel *panel, ComityColumn *column, int year, const double *values, Way way)
{
  gsize n_rows, n_same = 0;
  const guint32 *rows = comity_panel_peek_year_rows (panel, year, &n_rows);

  for (gsize i = 0; i < n_rows; i++)
    {
      guint32 a, b;
      double here = comity_column_get_double (column, rows[i]), made;

      comity_panel_get_row (panel, rows[i], &a, &b, NULL);
      made = combine (way, values[a], values[b]);
      if (isnan (here) || isnan (made) || isnan (values[a]) || isnan (values[b]))
        continue;
      if (!(fabs (here - made) <= SAME * fmax (1.0, fabs (made))))
        return FALSE;
      n_same++;
    }
  return n_same > 0;
}

GArray *
comity_state_what_if_list_variables (const ComityFit *fit, ComityPanel *panel)
{
  GArray *variables = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_auto (GStrv) columns = comity_what_if_dup_columns (fit, panel);

  for (gsize v = 0; v < comity_panel_get_n_state_variables (panel); v++)
    for (char **column = columns; *column != NULL; column++)
      if (comity_panel_find_column_variable (panel, *column) == (gssize) v)
        {
          g_array_append_val (variables, v);
          break;
        }
  return variables;
}

static void
refuse_variable (const ComityFit *fit, ComityPanel *panel, const char *name, GError **error)
{
  g_autoptr (GArray) variables = comity_state_what_if_list_variables (fit, panel);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < variables->len; i++)
    g_string_append_printf (
        list, "%s%s", i > 0 ? ", " : "",
        comity_panel_peek_state_variable (panel, g_array_index (variables, gsize, i)));
  g_set_error (error, COMITY_STATE_WHAT_IF_ERROR, COMITY_STATE_WHAT_IF_ERROR_VARIABLE,
               "No covariate of the model is made of “%s” of single states; there %s %s.", name,
               variables->len == 1 ? "is" : "are", variables->len > 0 ? list->str : "none at all");
}

/* The columns that are made of the @values; NULL: at least one is not, and is @odd. */
static GArray *
match_followers (const ComityFit *fit,
                 ComityPanel *panel,
                 const GPtrArray *columns,
                 int year,
                 const double *values,
                 const char **odd)
{
  g_autoptr (GArray) followers = g_array_new (FALSE, FALSE, sizeof (Follower));

  for (guint c = 0; c < columns->len; c++)
    {
      Follower follower = { columns->pdata[c], FIRST };

      while (follower.way < N_WAYS &&
             !is_made_so (panel, follower.column, year, values, follower.way))
        follower.way++;
      if (follower.way == N_WAYS)
        {
          *odd = comity_column_peek_name (follower.column);
          return NULL;
        }
      g_array_append_val (followers, follower);
    }
  return g_steal_pointer (&followers);
}

/* Fills @values (of every state, of the year that the covariates are of) and @lag. */
static GArray *
find_followers (const ComityFit *fit,
                ComityPanel *panel,
                gsize variable,
                int year,
                double *values,
                int *lag,
                GError **error)
{
  g_auto (GStrv) names = comity_what_if_dup_columns (fit, panel);
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  GArray *followers = NULL;
  const char *odd = "";

  for (char **name = names; *name != NULL; name++)
    if (comity_panel_find_column_variable (panel, *name) == (gssize) variable)
      g_ptr_array_add (columns,
                       comity_dataset_require_column (comity_fit_peek_dataset (fit), *name, NULL));
  if (columns->len == 0)
    {
      refuse_variable (fit, panel, comity_panel_peek_state_variable (panel, variable), error);
      return NULL;
    }
  for (*lag = 0; *lag <= MAX_LAG; (*lag)++)
    {
      comity_panel_get_state_values (panel, variable, year - *lag, values);
      followers = match_followers (fit, panel, columns, year, values, &odd);
      if (followers != NULL)
        return followers;
    }
  g_set_error (error, COMITY_STATE_WHAT_IF_ERROR, COMITY_STATE_WHAT_IF_ERROR_VARIABLE,
               "The covariate %s comes of %s, but is in %d neither a minimum, maximum, distance, "
               "product, sum nor mean of the two states, of that year or of one shortly before: it "
               "cannot follow.",
               odd, comity_panel_peek_state_variable (panel, variable), year);
  return NULL;
}

void
comity_state_what_if_free (ComityStateWhatIf *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->changes, g_array_unref);
  g_strfreev (self->columns);
  g_free (self);
}

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const ComityStateChange *x = a, *y = b;
  double size_x = fabs (x->change), size_y = fabs (y->change);

  if (size_x != size_y)
    return size_x > size_y ? -1 : 1;
  return x->partner < y->partner ? -1 : (x->partner > y->partner);
}

/* One pair of the state's. */
static gboolean
ask_pair (ComityStateWhatIf *self,
          ComityDossierModel *model,
          ComityPanel *panel,
          guint32 row,
          const double *values,
          const GArray *followers,
          GError **silence, /* why the model says nothing of a pair, the first */
          GError **error)
{
  ComityFit *fit = comity_dossier_model_peek_fit (model);
  GError *local = NULL;
  g_autoptr (ComityProfile) profile = comity_profile_new (FALSE);
  g_autoptr (ComityWhatIf) what_if = NULL;
  const ComityHazardPoint *factual, *other;
  ComityStateChange change;
  guint32 sides[2];
  double own[2], set[2];

  comity_panel_get_row (panel, row, &sides[0], &sides[1], NULL);
  for (int s = 0; s < 2; s++)
    {
      own[s] = values[sides[s]];
      set[s] = sides[s] == self->state ? self->value : own[s];
    }
  change.partner = sides[0] == self->state ? sides[1] : sides[0];
  for (guint f = 0; f < followers->len; f++)
    {
      const Follower *follower = &g_array_index (followers, Follower, f);
      double there = combine (follower->way, set[0], set[1]);
      char number[COMITY_NUMBER_BUFFER];

      if (isnan (own[0]) || isnan (own[1]) || isnan (there))
        {
          self->n_left_out++;
          return TRUE;
        }
      /* What does not move keeps the column's own digits. */
      if (combine (follower->way, own[0], own[1]) != there)
        comity_profile_set (profile, comity_column_peek_name (follower->column),
                            comity_number_format (there, number));
    }
  what_if =
      comity_what_if_new (fit, panel, row, profile, 1, comity_dossier_model_peek_support (model),
                          comity_dossier_model_peek_hazards (model), NULL, &local);
  if (what_if == NULL && g_error_matches (local, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_NO_ROWS))
    {
      self->n_left_out++;
      if (*silence == NULL)
        *silence = local;
      else
        g_error_free (local);
      return TRUE;
    }
  if (what_if == NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  factual = comity_what_if_peek_factual (what_if, 0);
  other = comity_what_if_peek_other (what_if, 0);
  if (isnan (factual->hazard) || isnan (other->hazard))
    {
      self->n_left_out++;
      return TRUE;
    }
  change.factual = factual->hazard;
  change.factual_low = factual->low;
  change.factual_high = factual->high;
  change.other = other->hazard;
  change.other_low = other->low;
  change.other_high = other->high;
  change.change = comity_what_if_get_change (what_if, &change.change_low, &change.change_high);
  change.is_supported = comity_what_if_peek_warning (what_if) == NULL;
  self->n_unsupported += !change.is_supported;
  self->expected += change.factual;
  self->other_expected += change.other;
  g_array_append_val (self->changes, change);
  return TRUE;
}

static void
list_columns (ComityStateWhatIf *self, const GArray *followers)
{
  self->columns = g_new0 (char *, 2 * followers->len + 1);
  for (guint f = 0; f < followers->len; f++)
    {
      const Follower *follower = &g_array_index (followers, Follower, f);

      self->columns[2 * f] = g_strdup (comity_column_peek_name (follower->column));
      self->columns[2 * f + 1] = g_strdup (way_names[follower->way]);
    }
}

ComityStateWhatIf *
comity_state_what_if_new (ComityDossierModel *model,
                          ComityPanel *panel,
                          gsize state,
                          int year,
                          const char *variable,
                          double value,
                          ComityProgress *progress,
                          GError **error)
{
  g_autoptr (ComityStateWhatIf) self = NULL;
  g_autoptr (GArray) followers = NULL;
  g_autoptr (GError) silence = NULL;
  g_autofree double *values = NULL;
  ComityFit *fit;
  gssize number;
  gsize n_rows;
  const guint32 *rows;
  int lag;

  g_return_val_if_fail (model != NULL && panel != NULL && variable != NULL, NULL);
  g_return_val_if_fail (state < comity_panel_get_n_states (panel), NULL);

  fit = comity_dossier_model_peek_fit (model);
  if (!comity_panel_check_year (panel, year, error))
    return NULL;
  number = comity_panel_find_state_variable (panel, variable);
  if (number < 0)
    {
      refuse_variable (fit, panel, variable, error);
      return NULL;
    }
  values = g_new (double, comity_panel_get_n_states (panel));
  followers = find_followers (fit, panel, (gsize) number, year, values, &lag, error);
  if (followers == NULL)
    return NULL;
  if (isnan (values[state]))
    {
      g_set_error (error, COMITY_STATE_WHAT_IF_ERROR, COMITY_STATE_WHAT_IF_ERROR_VARIABLE,
                   "%s of %s is not known in %d, so there is nothing to change.", variable,
                   comity_panel_peek_state_name (panel, state), year - lag);
      return NULL;
    }

  self = g_new0 (ComityStateWhatIf, 1);
  self->state = state;
  self->variable = (gsize) number;
  self->year = year;
  self->lag = lag;
  self->own = values[state];
  self->value = value;
  self->changes = g_array_new (FALSE, FALSE, sizeof (ComityStateChange));
  list_columns (self, followers);
  rows = comity_panel_peek_year_rows (panel, year, &n_rows);
  for (gsize i = 0; i < n_rows; i++)
    {
      guint32 a, b;

      comity_panel_get_row (panel, rows[i], &a, &b, NULL);
      if (a != state && b != state)
        continue;
      comity_progress_set (progress, (double) i / (double) n_rows);
      if (comity_progress_set_error_if_cancelled (progress, error) ||
          !ask_pair (self, model, panel, rows[i], values, followers, &silence, error))
        return NULL;
    }
  if (self->changes->len == 0 && silence != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&silence));
      return NULL;
    }
  if (self->changes->len == 0)
    {
      g_set_error (error, COMITY_STATE_WHAT_IF_ERROR, COMITY_STATE_WHAT_IF_ERROR_VARIABLE,
                   "%s has no pair in %d of which all covariates are known.",
                   comity_panel_peek_state_name (panel, state), year);
      return NULL;
    }
  g_array_sort (self->changes, compare_changes);
  return g_steal_pointer (&self);
}

gboolean
comity_state_what_if_get_own (const ComityFit *fit,
                              ComityPanel *panel,
                              gsize state,
                              int year,
                              gsize variable,
                              double *own)
{
  g_autofree double *values = g_new (double, comity_panel_get_n_states (panel));
  int lag;
  g_autoptr (GArray) followers =
      find_followers (fit, panel, variable, year, values, &lag, NULL);

  if (followers == NULL || isnan (values[state]))
    return FALSE;
  *own = values[state];
  return TRUE;
}

static gboolean
read_setting (const char *setting, char **variable, double *value, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (setting, "=", 2);

  if (g_strv_length (parts) != 2 || *g_strstrip (parts[0]) == '\0' ||
      !comity_number_parse (g_strstrip (parts[1]), value))
    {
      g_set_error (error, COMITY_STATE_WHAT_IF_ERROR, COMITY_STATE_WHAT_IF_ERROR_VARIABLE,
                   "“%s” is not VARIABLE=NUMBER, as in polyarchy=0.2: of a state one variable is "
                   "changed.",
                   setting);
      return FALSE;
    }
  *variable = g_strdup (parts[0]);
  return TRUE;
}

char *
comity_state_what_if_report (ComityDossierModel *model,
                             ComityPanel *panel,
                             gsize state,
                             int year,
                             const char *setting,
                             ComityFormat format,
                             GError **error)
{
  static const ComityRecordColumn columns[] = {
    { "partner", "Partner", COMITY_RECORD_TEXT },
    { "name", NULL, COMITY_RECORD_TEXT },
    { "hazard", "As it is", COMITY_RECORD_NUMBER },
    { "low", "low", COMITY_RECORD_NUMBER },
    { "high", "high", COMITY_RECORD_NUMBER },
    { "other_hazard", "What if", COMITY_RECORD_NUMBER },
    { "other_low", "low", COMITY_RECORD_NUMBER },
    { "other_high", "high", COMITY_RECORD_NUMBER },
    { "change", "Change", COMITY_RECORD_NUMBER },
    { "change_low", "low", COMITY_RECORD_NUMBER },
    { "change_high", "high", COMITY_RECORD_NUMBER },
    { "supported", "Data", COMITY_RECORD_TEXT },
  };
  ComityFit *fit = comity_dossier_model_peek_fit (model);
  g_autofree char *variable = NULL;
  g_autoptr (ComityStateWhatIf) result = NULL;
  g_autoptr (ComityRecords) records = NULL;
  g_autoptr (GString) followed = g_string_new (NULL);
  const gboolean timed = comity_fit_is_timed (fit);
  g_autofree char *draws = NULL;
  g_autofree char *title = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  char own[COMITY_NUMBER_BUFFER], set[COMITY_NUMBER_BUFFER];
  double value;

  if (!read_setting (setting, &variable, &value, error))
    return NULL;
  result = comity_state_what_if_new (model, panel, state, year, variable, value, NULL, error);
  if (result == NULL)
    return NULL;
  title = g_strdup_printf ("%s, %d: what if %s were %s instead of %s",
                           comity_dossier_state_name (panel, state, year), year, variable,
                           comity_number_format (result->value, set),
                           comity_number_format (result->own, own));
  records = comity_records_new (title, columns, G_N_ELEMENTS (columns), DECIMALS);
  comity_records_add_fact_text (records, "variable", variable);
  comity_records_add_fact (records, "own", NULL, COMITY_RECORD_NUMBER, result->own);
  comity_records_add_fact (records, "value", NULL, COMITY_RECORD_NUMBER, result->value);
  comity_records_add_fact (records, "expected", NULL, COMITY_RECORD_NUMBER, result->expected);
  comity_records_add_fact (records, "other_expected", NULL, COMITY_RECORD_NUMBER,
                           result->other_expected);
  comity_records_add_fact (records, "unsupported", NULL, COMITY_RECORD_COUNT,
                           (double) result->n_unsupported);
  comity_records_add_fact (records, "left_out", NULL, COMITY_RECORD_COUNT,
                           (double) result->n_left_out);
  before = comity_record_dup_number (result->expected, 3);
  after = comity_record_dup_number (result->other_expected, 3);
  comity_records_add_note (records, "Expected over its %u pairs in %d: %s instead of %s.",
                           result->changes->len, year, after, before);
  for (char **column = result->columns; *column != NULL; column += 2)
    g_string_append_printf (followed, "%s%s (%s)", column == result->columns ? "" : ", ", column[0],
                            column[1]);
  if (result->lag > 0)
    comity_records_add_note (records, "What follows, of %d as in the data: %s.", year - result->lag,
                             followed->str);
  else
    comity_records_add_note (records, "What follows: %s.", followed->str);
  if (result->n_unsupported > 0)
    comity_records_add_note (records,
                             "%" G_GSIZE_FORMAT " of the pairs would have values that the data do "
                             "not reach.",
                             result->n_unsupported);
  if (result->n_left_out > 0)
    comity_records_add_note (records,
                             "%" G_GSIZE_FORMAT " pairs of which a covariate is missing%s are left "
                             "out.",
                             result->n_left_out,
                             timed ? ", or that have no baseline at their time at risk," : "");
  if (timed)
    comity_what_if_note_hazard (records, fit);
  draws = comity_what_if_dup_draws (fit);
  comity_records_add_note (records, "Intervals (%g %%): %s.", comity_fit_peek_spec (fit)->level,
                           draws);
  comity_records_add_fit (records, fit);
  for (guint i = 0; i < result->changes->len; i++)
    {
      const ComityStateChange *change = &g_array_index (result->changes, ComityStateChange, i);

      comity_records_add_text (records, comity_panel_peek_state_code (panel, change->partner));
      comity_records_add_text (records, comity_dossier_state_name (panel, change->partner, year));
      comity_records_add_number (records, change->factual);
      comity_records_add_number (records, change->factual_low);
      comity_records_add_number (records, change->factual_high);
      comity_records_add_number (records, change->other);
      comity_records_add_number (records, change->other_low);
      comity_records_add_number (records, change->other_high);
      comity_records_add_number (records, change->change);
      comity_records_add_number (records, change->change_low);
      comity_records_add_number (records, change->change_high);
      comity_records_add_text (records, change->is_supported ? "" : "beyond the data");
    }
  return comity_records_report (records, "partners", format);
}
