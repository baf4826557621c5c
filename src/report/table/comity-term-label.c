/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A term in the words of its columns' labels, for tables and axes that people read. Only what can
 * be said without doubt is put into words; any other term stays as the formula has it. */
#include "config.h"

#include "comity-report.h"

#include <string.h>

/* The label of the column named by name[length], or NULL. */
static const char *
peek_column_label (ComityDataset *dataset, const char *name, gsize length)
{
  g_autofree char *text = g_strndup (name, length);
  gssize column = comity_dataset_find_column (dataset, text);
  const char *label =
      column >= 0 ? comity_column_peek_label (comity_dataset_peek_column (dataset, (gsize) column))
                  : NULL;

  return label != NULL && *label != '\0' ? label : NULL;
}

/* "Label, log" of "log(x)" and the like: one function of one column. */
static char *
dup_function_label (ComityDataset *dataset, const char *term)
{
  static const struct
  {
    const char *before, *after, *words;
  } functions[] = {
    { "log(", ")", ", log" },
    { "I(", "^2)", ", squared" },
    { "I(", "^3)", ", cubed" },
    { "lag(", ")", ", the year before" },
    { "lag(", ", 1)", ", the year before" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      gsize before = strlen (functions[i].before);
      const char *label;

      if (!g_str_has_prefix (term, functions[i].before) ||
          !g_str_has_suffix (term, functions[i].after) ||
          strlen (term) <= before + strlen (functions[i].after))
        continue;
      label = peek_column_label (dataset, term + before,
                                 strlen (term) - before - strlen (functions[i].after));
      if (label != NULL)
        return g_strconcat (label, functions[i].words, NULL);
    }
  return NULL;
}

/* What the value labels of the column say of a level that is a whole number, or NULL. */
static const char *
peek_value_label (ComityDataset *dataset, const char *name, const char *level)
{
  gssize column = comity_dataset_find_column (dataset, name);
  ComityValueLabels *labels =
      column >= 0
          ? comity_column_peek_value_labels (comity_dataset_peek_column (dataset, (gsize) column))
          : NULL;
  gint64 value;

  return labels != NULL &&
                 g_ascii_string_to_signed (level, 10, G_MININT32, G_MAXINT32, &value, NULL)
             ? comity_value_labels_lookup (labels, (gint32) value)
             : NULL;
}

/* "Label: level" of "factor(x)level", both in the words of the data; either may have none. */
static char *
dup_level_label (ComityDataset *dataset, const char *term)
{
  const char *open = "factor(";
  const char *close = strchr (term, ')');
  g_autofree char *name = NULL;
  const char *label, *value;

  if (!g_str_has_prefix (term, open) || close == NULL || close[1] == '\0')
    return NULL;
  name = g_strndup (term + strlen (open), (gsize) (close - term) - strlen (open));
  label = peek_column_label (dataset, name, strlen (name));
  value = peek_value_label (dataset, name, close + 1);
  if (label == NULL && value == NULL)
    return NULL;
  return g_strdup_printf ("%s: %s", label != NULL ? label : name,
                          value != NULL ? value : close + 1);
}

/* The name of a column that is no plain word, without the backquotes that a formula puts around it;
 * NULL: anything else. */
static char *
dup_quoted_name (const char *part)
{
  gsize length = strlen (part);

  return length > 2 && part[0] == '`' && strchr (part + 1, '`') == part + length - 1
             ? g_strndup (part + 1, length - 2)
             : NULL;
}

static char *
dup_part_label (ComityDataset *dataset, const char *part)
{
  g_autofree char *quoted = dup_quoted_name (part);
  const char *name = quoted != NULL ? quoted : part;
  const char *own = peek_column_label (dataset, name, strlen (name));
  char *label = own != NULL ? g_strdup (own) : dup_function_label (dataset, part);

  if (label == NULL && quoted != NULL)
    return g_steal_pointer (&quoted);
  return label != NULL ? label : dup_level_label (dataset, part);
}

/* Where the next part of an interaction begins: past a colon outside parentheses and names, or NULL. */
static char *
find_next_part (char *text)
{
  gboolean quoted = FALSE;
  int depth = 0;

  for (; *text != '\0'; text++)
    if (*text == '`')
      quoted = !quoted;
    else if (quoted)
      continue;
    else if (*text == '(')
      depth++;
    else if (*text == ')')
      depth--;
    else if (*text == ':' && depth == 0)
      return text + 1;
  return NULL;
}

char *
comity_fit_dup_term_label (ComityFit *fit, const char *term)
{
  ComityDataset *dataset;
  GString *out;
  g_autofree char *parts = NULL;

  g_return_val_if_fail (fit != NULL && term != NULL, NULL);

  dataset = comity_fit_peek_dataset (fit);
  if (dataset == NULL)
    return g_strdup (term);
  out = g_string_new (NULL);
  parts = g_strdup (term);
  for (char *part = parts, *next; part != NULL; part = next)
    {
      g_autofree char *label = NULL;

      next = find_next_part (part);
      if (next != NULL)
        next[-1] = '\0';
      label = dup_part_label (dataset, part);
      if (out->len > 0)
        g_string_append (out, " × ");
      g_string_append (out, label != NULL ? label : part);
    }
  return g_string_free (out, FALSE);
}
