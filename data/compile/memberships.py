# SPDX-License-Identifier: GPL-3.0-or-later
"""memberships and bodies (international organisations), state_lists and lists (lists of states)."""

from tables import read, runs

# The column of the source -> our key and name. EEC and EU are one body here.
BODIES = {
    "eu": ("eu", "European Union (European Economic Community to 1992)"),
    "ecsc": ("ecsc", "European Coal and Steel Community"),
    "nato": ("nato", "North Atlantic Treaty Organization"),
    "oecd": ("oecd", "Organisation for Economic Co-operation and Development"),
    "coe": ("coe", "Council of Europe"),
    "comsec": ("commonwealth", "Commonwealth of Nations"),
    "acct": ("francophonie", "Organisation internationale de la Francophonie"),
    "asean": ("asean", "Association of Southeast Asian Nations"),
    "oas": ("oas", "Organization of American States"),
    "oau": ("oau", "Organisation of African Unity"),
    "au": ("au", "African Union"),
    "loas": ("arab_league", "League of Arab States"),
    "oic": ("oic", "Organisation of Islamic Cooperation"),
    "cis": ("cis", "Commonwealth of Independent States"),
    "gcc": ("gcc", "Gulf Cooperation Council"),
    "mercosur": ("mercosur", "Southern Common Market"),
    "caricom": ("caricom", "Caribbean Community"),
    "ecowas": ("ecowas", "Economic Community of West African States"),
    "sadc": ("sadc", "Southern African Development Community"),
    "andean": ("andean", "Andean Community"),
    "cmea": ("cmea", "Council for Mutual Economic Assistance"),
    "weu": ("weu", "Western European Union"),
    "schengen": ("schengen", "Schengen Group"),
    "interpol": ("interpol", "International Criminal Police Organization"),
    "opec": ("opec", "Organization of the Petroleum Exporting Countries"),
    "apec": ("apec", "Asia-Pacific Economic Cooperation"),
    "nordc": ("nordic_council", "Nordic Council"),
    "benelux": ("benelux", "Benelux Union"),
    "sco": ("sco", "Shanghai Cooperation Organisation"),
    "cfatf": ("cfatf", "Caribbean Financial Action Task Force"),
    "wto": ("wto", "World Trade Organization"),
    "imf": ("imf", "International Monetary Fund"),
    "wco": ("wco", "World Customs Organization"),
}
LAST_OBSERVED = 2014
GATT_LAST = 1995  # the GATT 1947 ended on 31 December 1995


def compile_tables(sources, writer, states):
    years, span = {}, {}
    for row in read(sources, "igo-memberships/cow_igo_selected_memberships_1945_2014.csv"):
        cow, year = int(row["ccode"]), int(row["year"])
        for column, (body, _) in BODIES.items():
            if row[column] == "1" or (column == "eu" and row["eec"] == "1"):
                years.setdefault((cow, body), []).append(year)
    # The source does not count West Germany as a member of the OECD, which it was from the beginning; it
    # has Germany from 1990.
    years[(260, "oecd")] = list(range(1961, 1991))
    rows = [(cow, body, first, "" if last == LAST_OBSERVED else last)
            for (cow, body), list_ in years.items() for first, last in runs(list_)]
    gatt_lost = []
    for row in read(sources, "memberships/gatt_members.csv"):
        cow = states.at("iso3", row["iso3c"], row["date"])
        if cow is None:
            gatt_lost.append(row["country"])
        else:
            rows.append((cow, "gatt", int(row["date"][:4]), GATT_LAST))
    # West Germany acceded to the GATT on 1951-10-01 and Germany went on.
    if (260, "gatt", 1951, GATT_LAST) in rows:
        rows.remove((260, "gatt", 1951, GATT_LAST))
        rows += [(260, "gatt", 1951, 1990), (255, "gatt", 1990, GATT_LAST)]
    rows.sort(key=lambda r: (r[1], r[0], r[2]))
    for cow, body, first, last in rows:
        low, high = span.get(body, (9999, 0))
        span[body] = (min(low, first), max(high, last or LAST_OBSERVED))
    common = dict(
        source="COW IGO data v3 through dieghernan/igoR; GATT accession dates from svmiller/stevedata",
        citation="Pevehouse, Nordstrom, McManus & Jamison (2020), Tracking Organizations in the World: The Correlates "
                 "of War IGO Version 3.0 datasets, Journal of Peace Research 57(3), 492-503; Hernangomez, igoR",
        licence="GPL-3 or later (igoR), GPL-2 (stevedata); the Correlates of War Project's own terms were not "
                "stated there",
        removable=False, made_by="data/compile/memberships.py")
    writer.write("memberships", rows, {
        "cow": "Correlates of War state number",
        "body": "key of the organisation, see bodies",
        "first_year": "first year of full membership",
        "last_year": "last year; empty = still a member in 2014, the last year observed",
    }, title="Memberships of international organisations",
        coverage=f"full memberships 1945-2014 in {len(BODIES)} bodies, and the GATT; {len(rows)} runs",
        gaps="Associates and observers do not count. Open runs were observed to 2014 only. West Germany in the "
             "OECD (1961-1990) was added: the source lacks it. The GATT list holds the 128 members of 1994 with "
             "the day of accession, so members that left before are missing"
             + (f"; without a COW number: {', '.join(gatt_lost)}" if gatt_lost else "") + ".", **common)
    writer.write("bodies", sorted((body, name, *span[body]) for body, name in
                                  [*BODIES.values(), ("gatt", "General Agreement on Tariffs and Trade")]), {
        "body": "key",
        "name": "name",
        "first_year": "first year in which a state is a member",
        "last_year": "last year observed",
    }, title="International organisations", coverage="the bodies of the table memberships", gaps="none", **common)
    lists(sources, writer, states)


