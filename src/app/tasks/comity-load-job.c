/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs that end in a dataset and, where its columns allow, a panel. What was open before stays open
 * until the job's owner takes the result. */
#include "config.h"

#include "comity-load-job.h"

#include <glib/gi18n.h>

#include "comity-dataset-io.h"
#include "comity-derive.h"
#include "comity-timeline.h"

typedef struct
{
  char *network; /* bundled */
  char *path;    /* file */
  ComityDataset *dataset;
  ComityRoles roles;
  char **derived; /* nullable */
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  g_free (input->network);
  g_free (input->path);
  g_clear_pointer (&input->dataset, comity_dataset_unref);
  g_strfreev (input->derived);
  g_free (input);
}

void
comity_loaded_free (ComityLoaded *self)
{
  g_clear_pointer (&self->dataset, comity_dataset_unref);
  g_clear_pointer (&self->panel, comity_panel_unref);
  g_clear_pointer (&self->world, comity_world_unref);
  g_free (self->no_panel);
  g_free (self->merge_report);
  g_clear_pointer (&self->derived, g_ptr_array_unref);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_free (self->not_derived);
  g_free (self);
}

/* A column that cannot be made of these data is no failure. */
static gboolean
derive (ComityLoaded *loaded, char **texts, ComityProgress *progress, GError **error)
{
  gsize n = texts != NULL && loaded->panel != NULL ? g_strv_length (texts) : 0;

  loaded->derived = g_ptr_array_new_with_free_func (g_free);
  loaded->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (ComityProgress) part = comity_progress_new_part (progress, (double) i / (double) n,
                                                                  (double) (i + 1) / (double) n);
      GPtrArray *columns = comity_derive_make_columns (loaded->panel, texts[i], part, &local_error);

      if (columns != NULL)
        {
          g_ptr_array_add (loaded->derived, g_strdup (texts[i]));
          g_ptr_array_add (loaded->columns, columns);
        }
      else if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      else if (loaded->not_derived == NULL)
        loaded->not_derived = g_strdup_printf (_ ("The added column %s is not in these data: %s"),
                                               texts[i], local_error->message);
    }
  return TRUE;
}

static gpointer
build_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  g_autoptr (ComityLoaded) loaded = g_new0 (ComityLoaded, 1);
  g_autoptr (ComityMergeReport) report = NULL;
  g_autoptr (ComityProgress) building = comity_progress_new_part (progress, 0.0, 0.5);
  g_autoptr (ComityProgress) deriving = comity_progress_new_part (progress, 0.5, 1.0);
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;

  recipe.network = input->network;
  loaded->world = comity_world_load (error);
  if (loaded->world == NULL)
    return NULL;
  loaded->panel = comity_panel_build (loaded->world, &recipe, &report,
                                      input->derived != NULL ? building : progress, error);
  if (loaded->panel == NULL)
    return NULL;
  loaded->dataset = comity_dataset_ref (comity_panel_peek_dataset (loaded->panel));
  loaded->roles = *comity_panel_peek_roles (loaded->panel);
  loaded->merge_report = report != NULL ? comity_merge_report_dup_text (report) : NULL;
  if (!derive (loaded, input->derived, deriving, error))
    return NULL;
  return g_steal_pointer (&loaded);
}

/* The panel of a dataset that has been read; a dataset that is none is no failure. */
static gboolean
index_dataset (ComityLoaded *loaded, ComityProgress *progress, GError **error)
{
  g_autoptr (ComityDataset) followed = NULL;
  g_autoptr (GError) local_error = NULL;

  loaded->panel =
      comity_panel_new (loaded->dataset, &loaded->roles, loaded->world, progress, &local_error);
  if (loaded->panel != NULL)
    {
      loaded->roles = *comity_panel_peek_roles (loaded->panel);
      comity_dataset_unref (loaded->dataset);
      loaded->dataset = comity_dataset_ref (comity_panel_peek_dataset (loaded->panel));
      return TRUE;
    }
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  loaded->no_panel = g_strdup (local_error->message);
  followed = comity_dataset_follow_roles (loaded->dataset, &loaded->roles);
  comity_dataset_unref (loaded->dataset);
  loaded->dataset = g_steal_pointer (&followed);
  return TRUE;
}

static gpointer
read_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  g_autoptr (ComityLoaded) loaded = g_new0 (ComityLoaded, 1);
  g_autoptr (ComityProgress) reading = comity_progress_new_part (progress, 0.0, 0.6);
  g_autoptr (ComityProgress) indexing = comity_progress_new_part (progress, 0.6, 0.8);
  g_autoptr (ComityProgress) deriving = comity_progress_new_part (progress, 0.8, 1.0);

  loaded->dataset = comity_dataset_load (input->path, reading, error);
  if (loaded->dataset == NULL)
    return NULL;
  /* Without the tables of the world the states keep the codes of the file. */
  loaded->world = comity_world_load (NULL);
  comity_roles_guess (loaded->dataset, &loaded->roles);
  if (!index_dataset (loaded, indexing, error) || !derive (loaded, input->derived, deriving, error))
    return NULL;
  return g_steal_pointer (&loaded);
}

static gpointer
index_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  g_autoptr (ComityLoaded) loaded = g_new0 (ComityLoaded, 1);
  g_autoptr (ComityProgress) indexing = comity_progress_new_part (progress, 0.0, 0.5);
  g_autoptr (ComityProgress) deriving = comity_progress_new_part (progress, 0.5, 1.0);

  loaded->dataset = comity_dataset_ref (input->dataset);
  loaded->world = comity_world_load (NULL);
  loaded->roles = input->roles;
  if (!index_dataset (loaded, indexing, error) || !derive (loaded, input->derived, deriving, error))
    return NULL;
  return g_steal_pointer (&loaded);
}

ComityJob *
comity_load_job_new_bundled (const char *network, const char *const *derived)
{
  Input *input = g_new0 (Input, 1);

  input->derived = g_strdupv ((char **) derived);
  input->network = g_strdup (network);
  return comity_job_new (_ ("Building the world panel"), build_in_thread, input, input_free,
                         (GDestroyNotify) comity_loaded_free);
}

ComityJob *
comity_load_job_new_file (const char *path, const char *const *derived)
{
  Input *input = g_new0 (Input, 1);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *title = g_strdup_printf (_ ("Reading %s"), name);

  input->derived = g_strdupv ((char **) derived);
  input->path = g_strdup (path);
  return comity_job_new (title, read_in_thread, input, input_free,
                         (GDestroyNotify) comity_loaded_free);
}

ComityJob *
comity_load_job_new_roles (ComityDataset *dataset,
                           const ComityRoles *roles,
                           const char *const *derived)
{
  Input *input = g_new0 (Input, 1);

  input->derived = g_strdupv ((char **) derived);
  input->dataset = comity_dataset_ref (dataset);
  input->roles = *roles;
  return comity_job_new (_ ("Indexing the rows"), index_in_thread, input, input_free,
                         (GDestroyNotify) comity_loaded_free);
}
