/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scales and their ticks: steps of 1, 2 or 5 times a power of ten (Heckbert 1990, "Nice numbers for
 * graph labels", in Graphics Gems). */
#include "config.h"

#include "comity-scale.h"

#include "comity-number.h"

#include <math.h>
#include <string.h>

/* Outside of these sizes ticks are figures and a power of ten. */
#define SMALLEST_PLAIN 1e-4
#define LARGEST_PLAIN 1e9
/* From here on digits stand in threes. Years do not. */
#define GROUPED 1e4

void
comity_scale_init (ComityScale *self, ComityScaleKind kind, double low, double high)
{
  self->kind = kind;
  if (!isfinite (low) && !isfinite (high))
    low = kind == COMITY_SCALE_LOG ? 1.0 : 0.0, high = kind == COMITY_SCALE_LOG ? 10.0 : 1.0;
  else if (!isfinite (low))
    low = high;
  else if (!isfinite (high))
    high = low;
  if (low > high)
    {
      double swap = low;

      low = high;
      high = swap;
    }

  if (kind == COMITY_SCALE_LOG)
    {
      if (high <= 0)
        low = 1.0, high = 10.0;
      else if (low <= 0)
        low = high / 1000.0;
      if (high / low < 1.0 + 1e-9)
        low /= 2.0, high *= 2.0;
    }
  else if (high - low <= 1e-12 * MAX (fabs (low), fabs (high)))
    {
      double half = low == 0 ? 0.5 : fabs (low) * 0.1;

      low -= half;
      high += half;
    }
  self->low = low;
  self->high = high;
}

double
comity_scale_map (const ComityScale *self, double value)
{
  if (self->kind == COMITY_SCALE_LOG)
    return log (value / self->low) / log (self->high / self->low);
  return (value - self->low) / (self->high - self->low);
}

double
comity_scale_unmap (const ComityScale *self, double fraction)
{
  if (self->kind == COMITY_SCALE_LOG)
    return self->low * pow (self->high / self->low, fraction);
  return self->low + fraction * (self->high - self->low);
}

static double
nice_step (double range, gsize wanted)
{
  double raw = range / (double) MAX (wanted, 1);
  double power = pow (10.0, floor (log10 (raw)));
  double lead = raw / power;

  return power * (lead < 1.5 ? 1.0 : lead < 3.5 ? 2.0 : lead < 7.5 ? 5.0 : 10.0);
}

void
comity_scale_make_nice (ComityScale *self, gsize n_ticks)
{
  if (self->kind == COMITY_SCALE_LOG)
    {
      self->low = pow (10.0, floor (log10 (self->low) + 1e-9));
      self->high = pow (10.0, ceil (log10 (self->high) - 1e-9));
    }
  else
    {
      double step = nice_step (self->high - self->low, n_ticks);

      self->low = step * floor (self->low / step + 1e-9);
      self->high = step * ceil (self->high / step - 1e-9);
    }
}

static gsize
linear_ticks (const ComityScale *self, double step, double *ticks)
{
  gint64 first = (gint64) ceil (self->low / step - 1e-9);
  gint64 last = (gint64) floor (self->high / step + 1e-9);
  gsize n = 0;

  for (gint64 i = first; i <= last && n < COMITY_SCALE_MAX_TICKS; i++)
    ticks[n++] = (double) i * step;
  return n;
}

static gsize
log_ticks (const ComityScale *self, gsize wanted, double *ticks)
{
  static const double dense[] = { 1, 2, 5 };
  int first = (int) floor (log10 (self->low) + 1e-9);
  int last = (int) ceil (log10 (self->high) - 1e-9);
  int every = MAX (1, (last - first + (int) wanted - 1) / (int) MAX (wanted, 1));
  gsize per_decade = last - first <= 2 ? 3 : 1;
  gsize n = 0;

  for (int power = first; power <= last; power += every)
    for (gsize i = 0; i < per_decade; i++)
      {
        double tick = dense[i] * pow (10.0, power);

        if (tick >= self->low * (1 - 1e-9) && tick <= self->high * (1 + 1e-9) &&
            n < COMITY_SCALE_MAX_TICKS)
          ticks[n++] = tick;
      }
  return n;
}

gsize
comity_scale_get_ticks (const ComityScale *self, gsize wanted, double *ticks)
{
  gsize n;

  wanted = CLAMP (wanted, 1, COMITY_SCALE_MAX_TICKS / 2);
  n = self->kind == COMITY_SCALE_LOG
          ? log_ticks (self, wanted, ticks)
          : linear_ticks (self, nice_step (self->high - self->low, wanted), ticks);
  if (n == 0)
    ticks[n++] = self->kind == COMITY_SCALE_LOG ? sqrt (self->low * self->high)
                                                : (self->low + self->high) / 2;
  return n;
}

/* "−1,250,000": a comma before every third digit of the whole part. */
static char *
group_digits (const char *text)
{
  GString *grouped = g_string_new (NULL);
  const char *point = strchr (text, '.');
  const char *end = point != NULL ? point : text + strlen (text);

  if (*text == '-')
    {
      g_string_append (grouped, "−");
      text++;
    }
  for (const char *c = text; c < end; c++)
    {
      if (c > text && (end - c) % 3 == 0)
        g_string_append_c (grouped, ',');
      g_string_append_c (grouped, *c);
    }
  g_string_append (grouped, end);
  return g_string_free (grouped, FALSE);
}

char *
comity_scale_format_tick (const double *ticks, gsize n_ticks, double value)
{
  char buffer[COMITY_NUMBER_BUFFER];
  double step = INFINITY;
  double largest = 0;
  int decimals;

  for (gsize i = 0; i < n_ticks; i++)
    {
      largest = MAX (largest, fabs (ticks[i]));
      if (i > 0)
        step = MIN (step, ticks[i] - ticks[i - 1]);
    }
  if (!isfinite (step))
    return comity_scale_format_value (value);
  if (largest >= LARGEST_PLAIN || largest < SMALLEST_PLAIN)
    {
      g_ascii_formatd (buffer, sizeof buffer, "%.3g", value);
      return comity_number_dup_set (buffer);
    }
  decimals = step >= 1 ? 0 : (int) ceil (-log10 (step) - 1e-9);
  comity_number_format_fixed (value, MIN (decimals, 8), buffer);
  return largest >= GROUPED ? group_digits (buffer) : comity_number_dup_set (buffer);
}

char *
comity_scale_format_value (double value)
{
  char buffer[COMITY_NUMBER_BUFFER];

  if (isnan (value))
    return g_strdup ("no data");
  if (fabs (value) >= 1000 && fabs (value) < 1e7)
    comity_number_format_fixed (value, 0, buffer);
  else
    g_ascii_formatd (buffer, sizeof buffer, "%.3g", value);
  return comity_number_dup_set (buffer);
}
