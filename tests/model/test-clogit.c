/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conditional logit against R's clogit (exact) and Stata's, and against what it must equal: a
 * logit of differences in pairs, and itself with events and non-events exchanged. */
#include "config.h"

#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

static ComitySpec *
make_spec (const char *formula, const char *group)
{
  ComitySpec *spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup ("clogit");
  spec->group = g_strdup (group);
  return spec;
}

static double
number (JsonNode *expected, const char *name)
{
  return comity_test_number (comity_test_find (expected, name, NULL));
}

static void
test_panel (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "clogit_fe.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("fe_panel.csv");
  g_autoptr (ComitySpec) spec = make_spec ("y ~ x1 + x2 + x3 + z", "id");
  g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, spec);
  const ComityFitNumbers *numbers = comity_fit_peek_numbers (fit);
  const char *reason;

  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
  comity_test_check_coefficients (fit, expected, 1e-8);
  comity_test_check_errors (fit, expected, "classical", 1e-6);
  comity_test_assert_close (numbers->log_likelihood, number (expected, "loglik"), 1e-8);
  comity_test_assert_close (numbers->log_likelihood_null, number (expected, "loglik_null"), 1e-8);
  comity_test_assert_close (numbers->lr_chi2, number (expected, "lr_chi2"), 1e-6);
  comity_test_assert_close (numbers->pseudo_r2, number (expected, "mcfadden"), 1e-8);
  g_assert_cmpuint (numbers->n, ==, (gsize) number (expected, "n_used"));
  g_assert_cmpuint (numbers->n_dropped, ==, (gsize) number (expected, "n_dropped"));
  g_assert_cmpuint (numbers->n_read, ==, (gsize) number (expected, "n_all"));
  g_assert_true (comity_test_has_warning (fit, "22 of 80 groups of id (106 rows) were left out"));
  g_assert_cmpstr (comity_fit_peek_omitted (fit, 0, &reason), ==, "z");
  g_assert_cmpstr (reason, ==, "constant within every group");
}

/* R's clogit (method = "breslow", "efron"): approximations, which count groups of events alone. */
static void
test_ties (void)
{
  static const char *const names[] = { "breslow", "efron", "exact" };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "clogit_ties.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("fe_panel.csv");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonNode *expected = comity_test_find (root, names[i], NULL);
      g_autoptr (ComitySpec) spec = make_spec ("y ~ x1 + x2 + x3", "id");
      g_autoptr (ComityFit) fit = NULL;

      spec->grouped_ties = TRUE;
      g_assert_true (comity_ties_from_name (names[i], &spec->ties));
      fit = comity_test_fit_spec (dataset, spec);
      comity_test_check_coefficients (fit, expected, 1e-8);
      for (gsize j = 0; j < 3; j++)
        comity_test_assert_close (comity_fit_peek_coefficient (fit, j)->std_error,
                                  comity_test_element (comity_test_find (expected, "se", NULL), j),
                                  1e-6);
      comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood,
                                number (expected, "loglik"), 1e-8);
      comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood_null,
                                number (expected, "loglik_null"), 1e-8);
      g_assert_cmpint (comity_test_has_warning (fit, "approximation"), ==, i < 2);
    }
}

static void
test_infert (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "public_infert.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("infert.csv");
  g_autoptr (ComitySpec) spec = make_spec ("case ~ spontaneous + induced", "stratum");
  g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, spec);

  comity_test_check_coefficients (fit, expected, 1e-8);
  for (gsize i = 0; i < 2; i++)
    comity_test_assert_close (comity_fit_peek_coefficient (fit, i)->std_error,
                              comity_test_element (comity_test_find (expected, "se", NULL), i),
                              1e-6);
  comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood,
                            number (expected, "loglik"), 1e-8);
  comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood_null,
                            number (expected, "loglik_null"), 1e-8);
}

