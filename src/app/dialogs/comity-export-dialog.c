/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the dialog: kinds, years and sizes. Sizes of journals are offered by name. */
#include "config.h"

#include "comity-export-dialog-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "comity-settings.h"
#include "comity-window.h"

/* Panels of the strip that is proposed, about. */
#define PROPOSED_PANELS 12
#define MIN_MM 20.0
#define MAX_MM 2000.0
#define MIN_PIXELS 16.0

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
  { "gexf", N_ ("Graph as GEXF"), FALSE },   { "ties.csv", N_ ("Ties as CSV"), FALSE },
};

enum
{
  EXPORTED,
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

const char *
comity_export_dialog_peek_ending (ComityExportDialog *self)
{
  const Kind *kind = chosen_kind (self);

  return kind != NULL ? kind->ending : NULL;
}

gboolean
comity_export_dialog_is_figure (ComityExportDialog *self)
{
  const Kind *kind = chosen_kind (self);

  return kind != NULL && kind->figure;
}

gboolean
comity_export_dialog_is_png (ComityExportDialog *self)
{
  return g_strcmp0 (comity_export_dialog_peek_ending (self), "png") == 0;
}

/* Whether the page draws figures of several years. */
static gboolean
has_years (ComityExportDialog *self)
{
  ComityYearSource source;
  ComityYears years;

  comity_export_dialog_get_years (self, &years);
  if (!comity_export_dialog_is_figure (self) || years.first > years.last ||
      !comity_page_get_years (self->page, &years, FALSE, &source))
    return FALSE;
  source.free_data (source.data);
  return TRUE;
}

ComityExportSpan
comity_export_dialog_get_span (ComityExportDialog *self)
{
  return gtk_widget_get_visible (self->years_group) && comity_export_dialog_is_figure (self)
             ? (ComityExportSpan) adw_combo_row_get_selected (self->span_row)
             : COMITY_EXPORT_ONE_YEAR;
}

void
comity_export_dialog_get_years (ComityExportDialog *self, ComityYears *years)
{
  *years = (ComityYears){
    .first = gtk_spin_button_get_value_as_int (self->from),
    .last = gtk_spin_button_get_value_as_int (self->to),
    .step = gtk_spin_button_get_value_as_int (self->step),
    .n_columns = gtk_spin_button_get_value_as_int (self->columns),
    .tween = gtk_spin_button_get_value_as_int (self->tween),
  };
}

/* Millimetres of what the rows say. */
void
comity_export_dialog_get_size (ComityExportDialog *self, double *width, double *height)
{
  double unit = self->in_pixels ? COMITY_MM_PER_INCH / gtk_spin_button_get_value (self->dpi) : 1.0;

  *width = gtk_spin_button_get_value (self->width) * unit;
  *height = gtk_spin_button_get_value (self->height) * unit;
}

static void
preview_cb (ComityExportDialog *self)
{
  if (!self->updating && self->page != NULL)
    comity_export_dialog_queue_preview (self);
}

/* The sizes in millimetres or in pixels, the size itself staying as it is. */
void
comity_export_dialog_show_unit (ComityExportDialog *self)
{
  gboolean in_pixels =
      comity_export_dialog_is_png (self) && adw_combo_row_get_selected (self->unit_row) == 1;
  double dpi = gtk_spin_button_get_value (self->dpi);
  GtkSpinButton *const sides[] = { self->width, self->height };

  if (in_pixels == self->in_pixels)
    return;
  self->in_pixels = in_pixels;
  adw_preferences_row_set_title (self->width_row,
                                 in_pixels ? _ ("_Width in Pixels") : _ ("_Width in Millimetres"));
  adw_preferences_row_set_title (self->height_row, in_pixels ? _ ("_Height in Pixels")
                                                             : _ ("_Height in Millimetres"));
  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      double size = gtk_spin_button_get_value (sides[i]);

      gtk_spin_button_set_digits (sides[i], in_pixels ? 0 : 1);
      gtk_spin_button_set_range (sides[i], in_pixels ? MIN_PIXELS : MIN_MM,
                                 in_pixels ? COMITY_EXPORT_MAX_PIXELS : MAX_MM);
      gtk_spin_button_set_value (sides[i], in_pixels ? round (size * dpi / COMITY_MM_PER_INCH)
                                                     : size * COMITY_MM_PER_INCH / dpi);
    }
}

