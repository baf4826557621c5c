/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made-up data, the same at every run. */
#include "config.h"

#include "fake-data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const codes[] = {
  "XKX", "AND", "LIE", "AFG", "AGO", "ALB", "ARE", "ARG", "ARM", "ATG", "AUS", "AUT", "AZE", "BDI",
  "BEL", "BEN", "BFA", "BGD", "BGR", "BHR", "BHS", "BIH", "BLR", "BLZ", "BOL", "BRA", "BRB", "BRN",
  "BTN", "BWA", "CAF", "CAN", "CHE", "CHL", "CHN", "CIV", "CMR", "COD", "COG", "COL", "COM", "CPV",
  "CRI", "CUB", "CYP", "CZE", "DEU", "DJI", "DMA", "DNK", "DOM", "DZA", "ECU", "EGY", "ERI", "ESP",
  "EST", "ETH", "FIN", "FJI", "FRA", "FSM", "GAB", "GBR", "GEO", "GHA", "GIN", "GMB", "GNB", "GNQ",
  "GRC", "GRD", "GTM", "GUY", "HND", "HRV", "HTI", "HUN", "IDN", "IND", "IRL", "IRN", "IRQ", "ISL",
  "ISR", "ITA", "JAM", "JOR", "JPN", "KAZ", "KEN", "KGZ", "KHM", "KIR", "KNA", "KOR", "KWT", "LAO",
  "LBN", "LBR", "LBY", "LCA", "LKA", "LSO", "LTU", "LUX", "LVA", "MAR", "MDA", "MDG", "MDV", "MEX",
  "MHL", "MKD", "MLI", "MLT", "MMR", "MNE", "MNG", "MOZ", "MRT", "MUS", "MWI", "MYS", "NAM", "NER",
  "NGA", "NIC", "NLD", "NOR", "NPL", "NZL", "OMN", "PAK", "PAN", "PER", "PHL", "PLW", "PNG", "POL",
  "PRK", "PRT", "PRY", "QAT", "ROU", "RUS", "RWA", "SAU", "SDN", "SEN", "SGP", "SLB", "SLE", "SLV",
  "SOM", "SRB", "STP", "SUR", "SVK", "SVN", "SWE", "SWZ", "SYC", "SYR", "TCD", "TGO", "THA", "TJK",
  "TKM", "TLS", "TON", "TTO", "TUN", "TUR", "TWN", "TZA", "UGA", "UKR", "URY", "USA", "UZB", "VCT",
  "VEN", "VNM", "VUT", "WSM", "YEM", "ZAF", "ZMB", "ZWE",
};

#define FIRST_YEAR 1960
#define N_YEARS 53

ComityFigure *
fake_line_figure (void)
{
  double usa[N_YEARS], che[N_YEARS];
  const ComityLineSeries series[] = { { "United States", usa, 0 }, { "Switzerland", che, 1 } };
  const ComityLineMark marks[] = { { 1973, "MLAT 1973" } };
  ComityFigure *figure;

  for (int i = 0; i < N_YEARS; i++)
    {
      usa[i] = 0.86 + 0.05 * sin (i / 6.0);
      che[i] = i < 11 ? NAN : 0.94 + 0.02 * cos (i / 5.0);
      if (i > 30 && i < 34)
        usa[i] = NAN;
    }
  figure = comity_line_figure_new ("Judicial constraints on the executive", FIRST_YEAR, N_YEARS,
                                   series, G_N_ELEMENTS (series), marks, G_N_ELEMENTS (marks));
  return figure;
}

