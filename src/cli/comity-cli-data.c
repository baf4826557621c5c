/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DATA of the command line: a file with its roles, or the bundled world panel. */
#include "config.h"

#include "comity-cli.h"

#include "comity-dataset-io.h"
#include "comity-derive.h"
#include "comity-number.h"

#include <stdlib.h>
#include <string.h>

void
comity_cli_data_clear (ComityCliData *data)
{
  g_clear_pointer (&data->network, g_free);
  g_clear_pointer (&data->years, g_free);
  g_clear_pointer (&data->roles, g_free);
  g_clear_pointer (&data->derive, g_strfreev);
}

gboolean
comity_cli_derive (ComityPanel **panel, const ComityCliData *data, GError **error)
{
  ComityPanel *derived;

  if (data->derive == NULL)
    return TRUE;
  derived = comity_derive_columns (*panel, (const char *const *) data->derive, NULL, error);
  if (derived == NULL)
    return FALSE;
  comity_panel_unref (*panel);
  *panel = derived;
  return TRUE;
}

static gboolean
parse_year (const char *text, int *year)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 1, 9999, &value, NULL))
    return FALSE;
  *year = (int) value;
  return TRUE;
}

gboolean
comity_cli_parse_years (const char *text, int *first, int *last, GError **error)
{
  g_auto (GStrv) parts = NULL;

  *first = *last = 0;
  if (text == NULL)
    return TRUE;
  parts = g_strsplit_set (text, ":-", 2);
  if (parts[0] == NULL || !parse_year (parts[0], first) ||
      !parse_year (parts[1] ? parts[1] : parts[0], last) || *first > *last)
    return comity_cli_refuse (error, "--years is a range such as 1960:2012, not “%s”.", text);
  return TRUE;
}

gboolean
comity_cli_parse_times (const char *text, double **times, gsize *n, GError **error)
{
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, ",", -1) : NULL;

  *n = parts != NULL ? g_strv_length (parts) : 0;
  *times = *n > 0 ? g_new (double, *n) : NULL;
  if (text != NULL && *n == 0)
    return comity_cli_refuse (error, "numbers are listed as 1,2.5,4; the list is empty.");
  for (gsize i = 0; i < *n; i++)
    if (!comity_number_parse (g_strstrip (parts[i]), &(*times)[i]))
      return comity_cli_refuse (error, "numbers are listed as 1,2.5,4, not “%s”.", text);
  return TRUE;
}

/* What is of the bundled panel and was asked of a file, or the other way round, would silently do
 * nothing. */
static gboolean
check_belonging (const char *path, const ComityCliData *data, GError **error)
{
  if (path != NULL && (data->network != NULL || data->years != NULL))
    return comity_cli_refuse (error, "--%s is of the bundled panel, and “%s” is a file of its own.",
                              data->network != NULL ? "network" : "years", path);
  if (path == NULL && data->roles != NULL)
    return comity_cli_refuse (error, "--roles names columns of a file: which file?");
  return TRUE;
}

/* "state_a=ccode1,year=yr" over what was guessed. */
static gboolean
apply_roles (const char *text, ComityDataset *dataset, ComityRoles *roles, GError **error)
{
  g_auto (GStrv) pairs = NULL;

  if (text == NULL)
    return TRUE;
  pairs = g_strsplit (text, ",", -1);
  for (char **pair = pairs; *pair != NULL; pair++)
    {
      char *column = strchr (*pair, '=');
      gssize role = -1;
      gssize index;

      if (column != NULL)
        {
          *column++ = '\0';
          for (guint i = 0; i < COMITY_N_ROLES; i++)
            if (strcmp (comity_role_key (i), *pair) == 0)
              role = i;
        }
      if (role < 0)
        return comity_cli_refuse (
            error,
            "“%s” in --roles is not a role: state_a, state_b, year, dyad, outcome, start "
            "or stop, each with =COLUMN.",
            *pair);
      if (comity_dataset_require_column (dataset, column, error) == NULL)
        return FALSE;
      index = comity_dataset_find_column (dataset, column);
      roles->column[role] = index;
    }
  return TRUE;
}

