/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of states by year: numeric variables, legal tradition, memberships, lists.
 * Variables whose table was removed are not offered. */
#include "config.h"

#include "comity-world-private.h"

#include <math.h>
#include <string.h>

/* The variables that the tables can hold; the name of a column where it is not the name. */
static const struct
{
  ComityWorldVariable variable;
  const char *column;
} known_variables[] = {
  { { "polyarchy", "Electoral democracy (V-Dem polyarchy)", "", "state_years" }, "polyarchy" },
  { { "polity2", "Democracy (Polity 5)", "", "state_years" }, "polity2" },
  { { "judicial", "Judicial constraints on the executive (V-Dem)", "", "state_years" },
    "judicial_constraints" },
  { { "ideal_point", "Ideal point in the UN General Assembly", "", "state_years" }, "ideal_point" },
  { { "gdp_pc", "GDP per head", "international dollars", "state_years" }, "gdp_pc" },
  { { "gdp", "GDP", "million dollars", "state_years" }, "gdp" },
  { { "population", "Population", "million", "state_years" }, "population" },
  { { "lji", "Latent judicial independence (Linzer and Staton)", "", "judicial_lji" }, "lji" },
  { { "transparency", "Government transparency (HRV)", "", "transparency_hrv" }, "transparency" },
  { { "human_rights", "Protection of human rights (Fariss)", "", "human_rights" }, "human_rights" },
};

/* Variables */

static gboolean
load_variable (ComityWorld *self, ComitySheet *sheet, gsize known, GError **error)
{
  gsize cow = comity_sheet_find_column (sheet, "cow");
  gsize year = comity_sheet_find_column (sheet, "year");
  gsize column = comity_sheet_find_column (sheet, known_variables[known].column);
  gsize n = self->n_states * self->n_value_years;
  double *values = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    values[i] = NAN;
  for (gsize i = 0; i < comity_sheet_get_n_rows (sheet); i++)
    {
      gsize state = comity_world_get_cell_state (self, sheet, i, cow);
      int k = comity_sheet_get_int (sheet, i, year, 0) - self->first_value_year;

      if (k < 0 || k >= self->n_value_years)
        comity_sheet_set_damaged (sheet, i, year);
      else
        values[state * self->n_value_years + k] = comity_sheet_get_double (sheet, i, column);
    }
  g_array_append_val (self->variables, known_variables[known].variable);
  g_ptr_array_add (self->values, values);
  return comity_sheet_check (sheet, error);
}

static gboolean
load_variables (ComityWorld *self, GResource *resource, GError **error)
{
  g_autoptr (ComitySheet) sheet = NULL;
  const char *table = "";

  self->first_value_year = COMITY_WORLD_FIRST_YEAR;
  self->n_value_years = 2020 - COMITY_WORLD_FIRST_YEAR + 1;
  for (gsize i = 0; i < G_N_ELEMENTS (known_variables); i++)
    {
      if (!g_str_equal (known_variables[i].variable.table, table))
        {
          table = known_variables[i].variable.table;
          g_clear_pointer (&sheet, comity_sheet_free);
          if (comity_sheet_exists (resource, table))
            {
              sheet = comity_sheet_read (resource, table, error);
              if (sheet == NULL)
                return FALSE;
            }
        }
      if (sheet != NULL && !load_variable (self, sheet, i, error))
        return FALSE;
    }
  return TRUE;
}

gsize
comity_world_get_n_variables (const ComityWorld *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->variables->len;
}

const ComityWorldVariable *
comity_world_peek_variable (const ComityWorld *self, gsize variable)
{
  g_return_val_if_fail (self != NULL && variable < self->variables->len, NULL);

  return &g_array_index (self->variables, ComityWorldVariable, variable);
}

gssize
comity_world_find_variable (const ComityWorld *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, -1);

  for (gsize i = 0; i < self->variables->len; i++)
    if (g_str_equal (g_array_index (self->variables, ComityWorldVariable, i).name, name))
      return i;
  return -1;
}

double
comity_world_get_value (const ComityWorld *self, gsize variable, gsize state, int year)
{
  int k;

  g_return_val_if_fail (self != NULL && variable < self->variables->len, NAN);
  g_return_val_if_fail (state < self->n_states, NAN);

  k = year - self->first_value_year;
  if (k < 0 || k >= self->n_value_years)
    return NAN;
  return ((double *)g_ptr_array_index (self->values, variable))[state * self->n_value_years + k];
}

/* Runs: legal tradition, memberships, lists */

