/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names sort as readers expect; CSV cells are quoted only when they must be. */
#include "config.h"

#include "comity-text.h"

static void
test_sort_key (void)
{
  g_autofree char *ivory = comity_text_sort_key ("Côte d'Ivoire");
  g_autofree char *croatia = comity_text_sort_key ("croatia");
  g_autofree char *chile = comity_text_sort_key ("Chile");

  g_assert_cmpstr (chile, <, ivory);
  g_assert_cmpstr (ivory, <, croatia);
}

static void
test_csv (void)
{
  g_autoptr (GString) line = g_string_new (NULL);

  comity_text_append_csv (line, "Chad");
  g_string_append_c (line, ',');
  comity_text_append_csv (line, "Korea, \"South\"");
  g_string_append_c (line, ',');
  comity_text_append_csv (line, "two\nlines");
  g_assert_cmpstr (line->str, ==, "Chad,\"Korea, \"\"South\"\"\",\"two\nlines\"");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/text/sort-key", test_sort_key);
  g_test_add_func ("/base/text/csv", test_csv);
  return g_test_run ();
}
