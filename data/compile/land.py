# SPDX-License-Identifier: GPL-3.0-or-later
"""The outlines of land that maps are drawn on: land.

Source: naturalearth/ne_110m_land.geojson, a GeoJSON collection of polygons (a ring of land, then rings
of lakes in it) in degrees.
"""

import json
import os

# The outline of Antarctica closes along the pole, which most projections tear apart, and no state has
# a capital there: rings that lie wholly south of this are left out.
SOUTHERN_LIMIT = -60.0


def rings(sources):
    """(kind, [(longitude, latitude)]) of every ring, its closing point left out."""
    with open(os.path.join(sources, "naturalearth", "ne_110m_land.geojson"), encoding="utf-8") as file:
        features = json.load(file)["features"]
    for feature in features:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        for polygon in polygons:
            for number, ring in enumerate(polygon):
                yield "lake" if number > 0 else "land", [(point[0], point[1]) for point in ring[:-1]]


def hundredths(value, limit):
    """VALUE in hundredths of a degree, within the limit (a source has 180.00000000000014)."""
    return max(-100 * limit, min(100 * limit, round(100 * value)))


def compile_tables(sources, writer):
    rows = []
    for kind, points in rings(sources):
        if all(latitude < SOUTHERN_LIMIT for _, latitude in points):
            continue
        places = []
        for longitude, latitude in points:
            place = (hundredths(longitude, 180), hundredths(latitude, 90))
            if not places or place != places[-1]:
                places.append(place)
        rows.append((kind, " ".join(f"{x} {y}" for x, y in places)))
    # Land before the lakes that lie on it, the largest outlines first.
    rows.sort(key=lambda row: (row[0] == "lake", -len(row[1]), row[1]))
    writer.write(
        "land", rows,
        {
            "kind": "land, or lake: water inside land",
            "points": "longitude and latitude of each corner in turn, hundredths of a degree (rounded), "
                      "the last joined to the first",
        },
        title="Land",
        source="Natural Earth, 1:110m physical vectors, land (ne_110m_land)",
        citation="Made with Natural Earth. Free vector and raster map data @ naturalearthdata.com",
        licence="public domain",
        coverage=f"{len(rows)} outlines at a scale of 1:110,000,000",
        gaps="without Antarctica (outlines wholly south of 60° S); small islands are not on a map of this scale",
        removable=False,
        made_by="data/compile/land.py",
    )
