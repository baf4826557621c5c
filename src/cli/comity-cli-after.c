/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the options to the fits, and from what is told of them to where it goes. */
#include "config.h"

#include "comity-cli-after.h"

void
comity_cli_after_clear (ComityCliAfter *self)
{
  comity_cli_data_clear (&self->data);
  comity_cli_spec_clear (&self->spec);
  comity_cli_result_clear (&self->result);
  comity_cli_figure_clear (&self->look);
  g_clear_pointer (&self->first, comity_spec_free);
  g_clear_pointer (&self->fits, g_ptr_array_unref);
  comity_cli_rows_clear (&self->rows);
}

static gboolean
choose_kind (ComityCliAfter *self, GError **error)
{
  if (self->is_data)
    return TRUE;
  return self->is_table
             ? comity_cli_result_get_format (&self->result, &self->format, error)
             : comity_cli_result_choose (&self->result, &self->draws, &self->format, error);
}

gboolean
comity_cli_after_check (ComityCliAfter *self, gsize min, gsize max, GError **error)
{
  if (!comity_cli_spec_check_formulas (&self->spec, min, max, error) || !choose_kind (self, error))
    return FALSE;
  self->first = comity_cli_spec_make (&self->spec, 0, error);
  return self->first != NULL;
}

gboolean
comity_cli_after_open (ComityCliAfter *self, const char *path, GError **error)
{
  if (!comity_cli_rows_open (&self->rows, path, &self->data, error))
    return FALSE;
  if (!self->of_states)
    comity_cli_spec_say_idle_states (&self->spec, self->first, self->verb);
  return TRUE;
}

ComityDataset *
comity_cli_after_peek_dataset (const ComityCliAfter *self)
{
  return self->rows.panel != NULL ? comity_panel_peek_dataset (self->rows.panel)
                                  : self->rows.dataset;
}

gboolean
comity_cli_after_fit (ComityCliAfter *self, GError **error)
{
  gboolean several = comity_cli_spec_get_n_formulas (&self->spec) > 1;

  self->fits = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);
  return comity_cli_fit_all (&self->spec, &self->rows, several, self->fits, error);
}

gboolean
comity_cli_after_write (const ComityCliAfter *self, char *text, GError **error)
{
  g_autofree char *owned = text;

  return owned != NULL && comity_cli_write (owned, self->result.output, error);
}

gboolean
comity_cli_after_draw (const ComityCliAfter *self, ComityFigure *figure, GError **error)
{
  return comity_cli_export_fits (figure, (ComityFit *const *) self->fits->pdata, 1, &self->look,
                                 self->result.output, error);
}
