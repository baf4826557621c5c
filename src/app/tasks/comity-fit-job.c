/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit off the main thread, from a copy of the specification. */
#include "config.h"

#include "comity-fit-job.h"

#include "comity-survival.h"

#include <glib/gi18n.h>

typedef struct
{
  ComitySpec *spec;
  ComityWorkbench *workbench;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  comity_spec_free (input->spec);
  comity_workbench_unref (input->workbench);
  g_free (input);
}

static gpointer
fit_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  ComityFit *fit = comity_workbench_fit (input->workbench, input->spec, progress, error);

  /* The page shows it beside the fit, and must not wait for it. */
  if (fit != NULL)
    comity_fit_get_cox_summary (fit, progress, NULL);
  return fit;
}

ComityJob *
comity_fit_job_new (const ComitySpec *spec, ComityWorkbench *workbench)
{
  Input *input = g_new0 (Input, 1);

  input->spec = comity_spec_copy (spec);
  input->workbench = comity_workbench_ref (workbench);
  return comity_job_new (_ ("Estimating the model"), fit_in_thread, input, input_free,
                         (GDestroyNotify)comity_fit_unref);
}