static ComityPanel *
build_bundled (const ComityCliData *data, ComityMergeReport **report, GError **error)
{
  g_autoptr (ComityWorld) world = comity_world_load (error);
  g_autoptr (ComityPanel) panel = NULL;
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;

  if (world == NULL ||
      !comity_cli_parse_years (data->years, &recipe.first_year, &recipe.last_year, error))
    return NULL;
  if (data->network != NULL)
    recipe.network = data->network;
  recipe.directed = data->directed;
  recipe.lag = data->lag;
  recipe.keep_after_event = data->keep_after_event;
  panel = comity_panel_build (world, &recipe, report, NULL, error);
  if (panel == NULL || !comity_cli_derive (&panel, data, error))
    return NULL;
  return g_steal_pointer (&panel);
}

/* Columns whose names are words of the texts: a few too many do no harm. */
static void
pack_named (ComityDataset *dataset, const char *const *texts)
{
  gsize n_columns = comity_dataset_get_n_columns (dataset);
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize c = 0; c < n_columns; c++)
    {
      const char *name = comity_column_peek_name (comity_dataset_peek_column (dataset, c));
      gboolean named = FALSE;

      for (gsize i = 0; texts[i] != NULL && !named; i++)
        named = strstr (texts[i], name) != NULL;
      if (named)
        g_array_append_val (columns, c);
    }
  comity_dataset_pack (dataset, (const gsize *) (gconstpointer) columns->data, columns->len);
}

static void
pack_roles (ComityDataset *dataset, const ComityRoles *roles)
{
  gsize columns[COMITY_N_ROLES];
  gsize n = 0;

  for (gsize role = 0; role < COMITY_N_ROLES; role++)
    if (roles->column[role] >= 0)
      columns[n++] = (gsize) roles->column[role];
  comity_dataset_pack (dataset, columns, n);
}

ComityDataset *
comity_cli_open_dataset (const char *path,
                         const char *const *texts,
                         const ComityCliData *data,
                         ComityRoles *roles,
                         GError **error)
{
  g_autoptr (ComityDataset) dataset = NULL;

  if (!check_belonging (path, data, error))
    return NULL;
  if (path == NULL)
    {
      g_autoptr (ComityPanel) panel = build_bundled (data, NULL, error);

      if (panel == NULL)
        return NULL;
      *roles = *comity_panel_peek_roles (panel);
      return comity_dataset_ref (comity_panel_peek_dataset (panel));
    }

  dataset = texts != NULL ? comity_dataset_load_in_place (path, NULL, error)
                          : comity_dataset_load (path, NULL, error);
  if (dataset == NULL)
    return NULL;
  if (texts != NULL)
    pack_named (dataset, texts);
  comity_roles_guess (dataset, roles);
  if (!apply_roles (data->roles, dataset, roles, error))
    return NULL;
  if (texts != NULL)
    pack_roles (dataset, roles);
  return g_steal_pointer (&dataset);
}

ComityPanel *
comity_cli_open_panel (const char *path,
                       const ComityCliData *data,
                       ComityMergeReport **report,
                       GError **error)
{
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComityWorld) world = NULL;
  ComityRoles roles;

  if (report != NULL)
    *report = NULL;
  if (path == NULL)
    return check_belonging (path, data, error) ? build_bundled (data, report, error) : NULL;

  dataset = comity_cli_open_dataset (path, NULL, data, &roles, error);
  if (dataset == NULL)
    return NULL;
  world = comity_world_load (error);
  if (world == NULL)
    return NULL;
  panel = comity_panel_new (dataset, &roles, world, NULL, error);
  if (panel == NULL || !comity_cli_derive (&panel, data, error))
    return NULL;
  return g_steal_pointer (&panel);
}

gboolean
comity_cli_choose_year (ComityPanel *panel, int asked, int *year, GError **error)
{
  int first;

  if (asked == 0)
    {
      comity_panel_get_years (panel, &first, year);
      return TRUE;
    }
  *year = asked;
  return comity_panel_check_year (panel, asked, error);
}
