/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values in a JSON document by their path. */
#include "config.h"

#include "reference-path.h"

#include <math.h>
#include <string.h>

static gboolean find (JsonNode *node, const char *path, GPtrArray *leaves);

/* What follows a step of @length bytes: "" at the end, NULL when the path does not go on there. */
static const char *
step_over (const char *path, gsize length)
{
  if (path[length] == '\0')
    return path + length;
  return path[length] == '.' ? path + length + 1 : NULL;
}

static gboolean
find_everywhere (JsonNode *node, const char *rest, GPtrArray *leaves)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (!find (json_array_get_element (array, i), rest, leaves))
          return FALSE;
    }
  else
    {
      JsonObjectIter iter;
      JsonNode *member;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, NULL, &member))
        if (!find (member, rest, leaves))
          return FALSE;
    }
  return TRUE;
}

/* Whether the element's member is the text of a step "member=text" of @length bytes. */
static gboolean
is_element (JsonNode *element, const char *step, gsize length)
{
  gsize name_length = (gsize) (strchr (step, '=') - step);
  g_autofree char *name = g_strndup (step, name_length);
  g_autofree char *text = g_strndup (step + name_length + 1, length - name_length - 1);
  JsonNode *member = JSON_NODE_HOLDS_OBJECT (element)
                         ? json_object_get_member (json_node_get_object (element), name)
                         : NULL;

  return member != NULL && JSON_NODE_HOLDS_VALUE (member) &&
         json_node_get_value_type (member) == G_TYPE_STRING &&
         g_str_equal (json_node_get_string (member), text);
}

static gboolean
find_in_array (JsonNode *node, const char *path, GPtrArray *leaves)
{
  JsonArray *array = json_node_get_array (node);
  gsize n = json_array_get_length (array);
  gsize length = strcspn (path, ".");
  const char *rest = step_over (path, length);
  gboolean found = FALSE;
  guint64 first, last;
  char *end;

  if (memchr (path, '=', length) != NULL)
    {
      for (guint i = 0; i < n; i++)
        if (is_element (json_array_get_element (array, i), path, length))
          {
            found = TRUE;
            if (!find (json_array_get_element (array, i), rest, leaves))
              return FALSE;
          }
      return found;
    }
  if (!g_ascii_isdigit (*path))
    return FALSE;
  first = last = g_ascii_strtoull (path, &end, 10);
  if (*end == '-')
    last = end + 1 == path + length ? n - 1 : g_ascii_strtoull (end + 1, &end, 10);
  if (n == 0 || first > last || last >= n)
    return FALSE;
  for (guint i = (guint) first; i <= last; i++)
    if (!find (json_array_get_element (array, i), rest, leaves))
      return FALSE;
  return TRUE;
}

/* The longest member's name that the path begins with: names may hold points. */
static gboolean
find_in_object (JsonNode *node, const char *path, GPtrArray *leaves)
{
  JsonObjectIter iter;
  JsonNode *member, *best = NULL;
  const char *name;
  gsize longest = 0;

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &member))
    if (strlen (name) >= longest && g_str_has_prefix (path, name) &&
        step_over (path, strlen (name)) != NULL)
      {
        best = member;
        longest = strlen (name);
      }
  return best != NULL && find (best, step_over (path, longest), leaves);
}

static gboolean
find (JsonNode *node, const char *path, GPtrArray *leaves)
{
  gboolean leaf = JSON_NODE_HOLDS_VALUE (node) || JSON_NODE_HOLDS_NULL (node);

  if (*path == '\0')
    {
      if (!leaf)
        return find_everywhere (node, path, leaves);
      g_ptr_array_add (leaves, node);
      return TRUE;
    }
  if (leaf)
    return FALSE;
  if (*path == '*' && step_over (path, 1) != NULL)
    return find_everywhere (node, step_over (path, 1), leaves);
  return JSON_NODE_HOLDS_ARRAY (node) ? find_in_array (node, path, leaves)
                                      : find_in_object (node, path, leaves);
}

gboolean
comity_path_find (JsonNode *root, const char *path, GPtrArray *leaves)
{
  const char *open = strchr (path, '(');
  g_autofree char *inside = NULL;

  if (open == NULL)
    return find (root, path, leaves);
  inside = g_strndup (open + 1, strlen (open + 1) - 1);
  return find (root, inside, leaves);
}

gboolean
comity_path_number (const char *path, JsonNode *leaf, double *number)
{
  const char *open = strchr (path, '(');
  double value;

  if (JSON_NODE_HOLDS_NULL (leaf))
    value = NAN;
  else if (json_node_get_value_type (leaf) == G_TYPE_STRING)
    {
      char *end;
      const char *text = json_node_get_string (leaf);

      value = g_ascii_strtod (text, &end);
      if (end == text || *end != '\0' || g_ascii_isdigit (*text))
        return FALSE;
    }
  else
    value = json_node_get_value_type (leaf) == G_TYPE_BOOLEAN ? json_node_get_boolean (leaf)
                                                              : json_node_get_double (leaf);
  if (open != NULL)
    {
      static const struct
      {
        const char *name;
        double (*apply) (double);
      } functions[] = { { "exp", exp }, { "log", log }, { "sqrt", sqrt }, { "abs", fabs } };
      gsize length = (gsize) (open - path);

      if (strncmp (path, "neg", length) == 0)
        value = -value;
      else if (strncmp (path, "square", length) == 0)
        value *= value;
      for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
        if (strncmp (path, functions[i].name, length) == 0)
          value = functions[i].apply (value);
    }
  *number = value;
  return TRUE;
}

void
comity_path_walk (JsonNode *root, const char *path, ComityPathFunc func, gpointer user_data)
{
  if (JSON_NODE_HOLDS_ARRAY (root))
    {
      JsonArray *array = json_node_get_array (root);

      for (guint i = 0; i < json_array_get_length (array); i++)
        comity_path_walk (json_array_get_element (array, i), path, func, user_data);
    }
  else if (JSON_NODE_HOLDS_OBJECT (root))
    {
      JsonObjectIter iter;
      JsonNode *member;
      const char *name;

      json_object_iter_init (&iter, json_node_get_object (root));
      while (json_object_iter_next (&iter, &name, &member))
        {
          g_autofree char *below = g_strconcat (path, *path != '\0' ? "." : "", name, NULL);

          comity_path_walk (member, below, func, user_data);
        }
    }
  else
    func (path, root, user_data);
}
