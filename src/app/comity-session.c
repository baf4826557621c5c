/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shared state of a window. It opens data by jobs, keeps year and selection valid for them, and
 * remembers the views before for undo. How it is kept between runs is in comity-session-store.c. */
#include "config.h"

#include "comity-session.h"

#include "comity-load-job.h"

/* Views remembered for undo. */
#define HISTORY_LENGTH 200

typedef struct
{
  int year;
  gboolean cumulative;
  ComityElement selection;
} View;

struct _ComitySession
{
  GObject parent_instance;

  /* Owned */
  ComityJobList *jobs;
  ComityJob *load_job; /* the current one */
  ComityLoaded *loaded;
  ComityFit *fit;
  char *network;
  char *pending_network; /* of the load job */
  char *formula;
  GArray *undo; /* View, oldest first */
  GArray *redo;

  View view;
  gboolean restoring_view;
};

enum
{
  PROP_0,
  PROP_PANEL,
  PROP_OPENING,
  PROP_YEAR,
  PROP_FIRST_YEAR,
  PROP_LAST_YEAR,
  PROP_CUMULATIVE,
  PROP_SELECTION,
  PROP_FIT,
  PROP_FORMULA,
  PROP_NETWORK,
  PROP_JOBS,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPS
};

enum
{
  FAILED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ComitySession, comity_session, G_TYPE_OBJECT)

