/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What documents about one fit share. */
#pragma once

#include "comity-fit.h"
#include "comity-records.h"

G_BEGIN_DECLS

/* What the numbers rest on: model, formula, rows, standard errors, and the fit's warnings. */
void comity_records_add_fit (ComityRecords *records, const ComityFit *fit);

G_END_DECLS
