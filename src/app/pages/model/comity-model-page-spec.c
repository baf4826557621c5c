/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The specification of the models page: read from its controls, checked, kept and brought back.
 * Controls that the chosen model has no use for are not shown, and what they hold is not read. */
#include "config.h"

#include "comity-model-page-private.h"

#include <glib/gi18n.h>

#include "comity-formula.h"
#include "comity-settings.h"

/* The covariances in the order of the list. */
static const ComityVce all_vces[] = {
  COMITY_VCE_CLUSTER, COMITY_VCE_CLASSICAL, COMITY_VCE_HC0,       COMITY_VCE_HC1,
  COMITY_VCE_ROBUST,  COMITY_VCE_DYADIC,    COMITY_VCE_TWOWAY,    COMITY_VCE_HC2,
  COMITY_VCE_HC3,     COMITY_VCE_HC4,       COMITY_VCE_CR2,       COMITY_VCE_JACKKNIFE,
  COMITY_VCE_BOOTSTRAP
};

/* How the choosers of columns are kept, what they say while none is chosen (NULL: one always is),
 * and what else they offer before the columns. */
static const struct
{
  const char *key;
  const char *none;
  const char *before; /* the beginning of a spell that lasts one unit; NULL: not offered */
} columns[COMITY_MODEL_N_COLUMNS] = {
  [COMITY_MODEL_COLUMN_CLUSTER] = { "cluster", NULL },
  [COMITY_MODEL_COLUMN_UNIT] = { "unit", N_ ("States, Dyads or Rows") },
  [COMITY_MODEL_COLUMN_STATE_A] = { "state-a", NULL },
  [COMITY_MODEL_COLUMN_STATE_B] = { "state-b", NULL },
  [COMITY_MODEL_COLUMN_GROUP] = { "group", NULL },
  [COMITY_MODEL_COLUMN_START] = { "start", N_ ("By the Roles"), N_ ("One before the End") },
  [COMITY_MODEL_COLUMN_STOP] = { "stop", N_ ("By the Roles") },
  [COMITY_MODEL_COLUMN_STRATA] = { "strata", N_ ("None") },
  [COMITY_MODEL_COLUMN_WEIGHTS] = { "weights", N_ ("None") },
};

/* How "one before the end" is kept. */
#define BEFORE "-1"
/* The years at risk of the bundled panel, 1 in the first: a row of it is the spell from t − 1 to t.
 */
#define BUNDLED_CLOCK "t"

static guint
count_words (ComityModelColumn which)
{
  return (columns[which].none != NULL) + (columns[which].before != NULL);
}

static ComityVce
get_vce (ComityModelPage *self)
{
  guint chosen = adw_combo_row_get_selected (self->vce_row);

  return chosen < self->vces->len ? g_array_index (self->vces, ComityVce, chosen)
                                  : COMITY_VCE_DEFAULT;
}

/* NULL: none. */
static const char *
peek_column (ComityModelPage *self, ComityModelColumn which)
{
  AdwComboRow *row = self->column_rows[which];
  GObject *item = adw_combo_row_get_selected_item (row);
  guint chosen = adw_combo_row_get_selected (row);

  if (item == NULL || (columns[which].none != NULL && chosen == 0))
    return NULL;
  if (columns[which].before != NULL && chosen == 1)
    return BEFORE;
  return gtk_string_object_get_string (GTK_STRING_OBJECT (item));
}

static void
choose_column (ComityModelPage *self, ComityModelColumn which, const char *name)
{
  ComityDataset *dataset =
      comity_session_peek_dataset (comity_page_get_session (COMITY_PAGE (self)));
  gssize column = name != NULL && dataset != NULL ? comity_dataset_find_column (dataset, name) : -1;

  if (column >= 0)
    adw_combo_row_set_selected (self->column_rows[which], (guint) column + count_words (which));
  else if (columns[which].before != NULL && g_strcmp0 (name, BEFORE) == 0)
    adw_combo_row_set_selected (self->column_rows[which], 1);
  else if (columns[which].none != NULL && (name == NULL || *name == '\0'))
    adw_combo_row_set_selected (self->column_rows[which], 0);
}

/* What is shown is what is of use. */
static const char *
peek_used (ComityModelPage *self, ComityModelColumn which)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->column_rows[which])) ? peek_column (self, which)
                                                                        : NULL;
}

static gboolean
is_used (gpointer widget)
{
  return gtk_widget_get_visible (GTK_WIDGET (widget));
}

static char **
list_one (const char *name)
{
  const char *names[] = { name, NULL };

  return name != NULL ? g_strdupv ((char **) names) : NULL;
}