ComityFigure *
fake_coef_figure (gsize n_models)
{
  static const struct
  {
    const char *term, *label;
    double estimate, std_error;
  } rows[] = {
    { "same_tradition", "Same legal tradition", 0.412, 0.118 },
    { "ji_min", "Judicial constraints (weaker state)", 1.284, 0.302 },
    { "joint_dem", "Both democracies", 0.655, 0.201 },
    { "ideal_distance", "UN ideal-point distance", -0.481, 0.092 },
    { "log_gdp_min", "Log GDP (smaller state)", 0.377, 0.061 },
    { "log_distance", "Log distance between capitals", -0.214, 0.081 },
    { "contiguous", "Contiguous by land", 0.090, 0.233 },
    { "colony", "Colonial tie", 0.502, 0.318 },
    { "language", "Common official language", 0.268, 0.140 },
  };
  ComityCoefData *data = comity_coef_data_new (G_N_ELEMENTS (rows), n_models);
  ComityFigure *figure;

  for (gsize j = 0; j < n_models; j++)
    data->models[j] = g_strdup_printf ("%s (%d)",
                                       j == 0   ? "Logit"
                                       : j == 1 ? "Firth"
                                                : "Cox",
                                       (int) j + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      data->terms[i] = g_strdup (rows[i].term);
      data->labels[i] = g_strdup (rows[i].label);
      for (gsize j = 0; j < n_models; j++)
        {
          double estimate = rows[i].estimate * (1 - 0.13 * (double) j);
          double error = rows[i].std_error * (1 + 0.2 * (double) j);

          data->points[i * n_models + j] = (ComityCoefPoint){
            .present = !(j == 1 && i == 7),
            .coefficient = (guint32) i + 1,
            .estimate = estimate,
            .std_error = error,
            .low = estimate - 1.959964 * error,
            .high = estimate + 1.959964 * error,
          };
        }
    }
  figure = comity_coef_figure_new_from_data (data);
  comity_figure_set_title (figure, "What makes a pair of states sign");
  comity_figure_set_caption (
      figure, "First mutual legal assistance treaties, 1961–2012; logit, 418,220 dyad-years, 1,043 "
              "signatures. Standard errors clustered by dyad (16,637 clusters).");
  comity_figure_set_notice (figure, "MLAT list: known to be incomplete");
  return figure;
}

/* Blocks, each a family; a state's place in its block makes the rest. */
static int
block_of (gsize i, gsize n)
{
  static const double ends[] = { 0.22, 0.40, 0.58, 0.70, 0.82, 0.97 };
  int block = 0;

  while (block < 6 && (double) i >= ends[block] * (double) n)
    block++;
  return block;
}

static double
split (ComityHeatmapData *data, gsize *used, gsize from, gsize to, double height, double *place)
{
  double left, right, left_height, right_height;
  gsize middle = from + (to - from) * 2 / 5 + 1;

  if (to - from == 1)
    {
      *place = (double) from + 0.5;
      return 0;
    }
  middle = CLAMP (middle, from + 1, to - 1);
  left_height = split (data, used, from, middle, height * 0.72, &left);
  right_height = split (data, used, middle, to, height * 0.81, &right);
  data->joints[(*used)++] = (ComityHeatmapJoint){ left, right, left_height, right_height, height };
  *place = (left + right) / 2;
  return height;
}

ComityHeatmapData *
fake_heatmap_data (gsize n)
{
  static const ComityTradition families[] = {
    COMITY_TRADITION_CIVIL,   COMITY_TRADITION_COMMON,  COMITY_TRADITION_CIVIL,
    COMITY_TRADITION_MIXED,   COMITY_TRADITION_ISLAMIC, COMITY_TRADITION_CIVIL,
    COMITY_TRADITION_UNKNOWN,
  };
  GRand *random = g_rand_new_with_seed (7);
  gsize n_in_tree = n - n / 32, n_ties = 0, used = 0;
  ComityHeatmapData *data = comity_heatmap_data_new (n, n * n / 24, n_in_tree - 1);
  g_autofree double *level = g_new (double, n);
  double place;

  g_assert_cmpuint (n, <=, G_N_ELEMENTS (codes));
  for (gsize i = 0; i < n; i++)
    {
      data->states[i] = (guint32) ((i * 77) % n); /* 77 and 190 have no common factor */
      data->codes[i] = g_strdup (codes[data->states[i]]);
      data->names[i] = g_strdup_printf ("State of %s", codes[data->states[i]]);
      data->families[i] = families[block_of (i, n)];
      data->exists[i] = TRUE;
      level[i] = g_rand_double (random);
    }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      {
        int a = block_of (i, n), b = block_of (j, n);
        double alike = a == b ? 0.78 : families[a] == families[b] ? 0.55 : 0.16 + 0.04 * (a + b);

        alike += 0.2 * (1 - 2 * fabs (level[i] - level[j])) + 0.05 * g_rand_double (random);
        if (i >= n_in_tree || (i == n / 3 && j % 3 == 0))
          alike = NAN;
        *comity_heatmap_data_value (data, i, j) =
            i == j && i < n_in_tree ? 1 : CLAMP (alike, 0.0, 1.0);
        if (i >= n_in_tree)
          *comity_heatmap_data_value (data, i, j) = NAN;
        if (i != j && n_ties < data->n_ties && g_rand_double (random) < alike * alike * 0.18)
          data->ties[n_ties++] =
              (ComityHeatmapTie){ (guint32) i, (guint32) j,
                                  1970 + (int) (g_rand_double (random) * 40), 1 };
      }
  data->n_ties = n_ties;
  split (data, &used, 0, n_in_tree, 1, &place);
  g_assert_cmpuint (used, ==, n_in_tree - 1);
  data->measure = g_strdup ("Gower similarity of institutions");
  data->tie_name = g_strdup ("MLAT");
  data->remark = g_strdup ("States without data stand last, by name");
  data->low = 0;
  data->high = 1;
  data->is_similarity = TRUE;
  data->year = 2012;
  comity_heatmap_data_index (data);
  g_rand_free (random);
  return data;
}

