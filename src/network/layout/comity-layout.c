/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a method to positions in the unit square. */
#include "config.h"

#include "comity-layout-private.h"
#include "comity-layout-watch.h"

#include <math.h>
#include <string.h>

/* How far a state that the anchor lacks stands from the middle of its partners, of the square. */
#define ASIDE 0.03

static const char *const method_names[] = {
  [COMITY_LAYOUT_FR] = "fr",         [COMITY_LAYOUT_KK] = "kk",
  [COMITY_LAYOUT_CIRCLE] = "circle", [COMITY_LAYOUT_GEO] = "geo",
  [COMITY_LAYOUT_ARC] = "arc",       [COMITY_LAYOUT_STRESS] = "stress",
  [COMITY_LAYOUT_HIVE] = "hive",     [COMITY_LAYOUT_CONCENTRIC] = "concentric",
};
G_STATIC_ASSERT (G_N_ELEMENTS (method_names) == COMITY_N_LAYOUTS);

gboolean
comity_layout_method_from_name (const char *name, ComityLayoutMethod *method)
{
  for (gsize m = 0; m < G_N_ELEMENTS (method_names); m++)
    if (strcmp (method_names[m], name) == 0)
      {
        *method = (ComityLayoutMethod)m;
        return TRUE;
      }
  return FALSE;
}

const char *
comity_layout_method_name (ComityLayoutMethod method)
{
  g_return_val_if_fail ((gsize)method < G_N_ELEMENTS (method_names), NULL);
  return method_names[method];
}

gboolean
comity_layout_method_is_force (ComityLayoutMethod method)
{
  return method == COMITY_LAYOUT_FR || method == COMITY_LAYOUT_KK ||
         method == COMITY_LAYOUT_STRESS;
}

static ComityLayout *
layout_new (ComityLayoutMethod method, guint32 seed, gsize n)
{
  ComityLayout *self = g_new0 (ComityLayout, 1);

  self->method = method;
  self->seed = seed;
  self->n = n;
  self->x = g_new0 (double, n + 1);
  self->y = g_new0 (double, n + 1);
  return self;
}

/* A look at the whole while one of its components moves. */
typedef struct
{
  const ComityLayoutWatch *watch;
  const ComityLayout *layout;
  const ComityNetwork *network;
  const guint32 *components;
  gsize n_components, at; /* components before @at have their places */
} Look;

static gboolean
look_is_wanted (gpointer data)
{
  const Look *look = data;

  return look->watch->wants (look->watch->data);
}

/* Components to come wait in a ring each. */
static void
show_look (const guint32 *nodes, gsize n, const double *x, const double *y, gpointer data)
{
  const Look *look = data;
  g_autoptr (ComityLayout) now = comity_layout_copy (look->layout);
  g_autofree guint32 *size = g_new0 (guint32, look->n_components + 1);
  const ComityAnchor none = { 0 };

  for (gsize i = 0; i < now->n; i++)
    size[look->components[i]]++;
  for (gsize i = 0; i < now->n; i++)
    if (look->components[i] > look->at)
      {
        double radius = 0.5 * sqrt (size[look->components[i]]);
        double angle = 2.0 * G_PI * comity_layout_random (now->seed, look->network->states[i], 0);

        now->x[i] = radius * cos (angle);
        now->y[i] = radius * sin (angle);
      }
  for (gsize i = 0; i < n; i++)
    {
      now->x[nodes[i]] = x[i];
      now->y[nodes[i]] = y[i];
    }
  comity_layout_pack (look->network, look->components, look->n_components, &none, now->x, now->y);
  look->watch->show (now, look->watch->data);
}

