/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop program's first lines: libraries set up for a process that must survive bad numbers,
 * translations found, the application run. */
#include "config.h"

#include <gsl/gsl_errno.h>
#include <locale.h>

#include <glib/gi18n.h>

#include "comity-application.h"
#include "comity-matrix.h"
#include "comity-network.h"
#include "comity-settings.h"

int
main (int argc, char *argv[])
{
  g_autoptr (ComityApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, comity_settings_runs_in_build_tree () ? COMITY_BUILD_LOCALE_DIR
                                                                         : COMITY_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  gsl_set_error_handler_off ();
  comity_network_init_library ();
  comity_matrix_init_library ();

  g_set_application_name (_ ("Comity"));
  application = comity_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
