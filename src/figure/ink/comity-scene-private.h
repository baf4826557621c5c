/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a kind of figure fills a scene with. */
#pragma once

#include "comity-figure-private.h"
#include "comity-scene.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 state;
  ComityPoint at; /* points of the whole picture */
  double radius, rim;
  ComityColor fill;
  gboolean is_free; /* outside the data's area too */
  gboolean is_pinned;
} ComitySceneNode;

typedef enum
{
  COMITY_SCENE_STRAIGHT, /* from the first to the fourth point */
  COMITY_SCENE_CURVE,    /* cubic, of the first four */
  COMITY_SCENE_LINE,     /* through all points, at even steps of a curve of many parts */
} ComitySceneEdgeKind;

/* Points that a line is followed by while it moves. */
#define COMITY_SCENE_POINTS 25

typedef struct
{
  guint32 a, b; /* states, a < b */
  ComitySceneEdgeKind kind;
  ComityPoint points[COMITY_SCENE_POINTS]; /* from a to b; as many as its kind has */
  gboolean is_above;
  ComityColor color;
  double width;
} ComitySceneEdge;

typedef struct
{
  guint32 state;
  cairo_surface_t *sprite;
  ComityPoint aside; /* of its upper left corner from the state */
  double alpha;
} ComitySceneLabel;

/* Still pictures of the size of the whole, laid over each other. */
typedef struct
{
  cairo_surface_t *surface;
  double alpha;
} ComitySceneLayer;

struct _ComityScene
{
  double width, height, pixels;
  const ComityTheme *theme;
  ComityRect area;    /* of the ties */
  GArray *nodes;      /* ComitySceneNode, as they are drawn */
  GArray *edges;      /* ComitySceneEdge, by a, then b */
  GArray *labels;     /* ComitySceneLabel */
  GArray *ground;     /* ComitySceneLayer, under all */
  GArray *over;       /* ComitySceneLayer, over the ties */
  GHashTable *places; /* state + 1 → node + 1; NULL before it is asked for */
};

void comity_scene_add_layer (GArray *layers, cairo_surface_t *surface, double alpha);

G_END_DECLS