static void
test_stata (void)
{
  static const char *const formulas[] = { "y ~ x1", "y ~ x1 + x2" };
  static const char *const keys[] = { "x1_only", "x1_x2" };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "stata_clogit_tiny.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("clogit_tiny.csv");

  for (gsize i = 0; i < 2; i++)
    {
      JsonNode *expected = comity_test_find (root, "expected", keys[i], NULL);
      g_autoptr (ComitySpec) spec = make_spec (formulas[i], "g");
      g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, spec);

      for (gsize j = 0; j <= i; j++)
        {
          const ComityCoefficient *c = comity_fit_peek_coefficient (fit, j);

          comity_test_assert_close (
              c->estimate, comity_test_element (comity_test_find (expected, "coef", NULL), j),
              1e-8);
          comity_test_assert_close (
              c->std_error, comity_test_element (comity_test_find (expected, "se", NULL), j), 1e-6);
        }
      comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood,
                                number (expected, "loglik"), 1e-8);
    }
}

/* Pairs of which one has the event are a logit of the differences without a constant; two events of
 * three are one non-event of three. Estimates, log likelihood and every covariance must agree. */
static void
test_equalities (void)
{
  g_autoptr (ComityDataset) source = comity_test_simulate (1200, -0.3, 7);
  ComityColumn *x = comity_dataset_require_column (source, "x", NULL);
  ComityColumn *z = comity_dataset_require_column (source, "z", NULL);
  ComityColumn *y = comity_dataset_require_column (source, "y", NULL);
  g_autoptr (GString) pairs = g_string_new ("g,y,x,z\n");
  g_autoptr (GString) differences = g_string_new ("one,x,z,g\n");
  g_autoptr (GString) triples = g_string_new ("g,y,x,z,no,mx,mz\n");
  const char *const vces[] = { "classical", "cluster" };

  for (gsize i = 0; i + 1 < 1200; i += 2)
    {
      gboolean first = comity_column_get_double (y, i) == 1.0;
      double dx = comity_column_get_double (x, i) - comity_column_get_double (x, i + 1);
      double dz = comity_column_get_double (z, i) - comity_column_get_double (z, i + 1);

      for (gsize k = 0; k < 2; k++)
        g_string_append_printf (pairs, "%u,%d,%.17g,%.17g\n", (guint) i, first == (k == 0),
                                comity_column_get_double (x, i + k),
                                comity_column_get_double (z, i + k));
      g_string_append_printf (differences, "%d,%.17g,%.17g,%u\n", first, dx, dz, (guint) i);
    }
  for (gsize i = 0; i + 2 < 1200; i += 3)
    for (gsize k = 0; k < 3; k++)
      {
        /* The last of three with most x and luck has no event. */
        gboolean event = k != (gsize) (comity_column_get_double (x, i) > 0.2) +
                                  (comity_column_get_double (y, i + 1) == 1.0);
        double a = comity_column_get_double (x, i + k);
        double b = comity_column_get_double (z, i + k);

        g_string_append_printf (triples, "%u,%d,%.17g,%.17g,%d,%.17g,%.17g\n", (guint) i, event, a,
                                b, !event, -a, -b);
      }
  {
    g_autoptr (ComityDataset) paired = comity_test_parse_data (pairs->str);
    g_autoptr (ComityDataset) differenced = comity_test_parse_data (differences->str);
    g_autoptr (ComityDataset) tripled = comity_test_parse_data (triples->str);

    for (gsize v = 0; v < G_N_ELEMENTS (vces); v++)
      {
        g_autoptr (ComitySpec) conditional = make_spec ("y ~ x + z", "g");
        g_autoptr (ComitySpec) plain = comity_spec_new ("one ~ x + z - 1");
        g_autoptr (ComitySpec) events = make_spec ("y ~ x + z", "g");
        g_autoptr (ComitySpec) others = make_spec ("no ~ mx + mz", "g");
        ComitySpec *specs[] = { conditional, plain, events, others };
        ComityDataset *data[] = { paired, differenced, tripled, tripled };
        g_autoptr (GPtrArray) fits =
            g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);

        for (gsize s = 0; s < 4; s++)
          {
            g_assert_true (comity_vce_from_name (vces[v], &specs[s]->vce));
            comity_spec_set_clusters (specs[s], v == 1 ? "g" : NULL);
            g_ptr_array_add (fits, comity_test_fit_spec (data[s], specs[s]));
          }
        for (gsize s = 0; s < 4; s += 2)
          {
            ComityFit *a = g_ptr_array_index (fits, s);
            ComityFit *b = g_ptr_array_index (fits, s + 1);

            comity_test_assert_close (comity_fit_peek_numbers (a)->log_likelihood,
                                      comity_fit_peek_numbers (b)->log_likelihood, 1e-9);
            for (gsize j = 0; j < 2; j++)
              {
                comity_test_assert_close (comity_fit_peek_coefficient (a, j)->estimate,
                                          comity_fit_peek_coefficient (b, j)->estimate, 1e-9);
                comity_test_assert_close (comity_fit_peek_coefficient (a, j)->std_error,
                                          comity_fit_peek_coefficient (b, j)->std_error, 1e-9);
              }
          }
      }
  }
}

