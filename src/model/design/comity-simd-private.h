/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four doubles at a time by the compiler's vector extensions, and functions built twice: for
 * processors with AVX2 and FMA, and plain. Bodies are always inlined, so that one text serves both.
 *
 * comity_v4_exp: e^x within 2 ulp for -708 ≤ x ≤ 709 (clamped outside). Cody–Waite reduction by
 * ln 2 in two parts and the Taylor polynomial of degree 13 on |r| ≤ ln 2 / 2. */
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

/* Square root of each lane, in place. */
COMITY_INLINE void
comity_v4_sqrt (ComityV4 *x)
{
  ComityV4 v = *x;

  *x = (ComityV4){ __builtin_sqrt (v[0]), __builtin_sqrt (v[1]), __builtin_sqrt (v[2]),
                   __builtin_sqrt (v[3]) };
}

G_END_DECLS
