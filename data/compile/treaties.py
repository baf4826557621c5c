# SPDX-License-Identifier: GPL-3.0-or-later
"""networks and treaties_*: who signed what with whom, and when."""

from tables import read

COLUMNS = {
    "network": "key of the network, see networks",
    "cow_a": "COW number of the first party (the lower), the state of the day of signature",
    "cow_b": "COW number of the second party",
    "signed": "date of signature: a day, a year, or empty = not known",
    "in_force": "date of entry into force: a day, a year, or empty = not known or not in force",
    "ended": "date of termination; empty = none known",
    "kind": "kind of instrument",
    "status": "standing of the treaty in the source; empty = not stated",
    "tie": "1 = counts as a tie of the network, 0 = accessory or uncertain instrument, kept for the dossier",
    "date_basis": "what the date is: signed, in_force or none",
    "source": "where the treaty was found",
    "note": "remarks, among them that a party was not a member of the COW state system at the date",
}

TITLES = {
    "mlat": ("Mutual legal assistance in criminal matters", "MLATs"),
    "tiea": ("Tax information exchange", "TIEAs"),
    "dtc": ("Double taxation conventions", "double taxation conventions"),
    "extradition": ("Extradition", "extradition treaties"),
    "bit": ("Bilateral investment treaties", "BITs"),
    "bla": ("Bilateral labour agreements", "labour agreements"),
}
PARTIAL = {"mlat": 1, "tiea": 0, "dtc": 1, "extradition": 1, "bit": 0, "bla": 1}
NOTES = {
    "mlat": "A partial list: near complete for the United States, Switzerland, Korea, Brazil, Argentina and Japan, "
            "weak elsewhere; a pair that is not listed may well have a treaty.",
    "tiea": "Agreements reported by the jurisdictions of the OECD Global Forum up to 2017; those of territories such "
            "as Jersey or Cayman are not shown, because territories are not states.",
    "dtc": "The convention in force in 2017 for each pair of the OECD Global Forum's jurisdictions: older ones that "
           "it replaced, and those between two outsiders, are missing.",
    "extradition": "A partial list: treaties registered and indexed in the World Treaty Index, thin after 1980 and "
                   "none after 2003.",
    "bit": "Treaties recorded by UNCTAD up to 2019, with those that ended.",
    "bla": "Agreements collected by Chilton and Woda up to 2020; 209 have a year only, and coverage differs by "
           "country.",
}
PANEL_FIRST = 1945


def predecessor(cow, date):
    """The state that acted under today's code on an earlier DATE (a year or a day)."""
    if cow in (316, 317) and date < "1993":
        return 315
    if cow == 679 and date < "1990-05-22" and date[:4] < "1990":
        return 678
    if cow == 679 and len(date) == 10 and date < "1990-05-22":
        return 678
    if cow == 255 and "1945-05-09" <= date and (date[:4] < "1990" or (len(date) == 10 and date < "1990-10-03")):
        return 260
    if cow == 260 and (date >= "1990-10-03" if len(date) == 10 else date > "1990"):
        return 255
    return cow


