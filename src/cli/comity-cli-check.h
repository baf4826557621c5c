/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wrong values of options, the same in every verb. */
#pragma once

#include "comity-cli.h"

G_BEGIN_DECLS

/* FALSE with the sentence of a wrong usage, which names the option; after the verb's options were
 * parsed. */
gboolean comity_cli_check (const ComityVerb *verb, const GOptionEntry *entries, GError **error);

G_END_DECLS
