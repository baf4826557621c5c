/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dossier: headed sections of labelled values, and how it is written. Who fills it is
 * elsewhere. */
#include "config.h"

#include "comity-dossier-private.h"

#include "comity-json-private.h"
#include "comity-number.h"
#include "comity-table-private.h"

#include <math.h>
#include <string.h>

/* Two no-break spaces: rows stand in under the name of their section in every format. */
#define INDENT "\302\240\302\240"
#define MINUS "−"

typedef struct
{
  const char *title;
  GArray *rows; /* ComityDossierRow */
} Section;

typedef struct
{
  int year;
  const char *label;
} Mark;

struct _ComityDossier
{
  gatomicrefcount ref_count;
  const char *title;
  const char *summary;
  GArray *sections;      /* Section */
  GArray *charts;        /* ComityDossierChart; values owned */
  GArray *marks;         /* Mark */
  GStringChunk *strings; /* all texts */
};

static void
section_clear (gpointer data)
{
  g_array_unref (((Section *)data)->rows);
}

static void
chart_clear (gpointer data)
{
  const ComityDossierChart *chart = data;

  for (gsize i = 0; i < chart->n_lines; i++)
    g_free ((gpointer) chart->values[i]);
  g_free ((gpointer) chart->low);
  g_free ((gpointer) chart->high);
}

