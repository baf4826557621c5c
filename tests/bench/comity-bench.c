/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times Comity's own hot paths: prints "task<TAB>seconds" once a run, and
 * "coef<TAB>task<TAB>term<TAB>estimate<TAB>se" so that the numbers can be compared with the peers'
 * before any time is believed. A new task is a function and a line in the table. Not a test. */
#include "config.h"

#include "comity-bench.h"

#include "comity-dataset-io.h"
#include "comity-fit.h"
#include "comity-ladder.h"
#include "comity-matrix.h"
#include "comity-network.h"
#include "comity-spec-curve.h"
#include "comity-survival.h"
#include "comity-workbench.h"

#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

static gint64 started;

void
bench_start (void)
{
  started = g_get_monotonic_time ();
}

void
bench_stop (const char *task)
{
  g_print ("%s\t%.6f\n", task, (double) (g_get_monotonic_time () - started) / 1e6);
}

void
bench_check (gconstpointer result, const GError *error)
{
  if (result != NULL)
    return;
  g_printerr ("comity-bench: %s\n", error ? error->message : "no result");
  exit (1);
}

static ComityPanel *
read_file (Bench *bench, const char *path, const char *task)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityDataset) dataset = NULL;
  ComityPanel *panel;
  ComityRoles roles;

  bench_start ();
  dataset = comity_dataset_load (path, NULL, &error);
  bench_stop (task);
  bench_check (dataset, error);
  bench_start ();
  comity_roles_guess (dataset, &roles);
  panel = comity_panel_new (dataset, &roles, bench->world, NULL, &error);
  bench_stop ("index");
  bench_check (panel, error);
  return panel;
}

static void
bench_read_dta (Bench *bench)
{
  ComityPanel *panel = read_file (bench, bench->dta, "read-dta");

  g_clear_pointer (&bench->panel, comity_panel_unref);
  bench->panel = panel;
}

static void
bench_read_csv (Bench *bench)
{
  comity_panel_unref (read_file (bench, bench->csv, "read-csv"));
}

static ComitySpec *
make_spec (const Bench *bench, const char *estimator, const char *formula)
{
  ComitySpec *spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  comity_spec_set_clusters (spec, bench->cluster);
  return spec;
}

static ComityFit *
fit (Bench *bench, const char *task, const ComitySpec *spec)
{
  g_autoptr (GError) error = NULL;
  ComityFit *result;

  bench_start ();
  result = comity_fit_new (spec, bench->panel, NULL, &error);
  bench_stop (task);
  bench_check (result, error);
  if (bench->run == 0)
    for (gsize i = 0; i < comity_fit_get_n_terms (result); i++)
      {
        const ComityCoefficient *c = comity_fit_peek_coefficient (result, i);

        g_print ("coef\t%s\t%s\t%.17g\t%.17g\n", task, c->term, c->estimate, c->std_error);
      }
  return result;
}

static void
fit_binary (Bench *bench, const char *estimator)
{
  g_autoptr (ComitySpec) spec = make_spec (bench, estimator, bench->formula);

  comity_fit_unref (fit (bench, estimator, spec));
}

static void
bench_classical (Bench *bench)
{
  g_autoptr (ComitySpec) spec = make_spec (bench, "logit", bench->formula);

  spec->vce = COMITY_VCE_CLASSICAL;
  comity_fit_unref (fit (bench, "classical", spec));
}

static void
bench_logit (Bench *bench)
{
  fit_binary (bench, "logit");
}

static void
bench_ladder (Bench *bench)
{
  g_autoptr (ComitySpec) spec = make_spec (bench, "logit", bench->formula);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityLadder) ladder = NULL;

  spec->vce = COMITY_VCE_CLASSICAL;
  bench_start ();
  ladder = comity_ladder_new (spec, bench->panel, NULL, &error);
  bench_stop ("ladder");
  bench_check (ladder, error);
}

static void
bench_jackknife (Bench *bench)
{
  g_autoptr (ComitySpec) spec = make_spec (bench, "logit", bench->formula);

  spec->vce = COMITY_VCE_JACKKNIFE;
  comity_spec_set_clusters (spec, NULL);
  comity_fit_unref (fit (bench, "jackknife", spec));
}

