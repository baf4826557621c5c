/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Similarities, ties and states' variables as columns of a panel. */
#include "config.h"

#include "comity-derive.h"

#include "comity-network.h"
#include "comity-similarity.h"

#include <math.h>
#include <string.h>

G_DEFINE_QUARK (comity - derive - error - quark, comity_derive_error)

/* One column or, of the two states, two. */
typedef struct
{
  char *name;
  char *measure;
  char *components; /* or NULL */
} Wish;

static void
wish_clear (Wish *self)
{
  g_free (self->name);
  g_free (self->measure);
  g_free (self->components);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

static const struct
{
  const char *name;
  ComityCentrality kind;
} centralities[] = {
  { "degree", COMITY_CENTRALITY_DEGREE },
  { "betweenness", COMITY_CENTRALITY_BETWEENNESS },
  { "closeness", COMITY_CENTRALITY_CLOSENESS },
  { "eigenvector", COMITY_CENTRALITY_EIGENVECTOR },
};

char *
comity_derive_dup_measures (void)
{
  GString *list = g_string_new (NULL);

  for (gsize i = 0; i < comity_similarity_get_n_measures (); i++)
    g_string_append_printf (list, "%s, ", comity_similarity_peek_measure_name (i));
  g_string_append (list, "shared-partners, ");
  for (gsize i = 0; i < G_N_ELEMENTS (centralities); i++)
    g_string_append_printf (list, "%s, ", centralities[i].name);
  g_string_append (list, "state:VARIABLE");
  return g_string_free (list, FALSE);
}

static gboolean
is_name (const char *text)
{
  if (!g_ascii_isalpha (*text))
    return FALSE;
  for (; *text != '\0'; text++)
    if (!g_ascii_isalnum (*text) && *text != '_')
      return FALSE;
  return TRUE;
}

static gboolean
read_wish (Wish *self, const char *text, GError **error)
{
  const char *equals = strchr (text, '=');
  char *semicolon;

  if (equals == NULL || equals[1] == '\0')
    {
      g_set_error (error, COMITY_DERIVE_ERROR, COMITY_DERIVE_ERROR_TEXT,
                   "“%s” is not NAME=MEASURE, as in inst=gower or deg=degree.", text);
      return FALSE;
    }
  self->name = g_strstrip (g_strndup (text, (gsize) (equals - text)));
  self->measure = g_strdup (equals + 1);
  semicolon = strchr (self->measure, ';');
  if (semicolon != NULL)
    {
      *semicolon = '\0';
      self->components = g_strstrip (g_strdup (semicolon + 1));
    }
  g_strstrip (self->measure);
  if (is_name (self->name))
    return TRUE;
  g_set_error (error, COMITY_DERIVE_ERROR, COMITY_DERIVE_ERROR_TEXT,
               "“%s” in “%s” is no name for a column: letters, digits and _, a letter first.",
               self->name, text);
  return FALSE;
}

static double *
values_new (gsize n, GError **error)
{
  double *values = g_try_new (double, MAX (n, 1));

  if (values == NULL)
    {
      g_set_error (error, COMITY_DERIVE_ERROR, COMITY_DERIVE_ERROR_TEXT,
                   "Too large: a column of %" G_GSIZE_FORMAT " rows needs %.0f MB.", n,
                   (double) n * sizeof (double) / 1e6);
      return NULL;
    }
  for (gsize i = 0; i < n; i++)
    values[i] = comity_missing_double ('.');
  return values;
}

/* Of two states */

/* One bit for each state that one has a tie with. */
static guint64 *
list_partners (ComityPanel *panel, int year, gsize *width)
{
  gsize n = comity_panel_get_n_states (panel);
  g_autoptr (GArray) ties = comity_panel_get_ties (panel, year, TRUE);
  guint64 *partners;

  *width = (n + 63) / 64;
  partners = g_new0 (guint64, MAX (n * *width, 1));
  for (guint i = 0; i < ties->len; i++)
    {
      const ComityTie *tie = &g_array_index (ties, ComityTie, i);

      partners[tie->a * *width + tie->b / 64] |= G_GUINT64_CONSTANT (1) << (tie->b % 64);
      partners[tie->b * *width + tie->a / 64] |= G_GUINT64_CONSTANT (1) << (tie->a % 64);
    }
  return partners;
}

static void
count_shared (ComityPanel *panel, int year, double *values)
{
  gsize width, n_rows;
  const guint32 *rows = comity_panel_peek_year_rows (panel, year, &n_rows);
  g_autofree guint64 *partners = list_partners (panel, year - 1, &width);

  for (gsize i = 0; i < n_rows; i++)
    {
      guint32 a, b;
      int shared = 0;

      comity_panel_get_row (panel, rows[i], &a, &b, NULL);
      for (gsize w = 0; w < width; w++)
        shared += __builtin_popcountll (partners[a * width + w] & partners[b * width + w]);
      values[rows[i]] = shared;
    }
}

/* Of each of them: the value of every state in a year. */

static gboolean
read_centralities (
    ComityPanel *panel, ComityCentrality kind, int year, double *of_state, GError **error)
{
  g_autoptr (ComityNetwork) network = comity_network_new (panel, year - 1, TRUE, error);
  const double *of_node;

  if (network == NULL)
    return FALSE;
  of_node = comity_network_peek_centrality (network, kind);
  for (gsize s = 0; s < comity_panel_get_n_states (panel); s++)
    {
      gssize node = comity_network_find_state (network, (guint32) s);

      of_state[s] = node >= 0 ? of_node[node] : kind == COMITY_CENTRALITY_DEGREE ? 0.0 : NAN;
    }
  return TRUE;
}

static void
spread (ComityPanel *panel, int year, const double *of_state, double *sides[2])
{
  gsize n_rows;
  const guint32 *rows = comity_panel_peek_year_rows (panel, year, &n_rows);

  for (gsize i = 0; i < n_rows; i++)
    {
      guint32 states[2];

      comity_panel_get_row (panel, rows[i], &states[0], &states[1], NULL);
      for (int side = 0; side < 2; side++)
        if (!isnan (of_state[states[side]]))
          sides[side][rows[i]] = of_state[states[side]];
    }
}

static gssize
find_centrality (const char *measure)
{
  for (gsize i = 0; i < G_N_ELEMENTS (centralities); i++)
    if (strcmp (measure, centralities[i].name) == 0)
      return (gssize) i;
  return -1;
}

static gboolean
add_states (ComityPanel *panel,
            const Wish *wish,
            gssize centrality,
            gssize variable,
            GPtrArray *columns,
            ComityProgress *progress,
            GError **error)
{
  gsize n_rows = comity_dataset_get_n_rows (comity_panel_peek_dataset (panel));
  g_autofree double *of_state = g_new (double, comity_panel_get_n_states (panel) + 1);
  double *sides[2] = { values_new (n_rows, error), NULL };
  gboolean done = TRUE;
  int first, last;

  if (sides[0] != NULL)
    sides[1] = values_new (n_rows, error);
  done = sides[1] != NULL;
  comity_panel_get_years (panel, &first, &last);
  for (int year = first + (centrality >= 0 ? 1 : 0); done && year <= last; year++)
    {
      comity_progress_set (progress, (double) (year - first) / (double) (last - first + 1));
      if (comity_progress_set_error_if_cancelled (progress, error))
        done = FALSE;
      else if (centrality >= 0)
        done = read_centralities (panel, centralities[centrality].kind, year, of_state, error);
      else
        comity_panel_get_state_values (panel, (gsize) variable, year, of_state);
      if (done)
        spread (panel, year, of_state, sides);
    }
  for (int side = 0; side < 2; side++)
    {
      g_autofree char *name = g_strdup_printf ("%s_%c", wish->name, 'a' + side);
      g_autofree char *label = NULL;
      ComityColumn *column;

      if (!done)
        {
          g_free (sides[side]);
          continue;
        }
      label =
          centrality >= 0
              ? g_strdup_printf ("Network of the year before: %s of state %c", wish->measure,
                                 'A' + side)
              : g_strdup_printf ("%s, state %c",
                                 comity_panel_peek_state_variable_label (panel, (gsize) variable),
                                 'A' + side);
      column = comity_column_new_take (name, COMITY_COLUMN_DOUBLE, n_rows, sides[side]);
      comity_column_set_label (column, label);
      g_ptr_array_add (columns, column);
    }
  return done;
}

static gboolean
add_shared (ComityPanel *panel,
            const Wish *wish,
            GPtrArray *columns,
            ComityProgress *progress,
            GError **error)
{
  gsize n_rows = comity_dataset_get_n_rows (comity_panel_peek_dataset (panel));
  g_autofree double *values = values_new (n_rows, error);
  ComityColumn *column;
  int first, last;

  if (values == NULL)
    return FALSE;
  comity_panel_get_years (panel, &first, &last);
  for (int year = first + 1; year <= last; year++)
    {
      comity_progress_set (progress, (double) (year - first) / (double) (last - first + 1));
      if (comity_progress_set_error_if_cancelled (progress, error))
        return FALSE;
      count_shared (panel, year, values);
    }
  column =
      comity_column_new_take (wish->name, COMITY_COLUMN_DOUBLE, n_rows, g_steal_pointer (&values));
  comity_column_set_label (column, "Network of the year before: states that both have a tie with");
  g_ptr_array_add (columns, column);
  return TRUE;
}

static gboolean
add_similarity (ComityPanel *panel,
                const Wish *wish,
                GPtrArray *columns,
                ComityProgress *progress,
                GError **error)
{
  ComitySimilaritySpec spec = { wish->measure, wish->components };
  ComityColumn *column = comity_similarity_to_column (panel, &spec, wish->name, progress, error);

  if (column == NULL)
    return FALSE;
  g_ptr_array_add (columns, column);
  return TRUE;
}

static gboolean
refuse_components (const Wish *wish, GError **error)
{
  if (wish->components == NULL)
    return FALSE;
  g_set_error (error, COMITY_DERIVE_ERROR, COMITY_DERIVE_ERROR_TEXT,
               "“%s” takes no components (“%s”).", wish->measure, wish->components);
  return TRUE;
}

static void
refuse_variable (ComityPanel *panel, const char *name, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (gsize i = 0; i < comity_panel_get_n_state_variables (panel); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                            comity_panel_peek_state_variable (panel, i));
  g_set_error (error, COMITY_DERIVE_ERROR, COMITY_DERIVE_ERROR_TEXT,
               "Nothing called “%s” is known of states; there are %s.", name,
               list->len > 0 ? list->str : "no such variables in these data");
}

static gboolean
add_wish (ComityPanel *panel,
          const Wish *wish,
          GPtrArray *columns,
          ComityProgress *progress,
          GError **error)
{
  gssize centrality = find_centrality (wish->measure);

  if (g_str_has_prefix (wish->measure, "state:"))
    {
      gssize variable = comity_panel_find_state_variable (panel, wish->measure + 6);

      if (variable < 0)
        refuse_variable (panel, wish->measure + 6, error);
      return variable >= 0 && !refuse_components (wish, error) &&
             add_states (panel, wish, -1, variable, columns, progress, error);
    }
  if (centrality >= 0)
    return !refuse_components (wish, error) &&
           add_states (panel, wish, centrality, -1, columns, progress, error);
  if (strcmp (wish->measure, "shared-partners") == 0)
    return !refuse_components (wish, error) && add_shared (panel, wish, columns, progress, error);
  return add_similarity (panel, wish, columns, progress, error);
}

GPtrArray *
comity_derive_make_columns (ComityPanel *panel,
                            const char *text,
                            ComityProgress *progress,
                            GError **error)
{
  g_autoptr (GPtrArray) columns =
      g_ptr_array_new_with_free_func ((GDestroyNotify) comity_column_unref);
  g_auto (Wish) wish = { 0 };

  g_return_val_if_fail (panel != NULL && text != NULL, NULL);

  if (!read_wish (&wish, text, error) || !add_wish (panel, &wish, columns, progress, error))
    return NULL;
  return g_steal_pointer (&columns);
}

ComityPanel *
comity_derive_columns (ComityPanel *panel,
                       const char *const *texts,
                       ComityProgress *progress,
                       GError **error)
{
  g_autoptr (GPtrArray) columns =
      g_ptr_array_new_with_free_func ((GDestroyNotify) comity_column_unref);
  gsize n = texts != NULL ? g_strv_length ((char **) texts) : 0;

  g_return_val_if_fail (panel != NULL, NULL);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (ComityProgress) part = comity_progress_new_part (progress, (double) i / (double) n,
                                                                  (double) (i + 1) / (double) n);
      GPtrArray *made = comity_derive_make_columns (panel, texts[i], part, error);

      if (made == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (columns, made);
    }
  return n == 0 ? comity_panel_ref (panel)
                : comity_panel_with_columns (panel, g_steal_pointer (&columns));
}
