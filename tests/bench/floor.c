/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this machine does at best, with nothing of Comity in it: reading memory, the triad, touching
 * every byte of the files, and one cross product X'X of half a million rows by nineteen columns
 * through BLAS (2·n·k²/2 operations). Prints "name<TAB>seconds" once a run. Not a test. */
#include <cblas.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define N_ROWS 500000
#define N_COLS 19
#define N_WORDS (16 << 20) /* 128 MB of doubles: beyond every cache */
#define N_THREADS 2

void openblas_set_num_threads (int n_threads);

static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static void
say (const char *name, double started)
{
  printf ("%s\t%.6f\n", name, now () - started);
}

typedef struct
{
  const char *bytes;
  size_t n;
  unsigned long sum;
} Touch;

/* Adds all words up, so that none can be skipped. */
static void *
touch_in_thread (void *data)
{
  Touch *touch = data;
  const unsigned long *word = (const unsigned long *) touch->bytes;
  unsigned long sum = 0;

  for (size_t i = 0; i < touch->n / sizeof *word; i++)
    sum += word[i];
  touch->sum = sum;
  return NULL;
}

static unsigned long
touch (const char *bytes, size_t n)
{
  pthread_t threads[N_THREADS];
  Touch parts[N_THREADS];
  size_t part = n / N_THREADS / 4096 * 4096;
  unsigned long sum = 0;

  for (size_t i = 0; i < N_THREADS; i++)
    {
      parts[i] = (Touch){ bytes + i * part, i + 1 < N_THREADS ? part : n - i * part, 0 };
      pthread_create (&threads[i], NULL, touch_in_thread, &parts[i]);
    }
  for (size_t i = 0; i < N_THREADS; i++)
    {
      pthread_join (threads[i], NULL);
      sum += parts[i].sum;
    }
  return sum;
}

static unsigned long
touch_file (const char *name, const char *path)
{
  double started = now ();
  int file = open (path, O_RDONLY);
  struct stat facts;
  void *bytes;
  unsigned long sum = 0;

  if (file < 0 || fstat (file, &facts) != 0)
    return 0;
  bytes = mmap (NULL, (size_t) facts.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  if (bytes != MAP_FAILED)
    {
      sum = touch (bytes, (size_t) facts.st_size);
      munmap (bytes, (size_t) facts.st_size);
      say (name, started);
    }
  close (file);
  return sum;
}

int
main (int argc, char **argv)
{
  int n_runs = argc > 3 ? atoi (argv[3]) : 3;
  double *x = malloc (sizeof (double) * N_ROWS * N_COLS);
  double *big = malloc (sizeof (double) * N_WORDS);
  double *other = malloc (sizeof (double) * N_WORDS);
  double h[N_COLS * N_COLS];
  unsigned long sum = 0;

  if (argc < 3 || x == NULL || big == NULL || other == NULL)
    return 2;
  for (size_t i = 0; i < (size_t) N_ROWS * N_COLS; i++)
    x[i] = (double) (i * 2654435761u % 1000) / 1000.0;
  for (size_t i = 0; i < N_WORDS; i++)
    big[i] = other[i] = (double) i;
  openblas_set_num_threads (N_THREADS);
  for (int run = 0; run < n_runs; run++)
    {
      double started = now ();

      sum += touch ((const char *) big, sizeof (double) * N_WORDS);
      say ("read 134 MB of memory", started);
      started = now ();
      for (size_t i = 0; i < N_WORDS; i++)
        other[i] = big[i] + 3.0 * other[i];
      say ("triad of 134 MB, a thread", started);
      started = now ();
      cblas_dsyrk (CblasRowMajor, CblasLower, CblasTrans, N_COLS, N_ROWS, 1.0, x, N_COLS, 0.0, h,
                   N_COLS);
      say ("X'X", started);
      sum += touch_file ("touch .dta", argv[1]) + touch_file ("touch .csv", argv[2]);
    }
  fprintf (stderr, "%lu %g\n", sum, h[0] + other[N_WORDS / 2]);
  free (x);
  free (big);
  free (other);
  return 0;
}