static void
bench_bootstrap (Bench *bench)
{
  g_autoptr (ComitySpec) spec = make_spec (bench, "logit", bench->formula);

  spec->vce = COMITY_VCE_BOOTSTRAP;
  comity_fit_unref (fit (bench, "bootstrap-200", spec));
}

static void
bench_probit (Bench *bench)
{
  fit_binary (bench, "probit");
}

static void
bench_cloglog (Bench *bench)
{
  fit_binary (bench, "cloglog");
}

/* With the standard errors that their peers give. */
static void
fit_rare (Bench *bench, const char *estimator)
{
  g_autoptr (ComitySpec) spec = make_spec (bench, estimator, bench->formula);

  spec->vce = COMITY_VCE_CLASSICAL;
  spec->intervals = COMITY_INTERVALS_WALD;
  comity_spec_set_clusters (spec, NULL);
  comity_fit_unref (fit (bench, estimator, spec));
}

static void
bench_relogit (Bench *bench)
{
  fit_rare (bench, "relogit");
}

static void
bench_firth (Bench *bench)
{
  fit_rare (bench, "firth");
}

static void
fit_cox (Bench *bench, const char *task, ComityTies ties)
{
  g_autoptr (ComitySpec) spec = make_spec (bench, "cox", bench->without_time);

  spec->ties = ties;
  comity_spec_set_times (spec, bench->times);
  comity_fit_unref (fit (bench, task, spec));
}

static void
bench_cox (Bench *bench)
{
  fit_cox (bench, "cox", COMITY_TIES_EFRON);
}

static void
bench_cox_breslow (Bench *bench)
{
  fit_cox (bench, "cox-breslow", COMITY_TIES_BRESLOW);
}

/* What follows a Cox model that has been estimated, as in the window: over kept data. */
static void
bench_zph (Bench *bench)
{
  g_autoptr (ComitySpec) spec = make_spec (bench, "cox", bench->without_time);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityWorkbench) workbench =
      comity_workbench_new (bench->panel, NULL, COMITY_WORKBENCH_BYTES);
  g_autoptr (ComityFit) model = NULL;
  g_autoptr (ComityCox) cox = NULL;
  g_autoptr (ComityZph) zph = NULL;
  g_autoptr (ComityCox) again = NULL;
  g_autoptr (ComityCoxCurve) curve = NULL;

  comity_spec_set_times (spec, bench->times);
  model = comity_workbench_fit (workbench, spec, NULL, &error);
  bench_check (model, error);
  bench_start ();
  cox = comity_cox_new (model, NULL, &error);
  zph = cox != NULL ? comity_cox_zph (cox, COMITY_ZPH_KM, FALSE, NULL, &error) : NULL;
  bench_stop ("zph");
  bench_check (zph, error);
  bench_start ();
  again = comity_cox_new (model, NULL, &error);
  curve = again != NULL ? comity_cox_predict (again, 0, NULL, 95.0) : NULL;
  bench_stop ("baseline");
  bench_check (curve, error);
}

/* Covariates that can move both ways within a dyad: a dyad leaves with its event, so that anything
 * that only grows would separate. */
char *
bench_moving_formula (const Bench *bench)
{
  static const char *const moving[] = { "ji_diff", "ideal_diff", "joint_dem", "ln_trade" };
  GString *text = g_string_new (bench->outcome);

  for (gsize i = 0, n = 0; i < G_N_ELEMENTS (moving); i++)
    if (strstr (bench->formula, moving[i]) != NULL)
      g_string_append_printf (text, " %c %s", n++ == 0 ? '~' : '+', moving[i]);
  return g_string_free (text, FALSE);
}

static void
fit_clogit (Bench *bench, const char *task, const char *formula, const char *group)
{
  g_autoptr (ComitySpec) spec = make_spec (bench, "clogit", formula);

  spec->group = g_strdup (group);
  spec->vce = COMITY_VCE_CLASSICAL;
  comity_fit_unref (fit (bench, task, spec));
}

