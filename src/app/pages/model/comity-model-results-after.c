/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was computed after a fit, as rows and notes on the screen. */
#include "config.h"

#include "comity-model-results.h"

#include <glib/gi18n.h>
#include <math.h>

#include "comity-table.h"
#include "comity-words.h"

typedef struct
{
  const char *title;
  ComityCellKind kind;
} Head;

/* The first column takes what room there is. */
static GListStore *
start_table (GtkColumnView *view, const Head *heads, gsize n)
{
  comity_table_clear_columns (view);
  for (gsize i = 0; i < n; i++)
    {
      GtkColumnViewColumn *column =
          comity_table_add_column (view, _ (heads[i].title), heads[i].kind, (guint) i, NULL, NULL);

      gtk_column_view_column_set_expand (column, i == 0);
    }
  return g_list_store_new (COMITY_TYPE_TABLE_ROW);
}

static void
show_ladder (GtkColumnView *view, const ComityAfter *after, int decimals)
{
  gsize n_rungs = comity_ladder_get_n_rungs (after->ladder);
  g_autofree Head *heads = g_new0 (Head, n_rungs + 2);
  g_autofree gsize *rungs = g_new0 (gsize, n_rungs + 1);
  g_autoptr (GListStore) store = NULL;
  gsize n = 0;

  heads[0] = (Head){ N_ ("Term"), COMITY_CELL_FIT };
  heads[1] = (Head){ C_ ("column", "Estimate"), COMITY_CELL_NUMBER };
  for (gsize r = 0; r < n_rungs; r++)
    if (comity_ladder_peek_vcov (after->ladder, r) != NULL)
      {
        rungs[n] = r;
        heads[n + 2] = (Head){ comity_ladder_peek_title (after->ladder, r), COMITY_CELL_NUMBER };
        n++;
      }
  store = start_table (view, heads, n + 2);
  for (gsize i = 0; i < comity_fit_get_n_terms (after->fit); i++)
    {
      const ComityCoefficient *c =
          comity_fit_peek_coefficient (comity_ladder_peek_fit (after->ladder), i);
      char **cells = g_new0 (char *, n + 3);
      int own = decimals;

      cells[0] = g_strdup (c->term);
      for (gsize k = 0; k < n; k++)
        own = MAX (own, comity_model_results_choose_decimals (
                            c->estimate,
                            comity_ladder_peek_coefficient (after->ladder, rungs[k], i)->std_error,
                            decimals));
      cells[1] = comity_model_results_dup_fixed (c->estimate, own);
      for (gsize k = 0; k < n; k++)
        cells[k + 2] = comity_model_results_dup_fixed (
            comity_ladder_peek_coefficient (after->ladder, rungs[k], i)->std_error, own);
      comity_model_results_append (store, cells);
    }
  comity_model_results_set_rows (view, G_LIST_MODEL (store));
}

static void
show_effects (GtkColumnView *view, const ComityAfter *after, int decimals)
{
  static const Head heads[] = {
    { N_ ("Covariate"), COMITY_CELL_FIT }, { N_ ("Change"), COMITY_CELL_FIT },
    { N_ ("Effect"), COMITY_CELL_NUMBER }, { N_ ("Std. Error"), COMITY_CELL_NUMBER },
    { N_ ("p"), COMITY_CELL_NUMBER },      { N_ ("Confidence Interval"), COMITY_CELL_NUMBER },
  };
  g_autoptr (GListStore) store = start_table (view, heads, G_N_ELEMENTS (heads));

  for (gsize i = 0; i < comity_effects_get_n (after->effects); i++)
    {
      const ComityEffect *effect = comity_effects_peek (after->effects, i);
      const ComityCoefficient c = { .estimate = effect->estimate,
                                    .std_error = effect->std_error,
                                    .conf_low = effect->conf_low,
                                    .conf_high = effect->conf_high };
      char **cells = g_new0 (char *, G_N_ELEMENTS (heads) + 1);

      cells[0] = g_strdup (effect->column);
      cells[1] = g_strdup (effect->contrast);
      cells[4] = comity_model_results_dup_p (effect->p_value);
      comity_model_results_fill_estimate (cells, 2, 3, 5, &c, decimals);
      comity_model_results_append (store, cells);
    }
  comity_model_results_set_rows (view, G_LIST_MODEL (store));
}

