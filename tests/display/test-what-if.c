/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "What If" in its window: sliders of a pair and of a state after a model, undone, redone and kept.
 */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "comity-test-display.h"
#include "comity-what-if-view.h"
#include "comity-window-private.h"

/* Seconds. */
#define PATIENCE 60

typedef struct
{
  ComityWindow *window;
  ComitySession *session;
} Fixture;

/* Long enough that a slider's rest has become a step. */
static void
settle_session (ComitySession *session)
{
  comity_test_wait_for_jobs (session, 1, 800, PATIENCE);
}

static void
settle (Fixture *fixture)
{
  settle_session (fixture->session);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = comity_window_new (NULL);
  fixture->session = comity_window_get_session (fixture->window);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1400, 900);
  gtk_window_present (GTK_WINDOW (fixture->window));
  comity_session_open_bundled (fixture->session, "mlat");
  settle (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  comity_test_iterate (50);
}

static GtkWidget *
find_named (GtkWidget *widget, GType type, const char *beginning)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) &&
      (beginning == NULL ||
       (GTK_IS_LABEL (widget) &&
        g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), beginning))))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_named (child, type, beginning);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* One of a state's variables moved: all its pairs follow; another one moved puts the first back. */
static void
test_state_what_if (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view, *first, *second;
  double own;

  comity_window_show_page (fixture->window, "models");
  settle (fixture);
  g_action_group_activate_action (
      comity_page_get_actions (comity_window_peek_page (fixture->window, "models")), "estimate",
      NULL);
  settle (fixture);
  g_assert_true (comity_session_select_text (fixture->session, "CHN"));
  settle (fixture);
  view = find_named (GTK_WIDGET (fixture->window), COMITY_TYPE_WHAT_IF_VIEW, NULL);
  g_assert_true (gtk_widget_get_visible (view));
  g_assert_nonnull (find_named (view, GTK_TYPE_LABEL, "Move a slider to ask what if: all pairs"));
  first = find_named (view, GTK_TYPE_SCALE, NULL);
  second = gtk_widget_get_last_child (gtk_widget_get_next_sibling (gtk_widget_get_parent (first)));
  own = gtk_range_get_value (GTK_RANGE (first));
  gtk_range_set_value (GTK_RANGE (first), own + 0.5);
  settle (fixture);
  g_assert_nonnull (find_named (view, GTK_TYPE_LABEL, "Expected over its "));
  gtk_range_set_value (GTK_RANGE (second), gtk_range_get_value (GTK_RANGE (second)) + 0.5);
  settle (fixture);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (first)), ==, own);
  g_assert_nonnull (find_named (view, GTK_TYPE_LABEL, "Expected over its "));
  /* A pair has its own sliders again. */
  g_assert_true (comity_session_select_text (fixture->session, "USA,CHN"));
  settle (fixture);
  g_assert_null (find_named (view, GTK_TYPE_LABEL, "Expected over its "));
}

static double
get_scale (GtkWidget *view, guint n)
{
  GtkWidget *row = gtk_widget_get_parent (find_named (view, GTK_TYPE_SCALE, NULL));

  while (n-- > 0)
    row = gtk_widget_get_next_sibling (row);
  return gtk_range_get_value (GTK_RANGE (gtk_widget_get_last_child (row)));
}

static void
move_scale (GtkWidget *view, guint n, double value)
{
  GtkWidget *row = gtk_widget_get_parent (find_named (view, GTK_TYPE_SCALE, NULL));

  while (n-- > 0)
    row = gtk_widget_get_next_sibling (row);
  gtk_range_set_value (GTK_RANGE (gtk_widget_get_last_child (row)), value);
}

static GtkWidget *
open_what_if (Fixture *fixture, const char *states)
{
  comity_window_show_page (fixture->window, "models");
  settle (fixture);
  g_action_group_activate_action (
      comity_page_get_actions (comity_window_peek_page (fixture->window, "models")), "estimate",
      NULL);
  settle (fixture);
  g_assert_true (comity_session_select_text (fixture->session, states));
  settle (fixture);
  return find_named (GTK_WIDGET (fixture->window), COMITY_TYPE_WHAT_IF_VIEW, NULL);
}

