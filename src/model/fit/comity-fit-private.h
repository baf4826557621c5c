/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The insides of a fit and the steps that fill it: plan → rows → sample → estimate → covariance →
 * summary. Each step has its file; the fit is frozen when the last has run. */
#pragma once

#include "comity-absorb-private.h"
#include "comity-design-private.h"
#include "comity-estimator-private.h"
#include "comity-keep-private.h"
#include "comity-vce-private.h"

G_BEGIN_DECLS

/* What a panel knows beyond its dataset; all borrowed; zero for a plain dataset. */
typedef struct
{
  gboolean has_dyads;
  const char *dyad_name;    /* for "clustered by …" */
  const guint32 *row_dyads; /* n_rows; G_MAXUINT32: none */
  gsize n_dyads;
  const gint16 *row_years; /* n_rows; undefined where the row has no dyad */
  int first_year, last_year;
  gsize n_states;
  void (*get_dyad) (gpointer data, gsize dyad, guint32 *a, guint32 *b);
  ComityColumn *states[2]; /* of the roles */
  ComityColumn *year;      /* or NULL */
  ComityColumn *times[2];  /* start and stop, of the roles; or NULL */
  /* Distinct states among the rows. */
  gsize (*count_states) (gpointer data, const guint32 *rows, gsize n);
  gpointer data;
} ComityFitUnits;

/* A specification met with data: everything that can be known before rows are looked at. */
struct _ComityFitPlan
{
  const ComityEstimator *estimator;
  ComityDesign *design;
  ComityInput *weights;       /* NULL: none */
  ComityVce vce;              /* never COMITY_VCE_DEFAULT */
  GPtrArray *cluster_inputs;  /* ComityInput, of columns: clusters, or the two states */
  GPtrArray *absorb_inputs;   /* ComityInput, of columns: fixed effects */
  GPtrArray *complete_inputs; /* ComityInput: of no other use than that they are not missing */
  gboolean by_dyads;          /* clusters are the panel's dyads */
  ComityInput *start;         /* timed models: time of entry; NULL: all enter at the beginning */
  ComityInput *stop;          /* … NULL: the model is not timed */
  ComityInput *strata;        /* … NULL: none */
  ComityInput *group;        /* grouped models; else NULL */
};

ComityFitPlan *comity_fit_plan_new (const ComitySpec *spec,
                                    ComityDataset *dataset,
                                    const ComityFitUnits *units,
                                    GError **error);
void comity_fit_plan_free (ComityFitPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityFitPlan, comity_fit_plan_free)

typedef struct
{
  char *term;
  char *reason;
} ComityOmitted;

/* What only one model has: "rho" … */
typedef struct
{
  const char *name; /* static */
  double value;
} ComityExtra;

/* In a preview: the model of all terms, in the preview's rows and in all. In the sample's units. */
typedef struct
{
  const ComityEstimator *estimator;
  gconstpointer kept;
  gsize q;
  guint32 *place;            /* q: columns of the kept sample */
  double *mark; /* 2 q: their means and scales, by which the sample is known again */
  double *beta;              /* q: in the preview's rows */
  double *added;             /* q: what all rows add to them */
  ComityMatrix *information; /* q × q, in the preview's rows */
} ComityFitReference;

/* What a search hands on to the next over the same kept sample: its estimates by place, in the
 * sample's units, NaN where there are none. The next one starts where its own thinned sample ends,
 * moved by what the whole sample changed in the last. */
typedef struct
{
  gsize every; /* 0; else only every so many-th non-event is used: a preview */
  const ComityEstimator *estimator; /* of the last; NULL: none yet */
  gconstpointer kept;
  gsize n;
  double *thin;  /* n */
  double *moved; /* n: estimate less thin */
  double *beta;  /* n */
  gboolean keeps_information;
  gsize q; /* … then of the last: columns estimated, their places, the information there */
  guint32 *pick;
  double *mark; /* 2 q: means and scales of these columns */
  ComityMatrix *information;
  const ComityFitReference *reference; /* borrowed; NULL: none */
} ComityFitWarm;