static void
bench_clogit_group (Bench *bench)
{
  g_autofree char *formula = bench_moving_formula (bench);

  fit_clogit (bench, "clogit-group", formula, bench->cluster);
}

static void
bench_clogit_year (Bench *bench)
{
  fit_clogit (bench, "clogit-year", bench->without_time, "year");
}

/* The same model through a workbench after one without its last term: what a changed term costs. */
static void
bench_changed (Bench *bench)
{
  g_autoptr (ComityWorkbench) workbench =
      comity_workbench_new (bench->panel, NULL, COMITY_WORKBENCH_BYTES);
  g_autofree char *less =
      g_strndup (bench->formula, (gsize) (strrchr (bench->formula, '+') - bench->formula));
  g_autoptr (ComitySpec) before = make_spec (bench, "logit", less);
  g_autoptr (ComitySpec) spec = make_spec (bench, "logit", bench->formula);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) first = comity_workbench_fit (workbench, before, NULL, &error);
  g_autoptr (ComityFit) second = NULL;

  bench_check (first, error);
  bench_start ();
  second = comity_workbench_fit (workbench, spec, NULL, &error);
  bench_stop ("logit-changed");
  bench_check (second, error);
}

/* All subsets of nine of the formula's terms, beside its first and those of time. */
ComitySpecCurve *
bench_make_curve (const Bench *bench,
                  ComityWorkbench *workbench,
                  const ComitySpec *like,
                  gboolean preview,
                  ComityProgress *progress,
                  GError **error)
{
  g_autofree char *right = g_strdup (strchr (bench->formula, '~') + 1);
  g_auto (GStrv) terms = g_strsplit (right, "+", -1);
  g_autoptr (GString) formula = g_string_new (bench->outcome);
  const char *optional[10] = { NULL };
  gsize n = g_strv_length (terms);
  gsize n_optional = 0;
  g_autoptr (ComitySpec) base = comity_spec_copy (like);
  ComitySpecCurveOptions options = { .preview = preview };

  for (gsize i = 0; i < n; i++)
    {
      g_strstrip (terms[i]);
      if (i > 0 && n_optional < 9 && terms[i][0] != 't')
        optional[n_optional++] = terms[i];
      else
        g_string_append_printf (formula, " %c %s", i == 0 ? '~' : '+', terms[i]);
    }
  g_free (base->formula);
  base->formula = g_strdup (formula->str);
  options.base = base;
  options.focal = terms[0];
  options.optional = optional;
  return comity_spec_curve_new (&options, workbench, progress, error);
}

static int
compare_doubles (const void *a, const void *b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

/* How far a preview was from the whole curve, in the whole one's standard errors. */
static void
compare_curves (const ComitySpecCurve *preview, const ComitySpecCurve *whole)
{
  gsize n = comity_spec_curve_get_n (whole);
  g_autofree double *away = g_new (double, n + 1);
  g_autofree double *wider = g_new (double, n + 1);
  gsize n_both = 0;

  for (gsize i = 0; i < n; i++)
    {
      const ComityCurvePoint *a = comity_spec_curve_peek_point (preview, i);
      const ComityCurvePoint *b = comity_spec_curve_peek_point (whole, i);

      if (!a->estimated || !b->estimated)
        continue;
      away[n_both] = ABS (a->estimate - b->estimate) / b->std_error;
      wider[n_both++] = a->std_error / b->std_error;
    }
  qsort (away, n_both, sizeof (double), compare_doubles);
  qsort (wider, n_both, sizeof (double), compare_doubles);
  g_print ("# preview\t%" G_GSIZE_FORMAT
           " estimates, standard errors away: median %.4f, most %.4f; "
           "its standard errors are %.3f to %.3f of the whole's; said: %.3f\n",
           n_both, away[n_both / 2], away[n_both - 1], wider[0], wider[n_both - 1],
           comity_spec_curve_peek_summary (preview)->preview_error);
}

static void
curve (Bench *bench, const char *task, gboolean preview)
{
  g_autoptr (ComityWorkbench) workbench =
      comity_workbench_new (bench->panel, NULL, COMITY_WORKBENCH_BYTES);
  g_autoptr (ComitySpec) like = make_spec (bench, "logit", bench->formula);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComitySpecCurve) result = NULL;

  bench_start ();
  result = bench_make_curve (bench, workbench, like, preview, NULL, &error);
  bench_stop (task);
  bench_check (result, error);
  if (preview)
    {
      g_clear_pointer (&bench->preview, comity_spec_curve_unref);
      bench->preview = g_steal_pointer (&result);
    }
  else if (bench->preview != NULL)
    compare_curves (bench->preview, result);
}

