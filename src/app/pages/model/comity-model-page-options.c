/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is chosen within a view after a fit: the way to look, the term or covariate, where the
 * others are held, what a specification curve varies, how often a test permutes. Controls that the
 * view has no use for are not shown, and what they hold is not read. */
#include "config.h"

#include "comity-model-page-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "comity-support.h"
#include "comity-what-if.h"

/* Optional terms of a specification curve that are chosen by themselves: 64 specifications. */
#define MAX_OPTIONAL 6
/* Between the conditions of samples, which may have commas in them. */
#define BETWEEN_SAMPLES ";"

/* Whose numbers of permutations, and whose covariates, are kept apart. */
static guint
which_held (ComityAfterKind kind)
{
  return kind == COMITY_AFTER_EFFECTS ? 0 : 1;
}

static guint
which_permuted (ComityAfterKind kind)
{
  return kind == COMITY_AFTER_PERMUTATION ? 0 : 1;
}

static gboolean
holds (ComityAfterKind kind)
{
  return kind == COMITY_AFTER_EFFECTS || kind == COMITY_AFTER_PREDICTIONS ||
         kind == COMITY_AFTER_SURVIVOR;
}

static gboolean
permutes (ComityAfterKind kind)
{
  return kind == COMITY_AFTER_PERMUTATION || kind == COMITY_AFTER_CURVE;
}

int
comity_model_page_compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static ComityFit *
peek_fit (ComityModelPage *self)
{
  return comity_session_peek_fit (comity_page_get_session (COMITY_PAGE (self)));
}

static const char *
peek_choice (ComityModelPage *self)
{
  const ComityAfterChoice *choice =
      gtk_widget_get_visible (GTK_WIDGET (self->choice))
          ? comity_after_kind_peek_choice (comity_model_page_get_view (self), peek_fit (self),
                                           gtk_drop_down_get_selected (self->choice))
          : NULL;

  return choice != NULL ? choice->name : NULL;
}

static const char *
peek_focus (ComityModelPage *self)
{
  GObject *item = gtk_drop_down_get_selected_item (self->focus);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->focus)) || item == NULL)
    return NULL;
  if (comity_after_kind_has_whole (comity_model_page_get_view (self)) &&
      gtk_drop_down_get_selected (self->focus) == 0)
    return NULL;
  return gtk_string_object_get_string (GTK_STRING_OBJECT (item));
}

/* "mean, trade = 3": what the profile of the library reads. */
static char *
dup_profile (ComityModelPage *self, ComityAfterKind kind, const char *focus)
{
  gboolean observed = kind != COMITY_AFTER_SURVIVOR && self->wanted_observed[which_held (kind)];
  GString *text = g_string_new (observed ? "observed" : "mean");
  GHashTableIter iter;
  gpointer column, value;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_hash_table_iter_init (&iter, self->wanted_settings);
  while (g_hash_table_iter_next (&iter, &column, &value))
    if (g_strcmp0 (column, focus) != 0 && comity_fit_uses_column (peek_fit (self), column))
      g_ptr_array_add (names, column);
  /* A table has no order, and the same profile is the same text. */
  g_ptr_array_sort (names, comity_model_page_compare_texts);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, ",%s=%s", (char *) names->pdata[i],
                            (char *) g_hash_table_lookup (self->wanted_settings, names->pdata[i]));
  return g_string_free (text, FALSE);
}

/* The names of the rows that are on. */
static char **
list_chosen (ComityModelPage *self, const char *kind)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < self->option_rows->len; i++)
    {
      GObject *row = self->option_rows->pdata[i];

      if (g_strcmp0 (g_object_get_data (row, "kind"), kind) == 0 &&
          gtk_switch_get_active (g_object_get_data (row, "switch")))
        g_strv_builder_add (names, g_object_get_data (row, "name"));
    }
  return g_strv_builder_end (names);
}

/* The model's own sample first. */
static char **
list_samples (ComityModelPage *self)
{
  g_auto (GStrv) parts =
      g_strsplit (gtk_editable_get_text (GTK_EDITABLE (self->samples)), BETWEEN_SAMPLES, -1);
  g_autoptr (GStrvBuilder) samples = g_strv_builder_new ();
  guint n = 0;

  g_strv_builder_add (samples, "");
  for (char **part = parts; *part != NULL; part++)
    if (*g_strstrip (*part) != '\0')
      {
        g_strv_builder_add (samples, *part);
        n++;
      }
  return n > 0 ? g_strv_builder_end (samples) : NULL;
}

