/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cell as it is shown: its label, its missing code, or the fewest digits that tell it. */
#include "config.h"

#include "comity-column.h"

#include "comity-number.h"

#include <math.h>

/* The shortest digits that tell this float from its neighbours: 0.1, not 0.10000000149. */
static const char *
format_float (float x, char *buffer)
{
  static const char *const formats[] = { "%.6g", "%.7g", "%.8g", "%.9g" };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, COMITY_NUMBER_BUFFER, formats[i], (double) x);
      if ((float) g_ascii_strtod (buffer, NULL) == x)
        break;
    }
  return buffer;
}

char *
comity_column_dup_text (const ComityColumn *self, gsize row)
{
  char buffer[COMITY_NUMBER_BUFFER];
  ComityColumnType type = comity_column_get_type (self);
  ComityValueLabels *labels = comity_column_peek_value_labels (self);
  const char *label = NULL;
  double x;
  char tag;

  if (type == COMITY_COLUMN_STRING)
    return g_strdup (comity_column_peek_string (self, row));

  x = comity_column_get_double (self, row);
  tag = comity_column_get_missing_tag (self, row);
  if (labels != NULL)
    {
      if (tag != 0)
        label = comity_value_labels_lookup (
            labels, COMITY_MISSING_INT32 + (tag == '.' ? 0 : tag - 'a' + 1));
      else if (x == floor (x) && fabs (x) <= COMITY_INT32_MAX_VALID)
        label = comity_value_labels_lookup (labels, (gint32) x);
    }
  if (label != NULL)
    return g_strdup (label);
  if (tag == '.')
    return g_strdup (".");
  if (tag != 0)
    return g_strdup_printf (".%c", tag);
  if (type == COMITY_COLUMN_FLOAT && x != floor (x))
    return g_strdup (format_float ((float) x, buffer));
  return g_strdup (comity_number_format (x, buffer));
}
