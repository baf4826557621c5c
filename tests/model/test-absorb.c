/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Absorbed fixed effects against R's plm, Stata's factors and glm with dummies, and against what
 * they must equal: the same model with the dummies written out. */
#include "config.h"

#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

static ComitySpec *
make_spec (const char *estimator, const char *formula, const char *absorb, ComityVce vce)
{
  ComitySpec *spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  spec->vce = vce;
  comity_spec_set_absorb (spec, absorb);
  return spec;
}

static double
find_extra (ComityFit *fit, const char *name)
{
  for (gsize i = 0; i < comity_fit_get_n_extras (fit); i++)
    {
      double value;

      if (strcmp (comity_fit_peek_extra (fit, i, &value), name) == 0)
        return value;
    }
  g_assert_not_reached ();
}

static void
test_within (void)
{
  static const struct
  {
    ComityVce vce;
    gboolean stata;
    const char *key;
  } kinds[] = { { COMITY_VCE_CLASSICAL, TRUE, "classical" },
                { COMITY_VCE_CLUSTER, FALSE, "CR0" },
                { COMITY_VCE_CLUSTER, TRUE, "stata_xtreg_fe_cluster" },
                { COMITY_VCE_CLUSTER, TRUE, "reghdfe_cluster" } };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "lpm_within.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("fe_panel.csv");

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (ComitySpec) spec = make_spec ("lpm", "y ~ x1 + x2 + x3 + z", "id", kinds[k].vce);
      g_autoptr (ComityFit) fit = NULL;
      const char *reason;

      spec->stata_small_sample = kinds[k].stata;
      if (kinds[k].vce == COMITY_VCE_CLUSTER)
        comity_spec_set_clusters (spec, "id");
      fit = comity_test_fit_spec (dataset, spec);
      comity_test_check_coefficients (fit, expected, 1e-9);
      comity_test_check_errors (fit, expected, kinds[k].key, 1e-9);
      comity_test_assert_close (find_extra (fit, "r2_within"),
                                comity_test_number (comity_test_find (expected, "r2_within", NULL)),
                                1e-9);
      g_assert_cmpstr (comity_fit_peek_omitted (fit, 0, &reason), ==, "z");
      g_assert_cmpstr (reason, ==, "given by the absorbed fixed effects");
      g_assert_nonnull (
          strstr (comity_fit_peek_vce_sentence (fit), "Fixed effects of id (80) absorbed; "));
    }
}

/* Of two groupings one lies within the clusters: it takes no degrees of freedom, the other all its
 * levels with the constant's, whichever is named first (reghdfe's rule). */
static void
test_nested_beside_another (void)
{
  static const char *const orders[] = { "id,t", "t,id" };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("fe_panel.csv");

  for (gsize o = 0; o < G_N_ELEMENTS (orders); o++)
    {
      g_autoptr (ComitySpec) spec = make_spec ("lpm", "y ~ x1 + x2 + x3", orders[o],
                                               COMITY_VCE_CLUSTER);
      g_autoptr (ComityFit) with = NULL;
      g_autoptr (ComityFit) without = NULL;
      gsize n_ids, n_years;
      double n, factor;

      comity_spec_set_clusters (spec, "id");
      with = comity_test_fit_spec (dataset, spec);
      spec->stata_small_sample = FALSE;
      without = comity_test_fit_spec (dataset, spec);
      comity_fit_peek_clustering (with, 0, &n_ids);
      n = (double) comity_fit_peek_numbers (with)->n;
      n_years = 10;
      g_assert_nonnull (strstr (comity_fit_peek_vce_sentence (with), "t (10)"));
      factor = (double) n_ids / (double) (n_ids - 1) * (n - 1.0) / (n - 3.0 - (double) n_years);
      for (gsize j = 0; j < 3; j++)
        comity_test_assert_close (comity_fit_peek_coefficient (with, j)->std_error,
                                  comity_fit_peek_coefficient (without, j)->std_error *
                                      sqrt (factor),
                                  1e-12);
    }
}

/* The same terms of two fits. */
static void
compare (ComityFit *a, ComityFit *b, gsize n_terms, double tolerance)
{
  for (gsize j = 0; j < n_terms; j++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (a, j);
      gssize at = comity_fit_find_term (b, c->term);
      const ComityCoefficient *d;

      g_assert_cmpint (at, >=, 0);
      d = comity_fit_peek_coefficient (b, (gsize) at);
      comity_test_assert_close (c->estimate, d->estimate, tolerance);
      comity_test_assert_close (c->std_error, d->std_error, tolerance);
      comity_test_assert_close (c->p_value, d->p_value, tolerance);
    }
}

