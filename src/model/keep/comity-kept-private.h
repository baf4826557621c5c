/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A kept sample, as its store sees it. */
#pragma once

#include "comity-keep-private.h"

G_BEGIN_DECLS

gboolean comity_kept_is (const ComityKept *self, const char *key, const ComityBits *used);
gsize comity_kept_get_bytes (const ComityKept *self);

G_END_DECLS
