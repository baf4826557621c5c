/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dossier is quick but not free (nearest comparable pairs look at every row of the year), so it
 * is written off the main thread, and the line charts of institutions with it. */
#include "config.h"

#include "comity-dossier-job.h"

#include <glib/gi18n.h>
#include <math.h>

#include "comity-figures.h"

/* Charts at most, so that the dossier's words are not far below. */
#define MAX_CHARTS 3

/* The institutions charted first, where the panel has them. */
static const char *const charted[] = { "judicial", "polyarchy", "ideal_point" };

typedef struct
{
  ComityPanel *panel;
  ComityElement element;
  int year;
  ComityFit *fit;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  comity_panel_unref (input->panel);
  g_clear_pointer (&input->fit, comity_fit_unref);
  g_free (input);
}

void
comity_dossier_result_free (ComityDossierResult *self)
{
  g_clear_pointer (&self->dossier, comity_dossier_free);
  g_clear_pointer (&self->charts, g_ptr_array_unref);
  g_free (self);
}

/* The years in which the pair signed, as marks on the axis. */
static GArray *
find_marks (const Input *input, int first, int last)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (ComityLineMark));
  const ComityTreatyNetwork *network = comity_panel_peek_network (input->panel);
  ComityWorld *world = comity_panel_peek_world (input->panel);
  gssize a, b, number;
  gsize n = 0;
  const ComityTreaty *treaties;

  if (input->element.kind != COMITY_ELEMENT_PAIR || network == NULL || world == NULL)
    return marks;
  a = comity_panel_get_world_state (input->panel, input->element.a);
  b = comity_panel_get_world_state (input->panel, input->element.b);
  number = comity_world_find_network (world, network->id);
  if (a < 0 || b < 0 || number < 0)
    return marks;
  treaties = comity_world_peek_pair_treaties (world, (gsize)number, (gsize)a, (gsize)b, &n);
  for (gsize i = 0; i < n; i++)
    {
      ComityLineMark mark = { treaties[i].year, "" };

      if (treaties[i].tie && mark.year >= first && mark.year <= last)
        g_array_append_val (marks, mark);
    }
  return marks;
}

/* One variable of one or both states over all years; NULL when neither has a value. */
static ComityFigure *
chart_variable (const Input *input, gsize variable, int first, int last, GArray *marks)
{
  const gboolean pair = input->element.kind == COMITY_ELEMENT_PAIR;
  const gsize n_years = (gsize)(last - first + 1);
  g_autofree double *all = g_new (double, comity_panel_get_n_states (input->panel));
  g_autofree double *a = g_new (double, n_years);
  g_autofree double *b = g_new (double, n_years);
  gboolean any = FALSE;
  ComityLineSeries series[2];
  ComityFigure *figure;

  for (gsize i = 0; i < n_years; i++)
    {
      comity_panel_get_state_values (input->panel, variable, first + (int)i, all);
      a[i] = all[input->element.a];
      b[i] = pair ? all[input->element.b] : NAN;
      any = any || !isnan (a[i]) || !isnan (b[i]);
    }
  if (!any)
    return NULL;
  series[0] =
      (ComityLineSeries){ comity_panel_peek_state_code (input->panel, input->element.a), a, 0 };
  series[1] = (ComityLineSeries){
    comity_panel_peek_state_code (input->panel, pair ? input->element.b : input->element.a), b, 1
  };
  figure = comity_line_figure_new (comity_panel_peek_state_variable_label (input->panel, variable),
                                   first, n_years, series, pair ? 2 : 1,
                                   (const ComityLineMark *)marks->data, marks->len);
  comity_figure_set_show_caption (figure, FALSE);
  return figure;
}

static GPtrArray *
make_charts (const Input *input)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func ((GDestroyNotify)comity_figure_unref);
  const gsize n = comity_panel_get_n_state_variables (input->panel);
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GArray) marks = NULL;
  int first, last;

  comity_panel_get_years (input->panel, &first, &last);
  if (last <= first)
    return charts;
  marks = find_marks (input, first, last);
  for (gsize i = 0; i < G_N_ELEMENTS (charted); i++)
    {
      gssize found = comity_panel_find_state_variable (input->panel, charted[i]);

      if (found >= 0)
        g_array_append_val (wanted, found);
    }
  for (gsize v = 0; wanted->len == 0 && v < MIN (n, MAX_CHARTS); v++)
    g_array_append_val (wanted, v);
  for (guint i = 0; i < wanted->len && charts->len < MAX_CHARTS; i++)
    {
      ComityFigure *figure =
          chart_variable (input, g_array_index (wanted, gsize, i), first, last, marks);

      if (figure != NULL)
        g_ptr_array_add (charts, figure);
    }
  return charts;
}

static gpointer
write_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  g_autoptr (ComityDossierResult) result = g_new0 (ComityDossierResult, 1);

  result->element = input->element;
  if (input->element.kind == COMITY_ELEMENT_PAIR)
    result->dossier = comity_dossier_new_pair (input->panel, input->element.a, input->element.b,
                                               input->year, input->fit, error);
  else
    result->dossier = comity_dossier_new_state (input->panel, input->element.a, input->year, error);
  if (result->dossier == NULL || comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  result->charts = make_charts (input);
  return g_steal_pointer (&result);
}

ComityJob *
comity_dossier_job_new (ComityPanel *panel, ComityElement element, int year, ComityFit *fit)
{
  Input *input = g_new0 (Input, 1);

  input->panel = comity_panel_ref (panel);
  input->element = element;
  input->year = year;
  input->fit = fit != NULL ? comity_fit_ref (fit) : NULL;
  return comity_job_new (_ ("Writing the dossier"), write_in_thread, input, input_free,
                         (GDestroyNotify)comity_dossier_result_free);
}
