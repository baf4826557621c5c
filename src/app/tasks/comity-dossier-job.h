/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the inspector shows of a state or a pair: the dossier, and its institutions through time. */
#pragma once

#include "comity-figure.h"
#include "comity-job.h"
#include "comity-report.h"

G_BEGIN_DECLS

typedef struct
{
  ComityElement element;
  ComityDossier *dossier;
  GPtrArray *charts; /* ComityFigure, line charts */
} ComityDossierResult;

void comity_dossier_result_free (ComityDossierResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityDossierResult, comity_dossier_result_free)

/* @element: a state or a pair. @fit nullable. */
ComityJob *
comity_dossier_job_new (ComityPanel *panel, ComityElement element, int year, ComityFit *fit);

G_END_DECLS
