/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dossier as one page: paragraph, charts, sections in two columns, sources in small print. What
 * is laid out once is kept as pieces of text and rules. */
#include "config.h"

#include "comity-figures.h"

#include "comity-figure-private.h"

#include <math.h>
#include <string.h>

/* Charts on the page at most, two abreast, and their height in letters. */
#define MAX_CHARTS 4
#define CHART_HEIGHT 14.0
/* Their letters, beside those of the page. */
#define CHART_LETTER 0.82
#define GUTTER 2.4
/* Letters that are tried, in sizes of the ordinary one: below the last nobody reads. */
static const double scales[] = { 1.0, 0.94, 0.88, 0.82 };

/* Sections by how soon they are left out; those not named stay to the last. */
static const char *const dispensable[] = { "Row of the panel",   "Influence",    "Partners:",
                                           "Names through time", "Institutions", "Reasons" };

typedef struct
{
  char *text;
  ComityTextStyle style;
  double x, y;
} Piece;

typedef struct
{
  double x0, x1, y;
} Rule;

typedef struct
{
  ComityFigure parent;
  ComityDossier *dossier;
  GPtrArray *charts; /* ComityFigure, laid out for their places */
  GArray *chart_at;  /* ComityPoint */
  ComityTheme chart_theme;
  GArray *pieces; /* Piece */
  GArray *rules;  /* Rule */
} DossierFigure;

static void
piece_clear (gpointer data)
{
  g_free (((Piece *) data)->text);
}

static void
add_piece (DossierFigure *self, const char *text, double x, double y, const ComityTextStyle *style)
{
  Piece piece = { g_strdup (text), *style, x, y };

  g_array_append_val (self->pieces, piece);
}

static double
measure_height (ComityCanvas *canvas, const char *text, const ComityTextStyle *style)
{
  double height;

  comity_canvas_measure (canvas, text, style, NULL, &height);
  return height;
}

/* The note's number among those shown, from 1. */
static guint
number_note (GPtrArray *notes, const char *note)
{
  guint i;

  if (!g_ptr_array_find_with_equal_func (notes, note, g_str_equal, &i))
    {
      i = notes->len;
      g_ptr_array_add (notes, (gpointer) note);
    }
  return i + 1;
}

/* How a section is set; the page is tried with several. */
typedef struct
{
  DossierFigure *self; /* NULL: only measured */
  ComityCanvas *canvas;
  const ComityDossier *dossier;
  const ComityFigure *figure;
  double scale;
  double width; /* of a column */
  GPtrArray *notes;
} Setting;

static ComityTextStyle
row_style (const Setting *s)
{
  return comity_figure_text_style (s->figure, 0.92 * s->scale);
}

/* One section at @x, @y; returns its height. */
static double
set_section (const Setting *s, gsize section, double x, double y)
{
  ComityTextStyle head = comity_figure_text_style (s->figure, 1.0 * s->scale);
  double letter = s->scale * s->figure->font_size;
  double top = y;

  head.bold = TRUE;
  head.width = s->width;
  if (s->self != NULL)
    add_piece (s->self, comity_dossier_peek_section (s->dossier, section), x, y, &head);
  y += measure_height (s->canvas, comity_dossier_peek_section (s->dossier, section), &head) +
       0.15 * letter;
  if (s->self != NULL)
    {
      Rule rule = { x, x + s->width, y };

      g_array_append_val (s->self->rules, rule);
    }
  y += 0.25 * letter;
  for (gsize r = 0; r < comity_dossier_get_n_rows (s->dossier, section); r++)
    {
      const ComityDossierRow *row = comity_dossier_peek_row (s->dossier, section, r);
      ComityTextStyle label = row_style (s);
      ComityTextStyle value = row_style (s);
      const char *shown = *row->value != '\0' ? row->value : "not known";
      g_autofree char *text =
          *row->note != '\0' ? g_strdup_printf ("%s (%u)", shown, number_note (s->notes, row->note))
                             : g_strdup (shown);
      double natural;

      /* The value has its own width up to a bit more than half; the label what is left. */
      comity_canvas_measure (s->canvas, text, &value, &natural, NULL);
      value.width = MIN (natural + 1.0, 0.56 * s->width);
      value.align_x = 1;
      label.width = s->width - value.width - letter;
      label.color = s->figure->theme->text_dim;
      if (s->self != NULL)
        {
          add_piece (s->self, row->label, x, y, &label);
          add_piece (s->self, text, x + s->width, y, &value);
        }
      y += MAX (measure_height (s->canvas, row->label, &label),
                measure_height (s->canvas, text, &value));
    }
  return y + 0.9 * letter - top;
}

