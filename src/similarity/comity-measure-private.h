/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a measure is: a row of a table with a function of two rows of traits. Measures see plain
 * arrays only; where the numbers come from (a panel, a file, a test) is not their business.
 *
 * n   states
 * K   components
 * x   n × K traits, row-major, NaN missing; nominal traits are category numbers, sets of categories
 *     are their bits
 * w   K weights, none negative; a component of weight 0 takes no part
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How traits are brought to a common scale before the measure sees them. */
typedef enum
{
  COMITY_SCALING_NONE,
  COMITY_SCALING_RANGE,    /* (x - min) / (max - min) over the states: 0 … 1 */
  COMITY_SCALING_STANDARD, /* (x - mean) / sd over the states, n-1 in the variance */
} ComityScaling;

/* What the name of a measure needs after its colon. */
typedef enum
{
  COMITY_ARGUMENT_NONE,
  COMITY_ARGUMENT_FAMILY,    /* both:common */
  COMITY_ARGUMENT_VARIABLE,  /* difference:polyarchy */
  COMITY_ARGUMENT_THRESHOLD, /* joint:polity2>=6 */
} ComityArgument;

/* What the numbers of a component mean. */
enum
{
  COMITY_TRAIT_NUMBER,
  COMITY_TRAIT_CATEGORY,
  COMITY_TRAIT_SET, /* bit b of the whole number: category b belongs to it; b < COMITY_MAX_PARTS */
};
#define COMITY_MAX_PARTS 52 /* bits that a double holds exactly */

/* Where its traits come from. */
typedef enum
{
  COMITY_TRAITS_OF_TRADITION,  /* K = 1, nominal */
  COMITY_TRAITS_OF_PARTS,      /* K = 1, the set of laws that a legal system is made of */
  COMITY_TRAITS_OF_VARIABLE,   /* K = 1, numeric */
  COMITY_TRAITS_OF_COMPONENTS, /* K as named */
  COMITY_TRAITS_OF_PARTNERS,   /* K = 0; partner sets instead */
} ComityTraitSource;

typedef struct
{
  /* owned */
  gsize n;
  gsize k;
  double *x;         /* n × k */
  double *w;         /* k */
  guint8 *nominal;   /* k; COMITY_TRAIT_NUMBER … */
  double *span;      /* k: max - min over the states, NaN when nobody has a value */
  double *variance;  /* k: over the states, n-1; NaN with fewer than two */
  double *precision; /* k × k: inverse covariance over complete states, or NULL */
  guint64 *partners; /* n × partner_words: bit j of row i says that i and j have a tie, or NULL */
  gsize partner_words;
  /* the argument */
  double threshold; /* joint:COL>=C */
  double family;    /* both:FAMILY, as a category number */
} ComityTraits;

/* Takes nothing over: all arrays are copied. @weights and @nominal nullable (all 1, all numeric).
 * NULL when the memory is not to be had. */
ComityTraits *
comity_traits_new (gsize n, gsize k, const double *x, const double *weights, const guint8 *nominal);
void comity_traits_free (ComityTraits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityTraits, comity_traits_free)
/* Spans and variances are those after the scaling. A numeric component that does not vary becomes 0
 * for all who have it. Nominal components stay. */
void comity_traits_scale (ComityTraits *self, ComityScaling scaling);
/* Over the components with a weight above 0, K of them: FALSE when fewer than K + 1 states are
 * complete or the covariance is singular. */
gboolean comity_traits_invert_covariance (ComityTraits *self);
/* How much two sets share: |A ∩ B| / |A ∪ B|; NaN when one is missing or both are empty. */
double comity_traits_overlap (double a, double b);
/* FALSE when the memory is not to be had. Pairs are pairs of rows. */
gboolean
comity_traits_set_ties (ComityTraits *self, const guint32 *a, const guint32 *b, gsize n_ties);

typedef struct _ComityMeasure ComityMeasure;

/* The value for rows @i and @j; NaN when undefined. @contributions (k, nullable) add up to the
 * value where it is defined; a component without data adds 0. @coverage (nullable): share of the
 * weight that had data. Symmetric to the last bit. */
typedef double (*ComityPairFunc) (
    const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage);

struct _ComityMeasure
{
  const char *name;
  const char *title;
  ComityArgument argument;
  ComityTraitSource source;
  ComityScaling scaling;
  ComityPairFunc pair;
  double low; /* the theoretical range; NaN: as observed */
  double high;
  gboolean is_similarity;
  gboolean numbers_only; /* no nominal components */
  gboolean needs_covariance;
  const char *variable; /* fixed variable (ideal-point), or NULL */
};

extern const ComityMeasure comity_measure_tradition;
extern const ComityMeasure comity_measure_both;
extern const ComityMeasure comity_measure_overlap;
extern const ComityMeasure comity_measure_difference;
extern const ComityMeasure comity_measure_ideal_point;
extern const ComityMeasure comity_measure_minimum;
extern const ComityMeasure comity_measure_maximum;
extern const ComityMeasure comity_measure_product;
extern const ComityMeasure comity_measure_joint;
extern const ComityMeasure comity_measure_gower;
extern const ComityMeasure comity_measure_s;
extern const ComityMeasure comity_measure_s_squared;
extern const ComityMeasure comity_measure_tau_b;
extern const ComityMeasure comity_measure_kappa;
extern const ComityMeasure comity_measure_pi;
extern const ComityMeasure comity_measure_kogut_singh;
extern const ComityMeasure comity_measure_euclidean;
extern const ComityMeasure comity_measure_manhattan;
extern const ComityMeasure comity_measure_mahalanobis;
extern const ComityMeasure comity_measure_cosine;
extern const ComityMeasure comity_measure_correlation;
extern const ComityMeasure comity_measure_portfolio;
extern const ComityMeasure comity_measure_dice;
extern const ComityMeasure comity_measure_treaty;

/* The table, in the order of menus. */
gsize comity_measure_get_n (void);
const ComityMeasure *comity_measure_peek (gsize i);
const ComityMeasure *comity_measure_find (const char *name, gsize length);

/* For measures of one component: sets contribution and coverage, returns the value. */
static inline double
comity_measure_single (double value, double *contributions, double *coverage)
{
  gboolean known = value == value;

  if (contributions != NULL)
    contributions[0] = known ? value : 0.0;
  if (coverage != NULL)
    *coverage = known ? 1.0 : 0.0;
  return value;
}

G_END_DECLS
