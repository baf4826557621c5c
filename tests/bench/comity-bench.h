/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the timed tasks share: the data, the model, the clock. */
#pragma once

#include "comity-panel.h"
#include "comity-spec-curve.h"

G_BEGIN_DECLS

typedef struct
{
  const char *dta, *csv; /* paths */
  const char *model;     /* as it was given */
  char *formula;         /* all terms */
  char *without_time;    /* … but those after the bar: models that keep time for themselves */
  char *outcome;
  const char *cluster;
  const char *times; /* "t - 1,t" */
  ComityWorld *world;
  ComityPanel *panel;       /* of the .dta */
  ComitySpecCurve *preview; /* the last; NULL: none yet */
  int run;                  /* of which the first prints coefficients too */
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

/* The formula with covariates alone that can move both ways within a dyad. New string. */
char *bench_moving_formula (const Bench *bench);
/* 512 specifications, by the estimator and with the standard errors of @like. */
ComitySpecCurve *bench_make_curve (const Bench *bench,
                                   ComityWorkbench *workbench,
                                   const ComitySpec *like,
                                   gboolean preview,
                                   ComityProgress *progress,
                                   GError **error);

/* Those of comity-bench-cancel.c: each case starts this program again with a task of this prefix.
 */
#define BENCH_CANCEL_CASE "cancel="
void bench_cancel (Bench *bench);
void bench_cancel_case (Bench *bench, const char *name);
void bench_stay_on_one_processor (void);

/* Those of comity-bench-world.c. */
void bench_world (Bench *bench);

G_END_DECLS
