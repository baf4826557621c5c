/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a panel to the plain arrays that measures take: one row per state that exists in the year.
 */
#include "config.h"

#include "comity-similarity-plan-private.h"

#include <math.h>
#include <string.h>

static gboolean
too_large (gsize n, GError **error)
{
  g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_TOO_LARGE,
               "Too large: comparing %" G_GSIZE_FORMAT " states needs more memory than there is.",
               n);
  return FALSE;
}

/* Regions by the number of the first state that has them. */
static double
region_number (const ComityPanel *panel, GHashTable *regions, guint32 state)
{
  const char *region = comity_panel_peek_state_region (panel, state);
  gpointer number;

  if (region == NULL || *region == '\0')
    return NAN;
  if (!g_hash_table_lookup_extended (regions, region, NULL, &number))
    {
      number = GUINT_TO_POINTER (state);
      g_hash_table_insert (regions, (gpointer)region, number);
    }
  return (double)GPOINTER_TO_UINT (number);
}

/* The laws of "civil+customary" as bits; @parts gives each law a number as it comes. */
static double
parts_number (const ComityPanel *panel, GHashTable *parts, guint32 state, int year)
{
  ComityWorld *world = comity_panel_peek_world (panel);
  gssize world_state = comity_panel_get_world_state (panel, state);
  g_auto (GStrv) words = NULL;
  guint64 set = 0;

  if (world == NULL || world_state < 0)
    return NAN;
  words = g_strsplit (comity_world_peek_tradition_parts (world, (gsize)world_state, year), "+", -1);
  for (char **word = words; *word != NULL; word++)
    {
      gpointer number;

      if (**word == '\0')
        continue;
      if (!g_hash_table_lookup_extended (parts, *word, NULL, &number))
        {
          number = GUINT_TO_POINTER (g_hash_table_size (parts));
          if (GPOINTER_TO_UINT (number) >= COMITY_MAX_PARTS)
            continue;
          g_hash_table_insert (parts, g_strdup (*word), number);
        }
      set |= G_GUINT64_CONSTANT (1) << GPOINTER_TO_UINT (number);
    }
  return set != 0 ? (double)set : NAN;
}

/* Writes one component into column @c of x (n × k). */
static void
fill_component (const ComityComponent *component,
                const ComityPanel *panel,
                int year,
                const guint32 *states,
                gsize n,
                gsize k,
                gsize c,
                double *x)
{
  gsize n_all = comity_panel_get_n_states (panel);
  g_autofree double *values = NULL;
  g_autofree ComityTradition *families = NULL;
  g_autoptr (GHashTable) regions = NULL;
  g_autoptr (GHashTable) parts = NULL;

  switch (component->kind)
    {
    case COMITY_COMPONENT_VARIABLE:
    case COMITY_COMPONENT_FACTOR:
      values = g_new (double, n_all);
      comity_panel_get_state_values (panel, component->variable, year, values);
      for (gsize i = 0; i < n; i++)
        x[i * k + c] = values[states[i]];
      break;
    case COMITY_COMPONENT_TRADITION:
      families = g_new0 (ComityTradition, n_all);
      comity_panel_get_traditions (panel, year, families);
      for (gsize i = 0; i < n; i++)
        x[i * k + c] =
            families[states[i]] == COMITY_TRADITION_UNKNOWN ? NAN : (double)families[states[i]];
      break;
    case COMITY_COMPONENT_REGION:
      regions = g_hash_table_new (g_str_hash, g_str_equal);
      for (gsize i = 0; i < n; i++)
        x[i * k + c] = region_number (panel, regions, states[i]);
      break;
    case COMITY_COMPONENT_OVERLAP:
      parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      for (gsize i = 0; i < n; i++)
        x[i * k + c] = parts_number (panel, parts, states[i], year);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
set_ties (ComityTraits *traits,
          const ComityPanel *panel,
          int year,
          const guint32 *states,
          gsize n,
          GError **error)
{
  g_autoptr (GArray) ties = comity_panel_get_ties (panel, year, TRUE);
  g_autofree guint32 *row = g_new (guint32, comity_panel_get_n_states (panel) + 1);
  g_autofree guint32 *a = g_new (guint32, ties->len + 1);
  g_autofree guint32 *b = g_new (guint32, ties->len + 1);

  if (ties->len == 0)
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_NO_DATA,
                   "No states had signed a treaty of this network by %d, so there are no "
                   "treaties to compare.",
                   year);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    row[states[i]] = (guint32)i;
  for (guint t = 0; t < ties->len; t++)
    {
      const ComityTie *tie = &g_array_index (ties, ComityTie, t);

      a[t] = row[tie->a];
      b[t] = row[tie->b];
    }
  return comity_traits_set_ties (traits, a, b, ties->len) || too_large (n, error);
}

static gboolean
check_values (const ComityPlan *self, const ComityTraits *traits, int year, GError **error)
{
  g_autoptr (GString) names = NULL;

  for (gsize v = 0; v < traits->n * traits->k; v++)
    if (!isnan (traits->x[v]) && traits->w[v % traits->k] > 0.0)
      return TRUE;
  names = g_string_new (NULL);
  for (guint c = 0; c < self->components->len; c++)
    g_string_append_printf (names, "%s“%s”", c > 0 ? ", " : "",
                            ((ComityComponent *)self->components->pdata[c])->name);
  g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_NO_DATA,
               "The measure “%s” has nothing to compare in %d: no state has a value of %s in that "
               "year.",
               self->name, year, names->str);
  return FALSE;
}

ComityTraits *
comity_plan_make_traits (const ComityPlan *self,
                         const ComityPanel *panel,
                         int year,
                         const guint32 *states,
                         gsize n,
                         GError **error)
{
  gsize k = self->components->len;
  g_autoptr (ComityTraits) traits = NULL;
  g_autofree double *x = g_try_new (double, MAX (n * k, 1));
  g_autofree double *weights = g_new (double, k + 1);
  g_autofree guint8 *nominal = g_new0 (guint8, k + 1);

  if (x == NULL)
    {
      too_large (n, error);
      return NULL;
    }
  for (gsize c = 0; c < k; c++)
    {
      const ComityComponent *component = self->components->pdata[c];

      weights[c] = component->weight;
      nominal[c] = component->kind == COMITY_COMPONENT_VARIABLE  ? COMITY_TRAIT_NUMBER
                   : component->kind == COMITY_COMPONENT_OVERLAP ? COMITY_TRAIT_SET
                                                                 : COMITY_TRAIT_CATEGORY;
      fill_component (component, panel, year, states, n, k, c, x);
    }
  traits = comity_traits_new (n, k, x, weights, nominal);
  if (traits == NULL)
    {
      too_large (n, error);
      return NULL;
    }
  traits->threshold = self->threshold;
  traits->family = (double)self->family;
  if (self->measure->source == COMITY_TRAITS_OF_PARTNERS)
    return set_ties (traits, panel, year, states, n, error) ? g_steal_pointer (&traits) : NULL;

  if (!check_values (self, traits, year, error))
    return NULL;
  comity_traits_scale (traits, self->scaling);
  for (gsize c = 0; c < k; c++)
    if (self->span > 0.0 && nominal[c] == COMITY_TRAIT_NUMBER)
      traits->span[c] = self->span;
  if (self->measure->needs_covariance && !comity_traits_invert_covariance (traits))
    {
      g_set_error (
          error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_NO_DATA,
          "The measure “%s” cannot be computed in %d: too few states have all of its components, or "
          "one of them follows from the others.",
          self->name, year);
      return NULL;
    }
  return g_steal_pointer (&traits);
}
