/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the name of a measure and its components ("joint:polity2>=6", "tradition:2,polyarchy")
 * against a panel. Every complaint is a sentence that names the word it is about. */
#include "config.h"

#include "comity-similarity-plan-private.h"

#include "comity-number.h"

#include <math.h>
#include <string.h>

/* How many names of variables or measures a message lists before it stops. */
#define MAX_LISTED 20

/* Components that are no variable of the panel. */
static const struct
{
  const char *name;
  ComityComponentKind kind;
} categories[] = {
  { "tradition", COMITY_COMPONENT_TRADITION },
  { "overlap", COMITY_COMPONENT_OVERLAP },
  { "region", COMITY_COMPONENT_REGION },
};

/* In the default set of a panel none of whose variables is known to us. */
#define MAX_DEFAULT_COMPONENTS 8

static void
component_free (gpointer data)
{
  ComityComponent *component = data;

  g_free (component->name);
  g_free (component->title);
  g_free (component);
}

void
comity_plan_free (ComityPlan *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->title);
  g_ptr_array_unref (self->components);
  g_free (self);
}

static const char *
variable_label (const ComityPanel *panel, gsize variable)
{
  const char *label = comity_panel_peek_state_variable_label (panel, variable);

  return label != NULL && *label != '\0' ? label
                                         : comity_panel_peek_state_variable (panel, variable);
}

static const char *
component_title (const ComityPanel *panel,
                 ComityComponentKind kind,
                 gsize variable,
                 const char *name)
{
  switch (kind)
    {
    case COMITY_COMPONENT_VARIABLE:
    case COMITY_COMPONENT_FACTOR:
      return variable_label (panel, variable);
    case COMITY_COMPONENT_TRADITION:
      return "Legal tradition";
    case COMITY_COMPONENT_OVERLAP:
      return "Laws of the legal system";
    case COMITY_COMPONENT_REGION:
      return "Region";
    default:
      return name;
    }
}

static void
add_component (ComityPlan *self,
               const ComityPanel *panel,
               ComityComponentKind kind,
               gsize variable,
               double weight,
               const char *name)
{
  ComityComponent *component = g_new0 (ComityComponent, 1);

  component->kind = kind;
  component->variable = variable;
  component->weight = weight;
  component->name = g_strdup (name);
  component->title = g_strdup (component_title (panel, kind, variable, name));
  g_ptr_array_add (self->components, component);
}

static gssize
require_variable (const ComityPanel *panel, const char *measure, const char *name, GError **error)
{
  gssize variable = comity_panel_find_state_variable (panel, name);
  gsize n = comity_panel_get_n_state_variables (panel);
  g_autoptr (GString) known = NULL;

  if (variable >= 0)
    return variable;
  known = g_string_new (NULL);
  for (gsize i = 0; i < n && i < MAX_LISTED; i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "",
                            comity_panel_peek_state_variable (panel, i));
  if (n > MAX_LISTED)
    g_string_append (known, " …");
  g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_COMPONENT,
               "The measure “%s” asks for “%s”, but there is no variable of single states of that "
               "name; there %s %s.",
               measure, name, n == 1 ? "is" : "are", n > 0 ? known->str : "none at all");
  return -1;
}

static gboolean
read_family (ComityPlan *self, const ComityPanel *panel, const char *argument, GError **error)
{
  static const char *const titles[COMITY_N_TRADITIONS] = {
    [COMITY_TRADITION_COMMON] = "Both common law",
    [COMITY_TRADITION_CIVIL] = "Both civil law",
    [COMITY_TRADITION_ISLAMIC] = "Both Islamic law",
    [COMITY_TRADITION_MIXED] = "Both mixed legal systems",
  };

  for (int family = COMITY_TRADITION_COMMON; family < COMITY_N_TRADITIONS; family++)
    if (g_ascii_strcasecmp (argument, comity_tradition_name ((ComityTradition)family)) == 0)
      {
        self->family = (ComityTradition)family;
        self->title = g_strdup (titles[family]);
        add_component (self, panel, COMITY_COMPONENT_TRADITION, 0, 1.0, "tradition");
        return TRUE;
      }
  g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_MEASURE,
               "The measure “both” needs a legal family (both:common, both:civil, both:islamic or "
               "both:mixed), not “%s”.",
               argument);
  return FALSE;
}

