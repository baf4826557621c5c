/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stacks of mementos. A memento is one text a contributor, its group as a key file. */
#include "config.h"

#include "comity-history.h"

/* Views remembered; at a few hundred bytes each this is nothing, and more than a person goes back.
 */
#define LENGTH 200

typedef struct
{
  char *group;
  gpointer owner;
  ComityMementoFunc save;
  ComityMementoFunc restore;  /* NULL: the data */
  ComityHistoryOpenFunc open; /* NULL: no data */
} Part;

struct _ComityHistory
{
  GObject parent_instance;

  /* Owned */
  GArray *parts;   /* Part */
  GPtrArray *undo; /* GStrv, oldest first */
  GPtrArray *redo; /* GStrv */
  char **now;      /* the view as it was last seen; NULL: not yet */
  char **waiting;  /* the view that is there once its data are; NULL: none */

  GPtrArray *waiting_from; /* borrowed: the stack it came from */

  guint gesture;
  gboolean gesture_recorded; /* the step of this gesture is there */
  gboolean restoring;
  gboolean arriving; /* other data are being put in their place */
};

enum
{
  PROP_0,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ComityHistory, comity_history, G_TYPE_OBJECT)

static void
part_clear (gpointer data)
{
  g_free (((Part *) data)->group);
}

static char **
take_memento (ComityHistory *self)
{
  char **memento = g_new0 (char *, self->parts->len + 1);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);
      g_autoptr (GKeyFile) file = g_key_file_new ();

      part->save (part->owner, file, part->group);
      memento[i] = g_key_file_to_data (file, NULL, NULL);
    }
  return memento;
}

static void
notify (ComityHistory *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_REDO]);
}

static void
push (GPtrArray *stack, char **memento)
{
  g_ptr_array_add (stack, memento);
  if (stack->len > LENGTH)
    g_ptr_array_remove_index (stack, 0);
}

static void
comity_history_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ComityHistory *self = COMITY_HISTORY (object);

  switch (id)
    {
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, comity_history_can_undo (self));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, comity_history_can_redo (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
comity_history_finalize (GObject *object)
{
  ComityHistory *self = COMITY_HISTORY (object);

  g_array_unref (self->parts);
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  g_strfreev (self->now);
  g_strfreev (self->waiting);

  G_OBJECT_CLASS (comity_history_parent_class)->finalize (object);
}

static void
comity_history_class_init (ComityHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = comity_history_get_property;
  object_class->finalize = comity_history_finalize;

  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, read);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* The view is another: what keeps it between runs has something to write. */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
comity_history_init (ComityHistory *self)
{
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, part_clear);
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
}

ComityHistory *
comity_history_new (void)
{
  return g_object_new (COMITY_TYPE_HISTORY, NULL);
}

static void
add_part (ComityHistory *self, Part part)
{
  g_array_append_val (self->parts, part);
  g_clear_pointer (&self->now, g_strfreev);
}

void
comity_history_add (ComityHistory *self,
                    const char *group,
                    gpointer owner,
                    ComityMementoFunc save,
                    ComityMementoFunc restore)
{
  g_return_if_fail (COMITY_IS_HISTORY (self));
  g_return_if_fail (self->undo->len == 0 && self->redo->len == 0);

  add_part (self, (Part){ g_strdup (group), owner, save, restore, NULL });
}

void
comity_history_add_data (ComityHistory *self,
                         const char *group,
                         gpointer owner,
                         ComityMementoFunc save,
                         ComityHistoryOpenFunc open)
{
  g_return_if_fail (COMITY_IS_HISTORY (self));
  g_return_if_fail (self->undo->len == 0 && self->redo->len == 0);

  add_part (self, (Part){ g_strdup (group), owner, save, NULL, open });
}

void
comity_history_write (ComityHistory *self, GKeyFile *file)
{
  g_return_if_fail (COMITY_IS_HISTORY (self));

  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);

      part->save (part->owner, file, part->group);
    }
}

/* Most steps leave most parts as they were: each text is written once, and steps name them by
 * number. */
static guint
number_text (GHashTable *numbers, GKeyFile *file, const char *group, const char *text)
{
  gpointer found;
  guint number = g_hash_table_size (numbers);
  g_autofree char *key = NULL;

  if (g_hash_table_lookup_extended (numbers, text, NULL, &found))
    return GPOINTER_TO_UINT (found);
  key = g_strdup_printf ("text%u", number);
  g_key_file_set_string (file, group, key, text);
  g_hash_table_insert (numbers, (gpointer) text, GUINT_TO_POINTER (number));
  return number;
}

