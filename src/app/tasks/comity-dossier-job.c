/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dossier is quick but not free (nearest comparable pairs look at every row of the year, the
 * first one under a fit at every row of the sample), so it is written off the main thread, and its
 * charts with it. So is what follows a slider. */
#include "config.h"

#include "comity-dossier-job.h"

#include <glib/gi18n.h>
#include <math.h>

#include "comity-figures.h"

typedef struct
{
  ComityPanel *panel;
  ComityElement element;
  int year;
  ComityFit *fit;
  ComityDossierModel *model;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  comity_panel_unref (input->panel);
  g_clear_pointer (&input->fit, comity_fit_unref);
  g_clear_pointer (&input->model, comity_dossier_model_unref);
  g_free (input);
}

void
comity_dossier_result_free (ComityDossierResult *self)
{
  g_clear_pointer (&self->dossier, comity_dossier_free);
  g_clear_pointer (&self->charts, g_ptr_array_unref);
  g_clear_pointer (&self->model, comity_dossier_model_unref);
  g_free (self);
}

/* Of the fit, from before or anew. FALSE: cancelled or no memory. */
static gboolean
find_model (const Input *input,
            ComityDossierModel **model,
            ComityProgress *progress,
            GError **error)
{
  *model = NULL;
  if (input->fit == NULL)
    return TRUE;
  if (input->model != NULL && comity_dossier_model_peek_fit (input->model) == input->fit)
    *model = comity_dossier_model_ref (input->model);
  else
    *model = comity_dossier_model_new (input->fit, input->panel, progress, error);
  return *model != NULL;
}

static gpointer
write_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  g_autoptr (ComityDossierResult) result = g_new0 (ComityDossierResult, 1);

  result->element = input->element;
  result->year = input->year;
  if (!find_model (input, &result->model, progress, error))
    return NULL;
  if (input->element.kind == COMITY_ELEMENT_PAIR)
    result->dossier = comity_dossier_new_pair_under (
        input->panel, input->element.a, input->element.b, input->year, result->model, error);
  else
    result->dossier = comity_dossier_new_state_under (input->panel, input->element.a, input->year,
                                                      result->model, error);
  if (result->dossier == NULL || comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  result->charts = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_figure_unref);
  for (gsize i = 0; i < comity_dossier_get_n_charts (result->dossier); i++)
    g_ptr_array_add (result->charts, comity_dossier_chart_figure_new (result->dossier, i));
  return g_steal_pointer (&result);
}

ComityJob *
comity_dossier_job_new (
    ComityPanel *panel, ComityElement element, int year, ComityFit *fit, ComityDossierModel *model)
{
  Input *input = g_new0 (Input, 1);

  input->panel = comity_panel_ref (panel);
  input->element = element;
  input->year = year;
  input->fit = fit != NULL ? comity_fit_ref (fit) : NULL;
  input->model = model != NULL ? comity_dossier_model_ref (model) : NULL;
  return comity_job_new (_ ("Writing the dossier"), write_in_thread, input, input_free,
                         (GDestroyNotify) comity_dossier_result_free);
}

typedef struct
{
  ComityDossierModel *model;
  ComityPanel *panel;
  gsize row;
  char *settings;
  gsize n_years;
} WhatIfInput;

static void
what_if_input_free (gpointer data)
{
  WhatIfInput *input = data;

  comity_dossier_model_unref (input->model);
  comity_panel_unref (input->panel);
  g_free (input->settings);
  g_free (input);
}

void
comity_what_if_result_free (ComityWhatIfResult *self)
{
  g_clear_pointer (&self->what_if, comity_what_if_free);
  g_clear_pointer (&self->chart, comity_figure_unref);
  g_free (self);
}

/* Probability by each year; of outcomes that are none, the mean in each year. */
static ComityFigure *
make_chart (const ComityWhatIf *what_if)
{
  const gboolean probability = comity_what_if_is_probability (what_if);
  const gsize n = comity_what_if_get_n (what_if);
  g_autofree double *all = g_new (double, 4 * n);
  ComityLineSeries series[2] = { { _ ("As it is"), all, 0 },
                                 { _ ("What if"), all + n, 1, all + 2 * n, all + 3 * n } };
  ComityFigure *figure;

  for (gsize i = 0; i < n; i++)
    {
      const ComityHazardPoint *factual = comity_what_if_peek_factual (what_if, i);
      const ComityHazardPoint *other = comity_what_if_peek_other (what_if, i);

      all[i] = probability ? factual->cumulative : factual->hazard;
      all[n + i] = probability ? other->cumulative : other->hazard;
      all[2 * n + i] = probability ? other->cumulative_low : other->low;
      all[3 * n + i] = probability ? other->cumulative_high : other->high;
    }
  figure = comity_line_figure_new (probability ? _ ("Cumulative probability") : _ ("Expected"),
                                   comity_what_if_peek_factual (what_if, 0)->year, n, series, 2,
                                   NULL, 0);
  comity_figure_set_show_caption (figure, FALSE);
  return figure;
}

static gpointer
compute_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  WhatIfInput *input = data;
  ComityFit *fit = comity_dossier_model_peek_fit (input->model);
  g_autoptr (ComityProfile) profile = comity_profile_parse (input->settings, error);
  g_autoptr (ComityWhatIfResult) result = g_new0 (ComityWhatIfResult, 1);

  if (profile != NULL)
    result->what_if =
        comity_what_if_new (fit, input->panel, input->row, profile, input->n_years,
                            comity_dossier_model_peek_support (input->model),
                            comity_dossier_model_peek_hazards (input->model), progress, error);
  if (result->what_if == NULL)
    return NULL;
  result->chart = make_chart (result->what_if);
  return g_steal_pointer (&result);
}

ComityJob *
comity_what_if_job_new (
    ComityDossierModel *model, ComityPanel *panel, gsize row, const char *settings, gsize n_years)
{
  WhatIfInput *input = g_new0 (WhatIfInput, 1);

  input->model = comity_dossier_model_ref (model);
  input->panel = comity_panel_ref (panel);
  input->row = row;
  input->settings = g_strdup (settings);
  input->n_years = n_years;
  return comity_job_new (_ ("Asking what if"), compute_in_thread, input, what_if_input_free,
                         (GDestroyNotify) comity_what_if_result_free);
}

typedef struct
{
  ComityDossierModel *model;
  ComityPanel *panel;
  gsize state;
  int year;
  char *variable;
  double value;
} StateInput;

static void
state_input_free (gpointer data)
{
  StateInput *input = data;

  comity_dossier_model_unref (input->model);
  comity_panel_unref (input->panel);
  g_free (input->variable);
  g_free (input);
}

static gpointer
ask_state_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  const StateInput *input = data;

  return comity_state_what_if_new (input->model, input->panel, input->state, input->year,
                                   input->variable, input->value, progress, error);
}

ComityJob *
comity_state_what_if_job_new (ComityDossierModel *model,
                              ComityPanel *panel,
                              gsize state,
                              int year,
                              const char *variable,
                              double value)
{
  StateInput *input = g_new0 (StateInput, 1);

  input->model = comity_dossier_model_ref (model);
  input->panel = comity_panel_ref (panel);
  input->state = state;
  input->year = year;
  input->variable = g_strdup (variable);
  input->value = value;
  return comity_job_new (_ ("Asking what if of all pairs"), ask_state_in_thread, input,
                         state_input_free, (GDestroyNotify) comity_state_what_if_free);
}
