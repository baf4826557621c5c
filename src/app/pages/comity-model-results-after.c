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
      cells[1] = comity_model_results_dup_number (test->chi2, 2);
      cells[2] = g_strdup_printf ("%d", test->df);
      cells[3] = comity_model_results_dup_p (test->p);
      comity_model_results_append (store, cells);
    }
  comity_model_results_set_rows (view, G_LIST_MODEL (store));
}

gboolean
comity_model_results_show_after (GtkColumnView *view, const ComityAfter *after, int decimals)
{
  switch (after->kind)
    {
    case COMITY_AFTER_LADDER:
      show_ladder (view, after, decimals);
      return TRUE;
    case COMITY_AFTER_EFFECTS:
      show_effects (view, after, decimals);
      return TRUE;
    case COMITY_AFTER_CALIBRATION:
      show_calibration (view, after, decimals);
      return TRUE;
    case COMITY_AFTER_HAZARDS:
      show_hazards (view, after);
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
      g_string_append_printf (note,
                              _ ("The other covariates %s. A curve spans the middle 98 %% of the "
                                 "rows used."),
                              profile);
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
      g_string_append (note, _ ("Covariates at their means over the rows used."));
      break;
    case COMITY_AFTER_CURVE:
      {
        g_autofree char *words = comity_spec_curve_describe (after->curve);

        g_string_append (note, words);
        if (after->preview)
          g_string_append (note,
                           _ (" Drawn from all events and one in eight of the other rows; all "
                              "rows are being estimated."));
      }
      break;
    default:
      break;
    }
  return g_string_free (note, FALSE);
}
