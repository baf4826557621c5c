/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A specification curve is separate fits; its joint test is an enumeration. */
#include "config.h"

#include "comity-spec-curve.h"
#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

static const char *const optional[] = { "z", "d", "I(x^2)", NULL };

static ComitySpecCurve *
make_curve (const ComitySpecCurveOptions *options, ComityPanel *panel, ComityDataset *dataset)
{
  g_autoptr (ComityWorkbench) bench = comity_workbench_new (panel, dataset, COMITY_WORKBENCH_BYTES);
  g_autoptr (GError) error = NULL;
  ComitySpecCurve *curve = comity_spec_curve_new (options, bench, NULL, &error);

  g_assert_no_error (error);
  return curve;
}

/* Every point against a fit of its own, on the rows complete in all variables or on its own. */
static void
check_separately (const ComitySpecCurve *curve, ComityDataset *dataset, gboolean own_rows)
{
  const ComitySpec *base = comity_spec_curve_peek_base (curve);

  for (gsize i = 0; i < comity_spec_curve_get_n (curve); i++)
    {
      const ComityCurvePoint *point = comity_spec_curve_peek_point (curve, i);
      const char *sample =
          comity_spec_curve_peek_choice (curve, COMITY_CURVE_SAMPLES, point->sample);
      g_autoptr (ComitySpec) spec = comity_spec_copy (base);
      g_autoptr (ComitySpec) all = comity_spec_new ("y ~ x + z + d");
      ComitySpec *both[] = { spec, all };
      g_autoptr (ComityFit) fit = NULL;
      const ComityCoefficient *c;
      ComityVce vce;

      g_free (spec->formula);
      spec->formula = comity_spec_curve_dup_formula (curve, i);
      g_free (spec->estimator);
      spec->estimator = g_strdup (
          comity_spec_curve_peek_choice (curve, COMITY_CURVE_ESTIMATORS, point->estimator));
      if (comity_vce_from_name (
              comity_spec_curve_peek_choice (curve, COMITY_CURVE_VCES, point->vce), &vce))
        spec->vce = vce;
      if (strcmp (sample, "all rows") != 0)
        spec->where = g_strdup (sample);
      if (!own_rows)
        comity_specs_share_sample (both, 2, NULL);
      fit = comity_test_fit_spec (dataset, spec);
      c = comity_fit_peek_coefficient (fit, (gsize) comity_fit_find_term (fit, "x"));
      g_assert_true (point->estimated);
      g_assert_cmpuint (point->n, ==, comity_fit_peek_numbers (fit)->n);
      g_assert_cmpuint (point->n_events, ==, comity_fit_peek_numbers (fit)->n_events);
      comity_test_assert_close (point->estimate, c->estimate, 1e-10);
      comity_test_assert_close (point->std_error, c->std_error, 1e-10);
      comity_test_assert_close (point->conf_low, c->conf_low, 1e-10);
    }
}

/* Missing values in z and d, so that rows differ between specifications. */
static ComityDataset *
with_missing (ComityDataset *dataset)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (dataset);
  gsize n = comity_dataset_get_n_rows (dataset);
  double *z = g_new (double, n);

  comity_column_read_doubles (comity_dataset_require_column (dataset, "z", NULL), 0, n, z);
  for (gsize i = 0; i < n; i += 7)
    z[i] = NAN;
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("zz", COMITY_COLUMN_DOUBLE, n, z));
  return comity_dataset_builder_end (builder);
}

static void
test_separate (void)
{
  static const char *const samples[] = { "", "u > 1000000", NULL };
  static const char *const estimators[] = { "logit", "probit", "lpm", NULL };
  static const char *const vces[] = { "cluster", "hc1", NULL };
  g_autoptr (ComityDataset) dataset = comity_test_simulate (3000, -1.0, 11);
  g_autoptr (ComitySpec) base = comity_spec_new ("y ~ x");
  ComitySpecCurveOptions options = { .base = base,
                                     .focal = "x",
                                     .optional = optional,
                                     .samples = samples,
                                     .estimators = estimators,
                                     .vces = vces };

  comity_spec_set_clusters (base, "id");
  for (int own = 0; own < 2; own++)
    {
      g_autoptr (ComitySpecCurve) curve = NULL;

      options.own_rows = own;
      curve = make_curve (&options, NULL, dataset);
      g_assert_cmpuint (comity_spec_curve_get_n (curve), ==, 8 * 2 * 3 * 2);
      check_separately (curve, dataset, own);
    }
}

