/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application: command line, windows, actions under "app", keys. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define COMITY_TYPE_APPLICATION (comity_application_get_type ())
G_DECLARE_FINAL_TYPE (ComityApplication, comity_application, COMITY, APPLICATION, AdwApplication)

ComityApplication *comity_application_new (void);

G_END_DECLS
