/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door to igraph. Debian's igraph keeps its error stack, random numbers and ARPACK's state in
 * globals, so one lock guards all of it; that lock and the progress of whoever holds it are the
 * only statics of this layer. */
#include "config.h"

#include "comity-network-private.h"

static GMutex igraph_lock;
static ComityProgress *current_progress; /* borrowed, guarded by igraph_lock */
static void (*current_look) (gpointer data); /* likewise */
static gpointer look_data;

static igraph_error_t
interruption_cb (void *data)
{
  if (current_look != NULL)
    current_look (look_data);
  if (!comity_progress_is_cancelled (current_progress))
    return IGRAPH_SUCCESS;
  IGRAPH_FINALLY_FREE ();
  return IGRAPH_INTERRUPTED;
}

static void
ignore_warning_cb (const char *reason, const char *file, int line)
{
}

void
comity_network_init_library (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      igraph_set_error_handler (igraph_error_handler_ignore);
      igraph_set_warning_handler (ignore_warning_cb);
      igraph_set_interruption_handler (interruption_cb);
      g_once_init_leave (&done, 1);
    }
}

const char *
comity_network_peek_library_version (void)
{
  const char *version = NULL;

  igraph_version (&version, NULL, NULL, NULL);
  return version;
}

void
comity_igraph_begin (guint32 seed, ComityProgress *progress)
{
  comity_network_init_library ();
  g_mutex_lock (&igraph_lock);
  current_progress = progress;
  igraph_rng_seed (igraph_rng_default (), seed);
}

void
comity_igraph_look (void (*look) (gpointer data), gpointer data)
{
  current_look = look;
  look_data = data;
}

void
comity_igraph_end (void)
{
  current_look = NULL;
  look_data = NULL;
  current_progress = NULL;
  g_mutex_unlock (&igraph_lock);
}

igraph_error_t
comity_igraph_build (
    igraph_t *graph, gsize n, const ComityEdge *edges, gsize n_edges, const guint8 *keep)
{
  igraph_vector_int_t ends;
  igraph_error_t status;
  igraph_integer_t n_ends = 0;

  status = igraph_vector_int_init (&ends, (igraph_integer_t)(2 * n_edges));
  if (status != IGRAPH_SUCCESS)
    return status;
  for (gsize e = 0; e < n_edges; e++)
    if (keep == NULL || keep[e])
      {
        VECTOR (ends)[n_ends++] = edges[e].a;
        VECTOR (ends)[n_ends++] = edges[e].b;
      }
  status = igraph_vector_int_resize (&ends, n_ends);
  if (status == IGRAPH_SUCCESS)
    status = igraph_create (graph, &ends, (igraph_integer_t)n, IGRAPH_UNDIRECTED);
  igraph_vector_int_destroy (&ends);
  return status;
}
