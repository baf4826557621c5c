/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options to specifications, data to fits. */
#include "config.h"

#include "comity-cli-spec.h"

#include "comity-timeline.h"

#include <string.h>

void
comity_cli_spec_clear (ComityCliSpec *self)
{
  g_strfreev (self->formulas);
  g_free (self->model);
  g_free (self->vce);
  g_free (self->cluster);
  g_free (self->states);
  g_free (self->small_sample);
  g_free (self->information);
  g_free (self->where);
  g_free (self->weights);
  g_free (self->weight_kind);
  g_free (self->offset);
  g_free (self->exposure);
  g_free (self->time);
  g_free (self->ties);
  g_free (self->strata);
  g_free (self->group);
  g_free (self->absorb);
  g_free (self->intervals);
  g_free (self->metric);
}

gsize
comity_cli_spec_get_n_formulas (const ComityCliSpec *self)
{
  return self->formulas != NULL ? g_strv_length (self->formulas) : 0;
}

gboolean
comity_cli_spec_check_formulas (const ComityCliSpec *self, gsize min, gsize max, GError **error)
{
  gsize n = comity_cli_spec_get_n_formulas (self);

  if (n >= min && n <= max)
    return TRUE;
  if (n == 0)
    return comity_cli_refuse (error, "--formula F is missing.");
  if (n < min)
    return comity_cli_refuse (error, "a second --formula F is missing.");
  return comity_cli_refuse (error,
                            max == 1
                                ? "only one --formula can be estimated; “compare” takes several."
                                : "at most %" G_GSIZE_FORMAT " formulas can be given.",
                            max);
}

static gboolean
read_choices (const ComityCliSpec *self, ComitySpec *spec, GError **error)
{
  /* Which words there are has been judged where the options were parsed. */
  if (self->vce != NULL)
    comity_vce_from_name (self->vce, &spec->vce);
  if (self->weight_kind != NULL && self->weights == NULL)
    return comity_cli_refuse (error,
                              "--weight-kind says what --weights COL are, which is missing.");
  spec->frequency_weights = g_strcmp0 (self->weight_kind, "frequency") == 0;
  spec->importance_weights = g_strcmp0 (self->weight_kind, "importance") == 0;
  if (self->states != NULL)
    {
      spec->states = g_strsplit (self->states, ",", -1);
      if (g_strv_length (spec->states) != 2)
        return comity_cli_refuse (error, "--states needs two columns, A,B.");
    }
  if (self->n_threads < 0)
    return comity_cli_refuse (error, "--threads is 1 or more, or 0 for all processors.");
  if (self->replications < 2 || self->replications > COMITY_SPEC_MAX_REPLICATIONS)
    return comity_cli_refuse (error, "--replications is 2 or more, and at most 1000000.");
  if (self->tau != 0.0 && !(self->tau > 0.0 && self->tau < 1.0))
    return comity_cli_refuse (error, "--tau is a share between 0 and 1.");
  if (self->one_step && spec->vce != COMITY_VCE_JACKKNIFE)
    return comity_cli_refuse (error, "--one-step is for --vce jackknife.");
  spec->stata_small_sample = g_strcmp0 (self->small_sample, "none") != 0;
  spec->expected_information = g_strcmp0 (self->information, "expected") == 0;
  spec->accelerated = g_strcmp0 (self->metric, "aft") == 0;
  if (self->intervals != NULL)
    spec->intervals =
        strcmp (self->intervals, "wald") == 0 ? COMITY_INTERVALS_WALD : COMITY_INTERVALS_PROFILE;
  if (self->ties != NULL)
    comity_ties_from_name (self->ties, &spec->ties);
  spec->grouped_ties = self->ties != NULL;
  return TRUE;
}

static gssize
find_estimator (const char *name)
{
  for (gsize i = 0; i < comity_estimator_get_n (); i++)
    if (strcmp (comity_estimator_peek_name (i), name) == 0)
      return (gssize) i;
  return -1;
}

static gboolean
takes_information (gsize estimator)
{
  const char *name = comity_estimator_peek_name (estimator);

  return strcmp (name, "probit") == 0 || strcmp (name, "cloglog") == 0;
}

static gboolean
takes_ties (gsize estimator)
{
  return comity_estimator_takes (estimator, COMITY_ESTIMATOR_TIES) ||
         strcmp (comity_estimator_peek_name (estimator), "clogit") == 0;
}

static gboolean
takes_intervals (gsize estimator)
{
  return strcmp (comity_estimator_peek_name (estimator), "firth") == 0;
}

/* Effects on time are the only ones of some. */
static gboolean
takes_metric (gsize estimator)
{
  return comity_estimator_is_timed (estimator) &&
         !comity_estimator_takes (estimator, COMITY_ESTIMATOR_TIES);
}

static gboolean
takes_hazards (gsize estimator)
{
  return comity_estimator_takes (estimator, COMITY_ESTIMATOR_METRIC);
}

static gboolean
takes_tau (gsize estimator)
{
  return comity_estimator_takes (estimator, COMITY_ESTIMATOR_TAU);
}

