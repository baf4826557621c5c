#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that is killed in the middle of its work comes back as it was: year, selection, page,
layout, states pinned by hand, columns, model and what can be undone; and a file that was being written is there whole or
not at all."""
import os
import signal
import sys
import time

import comity_display as display
from comity_display import ui

program = None


def state_file():
    return os.path.join(os.environ["XDG_STATE_HOME"], "comity", "last.comity")


def saved(*lines):
    try:
        with open(state_file(), encoding="utf-8") as file:
            text = file.read()
    except OSError:
        return False
    return all(line + "\n" in text for line in lines)


def kill():
    program.process.send_signal(signal.SIGKILL)
    assert program.process.wait(10) == -signal.SIGKILL


def a_killed_program_comes_back(folder):
    global program
    program = display.Program()
    figure = program.figure("Treaty network")
    program.idle()
    session = os.path.join(folder, "start.comity")
    with open(session, "w", encoding="utf-8") as file:
        file.write("[data]\nnetwork=tiea\n[view]\nyear=1999\ncumulative=true\nselection=USA,CHE\npage=network\n"
                   "[network]\nlayout=kk\nseed=5\npins=FRA:kk:0.2:0.3;\nlabels=true\nisolates=true\n"
                   "[models]\nformula=signed ~ same_tradition + t + t2 + t3\nestimator=probit\nestimated=true\n")
    program.action("win.open-file", session)
    program.figure("Treaty network").wait_until(lambda n: "1999" in n.description, 30, "the view")
    program.idle()
    program.page("models")
    program.find("table", "Coefficients", timeout=60)
    program.idle()
    display.wait_for(lambda: saved("year=1999", "selection=USA,CHE", "page=models", "layout=kk", "seed=5",
                                   "estimator=probit", "estimated=true", "network=tiea"), 20, "the session is written")
    # In the middle of an estimation that takes long.
    entry = program.find("text", "Formula")
    entry.click()
    display.type_into(entry, "signed ~ factor(ccode1) + ln_distance")
    display.wait_for(lambda: "sensitive" in program.find("button", "Estimate").states, what="Estimate is on")
    display.wait_for(lambda: saved("formula=signed ~ factor(ccode1) + ln_distance"), 20, "the formula is written")
    ui.key("ctrl+Return")
    time.sleep(0.2)
    kill()
    with open(state_file(), encoding="utf-8") as file:
        before = file.read()
    assert not [n for n in os.listdir(os.path.dirname(state_file())) if n.startswith(".")], "a half-written file"
    program = display.Program()
    entry = program.find("text", "Formula", timeout=30)
    display.wait_for(lambda: entry.text == "signed ~ factor(ccode1) + ln_distance", 30, "the formula: " + entry.text)
    display.wait_for(lambda: "Switzerland" in display.dossier_text(program), 60, "the selection")
    assert program.find("spin button", "Year").value == 1999
    # What could be undone before still can, and redone.
    program.action("win.undo")
    display.wait_for(lambda: entry.text != "signed ~ factor(ccode1) + ln_distance", 20, "the step before the kill")
    program.action("win.redo")
    display.wait_for(lambda: entry.text == "signed ~ factor(ccode1) + ln_distance", 20, "the step after: " + entry.text)
    program.page("network")
    program.figure("Treaty network").wait_until(lambda n: "1999" in n.description, 60, "the network of the year")
    again = os.path.join(folder, "again.comity")
    program.action("win.save-session-file", again)
    display.wait_for(lambda: os.path.exists(again), 20, again)
    with open(again, encoding="utf-8") as file:
        after = file.read()
    for line in before.splitlines():
        if line.split("=")[0] in ("year", "selection", "layout", "seed", "pins", "formula", "estimator", "network"):
            assert line in after.splitlines(), (line, after)
    assert "FRA:kk:" in after, after


def an_export_that_is_killed_leaves_the_old_file(folder):
    program.page("models")
    ui.key("ctrl+period")
    program.page("network")
    program.figure("Treaty network")
    path = os.path.join(folder, "figure.pdf")
    program.action("win.export-file", path)
    display.wait_for(lambda: os.path.exists(path), 60, path)
    with open(path, "rb") as file:
        old = file.read()
    program.action("win.year", 2005)
    program.action("win.export-file", path)
    kill()
    with open(path, "rb") as file:
        data = file.read()
    assert data == old or data.rstrip().endswith(b"%%EOF"), len(data)


if __name__ == "__main__":
    try:
        status = display.run([a_killed_program_comes_back, an_export_that_is_killed_leaves_the_old_file])
    finally:
        if program is not None:
            program.stop()
    sys.exit(status)
