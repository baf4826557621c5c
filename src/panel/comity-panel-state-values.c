/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a panel knows of states, as opposed to pairs of them: the world's variables, and, in an own
 * file, pairs of columns that say the same of state A and of state B. */
#include "config.h"

#include "comity-panel-private.h"

#include "comity-sides.h"

#include <math.h>
#include <string.h>

/* Years whose rows are compared to see whether two columns are one state variable, and the share of
 * states that may disagree: a few wrong cells do not change what a column means. */
#define N_PROBED_YEARS 3
#define MAX_DISAGREEING_SHARE 0.05
#define MIN_COMPARED_STATES 3

static gboolean
is_role (const PanelIndex *self, gsize column)
{
  for (gsize i = 0; i < COMITY_N_ROLES; i++)
    if (self->roles.column[i] == (gssize) column)
      return TRUE;
  return FALSE;
}

/* The value of the dyad's a, or of its b, in a row. */
static double
side_value (const PanelIndex *self, const PanelVariable *variable, guint32 row, gboolean second)
{
  gboolean flipped = self->row_flipped != NULL && self->row_flipped[row];

  return comity_column_get_double (second != flipped ? variable->second : variable->first, row);
}

static void
collect_values (const PanelIndex *self,
                const PanelVariable *variable,
                gsize y,
                double *values,
                guint8 *disagrees)
{
  for (gsize s = 0; s < self->n_states; s++)
    values[s] = NAN;
  for (gsize i = self->year_offsets[y]; i < self->year_offsets[y + 1]; i++)
    {
      guint32 row = self->year_rows[i];
      guint32 dyad = self->row_dyads[row];

      for (gsize side = 0; side < 2; side++)
        {
          guint32 state = side ? self->dyad_b[dyad] : self->dyad_a[dyad];
          double value = side_value (self, variable, row, side == 1);

          if (isnan (value))
            continue;
          if (isnan (values[state]))
            values[state] = value;
          else if (disagrees != NULL && values[state] != value)
            disagrees[state] = 1;
        }
    }
}

/* Whether a state has one value in all its rows of a year, whichever side it stands on. */
static gboolean
says_same_of_both (const PanelIndex *self, const PanelVariable *variable)
{
  g_autofree double *values = g_new (double, MAX (self->n_states, 1));
  g_autofree guint8 *disagrees = g_new0 (guint8, MAX (self->n_states, 1));
  gsize compared = 0;
  gsize disagreeing = 0;

  for (gsize probe = 0; probe < N_PROBED_YEARS; probe++)
    {
      gsize y = self->n_years * (2 * probe + 1) / (2 * N_PROBED_YEARS);

      memset (disagrees, 0, self->n_states);
      collect_values (self, variable, y, values, disagrees);
      for (gsize s = 0; s < self->n_states; s++)
        if (!isnan (values[s]))
          {
            compared++;
            disagreeing += disagrees[s];
          }
      if (self->n_years <= probe + 1)
        break;
    }
  return compared >= MIN_COMPARED_STATES &&
         (double) disagreeing <= MAX_DISAGREEING_SHARE * (double) compared;
}

static gboolean
labels_are_traditions (ComityColumn *column)
{
  ComityValueLabels *labels = comity_column_peek_value_labels (column);
  gsize found = 0;

  if (labels == NULL)
    return FALSE;
  for (gsize i = 0; i < comity_value_labels_get_n (labels); i++)
    {
      g_autofree char *text = g_ascii_strdown (comity_value_labels_peek_label (labels, i), -1);

      for (ComityTradition t = COMITY_TRADITION_COMMON; t < COMITY_N_TRADITIONS; t++)
        found += strstr (text, comity_tradition_name (t)) != NULL;
    }
  return found >= 2;
}

/* Takes from the end of @text what only told the sides apart: "…, state", " (country", " of". */
static void
strip_side (GString *text)
{
  static const char *const words[] = { "state", "country", "side", "partner", "of",
                                       "for",   "in",      "no.",  "nr" };
  gboolean changed = TRUE;

  while (changed)
    {
      changed = FALSE;
      while (text->len > 0 && strchr (" ,;:([-_/#", text->str[text->len - 1]) != NULL)
        g_string_truncate (text, text->len - 1);
      for (gsize i = 0; i < G_N_ELEMENTS (words) && !changed; i++)
        {
          gsize length = strlen (words[i]);

          if (text->len > length && text->str[text->len - length - 1] == ' ' &&
              g_ascii_strcasecmp (text->str + text->len - length, words[i]) == 0)
            {
              g_string_truncate (text, text->len - length);
              changed = TRUE;
            }
        }
    }
}

