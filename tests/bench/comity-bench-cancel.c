/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long nobody looks whether the work is still wanted: the longest stretch without a look at the
 * progress while a file is opened, in the first fit of a process and in the second, case by case.
 *
 * Each case runs in a process of its own, on one processor, and counts its thread's processor time:
 * what others do on the machine does not count, the first touch of a page does. With more threads
 * a piece takes as long. What would run for minutes is cancelled after a while, and the stretch from
 * there to the return counts too. */
#define _GNU_SOURCE /* sched_setaffinity () */
#include "config.h"

#include "comity-bench.h"

#include "comity-dataset-io.h"
#include "comity-effects.h"
#include "comity-fit.h"
#include "comity-influence.h"
#include "comity-ladder.h"
#include "comity-qap.h"
#include "comity-roc.h"
#include "comity-spec-curve.h"
#include "comity-survival.h"
#include "comity-workbench.h"

#include <sched.h>
#include <string.h>
#include <time.h>

/* Processor seconds after which a case is cancelled. */
#define ENOUGH 12.0

typedef struct
{
  ComityProgress *progress;
  GThread *thread; /* whose looks count */
  double started, last, longest;
  char *message;
} Silence;

static double
get_processor_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static void
end_silence (gpointer data)
{
  Silence *silence = data;
  double now = get_processor_seconds ();

  if (g_thread_self () != silence->thread)
    return;
  if (now - silence->last > silence->longest)
    {
      silence->longest = now - silence->last;
      g_free (silence->message);
      silence->message = comity_progress_dup_message (silence->progress);
    }
  silence->last = now;
  if (now - silence->started > ENOUGH)
    g_cancellable_cancel (comity_progress_peek_cancellable (silence->progress));
}

static void
begin (Silence *silence)
{
  double now = get_processor_seconds ();

  *silence = (Silence){ comity_progress_new (NULL), g_thread_self (), now, now, 0.0, NULL };
  comity_progress_set_look (silence->progress, end_silence, silence);
}

/* @result may be missing where the work was cut short. */
static void
end (Silence *silence, const char *name, gconstpointer result, const GError *error)
{
  gboolean cut = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  end_silence (silence);
  if (!cut)
    bench_check (result, error);
  g_print ("# cancel\t%-34s %6.1f ms\t%s%s\n", name, 1e3 * silence->longest, silence->message,
           cut ? " (cancelled)" : "");
  comity_progress_unref (silence->progress);
  g_free (silence->message);
}

typedef enum
{
  WORK_FIT,
  WORK_LADDER,
  WORK_CURVE,
  WORK_PREVIEW,
  WORK_QAP,
  WORK_EFFECTS,
  WORK_ROC,
  WORK_INFLUENCE,
  WORK_ZPH,
} Work;

typedef struct
{
  const char *name;
  const char *estimator;
  ComityVce vce;
  gboolean moving, timed, one_step;
  const char *absorb;
  ComityTies ties;
  Work work;
} Case;

