/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a view that all verbs share; each adds the group of its page. */
#include "config.h"

#include "comity-cli-view.h"

/* The code by which the window knows a state, of what was typed. */
static char *
dup_code (ComityPanel *panel, const char *text, int year)
{
  gssize state = text != NULL ? comity_panel_find_state_in (panel, text, year) : -1;

  return g_strdup (state >= 0 ? comity_panel_peek_state_code (panel, (gsize) state) : "");
}

GKeyFile *
comity_cli_view_new (const char *path,
                     const ComityCliData *data,
                     ComityPanel *panel,
                     const char *page,
                     int year,
                     gboolean cumulative,
                     const char *selection)
{
  GKeyFile *file = g_key_file_new ();
  const ComityTreatyNetwork *network = comity_panel_peek_network (panel);
  g_autofree char *code = dup_code (panel, selection, year);

  if (path != NULL)
    {
      g_autofree char *absolute = g_canonicalize_filename (path, NULL);

      g_key_file_set_string (file, "data", "path", absolute);
    }
  else
    g_key_file_set_string (file, "data", "network", network != NULL ? network->id : "mlat");
  if (data->derive != NULL)
    g_key_file_set_string_list (file, "columns", "derived", (const char *const *) data->derive,
                                g_strv_length (data->derive));
  /* Other years of the bundled panel are not its own data, and the window does not make them: a hash
   * would only say that they differ. */
  if (path != NULL || (data->years == NULL && !data->directed))
    g_key_file_set_string (file, "data", "sha256",
                           comity_dataset_get_sha256 (comity_panel_peek_dataset (panel)));
  g_key_file_set_integer (file, COMITY_VIEW, COMITY_VIEW_YEAR, year);
  g_key_file_set_boolean (file, COMITY_VIEW, COMITY_VIEW_CUMULATIVE, cumulative);
  g_key_file_set_string (file, COMITY_VIEW, COMITY_VIEW_SELECTION, code);
  g_key_file_set_string (file, COMITY_VIEW, COMITY_VIEW_PAGE, page);
  return file;
}