static void
notify (ComitySession *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Before a change of view: what was there can come back. */
static void
remember_view (ComitySession *self)
{
  if (self->restoring_view)
    return;
  g_array_append_val (self->undo, self->view);
  if (self->undo->len > HISTORY_LENGTH)
    g_array_remove_index (self->undo, 0);
  g_array_set_size (self->redo, 0);
  notify (self, PROP_CAN_UNDO);
  notify (self, PROP_CAN_REDO);
}

static void
forget_views (ComitySession *self)
{
  g_array_set_size (self->undo, 0);
  g_array_set_size (self->redo, 0);
  notify (self, PROP_CAN_UNDO);
  notify (self, PROP_CAN_REDO);
}

static gboolean
element_is_in_panel (ComityPanel *panel, ComityElement element)
{
  gsize n = panel != NULL ? comity_panel_get_n_states (panel) : 0;

  switch (element.kind)
    {
    case COMITY_ELEMENT_NONE:
      return TRUE;
    case COMITY_ELEMENT_STATE:
      return element.a < n;
    case COMITY_ELEMENT_PAIR:
      return element.a < n && element.b < n && element.a != element.b;
    default:
      return FALSE;
    }
}

static void
take_loaded (ComitySession *self, ComityLoaded *loaded)
{
  g_autofree char *selection = comity_session_dup_selection_text (self);
  gboolean had_panel = self->loaded != NULL && self->loaded->panel != NULL;
  int first, last;

  g_clear_pointer (&self->loaded, comity_loaded_free);
  self->loaded = loaded;
  g_clear_pointer (&self->fit, comity_fit_unref);
  g_free (self->network);
  self->network = g_strdup (self->pending_network);

  forget_views (self);
  self->restoring_view = TRUE;
  g_object_freeze_notify (G_OBJECT (self));
  comity_session_get_years (self, &first, &last);
  self->view.year = had_panel ? CLAMP (self->view.year, first, last) : last;
  self->view.selection.kind = COMITY_ELEMENT_NONE;
  comity_session_select_text (self, selection);
  notify (self, PROP_PANEL);
  notify (self, PROP_FIRST_YEAR);
  notify (self, PROP_LAST_YEAR);
  notify (self, PROP_YEAR);
  notify (self, PROP_NETWORK);
  notify (self, PROP_SELECTION);
  notify (self, PROP_FIT);
  g_object_thaw_notify (G_OBJECT (self));
  self->restoring_view = FALSE;
}

static void
load_finished_cb (ComityJob *job, gpointer user_data)
{
  ComitySession *self = user_data;
  ComityJobState state = comity_job_get_state (job);
  g_autoptr (ComityJob) current = NULL;

  if (job != self->load_job)
    return;
  current = g_steal_pointer (&self->load_job);
  if (state == COMITY_JOB_DONE)
    take_loaded (self, comity_job_steal_result (job));
  notify (self, PROP_OPENING);
  if (state == COMITY_JOB_FAILED)
    g_signal_emit (self, signals[FAILED], 0, comity_job_get_error (job)->message);
}

static void
start_loading (ComitySession *self, ComityJob *job, const char *network)
{
  g_free (self->pending_network);
  self->pending_network = g_strdup (network);
  g_signal_connect_object (job, "finished", G_CALLBACK (load_finished_cb), self, 0);
  comity_job_list_replace (self->jobs, &self->load_job, job);
  notify (self, PROP_OPENING);
}

static void
comity_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ComitySession *self = COMITY_SESSION (object);
  int first, last;

  comity_session_get_years (self, &first, &last);
  switch (id)
    {
    case PROP_PANEL:
      g_value_set_boxed (value, comity_session_peek_panel (self));
      break;
    case PROP_OPENING:
      g_value_set_boolean (value, comity_session_is_opening (self));
      break;
    case PROP_YEAR:
      g_value_set_int (value, self->view.year);
      break;
    case PROP_FIRST_YEAR:
      g_value_set_int (value, first);
      break;
    case PROP_LAST_YEAR:
      g_value_set_int (value, last);
      break;
    case PROP_CUMULATIVE:
      g_value_set_boolean (value, self->view.cumulative);
      break;
    case PROP_SELECTION:
      g_value_set_boxed (value, &self->view.selection);
      break;
    case PROP_FIT:
      g_value_set_boxed (value, self->fit);
      break;
    case PROP_FORMULA:
      g_value_set_string (value, self->formula);
      break;
    case PROP_NETWORK:
      g_value_set_string (value, self->network);
      break;
    case PROP_JOBS:
      g_value_set_object (value, self->jobs);
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, comity_session_can_undo (self));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, comity_session_can_redo (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
comity_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ComitySession *self = COMITY_SESSION (object);

  switch (id)
    {
    case PROP_YEAR:
      comity_session_set_year (self, g_value_get_int (value));
      break;
    case PROP_CUMULATIVE:
      comity_session_set_cumulative (self, g_value_get_boolean (value));
      break;
    case PROP_FORMULA:
      comity_session_set_formula (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
comity_session_dispose (GObject *object)
{
  ComitySession *self = COMITY_SESSION (object);

  g_clear_object (&self->load_job);
  if (self->jobs != NULL)
    comity_job_list_cancel_all (self->jobs);

  G_OBJECT_CLASS (comity_session_parent_class)->dispose (object);
}

static void
comity_session_finalize (GObject *object)
{
  ComitySession *self = COMITY_SESSION (object);

  g_clear_object (&self->jobs);
  g_clear_pointer (&self->loaded, comity_loaded_free);
  g_clear_pointer (&self->fit, comity_fit_unref);
  g_free (self->network);
  g_free (self->pending_network);
  g_free (self->formula);
  g_array_unref (self->undo);
  g_array_unref (self->redo);

  G_OBJECT_CLASS (comity_session_parent_class)->finalize (object);
}

static void
comity_session_class_init (ComitySessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags write = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = comity_session_get_property;
  object_class->set_property = comity_session_set_property;
  object_class->dispose = comity_session_dispose;
  object_class->finalize = comity_session_finalize;

  /* Notified whenever other data are open, also data without a panel. */
  properties[PROP_PANEL] = g_param_spec_boxed ("panel", NULL, NULL, COMITY_TYPE_PANEL, read);
  properties[PROP_OPENING] = g_param_spec_boolean ("opening", NULL, NULL, FALSE, read);
  properties[PROP_YEAR] = g_param_spec_int ("year", NULL, NULL, G_MININT, G_MAXINT, 0, write);
  properties[PROP_FIRST_YEAR] =
      g_param_spec_int ("first-year", NULL, NULL, G_MININT, G_MAXINT, 0, read);
  properties[PROP_LAST_YEAR] =
      g_param_spec_int ("last-year", NULL, NULL, G_MININT, G_MAXINT, 0, read);
  properties[PROP_CUMULATIVE] = g_param_spec_boolean ("cumulative", NULL, NULL, TRUE, write);
  properties[PROP_SELECTION] =
      g_param_spec_boxed ("selection", NULL, NULL, COMITY_TYPE_ELEMENT, read);
  properties[PROP_FIT] = g_param_spec_boxed ("fit", NULL, NULL, COMITY_TYPE_FIT, read);
  properties[PROP_FORMULA] = g_param_spec_string ("formula", NULL, NULL, NULL, write);
  properties[PROP_NETWORK] = g_param_spec_string ("network", NULL, NULL, NULL, read);
  properties[PROP_JOBS] = g_param_spec_object ("jobs", NULL, NULL, COMITY_TYPE_JOB_LIST, read);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, read);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* Opening failed; the sentence says why, and what was open before still is. */
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
comity_session_init (ComitySession *self)
{
  self->jobs = comity_job_list_new ();
  self->undo = g_array_new (FALSE, TRUE, sizeof (View));
  self->redo = g_array_new (FALSE, TRUE, sizeof (View));
  self->view.cumulative = TRUE;
}

ComitySession *
comity_session_new (void)
{
  return g_object_new (COMITY_TYPE_SESSION, NULL);
}

void
comity_session_open_bundled (ComitySession *self, const char *network)
{
  g_autoptr (ComityJob) job = NULL;

  g_return_if_fail (COMITY_IS_SESSION (self));
  g_return_if_fail (network != NULL);

  job = comity_load_job_new_bundled (network);
  start_loading (self, job, network);
}

void
comity_session_open_file (ComitySession *self, const char *path)
{
  g_autoptr (ComityJob) job = NULL;

  g_return_if_fail (COMITY_IS_SESSION (self));
  g_return_if_fail (path != NULL);

  job = comity_load_job_new_file (path);
  start_loading (self, job, NULL);
}

void
comity_session_set_roles (ComitySession *self, const ComityRoles *roles)
{
  g_autoptr (ComityJob) job = NULL;

  g_return_if_fail (COMITY_IS_SESSION (self));
  g_return_if_fail (roles != NULL);

  if (self->loaded == NULL)
    return;
  job = comity_load_job_new_roles (self->loaded->dataset, roles);
  start_loading (self, job, self->network);
}

void
comity_session_cancel_opening (ComitySession *self)
{
  g_return_if_fail (COMITY_IS_SESSION (self));

  if (self->load_job != NULL)
    comity_job_cancel (self->load_job);
}

gboolean
comity_session_is_opening (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), FALSE);
  return self->load_job != NULL;
}

ComityDataset *
comity_session_peek_dataset (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->loaded != NULL ? self->loaded->dataset : NULL;
}

ComityPanel *
comity_session_peek_panel (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->loaded != NULL ? self->loaded->panel : NULL;
}

const ComityRoles *
comity_session_peek_roles (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->loaded != NULL ? &self->loaded->roles : NULL;
}

ComityWorld *
comity_session_peek_world (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->loaded != NULL ? self->loaded->world : NULL;
}

const char *
comity_session_get_merge_report (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->loaded != NULL ? self->loaded->merge_report : NULL;
}

const char *
comity_session_get_no_panel (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->loaded != NULL ? self->loaded->no_panel : NULL;
}

const char *
comity_session_get_path (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->loaded != NULL ? comity_dataset_peek_path (self->loaded->dataset) : NULL;
}

const char *
comity_session_get_network (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->network;
}

int
comity_session_get_year (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), 0);
  return self->view.year;
}

