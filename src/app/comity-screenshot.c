/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures for the documents and tests: the same widgets, the same drawing, no display server's
 * help. */
#include "config.h"

#include "comity-screenshot.h"

#include "comity-window-private.h"

/* Milliseconds without a running job after which the window is taken to be at rest. */
#define REST 700
/* Milliseconds between two looks. */
#define POLL 50

typedef struct
{
  ComityWindow *window; /* owned */
  const ComityShot *shot;
  int step;
  int rested;
} Take;

static gboolean
save_picture (ComityWindow *window, const char *path)
{
  GtkWidget *widget = GTK_WIDGET (window);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return FALSE;
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node, NULL);
  return gdk_texture_save_to_png (texture, path);
}

/* The page's figure, as large as the window has it. */
static void
export_figure (Take *take)
{
  ComityPage *page = comity_window_get_visible_page (take->window);
  ComityFigureView *view = comity_page_get_figure_view (page);
  ComityFigure *figure = view != NULL ? comity_figure_view_peek_figure (view) : NULL;
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (ComityJob) job = NULL;

  if (figure == NULL)
    {
      g_printerr ("The page shows no figure.\n");
      return;
    }
  options.theme = adw_style_manager_get_dark (adw_style_manager_get_default ())
                      ? COMITY_THEME_DARK
                      : COMITY_THEME_LIGHT;
  options.width_px = take->shot->width;
  options.height_px = take->shot->height;
  options.dpi = 96.0;
  job = comity_export_job_new_figure (figure, take->shot->path, &options, TRUE, NULL, NULL);
  comity_job_list_run (comity_session_get_jobs (comity_window_get_session (take->window)), job);
}

static void
save (Take *take)
{
  if (take->shot->figure)
    export_figure (take);
  else if (take->shot->dossier)
    gtk_widget_activate_action (GTK_WIDGET (take->window), "win.export-dossier-file", "s",
                                take->shot->path);
  else if (!save_picture (take->window, take->shot->path))
    g_printerr ("%s could not be written.\n", take->shot->path);
}

/* One thing at a time, each after the jobs of the one before. */
static gboolean
step_cb (gpointer user_data)
{
  Take *take = user_data;
  ComitySession *session = comity_window_get_session (take->window);
  ComityJobList *jobs = comity_session_get_jobs (session);

  if (g_list_model_get_n_items (G_LIST_MODEL (jobs)) > 0)
    {
      take->rested = 0;
      return G_SOURCE_CONTINUE;
    }
  take->rested += POLL;
  if (take->rested < REST)
    return G_SOURCE_CONTINUE;
  take->rested = 0;
  switch (take->step++)
    {
    case 0:
      if (take->shot->page != NULL)
        comity_window_show_page (take->window, take->shot->page);
      if (take->shot->year != 0)
        comity_session_set_year (session, take->shot->year);
      if (take->shot->selection != NULL)
        comity_session_select_text (session, take->shot->selection);
      return G_SOURCE_CONTINUE;
    case 1:
      if (take->shot->estimate)
        gtk_widget_activate_action (GTK_WIDGET (take->window), "page.estimate", NULL);
      return G_SOURCE_CONTINUE;
    case 2:
      save (take);
      return G_SOURCE_CONTINUE;
    default:
      gtk_window_close (GTK_WINDOW (take->window));
      g_object_unref (take->window);
      g_free (take);
      return G_SOURCE_REMOVE;
    }
}

void
comity_screenshot_take (ComityWindow *window, const ComityShot *shot)
{
  Take *take = g_new0 (Take, 1);

  take->window = g_object_ref (window);
  take->shot = shot;
  g_timeout_add (POLL, step_cb, take);
}
