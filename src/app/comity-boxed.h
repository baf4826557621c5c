/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The core's reference-counted values as boxed types, so that GObject properties can carry them. */
#pragma once

#include <glib-object.h>

#include "comity-figure.h"
#include "comity-fit.h"
#include "comity-panel.h"

G_BEGIN_DECLS

#define COMITY_TYPE_DATASET (comity_dataset_get_type ())
#define COMITY_TYPE_PANEL (comity_panel_get_type ())
#define COMITY_TYPE_FIT (comity_fit_get_type ())
#define COMITY_TYPE_FIGURE (comity_figure_get_type ())
#define COMITY_TYPE_ELEMENT (comity_element_get_type ())

GType comity_dataset_get_type (void);
GType comity_panel_get_type (void);
GType comity_fit_get_type (void);
GType comity_figure_get_type (void);
GType comity_element_get_type (void);

ComityElement *comity_element_copy (const ComityElement *self);
void comity_element_free (ComityElement *self);

G_END_DECLS