/* What two labels have in common: "Polity score, state 1" and "… 2" make "Polity score". Labels
 * that differ in more than the side say nothing in common: then the stem of the names. */
static char *
dup_common_label (const char *first, const char *second, const char *stem)
{
  g_autoptr (GString) head = NULL;
  const char *tail;
  gsize start = 0;
  gsize end = 0;

  while (first[start] != '\0' && first[start] == second[start])
    start++;
  while (end < strlen (first + start) && end < strlen (second + start) &&
         first[strlen (first) - end - 1] == second[strlen (second) - end - 1])
    end++;
  if (strlen (first) - start - end > 2 || strlen (second) - start - end > 2)
    return g_strdup (stem);

  head = g_string_new_len (first, (gssize) start);
  tail = first + strlen (first) - end;
  if (*tail != '\0' && strchr (")], ", *tail) == NULL)
    return g_strdup (stem);
  tail += strspn (tail, ")], ");
  if (*tail == '\0')
    strip_side (head);
  else if (head->len > 0 && head->str[head->len - 1] != ' ')
    g_string_append_c (head, ' ');
  g_string_append (head, tail);
  if (head->len == 0 || !g_utf8_validate (head->str, -1, NULL))
    return g_strdup (stem);
  return g_strdup (head->str);
}

static void
add_pair (PanelIndex *self, ComityColumn *first, ComityColumn *second, const char *stem)
{
  PanelVariable *variable = g_new0 (PanelVariable, 1);

  variable->world = -1;
  variable->name = g_strdup (stem);
  variable->label =
      dup_common_label (comity_column_peek_label (first), comity_column_peek_label (second), stem);
  variable->first = comity_column_ref (first);
  variable->second = comity_column_ref (second);
  variable->holds_tradition = labels_are_traditions (first);
  g_ptr_array_add (self->variables, variable);
  if (!says_same_of_both (self, variable))
    g_ptr_array_remove_index (self->variables, self->variables->len - 1);
}

