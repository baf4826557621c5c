/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The focus stays in the entry; arrows move the row that Enter takes. Names in other languages come
 * from a job, once in a run of the program; until then the world's own names are searched. */
#include "config.h"

#include "comity-finder.h"

#include <glib/gi18n.h>

#include "comity-search.h"

struct _ComityFinder
{
  AdwWindow parent_instance;

  /* Template widgets */
  GtkSearchEntry *entry;
  GtkStack *stack;
  GtkListBox *list;
  AdwStatusPage *empty;

  /* Owned */
  ComitySession *session;
  ComityJob *job;
};

G_DEFINE_FINAL_TYPE (ComityFinder, comity_finder, ADW_TYPE_WINDOW)

/* Of the whole program, and never freed: the catalogues do not change while it runs. */
static ComityStateNames *all_names;

static const ComityFound *
get_found (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "found");
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const ComityFound *found = get_found (row);
  GtkWidget *label;

  if (before != NULL && get_found (before)->kind == found->kind)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (comity_found_kind_title (found->kind));
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "finder-heading");
  gtk_list_box_row_set_header (row, label);
}

static GtkWidget *
make_row (const ComityFound *found)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (found->title, -1);
  g_autofree char *detail = g_markup_escape_text (found->detail, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
search_cb (ComityFinder *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GPtrArray) found = comity_search (self->session, all_names, text);
  g_autofree char *sentence = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < found->len; i++)
    {
      GtkWidget *row = make_row (found->pdata[i]);

      /* Rows keep the list of results alive. */
      g_object_set_data_full (G_OBJECT (row), "results", g_ptr_array_ref (found),
                              (GDestroyNotify) g_ptr_array_unref);
      g_object_set_data (G_OBJECT (row), "found", found->pdata[i]);
      gtk_list_box_append (self->list, row);
    }
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  if (found->len == 0)
    {
      sentence = *text != '\0'
                     ? g_markup_printf_escaped (
                           _ ("No state, pair, variable, page or action is like “%s”."), text)
                     : g_strdup (_ ("A state in any language or by its code, a pair such "
                                    "as “us ch”, a variable, a page or an action."));
      adw_status_page_set_title (self->empty, *text != '\0' ? _ ("Nothing Found") : _ ("Find"));
      adw_status_page_set_description (self->empty, sentence);
    }
  gtk_stack_set_visible_child_name (self->stack, found->len > 0 ? "found" : "empty");
}

static void
take (ComityFinder *self, GtkListBoxRow *row)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  const ComityFound *found = row != NULL ? get_found (row) : NULL;
  g_autofree char *target = found != NULL ? g_strdup (found->target) : NULL;
  ComityFoundKind kind;

  if (found == NULL)
    return;
  kind = found->kind;
  switch (kind)
    {
    case COMITY_FOUND_STATE:
    case COMITY_FOUND_PAIR:
      comity_session_select_text (self->session, target);
      break;
    case COMITY_FOUND_VARIABLE:
      comity_session_select_variable (self->session, target);
      break;
    default:
      break;
    }
  gtk_window_close (GTK_WINDOW (self));
  if (parent == NULL)
    return;
  if (kind == COMITY_FOUND_PAGE || kind == COMITY_FOUND_MODEL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.page", "s", target);
  else if (kind == COMITY_FOUND_ACTION)
    gtk_widget_activate_action (GTK_WIDGET (parent), target, NULL);
}

static void
row_activated_cb (ComityFinder *self, GtkListBoxRow *row)
{
  take (self, row);
}

static void
activate_cb (ComityFinder *self)
{
  take (self, gtk_list_box_get_selected_row (self->list));
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        ComityFinder *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;
  GtkListBoxRow *next;
  graphene_rect_t bounds;

  if (key == GDK_KEY_Escape)
    {
      gtk_window_close (GTK_WINDOW (self));
      return GDK_EVENT_STOP;
    }
  if (key != GDK_KEY_Down && key != GDK_KEY_Up)
    return GDK_EVENT_PROPAGATE;
  next =
      gtk_list_box_get_row_at_index (self->list, MAX (0, index + (key == GDK_KEY_Down ? 1 : -1)));
  if (next == NULL)
    return GDK_EVENT_STOP;
  gtk_list_box_select_row (self->list, next);
  /* In sight, while the focus stays in the entry. */
  if (gtk_widget_compute_bounds (GTK_WIDGET (next), GTK_WIDGET (self->list), &bounds))
    {
      GtkAdjustment *adjustment = gtk_list_box_get_adjustment (self->list);

      if (adjustment != NULL)
        gtk_adjustment_clamp_page (adjustment, bounds.origin.y,
                                   bounds.origin.y + bounds.size.height);
    }
  return GDK_EVENT_STOP;
}

static gpointer
load_in_thread (gpointer input, ComityProgress *progress, GError **error)
{
  return comity_state_names_load (NULL, NULL);
}

static void
loaded_cb (ComityJob *job, ComityFinder *self)
{
  if (job != self->job)
    return;
  if (comity_job_get_state (job) == COMITY_JOB_DONE && all_names == NULL)
    {
      all_names = comity_job_steal_result (job);
      search_cb (self);
    }
  g_clear_object (&self->job);
}

static void
comity_finder_dispose (GObject *object)
{
  ComityFinder *self = COMITY_FINDER (object);

  g_clear_object (&self->job);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_FINDER);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (comity_finder_parent_class)->dispose (object);
}

static void
comity_finder_class_init (ComityFinderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = comity_finder_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/dialogs/comity-finder.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityFinder, entry);
  gtk_widget_class_bind_template_child (widget_class, ComityFinder, stack);
  gtk_widget_class_bind_template_child (widget_class, ComityFinder, list);
  gtk_widget_class_bind_template_child (widget_class, ComityFinder, empty);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
comity_finder_init (ComityFinder *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, header_cb, NULL, NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

ComityFinder *
comity_finder_new (GtkWindow *parent, ComitySession *session)
{
  ComityFinder *self = g_object_new (COMITY_TYPE_FINDER, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  if (all_names == NULL)
    {
      self->job = comity_job_new (_ ("Reading names"), load_in_thread, NULL, NULL,
                                  (GDestroyNotify) comity_state_names_free);
      g_signal_connect_object (self->job, "finished", G_CALLBACK (loaded_cb), self, 0);
      comity_job_list_run (comity_session_get_jobs (session), self->job);
    }
  search_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return self;
}
