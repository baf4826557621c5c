/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit off the main thread, from a copy of the specification. */
#include "config.h"

#include "comity-fit-job.h"

#include <glib/gi18n.h>

typedef struct
{
  ComitySpec *spec;
  ComityPanel *panel;
  ComityDataset *dataset;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  comity_spec_free (input->spec);
  g_clear_pointer (&input->panel, comity_panel_unref);
  comity_dataset_unref (input->dataset);
  g_free (input);
}

static gpointer
fit_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;

  if (input->panel != NULL)
    return comity_fit_new (input->spec, input->panel, progress, error);
  return comity_fit_new_for_dataset (input->spec, input->dataset, progress, error);
}

ComityJob *
comity_fit_job_new (const ComitySpec *spec, ComityPanel *panel, ComityDataset *dataset)
{
  Input *input = g_new0 (Input, 1);

  input->spec = comity_spec_copy (spec);
  input->panel = panel != NULL ? comity_panel_ref (panel) : NULL;
  input->dataset = comity_dataset_ref (dataset);
  return comity_job_new (_ ("Estimating the model"), fit_in_thread, input, input_free,
                         (GDestroyNotify)comity_fit_unref);
}