static char *
dup_entry (AdwEntryRow *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));

  return *text != '\0' ? g_strdup (text) : NULL;
}

static void
read_errors (ComityModelPage *self, ComitySpec *spec)
{
  const char *cluster = peek_used (self, COMITY_MODEL_COLUMN_CLUSTER);
  const char *a = peek_used (self, COMITY_MODEL_COLUMN_STATE_A);
  const char *b = peek_used (self, COMITY_MODEL_COLUMN_STATE_B);

  spec->vce = get_vce (self);
  spec->clusters =
      list_one (cluster != NULL ? cluster : peek_used (self, COMITY_MODEL_COLUMN_UNIT));
  if (a != NULL && b != NULL)
    {
      const char *states[] = { a, b, NULL };

      spec->states = g_strdupv ((char **) states);
    }
  spec->one_step = is_used (self->one_step_row) && gtk_switch_get_active (self->one_step);
  if (is_used (self->replications_row))
    {
      spec->replications = (guint) gtk_spin_button_get_value_as_int (self->replications);
      spec->seed = gtk_spin_button_get_value_as_int (self->seed);
    }
}

/* The beginning of the spells: a column, or what one before their end is. */
static char *
dup_start (ComityModelPage *self, const char *stop)
{
  const char *start = peek_used (self, COMITY_MODEL_COLUMN_START);

  if (g_strcmp0 (start, BEFORE) != 0)
    return g_strdup (start);
  return stop != NULL ? g_strdup_printf ("`%s` - 1", stop) : NULL;
}

ComitySpec *
comity_model_page_read_spec (ComityModelPage *self)
{
  ComitySpec *spec = comity_spec_new (gtk_editable_get_text (GTK_EDITABLE (self->formula_row)));
  guint estimator = adw_combo_row_get_selected (self->estimator_row);

  if (estimator < comity_estimator_get_n ())
    {
      g_free (spec->estimator);
      spec->estimator = g_strdup (comity_estimator_peek_name (estimator));
    }
  read_errors (self, spec);
  spec->where = dup_entry (self->where_row);
  spec->group = g_strdup (peek_used (self, COMITY_MODEL_COLUMN_GROUP));
  spec->stop = g_strdup (peek_used (self, COMITY_MODEL_COLUMN_STOP));
  spec->start = dup_start (self, spec->stop);
  spec->strata = g_strdup (peek_used (self, COMITY_MODEL_COLUMN_STRATA));
  spec->weights = g_strdup (peek_used (self, COMITY_MODEL_COLUMN_WEIGHTS));
  if (spec->weights != NULL)
    {
      spec->frequency_weights = adw_combo_row_get_selected (self->weight_kind_row) == 1;
      spec->importance_weights = adw_combo_row_get_selected (self->weight_kind_row) == 2;
    }
  if (is_used (self->absorb_row))
    comity_spec_set_absorb (spec, gtk_editable_get_text (GTK_EDITABLE (self->absorb_row)));
  if (is_used (self->ties_row))
    spec->ties = (ComityTies) adw_combo_row_get_selected (self->ties_row);
  if (is_used (self->metric_row))
    spec->accelerated = adw_combo_row_get_selected (self->metric_row) == 1;
  if (is_used (self->tau_row))
    spec->tau = gtk_spin_button_get_value (self->tau);
  spec->level = g_settings_get_double (comity_settings_get (), "confidence-level");
  return spec;
}

gboolean
comity_model_page_check_spec (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  g_autoptr (ComitySpec) spec = NULL;
  g_autoptr (GError) error = NULL;
  GAction *action =
      g_action_map_lookup_action (comity_page_get_action_map (COMITY_PAGE (self)), "estimate");
  gboolean good = FALSE;

  if (comity_session_peek_dataset (session) != NULL)
    {
      spec = comity_model_page_read_spec (self);
      if (panel != NULL)
        good = comity_spec_check (spec, panel, &error);
      else
        {
          g_autoptr (ComityFormula) formula = comity_formula_parse (spec->formula, &error);

          good = formula != NULL;
        }
    }
  /* Nothing written is nothing wrong. */
  if (spec != NULL && *spec->formula == '\0')
    {
      gtk_label_set_text (self->check, _ ("Write a formula: outcome ~ terms."));
      gtk_widget_remove_css_class (GTK_WIDGET (self->check), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->formula_row), "error");
      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), FALSE);
      return FALSE;
    }
  gtk_label_set_text (self->check, good            ? _ ("Ready to estimate.")
                                   : error != NULL ? error->message
                                                   : _ ("No data are open."));
  if (good)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->check), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->formula_row), "error");
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->check), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->formula_row), "error");
    }
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), good && self->job == NULL);
  return good;
}

