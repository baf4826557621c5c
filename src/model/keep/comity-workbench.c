/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The face of what is kept: a dataset with its panel, and fits over them. */
#include "config.h"

#include "comity-workbench-private.h"

ComityWorkbench *
comity_workbench_new (ComityPanel *panel, ComityDataset *dataset, gsize max_bytes)
{
  ComityWorkbench *self = g_new0 (ComityWorkbench, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->panel = panel != NULL ? comity_panel_ref (panel) : NULL;
  self->dataset = comity_dataset_ref (panel != NULL ? comity_panel_peek_dataset (panel) : dataset);
  self->keep = comity_keep_new (max_bytes);
  if (panel != NULL)
    comity_fit_units_read (panel, &self->units);
  return self;
}

ComityWorkbench *
comity_workbench_ref (ComityWorkbench *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_workbench_unref (ComityWorkbench *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  /* Its fits may live on, and would hold the samples. */
  comity_keep_clear (self->keep);
  comity_keep_unref (self->keep);
  g_clear_pointer (&self->panel, comity_panel_unref);
  comity_dataset_unref (self->dataset);
  g_free (self);
}

ComityPanel *
comity_workbench_peek_panel (const ComityWorkbench *self)
{
  return self->panel;
}

ComityDataset *
comity_workbench_peek_dataset (const ComityWorkbench *self)
{
  return self->dataset;
}

ComityFit *
comity_workbench_fit (ComityWorkbench *self,
                      const ComitySpec *spec,
                      ComityProgress *progress,
                      GError **error)
{
  g_return_val_if_fail (self != NULL && spec != NULL, NULL);

  return comity_fit_run (spec, self->dataset, &self->units, self->keep, NULL, progress, error);
}

void
comity_workbench_clear (ComityWorkbench *self)
{
  comity_keep_clear (self->keep);
}

gsize
comity_workbench_get_bytes (ComityWorkbench *self)
{
  return comity_keep_get_bytes (self->keep);
}
