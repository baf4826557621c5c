/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What states are called in every language that iso-codes knows: from the catalogues of its gettext
 * domain iso_3166 that are installed, whatever the language of the program. Frozen; any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char iso3[4];
  char iso2[3];
  const char *language; /* "de", "pt_BR"; "" English */
  const char *name;     /* "Schweiz" */
  const char *folded;   /* for matching: comity_name_fold () */
} ComityStateName;

typedef struct _ComityStateNames ComityStateNames;

/* Reads the catalogues (a few megabytes); without iso-codes it is empty. @json and @locales
 * nullable: where iso-codes and the system's catalogues are. */
ComityStateNames *comity_state_names_load (const char *json, const char *locales);
void comity_state_names_free (ComityStateNames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityStateNames, comity_state_names_free)
gsize comity_state_names_get_n (const ComityStateNames *self);
const ComityStateName *comity_state_names_peek (const ComityStateNames *self, gsize i);

/* @text without case and accents, so that "cote" finds "Côte". New string. */
char *comity_name_fold (const char *text);

G_END_DECLS
