#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exporting from the window: the dialog by keys, strips and series of years that are the command
line's to the byte, cancelling, names and places that will not do, and views that come back."""
import os
import re
import subprocess
import sys
import time

import comity_display as display
from comity_display import ui

CLI = os.path.join(os.path.dirname(display.COMITY), "comity-cli")

program = None


def cli(*arguments):
    subprocess.run([CLI, *arguments], check=True)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def without_view(path):
    """The bytes of a figure without the view it holds: the window's tells of all pages."""
    data = read(path)
    if path.endswith(".svg"):
        return re.sub(rb"<metadata>.*?</metadata>", b"", data, flags=re.S)
    if path.endswith(".png"):
        kept, at = data[:8], 8
        while at < len(data):
            length = int.from_bytes(data[at:at + 4], "big")
            chunk = data[at:at + 12 + length]
            if not (chunk[4:8] == b"iTXt" and chunk[8:15] == b"Comity\0"):
                kept += chunk
            at += 12 + length
        return kept
    # Objects that draw, without those that describe the document.
    return [part for part in re.findall(rb"stream\n.*?endstream", data, flags=re.S)]


def dialog():
    """The dialog alone: pages have rows of the same names."""
    return program.app.find("dialog", "Export", timeout=20)


def find(role, name, timeout=20):
    return dialog().find(role, name, timeout=timeout)


def open_dialog():
    display.find_in(program, "ctrl+e", "dialog", "Export")
    find("combo box", "Kind")
    return find("button", "Save As…")


def choose(row, text):
    """A place of a combo row. A click may miss while the dialog still grows or the list still opens: what counts is
    what the row says in the end."""
    for _ in range(8):
        combo = find("combo box", row)
        if text in display.shown(combo) and len(display.shown(combo)) == 2:
            return
        combo.click()
        try:
            combo.find("item", text, timeout=1, where=lambda n: n.box() and n.box()[2] > 0).click()
            display.wait_for(lambda: len(display.shown(combo)) == 2, 1, "the list closes")
        except (ui.NotFound, AssertionError):
            pass
    raise AssertionError("%s does not become %s: %s" % (row, text, display.shown(combo)))


def spin(name, value):
    button = find("spin button", name)
    button.set_value(value)
    display.wait_for(lambda: button.value == value, what="%s is %s" % (name, value))


def spin_years(first, last, step):
    spin("From", first)
    spin("To", last)
    spin("Every … Years", step)


def save_as(path):
    find("button", "Save As…").press()
    display.save_in_chooser(program, path)


def closed():
    program.app.wait_gone("dialog", "Export", timeout=60)


def files(folder):
    return sorted(os.listdir(folder))


def a_dialog_opened_too_early_fills_itself(folder):
    global program
    program = display.Program()
    ui.action(program.app, "win.export")
    save = find("button", "Save As…")
    display.wait_for(lambda: "sensitive" in save.refresh().states, 30, "something to save")
    find("combo box", "Years")
    ui.key("Escape")
    closed()
    program.figure("Treaty network")
    program.idle()


def a_strip_is_the_command_lines(folder):
    for page, endings, arguments in (("network", ["pdf", "png"], ["network", "--cumulative"]),
                                     ("similarity", ["svg"], ["similarity", "--measure", "gower"])):
        program.page(page)
        program.idle()
        for ending in endings:
            mine, theirs = (os.path.join(folder, "%s-%s.%s" % (page, n, ending)) for n in ("mine", "theirs"))
            open_dialog()
            choose("Kind", "Figure as " + ending.upper())
            choose("Years", "Film Strip on One Page")
            spin_years(1980, 2010, 10)
            spin("Columns", 2)
            save_as(mine)
            closed()
            display.wait_for(lambda: os.path.exists(mine), 60, mine)
            cli(*arguments, "--years", "1980:2010:10", "--columns", "2", "--output", theirs)
            assert without_view(mine) == without_view(theirs), (page, ending)
            assert len(without_view(mine)) > 0
    program.page("network")
    program.idle()
    assert [n for n in files(folder) if n.startswith(".")] == []


def a_strip_brings_its_view_back(folder):
    path = os.path.join(folder, "strip.svg")
    cli("network", "--cumulative", "--years", "1985:2005:5", "--layout", "kk", "--columns", "3", "--output", path)
    program.action("win.open-file", path)
    program.figure("Treaty network").wait_until(lambda n: "2005" in n.description, 30, "the last year of the strip")
    program.idle()
    open_dialog()
    for name, value in (("From", 1985), ("To", 2005),
                        ("Every … Years", 5), ("Columns", 3)):
        assert find("spin button", name).value == value, name
    ui.key("Escape")
    closed()
    program.action("win.undo")


