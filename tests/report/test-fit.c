/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports on fits. The data are a two-by-two table, so that every number of the first model is
 * known by hand: of ten rows with x = 0 two are events, of ten with x = 1 eight; two rows lack x.
 * Then b0 = ln (2/8), b1 = ln (8/2) − b0, var b0 = 1/2 + 1/8, var b1 = 2 (1/2 + 1/8) and the
 * log-likelihood is 2 (8 ln 0.8 + 2 ln 0.2). */
#include "config.h"

#include "comity-effects.h"
#include "comity-report.h"

#include "comity-number.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define N_ROWS 22

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in:\n%s", part, text);
}

static void
assert_lacks (const char *text, const char *part)
{
  if (strstr (text, part) != NULL)
    g_error ("“%s” is in:\n%s", part, text);
}

static void
take_column (ComityDatasetBuilder *builder, const char *name, const double *values)
{
  double *data = g_new (double, N_ROWS);
  ComityColumn *column;

  for (gsize i = 0; i < N_ROWS; i++)
    data[i] = isnan (values[i]) ? comity_missing_double ('.') : values[i];
  column = comity_column_new_take (name, COMITY_COLUMN_DOUBLE, N_ROWS, data);
  if (g_str_equal (name, "x"))
    comity_column_set_label (column, "Similarity");
  comity_dataset_builder_take_column (builder, column);
}

/* y, x; big_x = a million times x; perfect = y; دولة a covariate; id a cluster of two rows. */
static ComityDataset *
make_dataset (gboolean simulated, gboolean partial)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (N_ROWS);
  double y[N_ROWS], x[N_ROWS], big[N_ROWS], other[N_ROWS], id[N_ROWS];

  for (gsize i = 0; i < N_ROWS; i++)
    {
      gsize in_group = i % 10;

      x[i] = i < 10 ? 0.0 : i < 20 ? 1.0 : NAN;
      y[i] = i < 10 ? in_group < 2 : i < 20 ? in_group < 8 : i == 20;
      big[i] = 1e6 * x[i];
      other[i] = (double)(i * 7 % 11);
      id[i] = (double)(i / 2);
    }
  comity_dataset_builder_set_name (builder, "hand_made.dta");
  comity_dataset_builder_set_simulated (builder, simulated);
  if (partial)
    comity_dataset_builder_set_characteristic (builder, "_dta", "comity_partial",
                                               "A partial list: made up.");
  take_column (builder, "y", y);
  take_column (builder, "x", x);
  take_column (builder, "big_x", big);
  take_column (builder, "perfect", y);
  take_column (builder, "دولة", other);
  take_column (builder, "id", id);
  return comity_dataset_builder_end (builder);
}

static ComityFit *
fit (ComityDataset *dataset, const char *formula, const char *cluster)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);
  g_autoptr (GError) error = NULL;
  ComityFit *result;

  if (cluster != NULL)
    comity_spec_set_clusters (spec, cluster);
  result = comity_fit_new_for_dataset (spec, dataset, NULL, &error);
  g_assert_no_error (error);
  return result;
}

static char *
report_one (const char *formula, ComityFormat format, const ComityFitReportOptions *options)
{
  g_autoptr (ComityDataset) dataset = make_dataset (FALSE, FALSE);
  g_autoptr (ComityFit) model = fit (dataset, formula, NULL);
  char *text = comity_fit_report (&model, 1, format, options);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  return text;
}

static void
test_text (void)
{
  g_autofree char *text = report_one ("y ~ x", COMITY_FORMAT_TEXT, NULL);

  g_assert_cmpstr (text, ==,
                   "Logit\n"
                   "───────────────────────\n"
                   "                   y\n"
                   "───────────────────────\n"
                   "(Intercept)     −1.386\n"
                   "                (0.791)\n"
                   "x                2.773*\n"
                   "                (1.118)\n"
                   "───────────────────────\n"
                   "N                 20\n"
                   "Events            10\n"
                   "Log-likelihood  −10.01\n"
                   "AIC              24.02\n"
                   "───────────────────────\n"
                   "Classical standard errors, in parentheses.\n"
                   "* p < 0.05, ** p < 0.01, *** p < 0.001.\n"
                   "Formula: y ~ x\n"
                   "Data: hand_made.dta.\n"
                   "\n"
                   "Rows left out, by the first variable that they lack\n"
                   "────────────────────────────────────────\n"
                   "Variable  Rows left out  Events  Missing\n"
                   "────────────────────────────────────────\n"
                   "x               2          1        2\n"
                   "────────────────────────────────────────\n"
                   "22 rows read, 2 left out, 20 used.\n");
}

