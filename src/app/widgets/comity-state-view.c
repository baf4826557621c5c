/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One look for "nothing yet", "working", "could not" and the contents themselves, for every page.
 */
#include "config.h"

#include "comity-state-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Milliseconds between looks at the job. */
#define PULSE 120

struct _ComityStateView
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkButton *open_button;
  AdwStatusPage *error;
  GtkLabel *busy_label;
  GtkSpinner *spinner;
  GtkProgressBar *bar;
  AdwBin *bin;

  /* Owned */
  ComityJob *job; /* that is followed; NULL: none */
  guint pulse_source;
};

enum
{
  PROP_0,
  PROP_CHILD,
  PROP_ICON_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ComityStateView, comity_state_view, GTK_TYPE_WIDGET)

static void
show_state (ComityStateView *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "busy"));
}

static gboolean
pulse_cb (gpointer user_data)
{
  ComityStateView *self = user_data;
  double fraction = self->job != NULL ? comity_job_get_fraction (self->job) : 0.0;

  if (fraction <= 0.0)
    {
      gtk_progress_bar_pulse (self->bar);
      return G_SOURCE_CONTINUE;
    }
  gtk_progress_bar_set_fraction (self->bar, fraction);
  if (g_str_equal (comity_state_view_get_state (self), "busy"))
    {
      /* Translators: a job and how much of it is done. */
      g_autofree char *text =
          g_strdup_printf (_ ("%s: %.0f %%"), comity_job_get_title (self->job), 100.0 * fraction);

      gtk_label_set_text (self->busy_label, text);
    }
  return G_SOURCE_CONTINUE;
}

static void
stop_pulse (ComityStateView *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  g_clear_object (&self->job);
}

static void
comity_state_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ComityStateView *self = COMITY_STATE_VIEW (object);

  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, adw_bin_get_child (self->bin));
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, adw_status_page_get_icon_name (self->empty));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
comity_state_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ComityStateView *self = COMITY_STATE_VIEW (object);

  switch (id)
    {
    case PROP_CHILD:
      adw_bin_set_child (self->bin, g_value_get_object (value));
      break;
    case PROP_ICON_NAME:
      adw_status_page_set_icon_name (self->empty, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
comity_state_view_dispose (GObject *object)
{
  ComityStateView *self = COMITY_STATE_VIEW (object);

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  g_clear_object (&self->job);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_STATE_VIEW);

  G_OBJECT_CLASS (comity_state_view_parent_class)->dispose (object);
}

static void
comity_state_view_class_init (ComityStateViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = comity_state_view_get_property;
  object_class->set_property = comity_state_view_set_property;
  object_class->dispose = comity_state_view_dispose;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/widgets/comity-state-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityStateView, stack);
  gtk_widget_class_bind_template_child (widget_class, ComityStateView, empty);
  gtk_widget_class_bind_template_child (widget_class, ComityStateView, open_button);
  gtk_widget_class_bind_template_child (widget_class, ComityStateView, error);
  gtk_widget_class_bind_template_child (widget_class, ComityStateView, busy_label);
  gtk_widget_class_bind_template_child (widget_class, ComityStateView, spinner);
  gtk_widget_class_bind_template_child (widget_class, ComityStateView, bar);
  gtk_widget_class_bind_template_child (widget_class, ComityStateView, bin);
}

static void
comity_state_view_init (ComityStateView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

const char *
comity_state_view_get_state (ComityStateView *self)
{
  g_return_val_if_fail (COMITY_IS_STATE_VIEW (self), NULL);
  return gtk_stack_get_visible_child_name (self->stack);
}

void
comity_state_view_set_empty (ComityStateView *self,
                             const char *title,
                             const char *description,
                             gboolean offer_open)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (COMITY_IS_STATE_VIEW (self));

  markup = description != NULL ? g_markup_escape_text (description, -1) : NULL;
  adw_status_page_set_title (self->empty, title);
  gtk_widget_set_visible (GTK_WIDGET (self->open_button), offer_open);
  adw_status_page_set_description (self->empty, markup);
  stop_pulse (self);
  show_state (self, "empty");
}

void
comity_state_view_set_busy (ComityStateView *self, const char *what)
{
  g_return_if_fail (COMITY_IS_STATE_VIEW (self));

  stop_pulse (self);
  gtk_label_set_text (self->busy_label, what);
  self->pulse_source = g_timeout_add (PULSE, pulse_cb, self);
  if (g_str_equal (comity_state_view_get_state (self), "full"))
    gtk_widget_set_visible (GTK_WIDGET (self->bar), TRUE);
  else
    show_state (self, "busy");
}

void
comity_state_view_follow (ComityStateView *self, ComityJob *job)
{
  g_return_if_fail (COMITY_IS_STATE_VIEW (self));

  comity_state_view_set_busy (self, comity_job_get_title (job));
  self->job = g_object_ref (job);
}

void
comity_state_view_set_error (ComityStateView *self, const char *sentence)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (COMITY_IS_STATE_VIEW (self));

  markup = g_markup_escape_text (sentence, -1);
  adw_status_page_set_description (self->error, markup);
  stop_pulse (self);
  show_state (self, "error");
}

void
comity_state_view_set_full (ComityStateView *self)
{
  g_return_if_fail (COMITY_IS_STATE_VIEW (self));

  stop_pulse (self);
  show_state (self, "full");
}