/* Counts of 12 groups. x is a constant of the group, but for some rows with outcome 0 where it is
 * larger (by one, or by anything from 0.001 to 1 when @graded): only together with the fixed effects
 * does it foretell these, by itself it lies between the others. */
static ComityDataset *
make_separated (gboolean graded)
{
  g_autoptr (GString) csv = g_string_new ("y,x,z,g,doomed\n");
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (int g = 0; g < 12; g++)
    for (int i = 0; i < 15; i++)
      {
        double z = g_rand_double_range (rand, -1.0, 1.0);
        double mean = exp (0.3 * (g % 4) + 0.5 * z);
        gboolean doomed = i < 2;
        double more = !doomed ? 0.0 : graded ? pow (10.0, -3.0 * (g * 2 + i) / 23.0) : 1.0;
        int y = 0;

        for (double p = g_rand_double (rand); !doomed && p > exp (-mean) && y < 30; y++)
          p *= g_rand_double (rand);
        g_string_append_printf (csv, "%d,%.17g,%.17g,%d,%d\n", y, g % 3 + more, z, g, doomed);
      }
  return comity_test_parse_data (csv->str);
}

/* Separation by a term with the fixed effects: the rows go, the term goes with them, and the rest is
 * the fit without these rows. */
static void
test_separated (void)
{
  for (int graded = 0; graded < 2; graded++)
    {
      g_autoptr (ComityDataset) dataset = make_separated (graded);
      g_autoptr (ComitySpec) spec = make_spec ("poisson", "y ~ z + x", "g", COMITY_VCE_HC0);
      g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, spec);
      g_autoptr (ComityFit) rest = NULL;
      gsize lost = 0;

      spec->where = g_strdup ("doomed == 0");
      rest = comity_test_fit_spec (dataset, spec);
      g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
      g_assert_true (comity_test_has_warning (fit, "24 rows were left out: the terms together with"));
      g_assert_cmpuint (comity_fit_peek_numbers (fit)->n, ==, comity_fit_peek_numbers (rest)->n);
      g_assert_cmpuint (comity_fit_peek_numbers (fit)->n_dropped, >=, 24);
      for (gsize i = 0; i < comity_fit_get_n_drops (fit); i++)
        if (strcmp (comity_fit_peek_drop (fit, i)->variable, "separated, with g") == 0)
          lost = comity_fit_peek_drop (fit, i)->rows;
      g_assert_cmpuint (lost, ==, 24);
      g_assert_cmpuint (comity_fit_get_n_terms (fit), ==, 1);
      g_assert_cmpuint (comity_fit_get_n_omitted (fit), ==, 1);
      compare (fit, rest, 1, 1e-10);
    }
}

static void
test_ppml (void)
{
  static const struct
  {
    ComityVce vce;
    gboolean stata;
    const char *key;
  } kinds[] = { { COMITY_VCE_CLASSICAL, TRUE, "classical" },
                { COMITY_VCE_HC0, TRUE, "HC0" },
                { COMITY_VCE_HC1, TRUE, "HC1" },
                { COMITY_VCE_ROBUST, TRUE, "stata_robust" },
                { COMITY_VCE_CLUSTER, FALSE, "CR0" },
                { COMITY_VCE_CLUSTER, TRUE, "stata_cluster" } };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "ppml_fe.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("gravity.csv");

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (ComitySpec) spec = make_spec ("poisson", "trade ~ lndist + contig + rta",
                                               "exporter, importer", kinds[k].vce);
      g_autoptr (ComityFit) fit = NULL;

      spec->stata_small_sample = kinds[k].stata;
      if (kinds[k].vce == COMITY_VCE_CLUSTER)
        comity_spec_set_clusters (spec, "pair");
      fit = comity_test_fit_spec (dataset, spec);
      g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
      comity_test_check_coefficients (fit, expected, 1e-8);
      comity_test_check_errors (fit, expected, kinds[k].key, 1e-7);
      g_assert_true (isnan (comity_fit_peek_numbers (fit)->lr_chi2));
    }
}

