/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data of the reference cases that are made from their files, and files that comity-cli wrote. */
#include "config.h"

#include "reference-data.h"

#include <stdlib.h>
#include <string.h>

/* A .csv as the object of its columns, numbers where they are. */
JsonNode *
reference_read_columns (Fixture *fixture, const char *name)
{
  g_autofree char *path = in_folder (fixture, name);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) names = NULL;
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  names = g_strsplit (lines[0], ",", -1);
  for (guint j = 0; names[j] != NULL; j++)
    json_object_set_array_member (object, names[j], json_array_new ());
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, g_strv_length (names));
      for (guint j = 0; names[j] != NULL; j++)
        {
          JsonArray *column = json_object_get_array_member (object, names[j]);
          char *end;
          double value = g_ascii_strtod (cells[j], &end);

          if (*cells[j] == '\0')
            json_array_add_null_element (column);
          else if (*end == '\0')
            json_array_add_double_element (column, value);
          else
            json_array_add_string_element (column, cells[j]);
        }
    }
  json_node_take_object (node, object);
  return node;
}

static int
compare_times (gconstpointer a, gconstpointer b, gpointer user_data)
{
  JsonArray *time = user_data;
  double left = json_array_get_double_element (time, *(const guint *) a);
  double right = json_array_get_double_element (time, *(const guint *) b);

  if (left != right)
    return left < right ? -1 : 1;
  return *(const guint *) a < *(const guint *) b ? -1 : 1;
}

/* The i-th row becomes row[i] of the table. */
static void
take_rows (JsonNode *table, const guint *row, guint n)
{
  JsonObject *object = json_node_get_object (table);
  g_autoptr (GList) members = json_object_get_members (object);
  JsonObject *taken = json_object_new ();

  for (GList *member = members; member != NULL; member = member->next)
    {
      JsonArray *column = json_object_get_array_member (object, member->data);
      JsonArray *rows = json_array_new ();

      for (guint i = 0; i < n; i++)
        json_array_add_element (rows, json_node_copy (json_array_get_element (column, row[i])));
      json_object_set_array_member (taken, member->data, rows);
    }
  json_node_take_object (table, taken);
}

/* Of the columns read, only rows that have the first named; with a second its events in the order
 * of that time. */
void
reference_keep_rows (JsonNode *table, const char *columns)
{
  g_auto (GStrv) names = g_strsplit (columns, " ", 2);
  JsonObject *object = json_node_get_object (table);
  JsonArray *event = json_object_get_array_member (object, names[0]);
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < json_array_get_length (event); i++)
    if (names[1] != NULL ? json_array_get_double_element (event, i) == 1.0
                         : !json_array_get_null_element (event, i))
      g_array_append_val (order, i);
  if (names[1] != NULL)
    g_array_sort_with_data (order, compare_times, json_object_get_array_member (object, names[1]));
  take_rows (table, (const guint *) order->data, order->len);
}

/* Spells as person-periods: a row for every period of every row, t counted, y the event in the
 * last. */
void
reference_make_periods (Fixture *fixture)
{
  g_autofree char *spells = source_file ("model/spells.csv");
  g_autofree char *path = in_folder (fixture, "periods.csv");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) periods = g_string_new ("country,y,dem,wealth,law,t\n");

  /* id country region dem wealth law dur event … */
  g_assert_true (g_file_get_contents (spells, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
      int dur = atoi (cells[6]);

      for (int t = 1; t <= dur; t++)
        g_string_append_printf (periods, "%s,%d,%s,%s,%s,%d\n", cells[1],
                                t == dur && atoi (cells[7]) == 1, cells[3], cells[4], cells[5], t);
    }
  g_assert_true (g_file_set_contents (path, periods->str, -1, NULL));
}

