/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States and treaties, members and bodies: who belongs to what, and what two have in common. */
#include "config.h"

#include "comity-graph-private.h"
#include "comity-network.h"

#include <string.h>

static const char *const common_names[] = { "count", "newman", "jaccard" };

gboolean
comity_common_from_name (const char *name, ComityCommon *common)
{
  for (gsize i = 0; i < G_N_ELEMENTS (common_names); i++)
    if (strcmp (common_names[i], name) == 0)
      {
        *common = (ComityCommon) i;
        return TRUE;
      }
  return FALSE;
}

/* One side: 0 the members, 1 the bodies. Of each of it those of the other side, ascending. */
typedef struct
{
  char **names;   /* n */
  guint32 *first; /* n + 1 */
  guint32 *others;
  gsize n;
} Side;

struct _ComityTwoMode
{
  Side sides[2];
  gsize n_memberships;
};

typedef struct
{
  guint32 on[2]; /* of each side */
} Membership;

static int
compare_memberships (gconstpointer a, gconstpointer b, gpointer side)
{
  const Membership *x = a, *y = b;
  int s = GPOINTER_TO_INT (side);

  if (x->on[s] != y->on[s])
    return x->on[s] < y->on[s] ? -1 : 1;
  return x->on[!s] < y->on[!s] ? -1 : (x->on[!s] > y->on[!s]);
}

static void
fill_side (Side *side, const ComityNames *names, const Membership *memberships, gsize n, int which)
{
  side->n = names->n;
  side->names = g_new0 (char *, names->n + 1);
  for (gsize i = 0; i < names->n; i++)
    side->names[i] = g_strdup (names->names[i]);
  side->first = g_new0 (guint32, names->n + 1);
  side->others = g_new (guint32, n + 1);
  for (gsize k = 0; k < n; k++)
    {
      side->first[memberships[k].on[which] + 1]++;
      side->others[k] = memberships[k].on[!which];
    }
  for (gsize i = 0; i < names->n; i++)
    side->first[i + 1] += side->first[i];
}

ComityTwoMode *
comity_two_mode_read (ComityDataset *dataset,
                      const char *member,
                      const char *body,
                      ComityGraphReport *report,
                      GError **error)
{
  ComityGraphReport found = { 0 };
  ComityColumn *columns[2];
  g_auto (ComityNames) members = { NULL };
  g_auto (ComityNames) bodies = { NULL };
  g_autofree Membership *memberships = NULL;
  ComityTwoMode *self;
  gsize n = 0;

  g_return_val_if_fail (dataset != NULL && member != NULL && body != NULL, NULL);

  columns[0] = comity_dataset_require_column (dataset, member, error);
  columns[1] = columns[0] != NULL ? comity_dataset_require_column (dataset, body, error) : NULL;
  if (columns[1] == NULL)
    return NULL;
  comity_names_init (&members, columns[0], NULL);
  comity_names_init (&bodies, columns[1], NULL);
  found.n_rows = comity_dataset_get_n_rows (dataset);
  memberships = g_new (Membership, found.n_rows + 1);
  for (gsize row = 0; row < found.n_rows; row++)
    {
      gssize i = comity_names_find (&members, columns[0], row);
      gssize k = comity_names_find (&bodies, columns[1], row);

      found.n_without += i < 0 || k < 0;
      if (i >= 0 && k >= 0)
        memberships[n++] = (Membership){ { (guint32) i, (guint32) k } };
    }
  if (n == 0)
    {
      g_set_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_EMPTY,
                   "No row has both “%s” and “%s”: nobody belongs to anything.", member, body);
      return NULL;
    }
  g_qsort_with_data (memberships, (gint) n, sizeof *memberships, compare_memberships,
                     GINT_TO_POINTER (0));
  for (gsize k = 1, kept = 1, all = n; k <= all; k++)
    {
      if (k == all)
        n = kept;
      else if (compare_memberships (&memberships[k], &memberships[kept - 1], NULL) == 0)
        found.n_repeated++;
      else
        memberships[kept++] = memberships[k];
    }
  self = g_new0 (ComityTwoMode, 1);
  self->n_memberships = n;
  fill_side (&self->sides[0], &members, memberships, n, 0);
  g_qsort_with_data (memberships, (gint) n, sizeof *memberships, compare_memberships,
                     GINT_TO_POINTER (1));
  fill_side (&self->sides[1], &bodies, memberships, n, 1);
  if (report != NULL)
    *report = found;
  return self;
}

void
comity_two_mode_free (ComityTwoMode *self)
{
  if (self == NULL)
    return;
  for (int s = 0; s < 2; s++)
    {
      g_strfreev (self->sides[s].names);
      g_free (self->sides[s].first);
      g_free (self->sides[s].others);
    }
  g_free (self);
}

gsize
comity_two_mode_get_n (const ComityTwoMode *self, gboolean bodies)
{
  return self->sides[bodies ? 1 : 0].n;
}

const char *
comity_two_mode_peek_name (const ComityTwoMode *self, gboolean bodies, gsize i)
{
  g_return_val_if_fail (i < self->sides[bodies ? 1 : 0].n, NULL);
  return self->sides[bodies ? 1 : 0].names[i];
}

gsize
comity_two_mode_get_n_memberships (const ComityTwoMode *self)
{
  return self->n_memberships;
}

double
comity_two_mode_get_density (const ComityTwoMode *self)
{
  return (double) self->n_memberships / ((double) self->sides[0].n * (double) self->sides[1].n);
}

gsize
comity_two_mode_count (const ComityTwoMode *self, gboolean bodies, gsize i)
{
  const Side *side = &self->sides[bodies ? 1 : 0];

  g_return_val_if_fail (i < side->n, 0);
  return side->first[i + 1] - side->first[i];
}

ComityGraph *
comity_two_mode_project (const ComityTwoMode *self, gboolean bodies, ComityCommon common)
{
  const Side *side = &self->sides[bodies ? 1 : 0], *other = &self->sides[bodies ? 0 : 1];
  g_autoptr (GArray) arcs = g_array_new (FALSE, FALSE, sizeof (ComityArc));
  g_autofree double *weight = g_new0 (double, side->n + 1);
  g_autofree guint32 *met = g_new (guint32, side->n + 1);

  for (guint32 i = 0; i < side->n; i++)
    {
      gsize n_met = 0;

      for (guint32 k = side->first[i]; k < side->first[i + 1]; k++)
        {
          guint32 shared = side->others[k];
          double size = (double) (other->first[shared + 1] - other->first[shared]);

          for (guint32 l = other->first[shared]; l < other->first[shared + 1]; l++)
            {
              guint32 j = other->others[l];

              if (j <= i)
                continue;
              if (weight[j] == 0.0)
                met[n_met++] = j;
              weight[j] += common == COMITY_COMMON_NEWMAN ? 1.0 / (size - 1.0) : 1.0;
            }
        }
      for (gsize m = 0; m < n_met; m++)
        {
          guint32 j = met[m];
          double either =
              (double) (side->first[i + 1] - side->first[i] + side->first[j + 1] - side->first[j]) -
              weight[j];
          ComityArc arc = { i, j,
                            common == COMITY_COMMON_JACCARD ? weight[j] / either : weight[j] };

          g_array_append_val (arcs, arc);
          weight[j] = 0.0;
        }
    }
  return comity_graph_new ((const char *const *) side->names, side->n,
                           (const ComityArc *) arcs->data, arcs->len, FALSE, NULL);
}