static const Case cases[] = {
  { "logit cluster", "logit", COMITY_VCE_CLUSTER },
  { "logit twoway", "logit", COMITY_VCE_TWOWAY },
  { "logit dyadic", "logit", COMITY_VCE_DYADIC },
  { "logit jackknife", "logit", COMITY_VCE_JACKKNIFE },
  { "logit jackknife, one step", "logit", COMITY_VCE_JACKKNIFE, .one_step = TRUE },
  { "logit bootstrap", "logit", COMITY_VCE_BOOTSTRAP },
  { "logit ladder", "logit", COMITY_VCE_CLASSICAL, .work = WORK_LADDER },
  { "probit cluster", "probit", COMITY_VCE_CLUSTER },
  { "cloglog cluster", "cloglog", COMITY_VCE_CLUSTER },
  { "lpm cluster", "lpm", COMITY_VCE_CLUSTER },
  { "lpm cr2", "lpm", COMITY_VCE_CR2 },
  { "lpm, year absorbed", "lpm", COMITY_VCE_CLUSTER, .absorb = "year" },
  { "lpm, dyad and year absorbed", "lpm", COMITY_VCE_CLUSTER, .absorb = "dyadid,year" },
  { "poisson cluster", "poisson", COMITY_VCE_CLUSTER },
  { "poisson, year absorbed", "poisson", COMITY_VCE_CLUSTER, .absorb = "year" },
  { "relogit cluster", "relogit", COMITY_VCE_CLUSTER },
  { "relogit jackknife", "relogit", COMITY_VCE_JACKKNIFE },
  { "firth classical", "firth", COMITY_VCE_CLASSICAL },
  { "firth jackknife", "firth", COMITY_VCE_JACKKNIFE },
  { "negbin cluster", "negbin", COMITY_VCE_CLUSTER },
  { "negbin jackknife", "negbin", COMITY_VCE_JACKKNIFE },
  { "cox efron cluster", "cox", COMITY_VCE_CLUSTER, .timed = TRUE },
  { "cox breslow cluster", "cox", COMITY_VCE_CLUSTER, .timed = TRUE, .ties = COMITY_TIES_BRESLOW },
  { "cox exact", "cox", COMITY_VCE_CLASSICAL, .timed = TRUE, .ties = COMITY_TIES_EXACT },
  { "cox jackknife", "cox", COMITY_VCE_JACKKNIFE, .timed = TRUE },
  { "cox zph", "cox", COMITY_VCE_CLUSTER, .timed = TRUE, .work = WORK_ZPH },
  { "exponential cluster", "exponential", COMITY_VCE_CLUSTER, .timed = TRUE },
  { "weibull cluster", "weibull", COMITY_VCE_CLUSTER, .timed = TRUE },
  { "loglogistic cluster", "loglogistic", COMITY_VCE_CLUSTER, .timed = TRUE },
  { "lognormal cluster", "lognormal", COMITY_VCE_CLUSTER, .timed = TRUE },
  { "clogit", "clogit", COMITY_VCE_CLASSICAL, .moving = TRUE },
  { "xtlogit", "xtlogit", COMITY_VCE_CLASSICAL, .moving = TRUE },
  { "specs", "logit", COMITY_VCE_CLUSTER, .work = WORK_CURVE },
  { "specs, preview", "logit", COMITY_VCE_CLUSTER, .work = WORK_PREVIEW },
  { "qap logit", "logit", COMITY_VCE_CLASSICAL, .work = WORK_QAP },
  { "qap lpm", "lpm", COMITY_VCE_CLASSICAL, .work = WORK_QAP },
  { "effects", "logit", COMITY_VCE_CLUSTER, .work = WORK_EFFECTS },
  { "roc", "logit", COMITY_VCE_CLUSTER, .work = WORK_ROC },
  { "influence", "logit", COMITY_VCE_CLUSTER, .work = WORK_INFLUENCE },
};

static ComitySpec *
make_spec (const Bench *bench, const Case *what)
{
  g_autofree char *moving = bench_moving_formula (bench);
  ComitySpec *spec = comity_spec_new (what->moving  ? moving
                                      : what->timed ? bench->without_time
                                                    : bench->formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (what->estimator);
  spec->vce = what->vce;
  spec->one_step = what->one_step;
  spec->ties = what->ties;
  spec->n_threads = 1;
  comity_spec_set_absorb (spec, what->absorb);
  if (spec->vce == COMITY_VCE_CLUSTER || spec->vce == COMITY_VCE_BOOTSTRAP ||
      spec->vce == COMITY_VCE_CR2)
    comity_spec_set_clusters (spec, bench->cluster);
  if (what->moving)
    spec->group = g_strdup (bench->cluster);
  if (what->timed)
    comity_spec_set_times (spec, bench->times);
  return spec;
}

static void
run_fit (const Bench *bench, const ComitySpec *spec, const char *name)
{
  Silence silence;
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fit = NULL;

  begin (&silence);
  fit = comity_fit_new (spec, bench->panel, silence.progress, &error);
  end (&silence, name, fit, error);
}

static void
run_ladder (const Bench *bench, const ComitySpec *spec, const char *name)
{
  Silence silence;
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityLadder) ladder = NULL;

  begin (&silence);
  ladder = comity_ladder_new (spec, bench->panel, silence.progress, &error);
  end (&silence, name, ladder, error);
}

static void
run_curve (const Bench *bench, const ComitySpec *spec, gboolean preview, const char *name)
{
  g_autoptr (ComityWorkbench) workbench =
      comity_workbench_new (bench->panel, NULL, COMITY_WORKBENCH_BYTES);
  Silence silence;
  g_autoptr (GError) error = NULL;
  g_autoptr (ComitySpecCurve) curve = NULL;

  begin (&silence);
  curve = bench_make_curve (bench, workbench, spec, preview, silence.progress, &error);
  end (&silence, name, curve, error);
}

