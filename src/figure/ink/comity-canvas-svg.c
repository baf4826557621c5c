/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canvas as an SVG 1.1 text. Cairo's own SVG surface turns letters into drawings of glyphs;
 * here text stays text that a journal can edit and a reader can search, each line held to the width
 * that it was laid out with, so that another font does not break the picture. */
#include "config.h"

#include "comity-canvas-private.h"

#include <math.h>
#include <string.h>

/* Hundredths of a point, without trailing zeros: "12", "12.5", "12.25". */
static void
append_number (GString *svg, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char *end;

  g_ascii_formatd (buffer, sizeof buffer, "%.2f", value);
  end = buffer + strlen (buffer) - 1;
  while (*end == '0')
    *end-- = '\0';
  if (*end == '.')
    *end = '\0';
  g_string_append (svg, strcmp (buffer, "-0") == 0 ? "0" : buffer);
}

static void
append_attribute (GString *svg, const char *name, double value)
{
  g_string_append_printf (svg, " %s=\"", name);
  append_number (svg, value);
  g_string_append_c (svg, '"');
}

static void
append_color (GString *svg, const char *name, ComityColor color)
{
  g_string_append_printf (svg, " %s=\"#%02x%02x%02x\"", name, (guint) lroundf (color.r * 255),
                          (guint) lroundf (color.g * 255), (guint) lroundf (color.b * 255));
  if (color.a < 1)
    {
      g_autofree char *opacity = g_strconcat (name, "-opacity", NULL);
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (buffer, sizeof buffer, "%.3g", (double) color.a);
      g_string_append_printf (svg, " %s=\"%s\"", opacity, buffer);
    }
}

static void
append_stroke (GString *svg, ComityColor color, double line_width)
{
  append_color (svg, "stroke", color);
  append_attribute (svg, "stroke-width", line_width);
}

static void
append_element (GString *svg, const char *name, const char *text)
{
  g_autofree char *escaped = NULL;

  if (text == NULL || *text == '\0')
    return;
  escaped = g_markup_escape_text (text, -1);
  g_string_append_printf (svg, "<%s>%s</%s>\n", name, escaped, name);
}

void
comity_svg_begin (ComityCanvas *self,
                  double width,
                  double height,
                  double unit,
                  const char *title,
                  const char *description,
                  const char *metadata)
{
  GString *svg = self->svg;
  g_autofree char *font = g_markup_escape_text (self->theme->font, -1);

  g_string_append (svg, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"");
  append_number (svg, width);
  g_string_append (svg, "pt\" height=\"");
  append_number (svg, height);
  g_string_append (svg, "pt\" viewBox=\"0 0 ");
  append_number (svg, width / unit);
  g_string_append_c (svg, ' ');
  append_number (svg, height / unit);
  g_string_append_printf (svg, "\" font-family=\"%s\">\n", font);
  append_element (svg, "title", title);
  append_element (svg, "desc", description);
  append_element (svg, "metadata", metadata);
}

char *
comity_canvas_finish_svg (ComityCanvas *self)
{
  char *text;

  g_return_val_if_fail (self->svg != NULL, NULL);

  g_string_append (self->svg, "</svg>\n");
  text = g_strndup (self->svg->str, self->svg->len);
  g_string_truncate (self->svg, 0);
  return text;
}

static void
append_rect (GString *svg, const ComityRect *rect)
{
  g_string_append (svg, "<rect");
  append_attribute (svg, "x", rect->x);
  append_attribute (svg, "y", rect->y);
  append_attribute (svg, "width", rect->width);
  append_attribute (svg, "height", rect->height);
}

void
comity_svg_push_clip (ComityCanvas *self, const ComityRect *rect)
{
  guint id = ++self->n_clips;

  g_string_append_printf (self->svg, "<clipPath id=\"clip%u\">", id);
  append_rect (self->svg, rect);
  g_string_append_printf (self->svg, "/></clipPath>\n<g clip-path=\"url(#clip%u)\">\n", id);
}

void
comity_svg_push_origin (ComityCanvas *self, double x, double y)
{
  g_string_append (self->svg, "<g transform=\"translate(");
  append_number (self->svg, x);
  g_string_append_c (self->svg, ' ');
  append_number (self->svg, y);
  g_string_append (self->svg, ")\">\n");
}

void
comity_svg_rects (ComityCanvas *self, const ComityRect *rects, gsize n, ComityColor color)
{
  GString *svg = self->svg;

  if (n == 1)
    append_rect (svg, rects);
  else
    {
      g_string_append (svg, "<path d=\"");
      for (gsize i = 0; i < n; i++)
        {
          g_string_append_c (svg, 'M');
          append_number (svg, rects[i].x);
          g_string_append_c (svg, ' ');
          append_number (svg, rects[i].y);
          g_string_append_c (svg, 'h');
          append_number (svg, rects[i].width);
          g_string_append_c (svg, 'v');
          append_number (svg, rects[i].height);
          g_string_append_c (svg, 'h');
          append_number (svg, -rects[i].width);
          g_string_append_c (svg, 'z');
        }
      g_string_append_c (svg, '"');
    }
  append_color (svg, "fill", color);
  g_string_append (svg, n == 1 ? "/>\n" : " shape-rendering=\"crispEdges\"/>\n");
}