static void
test_options (void)
{
  const ComityFitReportOptions plain = { 1, FALSE, FALSE, FALSE };
  const ComityFitReportOptions timed = { 3, TRUE, TRUE, TRUE };
  g_autofree char *text = report_one ("y ~ x", COMITY_FORMAT_TEXT, &plain);
  g_autofree char *with_timings = report_one ("y ~ x", COMITY_FORMAT_TEXT, &timed);
  g_autofree char *without = report_one ("y ~ x", COMITY_FORMAT_TEXT, NULL);

  assert_contains (text, "\nx                2.8\n                (1.1)\n");
  assert_lacks (text, "*");
  assert_lacks (text, "left out");
  assert_contains (with_timings, "\nSeconds: read ");
  assert_lacks (without, "Seconds");
}

static void
test_latex (void)
{
  g_autofree char *text = report_one ("y ~ big_x", COMITY_FORMAT_LATEX, NULL);

  assert_contains (text, "\\caption{Logit}\n\\begin{tabular}{lc}\n\\toprule\n & y \\\\\n\\midrule\n"
                         "(Intercept) & $-$1.386 \\\\\n & (0.791) \\\\\n");
  assert_contains (text, "\nbig\\_x & 0.0000028$^{*}$ \\\\\n & (0.0000011) \\\\\n\\midrule\n"
                         "N & 20 \\\\\n");
  assert_contains (text, "\nFormula: y \\textasciitilde{} big\\_x\nData: hand\\_made.dta.\n");
  assert_lacks (text, "left out");
}

static void
test_html (void)
{
  g_autofree char *text = report_one ("y ~ x", COMITY_FORMAT_HTML, NULL);

  assert_contains (text, "dir=\"auto\">x</th><td>2.773<sup>*</sup></td></tr>\n"
                         "<tr><td></td><td>(1.118)</td></tr>\n</tbody>\n<tbody>\n");
  assert_contains (text, "<p class=\"note\">* p &lt; 0.05,");
  assert_contains (text, "<p class=\"note\">22 rows read, 2 left out, 20 used.</p>\n");
}

static void
test_markdown (void)
{
  g_autofree char *text = report_one ("y ~ x", COMITY_FORMAT_MARKDOWN, NULL);

  assert_contains (text, "Logit\n\n|  | y |\n| :--- | ---: |\n| (Intercept) | −1.386 |\n"
                         "|  | (0.791) |\n| x | 2.773\\* |\n|  | (1.118) |\n| N | 20 |\n");
  assert_contains (text, "\n| x | 2 | 1 | 2 |\n");
}