def a_series_is_the_command_lines(folder):
    mine, theirs = os.path.join(folder, "mine"), os.path.join(folder, "theirs")
    os.mkdir(mine)
    program.action("win.open-world")
    program.idle()
    program.action("win.year", 2012)
    open_dialog()
    choose("Years", "Series of Numbered PNG")
    spin_years(2000, 2002, 2)
    spin("Pictures Between Two Years", 2)
    spin("Pixels per Inch", 60)
    write_series(mine)
    closed()
    display.wait_for(lambda: len(files(mine)) == 4, 60, lambda: "the pictures: %s" % files(mine))
    layout = subprocess.run([CLI, "network", "--cumulative", "--layout", "kk", "--anchor", "--years", "2000:2002:2", "--frames", theirs,
                             "--tween", "2", "--dpi", "60"], check=True)
    assert layout.returncode == 0 and files(mine) == files(theirs), (files(mine), files(theirs))
    for name in files(mine):
        assert without_view(os.path.join(mine, name)) == without_view(os.path.join(theirs, name)), name
    # Again into the same folder: it asks, and cancelling leaves the pictures as they are.
    before = [os.stat(os.path.join(mine, n)).st_mtime_ns for n in files(mine)]
    open_dialog()
    choose("Years", "Series of Numbered PNG")
    spin_years(2000, 2002, 2)
    assert find("spin button", "Pictures Between Two Years").value == 2, "the last choice"
    write_series(mine)
    program.app.find("label", "Replace the Pictures?", timeout=20)
    ui.key("Escape")
    program.app.wait_gone("label", "Replace the Pictures?")
    ui.key("Escape")
    closed()
    assert before == [os.stat(os.path.join(mine, n)).st_mtime_ns for n in files(mine)]


def write_series(folder):
    find("button", "Save As…").press()
    program.app.find("button", "Write Here", timeout=20)
    # A slash opens the place for a path.
    ui.type_text("/")
    entry = display.wait_for(lambda: program.app.find_all("entry", "GtkFileChooserEntry"), what="a place for a path")[0]
    display.type_into(entry, folder + "/")
    ui.key("Return")
    program.app.wait_gone("button", "Write Here", timeout=20)


def a_series_that_is_stopped_leaves_nothing(folder):
    open_dialog()
    choose("Years", "Series of Numbered PNG")
    spin_years(1990, 2012, 1)
    spin("Pictures Between Two Years", 20)
    spin("Pixels per Inch", 300)
    write_series(folder)
    find("button", "Stop")
    display.wait_for(lambda: files(folder), 20, "it has begun")
    ui.key("Escape")
    find("button", "Cancel")
    display.wait_for(lambda: files(folder) == [], 30, lambda: "nothing left: %s" % files(folder))
    spin("Pictures Between Two Years", 0)
    ui.key("Escape")
    closed()


def what_cannot_be_written_is_said_in_the_dialog(folder):
    program.page("network")
    save = open_dialog()
    choose("Years", "The One Shown")
    # A name without an ending gets that of the kind; a strange one is told.
    save_as(os.path.join(folder, "strange.xyz"))
    program.app.find("label", ui.re.compile("“.xyz”"), timeout=20)
    link = os.path.join(folder, "full.pdf")
    os.symlink("/dev/full", link)
    choose("Kind", "Figure as PDF")
    save_as(link)
    # The chooser asks, for there is something of that name.
    program.app.find("button", "Replace", timeout=20).press()
    program.app.find("label", ui.re.compile("disk is full"), timeout=30)
    assert os.path.islink(link) and "sensitive" in save.refresh().states
    os.remove(link)
    # A place that is none.
    save_as("/proc/none.pdf")
    program.app.find("label", ui.re.compile("/proc/none.pdf"), timeout=30)
    # More pixels than there can be.
    choose("Kind", "Figure as PNG")
    choose("Unit", "Pixels")
    spin("Width in Pixels", 32767)
    spin("Height in Pixels", 32767)
    save_as(os.path.join(folder, "huge.png"))
    program.app.find("label", ui.re.compile("32767 × 32767 pixels"), timeout=30)
    spin("Width in Pixels", 640)
    spin("Height in Pixels", 480)
    assert files(folder) == [], files(folder)
    save_as(os.path.join(folder, "small"))
    closed()
    display.wait_for(lambda: files(folder) == ["small.png"], 30, lambda: "the ending of the kind: %s" % files(folder))
    data = read(os.path.join(folder, "small.png"))
    assert data[16:24] == (640).to_bytes(4, "big") + (480).to_bytes(4, "big")
    assert program.close() == 0


if __name__ == "__main__":
    try:
        status = display.run([
            a_dialog_opened_too_early_fills_itself, a_strip_is_the_command_lines, a_strip_brings_its_view_back,
            a_series_is_the_command_lines, a_series_that_is_stopped_leaves_nothing,
            what_cannot_be_written_is_said_in_the_dialog,
        ])
    finally:
        if program is not None:
            program.stop()
    sys.exit(status)
