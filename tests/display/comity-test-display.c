/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "comity-test-display.h"

void
comity_test_iterate (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

void
comity_test_wait_for_jobs (ComitySession *session, guint looks, guint ms, guint seconds)
{
  GListModel *jobs = G_LIST_MODEL (comity_session_get_jobs (session));
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  for (guint quiet = 0; quiet < looks;)
    {
      comity_test_iterate (ms);
      quiet = g_list_model_get_n_items (jobs) > 0 ? 0 : quiet + 1;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
    }
}
