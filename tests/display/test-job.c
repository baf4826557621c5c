/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs: results, failures, cancelling at once, superseding, and the list of those that run. */
#include "config.h"

#include <gtk/gtk.h>

#include "comity-job-list.h"

typedef struct
{
  int value;
  gboolean fail;
  gboolean until_cancelled;
} Input;

static int inputs_freed;
static int results_freed;
static int finished;
static int gate_is_shut; /* a slow job goes on for as long */

static void
input_free (gpointer data)
{
  g_atomic_int_inc (&inputs_freed);
  g_free (data);
}

static void
result_free (gpointer data)
{
  g_atomic_int_inc (&results_freed);
  g_free (data);
}

static gpointer
work_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  const Input *input = data;
  int *result;

  comity_progress_report (progress, 0.5, "Half way");
  /* Deaf to cancel for a while, as a long inner loop is. */
  for (int i = 0; input->until_cancelled && (i < 50 || g_atomic_int_get (&gate_is_shut)); i++)
    g_usleep (2000);
  if (input->fail)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "It cannot be done.");
      return NULL;
    }
  result = g_new (int, 1);
  *result = input->value;
  return result;
}

static ComityJob *
make_job (int value, gboolean fail, gboolean slow)
{
  Input *input = g_new0 (Input, 1);

  input->value = value;
  input->fail = fail;
  input->until_cancelled = slow;
  return comity_job_new ("Test", work_in_thread, input, input_free, result_free);
}

static void
finished_cb (ComityJob *job, gpointer user_data)
{
  finished++;
}

static void
iterate_until (gboolean (*done) (gpointer), gpointer data)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (!done (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

static gboolean
job_has_ended (gpointer data)
{
  return comity_job_get_state (data) > COMITY_JOB_RUNNING;
}

static gboolean
input_was_freed (gpointer data)
{
  return g_atomic_int_get (&inputs_freed) >= GPOINTER_TO_INT (data);
}

static void
reset (void)
{
  inputs_freed = results_freed = finished = 0;
}

static void
test_result (void)
{
  ComityJob *job;
  int *result;

  reset ();
  job = make_job (42, FALSE, FALSE);
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), NULL);
  comity_job_start (job);
  iterate_until (job_has_ended, job);
  g_assert_cmpint (comity_job_get_state (job), ==, COMITY_JOB_DONE);
  g_assert_cmpint (finished, ==, 1);
  g_assert_cmpfloat (comity_job_get_fraction (job), ==, 0.5);
  result = comity_job_steal_result (job);
  g_assert_cmpint (*result, ==, 42);
  g_assert_null (comity_job_steal_result (job));
  g_free (result);
  iterate_until (input_was_freed, GINT_TO_POINTER (1));
  g_assert_finalize_object (job);
  g_assert_cmpint (results_freed, ==, 0);
}

static void
test_unclaimed (void)
{
  ComityJob *job;

  reset ();
  job = make_job (1, FALSE, FALSE);
  comity_job_start (job);
  iterate_until (job_has_ended, job);
  iterate_until (input_was_freed, GINT_TO_POINTER (1));
  g_assert_finalize_object (job);
  g_assert_cmpint (results_freed, ==, 1);
}

static void
test_failure (void)
{
  ComityJob *job;

  reset ();
  job = make_job (0, TRUE, FALSE);
  comity_job_start (job);
  iterate_until (job_has_ended, job);
  g_assert_cmpint (comity_job_get_state (job), ==, COMITY_JOB_FAILED);
  g_assert_cmpstr (comity_job_get_error (job)->message, ==, "It cannot be done.");
  iterate_until (input_was_freed, GINT_TO_POINTER (1));
  g_assert_finalize_object (job);
}

/* Over for its owner at once, though the worker goes on; its result is thrown away. */
static void
test_cancel (void)
{
  ComityJob *job;

  reset ();
  job = make_job (7, FALSE, TRUE);
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), NULL);
  comity_job_start (job);
  comity_job_cancel (job);
  g_assert_cmpint (comity_job_get_state (job), ==, COMITY_JOB_CANCELLED);
  g_assert_cmpint (finished, ==, 1);
  comity_job_cancel (job);
  g_assert_cmpint (finished, ==, 1);
  iterate_until (input_was_freed, GINT_TO_POINTER (1));
  for (int i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_null (comity_job_steal_result (job));
  g_assert_cmpint (comity_job_get_state (job), ==, COMITY_JOB_CANCELLED);
  g_assert_cmpint (results_freed, ==, 1);
  g_assert_finalize_object (job);
}

static void
test_superseded (void)
{
  ComityJobList *list = comity_job_list_new ();
  ComityJob *slot = NULL;
  ComityJob *first = make_job (1, FALSE, TRUE);
  ComityJob *second = make_job (2, FALSE, FALSE);
  int *result;

  reset ();
  comity_job_list_replace (list, &slot, first);
  g_assert_true (slot == first);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  comity_job_list_replace (list, &slot, second);
  g_assert_true (slot == second);
  g_assert_cmpint (comity_job_get_state (first), ==, COMITY_JOB_CANCELLED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  iterate_until (job_has_ended, second);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_cmpfloat (comity_job_list_get_fraction (list), ==, 1.0);
  result = comity_job_steal_result (second);
  g_assert_cmpint (*result, ==, 2);
  g_free (result);
  g_clear_object (&slot);
  iterate_until (input_was_freed, GINT_TO_POINTER (2));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (first);
  g_object_unref (second);
  g_assert_finalize_object (list);
}

/* A window that goes cancels all and waits for none. */
static void
test_cancel_all (void)
{
  ComityJobList *list = comity_job_list_new ();

  reset ();
  g_atomic_int_set (&gate_is_shut, TRUE);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (ComityJob) job = make_job (i, FALSE, TRUE);

      comity_job_list_run (list, job);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3);
  comity_job_list_cancel_all (list);
  g_assert_cmpint (g_atomic_int_get (&inputs_freed), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_atomic_int_set (&gate_is_shut, FALSE);
  g_assert_finalize_object (list);
  iterate_until (input_was_freed, GINT_TO_POINTER (3));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/job/result", test_result);
  g_test_add_func ("/app/job/unclaimed", test_unclaimed);
  g_test_add_func ("/app/job/failure", test_failure);
  g_test_add_func ("/app/job/cancel", test_cancel);
  g_test_add_func ("/app/job/superseded", test_superseded);
  g_test_add_func ("/app/job/cancel-all", test_cancel_all);
  return g_test_run ();
}
