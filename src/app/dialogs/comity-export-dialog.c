/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog edits the settings of exports and asks for a name; writing is a job. Sizes of journals
 * are offered by name. A small picture shows what will be written, in grey if asked. */
#include "config.h"

#include "comity-export-dialog.h"

#include <glib/gi18n.h>

#include "comity-export-job.h"
#include "comity-settings.h"
#include "comity-window.h"

/* Logical pixels of the preview. */
#define PREVIEW_WIDTH 380.0
#define PREVIEW_HEIGHT 240.0

struct _ComityExportDialog
{
  AdwWindow parent_instance;

  /* Template widgets */
  AdwComboRow *kind_row;
  AdwPreferencesGroup *size_group;
  AdwComboRow *preset_row;
  GtkSpinButton *width;
  GtkSpinButton *height;
  AdwActionRow *dpi_row;
  GtkSpinButton *dpi;
  AdwComboRow *theme_row;
  GtkSwitch *caption;
  GtkSwitch *grey;
  GtkWidget *preview_group;
  GtkPicture *preview;

  /* Owned */
  ComityPage *page;
  GtkFileChooserNative *chooser;
  ComityJob *preview_job;
  GArray *kinds; /* const Kind * */
  gboolean updating;
};

typedef struct
{
  const char *ending;
  const char *title;
  gboolean figure;
} Kind;

static const Kind all_kinds[] = {
  { "pdf", N_ ("Figure as PDF"), TRUE },     { "svg", N_ ("Figure as SVG"), TRUE },
  { "png", N_ ("Figure as PNG"), TRUE },     { "csv", N_ ("Table as CSV"), FALSE },
  { "tex", N_ ("Table as LaTeX"), FALSE },   { "html", N_ ("Table as HTML"), FALSE },
  { "md", N_ ("Table as Markdown"), FALSE }, { "txt", N_ ("Table as Text"), FALSE },
  { "json", N_ ("Table as JSON"), FALSE },   { "graphml", N_ ("Graph as GraphML"), FALSE },
  { "gexf", N_ ("Graph as GEXF"), FALSE },
};

static const ComityThemeKind themes[] = { COMITY_THEME_PRINT, COMITY_THEME_LIGHT,
                                          COMITY_THEME_DARK };

enum
{
  EXPORTED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ComityExportDialog, comity_export_dialog, ADW_TYPE_WINDOW)

static const Kind *
chosen_kind (ComityExportDialog *self)
{
  guint i = adw_combo_row_get_selected (self->kind_row);

  return i < self->kinds->len ? g_array_index (self->kinds, const Kind *, i) : NULL;
}

/* The figure as it will be written, small: the same draw, at the resolution of the preview. */
static void
preview_drawn_cb (ComityJob *job, ComityExportDialog *self)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (job != self->preview_job)
    return;
  if (comity_job_get_state (job) == COMITY_JOB_DONE)
    {
      bytes = comity_job_steal_result (job);
      texture = gdk_texture_new_from_bytes (bytes, NULL);
    }
  gtk_picture_set_paintable (self->preview, GDK_PAINTABLE (texture));
  g_clear_object (&self->preview_job);
}

/* Cancelling tells at once; by then the job is nobody's, and the picture before stays. */
static void
drop_preview_job (ComityExportDialog *self)
{
  g_autoptr (ComityJob) job = g_steal_pointer (&self->preview_job);

  if (job != NULL)
    comity_job_cancel (job);
}

static void
update_preview (ComityExportDialog *self)
{
  ComityFigureView *view = comity_page_get_figure_view (self->page);
  ComityFigure *shown = view != NULL ? comity_figure_view_peek_figure (view) : NULL;
  g_autoptr (ComityFigure) figure = shown != NULL ? comity_figure_copy (shown) : NULL;
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  guint theme = adw_combo_row_get_selected (self->theme_row);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  drop_preview_job (self);
  if (figure == NULL || theme >= G_N_ELEMENTS (themes))
    return;
  options.width_mm = gtk_spin_button_get_value (self->width);
  options.height_mm = gtk_spin_button_get_value (self->height);
  options.theme = themes[theme];
  options.grey = gtk_switch_get_active (self->grey);
  options.dpi =
      MAX (PREVIEW_WIDTH * scale / options.width_mm, PREVIEW_HEIGHT * scale / options.height_mm) *
      25.4;
  options.dpi = CLAMP (options.dpi, 10.0, 600.0);
  comity_figure_set_show_caption (figure, gtk_switch_get_active (self->caption));
  self->preview_job = comity_export_job_new_bytes (figure, "png", &options);
  g_signal_connect_object (self->preview_job, "finished", G_CALLBACK (preview_drawn_cb), self, 0);
  comity_job_start (self->preview_job);
}

static void
preview_cb (ComityExportDialog *self)
{
  if (!self->updating && self->page != NULL)
    update_preview (self);
}

