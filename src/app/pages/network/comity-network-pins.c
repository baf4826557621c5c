/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States of the network page that were put where they are by hand: they stay there in every year,
 * each in the layout in which it was moved. */
#include "config.h"

#include "comity-network-page-private.h"

#include <math.h>
#include <string.h>

#include "comity-figures.h"
#include "comity-number.h"

/* By code, not by number: other data may have the state as well. */
typedef struct
{
  char *code;
  ComityLayoutMethod method;
  double x, y; /* in the layout's unit square */
} Pin;

static void
clear_pin (gpointer data)
{
  g_free (((Pin *) data)->code);
}

static void
update_action (ComityNetworkPage *self)
{
  GAction *action =
      g_action_map_lookup_action (comity_page_get_action_map (COMITY_PAGE (self)), "unpin");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), self->pins->len > 0);
}

static void
unpin_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityNetworkPage *self = user_data;

  if (self->pins->len == 0)
    return;
  g_array_set_size (self->pins, 0);
  update_action (self);
  comity_network_page_update_figure (self, TRUE);
  comity_page_changed (COMITY_PAGE (self));
}

void
comity_network_page_init_pins (ComityNetworkPage *self)
{
  static const GActionEntry entries[] = { { "unpin", unpin_cb } };

  self->pins = g_array_new (FALSE, TRUE, sizeof (Pin));
  g_array_set_clear_func (self->pins, clear_pin);
  g_action_map_add_action_entries (comity_page_get_action_map (COMITY_PAGE (self)), entries,
                                   G_N_ELEMENTS (entries), self);
  update_action (self);
}

static void
put_pin (ComityNetworkPage *self, const char *code, ComityLayoutMethod method, double x, double y)
{
  Pin pin = { NULL, method, x, y };

  for (guint i = 0; i < self->pins->len; i++)
    {
      Pin *there = &g_array_index (self->pins, Pin, i);

      if (there->method != method || strcmp (there->code, code) != 0)
        continue;
      there->x = x;
      there->y = y;
      return;
    }
  pin.code = g_strdup (code);
  g_array_append_val (self->pins, pin);
}

void
comity_network_page_pin (ComityNetworkPage *self, guint32 state)
{
  ComityFigure *figure = comity_figure_view_peek_figure (self->figure_view);
  ComityPanel *panel = comity_session_peek_panel (comity_page_get_session (COMITY_PAGE (self)));
  double x, y;

  if (figure == NULL || panel == NULL || self->result == NULL || self->result->layout == NULL ||
      !comity_network_figure_get_state_place (figure, state, &x, &y))
    return;
  put_pin (self, comity_panel_peek_state_code (panel, state), self->result->layout->method, x, y);
  update_action (self);
  comity_network_page_update_figure (self, TRUE);
  comity_page_changed (COMITY_PAGE (self));
}

GArray *
comity_network_page_dup_pins (ComityNetworkPage *self)
{
  ComityPanel *panel = comity_session_peek_panel (comity_page_get_session (COMITY_PAGE (self)));
  GArray *pins = g_array_new (FALSE, FALSE, sizeof (ComityNetworkPin));

  for (guint i = 0; i < self->pins->len; i++)
    {
      const Pin *pin = &g_array_index (self->pins, Pin, i);
      gssize state = panel != NULL ? comity_panel_find_state (panel, pin->code) : -1;
      ComityNetworkPin found = { (guint32) state, pin->x, pin->y };

      if (state >= 0 && self->result->layout != NULL && self->result->layout->method == pin->method)
        g_array_append_val (pins, found);
    }
  return pins;
}

/* "USA:fr:0.25:0.5", a list of them. */
void
comity_network_page_save_pins (ComityNetworkPage *self, GKeyFile *file, const char *group)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;

  for (guint i = 0; i < self->pins->len; i++)
    {
      const Pin *pin = &g_array_index (self->pins, Pin, i);
      char x[COMITY_NUMBER_BUFFER], y[COMITY_NUMBER_BUFFER];
      g_autofree char *text =
          g_strdup_printf ("%s:%s:%s:%s", pin->code, comity_layout_method_name (pin->method),
                           comity_number_format (pin->x, x), comity_number_format (pin->y, y));

      g_strv_builder_add (builder, text);
    }
  texts = g_strv_builder_end (builder);
  g_key_file_set_string_list (file, group, "pins", (const char *const *) texts,
                              g_strv_length (texts));
}

void
comity_network_page_restore_pins (ComityNetworkPage *self, GKeyFile *file, const char *group)
{
  g_auto (GStrv) texts = g_key_file_get_string_list (file, group, "pins", NULL, NULL);

  if (!g_key_file_has_key (file, group, "pins", NULL))
    return;
  g_array_set_size (self->pins, 0);
  for (char **text = texts; text != NULL && *text != NULL; text++)
    {
      g_auto (GStrv) parts = g_strsplit (*text, ":", -1);
      ComityLayoutMethod method;
      double x, y;

      if (g_strv_length (parts) != 4 || !comity_layout_method_from_name (parts[1], &method))
        continue;
      x = g_ascii_strtod (parts[2], NULL);
      y = g_ascii_strtod (parts[3], NULL);
      if (isfinite (x) && isfinite (y))
        put_pin (self, parts[0], method, x, y);
    }
  update_action (self);
}