static void
write_stack (ComityHistory *self,
             GPtrArray *stack,
             const char *name,
             GHashTable *numbers,
             GKeyFile *file,
             const char *group)
{
  g_autofree int *step = g_new (int, self->parts->len + 1);

  for (guint s = 0; s < stack->len; s++)
    {
      char **memento = g_ptr_array_index (stack, s);
      g_autofree char *key = g_strdup_printf ("%s%u", name, s);

      for (guint i = 0; i < self->parts->len; i++)
        step[i] = (int) number_text (numbers, file, group, memento[i]);
      g_key_file_set_integer_list (file, group, key, step, self->parts->len);
    }
}

static const char **
list_groups (ComityHistory *self)
{
  const char **groups = g_new0 (const char *, self->parts->len + 1);

  for (guint i = 0; i < self->parts->len; i++)
    groups[i] = g_array_index (self->parts, Part, i).group;
  return groups;
}

void
comity_history_write_steps (ComityHistory *self, GKeyFile *file, const char *group)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree const char **groups = NULL;

  g_return_if_fail (COMITY_IS_HISTORY (self));

  groups = list_groups (self);
  g_key_file_set_string_list (file, group, "parts", groups, self->parts->len);
  write_stack (self, self->undo, "undo", numbers, file, group);
  write_stack (self, self->redo, "redo", numbers, file, group);
}

static gboolean
is_readable (const char *text)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  return text != NULL && g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, NULL);
}

/* NULL: a step names a text that is not there, or that nobody can read. */
static GPtrArray *
read_stack (ComityHistory *self, const char *name, GKeyFile *file, const char *group)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint s = 0; s < LENGTH; s++)
    {
      g_autofree char *key = g_strdup_printf ("%s%u", name, s);
      gsize n = 0;
      g_autofree int *step = g_key_file_get_integer_list (file, group, key, &n, NULL);
      char **memento;

      if (step == NULL)
        break;
      if (n != self->parts->len)
        return NULL;
      memento = g_new0 (char *, n + 1);
      g_ptr_array_add (stack, memento);
      for (gsize i = 0; i < n; i++)
        {
          g_autofree char *text = g_strdup_printf ("text%d", step[i]);

          memento[i] = g_key_file_get_string (file, group, text, NULL);
          if (!is_readable (memento[i]))
            return NULL;
        }
    }
  return g_steal_pointer (&stack);
}

void
comity_history_read_steps (ComityHistory *self, GKeyFile *file, const char *group)
{
  g_auto (GStrv) found = NULL;
  g_autofree const char **groups = NULL;
  g_autoptr (GPtrArray) undo = NULL;
  g_autoptr (GPtrArray) redo = NULL;

  g_return_if_fail (COMITY_IS_HISTORY (self));

  groups = list_groups (self);
  found = g_key_file_get_string_list (file, group, "parts", NULL, NULL);
  if (found == NULL || !g_strv_equal ((const char *const *) found, groups))
    return;
  undo = read_stack (self, "undo", file, group);
  redo = read_stack (self, "redo", file, group);
  if (undo == NULL || redo == NULL)
    return;
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  self->undo = g_steal_pointer (&undo);
  self->redo = g_steal_pointer (&redo);
  notify (self);
}

/* Whether what changes now is no step. */
static gboolean
is_closed (ComityHistory *self)
{
  return self->restoring || self->arriving || self->waiting != NULL;
}

static gboolean
differ (char **a, char **b)
{
  return !g_strv_equal ((const char *const *) a, (const char *const *) b);
}

