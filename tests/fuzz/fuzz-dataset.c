/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz targets of the readers: any bytes give a dataset or a sentence. COMITY_FUZZ_NAME is the file
 * name that chooses the reader. tests/fuzz/run does this:
 *
 *   CC=clang meson setup build-fuzz -Dfuzz=true -Db_lundef=false -Db_sanitize=address,undefined
 *   ninja -C build-fuzz
 *   build-fuzz/tests/fuzz/fuzz-dta -max_total_time=60 -max_len=16384 CORPUS */
#include "config.h"

#include "comity-dataset-io.h"
#include "comity-roles.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityDataset) dataset =
      comity_dataset_load_bytes (bytes, COMITY_FUZZ_NAME, NULL, &error);

  if ((dataset == NULL) != (error != NULL))
    g_error ("neither a dataset nor a sentence");
  if (dataset != NULL)
    {
      ComityRoles roles;

      comity_roles_guess (dataset, &roles);
      for (gsize k = 0; k < comity_dataset_get_n_columns (dataset); k++)
        {
          ComityColumn *column = comity_dataset_peek_column (dataset, k);

          comity_column_get_summary (column);
          for (gsize row = 0; row < comity_column_get_n_rows (column); row++)
            g_free (comity_column_dup_text (column, row));
        }
    }
  return 0;
}