/* Each component by itself, then all of them side by side. */
static gboolean
place_components (ComityLayout *self,
                  ComityNetwork *network,
                  const ComityLayout *start,
                  const ComityNetwork *start_network,
                  const ComityLayoutWatch *watch,
                  ComityProgress *progress)
{
  gsize n_components;
  const guint32 *components = comity_network_peek_components (network, &n_components);
  g_autofree guint32 *nodes = g_new (guint32, self->n + 1);
  ComityAnchor first = { 0 };
  gsize n_done = 0;
  Look whole = { watch, self, network, components, n_components, 0 };
  const ComityPartLook look = { look_is_wanted, show_look, &whole };

  for (gsize c = 0; c < n_components; c++)
    {
      g_autoptr (ComityProgress) part = NULL;
      ComityAnchor anchor = { 0 };
      gsize n = 0;

      for (gsize i = 0; i < self->n; i++)
        if (components[i] == c)
          nodes[n++] = (guint32)i;
      if (n < 2)
        break;
      part = comity_progress_new_part (progress, (double)n_done / (double)self->n,
                                       (double)(n_done + n) / (double)self->n);
      whole.at = c;
      if (!comity_layout_force (network, nodes, n, self->method, self->seed, start, start_network,
                                watch != NULL ? &look : NULL, part, self->x, self->y, &anchor))
        return FALSE;
      if (c == 0)
        first = anchor;
      n_done += n;
    }
  comity_layout_pack (network, components, n_components, &first, self->x, self->y);
  return TRUE;
}

ComityLayout *
comity_layout_compute_map (ComityNetwork *network, ComityProjection projection, GError **error)
{
  g_autoptr (ComityLayout) self = NULL;

  g_return_val_if_fail (network != NULL && (gsize)projection < COMITY_N_PROJECTIONS, NULL);

  self = layout_new (COMITY_LAYOUT_GEO, 0, network->n);
  self->projection = projection;
  if (network->n > 0 && !comity_layout_geo (network, projection, self->x, self->y))
    {
      g_set_error (
          error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_LAYOUT,
          "The layout “geo” needs the capitals of states, and none of the %" G_GSIZE_FORMAT
          " states of %d is one that Comity knows.",
          network->n, network->year);
      return NULL;
    }
  return g_steal_pointer (&self);
}

static ComityLayout *
compute (ComityNetwork *network,
         ComityLayoutMethod method,
         guint32 seed,
         const ComityLayout *start,
         const ComityNetwork *start_network,
         const ComityLayoutWatch *watch,
         ComityProgress *progress,
         GError **error)
{
  g_autoptr (ComityLayout) self = NULL;

  comity_progress_report (progress, 0.0, "Laying out the network");
  self = layout_new (method, seed, network->n);
  switch (method)
    {
    case COMITY_LAYOUT_FR:
    case COMITY_LAYOUT_KK:
    case COMITY_LAYOUT_STRESS:
      if (!place_components (self, network, start, start_network, watch, progress))
        {
          if (!comity_progress_set_error_if_cancelled (progress, error))
            g_set_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_FAILED,
                         "The layout “%s” of %" G_GSIZE_FORMAT
                         " states could not be computed: not enough memory.",
                         comity_layout_method_name (method), network->n);
          return NULL;
        }
      break;
    case COMITY_LAYOUT_CIRCLE:
      comity_layout_circle (network, self->x, self->y);
      break;
    case COMITY_LAYOUT_ARC:
      comity_layout_arc (network, self->x, self->y);
      break;
    case COMITY_LAYOUT_GEO:
      comity_layout_free (g_steal_pointer (&self));
      self = comity_layout_compute_map (network, COMITY_PROJECTION_NATURAL_EARTH, error);
      if (self == NULL)
        return NULL;
      self->seed = seed;
      break;
    case COMITY_LAYOUT_CONCENTRIC:
      comity_layout_concentric (network, self->x, self->y);
      break;
    case COMITY_LAYOUT_HIVE:
      comity_layout_hive (network, self->x, self->y);
      break;
    default:
      g_assert_not_reached ();
    }
  comity_progress_set (progress, 1.0);
  return g_steal_pointer (&self);
}

ComityLayout *
comity_layout_compute_from (ComityNetwork *network,
                            ComityLayoutMethod method,
                            guint32 seed,
                            const ComityLayout *start,
                            const ComityNetwork *start_network,
                            ComityProgress *progress,
                            GError **error)
{
  g_return_val_if_fail (network != NULL, NULL);
  g_return_val_if_fail ((start == NULL) == (start_network == NULL), NULL);
  g_return_val_if_fail (start == NULL || start->n == start_network->n, NULL);

  return compute (network, method, seed, start, start_network, NULL, progress, error);
}

