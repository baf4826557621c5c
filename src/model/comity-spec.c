/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The specification as a value: made, copied, compared; and the names of the covariances. */
#include "config.h"

#include "comity-spec.h"

#include <string.h>

static const struct
{
  ComityVce vce;
  const char *name;
  const char *title;
} vces[] = {
  { COMITY_VCE_CLASSICAL, "classical", "classical" },
  { COMITY_VCE_HC0, "hc0", "heteroskedasticity-robust (HC0)" },
  { COMITY_VCE_HC1, "hc1", "heteroskedasticity-robust (HC1)" },
  { COMITY_VCE_HC2, "hc2", "heteroskedasticity-robust (HC2)" },
  { COMITY_VCE_HC3, "hc3", "heteroskedasticity-robust (HC3)" },
  { COMITY_VCE_HC4, "hc4", "heteroskedasticity-robust (HC4)" },
  { COMITY_VCE_ROBUST, "robust", "heteroskedasticity-robust" },
  { COMITY_VCE_CLUSTER, "cluster", "clustered" },
  { COMITY_VCE_CR2, "cr2", "clustered (CR2)" },
  { COMITY_VCE_TWOWAY, "twoway", "two-way clustered" },
  { COMITY_VCE_DYADIC, "dyadic", "dyadic-cluster-robust" },
  { COMITY_VCE_JACKKNIFE, "jackknife", "jackknife" },
  { COMITY_VCE_BOOTSTRAP, "bootstrap", "bootstrap" },
};

ComitySpec *
comity_spec_new (const char *formula)
{
  ComitySpec *self = g_new0 (ComitySpec, 1);

  self->formula = g_strdup (formula);
  self->estimator = g_strdup ("logit");
  self->vce = COMITY_VCE_DEFAULT;
  self->stata_small_sample = TRUE;
  self->level = 95.0;
  self->replications = COMITY_SPEC_REPLICATIONS;
  self->seed = 1;
  return self;
}

ComitySpec *
comity_spec_copy (const ComitySpec *self)
{
  ComitySpec *copy;

  if (self == NULL)
    return NULL;
  copy = g_new (ComitySpec, 1);
  *copy = *self;
  copy->formula = g_strdup (self->formula);
  copy->estimator = g_strdup (self->estimator);
  copy->clusters = g_strdupv (self->clusters);
  copy->states = g_strdupv (self->states);
  copy->where = g_strdup (self->where);
  copy->weights = g_strdup (self->weights);
  copy->start = g_strdup (self->start);
  copy->stop = g_strdup (self->stop);
  copy->strata = g_strdup (self->strata);
  copy->group = g_strdup (self->group);
  copy->absorb = g_strdupv (self->absorb);
  copy->complete = g_strdupv (self->complete);
  return copy;
}

static gboolean
names_equal (char **a, char **b)
{
  static char *none[] = { NULL };

  return g_strv_equal ((const char *const *) (a != NULL ? a : none),
                       (const char *const *) (b != NULL ? b : none));
}

gboolean
comity_spec_equal (const ComitySpec *a, const ComitySpec *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strcmp0 (a->formula, b->formula) == 0 && g_strcmp0 (a->estimator, b->estimator) == 0 &&
         a->vce == b->vce && names_equal (a->clusters, b->clusters) &&
         names_equal (a->states, b->states) && a->stata_small_sample == b->stata_small_sample &&
         g_strcmp0 (a->where, b->where) == 0 && g_strcmp0 (a->weights, b->weights) == 0 &&
         g_strcmp0 (a->start, b->start) == 0 && g_strcmp0 (a->stop, b->stop) == 0 &&
         g_strcmp0 (a->strata, b->strata) == 0 && g_strcmp0 (a->group, b->group) == 0 &&
         a->ties == b->ties && a->grouped_ties == b->grouped_ties && a->accelerated == b->accelerated &&
         names_equal (a->absorb, b->absorb) && names_equal (a->complete, b->complete) &&
         a->frequency_weights == b->frequency_weights &&
         a->importance_weights == b->importance_weights &&
         a->expected_information == b->expected_information && a->intervals == b->intervals &&
         a->tau == b->tau &&
         a->one_step == b->one_step && a->replications == b->replications && a->seed == b->seed &&
         a->level == b->level;
}