void
comity_history_record (ComityHistory *self)
{
  g_auto (GStrv) after = NULL;

  g_return_if_fail (COMITY_IS_HISTORY (self));

  if (is_closed (self))
    return;
  if (self->now == NULL)
    {
      self->now = take_memento (self);
      return;
    }
  after = take_memento (self);
  if (!differ (self->now, after))
    return;
  if (self->gesture > 0 && self->gesture_recorded)
    g_strfreev (self->now);
  else
    {
      push (self->undo, self->now);
      g_ptr_array_set_size (self->redo, 0);
      self->gesture_recorded = self->gesture > 0;
    }
  self->now = g_steal_pointer (&after);
  notify (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
comity_history_prepare (ComityHistory *self)
{
  comity_history_record (self);
}

void
comity_history_amend (ComityHistory *self)
{
  g_return_if_fail (COMITY_IS_HISTORY (self));

  if (is_closed (self) || self->now == NULL)
    return;
  g_strfreev (self->now);
  self->now = take_memento (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
comity_history_begin_gesture (ComityHistory *self)
{
  g_return_if_fail (COMITY_IS_HISTORY (self));

  if (self->gesture++ == 0)
    self->gesture_recorded = FALSE;
}

void
comity_history_end_gesture (ComityHistory *self)
{
  g_return_if_fail (COMITY_IS_HISTORY (self));
  g_return_if_fail (self->gesture > 0);

  self->gesture--;
}

void
comity_history_reset (ComityHistory *self)
{
  g_return_if_fail (COMITY_IS_HISTORY (self));

  g_ptr_array_set_size (self->undo, 0);
  g_ptr_array_set_size (self->redo, 0);
  g_clear_pointer (&self->now, g_strfreev);
  g_clear_pointer (&self->waiting, g_strfreev);
  self->gesture_recorded = FALSE;
  notify (self);
}

gboolean
comity_history_can_undo (ComityHistory *self)
{
  g_return_val_if_fail (COMITY_IS_HISTORY (self), FALSE);
  return self->undo->len > 0;
}

gboolean
comity_history_can_redo (ComityHistory *self)
{
  g_return_val_if_fail (COMITY_IS_HISTORY (self), FALSE);
  return self->redo->len > 0;
}

static void
restore (ComityHistory *self, char **memento)
{
  self->restoring = TRUE;
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);
      g_autoptr (GKeyFile) file = g_key_file_new ();

      if (part->restore == NULL || g_strcmp0 (self->now[i], memento[i]) == 0)
        continue;
      if (g_key_file_load_from_data (file, memento[i], -1, G_KEY_FILE_NONE, NULL))
        part->restore (part->owner, file, part->group);
    }
  self->restoring = FALSE;
}

/* The part that names data others than those of now; NULL: they are the same. */
static const Part *
find_other_data (ComityHistory *self, char **memento)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);

      if (part->open != NULL && g_strcmp0 (self->now[i], memento[i]) != 0)
        return part;
    }
  return NULL;
}

/* Takes @memento; the view comes when its data have. */
static void
open_data (ComityHistory *self, const Part *part, char **memento, GPtrArray *from)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = g_strjoinv ("\n", memento);

  if (g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, NULL))
    part->open (part->owner, file);
  /* Only now: opening abandons what was waited for before. */
  self->waiting = memento;
  self->waiting_from = from;
  notify (self);
}

void
comity_history_begin_arrival (ComityHistory *self)
{
  g_return_if_fail (COMITY_IS_HISTORY (self));

  /* What was changed until now is a view of the data before. */
  comity_history_record (self);
  self->arriving = TRUE;
}

void
comity_history_arrive (ComityHistory *self)
{
  g_auto (GStrv) memento = NULL;

  g_return_if_fail (COMITY_IS_HISTORY (self));

  self->arriving = FALSE;
  if (self->waiting == NULL)
    {
      comity_history_record (self);
      return;
    }
  memento = g_steal_pointer (&self->waiting);
  push (self->waiting_from == self->undo ? self->redo : self->undo, self->now);
  self->now = take_memento (self);
  restore (self, memento);
  g_strfreev (self->now);
  self->now = take_memento (self);
  notify (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
comity_history_abandon (ComityHistory *self)
{
  g_return_if_fail (COMITY_IS_HISTORY (self));

  if (self->waiting == NULL)
    return;
  push (self->waiting_from, g_steal_pointer (&self->waiting));
  notify (self);
}

static void
move (ComityHistory *self, GPtrArray *from, GPtrArray *to)
{
  const Part *data;
  char **memento;

  /* A change that nobody has recorded yet is a step too. */
  comity_history_record (self);
  if (from->len == 0 || self->waiting != NULL)
    return;
  memento = g_ptr_array_steal_index (from, from->len - 1);
  data = find_other_data (self, memento);
  if (data != NULL)
    {
      open_data (self, data, memento, from);
      return;
    }
  restore (self, memento);
  g_strfreev (memento);
  push (to, self->now);
  /* As it is, should a part not have come back to the letter. */
  self->now = take_memento (self);
  notify (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
comity_history_undo (ComityHistory *self)
{
  g_return_if_fail (COMITY_IS_HISTORY (self));
  move (self, self->undo, self->redo);
}

void
comity_history_redo (ComityHistory *self)
{
  g_return_if_fail (COMITY_IS_HISTORY (self));
  move (self, self->redo, self->undo);
}
