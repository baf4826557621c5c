/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matching and ranking. */
#include "config.h"

#include "comity-search.h"

#include <glib/gi18n.h>
#include <string.h>

/* Results of a kind at most. */
#define MAX_RESULTS 8

/* How well letters fit a name. */
enum
{
  NO_MATCH = 0,
  INSIDE = 20,
  WORD = 40,   /* a word begins so */
  PREFIX = 60, /* the name does */
  WHOLE = 80,
  CODE = 100,
};

static const struct
{
  const char *name;
  const char *title;
} pages[] = { { "network", N_ ("Network") },
              { "similarity", N_ ("Similarity") },
              { "models", N_ ("Models") },
              { "data", N_ ("Data") } };

static const struct
{
  const char *action;
  const char *title;
} actions[] = {
  { "win.undo", N_ ("Undo") },
  { "win.redo", N_ ("Redo") },
  { "win.open", N_ ("Open a Dataset") },
  { "win.open-world", N_ ("Open the World Panel") },
  { "win.save-session", N_ ("Save Session As") },
  { "win.export", N_ ("Export This Page") },
  { "win.print", N_ ("Print the Figure") },
  { "win.copy-figure", N_ ("Copy the Figure") },
  { "win.export-dossier", N_ ("Export the Dossier") },
  { "win.print-dossier", N_ ("Print the Dossier") },
  { "win.copy-dossier", N_ ("Copy the Dossier") },
  { "win.clear-selection", N_ ("Clear the Selection") },
  { "win.previous-year", N_ ("Previous Year") },
  { "win.next-year", N_ ("Next Year") },
  { "win.play", N_ ("Play through the Years") },
  { "win.cumulative", N_ ("All Years up to This One") },
  { "win.inspector", N_ ("Show or Hide the Inspector") },
  { "page.options", N_ ("Show or Hide the Page’s Options") },
  { "page.estimate", N_ ("Estimate the Model") },
  { "page.lay-out-anew", N_ ("Lay Out Anew") },
  { "page.labels", N_ ("Labels") },
  { "app.preferences", N_ ("Preferences") },
  { "win.show-help-overlay", N_ ("Keyboard Shortcuts") },
  { "app.about", N_ ("About Comity") },
  { "app.new-window", N_ ("New Window") },
};

static void
found_free (gpointer data)
{
  ComityFound *found = data;

  g_free (found->title);
  g_free (found->detail);
  g_free (found->target);
  g_free (found);
}

static void
add (GPtrArray *list,
     ComityFoundKind kind,
     int score,
     const char *title,
     const char *detail,
     const char *target)
{
  ComityFound *found = g_new (ComityFound, 1);

  *found = (ComityFound){ kind, score, g_strdup (title), g_strdup (detail), g_strdup (target) };
  g_ptr_array_add (list, found);
}

/* Both folded. */
static int
match (const char *name, const char *needle)
{
  const char *at = strstr (name, needle);

  if (at == NULL)
    return NO_MATCH;
  if (at == name)
    return name[strlen (needle)] == '\0' ? WHOLE : PREFIX;
  for (; at != NULL; at = strstr (at + 1, needle))
    if (!g_unichar_isalnum (g_utf8_get_char (g_utf8_find_prev_char (name, at))))
      return WORD;
  return INSIDE;
}

static int
match_text (const char *text, const char *needle)
{
  g_autofree char *folded = comity_name_fold (text);

  return match (folded, needle);
}

/* How the panel's states fit one name: scores and, where it was another's language, its words. */
typedef struct
{
  gsize n;
  int *scores;                   /* n */
  const ComityStateName **names; /* n; NULL: the panel's own name or code */
} StateMatch;

static void
state_match_clear (StateMatch *self)
{
  g_free (self->scores);
  g_free (self->names);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StateMatch, state_match_clear)

