#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the GResource description of the world tables found in a folder: a table whose two files were
deleted is simply not there. Run by Meson when it configures."""

import os
import sys

print('<?xml version="1.0" encoding="UTF-8"?>')
print("<gresources>")
print('  <gresource prefix="/io/github/comity/Comity/world">')
for name in sorted(os.listdir(sys.argv[1])):
    if name.endswith((".csv", ".json")):
        print(f'    <file compressed="true">{name}</file>')
print("  </gresource>")
print("</gresources>")