ComityLayout *
comity_layout_compute_watched (ComityNetwork *network,
                               ComityLayoutMethod method,
                               guint32 seed,
                               const ComityLayoutWatch *watch,
                               ComityProgress *progress,
                               GError **error)
{
  g_return_val_if_fail (network != NULL, NULL);

  return compute (network, method, seed, NULL, NULL, watch, progress, error);
}

/* The box of the states that have ties in the anchor. */
static void
frame_linked (ComityLayout *self, const ComityLayout *base, const ComityNetwork *base_network)
{
  g_autofree guint32 *degree = g_new (guint32, base->n + 1);

  comity_network_count_degrees (base_network, degree);
  self->left = self->top = 1.0;
  for (gsize i = 0; i < base->n; i++)
    if (degree[i] > 0)
      {
        self->left = MIN (self->left, base->x[i]);
        self->right = MAX (self->right, base->x[i]);
        self->top = MIN (self->top, base->y[i]);
        self->bottom = MAX (self->bottom, base->y[i]);
      }
}

ComityLayout *
comity_layout_compute_anchored (ComityNetwork *network,
                                const ComityLayout *base,
                                const ComityNetwork *base_network)
{
  ComityLayout *self;
  g_autofree gssize *before = NULL;
  g_autofree guint32 *n_around = NULL;

  g_return_val_if_fail (network != NULL && base != NULL && base_network != NULL, NULL);
  g_return_val_if_fail (base->n == base_network->n, NULL);

  self = layout_new (base->method, base->seed, network->n);
  self->projection = base->projection;
  frame_linked (self, base, base_network);
  before = g_new (gssize, network->n + 1);
  n_around = g_new0 (guint32, network->n + 1);
  for (gsize i = 0; i < network->n; i++)
    {
      before[i] = comity_network_find_state (base_network, network->states[i]);
      if (before[i] >= 0)
        {
          self->x[i] = base->x[before[i]];
          self->y[i] = base->y[before[i]];
        }
    }
  /* The others into the middle of those they are tied to, a little aside by a fixed angle. */
  for (gsize e = 0; e < network->n_edges; e++)
    for (int side = 0; side < 2; side++)
      {
        guint32 i = side == 0 ? network->edges[e].a : network->edges[e].b;
        guint32 j = side == 0 ? network->edges[e].b : network->edges[e].a;

        if (before[i] >= 0 || before[j] < 0)
          continue;
        n_around[i]++;
        self->x[i] += (base->x[before[j]] - self->x[i]) / n_around[i];
        self->y[i] += (base->y[before[j]] - self->y[i]) / n_around[i];
      }
  for (gsize i = 0; i < network->n; i++)
    if (before[i] < 0)
      {
        double angle = 2.0 * G_PI * comity_layout_random (base->seed, network->states[i], 0);

        self->x[i] = n_around[i] > 0 ? CLAMP (self->x[i] + ASIDE * cos (angle), 0.0, 1.0) : 0.5;
        self->y[i] = n_around[i] > 0 ? CLAMP (self->y[i] + ASIDE * sin (angle), 0.0, 1.0) : 1.0;
      }
  return self;
}

ComityLayout *
comity_layout_compute (ComityNetwork *network,
                       ComityLayoutMethod method,
                       guint32 seed,
                       ComityProgress *progress,
                       GError **error)
{
  return comity_layout_compute_from (network, method, seed, NULL, NULL, progress, error);
}

ComityLayout *
comity_layout_copy (const ComityLayout *self)
{
  ComityLayout *copy = layout_new (self->method, self->seed, self->n);

  copy->projection = self->projection;
  copy->left = self->left;
  copy->top = self->top;
  copy->right = self->right;
  copy->bottom = self->bottom;
  memcpy (copy->x, self->x, self->n * sizeof (double));
  memcpy (copy->y, self->y, self->n * sizeof (double));
  return copy;
}

void
comity_layout_free (ComityLayout *self)
{
  if (self == NULL)
    return;
  g_free (self->x);
  g_free (self->y);
  g_free (self);
}
