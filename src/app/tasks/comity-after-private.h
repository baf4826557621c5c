/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a view after a fit is to its job. */
#pragma once

#include "comity-after-job.h"

G_BEGIN_DECLS

typedef struct
{
  ComityAfterKind kind;
  ComityFit *fit;
  ComityWorkbench *workbench;
  char *focus;
  char **optional; /* specification curve: terms; NULL: none */
  gboolean preview;
  ComityAfter *before;
} ComityAfterInput;

typedef struct
{
  const char *name;
  const char *title;
  const char *job; /* as the list of jobs says it; NULL: nothing is computed */
  gboolean (*suits) (ComityFit *fit);
  char **(*list_foci) (ComityFit *fit);
  /* In a worker: fills in @self. */
  gboolean (*compute) (ComityAfter *self,
                       const ComityAfterInput *input,
                       ComityProgress *progress,
                       GError **error);
  char *(*report) (const ComityAfter *self, ComityFormat format, int decimals);
} ComityAfterKindInfo;

const ComityAfterKindInfo *comity_after_kind_peek (ComityAfterKind kind);

G_END_DECLS