void comity_fit_warm_clear (ComityFitWarm *self);
/* From the same model's searches over a preview's rows and over all. FALSE: they did not end well. */
gboolean comity_fit_reference_init (ComityFitReference *self,
                                    const ComityFitWarm *thin,
                                    const ComityFitWarm *whole);
void comity_fit_reference_clear (ComityFitReference *self);
gboolean comity_fit_warm_knows (const ComityFitWarm *self,
                                const ComityEstimator *estimator,
                                const ComitySample *sample);

struct _ComityFit
{
  gatomicrefcount ref_count;
  ComityFitWarm *warm; /* borrowed, while it runs; or NULL */
  ComitySpec *spec;
  ComityDataset *dataset;
  const ComityEstimator *estimator;
  ComityDesign *design; /* settled; for predictions */
  /* of the plan, for what reads the rows again; or NULL */
  ComityInput *weights, *start, *stop, *strata;
  /* where what follows a Cox model finds its sample again, while it is kept; NULL: nowhere */
  ComityKeep *keep;
  char *kept_key;
  ComityBits *kept_used;
  GPtrArray *groups;    /* ComityGroups, of the covariance of a Cox model; else NULL */
  gpointer cox_summary; /* ComityCoxSummary, once it has been asked for; atomic */
  ComityFitStatus status;

  gsize n_terms;
  ComityCoefficient *coefficients; /* n_terms; terms are borrowed from names */
  char **names;                    /* n_terms + 1 */
  gssize *columns;                 /* n_terms: column of the design, -1 the constant */
  double *beta;                    /* n_terms, finite even where an estimate is reported infinite */
  double dispersion;               /* residual variance of least squares; else 1 */
  double df;                       /* of t statistics; 0: they are z */
  double n_absorbed; /* coefficients that absorbed fixed effects take, as the covariance counts them */
  double n_swept;    /* … all of them */
  double absorb_total; /* Σ w (y − ȳ)² before they were swept out, of least squares */
  double *limits; /* n_terms × 3: low, high and χ² of the profile; NULL: Wald's */
  double *term_df;                 /* n_terms: … where each has its own; else NULL */
  ComityMatrix *vcov;              /* n_terms × n_terms */
  double *beside; /* n_terms + 1: covariance of the terms with the parameter beside them, and its
                   * variance; NULL: there is none */

  GPtrArray *omitted;     /* ComityOmitted */
  GPtrArray *warnings;    /* char * */
  GPtrArray *clusterings; /* char * */
  GArray *cluster_counts; /* gsize */
  char *vce_sentence;
  GArray *drops;  /* ComityDrop; names owned */
  GArray *extras; /* ComityExtra */
  ComityFitNumbers numbers;
  ComityMatrix *replicates; /* of jackknife and bootstrap; else NULL */
  gsize n_failed_replicates;
  gboolean keeps_scores; /* whatever the kind of its own covariance */
  guint8 *used; /* a bit per row of the dataset */
  const guint8 *excluded; /* the same: rows that an earlier search found separated; borrowed, or NULL */
  guint8 *separated;      /* the same, with those that this one found: the fit is to be made again */
};

/* Rows that are used, in order, found with the waterfall of those that are not. */
typedef struct
{
  ComityBits *used;
  ComityBits *events;  /* rows whose outcome is 1, of numbers in a model of events; else NULL */
  const guint32 *rows; /* n; once listed */
  guint32 *own;        /* the same, unless they are a kept sample's */
  gsize n;
} ComityFitRows;

void comity_fit_rows_clear (ComityFitRows *self);

gboolean comity_fit_find_rows (ComityFit *self,
                               const ComityFitPlan *plan,
                               const ComityFitUnits *units,
                               ComityKeep *keep,
                               ComityFitRows *rows,
                               ComityProgress *progress,
                               GError **error);
/* Fills rows->rows from the bits. */
gboolean comity_fit_list_rows (ComityFitRows *rows, GError **error);
/* Outcome, weights and offset of the rows. Arrays for comity_sample_new. */
typedef struct
{
  double *y, *weight, *offset; /* NULL: none */
} ComityFitVectors;

void comity_fit_vectors_clear (ComityFitVectors *self);
gboolean comity_fit_read_vectors (ComityFit *self,
                                  const ComityFitPlan *plan,
                                  const ComityFitRows *rows,
                                  ComityFitVectors *vectors,
                                  GError **error);