/* Enough rows and few enough events for thinned, warm starts. */
static void
test_warm (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (90000, -5.0, 12);
  g_autoptr (ComitySpec) base = comity_spec_new ("y ~ x");
  ComitySpecCurveOptions options = { .base = base, .focal = "x", .optional = optional };
  g_autoptr (ComitySpecCurve) curve = NULL;

  comity_spec_set_clusters (base, "id");
  curve = make_curve (&options, NULL, dataset);
  check_separately (curve, dataset, FALSE);
}

static void
test_own_rows (void)
{
  static const char *const terms[] = { "zz", "d", NULL };
  g_autoptr (ComityDataset) plain = comity_test_simulate (2000, -1.0, 13);
  g_autoptr (ComityDataset) dataset = with_missing (plain);
  g_autoptr (ComitySpec) base = comity_spec_new ("y ~ x");
  ComitySpecCurveOptions options = { .base = base, .focal = "x", .optional = terms };
  g_autoptr (ComitySpecCurve) common = make_curve (&options, NULL, dataset);
  g_autoptr (ComitySpecCurve) own = NULL;
  gsize complete = 2000 - (2000 + 6) / 7;

  options.own_rows = TRUE;
  own = make_curve (&options, NULL, dataset);
  for (gsize i = 0; i < 4; i++)
    {
      g_assert_cmpuint (comity_spec_curve_peek_point (common, i)->n, ==, complete);
      g_assert_cmpuint (comity_spec_curve_peek_point (own, i)->n, ==,
                        comity_spec_curve_takes (own, i, COMITY_CURVE_TERMS, 0) ? complete : 2000);
    }
}

static void
test_threads (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (60000, -4.5, 14);
  g_autoptr (ComitySpec) base = comity_spec_new ("y ~ x");
  ComitySpecCurveOptions options = { .base = base, .focal = "x", .optional = optional };
  g_autoptr (ComitySpecCurve) one = NULL;
  g_autoptr (ComitySpecCurve) four = NULL;

  base->n_threads = 1;
  one = make_curve (&options, NULL, dataset);
  base->n_threads = 4;
  four = make_curve (&options, NULL, dataset);
  for (gsize i = 0; i < comity_spec_curve_get_n (one); i++)
    {
      const ComityCurvePoint *a = comity_spec_curve_peek_point (one, i);
      const ComityCurvePoint *b = comity_spec_curve_peek_point (four, i);

      g_assert_true (memcmp (&a->estimate, &b->estimate, sizeof (double)) == 0);
      g_assert_true (memcmp (&a->std_error, &b->std_error, sizeof (double)) == 0);
    }
}

/* A preview is near, and says that it is one. What the model of all terms is in all rows is known
 * and corrects the others, so that its own point is exact. */
static void
test_preview (void)
{
  gsize n_terms = g_strv_length ((GStrv) optional);
  gsize n_exact = 0;
  g_autoptr (ComityDataset) dataset = comity_test_simulate (120000, -6.0, 15);
  g_autoptr (ComitySpec) base = comity_spec_new ("y ~ x");
  ComitySpecCurveOptions options = { .base = base, .focal = "x", .optional = optional };
  g_autoptr (ComitySpecCurve) whole = NULL;
  g_autoptr (ComitySpecCurve) preview = NULL;
  g_autoptr (ComitySpecCurve) again = NULL;

  comity_spec_set_clusters (base, "id");
  whole = make_curve (&options, NULL, dataset);
  options.preview = TRUE;
  base->n_threads = 1;
  preview = make_curve (&options, NULL, dataset);
  base->n_threads = 4;
  again = make_curve (&options, NULL, dataset);
  g_assert_true (comity_spec_curve_peek_summary (preview)->preview);
  g_assert_false (comity_spec_curve_peek_summary (whole)->preview);
  for (gsize i = 0; i < comity_spec_curve_get_n (whole); i++)
    {
      const ComityCurvePoint *a = comity_spec_curve_peek_point (whole, i);
      const ComityCurvePoint *b = comity_spec_curve_peek_point (preview, i);

      const ComityCurvePoint *c = comity_spec_curve_peek_point (again, i);
      double expected = comity_spec_curve_peek_summary (preview)->preview_error;
      gboolean all = TRUE;

      for (gsize t = 0; t < n_terms; t++)
        all &= comity_spec_curve_takes (whole, i, COMITY_CURVE_TERMS, t);

      g_assert_cmpfloat (expected, <, 0.3);
      g_assert_cmpfloat (fabs (a->estimate - b->estimate), <, 2.0 * expected * a->std_error);
      if (all)
        g_assert_cmpfloat (fabs (b->estimate - a->estimate), <, 1e-5 * a->std_error);
      n_exact += fabs (b->estimate - a->estimate) < 1e-6 * a->std_error;
      g_assert_true (memcmp (&b->estimate, &c->estimate, sizeof (double)) == 0);
      g_assert_cmpfloat (fabs (b->std_error / a->std_error - 1.0), <, 0.15);
    }
  /* It is none of the whole's work. */
  g_assert_cmpuint (n_exact, <, comity_spec_curve_get_n (whole));
}