static gboolean
read_variable (ComityPlan *self, const ComityPanel *panel, const char *argument, GError **error)
{
  const char *name = self->measure->variable != NULL ? self->measure->variable : argument;
  gssize variable;

  if (*name == '\0')
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_MEASURE,
                   "The measure “%s” needs a variable, as in “%s:polyarchy”.", self->measure->name,
                   self->measure->name);
      return FALSE;
    }
  variable = require_variable (panel, self->name, name, error);
  if (variable < 0)
    return FALSE;
  if (self->measure->variable != NULL)
    self->title = g_strdup (self->measure->title);
  else
    self->title =
        g_strdup_printf ("%s: %s", self->measure->title, variable_label (panel, (gsize)variable));
  add_component (self, panel, COMITY_COMPONENT_VARIABLE, (gsize)variable, 1.0, name);
  return TRUE;
}

static gboolean
read_threshold (ComityPlan *self, const ComityPanel *panel, const char *argument, GError **error)
{
  const char *sign = g_strrstr (argument, ">=");
  g_autofree char *name = NULL;
  g_autofree char *number = NULL;
  gssize variable;

  if (sign != NULL)
    {
      name = g_strstrip (g_strndup (argument, (gsize)(sign - argument)));
      number = g_strstrip (g_strdup (sign + 2));
    }
  if (name == NULL || *name == '\0' || !comity_number_parse (number, &self->threshold) ||
      !isfinite (self->threshold))
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_MEASURE,
                   "The measure “joint” needs a variable and a threshold, as in "
                   "“joint:polity2>=6”, not “%s”.",
                   argument);
      return FALSE;
    }
  variable = require_variable (panel, self->name, name, error);
  if (variable < 0)
    return FALSE;
  self->title =
      g_strdup_printf ("Both at or above %s: %s", number, variable_label (panel, (gsize)variable));
  add_component (self, panel, COMITY_COMPONENT_VARIABLE, (gsize)variable, 1.0, name);
  return TRUE;
}

static gboolean
find_category (const char *name, ComityComponentKind *kind)
{
  for (gsize c = 0; c < G_N_ELEMENTS (categories); c++)
    if (strcmp (categories[c].name, name) == 0)
      {
        *kind = categories[c].kind;
        return TRUE;
      }
  return FALSE;
}

/* "factor(law)" → "law"; NULL: it is none. New string. */
static char *
dup_factor (const char *text)
{
  static const char head[] = "factor(";

  return g_str_has_prefix (text, head) && g_str_has_suffix (text, ")")
             ? g_strstrip (g_strndup (text + strlen (head), strlen (text) - strlen (head) - 1))
             : NULL;
}

static gboolean
read_component (ComityPlan *self, const ComityPanel *panel, char *text, GError **error)
{
  char *colon = strrchr (text, ':');
  double weight = 1.0;
  g_autofree char *factor = NULL;
  ComityComponentKind kind;
  gboolean nominal;

  if (colon != NULL)
    {
      *colon = '\0';
      if (!comity_number_parse (g_strstrip (colon + 1), &weight) || !isfinite (weight) ||
          weight < 0.0)
        {
          g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_COMPONENT,
                       "The weight “%s” of the component “%s” is not a number of 0 or more.", colon + 1,
                       text);
          return FALSE;
        }
    }
  g_strstrip (text);
  if (*text == '\0')
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_COMPONENT,
                   "The components of “%s” have an empty name between two commas.", self->name);
      return FALSE;
    }
  for (guint i = 0; i < self->components->len; i++)
    if (strcmp (((ComityComponent *)self->components->pdata[i])->name, text) == 0)
      {
        g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_COMPONENT,
                     "The component “%s” is named twice.", text);
        return FALSE;
      }
  nominal = find_category (text, &kind);
  factor = dup_factor (text);
  if ((nominal || factor != NULL) && self->measure->numbers_only)
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_COMPONENT,
                   "The measure “%s” takes numbers, but “%s” is a category; “gower” takes both.",
                   self->measure->name, text);
      return FALSE;
    }
  if (nominal)
    add_component (self, panel, kind, 0, weight, text);
  else
    {
      gssize variable =
          require_variable (panel, self->name, factor != NULL ? factor : text, error);

      if (variable < 0)
        return FALSE;
      add_component (self, panel,
                     factor != NULL ? COMITY_COMPONENT_FACTOR : COMITY_COMPONENT_VARIABLE,
                     (gsize)variable, weight, text);
    }
  return TRUE;
}

