/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four doubles at a time by the compiler's vector extensions, and functions built twice: for
 * processors with AVX2 and FMA, and plain. Bodies are always inlined, so that one text serves both.
 *
 * comity_v4_exp: e^x within 2 ulp for -708 ≤ x ≤ 709 (clamped outside). Cody–Waite reduction by
 * ln 2 in two parts and the Taylor polynomial of degree 13 on |r| ≤ ln 2 / 2.
 *
 * comity_v4_log1p: log (1 + x) within 2 ulp for 0 ≤ x ≤ 1, as 2 artanh (x / (2 + x)) by its series:
 * the argument squared is 1/9 at most.
 *
 * comity_v4_erfcx: e^(x²) erfc (x) within 3 ulp for x ≥ 0, which never underflows: (1 + 2x) times
 * it is smooth in t = (x − 3)/(x + 3), as Shepherd & Laframboise found (1981,
 * doi:10.1090/S0025-5718-1981-0595058-X); here its Chebyshev series up to degree 24, written in
 * powers of t (they fall as fast, so that nothing cancels). */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

typedef double ComityV4 __attribute__ ((vector_size (32)));
typedef gint64 ComityV4Int __attribute__ ((vector_size (32)));

#define COMITY_LANES 4
#define COMITY_INLINE static inline __attribute__ ((always_inline))

#if defined(__x86_64__) && defined(__GNUC__)
#define COMITY_HAS_AVX2_BUILD 1
#define COMITY_TARGET_AVX2 __attribute__ ((target ("avx2,fma")))
/* TRUE where the functions built for AVX2 and FMA may run. */
COMITY_INLINE gboolean
comity_cpu_has_avx2 (void)
{
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
}
#else
#define COMITY_HAS_AVX2_BUILD 0
#define COMITY_TARGET_AVX2
COMITY_INLINE gboolean
comity_cpu_has_avx2 (void)
{
  return FALSE;
}
#endif

#define COMITY_V4_LOAD(p) (*(const ComityV4 *) (p))
#define COMITY_V4_STORE(p, v) (*(ComityV4 *) (p) = (v))
#define COMITY_V4_SET(s) ((ComityV4){ (s), (s), (s), (s) })
/* Lanes of a where the mask (of a comparison) is all ones, else of b. */
#define COMITY_V4_CHOOSE(mask, a, b)                                                               \
  ((ComityV4) (((ComityV4Int) (a) & (mask)) | ((ComityV4Int) (b) & ~(mask))))
#define COMITY_V4_MIN(a, b) COMITY_V4_CHOOSE ((a) < (b), a, b)
#define COMITY_V4_MAX(a, b) COMITY_V4_CHOOSE ((a) > (b), a, b)
#define COMITY_V4_ABS(a) ((ComityV4) ((ComityV4Int) (a) &0x7fffffffffffffffLL))
#define COMITY_V4_SUM(a) (((a)[0] + (a)[1]) + ((a)[2] + (a)[3]))

/* x in, e^x out, in place. */
COMITY_INLINE void
comity_v4_exp (ComityV4 *x)
{
  const double shift = 6755399441055744.0; /* 1.5 · 2^52: adding it rounds to a whole number */
  ComityV4 v = COMITY_V4_MIN (COMITY_V4_MAX (*x, COMITY_V4_SET (-708.0)), COMITY_V4_SET (709.0));
  ComityV4 n = v * 1.4426950408889634 + shift;
  ComityV4Int k = (ComityV4Int) n;
  ComityV4 r, p;

  n -= shift;
  r = v - n * 6.93147180369123816490e-01 - n * 1.90821492927058770002e-10;
  p = r * (1.0 / 6227020800.0) + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r * r + r;
  *x = (p + 1.0) * (ComityV4) ((k + 1023) << 52);
}

/* x in, e^(x²) erfc (x) out, in place; x ≥ 0. */
COMITY_INLINE void
comity_v4_erfcx (ComityV4 *x)
{
  static const double series[] = {
    1.25300805826972961e+00,  -1.35621106124581170e-01, -4.75622943534491985e-02,
    1.29645158702759389e-01,  -1.19273663415386380e-01, 6.83080273440098973e-02,
    -2.37705149171713384e-02, 2.52939181569396959e-03,  1.88869034499917175e-03,
    -7.79832269654329624e-04, -1.05159719584480368e-04, 1.25099342458368239e-04,
    4.94919664996624775e-06,  -2.01005422685118227e-05, -7.30828146870516179e-07,
    3.47237094495069119e-06,  3.55760866823493606e-07,  -6.16601146007013304e-07,
    -1.40476543130736496e-07, 1.01836206013026869e-07,  4.10640136485241359e-08,
    -1.33129196499294844e-08, -8.21759504980632921e-09, 9.86253348936506722e-10,
    8.39373484125361639e-10,
  };
  ComityV4 v = *x;
  ComityV4 t = (v - 3.0) / (v + 3.0);
  ComityV4 p = COMITY_V4_SET (series[G_N_ELEMENTS (series) - 1]);

#pragma GCC unroll 32
  for (gsize i = G_N_ELEMENTS (series) - 1; i-- > 0;)
    p = p * t + series[i];
  *x = p / (v * 2.0 + 1.0);
}

/* x in, log (1 + x) out, in place; 0 ≤ x ≤ 1. */
COMITY_INLINE void
comity_v4_log1p (ComityV4 *x)
{
  ComityV4 s = *x / (*x + 2.0);
  ComityV4 z = s * s;
  ComityV4 p = COMITY_V4_SET (1.0 / 33.0);

#pragma GCC unroll 16
  for (int k = 31; k > 1; k -= 2)
    p = p * z + 1.0 / k;
  *x = 2.0 * (s * z * p + s);
}

/* Square root of each lane, in place. */
COMITY_INLINE void
comity_v4_sqrt (ComityV4 *x)
{
  ComityV4 v = *x;

  *x = (ComityV4){ __builtin_sqrt (v[0]), __builtin_sqrt (v[1]), __builtin_sqrt (v[2]),
                   __builtin_sqrt (v[3]) };
}

G_END_DECLS