static void
list_columns (ComityModelPage *self, ComityModelColumn which)
{
  ComityDataset *dataset =
      comity_session_peek_dataset (comity_page_get_session (COMITY_PAGE (self)));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  if (columns[which].none != NULL)
    gtk_string_list_append (names, _ (columns[which].none));
  if (columns[which].before != NULL)
    gtk_string_list_append (names, _ (columns[which].before));
  for (gsize i = 0; dataset != NULL && i < comity_dataset_get_n_columns (dataset); i++)
    gtk_string_list_append (names,
                            comity_column_peek_name (comity_dataset_peek_column (dataset, i)));
  adw_combo_row_set_model (self->column_rows[which], G_LIST_MODEL (names));
}

static gboolean
has_role (ComityModelPage *self, ComityRole role)
{
  const ComityRoles *roles =
      comity_session_peek_roles (comity_page_get_session (COMITY_PAGE (self)));

  return roles != NULL && roles->column[role] >= 0;
}

static void
choose_role (ComityModelPage *self, ComityModelColumn which, ComityRole role)
{
  const ComityRoles *roles =
      comity_session_peek_roles (comity_page_get_session (COMITY_PAGE (self)));

  if (has_role (self, role))
    adw_combo_row_set_selected (self->column_rows[which], (guint) roles->column[role]);
}

static void
choose_vce (ComityModelPage *self, ComityVce vce)
{
  for (guint i = 0; i < self->vces->len; i++)
    if (g_array_index (self->vces, ComityVce, i) == vce)
      adw_combo_row_set_selected (self->vce_row, i);
}

void
comity_model_page_fill_columns (ComityModelPage *self)
{
  for (guint i = 0; i < COMITY_MODEL_N_COLUMNS; i++)
    list_columns (self, (ComityModelColumn) i);
  choose_role (self, COMITY_MODEL_COLUMN_CLUSTER, COMITY_ROLE_DYAD);
  choose_role (self, COMITY_MODEL_COLUMN_GROUP, COMITY_ROLE_DYAD);
  choose_role (self, COMITY_MODEL_COLUMN_STATE_A, COMITY_ROLE_STATE_A);
  choose_role (self, COMITY_MODEL_COLUMN_STATE_B, COMITY_ROLE_STATE_B);
  if (comity_session_get_path (comity_page_get_session (COMITY_PAGE (self))) == NULL)
    {
      choose_column (self, COMITY_MODEL_COLUMN_STOP, BUNDLED_CLOCK);
      choose_column (self, COMITY_MODEL_COLUMN_START, BEFORE);
    }
  choose_vce (self, has_role (self, COMITY_ROLE_DYAD) ? COMITY_VCE_CLUSTER : COMITY_VCE_CLASSICAL);
}

void
comity_model_page_refill_columns (ComityModelPage *self)
{
  self->updating = TRUE;
  for (guint i = 0; i < COMITY_MODEL_N_COLUMNS; i++)
    {
      g_autofree char *name = g_strdup (peek_column (self, (ComityModelColumn) i));

      list_columns (self, (ComityModelColumn) i);
      choose_column (self, (ComityModelColumn) i, name);
    }
  self->updating = FALSE;
}

void
comity_model_page_apply_wanted (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityVce vce;

  /* They are those of the data that are about to come, not of those still there. */
  if (comity_session_peek_dataset (session) == NULL || comity_session_is_opening (session))
    return;
  for (guint i = 0; i < COMITY_MODEL_N_COLUMNS; i++)
    if (self->wanted_columns[i] != NULL)
      choose_column (self, (ComityModelColumn) i, self->wanted_columns[i]);
  if (self->wanted_vce != NULL && comity_vce_from_name (self->wanted_vce, &vce))
    choose_vce (self, vce);
  comity_model_page_forget_wanted (self);
}

void
comity_model_page_forget_wanted (ComityModelPage *self)
{
  for (guint i = 0; i < COMITY_MODEL_N_COLUMNS; i++)
    g_clear_pointer (&self->wanted_columns[i], g_free);
  g_clear_pointer (&self->wanted_vce, g_free);
}

