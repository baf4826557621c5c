/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The caption of what is made of a panel: what it shows, what a reader has to be warned of, and
 * whom to cite. The bundled panel names the world's tables that it was made of; a file that was
 * saved from it still does. */
#include "config.h"

#include "comity-citation-private.h"
#include "comity-report.h"

#include <string.h>

#define EN_DASH "–"

/* A table whose citation only points elsewhere is cited by its source. */
static const char *
peek_citation (const ComityWorldTable *table)
{
  return g_str_has_prefix (table->citation, "see ") ? table->source : table->citation;
}

void
comity_cite_tables (GString *out, ComityWorld *world, const char *tables)
{
  g_auto (GStrv) names = g_strsplit (tables, " ", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      gssize found = comity_world_find_table (world, names[i]);
      const char *citation;

      if (found < 0)
        continue;
      citation = peek_citation (comity_world_peek_table (world, (gsize) found));
      if (g_hash_table_add (seen, (gpointer) citation))
        g_string_append_printf (out, "%s%s", g_hash_table_size (seen) == 1 ? " Sources: " : "; ",
                                citation);
    }
  if (g_hash_table_size (seen) > 0)
    g_string_append_c (out, '.');
}

char *
comity_panel_citation (const ComityPanel *panel)
{
  ComityDataset *dataset;
  const ComityTreatyNetwork *network;
  ComityWorld *world;
  const char *tables, *partial;
  GString *out;
  int first, last;

  g_return_val_if_fail (panel != NULL, NULL);

  dataset = comity_panel_peek_dataset (panel);
  network = comity_panel_peek_network (panel);
  world = comity_panel_peek_world (panel);
  tables = comity_dataset_peek_characteristic (dataset, "_dta", "comity_tables");
  partial = comity_dataset_peek_characteristic (dataset, "_dta", "comity_partial");
  comity_panel_get_years (panel, &first, &last);

  out = g_string_new (NULL);
  if (network != NULL)
    g_string_append_printf (out, "Network: %s (%s)", network->title, network->plural);
  else
    g_string_append_printf (out, "Data: %s", comity_dataset_peek_name (dataset));
  g_string_append_printf (out, ", years %d" EN_DASH "%d.", first, last);
  if (comity_dataset_is_simulated (dataset))
    g_string_append (out, " These are simulated data, not observations.");
  if (partial != NULL)
    g_string_append_printf (out, " %s", partial);
  if (world != NULL && tables != NULL)
    comity_cite_tables (out, world, tables);
  return g_string_free (out, FALSE);
}
