/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One bundled table: the text of the resource, cut into cells in place (RFC 4180 as our own scripts
 * write it: comma, LF, doubled quotes). What the tables mean is not known here. */
#include "config.h"

#include "comity-sheet-private.h"

#include "comity-number.h"
#include "comity-world.h"

#include <math.h>
#include <string.h>

#define RESOURCE_PREFIX "/io/github/comity/Comity/world/"

struct _ComitySheet
{
  /* owned */
  char *name;
  char *text;
  char **cells; /* (n_rows + 1) × n_columns, the header first */

  gsize n_rows;
  gsize n_columns;
  gboolean damaged;
  gsize damaged_row;
  gsize damaged_column;
};

gboolean
comity_sheet_exists (GResource *resource, const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCE_PREFIX, name, ".csv", NULL);

  return g_resource_get_info (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL);
}

/* Ends each cell with a NUL and takes the quotes away. Returns FALSE and the row when a row has
 * another number of cells than the header. */
static gboolean
split (ComitySheet *self, gsize *bad_row)
{
  GPtrArray *cells = g_ptr_array_new ();
  gsize in_row = 0;
  gboolean good = TRUE;
  char *p = self->text;

  while (*p != '\0' && good)
    {
      char end;

      if (*p == '"')
        {
          char *out = ++p;

          g_ptr_array_add (cells, p);
          while (*p != '\0' && (*p != '"' || p[1] == '"'))
            {
              p += *p == '"';
              *out++ = *p++;
            }
          p += *p == '"';
          end = *p;
          *out = '\0';
        }
      else
        {
          g_ptr_array_add (cells, p);
          p += strcspn (p, ",\n");
          end = *p;
          *p = '\0';
        }
      p += end != '\0';
      in_row++;
      if (end != ',')
        {
          if (self->n_columns == 0)
            self->n_columns = in_row;
          good = in_row == self->n_columns;
          in_row = 0;
        }
    }

  self->n_rows = self->n_columns > 0 ? cells->len / self->n_columns : 0;
  *bad_row = self->n_rows;
  good = good && in_row == 0 && self->n_rows > 0;
  self->n_rows -= self->n_rows > 0; /* the header */
  self->cells = (char **)g_ptr_array_free (cells, FALSE);
  return good;
}

ComitySheet *
comity_sheet_read (GResource *resource, const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (RESOURCE_PREFIX, name, ".csv", NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (ComitySheet) self = NULL;
  gsize bad_row;

  bytes = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes == NULL)
    {
      g_set_error (error, COMITY_WORLD_ERROR, COMITY_WORLD_ERROR_DAMAGED,
                   "The world table “%s” is not in the program.", name);
      return NULL;
    }

  self = g_new0 (ComitySheet, 1);
  self->name = g_strdup (name);
  self->text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (!split (self, &bad_row))
    {
      g_set_error (error, COMITY_WORLD_ERROR, COMITY_WORLD_ERROR_DAMAGED,
                   "The world table “%s” is damaged at row %" G_GSIZE_FORMAT ".", name, bad_row);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
comity_sheet_free (ComitySheet *self)
{
  g_free (self->name);
  g_free (self->text);
  g_free (self->cells);
  g_free (self);
}

gsize
comity_sheet_get_n_rows (const ComitySheet *self)
{
  return self->n_rows;
}

gsize
comity_sheet_get_n_columns (const ComitySheet *self)
{
  return self->n_columns;
}

gsize
comity_sheet_find_column (ComitySheet *self, const char *name)
{
  for (gsize j = 0; j < self->n_columns; j++)
    if (g_str_equal (self->cells[j], name))
      return j;

  comity_sheet_set_damaged (self, 0, 0);
  return 0;
}

const char *
comity_sheet_peek_text (const ComitySheet *self, gsize row, gsize column)
{
  return self->cells[(row + 1) * self->n_columns + column];
}

/* Plain decimals of at most 15 digits: such a mantissa and such a power of ten are both exact
 * doubles, so that one division rounds correctly. FALSE: something else. */
static gboolean
parse_short_decimal (const char *text, double *value)
{
  static const double powers[] = { 1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
  gint64 mantissa = 0;
  int n_digits = 0;
  int n_decimals = -1;
  gboolean negative = *text == '-';

  for (text += negative; *text != '\0'; text++)
    {
      if (*text == '.' && n_decimals < 0)
        n_decimals = 0;
      else if (g_ascii_isdigit (*text) && n_digits < 15)
        {
          mantissa = 10 * mantissa + (*text - '0');
          n_digits++;
          n_decimals += n_decimals >= 0;
        }
      else
        return FALSE;
    }

  *value = (negative ? -mantissa : mantissa) / powers[MAX (n_decimals, 0)];
  return n_digits > 0;
}

double
comity_sheet_get_double (ComitySheet *self, gsize row, gsize column)
{
  const char *text = comity_sheet_peek_text (self, row, column);
  double value;

  if (*text == '\0')
    return NAN;
  if (!parse_short_decimal (text, &value) && !comity_number_parse (text, &value))
    {
      comity_sheet_set_damaged (self, row, column);
      return NAN;
    }
  return value;
}

int
comity_sheet_get_int (ComitySheet *self, gsize row, gsize column, int missing)
{
  double value = comity_sheet_get_double (self, row, column);

  if (isnan (value))
    return missing;
  if (value != floor (value) || fabs (value) > G_MAXINT)
    {
      comity_sheet_set_damaged (self, row, column);
      return missing;
    }
  return (int)value;
}

void
comity_sheet_set_damaged (ComitySheet *self, gsize row, gsize column)
{
  if (self->damaged)
    return;
  self->damaged = TRUE;
  self->damaged_row = row;
  self->damaged_column = column;
}

gboolean
comity_sheet_check (const ComitySheet *self, GError **error)
{
  if (!self->damaged)
    return TRUE;

  g_set_error (error, COMITY_WORLD_ERROR, COMITY_WORLD_ERROR_DAMAGED,
               "The world table “%s” is damaged at row %" G_GSIZE_FORMAT ", column “%s”.",
               self->name, self->damaged_row + 1, self->cells[self->damaged_column]);
  return FALSE;
}
