/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How alike the institutions of states are, in one year, by one measure: a symmetric n × n result
 * over the states that exist in that year, with what each component adds. Frozen. */
#pragma once

#include "comity-panel.h"

G_BEGIN_DECLS

#define COMITY_SIMILARITY_ERROR (comity_similarity_error_quark ())
GQuark comity_similarity_error_quark (void);

typedef enum
{
  COMITY_SIMILARITY_ERROR_MEASURE,   /* unknown measure, bad argument */
  COMITY_SIMILARITY_ERROR_COMPONENT, /* unknown component, bad weight */
  COMITY_SIMILARITY_ERROR_NO_DATA,   /* nobody has a value in that year */
  COMITY_SIMILARITY_ERROR_TOO_LARGE, /* more states than memory */
} ComitySimilarityError;

/* A composite of which less than this share of the weight has data would compare what happens to be
 * recorded: such a pair has no value (and its coverage tells why). */
#define COMITY_SIMILARITY_LEAST_COVERAGE 0.5

typedef struct _ComitySimilarity ComitySimilarity;

/* @measure: "tradition", "both:common", "overlap", "difference:COL", "min:COL", "max:COL",
 * "product:COL", "joint:COL>=C", "ideal-point", "portfolio" (Jaccard), "dice", "treaty"; composites
 * "gower", "s", "s-squared", "tau-b", "kappa", "pi", "kogut-singh", "euclidean", "manhattan",
 * "mahalanobis", "cosine", "correlation".
 * @components: for composites, "COL[:W],…", or NULL for the default set: legal tradition, judicial
 * independence and democracy (numbers only for all but gower). COL is a state variable of the
 * panel, factor(COL) where its numbers are names of categories (gower only), "tradition", "overlap"
 * (the laws a legal system is made of) or "region"; weights default to 1, and a component of weight 0
 * takes no part; all of weight 0 are refused. Ranges, variances and covariances are those of the
 * states that exist in the year.
 * @scale: how the numbers of a composite's components are made comparable before it sees them: NULL,
 * as the measure has it; "none", as they are; "standard", mean 0 and variance 1; "range", 0 to 1; or
 * "LOW:HIGH", as they are, all on one scale from LOW to HIGH (votes 1:3, alliances 0:3), whether or
 * not somebody in the year reaches its ends. */
typedef struct
{
  const char *measure;
  const char *components;
  const char *scale;
} ComitySimilaritySpec;

/* Whether @text is such a scale. */
gboolean comity_similarity_scale_is_known (const char *text);
/* Says in a sentence what is wrong before anything runs. */
gboolean comity_similarity_check (const ComityPanel *panel,
                                  const ComitySimilaritySpec *spec,
                                  GError **error);
/* O(n² k). Errors as above, and the panel's for a year outside the data. */
ComitySimilarity *comity_similarity_compute (ComityPanel *panel,
                                             const ComitySimilaritySpec *spec,
                                             int year,
                                             ComityProgress *progress,
                                             GError **error);
ComitySimilarity *comity_similarity_ref (ComitySimilarity *self);
void comity_similarity_unref (ComitySimilarity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySimilarity, comity_similarity_unref)

/* The change between two years of one measure, later - earlier, over the states that exist in both.
 * Refused when the two have no state in common. O(n²). */
ComitySimilarity *comity_similarity_subtract (ComitySimilarity *later,
                                              ComitySimilarity *earlier,
                                              GError **error);
/* The same numbers with a row for every state of the panel, so that rows stay where they are from
 * year to year; pairs of which a state does not exist have no value. NULL: no memory. O(n²). */
ComitySimilarity *comity_similarity_with_every_state (ComitySimilarity *self, ComityPanel *panel);

/* The same measure over some of its states, ascending, with @values (n (n + 1) / 2: the pair of the
 * i-th and the j-th, j <= i, at i (i + 1) / 2 + j) for its own; NULL: no memory. O(n²). */
ComitySimilarity *comity_similarity_among (ComitySimilarity *self,
                                           const guint32 *states,
                                           gsize n,
                                           const double *values);

/* All three in one: the year's similarity, or its change since @earlier_year (0: none), with a row for
 * every state if wanted. */
ComitySimilarity *comity_similarity_compute_view (ComityPanel *panel,
                                                  const ComitySimilaritySpec *spec,
                                                  int year,
                                                  int earlier_year,
                                                  gboolean every_state,
                                                  ComityProgress *progress,
                                                  GError **error);

