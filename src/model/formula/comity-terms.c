/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The algebra of terms. */
#include "config.h"

#include "comity-terms-private.h"

#include <string.h>

ComityTerms *
comity_terms_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
}

static gboolean
sets_equal (const GArray *a, const GArray *b)
{
  return a->len == b->len &&
         (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (gsize)) == 0);
}

static gboolean
terms_find (ComityTerms *self, const GArray *set, guint *at)
{
  for (guint i = 0; i < self->len; i++)
    if (sets_equal (g_ptr_array_index (self, i), set))
      {
        *at = i;
        return TRUE;
      }
  return FALSE;
}

void
comity_terms_take (ComityTerms *self, GArray *set)
{
  guint at;

  if (terms_find (self, set, &at))
    g_array_unref (set);
  else
    g_ptr_array_add (self, set);
}

void
comity_terms_add_all (ComityTerms *self, ComityTerms *other)
{
  for (guint i = 0; i < other->len; i++)
    comity_terms_take (self, g_array_ref (g_ptr_array_index (other, i)));
}

void
comity_terms_remove_all (ComityTerms *self, ComityTerms *other)
{
  guint at;

  for (guint i = 0; i < other->len; i++)
    if (terms_find (self, g_ptr_array_index (other, i), &at))
      g_ptr_array_remove_index (self, at);
}

static GArray *
sets_union (const GArray *a, const GArray *b)
{
  GArray *both = g_array_new (FALSE, FALSE, sizeof (gsize));
  guint i = 0;
  guint j = 0;

  while (i < a->len || j < b->len)
    {
      gsize from_a = i < a->len ? g_array_index (a, gsize, i) : G_MAXSIZE;
      gsize from_b = j < b->len ? g_array_index (b, gsize, j) : G_MAXSIZE;
      gsize next = MIN (from_a, from_b);

      g_array_append_val (both, next);
      i += from_a == next;
      j += from_b == next;
    }
  return both;
}

ComityTerms *
comity_terms_interact (ComityTerms *a, ComityTerms *b)
{
  ComityTerms *result = comity_terms_new ();

  for (guint i = 0; i < a->len; i++)
    for (guint j = 0; j < b->len; j++)
      comity_terms_take (result, sets_union (g_ptr_array_index (a, i), g_ptr_array_index (b, j)));
  return result;
}

ComityTerms *
comity_terms_cross (ComityTerms *a, ComityTerms *b)
{
  g_autoptr (GPtrArray) product = comity_terms_interact (a, b);
  ComityTerms *result = comity_terms_new ();

  comity_terms_add_all (result, a);
  comity_terms_add_all (result, b);
  comity_terms_add_all (result, product);
  return result;
}

/* a/b: a and, within the cells of all of a, b. */
ComityTerms *
comity_terms_nest (ComityTerms *a, ComityTerms *b)
{
  g_autoptr (GPtrArray) cell = comity_terms_new ();
  g_autoptr (GPtrArray) product = NULL;
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gsize));
  ComityTerms *result = comity_terms_new ();

  for (guint i = 0; i < a->len; i++)
    {
      GArray *wider = sets_union (all, g_ptr_array_index (a, i));

      g_array_unref (all);
      all = wider;
    }
  comity_terms_take (cell, g_array_ref (all));
  product = comity_terms_interact (cell, b);
  comity_terms_add_all (result, a);
  comity_terms_add_all (result, product);
  return result;
}