/* The first of @names that the panel has. */
static void
add_first_known (ComityPlan *self, const ComityPanel *panel, const char *const *names)
{
  for (; *names != NULL; names++)
    {
      gssize variable = comity_panel_find_state_variable (panel, *names);

      if (variable >= 0)
        {
          add_component (self, panel, COMITY_COMPONENT_VARIABLE, (gsize)variable, 1.0, *names);
          return;
        }
    }
}

static gboolean
add_default_components (ComityPlan *self, const ComityPanel *panel, GError **error)
{
  static const char *const judicial[] = { "judicial_constraints", "judicial", NULL };
  static const char *const democracy[] = { "polyarchy", "polity2", NULL };
  static const char *const polity[] = { "polity2", NULL };
  static const char *const ideal_point[] = { "ideal_point", NULL };

  add_first_known (self, panel, judicial);
  add_first_known (self, panel, democracy);
  if (self->components->len == 0)
    {
      gsize n = comity_panel_get_n_state_variables (panel);

      for (gsize i = 0; i < n && i < MAX_DEFAULT_COMPONENTS; i++)
        add_component (self, panel, COMITY_COMPONENT_VARIABLE, i, 1.0,
                       comity_panel_peek_state_variable (panel, i));
    }
  else if (self->measure->numbers_only)
    {
      const ComityComponent *last = self->components->pdata[self->components->len - 1];

      /* Shapes of profiles need more than two numbers. */
      if (strcmp (last->name, "polity2") != 0)
        add_first_known (self, panel, polity);
      add_first_known (self, panel, ideal_point);
    }
  if (!self->measure->numbers_only)
    add_component (self, panel, COMITY_COMPONENT_TRADITION, 0, 1.0, "tradition");
  if (self->components->len > 0)
    return TRUE;
  g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_COMPONENT,
               "The measure “%s” compares variables of single states, and this panel has none.",
               self->measure->name);
  return FALSE;
}

static gboolean
check_weights (const ComityPlan *self, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint c = 0; c < self->components->len; c++)
    {
      const ComityComponent *component = self->components->pdata[c];

      if (component->weight > 0.0)
        return TRUE;
      g_string_append_printf (names, "%s%s", c > 0 ? ", " : "", component->name);
    }
  g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_COMPONENT,
               "All weights are 0 (%s), so “%s” has nothing to compare: give at least one component "
               "a weight above 0.",
               names->str, self->measure->name);
  return FALSE;
}

static gboolean
read_components (ComityPlan *self, const ComityPanel *panel, const char *components, GError **error)
{
  g_auto (GStrv) parts = NULL;

  self->title = g_strdup (self->measure->title);
  if (components == NULL || *components == '\0')
    return add_default_components (self, panel, error);
  parts = g_strsplit (components, ",", -1);
  for (gsize i = 0; parts[i] != NULL; i++)
    if (!read_component (self, panel, parts[i], error))
      return FALSE;
  return check_weights (self, error);
}

static gboolean
read_measure (ComityPlan *self, const char **argument, GError **error)
{
  gsize length = strcspn (self->name, ":");

  *argument = self->name[length] == ':' ? self->name + length + 1 : "";
  self->measure = comity_measure_find (self->name, length);
  if (self->measure == NULL)
    {
      g_autoptr (GString) known = g_string_new (NULL);

      for (gsize i = 0; i < comity_measure_get_n (); i++)
        g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", comity_measure_peek (i)->name);
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_MEASURE,
                   "There is no measure “%s”; there are %s.", self->name, known->str);
      return FALSE;
    }
  if (self->measure->argument == COMITY_ARGUMENT_NONE && self->name[length] == ':')
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_MEASURE,
                   "The measure “%s” takes nothing after a colon, but “%s” was given.",
                   self->measure->name, *argument);
      return FALSE;
    }
  return TRUE;
}