/* hard_design.csv with the times of the case, 1 … 40 twice. */
void
reference_make_timed (Fixture *fixture)
{
  g_autofree char *design = source_file ("model/hard_design.csv");
  g_autofree char *path = in_folder (fixture, "timed.csv");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) timed = g_string_new (NULL);

  g_assert_true (g_file_get_contents (design, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_string_append_printf (timed, "%s,time\n", lines[0]);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_string_append_printf (timed, "%s,%u\n", lines[i], (i - 1) % 40 + 1);
  g_assert_true (g_file_set_contents (path, timed->str, -1, NULL));
}

/* "law" holds text: categories by the order in which they come. */
static char *
dup_number (GHashTable *categories, const char *cell)
{
  char *end;

  g_ascii_strtod (cell, &end);
  if (*cell == '\0' || *end == '\0')
    return g_strdup (cell);
  if (!g_hash_table_contains (categories, cell))
    g_hash_table_insert (categories, g_strdup (cell),
                         GUINT_TO_POINTER (g_hash_table_size (categories) + 1));
  return g_strdup_printf ("%u", GPOINTER_TO_UINT (g_hash_table_lookup (categories, cell)));
}

static char **
split_row (const char *line)
{
  char **cells = g_strsplit (line, ",", -1);

  for (char **cell = cells; *cell != NULL; cell++)
    if (**cell == '"')
      {
        g_autofree char *quoted = *cell;

        *cell = g_strndup (quoted + 1, strlen (quoted) - 2);
      }
  return cells;
}

void
reference_make_pairs (Fixture *fixture, const char *name)
{
  g_autofree char *file = g_strdup_printf ("similarity/%s.csv", name);
  g_autofree char *states = source_file (file);
  g_autofree char *path = in_folder (fixture, "pairs.csv");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (GString) pairs = g_string_new ("state_a,state_b,year,y");
  g_autoptr (GHashTable) categories =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_true (g_file_get_contents (states, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  names = split_row (lines[0]);
  for (guint j = 1; names[j] != NULL; j++)
    g_string_append_printf (pairs, ",%s_a,%s_b", names[j], names[j]);
  for (guint a = 1; lines[a] != NULL; a++)
    for (guint b = a + 1; lines[b] != NULL; b++)
      {
        g_auto (GStrv) left = split_row (lines[a]);
        g_auto (GStrv) right = split_row (lines[b]);

        g_string_append_printf (pairs, "\n%s,%s,2000,0", left[0], right[0]);
        for (guint j = 1; names[j] != NULL; j++)
          {
            g_autofree char *x = dup_number (categories, left[j]);
            g_autofree char *z = dup_number (categories, right[j]);

            g_string_append_printf (pairs, ",%s,%s", x, z);
          }
      }
  g_string_append_c (pairs, '\n');
  g_assert_true (g_file_set_contents (path, pairs->str, -1, NULL));
}

/* Names that look like numbers were read as such. */
static gboolean
is_name (JsonNode *cell, const char *name)
{
  return json_node_get_value_type (cell) == G_TYPE_STRING
             ? g_strcmp0 (json_node_get_string (cell), name) == 0
             : json_node_get_double (cell) == g_ascii_strtod (name, NULL);
}

gboolean
reference_order_rows (JsonNode *table, const char *column, GPtrArray *wanted)
{
  JsonArray *names = json_object_get_array_member (json_node_get_object (table), column);
  g_autofree guint *row = g_new (guint, wanted->len + 1);

  if (json_array_get_length (names) != wanted->len)
    return FALSE;
  for (guint i = 0; i < wanted->len; i++)
    {
      for (row[i] = 0; row[i] < wanted->len; row[i]++)
        if (is_name (json_array_get_element (names, row[i]),
                     json_node_get_string (wanted->pdata[i])))
          break;
      if (row[i] == wanted->len)
        return FALSE;
    }
  take_rows (table, row, wanted->len);
  return TRUE;
}

void
reference_renumber (JsonNode *table, const char *column)
{
  JsonObject *object = json_node_get_object (table);
  JsonArray *groups = json_object_get_array_member (object, column);
  JsonArray *renumbered = json_array_new ();
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < json_array_get_length (groups); i++)
    {
      gpointer group = GINT_TO_POINTER ((int) json_array_get_double_element (groups, i));

      if (!g_hash_table_contains (numbers, group))
        g_hash_table_insert (numbers, group, GUINT_TO_POINTER (g_hash_table_size (numbers) + 1));
      json_array_add_double_element (renumbered,
                                     GPOINTER_TO_UINT (g_hash_table_lookup (numbers, group)));
    }
  json_object_set_array_member (object, column, renumbered);
}

void
reference_complement (JsonNode *table, const char *column)
{
  JsonArray *values = json_object_get_array_member (json_node_get_object (table), column);
  JsonArray *others = json_array_new ();

  for (guint i = 0; i < json_array_get_length (values); i++)
    if (json_array_get_null_element (values, i))
      json_array_add_null_element (others);
    else
      json_array_add_double_element (others, 1.0 - json_array_get_double_element (values, i));
  json_object_set_array_member (json_node_get_object (table), column, others);
}

void
reference_make_matrix (JsonNode *table, const char *columns, GPtrArray *wanted)
{
  g_auto (GStrv) names = g_strsplit (columns, " ", 3);
  JsonObject *object = json_node_get_object (table);
  JsonArray *ends[2], *weights, *matrix = json_array_new ();
  g_autoptr (GHashTable) rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize k = 0; k < 2; k++)
    ends[k] = json_object_get_array_member (object, names[k]);
  weights = json_object_get_array_member (object, names[2]);
  for (guint i = 0; i < json_array_get_length (weights); i++)
    for (gsize k = 0; k < 2; k++)
      g_hash_table_insert (rows,
                           g_strdup_printf ("%s %s", json_array_get_string_element (ends[k], i),
                                            json_array_get_string_element (ends[1 - k], i)),
                           GUINT_TO_POINTER (i + 1));
  for (guint a = 0; a < wanted->len; a++)
    for (guint b = a + 1; b < wanted->len; b++)
      {
        g_autofree char *pair =
            g_strdup_printf ("%s %s", json_node_get_string (wanted->pdata[a]),
                             json_node_get_string (wanted->pdata[b]));
        guint row = GPOINTER_TO_UINT (g_hash_table_lookup (rows, pair));

        json_array_add_double_element (
            matrix, row > 0 ? json_array_get_double_element (weights, row - 1) : 0.0);
      }
  json_object_set_array_member (object, "matrix", matrix);
}

void
reference_turn_pairs (JsonNode *table, const char *column)
{
  guint n_rows = json_array_get_length (
      json_object_get_array_member (json_node_get_object (table), column));
  g_autofree guint *row = g_new (guint, n_rows + 1);
  guint n = 2, k = 0;

  while (n * (n - 1) / 2 < n_rows)
    n++;
  g_assert_cmpuint (n * (n - 1) / 2, ==, n_rows);
  for (guint b = 1; b < n; b++)
    for (guint a = 0; a < b; a++)
      row[k++] = a * (2 * n - a - 1) / 2 + (b - a - 1);
  take_rows (table, row, n_rows);
}