/* Two ways, unbalanced, weighted, with an offset, every covariance: as with the dummies. */
static void
test_dummies (void)
{
  static const struct
  {
    const char *estimator, *formula, *weights;
    ComityVce vce;
    gboolean stata;
  } cases[] = {
    { "lpm", "y ~ x1 + x2 + x3", NULL, COMITY_VCE_CLASSICAL, TRUE },
    { "lpm", "y ~ x1 + x2 + x3", NULL, COMITY_VCE_HC0, TRUE },
    { "lpm", "y ~ x1 + x2 + x3", NULL, COMITY_VCE_HC1, TRUE },
    { "lpm", "y ~ x1 + x2 + x3", NULL, COMITY_VCE_ROBUST, TRUE },
    { "lpm", "y ~ x1 + x2 + x3", NULL, COMITY_VCE_CLUSTER, FALSE },
    { "lpm", "y ~ x1 + x2 + x3", "w", COMITY_VCE_ROBUST, TRUE },
    { "poisson", "y ~ x1 + x2 + offset(x3)", NULL, COMITY_VCE_CLASSICAL, TRUE },
    { "poisson", "y ~ x1 + x2 + offset(x3)", NULL, COMITY_VCE_HC1, TRUE },
    { "poisson", "y ~ x1 + x2 + offset(x3)", "w", COMITY_VCE_ROBUST, TRUE },
    { "poisson", "y ~ x1 + x2 + x3", NULL, COMITY_VCE_CLUSTER, TRUE },
  };
  g_autoptr (ComityDataset) source = comity_test_load_data ("fe_panel.csv");
  gsize n = comity_dataset_get_n_rows (source);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (source);
  g_autoptr (ComityDataset) dataset = NULL;
  ComityColumn *id = comity_dataset_require_column (source, "id", NULL);
  double *w = g_new (double, n);
  double *g = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      w[i] = 0.5 + (double) (i * 7 % 11);
      g[i] = (double) comity_column_get_code (id, i);
    }
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("g", COMITY_COLUMN_DOUBLE, n, g));
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("w", COMITY_COLUMN_DOUBLE, n, w));
  dataset = comity_dataset_builder_end (builder);
  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autofree char *long_formula =
          g_strconcat (cases[k].formula, " + factor(g) + factor(t)", NULL);
      g_autoptr (ComitySpec) swept =
          make_spec (cases[k].estimator, cases[k].formula, "g,t", cases[k].vce);
      g_autoptr (ComitySpec) written =
          make_spec (cases[k].estimator, long_formula, NULL, cases[k].vce);
      g_autoptr (ComityFit) a = NULL;
      g_autoptr (ComityFit) b = NULL;
      ComitySpec *specs[] = { swept, written };

      for (gsize s = 0; s < 2; s++)
        {
          specs[s]->weights = g_strdup (cases[k].weights);
          specs[s]->stata_small_sample = cases[k].stata;
          /* Groups without events leave PPML by themselves; the dummies need help. */
          if (cases[k].estimator[0] == 'p')
            specs[s]->where = g_strdup ("x3 > -0.5");
          if (cases[k].vce == COMITY_VCE_CLUSTER)
            comity_spec_set_clusters (specs[s], "x2");
        }
      a = comity_test_fit_spec (dataset, swept);
      b = comity_test_fit_spec (dataset, written);
      g_assert_cmpint (comity_fit_get_status (a), ==, COMITY_FIT_CONVERGED);
      if (cases[k].estimator[0] == 'l')
        {
          compare (a, b, 3, 1e-8);
          comity_test_assert_close (comity_fit_peek_numbers (a)->log_likelihood,
                                    comity_fit_peek_numbers (b)->log_likelihood, 1e-9);
          comity_test_assert_close (comity_fit_peek_numbers (a)->pseudo_r2,
                                    comity_fit_peek_numbers (b)->pseudo_r2, 1e-9);
          comity_test_assert_close (comity_fit_peek_numbers (a)->aic,
                                    comity_fit_peek_numbers (b)->aic, 1e-9);
        }
      else
        {
          g_autoptr (ComityFit) same = NULL;

          /* The dummies' model on the rows that were kept. */
          g_assert_cmpuint (comity_fit_peek_numbers (a)->n, <, comity_fit_peek_numbers (b)->n);
          g_assert_true (comity_test_has_warning (a, "the outcome is 0 in all of their group"));
          {
            g_autoptr (ComityDataset) kept = NULL;
            g_autofree guint32 *list = g_new (guint32, n);
            gsize n_kept = 0;

            for (gsize i = 0; i < n; i++)
              if (comity_fit_uses_row (a, i))
                list[n_kept++] = (guint32) i;
            g_assert_cmpuint (n_kept, ==, comity_fit_peek_numbers (a)->n);
            kept = comity_test_gather (dataset, list, n_kept);
            g_clear_pointer (&written->where, g_free);
            same = comity_test_fit_spec (kept, written);
          }
          compare (a, same, 2, 1e-7);
          comity_test_assert_close (comity_fit_peek_numbers (a)->log_likelihood,
                                    comity_fit_peek_numbers (same)->log_likelihood, 1e-9);
        }
    }
}