/* The position of @text among the first of every @step texts; appended (with NULLs) if it is new.
 */
static gsize
intern (GPtrArray *texts, gsize step, const char *text)
{
  for (gsize i = 0; i < texts->len; i += step)
    if (g_str_equal (g_ptr_array_index (texts, i), text))
      return i / step;

  g_ptr_array_add (texts, (char *)text);
  for (gsize i = 1; i < step; i++)
    g_ptr_array_add (texts, NULL);
  return texts->len / step - 1;
}

const char *
comity_tradition_name (ComityTradition tradition)
{
  static const char *const names[COMITY_N_TRADITIONS] = { "unknown", "common", "civil", "islamic",
                                                          "mixed" };

  g_return_val_if_fail ((guint)tradition < COMITY_N_TRADITIONS, "unknown");

  return names[tradition];
}

static gboolean
load_traditions (ComityWorld *self, GResource *resource, GError **error)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (ComityRun));
  ComitySheet *sheet = NULL;

  self->tradition_parts = g_ptr_array_new ();
  if (comity_sheet_exists (resource, "legal_tradition"))
    {
      gsize cow, first, last, tradition, parts;

      sheet = comity_sheet_read (resource, "legal_tradition", error);
      if (sheet == NULL)
        {
          g_array_unref (runs);
          return FALSE;
        }
      comity_world_keep_sheet (self, sheet);

      cow = comity_sheet_find_column (sheet, "cow");
      first = comity_sheet_find_column (sheet, "first_year");
      last = comity_sheet_find_column (sheet, "last_year");
      tradition = comity_sheet_find_column (sheet, "tradition");
      parts = comity_sheet_find_column (sheet, "components");
      for (gsize i = 0; i < comity_sheet_get_n_rows (sheet); i++)
        {
          const char *text = comity_sheet_peek_text (sheet, i, tradition);
          guint32 family = COMITY_TRADITION_COMMON;
          ComityRun run;

          while (family < COMITY_N_TRADITIONS &&
                 !g_str_equal (comity_tradition_name (family), text))
            family++;
          if (family == COMITY_N_TRADITIONS)
            {
              comity_sheet_set_damaged (sheet, i, tradition);
              break;
            }
          run.key = comity_world_get_cell_state (self, sheet, i, cow);
          run.first_year = comity_sheet_get_int (sheet, i, first, G_MININT16);
          run.last_year = comity_sheet_get_int (sheet, i, last, G_MAXINT16);
          run.value = family << 16 |
                      intern (self->tradition_parts, 1, comity_sheet_peek_text (sheet, i, parts));
          g_array_append_val (runs, run);
        }
    }
  comity_runs_init (&self->traditions, runs, self->n_states);
  return sheet == NULL || comity_sheet_check (sheet, error);
}

/* Reads a table of runs (cow, KEY, first_year, last_year) whose keys are the first of every @step
 * @texts; unknown keys are damage unless @open. */
static gboolean
load_keyed_runs (ComityWorld *self,
                 GResource *resource,
                 const char *table,
                 const char *key,
                 GPtrArray *texts,
                 gsize step,
                 gboolean open,
                 ComityRuns *out,
                 GError **error)
{
  ComitySheet *sheet = comity_sheet_read (resource, table, error);
  gsize cow, key_column, first, last;
  gsize n_keys = texts->len / step;
  GArray *runs;

  if (sheet == NULL)
    return FALSE;
  comity_world_keep_sheet (self, sheet);

  runs = g_array_new (FALSE, FALSE, sizeof (ComityRun));
  cow = comity_sheet_find_column (sheet, "cow");
  key_column = comity_sheet_find_column (sheet, key);
  first = comity_sheet_find_column (sheet, "first_year");
  last = comity_sheet_find_column (sheet, "last_year");
  for (gsize i = 0; i < comity_sheet_get_n_rows (sheet); i++)
    {
      gsize k = intern (texts, step, comity_sheet_peek_text (sheet, i, key_column));
      ComityRun run = {
        .key = k * self->n_states + comity_world_get_cell_state (self, sheet, i, cow),
        .first_year = comity_sheet_get_int (sheet, i, first, G_MININT16),
        .last_year = comity_sheet_get_int (sheet, i, last, G_MAXINT16),
      };

      if (!open && k >= n_keys)
        comity_sheet_set_damaged (sheet, i, key_column);
      g_array_append_val (runs, run);
    }
  comity_runs_init (out, runs, texts->len / step * self->n_states);
  return comity_sheet_check (sheet, error);
}

