/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory for columns and samples. */
#define _DEFAULT_SOURCE /* madvise () */
#include "config.h"

#include "comity-memory.h"

#include <stdlib.h>
#include <sys/mman.h>

#define HUGE_PAGE ((gsize) 2 << 20)

gpointer
comity_memory_try_alloc (gsize n, gsize width)
{
  gsize bytes;
  void *memory = NULL;

  if (!g_size_checked_mul (&bytes, MAX (n, 1), width))
    return NULL;
  if (posix_memalign (&memory, bytes >= HUGE_PAGE ? HUGE_PAGE : 64, bytes) != 0)
    return NULL;
#ifdef MADV_HUGEPAGE
  if (bytes >= HUGE_PAGE)
    madvise (memory, bytes, MADV_HUGEPAGE);
#endif
  return memory;
}