ComityFigure *
fake_heatmap_figure (gsize n)
{
  ComityFigure *figure = comity_heatmap_figure_new_from_data (fake_heatmap_data (n), NULL);

  comity_figure_set_title (figure, "Whose institutions resemble whose, 2012");
  comity_figure_set_caption (
      figure,
      "Gower similarity of legal tradition, judicial constraints, democracy and UN ideal point; "
      "average linkage, optimal leaf order. Dots: mutual legal assistance treaties in force or "
      "signed. Data: V-Dem v13; Bailey, Strezhnev & Voeten 2017; JuriGlobe.");
  comity_figure_set_notice (figure, "MLAT list: known to be incomplete");
  return figure;
}

static int
compare_edges (const void *a, const void *b)
{
  const ComityNetworkFigureEdge *x = a, *y = b;

  return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

/* Springs and charges, enough for a picture; isolates stay where they fall. */
static void
relax (const ComityNetworkFigureData *data, ComityPoint *places, GRand *random)
{
  double ideal = 1 / sqrt ((double) data->n + 1);
  g_autofree ComityPoint *force = g_new (ComityPoint, data->n + 1);

  for (gsize i = 0; i < data->n; i++)
    places[i] = (ComityPoint){ g_rand_double (random), g_rand_double (random) };
  for (int step = 0; step < 150; step++)
    {
      double heat = 0.08 * (1 - step / 150.0);

      memset (force, 0, data->n * sizeof *force);
      for (gsize i = 0; i < data->n; i++)
        for (gsize j = 0; j < data->n; j++)
          {
            double x = places[i].x - places[j].x, y = places[i].y - places[j].y;
            double square = x * x + y * y + 1e-6;

            if (data->degrees[i] == 0 || data->degrees[j] == 0)
              continue;
            force[i].x += x * ideal * ideal / square;
            force[i].y += y * ideal * ideal / square;
          }
      for (gsize k = 0; k < data->n_edges; k++)
        {
          guint32 a = data->edges[k].a, b = data->edges[k].b;
          double x = places[a].x - places[b].x, y = places[a].y - places[b].y;
          double pull = 0.35 * sqrt (x * x + y * y) / ideal /
                        sqrt (1.0 + MIN (data->degrees[a], data->degrees[b]));

          force[a].x -= x * pull;
          force[a].y -= y * pull;
          force[b].x += x * pull;
          force[b].y += y * pull;
        }
      for (gsize i = 0; i < data->n; i++)
        {
          double length = sqrt (force[i].x * force[i].x + force[i].y * force[i].y) + 1e-9;

          places[i].x += force[i].x / length * MIN (length, heat);
          places[i].y += force[i].y / length * MIN (length, heat);
        }
    }
}

ComityNetworkFigureData *
fake_network_data (gsize n, gsize n_edges, ComityLayoutMethod method, ComityPoint *places)
{
  static const ComityTradition families[] = {
    COMITY_TRADITION_CIVIL,   COMITY_TRADITION_COMMON,  COMITY_TRADITION_CIVIL,
    COMITY_TRADITION_MIXED,   COMITY_TRADITION_ISLAMIC, COMITY_TRADITION_CIVIL,
    COMITY_TRADITION_UNKNOWN,
  };
  GRand *random = g_rand_new_with_seed (11);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autofree double *weight = g_new (double, n + 1);
  g_autofree ComityNetworkFigureEdge *edges = g_new (ComityNetworkFigureEdge, n_edges + 1);
  ComityNetworkFigureData *data;
  gsize n_found = 0;

  g_assert_cmpuint (n, <=, G_N_ELEMENTS (codes));
  for (gsize i = 0; i < n; i++)
    weight[i] = pow (g_rand_double (random), 2.6) * (g_rand_double (random) < 0.16 ? 0 : 1);
  for (gsize tries = 0; tries < 4000000 && n_found < n_edges; tries++)
    {
      guint32 a = (guint32) g_rand_int_range (random, 0, (gint32) n);
      guint32 b = (guint32) g_rand_int_range (random, 0, (gint32) n);
      guint key = MIN (a, b) * 1000 + MAX (a, b) + 1;
      double same = families[block_of (a, n)] == families[block_of (b, n)] ? 1 : 0.3;

      if (a == b || g_rand_double (random) > weight[a] * weight[b] * same ||
          !g_hash_table_add (seen, GUINT_TO_POINTER (key)))
        continue;
      edges[n_found++] = (ComityNetworkFigureEdge){ MIN (a, b), MAX (a, b),
                                                    1965 + (int) (g_rand_double (random) * 47), 1 };
    }
  qsort (edges, n_found, sizeof *edges, compare_edges);
  data = comity_network_figure_data_new (n, n_found);
  memcpy (data->edges, edges, n_found * sizeof *edges);
  data->groups_are_traditions = TRUE;
  data->n_groups = COMITY_N_TRADITIONS;
  data->groups = g_new0 (char *, data->n_groups);
  for (gsize i = 0; i < data->n_groups; i++)
    data->groups[i] = g_strdup (comity_family_label ((ComityTradition) i));
  for (gsize i = 0; i < n; i++)
    {
      data->states[i] = (guint32) i;
      data->codes[i] = g_strdup (codes[(i * 77) % G_N_ELEMENTS (codes)]);
      data->names[i] = g_strdup_printf ("State of %s", data->codes[i]);
      data->regions[i] = g_strdup (i % 2 == 0 ? "Europe" : "Asia");
      data->families[i] = families[block_of (i, n)];
      data->group[i] = (int) data->families[i];
    }
  comity_network_figure_data_index (data);
  data->size = g_new (double, n + 1);
  for (gsize i = 0; i < n; i++)
    data->size[i] = data->degrees[i];
  data->size_label = g_strdup ("Treaty partners");
  data->tie_name = g_strdup ("MLAT");
  data->ties_name = g_strdup ("MLATs");
  data->year = 2012;
  data->cumulative = TRUE;
  data->method = method;

  if (comity_layout_method_is_force (method))
    relax (data, places, random);
  for (gsize i = 0; i < n; i++)
    {
      double turn = 2 * G_PI * (double) i / (double) n;

      if (method == COMITY_LAYOUT_CIRCLE || method == COMITY_LAYOUT_CONCENTRIC)
        places[i] = (ComityPoint){ 0.5 + 0.5 * sin (turn), 0.5 - 0.5 * cos (turn) };
      else if (method == COMITY_LAYOUT_ARC)
        places[i] = (ComityPoint){ (double) i / (double) n, 0.5 };
      else if (method == COMITY_LAYOUT_GEO || method == COMITY_LAYOUT_HIVE)
        places[i] = (ComityPoint){ g_rand_double (random), 0.25 + 0.5 * g_rand_double (random) };
    }
  g_rand_free (random);
  return data;
}

ComityFigure *
fake_network_figure (gsize n, gsize n_edges, ComityLayoutMethod method)
{
  g_autofree ComityPoint *places = g_new0 (ComityPoint, n + 1);
  ComityNetworkFigureData *data = fake_network_data (n, n_edges, method, places);
  ComityFigure *figure = comity_network_figure_new_from_data (data, places, NULL);

  comity_figure_set_title (figure, "Mutual legal assistance treaties, signed up to 2012");
  comity_figure_set_caption (
      figure,
      "Nodes: states of the COW system, sized by the number of treaty partners. Ties: bilateral "
      "treaties on mutual legal assistance in criminal matters. Fruchterman–Reingold, seed 1.");
  comity_figure_set_notice (figure, "MLAT list: known to be incomplete");
  return figure;
}
