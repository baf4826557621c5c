/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading linear hypotheses. A side is a sum of numbers, terms and numbers times terms; since R's
 * names hold operators ("I(t^2)", "a:b"), the longest name of a term that fits is read first. */
#include "config.h"

#include "comity-fit-private.h"
#include "comity-hypothesis-private.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const ComityFit *fit;
  const char *text;
  const char *at;
  double *weights; /* n_terms */
  double value;    /* of the right side */
  GError **error;
} Reader;

static ComityHypothesis *
hypothesis_new (const ComityFit *fit, gsize n)
{
  ComityHypothesis *self = g_new0 (ComityHypothesis, 1);

  self->n = n;
  self->n_terms = fit->n_terms;
  self->texts = g_new0 (char *, n + 1);
  self->weights = g_new0 (double, n * fit->n_terms + 1);
  self->values = g_new0 (double, n + 1);
  return self;
}

void
comity_hypothesis_free (ComityHypothesis *self)
{
  if (self == NULL)
    return;

  for (gsize i = 0; i < self->n; i++)
    g_free (self->texts[i]);
  g_free (self->texts);
  g_free (self->weights);
  g_free (self->values);
  g_free (self);
}

gsize
comity_hypothesis_get_n (const ComityHypothesis *self)
{
  return self->n;
}

static gboolean
fail (Reader *r, const char *problem)
{
  g_set_error (r->error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
               "The hypothesis “%s” cannot be read at character %ld: %s.", r->text,
               g_utf8_pointer_to_offset (r->text, r->at) + 1, problem);
  return FALSE;
}

static void
skip_blanks (Reader *r)
{
  while (g_ascii_isspace (*r->at))
    r->at++;
}

static gboolean
is_name_byte (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.' || (guchar) c >= 0x80;
}

/* The longest term that begins here and ends with its word; -1: none. */
static gssize
find_term_here (const Reader *r, gsize *length)
{
  gssize best = -1;

  *length = 0;
  for (gsize i = 0; i < r->fit->n_terms; i++)
    {
      gsize n = strlen (r->fit->names[i]);

      if (n > *length && strncmp (r->at, r->fit->names[i], n) == 0 &&
          !(is_name_byte (r->at[n - 1]) && is_name_byte (r->at[n])))
        {
          best = (gssize) i;
          *length = n;
        }
    }
  return best;
}

static gboolean
refuse_term (Reader *r, const char *name, gsize length)
{
  g_autofree char *word = g_strndup (name, length);

  g_set_error (r->error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
               "The hypothesis “%s” names %s, which is no term of the model.", r->text, word);
  return FALSE;
}

/* FALSE with an error, or TRUE with the term's index. */
static gboolean
read_term (Reader *r, gsize *term)
{
  gsize length;
  gssize found;

  if (*r->at == '`')
    {
      const char *end = strchr (r->at + 1, '`');
      g_autofree char *name = end != NULL ? g_strndup (r->at + 1, (gsize) (end - r->at - 1)) : NULL;

      if (end == NULL)
        return fail (r, "a backtick is not closed");
      found = comity_fit_find_term (r->fit, name);
      if (found < 0)
        return refuse_term (r, name, strlen (name));
      r->at = end + 1;
      *term = (gsize) found;
      return TRUE;
    }
  found = find_term_here (r, &length);
  if (found < 0)
    {
      while (is_name_byte (r->at[length]))
        length++;
      return length > 0 ? refuse_term (r, r->at, length)
                        : fail (r, "a term or a number is missing");
    }
  r->at += length;
  *term = (gsize) found;
  return TRUE;
}