static void
show_calibration (GtkColumnView *view, const ComityAfter *after, int decimals)
{
  static const Head heads[] = {
    { N_ ("Probabilities"), COMITY_CELL_FIT },
    { N_ ("Rows"), COMITY_CELL_NUMBER },
    { N_ ("Events"), COMITY_CELL_NUMBER },
    { N_ ("Expected"), COMITY_CELL_NUMBER },
  };
  g_autoptr (GListStore) store = start_table (view, heads, G_N_ELEMENTS (heads));
  ComityRocBin bins[COMITY_AFTER_N_GROUPS];
  ComityTestResult test;
  gsize n = comity_roc_calibrate (after->roc, COMITY_AFTER_N_GROUPS, bins, &test);

  for (gsize i = 0; i < n; i++)
    {
      char **cells = g_new0 (char *, G_N_ELEMENTS (heads) + 1);
      g_autofree char *low = comity_model_results_dup_number (bins[i].low, decimals);
      g_autofree char *high = comity_model_results_dup_number (bins[i].high, decimals);

      cells[0] = g_strdup_printf ("%s – %s", low, high);
      cells[1] = comity_count_text (bins[i].n);
      cells[2] = comity_count_text (bins[i].observed);
      cells[3] = comity_model_results_dup_number (bins[i].expected, 1);
      comity_model_results_append (store, cells);
    }
  comity_model_results_set_rows (view, G_LIST_MODEL (store));
}

static void
show_hazards (GtkColumnView *view, const ComityAfter *after)
{
  static const Head heads[] = {
    { N_ ("Term"), COMITY_CELL_FIT },
    { N_ ("χ²"), COMITY_CELL_NUMBER },
    { N_ ("Degrees of Freedom"), COMITY_CELL_NUMBER },
    { N_ ("p"), COMITY_CELL_NUMBER },
  };
  g_autoptr (GListStore) store = start_table (view, heads, G_N_ELEMENTS (heads));

  for (gsize i = 0; i < after->zph->n_tests; i++)
    {
      const ComityZphTest *test = &after->zph->tests[i];
      char **cells = g_new0 (char *, G_N_ELEMENTS (heads) + 1);

      cells[0] = g_strdup (g_str_equal (test->term, "GLOBAL") ? _ ("All together") : test->term);
      cells[1] = comity_model_results_dup_fixed (test->chi2, 2);
      cells[2] = g_strdup_printf ("%d", test->df);
      cells[3] = comity_model_results_dup_p (test->p);
      comity_model_results_append (store, cells);
    }
  comity_model_results_set_rows (view, G_LIST_MODEL (store));
}

/* Where the values are few enough to be read; a curve is in the picture. */
#define MAX_ROWS 12

