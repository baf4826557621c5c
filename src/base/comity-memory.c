/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory for columns and samples, and files in memory. */
#define _DEFAULT_SOURCE /* madvise (), sigaction () */
#include "config.h"

#include "comity-memory.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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

/* What a handler of signals may look at has to stand here. */
static const char *cut_sentence;
static gsize cut_length;
static int cut_status;

static void
end_when_cut_cb (int number, siginfo_t *info, void *context)
{
  if (info->si_code == BUS_ADRERR)
    {
      gssize written = write (STDERR_FILENO, cut_sentence, cut_length);

      (void) written;
      _exit (cut_status);
    }
  /* Something else: it comes again when this returns, and ends the program as ever. */
  signal (number, SIG_DFL);
  if (info->si_code <= 0)
    raise (number);
}

void
comity_memory_end_when_file_is_cut (const char *sentence, int status)
{
  struct sigaction action = { .sa_sigaction = end_when_cut_cb, .sa_flags = SA_SIGINFO };

  g_return_if_fail (sentence != NULL);

  cut_sentence = sentence;
  cut_length = strlen (sentence);
  cut_status = status;
  sigemptyset (&action.sa_mask);
  sigaction (SIGBUS, &action, NULL);
}
