/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The time dial. It only moves the session's year: pages follow the session. */
#include "config.h"

#include "comity-time-dial.h"

#include "comity-settings.h"

/* Years between the marks of the scale, the fewest that keep the labels apart. */
#define MARK_STEP_SHORT 5
#define MARK_STEP_LONG 10
#define SHORT_RANGE 30

struct _ComityTimeDial
{
  GtkWidget parent_instance;

  /* Template widgets; the box holds the others, and goes with the template because it is bound. */
  GtkWidget *box;
  GtkScale *scale;
  GtkAdjustment *adjustment;
  GtkToggleButton *play;

  /* Owned */
  ComitySession *session;
  guint play_source;
  gboolean updating;
};

enum
{
  PROP_0,
  PROP_PLAYING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ComityTimeDial, comity_time_dial, GTK_TYPE_WIDGET)

static void
update_marks (ComityTimeDial *self, int first, int last)
{
  int step = last - first <= SHORT_RANGE ? MARK_STEP_SHORT : MARK_STEP_LONG;

  gtk_scale_clear_marks (self->scale);
  for (int year = first; year <= last; year++)
    {
      g_autofree char *text = NULL;

      if (year % step != 0 && year != first && year != last)
        continue;
      /* The ends win over a round year beside them. */
      if (year != first && year != last && (year - first < step / 2 || last - year < step / 2))
        continue;
      text = g_strdup_printf ("<small>%d</small>", year);
      gtk_scale_add_mark (self->scale, year, GTK_POS_BOTTOM, text);
    }
}

static void
panel_changed_cb (ComityTimeDial *self)
{
  int first, last;

  comity_session_get_years (self->session, &first, &last);
  self->updating = TRUE;
  gtk_adjustment_configure (self->adjustment, comity_session_get_year (self->session), first, last,
                            1, 5, 0);
  self->updating = FALSE;
  update_marks (self, first, last);
  gtk_widget_set_sensitive (GTK_WIDGET (self), last > first);
}

static void
year_changed_cb (ComityTimeDial *self)
{
  self->updating = TRUE;
  gtk_adjustment_set_value (self->adjustment, comity_session_get_year (self->session));
  self->updating = FALSE;
}

static void
value_changed_cb (GtkAdjustment *adjustment, ComityTimeDial *self)
{
  if (self->session != NULL && !self->updating)
    comity_session_set_year (self->session, (int) (gtk_adjustment_get_value (adjustment) + 0.5));
}

static gboolean
play_cb (gpointer user_data)
{
  ComityTimeDial *self = user_data;
  int first, last;

  comity_session_get_years (self->session, &first, &last);
  if (comity_session_get_year (self->session) >= last)
    {
      comity_time_dial_set_playing (self, FALSE);
      return G_SOURCE_REMOVE;
    }
  comity_time_dial_step (self, 1);
  return G_SOURCE_CONTINUE;
}

static void
play_toggled_cb (GtkToggleButton *button, ComityTimeDial *self)
{
  comity_time_dial_set_playing (self, gtk_toggle_button_get_active (button));
}

static void
previous_cb (GtkButton *button, ComityTimeDial *self)
{
  comity_time_dial_step (self, -1);
}

static void
next_cb (GtkButton *button, ComityTimeDial *self)
{
  comity_time_dial_step (self, 1);
}

static void
comity_time_dial_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_PLAYING:
      g_value_set_boolean (value, comity_time_dial_get_playing (COMITY_TIME_DIAL (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
comity_time_dial_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_PLAYING:
      comity_time_dial_set_playing (COMITY_TIME_DIAL (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
comity_time_dial_dispose (GObject *object)
{
  ComityTimeDial *self = COMITY_TIME_DIAL (object);

  g_clear_handle_id (&self->play_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_TIME_DIAL);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (comity_time_dial_parent_class)->dispose (object);
}

static void
comity_time_dial_class_init (ComityTimeDialClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = comity_time_dial_get_property;
  object_class->set_property = comity_time_dial_set_property;
  object_class->dispose = comity_time_dial_dispose;

  properties[PROP_PLAYING] =
      g_param_spec_boolean ("playing", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/widgets/comity-time-dial.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityTimeDial, box);
  gtk_widget_class_bind_template_child (widget_class, ComityTimeDial, scale);
  gtk_widget_class_bind_template_child (widget_class, ComityTimeDial, adjustment);
  gtk_widget_class_bind_template_child (widget_class, ComityTimeDial, play);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, play_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
}

static void
comity_time_dial_init (ComityTimeDial *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
comity_time_dial_set_session (ComityTimeDial *self, ComitySession *session)
{
  g_return_if_fail (COMITY_IS_TIME_DIAL (self));
  g_return_if_fail (COMITY_IS_SESSION (session));

  g_set_object (&self->session, session);
  g_signal_connect_object (session, "notify::panel", G_CALLBACK (panel_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::year", G_CALLBACK (year_changed_cb), self,
                           G_CONNECT_SWAPPED);
  panel_changed_cb (self);
}

void
comity_time_dial_step (ComityTimeDial *self, int years)
{
  g_return_if_fail (COMITY_IS_TIME_DIAL (self));
  comity_session_set_year (self->session, comity_session_get_year (self->session) + years);
}

gboolean
comity_time_dial_get_playing (ComityTimeDial *self)
{
  g_return_val_if_fail (COMITY_IS_TIME_DIAL (self), FALSE);
  return self->play_source != 0;
}

void
comity_time_dial_set_playing (ComityTimeDial *self, gboolean playing)
{
  int first, last;

  g_return_if_fail (COMITY_IS_TIME_DIAL (self));

  comity_session_get_years (self->session, &first, &last);
  playing = playing && last > first;
  if (playing != (self->play_source != 0))
    {
      g_clear_handle_id (&self->play_source, g_source_remove);
      if (!playing)
        comity_history_end_gesture (comity_session_get_history (self->session));
      else
        {
          comity_history_begin_gesture (comity_session_get_history (self->session));
          if (comity_session_get_year (self->session) >= last)
            comity_session_set_year (self->session, first);
          self->play_source = g_timeout_add (
              g_settings_get_int (comity_settings_get (), "play-interval"), play_cb, self);
        }
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
    }
  gtk_toggle_button_set_active (self->play, playing);
  gtk_button_set_icon_name (GTK_BUTTON (self->play), playing ? "media-playback-pause-symbolic"
                                                             : "media-playback-start-symbolic");
}