/* The kinds of standard errors of the model; the chosen one stays where it is among them. */
static void
narrow_vces (ComityModelPage *self, guint estimator)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autoptr (GArray) before = self->vces;
  ComityVce chosen = get_vce (self);
  gboolean same = TRUE;

  self->vces = g_array_new (FALSE, FALSE, sizeof (ComityVce));
  for (guint i = 0; i < G_N_ELEMENTS (all_vces); i++)
    if (comity_estimator_takes_vce (estimator, all_vces[i]))
      {
        same = same && self->vces->len < before->len &&
               g_array_index (before, ComityVce, self->vces->len) == all_vces[i];
        g_array_append_val (self->vces, all_vces[i]);
        gtk_string_list_append (titles, comity_vce_title (all_vces[i]));
      }
  if (same && self->vces->len == before->len)
    return;
  adw_combo_row_set_model (self->vce_row, G_LIST_MODEL (titles));
  choose_vce (self, COMITY_VCE_CLASSICAL);
  if (has_role (self, COMITY_ROLE_DYAD))
    choose_vce (self, COMITY_VCE_CLUSTER);
  choose_vce (self, chosen);
}

static void
set_used (gpointer widget, gboolean used)
{
  gtk_widget_set_visible (GTK_WIDGET (widget), used);
}

void
comity_model_page_narrow (ComityModelPage *self)
{
  guint estimator = adw_combo_row_get_selected (self->estimator_row);
  gboolean updating = self->updating;
  gboolean timed, states;
  ComityVce vce;

  if (estimator >= comity_estimator_get_n ())
    return;
  self->updating = TRUE;
  narrow_vces (self, estimator);
  self->updating = updating;

  vce = get_vce (self);
  /* Times that the formula names are not asked for again. */
  timed = comity_estimator_is_timed (estimator) &&
          !g_str_has_prefix (gtk_editable_get_text (GTK_EDITABLE (self->formula_row)), "Surv");
  states = (vce == COMITY_VCE_DYADIC || vce == COMITY_VCE_TWOWAY) &&
           !(has_role (self, COMITY_ROLE_STATE_A) && has_role (self, COMITY_ROLE_STATE_B));
  set_used (self->column_rows[COMITY_MODEL_COLUMN_CLUSTER],
            vce == COMITY_VCE_CLUSTER || vce == COMITY_VCE_CR2);
  set_used (self->column_rows[COMITY_MODEL_COLUMN_UNIT], comity_vce_is_resampled (vce));
  set_used (self->column_rows[COMITY_MODEL_COLUMN_STATE_A], states);
  set_used (self->column_rows[COMITY_MODEL_COLUMN_STATE_B], states);
  set_used (self->one_step_row, vce == COMITY_VCE_JACKKNIFE &&
                                    comity_estimator_takes (estimator, COMITY_ESTIMATOR_ONE_STEP));
  set_used (self->replications_row, vce == COMITY_VCE_BOOTSTRAP);
  set_used (self->seed_row, vce == COMITY_VCE_BOOTSTRAP);
  set_used (self->column_rows[COMITY_MODEL_COLUMN_GROUP], comity_estimator_is_grouped (estimator));
  set_used (self->column_rows[COMITY_MODEL_COLUMN_START], timed);
  set_used (self->column_rows[COMITY_MODEL_COLUMN_STOP], timed);
  set_used (self->column_rows[COMITY_MODEL_COLUMN_STRATA],
            comity_estimator_takes (estimator, COMITY_ESTIMATOR_STRATA));
  set_used (self->column_rows[COMITY_MODEL_COLUMN_WEIGHTS],
            comity_estimator_takes (estimator, COMITY_ESTIMATOR_WEIGHTS));
  set_used (self->weight_kind_row, peek_used (self, COMITY_MODEL_COLUMN_WEIGHTS) != NULL);
  set_used (self->absorb_row, comity_estimator_takes (estimator, COMITY_ESTIMATOR_ABSORB));
  set_used (self->ties_row, comity_estimator_takes (estimator, COMITY_ESTIMATOR_TIES));
  set_used (self->metric_row, comity_estimator_takes (estimator, COMITY_ESTIMATOR_METRIC));
  set_used (self->tau_row, comity_estimator_takes (estimator, COMITY_ESTIMATOR_TAU));
}