static void
match_own (ComityPanel *panel, guint32 state, const char *needle, int *score)
{
  gssize known = comity_panel_get_world_state (panel, state);
  const char *code = comity_panel_peek_state_code (panel, state);

  *score = MAX (*score, match_text (comity_panel_peek_state_name (panel, state), needle));
  if (match_text (code, needle) >= PREFIX)
    *score = MAX (*score, match_text (code, needle) == WHOLE ? CODE : PREFIX);
  if (known >= 0)
    {
      const ComityState *about =
          comity_world_peek_state (comity_panel_peek_world (panel), (gsize) known);
      g_autofree char *cow = g_strdup_printf ("%d", about->cow);
      g_autofree char *gw = g_strdup_printf ("%d", about->gw);

      *score = MAX (*score, match_text (about->name, needle));
      if (match_text (about->iso2, needle) == WHOLE || match_text (about->iso3, needle) == WHOLE ||
          strcmp (cow, needle) == 0 || (about->gw != 0 && strcmp (gw, needle) == 0))
        *score = CODE;
    }
}

static void
match_states (StateMatch *self,
              ComityPanel *panel,
              const ComityStateNames *names,
              const char *needle)
{
  gssize known;

  self->n = comity_panel_get_n_states (panel);
  self->scores = g_new0 (int, self->n + 1);
  self->names = g_new0 (const ComityStateName *, self->n + 1);
  for (guint32 s = 0; s < self->n; s++)
    match_own (panel, s, needle, &self->scores[s]);
  /* A name that only history knows: "USSR", "Ivory Coast". */
  known = comity_panel_find_state (panel, needle);
  if (known >= 0)
    self->scores[known] = MAX (self->scores[known], WHOLE);
  for (gsize i = 0; names != NULL && i < comity_state_names_get_n (names); i++)
    {
      const ComityStateName *name = comity_state_names_peek (names, i);
      int score = match (name->folded, needle);
      gssize state;

      /* Whole and first words only: in a hundred languages every few letters are inside some name.
       */
      if (score < WORD)
        continue;
      state = comity_panel_find_state (panel, name->iso3);
      if (state < 0 || score <= self->scores[state])
        continue;
      self->scores[state] = score;
      self->names[state] = *name->language != '\0' ? name : NULL;
    }
}

static void
add_states (GPtrArray *list, ComityPanel *panel, const StateMatch *match)
{
  for (guint32 s = 0; s < match->n; s++)
    {
      const char *code = comity_panel_peek_state_code (panel, s);
      const ComityStateName *name = match->names[s];
      g_autofree char *detail =
          name != NULL ? g_strdup_printf ("%s · %s (%s)", code, name->name, name->language)
                       : g_strdup (code);

      if (match->scores[s] > NO_MATCH)
        add (list, COMITY_FOUND_STATE, match->scores[s], comity_panel_peek_state_name (panel, s),
             detail, code);
    }
}

static gssize
find_best (const StateMatch *match)
{
  gssize best = -1;

  for (gsize s = 0; s < match->n; s++)
    if (match->scores[s] >= WORD && (best < 0 || match->scores[s] > match->scores[best]))
      best = (gssize) s;
  return best;
}

/* "USA Switzerland", "us-ch", "côte d'ivoire, france": every place where one name may end. */
static void
add_pairs (GPtrArray *list, ComityPanel *panel, const ComityStateNames *names, const char *needle)
{
  for (const char *at = needle; *at != '\0'; at = g_utf8_next_char (at))
    {
      g_autofree char *left = NULL;
      g_autofree char *right = NULL;
      g_autofree char *title = NULL;
      g_autofree char *target = NULL;
      g_auto (StateMatch) a = { 0 };
      g_auto (StateMatch) b = { 0 };
      gssize x, y;

      if (at == needle || strchr (" -,/", *at) == NULL)
        continue;
      left = g_strstrip (g_strndup (needle, (gsize) (at - needle)));
      right = g_strdup (at + 1);
      g_strdelimit (g_strstrip (right), "-,/", ' ');
      g_strstrip (right);
      if (*left == '\0' || *right == '\0')
        continue;
      match_states (&a, panel, names, left);
      match_states (&b, panel, names, right);
      x = find_best (&a);
      y = find_best (&b);
      if (x < 0 || y < 0 || x == y)
        continue;
      title = g_strdup_printf ("%s – %s", comity_panel_peek_state_name (panel, (gsize) x),
                               comity_panel_peek_state_name (panel, (gsize) y));
      target = g_strdup_printf ("%s,%s", comity_panel_peek_state_code (panel, (gsize) x),
                                comity_panel_peek_state_code (panel, (gsize) y));
      add (list, COMITY_FOUND_PAIR, a.scores[x] + b.scores[y], title, target, target);
    }
}

