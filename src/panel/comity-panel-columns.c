/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the bundled panel as a dataset: names, labels, value labels, notes and roles. */
#include "config.h"

#include "comity-panel-build-private.h"

static ComityValueLabels *
new_tradition_labels (void)
{
  static const char *const names[COMITY_N_TRADITIONS] = { "unknown", "common law", "civil law",
                                                          "Islamic law", "mixed" };
  ComityValueLabels *labels = comity_value_labels_new ("tradition");

  for (int t = COMITY_TRADITION_COMMON; t < COMITY_N_TRADITIONS; t++)
    comity_value_labels_add (labels, t, names[t]);
  return labels;
}

/* Takes *@data. */
static void
take_column (ComityDatasetBuilder *builder,
             gsize n_rows,
             const char *name,
             const char *label,
             ComityColumnType type,
             gpointer *data,
             ComityValueLabels *labels)
{
  ComityColumn *column = comity_column_new_take (name, type, n_rows, g_steal_pointer (data));

  comity_column_set_label (column, label);
  if (labels != NULL)
    comity_column_set_value_labels (column, labels);
  comity_dataset_builder_take_column (builder, column);
}

static void
take_codes (PanelBuild *self,
            ComityDatasetBuilder *builder,
            const char *name,
            const char *label,
            guint32 **codes)
{
  GPtrArray *dictionary = g_ptr_array_new_with_free_func (g_free);
  ComityColumn *column;

  g_ptr_array_add (dictionary, g_strdup (""));
  for (gsize s = 0; s < self->index->n_states; s++)
    g_ptr_array_add (dictionary, g_strdup (self->index->states[s].code));
  column = comity_column_new_strings_take (name, self->n_rows, g_steal_pointer (codes), dictionary);
  comity_column_set_label (column, label);
  comity_dataset_builder_take_column (builder, column);
}

char *
comity_panel_build_dup_title (const PanelBuild *self)
{
  const PanelIndex *index = self->index;
  const ComityTreatyNetwork *network =
      comity_world_peek_network (index->world, (gsize) index->network);

  return g_strdup_printf ("World panel: %s, %d–%d%s", network->plural, index->first_year,
                          index->first_year + (int) index->n_years - 1,
                          self->recipe->directed ? ", directed" : "");
}

static void
set_roles (PanelIndex *index, ComityDataset *dataset)
{
  static const char *const names[COMITY_N_ROLES] = {
    [COMITY_ROLE_STATE_A] = "ccode1", [COMITY_ROLE_STATE_B] = "ccode2", [COMITY_ROLE_YEAR] = "year",
    [COMITY_ROLE_DYAD] = "dyadid",    [COMITY_ROLE_OUTCOME] = "signed",
  };

  for (gsize role = 0; role < COMITY_N_ROLES; role++)
    index->roles.column[role] =
        names[role] != NULL ? comity_dataset_find_column (dataset, names[role]) : -1;
  index->roles.codes = COMITY_CODES_COW;
}

ComityDataset *
comity_panel_build_make_dataset (PanelBuild *self)
{
  const ComityTreatyNetwork *network =
      comity_world_peek_network (self->index->world, (gsize) self->index->network);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (self->n_rows);
  g_autoptr (ComityValueLabels) traditions = new_tradition_labels ();
  g_autofree char *name = comity_panel_build_dup_title (self);
  g_autofree char *signed_label =
      g_strdup_printf (self->recipe->keep_after_event ? "Signed in this year: %s"
                                                      : "First signature in this year: %s",
                       network->title);
  g_autofree char *lag_note =
      g_strdup_printf ("Covariates that change with time are those of %d year%s before; geography, "
                       "language and colonial history are not lagged.",
                       self->recipe->lag, self->recipe->lag == 1 ? "" : "s");
  gsize n = self->n_rows;
  ComityDataset *dataset;

  comity_dataset_builder_set_name (builder, name);
  comity_dataset_builder_set_label (builder, network->title);
  comity_dataset_builder_add_note (builder, NULL, network->note);
  comity_dataset_builder_add_note (builder, NULL, lag_note);
  comity_covariates_describe_sources (self->covariates, self->index->world,
                                      (gsize) self->index->network, builder);

#define TAKE(name_, label_, type_, field_)                                                         \
  take_column (builder, n, name_, label_, type_, (gpointer *) &self->field_, NULL)
  TAKE ("dyadid", "Dyad: 1000 × ccode1 + ccode2", COMITY_COLUMN_INT32, dyadid);
  TAKE ("ccode1", "COW number of state 1", COMITY_COLUMN_INT16, ccode1);
  TAKE ("ccode2", "COW number of state 2", COMITY_COLUMN_INT16, ccode2);
  take_codes (self, builder, "state_a", "ISO 3166 code of state 1", &self->code1);
  take_codes (self, builder, "state_b", "ISO 3166 code of state 2", &self->code2);
  TAKE ("year", "Year", COMITY_COLUMN_INT16, year);
  TAKE ("signed", signed_label, COMITY_COLUMN_INT8, signed_);
  TAKE ("t", "Years at risk so far", COMITY_COLUMN_INT16, t);
  TAKE ("t2", "Years at risk so far, squared", COMITY_COLUMN_INT16, t2);
  TAKE ("t3", "Years at risk so far, cubed", COMITY_COLUMN_INT32, t3);
#undef TAKE
  for (guint k = 0; k < self->covariates->len; k++)
    {
      const Covariate *covariate = &g_array_index (self->covariates, Covariate, k);
      gboolean is_tradition = g_str_equal (covariate->name, "tradition1") ||
                              g_str_equal (covariate->name, "tradition2");

      take_column (builder, n, covariate->name, covariate->label, covariate->type, &self->data[k],
                   is_tradition ? traditions : NULL);
    }
  dataset = comity_dataset_builder_end (builder);
  set_roles (self->index, dataset);
  return dataset;
}