/* Whether the model takes this outcome and these weights. */
gboolean comity_fit_check_vectors (const ComityFit *self,
                                   const ComityFitPlan *plan,
                                   const ComityFitRows *rows,
                                   const double *y,
                                   const double *weight,
                                   GError **error);
/* Rows and events, and whether the outcome is 0 or 1; states and years where they are known. */
void comity_fit_find_facts (const ComityFit *self,
                            const ComityFitUnits *units,
                            const ComityFitRows *rows,
                            const double *y,
                            const double *weight,
                            ComityKeptFacts *facts);
void comity_fit_take_facts (ComityFit *self, const ComityKeptFacts *facts);

/* The solution in the sample's units. */
typedef struct
{
  guint32 *columns; /* q: columns of the model that were estimated */
  guint32 *pick;    /* q: their places in the sample */
  gsize q;
  guint8 *separated;         /* PPML: rows of the sample to be left out; NULL: none */
  double *thin;              /* q, of the thinned sample, for the next search; or NULL */
  double *beta;              /* q, then the parameter beside them */
  ComityMatrix *information; /* q × q, at beta; one more with a parameter beside them */
  ComityMatrix *bread;       /* its inverse, where it was found without it; else NULL */
  ComityMatrix *triangle;    /* QR of nearly collinear least squares; else NULL */
  double least;              /* part of a column that those before it do not give, by the triangle */
  double likelihood;         /* without the part that no parameter moves */
  double warm_likelihood;    /* of the model whose estimates were the start */
  double *residual;          /* blocks; comity_kernel_alloc */
  double factor;             /* of the covariance, whatever its kind; mostly 1 */
  double *direction;         /* q, where the status is separated; else NULL */
  double *infinite;          /* … ±1 where the estimate in the covariates' own units runs off, NaN where
                              * nothing is known of it; else 0 */
  ComitySample *scores;      /* q columns, where they are not residual · x; else NULL */
} ComitySolution;

void comity_solution_clear (ComitySolution *self);
/* Leaves out collinear columns, maximises, finds separation. */
gboolean comity_fit_solve (ComityFit *self,
                           const ComitySample *sample,
                           ComitySolution *solution,
                           ComityProgress *progress,
                           GError **error);
/* Where the data are separated: the rows that are not predicted perfectly and the solution for them.
 */
typedef struct
{
  ComitySample *sample; /* NULL: there are none, or nothing to say of them */
  guint32 *rows;        /* sample->n: of the whole sample */
  ComitySolution solution;
  gsize *place; /* solution.q: column of the whole solution */
} ComityFitRest;

void comity_fit_rest_clear (ComityFitRest *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityFitRest, comity_fit_rest_clear)
/* Sets the whole solution's infinite, and @rest where something is left. FALSE: cancelled or no
 * memory. */
gboolean comity_fit_solve_rest (ComityFit *self,
                                const ComitySample *sample,
                                ComitySolution *whole,
                                ComityFitRest *rest,
                                ComityProgress *progress);
/* Puts the expected information in place of the observed where the specification asks for it. */
gboolean comity_fit_expect_information (ComityFit *self,
                                        const ComitySample *sample,
                                        ComitySolution *solution,
                                        ComityProgress *progress);
/* After a search, for the next over the same kept sample. */
void comity_fit_hand_on (ComityFit *self,
                         const ComitySample *sample,
                         const ComitySolution *solution,
                         const ComityPass *pass,
                         gboolean converged);
/* A preview: whether all columns are among the reference model's, which are independent; the start
 * from its estimates, FALSE where there is none; and what all rows would add, as far as it tells. */
gboolean comity_fit_reference_covers (const ComityFit *self, const ComitySample *sample);
gboolean comity_fit_start_from_reference (const ComityFit *self,
                                          const ComitySample *sample,
                                          ComitySolution *solution);
void comity_fit_add_reference (const ComityFit *self,
                               const ComitySample *sample,
                               ComitySolution *solution);
/* Which columns are estimated: those that others give are left out and named. @thin: of the same
 * rows, or NULL; what is independent there is so in the whole, and only suspects cost a pass over it.
 * FALSE: cancelled or no memory. */
