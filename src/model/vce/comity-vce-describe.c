/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A kind of standard errors in a sentence, for notes under tables. */
#include "config.h"

#include "comity-vce-private.h"

#include <string.h>

/* "16,637" */
static char *
group_thousands (gsize n)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GSIZE_FORMAT, n);
  gsize length = strlen (digits);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

char *
comity_vce_describe (ComityVce vce, const ComitySpec *spec, GPtrArray *groups)
{
  const ComityGroups *first = groups->len > 0 ? g_ptr_array_index (groups, 0) : NULL;
  const ComityGroups *second = groups->len > 1 ? g_ptr_array_index (groups, 1) : NULL;
  g_autofree char *n_first = group_thousands (first != NULL ? first->n_groups : 0);
  g_autofree char *n_second = group_thousands (second != NULL ? second->n_groups : 0);
  g_autofree char *clusters =
      g_strconcat ("clusters of ", first != NULL ? first->name : NULL, NULL);
  const char *jackknife = spec->one_step ? "One-step jackknife" : "Jackknife";

  switch (vce)
    {
    case COMITY_VCE_CLUSTER:
      return g_strdup_printf ("Standard errors clustered by %s (%s clusters)", first->name, n_first);
    case COMITY_VCE_CR2:
      return g_strdup_printf ("Standard errors clustered by %s (%s clusters), corrected for "
                              "leverage (CR2), with Satterthwaite's degrees of freedom",
                              first->name, n_first);
    case COMITY_VCE_TWOWAY:
      return g_strdup_printf (
          "Standard errors clustered two ways, by %s (%s clusters) and %s (%s clusters)",
          first->name, n_first, second->name, n_second);
    case COMITY_VCE_DYADIC:
      return g_strdup_printf ("Dyadic-cluster-robust standard errors (%s states)", n_first);
    case COMITY_VCE_JACKKNIFE:
      if (second == NULL)
        return g_strdup_printf (
            "%s standard errors, a cluster of %s left out at a time (%s clusters)", jackknife,
            first->name, n_first);
      return g_strdup_printf ("%s standard errors, a state left out at a time (%s states; up to "
                              "√2 too large where the dyads of a state have nothing in common)",
                              jackknife, n_first);
    case COMITY_VCE_BOOTSTRAP:
      return g_strdup_printf (
          "Bootstrap standard errors: %u samples of %s %s (seed %" G_GINT64_FORMAT ")",
          spec->replications, n_first, groups->len > 0 && first->name != NULL ? clusters : "rows",
          spec->seed);
    case COMITY_VCE_CLASSICAL:
      return g_strdup ("Classical standard errors");
    case COMITY_VCE_ROBUST:
      return g_strdup ("Heteroskedasticity-robust standard errors");
    default:
      {
        g_autofree char *name = g_ascii_strup (comity_vce_name (vce), -1);

        return g_strdup_printf ("Heteroskedasticity-robust standard errors (%s)", name);
      }
    }
}
