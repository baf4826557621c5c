/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page "Network": who has signed with whom. */
#pragma once

#include "comity-page.h"

G_BEGIN_DECLS

#define COMITY_TYPE_NETWORK_PAGE (comity_network_page_get_type ())
G_DECLARE_FINAL_TYPE (ComityNetworkPage, comity_network_page, COMITY, NETWORK_PAGE, ComityPage)

G_END_DECLS