void
comity_session_set_year (ComitySession *self, int year)
{
  int first, last;

  g_return_if_fail (COMITY_IS_SESSION (self));

  comity_session_get_years (self, &first, &last);
  year = CLAMP (year, first, last);
  if (year == self->view.year)
    return;
  remember_view (self);
  self->view.year = year;
  notify (self, PROP_YEAR);
}

void
comity_session_get_years (ComitySession *self, int *first, int *last)
{
  ComityPanel *panel = comity_session_peek_panel (self);

  *first = *last = 0;
  if (panel != NULL)
    comity_panel_get_years (panel, first, last);
}

gboolean
comity_session_get_cumulative (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), FALSE);
  return self->view.cumulative;
}

void
comity_session_set_cumulative (ComitySession *self, gboolean cumulative)
{
  g_return_if_fail (COMITY_IS_SESSION (self));

  cumulative = !!cumulative;
  if (cumulative == self->view.cumulative)
    return;
  remember_view (self);
  self->view.cumulative = cumulative;
  notify (self, PROP_CUMULATIVE);
}

ComityElement
comity_session_get_selection (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), (ComityElement){ COMITY_ELEMENT_NONE });
  return self->view.selection;
}

void
comity_session_select (ComitySession *self, ComityElement element)
{
  g_return_if_fail (COMITY_IS_SESSION (self));

  if (element.kind == COMITY_ELEMENT_PAIR && element.a > element.b)
    {
      guint32 a = element.a;

      element.a = element.b;
      element.b = a;
    }
  if (!element_is_in_panel (comity_session_peek_panel (self), element))
    return;
  if (comity_element_equal (element, self->view.selection))
    return;
  remember_view (self);
  self->view.selection = element;
  notify (self, PROP_SELECTION);
}