gboolean comity_fit_pick_columns (ComityFit *self,
                                  const ComitySample *sample,
                                  const ComitySample *thin,
                                  ComitySolution *solution,
                                  ComityProgress *progress);
/* Models of risk sets: leaves out and names those of the solution's columns that do not differ within
 * any risk set, or that others give there; *any: there were some. One pass. FALSE: cancelled or no
 * memory. */
gboolean comity_fit_leave_out_within_risk_sets (ComityFit *self,
                                                const ComitySample *sample,
                                                ComitySolution *solution,
                                                gboolean *any,
                                                ComityProgress *progress);
/* Grouped models: leaves out the rows of groups in which the outcome does not vary, and says so. */
gboolean comity_fit_drop_groups (ComityFit *self,
                                 const ComityFitPlan *plan,
                                 const ComityFitUnits *units,
                                 ComityFitRows *rows,
                                 GError **error);
/* After a search that drags: whether a partial likelihood rises for ever, and along what. */
void comity_fit_test_monotone (ComityFit *self, ComityPass *pass, ComitySolution *solution);
/* The start of a model with a parameter beside β, from its simpler kin. FALSE: cancelled or no
 * memory. */
gboolean comity_fit_start_ancillary (ComityFit *self,
                                     const ComitySample *sample,
                                     ComitySolution *solution,
                                     ComityProgress *progress);
/* What the fit says of that parameter; @variance: of its logarithm. */
void comity_fit_report_ancillary (ComityFit *self,
                                  const ComitySample *sample,
                                  const ComitySolution *solution,
                                  double variance);
/* Least squares whose cross products @cross (k × k) have lost too much to be solved from them. */
gboolean comity_fit_needs_triangle (const ComityFit *self, const ComityMatrix *cross);
/* Solves from the solution's triangle and runs one pass. FALSE: cancelled or no memory. */
gboolean comity_fit_solve_triangle (ComityFit *self,
                                    ComityPass *pass,
                                    ComitySolution *solution,
                                    ComityNewtonStatus *status,
                                    ComityProgress *progress);
/* Separation of an outcome with many zeros: status, warning and direction. */
void comity_fit_test_zeros (ComityFit *self,
                            const ComitySample *sample,
                            const ComityPass *pass,
                            ComitySolution *solution);
/* Plain and penalised likelihood, and the test between them, of a penalised model. */
void comity_fit_settle_penalised (ComityFit *self,
                                  const ComitySample *sample,
                                  const ComitySolution *solution,
                                  const ComityPass *pass,
                                  ComityProgress *progress);
/* Intervals and tests of the terms of a penalised model from its profile; @best: its greatest
 * value. FALSE: cancelled or no memory. */
gboolean comity_fit_find_limits (ComityFit *self,
                                 const ComitySample *sample,
                                 const ComitySolution *solution,
                                 double best,
                                 ComityProgress *progress);
/* The covariance, names and coefficients in the covariates' own units; what stays finite under
 * separation has them from @rest. */
gboolean comity_fit_cover (ComityFit *self,
                           const ComityFitPlan *plan,
                           const ComityFitUnits *units,
                           const ComityFitRows *rows,
                           const ComitySample *sample,
                           const ComitySolution *solution,
                           const ComityFitRest *rest,
                           const ComityAbsorb *absorb,
                           ComityProgress *progress,
                           GError **error);
/* T: q × q, the sample's units to the covariates' own. */
ComityMatrix *comity_fit_unscaling (const ComitySample *sample, const ComitySolution *solution);
/* The covariance of the terms in the covariates' own units, repaired where it must be. */
ComityMatrix *comity_fit_unscale_covariance (ComityVce vce,
                                             const ComitySolution *solution,
                                             const ComityMatrix *t,
                                             const ComityMatrix *scaled,
                                             GPtrArray *warnings);
/* What covariances are made of, without groups; @own: room for as many numbers as parameters. */
ComityScores comity_fit_get_scores (const ComityFit *self,
                                    const ComitySample *sample,
                                    const ComitySolution *solution,
                                    const ComityMatrix *bread,
                                    guint32 *own,
                                    ComityProgress *progress);