/* Collinear in some, separated in some, without rows or events in some: shown, none hidden. */
static void
test_problems (void)
{
  static const char *const samples[] = { "", "u < 0", "y == 0", NULL };
  g_autoptr (ComityDataset) plain = comity_test_simulate (1500, -1.0, 16);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (plain);
  double *s = g_new (double, 1500);
  double y[1500];
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComitySpec) base = comity_spec_new ("y ~ x");
  static const char *const sets[] = { "", "I(2*x)", "s", NULL };
  ComitySpecCurveOptions options = { .base = base, .focal = "x", .sets = sets, .samples = samples };
  g_autoptr (ComitySpecCurve) curve = NULL;
  const guint32 *order;

  comity_column_read_doubles (comity_dataset_require_column (plain, "y", NULL), 0, 1500, y);
  for (gsize i = 0; i < 1500; i++)
    s[i] = y[i] == 1.0 && i % 3 == 0;
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("s", COMITY_COLUMN_DOUBLE, 1500, s));
  dataset = comity_dataset_builder_end (builder);
  curve = make_curve (&options, NULL, dataset);
  g_assert_cmpuint (comity_spec_curve_get_n (curve), ==, 9);
  g_assert_true (comity_spec_curve_peek_point (curve, 0)->estimated);
  /* 2x comes after x, which stays. */
  g_assert_true (comity_spec_curve_peek_point (curve, 1)->estimated);
  g_assert_cmpint (comity_spec_curve_peek_point (curve, 2)->status, ==, COMITY_FIT_SEPARATED);
  g_assert_false (comity_spec_curve_peek_point (curve, 2)->estimated);
  g_assert_nonnull (strstr (comity_spec_curve_peek_point (curve, 2)->problem, "s predicts"));
  g_assert_nonnull (strstr (comity_spec_curve_peek_point (curve, 3)->problem, "No row"));
  g_assert_cmpint (comity_spec_curve_peek_point (curve, 6)->status, ==, COMITY_FIT_NO_EVENTS);
  g_assert_cmpuint (comity_spec_curve_peek_summary (curve)->n_estimated, ==, 2);
  order = comity_spec_curve_peek_order (curve);
  g_assert_cmpuint (order[0], <, 2);
  for (gsize i = 2; i < 9; i++)
    g_assert_nonnull (comity_spec_curve_peek_point (curve, order[i])->problem);
}

/* A focal term that others give. */
static void
test_collinear_focal (void)
{
  static const char *const sets[] = { "", "d", NULL };
  g_autoptr (ComityDataset) dataset = comity_test_simulate (1500, -1.0, 17);
  g_autoptr (ComitySpec) base = comity_spec_new ("y ~ z + I(2*z+1) + x");
  ComitySpecCurveOptions options = { .base = base, .focal = "I(2*z+1)", .sets = sets };
  g_autoptr (ComitySpecCurve) curve = make_curve (&options, NULL, dataset);

  g_assert_cmpuint (comity_spec_curve_peek_summary (curve)->n_estimated, ==, 0);
  g_assert_nonnull (strstr (comity_spec_curve_peek_point (curve, 0)->problem, "collinear with z"));
  g_assert_true (isnan (comity_spec_curve_peek_summary (curve)->observed.median));
}

static void
refuse (const ComitySpecCurveOptions *options, ComityDataset *dataset, const char *part)
{
  g_autoptr (ComityWorkbench) bench = comity_workbench_new (NULL, dataset, COMITY_WORKBENCH_BYTES);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (comity_spec_curve_check (options, bench, &error), ==, 0);
  g_assert_nonnull (error);
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” lacks “%s”", error->message, part);
}