gboolean
comity_session_select_text (ComitySession *self, const char *text)
{
  ComityPanel *panel = comity_session_peek_panel (self);
  ComityElement element = { COMITY_ELEMENT_NONE };
  g_auto (GStrv) words = NULL;
  gssize a, b;

  g_return_val_if_fail (COMITY_IS_SESSION (self), FALSE);

  if (text != NULL && *text != '\0')
    {
      if (panel == NULL)
        return FALSE;
      words = g_strsplit (text, ",", 2);
      a = comity_panel_find_state (panel, g_strstrip (words[0]));
      if (a < 0)
        return FALSE;
      element.kind = COMITY_ELEMENT_STATE;
      element.a = a;
      if (words[1] != NULL)
        {
          b = comity_panel_find_state (panel, g_strstrip (words[1]));
          if (b < 0 || a == b)
            return FALSE;
          element.kind = COMITY_ELEMENT_PAIR;
          element.b = b;
        }
    }
  comity_session_select (self, element);
  return TRUE;
}

char *
comity_session_dup_selection_text (ComitySession *self)
{
  ComityPanel *panel = comity_session_peek_panel (self);
  ComityElement element = self->view.selection;

  if (panel == NULL || !element_is_in_panel (panel, element))
    return g_strdup ("");
  switch (element.kind)
    {
    case COMITY_ELEMENT_STATE:
      return g_strdup (comity_panel_peek_state_code (panel, element.a));
    case COMITY_ELEMENT_PAIR:
      return g_strdup_printf ("%s,%s", comity_panel_peek_state_code (panel, element.a),
                              comity_panel_peek_state_code (panel, element.b));
    default:
      return g_strdup ("");
    }
}

ComityFit *
comity_session_peek_fit (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->fit;
}

void
comity_session_set_fit (ComitySession *self, ComityFit *fit)
{
  g_return_if_fail (COMITY_IS_SESSION (self));

  if (fit == self->fit)
    return;
  g_clear_pointer (&self->fit, comity_fit_unref);
  self->fit = fit != NULL ? comity_fit_ref (fit) : NULL;
  notify (self, PROP_FIT);
}

const char *
comity_session_get_formula (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->formula;
}

void
comity_session_set_formula (ComitySession *self, const char *formula)
{
  g_return_if_fail (COMITY_IS_SESSION (self));

  if (g_strcmp0 (formula, self->formula) == 0)
    return;
  g_free (self->formula);
  self->formula = g_strdup (formula);
  notify (self, PROP_FORMULA);
}

gboolean
comity_session_can_undo (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), FALSE);
  return self->undo->len > 0;
}

gboolean
comity_session_can_redo (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), FALSE);
  return self->redo->len > 0;
}

static void
move_view (ComitySession *self, GArray *from, GArray *to)
{
  View view;

  if (from->len == 0)
    return;
  g_array_append_val (to, self->view);
  view = g_array_index (from, View, from->len - 1);
  g_array_set_size (from, from->len - 1);

  self->restoring_view = TRUE;
  comity_session_set_year (self, view.year);
  comity_session_set_cumulative (self, view.cumulative);
  comity_session_select (self, view.selection);
  self->restoring_view = FALSE;
  notify (self, PROP_CAN_UNDO);
  notify (self, PROP_CAN_REDO);
}

void
comity_session_undo (ComitySession *self)
{
  g_return_if_fail (COMITY_IS_SESSION (self));
  move_view (self, self->undo, self->redo);
}

void
comity_session_redo (ComitySession *self)
{
  g_return_if_fail (COMITY_IS_SESSION (self));
  move_view (self, self->redo, self->undo);
}

ComityJobList *
comity_session_get_jobs (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->jobs;
}
