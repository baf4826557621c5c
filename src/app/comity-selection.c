/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The selection as a value. */
#include "config.h"

#include "comity-selection.h"

#include <string.h>

struct _ComitySelection
{
  gatomicrefcount ref_count;

  /* Owned */
  guint32 *states; /* n, ascending */
  gsize n;
  char *variable; /* or NULL */

  ComityTradition family; /* UNKNOWN: none */
};

G_DEFINE_BOXED_TYPE (ComitySelection,
                     comity_selection,
                     comity_selection_ref,
                     comity_selection_unref)

static int
compare_states (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

ComitySelection *
comity_selection_new_states (const guint32 *states, gsize n)
{
  ComitySelection *self = g_new0 (ComitySelection, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->family = COMITY_TRADITION_UNKNOWN;
  self->states = g_new (guint32, n + 1);
  if (n > 0)
    memcpy (self->states, states, n * sizeof (guint32));
  qsort (self->states, n, sizeof (guint32), compare_states);
  for (gsize i = 0; i < n; i++)
    if (i == 0 || self->states[i] != self->states[self->n - 1])
      self->states[self->n++] = self->states[i];
  return self;
}

ComitySelection *
comity_selection_new (ComityElement element)
{
  const guint32 states[] = { element.a, element.b };
  gsize n = element.kind == COMITY_ELEMENT_PAIR ? 2 : element.kind == COMITY_ELEMENT_STATE ? 1 : 0;

  return comity_selection_new_states (states, n);
}

ComitySelection *
comity_selection_new_family (ComityTradition family)
{
  ComitySelection *self = comity_selection_new_states (NULL, 0);

  self->family = family;
  return self;
}

ComitySelection *
comity_selection_ref (ComitySelection *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_selection_unref (ComitySelection *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->states);
  g_free (self->variable);
  g_free (self);
}

gboolean
comity_selection_equal (const ComitySelection *a, const ComitySelection *b)
{
  return a->n == b->n && a->family == b->family && g_strcmp0 (a->variable, b->variable) == 0 &&
         memcmp (a->states, b->states, a->n * sizeof (guint32)) == 0;
}

ComitySelection *
comity_selection_with_variable (const ComitySelection *self, const char *column)
{
  ComitySelection *copy = comity_selection_new_states (self->states, self->n);

  copy->family = self->family;
  copy->variable = g_strdup (column);
  return copy;
}

ComitySelection *
comity_selection_with_toggled (const ComitySelection *self, guint32 state)
{
  g_autofree guint32 *states = g_new (guint32, self->n + 1);
  gsize n = 0;
  ComitySelection *copy;

  for (gsize i = 0; i < self->n; i++)
    if (self->states[i] != state)
      states[n++] = self->states[i];
  if (n == self->n)
    states[n++] = state;
  copy = comity_selection_new_states (states, n);
  copy->variable = g_strdup (self->variable);
  return copy;
}

ComityElement
comity_selection_get_element (const ComitySelection *self)
{
  switch (self->n)
    {
    case 1:
      return (ComityElement){ COMITY_ELEMENT_STATE, self->states[0], 0 };
    case 2:
      return (ComityElement){ COMITY_ELEMENT_PAIR, self->states[0], self->states[1] };
    default:
      return (ComityElement){ COMITY_ELEMENT_NONE, 0, 0 };
    }
}

const guint32 *
comity_selection_peek_states (const ComitySelection *self, gsize *n)
{
  *n = self->n;
  return self->states;
}

ComityTradition
comity_selection_get_family (const ComitySelection *self)
{
  return self->family;
}

const char *
comity_selection_peek_variable (const ComitySelection *self)
{
  return self->variable;
}

gboolean
comity_selection_is_empty (const ComitySelection *self)
{
  return self->n == 0 && self->family == COMITY_TRADITION_UNKNOWN;
}
