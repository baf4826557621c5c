/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shared state of a window: what is open and the current fit. How data are opened is in
 * comity-session-data.c, how they are looked at in comity-session-view.c, how the views before come back in comity-history.c, and how it is
 * kept between runs in comity-window-store.c. */
#include "config.h"

#include "comity-session-private.h"

enum
{
  FAILED,
  N_SIGNALS
};

static GParamSpec *properties[COMITY_SESSION_N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ComitySession, comity_session, G_TYPE_OBJECT)

void
comity_session_notify (ComitySession *self, ComitySessionProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
comity_session_emit_failed (ComitySession *self, const char *sentence)
{
  g_signal_emit (self, signals[FAILED], 0, sentence);
}

static void
comity_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ComitySession *self = COMITY_SESSION (object);
  int first, last;

  comity_session_get_years (self, &first, &last);
  switch (id)
    {
    case COMITY_SESSION_PROP_PANEL:
      g_value_set_boxed (value, comity_session_peek_panel (self));
      break;
    case COMITY_SESSION_PROP_COLUMNS:
      g_value_take_boxed (value, comity_session_dup_columns (self));
      break;
    case COMITY_SESSION_PROP_OPENING:
      g_value_set_boolean (value, comity_session_is_opening (self));
      break;
    case COMITY_SESSION_PROP_YEAR:
      g_value_set_int (value, self->year);
      break;
    case COMITY_SESSION_PROP_FIRST_YEAR:
      g_value_set_int (value, first);
      break;
    case COMITY_SESSION_PROP_LAST_YEAR:
      g_value_set_int (value, last);
      break;
    case COMITY_SESSION_PROP_CUMULATIVE:
      g_value_set_boolean (value, self->cumulative);
      break;
    case COMITY_SESSION_PROP_SELECTION:
      g_value_set_boxed (value, self->selection);
      break;
    case COMITY_SESSION_PROP_WHAT_IF:
      g_value_set_string (value, self->what_if);
      break;
    case COMITY_SESSION_PROP_FIT:
      g_value_set_boxed (value, self->fit);
      break;
    case COMITY_SESSION_PROP_FORMULA:
      g_value_set_string (value, self->formula);
      break;
    case COMITY_SESSION_PROP_NETWORK:
      g_value_set_string (value, self->network);
      break;
    case COMITY_SESSION_PROP_JOBS:
      g_value_set_object (value, self->jobs);
      break;
    case COMITY_SESSION_PROP_CAN_UNDO:
      g_value_set_boolean (value, comity_session_can_undo (self));
      break;
    case COMITY_SESSION_PROP_CAN_REDO:
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
    case COMITY_SESSION_PROP_YEAR:
      comity_session_set_year (self, g_value_get_int (value));
      break;
    case COMITY_SESSION_PROP_CUMULATIVE:
      comity_session_set_cumulative (self, g_value_get_boolean (value));
      break;
    case COMITY_SESSION_PROP_FORMULA:
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
  g_clear_pointer (&self->workbench, comity_workbench_unref);
  comity_session_forget_columns (self);
  g_ptr_array_unref (self->columns);
  g_hash_table_unref (self->made_columns);
  g_clear_pointer (&self->loaded, comity_loaded_free);
  g_clear_pointer (&self->fit, comity_fit_unref);
  g_free (self->network);
  g_free (self->pending_network);
  g_free (self->formula);
  g_strfreev (self->wanted_columns);
  comity_selection_unref (self->selection);
  g_free (self->what_if);
  g_clear_object (&self->history);

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
  properties[COMITY_SESSION_PROP_PANEL] = g_param_spec_boxed ("panel", NULL, NULL, COMITY_TYPE_PANEL, read);
  /* Names of the columns that were added: the panel and the dataset are others of the same rows. */
  properties[COMITY_SESSION_PROP_COLUMNS] =
      g_param_spec_boxed ("columns", NULL, NULL, G_TYPE_STRV, read);
  properties[COMITY_SESSION_PROP_OPENING] = g_param_spec_boolean ("opening", NULL, NULL, FALSE, read);
  properties[COMITY_SESSION_PROP_YEAR] = g_param_spec_int ("year", NULL, NULL, G_MININT, G_MAXINT, 0, write);
  properties[COMITY_SESSION_PROP_FIRST_YEAR] =
      g_param_spec_int ("first-year", NULL, NULL, G_MININT, G_MAXINT, 0, read);
  properties[COMITY_SESSION_PROP_LAST_YEAR] =
      g_param_spec_int ("last-year", NULL, NULL, G_MININT, G_MAXINT, 0, read);
  properties[COMITY_SESSION_PROP_CUMULATIVE] = g_param_spec_boolean ("cumulative", NULL, NULL, TRUE, write);
  properties[COMITY_SESSION_PROP_SELECTION] =
      g_param_spec_boxed ("selection", NULL, NULL, COMITY_TYPE_SELECTION, read);
  properties[COMITY_SESSION_PROP_WHAT_IF] =
      g_param_spec_string ("what-if", NULL, NULL, "", read);
  properties[COMITY_SESSION_PROP_FIT] = g_param_spec_boxed ("fit", NULL, NULL, COMITY_TYPE_FIT, read);
  properties[COMITY_SESSION_PROP_FORMULA] = g_param_spec_string ("formula", NULL, NULL, NULL, write);
  properties[COMITY_SESSION_PROP_NETWORK] = g_param_spec_string ("network", NULL, NULL, NULL, read);
  properties[COMITY_SESSION_PROP_JOBS] = g_param_spec_object ("jobs", NULL, NULL, COMITY_TYPE_JOB_LIST, read);
  properties[COMITY_SESSION_PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, read);
  properties[COMITY_SESSION_PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, COMITY_SESSION_N_PROPS, properties);

  /* Opening failed; the sentence says why, and what was open before still is. */
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
comity_session_init (ComitySession *self)
{
  self->jobs = comity_job_list_new ();
  self->history = comity_history_new ();
  comity_session_init_data (self);
  comity_session_init_view (self);
  comity_session_init_columns (self);
}

ComitySession *
comity_session_new (void)
{
  return g_object_new (COMITY_TYPE_SESSION, NULL);
}

ComityDataset *
comity_session_peek_dataset (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->loaded != NULL ? self->loaded->dataset : NULL;
}

ComityWorkbench *
comity_session_peek_workbench (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->workbench;
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
  comity_session_notify (self, COMITY_SESSION_PROP_FIT);
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
  comity_session_notify (self, COMITY_SESSION_PROP_FORMULA);
}

ComityJobList *
comity_session_get_jobs (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->jobs;
}
