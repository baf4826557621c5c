/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One spelling for an expression however it was typed: R's, as deparse () writes it, so that names
 * of terms are those of R. Spaces surround + - * and comparisons, follow commas, and stand nowhere
 * else. */
#include "config.h"

#include "comity-formula-private.h"

#include <string.h>

static gboolean
is_name_byte (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.' || (guchar) c >= 0x80;
}

/* Bytes of the token at @p: a name, a number, something in quotes, an operator. At least 1. */
static gsize
token_length (const char *p, const char *end)
{
  static const char *const doubles[] = { "<=", ">=", "==", "!=", "~=", "&&", "||", "**" };
  const char *q = p + 1;

  if (*p == '"' || *p == '\'' || *p == '`')
    {
      while (q < end && *q != *p)
        q++;
      return (gsize) (MIN (q + 1, end) - p);
    }
  if (is_name_byte (*p))
    {
      gboolean number = g_ascii_isdigit (*p) || *p == '.';

      for (; q < end; q++)
        if (!is_name_byte (*q) &&
            !(number && (*q == '-' || *q == '+') && (q[-1] == 'e' || q[-1] == 'E') && q + 1 < end &&
              g_ascii_isdigit (q[1])))
          break;
      return (gsize) (q - p);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (doubles); i++)
    if (p + 1 < end && strncmp (p, doubles[i], 2) == 0)
      return 2;
  return 1;
}

char *
comity_formula_respace (const char *text, gsize length)
{
  const char *end = text + length;
  GString *out = g_string_new (NULL);
  gboolean operand_before = FALSE; /* then + and - are binary */

  for (const char *p = text; p < end;)
    {
      gsize n;

      if (g_ascii_isspace (*p))
        {
          p++;
          continue;
        }
      n = token_length (p, end);
      if (is_name_byte (*p) || strchr ("\"'`", *p) != NULL)
        {
          g_string_append_len (out, p, (gssize) n);
          operand_before = TRUE;
        }
      else if (*p == ')' || *p == ']')
        {
          g_string_append_len (out, p, (gssize) n);
          operand_before = TRUE;
        }
      else
        {
          if (*p == ',')
            g_string_append (out, ", ");
          else if (n == 2 && *p == '*')
            g_string_append_c (out, '^');
          else if (operand_before && (n == 2 || strchr ("+-*<>=&|", *p) != NULL))
            g_string_append_printf (out, " %.*s ", (int) n, p);
          else
            g_string_append_len (out, p, (gssize) n);
          operand_before = FALSE;
        }
      p += n;
    }
  return g_string_free (out, FALSE);
}
