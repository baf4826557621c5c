/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing goes through the compositor of the desktop; the page is drawn like a PDF, with the print
 * theme, laid out for the paper that was chosen. */
#include "config.h"

#include "comity-print.h"

#include <glib/gi18n.h>

/* A picture that is higher than wide stands upright on the paper. */
static void
choose_orientation (GtkPrintOperation *operation, ComityFigure *figure)
{
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  double x, y, width, height;

  comity_figure_get_data_area (figure, &x, &y, &width, &height);
  gtk_page_setup_set_orientation (setup, height > width ? GTK_PAGE_ORIENTATION_PORTRAIT
                                                        : GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext *context,
              int page,
              ComityFigure *figure)
{
  comity_figure_layout (figure, gtk_print_context_get_width (context),
                        gtk_print_context_get_height (context),
                        comity_theme_get (COMITY_THEME_PRINT));
  comity_figure_draw (figure, gtk_print_context_get_cairo_context (context));
}

static void
unref_figure_cb (gpointer figure, GClosure *closure)
{
  comity_figure_unref (figure);
}

GtkPrintOperation *
comity_print_operation_new (ComityFigure *figure, gboolean caption)
{
  GtkPrintOperation *operation;
  ComityFigure *copy;
  const char *title;

  g_return_val_if_fail (figure != NULL, NULL);

  operation = gtk_print_operation_new ();
  copy = comity_figure_copy (figure);
  comity_figure_set_show_caption (copy, caption);
  title = comity_figure_peek_title (figure);
  gtk_print_operation_set_job_name (operation, *title != '\0' ? title : _ ("Comity figure"));
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  choose_orientation (operation, figure);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), copy, unref_figure_cb,
                         (GConnectFlags) 0);
  return operation;
}

gboolean
comity_print_figure (GtkWindow *parent, ComityFigure *figure, gboolean caption, GError **error)
{
  g_autoptr (GtkPrintOperation) operation = comity_print_operation_new (figure, caption);

  return gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent,
                                  error) != GTK_PRINT_OPERATION_RESULT_ERROR;
}