static gboolean
takes_strata (gsize estimator)
{
  return comity_estimator_takes (estimator, COMITY_ESTIMATOR_STRATA);
}

static gboolean
takes_absorb (gsize estimator)
{
  return comity_estimator_takes (estimator, COMITY_ESTIMATOR_ABSORB);
}

/* What no one of the models has would silently do nothing. @models: names with commas between. */
static gboolean
check_models (const ComityCliSpec *self, const char *models, GError **error)
{
  const struct
  {
    const char *option;
    gboolean given;
    gboolean (*is_taken) (gsize estimator);
  } options[] = {
    { "time", self->time != NULL, comity_estimator_is_timed },
    { "strata", self->strata != NULL, takes_strata },
    { "ties", self->ties != NULL, takes_ties },
    { "metric", self->metric != NULL, takes_metric },
    { "metric ph", g_strcmp0 (self->metric, "ph") == 0, takes_hazards },
    { "group", self->group != NULL, comity_estimator_is_grouped },
    { "absorb", self->absorb != NULL, takes_absorb },
    { "intervals", self->intervals != NULL, takes_intervals },
    { "information", self->information != NULL, takes_information },
    { "tau", self->tau != 0.0, takes_tau },
  };
  g_auto (GStrv) names = g_strsplit (models, ",", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr (GString) others = g_string_new (NULL);
      gboolean is_taken = FALSE;

      for (char **name = names; *name != NULL; name++)
        {
          gssize estimator = find_estimator (g_strstrip (*name));

          is_taken = is_taken || estimator < 0 || options[i].is_taken ((gsize) estimator);
        }
      if (!options[i].given || is_taken)
        continue;
      for (gsize e = 0; e < comity_estimator_get_n (); e++)
        if (options[i].is_taken (e))
          g_string_append_printf (others, "%s%s", others->len > 0 ? ", " : "",
                                  comity_estimator_peek_name (e));
      return comity_cli_refuse (error, "--%s is of other models (%s) than %s.", options[i].option,
                                others->str, models);
    }
  return TRUE;
}

ComitySpec *
comity_cli_spec_make (const ComityCliSpec *self, gsize formula, GError **error)
{
  g_autoptr (ComitySpec) spec = NULL;
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (formula < comity_cli_spec_get_n_formulas (self), NULL);

  text = g_string_new (self->formulas[formula]);
  if (self->offset != NULL)
    g_string_append_printf (text, " + offset(%s)", self->offset);
  if (self->exposure != NULL)
    g_string_append_printf (text, " + offset(log(%s))", self->exposure);
  spec = comity_spec_new (text->str);
  if (self->model != NULL)
    {
      g_free (spec->estimator);
      spec->estimator = g_strdup (self->model);
    }
  if (self->cluster != NULL)
    comity_spec_set_clusters (spec, self->cluster);
  if (!read_choices (self, spec, error) ||
      !check_models (self, self->models != NULL ? self->models : spec->estimator, error))
    return NULL;
  if (self->time != NULL)
    comity_spec_set_times (spec, self->time);
  spec->strata = g_strdup (self->strata);
  spec->group = g_strdup (self->group);
  if (self->absorb != NULL)
    comity_spec_set_absorb (spec, self->absorb);
  spec->where = g_strdup (self->where);
  spec->weights = g_strdup (self->weights);
  spec->level = self->level;
  spec->tau = self->tau;
  spec->one_step = self->one_step;
  spec->replications = (guint) self->replications;
  spec->seed = self->seed;
  spec->n_threads = (guint) self->n_threads;
  return g_steal_pointer (&spec);
}

gboolean
comity_cli_spec_check_ratios (const ComitySpec *spec, GError **error)
{
  if (comity_spec_peek_ratio_title (spec) != NULL)
    return TRUE;
  return comity_cli_refuse (
      error, "--exponentiate makes odds, hazard, rate and time ratios; there are none of %s.",
      spec->estimator);
}

void
comity_cli_spec_say_idle_states (const ComityCliSpec *self,
                                 const ComitySpec *spec,
                                 const ComityVerb *verb)
{
  g_autoptr (ComitySpec) other = comity_spec_copy (spec);
  g_auto (GStrv) names = g_strsplit (self->vces != NULL ? self->vces : "", ",", -1);
  gboolean looks = *names == NULL && comity_spec_looks_at_states (spec);

  for (char **name = names; *name != NULL && !looks; name++)
    {
      comity_vce_from_name (g_strstrip (*name), &other->vce);
      looks = comity_spec_looks_at_states (other);
    }
  if (self->states != NULL && !looks)
    comity_cli_say (verb,
                    "--states is not looked at: dyadic standard errors are of two states, and "
                    "twoway and jackknife without --cluster.");
}

const char **
comity_cli_spec_list_texts (const ComityCliSpec *self)
{
  const char *options[] = { self->cluster,  self->states, self->where, self->weights, self->offset,
                            self->exposure, self->time,   self->strata, self->group,  self->absorb };
  gsize n_formulas = comity_cli_spec_get_n_formulas (self);
  const char **texts = g_new0 (const char *, n_formulas + G_N_ELEMENTS (options) + 1);
  gsize n = 0;

  for (gsize i = 0; i < n_formulas; i++)
    texts[n++] = self->formulas[i];
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (options[i] != NULL)
      texts[n++] = options[i];
  return texts;
}