/* Degrees of freedom of t: Stata's, clusters less one where there are clusters; 0: it is z. */
double comity_fit_get_df (const ComityFit *self, ComityVce vce, GPtrArray *groups);
/* What a table prints beside the estimates under this covariance: fills @coefficients (n_terms).
 * @term_df: of each term, instead of @df; or NULL. */
void comity_fit_infer (const ComityFit *self,
                       const ComityMatrix *vcov,
                       double df,
                       const double *term_df,
                       ComityCoefficient *coefficients);
/* Jackknife by one step over these units, in the sample's units. NULL: cancelled, or no memory. */
ComityMatrix *comity_fit_jackknife_one_step (const ComityFit *self,
                                             const ComityScores *scores,
                                             const ComitySample *sample,
                                             const ComitySolution *solution,
                                             const ComityGroups *a,
                                             const ComityGroups *b,
                                             gsize *n_done);
/* The covariance of jackknife and bootstrap, in the sample's units (one more with a parameter beside
 * β); @t: from the sample's units to the covariates' own. NULL: cancelled, or no memory. */
ComityMatrix *comity_fit_resample (ComityFit *self,
                                   const ComityFitPlan *plan,
                                   const ComityFitRows *rows,
                                   const ComityScores *scores,
                                   const ComitySample *sample,
                                   const ComitySolution *solution,
                                   const ComityMatrix *t);
/* Grouped models: whether every cluster or unit holds whole groups of @rows, as it must. */
gboolean comity_fit_check_whole_groups (const ComityFitPlan *plan,
                                        const guint32 *rows,
                                        const ComityGroups *groups,
                                        GError **error);
/* Tests, information criteria, p values. */
void comity_fit_summarise (ComityFit *self);

/* Who else wants to see the insides of a running fit, while they are there. */
typedef struct
{
  /* The plan is made: may ask for more columns that must not be missing. */
  gboolean (*planned) (ComityFitPlan *plan,
                       const ComitySpec *spec,
                       ComityDataset *dataset,
                       const ComityFitUnits *units,
                       gpointer data,
                       GError **error);
  /* All but the covariance's time is done. FALSE ends the fit, with an error. */
  gboolean (*covered) (ComityFit *fit,
                       const ComityFitPlan *plan,
                       const ComityFitUnits *units,
                       const ComityFitRows *rows,
                       const ComitySample *sample,
                       const ComitySolution *solution,
                       ComityProgress *progress,
                       gpointer data,
                       GError **error);
  gpointer data;
} ComityFitGuest;

/* @guest: NULL for none. @warm: of the search before, or NULL. */
ComityFit *comity_fit_run_with (const ComitySpec *spec,
                                ComityDataset *dataset,
                                const ComityFitUnits *units,
                                ComityKeep *keep,
                                ComityFitWarm *warm,
                                const ComityFitGuest *guest,
                                ComityProgress *progress,
                                GError **error);
/* @keep: what is kept of this dataset between fits, or NULL. @warm: of the search before, or NULL. */
ComityFit *comity_fit_run (const ComitySpec *spec,
                           ComityDataset *dataset,
                           const ComityFitUnits *units,
                           ComityKeep *keep,
                           ComityFitWarm *warm,
                           ComityProgress *progress,
                           GError **error);

/* What a panel knows; borrows from it. */
void comity_fit_units_read (ComityPanel *panel, ComityFitUnits *units);

/* Takes a printf'd sentence. */
void comity_fit_warn (ComityFit *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Whether the sample's first column is the constant. Partial likelihoods and models with absorbed
 * fixed effects have it to measure others by, and never estimate it. */
gboolean comity_fit_has_constant_column (const ComityFit *self);
gboolean comity_fit_omits_constant (const ComityFit *self);
/* The outcome of one row; text that spells a number is read as such. */
double comity_fit_read_outcome (const ComityInput *response, guint32 row);
/* After rows have been left out. */
void
comity_fit_recount_dyads (ComityFit *self, const ComityFitUnits *units, const ComityFitRows *rows);
/* Name of a column of the model, the constant among them. */
const char *comity_fit_peek_column_name (const ComityFit *self, gsize column);

G_END_DECLS
