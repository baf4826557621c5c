/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening data: the bundled panel built, a file read and indexed, a dataset indexed anew. */
#pragma once

#include "comity-job.h"
#include "comity-panel.h"

G_BEGIN_DECLS

/* The result of all three. A file without the roles of a dyad-year panel is still a dataset. */
typedef struct
{
  ComityDataset *dataset;
  ComityRoles roles;
  ComityPanel *panel; /* NULL: see @no_panel */
  char *no_panel;     /* the sentence why there is no panel */
  ComityWorld *world; /* NULL when the bundled tables cannot be read */
  char *merge_report; /* bundled panels only */
  /* The columns that were asked for, as far as they can be made; they are not in the panel yet. */
  GPtrArray *derived; /* texts (comity-derive.h) */
  GPtrArray *columns; /* of each its GPtrArray of ComityColumn */
  char *not_derived;  /* the sentence of the first that cannot; NULL: all are there */
} ComityLoaded;

void comity_loaded_free (ComityLoaded *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityLoaded, comity_loaded_free)

/* @derived: texts of columns (comity-derive.h) that come with the data; nullable. */
ComityJob *comity_load_job_new_bundled (const char *network, const char *const *derived);
ComityJob *comity_load_job_new_file (const char *path, const char *const *derived);
ComityJob *comity_load_job_new_roles (ComityDataset *dataset,
                                      const ComityRoles *roles,
                                      const char *const *derived);

G_END_DECLS
