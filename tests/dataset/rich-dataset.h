/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dataset with one of everything, and all that a dataset says as text, so that two can be
 * compared. */
#pragma once

#include "comity-dataset.h"

/* Every type, tagged missing values, labels, value labels, notes, characteristics, long strings. */
ComityDataset *rich_dataset_new (gsize n_rows);
/* One line per column (name, type, cells, label, format, value labels), note and characteristic. */
char *rich_dump (ComityDataset *dataset);
/* The same but for formats: a writer adds them where there was none. */
char *rich_dump_without_formats (ComityDataset *dataset);