static gboolean
show_predictions (GtkColumnView *view, const ComityAfter *after, int decimals)
{
  gboolean drawn = after->options->n_draws > 0;
  const Head heads[] = {
    { after->options->focus, COMITY_CELL_FIT },
    { N_ ("Prediction"), COMITY_CELL_NUMBER },
    { N_ ("Std. Error"), COMITY_CELL_NUMBER },
    { drawn ? N_ ("Simulated Interval") : N_ ("Confidence Interval"), COMITY_CELL_NUMBER },
    { N_ ("Change from First"), COMITY_CELL_NUMBER },
    { N_ ("Interval of the Change"), COMITY_CELL_NUMBER },
  };
  g_autoptr (GListStore) store = NULL;
  gsize n = comity_predictions_get_n (after->predictions);

  if (n > MAX_ROWS)
    return FALSE;
  store = start_table (view, heads, G_N_ELEMENTS (heads));
  for (gsize i = 0; i < n; i++)
    {
      const ComityPrediction *point = comity_predictions_peek (after->predictions, i);
      gboolean linked = isfinite (point->link_low) && isfinite (point->link_high);
      const ComityCoefficient c = {
        .estimate = point->estimate,
        .std_error = point->std_error,
        .conf_low = drawn    ? point->draw_low
                    : linked ? point->link_low
                             : point->conf_low,
        .conf_high = drawn    ? point->draw_high
                     : linked ? point->link_high
                              : point->conf_high,
      };
      const ComityCoefficient change = {
        .estimate = point->change,
        .std_error = point->change_error,
        .conf_low = drawn ? point->change_draw_low : point->change_low,
        .conf_high = drawn ? point->change_draw_high : point->change_high,
      };
      char *unused[3] = { NULL, NULL, NULL };
      char **cells = g_new0 (char *, G_N_ELEMENTS (heads) + 1);

      cells[0] = g_strdup (point->value);
      comity_model_results_fill_estimate (cells, 1, 2, 3, &c, decimals);
      comity_model_results_fill_estimate (unused, 0, 1, 2, &change, decimals);
      cells[4] = i > 0 ? g_steal_pointer (&unused[0]) : g_strdup ("");
      cells[5] = i > 0 ? g_steal_pointer (&unused[2]) : g_strdup ("");
      for (gsize k = 0; k < G_N_ELEMENTS (unused); k++)
        g_free (unused[k]);
      comity_model_results_append (store, cells);
    }
  comity_model_results_set_rows (view, G_LIST_MODEL (store));
  return TRUE;
}

static void
append_area (GListStore *store,
             const ComityAfter *after,
             guint number,
             const ComityFit *fit,
             const ComityRoc *roc)
{
  const ComityRocNumbers *n = comity_roc_peek_numbers (roc);
  char **cells = g_new0 (char *, 7);
  ComityCoefficient difference;

  cells[0] = g_strdup_printf (_ ("Model %u: %s"), number, comity_fit_peek_estimator_title (fit));
  cells[1] = comity_model_results_dup_fixed (n->auc, 3);
  cells[2] = comity_model_results_dup_interval (n->auc_low, n->auc_high, 3);
  if (roc == after->roc)
    for (guint k = 3; k < 6; k++)
      cells[k] = g_strdup ("");
  else if (comity_roc_compare (after->roc, roc, comity_fit_peek_spec (after->fit)->level,
                               &difference))
    {
      cells[3] = comity_model_results_dup_fixed (difference.estimate, 3);
      cells[4] = comity_model_results_dup_interval (difference.conf_low, difference.conf_high, 3);
      cells[5] = comity_model_results_dup_p (difference.p_value);
    }
  else
    {
      cells[3] = g_strdup (_ ("other rows"));
      cells[4] = g_strdup ("–");
      cells[5] = g_strdup ("–");
    }
  comity_model_results_append (store, cells);
}

/* The areas of the models kept beside this one's, and DeLong's test of the differences. */
static gboolean
show_areas (GtkColumnView *view, const ComityAfter *after)
{
  static const Head heads[] = {
    { N_ ("Model"), COMITY_CELL_FIT },       { N_ ("Area under the Curve"), COMITY_CELL_NUMBER },
    { N_ ("Interval"), COMITY_CELL_NUMBER }, { N_ ("This Model’s Lead"), COMITY_CELL_NUMBER },
    { N_ ("Interval"), COMITY_CELL_NUMBER }, { N_ ("p"), COMITY_CELL_NUMBER },
  };
  g_autoptr (GListStore) store = NULL;

  if (after->others == NULL || after->others->len == 0)
    return FALSE;
  store = start_table (view, heads, G_N_ELEMENTS (heads));
  for (guint i = 0; i < after->others->len; i++)
    append_area (store, after, i + 1, after->others->pdata[i], after->others_rocs->pdata[i]);
  append_area (store, after, after->others->len + 1, after->fit, after->roc);
  comity_model_results_set_rows (view, G_LIST_MODEL (store));
  return TRUE;
}

