#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One selection on all pages, by real pointer and keys: a rubber band, Ctrl+click, colours of the
selected variable, and a state that is dragged to another place."""
import os
import re
import sys

import comity_display as display
from comity_display import ui

program = None


def selected(figure):
    """How many states the figure says are selected."""
    text = figure.refresh().description
    found = re.match(r"(\d+) states? (?:is|are) selected\.", text)
    return int(found.group(1)) if found else 0


def states_of(text):
    """The codes in "9 states", a list in the inspector or a session's file."""
    return [c for c in text.split(",") if c]


def view_of(folder):
    """The view as a session file keeps it: group -> key -> text."""
    path = os.path.join(folder, "now.comity")
    if os.path.exists(path):
        os.remove(path)
    program.action("win.save-session-file", path)
    display.wait_for(lambda: os.path.exists(path), what="the session's file")
    groups, group = {}, None
    for line in open(path, encoding="utf-8"):
        line = line.strip()
        if line.startswith("["):
            group = groups.setdefault(line[1:-1], {})
        elif "=" in line:
            key, text = line.split("=", 1)
            group[key] = text
    return groups


def value_of(folder, key):
    return next((g[key] for g in view_of(folder).values() if key in g), "")


def held(key, action):
    ui.xdo("keydown", key)
    try:
        action()
    finally:
        ui.xdo("keyup", key)


def find_state(figure):
    """A place in the network where a click selects a state."""
    for step in range(1, 600):
        x, y = 0.2 + 0.6 * ((step * 0.6180339887) % 1.0), 0.15 + 0.55 * ((step * 0.7548776662) % 1.0)
        figure.click(x, y)
        if "treaty partner" in figure.refresh().description.split("Treaty network")[0]:
            return x, y
    raise AssertionError("no state was met: " + figure.description)


def a_rubber_band_selects_on_every_page(folder):
    global program
    program = display.Program()
    program.idle()
    figure = program.figure("Treaty network")
    held("shift", lambda: figure.drag((0.3, 0.2), (0.7, 0.6)))
    display.wait_for(lambda: selected(figure) > 2, what="states in the band")
    n = selected(figure)
    codes = states_of(value_of(folder, "selection"))
    assert len(codes) == n, (n, codes)
    program.page("similarity")
    heatmap = program.figure("Similarity heatmap")
    program.idle()
    display.wait_for(lambda: selected(heatmap) == n, what="the same states in the heatmap")
    ui.key("ctrl+z")
    program.page("network")
    ui.key("ctrl+z")


def a_mode_selects_without_shift(folder):
    program.page("network")
    figure = program.figure("Treaty network")
    program.action("win.clear-selection")
    display.wait_for(lambda: selected(figure) == 0, what="nothing is selected")
    ui.key("ctrl+b")
    figure.drag((0.35, 0.25), (0.65, 0.55))
    display.wait_for(lambda: selected(figure) > 2, what="states in the band")
    first = selected(figure)
    held("ctrl", lambda: figure.drag((0.65, 0.55), (0.9, 0.75)))
    display.wait_for(lambda: selected(figure) > first, what="more states")
    ui.key("ctrl+b")
    ui.key("Escape")
    display.wait_for(lambda: selected(figure) == 0, what="Escape clears")


def a_band_in_the_heatmap_selects_rows_and_columns(folder):
    program.page("similarity")
    figure = program.figure("Similarity heatmap")
    program.idle()
    held("shift", lambda: figure.drag((0.3, 0.35), (0.32, 0.4)))
    display.wait_for(lambda: selected(figure) > 2, what="states of rows and columns")
    n = selected(figure)
    program.page("network")
    network = program.figure("Treaty network")
    display.wait_for(lambda: selected(network) == n, what="the same states in the network")


