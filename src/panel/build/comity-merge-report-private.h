/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The merge report as the builder fills it. */
#pragma once

#include "comity-panel-private.h"

G_BEGIN_DECLS

/* What became of the treaties of the network. */
typedef enum
{
  TREATY_USED,
  TREATY_ACCESSORY, /* not a tie of its own */
  TREATY_UNDATED,
  TREATY_OTHER_YEARS, /* outside the years of the panel */
  TREATY_NOT_MEMBERS, /* a party was no member of the system in that year */
  TREATY_LATER,       /* the dyad had signed before */
  N_TREATY_FATES,
} TreatyFate;

typedef struct
{
  char *name;
  gsize matched;
  gsize missing;
  gsize *by_state; /* n_states: rows missing for want of the state's value */
  gsize *by_year;  /* n_years */
} MergeCovariate;

struct _ComityMergeReport
{
  char *title; /* of the panel */
  char *note;  /* on the network's coverage */
  ComityMergeTotals totals;
  gsize treaties[N_TREATY_FATES];
  char *first_lost[N_TREATY_FATES]; /* an example; NULL none */
  gsize n_undated_dyads;            /* that stay in the risk set although they have a treaty */
  GArray *covariates;               /* MergeCovariate */
  GStrv absent; /* covariates that the installed tables cannot fill; NULL-terminated */
  int first_year;
  gsize n_years;
  gsize n_states;
  char **state_codes; /* n_states */
};

ComityMergeReport *comity_merge_report_new (const PanelIndex *index);

G_END_DECLS