void
comity_model_page_save_spec (ComityModelPage *self, GKeyFile *file, const char *group)
{
  g_autoptr (ComitySpec) spec = comity_model_page_read_spec (self);

  g_key_file_set_string (file, group, "formula", spec->formula);
  g_key_file_set_string (file, group, "estimator", spec->estimator);
  g_key_file_set_string (file, group, "vce", comity_vce_name (spec->vce));
  g_key_file_set_string (file, group, "where", spec->where != NULL ? spec->where : "");
  for (guint i = 0; i < COMITY_MODEL_N_COLUMNS; i++)
    {
      const char *name = peek_column (self, (ComityModelColumn) i);

      if (name != NULL || columns[i].none != NULL)
        g_key_file_set_string (file, group, columns[i].key, name != NULL ? name : "");
    }
  g_key_file_set_string (file, group, "absorb",
                         gtk_editable_get_text (GTK_EDITABLE (self->absorb_row)));
  g_key_file_set_string (
      file, group, "ties",
      comity_ties_name ((ComityTies) adw_combo_row_get_selected (self->ties_row)));
  g_key_file_set_integer (file, group, "metric",
                          (int) adw_combo_row_get_selected (self->metric_row));
  g_key_file_set_integer (file, group, "weight-kind",
                          (int) adw_combo_row_get_selected (self->weight_kind_row));
  g_key_file_set_double (file, group, "tau", gtk_spin_button_get_value (self->tau));
  g_key_file_set_boolean (file, group, "one-step", gtk_switch_get_active (self->one_step));
  g_key_file_set_integer (file, group, "replications",
                          gtk_spin_button_get_value_as_int (self->replications));
  g_key_file_set_integer (file, group, "seed", gtk_spin_button_get_value_as_int (self->seed));
}

static void
restore_entry (AdwEntryRow *row, GKeyFile *file, const char *group, const char *key)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);

  if (text != NULL && g_strcmp0 (text, gtk_editable_get_text (GTK_EDITABLE (row))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
restore_choice (AdwComboRow *row, GKeyFile *file, const char *group, const char *key)
{
  int choice = g_key_file_get_integer (file, group, key, NULL);
  GListModel *model = adw_combo_row_get_model (row);

  if (g_key_file_has_key (file, group, key, NULL) && choice >= 0 &&
      (guint) choice < g_list_model_get_n_items (model))
    adw_combo_row_set_selected (row, (guint) choice);
}

static void
restore_number (GtkSpinButton *spin, GKeyFile *file, const char *group, const char *key)
{
  if (g_key_file_has_key (file, group, key, NULL))
    gtk_spin_button_set_value (spin, g_key_file_get_double (file, group, key, NULL));
}

void
comity_model_page_restore_spec (ComityModelPage *self, GKeyFile *file, const char *group)
{
  g_autofree char *formula = g_key_file_get_string (file, group, "formula", NULL);
  g_autofree char *estimator = g_key_file_get_string (file, group, "estimator", NULL);
  g_autofree char *ties_name = g_key_file_get_string (file, group, "ties", NULL);
  ComityTies ties;

  for (gsize i = 0; estimator != NULL && i < comity_estimator_get_n (); i++)
    if (g_str_equal (estimator, comity_estimator_peek_name (i)))
      adw_combo_row_set_selected (self->estimator_row, (guint) i);
  /* The kinds of the model are there before one of them is chosen. */
  comity_model_page_narrow (self);
  restore_entry (self->where_row, file, group, "where");
  restore_entry (self->absorb_row, file, group, "absorb");
  if (formula != NULL)
    comity_session_set_formula (comity_page_get_session (COMITY_PAGE (self)), formula);
  if (ties_name != NULL && comity_ties_from_name (ties_name, &ties))
    adw_combo_row_set_selected (self->ties_row, ties);
  restore_choice (self->metric_row, file, group, "metric");
  restore_choice (self->weight_kind_row, file, group, "weight-kind");
  restore_number (self->tau, file, group, "tau");
  restore_number (self->replications, file, group, "replications");
  restore_number (self->seed, file, group, "seed");
  if (g_key_file_has_key (file, group, "one-step", NULL))
    gtk_switch_set_active (self->one_step, g_key_file_get_boolean (file, group, "one-step", NULL));
  g_free (self->wanted_vce);
  self->wanted_vce = g_key_file_get_string (file, group, "vce", NULL);
  for (guint i = 0; i < COMITY_MODEL_N_COLUMNS; i++)
    {
      g_free (self->wanted_columns[i]);
      self->wanted_columns[i] = g_key_file_get_string (file, group, columns[i].key, NULL);
    }
  comity_model_page_apply_wanted (self);
  comity_model_page_narrow (self);
}

void
comity_model_page_init_spec (ComityModelPage *self)
{
  g_autoptr (GtkStringList) estimators = gtk_string_list_new (NULL);

  self->vces = g_array_new (FALSE, FALSE, sizeof (ComityVce));
  for (gsize i = 0; i < comity_estimator_get_n (); i++)
    gtk_string_list_append (estimators, comity_estimator_peek_title (i));
  adw_combo_row_set_model (self->estimator_row, G_LIST_MODEL (estimators));
}