static void
update_rows (ComityExportDialog *self)
{
  const Kind *kind = chosen_kind (self);
  gboolean png = kind != NULL && g_str_equal (kind->ending, "png");
  double dpi = gtk_spin_button_get_value (self->dpi);
  g_autofree char *pixels = g_strdup_printf (
      _ ("%d × %d pixels"), (int) (gtk_spin_button_get_value (self->width) / 25.4 * dpi + 0.5),
      (int) (gtk_spin_button_get_value (self->height) / 25.4 * dpi + 0.5));

  gtk_widget_set_visible (GTK_WIDGET (self->size_group), kind != NULL && kind->figure);
  gtk_widget_set_visible (GTK_WIDGET (self->dpi_row), png);
  adw_action_row_set_subtitle (self->dpi_row, pixels);
  gtk_widget_set_visible (self->preview_group, kind != NULL && kind->figure);
  if (kind != NULL && kind->figure)
    update_preview (self);
}

static void
kind_chosen_cb (ComityExportDialog *self)
{
  if (!self->updating)
    update_rows (self);
}

static void
preset_chosen_cb (ComityExportDialog *self)
{
  guint i = adw_combo_row_get_selected (self->preset_row);

  if (self->updating || i >= comity_export_get_n_presets ())
    return;
  self->updating = TRUE;
  gtk_spin_button_set_value (self->width, comity_export_peek_preset (i)->width_mm);
  gtk_spin_button_set_value (self->height, comity_export_peek_preset (i)->height_mm);
  self->updating = FALSE;
  update_rows (self);
}

/* The preset of this size, else "custom", the last. */
static void
select_preset (ComityExportDialog *self)
{
  guint i;

  for (i = 0; i < comity_export_get_n_presets (); i++)
    if (comity_export_peek_preset (i)->width_mm == gtk_spin_button_get_value (self->width) &&
        comity_export_peek_preset (i)->height_mm == gtk_spin_button_get_value (self->height))
      break;
  self->updating = TRUE;
  adw_combo_row_set_selected (self->preset_row, i);
  self->updating = FALSE;
}

static void
size_changed_cb (ComityExportDialog *self)
{
  if (self->updating)
    return;
  select_preset (self);
  update_rows (self);
}

static ComityExportOptions
options_from_settings (void)
{
  GSettings *settings = comity_settings_get ();
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autofree char *theme = g_settings_get_string (settings, "export-theme");

  options.width_mm = g_settings_get_double (settings, "export-width");
  options.height_mm = g_settings_get_double (settings, "export-height");
  options.dpi = g_settings_get_double (settings, "export-dpi");
  options.grey = g_settings_get_boolean (settings, "export-grey");
  if (!comity_theme_kind_from_name (theme, &options.theme))
    options.theme = COMITY_THEME_PRINT;
  return options;
}

static void
keep_settings (ComityExportDialog *self, const Kind *kind)
{
  static const char *const theme_names[] = { "print", "light", "dark" };
  GSettings *settings = comity_settings_get ();
  guint theme = adw_combo_row_get_selected (self->theme_row);

  if (!kind->figure)
    return;
  g_settings_set_string (settings, "export-kind", kind->ending);
  g_settings_set_double (settings, "export-width", gtk_spin_button_get_value (self->width));
  g_settings_set_double (settings, "export-height", gtk_spin_button_get_value (self->height));
  g_settings_set_double (settings, "export-dpi", gtk_spin_button_get_value (self->dpi));
  g_settings_set_boolean (settings, "export-caption", gtk_switch_get_active (self->caption));
  g_settings_set_boolean (settings, "export-grey", gtk_switch_get_active (self->grey));
  if (theme < G_N_ELEMENTS (theme_names))
    g_settings_set_string (settings, "export-theme", theme_names[theme]);
}

static void
job_finished_cb (ComityJob *job, ComityExportDialog *self)
{
  g_autofree char *path = NULL;

  switch (comity_job_get_state (job))
    {
    case COMITY_JOB_DONE:
      path = comity_job_steal_result (job);
      g_signal_emit (self, signals[EXPORTED], 0, path);
      gtk_window_close (GTK_WINDOW (self));
      break;
    case COMITY_JOB_FAILED:
      g_signal_emit (self, signals[FAILED], 0, comity_job_get_error (job)->message);
      gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
      break;
    default:
      gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
      break;
    }
}