class Events:
    """Collects the events of one network: resolves parties, flags, merges twins, counts losses."""

    def __init__(self, network, states):
        self.network = network
        self.states = states
        self.rows = {}
        self.dropped = {}   # code without a state -> number of events
        self.merged = 0
        self.outside = 0

    def drop(self, code):
        self.dropped[code] = self.dropped.get(code, 0) + 1

    def party(self, code, date):
        """The state of an ISO3 code or COW number on DATE."""
        if isinstance(code, int):
            return predecessor(code, date) if code in self.states.spells else None
        cow = self.states.at("iso3", code, date) or self.states.at("iso3", code)
        return predecessor(cow, date) if cow is not None and date else cow

    def add(self, code_a, code_b, signed, in_force, *, kind, source, status="", tie=1, ended="", note=""):
        date = signed or in_force
        a, b = self.party(code_a, date), self.party(code_b, date)
        if a is None or b is None:
            for code, cow in ((code_a, a), (code_b, b)):
                if cow is None:
                    self.drop(str(code))
            return
        if a == b:
            # Two successors that signed with each other before the old state's last day.
            a, b = (self.states.at("iso3", c) if isinstance(c, str) else c for c in (code_a, code_b))
            if a == b:
                self.drop(f"{code_a}-{code_b}")
                return
        a, b = min(a, b), max(a, b)
        basis = "signed" if signed else "in_force" if in_force else "none"
        if date:
            absent = [self.states.names[cow] for cow in (a, b) if not self.states.alive_at(cow, date)]
            if absent:
                self.outside += 1
                note = "; ".join(filter(None, (note, f"{' and '.join(absent)} not in the state system then")))
        key = (a, b, signed or in_force, kind) if date else (a, b, "", kind, source)
        row = [self.network, a, b, signed, in_force, ended, kind, status, tie, basis, source, note]
        old = self.rows.get(key)
        if old is None:
            self.rows[key] = row
            return
        # The same treaty under two heads (both successors of Czechoslovakia, both reporters).
        self.merged += 1
        old[4] = min(filter(None, (old[4], in_force)), default="")
        old[5] = max(old[5], ended) if old[5] and ended else ""
        if status and status not in old[7].split("; "):
            old[7] = "; ".join(sorted(filter(None, {*old[7].split("; "), status})))
        old[8] = max(old[8], tie)
        if source not in old[10].split("; "):
            old[10] = "; ".join(filter(None, (old[10], source)))

    def span(self):
        """First and last year of the dates, as text."""
        years = [(row[3] or row[4])[:4] for row in self.rows.values() if row[3] or row[4]]
        return f"{min(years)}-{max(years)}"

    def sorted_rows(self):
        return [tuple(row) for row in sorted(self.rows.values(), key=lambda r: (r[1], r[2], r[3] or r[4], r[6], r[10]))]

    def gaps(self):
        bases = {}
        for row in self.rows.values():
            bases[row[9]] = bases.get(row[9], 0) + 1
        text = f"{len(self.rows)} events, {sum(row[8] for row in self.rows.values())} of them ties; dated by signature " \
               f"{bases.get('signed', 0)}, by entry into force only {bases.get('in_force', 0)}, undated " \
               f"{bases.get('none', 0)}. {self.outside} predate or outlive a party's membership of the state system " \
               f"(flagged in note)."
        if self.merged:
            text += f" {self.merged} rows were the same treaty under another head and were merged."
        if self.dropped:
            listed = ", ".join(f"{code} {n}" for code, n in sorted(self.dropped.items()))
            text += f" Left out for want of a COW number, by code and number of rows: {listed}."
        return text


def mlat(sources, writer, states):
    events = Events("mlat", states)
    kinds = {"mlat-criminal": "criminal", "mlat-criminal+extradition/joint judicial assistance": "joint",
             "other": "other"}
    known = {}
    for row in read(sources, "mlat/bilateral_mlats.csv"):
        kind = kinds[row["kind"]]
        events.add(row["country_a_iso3"], row["country_b_iso3"], row["signed"], row["entered_into_force"],
                   kind=kind, source=row["source"], tie=int(kind != "other"))
    rows = events.sorted_rows()
    for row in rows:
        dates = known.setdefault((row[1], row[2]), set())
        dates.add(row[3])
        if row[8]:
            dates.update(date[:4] for date in (row[3], row[4]))
            if not row[3] and not row[4]:
                dates.add("undated")
    writer.write("treaties_mlat", rows, COLUMNS, title="Mutual legal assistance treaties in criminal matters",
                 source="compiled for Comity from public treaty lists, official law collections and treaty pages; each "
                        "row names its own",
                 citation="see column source; compiled from the material named there",
                 licence="facts compiled here from public material; the sources' own terms vary",
                 coverage=f"bilateral treaties, {events.span()}; kind criminal = criminal matters only, joint = civil and "
                          "criminal or with extradition, other = narrower or accessory instruments (no tie)",
                 gaps="Not a census: the true number is well above 1,000, and absence is not evidence that no treaty "
                      "exists, least of all for Africa, the Arab states, the Balkans, Central Asia, Turkey, Russia and "
                      "the socialist states before 1990. Ends of treaties are not coded. " + events.gaps(),
                 removable=False, made_by="data/compile/treaties.py")
    ties = [row for row in rows if row[8]]

    extra = Events("mlat", states)
    twins = 0
    for row in read(sources, "derived/wti_mla_extradition_1945_2003.csv"):
        if row["class"] not in ("mla_criminal", "mla_criminal_and_extradition", "mla_scope_unstated"):
            continue
        codes = [int(row["cow" + i]) if row["cow" + i] else (row["iso" + i] or row["party" + i]) for i in "12"]
        pair = [extra.party(code, row["signed"]) for code in codes]
        years = known.get((min(pair), max(pair)), set()) if None not in pair else set()
        if {row["signed"], row["signed"][:4], row["force"][:4] or "-"} & years:
            twins += 1
            continue
        if row["class"] == "mla_scope_unstated":
            kind = "scope unstated"
        elif row["class"] == "mla_criminal_and_extradition" or "CIVIL" in row["headnote"]:
            kind = "joint"
        else:
            kind = "criminal"
        extra.add(*codes, row["signed"], row["force"], kind=kind, tie=int(kind != "scope unstated"),
                  source=wti_source(row),
                  note="pair has an undated treaty in the main list, perhaps this one" if "undated" in years else "")
    writer.write("treaties_mlat_wti", extra.sorted_rows(), COLUMNS,
                 title="Mutual legal assistance treaties found only in the World Treaty Index",
                 source=WTI["source"], citation=WTI["citation"], licence=WTI["licence"],
                 coverage=f"{extra.span()}; class by words of the headnote, not by reading the treaty; kind 'scope unstated' = "
                          "legal or judicial assistance without saying in which matters (no tie)",
                 gaps=f"Days of signature are sometimes wrong, years are right. {twins} treaties that the main list has "
                      "in the same pair and year (or as another instrument of that day) are left out. "
                      "Of 63 partners of the United States in 2015 the index has 11; Eastern-bloc "
                      "treaties are well covered, Western ones after 1980 badly. " + extra.gaps(),
                 removable=True, made_by="data/compile/treaties.py")
    return ties + [row for row in extra.sorted_rows() if row[8]]


