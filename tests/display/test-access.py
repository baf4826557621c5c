#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""For who has no pointer and who does not see: every control has a name, Tab reaches them all and is
caught nowhere, and a whole journey by keys alone, read from the accessibility tree."""
import os
import re
import sys

import comity_display as display
from comity_display import ui

CONTROLS = {"push button", "toggle button", "check box", "radio button", "combo box", "text", "entry", "slider",
            "spin button", "image", "page tab", "list box", "tree table", "table", "link", "password text"}
# What stands in for a name that nobody gave: the class of the widget.
NAMELESS = re.compile(r"^(Gtk|Adw|Comity|Gdk)[A-Z]\w*$|^\s*$")

# Inside windows of libadwaita itself: the page of a licence, the search of preferences that there is not.
LIBRARY = re.compile(r"^(about: (push button 'GtkImage'|text 'GtkTextView')|preferences: entry 'GtkSearchEntry') ")

program = None


def doubled(name):
    """Said twice: by a name of its own and by the row that names it."""
    words = (name or "").split()
    half = len(words) // 2
    return half > 0 and len(words) % 2 == 0 and words[:half] == words[half:]


def nameless(root, where):
    """Controls without a name or with one said twice, as sentences. The parts of a control that has one are its own
    affair."""
    found = []

    def visit(node, inside):
        control = node.role in CONTROLS and "focusable" in node.states
        named = not NAMELESS.match(node.name or "")
        if control and doubled(node.name):
            found.append("%s: %s says %r" % (where, node.role, node.name))
        if control and not named and not inside and not node.labels():
            found.append("%s: %s %r below %s" % (where, node.role, node.name,
                                                 " < ".join("%s %r" % (a.role, a.name) for a in list(node.ancestors())[:4])))
        for child in node.children:
            visit(child, inside or (named and node.role in ("combo box", "spin button")))
    visit(root.load(), False)
    return found


class Focus:
    """What has the focus, by role and name."""

    def __init__(self, role, name):
        self.role, self.name = role, name

    def __repr__(self):
        return "<%s %r>" % (self.role, self.name)


def all_focused():
    """The controls that say they have the focus; one call, for a walk by Tab asks often."""
    items = ui.bus().call(program.app.dest, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems")[0]
    nodes = [Focus(ui.ROLE_NAMES.get(i[7], ""), i[6]) for i in items if "focused" in ui.state_names(i[9])]
    return [n for n in nodes if n.role not in ("frame", "window", "panel", "filler")] or nodes


def focused():
    nodes = all_focused()
    return nodes[-1] if nodes else None


def with_dialog(keys, role, name, where):
    """Opens a dialog by keys, looks for nameless controls, closes it."""
    display.find_in(program, keys, role, name)
    found = []
    for top in program.app.load().children:
        found += [line for line in nameless(top, where) if not LIBRARY.match(line)]
    display.close_dialog(program, role, name)
    return found


def every_control_has_a_name(folder):
    global program
    program = display.Program()
    program.figure("Treaty network")
    program.idle()
    found = []
    program.action("win.select", "USA,CHE")
    program.idle()
    for page in ("network", "similarity", "models", "data"):
        program.page(page)
        program.idle()
        if page == "models":
            ui.key("ctrl+Return")
            program.find("table", "Coefficients", timeout=60)
            program.idle()
        found += nameless(program.window(), page)
    program.page("network")
    found += with_dialog("ctrl+e", "combo box", "Theme", "export")
    found += with_dialog("ctrl+k", "entry", "Find", "finder")
    found += with_dialog("ctrl+comma", "combo box", "Style", "preferences")
    found += with_dialog("F1", "dialog", "About", "about")
    assert not found, "\n".join(sorted(set(found)))


def tab_reaches_everything(folder):
    """Round by Tab: every named control of the page and the window is met, and the round closes."""
    program.page("network")
    program.idle()
    program.action("win.clear-selection")
    met, rounds = [], 0
    for _ in range(160):
        ui.key("Tab")
        node = focused()
        assert node is not None, "the focus is lost after %s" % met[-3:]
        here = (node.role, node.name)
        if met and here == met[0] and len(met) > 10:
            rounds += 1
            break
        met.append(here)
    assert rounds, "no way round: %s" % met
    names = {n for _, n in met}
    for name in ("Treaty network", "Network", "Layout", "Colour", "Size", "Year", "Year Scale", "Play", "Export", "Open",
                 "Labels", "State", "Partner"):
        assert any(name == n or n.endswith(" " + name) for n in names), (name, sorted(names))


def a_journey_by_keys_alone(folder):
    """A pair from the heatmap, its dossier, another year, a model, a file."""
    ui.key("alt+2")
    heatmap = program.figure("Similarity heatmap")
    program.idle()
    for _ in range(80):
        node = focused()
        if node is not None and node.name == "Similarity heatmap":
            break
        ui.key("Tab")
    else:
        raise AssertionError("the heatmap is not reached")
    ui.key("Right", "Right", "Down", "Down", "Down")
    # Each key is a pair on the way: what counts is that the last one's dossier is shown.
    heatmap.wait_until(lambda n: " – " in n.description.split(":")[0]
                       and all(name.split(" (")[0] in display.dossier_text(program)
                               for name in n.description.split(":")[0].split(" – ")), what="a pair, and its dossier")
    before = int(program.find("spin button", "Year").value)
    ui.key("alt+Page_Up")
    heatmap.wait_until(lambda n: str(before - 1) in n.description, what="the year before")
    display.wait_for(lambda: ", %d" % (before - 1) in display.dossier_text(program), what="the dossier of that year")
    ui.key("alt+3")
    ui.key("ctrl+m")
    display.type_into(program.find("text", "Formula", timeout=20), "signed ~ same_tradition + t + t2 + t3")
    program.app.find("label", "Ready to estimate.", timeout=20)
    ui.key("ctrl+Return")
    table = program.find("table", "Coefficients", timeout=60)
    display.wait_for(lambda: "Same legal tradition" in table.load().labels()
                     or "same_tradition" in table.labels(), 60, "its table")
    program.idle()
    path = os.path.join(folder, "model.html")
    dialog = display.find_in(program, "ctrl+e", "dialog", "Export")
    dialog.find("combo box", "Kind")
    for _ in range(20):
        if focused() is not None and focused().name == "Kind":
            break
        ui.key("Tab")
    else:
        raise AssertionError("the kinds are not reached: %r" % focused())
    kind = dialog.find("combo box", "Kind")
    ui.key("space")
    display.wait_for(lambda: len(display.shown(kind)) > 2, what="the list of kinds")
    ui.key("End", "Home", "Down", "Down", "Down", "Down", "Down", "Return")
    display.wait_for(lambda: len(display.shown(kind)) == 2, what="the list closes")
    assert any("HTML" in words for words in display.shown(kind)), display.shown(kind)
    for _ in range(40):
        if focused() is not None and "Save As" in focused().name:
            break
        ui.key("Tab")
    else:
        raise AssertionError("Save As is not reached: %r" % focused())
    ui.key("Return")
    display.save_in_chooser(program, path)
    display.wait_for(lambda: os.path.exists(path), 30, path)
    with open(path, encoding="utf-8") as file:
        assert "(Intercept)" in file.read()
    assert program.close() == 0


if __name__ == "__main__":
    try:
        status = display.run([every_control_has_a_name, tab_reaches_everything, a_journey_by_keys_alone])
    finally:
        if program is not None:
            program.stop()
    sys.exit(status)
