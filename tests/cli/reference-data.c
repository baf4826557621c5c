/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data of the reference cases that are made from their files, and files that comity-cli wrote. */
#include "config.h"

#include "reference-data.h"

#include <stdlib.h>

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

/* Of the columns read, only rows that have the first named; with a second its events in the order
 * of that time. */
void
reference_keep_rows (JsonNode *table, const char *columns)
{
  g_auto (GStrv) names = g_strsplit (columns, " ", 2);
  JsonObject *object = json_node_get_object (table);
  JsonArray *event = json_object_get_array_member (object, names[0]);
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GList) members = json_object_get_members (object);
  JsonObject *kept = json_object_new ();

  for (guint i = 0; i < json_array_get_length (event); i++)
    if (names[1] != NULL ? json_array_get_double_element (event, i) == 1.0
                         : !json_array_get_null_element (event, i))
      g_array_append_val (order, i);
  if (names[1] != NULL)
    g_array_sort_with_data (order, compare_times, json_object_get_array_member (object, names[1]));
  for (GList *member = members; member != NULL; member = member->next)
    {
      JsonArray *column = json_object_get_array_member (object, member->data);
      JsonArray *rows = json_array_new ();

      for (guint i = 0; i < order->len; i++)
        json_array_add_element (rows, json_node_copy (json_array_get_element (
                                          column, g_array_index (order, guint, i))));
      json_object_set_array_member (kept, member->data, rows);
    }
  json_node_take_object (table, kept);
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
