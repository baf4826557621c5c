/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Captions of figures, short enough to print: what is shown, when, how much, what a reader has to
 * be warned of, and the sources of just what the figure shows. */
#include "config.h"

#include "comity-citation-private.h"
#include "comity-report.h"
#include "comity-table-private.h"

#include <string.h>

/* The tables that hold the treaties of a bundled network: treaties_mlat, treaties_mlat_wti. */
static void
add_treaty_tables (GString *tables, ComityPanel *panel)
{
  const ComityTreatyNetwork *network = comity_panel_peek_network (panel);
  ComityWorld *world = comity_panel_peek_world (panel);
  g_autofree char *prefix = NULL;

  if (network == NULL || world == NULL)
    return;
  prefix = g_strdup_printf ("treaties_%s", network->id);
  for (gsize i = 0; i < comity_world_get_n_tables (world); i++)
    {
      const char *table = comity_world_peek_table (world, i)->table;

      if (g_str_has_prefix (table, prefix) &&
          (table[strlen (prefix)] == '\0' || table[strlen (prefix)] == '_'))
        g_string_append_printf (tables, "%s ", table);
    }
}

static void
add_variable_table (GString *tables, ComityWorld *world, const char *variable)
{
  gssize found = comity_world_find_variable (world, variable);

  if (found >= 0)
    g_string_append_printf (tables, "%s ",
                            comity_world_peek_variable (world, (gsize) found)->table);
  else if (strcmp (variable, "tradition") == 0)
    g_string_append (tables, "legal_tradition ");
}

/* What a reader has to be warned of: data that are simulated, a list that is partial. */
static void
add_warning (GString *out, ComityDataset *dataset)
{
  const char *partial = comity_dataset_peek_characteristic (dataset, "_dta", "comity_partial");

  if (comity_dataset_is_simulated (dataset))
    g_string_append (out, " These are simulated data, not observations.");
  else if (partial != NULL)
    g_string_append_printf (out, " %s", partial);
}

void
comity_caption_add_data (GString *caption, ComityDataset *dataset)
{
  g_return_if_fail (caption != NULL && dataset != NULL);

  add_warning (caption, dataset);
  if (*comity_dataset_peek_name (dataset) != '\0')
    g_string_append_printf (caption, " Data: %s.", comity_dataset_peek_name (dataset));
}

/* The warning and the sources that end the caption of a panel's figure. */
static char *
finish (GString *out, ComityPanel *panel, const char *tables)
{
  ComityDataset *dataset = comity_panel_peek_dataset (panel);

  if (comity_panel_is_bundled (panel))
    {
      add_warning (out, dataset);
      comity_cite_tables (out, comity_panel_peek_world (panel), tables);
    }
  else
    {
      comity_caption_add_data (out, dataset);
    }
  return g_string_free (out, FALSE);
}

static const char *
peek_ties_word (ComityPanel *panel)
{
  const ComityTreatyNetwork *network = comity_panel_peek_network (panel);

  return network != NULL ? network->plural : "events of the outcome";
}

char *
comity_caption_network (ComityNetwork *network)
{
  ComityPanel *panel = comity_network_peek_panel (network);
  g_autoptr (GString) tables = g_string_new (NULL);
  GString *out = g_string_new (NULL);
  g_autofree char *states =
      comity_count_words (comity_network_get_n_nodes (network), "state", "states");
  g_autofree char *ties = comity_count_words (comity_network_get_n_edges (network), "tie", "ties");

  g_string_append_printf (out, "%s %s %d: %s, %s.", peek_ties_word (panel),
                          comity_network_is_cumulative (network) ? "signed by" : "signed in",
                          comity_network_get_year (network), states, ties);
  add_treaty_tables (tables, panel);
  g_string_append (tables, "legal_tradition");
  return finish (out, panel, tables->str);
}

char *
comity_caption_similarity (ComityPanel *panel, ComitySimilarity *similarity, ComityNetwork *network)
{
  g_autoptr (GString) tables = g_string_new (NULL);
  GString *out = g_string_new (NULL);
  ComityWorld *world = comity_panel_peek_world (panel);
  const char *name = comity_similarity_peek_name (similarity);
  gsize n_components = comity_similarity_get_n_components (similarity);
  g_autofree char *states =
      comity_count_words (comity_similarity_get_n (similarity), "state", "states");

  g_string_append_printf (out, "%s, %d: %s.", comity_similarity_peek_title (similarity),
                          comity_similarity_get_year (similarity), states);
  if (n_components > 0)
    {
      g_string_append (out, " Components:");
      for (gsize k = 0; k < n_components; k++)
        g_string_append_printf (out, "%s %s", k > 0 ? "," : "",
                                comity_similarity_peek_component (similarity, k));
      g_string_append_c (out, '.');
    }
  if (network != NULL)
    {
      g_string_append_printf (out, " Treaties: %s signed by %d.", peek_ties_word (panel),
                              comity_network_get_year (network));
      add_treaty_tables (tables, panel);
    }
  if (world != NULL)
    {
      const char *argument = strchr (name, ':');
      g_autofree char *variable = g_strndup (argument != NULL ? argument + 1 : "",
                                             argument != NULL ? strcspn (argument + 1, ">") : 0);

      add_variable_table (tables, world, variable);
      if (strcmp (name, "ideal-point") == 0)
        add_variable_table (tables, world, "ideal_point");
      if (strcmp (name, "tradition") == 0 || g_str_has_prefix (name, "both:"))
        add_variable_table (tables, world, "tradition");
      for (gsize k = 0; k < n_components; k++)
        add_variable_table (tables, world, comity_similarity_peek_component (similarity, k));
    }
  return finish (out, panel, tables->str);
}

char *
comity_caption_fits (ComityFit *const *fits, gsize n_fits)
{
  GString *out = g_string_new (NULL);

  g_return_val_if_fail (n_fits > 0, NULL);

  for (gsize i = 0; i < n_fits; i++)
    {
      const ComityFitNumbers *numbers = comity_fit_peek_numbers (fits[i]);
      g_autofree char *n = comity_count_words (numbers->n, "row", "rows");
      g_autofree char *n_events = comity_count_words (numbers->n_events, "event", "events");

      if (n_fits > 1)
        g_string_append_printf (out, "%s(%" G_GSIZE_FORMAT ") ", i > 0 ? " " : "", i + 1);
      g_string_append_printf (out, "%s of %s: %s", comity_fit_peek_estimator_title (fits[i]),
                              comity_fit_peek_response (fits[i]), n);
      if (numbers->n_events > 0)
        g_string_append_printf (out, ", %s", n_events);
      g_string_append_printf (out, ". %s.", comity_fit_peek_vce_sentence (fits[i]));
    }
  comity_caption_add_data (out, comity_fit_peek_dataset (fits[0]));
  return g_string_free (out, FALSE);
}
