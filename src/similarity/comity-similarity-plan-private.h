/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A specification read against a panel: which measure, which argument, which components. */
#pragma once

#include "comity-measure-private.h"
#include "comity-similarity.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_COMPONENT_VARIABLE,
  COMITY_COMPONENT_FACTOR, /* a variable whose numbers are names of categories */
  COMITY_COMPONENT_TRADITION,
  COMITY_COMPONENT_REGION,
  COMITY_COMPONENT_OVERLAP, /* the laws that a legal system is made of */
} ComityComponentKind;

typedef struct
{
  ComityComponentKind kind;
  gsize variable; /* state variable of the panel, for VARIABLE and FACTOR */
  double weight;
  char *name;  /* as typed */
  char *title; /* for reading: a variable's label */
} ComityComponent;

typedef struct
{
  const ComityMeasure *measure;
  char *name; /* as typed */
  char *title;
  ComityTradition family;
  double threshold;
  ComityScaling scaling;
  double span; /* of all numeric components; 0: as found */
  GPtrArray *components; /* of ComityComponent; none for portfolios */
} ComityPlan;

/* NULL and a sentence when the specification is wrong. */
ComityPlan *
comity_plan_new (const ComityPanel *panel, const ComitySimilaritySpec *spec, GError **error);
void comity_plan_free (ComityPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityPlan, comity_plan_free)

/* The plan's traits for the @n states @states (panel numbers) in @year, scaled as the measure wants
 * them. NULL and a sentence when nobody has a value, or memory is short. */
ComityTraits *comity_plan_make_traits (const ComityPlan *self,
                                       const ComityPanel *panel,
                                       int year,
                                       const guint32 *states,
                                       gsize n,
                                       GError **error);

G_END_DECLS
