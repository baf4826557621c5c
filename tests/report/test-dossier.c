/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dossiers of the bundled panel: known facts of known pairs, the same whichever way they are asked.
 */
#include "config.h"

#include "comity-report.h"
#include "comity-test-panel.h"

#include "comity-number.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  ComityPanel *panel;
  gsize usa, che, mex;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;

  fixture->panel = comity_test_build_panel (&recipe);
  fixture->usa = (gsize)comity_panel_find_state (fixture->panel, "USA");
  fixture->che = (gsize)comity_panel_find_state (fixture->panel, "CHE");
  fixture->mex = (gsize)comity_panel_find_state (fixture->panel, "Mexico");
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  comity_panel_unref (fixture->panel);
}

static const ComityDossierRow *
find_row (const ComityDossier *dossier, const char *section, const char *label)
{
  for (gsize s = 0; s < comity_dossier_get_n_sections (dossier); s++)
    for (gsize r = 0; r < comity_dossier_get_n_rows (dossier, s); r++)
      if (g_str_has_prefix (comity_dossier_peek_section (dossier, s), section) &&
          g_str_has_prefix (comity_dossier_peek_row (dossier, s, r)->label, label))
        return comity_dossier_peek_row (dossier, s, r);
  return NULL;
}

static void
test_pair (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityDossier) dossier =
      comity_dossier_new_pair (fixture->panel, fixture->che, fixture->usa, 2012, NULL, &error);
  g_autoptr (ComityDossier) mirrored =
      comity_dossier_new_pair (fixture->panel, fixture->usa, fixture->che, 2012, NULL, &error);
  g_autofree char *text = NULL;
  g_autofree char *mirrored_text = NULL;
  const ComityDossierRow *row;
  double sum = 0.0;

  g_assert_no_error (error);
  g_assert_cmpstr (comity_dossier_peek_title (dossier), ==, "United States – Switzerland, 2012");
  text = comity_dossier_report (dossier, COMITY_FORMAT_TEXT);
  mirrored_text = comity_dossier_report (mirrored, COMITY_FORMAT_TEXT);
  g_assert_cmpstr (text, ==, mirrored_text);

  row = find_row (dossier, "Switzerland", "Codes");
  g_assert_nonnull (row);
  g_assert_cmpstr (row->value, ==, "CHE, COW 225");
  row = find_row (dossier, "Treaties", "Mutual legal assistance");
  g_assert_nonnull (row);
  g_assert_true (g_str_has_prefix (row->value, "signed 1973-05-25"));
  g_assert_cmpfloat (row->number, ==, 1973);
  g_assert_cmpuint (strlen (row->note), >, 5);
  row = find_row (dossier, "Similarity", "Same legal tradition");
  g_assert_nonnull (row);
  g_assert_cmpstr (row->value, ==, "no (common and civil)");
  g_assert_cmpfloat (row->number, ==, 0.0);

  /* What the components add up to is the composite. */
  row = find_row (dossier, "Similarity", "Gower");
  g_assert_nonnull (row);
  for (gsize s = 0; s < comity_dossier_get_n_sections (dossier); s++)
    for (gsize r = 0; r < comity_dossier_get_n_rows (dossier, s); r++)
      {
        const ComityDossierRow *part = comity_dossier_peek_row (dossier, s, r);

        if (g_str_equal (comity_dossier_peek_section (dossier, s), "Similarity") &&
            g_str_has_prefix (part->label, "… from ") && !isnan (part->number))
          sum += part->number;
      }
  g_assert_cmpfloat_with_epsilon (sum, row->number, 1e-9);

  /* The pair has left the risk set: its row is that of 1973. */
  row = find_row (dossier, "Row of the panel, 1973", "Last year in the panel");
  g_assert_nonnull (row);
  g_assert_cmpfloat (row->number, ==, 1973);
  row = find_row (dossier, "Row of the panel", "First signature");
  g_assert_nonnull (row);
  g_assert_cmpfloat (row->number, ==, 1);
  /* Of 1973's rows that know all that the pair knows: the Bahamas, new that year and without GDP, do
   * not come first for having little to differ in. */
  g_assert_nonnull (find_row (dossier, "Nearest comparable pairs", "United States – Finland"));
  g_assert_null (find_row (dossier, "Nearest comparable pairs", "Bahamas"));
}