/* Every cell reads back as the very double of the fit. */
static void
test_csv (void)
{
  g_autoptr (ComityDataset) dataset = make_dataset (FALSE, FALSE);
  g_autoptr (ComityFit) first = fit (dataset, "y ~ x", NULL);
  g_autoptr (ComityFit) second = fit (dataset, "y ~ big_x + `دولة`", "id");
  ComityFit *const fits[] = { first, second };
  g_autofree char *text = comity_fit_report (fits, 2, COMITY_FORMAT_CSV, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  g_assert_cmpstr (lines[0], ==,
                   "model,term,estimate,std_error,statistic,p_value,conf_low,conf_high");
  g_assert_cmpstr (lines[6], ==, "");
  for (gsize i = 0; i < 5; i++)
    {
      ComityFit *of = i < 2 ? first : second;
      const ComityCoefficient *c = comity_fit_peek_coefficient (of, i < 2 ? i : i - 2);
      const double values[] = { c->estimate, c->std_error, c->statistic,
                                c->p_value,  c->conf_low,  c->conf_high };
      g_auto (GStrv) cells = g_strsplit (lines[1 + i], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 8);
      g_assert_cmpstr (cells[0], ==, i < 2 ? "1" : "2");
      g_assert_cmpstr (cells[1], ==, c->term);
      for (gsize j = 0; j < G_N_ELEMENTS (values); j++)
        {
          double back;

          g_assert_true (comity_number_parse (cells[2 + j], &back));
          g_assert_true (back == values[j]);
        }
    }
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *root = json_from_string (text, &error);

  g_assert_no_error (error);
  return root;
}

static void
assert_members (JsonObject *object, const char *expected)
{
  g_autoptr (GList) members = json_object_get_members (object);
  g_autoptr (GString) joined = g_string_new (NULL);

  for (GList *l = members; l != NULL; l = l->next)
    g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "", (const char *)l->data);
  g_assert_cmpstr (joined->str, ==, expected);
}

static void
assert_number (JsonObject *object, const char *name, double expected)
{
  g_assert_true (json_object_get_double_member (object, name) == expected);
}