void
comity_svg_stroke_rect (ComityCanvas *self,
                        const ComityRect *rect,
                        ComityColor color,
                        double line_width)
{
  append_rect (self->svg, rect);
  g_string_append (self->svg, " fill=\"none\"");
  append_stroke (self->svg, color, line_width);
  g_string_append (self->svg, "/>\n");
}

static void
append_point (GString *svg, char command, ComityPoint point)
{
  g_string_append_c (svg, command);
  append_number (svg, point.x);
  g_string_append_c (svg, ' ');
  append_number (svg, point.y);
}

void
comity_svg_lines (ComityCanvas *self,
                  const ComityPoint *pairs,
                  gsize n_lines,
                  ComityColor color,
                  double line_width)
{
  if (n_lines == 0)
    return;
  g_string_append (self->svg, "<path d=\"");
  for (gsize i = 0; i < n_lines; i++)
    {
      append_point (self->svg, 'M', pairs[2 * i]);
      append_point (self->svg, 'L', pairs[2 * i + 1]);
    }
  g_string_append_c (self->svg, '"');
  append_stroke (self->svg, color, line_width);
  g_string_append (self->svg, "/>\n");
}

void
comity_svg_curves (ComityCanvas *self,
                   const ComityPoint *points,
                   gsize n_curves,
                   ComityColor color,
                   double line_width)
{
  g_string_append (self->svg, "<path d=\"");
  append_point (self->svg, 'M', points[0]);
  for (gsize i = 1; i < 3 * n_curves + 1; i++)
    append_point (self->svg, i % 3 == 1 ? 'C' : ' ', points[i]);
  g_string_append (self->svg, "\" fill=\"none\"");
  append_stroke (self->svg, color, line_width);
  g_string_append (self->svg, "/>\n");
}

void
comity_svg_polyline (ComityCanvas *self,
                     const ComityPoint *points,
                     gsize n,
                     gboolean closed,
                     ComityColor color,
                     double line_width)
{
  g_string_append (self->svg, "<path d=\"");
  for (gsize i = 0; i < n; i++)
    append_point (self->svg, i == 0 ? 'M' : 'L', points[i]);
  g_string_append (self->svg, closed ? "z\"" : "\" fill=\"none\"");
  if (closed)
    append_color (self->svg, "fill", color);
  else
    {
      append_stroke (self->svg, color, line_width);
      g_string_append (self->svg, " stroke-linecap=\"round\" stroke-linejoin=\"round\"");
    }
  g_string_append (self->svg, "/>\n");
}

void
comity_svg_circle (ComityCanvas *self,
                   double x,
                   double y,
                   double radius,
                   ComityColor fill,
                   ComityColor outline,
                   double line_width)
{
  g_string_append (self->svg, "<circle");
  append_attribute (self->svg, "cx", x);
  append_attribute (self->svg, "cy", y);
  append_attribute (self->svg, "r", radius);
  if (fill.a > 0)
    append_color (self->svg, "fill", fill);
  else
    g_string_append (self->svg, " fill=\"none\"");
  if (line_width > 0)
    append_stroke (self->svg, outline, line_width);
  g_string_append (self->svg, "/>\n");
}

void
comity_svg_layout (ComityCanvas *self, double x, double y, const ComityTextStyle *style)
{
  GString *svg = self->svg;
  PangoRectangle box;
  PangoLayoutIter *iter;
  double left, top;

  pango_layout_get_extents (self->layout, NULL, &box);
  left = -(style->vertical ? 1 - style->align_y : style->align_x) * box.width / PANGO_SCALE -
         (double) box.x / PANGO_SCALE;
  top = -(style->vertical ? style->align_x : style->align_y) * box.height / PANGO_SCALE;
  if (style->vertical || style->angle != 0)
    {
      g_string_append (svg, "<g transform=\"translate(");
      append_number (svg, x);
      g_string_append_c (svg, ' ');
      append_number (svg, y);
      g_string_append (svg, ") rotate(");
      append_number (svg, style->vertical ? -90 : style->angle * 180 / G_PI);
      g_string_append (svg, ")\">");
    }
  else
    {
      left += x;
      top += y;
    }

  iter = pango_layout_get_iter (self->layout);
  do
    {
      PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
      const char *start = pango_layout_get_text (self->layout) + line->start_index;
      g_autofree char *text = g_strndup (start, (gsize) line->length);
      g_autofree char *escaped = NULL;
      PangoRectangle extents;

      g_strchomp (text);
      if (*text == '\0')
        continue;
      escaped = g_markup_escape_text (text, -1);
      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      g_string_append (svg, "<text");
      append_attribute (svg, "x", left + (double) extents.x / PANGO_SCALE);
      append_attribute (svg, "y",
                        top + (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE);
      append_attribute (svg, "font-size", style->size);
      if (style->bold)
        g_string_append (svg, " font-weight=\"bold\"");
      if (g_utf8_strlen (text, -1) > 1)
        append_attribute (svg, "textLength", (double) extents.width / PANGO_SCALE);
      append_color (svg, "fill", style->color);
      if (style->halo > 0)
        {
          append_stroke (svg, self->theme->halo, 2 * style->halo);
          g_string_append (svg, " stroke-linejoin=\"round\" paint-order=\"stroke\"");
        }
      g_string_append_printf (svg, ">%s</text>\n", escaped);
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  if (style->vertical || style->angle != 0)
    g_string_append (svg, "</g>\n");
}