static void
test_fit (Fixture *fixture, gconstpointer data)
{
  ComitySpec *spec = comity_spec_new ("signed ~ ln_gdp_product + ln_distance + t");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fit = comity_fit_new (spec, fixture->panel, NULL, &error);
  g_autoptr (ComityDossier) dossier = NULL;
  const ComityDossierRow *fitted, *row;
  guint32 number;
  double expected;

  g_assert_no_error (error);
  comity_spec_free (spec);
  dossier = comity_dossier_new_pair (fixture->panel, fixture->usa, fixture->mex, 2000, fit, &error);
  g_assert_no_error (error);
  number = (guint32)comity_panel_find_row (fixture->panel, fixture->usa, fixture->mex, 2000);
  comity_fit_predict_rows (fit, &number, 1, FALSE, &expected);
  fitted = find_row (dossier, "Model", "Fitted value");
  g_assert_nonnull (fitted);
  g_assert_true (fitted->number == expected);
  row = find_row (dossier, "Model", "Residual");
  g_assert_nonnull (row);
  g_assert_true (row->number == -expected);
  row = find_row (dossier, "Model", "Rank");
  g_assert_nonnull (row);
  g_assert_cmpfloat (row->number, >=, 1);
  g_assert_cmpfloat (row->number, <, 200);
}

/* The number that stands after @words in @text. */
static double
number_after (const char *text, const char *words)
{
  const char *at = strstr (text, words);

  g_assert_nonnull (at);
  at += strlen (words);
  while (*at != '\0' && !g_ascii_isdigit (*at))
    at++;
  return g_ascii_strtod (at, NULL);
}

