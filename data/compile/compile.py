#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles the world tables: compile.py --sources DIR [--output DIR].

Reads the gathered sources and writes data/world/*.csv with a sidecar each. The same sources give the
same bytes. Needs Python 3.9 and nothing else.
"""

import argparse
import os

import dyads
import land
import legal_tradition
import memberships
import state_years
import states
import treaties
from tables import Writer


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description="Compile the world tables.")
    parser.add_argument("--sources", required=True, help="folder with the gathered sources")
    parser.add_argument("--output", default=os.path.join(here, "..", "world"), help="folder of the tables")
    options = parser.parse_args()
    os.makedirs(options.output, exist_ok=True)
    writer = Writer(options.output)

    known, places = states.compile_tables(options.sources, writer)
    state_years.compile_tables(options.sources, writer, known)
    legal_tradition.compile_tables(options.sources, writer, known)
    memberships.compile_tables(options.sources, writer, known)
    dyads.compile_tables(options.sources, writer, known, places)
    treaties.compile_tables(options.sources, writer, known)
    land.compile_tables(options.sources, writer)

    for name, (rows, size) in sorted(writer.sizes.items()):
        print(f"{name:24}{rows:8} rows{size / 1024:10.1f} KB")
    print(f"{'all':24}{'':13}{sum(size for _, size in writer.sizes.values()) / 1024:10.1f} KB")


if __name__ == "__main__":
    main()
