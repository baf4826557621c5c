/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates without a group against the fit of the rows that are left: exact for least squares,
 * one step away for a logit. */
#include "config.h"

#include "comity-test-fit.h"

#include "comity-influence.h"

#include <math.h>
#include <string.h>

#define FORMULA "sign ~ trade + mindem + samelaw + t + I(t^2)"

static const char *const states[] = { "state_a", "state_b" };

static ComityFit *
fit_where (ComityDataset *dataset, const char *estimator, const char *where)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (FORMULA);

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  spec->where = g_strdup (where);
  return comity_test_fit_spec (dataset, spec);
}

/* Every @every-th group's change, against the fit without its rows. */
static void
check_against_refits (const char *estimator, gsize n_columns, double tolerance)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit = fit_where (dataset, estimator, NULL);
  g_autoptr (ComityInfluence) influence = comity_influence_new (fit, states, n_columns, NULL, NULL);

  g_assert_nonnull (influence);
  g_assert_cmpuint (comity_influence_get_n (influence), ==, n_columns == 2 ? 24 : 23);
  for (gsize g = 0; g < comity_influence_get_n (influence); g += 5)
    {
      gsize n_rows;
      const char *state = comity_influence_peek_group (influence, g, &n_rows);
      g_autofree char *where =
          n_columns == 2 ? g_strdup_printf ("state_a != \"%s\" & state_b != \"%s\"", state, state)
                         : g_strdup_printf ("state_a != \"%s\"", state);
      g_autoptr (ComityFit) rest = fit_where (dataset, estimator, where);

      g_assert_cmpuint (comity_fit_peek_numbers (rest)->n + n_rows, ==,
                        comity_fit_peek_numbers (fit)->n);
      for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
        {
          const ComityCoefficient *c = comity_fit_peek_coefficient (fit, j);
          double change = comity_fit_peek_coefficient (rest, j)->estimate - c->estimate;

          g_assert_cmpfloat (fabs (comity_influence_peek_change (influence, g)[j] - change) /
                                 c->std_error,
                             <, tolerance);
        }
    }
}

static void
test_linear (void)
{
  check_against_refits ("lpm", 1, 1e-8);
  check_against_refits ("lpm", 2, 1e-8);
}

static void
test_logit (void)
{
  check_against_refits ("logit", 2, 0.05);
}

/* Rows and dyads alone, exact for least squares. */
static void
test_rows_and_dyads (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit = fit_where (dataset, "lpm", NULL);
  const ComityInfluenceGroups by_row = { COMITY_INFLUENCE_ROWS, { NULL, NULL } };
  const ComityInfluenceGroups by_dyad = { COMITY_INFLUENCE_DYADS, { "state_a", "state_b" } };
  g_autoptr (ComityInfluence) rows = comity_influence_new_for_groups (fit, &by_row, NULL, NULL);
  g_autoptr (ComityInfluence) dyads = comity_influence_new_for_groups (fit, &by_dyad, NULL, NULL);
  const char *label;
  g_autofree char *where = NULL;
  g_auto (GStrv) pair = NULL;
  g_autoptr (ComityFit) rest = NULL;
  gsize n_rows;

  g_assert_cmpuint (comity_influence_get_n (rows), ==, comity_fit_peek_numbers (fit)->n);
  g_assert_cmpuint (comity_influence_get_n (dyads), ==, 276);
  label = comity_influence_peek_group (dyads, 17, &n_rows);
  pair = g_strsplit (label, " – ", 2);
  where = g_strdup_printf ("!(state_a == \"%s\" & state_b == \"%s\")", pair[0], pair[1]);
  rest = fit_where (dataset, "lpm", where);
  g_assert_cmpuint (comity_fit_peek_numbers (rest)->n + n_rows, ==,
                    comity_fit_peek_numbers (fit)->n);
  for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
    comity_test_assert_close (comity_influence_peek_change (dyads, 17)[j],
                              comity_fit_peek_coefficient (rest, j)->estimate -
                                  comity_fit_peek_coefficient (fit, j)->estimate,
                              1e-9);
}