/* Every number of the paragraph, from the raw rows. */
static void
test_paragraph (Fixture *fixture, gconstpointer data)
{
  ComityDataset *dataset = comity_panel_peek_dataset (fixture->panel);
  g_autoptr (ComitySpec) spec = comity_spec_new ("signed ~ ln_gdp_product + ln_distance + t + t2");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fit = comity_fit_new (spec, fixture->panel, NULL, &error);
  g_autoptr (ComityDossier) dossier = NULL;
  ComityColumn *gdp = comity_dataset_require_column (dataset, "ln_gdp_product", NULL);
  ComityColumn *distance = comity_dataset_require_column (dataset, "ln_distance", NULL);
  ComityColumn *t = comity_dataset_require_column (dataset, "t", NULL);
  gssize row = comity_panel_find_row (fixture->panel, fixture->usa, fixture->mex, 2000);
  double mean[3] = { 0 }, mean_t2 = 0, n = 0, b[5], eta, variance = 0.0, sum = 0.0, known = 0.0;
  double x[5], difference[3];
  gsize n_year, rank = 1;
  const guint32 *rows;
  const char *text;

  g_assert_no_error (error);
  for (gsize i = 0; i < 5; i++)
    b[i] = comity_fit_peek_coefficient (fit, i)->estimate;
  for (gsize r = 0; r < comity_dataset_get_n_rows (dataset); r++)
    if (comity_fit_uses_row (fit, r))
      {
        double years = comity_column_get_double (t, r);

        n += 1.0;
        mean[0] += comity_column_get_double (gdp, r);
        mean[1] += comity_column_get_double (distance, r);
        mean[2] += years;
        mean_t2 += years * years;
      }
  x[0] = 1.0;
  x[1] = comity_column_get_double (gdp, (gsize) row);
  x[2] = comity_column_get_double (distance, (gsize) row);
  x[3] = comity_column_get_double (t, (gsize) row);
  x[4] = x[3] * x[3];
  eta = b[0] + b[1] * x[1] + b[2] * x[2] + b[3] * x[3] + b[4] * x[4];
  for (gsize i = 0; i < 5; i++)
    for (gsize j = 0; j < 5; j++)
      variance += x[i] * x[j] * comity_matrix_get (comity_fit_peek_vcov (fit), i, j);
  difference[0] = b[1] * (x[1] - mean[0] / n);
  difference[1] = b[2] * (x[2] - mean[1] / n);
  difference[2] = b[3] * (x[3] - mean[2] / n) + b[4] * (x[4] - mean_t2 / n);
  rows = comity_panel_peek_year_rows (fixture->panel, 2000, &n_year);
  for (gsize i = 0; i < n_year; i++)
    {
      double years = comity_column_get_double (t, rows[i]);
      double other = b[0] + b[1] * comity_column_get_double (gdp, rows[i]) +
                     b[2] * comity_column_get_double (distance, rows[i]) + b[3] * years +
                     b[4] * years * years;

      if (isnan (other))
        continue;
      known += 1.0;
      sum += 1.0 / (1.0 + exp (-other));
      rank += other > eta;
    }

  dossier = comity_dossier_new_pair (fixture->panel, fixture->mex, fixture->usa, 2000, fit, &error);
  g_assert_no_error (error);
  text = comity_dossier_peek_summary (dossier);
  g_test_message ("%s", text);
  g_assert_cmpfloat_with_epsilon (number_after (text, "sign in 2000 is"),
                                  100.0 / (1.0 + exp (-eta)), 0.005);
  g_assert_cmpfloat_with_epsilon (number_after (text, "% interval"),
                                  100.0 / (1.0 + exp (-(eta - 1.959964 * sqrt (variance)))), 0.005);
  g_assert_cmpfloat_with_epsilon (number_after (text, " to "),
                                  100.0 / (1.0 + exp (-(eta + 1.959964 * sqrt (variance)))), 0.005);
  g_assert_cmpfloat (number_after (text, "), the "), ==, (double) rank);
  {
    g_autofree char *pairs = g_strdup_printf ("year’s %.0f,%03.0f pairs", floor (known / 1000.0),
                                              fmod (known, 1000.0));

    g_assert_nonnull (strstr (text, pairs));
  }
  g_assert_cmpfloat_with_epsilon (number_after (text, "their mean of"), 100.0 * sum / known, 0.0005);
  g_assert_cmpfloat_with_epsilon (number_after (text, "product of GDP ("), fabs (difference[0]),
                                  0.00501);
  if (fabs (difference[1]) >= 0.05)
    g_assert_cmpfloat_with_epsilon (number_after (text, "log of km ("), fabs (difference[1]),
                                    0.00501);
  if (fabs (difference[2]) >= 0.05)
    g_assert_cmpfloat_with_epsilon (number_after (text, "time ("), fabs (difference[2]), 0.00501);
  g_assert_nonnull (strstr (text, "date is not known"));
}

/* dfbeta is the difference to a fit without the pair; one step gets within a few percent of it. */
static void
test_influence (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComitySpec) spec = comity_spec_new ("signed ~ ln_gdp_product + ln_distance");
  g_autoptr (ComitySpec) without = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fit = comity_fit_new (spec, fixture->panel, NULL, &error);
  g_autoptr (ComityFit) rest = NULL;
  g_autoptr (ComityDossier) dossier = NULL;
  ComityColumn *dyads =
      comity_dataset_require_column (comity_panel_peek_dataset (fixture->panel), "dyadid", NULL);
  gssize row = comity_panel_find_row (fixture->panel, fixture->usa, fixture->che, 1970);
  const ComityDossierRow *told;
  double expected;

  without = comity_spec_copy (spec);
  without->where =
      g_strdup_printf ("dyadid != %.0f", comity_column_get_double (dyads, (gsize) row));
  rest = comity_fit_new (without, fixture->panel, NULL, &error);
  g_assert_no_error (error);
  expected = comity_fit_peek_coefficient (fit, 1)->estimate -
             comity_fit_peek_coefficient (rest, 1)->estimate;
  dossier = comity_dossier_new_pair (fixture->panel, fixture->usa, fixture->che, 1970, fit, &error);
  told = find_row (dossier, "Influence", "ln_gdp_product");
  g_assert_nonnull (told);
  g_assert_cmpfloat (fabs (told->number / expected - 1.0), <, 0.1);
}

