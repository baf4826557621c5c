/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture between those of two years, for a film: the same scene that the window plays. */
#include "config.h"

#include "comity-canvas-private.h"
#include "comity-scene-private.h"

typedef struct
{
  ComityFigure parent;
  ComityFigure *from, *to;
  double share;
} BetweenFigure;

static void
between_copy (ComityFigure *to, const ComityFigure *from)
{
  const BetweenFigure *source = (const BetweenFigure *) from;
  BetweenFigure *self = (BetweenFigure *) to;

  self->from = comity_figure_copy (source->from);
  self->to = comity_figure_copy (source->to);
  self->share = source->share;
}

static void
between_finalize (ComityFigure *figure)
{
  BetweenFigure *self = (BetweenFigure *) figure;

  comity_figure_unref (self->from);
  comity_figure_unref (self->to);
}

static void
between_layout (ComityFigure *figure, ComityCanvas *canvas)
{
  BetweenFigure *self = (BetweenFigure *) figure;

  comity_figure_layout (self->from, figure->width, figure->height, figure->theme);
  comity_figure_layout (self->to, figure->width, figure->height, figure->theme);
}

/* What cannot move is as it was until it is as it will be. */
static void
between_draw (ComityFigure *figure, ComityCanvas *canvas)
{
  BetweenFigure *self = (BetweenFigure *) figure;
  g_autoptr (ComityScene) from = NULL;
  g_autoptr (ComityScene) to = NULL;
  g_autoptr (ComityScene) between = NULL;

  if (canvas->cr != NULL && canvas->pixels > 0)
    {
      from = comity_scene_new (self->from, canvas->pixels);
      to = comity_scene_new (self->to, canvas->pixels);
    }
  if (from == NULL || to == NULL)
    {
      comity_figure_draw_on_canvas (self->from, canvas);
      return;
    }
  between = comity_scene_mix (from, to, self->share);
  comity_scene_draw (between, canvas->cr, NULL, 0);
}

static char *
between_describe (ComityFigure *figure)
{
  ComityFigure *from = ((BetweenFigure *) figure)->from;

  return from->klass->describe (from);
}

static char *
between_to_table (ComityFigure *figure)
{
  return comity_figure_to_table (((BetweenFigure *) figure)->from);
}

static const ComityFigureClass between_class = {
  .instance_size = sizeof (BetweenFigure),
  .copy = between_copy,
  .finalize = between_finalize,
  .layout = between_layout,
  .draw = between_draw,
  .describe = between_describe,
  .to_table = between_to_table,
};

ComityFigure *
comity_between_figure_new (ComityFigure *from, ComityFigure *to, double share)
{
  BetweenFigure *self;

  g_return_val_if_fail (from != NULL && to != NULL && share >= 0.0 && share <= 1.0, NULL);

  self = (BetweenFigure *) comity_figure_new (&between_class);
  self->from = comity_figure_copy (from);
  self->to = comity_figure_copy (to);
  self->share = share;
  return &self->parent;
}