static void
test_json (void)
{
  g_autoptr (ComityDataset) dataset = make_dataset (TRUE, FALSE);
  g_autoptr (ComityFit) model = fit (dataset, "y ~ x", "id");
  g_autofree char *text = comity_fit_report (&model, 1, COMITY_FORMAT_JSON, NULL);
  g_autoptr (JsonNode) node = parse (text);
  JsonObject *root = json_node_get_object (node);
  JsonObject *data = json_object_get_object_member (root, "data");
  JsonObject *dropped =
      json_array_get_object_element (json_object_get_array_member (root, "dropped"), 0);
  JsonArray *terms = json_object_get_array_member (root, "terms");
  JsonArray *vcov = json_object_get_array_member (root, "vcov");
  JsonObject *timings = json_object_get_object_member (root, "timings");
  const ComityFitNumbers *numbers = comity_fit_peek_numbers (model);

  assert_members (root, "model formula data n n_events n_read n_dropped dropped n_clusters "
                        "log_likelihood log_likelihood_null aic bic pseudo_r2 wald lr status "
                        "iterations vce small_sample terms vcov omitted warnings extra timings");
  g_assert_cmpstr (json_object_get_string_member (root, "model"), ==, "logit");
  g_assert_cmpstr (json_object_get_string_member (root, "formula"), ==, "y ~ x");
  assert_members (data, "name sha256 simulated");
  g_assert_true (json_object_get_boolean_member (data, "simulated"));
  g_assert_cmpstr (json_object_get_string_member (data, "sha256"), ==,
                   comity_dataset_get_sha256 (dataset));
  g_assert_cmpint (json_object_get_int_member (root, "n"), ==, 20);
  g_assert_cmpint (json_object_get_int_member (root, "n_events"), ==, 10);
  g_assert_cmpint (json_object_get_int_member (root, "n_read"), ==, 22);
  g_assert_cmpint (json_object_get_int_member (root, "n_dropped"), ==, 2);
  assert_members (dropped, "variable rows events");
  g_assert_cmpstr (json_object_get_string_member (dropped, "variable"), ==, "x");
  g_assert_cmpint (json_object_get_int_member (dropped, "rows"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (dropped, "events"), ==, 1);
  g_assert_cmpint (
      json_object_get_int_member (json_object_get_object_member (root, "n_clusters"), "id"), ==,
      10);
  assert_number (root, "log_likelihood", numbers->log_likelihood);
  assert_number (root, "aic", numbers->aic);
  assert_number (root, "pseudo_r2", numbers->pseudo_r2);
  assert_members (json_object_get_object_member (root, "wald"), "chi2 df p");
  assert_number (json_object_get_object_member (root, "wald"), "chi2", numbers->wald_chi2);
  assert_number (json_object_get_object_member (root, "lr"), "p", numbers->lr_p);
  g_assert_cmpstr (json_object_get_string_member (root, "status"), ==, "converged");
  g_assert_cmpstr (json_object_get_string_member (root, "vce"), ==, "cluster");
  g_assert_cmpstr (json_object_get_string_member (root, "small_sample"), ==, "stata");

  g_assert_cmpuint (json_array_get_length (terms), ==, 2);
  g_assert_cmpuint (json_array_get_length (vcov), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *term = json_array_get_object_element (terms, i);
      const ComityCoefficient *c = comity_fit_peek_coefficient (model, i);

      assert_members (term, "term estimate std_error statistic p_value conf_low conf_high");
      g_assert_cmpstr (json_object_get_string_member (term, "term"), ==, c->term);
      assert_number (term, "estimate", c->estimate);
      assert_number (term, "std_error", c->std_error);
      assert_number (term, "p_value", c->p_value);
      assert_number (term, "conf_high", c->conf_high);
      for (guint j = 0; j < 2; j++)
        g_assert_true (json_array_get_double_element (json_array_get_array_element (vcov, i), j) ==
                       comity_matrix_get (comity_fit_peek_vcov (model), i, j));
    }
  /* Known by hand to more digits than the estimation promises. */
  g_assert_cmpfloat_with_epsilon (
      json_object_get_double_member (json_array_get_object_element (terms, 0), "estimate"),
      log (2.0 / 8.0), 1e-9);
  assert_members (timings, "read design fit covariance");
  g_assert_true (json_object_get_null_member (timings, "fit"));
}

static void
test_json_timings (void)
{
  const ComityFitReportOptions options = { 3, TRUE, TRUE, TRUE };
  g_autofree char *text = report_one ("y ~ x", COMITY_FORMAT_JSON, &options);
  g_autoptr (JsonNode) node = parse (text);
  JsonObject *timings = json_object_get_object_member (json_node_get_object (node), "timings");

  g_assert_cmpfloat (json_object_get_double_member (timings, "fit"), >=, 0.0);
  g_assert_false (json_object_get_null_member (timings, "covariance"));
}

/* No finite estimate: said in words, and never as a number. */
static void
test_separated (void)
{
  g_autofree char *text = report_one ("y ~ perfect", COMITY_FORMAT_TEXT, NULL);
  g_autofree char *csv = report_one ("y ~ perfect", COMITY_FORMAT_CSV, NULL);
  g_autofree char *json = report_one ("y ~ perfect", COMITY_FORMAT_JSON, NULL);
  g_autoptr (JsonNode) node = parse (json);
  JsonObject *root = json_node_get_object (node);
  JsonObject *term =
      json_array_get_object_element (json_object_get_array_member (root, "terms"), 1);

  assert_contains (text, "\n(Intercept)       −∞\n                   (.)\n"
                         "perfect            ∞\n                   (.)\n");
  assert_contains (text, "\nStatus          separated\n");
  assert_contains (text, "\nWarning: Separation: perfect predicts");
  assert_contains (text, "\n“.” stands for what cannot be computed.\n");
  assert_contains (csv, "\r\n1,(Intercept),-Inf,,,,,\r\n1,perfect,Inf,,,,,\r\n");
  g_assert_cmpstr (json_object_get_string_member (root, "status"), ==, "separated");
  g_assert_true (json_object_get_null_member (term, "estimate"));
  g_assert_true (json_object_get_null_member (term, "std_error"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "warnings")), >, 0);
}

