/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the timed tasks share: the data, the model, the clock. */
#pragma once

#include "comity-panel.h"

G_BEGIN_DECLS

typedef struct
{
  const char *dta, *csv; /* paths */
  char *formula;         /* all terms */
  char *without_time;    /* … but those after the bar: models that keep time for themselves */
  char *outcome;
  const char *cluster;
  const char *times; /* "t - 1,t" */
  ComityWorld *world;
  ComityPanel *panel; /* of the .dta */
  int run;            /* of which the first prints coefficients too */
} Bench;

typedef struct
{
  const char *name; /* the first "task" that it prints */
  void (*run) (Bench *bench);
} BenchTask;

/* Between the two, what counts. "task<TAB>seconds" goes to standard output. */
void bench_start (void);
void bench_stop (const char *task);
/* Ends the program where there is no result. */
void bench_check (gconstpointer result, const GError *error);

/* Those of comity-bench-world.c. */
void bench_world (Bench *bench);

G_END_DECLS