static gboolean
is_kept (const ComityDossier *dossier, gsize section, gsize n_left_out)
{
  for (gsize i = 0; i < n_left_out; i++)
    if (g_str_has_prefix (comity_dossier_peek_section (dossier, section), dispensable[i]))
      return FALSE;
  return TRUE;
}

/* Sections fall into the first column until it holds half of them; returns the longer column. */
static double
set_sections (const Setting *s, gsize n_left_out, double x, double y)
{
  gsize n = comity_dossier_get_n_sections (s->dossier);
  g_autofree double *heights = g_new0 (double, n + 1);
  Setting measured = *s;
  double total = 0.0, column = 0.0, first = 0.0;
  gboolean second = FALSE;

  measured.self = NULL;
  for (gsize i = 0; i < n; i++)
    if (is_kept (s->dossier, i, n_left_out))
      total += heights[i] = set_section (&measured, i, 0.0, 0.0);
  for (gsize i = 0; i < n; i++)
    {
      if (heights[i] == 0.0)
        continue;
      /* The break that leaves the two columns most alike. */
      if (!second && column > 0.0 && column + heights[i] / 2.0 > total / 2.0)
        {
          second = TRUE;
          first = column;
          column = 0.0;
        }
      if (s->self != NULL)
        set_section (s, i, second ? x + s->width + GUTTER * s->figure->font_size : x, y + column);
      column += heights[i];
    }
  return MAX (first, column);
}

/* "(1) … (2) …", and what is not on the page. */
static char *
write_small_print (const Setting *s, gsize n_left_out)
{
  GString *text = g_string_new (NULL);
  GString *missing = g_string_new (NULL);

  for (guint i = 0; i < s->notes->len; i++)
    g_string_append_printf (text, "%s(%u) %s", i > 0 ? "  " : "", i + 1,
                            (const char *) s->notes->pdata[i]);
  for (gsize i = 0; i < comity_dossier_get_n_sections (s->dossier); i++)
    if (!is_kept (s->dossier, i, n_left_out))
      g_string_append_printf (missing, "%s“%s”", missing->len > 0 ? ", " : "",
                              comity_dossier_peek_section (s->dossier, i));
  if (missing->len > 0)
    g_string_append_printf (text, "%sNot on this page: %s.", text->len > 0 ? "\n" : "",
                            missing->str);
  g_string_append_printf (text, "%sComity %s", text->len > 0 ? "\n" : "", COMITY_VERSION);
  g_string_free (missing, TRUE);
  return g_string_free (text, FALSE);
}

static ComityTextStyle
small_style (const ComityFigure *figure, double scale)
{
  ComityTextStyle style = comity_figure_text_style (figure, 0.72 * scale);

  style.color = figure->theme->text_dim;
  style.width = figure->body.width;
  return style;
}

static ComityTextStyle
summary_style (const ComityFigure *figure, double scale)
{
  ComityTextStyle style = comity_figure_text_style (figure, 1.12 * scale);

  style.width = figure->body.width;
  return style;
}

