/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of covariances. */
#include "config.h"

#include "comity-vce-private.h"

static const struct
{
  ComityVce vce;
  ComityVceFunc func;
} table[] = {
  { COMITY_VCE_CLASSICAL, comity_vce_classical },
  { COMITY_VCE_HC0, comity_vce_hc0 },
  { COMITY_VCE_HC1, comity_vce_hc1 },
  { COMITY_VCE_HC2, comity_vce_hc2 },
  { COMITY_VCE_HC3, comity_vce_hc3 },
  { COMITY_VCE_HC4, comity_vce_hc4 },
  { COMITY_VCE_ROBUST, comity_vce_robust },
  { COMITY_VCE_CLUSTER, comity_vce_cluster },
  { COMITY_VCE_CR2, comity_vce_cr2 },
  { COMITY_VCE_TWOWAY, comity_vce_twoway },
  { COMITY_VCE_DYADIC, comity_vce_dyadic },
};

ComityVceFunc
comity_vce_get_func (ComityVce vce)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].vce == vce)
      return table[i].func;
  return NULL;
}