static gboolean
load_memberships (ComityWorld *self, GResource *resource, GError **error)
{
  ComitySheet *sheet = comity_sheet_read (resource, "bodies", error);
  gsize body, name;

  self->bodies = g_ptr_array_new ();
  self->lists = g_ptr_array_new ();
  if (sheet == NULL)
    return FALSE;
  comity_world_keep_sheet (self, sheet);

  body = comity_sheet_find_column (sheet, "body");
  name = comity_sheet_find_column (sheet, "name");
  for (gsize i = 0; i < comity_sheet_get_n_rows (sheet); i++)
    {
      g_ptr_array_add (self->bodies, (char *)comity_sheet_peek_text (sheet, i, body));
      g_ptr_array_add (self->bodies, (char *)comity_sheet_peek_text (sheet, i, name));
    }
  return comity_sheet_check (sheet, error) &&
         load_keyed_runs (self, resource, "memberships", "body", self->bodies, 2, FALSE,
                          &self->memberships, error) &&
         load_keyed_runs (self, resource, "state_lists", "list", self->lists, 1, TRUE,
                          &self->listings, error);
}

gboolean
comity_world_load_values (ComityWorld *self, GResource *resource, GError **error)
{
  self->variables = g_array_new (FALSE, FALSE, sizeof (ComityWorldVariable));
  self->values = g_ptr_array_new_with_free_func (g_free);
  return load_variables (self, resource, error) && load_traditions (self, resource, error) &&
         load_memberships (self, resource, error);
}

void
comity_world_clear_values (ComityWorld *self)
{
  g_clear_pointer (&self->variables, g_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  comity_runs_clear (&self->traditions);
  g_clear_pointer (&self->tradition_parts, g_ptr_array_unref);
  g_clear_pointer (&self->bodies, g_ptr_array_unref);
  comity_runs_clear (&self->memberships);
  g_clear_pointer (&self->lists, g_ptr_array_unref);
  comity_runs_clear (&self->listings);
}

ComityTradition
comity_world_get_tradition (const ComityWorld *self, gsize state, int year)
{
  const ComityRun *run;

  g_return_val_if_fail (self != NULL && state < self->n_states, COMITY_TRADITION_UNKNOWN);

  run = comity_runs_find (&self->traditions, state, year);
  return run ? run->value >> 16 : COMITY_TRADITION_UNKNOWN;
}

const char *
comity_world_peek_tradition_parts (const ComityWorld *self, gsize state, int year)
{
  const ComityRun *run;

  g_return_val_if_fail (self != NULL && state < self->n_states, "");

  run = comity_runs_find (&self->traditions, state, year);
  return run ? g_ptr_array_index (self->tradition_parts, run->value & 0xffff) : "";
}

gsize
comity_world_get_n_bodies (const ComityWorld *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->bodies->len / 2;
}

const char *
comity_world_peek_body (const ComityWorld *self, gsize body)
{
  g_return_val_if_fail (self != NULL && body < self->bodies->len / 2, "");

  return g_ptr_array_index (self->bodies, 2 * body);
}

const char *
comity_world_peek_body_name (const ComityWorld *self, gsize body)
{
  g_return_val_if_fail (self != NULL && body < self->bodies->len / 2, "");

  return g_ptr_array_index (self->bodies, 2 * body + 1);
}

gssize
comity_world_find_body (const ComityWorld *self, const char *key)
{
  g_return_val_if_fail (self != NULL && key != NULL, -1);

  for (gsize i = 0; i < self->bodies->len; i += 2)
    if (g_str_equal (g_ptr_array_index (self->bodies, i), key))
      return i / 2;
  return -1;
}

gboolean
comity_world_is_member (const ComityWorld *self, gsize body, gsize state, int year)
{
  g_return_val_if_fail (self != NULL && body < self->bodies->len / 2, FALSE);
  g_return_val_if_fail (state < self->n_states, FALSE);

  return comity_runs_find (&self->memberships, body * self->n_states + state, year) != NULL;
}

gboolean
comity_world_is_listed (const ComityWorld *self, const char *list, gsize state, int year)
{
  g_return_val_if_fail (self != NULL && list != NULL && state < self->n_states, FALSE);

  for (gsize k = 0; k < self->lists->len; k++)
    if (g_str_equal (g_ptr_array_index (self->lists, k), list))
      return comity_runs_find (&self->listings, k * self->n_states + state, year) != NULL;
  return FALSE;
}