WTI = {
    "source": "World Treaty Index (humlab/the_culture_of_international_relations)",
    "citation": "Poast, Paul, Michael Bommarito & Daniel Katz (2010), The Electronic World Treaty Index; after Rohn, "
                "Peter (1984), World Treaty Index",
    "licence": "not stated; shipped with full citation, ask the authors before commercial use",
}


def wti_source(row):
    place = " ".join(filter(None, (row["source"], "/".join(filter(None, (row["vol"], row["page"]))))))
    return f"WTI {row['treaty_id']}, {place}" if place else f"WTI {row['treaty_id']}"


def extradition(sources, writer, states):
    events = Events("extradition", states)
    for row in read(sources, "derived/wti_mla_extradition_1945_2003.csv"):
        if row["class"] not in ("extradition", "mla_criminal_and_extradition"):
            continue
        codes = [int(row["cow" + i]) if row["cow" + i] else (row["iso" + i] or row["party" + i]) for i in "12"]
        kind = "extradition" if row["class"] == "extradition" else "extradition and legal assistance"
        events.add(*codes, row["signed"], row["force"], kind=kind, source=wti_source(row))
    rows = events.sorted_rows()
    writer.write("treaties_extradition", rows, COLUMNS, title="Extradition treaties", **WTI,
                 coverage=f"{events.span()}; class by words of the headnote",
                 gaps="Only what was registered and indexed; badly covered after 1980. Days of signature are sometimes "
                      "wrong, years are right. Treaties before 1945 that are still in force are missing. "
                      + events.gaps(), removable=True, made_by="data/compile/treaties.py")
    return rows


def tax(sources, writer, states, network, kind):
    events = Events(network, states)
    for row in read(sources, "derived/eoi_dyad_events_1945_2017.csv"):
        if row["type"] == kind:
            n = int(row["n_reports"])
            events.add(row["iso_a"], row["iso_b"], row["signed"], row["in_force"], kind=network,
                       source=f"OECD EOI portal 2017 ({n} report{'s' if n > 1 else ''})")
    rows = events.sorted_rows()
    writer.write("treaties_" + network, rows, COLUMNS,
                 title="Tax information exchange agreements" if network == "tiea" else "Double taxation conventions",
                 source="OECD Global Forum, Exchange of Information portal, 2017 (okfn/datafortaxjustice)",
                 citation="OECD Global Forum on Transparency and Exchange of Information for Tax Purposes, Exchange of "
                          "Information portal, as of 2017; compiled by Open Data for Tax Justice, Paradise lost",
                 licence="not stated; shipped with full citation, ask the authors before commercial use",
                 coverage=events.span(),
                 gaps=("23 rows of 1989 are the Nordic convention shown as pairs. " if network == "tiea" else
                       "Dates are of the treaty counted as current in 2017; earlier ones that it replaced and treaties "
                       "between two jurisdictions outside the Global Forum are missing. ") + events.gaps(),
                 removable=True, made_by="data/compile/treaties.py")
    return rows


