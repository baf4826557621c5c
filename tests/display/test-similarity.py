#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The similarity lab by real pointer and keys: the line of the cut dragged in the tree, more and fewer
groups by keys, the magnifier, and all of it undone."""
import re
import sys

import comity_display as display
from comity_display import ui

program = None


def groups(figure):
    """How many groups the map says its tree is cut into; 1 without a cut."""
    found = re.search(r"The tree is cut at ([0-9.e-]+) into (\d+) groups", figure.refresh().description)
    return int(found.group(2)) if found else 1


def open_page():
    global program
    if program is None:
        program = display.Program()
        program.idle()
    program.page("similarity")
    figure = program.figure("Similarity heatmap")
    program.idle()
    return figure


def tree_place(figure):
    """A place in the tree where a press cuts it, as a share of the figure: found by looking."""
    for step in range(30):
        y = 0.06 + 0.005 * step
        for x in (0.2, 0.45, 0.52, 0.6, 0.66):
            figure.hover(x, y)
            if readout().startswith("A cut at"):
                return x, y
    raise AssertionError("no place in the tree was met")


def readout():
    return next((n.name for n in program.app.find_all("label", "A cut at*")), "")


def the_line_of_the_cut_is_dragged(folder):
    figure = open_page()
    assert groups(figure) == 1
    x, y = tree_place(figure)
    figure.drag((x, y), (x, y + 0.02))
    display.wait_for(lambda: groups(figure) > 1, what="a cut")
    first = groups(figure)
    program.idle()
    # Further down, beyond the tree too: more groups; and back above it: none.
    figure.drag((x, y), (x, y + 0.045))
    display.wait_for(lambda: groups(figure) > first, what="more groups")
    second = groups(figure)
    ui.key("ctrl+z")
    display.wait_for(lambda: groups(figure) == first, what="undone")
    ui.key("ctrl+z")
    display.wait_for(lambda: groups(figure) == 1, what="undone to no cut")
    ui.key("ctrl+shift+z")
    ui.key("ctrl+shift+z")
    display.wait_for(lambda: groups(figure) == second, what="done again")
    figure.drag((x, y), (x, 0.01))
    display.wait_for(lambda: groups(figure) == 1, what="one group is no cut")


def keys_make_more_and_fewer_groups(folder):
    figure = open_page()
    figure.click(0.45, 0.5)
    for _ in range(3):
        ui.key("ctrl+shift+Page_Up")
    display.wait_for(lambda: groups(figure) == 4, what="four groups")
    ui.key("ctrl+shift+Page_Down")
    display.wait_for(lambda: groups(figure) == 3, what="three groups")
    for _ in range(4):
        ui.key("ctrl+shift+Page_Down")
    display.wait_for(lambda: groups(figure) == 1, what="no cut")


def the_magnifier_opens_by_key_and_by_button(folder):
    figure = open_page()
    program.idle()
    figure.click(0.45, 0.5)
    button = program.find("button", "Magnifier")
    assert "pressed" not in button.refresh().states
    ui.key("m")
    display.wait_for(lambda: "pressed" in button.refresh().states, what="the magnifier is on")
    ui.key("Right")
    ui.key("ctrl+z")
    ui.key("ctrl+z")
    ui.key("ctrl+z")
    display.wait_for(lambda: "pressed" not in button.refresh().states, what="undone")
    button.click()
    display.wait_for(lambda: "pressed" in button.refresh().states, what="by its button")
    ui.key("ctrl+shift+m")
    display.wait_for(lambda: "pressed" not in button.refresh().states, what="by its key")


if __name__ == "__main__":
    try:
        status = display.run([the_line_of_the_cut_is_dragged, keys_make_more_and_fewer_groups,
                              the_magnifier_opens_by_key_and_by_button])
    finally:
        if program is not None:
            program.stop()
    sys.exit(status)