/* Honest without a model, without a row, without a value. */
static void
test_silence (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComitySpec) spec = comity_spec_new ("signed ~ ideal_diff + t");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fit = comity_fit_new (spec, fixture->panel, NULL, &error);
  g_autoptr (ComityDossier) none =
      comity_dossier_new_pair (fixture->panel, fixture->usa, fixture->mex, 2000, NULL, &error);
  g_autoptr (ComityDossier) missing =
      comity_dossier_new_pair (fixture->panel, fixture->usa, fixture->che, 1973, fit, &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (comity_dossier_peek_summary (none), "No model has been fitted"));
  g_assert_null (find_row (none, "Model", ""));
  g_assert_nonnull (find_row (none, "Nearest comparable pairs", ""));
  g_assert_nonnull (strstr (comity_dossier_peek_summary (missing), "ideal_diff is not known"));
  g_assert_nonnull (strstr (comity_dossier_peek_summary (missing), "dates from 1973"));
  g_assert_null (find_row (missing, "Reasons", ""));
  g_assert_cmpuint (comity_dossier_get_n_marks (missing), ==, 1);
  g_assert_cmpint (comity_dossier_get_mark (missing, 0, NULL), ==, 1973);
  for (gsize c = 0; c < comity_dossier_get_n_charts (none); c++)
    g_assert_null (comity_dossier_peek_chart (none, c)->low);
}

/* What may stand beside a state: centralities with ranks, names, partners that are missing. */
static void
test_state_under_model (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComitySpec) spec = comity_spec_new ("signed ~ ln_gdp_product + ln_distance + t");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fit = comity_fit_new (spec, fixture->panel, NULL, &error);
  g_autoptr (ComityDossierModel) model =
      comity_dossier_model_new (fit, fixture->panel, NULL, &error);
  g_autoptr (ComityDossier) dossier = NULL;
  g_autoptr (ComityNetwork) network = NULL;
  gssize russia = comity_panel_find_state (fixture->panel, "RUS");
  const ComityDossierRow *row;
  double last = INFINITY;
  gsize n = 0;

  comity_network_init_library ();
  g_assert_no_error (error);
  dossier = comity_dossier_new_state_under (fixture->panel, (gsize) russia, 2000, model, &error);
  g_assert_no_error (error);
  network = comity_network_new (fixture->panel, 2000, TRUE, &error);
  row = find_row (dossier, "Place in the network", "Partners (degree)");
  g_assert_nonnull (row);
  g_assert_true (row->number ==
                 comity_network_peek_centrality (
                     network, COMITY_CENTRALITY_DEGREE)[comity_network_find_state (
                     network, (guint32) russia)]);
  g_assert_nonnull (find_row (dossier, "Names through time", "Soviet Union"));
  g_assert_nonnull (find_row (dossier, "Names through time", "Russia"));
  for (gsize s = 0; s < comity_dossier_get_n_sections (dossier); s++)
    for (gsize r = 0; r < comity_dossier_get_n_rows (dossier, s); r++)
      if (g_str_has_prefix (comity_dossier_peek_section (dossier, s), "Missing partners"))
        {
          const ComityDossierRow *partner = comity_dossier_peek_row (dossier, s, r);

          g_assert_cmpfloat (partner->number, <=, last);
          g_assert_null (find_row (dossier, "Partners:", partner->label));
          last = partner->number;
          n++;
        }
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpuint (comity_dossier_get_n_charts (dossier), >=, 2);
}

