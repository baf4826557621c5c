/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page "Similarity": whose institutions resemble whose. */
#pragma once

#include "comity-page.h"

G_BEGIN_DECLS

#define COMITY_TYPE_SIMILARITY_PAGE (comity_similarity_page_get_type ())
G_DECLARE_FINAL_TYPE (
    ComitySimilarityPage, comity_similarity_page, COMITY, SIMILARITY_PAGE, ComityPage)

G_END_DECLS
