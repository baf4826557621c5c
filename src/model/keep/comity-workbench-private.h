/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workbench's insides, for what runs many fits over it. */
#pragma once

#include "comity-fit-private.h"
#include "comity-workbench.h"

G_BEGIN_DECLS

struct _ComityWorkbench
{
  gatomicrefcount ref_count;
  ComityPanel *panel; /* or NULL */
  ComityDataset *dataset;
  ComityFitUnits units; /* borrows from panel */
  ComityKeep *keep;
};

G_END_DECLS