static void
test_json (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComityDossier) dossier =
      comity_dossier_new_pair (fixture->panel, fixture->usa, fixture->mex, 2000, NULL, NULL);
  g_autofree char *text = comity_dossier_report (dossier, COMITY_FORMAT_JSON);
  g_autofree char *csv = comity_dossier_report (dossier, COMITY_FORMAT_CSV);
  g_autofree char *html = comity_dossier_report (dossier, COMITY_FORMAT_HTML);
  g_autofree char *markdown = comity_dossier_report (dossier, COMITY_FORMAT_MARKDOWN);
  g_autofree char *latex = comity_dossier_report (dossier, COMITY_FORMAT_LATEX);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *sections;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  sections = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                           "sections");
  g_assert_cmpuint (json_array_get_length (sections), ==, comity_dossier_get_n_sections (dossier));
  for (guint s = 0; s < json_array_get_length (sections); s++)
    {
      JsonObject *section = json_array_get_object_element (sections, s);
      JsonArray *rows = json_object_get_array_member (section, "rows");

      g_assert_cmpstr (json_object_get_string_member (section, "title"), ==,
                       comity_dossier_peek_section (dossier, s));
      g_assert_cmpuint (json_array_get_length (rows), ==, comity_dossier_get_n_rows (dossier, s));
      for (guint r = 0; r < json_array_get_length (rows); r++)
        {
          JsonObject *object = json_array_get_object_element (rows, r);
          const ComityDossierRow *row = comity_dossier_peek_row (dossier, s, r);

          g_assert_cmpstr (json_object_get_string_member (object, "value"), ==, row->value);
          if (isfinite (row->number))
            g_assert_true (json_object_get_double_member (object, "number") == row->number);
          else
            g_assert_true (json_object_get_null_member (object, "number"));
        }
    }
  g_assert_true (g_str_has_prefix (csv, "section,label,value,number,note"));
  g_assert_nonnull (strstr (html, "United States &#8211; Mexico, 2000"));
  g_assert_nonnull (strstr (html, "signed 1989-11-09, in force 1990-01-18"));
  g_assert_nonnull (strstr (markdown, "United States – Mexico, 2000"));
  g_assert_nonnull (strstr (latex, "\\begin{tabular}"));
}

static void
test_state (Fixture *fixture, gconstpointer data)
{
  gssize russia = comity_panel_find_state (fixture->panel, "RUS");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityDossier) dossier =
      comity_dossier_new_state (fixture->panel, fixture->che, 2005, &error);
  g_autoptr (ComityDossier) union_ =
      comity_dossier_new_state (fixture->panel, (gsize)russia, 1970, &error);
  const ComityDossierRow *row;

  g_assert_no_error (error);
  g_assert_cmpstr (comity_dossier_peek_title (dossier), ==, "Switzerland, 2005");
  g_assert_cmpstr (comity_dossier_peek_title (union_), ==, "Soviet Union, 1970");
  row = find_row (dossier, "Partners", "United States");
  g_assert_nonnull (row);
  g_assert_cmpfloat (row->number, ==, 1973);
  g_assert_nonnull (find_row (dossier, "Memberships", "Council of Europe"));
  g_assert_null (find_row (dossier, "Memberships", "European Union"));
  g_assert_nonnull (find_row (dossier, "Most similar institutions", ""));
  g_assert_nonnull (find_row (dossier, "Institutions", "Electoral democracy"));
}

