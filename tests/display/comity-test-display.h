/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of a shown window share: time that passes, and a session at rest. */
#pragma once

#include "comity-session.h"

G_BEGIN_DECLS

/* Runs the main loop for @ms milliseconds. */
void comity_test_iterate (guint ms);
/* Until no job runs at @looks looks in a row, one every @ms milliseconds: one job may be followed
 * by the next. Fails after @seconds. */
void comity_test_wait_for_jobs (ComitySession *session, guint looks, guint ms, guint seconds);

G_END_DECLS
