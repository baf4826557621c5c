/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the inspector shows of a state or a pair: the dossier and its charts; and what a pair would
 * be under other values. */
#pragma once

#include "comity-figure.h"
#include "comity-job.h"
#include "comity-report.h"
#include "comity-state-what-if.h"
#include "comity-what-if.h"

G_BEGIN_DECLS

typedef struct
{
  ComityElement element;
  int year;
  ComityDossier *dossier;
  GPtrArray *charts;         /* ComityFigure, line charts */
  ComityDossierModel *model; /* of the fit, for the next dossier; NULL without one */
} ComityDossierResult;

void comity_dossier_result_free (ComityDossierResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityDossierResult, comity_dossier_result_free)

/* @element: a state or a pair. @fit nullable. @model (nullable): of a dossier before, used again
 * where it is of this fit. */
ComityJob *comity_dossier_job_new (
    ComityPanel *panel, ComityElement element, int year, ComityFit *fit, ComityDossierModel *model);

typedef struct
{
  ComityWhatIf *what_if;
  ComityFigure *chart; /* cumulative probability, as it is and as it would be */
} ComityWhatIfResult;

void comity_what_if_result_free (ComityWhatIfResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityWhatIfResult, comity_what_if_result_free)

/* @settings: "column=value,…". */
ComityJob *comity_what_if_job_new (
    ComityDossierModel *model, ComityPanel *panel, gsize row, const char *settings, gsize n_years);

/* Of one state: the result is a ComityStateWhatIf. */
ComityJob *comity_state_what_if_job_new (ComityDossierModel *model,
                                         ComityPanel *panel,
                                         gsize state,
                                         int year,
                                         const char *variable,
                                         double value);

G_END_DECLS