/* @span: 0 where the numbers say it themselves. */
static gboolean
parse_scale (const char *text, ComityScaling *scaling, double *span)
{
  static const char *const words[] = { "none", "range", "standard" };
  g_auto (GStrv) ends = g_strsplit (text, ":", 2);
  double low, high;

  *span = 0.0;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i], text) == 0)
      {
        *scaling = (ComityScaling)i;
        return TRUE;
      }
  *scaling = COMITY_SCALING_NONE;
  if (g_strv_length (ends) != 2 || !comity_number_parse (g_strstrip (ends[0]), &low) ||
      !comity_number_parse (g_strstrip (ends[1]), &high))
    return FALSE;
  *span = high - low;
  return isfinite (*span) && *span > 0.0;
}

gboolean
comity_similarity_scale_is_known (const char *text)
{
  ComityScaling scaling;
  double span;

  g_return_val_if_fail (text != NULL, FALSE);
  return parse_scale (text, &scaling, &span);
}

static gboolean
read_scale (ComityPlan *self, const char *text, GError **error)
{
  self->scaling = self->measure->scaling;
  if (text == NULL)
    return TRUE;
  if (self->measure->source != COMITY_TRAITS_OF_COMPONENTS)
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_COMPONENT,
                   "The measure “%s” has no components to be scaled; composites such as “s” have.",
                   self->measure->name);
      return FALSE;
    }
  if (parse_scale (text, &self->scaling, &self->span))
    return TRUE;
  g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_COMPONENT,
               "A scale is none, range, standard or LOW:HIGH such as 1:3, not “%s”.", text);
  return FALSE;
}

ComityPlan *
comity_plan_new (const ComityPanel *panel, const ComitySimilaritySpec *spec, GError **error)
{
  g_autoptr (ComityPlan) self = g_new0 (ComityPlan, 1);
  const char *argument;
  gboolean ok = FALSE;

  self->name = g_strstrip (g_strdup (spec->measure));
  self->components = g_ptr_array_new_with_free_func (component_free);
  if (!read_measure (self, &argument, error) || !read_scale (self, spec->scale, error))
    return NULL;
  if (spec->components != NULL && *spec->components != '\0' &&
      self->measure->source != COMITY_TRAITS_OF_COMPONENTS)
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_COMPONENT,
                   "The measure “%s” has no components; composites such as “gower” have.",
                   self->measure->name);
      return NULL;
    }

  switch (self->measure->source)
    {
    case COMITY_TRAITS_OF_TRADITION:
      if (self->measure->argument == COMITY_ARGUMENT_FAMILY)
        ok = read_family (self, panel, argument, error);
      else
        {
          self->title = g_strdup (self->measure->title);
          add_component (self, panel, COMITY_COMPONENT_TRADITION, 0, 1.0, "tradition");
          ok = TRUE;
        }
      break;
    case COMITY_TRAITS_OF_PARTS:
      self->title = g_strdup (self->measure->title);
      add_component (self, panel, COMITY_COMPONENT_OVERLAP, 0, 1.0, "overlap");
      ok = TRUE;
      break;
    case COMITY_TRAITS_OF_VARIABLE:
      ok = self->measure->argument == COMITY_ARGUMENT_THRESHOLD
               ? read_threshold (self, panel, argument, error)
               : read_variable (self, panel, argument, error);
      break;
    case COMITY_TRAITS_OF_COMPONENTS:
      ok = read_components (self, panel, spec->components, error);
      break;
    case COMITY_TRAITS_OF_PARTNERS:
      self->title = g_strdup (self->measure->title);
      ok = TRUE;
      break;
    default:
      g_assert_not_reached ();
    }
  return ok ? g_steal_pointer (&self) : NULL;
}
