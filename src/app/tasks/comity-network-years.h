/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The look of the network page, frozen, so that a worker draws what the page would: the figure of
 * one result, and those of several years. */
#pragma once

#include "comity-export-job.h"
#include "comity-figures.h"
#include "comity-network-job.h"

G_BEGIN_DECLS

/* What a result brings (expected ties, layers, residuals) is put into the options when it is drawn;
 * their words are the panel's. */
typedef struct
{
  ComityNetworkFigureOptions options;
  GArray *pins; /* ComityNetworkPin; nullable */
} ComityNetworkLook;

void comity_network_look_clear (ComityNetworkLook *self);
/* With its caption. */
ComityFigure *comity_network_look_draw (const ComityNetworkLook *self,
                                        ComityPanel *panel,
                                        const ComityNetworkResult *result);

/* The years of a strip or series as @wish and @look have one. In a strip every state has one place;
 * in a series it may drift from year to year, unless it is anchored. @look is taken over. */
void comity_network_years_init (ComityYearSource *source,
                                const ComityNetworkWish *wish,
                                ComityNetworkLook *look,
                                gboolean series);

G_END_DECLS
