/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The left side of a formula of durations: Surv (stop, event) and Surv (start, stop, event). */
#include "config.h"

#include "comity-risk-private.h"

#include <string.h>

void
comity_surv_clear (ComitySurv *self)
{
  g_free (self->start);
  g_free (self->stop);
  g_free (self->formula);
  *self = (ComitySurv){ 0 };
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_FORMULA,
                       "Surv () takes (stop, event) or (start, stop, event).");
  return FALSE;
}

/* The text between here and the next comma or the parenthesis that closes; moves @text behind it.
 */
static char *
take_argument (const char **text, gboolean *last)
{
  const char *from = *text;
  int depth = 0;

  for (; **text != '\0'; ++*text)
    {
      char c = **text;

      if (depth == 0 && (c == ',' || c == ')'))
        {
          char *argument = g_strstrip (g_strndup (from, (gsize) (*text - from)));

          *last = c == ')';
          ++*text;
          return argument;
        }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
  return NULL;
}

gboolean
comity_surv_split (const char *formula, ComitySurv *self, GError **error)
{
  const char *text = formula != NULL ? formula : "";
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  gboolean last = FALSE;

  *self = (ComitySurv){ 0 };
  while (g_ascii_isspace (*text))
    text++;
  if (!g_str_has_prefix (text, "Surv") || g_ascii_isalnum (text[4]) || text[4] == '_' ||
      text[4] == '.')
    {
      self->formula = g_strdup (formula);
      return TRUE;
    }
  for (text += 4; g_ascii_isspace (*text); text++)
    ;
  if (*text != '(')
    {
      self->formula = g_strdup (formula);
      return TRUE;
    }
  text++;
  while (!last)
    {
      char *argument = take_argument (&text, &last);

      if (argument == NULL)
        return refuse (error);
      g_ptr_array_add (arguments, argument);
      if (*argument == '\0' || arguments->len > 3)
        return refuse (error);
    }
  if (arguments->len < 2)
    return refuse (error);
  self->formula = g_strconcat (g_ptr_array_index (arguments, arguments->len - 1), " ", text, NULL);
  self->stop = g_strdup (g_ptr_array_index (arguments, arguments->len - 2));
  if (arguments->len == 3)
    self->start = g_strdup (g_ptr_array_index (arguments, 0));
  return TRUE;
}