/* Rows alone in a group go, and with them those that are then alone; what is left is as without
 * them. */
static void
test_singletons (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data (
      "y,x,a,b\n1,1,1,1\n0,2,1,1\n1,4,1,2\n0,3,2,2\n1,5,2,1\n1,2,2,2\n1,9,3,4\n0,8,4,4\n1,7,5,1\n");
  g_autoptr (ComitySpec) spec = make_spec ("lpm", "y ~ x", "a,b", COMITY_VCE_CLASSICAL);
  g_autoptr (ComitySpec) some = make_spec ("lpm", "y ~ x", "a,b", COMITY_VCE_CLASSICAL);
  g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, spec);
  g_autoptr (ComityFit) rest = NULL;

  some->where = g_strdup ("a < 3");
  rest = comity_test_fit_spec (dataset, some);
  g_assert_true (comity_test_has_warning (fit, "3 rows were left out: each is the only one of its "
                                               "group of a and b (a singleton)"));
  g_assert_cmpuint (comity_fit_peek_numbers (fit)->n, ==, 6);
  g_assert_cmpuint (comity_fit_peek_numbers (fit)->n_dropped, ==, 3);
  g_assert_false (comity_fit_uses_row (fit, 6));
  compare (fit, rest, 1, 1e-12);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *estimator, *part;
    ComityVce vce;
  } cases[] = {
    { "logit", "with clogit, or use lpm", COMITY_VCE_CLASSICAL },
    { "firth", "with clogit, or use lpm", COMITY_VCE_CLASSICAL },
    { "negbin", "factor (column)", COMITY_VCE_CLASSICAL },
    { "lpm", "need the leverage", COMITY_VCE_HC3 },
  };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("fe_panel.csv");
  g_autoptr (ComitySpec) unknown = make_spec ("lpm", "y ~ x1", "nobody", COMITY_VCE_CLASSICAL);
  g_autofree char *message = comity_test_refuse (dataset, unknown, COMITY_MODEL_ERROR_COLUMN);

  g_assert_nonnull (strstr (message, "nobody"));
  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autoptr (ComitySpec) spec = make_spec (cases[k].estimator, "y ~ x1", "id", cases[k].vce);
      g_autofree char *sentence = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_SPEC);

      if (strstr (sentence, cases[k].part) == NULL)
        g_error ("“%s” does not say “%s”.", sentence, cases[k].part);
    }
}

/* The same bits whatever the threads, and a cancelled fit is no fit. */
static void
test_threads (void)
{
  static const char *const estimators[] = { "lpm", "poisson" };
  g_autoptr (ComityDataset) dataset = comity_test_simulate (3000, -1.0, 5);

  for (gsize e = 0; e < 2; e++)
    {
      g_autoptr (ComitySpec) one = make_spec (estimators[e], "y ~ x + z", "id,d", COMITY_VCE_HC1);
      g_autoptr (ComitySpec) three = comity_spec_copy (one);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityFit) a = NULL;
      g_autoptr (ComityFit) b = NULL;

      one->n_threads = 1;
      three->n_threads = 3;
      a = comity_test_fit_spec (dataset, one);
      b = comity_test_fit_spec (dataset, three);
      for (gsize j = 0; j < 2; j++)
        {
          g_assert_true (comity_fit_peek_coefficient (a, j)->estimate ==
                         comity_fit_peek_coefficient (b, j)->estimate);
          g_assert_true (comity_fit_peek_coefficient (a, j)->std_error ==
                         comity_fit_peek_coefficient (b, j)->std_error);
        }
      g_cancellable_cancel (cancellable);
      g_assert_null (comity_fit_new_for_dataset (one, dataset, progress, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/absorb/within", test_within);
  g_test_add_func ("/model/absorb/ppml", test_ppml);
  g_test_add_func ("/model/absorb/dummies", test_dummies);
  g_test_add_func ("/model/absorb/singletons", test_singletons);
  g_test_add_func ("/model/absorb/refusals", test_refusals);
  g_test_add_func ("/model/absorb/threads", test_threads);
  g_test_add_func ("/model/absorb/nested-beside-another", test_nested_beside_another);
  g_test_add_func ("/model/absorb/separated", test_separated);
  return g_test_run ();
}
