/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two files of comity-cli network share. */
#pragma once

#include "comity-cli-spec.h"
#include "comity-cli-years.h"
#include "comity-network.h"

G_BEGIN_DECLS

#define COMITY_CLI_LAYOUTS "fr kk stress circle concentric hive arc geo"
#define COMITY_CLI_EDGE_STYLES "auto straight curved bundled"
#define COMITY_CLI_PROJECTIONS "natural-earth equal-earth polar"

typedef struct
{
  int year, seed, min_degree, ghosts, surprises;
  gboolean cumulative, anchor, edges, numbers, directed, bodies;
  char *layout, *projection, *color, *node_size, *output;
  char *region, *family, *member, *ego, *path;
  char *formula, *model, *format;
  char *edge_style; /* --edges with a word; NULL: as suits the layout */
  char *from, *to, *weight, *two_mode, *common, *nodes, *groups;
  char **layers;
  ComityCliYears years;
  const char *file;          /* the data; NULL the bundled panel; borrowed */
  const ComityCliData *data; /* borrowed */
} ComityCliNetwork;

void comity_cli_network_clear (ComityCliNetwork *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityCliNetwork, comity_cli_network_clear)

/* --format, or by --output's ending, of --numbers. */
gboolean comity_cli_network_parse_format (const ComityCliNetwork *self,
                                          ComityFormat *format,
                                          GError **error);
/* Whether the file is a list of ties, or of memberships, and not of dyad-years; and what is asked of
 * it. */
gboolean comity_cli_network_is_graph (const ComityCliNetwork *self);
gboolean
comity_cli_network_write_graph (const ComityCliNetwork *self, const char *path, GError **error);
/* The year's network as the filters leave it. */
ComityNetwork *comity_cli_network_open (const ComityCliNetwork *self,
                                        ComityPanel *panel,
                                        int year,
                                        GError **error);
/* A film strip or a series of pictures of --years. @fit nullable. */
gboolean comity_cli_network_draw_years (const ComityCliNetwork *self,
                                        ComityPanel *panel,
                                        ComityFit *fit,
                                        const ComityCliFigure *figure,
                                        GError **error);
/* @fit nullable. */
gboolean comity_cli_network_draw (const ComityCliNetwork *self,
                                  ComityNetwork *network,
                                  ComityFit *fit,
                                  const ComityCliFigure *figure,
                                  GError **error);

G_END_DECLS
