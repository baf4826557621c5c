/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits of reference data, and their comparison with a reference case. */
#pragma once

#include "comity-fit.h"
#include "comity-test-reference.h"

G_BEGIN_DECLS

/* A CSV file below tests/reference/model as a dataset; ends the test when it cannot be read. */
ComityDataset *comity_test_load_data (const char *name);
/* Columns given as text: "y,x\n0,1\n…". */
ComityDataset *comity_test_parse_data (const char *csv);
/* y from a logit of x, z and d with this constant; u is about a million; id groups 25 rows. */
ComityDataset *comity_test_simulate (gsize n, double constant, guint32 seed);
/* These rows, numbers only, as doubles. */
ComityDataset *comity_test_gather (ComityDataset *dataset, const guint32 *rows, gsize n);
/* Must succeed. */
ComityFit *
comity_test_fit (ComityDataset *dataset, const char *formula, ComityVce vce, const char *clusters);
ComityFit *comity_test_fit_spec (ComityDataset *dataset, const ComitySpec *spec);
/* Must fail with this code; returns the sentence. */
char *comity_test_refuse (ComityDataset *dataset, const ComitySpec *spec, int code);
/* Same terms in the same order; estimates within @tolerance. */
void comity_test_check_coefficients (ComityFit *fit, JsonNode *expected, double tolerance);
/* Standard errors against expected.se.@key. */
void
comity_test_check_errors (ComityFit *fit, JsonNode *expected, const char *key, double tolerance);
/* Log likelihoods, criteria and the test of all slopes against expected.fit. */
void comity_test_check_summary (ComityFit *fit, JsonNode *expected);
gboolean comity_test_has_warning (ComityFit *fit, const char *part);

G_END_DECLS
