/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One process, one window a file. The application knows the keys of all actions, the style, and the
 * hidden option that leaves a picture of the window and ends. */
#include "config.h"

#include "comity-application.h"

#include <glib/gi18n.h>

#include "comity-about.h"
#include "comity-preferences.h"
#include "comity-screenshot.h"
#include "comity-settings.h"
#include "comity-window.h"

struct _ComityApplication
{
  AdwApplication parent_instance;

  /* Of the command line; owned */
  ComityShot shot;
  char *size;
};

G_DEFINE_FINAL_TYPE (ComityApplication, comity_application, ADW_TYPE_APPLICATION)

/* Every key of the program; the shortcuts window shows them by the action's name. */
static const struct
{
  const char *action;
  const char *keys[3];
} keys[] = {
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.about", { "F1" } },
  { "app.new-window", { "<Control>n" } },
  { "window.close", { "<Control>w" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "win.open", { "<Control>o" } },
  { "win.open-world", { "<Control>Home" } },
  { "win.save-session", { "<Control>s" } },
  { "win.export", { "<Control>e" } },
  { "win.print", { "<Control>p" } },
  { "win.copy-figure", { "<Control><Shift>c" } },
  { "win.copy-dossier", { "<Control><Shift>d" } },
  { "win.export-dossier", { "<Control><Shift>e" } },
  { "win.page::network", { "<Alt>1" } },
  { "win.page::similarity", { "<Alt>2" } },
  { "win.page::models", { "<Alt>3" } },
  { "win.page::data", { "<Alt>4" } },
  { "win.undo", { "<Control>z" } },
  { "win.redo", { "<Control><Shift>z" } },
  { "win.previous-year", { "<Alt>Page_Up" } },
  { "win.next-year", { "<Alt>Page_Down" } },
  { "win.play", { "<Control>space" } },
  { "win.cumulative", { "<Control><Shift>y" } },
  { "win.inspector", { "F9" } },
  { "win.find", { "<Control>f" } },
  { "win.finder", { "<Control>k" } },
  { "win.clear-selection", { "<Control>BackSpace" } },
  { "win.jobs", { "<Control>j" } },
  { "page.options", { "F8" } },
  { "page.zoom-in", { "<Control>plus", "<Control>equal" } },
  { "page.zoom-out", { "<Control>minus" } },
  { "page.zoom-reset", { "<Control>0" } },
  { "page.select", { "<Control>b" } },
  { "page.forget-variable", { "<Control><Shift>BackSpace" } },
  { "page.lay-out-anew", { "<Control>l" } },
  { "page.unpin", { "<Control>u" } },
  { "page.tables", { "<Control>t" } },
  { "page.save-states", { "<Control><Alt>s" } },
  { "page.save-ties", { "<Control><Alt>t" } },
  { "page.save-graphml", { "<Control><Alt>g" } },
  { "page.save-gexf", { "<Control><Alt>x" } },
  { "page.labels", { "<Control><Shift>l" } },
  { "page.ties", { "<Control><Shift>t" } },
  { "page.lens", { "<Control><Shift>m" } },
  { "page.flip", { "<Control><Shift>f" } },
  { "page.cut-more", { "<Control><Shift>Page_Up" } },
  { "page.cut-fewer", { "<Control><Shift>Page_Down" } },
  { "page.beside", { "<Control><Shift>b" } },
  { "page.use-as-covariate", { "<Control><Shift>u" } },
  { "page.estimate", { "<Control>Return", "<Control>KP_Enter" } },
  { "page.cancel", { "<Control>period" } },
  { "page.focus-formula", { "<Control>m" } },
  { "page.focus-view", { "<Control><Shift>v" } },
  { "page.keep", { "<Control>d" } },
  { "page.forget", { "<Control><Shift>k" } },
  { "page.pair-rows", { "<Control><Shift>p" } },
  { "page.previous-columns", { "<Control><Shift>Left" } },
  { "page.next-columns", { "<Control><Shift>Right" } },
};

static ComityWindow *
add_window (ComityApplication *self)
{
  return comity_window_new (GTK_APPLICATION (self));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkApplication *application = GTK_APPLICATION (user_data);
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (application));

  /* Closing saves the session and cancels the jobs of each. */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  ComityWorld *world = NULL;

  if (COMITY_IS_WINDOW (window))
    world = comity_session_peek_world (comity_window_get_session (COMITY_WINDOW (window)));
  comity_about_show (window, world);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  gtk_window_present (GTK_WINDOW (comity_preferences_new (window)));
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *window = add_window (user_data);

  gtk_window_present (GTK_WINDOW (window));
  comity_session_open_bundled (comity_window_get_session (window), "mlat");
}