static void
bench_specs (Bench *bench)
{
  curve (bench, "specs-512", FALSE);
}

static void
bench_specs_preview (Bench *bench)
{
  curve (bench, "specs-preview", TRUE);
}

/* In the order in which they run; reading comes first, since the others need the panel. */
static const BenchTask tasks[] = {
  { "read-dta", bench_read_dta },
  { "read-csv", bench_read_csv },
  { "classical", bench_classical },
  { "logit", bench_logit },
  { "ladder", bench_ladder },
  { "jackknife", bench_jackknife },
  { "bootstrap-200", bench_bootstrap },
  { "logit-changed", bench_changed },
  { "specs-preview", bench_specs_preview },
  { "specs-512", bench_specs },
  { "probit", bench_probit },
  { "cloglog", bench_cloglog },
  { "relogit", bench_relogit },
  { "firth", bench_firth },
  { "cox", bench_cox },
  { "cox-breslow", bench_cox_breslow },
  { "zph", bench_zph },
  { "clogit-group", bench_clogit_group },
  { "clogit-year", bench_clogit_year },
  { "cancel", bench_cancel },
  { "panel", bench_world },
};

/* "y ~ a + b | t + t2": the bar sets terms of time apart. */
static void
read_model (Bench *bench, const char *model)
{
  g_auto (GStrv) sides = g_strsplit (model, "|", 2);
  const char *tilde = strchr (model, '~');

  bench->without_time = g_strdup (g_strstrip (sides[0]));
  bench->formula = sides[1] != NULL
                       ? g_strdup_printf ("%s + %s", bench->without_time, g_strstrip (sides[1]))
                       : g_strdup (bench->without_time);
  bench->outcome = tilde != NULL ? g_strndup (model, (gsize) (tilde - model)) : g_strdup ("");
  g_strstrip (bench->outcome);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) wanted = NULL;
  Bench bench = { 0 };
  gboolean one_case;
  int n_runs;

  if (argc != 8)
    {
      g_printerr ("usage: comity-bench PANEL.dta PANEL.csv MODEL CLUSTER START,STOP RUNS TASK,…\n");
      return 2;
    }
  gsl_set_error_handler_off ();
  comity_network_init_library ();
  comity_matrix_init_library ();
  bench.dta = argv[1];
  bench.csv = argv[2];
  bench.model = argv[3];
  read_model (&bench, argv[3]);
  bench.cluster = argv[4];
  bench.times = argv[5];
  n_runs = atoi (argv[6]);
  one_case = g_str_has_prefix (argv[7], BENCH_CANCEL_CASE);
  if (one_case)
    bench_stay_on_one_processor ();
  wanted = *argv[7] != '\0' ? g_strsplit (argv[7], ",", -1) : NULL;

  bench_start ();
  bench.world = comity_world_load (&error);
  bench_stop ("world");
  bench_check (bench.world, error);
  if (one_case)
    bench_cancel_case (&bench, argv[7] + strlen (BENCH_CANCEL_CASE));
  for (bench.run = 0; !one_case && bench.run < n_runs; bench.run++)
    for (gsize i = 0; i < G_N_ELEMENTS (tasks); i++)
      if ((wanted == NULL && tasks[i].run != bench_cancel) || i == 0 ||
          g_strv_contains ((const char *const *) wanted, tasks[i].name))
        tasks[i].run (&bench);
  g_clear_pointer (&bench.panel, comity_panel_unref);
  g_clear_pointer (&bench.preview, comity_spec_curve_unref);
  comity_world_unref (bench.world);
  g_free (bench.formula);
  g_free (bench.without_time);
  g_free (bench.outcome);
  return 0;
}
