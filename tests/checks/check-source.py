#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of the house that a reader of text can check: who includes what, which files are translated,
which keys name which actions, what every file begins with. TAP on standard output."""
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

ROOT = sys.argv[1]
LAYERS = ["base", "dataset", "world", "panel", "similarity", "network", "model", "report", "figure",
          "cli", "app"]
# Those who may not know each other although one is left of the other.
STRANGERS = [("network", "similarity"), ("model", "similarity"), ("model", "network"), ("app", "cli")]


def files(folder, *endings):
    for path, folders, names in os.walk(os.path.join(ROOT, folder)):
        folders.sort()
        for name in sorted(names):
            if name.endswith(endings):
                yield os.path.relpath(os.path.join(path, name), ROOT)


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def layer_of(path):
    return path.split(os.sep)[1]


def gtk_only_in_app():
    """gtk/gtk.h and adwaita.h are included nowhere below app."""
    return ["%s includes GTK" % p for p in files("src", ".c", ".h")
            if layer_of(p) != "app" and re.search(r'#\s*include\s*<(gtk/|gdk/|adwaita)', read(p))]


def includes_point_left():
    """A header of the project comes from the includer's own layer or one to its left."""
    home = {os.path.basename(p): layer_of(p) for p in files("src", ".h")}
    wrong = []
    for path in files("src", ".c", ".h"):
        own = layer_of(path)
        if own not in LAYERS:
            continue
        for name in re.findall(r'#\s*include\s*"([^"]+)"', read(path)):
            other = home.get(name)
            if other is None:
                continue
            if LAYERS.index(other) > LAYERS.index(own) or (own, other) in STRANGERS:
                wrong.append("%s (%s) includes %s (%s)" % (path, own, name, other))
    return wrong


def third_parties_stay_home():
    """igraph's name is known in network alone, Cairo's from figure on, ReadStat's in dataset."""
    homes = {"igraph": {"network"}, "readstat": {"dataset"}, "cairo": {"figure", "cli", "app"}}
    return ["%s includes %s" % (p, name) for p in files("src", ".c", ".h")
            for name, allowed in homes.items()
            if layer_of(p) not in allowed and re.search(r'#\s*include\s*<%s' % name, read(p))]


def every_file_says_its_licence():
    return ["%s has no SPDX line" % p
            for folder in ("src", "tests", "ui") for p in files(folder, ".c", ".h", ".ui", ".css")
            if "SPDX-License-Identifier: GPL-3.0-or-later" not in "\n".join(read(p).splitlines()[:3])]


def potfiles_are_complete():
    """Every file with a translatable string is listed, sorted, and every file listed is there."""
    listed = [l for l in read("po/POTFILES").splitlines() if l and not l.startswith("#")]
    needed = {p for folder in ("src/app", "src/figure") for p in files(folder, ".c")
              if re.search(r'\b_ \("|\bN_ \("|dngettext \(', read(p))}
    needed |= {p for p in files("ui", ".ui") if 'translatable="yes"' in read(p)}
    needed |= {p for p in files("data", ".desktop.in", ".metainfo.xml.in", ".gschema.xml")}
    wrong = ["%s is not in po/POTFILES" % p for p in sorted(needed - set(listed))]
    wrong += ["%s is in po/POTFILES for nothing" % p for p in sorted(set(listed) - needed)]
    if listed != sorted(listed):
        wrong.append("po/POTFILES is not sorted")
    return wrong


def actions():
    """Actions by their full name, read from the tables in the source."""
    found = {"win.show-help-overlay", "window.close"}
    for path in files("src/app", ".c"):
        text = read(path)
        if path.endswith("comity-application.c"):
            prefix = "app."
        elif "comity-window" in path:
            prefix = "win."
        elif os.path.join("app", "pages") in path:
            prefix = "page."
        else:
            continue
        for table in re.findall(r'GActionEntry entries\[\] *= *\{(.*?)\};', text, re.S):
            found |= {prefix + name for name in re.findall(r'\{ "([a-z-]+)"', table)}
        found |= {prefix + name for name in re.findall(r'g_property_action_new\s*\(\s*"([a-z-]+)"', text)}
    return found