/* Three models of different terms side by side, of data that need words of caution. */
static void
test_several (void)
{
  g_autoptr (ComityDataset) dataset = make_dataset (TRUE, TRUE);
  g_autoptr (ComityFit) first = fit (dataset, "y ~ x", NULL);
  g_autoptr (ComityFit) second = fit (dataset, "y ~ big_x + `دولة` + I(2*big_x)", "id");
  g_autoptr (ComityFit) third = fit (dataset, "y ~ id", "id");
  ComityFit *const fits[] = { first, second, third };
  g_autofree char *text = comity_fit_report (fits, 3, COMITY_FORMAT_TEXT, NULL);
  g_autofree char *json = comity_fit_report (fits, 3, COMITY_FORMAT_JSON, NULL);
  g_autoptr (JsonNode) node = parse (json);
  const char *places[5];

  assert_contains (text, "\n                  (1)        (2)        (3)\n"
                         "                 Logit      Logit      Logit\n");
  /* The union of the terms, in order of first appearance. */
  places[0] = strstr (text, "\n(Intercept) ");
  places[1] = strstr (text, "\nx ");
  places[2] = strstr (text, "\nbig_x ");
  places[3] = strstr (text, "\n\u2068`دولة`\u2069 ");
  places[4] = strstr (text, "\nid ");
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_assert_nonnull (places[i]);
      g_assert_true (i == 0 || places[i - 1] < places[i]);
    }
  assert_contains (text, "\nx                2.773*\n                (1.118)\n");
  assert_contains (text, "\nIn parentheses: (1) Classical standard errors; (2) Standard errors\n"
                         "clustered by id (10 clusters); (3) Standard errors clustered by id (11\n"
                         "clusters).\n");
  assert_contains (text, "\n(1) y ~ x\n(2) y ~ big_x + ");
  assert_contains (text, "\n(2) Warning: I(2 * big_x) was left out: it is collinear with big_x.\n");
  assert_lacks (text, "Omitted");
  assert_contains (text, "\nData: hand_made.dta.\nThese are simulated data, not observations.\n"
                         "A partial list: made up.\n\n");
  assert_contains (text, "\nVariable  (1)  (2)  (3)\n");
  assert_contains (text, "\nx          2\nbig_x           2\n");
  g_assert_true (JSON_NODE_HOLDS_ARRAY (node));
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 3);
}

/* A covariate in large units has a small coefficient; it does not read as zero. */
static void
test_small (void)
{
  g_autofree char *text = report_one ("y ~ big_x", COMITY_FORMAT_TEXT, NULL);

  assert_contains (text, " 0.0000028*\n");
  assert_contains (text, "(0.0000011)\n");
}

/* One term only; nothing was lost, so that there is no second table. */
static void
test_constant (void)
{
  g_autofree char *text = report_one ("y ~ 1", COMITY_FORMAT_TEXT, NULL);

  assert_contains (text, "\n(Intercept)      0.000\n                (0.426)\n");
  assert_lacks (text, "left out");
}

/* What one of two models has beside its terms. */
static void
test_extras (void)
{
  g_autoptr (ComityDataset) dataset = make_dataset (FALSE, FALSE);
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x");
  g_autoptr (ComityFit) logit = fit (dataset, "y ~ x", NULL);
  g_autoptr (ComityFit) relogit = NULL;
  ComityFit *both[2] = { logit, NULL };
  g_autofree char *two = NULL;
  g_autofree char *one = NULL;

  g_free (spec->estimator);
  spec->estimator = g_strdup ("relogit");
  spec->tau = 0.0125;
  both[1] = relogit = comity_fit_new_for_dataset (spec, dataset, NULL, NULL);
  two = comity_fit_report (both, 2, COMITY_FORMAT_MARKDOWN, NULL);
  one = comity_fit_report (both, 1, COMITY_FORMAT_MARKDOWN, NULL);
  assert_contains (two, "Share τ of events");
  assert_contains (two, "0.0125");
  assert_lacks (two, "Dispersion");
  assert_lacks (one, "Share τ");
}

