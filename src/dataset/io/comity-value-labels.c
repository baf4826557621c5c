/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Value labels: a sorted array of integer and text. */
#include "config.h"

#include "comity-column.h"

typedef struct
{
  gint32 value;
  char *label;
} Pair;

struct _ComityValueLabels
{
  gatomicrefcount ref_count;
  char *name;
  GArray *pairs; /* of Pair, ascending */
};

static void
clear_pair (gpointer data)
{
  g_free (((Pair *) data)->label);
}

ComityValueLabels *
comity_value_labels_new (const char *name)
{
  ComityValueLabels *self = g_new0 (ComityValueLabels, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name ? name : "");
  self->pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_array_set_clear_func (self->pairs, clear_pair);
  return self;
}

ComityValueLabels *
comity_value_labels_ref (ComityValueLabels *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_value_labels_unref (ComityValueLabels *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->name);
  g_array_unref (self->pairs);
  g_free (self);
}

/* The place of @value, or where it would go. */
static gboolean
find (const ComityValueLabels *self, gint32 value, guint *place)
{
  guint low = 0;
  guint high = self->pairs->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->pairs, Pair, middle).value < value)
        low = middle + 1;
      else
        high = middle;
    }
  *place = low;
  return low < self->pairs->len && g_array_index (self->pairs, Pair, low).value == value;
}

void
comity_value_labels_add (ComityValueLabels *self, gint32 value, const char *label)
{
  Pair pair = { value, g_strdup (label) };
  guint place;

  g_return_if_fail (self != NULL && label != NULL);

  if (find (self, value, &place))
    {
      g_free (g_array_index (self->pairs, Pair, place).label);
      g_array_index (self->pairs, Pair, place).label = pair.label;
    }
  else
    g_array_insert_val (self->pairs, place, pair);
}

const char *
comity_value_labels_peek_name (const ComityValueLabels *self)
{
  return self->name;
}

gsize
comity_value_labels_get_n (const ComityValueLabels *self)
{
  return self->pairs->len;
}

gint32
comity_value_labels_get_value (const ComityValueLabels *self, gsize i)
{
  g_return_val_if_fail (i < self->pairs->len, 0);

  return g_array_index (self->pairs, Pair, i).value;
}

const char *
comity_value_labels_peek_label (const ComityValueLabels *self, gsize i)
{
  g_return_val_if_fail (i < self->pairs->len, NULL);

  return g_array_index (self->pairs, Pair, i).label;
}

const char *
comity_value_labels_lookup (const ComityValueLabels *self, gint32 value)
{
  guint place;

  return find (self, value, &place) ? g_array_index (self->pairs, Pair, place).label : NULL;
}
