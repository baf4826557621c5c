/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every pass over a sample does with a block of rows. A block holds COMITY_BLOCK rows; its
 * columns lie one after the other, COMITY_BLOCK contiguous doubles each, so that a block of some
 * twenty columns stays in the first-level cache. Rows that only fill the last block are 0 in every
 * column. Chosen once for the processor; the results of one machine do not depend on threads. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define COMITY_BLOCK 128

typedef struct
{
  const char *name;
  /* eta[r] = Σ_j beta[j] · x[pick[j]][r] (+ offset[r] where there is one). */
  void (*linear) (const double *x,
                  const guint32 *pick,
                  gsize q,
                  const double *beta,
                  const double *offset,
                  double *eta);
  /* Adds x[pick[j]]'u of the block to sums[j]. */
  void (*project) (const double *x, const guint32 *pick, gsize q, const double *u, double *sums);
  /* Adds Z'Z to @tiles, Z = (s · x[pick[0]], …, s · x[pick[q-1]], z): q + 1 columns. @work:
   * comity_kernel_get_work_length (q) doubles. */
  void (*gram) (const double *x,
                const guint32 *pick,
                gsize q,
                const double *s,
                const double *z,
                double *work,
                double *tiles);
} ComityKernel;

const ComityKernel *comity_kernel_get (void);
/* The plain build, for tests to compare with. */
const ComityKernel *comity_kernel_get_plain (void);

/* Doubles that @tiles and @work must hold; both aligned to 32 bytes, tiles zeroed at first. */
gsize comity_kernel_get_tiles_length (gsize q);
gsize comity_kernel_get_work_length (gsize q);
/* Adds the lower triangle of Z'Z, (q + 1) × (q + 1) row-major, to @h, and empties @tiles. */
void comity_kernel_sum_tiles (double *tiles, gsize q, double *h);
/* Blocks between two looks at a cancellable: some ten milliseconds of cross products. */
gsize comity_kernel_get_blocks_per_look (gsize q);
/* NULL when there is no memory; aligned to 64 bytes, on huge pages where large; not zeroed (who
 * fills it first should be the thread that reads it). free (). */
double *comity_kernel_alloc (gsize n);
double *comity_kernel_alloc0 (gsize n);

G_END_DECLS