/* Large groups with few events go by sums of powers, and their mirror image, all but few, by the
 * recursion: both must say the same. Luck gives some rows large odds. */
static void
test_moments (void)
{
  g_autoptr (ComityDataset) source = comity_test_simulate (4800, -3.0, 11);
  ComityColumn *x = comity_dataset_require_column (source, "x", NULL);
  ComityColumn *z = comity_dataset_require_column (source, "z", NULL);
  ComityColumn *y = comity_dataset_require_column (source, "y", NULL);
  const char *const vces[] = { "classical", "cluster" };

  for (int strength = 1; strength <= 9; strength += 4)
    {
      g_autoptr (GString) csv = g_string_new ("g,y,x,z,no,mx,mz\n");
      g_autoptr (ComityDataset) dataset = NULL;

      for (gsize i = 0; i < 4800; i++)
        {
          double a = comity_column_get_double (x, i);
          double b = comity_column_get_double (z, i);
          gboolean event = comity_column_get_double (y, i) == 1.0;

          /* Groups lie in each other, as years do in dyads. */
          a = event && i % 5 == 0 ? a + strength : a;
          g_string_append_printf (csv, "%u,%d,%.17g,%.17g,%d,%.17g,%.17g\n", (guint) (i % 8), event,
                                  a, b, !event, -a, -b);
        }
      dataset = comity_test_parse_data (csv->str);
      for (gsize v = 0; v < G_N_ELEMENTS (vces); v++)
        {
          g_autoptr (ComitySpec) events = make_spec ("y ~ x + z", "g");
          g_autoptr (ComitySpec) others = make_spec ("no ~ mx + mz", "g");
          g_autoptr (ComityFit) few = NULL;
          g_autoptr (ComityFit) many = NULL;

          g_assert_true (comity_vce_from_name (vces[v], &events->vce));
          g_assert_true (comity_vce_from_name (vces[v], &others->vce));
          if (v == 1)
            {
              comity_spec_set_clusters (events, "g");
              comity_spec_set_clusters (others, "g");
            }
          few = comity_test_fit_spec (dataset, events);
          many = comity_test_fit_spec (dataset, others);
          g_assert_cmpint (comity_fit_get_status (few), ==, COMITY_FIT_CONVERGED);
          g_assert_cmpint (comity_fit_get_status (many), ==, COMITY_FIT_CONVERGED);
          comity_test_assert_close (comity_fit_peek_numbers (few)->log_likelihood,
                                    comity_fit_peek_numbers (many)->log_likelihood, 1e-10);
          for (gsize j = 0; j < 2; j++)
            {
              const ComityCoefficient *a = comity_fit_peek_coefficient (few, j);
              const ComityCoefficient *b = comity_fit_peek_coefficient (many, j);

              comity_test_assert_close (a->estimate, b->estimate, 1e-9);
              comity_test_assert_close (a->std_error, b->std_error, 1e-9);
            }
        }
    }
}

