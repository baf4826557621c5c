/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small .dta files of every release and byte order, put together byte by byte after Stata's
 * published formats and not with the code under test. */
#pragma once

#include <glib.h>

typedef struct
{
  int release;
  gboolean big_endian;
  const char *city; /* bytes of the second string cell; NULL: "Rome" */
} DtaMaker;

/* Three rows of b (byte), i (int), l (long), f (float), d (double), s (str9) and, from 117, t
 * (strL): 1  -2  100000  0.5  0.1  "Paris"  "long text" .  .   .       .    .    city     "" 3  4
 * 5       1.5  2.5  ""       "long text" with the data label "Three rows", the variable label "A
 * byte" and the value labels 1 "one" 3 "three" of b, and (from 105) the characteristics
 * _dta[note0], _dta[note1], b[note1], _dta[_TStvar]. */
GBytes *dta_make (const DtaMaker *maker);
