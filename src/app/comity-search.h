/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a few letters may mean: states in any language and by any code, pairs of them, variables,
 * models, pages, actions. Main thread. */
#pragma once

#include "comity-session.h"
#include "comity-world-names.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_FOUND_PAIR,
  COMITY_FOUND_STATE,
  COMITY_FOUND_VARIABLE,
  COMITY_FOUND_MODEL,
  COMITY_FOUND_PAGE,
  COMITY_FOUND_ACTION,
} ComityFoundKind;

typedef struct
{
  ComityFoundKind kind;
  int score;     /* higher is better, within the kind */
  char *title;   /* "Switzerland" */
  char *detail;  /* "CHE · Schweiz (de)"; "" none */
  char *target;  /* "CHE", "USA,CHE", a column, a page, a detailed action */
} ComityFound;

/* Results by kind, best first; @names nullable (the world's own names only). A GPtrArray of
 * ComityFound that frees them. O(names). */
GPtrArray *
comity_search (ComitySession *session, const ComityStateNames *names, const char *text);
const char *comity_found_kind_title (ComityFoundKind kind); /* "States"; translated */

G_END_DECLS
