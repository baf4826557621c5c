/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Splines in a formula: ns () and bs () with R's arguments, rcs () with Harrell's, mkspline () with
 * Stata's default knots. What is read here says which basis; its knots, where they are not given,
 * are settled on data. */
#include "config.h"

#include "comity-formula-parse-private.h"

#include "comity-number.h"

#include <math.h>
#include <string.h>

#define MAX_KNOTS 60
#define MAX_DEGREE 10

static const struct
{
  const char *name;
  ComitySplineKind kind;
  const char *positions[5]; /* names of the arguments after the first, in their order */
} splines[] = {
  { "ns", COMITY_SPLINE_NATURAL, { "df", "knots", "intercept", "Boundary.knots", NULL } },
  { "bs", COMITY_SPLINE_B, { "df", "knots", "degree", "intercept", "Boundary.knots" } },
  { "rcs", COMITY_SPLINE_RESTRICTED, { "knots", NULL, NULL, NULL, NULL } },
  { "mkspline", COMITY_SPLINE_STATA, { "knots", NULL, NULL, NULL, NULL } },
};

void
comity_spline_arguments_free (ComitySplineArguments *self)
{
  if (self == NULL)
    return;

  g_free (self->knots);
  g_free (self);
}

gboolean
comity_formula_is_spline (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (splines); i++)
    if (strcmp (name, splines[i].name) == 0)
      return TRUE;
  return FALSE;
}

char **
comity_formula_list_splines (void)
{
  char **names = g_new0 (char *, G_N_ELEMENTS (splines) + 1);

  for (gsize i = 0; i < G_N_ELEMENTS (splines); i++)
    names[i] = g_strdup (splines[i].name);
  return names;
}

/* Arguments between commas that stand in no parenthesis and no quote. */
static GPtrArray *
split (const char *text)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  const char *from = text;
  const char *c = text;
  int depth = 0;

  for (;; c++)
    {
      if (*c == '"' || *c == '\'' || *c == '`')
        {
          const char *end = strchr (c + 1, *c);

          c = end != NULL ? end : c + strlen (c) - 1;
        }
      else if (*c == '(')
        depth++;
      else if (*c == ')')
        depth--;
      else if (*c == '\0' || (*c == ',' && depth == 0))
        {
          g_ptr_array_add (parts, g_strstrip (g_strndup (from, (gsize) (c - from))));
          if (*c == '\0')
            return parts;
          from = c + 1;
        }
    }
}

/* "c(1, 4, 7)" or "4": ascending, different numbers; NULL when it is not that. */
static double *
read_numbers (const char *text, gsize *n)
{
  g_autofree char *inside = NULL;
  g_autoptr (GPtrArray) parts = NULL;
  g_autofree double *numbers = NULL;

  if (g_str_has_prefix (text, "c(") && g_str_has_suffix (text, ")"))
    inside = g_strndup (text + 2, strlen (text) - 3);
  else
    inside = g_strdup (text);
  parts = split (inside);
  if (parts->len > MAX_KNOTS)
    return NULL;
  numbers = g_new (double, parts->len);
  for (guint i = 0; i < parts->len; i++)
    if (!comity_number_parse (g_ptr_array_index (parts, i), &numbers[i]) ||
        !isfinite (numbers[i]) || (i > 0 && !(numbers[i] > numbers[i - 1])))
      return NULL;
  *n = parts->len;
  return g_steal_pointer (&numbers);
}

static gboolean
read_count (const char *text, int least, int most, int *count)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, (guint64) least, (guint64) most, &value, NULL))
    return FALSE;
  *count = (int) value;
  return TRUE;
}

static char *refuse (const char *format, ...) G_GNUC_PRINTF (1, 2);

static char *
refuse (const char *format, ...)
{
  va_list args;
  char *what;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  return what;
}

