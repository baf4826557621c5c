/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of a sample are read, centred and scaled: first the scale of each, then the values of
 * all of them by runs of blocks. A run is a piece of memory, so that whoever is the first to touch
 * it waits for the system a little and often, on all threads, and cancelling is seen between.
 *   n rows · k columns · X n × k in blocks */
#include "config.h"

#include "comity-sample-private.h"

#include "comity-parallel.h"

#include <math.h>

/* Blocks of which one tells the scale, and the number of blocks from which this pays. */
#define SURVEY_STEP 8
#define SURVEY_MIN_BLOCKS 256
/* Mean square of a scaled column, or its inverse, beyond which the scale is taken from all rows. */
#define MAX_SQUARE 100.0
/* Blocks written by a piece: some 8,000 rows. */
#define BLOCKS_PER_PIECE 64
/* Blocks surveyed between two looks at the progress. */
#define BLOCKS_PER_LOOK 256

typedef struct
{
  ComitySample *sample;
  const guint32 *places; /* NULL: in order */
  gsize n_places;
  ComitySampleFill fill;
  gpointer data;
  gboolean constant;      /* place 0 is the constant */
  const gboolean *wanted; /* n_places: the columns to be written; NULL: all */
  gsize n_pieces;
  double *squares; /* pieces × n_places: of the scaled values */
  ComityProgress *progress;
} Filling;

static gsize
get_place (const Filling *self, gsize column)
{
  return self->places != NULL ? self->places[column] : column;
}

static gboolean
is_constant (const Filling *self, gsize column)
{
  return self->constant && get_place (self, column) == 0;
}

/* Every @step-th block of a column: where it lies and how far it spreads. */
static void
survey_column (const Filling *self, gsize column, gsize step)
{
  ComitySample *sample = self->sample;
  gsize place = get_place (self, column);
  double buffer[COMITY_BLOCK];
  double shift = 0.0;
  double low = G_MAXDOUBLE;
  double high = -G_MAXDOUBLE;
  double sum = 0.0;
  double squares = 0.0;
  double centre = 0.0;
  double rows = 0.0;
  double spread;

  for (gsize block = 0; block < sample->n_blocks; block += step)
    {
      gsize n = MIN (COMITY_BLOCK, sample->n - block * COMITY_BLOCK);
      double block_sum = 0.0;
      double block_squares = 0.0;

      if (block / step % BLOCKS_PER_LOOK == BLOCKS_PER_LOOK - 1 &&
          comity_progress_is_cancelled (self->progress))
        return;
      self->fill (column, block * COMITY_BLOCK, n, buffer, self->data);
      if (block == 0)
        shift = sample->has_constant ? buffer[0] : 0.0;
      for (gsize r = 0; r < n; r++)
        {
          double e = buffer[r] - shift;

          block_sum += e;
          block_squares += e * e;
          low = MIN (low, buffer[r]);
          high = MAX (high, buffer[r]);
        }
      sum += block_sum;
      squares += block_squares;
      rows += (double) n;
    }
  if (sample->has_constant)
    centre = low == high ? low : CLAMP (shift + sum / rows, low, high);
  spread = sqrt (MAX (squares / rows - (centre - shift) * (centre - shift), 0.0));
  /* Where the squares have cancelled or overflowed the range serves as well. */
  if (!(spread > 1e-6 * (high - low)) || isinf (spread))
    spread = sample->has_constant ? high - low : MAX (fabs (low), fabs (high));
  sample->mean[place] = centre;
  sample->scale[place] = spread;
}

static gsize
get_step (const ComitySample *sample)
{
  return sample->n_blocks > SURVEY_MIN_BLOCKS ? SURVEY_STEP : 1;
}

/* Centre and scale only keep the arithmetic good: an eighth of the rows tells them, mostly. */
static void
survey_piece (gsize column, gpointer user_data)
{
  Filling *self = user_data;
  gsize step = get_step (self->sample);

  if (is_constant (self, column))
    {
      self->sample->scale[0] = 1.0;
      return;
    }
  survey_column (self, column, step);
  if (step > 1 && self->sample->scale[get_place (self, column)] == 0.0)
    survey_column (self, column, 1);
}

static void
write_constant (const ComitySample *sample, gsize block)
{
  double *out = sample->x + block * sample->stride * COMITY_BLOCK;

  for (gsize r = 0; r < COMITY_BLOCK; r++)
    out[r] = block + 1 < sample->n_blocks ? 1.0 : sample->mask[r];
}

