/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening data: the bundled panel built, a file read and indexed, a dataset indexed anew. */
#pragma once

#include "comity-job.h"
#include "comity-panel.h"

G_BEGIN_DECLS

/* The result. A file without the roles of a dyad-year panel is still a dataset. */
typedef struct
{
  ComityDataset *dataset;
  ComityRoles roles;
  ComityPanel *panel; /* NULL: see @no_panel */
  char *no_panel;     /* the sentence why there is no panel */
  ComityWorld *world; /* NULL when the bundled tables cannot be read */
  char *merge_report; /* bundled panels only */
  /* Files only: as it was read, and the roles that its columns look like */
  ComityDataset *raw;
  ComityRoles guess;
  /* Mends (comity-doctor.h) that were made, and of each the sentence. */
  GPtrArray *mends;
  GPtrArray *mended;
  char *not_mended; /* the sentence of the first that cannot; NULL: all were made */
  /* The columns that were asked for, as far as they can be made; they are not in the panel yet. */
  GPtrArray *derived; /* texts (comity-derive.h) */
  GPtrArray *columns; /* of each its GPtrArray of ComityColumn */
  char *not_derived;  /* the sentence of the first that cannot; NULL: all are there */
} ComityLoaded;

void comity_loaded_free (ComityLoaded *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityLoaded, comity_loaded_free)

/* What shall be opened: one of @network, @path and @raw, all else may be NULL. Copied. */
typedef struct
{
  const char *network; /* the bundled panel */
  const char *path;    /* a file to be read */
  ComityDataset *raw;  /* a file that was read before, with @guess, the roles that it looks like */
  const ComityRoles *guess;
  const ComityRoles *roles;       /* instead of those that are guessed */
  const char *const *role_names;  /* COMITY_N_ROLES columns of roles, "" for none */
  const char *const *mends;       /* in their order */
  const char *const *derived;     /* columns (comity-derive.h) that come with the data */
} ComityLoadWish;

ComityJob *comity_load_job_new (const ComityLoadWish *wish);

G_END_DECLS
