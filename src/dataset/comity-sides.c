/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two sides of a dyad in the names of columns. */
#include "config.h"

#include "comity-sides.h"

#include <string.h>

static const struct
{
  const char *first;
  const char *second;
  gboolean is_prefix;
} rules[] = {
  { "_a", "_b", FALSE }, { "_1", "_2", FALSE }, { "_i", "_j", FALSE },  { "_o", "_d", FALSE },
  { "1", "2", FALSE },   { "a_", "b_", TRUE },  { "s1_", "s2_", TRUE }, { "A", "B", FALSE },
  { "i_", "j_", TRUE },  { "_A", "_B", FALSE },
};

gsize
comity_sides_get_n_rules (void)
{
  return G_N_ELEMENTS (rules);
}

char *
comity_sides_dup_name (gsize rule, const char *stem, gboolean second)
{
  const char *side;

  g_return_val_if_fail (rule < G_N_ELEMENTS (rules), NULL);

  side = second ? rules[rule].second : rules[rule].first;
  return rules[rule].is_prefix ? g_strconcat (side, stem, NULL) : g_strconcat (stem, side, NULL);
}

char *
comity_sides_dup_other (gsize rule, const char *name, char **stem)
{
  gsize length;

  g_return_val_if_fail (rule < G_N_ELEMENTS (rules), NULL);

  length = strlen (rules[rule].first);
  if (strlen (name) <= length)
    return NULL;
  if (rules[rule].is_prefix ? !g_str_has_prefix (name, rules[rule].first)
                            : !g_str_has_suffix (name, rules[rule].first))
    return NULL;
  *stem =
      rules[rule].is_prefix ? g_strdup (name + length) : g_strndup (name, strlen (name) - length);
  return comity_sides_dup_name (rule, *stem, TRUE);
}

gboolean
comity_sides_find_pair (const ComityDataset *dataset,
                        const char *stem,
                        ComityColumn *sides[2],
                        char **why)
{
  GString *looked = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *first = comity_sides_dup_name (i, stem, FALSE);
      g_autofree char *second = comity_sides_dup_name (i, stem, TRUE);
      gssize a = comity_dataset_find_column (dataset, first);
      gssize b = comity_dataset_find_column (dataset, second);

      if (a >= 0 && b >= 0 && a != b)
        {
          sides[0] = comity_dataset_peek_column (dataset, (gsize) a);
          sides[1] = comity_dataset_peek_column (dataset, (gsize) b);
          g_string_free (looked, TRUE);
          return TRUE;
        }
      g_string_append_printf (looked, "%s%s and %s", i > 0 ? ", " : "", first, second);
    }
  *why = g_strdup_printf ("there are no two columns of “%s”, one a state (looked for %s)", stem,
                          looked->str);
  g_string_free (looked, TRUE);
  return FALSE;
}