/* The scaled values of a block; returns the sum of their squares. */
static double
write_block (const Filling *self, gsize column, gsize block)
{
  const ComitySample *sample = self->sample;
  gsize place = get_place (self, column);
  gsize n = MIN (COMITY_BLOCK, sample->n - block * COMITY_BLOCK);
  double *out = sample->x + (block * sample->stride + place) * COMITY_BLOCK;
  double centre = sample->mean[place];
  double factor = sample->scale[place] > 0.0 ? 1.0 / sample->scale[place] : 0.0;
  double squares = 0.0;

  self->fill (column, block * COMITY_BLOCK, n, out, self->data);
  for (gsize r = 0; r < n; r++)
    {
      out[r] = (out[r] - centre) * factor;
      squares += out[r] * out[r];
    }
  for (gsize r = n; r < COMITY_BLOCK; r++)
    out[r] = 0.0;
  return squares;
}

static void
write_piece (gsize piece, gpointer user_data)
{
  Filling *self = user_data;
  double *squares = self->squares + piece * self->n_places;
  gsize first, last;

  comity_parallel_cut (self->sample->n_blocks, 1, self->n_pieces, piece, &first, &last);
  for (gsize column = 0; column < self->n_places; column++)
    {
      if (self->wanted != NULL && !self->wanted[column])
        continue;
      squares[column] = 0.0;
      for (gsize block = first; block < last; block++)
        if (is_constant (self, column))
          write_constant (self->sample, block);
        else
          squares[column] += write_block (self, column, block);
    }
}

/* Whether the scale turned out to be far from the values'. */
static gboolean
is_far (const Filling *self, gsize column)
{
  double n = (double) self->sample->n;
  double squares = 0.0;

  if (is_constant (self, column) || !(self->sample->scale[get_place (self, column)] > 0.0))
    return FALSE;
  for (gsize piece = 0; piece < self->n_pieces; piece++)
    squares += self->squares[piece * self->n_places + column];
  return !(squares < MAX_SQUARE * n && squares * MAX_SQUARE > n);
}

/* Those whose scale an eighth of the rows did not tell. FALSE: cancelled. */
static gboolean
write_again (Filling *self, guint n_threads)
{
  g_autofree gboolean *wanted = g_new0 (gboolean, self->n_places + 1);
  gboolean any = FALSE;

  for (gsize column = 0; column < self->n_places; column++)
    {
      wanted[column] = is_far (self, column);
      if (!wanted[column])
        continue;
      any = TRUE;
      survey_column (self, column, 1);
      if (comity_progress_is_cancelled (self->progress))
        return FALSE;
    }
  self->wanted = wanted;
  return !any || comity_parallel_for (self->n_pieces, n_threads, write_piece, self, self->progress);
}

gboolean
comity_sample_fill (ComitySample *self,
                    const guint32 *places,
                    gsize n_places,
                    ComitySampleFill fill,
                    gpointer data,
                    guint n_threads,
                    ComityProgress *progress)
{
  Filling filling = { .sample = self,
                      .places = places,
                      .n_places = n_places,
                      .fill = fill,
                      .data = data,
                      .constant = self->has_constant,
                      .progress = progress };
  g_autofree double *squares = NULL;

  filling.n_pieces = (self->n_blocks + BLOCKS_PER_PIECE - 1) / BLOCKS_PER_PIECE;
  filling.squares = squares = g_new0 (double, filling.n_pieces *n_places + 1);
  return comity_parallel_for (n_places, n_threads, survey_piece, &filling, progress) &&
         !comity_progress_is_cancelled (progress) &&
         comity_parallel_for (filling.n_pieces, n_threads, write_piece, &filling, progress) &&
         (get_step (self) == 1 || write_again (&filling, n_threads));
}

static void
constant_piece (gsize piece, gpointer user_data)
{
  const Filling *self = user_data;
  gsize first, last;

  comity_parallel_cut (self->sample->n_blocks, 1, self->n_pieces, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    write_constant (self->sample, block);
}

gboolean
comity_sample_fill_constant (ComitySample *self, guint n_threads, ComityProgress *progress)
{
  Filling filling = { .sample = self };

  filling.n_pieces = (self->n_blocks + BLOCKS_PER_PIECE - 1) / BLOCKS_PER_PIECE;
  self->scale[0] = 1.0;
  return comity_parallel_for (filling.n_pieces, n_threads, constant_piece, &filling, progress);
}