/* Where the event is a group's last row, what only grows separates: it is named. */
static void
test_separation (void)
{
  g_autoptr (GString) csv = g_string_new ("g,y,t,x\n");
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComitySpec) spec = make_spec ("y ~ x + t", "g");
  g_autoptr (ComityFit) fit = NULL;

  for (int g = 0; g < 12; g++)
    for (int t = 0; t < 6; t++)
      g_string_append_printf (csv, "%d,%d,%d,%d\n", g, t == 5, t, (7 * g + 5 * t * t + 3) % 11);
  dataset = comity_test_parse_data (csv->str);
  fit = comity_test_fit_spec (dataset, spec);
  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_SEPARATED);
  g_assert_true (isinf (comity_fit_peek_coefficient (fit, 1)->estimate));
  g_assert_true (comity_test_has_warning (fit, "of t among"));
}

/* A row whose group is not known is in none of them. */
static void
test_missing_group (void)
{
  g_autoptr (GString) csv = g_string_new ("g,y,x,known\n");
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComitySpec) all = make_spec ("y ~ x", "g");
  g_autoptr (ComitySpec) known = make_spec ("y ~ x", "g");
  g_autoptr (ComityFit) first = NULL;
  g_autoptr (ComityFit) second = NULL;

  for (int g = 0; g < 12; g++)
    for (int t = 0; t < 6; t++)
      {
        if (t == 4)
          g_string_append_printf (csv, ",%d,%d,0\n", g % 2, g + t);
        else
          g_string_append_printf (csv, "%d,%d,%d,1\n", g, t == 1 + g % 3, (7 * g + 5 * t * t) % 11);
      }
  dataset = comity_test_parse_data (csv->str);
  known->where = g_strdup ("known == 1");
  first = comity_test_fit_spec (dataset, all);
  second = comity_test_fit_spec (dataset, known);
  g_assert_cmpint (comity_fit_get_status (first), ==, COMITY_FIT_CONVERGED);
  g_assert_cmpuint (comity_fit_peek_numbers (first)->n, ==, 60);
  g_assert_cmpuint (comity_fit_peek_numbers (first)->n_dropped, ==, 12);
  g_assert_cmpuint (comity_fit_peek_numbers (second)->n, ==, 60);
  g_assert_cmpfloat (comity_fit_peek_coefficient (first, 0)->estimate, ==,
                     comity_fit_peek_coefficient (second, 0)->estimate);
  g_assert_cmpfloat (comity_fit_peek_coefficient (first, 0)->std_error, ==,
                     comity_fit_peek_coefficient (second, 0)->std_error);
}

static void
test_refusals (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("fe_panel.csv");
  g_autoptr (ComitySpec) none = make_spec ("y ~ x1", NULL);
  g_autoptr (ComitySpec) row = make_spec ("y ~ x1", "id");
  g_autoptr (ComitySpec) divided = make_spec ("y ~ x1", "id");
  g_autoptr (ComitySpec) constant = make_spec ("I(x3 > -99) ~ x1", "id");
  g_autofree char *first = comity_test_refuse (dataset, none, COMITY_MODEL_ERROR_SPEC);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *fourth = NULL;

  row->vce = COMITY_VCE_HC0;
  comity_spec_set_clusters (divided, "x3");
  second = comity_test_refuse (dataset, row, COMITY_MODEL_ERROR_SPEC);
  third = comity_test_refuse (dataset, divided, COMITY_MODEL_ERROR_SPEC);
  fourth = comity_test_refuse (dataset, constant, COMITY_MODEL_ERROR_OUTCOME);
  g_assert_nonnull (strstr (first, "needs groups"));
  g_assert_nonnull (strstr (second, "not independent"));
  g_assert_nonnull (strstr (third, "divided between clusters of x3"));
  g_assert_nonnull (strstr (fourth, "does not vary within any"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/clogit/panel", test_panel);
  g_test_add_func ("/model/clogit/ties", test_ties);
  g_test_add_func ("/model/clogit/infert", test_infert);
  g_test_add_func ("/model/clogit/stata", test_stata);
  g_test_add_func ("/model/clogit/equalities", test_equalities);
  g_test_add_func ("/model/clogit/moments", test_moments);
  g_test_add_func ("/model/clogit/separation", test_separation);
  g_test_add_func ("/model/clogit/missing-group", test_missing_group);
  g_test_add_func ("/model/clogit/refusals", test_refusals);
  return g_test_run ();
}
