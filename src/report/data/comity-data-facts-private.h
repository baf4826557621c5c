/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a report on data says, gathered once for all formats. */
#pragma once

#include "comity-report.h"

G_BEGIN_DECLS

typedef struct
{
  ComityDataset *dataset; /* borrowed, as all but the findings */
  const ComityRoles *roles;
  ComityPanel *panel; /* or NULL */
  guint64 memory;     /* bytes of the columns */
  gboolean has_years;
  int first_year, last_year;
  gboolean has_events;
  gsize n_events;      /* rows whose outcome is neither 0 nor missing */
  GPtrArray *findings; /* ComityFinding; NULL without a panel, or when the doctor failed */
  char *doctor_error;  /* why it failed, or NULL */
} ComityDataFacts;

void comity_data_facts_init (ComityDataFacts *self,
                             ComityDataset *dataset,
                             const ComityRoles *roles,
                             ComityPanel *panel);
void comity_data_facts_clear (ComityDataFacts *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityDataFacts, comity_data_facts_clear)

/* The column that plays the part, or NULL. */
ComityColumn *comity_data_facts_peek_role (const ComityDataFacts *self, ComityRole role);
/* "cow", "iso3" …; "unknown". */
const char *comity_data_facts_peek_codes (const ComityDataFacts *self);

char *comity_data_text (const ComityDataFacts *facts);
char *comity_data_json (const ComityDataFacts *facts);

G_END_DECLS
