/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results of verbs that are drawn where --output names a picture, and are a table elsewhere. */
#pragma once

#include "comity-cli-spec.h"
#include "comity-figures.h"

G_BEGIN_DECLS

/* What --output asks for: a drawing (*draws), or a document in *format. FALSE with the sentence of a
 * wrong usage: no such ending or format; a drawing in a format. */
gboolean comity_cli_result_choose (const ComityCliResult *result,
                                   gboolean *draws,
                                   ComityFormat *format,
                                   GError **error);

/* The coefficient that a figure of one term is about: @name's, or the first but the constant. */
gboolean
comity_cli_choose_term (const ComityFit *fit, const char *name, gsize *term, GError **error);

/* Exports a figure made from @dataset, with a caption of these words and what the data call for.
 * Takes @figure; NULL: no memory. */
gboolean comity_cli_export_words (ComityFigure *figure,
                                  ComityDataset *dataset,
                                  const char *words,
                                  const ComityCliFigure *look,
                                  const char *path,
                                  GError **error);
/* Likewise one of estimates, whose caption says of what. */
gboolean comity_cli_export_fits (ComityFigure *figure,
                                 ComityFit *const *fits,
                                 gsize n_fits,
                                 const ComityCliFigure *look,
                                 const char *path,
                                 GError **error);

G_END_DECLS
