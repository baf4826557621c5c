/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names from catalogues made here, in both byte orders, and from damaged ones. */
#include "config.h"

#include "comity-world-names.h"

#include <glib/gstdio.h>
#include <string.h>

#define JSON                                                                                       \
  "{\"3166-1\": [{\"alpha_2\": \"CH\", \"alpha_3\": \"CHE\", \"name\": \"Switzerland\","           \
  " \"official_name\": \"Swiss Confederation\"},"                                                  \
  " {\"alpha_2\": \"CI\", \"alpha_3\": \"CIV\", \"name\": \"Côte d'Ivoire\"}]}"

static void
put (GByteArray *bytes, guint32 number, gboolean swapped)
{
  if (swapped)
    number = GUINT32_SWAP_LE_BE (number);
  g_byte_array_append (bytes, (const guint8 *) &number, sizeof number);
}

/* Two strings: the header's, and Switzerland's. */
static GByteArray *
make_catalogue (const char *name, gboolean swapped)
{
  static const char original[] = "Switzerland";
  GByteArray *bytes = g_byte_array_new ();
  guint32 texts = 28 + 4 * 8;

  put (bytes, 0x950412de, swapped);
  put (bytes, 0, swapped);
  put (bytes, 2, swapped);
  put (bytes, 28, swapped);
  put (bytes, 28 + 16, swapped);
  put (bytes, 0, swapped);
  put (bytes, 0, swapped);
  put (bytes, 0, swapped); /* "" */
  put (bytes, texts, swapped);
  put (bytes, strlen (original), swapped);
  put (bytes, texts + 1, swapped);
  put (bytes, 0, swapped);
  put (bytes, texts, swapped);
  put (bytes, (guint32) strlen (name), swapped);
  put (bytes, texts + 1 + sizeof original, swapped);
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  g_byte_array_append (bytes, (const guint8 *) original, sizeof original);
  g_byte_array_append (bytes, (const guint8 *) name, (guint) strlen (name) + 1);
  return bytes;
}

static char *
write_catalogue (const char *folder, const char *language, const guint8 *bytes, gsize length)
{
  g_autofree char *place = g_build_filename (folder, language, "LC_MESSAGES", NULL);
  char *path = g_build_filename (place, "iso_3166.mo", NULL);

  g_assert_cmpint (g_mkdir_with_parents (place, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, (const char *) bytes, (gssize) length, NULL));
  return path;
}

static const ComityStateName *
find (const ComityStateNames *names, const char *folded)
{
  for (gsize i = 0; i < comity_state_names_get_n (names); i++)
    if (g_str_equal (comity_state_names_peek (names, i)->folded, folded))
      return comity_state_names_peek (names, i);
  return NULL;
}

static void
test_catalogues (void)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *json = g_build_filename (folder, "iso.json", NULL);
  g_autoptr (GByteArray) little = make_catalogue ("Schweiz", FALSE);
  g_autoptr (GByteArray) big = make_catalogue ("Suíça", TRUE);
  g_autofree char *de = write_catalogue (folder, "de", little->data, little->len);
  g_autofree char *pt = write_catalogue (folder, "pt", big->data, big->len);
  g_autoptr (ComityStateNames) names = NULL;
  gsize n_whole;

  g_assert_true (g_file_set_contents (json, JSON, -1, NULL));
  names = comity_state_names_load (json, folder);
  n_whole = comity_state_names_get_n (names);
  g_assert_cmpuint (n_whole, ==, 5);
  g_assert_cmpstr (find (names, "schweiz")->iso3, ==, "CHE");
  g_assert_cmpstr (find (names, "schweiz")->language, ==, "de");
  g_assert_cmpstr (find (names, "suica")->name, ==, "Suíça");
  g_assert_cmpstr (find (names, "cote d'ivoire")->iso2, ==, "CI");
  g_assert_cmpstr (find (names, "swiss confederation")->iso3, ==, "CHE");

  /* Cut at every byte: never a crash, never more than the whole. */
  for (guint length = 0; length < little->len; length++)
    {
      g_autofree char *cut = write_catalogue (folder, "de", little->data, length);
      g_autoptr (ComityStateNames) fewer = comity_state_names_load (json, folder);

      g_assert_cmpuint (comity_state_names_get_n (fewer), <=, n_whole);
    }
  g_unlink (de);
  g_unlink (pt);
  g_unlink (json);
}

static void
test_nothing_installed (void)
{
  g_autoptr (ComityStateNames) names = comity_state_names_load ("/no/such", "/no/such");

  g_assert_cmpuint (comity_state_names_get_n (names), ==, 0);
}

static void
test_fold (void)
{
  g_autofree char *a = comity_name_fold ("CÔTE d’Ivoire");
  g_autofree char *b = comity_name_fold ("Perú");
  g_autofree char *c = comity_name_fold ("日本");

  g_assert_cmpstr (a, ==, "cote d’ivoire");
  g_assert_cmpstr (b, ==, "peru");
  g_assert_cmpstr (c, ==, "日本");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/world/names/catalogues", test_catalogues);
  g_test_add_func ("/world/names/nothing-installed", test_nothing_installed);
  g_test_add_func ("/world/names/fold", test_fold);
  return g_test_run ();
}