def keys_name_live_actions():
    """Each key of the shortcuts window, each menu entry and each button names an action there is."""
    live = actions()
    wrong = []
    for path in files("ui", ".ui"):
        root = ET.fromstring(read(path).replace('<?xml version="1.0" encoding="UTF-8"?>', ""))
        names = [n.text for n in root.iter("property") if n.get("name") == "action-name"]
        names += [n.text for n in root.iter("attribute") if n.get("name") == "action"]
        wrong += ["%s names %s, which is no action" % (path, n) for n in names
                  if n.split("::")[0] not in live]
    table = re.search(r'keys\[\] = \{(.*?)\n\};', read("src/app/comity-application.c"), re.S).group(1)
    wrong += ["a key names %s, which is no action" % n for n in re.findall(r'\{ "([a-z:.-]+)"', table)
              if n.split("::")[0] not in live]
    return wrong


def shown_keys_are_bound():
    """Every action of the shortcuts window has a key, and no key is given twice."""
    table = re.search(r'keys\[\] = \{(.*?)\n\};', read("src/app/comity-application.c"), re.S).group(1)
    bound = set(re.findall(r'\{ "([a-z:.-]+)"', table))
    root = ET.fromstring(read("ui/help-overlay.ui").replace('<?xml version="1.0" encoding="UTF-8"?>', ""))
    shown = [n.text for n in root.iter("property") if n.get("name") == "action-name"]
    wrong = ["%s is shown without a key" % n for n in shown if n not in bound]
    chords = re.findall(r'"((?:<\w+>)*\w+)"(?=[,} ])', re.sub(r'\{ "[a-z:.-]+", ', "", table))
    wrong += ["the key %s is given twice" % c for c in sorted({c for c in chords if chords.count(c) > 1})]
    return wrong


def bound_keys_are_shown():
    """Every action that has a key is in the shortcuts window."""
    table = re.search(r'keys\[\] = \{(.*?)\n\};', read("src/app/comity-application.c"), re.S).group(1)
    root = ET.fromstring(read("ui/help-overlay.ui").replace('<?xml version="1.0" encoding="UTF-8"?>', ""))
    shown = {n.text for n in root.iter("property") if n.get("name") == "action-name"}
    return ["%s has a key that the shortcuts window does not show" % n
            for n in re.findall(r'\{ "([a-z:.-]+)"', table) if n not in shown]


def translations_are_complete():
    """Nothing in a .po is left untranslated or only guessed, and its formats take what they are given."""
    wrong = []
    for language in read("po/LINGUAS").split():
        run = subprocess.run(["msgfmt", "--check", "--statistics", "-o", os.devnull, os.path.join(ROOT, "po/%s.po" % language)],
                             stderr=subprocess.PIPE, universal_newlines=True, env=dict(os.environ, LC_ALL="C"))
        if run.returncode != 0 or "fuzzy" in run.stderr or "untranslated" in run.stderr:
            wrong.append("po/%s.po: %s" % (language, run.stderr.strip().replace("\n", "; ")))
    return wrong


def templates_are_resources():
    listed = read("ui/comity.gresource.xml")
    return ["%s is not in the resources" % p for p in files("ui", ".ui", ".css", ".svg")
            if os.path.relpath(p, "ui") not in listed]


CHECKS = [gtk_only_in_app, includes_point_left, third_parties_stay_home, every_file_says_its_licence,
          potfiles_are_complete, keys_name_live_actions, shown_keys_are_bound, bound_keys_are_shown,
          translations_are_complete, templates_are_resources]

print("1..%d" % len(CHECKS))
failed = False
for number, check in enumerate(CHECKS, 1):
    found = check()
    for line in found:
        print("# " + line)
    failed = failed or bool(found)
    print("%s %d %s" % ("not ok" if found else "ok", number, check.__name__.replace("_", "-")))
sys.exit(failed)
