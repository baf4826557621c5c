/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of estimators: a new one adds its line. */
#include "config.h"

#include "comity-estimator-private.h"

#include "comity-link-private.h"

#include <math.h>

static const ComityEstimator *const estimators[] = {
  &comity_logit,       &comity_relogit, &comity_firth,       &comity_probit,    &comity_cloglog,
  &comity_lpm,         &comity_poisson, &comity_negbin,      &comity_cox,       &comity_clogit,
  &comity_exponential, &comity_weibull, &comity_loglogistic, &comity_lognormal, &comity_xtlogit,
};

gsize
comity_estimator_get_n (void)
{
  return G_N_ELEMENTS (estimators);
}

const char *
comity_estimator_peek_name (gsize i)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (estimators), NULL);
  return estimators[i]->name;
}

const char *
comity_estimator_peek_title (gsize i)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (estimators), NULL);
  return estimators[i]->title;
}

gboolean
comity_estimator_is_grouped (gsize i)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (estimators), FALSE);
  return estimators[i]->grouped;
}

gboolean
comity_estimator_is_timed (gsize i)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (estimators), FALSE);
  return estimators[i]->timed;
}

gboolean
comity_estimator_takes (gsize i, ComityEstimatorOption option)
{
  char name[] = "w";
  ComitySpec bare = { .vce = COMITY_VCE_DEFAULT };
  const ComityEstimator *self;

  g_return_val_if_fail (i < G_N_ELEMENTS (estimators), FALSE);

  self = estimators[i];
  switch (option)
    {
    case COMITY_ESTIMATOR_ABSORB:
      return self->absorbs;
    case COMITY_ESTIMATOR_TAU:
      return self->takes_tau;
    case COMITY_ESTIMATOR_TIES:
      return self->timed && self->partial;
    case COMITY_ESTIMATOR_METRIC:
      return self == &comity_exponential || self == &comity_weibull;
    case COMITY_ESTIMATOR_STRATA:
      if (!self->timed)
        return FALSE;
      bare.strata = name;
      break;
    case COMITY_ESTIMATOR_WEIGHTS:
      bare.weights = name;
      break;
    case COMITY_ESTIMATOR_ONE_STEP:
      bare.vce = COMITY_VCE_JACKKNIFE;
      bare.one_step = TRUE;
      break;
    }
  return self->check == NULL || self->check (&bare, NULL);
}

gboolean
comity_estimator_takes_vce (gsize i, ComityVce vce)
{
  ComitySpec bare = { .vce = vce };

  g_return_val_if_fail (i < G_N_ELEMENTS (estimators), FALSE);

  if (comity_vce_is_levered (vce) && !estimators[i]->linear)
    return FALSE;
  return estimators[i]->check == NULL || estimators[i]->check (&bare, NULL);
}

const ComityEstimator *
comity_estimator_find (const char *name, GError **error)
{
  GString *names = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (estimators); i++)
    {
      if (g_strcmp0 (name, estimators[i]->name) == 0)
        {
          g_string_free (names, TRUE);
          return estimators[i];
        }
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", estimators[i]->name);
    }
  g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
               "There is no estimator “%s”; there is: %s.", name != NULL ? name : "", names->str);
  g_string_free (names, TRUE);
  return NULL;
}

const char *
comity_refuse_unless_binary (double y)
{
  return y == 0.0 || y == 1.0 ? NULL : "must be 0 or 1";
}

double
comity_binary_null_log_likelihood (double total, double mean)
{
  return total * (mean * log (mean) + (1.0 - mean) * log1p (-mean));
}