/* number, term, number*term or term*number, added with @sign. */
static gboolean
read_summand (Reader *r, double sign)
{
  double factor = sign;
  gboolean has_number = FALSE;
  gsize length;
  gsize term;

  skip_blanks (r);
  if ((g_ascii_isdigit (*r->at) || *r->at == '.') && find_term_here (r, &length) < 0)
    {
      char *end;

      factor *= g_ascii_strtod (r->at, &end);
      if (end == r->at)
        return fail (r, "a number is missing");
      r->at = end;
      has_number = TRUE;
      skip_blanks (r);
      if (*r->at != '*')
        {
          r->value -= factor;
          return TRUE;
        }
      r->at++;
      skip_blanks (r);
    }
  if (!read_term (r, &term))
    return FALSE;
  skip_blanks (r);
  if (!has_number && *r->at == '*')
    {
      char *end;

      r->at++;
      factor *= g_ascii_strtod (r->at, &end);
      if (end == r->at)
        return fail (r, "a number is missing");
      r->at = end;
    }
  r->weights[term] += factor;
  return TRUE;
}

static gboolean
read_side (Reader *r, double sign)
{
  double next = 1.0;

  skip_blanks (r);
  if (*r->at == '-' || *r->at == '+')
    next = *r->at++ == '-' ? -1.0 : 1.0;
  for (;;)
    {
      if (!read_summand (r, sign * next))
        return FALSE;
      skip_blanks (r);
      if (*r->at != '+' && *r->at != '-')
        return TRUE;
      next = *r->at++ == '-' ? -1.0 : 1.0;
    }
}

static gboolean
read_restriction (Reader *r)
{
  gboolean any = FALSE;

  if (!read_side (r, 1.0))
    return FALSE;
  if (*r->at == '=')
    {
      r->at += r->at[1] == '=' ? 2 : 1;
      if (!read_side (r, -1.0))
        return FALSE;
    }
  if (*r->at != '\0')
    return fail (r, "an operator is missing");
  for (gsize i = 0; i < r->fit->n_terms; i++)
    any |= r->weights[i] != 0.0;
  return any || fail (r, "it restricts no term");
}

ComityHypothesis *
comity_hypothesis_parse (const ComityFit *fit,
                         const char *const *texts,
                         gsize n_texts,
                         GError **error)
{
  g_autoptr (ComityHypothesis) self = hypothesis_new (fit, n_texts);

  for (gsize i = 0; i < n_texts; i++)
    {
      Reader r = { .fit = fit,
                   .text = texts[i],
                   .at = texts[i],
                   .weights = self->weights + i * fit->n_terms,
                   .error = error };

      self->texts[i] = g_strdup (texts[i]);
      if (!read_restriction (&r))
        return NULL;
      self->values[i] = r.value;
    }
  return g_steal_pointer (&self);
}

/* TRUE where coefficient @i has this name or belongs to this term of the formula. */
static gboolean
belongs (const ComityFit *fit, gsize i, const char *name)
{
  const ComityDesignColumn *column;

  if (strcmp (fit->names[i], name) == 0)
    return TRUE;
  if (fit->columns[i] < 0)
    return FALSE;
  column = g_ptr_array_index (fit->design->columns, fit->columns[i]);
  return strcmp (comity_formula_peek_term (fit->design->formula, column->term), name) == 0;
}

ComityHypothesis *
comity_hypothesis_of_terms (const ComityFit *fit,
                            const char *const *terms,
                            gsize n_terms,
                            GError **error)
{
  g_autofree gboolean *wanted = g_new0 (gboolean, fit->n_terms + 1);
  g_autoptr (ComityHypothesis) self = NULL;
  gsize n = 0;

  for (gsize t = 0; t < n_terms; t++)
    {
      gboolean found = FALSE;

      for (gsize i = 0; i < fit->n_terms; i++)
        if (belongs (fit, i, terms[t]))
          {
            n += !wanted[i];
            wanted[i] = found = TRUE;
          }
      if (!found)
        {
          g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                       "%s is no term of the model.", terms[t]);
          return NULL;
        }
    }
  self = hypothesis_new (fit, n);
  n = 0;
  for (gsize i = 0; i < fit->n_terms; i++)
    if (wanted[i])
      {
        self->texts[n] = g_strdup_printf ("%s = 0", fit->names[i]);
        self->weights[n * fit->n_terms + i] = 1.0;
        n++;
      }
  return g_steal_pointer (&self);
}