ComityDossier *
comity_dossier_new (const char *title)
{
  ComityDossier *self = g_new0 (ComityDossier, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->strings = g_string_chunk_new (1024);
  self->title = g_string_chunk_insert (self->strings, title);
  self->summary = "";
  self->charts = g_array_new (FALSE, FALSE, sizeof (ComityDossierChart));
  g_array_set_clear_func (self->charts, chart_clear);
  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  self->sections = g_array_new (FALSE, FALSE, sizeof (Section));
  g_array_set_clear_func (self->sections, section_clear);
  return self;
}

ComityDossier *
comity_dossier_ref (ComityDossier *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_dossier_free (ComityDossier *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->charts);
  g_array_unref (self->marks);
  g_array_unref (self->sections);
  g_string_chunk_free (self->strings);
  g_free (self);
}

void
comity_dossier_begin (ComityDossier *self, const char *section)
{
  Section new_section = { g_string_chunk_insert_const (self->strings, section),
                          g_array_new (FALSE, FALSE, sizeof (ComityDossierRow)) };

  g_array_append_val (self->sections, new_section);
}

void
comity_dossier_end (ComityDossier *self)
{
  guint last = self->sections->len - 1;

  if (g_array_index (self->sections, Section, last).rows->len == 0)
    g_array_remove_index (self->sections, last);
}

void
comity_dossier_add (
    ComityDossier *self, const char *label, const char *value, const char *note, double number)
{
  Section *section = &g_array_index (self->sections, Section, self->sections->len - 1);
  ComityDossierRow row = { g_string_chunk_insert_const (self->strings, label),
                           g_string_chunk_insert_const (self->strings, value),
                           g_string_chunk_insert_const (self->strings, note), number };

  g_array_append_val (section->rows, row);
}

void
comity_dossier_set_summary (ComityDossier *self, const char *text)
{
  self->summary = g_string_chunk_insert (self->strings, text);
}

void
comity_dossier_add_chart (ComityDossier *self, const ComityDossierChart *chart)
{
  gsize size = chart->n_years * sizeof (double);
  ComityDossierChart copy = *chart;

  copy.title = g_string_chunk_insert_const (self->strings, chart->title);
  for (gsize i = 0; i < chart->n_lines; i++)
    {
      copy.names[i] = g_string_chunk_insert_const (self->strings, chart->names[i]);
      copy.values[i] = g_memdup2 (chart->values[i], size);
    }
  copy.low = chart->low != NULL ? g_memdup2 (chart->low, size) : NULL;
  copy.high = chart->high != NULL ? g_memdup2 (chart->high, size) : NULL;
  g_array_append_val (self->charts, copy);
}

void
comity_dossier_add_mark (ComityDossier *self, int year, const char *label)
{
  Mark mark = { year, g_string_chunk_insert_const (self->strings, label) };

  g_array_append_val (self->marks, mark);
}

char *
comity_dossier_format_percent (double share, char *buffer)
{
  double percent = 100.0 * share;
  double magnitude = fabs (percent);
  int decimals = magnitude >= 99.95 || percent == 0.0 ? 0
                 : magnitude >= 9.995                 ? 1
                 : magnitude >= 0.9995                ? 2
                 : magnitude >= 0.09995               ? 3
                                                      : 4;

  if (isnan (share))
    return strcpy (buffer, "");
  if (percent != 0.0 && magnitude < 0.001)
    g_ascii_formatd (buffer, COMITY_NUMBER_BUFFER - 4, "%.2g", percent);
  else
    comity_number_format_fixed (percent, decimals, buffer);
  /* A no-break space, as typesetters have it. */
  return strcat (buffer, "\302\240%");
}

char *
comity_dossier_dup_place (gsize rank, gsize n_equal)
{
  g_autofree char *count = comity_count_text (rank);
  gsize last = rank % 10;
  gboolean teen = rank % 100 >= 11 && rank % 100 <= 13;

  return g_strconcat (n_equal > 0 ? "equal " : "", count, teen || last == 0 || last > 3 ? "th"
                             : last == 1                   ? "st"
                             : last == 2                   ? "nd"
                                                           : "rd",
                      NULL);
}

char *
comity_dossier_format (double value, char *buffer)
{
  double magnitude = fabs (value);
  gboolean whole = value == floor (value) && magnitude < 1e6;

  if (isnan (value))
    return strcpy (buffer, "");
  if (whole || magnitude >= 10000.0)
    comity_number_format_fixed (magnitude, 0, buffer + strlen (MINUS));
  else if (magnitude >= 100.0)
    comity_number_format_fixed (magnitude, 1, buffer + strlen (MINUS));
  else if (magnitude >= 0.01)
    comity_number_format_fixed (magnitude, 3, buffer + strlen (MINUS));
  else
    g_ascii_formatd (buffer + strlen (MINUS), COMITY_NUMBER_BUFFER - (int)strlen (MINUS), "%.3g",
                     magnitude);
  if (value < 0.0)
    memcpy (buffer, MINUS, strlen (MINUS));
  else
    memmove (buffer, buffer + strlen (MINUS), strlen (buffer + strlen (MINUS)) + 1);
  return buffer;
}

char *
comity_dossier_format_hazard (double value, char *buffer)
{
  if (!(value >= 0.01 && value < 0.1))
    return comity_dossier_format (value, buffer);
  return g_ascii_formatd (buffer, COMITY_NUMBER_BUFFER, "%.3g", value);
}

void
comity_dossier_add_number (ComityDossier *self, const char *label, double number, const char *note)
{
  char text[COMITY_NUMBER_BUFFER];

  comity_dossier_add (self, label, comity_dossier_format (number, text), note, number);
}

const char *
comity_dossier_peek_title (const ComityDossier *self)
{
  return self->title;
}

const char *
comity_dossier_peek_summary (const ComityDossier *self)
{
  return self->summary;
}

gsize
comity_dossier_get_n_charts (const ComityDossier *self)
{
  return self->charts->len;
}

const ComityDossierChart *
comity_dossier_peek_chart (const ComityDossier *self, gsize chart)
{
  g_return_val_if_fail (chart < self->charts->len, NULL);

  return &g_array_index (self->charts, ComityDossierChart, chart);
}

gsize
comity_dossier_get_n_marks (const ComityDossier *self)
{
  return self->marks->len;
}

int
comity_dossier_get_mark (const ComityDossier *self, gsize mark, const char **label)
{
  g_return_val_if_fail (mark < self->marks->len, 0);

  if (label != NULL)
    *label = g_array_index (self->marks, Mark, mark).label;
  return g_array_index (self->marks, Mark, mark).year;
}

gsize
comity_dossier_get_n_sections (const ComityDossier *self)
{
  return self->sections->len;
}

const char *
comity_dossier_peek_section (const ComityDossier *self, gsize section)
{
  g_return_val_if_fail (section < self->sections->len, "");

  return g_array_index (self->sections, Section, section).title;
}

gsize
comity_dossier_get_n_rows (const ComityDossier *self, gsize section)
{
  g_return_val_if_fail (section < self->sections->len, 0);

  return g_array_index (self->sections, Section, section).rows->len;
}

const ComityDossierRow *
comity_dossier_peek_row (const ComityDossier *self, gsize section, gsize row)
{
  g_return_val_if_fail (row < comity_dossier_get_n_rows (self, section), NULL);

  return &g_array_index (g_array_index (self->sections, Section, section).rows, ComityDossierRow,
                         row);
}

static void
add_json_values (JsonBuilder *builder, const char *name, const double *values, gsize n)
{
  comity_json_begin_array (builder, name);
  for (gsize i = 0; i < n; i++)
    comity_json_add_number (builder, NULL, values[i]);
  json_builder_end_array (builder);
}

static void
add_json_charts (JsonBuilder *builder, const ComityDossier *self)
{
  comity_json_begin_array (builder, "charts");
  for (gsize c = 0; c < self->charts->len; c++)
    {
      const ComityDossierChart *chart = comity_dossier_peek_chart (self, c);

      comity_json_begin_object (builder, NULL);
      comity_json_add_text (builder, "title", chart->title);
      comity_json_add_count (builder, "first_year", (gsize) chart->first_year);
      comity_json_begin_array (builder, "lines");
      for (gsize i = 0; i < chart->n_lines; i++)
        {
          comity_json_begin_object (builder, NULL);
          comity_json_add_text (builder, "name", chart->names[i]);
          add_json_values (builder, "values", chart->values[i], chart->n_years);
          if (i == 0 && chart->low != NULL)
            {
              add_json_values (builder, "low", chart->low, chart->n_years);
              add_json_values (builder, "high", chart->high, chart->n_years);
            }
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* Members in the order of the page; "number" is null where the value is none. */
static char *
write_json (const ComityDossier *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  comity_json_begin_object (builder, NULL);
  comity_json_add_text (builder, "title", self->title);
  comity_json_add_text (builder, "summary", self->summary);
  comity_json_begin_array (builder, "sections");
  for (gsize s = 0; s < self->sections->len; s++)
    {
      comity_json_begin_object (builder, NULL);
      comity_json_add_text (builder, "title", comity_dossier_peek_section (self, s));
      comity_json_begin_array (builder, "rows");
      for (gsize r = 0; r < comity_dossier_get_n_rows (self, s); r++)
        {
          const ComityDossierRow *row = comity_dossier_peek_row (self, s, r);

          comity_json_begin_object (builder, NULL);
          comity_json_add_text (builder, "label", row->label);
          comity_json_add_text (builder, "value", row->value);
          comity_json_add_number (builder, "number", row->number);
          comity_json_add_text (builder, "note", row->note);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  add_json_charts (builder, self);
  json_builder_end_object (builder);
  return comity_json_dup_text (builder);
}

static void
write_csv (const ComityDossier *self, GString *out)
{
  static const char *const names[] = { "section", "label", "value", "number", "note" };
  g_autoptr (ComityTable) table = comity_table_new ("", G_N_ELEMENTS (names));
  char **cells = comity_table_append_head (table);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    cells[i] = g_strdup (names[i]);
  for (gsize s = 0; s < self->sections->len; s++)
    for (gsize r = 0; r < comity_dossier_get_n_rows (self, s); r++)
      {
        const ComityDossierRow *row = comity_dossier_peek_row (self, s, r);
        char number[COMITY_NUMBER_BUFFER];

        cells = comity_table_append (table, COMITY_TABLE_WORDS);
        cells[0] = g_strdup (comity_dossier_peek_section (self, s));
        cells[1] = g_strdup (row->label);
        cells[2] = g_strdup (row->value);
        cells[3] = g_strdup (comity_number_format (row->number, number));
        cells[4] = g_strdup (row->note);
      }
  comity_table_write_csv (table, out);
}

/* The number of a note among those met so far, from 1. */
static guint
number_note (GPtrArray *notes, const char *note)
{
  guint i;

  if (!g_ptr_array_find_with_equal_func (notes, note, g_str_equal, &i))
    {
      i = notes->len;
      g_ptr_array_add (notes, (gpointer)note);
    }
  return i + 1;
}

/* One table, a part of it a section. Notes are numbered and stand once beneath: rows share sources.
 */
static void
write_table (const ComityDossier *self, ComityFormat format, GString *out)
{
  g_autoptr (ComityTable) table = comity_table_new (self->title, 3);
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();

  comity_table_align_left (table, 1);
  comity_table_align_left (table, 2);
  for (gsize s = 0; s < self->sections->len; s++)
    {
      comity_table_begin_section (table);
      comity_table_append (table, COMITY_TABLE_WORDS)[0] =
          g_strdup (comity_dossier_peek_section (self, s));
      for (gsize r = 0; r < comity_dossier_get_n_rows (self, s); r++)
        {
          const ComityDossierRow *row = comity_dossier_peek_row (self, s, r);
          char **cells = comity_table_append (table, COMITY_TABLE_WORDS);

          cells[0] = g_strdup_printf (INDENT "%s", row->label);
          cells[1] = g_strdup (*row->value != '\0' ? row->value : "not known");
          if (*row->note != '\0')
            cells[2] = g_strdup_printf ("(%u)", number_note (notes, row->note));
        }
    }
  if (*self->summary != '\0')
    comity_table_add_note (table, "%s", self->summary);
  for (guint i = 0; i < notes->len; i++)
    comity_table_add_note (table, "(%u) %s", i + 1, (const char *)notes->pdata[i]);
  comity_table_write (table, format, out);
}

char *
comity_dossier_report (const ComityDossier *self, ComityFormat format)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  if (format == COMITY_FORMAT_JSON)
    return write_json (self);
  out = g_string_new (NULL);
  if (format == COMITY_FORMAT_CSV)
    write_csv (self, out);
  else
    write_table (self, format, out);
  return g_string_free (out, FALSE);
}
