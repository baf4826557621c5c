/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bundled panel, for the tests of the layers right of it. */
#pragma once

#include "comity-panel.h"

G_BEGIN_DECLS

/* Built as @recipe says, with a world of its own; owned by the caller. */
static inline ComityPanel *
comity_test_build_panel (const ComityPanelRecipe *recipe)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityWorld) world = comity_world_load (&error);
  ComityPanel *panel;

  g_assert_no_error (error);
  panel = comity_panel_build (world, recipe, NULL, NULL, &error);
  g_assert_no_error (error);
  return panel;
}

G_END_DECLS
