#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window as a person uses it: real pointer, real keys, read through accessibility. One program
serves the cases in their order, as one person would."""
import os
import subprocess
import sys
import time

import comity_display as display
from comity_display import ui

# Seconds from start to the bundled network on the screen, with room for a busy machine; what is
# measured is printed.
START_LIMIT = 10.0

program = None


def starts_with_the_bundled_network(folder):
    global program
    program = display.Program()
    network = program.figure("Treaty network")
    print("# network shown %.2f s after the start" % (time.time() - program.started))
    assert time.time() - program.started < START_LIMIT
    assert "ties" in network.description, network.description


def everything_has_a_name(folder):
    for role, name in [("button", "Open"), ("button", "Export"), ("panel", "Network"),
                       ("panel", "Inspector"), ("slider", "Year Scale"), ("button", "Play"),
                       ("combo box", "State"), ("combo box", "Partner")]:
        program.find(role, name)
    for node in program.window().load().walk():
        if node.role in ("push button", "toggle button", "check box", "combo box", "text", "entry",
                         "slider", "spin button", "image") and "focusable" in node.states:
            assert node.name and not node.name.startswith("Comity"), node


def click_on_an_edge_selects_the_pair(folder):
    figure = program.figure("Treaty network")
    # Somewhere among the ties a click meets one; the picture decides where.
    for step in range(1, 400):
        x, y = 0.2 + 0.6 * ((step * 0.6180339887) % 1.0), 0.12 + 0.6 * ((step * 0.7548776662) % 1.0)
        figure.click(x, y)
        if " – " in figure.refresh().description.split(":")[0]:
            break
    else:
        raise AssertionError("no tie was met: " + figure.description)
    names = figure.description.split(":")[0]
    first = names.split(" – ")[0].split(" (")[0]
    display.wait_for(lambda: first in display.dossier_text(program), what="the dossier of " + names)


def click_on_a_cell_selects_the_pair(folder):
    program.page("similarity")
    figure = program.figure("Similarity heatmap")
    program.idle()
    figure.click(0.4, 0.45)
    figure.wait_until(lambda n: " – " in n.description.split(":")[0], what="a pair is selected")
    names = figure.description.split(":")[0]
    for name in names.split(" – "):
        display.wait_for(lambda: name.split(" (")[0] in display.dossier_text(program),
                         what="the dossier names " + name)


def arrows_walk_from_cell_to_cell(folder):
    figure = program.figure("Similarity heatmap")
    before = figure.description
    ui.key("Right")
    figure.wait_until(lambda n: n.description != before, what="another cell")
    ui.key("Left")
    figure.wait_until(lambda n: n.description == before, what="the first cell again")


def choosing_two_states_is_the_same_dossier(folder):
    program.action("win.select", "USA,CHE")
    text = display.wait_for(lambda: [t for t in [display.dossier_text(program)]
                                     if "Switzerland" in t and "1973" in t], what="the dossier")[0]
    assert "United States" in text
    program.page("network")
    figure = program.figure("Treaty network")
    figure.wait_until(lambda n: "Switzerland" in n.description.split(".")[0], what="the tie is selected")
    assert "1973" in figure.description


def the_year_is_shared(folder):
    program.page("network")
    program.action("win.year", 1990)
    program.figure("Treaty network").wait_until(lambda n: "1990" in n.description, what="network of 1990")
    spin = program.find("spin button", "Year")
    assert spin.value == 1990
    ui.key("alt+Page_Up")
    program.figure("Treaty network").wait_until(lambda n: "1989" in n.description, what="network of 1989")
    program.page("similarity")
    program.figure("Similarity heatmap").wait_until(lambda n: "1989" in n.description,
                                                    what="heatmap of 1989")
    # The page is a step of its own: the first undo leads back to it, the second to the year before.
    ui.key("ctrl+z")
    program.figure("Treaty network").wait_until(lambda n: "1989" in n.description, what="page undone")
    ui.key("ctrl+z")
    program.figure("Treaty network").wait_until(lambda n: "1990" in n.description, what="year undone")
    program.action("win.year", 2012)
    program.figure("Treaty network").wait_until(lambda n: "2012" in n.description, what="the last year")


def everything_by_keyboard_alone(folder):
    """Picks a pair, reads its dossier, changes the year and exports, without a pointer or an action."""
    display.find_in(program, "ctrl+k", "entry", "Find")
    ui.type_text("xyzzy")
    program.app.find("label", ui.re.compile("xyzzy"), timeout=20)
    ui.key("ctrl+a")
    ui.type_text("japon perou")
    program.app.find("label", "Pairs", timeout=20)
    display.wait_for(lambda: "Japan – Peru" in program.app.load().labels(), what="the pair")
    ui.key("Return")
    program.app.wait_gone("label", "Pairs")
    text = display.wait_for(lambda: [t for t in [display.dossier_text(program)]
                                     if "Japan" in t and "Peru" in t], what="its dossier")[0]
    assert "Treaties" in text and "Similarity" in text and "2012" in text, text
    ui.key("alt+Page_Up")
    display.wait_for(lambda: "Japan, 2011" in display.dossier_text(program)
                     or "Peru, 2011" in display.dossier_text(program), what="the dossier of 2011")
    path = os.path.join(folder, "pair.pdf")
    ui.key("ctrl+shift+e")
    display.save_in_chooser(program, path)
    display.wait_for(lambda: os.path.exists(path), 30, path)
    written = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, stdout=subprocess.PIPE,
                             universal_newlines=True).stdout
    assert "Japan" in written and "2011" in written and "Treaties" in written, written
    ui.key("alt+Page_Down")
    display.find_in(program, "ctrl+k", "entry", "Find")
    ui.type_text("clear the sel")
    program.app.find("label", "Actions", timeout=20)
    ui.key("Return")
    display.wait_for(lambda: "Nothing Selected" in display.dossier_text(program), what="cleared")


def play_moves_the_year(folder):
    program.page("network")
    program.action("win.year", 2009)
    program.find("button", "Play").press()
    display.wait_for(lambda: program.find("spin button", "Year").value == 2012, what="the last year")


def zooming_keeps_the_figure(folder):
    figure = program.figure("Treaty network")
    figure.hover(0.5, 0.4)
    ui.scroll(-5)
    ui.drag(figure.point(0.5, 0.4), figure.point(0.6, 0.5))
    ui.key("plus")
    ui.key("0")
    assert "ties" in figure.refresh().description


def estimates_a_model(folder):
    program.page("models")
    program.find("button", "Estimate").press()
    table = program.find("table", "Coefficients", timeout=60)
    display.wait_for(lambda: "(Intercept)" in table.load().labels(), 60, "coefficients")
    assert "–0" not in table.labels()
    program.figure("Coefficient plot")


def sliders_ask_what_if(folder):
    program.action("win.select", "FRA,JPN")
    program.action("win.year", 2000)
    slider = program.find("slider", "Electoral democracy, lower of the two", timeout=60)
    program.app.find("label", ui.re.compile("^As it is: .* by 2009"), timeout=60)
    own = slider.value
    slider.set_value(0.2)
    said = program.app.find("label", ui.re.compile("^In 2000 .* instead of"), timeout=60)
    assert "points" in said.name, said.name
    program.find("button", "As It Is").press()
    program.app.find("label", ui.re.compile("^As it is: "), timeout=60)
    assert abs(slider.refresh().value - own) < 1e-9
    program.action("win.clear-selection")


def a_dot_of_the_plot_is_a_variable_everywhere(folder):
    program.page("models")
    figure = program.figure("Coefficient plot")
    program.action("win.clear-selection")
    display.wait_for(lambda: "Nothing Selected" in display.dossier_text(program), what="nothing is selected")
    before = figure.refresh().description
    display.find_in(program, "ctrl+k", "entry", "Find")
    ui.type_text("polyarchy_min")
    program.app.find("label", "Variables", timeout=20)
    ui.key("Return")
    figure.wait_until(lambda n: n.description != before and before in n.description,
                      what="the dot is chosen")
    ui.key("ctrl+z")
    figure.wait_until(lambda n: n.description == before, what="and undone")


def keeps_a_model_beside_the_next(folder):
    entry = program.find("text", "Formula")
    before = entry.text
    ui.key("ctrl+d")
    entry.click()
    display.type_into(entry, "signed ~ same_tradition + t + t2 + t3")
    program.app.find("label", "Ready to estimate.", timeout=20)
    ui.key("ctrl+Return")
    program.idle()
    compared = program.find("table", "Models Compared", timeout=20).load().labels()
    assert "Model 2" in compared and compared.count("(") > 6, compared
    ui.key("ctrl+shift+k")
    program.app.wait_gone("label", "Model 2")
    entry.click()
    display.type_into(entry, before)


def says_what_is_wrong_with_a_formula(folder):
    entry = program.find("text", "Formula")
    before = entry.text
    program.find("button", "Estimate")
    entry.click()
    display.type_into(entry, "signed ~ no_such_column")
    program.app.find("label", ui.re.compile("no_such_column"), timeout=20)
    display.wait_for(lambda: "sensitive" not in program.find("button", "Estimate").states,
                     what="Estimate is off")
    display.type_into(entry, before)
    display.wait_for(lambda: "sensitive" in program.find("button", "Estimate").states,
                     what="Estimate is on")


def cancels_an_estimation(folder):
    entry = program.find("text", "Formula")
    before = entry.text
    entry.click()
    display.type_into(entry, "signed ~ factor(ccode1) + ln_distance")
    display.wait_for(lambda: "sensitive" in program.find("button", "Estimate").states,
                     what="Estimate is on")
    ui.key("ctrl+Return")
    cancel = program.find("button", "Cancel Estimation")
    display.wait_for(lambda: "sensitive" in cancel.refresh().states, what="it runs")
    ui.key("ctrl+period")
    display.wait_for(lambda: "sensitive" not in cancel.refresh().states, 5, "it is cancelled")
    # The model before is still there.
    table = program.find("table", "Coefficients")
    assert "ccode1" not in table.labels() and "(Intercept)" in table.labels()
    display.type_into(entry, before)


def exports_every_kind(folder):
    wanted = {
        "network": ["pdf", "svg", "png", "csv", "graphml", "gexf", "ties.csv"],
        "similarity": ["pdf", "svg", "png", "csv"],
        "models": ["pdf", "svg", "png", "csv", "tex", "html", "md", "txt", "json"],
        "data": ["txt", "json"],
    }
    heads = {"pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<", "html": b"<", "json": b"{", "graphml": b"<"}
    for page, endings in wanted.items():
        program.page(page)
        program.idle()
        for ending in endings:
            path = os.path.join(folder, "%s.%s" % (page, ending))
            program.action("win.export-file", path)
            display.wait_for(lambda: os.path.exists(path), 30, path)
            with open(path, "rb") as file:
                data = file.read()
            assert data.lstrip().startswith(heads.get(ending, b"")) and len(data) > 40, path
    # As the command line writes them.
    program.page("network")
    program.action("win.year", 2012)
    program.figure("Treaty network").wait_until(lambda n: "2012" in n.description, what="the last year")
    program.idle()
    for ending in ("csv", "ties.csv", "graphml", "gexf"):
        path = os.path.join(folder, "network." + ending)
        os.unlink(path)
        program.action("win.export-file", path)
        display.wait_for(lambda: os.path.exists(path), 30, path)
    cli = os.path.join(os.path.dirname(os.environ["COMITY"]), "comity-cli")
    for ending, options in (("csv", []), ("ties.csv", ["--edges"]), ("graphml", []), ("gexf", [])):
        other = os.path.join(folder, "cli-" + ending.replace(".", "-") + "." + ending.split(".")[-1])
        subprocess.run([cli, "network", "--cumulative", "--output", other] + options, check=True)
        with open(os.path.join(folder, "network." + ending), "rb") as ours, open(other, "rb") as theirs:
            assert ours.read() == theirs.read(), ending
    text = subprocess.run(["pdftotext", os.path.join(folder, "network.pdf"), "-"], check=True,
                          stdout=subprocess.PIPE, universal_newlines=True).stdout
    assert "USA" in text
    assert not [name for name in os.listdir(folder) if name.startswith(".")]


def tables_of_the_network_by_key(folder):
    program.page("network")
    program.idle()
    for key, name in (("ctrl+alt+t", "by-key.ties.csv"), ("ctrl+alt+g", "by-key.graphml")):
        path = os.path.join(folder, name)
        ui.key(key)
        display.save_in_chooser(program, path)
        display.wait_for(lambda: os.path.exists(path), 30, path)
    with open(os.path.join(folder, "by-key.ties.csv")) as file:
        assert file.readline().startswith("state_a,state_b,")


def an_export_that_cannot_be_written_is_said(folder):
    program.page("network")
    program.action("win.export-file", os.path.join(folder, "none", "x.pdf"))
    program.app.find("label", ui.re.compile("none"), timeout=20)


def a_figure_brings_its_view_back(folder):
    figure = os.path.join(folder, "back.pdf")
    session = os.path.join(folder, "back.comity")
    program.page("network")
    program.action("win.year", 1995)
    program.figure("Treaty network").wait_until(lambda n: "1995" in n.description, what="the year")
    program.idle()
    program.action("win.export-file", figure)
    program.action("win.save-session-file", session)
    display.wait_for(lambda: os.path.exists(figure) and os.path.exists(session), 30, figure)
    for path in (figure, session):
        program.action("win.year", 2001)
        program.figure("Treaty network").wait_until(lambda n: "2001" in n.description, what="another year")
        program.page("data")
        program.action("win.open-file", path)
        display.wait_for(lambda: "1995" in program.figure("Treaty network").description, 30, path)
    # A figure of the command line too: what it names is chosen again, and saved again.
    drawn, again = os.path.join(folder, "drawn.svg"), os.path.join(folder, "again.comity")
    subprocess.run([os.path.join(os.path.dirname(display.COMITY), "comity-cli"), "network", "--year", "1998", "--cumulative",
                    "--layout", "kk", "--seed", "7", "--color", "betweenness", "--node-size", "none",
                    "--min-degree", "2", "--layer", "tiea", "--output", drawn], check=True)
    program.page("data")
    program.action("win.open-file", drawn)
    display.wait_for(lambda: "1998" in program.figure("Treaty network").description, 30, drawn)
    program.idle()
    program.action("win.save-session-file", again)
    display.wait_for(lambda: os.path.exists(again), 30, again)
    with open(again, encoding="utf-8") as file:
        saved = file.read()
    for line in ("year=1998", "layout=kk", "seed=7", "color=betweenness", "size=none", "min-degree=2", "layers=tiea;"):
        assert line + "\n" in saved, (line, saved)
    program.action("win.open-file", session)
    display.wait_for(lambda: "1995" in program.figure("Treaty network").description, 30, session)
    stranger = os.path.join(folder, "stranger.png")
    with open(stranger, "wb") as file:
        file.write(b"no picture")
    program.action("win.open-file", stranger)
    program.app.find("label", ui.re.compile("stranger"), timeout=20)
    program.action("win.year", 2012)


def the_export_dialog_opens_and_closes(folder):
    program.find("button", "Export").click()
    display.close_dialog(program, "combo box", "Theme")


def shortcuts_preferences_and_about_open(folder):
    display.find_in(program, "ctrl+comma", "combo box", "Style")
    display.close_dialog(program, "combo box", "Style")
    display.find_in(program, "F1", "dialog", "About")
    display.close_dialog(program, "dialog", "About")
    display.find_in(program, "ctrl+question", "label", "Stop estimating")
    display.close_dialog(program, "label", "Stop estimating")


def opens_a_file_and_survives_a_bad_one(folder):
    good, bad = os.path.join(folder, "dyads.csv"), os.path.join(folder, "bad.dta")
    with open(good, "w", encoding="utf-8") as file:
        file.write("ccode1,ccode2,year,signed,x\n")
        for year in range(1990, 2000):
            file.write("2,20,%d,%d,%d\n2,225,%d,0,%d\n20,225,%d,%d,%d\n"
                       % (year, year == 1995, year % 3, year, year % 5, year, year == 1997, year % 4))
    with open(bad, "wb") as file:
        file.write(b"not a dataset at all\x00\x01\x02")
    program.action("win.open-file", good)
    program.app.find("window", ui.re.compile("dyads"), timeout=20)
    program.page("network")
    program.figure("Treaty network").wait_until(lambda n: "1999" in n.description, what="its last year")
    program.action("win.open-file", bad)
    program.app.find("label", ui.re.compile("bad.dta"), timeout=20)
    program.app.find("window", ui.re.compile("dyads"))


def closes_at_once_and_comes_back(folder):
    global program
    program.action("win.open-world")
    program.app.find("window", ui.re.compile("World panel"), timeout=30)
    program.idle()
    program.action("win.year", 1999)
    program.action("win.select", "DEU")
    program.idle()
    assert program.close() == 0
    program = display.Program()
    program.figure("Treaty network").wait_until(lambda n: "1999" in n.description, 20, "the year is back")
    display.wait_for(lambda: "Germany" in display.dossier_text(program), what="the selection is back")


def click_on_a_row_selects_the_pair(folder):
    program.page("data")
    program.find("panel", "Data")
    program.idle()
    program.find("tab", "Rows", timeout=30).press()
    table = program.find("table", "Rows", timeout=30)
    row = display.wait_for(lambda: [r for r in table.find_all("row") if r.labels().startswith("3 ")],
                           what="the third row")[0]
    row.click(30, 0.5)
    # The first dyad of the panel: the United States and Canada, in its third year.
    display.wait_for(lambda: "Canada, 1962" in display.dossier_text(program), what="its dossier")
    assert program.close() == 0


if __name__ == "__main__":
    try:
        status = display.run([
            starts_with_the_bundled_network, everything_has_a_name, click_on_an_edge_selects_the_pair,
            click_on_a_cell_selects_the_pair, arrows_walk_from_cell_to_cell,
            choosing_two_states_is_the_same_dossier, the_year_is_shared,
            everything_by_keyboard_alone, play_moves_the_year,
            zooming_keeps_the_figure, estimates_a_model, sliders_ask_what_if,
            a_dot_of_the_plot_is_a_variable_everywhere,
            keeps_a_model_beside_the_next, says_what_is_wrong_with_a_formula,
            cancels_an_estimation, exports_every_kind, tables_of_the_network_by_key, an_export_that_cannot_be_written_is_said,
            a_figure_brings_its_view_back, the_export_dialog_opens_and_closes, shortcuts_preferences_and_about_open,
            opens_a_file_and_survives_a_bad_one, closes_at_once_and_comes_back,
            click_on_a_row_selects_the_pair,
        ])
    finally:
        if program is not None:
            program.stop()
    sys.exit(status)
