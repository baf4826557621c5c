/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page "Data": columns, rows, findings, and where everything comes from. */
#pragma once

#include "comity-page.h"

G_BEGIN_DECLS

#define COMITY_TYPE_DATA_PAGE (comity_data_page_get_type ())
G_DECLARE_FINAL_TYPE (ComityDataPage, comity_data_page, COMITY, DATA_PAGE, ComityPage)

G_END_DECLS