/* Pairs that the model does not tell apart have no place before each other. */
static void
test_equal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComitySpec) cox = comity_spec_new ("signed ~ polyarchy_min + ln_distance");
  g_autoptr (ComitySpec) logit = comity_spec_new ("signed ~ same_tradition + t");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) calendar = NULL;
  g_autoptr (ComityFit) coarse = NULL;
  g_autoptr (ComityDossierModel) model = NULL;
  g_autoptr (ComityDossier) all = NULL;
  g_autoptr (ComityDossier) some = NULL;
  g_autoptr (ComityDossier) state = NULL;
  g_autofree double *fitted = NULL;
  g_autofree char *others = NULL;
  g_autofree char *said = NULL;
  const guint32 *rows;
  gsize n, above = 0, equal = 0;
  double own;
  guint32 row;

  /* By the calendar all pairs are at risk at once, and of those that are used none signed in 1962. */
  cox->where = g_strdup ("signed == 0 | year > 1970");
  g_free (cox->estimator);
  cox->estimator = g_strdup ("cox");
  comity_spec_set_times (cox, "year - 1,year");
  calendar = comity_fit_new (cox, fixture->panel, NULL, &error);
  g_assert_no_error (error);
  all = comity_dossier_new_pair (fixture->panel, fixture->usa, fixture->mex, 1962, calendar, &error);
  g_assert_no_error (error);
  g_test_message ("%s", comity_dossier_peek_summary (all));
  g_assert_nonnull (strstr (comity_dossier_peek_summary (all), "in 1962 is 0, the same as of all"));
  g_assert_nonnull (strstr (comity_dossier_peek_summary (all), "no pair had its event at this time"));
  g_assert_null (strstr (comity_dossier_peek_summary (all), "highest"));
  g_assert_true (g_str_has_prefix (find_row (all, "Model", "Rank")->value, "none: all "));
  model = comity_dossier_model_new (calendar, fixture->panel, NULL, &error);
  state = comity_dossier_new_state_under (fixture->panel, fixture->mex, 1962, model, &error);
  g_assert_nonnull (find_row (state, "Missing partners", "None before the others"));

  coarse = comity_fit_new (logit, fixture->panel, NULL, &error);
  g_assert_no_error (error);
  some = comity_dossier_new_pair (fixture->panel, fixture->usa, fixture->mex, 2000, coarse, &error);
  row = (guint32) comity_panel_find_row (fixture->panel, fixture->usa, fixture->mex, 2000);
  comity_fit_predict_rows (coarse, &row, 1, FALSE, &own);
  rows = comity_panel_peek_year_rows (fixture->panel, 2000, &n);
  fitted = g_new (double, n + 1);
  comity_fit_predict_rows (coarse, rows, n, FALSE, fitted);
  for (gsize i = 0; i < n; i++)
    {
      above += fitted[i] > own * (1.0 + 1e-10);
      equal += fabs (fitted[i] - own) <= 1e-10 * own;
    }
  g_assert_cmpuint (equal, >, 1);
  g_assert_cmpfloat (find_row (some, "Model", "Rank")->number, ==, (double) above + 1.0);
  others = comity_count_words (equal - 1, "other", "others");
  said = g_strdup_printf (" highest, with %s, of the year’s", others);
  g_assert_nonnull (strstr (comity_dossier_peek_summary (some), ", the equal "));
  g_test_message ("%s", comity_dossier_peek_summary (some));
  g_assert_nonnull (strstr (comity_dossier_peek_summary (some), said));
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
      comity_dossier_new_pair (fixture->panel, fixture->usa, fixture->usa, 2000, NULL, &error));
  g_assert_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES);
  g_clear_error (&error);
  g_assert_null (
      comity_dossier_new_pair (fixture->panel, fixture->usa, fixture->che, 1900, NULL, &error));
  g_assert_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_YEARS);
  g_clear_error (&error);
  g_assert_null (comity_dossier_new_state (fixture->panel, fixture->usa, 2050, &error));
  g_assert_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_YEARS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("/report/dossier/pair", test_pair);
  ADD ("/report/dossier/fit", test_fit);
  ADD ("/report/dossier/paragraph", test_paragraph);
  ADD ("/report/dossier/influence", test_influence);
  ADD ("/report/dossier/silence", test_silence);
  ADD ("/report/dossier/state-under-model", test_state_under_model);
  ADD ("/report/dossier/json", test_json);
  ADD ("/report/dossier/state", test_state);
  ADD ("/report/dossier/equal", test_equal);
  ADD ("/report/dossier/errors", test_errors);
#undef ADD
  return g_test_run ();
}
