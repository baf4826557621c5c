/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of a JSON object in one line each. Numbers are written with 17 significant digits, whole
 * ones as integers; what is not a finite number is null. @name NULL: an element of an array. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void comity_json_add_number (JsonBuilder *builder, const char *name, double value);
void comity_json_add_count (JsonBuilder *builder, const char *name, gint64 value);
void comity_json_add_flag (JsonBuilder *builder, const char *name, gboolean value);
void comity_json_add_null (JsonBuilder *builder, const char *name);
/* NULL is null. */
void comity_json_add_text (JsonBuilder *builder, const char *name, const char *text);
/* Between them come the members, or elements. */
void comity_json_begin_object (JsonBuilder *builder, const char *name);
void comity_json_begin_array (JsonBuilder *builder, const char *name);
/* The whole as text, indented, with a line break at its end. */
char *comity_json_dup_text (JsonBuilder *builder);

G_END_DECLS
