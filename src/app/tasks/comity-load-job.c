/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs that end in a dataset and, where its columns allow, a panel. What was open before stays open
 * until the job's owner takes the result. */
#include "config.h"

#include "comity-load-job.h"

#include <glib/gi18n.h>

#include "comity-dataset-io.h"
#include "comity-derive.h"
#include "comity-doctor.h"
#include "comity-timeline.h"

typedef struct
{
  char *network; /* bundled */
  char *path;    /* file */
  ComityDataset *raw;
  ComityRoles guess;
  ComityRoles roles;
  gboolean has_roles;
  char **role_names; /* nullable */
  char **mends;      /* nullable */
  char **derived;    /* nullable */
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  g_free (input->network);
  g_free (input->path);
  g_clear_pointer (&input->raw, comity_dataset_unref);
  g_strfreev (input->role_names);
  g_strfreev (input->mends);
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
  g_clear_pointer (&self->raw, comity_dataset_unref);
  g_clear_pointer (&self->mends, g_ptr_array_unref);
  g_clear_pointer (&self->mended, g_ptr_array_unref);
  g_free (self->not_mended);
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

/* Columns by their names; of those that the file does not have the guess stays. */
static void
choose_roles (ComityDataset *dataset, char **names, ComityRoles *roles)
{
  for (guint r = 0; names != NULL && names[r] != NULL && r < COMITY_N_ROLES; r++)
    {
      gssize column = *names[r] != '\0' ? comity_dataset_find_column (dataset, names[r]) : -1;

      if (*names[r] == '\0' || column >= 0)
        roles->column[r] = column;
    }
}

/* One after the other: each is of the data that the one before left. What cannot be mended is no
 * failure. */
static gboolean
mend (ComityLoaded *loaded, char **mends, ComityProgress *progress, GError **error)
{
  const gsize n = mends != NULL && loaded->panel != NULL ? g_strv_length (mends) : 0;

  loaded->mends = g_ptr_array_new_with_free_func (g_free);
  loaded->mended = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < n && loaded->panel != NULL; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (ComityProgress) part = comity_progress_new_part (progress, (double) i / (double) n,
                                                                  (double) (i + 1) / (double) n);
      g_autoptr (ComityPanel) panel = g_steal_pointer (&loaded->panel);
      char *sentence = NULL;
      ComityDataset *dataset = comity_doctor_mend (panel, mends[i], &sentence, part, &local_error);

      if (dataset == NULL)
        {
          g_free (sentence);
          loaded->panel = g_steal_pointer (&panel);
          if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            {
              g_propagate_error (error, g_steal_pointer (&local_error));
              return FALSE;
            }
          if (loaded->not_mended == NULL)
            loaded->not_mended = g_strdup (local_error->message);
          continue;
        }
      g_ptr_array_add (loaded->mends, g_strdup (mends[i]));
      g_ptr_array_add (loaded->mended, sentence);
      comity_dataset_unref (loaded->dataset);
      loaded->dataset = dataset;
      if (!index_dataset (loaded, part, error))
        return FALSE;
    }
  return TRUE;
}

static gpointer
read_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  Input *input = data;
  g_autoptr (ComityLoaded) loaded = g_new0 (ComityLoaded, 1);
  g_autoptr (ComityProgress) reading = comity_progress_new_part (progress, 0.0, 0.6);
  g_autoptr (ComityProgress) indexing = comity_progress_new_part (progress, 0.6, 0.8);
  g_autoptr (ComityProgress) mending = comity_progress_new_part (progress, 0.8, 0.9);
  g_autoptr (ComityProgress) deriving = comity_progress_new_part (progress, 0.9, 1.0);

  loaded->raw = input->raw != NULL ? comity_dataset_ref (input->raw)
                                   : comity_dataset_load (input->path, reading, error);
  if (loaded->raw == NULL)
    return NULL;
  loaded->dataset = comity_dataset_ref (loaded->raw);
  /* Without the tables of the world the states keep the codes of the file. */
  loaded->world = comity_world_load (NULL);
  if (input->raw != NULL)
    loaded->guess = input->guess;
  else
    comity_roles_guess (loaded->raw, &loaded->guess);
  loaded->roles = input->has_roles ? input->roles : loaded->guess;
  choose_roles (loaded->raw, input->role_names, &loaded->roles);
  if (!index_dataset (loaded, indexing, error) || !mend (loaded, input->mends, mending, error) ||
      !derive (loaded, input->derived, deriving, error))
    return NULL;
  return g_steal_pointer (&loaded);
}

ComityJob *
comity_load_job_new (const ComityLoadWish *wish)
{
  Input *input = g_new0 (Input, 1);
  g_autofree char *name = wish->path != NULL ? g_filename_display_basename (wish->path) : NULL;
  g_autofree char *reading =
      name != NULL ? g_strdup_printf (_ ("Reading %s"), name) : NULL;

  input->network = g_strdup (wish->network);
  input->path = g_strdup (wish->path);
  input->raw = wish->raw != NULL ? comity_dataset_ref (wish->raw) : NULL;
  if (wish->guess != NULL)
    input->guess = *wish->guess;
  input->has_roles = wish->roles != NULL;
  if (wish->roles != NULL)
    input->roles = *wish->roles;
  input->role_names = g_strdupv ((char **) wish->role_names);
  input->mends = g_strdupv ((char **) wish->mends);
  input->derived = g_strdupv ((char **) wish->derived);
  return comity_job_new (wish->network != NULL ? _ ("Building the world panel")
                         : reading != NULL     ? reading
                                               : _ ("Indexing the rows"),
                         wish->network != NULL ? build_in_thread : read_in_thread, input,
                         input_free, (GDestroyNotify) comity_loaded_free);
}