/* Those that follow a fit: the fit itself is measured elsewhere. */
static void
run_after (const Bench *bench, const ComitySpec *spec, Work work, const char *name)
{
  static const char *const states[] = { "ccode1", "ccode2" };
  ComityQapOptions qap_options = COMITY_QAP_OPTIONS_INIT;
  Silence silence;
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fit = comity_fit_new (spec, bench->panel, NULL, &error);

  bench_check (fit, error);
  begin (&silence);
  switch (work)
    {
    case WORK_QAP:
      {
        g_autoptr (ComityQap) qap = NULL;

        qap_options.states[0] = states[0];
        qap_options.states[1] = states[1];
        qap_options.time = "year";
        qap = comity_qap_new (fit, &qap_options, silence.progress, &error);
        end (&silence, name, qap, error);
        return;
      }
    case WORK_EFFECTS:
      {
        g_autoptr (ComityProfile) observed = comity_profile_parse (NULL, NULL);
        g_autoptr (ComityEffects) effects =
            comity_effects_new (fit, observed, NULL, FALSE, silence.progress, &error);

        end (&silence, name, effects, error);
        return;
      }
    case WORK_ROC:
      {
        g_autoptr (ComityRoc) roc = comity_roc_new (fit, silence.progress, &error);

        end (&silence, name, roc, error);
        return;
      }
    case WORK_INFLUENCE:
      {
        g_autoptr (ComityInfluence) influence =
            comity_influence_new (fit, states, 2, silence.progress, &error);

        end (&silence, name, influence, error);
        return;
      }
    default:
      {
        g_autoptr (ComityCox) cox = comity_cox_new (fit, silence.progress, &error);
        g_autoptr (ComityZph) zph =
            cox != NULL
                ? comity_cox_zph (cox, COMITY_ZPH_KM, FALSE, silence.progress, &error)
                : NULL;

        end (&silence, name, zph, error);
      }
    }
}

static void
run_work (const Bench *bench, const Case *what, const char *name)
{
  g_autoptr (ComitySpec) spec = make_spec (bench, what);

  if (what->work == WORK_FIT)
    run_fit (bench, spec, name);
  else if (what->work == WORK_LADDER)
    run_ladder (bench, spec, name);
  else if (what->work == WORK_CURVE || what->work == WORK_PREVIEW)
    run_curve (bench, spec, what->work == WORK_PREVIEW, name);
  else
    run_after (bench, spec, what->work, name);
}

void
bench_cancel_case (Bench *bench, const char *name)
{
  const Case *what = cases;
  g_autofree char *again = g_strconcat (name, ", again", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityDataset) dataset = NULL;
  ComityRoles roles;
  Silence silence;

  while (strcmp (what->name, name) != 0)
    g_return_if_fail (++what < cases + G_N_ELEMENTS (cases));
  begin (&silence);
  dataset = comity_dataset_load (bench->dta, silence.progress, &error);
  end (&silence, "opening .dta", dataset, error);
  begin (&silence);
  comity_roles_guess (dataset, &roles);
  bench->panel = comity_panel_new (dataset, &roles, bench->world, silence.progress, &error);
  end (&silence, "index", bench->panel, error);
  run_work (bench, what, name);
  if (what->work == WORK_FIT && !comity_vce_is_resampled (what->vce))
    run_work (bench, what, again);
  if (what == cases)
    {
      g_autoptr (ComityDataset) text = NULL;

      begin (&silence);
      text = comity_dataset_load (bench->csv, silence.progress, &error);
      end (&silence, "opening .csv", text, error);
    }
}

void
bench_stay_on_one_processor (void)
{
  cpu_set_t one;
  int processor = sched_getcpu ();

  CPU_ZERO (&one);
  CPU_SET (MAX (processor, 0), &one);
  sched_setaffinity (0, sizeof one, &one);
}

void
bench_cancel (Bench *bench)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *task = g_strconcat (BENCH_CANCEL_CASE, cases[i].name, NULL);
      const char *argv[] = { self,           bench->dta,   bench->csv, bench->model,
                             bench->cluster, bench->times, "1",        task,
                             NULL };
      g_autoptr (GError) error = NULL;

      if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, NULL,
                         &error))
        bench_check (NULL, error);
    }
}