void
comity_cli_rows_clear (ComityCliRows *self)
{
  g_free (self->texts);
  g_clear_pointer (&self->dataset, comity_dataset_unref);
  g_clear_pointer (&self->panel, comity_panel_unref);
}

static gboolean
open_rows (ComityCliRows *self, const char *path, const ComityCliData *data, GError **error)
{
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityWorld) world = NULL;
  ComityRoles roles;

  if (path == NULL)
    {
      self->panel = comity_cli_open_panel (NULL, data, NULL, error);
      return self->panel != NULL;
    }
  dataset = comity_cli_open_dataset (path, self->texts, data, &roles, error);
  if (dataset == NULL)
    return FALSE;
  if (roles.column[COMITY_ROLE_STATE_A] < 0 || roles.column[COMITY_ROLE_STATE_B] < 0 ||
      roles.column[COMITY_ROLE_YEAR] < 0)
    {
      if (data->derive != NULL)
        {
          g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
                       "--derive needs a panel: name the columns of the two states and of the year "
                       "with --roles.");
          return FALSE;
        }
      self->dataset = comity_dataset_follow_roles (dataset, &roles);
      return TRUE;
    }
  if (self->texts == NULL || data->derive != NULL)
    {
      world = comity_world_load (error);
      if (world == NULL)
        return FALSE;
    }
  self->panel = comity_panel_new (dataset, &roles, world, NULL, error);
  return self->panel != NULL && comity_cli_derive (&self->panel, data, error);
}

gboolean
comity_cli_rows_open (ComityCliRows *self,
                      const char *path,
                      const ComityCliData *data,
                      GError **error)
{
  gint64 started = g_get_monotonic_time ();
  gboolean opened = open_rows (self, path, data, error);

  self->seconds = (double) (g_get_monotonic_time () - started) / 1e6;
  return opened;
}

const char *
comity_cli_rows_peek_role (const ComityCliRows *self, ComityRole role)
{
  gssize column = self->panel != NULL ? comity_panel_peek_roles (self->panel)->column[role] : -1;

  return column < 0 ? NULL
                    : comity_column_peek_name (comity_dataset_peek_column (
                          comity_panel_peek_dataset (self->panel), (gsize) column));
}

gboolean
comity_cli_rows_find_states (const ComityCliRows *self,
                             const ComitySpec *spec,
                             const char *states[2],
                             GError **error)
{
  static const ComityRole roles[] = { COMITY_ROLE_STATE_A, COMITY_ROLE_STATE_B };

  for (gsize i = 0; i < 2; i++)
    {
      states[i] =
          spec->states != NULL ? spec->states[i] : comity_cli_rows_peek_role (self, roles[i]);
      if (states[i] == NULL)
        {
          g_set_error_literal (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
                               "The columns of the two states are not known: name them with "
                               "--states A,B.");
          return FALSE;
        }
    }
  return TRUE;
}

ComityFit *
comity_cli_rows_fit (const ComityCliRows *self, const ComitySpec *spec, GError **error)
{
  return self->panel != NULL ? comity_fit_new (spec, self->panel, NULL, error)
                             : comity_fit_new_for_dataset (spec, self->dataset, NULL, error);
}

gboolean
comity_cli_fit_all (const ComityCliSpec *self,
                    const ComityCliRows *rows,
                    gboolean same_sample,
                    GPtrArray *fits,
                    GError **error)
{
  g_autoptr (GPtrArray) specs = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_spec_free);

  for (gsize i = 0; i < comity_cli_spec_get_n_formulas (self); i++)
    {
      ComitySpec *spec = comity_cli_spec_make (self, i, error);

      if (spec == NULL)
        return FALSE;
      g_ptr_array_add (specs, spec);
    }
  if (same_sample &&
      !comity_specs_share_sample ((ComitySpec *const *) specs->pdata, specs->len, error))
    return FALSE;
  for (guint i = 0; i < specs->len; i++)
    {
      ComityFit *fit = comity_cli_rows_fit (rows, specs->pdata[i], error);

      if (fit == NULL)
        return FALSE;
      g_ptr_array_add (fits, fit);
    }
  return TRUE;
}

void
comity_cli_result_clear (ComityCliResult *self)
{
  g_free (self->format_name);
  g_free (self->output);
}

gboolean
comity_cli_result_get_format (const ComityCliResult *self, ComityFormat *format, GError **error)
{
  *format = COMITY_FORMAT_TEXT;
  if (self->format_name != NULL
          ? comity_format_from_name (self->format_name, format)
          : self->output == NULL || comity_format_from_path (self->output, format))
    return TRUE;
  return comity_cli_refuse (
      error,
      self->format_name != NULL
          ? "--format is text, json, csv, latex, html or markdown, not “%s”."
          : "--output “%s” ends in none of .txt .json .csv .tex .html .md; --format says "
            "what to write.",
      self->format_name != NULL ? self->format_name : self->output);
}
