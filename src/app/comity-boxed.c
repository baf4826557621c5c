/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxed types of the core's values. */
#include "config.h"

#include "comity-boxed.h"

G_DEFINE_BOXED_TYPE (ComityDataset, comity_dataset, comity_dataset_ref, comity_dataset_unref)
G_DEFINE_BOXED_TYPE (ComityPanel, comity_panel, comity_panel_ref, comity_panel_unref)
G_DEFINE_BOXED_TYPE (ComityFit, comity_fit, comity_fit_ref, comity_fit_unref)
G_DEFINE_BOXED_TYPE (ComityFigure, comity_figure, comity_figure_ref, comity_figure_unref)
G_DEFINE_BOXED_TYPE (ComityElement, comity_element, comity_element_copy, comity_element_free)

ComityElement *
comity_element_copy (const ComityElement *self)
{
  return g_memdup2 (self, sizeof *self);
}

void
comity_element_free (ComityElement *self)
{
  g_free (self);
}
