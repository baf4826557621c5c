/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Covariances of a fit from its bread, its rows' scores and groups of rows. One file each; a new
 * one adds its line to the table of comity-vce.c. Names and formulas as in Stata: B = H⁻¹ · s_i =
 * u_i x_i score of a row · S_g = Σ s_i over a group · n rows · k columns · G groups
 *
 * Everything is in the units of the sample (scaled); the fit transforms the result. */
#pragma once

#include "comity-groups-private.h"
#include "comity-sample-private.h"
#include "comity-spec.h"

G_BEGIN_DECLS

typedef struct
{
  const ComitySample *sample;
  const guint32 *pick; /* q columns */
  gsize q;
  double k;                  /* coefficients, those of absorbed fixed effects counted */
  const ComityMatrix *bread; /* q × q */
  const double *residual;    /* n_blocks × COMITY_BLOCK: u, the weight within */
  const double *frequency;   /* how often a row counts; NULL: once */
  double n;                  /* rows, frequencies counted */
  gboolean stata;            /* Stata's factors for finite samples */
  gboolean linear;           /* a linear model, whose factors are stricter */
  double dispersion;         /* residual variance of a linear model; else 1 */
  GPtrArray *groups;         /* ComityGroups: the clusters; the two states for dyadic */
  /* For covariances with degrees of freedom of their own: the coefficients that they are for, a row
   * each in the sample's units, and q numbers to fill; NULL: not wanted. */
  const ComityMatrix *contrasts;
  double *df;
  guint n_threads;
  ComityProgress *progress;
} ComityScores;

/* NULL: cancelled or out of memory. @warnings (char *) gets a sentence for what is the matter. */
typedef ComityMatrix *(*ComityVceFunc) (const ComityScores *scores, GPtrArray *warnings);

ComityVceFunc comity_vce_get_func (ComityVce vce);

/* "Standard errors clustered by dyadid (16,637 clusters)". */
char *comity_vce_describe (ComityVce vce, const ComitySpec *spec, GPtrArray *groups);

ComityMatrix *comity_vce_classical (const ComityScores *scores, GPtrArray *warnings);
ComityMatrix *comity_vce_hc0 (const ComityScores *scores, GPtrArray *warnings);
ComityMatrix *comity_vce_hc1 (const ComityScores *scores, GPtrArray *warnings);
ComityMatrix *comity_vce_hc2 (const ComityScores *scores, GPtrArray *warnings);
ComityMatrix *comity_vce_hc3 (const ComityScores *scores, GPtrArray *warnings);
ComityMatrix *comity_vce_hc4 (const ComityScores *scores, GPtrArray *warnings);
ComityMatrix *comity_vce_robust (const ComityScores *scores, GPtrArray *warnings);
ComityMatrix *comity_vce_cluster (const ComityScores *scores, GPtrArray *warnings);
ComityMatrix *comity_vce_cr2 (const ComityScores *scores, GPtrArray *warnings);
ComityMatrix *comity_vce_twoway (const ComityScores *scores, GPtrArray *warnings);
ComityMatrix *comity_vce_dyadic (const ComityScores *scores, GPtrArray *warnings);

/* The sums S_g of the scores, as blocks like a sample's (q columns); free (). Rows whose group is
 * G_MAXUINT32 are left out. Adds to @sums where it is given. O(n q). */
double *
comity_scores_sum (const ComityScores *scores, const guint32 *group, gsize n_groups, double *sums);
/* Σ_g S_g S_g', q × q. */
ComityMatrix *comity_scores_meat (const ComityScores *scores, const double *sums, gsize n_groups);
/* Meat of one grouping at once. */
ComityMatrix *comity_scores_group_meat (const ComityScores *scores, const ComityGroups *groups);
/* factor · B M B. */
ComityMatrix *
comity_scores_sandwich (const ComityScores *scores, const ComityMatrix *meat, double factor);

G_END_DECLS
