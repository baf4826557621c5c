/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stata's missing codes, . and .a to .z, as bits of floats and doubles. */
#include "config.h"

#include "comity-column-private.h"

#include <string.h>

/* First bits and step of Stata's ".", ".a" … ".z" as floats and doubles. */
#define FLOAT_MISSING_BITS 0x7f000000u
#define FLOAT_MISSING_STEP 0x800u
#define DOUBLE_MISSING_BITS 0x7fe0000000000000u
#define DOUBLE_MISSING_STEP 0x10000000000u
#define N_TAGS 27

double
comity_missing_double (char tag)
{
  guint64 bits = DOUBLE_MISSING_BITS;
  double x;

  if (tag >= 'a' && tag <= 'z')
    bits += (guint64) (tag - 'a' + 1) * DOUBLE_MISSING_STEP;
  memcpy (&x, &bits, sizeof x);
  return x;
}

float
comity_missing_float (char tag)
{
  guint32 bits = FLOAT_MISSING_BITS;
  float x;

  if (tag >= 'a' && tag <= 'z')
    bits += (guint32) (tag - 'a' + 1) * FLOAT_MISSING_STEP;
  memcpy (&x, &bits, sizeof x);
  return x;
}

char
comity_missing_tag (guint64 index)
{
  return index == 0 || index >= N_TAGS ? '.' : (char) ('a' + index - 1);
}

char
comity_missing_tag_of_float (float x)
{
  guint32 bits;

  memcpy (&bits, &x, sizeof bits);
  return comity_missing_tag ((bits - FLOAT_MISSING_BITS) / FLOAT_MISSING_STEP);
}

char
comity_missing_tag_of_double (double x)
{
  guint64 bits;

  memcpy (&bits, &x, sizeof bits);
  return comity_missing_tag ((bits - DOUBLE_MISSING_BITS) / DOUBLE_MISSING_STEP);
}
