# SPDX-License-Identifier: GPL-3.0-or-later
"""legal_tradition: the family of each state's law, and the components of mixed systems."""

from tables import read

FAMILIES = {"1": "civil", "2": "common", "3": "islamic", "4": "mixed"}
COMPONENTS = ("common", "civil", "customary", "religious")
FIRST, LAST = 1976, 2006


def from_components(components):
    """The family that a CIA coding implies for a state that the main source lacks."""
    if len(components) == 1:
        return {"civil": "civil", "common": "common", "religious": "islamic"}.get(components[0], "mixed")
    return "mixed" if components else None


def compile_tables(sources, writer, states):
    coded = {}
    for row in read(sources, "legal-tradition/mitchell_ring_spellman_1976_2006.csv"):
        coded.setdefault(int(row["cowcode"]), {})[int(row["year"])] = FAMILIES[row["legaltype"]]
    cia = {row["iso3"]: [c for c in COMPONENTS if row[c] == "1"]
           for row in read(sources, "legal-tradition/cia_factbook_legal_systems.csv")}
    rows, from_cia = [], []
    for cow in sorted(states.spells):
        components = cia.get(states.iso3[cow], [])
        text = "+".join(components)
        years = coded.get(cow)
        if years is None:
            family = from_components(components)
            if family:
                rows.append((cow, "", "", family, text, 1))
                from_cia.append(states.iso3[cow])
            continue
        spans = []
        for year in sorted(years):
            if spans and spans[-1][2] == years[year] and spans[-1][1] == year - 1:
                spans[-1][1] = year
            else:
                spans.append([year, year, years[year]])
        rows.append((cow, "", spans[0][0] - 1, spans[0][2], text, 1))
        rows += [(cow, first, last, family, text, 0) for first, last, family in spans]
        rows.append((cow, spans[-1][1] + 1, "", spans[-1][2], text, 1))
    writer.write("legal_tradition", rows, {
        "cow": "Correlates of War state number",
        "first_year": "first year; empty = open",
        "last_year": "last year; empty = open",
        "tradition": "civil, common, islamic or mixed",
        "components": "what the legal system is made of, joined by +: common, civil, customary, religious (CIA "
                      "World Factbook, one cross-section); empty = not coded",
        "carried": "0 = coded for these years; 1 = carried from the nearest coded year, or from components",
    }, title="Legal tradition",
        source="andybega/isa-2018, data-modules/mrs-legal (tradition); CIA World Factbook as coded in "
               "a3guyen/2019PAPER_Intensive_Extensive_FDI_TWE (components)",
        citation="Mitchell, Sara McLaughlin, Jonathan J. Ring & Mary K. Spellman (2013), Domestic Legal Traditions "
                 "and States' Human Rights Practices, Journal of Peace Research 50(2), 189-202; CIA World Factbook; "
                 "Nguyen, Anh T. N. (2019), The World Economy 42(9), 2649-2667",
        licence="not stated (the Factbook's text is a work of the US government); shipped with full citation, ask "
                "the authors before commercial use",
        coverage=f"{len({row[0] for row in rows})} states; coded {FIRST}-{LAST}, carried outside",
        gaps="The source codes no change of tradition within a state. States it lacks take the family that their "
             f"components imply: {', '.join(from_cia) or 'none'}. Components describe the present law and are "
             "missing for states that ended before it.",
        removable=True, made_by="data/compile/legal_tradition.py")
