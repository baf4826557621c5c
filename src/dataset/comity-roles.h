/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which column plays which part in a dyad-year dataset. */
#pragma once

#include "comity-dataset.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_ROLE_STATE_A,
  COMITY_ROLE_STATE_B,
  COMITY_ROLE_YEAR,
  COMITY_ROLE_DYAD,
  COMITY_ROLE_OUTCOME,
  COMITY_ROLE_START,
  COMITY_ROLE_STOP,
} ComityRole;
#define COMITY_N_ROLES 7

typedef enum
{
  COMITY_CODES_UNKNOWN,
  COMITY_CODES_COW,
  COMITY_CODES_GW,
  COMITY_CODES_ISO2,
  COMITY_CODES_ISO3,
  COMITY_CODES_NAME,
} ComityCodeSystem;

typedef struct
{
  gssize column[COMITY_N_ROLES]; /* index, -1: none */
  ComityCodeSystem codes;        /* how states are written in state A and B */
} ComityRoles;

const char *comity_role_name (ComityRole role); /* "state A", "year" … */
const char *comity_role_key (ComityRole role);  /* "state_a", "year" … for files and options */
/* From names (ccode1, state_a, iso1, country_o, year, dyadid …), labels, Stata's xtset/stset
 * characteristics and contents (a dyad column equals a·10^k + b; an outcome is rare and 0/1). Two
 * sides must be of one kind. Cost: names first, contents on a few thousand rows. */
void comity_roles_guess (ComityDataset *dataset, ComityRoles *roles);

G_END_DECLS
