/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers to text and back, in the C locale. */
#include "config.h"

#include "comity-number.h"

#include <math.h>
#include <string.h>

char *
comity_number_format (double value, char *buffer)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

  if (isnan (value))
    return strcpy (buffer, "");
  if (isinf (value))
    return strcpy (buffer, value > 0 ? "Inf" : "-Inf");

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, COMITY_NUMBER_BUFFER, formats[i], value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  return buffer;
}

char *
comity_number_format_fixed (double value, int decimals, char *buffer)
{
  char format[16];

  if (isnan (value))
    return strcpy (buffer, "");
  if (isinf (value))
    return strcpy (buffer, value > 0 ? "Inf" : "-Inf");
  /* Beyond this a fixed format would not fit the buffer and would not be read by anybody. */
  if (fabs (value) >= 1e15)
    return g_ascii_formatd (buffer, COMITY_NUMBER_BUFFER, "%.3e", value);

  g_snprintf (format, sizeof format, "%%.%df", CLAMP (decimals, 0, 15));
  g_ascii_formatd (buffer, COMITY_NUMBER_BUFFER, format, value);
  if (buffer[0] == '-' && strspn (buffer + 1, "0.") == strlen (buffer + 1))
    memmove (buffer, buffer + 1, strlen (buffer));
  return buffer;
}

gboolean
comity_number_parse (const char *text, double *value)
{
  char *end;

  if (text == NULL || *text == '\0' || g_ascii_isspace (*text))
    return FALSE;

  *value = g_ascii_strtod (text, &end);
  return *end == '\0';
}

char *
comity_number_dup_set (const char *text)
{
  static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  GString *set = g_string_new (*text == '-' ? "−" : "");
  const char *mantissa = *text == '-' ? text + 1 : text;
  const char *exponent = strchr (mantissa, 'e');

  if (exponent == NULL)
    {
      g_string_append (set, mantissa);
      return g_string_free (set, FALSE);
    }
  g_string_append_len (set, mantissa, exponent - mantissa);
  g_string_append (set, " × 10");
  exponent++;
  if (*exponent == '-')
    g_string_append (set, "⁻");
  while (*exponent == '-' || *exponent == '+' || *exponent == '0')
    exponent++;
  for (; g_ascii_isdigit (*exponent); exponent++)
    g_string_append (set, digits[*exponent - '0']);
  return g_string_free (set, FALSE);
}

char *
comity_count_text (guint64 n)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  gsize length = strlen (digits);
  GString *text = g_string_sized_new (length + length / 3);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

char *
comity_count_words (guint64 n, const char *singular, const char *plural)
{
  g_autofree char *count = comity_count_text (n);

  return g_strconcat (count, " ", n == 1 ? singular : plural, NULL);
}