/* After a Cox model: one step near the fit without the group, and the same way. */
static void
test_cox (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("lung.csv");
  const ComityInfluenceGroups by_age = { COMITY_INFLUENCE_COLUMN, { "age", NULL } };
  g_autoptr (ComitySpec) spec = comity_spec_new ("Surv(time, event) ~ age + sex");
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityInfluence) influence = NULL;
  double squares[2] = { 0.0, 0.0 };
  double products = 0.0;

  g_free (spec->estimator);
  spec->estimator = g_strdup ("cox");
  fit = comity_test_fit_spec (dataset, spec);
  influence = comity_influence_new_for_groups (fit, &by_age, NULL, NULL);
  g_assert_nonnull (influence);
  for (gsize g = 0; g < comity_influence_get_n (influence); g += 4)
    {
      gsize n_rows;
      const char *age = comity_influence_peek_group (influence, g, &n_rows);
      g_autoptr (ComityFit) rest = NULL;

      g_free (spec->where);
      spec->where = g_strdup_printf ("age != %s", age);
      rest = comity_test_fit_spec (dataset, spec);
      for (gsize j = 0; j < 2; j++)
        {
          const ComityCoefficient *c = comity_fit_peek_coefficient (fit, j);
          double change = comity_fit_peek_coefficient (rest, j)->estimate - c->estimate;
          double ours;

          ours = comity_influence_peek_change (influence, g)[j] / c->std_error;
          change /= c->std_error;
          g_assert_cmpfloat (fabs (ours - change), <, 0.2);
          products += ours * change;
          squares[0] += ours * ours;
          squares[1] += change * change;
        }
    }
  g_assert_cmpfloat (products / sqrt (squares[0] * squares[1]), >, 0.97);
}

/* Without covariates the mean's jackknife over single rows is s / √n. */
static void
test_jackknife (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data ("y,id\n1,1\n4,2\n2,3\n8,4\n5,5\n");
  static const char *const id[] = { "id" };
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ 1");
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityInfluence) influence = NULL;

  g_free (spec->estimator);
  spec->estimator = g_strdup ("lpm");
  spec->vce = COMITY_VCE_JACKKNIFE;
  comity_spec_set_clusters (spec, "id");
  fit = comity_test_fit_spec (dataset, spec);
  influence = comity_influence_new (fit, id, 1, NULL, NULL);
  /* Σ (y − 4)² = 9 + 0 + 4 + 16 + 1 = 30; 30 / 4 / 5. */
  comity_test_assert_close (comity_fit_peek_vcov (fit)->data[0], 1.5, 1e-12);
  comity_test_assert_close (comity_influence_peek_change (influence, 3)[0], 3.0 - 4.0, 1e-12);
}

static void
test_refusals (void)
{
  static const char *const nosuch[] = { "nosuch" };
  static const char *const mixed[] = { "state_a", "year" };
  static const char *const trade[] = { "trade" };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit =
      comity_test_fit (dataset, "sign ~ mindem", COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (comity_influence_new (fit, nosuch, 1, NULL, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_COLUMN);
  g_clear_error (&error);
  g_assert_null (comity_influence_new (fit, mixed, 2, NULL, &error));
  g_assert_nonnull (strstr (error->message, "year"));
  g_clear_error (&error);
  g_assert_null (comity_influence_new (fit, trade, 1, NULL, &error));
  g_assert_nonnull (strstr (error->message, "missing"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/influence/linear", test_linear);
  g_test_add_func ("/model/influence/logit", test_logit);
  g_test_add_func ("/model/influence/rows-and-dyads", test_rows_and_dyads);
  g_test_add_func ("/model/influence/cox", test_cox);
  g_test_add_func ("/model/influence/jackknife", test_jackknife);
  g_test_add_func ("/model/influence/refusals", test_refusals);
  return g_test_run ();
}