def ctrl_click_and_keys_toggle(folder):
    program.page("network")
    figure = program.figure("Treaty network")
    program.action("win.select", "USA,CHE,FRA")
    display.wait_for(lambda: selected(figure) == 3, what="three states")
    program.action("win.clear-selection")
    x, y = find_state(figure)
    code = value_of(folder, "selection")
    assert re.fullmatch("[A-Z]{3}", code), code
    program.action("win.select", "USA,CHE,FRA,JPN,PER")
    display.wait_for(lambda: selected(figure) == 5, what="five states")
    there = code in ("USA", "CHE", "FRA", "JPN", "PER")
    held("ctrl", lambda: figure.click(x, y))
    display.wait_for(lambda: selected(figure) == (4 if there else 6), what="Ctrl+click toggles")
    held("ctrl", lambda: figure.click(x, y))
    display.wait_for(lambda: selected(figure) == 5 and
                     (code in value_of(folder, "selection")) == there, what="and toggles back")
    # Shift and an arrow take more; space gives the last one back, and takes it again.
    figure.click(x, y)
    display.wait_for(lambda: value_of(folder, "selection") == code, what="one state")
    ui.key("shift+Right")
    ui.key("shift+Down")
    display.wait_for(lambda: selected(figure) == 3, what="three states by keys")
    ui.key("space")
    display.wait_for(lambda: len(states_of(value_of(folder, "selection"))) == 2, what="the last one is out")
    ui.key("space")
    display.wait_for(lambda: selected(figure) == 3, what="and in again")
    ui.key("Escape")
    display.wait_for(lambda: value_of(folder, "selection") == "", what="Escape clears")


def colours_follow_the_selected_variable(folder):
    program.page("network")
    figure = program.figure("Treaty network")
    program.action("win.clear-selection")
    x, y = find_state(figure)
    before = figure.refresh().description
    display.find_in(program, "ctrl+k", "entry", "Find")
    ui.type_text("polyarchy_min")
    program.app.find("label", "Variables", timeout=20)
    ui.key("Return")
    program.app.wait_gone("entry", "Find")
    # Nodes that are coloured by a variable tell its value.
    figure.wait_until(lambda n: n.description != before and "emocracy" in n.description.split("Treaty network")[0],
                      what="coloured by the variable: " + figure.description)
    assert value_of(folder, "variable").startswith("polyarchy"), value_of(folder, "variable")
    program.find("button", "Colour as Chosen").press()
    figure.wait_until(lambda n: n.description == before, what="coloured as before")
    ui.key("ctrl+z")
    figure.wait_until(lambda n: n.description != before, what="the way back is undone")
    program.page("similarity")
    program.idle()
    program.find("button", "Colour as Chosen")
    ui.key("ctrl+shift+BackSpace")
    program.page("network")
    program.figure("Treaty network").wait_until(lambda n: n.description == before,
                                                what="forgotten on the other page")


def a_dragged_state_stays_where_it_is_put(folder):
    program.page("network")
    figure = program.figure("Treaty network")
    program.idle()
    x, y = find_state(figure)
    program.idle()
    name = figure.refresh().description.split(":")[0]
    code = value_of(folder, "selection")
    to = (0.12, 0.1)
    figure.drag((x, y), to)
    display.wait_for(lambda: value_of(folder, "pins").startswith(code + ":fr:"), what="a pin")
    program.idle()
    place = value_of(folder, "pins")
    program.action("win.clear-selection")
    # The picture may be framed anew round it: it is found near the place.
    def hit():
        for dx in range(-3, 4):
            for dy in range(-3, 4):
                figure.click(to[0] + 0.008 * dx, to[1] + 0.012 * dy)
                if figure.refresh().description.startswith(name):
                    return True
        return False
    assert hit(), figure.description
    program.action("win.year", 2005)
    program.figure("Treaty network").wait_until(lambda n: "2005" in n.description, what="another year")
    program.idle()
    assert value_of(folder, "pins") == place
    ui.key("ctrl+u")
    display.wait_for(lambda: value_of(folder, "pins") == "", what="nothing is pinned")
    ui.key("ctrl+z")
    display.wait_for(lambda: value_of(folder, "pins") == place, what="pinned again")


def the_menu_of_the_figure_opens(folder):
    figure = program.figure("Treaty network")
    figure.click(0.5, 0.05, button=3)
    program.app.find("menu item", "Unpin All", timeout=10)
    program.find("menu item", "Unpin All").press()
    display.wait_for(lambda: value_of(folder, "pins") == "", what="nothing is pinned")
    assert program.close() == 0


if __name__ == "__main__":
    try:
        status = display.run([
            a_rubber_band_selects_on_every_page,
            a_mode_selects_without_shift,
            a_band_in_the_heatmap_selects_rows_and_columns,
            ctrl_click_and_keys_toggle,
            colours_follow_the_selected_variable,
            a_dragged_state_stays_where_it_is_put,
            the_menu_of_the_figure_opens,
        ])
    finally:
        if program is not None:
            program.stop()
    sys.exit(status)
