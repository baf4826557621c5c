/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results of verbs that are drawn where --output names a picture. */
#include "config.h"

#include "comity-cli-plot.h"

#include "comity-words.h"

#include <string.h>

gboolean
comity_cli_result_choose (const ComityCliResult *result,
                          gboolean *draws,
                          ComityFormat *format,
                          GError **error)
{
  *format = COMITY_FORMAT_TEXT;
  *draws = comity_cli_is_figure (result->output);
  if (!*draws)
    return comity_cli_result_get_format (result, format, error);
  if (result->format_name == NULL)
    return TRUE;
  return comity_cli_refuse (error, "“%s” is a picture, which has no --format.", result->output);
}

gboolean
comity_cli_choose_term (const ComityFit *fit, const char *name, gsize *term, GError **error)
{
  gsize n = comity_fit_get_n_terms (fit);
  gssize found = name != NULL ? comity_fit_find_term (fit, name) : -1;

  for (gsize i = 0; name == NULL && found < 0 && i < n; i++)
    if (strcmp (comity_fit_peek_coefficient (fit, i)->term, "(Intercept)") != 0 || n == 1)
      found = (gssize) i;
  if (found < 0)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC, "The model has no term %s.",
                   name != NULL ? name : "that could be drawn");
      return FALSE;
    }
  *term = (gsize) found;
  return TRUE;
}

/* Takes @figure. */
static gboolean export(ComityFigure *figure,
                       ComityDataset *dataset,
                       const char *caption,
                       const ComityCliFigure *look,
                       const char *path,
                       GError **error)
{
  g_autoptr (ComityFigure) owned = figure;

  if (owned == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                           "The picture needs more memory than there is.");
      return FALSE;
    }
  comity_figure_dress (owned, dataset, caption);
  return comity_cli_export (owned, look, path, error);
}

gboolean
comity_cli_export_words (ComityFigure *figure,
                         ComityDataset *dataset,
                         const char *words,
                         const ComityCliFigure *look,
                         const char *path,
                         GError **error)
{
  g_autoptr (GString) caption = g_string_new (words);

  comity_caption_add_data (caption, dataset);
  return export(figure, dataset, caption->str, look, path, error);
}

gboolean
comity_cli_export_fits (ComityFigure *figure,
                        ComityFit *const *fits,
                        gsize n_fits,
                        const ComityCliFigure *look,
                        const char *path,
                        GError **error)
{
  g_autofree char *caption = comity_caption_fits (fits, n_fits);

  return export(figure, comity_fit_peek_dataset (fits[0]), caption, look, path, error);
}