/* The term that a group moves most; 0 where there is none but the constant. */
static gsize
find_moved (const ComityAfter *after, const double *change)
{
  gsize most = 0;
  double largest = -1.0;

  for (gsize j = 0; j < comity_fit_get_n_terms (after->fit); j++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (after->fit, j);
      double size = fabs (change[j] / c->std_error);

      if (!g_str_equal (c->term, "(Intercept)") && (isnan (size) || size > largest))
        {
          most = j;
          largest = isnan (size) ? INFINITY : size;
        }
    }
  return most;
}

static void
show_influence (GtkColumnView *view, const ComityAfter *after, ComityPanel *panel, int decimals)
{
  static const Head heads[] = {
    { N_ ("Left Out"), COMITY_CELL_FIT },   { N_ ("Rows"), COMITY_CELL_NUMBER },
    { N_ ("Term"), COMITY_CELL_FIT },       { N_ ("Estimate"), COMITY_CELL_NUMBER },
    { N_ ("Without"), COMITY_CELL_NUMBER }, { N_ ("In Std. Errors"), COMITY_CELL_NUMBER },
  };
  g_autoptr (GListStore) store = start_table (view, heads, G_N_ELEMENTS (heads));
  gssize focus =
      after->options->focus != NULL ? comity_fit_find_term (after->fit, after->options->focus) : -1;
  gsize n = MIN (comity_influence_get_n (after->influence), COMITY_AFTER_N_INFLUENTIAL);

  for (gsize i = 0; i < n; i++)
    {
      gsize group = after->order[i], n_rows;
      const double *change = comity_influence_peek_change (after->influence, group);
      gsize term = focus >= 0 ? (gsize) focus : find_moved (after, change);
      const ComityCoefficient *c = comity_fit_peek_coefficient (after->fit, term);
      int own = comity_model_results_choose_decimals (c->estimate, c->std_error, decimals);
      char **cells = g_new0 (char *, G_N_ELEMENTS (heads) + 1);

      comity_influence_peek_group (after->influence, group, &n_rows);
      cells[0] = comity_after_dup_group (after, panel, group);
      cells[1] = comity_count_text (n_rows);
      cells[2] = g_strdup (c->term);
      cells[3] = comity_model_results_dup_fixed (c->estimate, own);
      cells[4] = comity_model_results_dup_fixed (c->estimate + change[term], own);
      cells[5] = comity_model_results_dup_fixed (change[term] / c->std_error, 2);
      comity_model_results_append (store, cells);
    }
  comity_model_results_set_rows (view, G_LIST_MODEL (store));
}

static void
show_permutation (GtkColumnView *view, const ComityAfter *after, int decimals)
{
  static const Head heads[] = {
    { N_ ("Term"), COMITY_CELL_FIT },          { N_ ("Estimate"), COMITY_CELL_NUMBER },
    { N_ ("Statistic"), COMITY_CELL_NUMBER },  { N_ ("p"), COMITY_CELL_NUMBER },
    { N_ ("p, Greater"), COMITY_CELL_NUMBER }, { N_ ("p, Less"), COMITY_CELL_NUMBER },
  };
  g_autoptr (GListStore) store = start_table (view, heads, G_N_ELEMENTS (heads));

  for (gsize i = 0; i < comity_qap_get_n (after->qap); i++)
    {
      const ComityQapTerm *term = comity_qap_peek (after->qap, i);
      const double p[] = { term->p_two_sided, term->p_greater, term->p_less };
      char **cells = g_new0 (char *, G_N_ELEMENTS (heads) + 1);

      cells[0] = g_strdup (term->term);
      cells[1] = comity_model_results_dup_number (term->estimate, decimals);
      cells[2] = comity_model_results_dup_fixed (term->statistic, 2);
      /* Not smaller than what so many permutations can say. */
      for (gsize k = 0; k < G_N_ELEMENTS (p); k++)
        cells[3 + k] = comity_model_results_dup_number (p[k], 3);
      comity_model_results_append (store, cells);
    }
  comity_model_results_set_rows (view, G_LIST_MODEL (store));
}