void
comity_model_page_read_options (ComityModelPage *self, ComityAfterOptions *options)
{
  ComityAfterKind kind = comity_model_page_get_view (self);
  const char *values = gtk_editable_get_text (GTK_EDITABLE (self->values));

  *options = (ComityAfterOptions){ .choice = g_strdup (peek_choice (self)),
                                   .focus = g_strdup (peek_focus (self)) };
  if (holds (kind))
    options->at = dup_profile (self, kind, options->focus);
  if (gtk_widget_get_visible (GTK_WIDGET (self->values)) && *values != '\0')
    options->values = g_strdup (values);
  if (kind == COMITY_AFTER_PREDICTIONS)
    options->n_draws = (guint) gtk_spin_button_get_value_as_int (self->draws);
  if (kind == COMITY_AFTER_CURVE)
    {
      options->optional = list_chosen (self, "term");
      options->samples = list_samples (self);
      options->estimators = list_chosen (self, "estimator");
      options->vces = list_chosen (self, "vce");
    }
  if (permutes (kind))
    {
      options->n_permutations = self->wanted_permutations[which_permuted (kind)];
      options->exchange = adw_combo_row_get_selected (self->exchange) == 1
                              ? COMITY_EXCHANGE_ALL
                              : COMITY_EXCHANGE_LIFETIMES;
    }
  if (permutes (kind) || options->n_draws > 0)
    options->seed = gtk_spin_button_get_value_as_int (self->permutation_seed);
}

void
comity_model_page_option_changed_cb (ComityModelPage *self)
{
  if (self->updating || comity_page_get_session (COMITY_PAGE (self)) == NULL)
    return;
  comity_page_changed (COMITY_PAGE (self));
  comity_model_page_update_view (self);
}

void
comity_model_page_held_changed_cb (ComityModelPage *self)
{
  if (self->updating || comity_page_get_session (COMITY_PAGE (self)) == NULL)
    return;
  self->wanted_observed[which_held (comity_model_page_get_view (self))] =
      adw_combo_row_get_selected (self->held) == 1;
  comity_model_page_option_changed_cb (self);
}

void
comity_model_page_permutations_changed_cb (ComityModelPage *self)
{
  if (self->updating || comity_page_get_session (COMITY_PAGE (self)) == NULL)
    return;
  self->wanted_permutations[which_permuted (comity_model_page_get_view (self))] =
      (guint) gtk_spin_button_get_value_as_int (self->permutations);
  comity_model_page_option_changed_cb (self);
}

void
comity_model_page_choice_changed_cb (ComityModelPage *self)
{
  if (self->updating || comity_page_get_session (COMITY_PAGE (self)) == NULL)
    return;
  g_free (self->wanted_choice);
  self->wanted_choice = g_strdup (peek_choice (self));
  comity_model_page_update_view (self);
}

/* A switch was moved: what is on is what is wanted. */
static void
chosen_cb (ComityModelPage *self)
{
  if (self->updating)
    return;
  g_strfreev (self->wanted_optional);
  g_strfreev (self->wanted_estimators);
  g_strfreev (self->wanted_vces);
  self->wanted_optional = list_chosen (self, "term");
  self->wanted_estimators = list_chosen (self, "estimator");
  self->wanted_vces = list_chosen (self, "vce");
  comity_model_page_option_changed_cb (self);
}

static void
setting_cb (AdwEntryRow *row, ComityModelPage *self)
{
  const char *column = g_object_get_data (G_OBJECT (row), "name");
  const char *value = gtk_editable_get_text (GTK_EDITABLE (row));

  if (*value != '\0')
    g_hash_table_insert (self->wanted_settings, g_strdup (column), g_strdup (value));
  else
    g_hash_table_remove (self->wanted_settings, column);
  comity_model_page_option_changed_cb (self);
}

/* "I(x < 3)" is no markup. */
static void
set_title (GtkWidget *row, const char *title)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
}

static void
add_switch (ComityModelPage *self,
            AdwExpanderRow *to,
            const char *kind,
            const char *name,
            const char *title,
            gboolean active)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *control = gtk_switch_new ();

  set_title (row, title);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_switch_set_active (GTK_SWITCH (control), active);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  g_object_set_data (G_OBJECT (row), "kind", (gpointer) kind);
  g_object_set_data_full (G_OBJECT (row), "name", g_strdup (name), g_free);
  g_object_set_data (G_OBJECT (row), "switch", control);
  g_object_set_data (G_OBJECT (row), "of", to);
  g_signal_connect_object (control, "notify::active", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (to, row);
  g_ptr_array_add (self->option_rows, row);
}

static void
clear_rows (ComityModelPage *self)
{
  for (guint i = 0; i < self->option_rows->len; i++)
    {
      GtkWidget *row = self->option_rows->pdata[i];

      adw_expander_row_remove (g_object_get_data (G_OBJECT (row), "of"), row);
    }
  g_ptr_array_set_size (self->option_rows, 0);
}

