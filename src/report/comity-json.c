/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of a JSON object in one line each, over json-glib. */
#include "config.h"

#include "comity-json-private.h"

#include <math.h>

static void
set_name (JsonBuilder *builder, const char *name)
{
  if (name != NULL)
    json_builder_set_member_name (builder, name);
}

void
comity_json_add_number (JsonBuilder *builder, const char *name, double value)
{
  set_name (builder, name);
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
comity_json_add_count (JsonBuilder *builder, const char *name, gint64 value)
{
  set_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
comity_json_add_flag (JsonBuilder *builder, const char *name, gboolean value)
{
  set_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
comity_json_add_null (JsonBuilder *builder, const char *name)
{
  set_name (builder, name);
  json_builder_add_null_value (builder);
}

void
comity_json_add_text (JsonBuilder *builder, const char *name, const char *text)
{
  set_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
comity_json_begin_object (JsonBuilder *builder, const char *name)
{
  set_name (builder, name);
  json_builder_begin_object (builder);
}

void
comity_json_begin_array (JsonBuilder *builder, const char *name)
{
  set_name (builder, name);
  json_builder_begin_array (builder);
}

char *
comity_json_dup_text (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  JsonNode *root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_pretty (generator, TRUE);
  json_generator_set_indent (generator, 2);
  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, NULL);
  json_node_unref (root);
  return g_strconcat (text, "\n", NULL);
}
