/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the network page share: its struct, and who does what. */
#pragma once

#include <adwaita.h>

#include "comity-network-job.h"
#include "comity-network-page.h"
#include "comity-network-tables.h"
#include "comity-network-years.h"
#include "comity-sparkline.h"
#include "comity-state-view.h"
#include "comity-value-row.h"

G_BEGIN_DECLS

/* The choosers that are kept, each by a word, the same as of the command line's options. */
typedef enum
{
  COMITY_NETWORK_PROJECTION,
  COMITY_NETWORK_COLOR,
  COMITY_NETWORK_SIZE,
  COMITY_NETWORK_REGION,
  COMITY_NETWORK_FAMILY,
  COMITY_NETWORK_MEMBER,
  COMITY_NETWORK_EDGES,
} ComityNetworkChooser;
#define COMITY_N_NETWORK_CHOOSERS (COMITY_NETWORK_EDGES + 1)

struct _ComityNetworkPage
{
  ComityPage parent_instance;

  /* Template widgets */
  AdwFlap *flap;
  ComityStateView *states;
  GtkWidget *stop; /* the button; seen while a layout is slow */
  GtkStack *views; /* the picture, or its tables */
  ComityFigureView *figure_view;
  ComityNetworkTables *tables;
  AdwComboRow *network_row;
  AdwExpanderRow *layers_row;
  GtkLabel *network_note;
  GtkSwitch *cumulative;
  AdwComboRow *layout_row;
  AdwComboRow *projection_row;
  AdwComboRow *edges_row;
  GtkSwitch *anchored;
  AdwComboRow *color_row;
  GtkWidget *forget_variable;
  AdwComboRow *size_row;
  GtkSwitch *labels;
  GtkSwitch *isolates;
  AdwComboRow *region_row;
  AdwComboRow *family_row;
  AdwComboRow *member_row;
  GtkSpinButton *min_degree;
  GtkSpinButton *ego_steps;
  GtkLabel *model_note;
  GtkScale *ghosts;
  GtkScale *surprises;
  AdwPreferencesGroup *numbers_group;
  ComityValueRow *rows[COMITY_N_NETWORK_NUMBERS];
  ComitySparkline *lines[COMITY_N_NETWORK_NUMBERS];

  /* Owned */
  ComityJob *job;
  ComityJob *series_job;
  ComityNetworkResult *result;
  ComityNetworkSeries *series;
  GPtrArray *layer_switches; /* GtkSwitch, borrowed, one for each network of the world */
  GPtrArray *layer_rows;     /* their rows */
  guint refresh_source;
  ComityNetworkGlimpse *glimpse; /* of the job that runs */
  guint look_source;
  guint n_looks, n_glimpses, next_look; /* of this job; next_look in looks */
  gboolean has_glimpsed; /* the picture is of a layout that is not there yet */
  char *wanted[COMITY_N_NETWORK_CHOOSERS]; /* words of a view whose data are not there yet */
  char **wanted_layers;                    /* likewise */

  GtkFileChooserNative *chooser; /* where to save; NULL: not asked */
  GArray *pins;   /* Pin: states put where they are by hand */
  char *variable; /* the selected one that was seen last; NULL none */

  guint32 seed;
  guint own_color;          /* place in the chooser; not that of the selected variable */
  gboolean follows_variable; /* colours are those of the selected variable, when there is one */
  gboolean updating; /* the widgets follow the session, not the user */
};

/* What a place in the layout chooser means. */
typedef struct
{
  ComityLayoutMethod method;
  gboolean is_matrix;
} ComityLayoutChoice;
#define COMITY_N_LAYOUT_CHOICES (COMITY_N_LAYOUTS + 1)
extern const ComityLayoutChoice comity_layout_choices[COMITY_N_LAYOUT_CHOICES];

/* In comity-network-look.c: the choosers, and the figure of what the job made. */
void comity_network_page_fill_choosers (ComityNetworkPage *self);
void comity_network_page_show_networks (ComityNetworkPage *self);
void comity_network_page_update_figure (ComityNetworkPage *self, gboolean keep_view);
/* To be cleared. */
void comity_network_page_get_look (ComityNetworkPage *self, ComityNetworkLook *look);
void comity_network_page_update_rows (ComityNetworkPage *self);
/* The variable that is selected comes into the chooser, and out of it. */
void comity_network_page_show_variable (ComityNetworkPage *self);
guint comity_network_page_count_colors (ComityNetworkPage *self);
/* Borrowed from the widgets; @layers: a NULL-terminated array, free it with g_strfreev (). */
void comity_network_page_get_filter (ComityNetworkPage *self, ComityNetworkFilter *filter);
/* What is chosen, as a word; FALSE: the word is not among the choices. */
char *comity_network_page_dup_word (ComityNetworkPage *self, ComityNetworkChooser chooser);
gboolean comity_network_page_choose_word (ComityNetworkPage *self,
                                          ComityNetworkChooser chooser,
                                          const char *word);
char **comity_network_page_dup_layers (ComityNetworkPage *self);
void comity_network_page_set_layers (ComityNetworkPage *self, char **layers);

/* In comity-network-numbers.c: the table of numbers. */
void comity_network_page_init_numbers (ComityNetworkPage *self);
void comity_network_page_show_numbers (ComityNetworkPage *self);
/* The numbers of all years, when those there are of another panel or sum. */
void comity_network_page_measure_years (ComityNetworkPage *self);
void comity_network_page_forget_years (ComityNetworkPage *self);

/* In comity-network-pins.c */
void comity_network_page_init_pins (ComityNetworkPage *self);
void comity_network_page_pin (ComityNetworkPage *self, guint32 state);
void comity_network_page_save_pins (ComityNetworkPage *self, GKeyFile *file, const char *group);
void comity_network_page_restore_pins (ComityNetworkPage *self, GKeyFile *file, const char *group);
/* Those of the layout that is shown and the panel that is open; free it with g_array_unref (). */
GArray *comity_network_page_dup_pins (ComityNetworkPage *self);

/* In comity-network-save.c */
void comity_network_page_init_save (ComityNetworkPage *self);
gboolean
comity_network_page_get_table (ComityPage *page, const char *ending, ComityPageTable *table);

/* In comity-network-live.c: a layout while it settles. */
void comity_network_page_init_live (ComityNetworkPage *self);
/* For the job that is about to start; borrowed. */
ComityNetworkGlimpse *comity_network_page_begin_looking (ComityNetworkPage *self);
void comity_network_page_end_looking (ComityNetworkPage *self);

/* In comity-network-twin.c: the tables in the picture's place. */
void comity_network_page_init_tables (ComityNetworkPage *self);
/* "" the picture, "states" or "ties". */
const char *comity_network_page_get_table_shown (ComityNetworkPage *self);
void comity_network_page_show_table (ComityNetworkPage *self, const char *name);
/* The tables' network and row are those of the result and the session. */
void comity_network_page_update_tables (ComityNetworkPage *self);

/* In comity-network-page.c */
void comity_network_page_queue_refresh (ComityNetworkPage *self);

G_END_DECLS