static gboolean
is_wanted (char **wanted, const char *name)
{
  return wanted != NULL && g_strv_contains ((const char *const *) wanted, name);
}

/* All terms but the clock at first, and no more than can be estimated while one waits. */
static void
fill_terms (ComityModelPage *self)
{
  ComityFit *fit = peek_fit (self);
  ComityPanel *panel = comity_session_peek_panel (comity_page_get_session (COMITY_PAGE (self)));
  g_auto (GStrv) terms = comity_after_kind_list_foci (COMITY_AFTER_CURVE, fit);
  g_auto (GStrv) columns = panel != NULL ? comity_what_if_dup_columns (fit, panel) : NULL;
  const char *focus = peek_focus (self);
  guint n = 0;

  for (char **term = terms; *term != NULL; term++)
    {
      gssize at = comity_fit_find_term (fit, *term);
      const char *column = at >= 0 ? comity_fit_peek_term_column (fit, (gsize) at) : NULL;
      gboolean active =
          self->wanted_optional != NULL
              ? is_wanted (self->wanted_optional, *term)
              : n < MAX_OPTIONAL && column != NULL &&
                    (columns == NULL || g_strv_contains ((const char *const *) columns, column));

      /* The term whose estimates are shown is in every specification. */
      if (g_strcmp0 (*term, focus) == 0)
        continue;
      n += active;
      add_switch (self, self->optional, "term", *term, *term, active);
    }
}

/* The estimators and kinds of standard errors that could stand where the model's own do. */
static void
fill_ways (ComityModelPage *self)
{
  ComityFit *fit = peek_fit (self);
  const ComitySpec *spec = comity_fit_peek_spec (fit);
  gsize own = 0;

  while (!g_str_equal (comity_estimator_peek_name (own), comity_fit_peek_estimator (fit)))
    own++;
  for (gsize i = 0; i < comity_estimator_get_n (); i++)
    if (comity_estimator_is_timed (i) == comity_estimator_is_timed (own) &&
        comity_estimator_is_grouped (i) == comity_estimator_is_grouped (own))
      add_switch (self, self->estimators, "estimator", comity_estimator_peek_name (i),
                  comity_estimator_peek_title (i),
                  self->wanted_estimators != NULL && *self->wanted_estimators != NULL
                      ? is_wanted (self->wanted_estimators, comity_estimator_peek_name (i))
                      : i == own);
  for (int vce = COMITY_VCE_CLASSICAL; vce <= COMITY_VCE_DYADIC; vce++)
    if (comity_estimator_takes_vce (own, (ComityVce) vce) &&
        (vce != COMITY_VCE_CLUSTER || spec->clusters != NULL))
      add_switch (self, self->vces_tried, "vce", comity_vce_name ((ComityVce) vce),
                  comity_vce_title ((ComityVce) vce),
                  self->wanted_vces != NULL && *self->wanted_vces != NULL
                      ? is_wanted (self->wanted_vces, comity_vce_name ((ComityVce) vce))
                      : (ComityVce) vce == spec->vce);
}

/* An entry a covariate. */
static void
fill_settings (ComityModelPage *self)
{
  g_auto (GStrv) columns = comity_after_kind_list_foci (COMITY_AFTER_PREDICTIONS, peek_fit (self));
  const char *focus = peek_focus (self);

  for (char **column = columns; column != NULL && *column != NULL; column++)
    {
      const char *value = g_hash_table_lookup (self->wanted_settings, *column);
      GtkWidget *row;

      if (g_strcmp0 (*column, focus) == 0)
        continue;
      row = adw_entry_row_new ();
      set_title (row, *column);
      gtk_editable_set_text (GTK_EDITABLE (row), value != NULL ? value : "");
      adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), "name", g_strdup (*column), g_free);
      g_object_set_data (G_OBJECT (row), "of", self->settings);
      g_signal_connect_object (row, "apply", G_CALLBACK (setting_cb), self, 0);
      adw_expander_row_add_row (self->settings, row);
      g_ptr_array_add (self->option_rows, row);
    }
}

static void
list_choices (ComityModelPage *self)
{
  ComityFit *fit = peek_fit (self);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  const ComityAfterChoice *choice;
  guint chosen = 0;

  for (guint i = 0;
       fit != NULL &&
       (choice = comity_after_kind_peek_choice (comity_model_page_get_view (self), fit, i)) != NULL;
       i++)
    {
      gtk_string_list_append (titles, _ (choice->title));
      if (g_strcmp0 (choice->name, self->wanted_choice) == 0)
        chosen = i;
    }
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (titles));
  gtk_widget_set_visible (GTK_WIDGET (self->choice),
                          g_list_model_get_n_items (G_LIST_MODEL (titles)) > 0);
  if (gtk_widget_get_visible (GTK_WIDGET (self->choice)))
    gtk_drop_down_set_selected (self->choice, chosen);
}