static void
add_variables (GPtrArray *list, ComityDataset *dataset, const char *needle)
{
  for (gsize c = 0; c < comity_dataset_get_n_columns (dataset); c++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, c);
      const char *name = comity_column_peek_name (column);
      int score =
          MAX (match_text (name, needle), match_text (comity_column_peek_label (column), needle));

      if (score > NO_MATCH)
        add (list, COMITY_FOUND_VARIABLE, score, name, comity_column_peek_label (column), name);
    }
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const ComityFound *x = *(ComityFound *const *) a;
  const ComityFound *y = *(ComityFound *const *) b;

  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return g_utf8_collate (x->title, y->title);
}

/* The best few of each kind, each target once. */
static void
trim (GPtrArray *list)
{
  guint n_of_kind = 0;

  g_ptr_array_sort (list, compare_found);
  for (guint i = 0; i < list->len;)
    {
      const ComityFound *found = list->pdata[i];
      gboolean again = FALSE;

      if (i == 0 || ((ComityFound *) list->pdata[i - 1])->kind != found->kind)
        n_of_kind = 0;
      for (guint k = 1; k <= n_of_kind && !again; k++)
        again = strcmp (((ComityFound *) list->pdata[i - k])->target, found->target) == 0;
      if (again || n_of_kind >= MAX_RESULTS)
        g_ptr_array_remove_index (list, i);
      else
        {
          n_of_kind++;
          i++;
        }
    }
}

GPtrArray *
comity_search (ComitySession *session, const ComityStateNames *names, const char *text)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (found_free);
  ComityPanel *panel = comity_session_peek_panel (session);
  ComityDataset *dataset = comity_session_peek_dataset (session);
  ComityFit *fit = comity_session_peek_fit (session);
  g_autofree char *folded = comity_name_fold (text);
  const char *needle = g_strstrip (folded);

  if (*needle == '\0')
    return list;
  if (panel != NULL)
    {
      g_auto (StateMatch) match = { 0 };

      match_states (&match, panel, names, needle);
      add_states (list, panel, &match);
      add_pairs (list, panel, names, needle);
    }
  if (dataset != NULL)
    add_variables (list, dataset, needle);
  if (fit != NULL)
    {
      int score = MAX (match_text (comity_fit_peek_formula (fit), needle),
                       match_text (comity_fit_peek_estimator_title (fit), needle));

      if (score > NO_MATCH)
        add (list, COMITY_FOUND_MODEL, score, comity_fit_peek_estimator_title (fit),
             comity_fit_peek_formula (fit), "models");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (match_text (_ (pages[i].title), needle) > NO_MATCH)
      add (list, COMITY_FOUND_PAGE, match_text (_ (pages[i].title), needle), _ (pages[i].title), "",
           pages[i].name);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (match_text (_ (actions[i].title), needle) > NO_MATCH)
      add (list, COMITY_FOUND_ACTION, match_text (_ (actions[i].title), needle),
           _ (actions[i].title), "", actions[i].action);
  trim (list);
  return list;
}

const char *
comity_found_kind_title (ComityFoundKind kind)
{
  static const char *const titles[] = { N_ ("Pairs"),  N_ ("States"), N_ ("Variables"),
                                        N_ ("Models"), N_ ("Pages"),  N_ ("Actions") };

  return _ (titles[kind]);
}
