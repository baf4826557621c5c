/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models page and the one selection of all pages: a row of a table or a dot of a plot chooses
 * the column of the data behind its term, and a group of rows its states. */
#include "config.h"

#include "comity-model-page-private.h"

#include "comity-support.h"

/* The column of the data behind a dot: its term's own, the first one of an interaction; NULL: none.
 */
static const char *
peek_element_column (ComityModelPage *self, const ComityElement *element)
{
  g_autoptr (GPtrArray) fits = comity_model_page_list_fits (self);
  ComityAfterKind view = comity_model_page_get_view (self);
  ComityFit *fit;

  if (element->kind != COMITY_ELEMENT_TERM)
    return NULL;
  if (view == COMITY_AFTER_EFFECTS && self->after != NULL &&
      element->a < comity_effects_get_n (self->after->effects))
    return comity_effects_peek (self->after->effects, element->a)->column;
  if (view != COMITY_AFTER_COEFFICIENTS || element->b >= fits->len)
    return NULL;
  fit = g_ptr_array_index (fits, element->b);
  return element->a < comity_fit_get_n_terms (fit) ? comity_fit_peek_term_column (fit, element->a)
                                                   : NULL;
}

/* The dossier of a dyad or a state that matters. */
static void
select_group (ComityModelPage *self, gsize place)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  guint32 a, b;

  if (self->after == NULL || self->after->influence == NULL || panel == NULL ||
      place >= comity_influence_get_n (self->after->influence) ||
      !comity_after_get_states (self->after, panel, self->after->order[place], &a, &b))
    return;
  comity_session_select (session,
                         b == COMITY_PANEL_NONE
                             ? (ComityElement){ COMITY_ELEMENT_STATE, a, 0 }
                             : (ComityElement){ COMITY_ELEMENT_PAIR, MIN (a, b), MAX (a, b) });
}

void
comity_model_page_activated_cb (ComityModelPage *self, ComityElement *element)
{
  ComityAfterKind view = comity_model_page_get_view (self);

  comity_figure_view_set_selected (self->figure_view, *element);
  if (view == COMITY_AFTER_COEFFICIENTS || view == COMITY_AFTER_EFFECTS)
    comity_session_select_variable (comity_page_get_session (COMITY_PAGE (self)),
                                    peek_element_column (self, element));
  else if (view == COMITY_AFTER_INFLUENCE && element->kind == COMITY_ELEMENT_TERM)
    select_group (self, element->a);
}

static void
select_term (ComityModelPage *self, ComityFit *fit, guint term)
{
  if (fit != NULL && term < comity_fit_get_n_terms (fit))
    comity_session_select_variable (comity_page_get_session (COMITY_PAGE (self)),
                                    comity_fit_peek_term_column (fit, term));
}

void
comity_model_page_term_selected_cb (GtkSingleSelection *selection,
                                    GParamSpec *pspec,
                                    ComityModelPage *self)
{
  if (!self->selecting)
    select_term (self, comity_session_peek_fit (comity_page_get_session (COMITY_PAGE (self))),
                 gtk_single_selection_get_selected (selection));
}

void
comity_model_page_after_selected_cb (GtkSingleSelection *selection,
                                     GParamSpec *pspec,
                                     ComityModelPage *self)
{
  guint row = gtk_single_selection_get_selected (selection);
  ComityAfter *after = self->after;

  if (after == NULL || row == GTK_INVALID_LIST_POSITION)
    return;
  switch (after->kind)
    {
    case COMITY_AFTER_LADDER:
    case COMITY_AFTER_PERMUTATION:
      select_term (self, after->fit, row);
      break;
    case COMITY_AFTER_EFFECTS:
      if (row < comity_effects_get_n (after->effects))
        comity_session_select_variable (comity_page_get_session (COMITY_PAGE (self)),
                                        comity_effects_peek (after->effects, row)->column);
      break;
    case COMITY_AFTER_INFLUENCE:
      select_group (self, row);
      break;
    default:
      break;
    }
}

/* The first term of a fit that is, or is made of, a column; its number of terms: none. */
static gsize
find_term (ComityFit *fit, const char *column)
{
  gsize n = comity_fit_get_n_terms (fit);

  for (gsize i = 0; i < n; i++)
    if (column != NULL && g_strcmp0 (comity_fit_peek_term_column (fit, i), column) == 0)
      return i;
  return n;
}

/* The row of the variable that another page, the history or a search chose: none where the row that
 * is chosen speaks of it already. */
static void
select_row (ComityModelPage *self, ComityFit *fit, const char *variable)
{
  GtkSelectionModel *model = gtk_column_view_get_model (self->table);
  GtkSingleSelection *selection;
  guint chosen;
  gsize term = find_term (fit, variable);

  if (!GTK_IS_SINGLE_SELECTION (model))
    return;
  selection = GTK_SINGLE_SELECTION (model);
  chosen = gtk_single_selection_get_selected (selection);
  if (chosen < comity_fit_get_n_terms (fit) &&
      g_strcmp0 (comity_fit_peek_term_column (fit, chosen), variable) == 0)
    return;
  self->selecting = TRUE;
  gtk_single_selection_set_selected (
      selection, term < comity_fit_get_n_terms (fit) ? (guint) term : GTK_INVALID_LIST_POSITION);
  self->selecting = FALSE;
}

void
comity_model_page_selection_changed_cb (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityFit *own = comity_session_peek_fit (session);
  const char *variable = comity_selection_peek_variable (comity_session_peek_selection (session));
  g_autoptr (GPtrArray) fits = comity_model_page_list_fits (self);
  ComityElement element = { COMITY_ELEMENT_NONE, 0, 0 };

  if (own != NULL)
    select_row (self, own, variable);
  if (comity_model_page_get_view (self) != COMITY_AFTER_COEFFICIENTS)
    return;
  for (guint f = fits->len; f > 0; f--)
    {
      ComityFit *fit = g_ptr_array_index (fits, f - 1);
      gsize term = find_term (fit, variable);

      if (term < comity_fit_get_n_terms (fit))
        element = (ComityElement){ COMITY_ELEMENT_TERM, (guint32) term, f - 1 };
    }
  comity_figure_view_set_selected (self->figure_view, element);
}