/* What was chosen where it is there, else the first that is not the constant. */
static void
list_foci (ComityModelPage *self)
{
  ComityFit *fit = peek_fit (self);
  g_auto (GStrv) names =
      fit != NULL ? comity_after_kind_list_foci (comity_model_page_get_view (self), fit) : NULL;
  g_autoptr (GtkStringList) list = gtk_string_list_new ((const char *const *) names);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint chosen = n > 1 && g_str_equal (names[0], "(Intercept)") ? 1 : 0;

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (names[i], self->wanted_focus) == 0)
      chosen = i;
  gtk_drop_down_set_model (self->focus, G_LIST_MODEL (list));
  gtk_widget_set_visible (GTK_WIDGET (self->focus), n > 0);
  if (n > 0)
    gtk_drop_down_set_selected (self->focus, chosen);
}

static void
fill_popover (ComityModelPage *self)
{
  ComityAfterKind kind = comity_model_page_get_view (self);
  gboolean values = kind == COMITY_AFTER_PREDICTIONS ||
                    (kind == COMITY_AFTER_SURVIVOR && peek_focus (self) != NULL);

  clear_rows (self);
  gtk_widget_set_visible (GTK_WIDGET (self->held_group), holds (kind));
  gtk_widget_set_visible (GTK_WIDGET (self->held), kind != COMITY_AFTER_SURVIVOR);
  gtk_widget_set_visible (GTK_WIDGET (self->values), values);
  gtk_widget_set_visible (self->draws_row, kind == COMITY_AFTER_PREDICTIONS);
  gtk_widget_set_visible (GTK_WIDGET (self->specs_group), kind == COMITY_AFTER_CURVE);
  gtk_widget_set_visible (GTK_WIDGET (self->permute_group),
                          permutes (kind) || kind == COMITY_AFTER_PREDICTIONS);
  gtk_widget_set_visible (
      gtk_widget_get_ancestor (GTK_WIDGET (self->permutations), ADW_TYPE_ACTION_ROW),
      permutes (kind));
  gtk_widget_set_visible (GTK_WIDGET (self->exchange), permutes (kind));
  gtk_widget_set_visible (GTK_WIDGET (self->view_options), holds (kind) || permutes (kind));
  if (holds (kind))
    {
      adw_combo_row_set_selected (self->held, self->wanted_observed[which_held (kind)] ? 1 : 0);
      fill_settings (self);
    }
  if (permutes (kind))
    gtk_spin_button_set_value (self->permutations,
                               self->wanted_permutations[which_permuted (kind)]);
  if (kind == COMITY_AFTER_CURVE)
    {
      fill_terms (self);
      fill_ways (self);
    }
}

/* The other covariates are others now. The chooser itself is left alone: it is telling this. */
void
comity_model_page_focus_changed_cb (ComityModelPage *self)
{
  if (self->updating || comity_page_get_session (COMITY_PAGE (self)) == NULL)
    return;
  g_free (self->wanted_focus);
  self->wanted_focus = g_strdup (peek_focus (self));
  self->updating = TRUE;
  fill_popover (self);
  self->updating = FALSE;
  comity_model_page_update_view (self);
}

void
comity_model_page_fill_options (ComityModelPage *self)
{
  gboolean updating = self->updating;

  self->updating = TRUE;
  list_choices (self);
  list_foci (self);
  if (peek_fit (self) != NULL)
    fill_popover (self);
  else
    gtk_widget_set_visible (GTK_WIDGET (self->view_options), FALSE);
  gtk_widget_set_visible (self->within_box,
                          gtk_widget_get_visible (GTK_WIDGET (self->choice)) ||
                              gtk_widget_get_visible (GTK_WIDGET (self->focus)) ||
                              gtk_widget_get_visible (GTK_WIDGET (self->view_options)));
  self->updating = updating;
}

void
comity_model_page_init_options (ComityModelPage *self)
{
  self->option_rows = g_ptr_array_new ();
  self->wanted_settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  /* As the command line has them: average marginal effects, predictions at means. */
  self->wanted_observed[0] = TRUE;
  self->wanted_permutations[0] = COMITY_AFTER_PERMUTATIONS;
}

void
comity_model_page_clear_options (ComityModelPage *self)
{
  g_clear_pointer (&self->option_rows, g_ptr_array_unref);
  g_clear_pointer (&self->wanted_settings, g_hash_table_unref);
  g_clear_pointer (&self->wanted_choice, g_free);
  g_clear_pointer (&self->wanted_focus, g_free);
  g_clear_pointer (&self->wanted_optional, g_strfreev);
  g_clear_pointer (&self->wanted_estimators, g_strfreev);
  g_clear_pointer (&self->wanted_vces, g_strfreev);
}