/* One argument; what is wrong with it, or NULL. */
static char *
read_argument (ComitySplineArguments *self,
               const char *function,
               const char *name,
               const char *text)
{
  gboolean harrell = self->kind == COMITY_SPLINE_RESTRICTED || self->kind == COMITY_SPLINE_STATA;

  if (strcmp (name, "df") == 0)
    return read_count (text, 1, MAX_KNOTS, &self->df)
               ? NULL
               : refuse ("df of %s must be a whole number from 1 to %d", function, MAX_KNOTS);
  if (strcmp (name, "degree") == 0)
    return read_count (text, 1, MAX_DEGREE, &self->degree)
               ? NULL
               : refuse ("the degree of %s must be a whole number from 1 to %d", function,
                         MAX_DEGREE);
  if (strcmp (name, "intercept") == 0)
    {
      self->intercept = strcmp (text, "TRUE") == 0 || strcmp (text, "T") == 0;
      return self->intercept || strcmp (text, "FALSE") == 0 || strcmp (text, "F") == 0
                 ? NULL
                 : refuse ("intercept of %s is TRUE or FALSE", function);
    }
  if (strcmp (name, "Boundary.knots") == 0)
    {
      gsize n = 0;
      g_autofree double *ends = read_numbers (text, &n);

      if (ends == NULL || n != 2)
        return refuse ("Boundary.knots of %s must be two ascending numbers, as in c(1, 20)",
                       function);
      self->boundaries[0] = ends[0];
      self->boundaries[1] = ends[1];
      self->has_boundaries = TRUE;
      return NULL;
    }
  if (harrell && read_count (text, 0, G_MAXINT, &self->df))
    return self->df >= 3 && self->df <= 7
               ? NULL
               : refuse ("%s has 3 to 7 default knots; name others as in %s(t, c(1, 4, 7, 14))",
                         function, function);
  g_free (self->knots);
  self->knots = read_numbers (text, &self->n_knots);
  if (self->knots == NULL)
    return refuse ("the knots of %s must be ascending numbers, as in c(4, 7, 14)", function);
  return harrell && self->n_knots < 3 ? refuse ("%s needs at least 3 knots", function) : NULL;
}

/* How many columns, and whether the arguments go together. */
static char *
settle (ComitySplineArguments *self, const char *function, gsize *n_columns)
{
  gsize extra = self->intercept ? 1 : 0;
  gsize least = self->kind == COMITY_SPLINE_B ? (gsize) self->degree + extra : 1 + extra;

  if (self->kind == COMITY_SPLINE_RESTRICTED || self->kind == COMITY_SPLINE_STATA)
    {
      if (self->knots == NULL && self->df == 0)
        self->df = 5;
      *n_columns = (self->knots != NULL ? self->n_knots : (gsize) self->df) - 1;
      return NULL;
    }
  if (self->knots != NULL)
    {
      if (self->has_boundaries && (self->knots[0] <= self->boundaries[0] ||
                                   self->knots[self->n_knots - 1] >= self->boundaries[1]))
        return refuse ("the knots of %s must lie between its Boundary.knots", function);
      *n_columns = self->n_knots + least;
      self->df = 0;
      return NULL;
    }
  if (self->df == 0)
    self->df = (int) least;
  if ((gsize) self->df < least)
    return refuse ("df of %s must be at least %" G_GSIZE_FORMAT " here", function, least);
  *n_columns = (gsize) self->df;
  return NULL;
}

ComitySplineArguments *
comity_spline_arguments_read (
    const char *function, const char *text, char **operand, gsize *n_columns, char **why)
{
  g_autoptr (GPtrArray) parts = split (text);
  ComitySplineArguments *self = g_new0 (ComitySplineArguments, 1);
  gsize which = 0;
  gsize next = 0; /* position of the next argument without a name */

  while (strcmp (splines[which].name, function) != 0)
    which++;
  self->kind = splines[which].kind;
  self->degree = 3;
  *why = NULL;
  for (guint i = 1; i < parts->len && *why == NULL; i++)
    {
      char *argument = g_ptr_array_index (parts, i);
      char *equals = strstr (argument, " = ");
      const char *name = NULL;

      if (equals == NULL && next < G_N_ELEMENTS (splines[which].positions))
        name = splines[which].positions[next++];
      for (gsize k = 0; equals != NULL && k < G_N_ELEMENTS (splines[which].positions); k++)
        {
          const char *known = splines[which].positions[k];

          if (known != NULL && strlen (known) == (gsize) (equals - argument) &&
              strncmp (argument, known, strlen (known)) == 0)
            name = known;
        }
      /* Stata's and Harrell's words for the number of knots. */
      if (equals != NULL && name == NULL && self->kind >= COMITY_SPLINE_RESTRICTED &&
          (g_str_has_prefix (argument, "nknots = ") || g_str_has_prefix (argument, "nk = ") ||
           g_str_has_prefix (argument, "parms = ")))
        name = "knots";
      *why = name != NULL
                 ? read_argument (self, function, name, equals != NULL ? equals + 3 : argument)
                 : refuse ("%s has no argument “%s”", function, argument);
    }
  if (*why == NULL)
    *why = settle (self, function, n_columns);
  if (*why == NULL)
    {
      *operand = g_strdup (g_ptr_array_index (parts, 0));
      return self;
    }
  comity_spline_arguments_free (self);
  return NULL;
}