/* Moves of one slider in a row are one step, another slider begins another; undo leads through them
 * and to the pair before, and back. */
static void
test_what_if_undo (Fixture *fixture, gconstpointer data)
{
  static const char *const cases[] = { "USA,CHN", "CHN" };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      GtkWidget *view = open_what_if (fixture, cases[c]);
      const gboolean pair = c == 0;
      double first = get_scale (view, 0);
      double second = get_scale (view, 1);
      double there;
      g_autofree char *asked = NULL;

      for (guint i = 1; i <= 5; i++)
        move_scale (view, 0, first + 0.05 * i);
      there = get_scale (view, 0);
      g_assert_cmpfloat (there, !=, first);
      move_scale (view, 1, second + 0.2);
      g_assert_cmpfloat (get_scale (view, 1), !=, second);
      settle (fixture);
      asked = g_strdup (comity_session_get_what_if (fixture->session));
      g_assert_true ((strchr (asked, ',') != NULL) == pair);

      comity_session_undo (fixture->session);
      settle (fixture);
      g_assert_cmpfloat (get_scale (view, 0), ==, there);
      g_assert_cmpfloat (get_scale (view, 1), ==, second);
      comity_session_undo (fixture->session);
      settle (fixture);
      g_assert_cmpfloat (get_scale (view, 0), ==, first);
      g_assert_cmpfloat (get_scale (view, 1), ==, second);
      g_assert_cmpstr (comity_session_get_what_if (fixture->session), ==, "");
      comity_session_redo (fixture->session);
      comity_session_redo (fixture->session);
      settle (fixture);
      g_assert_cmpstr (comity_session_get_what_if (fixture->session), ==, asked);
      g_assert_cmpfloat (get_scale (view, 0), ==, pair ? there : first);

      /* "As It Is" is a step; another pair is as it is; back from it, what was asked is asked. */
      gtk_widget_activate (find_named (view, GTK_TYPE_BUTTON, NULL));
      settle (fixture);
      g_assert_cmpstr (comity_session_get_what_if (fixture->session), ==, "");
      comity_session_undo (fixture->session);
      settle (fixture);
      g_assert_cmpstr (comity_session_get_what_if (fixture->session), ==, asked);
      g_assert_true (comity_session_select_text (fixture->session, "FRA,DEU"));
      g_assert_cmpstr (comity_session_get_what_if (fixture->session), ==, "");
      settle (fixture);
      comity_session_undo (fixture->session);
      settle (fixture);
      g_assert_cmpstr (comity_session_get_what_if (fixture->session), ==, asked);
      g_assert_cmpfloat (get_scale (view, 0), ==, pair ? there : first);
      /* Another year too. */
      comity_session_set_year (fixture->session, 2001);
      g_assert_cmpstr (comity_session_get_what_if (fixture->session), ==, "");
      comity_session_undo (fixture->session);
      settle (fixture);
      g_assert_cmpstr (comity_session_get_what_if (fixture->session), ==, asked);
    }
}

/* A session that is opened again asks what was asked, and what could be undone can be. */
static void
test_what_if_kept (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = open_what_if (fixture, "USA,CHN");
  ComityWindow *window;
  double first = get_scale (view, 0);
  double there;

  move_scale (view, 0, first + 0.2);
  there = get_scale (view, 0);
  settle (fixture);
  comity_window_save_now (fixture->window);

  window = comity_window_new (NULL);
  gtk_window_present (GTK_WINDOW (window));
  comity_window_restore (window);
  settle_session (comity_window_get_session (window));
  settle_session (comity_window_get_session (window));
  view = find_named (GTK_WIDGET (window), COMITY_TYPE_WHAT_IF_VIEW, NULL);
  g_assert_true (gtk_widget_get_visible (view));
  g_assert_cmpfloat (get_scale (view, 0), ==, there);
  g_assert_true (comity_session_can_undo (comity_window_get_session (window)));
  comity_session_undo (comity_window_get_session (window));
  settle_session (comity_window_get_session (window));
  g_assert_cmpfloat (get_scale (view, 0), ==, first);
  comity_session_undo (comity_window_get_session (window));
  settle_session (comity_window_get_session (window));
  g_assert_cmpint (comity_session_get_selection (comity_window_get_session (window)).kind, ==,
                   COMITY_ELEMENT_NONE);
  comity_session_redo (comity_window_get_session (window));
  comity_session_redo (comity_window_get_session (window));
  settle_session (comity_window_get_session (window));
  g_assert_cmpfloat (get_scale (view, 0), ==, there);
  gtk_window_destroy (GTK_WINDOW (window));
  comity_test_iterate (50);
}