static void
chosen_cb (GtkNativeDialog *native, int response, ComityExportDialog *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  g_autoptr (ComityJob) job = NULL;
  g_autoptr (GError) error = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
  path = g_file_get_path (file);
  if (path == NULL)
    return;
  job = comity_export_dialog_prepare (self->page, path, &error);
  if (job == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  comity_job_list_run (comity_session_get_jobs (comity_page_get_session (self->page)), job);
}

static void
export_cb (ComityExportDialog *self)
{
  const Kind *kind = chosen_kind (self);
  g_autofree char *name = NULL;

  if (kind == NULL)
    return;
  keep_settings (self, kind);
  name = g_strdup_printf ("%s.%s", _ ("comity"), kind->ending);
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Export"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
close_cb (ComityExportDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
comity_export_dialog_dispose (GObject *object)
{
  ComityExportDialog *self = COMITY_EXPORT_DIALOG (object);

  drop_preview_job (self);
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_EXPORT_DIALOG);
  g_clear_object (&self->page);

  G_OBJECT_CLASS (comity_export_dialog_parent_class)->dispose (object);
}

static void
comity_export_dialog_finalize (GObject *object)
{
  g_array_unref (COMITY_EXPORT_DIALOG (object)->kinds);

  G_OBJECT_CLASS (comity_export_dialog_parent_class)->finalize (object);
}

static void
comity_export_dialog_class_init (ComityExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = comity_export_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = comity_export_dialog_finalize;

  signals[EXPORTED] = g_signal_new ("exported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/dialogs/comity-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, size_group);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, preset_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, width);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, height);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, dpi_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, dpi);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, theme_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, caption);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, grey);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, preview_group);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, preview);
  gtk_widget_class_bind_template_callback (widget_class, kind_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, preset_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, size_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, preview_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
comity_export_dialog_init (ComityExportDialog *self)
{
  g_autoptr (GtkStringList) sizes = gtk_string_list_new (NULL);

  self->kinds = g_array_new (FALSE, FALSE, sizeof (const Kind *));
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < comity_export_get_n_presets (); i++)
    gtk_string_list_append (sizes, _ (comity_export_peek_preset (i)->title));
  gtk_string_list_append (sizes, _ ("Custom"));
  adw_combo_row_set_model (self->preset_row, G_LIST_MODEL (sizes));
  self->updating = FALSE;
}

/* The kinds the page has something for, the last one chosen first in the eye. */
static void
fill_kinds (ComityExportDialog *self)
{
  ComityFigureView *figure_view = comity_page_get_figure_view (self->page);
  gboolean has_figure = figure_view != NULL && comity_figure_view_peek_figure (figure_view) != NULL;
  g_autofree char *last = g_settings_get_string (comity_settings_get (), "export-kind");
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < G_N_ELEMENTS (all_kinds); i++)
    {
      const Kind *kind = &all_kinds[i];
      ComityPageTable table;

      if (kind->figure && !has_figure)
        continue;
      if (!kind->figure)
        {
          if (!comity_page_get_table (self->page, kind->ending, &table))
            continue;
          table.free_data (table.data);
        }
      if (g_str_equal (kind->ending, last))
        selected = self->kinds->len;
      g_array_append_val (self->kinds, kind);
      gtk_string_list_append (titles, _ (kind->title));
    }
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (titles));
  adw_combo_row_set_selected (self->kind_row, selected);
}

ComityExportDialog *
comity_export_dialog_new (GtkWindow *parent, ComityPage *page)
{
  ComityExportDialog *self =
      g_object_new (COMITY_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  ComityExportOptions options = options_from_settings ();

  self->page = g_object_ref (page);
  self->updating = TRUE;
  fill_kinds (self);
  gtk_spin_button_set_value (self->width, options.width_mm);
  gtk_spin_button_set_value (self->height, options.height_mm);
  gtk_spin_button_set_value (self->dpi, options.dpi);
  gtk_switch_set_active (self->caption,
                         g_settings_get_boolean (comity_settings_get (), "export-caption"));
  gtk_switch_set_active (self->grey, options.grey);
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    if (themes[i] == options.theme)
      adw_combo_row_set_selected (self->theme_row, i);
  self->updating = FALSE;
  select_preset (self);
  update_rows (self);
  return self;
}

/* What leads back to the page as it is: the window's view. */
static char *
dup_view (ComityPage *page)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));

  return COMITY_IS_WINDOW (root) ? comity_window_dup_view (COMITY_WINDOW (root)) : NULL;
}

ComityJob *
comity_export_dialog_prepare (ComityPage *page, const char *path, GError **error)
{
  const char *dot = strrchr (path, '.');
  ComityFigureView *figure_view = comity_page_get_figure_view (page);
  ComityFigure *figure = figure_view != NULL ? comity_figure_view_peek_figure (figure_view) : NULL;
  ComityExportOptions options = options_from_settings ();
  g_autofree char *ending = g_ascii_strdown (dot != NULL ? dot + 1 : "", -1);
  g_autofree char *view = NULL;
  ComityPageTable table;

  if (g_str_equal (ending, "png") || g_str_equal (ending, "pdf") || g_str_equal (ending, "svg"))
    {
      if (figure == NULL)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       _ ("This page shows no figure to export."));
          return NULL;
        }
      view = dup_view (page);
      return comity_export_job_new_figure (
          figure, path, &options, g_settings_get_boolean (comity_settings_get (), "export-caption"),
          view, comity_session_peek_dataset (comity_page_get_session (page)));
    }
  if (!comity_page_get_table (page, ending, &table))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _ ("This page cannot be exported as “.%s”."), ending);
      return NULL;
    }
  return comity_export_job_new_table (table.func, table.data, table.free_data, ending, path);
}