static void
update_size_rows (ComityExportDialog *self)
{
  gboolean png = comity_export_dialog_is_png (self);
  double dpi = gtk_spin_button_get_value (self->dpi);
  double width, height;
  g_autofree char *other = NULL;

  comity_export_dialog_get_size (self, &width, &height);
  other = self->in_pixels
              ? g_strdup_printf (_ ("%.0f × %.0f mm"), width, height)
              : g_strdup_printf (_ ("%.0f × %.0f pixels"), width / COMITY_MM_PER_INCH * dpi,
                                 height / COMITY_MM_PER_INCH * dpi);
  gtk_widget_set_visible (self->size_group, comity_export_dialog_is_figure (self));
  gtk_widget_set_visible (GTK_WIDGET (self->unit_row), png);
  gtk_widget_set_visible (GTK_WIDGET (self->preset_row), !self->in_pixels);
  gtk_widget_set_visible (GTK_WIDGET (self->dpi_row), png);
  adw_action_row_set_subtitle (self->dpi_row, other);
}

static void
update_year_rows (ComityExportDialog *self)
{
  ComityExportSpan span;

  gtk_widget_set_visible (self->years_group, has_years (self));
  span = comity_export_dialog_get_span (self);
  gtk_widget_set_visible (self->from_row, span != COMITY_EXPORT_ONE_YEAR);
  gtk_widget_set_visible (self->to_row, span != COMITY_EXPORT_ONE_YEAR);
  gtk_widget_set_visible (self->step_row, span != COMITY_EXPORT_ONE_YEAR);
  gtk_widget_set_visible (self->columns_row, span == COMITY_EXPORT_STRIP);
  gtk_widget_set_visible (self->tween_row, span == COMITY_EXPORT_SERIES);
}

static void
update_rows (ComityExportDialog *self)
{
  gboolean was_updating = self->updating;

  self->updating = TRUE;
  comity_export_dialog_show_unit (self);
  update_size_rows (self);
  update_year_rows (self);
  gtk_widget_set_visible (self->preview_group, comity_export_dialog_is_figure (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_button), self->kinds->len > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->kind_row), self->kinds->len > 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->kind_row),
                               self->kinds->len > 0 ? "" : _ ("The page shows nothing yet"));
  self->updating = was_updating;
  comity_export_dialog_say (self, NULL);
  comity_export_dialog_queue_preview (self);
}

static gboolean
choose_kind (ComityExportDialog *self, const char *ending)
{
  for (guint i = 0; i < self->kinds->len; i++)
    if (g_str_equal (g_array_index (self->kinds, const Kind *, i)->ending, ending))
      {
        adw_combo_row_set_selected (self->kind_row, i);
        return TRUE;
      }
  return FALSE;
}

/* A series is of PNG: another kind is that of a strip. */
static void
kind_chosen_cb (ComityExportDialog *self)
{
  if (self->updating || self->page == NULL)
    return;
  if (!comity_export_dialog_is_png (self) &&
      adw_combo_row_get_selected (self->span_row) == COMITY_EXPORT_SERIES)
    adw_combo_row_set_selected (self->span_row, COMITY_EXPORT_STRIP);
  update_rows (self);
}

static void
span_chosen_cb (ComityExportDialog *self)
{
  if (self->updating || self->page == NULL)
    return;
  if (adw_combo_row_get_selected (self->span_row) == COMITY_EXPORT_SERIES)
    choose_kind (self, "png");
  update_rows (self);
}

static void
years_changed_cb (ComityExportDialog *self)
{
  if (self->updating || self->page == NULL)
    return;
  comity_export_dialog_say (self, NULL);
  comity_export_dialog_queue_preview (self);
}

static void
unit_chosen_cb (ComityExportDialog *self)
{
  if (!self->updating && self->page != NULL)
    update_rows (self);
}

static void
preset_chosen_cb (ComityExportDialog *self)
{
  guint i = adw_combo_row_get_selected (self->preset_row);

  if (self->updating || self->in_pixels || i >= comity_export_get_n_presets ())
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
  if (!self->in_pixels)
    select_preset (self);
  update_rows (self);
}

static void
export_cb (ComityExportDialog *self)
{
  if (self->kinds->len == 0 || self->job != NULL)
    return;
  comity_export_dialog_keep_settings (self);
  comity_export_dialog_choose (self);
}

void
comity_export_dialog_finished (ComityExportDialog *self, const char *path)
{
  g_signal_emit (self, signals[EXPORTED], 0, path);
  gtk_window_close (GTK_WINDOW (self));
}

static void
problem_read_cb (ComityExportDialog *self)
{
  comity_export_dialog_say (self, NULL);
}

static void
cancel_cb (ComityExportDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* What is being written is stopped first. */
static gboolean
comity_export_dialog_close_request (GtkWindow *window)
{
  if (comity_export_dialog_stop (COMITY_EXPORT_DIALOG (window)))
    return TRUE;
  return GTK_WINDOW_CLASS (comity_export_dialog_parent_class)->close_request (window);
}

static void
comity_export_dialog_dispose (GObject *object)
{
  ComityExportDialog *self = COMITY_EXPORT_DIALOG (object);

  g_clear_handle_id (&self->preview_source, g_source_remove);
  g_clear_handle_id (&self->fill_source, g_source_remove);
  comity_export_dialog_drop_preview (self);
  comity_export_dialog_stop (self);
  g_clear_object (&self->job);
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_EXPORT_DIALOG);
  g_clear_object (&self->page);

  G_OBJECT_CLASS (comity_export_dialog_parent_class)->dispose (object);
}