static void
test_refusals (void)
{
  static const char *const twice[] = { "z", "z", NULL };
  static const char *const focal[] = { "x", NULL };
  static const char *const nothing[] = { "nothing", NULL };
  static const char *const vces[] = { "cluster", "magic", NULL };
  static const char *const models[] = { "oracle", NULL };
  static const char *many[20];
  g_autoptr (ComityDataset) dataset = comity_test_simulate (100, 0.0, 18);
  g_autoptr (ComitySpec) base = comity_spec_new ("y ~ x");
  ComitySpecCurveOptions options = { .base = base, .focal = "x" };
  char names[17][8];

  options.optional = twice;
  refuse (&options, dataset, "named twice");
  options.optional = focal;
  refuse (&options, dataset, "in the formula already");
  options.optional = nothing;
  refuse (&options, dataset, "nothing");
  for (int i = 0; i < 17; i++)
    {
      g_snprintf (names[i], sizeof names[i], "v%d", i);
      many[i] = names[i];
    }
  options.optional = many;
  refuse (&options, dataset, "131072 specifications");
  options.optional = NULL;
  options.vces = vces;
  refuse (&options, dataset, "magic");
  options.vces = NULL;
  options.estimators = models;
  refuse (&options, dataset, "oracle");
  options.estimators = NULL;
  options.focal = "z";
  refuse (&options, dataset, "does not have the focal term z");
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_usleep (30000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (100000, -4.0, 19);
  g_autoptr (ComitySpec) base = comity_spec_new ("y ~ x");
  static const char *const terms[] = { "z",      "d",   "I(x^2)", "I(x^3)", "I(z^2)",
                                       "I(z^3)", "x:z", "x:d",    "z:d",    NULL };
  ComitySpecCurveOptions options = { .base = base, .focal = "x", .optional = terms };

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (ComityWorkbench) bench =
          comity_workbench_new (NULL, dataset, COMITY_WORKBENCH_BYTES);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
      g_autoptr (GError) error = NULL;
      GThread *thread = g_thread_new ("cancel", cancel_in_thread, cancellable);

      options.n_permutations = i ? 10 : 0;
      g_assert_null (comity_spec_curve_new (&options, bench, progress, &error));
      g_thread_join (thread);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

/* Five rows, least squares, 120 orders: the test is a count that can be made by hand from the
 * closed form b = S_xy / S_xx. */
static void
test_enumeration (void)
{
  static const double x[] = { 1.0, 2.0, 3.5, 5.0, 7.0 };
  static const double y[] = { 0.3, 1.9, 2.2, 4.6, 5.1 };
  g_autoptr (ComityDataset) dataset =
      comity_test_parse_data ("y,x\n0.3,1\n1.9,2\n2.2,3.5\n4.6,5\n5.1,7\n");
  g_autoptr (ComitySpec) base = comity_spec_new ("y ~ x");
  ComitySpecCurveOptions options = { .base = base, .focal = "x", .n_permutations = 50 };
  g_autoptr (ComitySpecCurve) curve = NULL;
  const ComityCurveSummary *summary;
  double observed = 0.0;
  int as_far = 0;
  int total = 0;

  g_free (base->estimator);
  base->estimator = g_strdup ("lpm");
  curve = make_curve (&options, NULL, dataset);
  summary = comity_spec_curve_peek_summary (curve);
  for (int i = 0; i < 5; i++)
    observed += (x[i] - 3.7) * (y[i] - 2.82);
  for (int code = 0; code < 3125; code++)
    {
      int seen = 0;
      double sxy = 0.0;

      for (int i = 0, rest = code; i < 5; i++, rest /= 5)
        {
          seen |= 1 << rest % 5;
          sxy += (x[rest % 5] - 3.7) * (y[i] - 2.82);
        }
      total += seen == 31;
      as_far += seen == 31 && fabs (sxy) >= fabs (observed) * (1.0 - 1e-9);
    }
  g_assert_true (summary->exact);
  g_assert_false (summary->by_states);
  g_assert_cmpint (total, ==, 120);
  g_assert_cmpuint (summary->n_permutations, ==, 120);
  comity_test_assert_close (summary->p.median, as_far / 120.0, 1e-12);
}

/* A panel of five states: the curve's test of one specification against a loop over all orders that
 * permutes the column here and estimates anew. */
static void
test_states (void)
{
  g_autoptr (GString) csv = g_string_new ("ccode1,ccode2,year,y,x,z\n");
  g_autoptr (GRand) random = g_rand_new_with_seed (21);
  static const char *const terms[] = { "z", NULL };
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComitySpec) base = comity_spec_new ("y ~ x");
  ComitySpecCurveOptions options = { .base = base,
                                     .focal = "x",
                                     .optional = terms,
                                     .n_permutations = 10,
                                     .exchange = COMITY_EXCHANGE_ALL };
  g_autoptr (ComitySpecCurve) curve = NULL;
  g_autoptr (GError) error = NULL;
  const ComityCurveSummary *summary;
  double values[5][5][3];
  double y[5][5][3];
  double z[5][5][3];
  int order[5] = { 0, 1, 2, 3, 4 };
  int as_far = 0;
  int total = 0;
  ComityRoles roles;

  for (int a = 0; a < 5; a++)
    for (int b = a + 1; b < 5; b++)
      for (int t = 0; t < 3; t++)
        {
          values[a][b][t] = values[b][a][t] = g_rand_double (random);
          z[a][b][t] = g_rand_double (random);
          y[a][b][t] = 0.8 * values[a][b][t] + z[a][b][t] + g_rand_double (random);
          g_string_append_printf (csv, "%d,%d,%d,%.17g,%.17g,%.17g\n", 2 + a, 2 + b, 1990 + t,
                                  y[a][b][t], values[a][b][t], z[a][b][t]);
        }
  dataset = comity_test_parse_data (csv->str);
  comity_roles_guess (dataset, &roles);
  panel = comity_panel_new (dataset, &roles, NULL, NULL, &error);
  g_assert_no_error (error);
  g_free (base->estimator);
  base->estimator = g_strdup ("lpm");
  curve = make_curve (&options, panel, dataset);
  summary = comity_spec_curve_peek_summary (curve);
  g_assert_true (summary->exact);
  g_assert_true (summary->by_states);
  g_assert_cmpuint (summary->n_permutations, ==, 120);
  comity_test_assert_close (summary->kept, 1.0, 1e-12);
  for (int code = 0; code < 3125; code++)
    {
      g_autoptr (GString) permuted = g_string_new ("y,x,z\n");
      g_autoptr (ComityDataset) data = NULL;
      g_autoptr (ComityFit) with = NULL;
      g_autoptr (ComityFit) without = NULL;
      int seen = 0;
      double median;

      for (int i = 0, rest = code; i < 5; i++, rest /= 5)
        {
          order[i] = rest % 5;
          seen |= 1 << order[i];
        }
      if (seen != 31)
        continue;
      for (int a = 0; a < 5; a++)
        for (int b = a + 1; b < 5; b++)
          for (int t = 0; t < 3; t++)
            g_string_append_printf (permuted, "%.17g,%.17g,%.17g\n", y[a][b][t],
                                    values[order[a]][order[b]][t], z[a][b][t]);
      data = comity_test_parse_data (permuted->str);
      {
        g_autoptr (ComitySpec) spec = comity_spec_copy (base);

        without = comity_test_fit_spec (data, spec);
        g_free (spec->formula);
        spec->formula = g_strdup ("y ~ x + z");
        with = comity_test_fit_spec (data, spec);
      }
      median = 0.5 * (comity_fit_peek_coefficient (without, 1)->estimate +
                      comity_fit_peek_coefficient (with, 1)->estimate);
      as_far += fabs (median) >= fabs (summary->observed.median) * (1.0 - 1e-9);
      total++;
    }
  g_assert_cmpint (total, ==, 120);
  comity_test_assert_close (summary->p.median, as_far / 120.0, 1e-12);
}

/* Drawn permutations: a seed's own, whatever the threads. */
static void
test_drawn (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (300, 0.0, 22);
  g_autoptr (ComitySpec) base = comity_spec_new ("y ~ x");
  ComitySpecCurveOptions options = {
    .base = base, .focal = "x", .optional = optional, .n_permutations = 19, .seed = 3
  };
  ComityCurveJoint p[3];

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (ComitySpecCurve) curve = NULL;

      base->n_threads = i == 0 ? 1 : 4;
      options.seed = i < 2 ? 3 : 4;
      curve = make_curve (&options, NULL, dataset);
      p[i] = comity_spec_curve_peek_summary (curve)->p;
      g_assert_false (comity_spec_curve_peek_summary (curve)->exact);
      g_assert_cmpfloat (p[i].median, >=, 1.0 / 20.0);
    }
  g_assert_true (memcmp (&p[0], &p[1], sizeof p[0]) == 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/spec-curve/separate", test_separate);
  g_test_add_func ("/model/spec-curve/warm", test_warm);
  g_test_add_func ("/model/spec-curve/own-rows", test_own_rows);
  g_test_add_func ("/model/spec-curve/threads", test_threads);
  g_test_add_func ("/model/spec-curve/preview", test_preview);
  g_test_add_func ("/model/spec-curve/problems", test_problems);
  g_test_add_func ("/model/spec-curve/collinear-focal", test_collinear_focal);
  g_test_add_func ("/model/spec-curve/refusals", test_refusals);
  g_test_add_func ("/model/spec-curve/cancel", test_cancel);
  g_test_add_func ("/model/spec-curve/enumeration", test_enumeration);
  g_test_add_func ("/model/spec-curve/states", test_states);
  g_test_add_func ("/model/spec-curve/drawn", test_drawn);
  return g_test_run ();
}