/* Places the charts two abreast; returns what they take. */
static double
place_charts (DossierFigure *self, double y, double scale)
{
  const ComityFigure *figure = &self->parent;
  gsize n = MIN (comity_dossier_get_n_charts (self->dossier), (gsize) MAX_CHARTS);
  double letter = figure->font_size;
  double width = (figure->body.width - GUTTER * letter) / 2.0;
  double height = CHART_HEIGHT * letter * scale;

  self->chart_theme = *figure->theme;
  self->chart_theme.font_size *= CHART_LETTER * scale;
  g_ptr_array_set_size (self->charts, 0);
  g_array_set_size (self->chart_at, 0);
  for (gsize i = 0; i < n; i++)
    {
      ComityFigure *chart = comity_dossier_chart_figure_new (self->dossier, i);
      ComityPoint at = { figure->body.x + (double) (i % 2) * (width + GUTTER * letter),
                         y + (double) (i / 2) * height };

      comity_figure_layout (chart, width, height, &self->chart_theme);
      g_ptr_array_add (self->charts, chart);
      g_array_append_val (self->chart_at, at);
    }
  return n > 0 ? (double) ((n + 1) / 2) * height + 0.8 * letter : 0.0;
}

/* Tries one setting; with @final it is kept whether it fits or not. */
static gboolean
set_page (DossierFigure *self, ComityCanvas *canvas, gsize n_left_out, double scale, gboolean final)
{
  const ComityFigure *figure = &self->parent;
  const ComityRect *body = &figure->body;
  ComityTextStyle summary = summary_style (figure, scale);
  ComityTextStyle small = small_style (figure, scale);
  double letter = figure->font_size;
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();
  g_autofree char *print = NULL;
  Setting setting = { NULL,   canvas, self->dossier,
                      figure, scale,  (body->width - GUTTER * letter) / 2.0,
                      notes };
  gsize n_charts = MIN (comity_dossier_get_n_charts (self->dossier), (gsize) MAX_CHARTS);
  double y = body->y;
  double charts = n_charts > 0
                      ? (double) ((n_charts + 1) / 2) * CHART_HEIGHT * letter * scale + 0.8 * letter
                      : 0.0;
  double text, sections, foot;

  text = measure_height (canvas, comity_dossier_peek_summary (self->dossier), &summary) + letter;
  sections = set_sections (&setting, n_left_out, body->x, y);
  print = write_small_print (&setting, n_left_out);
  foot = measure_height (canvas, print, &small);
  if (!final && text + charts + sections + foot > body->height)
    return FALSE;

  add_piece (self, comity_dossier_peek_summary (self->dossier), body->x, y, &summary);
  y += text;
  y += place_charts (self, y, scale);
  setting.self = self;
  set_sections (&setting, n_left_out, body->x, y);
  add_piece (self, print, body->x, body->y + body->height - foot, &small);
  return TRUE;
}

static void
dossier_layout (ComityFigure *figure, ComityCanvas *canvas)
{
  DossierFigure *self = (DossierFigure *) figure;
  const gsize n_levels = G_N_ELEMENTS (dispensable);
  gboolean done = FALSE;

  g_array_set_size (self->pieces, 0);
  g_array_set_size (self->rules, 0);
  for (gsize left_out = 0; left_out <= n_levels && !done; left_out++)
    for (gsize i = 0; i < G_N_ELEMENTS (scales) && !done; i++)
      done = set_page (self, canvas, left_out, scales[i],
                       left_out == n_levels && i + 1 == G_N_ELEMENTS (scales));
}

static void
dossier_draw (ComityFigure *figure, ComityCanvas *canvas)
{
  DossierFigure *self = (DossierFigure *) figure;

  for (guint i = 0; i < self->charts->len; i++)
    {
      const ComityPoint *at = &g_array_index (self->chart_at, ComityPoint, i);

      comity_canvas_push_origin (canvas, at->x, at->y);
      comity_figure_draw_on_canvas (self->charts->pdata[i], canvas);
      comity_canvas_pop_origin (canvas);
    }
  for (guint i = 0; i < self->rules->len; i++)
    {
      const Rule *rule = &g_array_index (self->rules, Rule, i);

      comity_canvas_line (canvas, rule->x0, rule->y, rule->x1, rule->y, figure->theme->grid, 0.6);
    }
  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, i);

      comity_canvas_text (canvas, piece->x, piece->y, piece->text, &piece->style);
    }
}