static void
comity_export_dialog_finalize (GObject *object)
{
  ComityExportDialog *self = COMITY_EXPORT_DIALOG (object);

  g_array_unref (self->kinds);
  g_free (self->chosen);

  G_OBJECT_CLASS (comity_export_dialog_parent_class)->finalize (object);
}

static void
comity_export_dialog_class_init (ComityExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = comity_export_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = comity_export_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = comity_export_dialog_close_request;

  signals[EXPORTED] = g_signal_new ("exported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/dialogs/comity-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, problem_bar);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, form);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, years_group);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, span_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, from);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, to);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, step);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, columns);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, tween);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, from_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, to_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, step_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, columns_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, tween_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, size_group);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, preset_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, unit_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, width_row);
  gtk_widget_class_bind_template_child (widget_class, ComityExportDialog, height_row);
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
  gtk_widget_class_bind_template_callback (widget_class, span_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, years_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, preset_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, unit_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, size_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, preview_cb);
  gtk_widget_class_bind_template_callback (widget_class, problem_read_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
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

  g_array_set_size (self->kinds, 0);
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
      g_array_append_val (self->kinds, kind);
      gtk_string_list_append (titles, _ (kind->title));
    }
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (titles));
  if (!choose_kind (self, last))
    adw_combo_row_set_selected (self->kind_row, 0);
}

/* The years of the data, in steps that make a strip of about a dozen panels; those of a strip that
 * was opened come again. */
static void
propose_years (ComityExportDialog *self)
{
  ComitySession *session = comity_page_get_session (self->page);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->page));
  const ComityYears *opened =
      COMITY_IS_WINDOW (root) ? comity_window_peek_years (COMITY_WINDOW (root)) : NULL;
  GSettings *settings = comity_settings_get ();
  int first = 1, last = 0, span;

  comity_session_get_years (session, &first, &last);
  gtk_spin_button_set_range (self->from, first, MAX (first, last));
  gtk_spin_button_set_range (self->to, first, MAX (first, last));
  span = MAX (last - first, 0);
  if (opened != NULL)
    {
      gtk_spin_button_set_value (self->from, opened->first);
      gtk_spin_button_set_value (self->to, opened->last);
      gtk_spin_button_set_value (self->step, opened->step);
      gtk_spin_button_set_value (self->columns, opened->n_columns);
      gtk_spin_button_set_value (self->tween, opened->tween);
      adw_combo_row_set_selected (self->span_row,
                                  opened->tween > 0 ? COMITY_EXPORT_SERIES : COMITY_EXPORT_STRIP);
      return;
    }
  gtk_spin_button_set_value (self->from, first);
  gtk_spin_button_set_value (self->to, last);
  gtk_spin_button_set_value (self->step, MAX ((span + PROPOSED_PANELS / 2) / PROPOSED_PANELS, 1));
  gtk_spin_button_set_value (self->columns, g_settings_get_int (settings, "export-columns"));
  gtk_spin_button_set_value (self->tween, g_settings_get_int (settings, "export-tween"));
}

static void
fill (ComityExportDialog *self)
{
  self->updating = TRUE;
  propose_years (self);
  fill_kinds (self);
  self->updating = FALSE;
  kind_chosen_cb (self);
}

static gboolean
fill_cb (gpointer user_data)
{
  ComityExportDialog *self = user_data;

  self->fill_source = 0;
  if (self->kinds->len == 0)
    fill (self);
  return G_SOURCE_REMOVE;
}

/* A page that had nothing may have got something with the job that ended; the page looks at it
 * first. */
static void
jobs_changed_cb (ComityExportDialog *self)
{
  if (self->kinds->len == 0 && self->fill_source == 0)
    self->fill_source = g_idle_add (fill_cb, self);
}

ComityExportDialog *
comity_export_dialog_new (GtkWindow *parent, ComityPage *page)
{
  ComityExportDialog *self =
      g_object_new (COMITY_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->page = g_object_ref (page);
  g_signal_connect_object (comity_session_get_jobs (comity_page_get_session (page)),
                           "items-changed", G_CALLBACK (jobs_changed_cb), self, G_CONNECT_SWAPPED);
  self->updating = TRUE;
  fill_kinds (self);
  comity_export_dialog_show_settings (self);
  self->updating = FALSE;
  if (!self->in_pixels)
    select_preset (self);
  fill (self);
  return self;
}