def investment(sources, writer, states):
    events = Events("bit", states)
    talks = 0
    for row in read(sources, "derived/bit_dyad_events_1959_2019.csv"):
        if row["status"] == "In negotiation":
            talks += 1
            continue
        status = row["status"].lower() + (f": {row['termination'].lower()}" if row["termination"] else "")
        sides = [["BEL", "LUX"] if row[k] == "BLX" else [row[k]] for k in ("iso_a", "iso_b")]
        for a in sides[0]:
            for b in sides[1]:
                events.add(a, b, row["signed"], row["in_force"], kind="bit", status=status, ended=row["terminated"],
                           source="UNCTAD",
                           note="signed as the Belgium-Luxembourg Economic Union" if "BLX" in row.values() else "")
    rows = events.sorted_rows()
    writer.write("treaties_bit", rows, COLUMNS, title="Bilateral investment treaties",
                 source="UNCTAD International Investment Agreements Navigator, January 2020 "
                        "(a3guyen/2019PAPER_Intensive_Extensive_FDI_TWE)",
                 citation="UNCTAD, International Investment Agreements Navigator; Nguyen, Anh T. N. (2019), The World "
                          "Economy 42(9), 2649-2667",
                 licence="not stated; shipped with full citation, ask the authors before commercial use",
                 coverage=events.span(),
                 gaps="Treaties of the Belgium-Luxembourg Economic Union count for Belgium and for Luxembourg. Treaties "
                      "of Czechoslovakia, listed today under both successors, stand once under Czechoslovakia (the end "
                      f"is dropped when only one successor ended it). {talks} in negotiation left out. "
                      + events.gaps(), removable=True, made_by="data/compile/treaties.py")
    return rows


def labour(sources, writer, states):
    events = Events("bla", states)
    at_odds = 0
    for row in read(sources, "bilateral-labour-agreements/bla_formation_1945_2020.csv"):
        year = "" if row["year"] == "9999" else row["year"]
        signed = row["signed"] or year
        if year and signed[:4] != year:
            signed = year
            at_odds += 1
        source = f"BLA {row['treatyID']}" + (f", {row['dataset_original']}" if row["dataset_original"] else "")
        events.add(int(row["codeA"]), int(row["codeB"]), signed, "", kind="bla", source=source)
    rows = events.sorted_rows()
    writer.write("treaties_bla", rows, COLUMNS, title="Bilateral labour agreements",
                 source="Chilton & Woda bilateral labor agreements data (NarcisseChangom/BLAs-Migration-repo)",
                 citation="Chilton, Adam & Bartosz Woda (2022), The Expanding Universe of Bilateral Labor Agreements, "
                          "Theoretical Inquiries in Law 23(2); Adhikari, Cha'ngom, Kaila & Shrestha (2024)",
                 licence="not stated; shipped with full citation, ask the authors before commercial use",
                 coverage=f"{events.span()}; several agreements of a pair are several rows",
                 gaps="Entry into force is not coded. Where the day and the year of the source disagree the year counts "
                      f"({at_odds} rows). Codes 3, 709 and 711 of the source (Northern Marianas, Hong Kong, "
                      "Macau) are not states. " + events.gaps(), removable=True, made_by="data/compile/treaties.py")
    return rows


def compile_tables(sources, writer, states):
    ties = {
        "mlat": mlat(sources, writer, states),
        "tiea": tax(sources, writer, states, "tiea", "TIEA"),
        "dtc": tax(sources, writer, states, "dtc", "DTC"),
        "extradition": extradition(sources, writer, states),
        "bit": investment(sources, writer, states),
        "bla": labour(sources, writer, states),
    }
    rows = []
    for network, (title, plural) in TITLES.items():
        years = [int((row[3] or row[4])[:4]) for row in ties[network] if row[3] or row[4]]
        years = [year for year in years if year >= PANEL_FIRST]
        rows.append((network, title, plural, PARTIAL[network], NOTES[network], min(years), max(years)))
    writer.write("networks", rows, {
        "id": "key",
        "title": "title",
        "plural": "what its treaties are called",
        "partial": "1 = known to be incomplete, to be said wherever it is shown",
        "coverage_note": "one sentence on what it covers",
        "first_year": "year of the first tie since 1945",
        "last_year": "year of the last tie",
    }, title="Treaty networks", source="the tables treaties_*", citation="see the tables treaties_*",
        licence="see the tables treaties_*", coverage="six networks", gaps="see the tables treaties_*",
        removable=False, made_by="data/compile/treaties.py")
