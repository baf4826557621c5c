/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For files of estimators with a link function: NAME_body, always inlined, becomes NAME_get_link,
 * which gives the build for the processor. */
#pragma once

#include "comity-estimator-private.h"
#include "comity-simd-private.h"

G_BEGIN_DECLS

#define COMITY_LINK_ARGUMENTS                                                                      \
  const double *eta, const double *y, const double *weight, double *root, double *z,               \
      double *residual

#if COMITY_HAS_AVX2_BUILD
#define COMITY_DEFINE_LINK(name)                                                                   \
  COMITY_TARGET_AVX2 static double name##_avx2 (COMITY_LINK_ARGUMENTS)                             \
  {                                                                                                \
    return name##_body (eta, y, weight, root, z, residual);                                        \
  }                                                                                                \
  static double name##_plain (COMITY_LINK_ARGUMENTS)                                               \
  {                                                                                                \
    return name##_body (eta, y, weight, root, z, residual);                                        \
  }                                                                                                \
  static ComityLink name##_get_link (gboolean avx2)                                                \
  {                                                                                                \
    return avx2 ? name##_avx2 : name##_plain;                                                      \
  }
#else
#define COMITY_DEFINE_LINK(name)                                                                   \
  static double name##_plain (COMITY_LINK_ARGUMENTS)                                               \
  {                                                                                                \
    return name##_body (eta, y, weight, root, z, residual);                                        \
  }                                                                                                \
  static ComityLink name##_get_link (gboolean avx2)                                                \
  {                                                                                                \
    return name##_plain;                                                                           \
  }
#endif

/* Likewise NAME_get for residuals alone. */
#if COMITY_HAS_AVX2_BUILD
#define COMITY_DEFINE_RESIDUAL(name)                                                               \
  COMITY_TARGET_AVX2 static void name##_avx2 (const double *eta, const double *y,                  \
                                              const double *weight, double *residual)              \
  {                                                                                                \
    name##_body (eta, y, weight, residual);                                                        \
  }                                                                                                \
  static void name##_plain (const double *eta, const double *y, const double *weight,              \
                            double *residual)                                                      \
  {                                                                                                \
    name##_body (eta, y, weight, residual);                                                        \
  }                                                                                                \
  static ComityResidual name##_get (gboolean avx2)                                                 \
  {                                                                                                \
    return avx2 ? name##_avx2 : name##_plain;                                                      \
  }
#else
#define COMITY_DEFINE_RESIDUAL(name)                                                               \
  static void name##_plain (const double *eta, const double *y, const double *weight,              \
                            double *residual)                                                      \
  {                                                                                                \
    name##_body (eta, y, weight, residual);                                                        \
  }                                                                                                \
  static ComityResidual name##_get (gboolean avx2)                                                 \
  {                                                                                                \
    return name##_plain;                                                                           \
  }
#endif

/* Below any weight that matters; keeps u / √w finite where w underflows. */
#define COMITY_LEAST_WEIGHT 1e-300

/* What every link ends with: u and w of four rows, times their weights, stored. */
COMITY_INLINE void
comity_link_store (ComityV4 u,
                   ComityV4 w,
                   const double *weight,
                   gsize r,
                   double *root,
                   double *z,
                   double *residual)
{
  if (weight != NULL)
    {
      u *= COMITY_V4_LOAD (weight + r);
      w *= COMITY_V4_LOAD (weight + r);
    }
  w = COMITY_V4_MAX (w, COMITY_V4_SET (COMITY_LEAST_WEIGHT));
  comity_v4_sqrt (&w);
  COMITY_V4_STORE (root + r, w);
  COMITY_V4_STORE (z + r, u / w);
  COMITY_V4_STORE (residual + r, u);
}

/* For every model of a 0/1 outcome. */
const char *comity_refuse_unless_binary (double y);
double comity_binary_null_log_likelihood (double total, double mean);

G_END_DECLS
