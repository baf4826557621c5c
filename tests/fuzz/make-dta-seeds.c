/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a small .dta of every release and byte order into the folder given: where fuzzing starts.
 */
#include "config.h"

#include "dta-maker.h"

int
main (int argc, char **argv)
{
  static const int releases[] = { 102, 103, 104, 105, 108, 110, 111, 113, 114, 115, 117, 118, 119 };

  g_return_val_if_fail (argc == 2, 2);

  for (gsize i = 0; i < G_N_ELEMENTS (releases); i++)
    for (int big_endian = 0; big_endian < 2; big_endian++)
      {
        DtaMaker maker = { releases[i], big_endian, NULL };
        g_autoptr (GBytes) bytes = dta_make (&maker);
        g_autofree char *path =
            g_strdup_printf ("%s/%d-%s.dta", argv[1], releases[i], big_endian ? "big" : "little");
        gsize size;
        const char *data = g_bytes_get_data (bytes, &size);

        if (!g_file_set_contents (path, data, (gssize) size, NULL))
          return 1;
      }
  return 0;
}
