/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A slow layout is seen to settle: while its job runs, the page shows where states are now, a few
 * times a second, in plain colours and without names. Whoever wants no animation sees the end only.
 * It can be stopped, which goes back to the picture before. */
#include "config.h"

#include "comity-network-page-private.h"

#include <adwaita.h>

/* Milliseconds between two looks, and before the first: most layouts are there by then. */
#define LOOK_INTERVAL 80
#define PATIENCE 300
/* A picture of so many ties takes a while itself: it is asked for less often. */
#define MANY_TIES 8000
#define LOOKS_OF_MANY 4
/* After so many pictures a second one, and then ever fewer, does as well. */
#define MOST_OFTEN 40

static gboolean
wants_animation (ComityNetworkPage *self)
{
  gboolean animated = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animated,
                NULL);
  return animated;
}

static void
show_glimpse (ComityNetworkPage *self, ComityNetwork *network, ComityLayout *layout)
{
  ComityNetworkFigureOptions options = COMITY_NETWORK_FIGURE_OPTIONS_INIT;
  g_autoptr (ComityFigure) figure = NULL;

  /* What takes no time: centralities and communities are not known yet. */
  options.show_labels = FALSE;
  options.show_isolates = gtk_switch_get_active (self->isolates);
  figure = comity_network_figure_new (network, layout, &options);
  comity_figure_set_show_caption (figure, FALSE);
  comity_figure_view_set_figure (self->figure_view, figure, TRUE);
  if (!g_str_equal (comity_state_view_get_state (self->states), "full"))
    {
      comity_state_view_set_full (self->states);
      comity_state_view_follow (self->states, self->job);
    }
  self->has_glimpsed = TRUE;
}

static gboolean
look_cb (gpointer user_data)
{
  ComityNetworkPage *self = user_data;
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (ComityLayout) layout = NULL;
  guint wait;

  self->n_looks++;
  if (self->job == NULL || self->n_looks * LOOK_INTERVAL < PATIENCE)
    return G_SOURCE_CONTINUE;
  gtk_widget_set_visible (self->stop, TRUE);
  if (!wants_animation (self))
    return G_SOURCE_CONTINUE;
  if (comity_network_glimpse_take (self->glimpse, &network, &layout))
    {
      show_glimpse (self, network, layout);
      self->n_glimpses++;
      wait = comity_network_get_n_edges (network) > MANY_TIES ? LOOKS_OF_MANY : 1;
      self->next_look = self->n_looks + wait * (1 + self->n_glimpses / MOST_OFTEN);
    }
  if (self->n_looks >= self->next_look)
    comity_network_glimpse_ask (self->glimpse);
  return G_SOURCE_CONTINUE;
}

ComityNetworkGlimpse *
comity_network_page_begin_looking (ComityNetworkPage *self)
{
  comity_network_page_end_looking (self);
  self->glimpse = comity_network_glimpse_new ();
  self->n_looks = self->n_glimpses = self->next_look = 0;
  self->look_source = g_timeout_add (LOOK_INTERVAL, look_cb, self);
  return self->glimpse;
}

void
comity_network_page_end_looking (ComityNetworkPage *self)
{
  g_clear_handle_id (&self->look_source, g_source_remove);
  g_clear_pointer (&self->glimpse, comity_network_glimpse_unref);
  if (self->stop != NULL)
    gtk_widget_set_visible (self->stop, FALSE);
}

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityNetworkPage *self = user_data;

  if (self->job != NULL)
    comity_job_cancel (self->job);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        ComityNetworkPage *self)
{
  if (key != GDK_KEY_Escape || self->job == NULL || !gtk_widget_get_visible (self->stop))
    return GDK_EVENT_PROPAGATE;
  comity_job_cancel (self->job);
  return GDK_EVENT_STOP;
}

void
comity_network_page_init_live (ComityNetworkPage *self)
{
  static const GActionEntry entries[] = { { "cancel", cancel_cb } };
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_action_map_add_action_entries (comity_page_get_action_map (COMITY_PAGE (self)), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
