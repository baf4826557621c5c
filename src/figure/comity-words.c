/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that several figures use. */
#include "config.h"

#include "comity-words.h"

const char *
comity_family_label (ComityTradition tradition)
{
  static const char *const labels[COMITY_N_TRADITIONS] = {
    [COMITY_TRADITION_UNKNOWN] = "Tradition not coded",
    [COMITY_TRADITION_COMMON] = "Common law",
    [COMITY_TRADITION_CIVIL] = "Civil law",
    [COMITY_TRADITION_ISLAMIC] = "Islamic law",
    [COMITY_TRADITION_MIXED] = "Mixed",
  };

  return labels[(gsize) tradition < COMITY_N_TRADITIONS ? tradition : COMITY_TRADITION_UNKNOWN];
}

char *
comity_panel_dup_tie_name (ComityPanel *panel)
{
  const ComityTreatyNetwork *network = comity_panel_peek_network (panel);

  return network != NULL ? g_ascii_strup (network->id, -1) : g_strdup ("treaty");
}

char *
comity_panel_dup_notice (ComityPanel *panel, gboolean shows_treaties)
{
  const ComityTreatyNetwork *network = comity_panel_peek_network (panel);

  if (comity_dataset_is_simulated (comity_panel_peek_dataset (panel)))
    return g_strdup ("Simulated data");
  if (shows_treaties && network != NULL && network->partial)
    {
      g_autofree char *name = comity_panel_dup_tie_name (panel);

      return g_strdup_printf ("%s list: known to be incomplete", name);
    }
  return g_strdup ("");
}

char *
comity_network_dup_title (const ComityNetwork *network)
{
  const ComityTreatyNetwork *treaties =
      comity_panel_peek_network (comity_network_peek_panel (network));

  return g_strdup_printf ("%s, %s%d", treaties != NULL ? treaties->title : "Treaties",
                          comity_network_is_cumulative (network) ? "up to " : "",
                          comity_network_get_year (network));
}