static void
style_changed_cb (GSettings *settings, const char *key, gpointer user_data)
{
  g_autofree char *style = g_settings_get_string (settings, "style");
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (style, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (style, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
comity_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { "quit", quit_cb },
    { "about", about_cb },
    { "preferences", preferences_cb },
    { "new-window", new_window_cb },
  };

  G_APPLICATION_CLASS (comity_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (COMITY_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *accels[4] = { keys[i].keys[0], keys[i].keys[1], keys[i].keys[2], NULL };

      gtk_application_set_accels_for_action (GTK_APPLICATION (application), keys[i].action, accels);
    }
  g_signal_connect_object (comity_settings_get (), "changed::style", G_CALLBACK (style_changed_cb),
                           application, 0);
  style_changed_cb (comity_settings_get (), "style", application);
}

static void
take_picture_if_asked (ComityApplication *self, ComityWindow *window)
{
  if (self->shot.path != NULL)
    comity_screenshot_take (window, &self->shot);
}

static void
comity_application_activate (GApplication *application)
{
  ComityApplication *self = COMITY_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }
  window = GTK_WINDOW (add_window (self));
  if (self->shot.width > 0)
    gtk_window_set_default_size (window, self->shot.width, self->shot.height);
  gtk_window_present (window);
  /* A picture shows the same on every machine: no last session. */
  if (self->shot.path != NULL && self->shot.view != NULL)
    comity_window_open (COMITY_WINDOW (window), self->shot.view);
  else if (self->shot.path != NULL)
    comity_session_open_bundled (comity_window_get_session (COMITY_WINDOW (window)), "mlat");
  else
    comity_window_restore (COMITY_WINDOW (window));
  take_picture_if_asked (self, COMITY_WINDOW (window));
}

static void
comity_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  ComityApplication *self = COMITY_APPLICATION (application);

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);
      ComityWindow *window;

      if (path == NULL)
        continue;
      window = add_window (self);
      if (self->shot.width > 0)
        gtk_window_set_default_size (GTK_WINDOW (window), self->shot.width, self->shot.height);
      gtk_window_present (GTK_WINDOW (window));
      comity_window_open (window, path);
      take_picture_if_asked (self, window);
    }
}

static int
comity_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  ComityApplication *self = COMITY_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("comity %s\n", COMITY_VERSION);
      return 0;
    }
  if (self->size != NULL &&
      sscanf (self->size, "%dx%d", &self->shot.width, &self->shot.height) != 2)
    {
      g_printerr (_ ("“%s” is not a size such as 1400x900.\n"), self->size);
      return 2;
    }
  /* A picture needs a process of its own, whatever else runs. */
  if (self->shot.path != NULL)
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
comity_application_finalize (GObject *object)
{
  ComityApplication *self = COMITY_APPLICATION (object);

  g_free (self->shot.path);
  g_free (self->shot.view);
  g_free (self->shot.page);
  g_free (self->shot.selection);
  g_free (self->size);

  G_OBJECT_CLASS (comity_application_parent_class)->finalize (object);
}

static void
comity_application_class_init (ComityApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = comity_application_finalize;
  application_class->startup = comity_application_startup;
  application_class->activate = comity_application_activate;
  application_class->open = comity_application_open;
  application_class->handle_local_options = comity_application_handle_local_options;
}

static void
comity_application_init (ComityApplication *self)
{
  const GOptionEntry options[] = {
    { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL },
    { "screenshot", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &self->shot.path, NULL, NULL },
    { "page", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &self->shot.page, NULL, NULL },
    { "year", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, &self->shot.year, NULL, NULL },
    { "select", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &self->shot.selection, NULL, NULL },
    { "size", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &self->size, NULL, NULL },
    { "estimate", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &self->shot.estimate, NULL, NULL },
    { "view", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &self->shot.view, NULL, NULL },
    { "figure", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &self->shot.figure, NULL, NULL },
    { "dossier", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &self->shot.dossier, NULL, NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
}

ComityApplication *
comity_application_new (void)
{
  return g_object_new (COMITY_TYPE_APPLICATION, "application-id", COMITY_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/io/github/comity/Comity",
                       NULL);
}