/* Terms in the words of the columns' labels; what has none, or no words, keeps its name. */
static void
test_labels (void)
{
  g_autoptr (ComityDataset) dataset = make_dataset (FALSE, FALSE);
  g_autoptr (ComityFit) model = fit (dataset, "y ~ x", NULL);
  ComityFitReportOptions options = COMITY_FIT_REPORT_OPTIONS_INIT;
  g_autofree char *text = NULL;
  static const struct
  {
    const char *term, *label;
  } cases[] = {
    { "x", "Similarity" },
    { "log(x)", "Similarity, log" },
    { "I(x^2)", "Similarity, squared" },
    { "I(x^4)", "I(x^4)" },
    { "lag(x)", "Similarity, the year before" },
    { "lag(x, 2)", "lag(x, 2)" },
    { "x:id", "Similarity × id" },
    { "factor(x)1", "Similarity: 1" },
    { "factor(id)3:x", "factor(id)3 × Similarity" },
    { "I(a:b):x", "I(a:b) × Similarity" },
    { "(Intercept)", "(Intercept)" },
    { "log()", "log()" },
    { "`x`", "Similarity" },
    { "`Distance (km)`", "Distance (km)" },
    { "`a: b`:x", "a: b × Similarity" },
    { "``", "``" },
    { "", "" },
  };

  options.labels = TRUE;
  options.waterfall = FALSE;
  text = comity_fit_report (&model, 1, COMITY_FORMAT_TEXT, &options);
  assert_contains (text, "\nSimilarity ");
  assert_lacks (text, "\nx ");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *label = comity_fit_dup_term_label (model, cases[i].term);

      g_assert_cmpstr (label, ==, cases[i].label);
    }
}

/* Levels of a factor in the words of its column's value labels; a level without one keeps its
 * number. */
static void
test_value_labels (void)
{
  g_autoptr (ComityDataset) plain = make_dataset (FALSE, FALSE);
  gsize n = comity_dataset_get_n_rows (plain);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (plain);
  g_autoptr (ComityValueLabels) labels = comity_value_labels_new ("regions");
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityFit) model = NULL;
  g_autoptr (ComityProfile) profile = comity_profile_new (FALSE);
  g_autoptr (ComityEffects) effects = NULL;
  g_autofree char *europe = NULL;
  g_autofree char *third = NULL;
  gint8 *values = g_new (gint8, n);
  ComityColumn *region;

  for (gsize i = 0; i < n; i++)
    values[i] = (gint8) (i % 3 + 1);
  region = comity_column_new_take ("region", COMITY_COLUMN_INT8, n, values);
  comity_value_labels_add (labels, 1, "Asia");
  comity_value_labels_add (labels, 2, "Europe");
  comity_column_set_value_labels (region, labels);
  comity_dataset_builder_take_column (builder, region);
  dataset = comity_dataset_builder_end (builder);
  model = fit (dataset, "y ~ x + factor(region)", NULL);
  europe = comity_fit_dup_term_label (model, "factor(region)2");
  third = comity_fit_dup_term_label (model, "factor(region)3");
  g_assert_cmpstr (europe, ==, "region: Europe");
  g_assert_cmpstr (third, ==, "factor(region)3");
  effects = comity_effects_new (model, profile, NULL, FALSE, NULL, NULL);
  g_assert_cmpuint (comity_effects_get_n (effects), ==, 3);
  g_assert_cmpstr (comity_effects_peek (effects, 1)->contrast, ==, "Europe − Asia");
  g_assert_cmpstr (comity_effects_peek (effects, 2)->contrast, ==, "3 − Asia");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/fit/text", test_text);
  g_test_add_func ("/report/fit/options", test_options);
  g_test_add_func ("/report/fit/latex", test_latex);
  g_test_add_func ("/report/fit/html", test_html);
  g_test_add_func ("/report/fit/markdown", test_markdown);
  g_test_add_func ("/report/fit/csv", test_csv);
  g_test_add_func ("/report/fit/json", test_json);
  g_test_add_func ("/report/fit/json-timings", test_json_timings);
  g_test_add_func ("/report/fit/separated", test_separated);
  g_test_add_func ("/report/fit/several", test_several);
  g_test_add_func ("/report/fit/small", test_small);
  g_test_add_func ("/report/fit/constant", test_constant);
  g_test_add_func ("/report/fit/extras", test_extras);
  g_test_add_func ("/report/fit/labels", test_labels);
  g_test_add_func ("/report/fit/value-labels", test_value_labels);
  return g_test_run ();
}
