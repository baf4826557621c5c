/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the list of jobs. It reads the job's progress ten times a second, only while it is on
 * the screen. */
#include "config.h"

#include "comity-job-row.h"

/* Milliseconds between two looks at the job. */
#define POLL_INTERVAL 100

struct _ComityJobRow
{
  GtkListBoxRow parent_instance;

  /* Template widgets */
  GtkLabel *title;
  GtkLabel *message;
  GtkProgressBar *bar;

  /* Owned */
  ComityJob *job;
  guint poll_source;
};

G_DEFINE_FINAL_TYPE (ComityJobRow, comity_job_row, GTK_TYPE_LIST_BOX_ROW)

static gboolean
poll_cb (gpointer user_data)
{
  ComityJobRow *self = user_data;
  g_autofree char *message = comity_job_dup_message (self->job);

  gtk_progress_bar_set_fraction (self->bar, comity_job_get_fraction (self->job));
  gtk_label_set_text (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL && *message != '\0');
  return G_SOURCE_CONTINUE;
}

static void
cancel_cb (ComityJobRow *self)
{
  comity_job_cancel (self->job);
}

static void
comity_job_row_map (GtkWidget *widget)
{
  ComityJobRow *self = COMITY_JOB_ROW (widget);

  GTK_WIDGET_CLASS (comity_job_row_parent_class)->map (widget);
  poll_cb (self);
  self->poll_source = g_timeout_add (POLL_INTERVAL, poll_cb, self);
}

static void
comity_job_row_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&COMITY_JOB_ROW (widget)->poll_source, g_source_remove);
  GTK_WIDGET_CLASS (comity_job_row_parent_class)->unmap (widget);
}

static void
comity_job_row_dispose (GObject *object)
{
  ComityJobRow *self = COMITY_JOB_ROW (object);

  g_clear_handle_id (&self->poll_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_JOB_ROW);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (comity_job_row_parent_class)->dispose (object);
}

static void
comity_job_row_class_init (ComityJobRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = comity_job_row_dispose;
  widget_class->map = comity_job_row_map;
  widget_class->unmap = comity_job_row_unmap;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/widgets/comity-job-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityJobRow, title);
  gtk_widget_class_bind_template_child (widget_class, ComityJobRow, message);
  gtk_widget_class_bind_template_child (widget_class, ComityJobRow, bar);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
comity_job_row_init (ComityJobRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

ComityJobRow *
comity_job_row_new (ComityJob *job)
{
  ComityJobRow *self = g_object_new (COMITY_TYPE_JOB_ROW, NULL);

  self->job = g_object_ref (job);
  gtk_label_set_text (self->title, comity_job_get_title (job));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  comity_job_get_title (job), -1);
  return self;
}