gboolean
comity_model_results_show_after (GtkColumnView *view,
                                 const ComityAfter *after,
                                 ComityPanel *panel,
                                 int decimals)
{
  switch (after->kind)
    {
    case COMITY_AFTER_LADDER:
      show_ladder (view, after, decimals);
      return TRUE;
    case COMITY_AFTER_EFFECTS:
      show_effects (view, after, decimals);
      return TRUE;
    case COMITY_AFTER_PREDICTIONS:
      return show_predictions (view, after, decimals);
    case COMITY_AFTER_ROC:
    case COMITY_AFTER_PRECISION:
      return show_areas (view, after);
    case COMITY_AFTER_CALIBRATION:
      show_calibration (view, after, decimals);
      return TRUE;
    case COMITY_AFTER_HAZARDS:
      show_hazards (view, after);
      return TRUE;
    case COMITY_AFTER_INFLUENCE:
      show_influence (view, after, panel, decimals);
      return TRUE;
    case COMITY_AFTER_PERMUTATION:
      show_permutation (view, after, decimals);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
add_ladder_note (GString *note, const ComityAfter *after)
{
  g_string_append (note, _ ("The picture shows the term chosen above under each kind."));
  for (gsize r = 0; r < comity_ladder_get_n_rungs (after->ladder); r++)
    {
      if (comity_ladder_peek_vcov (after->ladder, r) == NULL)
        g_string_append_printf (note, "\n%s: %s", comity_ladder_peek_title (after->ladder, r),
                                comity_ladder_peek_sentence (after->ladder, r));
      for (gsize i = 0; i < comity_ladder_get_n_warnings (after->ladder, r); i++)
        g_string_append_printf (note, "\n%s: %s", comity_ladder_peek_title (after->ladder, r),
                                comity_ladder_peek_warning (after->ladder, r, i));
    }
}

static void
add_roc_note (GString *note, const ComityAfter *after)
{
  const ComityRocNumbers *n = comity_roc_peek_numbers (after->roc);
  g_autofree char *rows = comity_count_text (n->n);
  g_autofree char *events = comity_count_text (n->n_events);
  g_autofree char *brier = comity_model_results_dup_number (n->brier, 4);
  g_autofree char *null = comity_model_results_dup_number (n->brier_null, 4);

  g_string_append_printf (note, _ ("%s rows, %s events. "), rows, events);
  g_string_append_printf (note,
                          _ ("Area under the ROC curve %.3f [%.3f, %.3f] (DeLong’s interval), "
                             "average precision %.3f. "),
                          n->auc, n->auc_low, n->auc_high, n->average_precision);
  g_string_append_printf (note, _ ("Brier score %s, with the share of events alone %s."), brier,
                          null);
}

static void
add_calibration_note (GString *note, const ComityAfter *after)
{
  ComityRocBin bins[COMITY_AFTER_N_GROUPS];
  ComityTestResult test;

  comity_roc_calibrate (after->roc, COMITY_AFTER_N_GROUPS, bins, &test);
  if (isnan (test.statistic))
    return;
  {
    g_autofree char *chi2 = comity_model_results_dup_number (test.statistic, 2);
    g_autofree char *p = comity_model_results_dup_p (test.p_value);

    g_string_append_printf (note,
                            _ (" Hosmer and Lemeshow’s χ² %s, p %s: a small p says that "
                               "probabilities and shares differ."),
                            chi2, p);
  }
}

static void
add_curves_note (GString *note, const ComityAfter *after, const char *profile)
{
  g_string_append_printf (note, _ ("Covariates %s; %g %% intervals by the delta method."), profile,
                          after->curves->level);
  if (after->curves->discrete)
    g_string_append_printf (note,
                            _ (" Over %s, which moves its powers along: the hazard is the "
                               "probability of the event in the year, and survival the product of "
                               "one less the hazards so far."),
                            after->curves->time_name);
}

static void
add_permutation_note (GString *note, const ComityAfter *after)
{
  const ComityQapSummary *s = comity_qap_peek_summary (after->qap);
  g_autofree char *n = comity_count_text (s->n_permutations);

  if (s->exact)
    g_string_append_printf (note, _ ("All %s permutations of the states: the p values are exact."),
                            n);
  else
    g_string_append_printf (note,
                            _ ("%s permutations of the states, seed %d; p is the share with a "
                               "statistic at least as far from 0, the observed one among them."),
                            n, (int) s->seed);
  if (s->kept < 1.0)
    g_string_append_printf (note, _ (" On average %.0f %% of the rows had a counterpart."),
                            100.0 * s->kept);
  g_string_append (note, _ (" Double semi-partialling: Dekker, Krackhardt and Snijders (2007)."));
}

/* Of all specifications together (Simonsohn, Simmons and Nelson 2020). */
static void
add_joint (GString *note, const ComityAfter *after)
{
  const ComityCurveSummary *s = comity_spec_curve_peek_summary (after->curve);
  g_autofree char *median = comity_model_results_dup_number (s->p.median, 3);
  g_autofree char *share = comity_model_results_dup_number (s->p.share_significant, 3);
  g_autofree char *stouffer = comity_model_results_dup_number (s->p.stouffer, 3);
  g_autofree char *n = comity_count_text (s->n_permutations);

  if (s->n_permutations > 0)
    g_string_append_printf (note,
                            _ (" Joint test of all specifications on %s permutations of the "
                               "states: p of the median %s, of the share that is significant %s, "
                               "of Stouffer’s z %s."),
                            n, median, share, stouffer);
}

char *
comity_model_results_dup_after_note (const ComityAfter *after, int decimals)
{
  GString *note = g_string_new (NULL);
  g_autofree char *profile =
      after->profile != NULL ? comity_profile_describe (after->profile) : NULL;

  switch (after->kind)
    {
    case COMITY_AFTER_LADDER:
      add_ladder_note (note, after);
      break;
    case COMITY_AFTER_EFFECTS:
      g_string_append_printf (
          note,
          _ ("On the scale of the outcome; covariates %s; standard errors by the delta method."),
          profile);
      break;
    case COMITY_AFTER_PREDICTIONS:
      g_string_append_printf (note, _ ("The other covariates %s."), profile);
      if (after->options->values == NULL)
        /* xgettext:no-c-format */
        g_string_append (note, _ (" A curve spans the middle 98 % of the rows used."));
      if (after->options->n_draws > 0)
        g_string_append_printf (note, _ (" Intervals from %u draws of the estimates, seed %d."),
                                after->options->n_draws, (int) after->options->seed);
      break;
    case COMITY_AFTER_CALIBRATION:
      add_roc_note (note, after);
      add_calibration_note (note, after);
      break;
    case COMITY_AFTER_ROC:
    case COMITY_AFTER_PRECISION:
    case COMITY_AFTER_SEPARATION:
      add_roc_note (note, after);
      break;
    case COMITY_AFTER_HAZARDS:
      g_string_append (note, _ ("Score test against 1 − the Kaplan–Meier survival; a small p says "
                                "that the effect changes over time. The picture shows the term "
                                "chosen above; its estimate is the level line."));
      break;
    case COMITY_AFTER_SURVIVOR:
      add_curves_note (note, after, profile);
      break;
    case COMITY_AFTER_INFLUENCE:
      g_string_append (
          note, _ ("One Newton step from the estimates on the rows that are left (Pregibon 1981). "
                   "A row of the table opens its dossier."));
      break;
    case COMITY_AFTER_PERMUTATION:
      add_permutation_note (note, after);
      break;
    case COMITY_AFTER_CURVE:
      {
        g_autofree char *words = comity_spec_curve_describe (after->curve);

        g_string_append (note, words);
        if (after->stage == COMITY_AFTER_PREVIEW)
          g_string_append (note,
                           _ (" Drawn from all events and one in eight of the other rows; all "
                              "rows are being estimated."));
        else if (after->stage == COMITY_AFTER_UNTESTED)
          g_string_append (note, _ (" All of it is being estimated again on permuted states."));
        add_joint (note, after);
      }
      break;
    default:
      break;
    }
  return g_string_free (note, FALSE);
}