void
comity_spec_free (ComitySpec *self)
{
  if (self == NULL)
    return;

  g_free (self->formula);
  g_free (self->estimator);
  g_strfreev (self->clusters);
  g_strfreev (self->states);
  g_free (self->where);
  g_free (self->weights);
  g_free (self->start);
  g_free (self->stop);
  g_free (self->strata);
  g_free (self->group);
  g_strfreev (self->absorb);
  g_strfreev (self->complete);
  g_free (self);
}

static void
set_names (char ***names, const char *comma_separated)
{
  g_auto (GStrv) parts = g_strsplit (comma_separated != NULL ? comma_separated : "", ",", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (builder, parts[i]);
  g_strfreev (*names);
  *names = g_strv_builder_end (builder);
  if ((*names)[0] == NULL)
    g_clear_pointer (names, g_strfreev);
}

void
comity_spec_set_clusters (ComitySpec *self, const char *comma_separated)
{
  set_names (&self->clusters, comma_separated);
}

void
comity_spec_set_absorb (ComitySpec *self, const char *comma_separated)
{
  set_names (&self->absorb, comma_separated);
}

void
comity_spec_set_times (ComitySpec *self, const char *comma_separated)
{
  const char *comma = strrchr (comma_separated, ',');

  g_clear_pointer (&self->start, g_free);
  g_clear_pointer (&self->stop, g_free);
  if (comma != NULL)
    self->start = g_strstrip (g_strndup (comma_separated, (gsize) (comma - comma_separated)));
  self->stop = g_strstrip (g_strdup (comma != NULL ? comma + 1 : comma_separated));
}

gboolean
comity_spec_looks_at_states (const ComitySpec *self)
{
  return self->vce == COMITY_VCE_DYADIC ||
         (self->clusters == NULL &&
          (self->vce == COMITY_VCE_TWOWAY || self->vce == COMITY_VCE_JACKKNIFE));
}

static const char *const ties_names[] = { "efron", "breslow", "exact" };

gboolean
comity_ties_from_name (const char *name, ComityTies *ties)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ties_names); i++)
    if (name != NULL && g_ascii_strcasecmp (name, ties_names[i]) == 0)
      {
        *ties = (ComityTies) i;
        return TRUE;
      }
  return FALSE;
}

const char *
comity_ties_name (ComityTies ties)
{
  return ties_names[ties];
}

gboolean
comity_vce_is_levered (ComityVce vce)
{
  return vce == COMITY_VCE_HC2 || vce == COMITY_VCE_HC3 || vce == COMITY_VCE_HC4 ||
         vce == COMITY_VCE_CR2;
}

gboolean
comity_vce_is_resampled (ComityVce vce)
{
  return vce == COMITY_VCE_JACKKNIFE || vce == COMITY_VCE_BOOTSTRAP;
}

gboolean
comity_vce_from_name (const char *name, ComityVce *vce)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vces); i++)
    if (name != NULL && g_ascii_strcasecmp (name, vces[i].name) == 0)
      {
        *vce = vces[i].vce;
        return TRUE;
      }
  return FALSE;
}

const char *
comity_vce_name (ComityVce vce)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vces); i++)
    if (vces[i].vce == vce)
      return vces[i].name;
  return "default";
}

const char *
comity_vce_title (ComityVce vce)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vces); i++)
    if (vces[i].vce == vce)
      return vces[i].title;
  return "default";
}

const char *
comity_vce_peek_names (void)
{
  return "classical, hc0, hc1, hc2, hc3, hc4, robust, cluster, cr2, twoway, dyadic, jackknife, bootstrap";
}