gsize comity_similarity_get_n (const ComitySimilarity *self);
/* Panel state of the i-th row; states in panel order. */
guint32 comity_similarity_get_state (const ComitySimilarity *self, gsize i);
gssize comity_similarity_find_state (const ComitySimilarity *self, guint32 state); /* row or -1 */
int comity_similarity_get_year (const ComitySimilarity *self);
/* Of a change: the year that is subtracted; FALSE for the similarity of one year. */
gboolean comity_similarity_is_change (const ComitySimilarity *self, int *earlier_year);
/* NaN: no data. The diagonal is the measure's value of a state with itself (NaN where undefined).
 */
double comity_similarity_get (const ComitySimilarity *self, gsize i, gsize j);
/* Share of the components' weight that had data for the pair, 0 … 1. */
double comity_similarity_get_coverage (const ComitySimilarity *self, gsize i, gsize j);
/* Whether larger means more alike (a difference: FALSE). */
gboolean comity_similarity_is_similarity (const ComitySimilarity *self);
/* The range for a colour scale: theoretical where there is one, else observed. */
void comity_similarity_get_range (const ComitySimilarity *self, double *low, double *high);
/* A title, "Same legal tradition"; axis label; the canonical name as typed. */
const char *comity_similarity_peek_title (const ComitySimilarity *self);
const char *comity_similarity_peek_name (const ComitySimilarity *self);

/* Composites: what each component adds; the sum over components is the value. */
gsize comity_similarity_get_n_components (const ComitySimilarity *self);
const char *comity_similarity_peek_component (const ComitySimilarity *self, gsize k);
const char *comity_similarity_peek_component_title (const ComitySimilarity *self, gsize k);
double comity_similarity_get_weight (const ComitySimilarity *self, gsize k);
double comity_similarity_get_contribution (const ComitySimilarity *self, gsize i, gsize j, gsize k);

/* What rows are ordered by: the value, for a change that of the later year. */
double comity_similarity_get_basis (const ComitySimilarity *self, gsize i, gsize j);
void comity_similarity_get_basis_range (const ComitySimilarity *self, double *low, double *high);

/* Pairs taken together by a property of their states. */
typedef enum
{
  COMITY_GROUPING_NONE,
  COMITY_GROUPING_TRADITION,
  COMITY_GROUPING_REGION,
} ComityGrouping;

gboolean comity_grouping_from_name (const char *name, ComityGrouping *grouping);

typedef struct
{
  gsize n;              /* groups, those of states without the property last */
  gsize n_rows;         /* of the similarity */
  char **names;         /* n */
  gsize *sizes;         /* n: states */
  guint32 *group;       /* n_rows: group of a row */
  double *means;        /* n (n + 1) / 2, pair (g, h), h <= g, at g (g + 1) / 2 + h; NaN: no pair */
  gsize *n_pairs;       /* as means: pairs with a value (a state and itself are none) */
  gsize *n_pairs_all;   /* as means */
} ComityBlocks;

/* Means of the pairs within and between groups. O(n²). */
ComityBlocks *comity_blocks_new (ComityPanel *panel,
                                 ComitySimilarity *similarity,
                                 ComityGrouping grouping);
void comity_blocks_free (ComityBlocks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityBlocks, comity_blocks_free)

/* The measures there are, for menus: NULL-terminated name and title pairs by index. */
gsize comity_similarity_get_n_measures (void);
const char *comity_similarity_peek_measure_name (gsize i);  /* "difference" */
const char *comity_similarity_peek_measure_title (gsize i); /* "Absolute difference" */
gboolean comity_similarity_measure_takes_variable (gsize i);
gboolean comity_similarity_measure_takes_family (gsize i);    /* "both:common" */
gboolean comity_similarity_measure_takes_threshold (gsize i); /* "joint:COL>=C", a variable too */
gboolean comity_similarity_measure_takes_components (gsize i);
gboolean comity_similarity_measure_takes_categories (gsize i); /* components that are no numbers */

/* One value per row of the panel as a new column: a similarity as a term of a model. Years and
 * pairs without data are missing. O(rows + years · n²). */
ComityColumn *comity_similarity_to_column (ComityPanel *panel,
                                           const ComitySimilaritySpec *spec,
                                           const char *name,
                                           ComityProgress *progress,
                                           GError **error);

G_END_DECLS
