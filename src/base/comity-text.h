/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that no locale touches. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A key under which names sort as a reader expects, everywhere alike: strcmp () of two keys ignores
 * case and accents (Côte d'Ivoire stands before Croatia). Free with g_free (). */
char *comity_text_sort_key (const char *name);
/* @text as a cell of a CSV file: quoted when it has to be. Appends. */
void comity_text_append_csv (GString *string, const char *text);

G_END_DECLS
