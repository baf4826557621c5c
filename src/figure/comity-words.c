/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that several figures use. */
#include "config.h"

#include "comity-figure-private.h"
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

const char *
comity_dataset_peek_notice (ComityDataset *dataset, gboolean shows_treaties)
{
  if (comity_dataset_is_simulated (dataset))
    return "Simulated data";
  if (shows_treaties &&
      comity_dataset_peek_characteristic (dataset, "_dta", "comity_partial") != NULL)
    return "Treaty list: known to be incomplete";
  return "";
}

char *
comity_panel_dup_notice (ComityPanel *panel, gboolean shows_treaties)
{
  const ComityTreatyNetwork *network = comity_panel_peek_network (panel);
  ComityDataset *dataset = comity_panel_peek_dataset (panel);

  if (!comity_dataset_is_simulated (dataset) && shows_treaties && network != NULL &&
      network->partial)
    {
      g_autofree char *name = comity_panel_dup_tie_name (panel);

      return g_strdup_printf ("%s list: known to be incomplete", name);
    }
  return g_strdup (comity_dataset_peek_notice (dataset, shows_treaties));
}

void
comity_figure_dress (ComityFigure *self, ComityDataset *dataset, const char *caption)
{
  g_return_if_fail (self != NULL && dataset != NULL);

  comity_figure_set_caption (self, caption);
  if (*self->notice == '\0')
    comity_figure_set_notice (self, comity_dataset_peek_notice (dataset, TRUE));
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