def lists(sources, writer, states):
    rows, dropped = [], {"tax_haven": [], "drug_major": []}
    for row in read(sources, "tax-havens/oecd_tax_havens_2000.csv"):
        cow = states.at("iso3", row["iso3"], "2000")
        if cow is None:
            dropped["tax_haven"].append(row["jurisdiction"])
        else:
            rows.append((cow, "tax_haven", 2000, "", "OECD: " + row["status"]))
    listed, listing = {}, set()
    for row in read(sources, "us-drug-majors/us_majors_list_1990_2020.csv"):
        year = int(row["list_date"][:4])
        listing.add(year)
        cow = states.at("iso3", row["iso3"], row["list_date"])
        if cow is None:
            if row["country"] not in dropped["drug_major"]:
                dropped["drug_major"].append(row["country"])
        else:
            listed.setdefault(cow, []).append(year)
    rows += [(cow, "drug_major", first, last, "US presidential determinations")
             for cow, list_ in listed.items() for first, last in runs(list_)]
    absent = [year for year in range(min(listing), max(listing)) if year not in listing]
    common = dict(
        source="OECD web pages 2000-2009 and a US Treasury statement of April 2002 (tax havens); US presidential "
               "determinations in the Federal Register and the Public Papers (drug majors)",
        citation="OECD (2000), Towards Global Tax Co-operation; Presidential Determinations on Major Illicit Drug "
                 "Transit or Major Illicit Drug Producing Countries, 1990-2019",
        licence="facts; US government works", removable=False, made_by="data/compile/memberships.py")
    writer.write("state_lists", sorted(rows, key=lambda r: (r[1], r[0], r[2])), {
        "cow": "Correlates of War state number",
        "list": "tax_haven or drug_major, see lists",
        "first_year": "first year on the list",
        "last_year": "last year; empty = no end recorded",
        "source": "source and, for tax havens, the state's later standing",
    }, title="Lists of states",
        coverage="tax havens of 2000; drug majors by year of the determination, 1990-2019",
        gaps=f"no drug list could be read for {', '.join(map(str, absent))}, so runs break there. Territories without "
             f"a COW number are left out: {len(dropped['tax_haven'])} tax havens "
             f"({', '.join(sorted(dropped['tax_haven']))}) and {', '.join(dropped['drug_major'])} among the drug "
             "majors. Which six havens committed early is from general knowledge.", **common)
    writer.write("lists", [
        ("drug_major", "US list of major drug transit and drug producing states", min(listing), max(listing),
         ";".join(map(str, absent))),
        ("tax_haven", "OECD list of tax havens, 2000", 2000, "", ""),
    ], {
        "list": "key",
        "title": "title",
        "first_year": "first year for which the list is known",
        "last_year": "last year; empty = no end recorded",
        "unknown_years": "years within in which the list is not known, joined by ;",
    }, title="What the lists of states are", coverage="the lists of the table state_lists", gaps="none", **common)