static gboolean
has_variable (const PanelIndex *self, const char *name)
{
  for (guint i = 0; i < self->variables->len; i++)
    if (strcmp (((PanelVariable *) self->variables->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

static void
add_pairs_of_columns (PanelIndex *self, ComityDataset *dataset)
{
  for (gsize c = 0; c < comity_dataset_get_n_columns (dataset); c++)
    {
      ComityColumn *first = comity_dataset_peek_column (dataset, c);

      if (is_role (self, c) || !comity_column_is_numeric (first))
        continue;
      for (gsize i = 0; i < comity_sides_get_n_rules (); i++)
        {
          g_autofree char *stem = NULL;
          g_autofree char *name =
              comity_sides_dup_other (i, comity_column_peek_name (first), &stem);
          gssize other = name != NULL ? comity_dataset_find_column (dataset, name) : -1;
          ComityColumn *second;

          if (other < 0 || (gsize) other == c || is_role (self, (gsize) other) ||
              has_variable (self, stem))
            continue;
          second = comity_dataset_peek_column (dataset, (gsize) other);
          if (!comity_column_is_numeric (second))
            continue;
          add_pair (self, first, second, stem);
          break;
        }
    }
}

static void
find_variables (PanelIndex *self)
{
  gboolean knows_state = FALSE;

  if (!self->bundled && self->variables_from != NULL)
    add_pairs_of_columns (self, self->variables_from);

  for (gsize s = 0; s < self->n_states && !knows_state; s++)
    knows_state = self->states[s].world >= 0;
  if (self->world == NULL || !knows_state)
    return;
  for (gsize v = 0; v < comity_world_get_n_variables (self->world); v++)
    {
      const ComityWorldVariable *known = comity_world_peek_variable (self->world, v);
      PanelVariable *variable;

      if (has_variable (self, known->name))
        continue;
      variable = g_new0 (PanelVariable, 1);
      variable->world = (gssize) v;
      variable->name = g_strdup (known->name);
      variable->label = *known->unit != '\0' ? g_strdup_printf ("%s, %s", known->label, known->unit)
                                             : g_strdup (known->label);
      g_ptr_array_add (self->variables, variable);
    }
}

/* Comparing columns costs as much as the rest of the index, and a fit does not ask. */
GPtrArray *
comity_panel_index_peek_variables (const PanelIndex *self)
{
  PanelIndex *index = (PanelIndex *) self;

  if (g_once_init_enter (&index->variables_found))
    {
      find_variables (index);
      g_clear_pointer (&index->variables_from, comity_dataset_unref);
      g_once_init_leave (&index->variables_found, 1);
    }
  return index->variables;
}

gsize
comity_panel_get_n_state_variables (const ComityPanel *self)
{
  return comity_panel_index_peek_variables (self->index)->len;
}

static const PanelVariable *
peek_variable (const ComityPanel *self, gsize variable)
{
  return comity_panel_index_peek_variables (self->index)->pdata[variable];
}

const char *
comity_panel_peek_state_variable (const ComityPanel *self, gsize variable)
{
  g_return_val_if_fail (variable < comity_panel_get_n_state_variables (self), "");

  return peek_variable (self, variable)->name;
}

const char *
comity_panel_peek_state_variable_label (const ComityPanel *self, gsize variable)
{
  g_return_val_if_fail (variable < comity_panel_get_n_state_variables (self), "");

  return peek_variable (self, variable)->label;
}

gssize
comity_panel_find_state_variable (const ComityPanel *self, const char *name)
{
  g_return_val_if_fail (name != NULL, -1);

  for (gsize i = 0; i < comity_panel_get_n_state_variables (self); i++)
    if (strcmp (peek_variable (self, i)->name, name) == 0)
      return (gssize) i;
  for (gsize i = 0; i < comity_panel_get_n_state_variables (self); i++)
    if (g_ascii_strcasecmp (peek_variable (self, i)->name, name) == 0)
      return (gssize) i;
  return -1;
}

void
comity_panel_get_state_values (const ComityPanel *self, gsize variable, int year, double *values)
{
  const PanelIndex *index = self->index;
  const PanelVariable *known;

  g_return_if_fail (variable < comity_panel_get_n_state_variables (self) && values != NULL);

  known = peek_variable (self, variable);
  for (gsize s = 0; s < index->n_states; s++)
    values[s] = NAN;
  if (year < index->first_year || (gsize) (year - index->first_year) >= index->n_years)
    return;
  if (known->world < 0)
    {
      collect_values (index, known, (gsize) (year - index->first_year), values, NULL);
      return;
    }
  for (gsize s = 0; s < index->n_states; s++)
    if (index->states[s].world >= 0 && comity_panel_index_exists (index, s, year))
      values[s] = comity_world_get_value (index->world, (gsize) known->world,
                                          (gsize) index->states[s].world, year);
}

/* A label such as "Common law" or "mixed (civil and customary)" to its family: mixed first, for its
 * parts are named too. */
static ComityTradition
tradition_of_label (const char *label)
{
  g_autofree char *text = g_ascii_strdown (label, -1);

  if (strstr (text, "mixed") != NULL)
    return COMITY_TRADITION_MIXED;
  for (ComityTradition t = COMITY_TRADITION_COMMON; t < COMITY_TRADITION_MIXED; t++)
    if (strstr (text, comity_tradition_name (t)) != NULL)
      return t;
  return COMITY_TRADITION_UNKNOWN;
}

void
comity_panel_get_traditions (const ComityPanel *self, int year, ComityTradition *families)
{
  const PanelIndex *index = self->index;

  g_return_if_fail (families != NULL);

  for (gsize s = 0; s < index->n_states; s++)
    families[s] = COMITY_TRADITION_UNKNOWN;
  if (year < index->first_year || (gsize) (year - index->first_year) >= index->n_years)
    return;

  for (gsize v = 0; v < comity_panel_get_n_state_variables (self); v++)
    {
      const PanelVariable *variable = peek_variable (self, v);
      g_autofree double *values = NULL;
      ComityValueLabels *labels;

      if (!variable->holds_tradition)
        continue;
      values = g_new (double, MAX (index->n_states, 1));
      comity_panel_get_state_values (self, v, year, values);
      labels = comity_column_peek_value_labels (variable->first);
      for (gsize s = 0; s < index->n_states; s++)
        {
          const char *label =
              isnan (values[s]) ? NULL : comity_value_labels_lookup (labels, (gint32) values[s]);

          if (label != NULL)
            families[s] = tradition_of_label (label);
        }
      return;
    }
  for (gsize s = 0; s < index->n_states; s++)
    if (index->states[s].world >= 0 && comity_panel_index_exists (index, s, year))
      families[s] = comity_world_get_tradition (index->world, (gsize) index->states[s].world, year);
}
