/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading reference cases. */
#include "config.h"

#include "comity-test-reference.h"

#include <math.h>

JsonNode *
comity_test_load_case (const char *folder, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "reference", folder, name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

JsonNode *
comity_test_find (JsonNode *root, ...)
{
  const char *step;
  va_list steps;

  va_start (steps, root);
  while ((step = va_arg (steps, const char *)) != NULL)
    {
      if (JSON_NODE_HOLDS_ARRAY (root))
        root = json_array_get_element (json_node_get_array (root),
                                       (guint)g_ascii_strtoull (step, NULL, 10));
      else
        root = json_object_get_member (json_node_get_object (root), step);
      if (root == NULL)
        g_error ("The reference case has no “%s”.", step);
    }
  va_end (steps);
  return root;
}

double
comity_test_number (JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return NAN;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_ascii_strtod (json_node_get_string (node), NULL);
  return json_node_get_double (node);
}

double
comity_test_element (JsonNode *array, gsize i)
{
  return comity_test_number (json_array_get_element (json_node_get_array (array), (guint)i));
}

void
comity_test_check_close (const char *place, double a, double b, double tolerance)
{
  gboolean both_nan = isnan (a) && isnan (b);

  if (!both_nan && !(fabs (a - b) <= tolerance * fmax (1.0, fabs (b))))
    g_error ("%s: %.17g is not %.17g within %g.", place, a, b, tolerance);
}

static GPtrArray *
split_line (const char *line)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  GString *cell = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (;; line++)
    {
      if (*line == '"')
        quoted = !quoted;
      else if (*line == '\0' || (*line == ',' && !quoted))
        {
          g_ptr_array_add (cells, g_string_free (cell, FALSE));
          if (*line == '\0')
            return cells;
          cell = g_string_new (NULL);
        }
      else if (*line != '\r')
        g_string_append_c (cell, *line);
    }
}

GPtrArray *
comity_test_load_csv (const char *folder, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "reference", folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_ptr_array_add (rows, split_line (lines[i]));
  return rows;
}

const char *
comity_test_cell (GPtrArray *csv, gsize row, gsize column)
{
  GPtrArray *cells = csv->pdata[row];

  g_assert_cmpuint (column, <, cells->len);
  return cells->pdata[column];
}

gsize
comity_test_column (GPtrArray *csv, const char *name)
{
  GPtrArray *names = csv->pdata[0];

  for (gsize i = 0; i < names->len; i++)
    if (g_str_equal (names->pdata[i], name))
      return i;
  g_error ("The reference data have no column “%s”.", name);
}

double
comity_test_value (GPtrArray *csv, gsize row, gsize column)
{
  const char *cell = comity_test_cell (csv, row, column);

  return *cell != '\0' ? g_ascii_strtod (cell, NULL) : NAN;
}
