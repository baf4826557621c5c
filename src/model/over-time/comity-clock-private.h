/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns that count time: in the dyads of the data their value, its square or its cube root goes
 * up by the same amount each year. */
#pragma once

#include "comity-fit.h"
#include "comity-input-private.h"

G_BEGIN_DECLS

/* Roots that differ by less than this, relative to them, are the same. */
#define COMITY_CLOCK_TOLERANCE 1e-6

/* (a + slope · year)^power. */
typedef struct
{
  int power; /* 0: no clock */
  double slope;
} ComityClock;

double comity_clock_take_root (double value, int power);
gboolean comity_clock_same_root (double a, double b);
/* Looks at the rows of some dyads, spread over the data. */
ComityClock comity_clock_find (ComityColumn *column, ComityPanel *panel);
/* What a time at risk goes up by in a year: the median over the rows of some dyads, of which one may
 * begin again after its event. NaN: it never goes up. */
double comity_clock_find_step (const ComityInput *time, ComityPanel *panel);

G_END_DECLS
