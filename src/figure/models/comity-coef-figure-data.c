/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From fits to the numbers of a coefficient plot: which terms, in which order, on which scale. */
#include "config.h"

#include "comity-coef-figure-private.h"
#include "comity-figures.h"

#include <math.h>
#include <string.h>

ComityCoefData *
comity_coef_data_new (gsize n_terms, gsize n_models)
{
  ComityCoefData *data = g_atomic_rc_box_new0 (ComityCoefData);

  data->n_terms = n_terms;
  data->n_models = n_models;
  data->terms = g_new0 (char *, n_terms);
  data->labels = g_new0 (char *, n_terms);
  data->models = g_new0 (char *, n_models);
  data->points = g_new0 (ComityCoefPoint, n_terms * n_models);
  data->level = 95;
  return data;
}

static void
coef_data_clear (gpointer pointer)
{
  ComityCoefData *data = pointer;

  for (gsize i = 0; i < data->n_terms; i++)
    {
      g_free (data->terms[i]);
      g_free (data->labels[i]);
    }
  for (gsize i = 0; i < data->n_models; i++)
    g_free (data->models[i]);
  g_free (data->terms);
  g_free (data->labels);
  g_free (data->models);
  g_free (data->points);
}

void
comity_coef_data_unref (ComityCoefData *data)
{
  g_atomic_rc_box_release_full (data, coef_data_clear);
}

ComityCoefData *
comity_coef_data_new_for_fit (const ComityFit *fit, const char *measure, gsize n_terms)
{
  ComityCoefData *data = comity_coef_data_new (n_terms, 1);

  data->measure = measure;
  data->level = comity_fit_peek_spec (fit)->level;
  data->models[0] = g_strdup (comity_fit_peek_estimator_title (fit));
  return data;
}

static gboolean
is_time_name (const char *name, gsize length)
{
  static const char *const names[] = { "t", "t2", "t3", "time", "year" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == length && strncmp (name, names[i], length) == 0)
      return TRUE;
  return FALSE;
}

/* t, t2, I(t^2), poly(t, 3)2, ns(t, 4)1, log(t), factor(year)1970 …: the variable is the first name
 * in the term that is not a function's. */
static gboolean
is_time_term (const char *term)
{
  const char *p = term;

  if (strchr (term, ':') != NULL)
    return FALSE;
  while (*p != '\0')
    {
      gsize length = strspn (p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");

      if (length == 0)
        p++;
      else if (p[length] == '(')
        p += length + 1;
      else
        return is_time_name (p, length);
    }
  return FALSE;
}

static gboolean
is_shown (const char *term, const ComityCoefOptions *options)
{
  if (strcmp (term, "(Intercept)") == 0)
    return options->show_intercept;
  return options->show_time || !is_time_term (term);
}

/* Labels read better than names, where they are short enough to stand on an axis. */
static char *
term_label (ComityFit *fit, const char *term)
{
  g_autofree char *label = comity_fit_dup_term_label (fit, term);

  return g_utf8_strlen (label, -1) <= 60 ? g_steal_pointer (&label) : g_strdup (term);
}

/* Standard deviation of each term's contribution x_j β_j over the rows used: |β_j| sd (x_j). */
static double *
contribution_deviations (ComityFit *fit)
{
  gsize k = comity_fit_get_n_terms (fit);
  gsize n_rows = comity_dataset_get_n_rows (comity_fit_peek_dataset (fit));
  g_autofree double *parts = g_new (double, k);
  g_autofree double *means = g_new0 (double, k);
  double *squares = g_new0 (double, k);
  gsize n = 0;

  for (gsize row = 0; row < n_rows; row++)
    {
      if (!comity_fit_uses_row (fit, row))
        continue;
      comity_fit_explain_row (fit, row, parts);
      n++;
      for (gsize j = 0; j < k; j++)
        {
          double difference = parts[j] - means[j];

          means[j] += difference / (double) n;
          squares[j] += difference * (parts[j] - means[j]);
        }
    }
  for (gsize j = 0; j < k; j++)
    squares[j] = n > 1 ? sqrt (squares[j] / (double) (n - 1)) : NAN;
  return squares;
}

static gssize
find_term (GPtrArray *terms, const char *term)
{
  for (guint i = 0; i < terms->len; i++)
    if (strcmp (g_ptr_array_index (terms, i), term) == 0)
      return (gssize) i;
  return -1;
}

static void
fill_model (
    ComityCoefData *data, gsize model, ComityFit *fit, GPtrArray *terms, gboolean standardize)
{
  g_autofree double *deviations = standardize ? contribution_deviations (fit) : NULL;

  for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
    {
      const ComityCoefficient *coefficient = comity_fit_peek_coefficient (fit, j);
      gssize term = find_term (terms, coefficient->term);
      double factor = 1;

      if (term < 0)
        continue;
      if (deviations != NULL)
        factor = coefficient->estimate != 0 ? deviations[j] / fabs (coefficient->estimate) : NAN;
      data->points[(gsize) term * data->n_models + model] = (ComityCoefPoint){
        .present = TRUE,
        .coefficient = (guint32) j,
        .estimate = factor * coefficient->estimate,
        .std_error = factor * coefficient->std_error,
        .low = factor * coefficient->conf_low,
        .high = factor * coefficient->conf_high,
      };
    }
}

ComityFigure *
comity_coef_figure_new (ComityFit *const *fits, gsize n_fits, const ComityCoefOptions *options)
{
  static const ComityCoefOptions defaults = COMITY_COEF_OPTIONS_INIT;
  g_autoptr (GPtrArray) terms = g_ptr_array_new ();
  g_autoptr (GPtrArray) owners = g_ptr_array_new ();
  ComityCoefData *data;
  ComityFigure *figure;

  g_return_val_if_fail (n_fits == 0 || fits != NULL, NULL);

  if (options == NULL)
    options = &defaults;
  for (gsize i = 0; i < n_fits; i++)
    for (gsize j = 0; j < comity_fit_get_n_terms (fits[i]); j++)
      {
        const char *term = comity_fit_peek_coefficient (fits[i], j)->term;

        if (is_shown (term, options) && find_term (terms, term) < 0)
          {
            g_ptr_array_add (terms, (gpointer) term);
            g_ptr_array_add (owners, fits[i]);
          }
      }

  data = comity_coef_data_new (terms->len, n_fits);
  data->standardized = options->standardize;
  if (n_fits > 0)
    data->level = comity_fit_peek_spec (fits[0])->level;
  for (guint i = 0; i < terms->len; i++)
    {
      data->terms[i] = g_strdup (g_ptr_array_index (terms, i));
      data->labels[i] = term_label (g_ptr_array_index (owners, i), data->terms[i]);
    }
  for (gsize i = 0; i < n_fits; i++)
    {
      data->models[i] = g_strdup_printf ("%s (%" G_GSIZE_FORMAT ")",
                                         comity_fit_peek_estimator_title (fits[i]), i + 1);
      fill_model (data, i, fits[i], terms, options->standardize);
    }
  figure = comity_coef_figure_new_from_data (data);
  if (n_fits > 0 && comity_dataset_is_simulated (comity_fit_peek_dataset (fits[0])))
    comity_figure_set_notice (figure, "Simulated data");
  return figure;
}