/* A label of the view that begins so and has @part. */
static gboolean
says (GtkWidget *view, const char *beginning, const char *part)
{
  GtkWidget *label = find_named (view, GTK_TYPE_LABEL, beginning);

  return label != NULL && strstr (gtk_label_get_text (GTK_LABEL (label)), part) != NULL;
}

static guint
count_sliders (GtkWidget *view)
{
  GtkWidget *row = gtk_widget_get_parent (find_named (view, GTK_TYPE_SCALE, NULL));
  guint n = 0;

  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

/* After models of durations sliders ask as after any other, and what has none is named. */
static void
test_durations (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *estimator, *strata, *note;
  } cases[] = {
    { "cox", "strata=same_tradition\n", "own stratum (same_tradition)" },
    { "weibull", "", "given none before" },
  };
  g_autofree char *folder = g_dir_make_tmp ("comity-what-if-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "durations.comity", NULL);

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autofree char *text = g_strdup_printf (
          "[data]\nnetwork=mlat\n[view]\nyear=2005\nselection=DEU,POL\npage=models\n[models]\n"
          "formula=signed ~ polyarchy_min + ln_distance\nestimator=%s\nstart=-\nstop=t\n%s"
          "where=year >= 1985\nestimated=true\n",
          cases[c].estimator, cases[c].strata);
      ComityWindow *window = comity_window_new (NULL);
      ComitySession *session = comity_window_get_session (window);
      GtkWidget *view;
      double own;

      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      gtk_window_present (GTK_WINDOW (window));
      comity_window_open (window, path);
      settle_session (session);
      settle_session (session);
      g_assert_cmpstr (comity_fit_peek_estimator (comity_session_peek_fit (session)), ==,
                       cases[c].estimator);
      view = find_named (GTK_WIDGET (window), COMITY_TYPE_WHAT_IF_VIEW, NULL);
      g_assert_true (gtk_widget_get_visible (view));
      g_assert_true (says (view, "As it is: ", "by 2014"));
      g_assert_true (says (view, "t goes on with the years.", cases[c].note));
      g_assert_cmpuint (count_sliders (view), ==, 2);
      own = get_scale (view, 0);
      move_scale (view, 0, 0.2);
      settle_session (session);
      g_assert_true (says (view, "In 2005 ", "instead of"));
      g_assert_true (g_str_has_prefix (comity_session_get_what_if (session), "polyarchy_min="));
      comity_session_undo (session);
      settle_session (session);
      g_assert_cmpfloat (get_scale (view, 0), ==, own);
      g_assert_true (says (view, "As it is: ", "by 2014"));

      /* Of a state all pairs follow. */
      g_assert_true (comity_session_select_text (session, "POL"));
      settle_session (session);
      move_scale (view, 0, 0.2);
      settle_session (session);
      g_assert_true (says (view, "Expected over its ", "%"));
      gtk_window_destroy (GTK_WINDOW (window));
      comity_test_iterate (50);
    }
  g_unlink (path);
  g_rmdir (folder);
}

#define ADD(name, func) g_test_add ("/app/what-if/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  adw_init ();
  ADD ("state", test_state_what_if);
  ADD ("undo", test_what_if_undo);
  ADD ("kept", test_what_if_kept);
  ADD ("durations", test_durations);
  return g_test_run ();
}
