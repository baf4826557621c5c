# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the gathered sources and writing our own tables.

A table is a sorted CSV file (UTF-8, comma, one header row, empty = missing) with a sidecar NAME.json
that says what it is, where it comes from, under which terms, what it covers and what it lacks.
"""

import csv
import json
import os


def read(sources, path, encoding="utf-8"):
    with open(os.path.join(sources, path), encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    """The float in TEXT, or None where the cell is empty."""
    return float(text) if text not in ("", None) else None


def decimals(value, places):
    """VALUE with at most PLACES decimals, no trailing zeros; None becomes the empty cell."""
    if value is None:
        return ""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def significant(value, digits):
    """VALUE with DIGITS significant digits in plain notation; None becomes the empty cell."""
    if value is None:
        return ""
    if value == 0:
        return "0"
    places = digits - 1 - int(f"{abs(value):e}".split("e")[1])
    if places < 0:
        return str(int(round(value, places)))
    return decimals(value, places)


def runs(years):
    """The years as a sorted list of (first, last) without gaps."""
    result = []
    for year in sorted(set(years)):
        if result and year == result[-1][1] + 1:
            result[-1][1] = year
        else:
            result.append([year, year])
    return [tuple(run) for run in result]


class Writer:
    """Writes tables into one folder and remembers what it wrote."""

    def __init__(self, folder):
        self.folder = folder
        self.sizes = {}

    def write(self, name, rows, columns, *, title, source, citation, licence, coverage, gaps,
              removable, made_by):
        """Writes NAME.csv and NAME.json; ROWS are tuples in the order of COLUMNS (name: meaning)."""
        path = os.path.join(self.folder, name + ".csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(list(columns))
            for row in rows:
                if len(row) != len(columns):
                    raise ValueError(f"{name}: a row has {len(row)} cells, not {len(columns)}: {row}")
                writer.writerow(["" if cell is None else cell for cell in row])
        sidecar = {
            "table": name,
            "title": title,
            "source": source,
            "citation": citation,
            "licence": licence,
            "coverage": coverage,
            "gaps": gaps,
            "removable": removable,
            "made_by": made_by,
            "rows": len(rows),
            "columns": columns,
        }
        with open(os.path.join(self.folder, name + ".json"), "w", encoding="utf-8") as file:
            json.dump(sidecar, file, ensure_ascii=False, indent=2)
            file.write("\n")
        self.sizes[name] = (len(rows), os.path.getsize(path))
