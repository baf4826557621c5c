/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page "Models": a specification, its estimation, its table and plot. */
#pragma once

#include "comity-page.h"

G_BEGIN_DECLS

#define COMITY_TYPE_MODEL_PAGE (comity_model_page_get_type ())
G_DECLARE_FINAL_TYPE (ComityModelPage, comity_model_page, COMITY, MODEL_PAGE, ComityPage)

G_END_DECLS
