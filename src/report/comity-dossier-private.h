/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling a dossier, and the pieces that the dossier of a state and that of a pair share. */
#pragma once

#include "comity-report.h"

G_BEGIN_DECLS

ComityDossier *comity_dossier_new (const char *title);
void comity_dossier_begin (ComityDossier *self, const char *section);
/* A row of the section begun last; texts are copied. */
void comity_dossier_add (
    ComityDossier *self, const char *label, const char *value, const char *note, double number);
/* A row whose value is a number (NaN: not known). */
void
comity_dossier_add_number (ComityDossier *self, const char *label, double number, const char *note);
/* Removes the section begun last when it has no row. */
void comity_dossier_end (ComityDossier *self);

/* As a person reads a number: three to five significant digits; "" for NaN. Returns @buffer. */
char *comity_dossier_format (double value, char *buffer);
/* What the state was called in @year. */
const char *comity_dossier_state_name (const ComityPanel *panel, gsize state, int year);
/* Code, region, capital and dates of a state, under its name. */
void
comity_dossier_add_identity (ComityDossier *self, const ComityPanel *panel, gsize state, int year);
/* The citation of a table of the world, "" when it is not known. */
const char *comity_dossier_citation (const ComityWorld *world, const char *table);
/* The citation of a state variable's table; "" for a file's own. */
const char *comity_dossier_variable_citation (const ComityPanel *panel, gsize variable);

G_END_DECLS
