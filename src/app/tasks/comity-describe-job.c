/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pass over each column for its summary and one for its histogram, then the doctor. */
#include "config.h"

#include "comity-describe-job.h"

#include <glib/gi18n.h>
#include <math.h>

/* Rows read at a time. */
#define BLOCK 4096

typedef struct
{
  ComityDataset *dataset;
  ComityPanel *panel;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  comity_dataset_unref (input->dataset);
  g_clear_pointer (&input->panel, comity_panel_unref);
  g_free (input);
}

void
comity_description_free (ComityDescription *self)
{
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self);
}

static void
count_values (ComityColumn *column, ComityColumnDescription *description)
{
  const gsize n = comity_column_get_n_rows (column);
  const gboolean numeric = comity_column_is_numeric (column);
  double low = description->summary.min;
  double high = description->summary.max;
  double block[BLOCK];

  if (!numeric)
    {
      low = 1.0; /* code 0 is missing */
      high = (double)comity_column_get_n_codes (column) - 1.0;
    }
  if (isnan (low) || isnan (high) || high < low)
    return;
  for (gsize first = 0; first < n; first += BLOCK)
    {
      gsize length = MIN (BLOCK, n - first);

      comity_column_read_doubles (column, first, length, block);
      for (gsize i = 0; i < length; i++)
        {
          double place;

          if (isnan (block[i]) || block[i] < low)
            continue;
          place = high > low ? (block[i] - low) / (high - low) * COMITY_DESCRIPTION_BINS
                             : COMITY_DESCRIPTION_BINS / 2.0;
          description->counts[MIN ((guint)place, COMITY_DESCRIPTION_BINS - 1)]++;
        }
    }
}

static gpointer
describe_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  const gsize n = comity_dataset_get_n_columns (input->dataset);
  g_autoptr (ComityDescription) description = g_new0 (ComityDescription, 1);
  g_autoptr (ComityProgress) examining = comity_progress_new_part (progress, 0.6, 1.0);

  description->columns = g_array_new (FALSE, TRUE, sizeof (ComityColumnDescription));
  for (gsize i = 0; i < n; i++)
    {
      ComityColumn *column = comity_dataset_peek_column (input->dataset, i);
      ComityColumnDescription one = { 0 };

      if (comity_progress_set_error_if_cancelled (progress, error))
        return NULL;
      one.summary = *comity_column_get_summary (column);
      count_values (column, &one);
      g_array_append_val (description->columns, one);
      comity_progress_set (progress, 0.6 * (double)(i + 1) / (double)n);
    }
  if (input->panel != NULL)
    {
      description->findings = comity_doctor_examine (input->panel, examining, error);
      if (description->findings == NULL)
        return NULL;
    }
  return g_steal_pointer (&description);
}

ComityJob *
comity_describe_job_new (ComityDataset *dataset, ComityPanel *panel)
{
  Input *input = g_new0 (Input, 1);

  input->dataset = comity_dataset_ref (dataset);
  input->panel = panel != NULL ? comity_panel_ref (panel) : NULL;
  return comity_job_new (_ ("Looking over the data"), describe_in_thread, input, input_free,
                         (GDestroyNotify)comity_description_free);
}