static char *
dossier_describe (ComityFigure *figure)
{
  const ComityDossier *dossier = ((DossierFigure *) figure)->dossier;

  return g_strdup_printf ("Dossier: %s. %s", comity_dossier_peek_title (dossier),
                          comity_dossier_peek_summary (dossier));
}

static char *
dossier_to_table (ComityFigure *figure)
{
  const ComityDossier *dossier = ((DossierFigure *) figure)->dossier;
  GString *table = g_string_new ("section\tlabel\tvalue\n");

  for (gsize s = 0; s < comity_dossier_get_n_sections (dossier); s++)
    for (gsize r = 0; r < comity_dossier_get_n_rows (dossier, s); r++)
      {
        const ComityDossierRow *row = comity_dossier_peek_row (dossier, s, r);

        g_string_append_printf (table, "%s\t%s\t%s\n", comity_dossier_peek_section (dossier, s),
                                row->label, row->value);
      }
  return g_string_free (table, FALSE);
}

static void
init_pieces (DossierFigure *self)
{
  self->charts = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_figure_unref);
  self->chart_at = g_array_new (FALSE, FALSE, sizeof (ComityPoint));
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (self->pieces, piece_clear);
  self->rules = g_array_new (FALSE, FALSE, sizeof (Rule));
}

static void
dossier_copy (ComityFigure *to, const ComityFigure *from)
{
  ((DossierFigure *) to)->dossier = comity_dossier_ref (((const DossierFigure *) from)->dossier);
  init_pieces ((DossierFigure *) to);
}

static void
dossier_finalize (ComityFigure *figure)
{
  DossierFigure *self = (DossierFigure *) figure;

  comity_dossier_free (self->dossier);
  g_ptr_array_unref (self->charts);
  g_array_unref (self->chart_at);
  g_array_unref (self->pieces);
  g_array_unref (self->rules);
}

static const ComityFigureClass dossier_class = {
  .instance_size = sizeof (DossierFigure),
  .margin = 5.2,
  .title_size = 2.1,
  .copy = dossier_copy,
  .finalize = dossier_finalize,
  .layout = dossier_layout,
  .draw = dossier_draw,
  .describe = dossier_describe,
  .to_table = dossier_to_table,
};

ComityFigure *
comity_dossier_figure_new (ComityDossier *dossier)
{
  DossierFigure *self;

  g_return_val_if_fail (dossier != NULL, NULL);

  self = (DossierFigure *) comity_figure_new (&dossier_class);
  self->dossier = comity_dossier_ref (dossier);
  init_pieces (self);
  comity_figure_set_title (&self->parent, comity_dossier_peek_title (dossier));
  return &self->parent;
}

ComityFigure *
comity_dossier_chart_figure_new (const ComityDossier *dossier, gsize chart_number)
{
  const ComityDossierChart *chart = comity_dossier_peek_chart (dossier, chart_number);
  g_autofree ComityLineMark *marks =
      g_new0 (ComityLineMark, comity_dossier_get_n_marks (dossier) + 1);
  ComityLineSeries series[G_N_ELEMENTS (chart->names)];
  gsize n_marks = 0;
  ComityFigure *figure;

  g_return_val_if_fail (chart != NULL, NULL);

  for (gsize i = 0; i < chart->n_lines; i++)
    series[i] = (ComityLineSeries){ chart->names[i], chart->values[i], (int) i,
                                    i == 0 ? chart->low : NULL, i == 0 ? chart->high : NULL };
  for (gsize i = 0; chart->marked && i < comity_dossier_get_n_marks (dossier); i++)
    {
      marks[n_marks].year = comity_dossier_get_mark (dossier, i, &marks[n_marks].label);
      n_marks += marks[n_marks].year >= chart->first_year &&
                 marks[n_marks].year < chart->first_year + (int) chart->n_years;
    }
  figure = comity_line_figure_new (chart->title, chart->first_year, chart->n_years, series,
                                   chart->n_lines, marks, n_marks);
  comity_figure_set_show_caption (figure, FALSE);
  return figure;
}
