# SPDX-License-Identifier: GPL-3.0-or-later
"""state_years and the measures kept in removable files: one value for a state and a year."""

from tables import decimals, number, read, significant

FIRST, LAST = 1945, 2020

# Sessions of the General Assembly without recorded votes: its ideal points only repeat the prior.
NO_VOTES = {1964}


def by_code(states, rows, system, code, year, value, out, column):
    """Puts the value of a code and year into OUT[(cow, year)][column], for every state that the code
    meant in that year; returns the number of rows with a value but without a state."""
    lost = 0
    for row in rows:
        x = number(row[value])
        if x is None:
            continue
        y = int(row[year])
        owners = states.in_year(system, row[code], y)
        lost += not owners
        for cow in owners:
            out.setdefault((cow, y), {})[column] = x
    return lost


def by_cow(rows, key, year, value, out, column):
    """The same for rows that carry COW numbers; a later row of the same state and year wins."""
    for row in rows:
        x = number(row[value])
        if x is not None and row[key]:
            out.setdefault((int(row[key]), int(row[year])), {})[column] = x


def compile_tables(sources, writer, states):
    values = {}
    vdem = read(sources, "vdem-indices/vdem_indices_1945_2020.csv")
    by_code(states, vdem, "iso3", "country_text_id", "year", "v2x_polyarchy", values, "polyarchy")
    jucon = read(sources, "vdem-indices/vdem_judicial_constraints_1960_2018.csv")
    by_code(states, jucon, "iso3", "iso3", "year", "v2x_jucon", values, "judicial_constraints")
    polity = sorted(read(sources, "polity5/polity5_1945_2020.csv"),
                    key=lambda row: (row["year"], row["scode"] not in ("USR", "YUG", "YGS", "SUD", "ETH", "DRV")))
    by_cow(polity, "cowcode", "year", "polity2", values, "polity2")
    points = [row for row in read(sources, "unga-ideal-points/ideal_points_all_votes.csv", "latin-1")
              if int(row["year"]) not in NO_VOTES]
    by_cow(points, "ccode", "year", "ideal_point", values, "ideal_point")
    economy = read(sources, "isard-gdp-pop/cow_state_year_gdp_pop_1945_2019.csv")
    for value, column in (("mrgdppc", "gdp_pc"), ("pwtrgdp", "gdp"), ("pwtpop", "population")):
        by_cow(economy, "ccode", "year", value, values, column)

    rows, counts = [], {}
    for cow, year in states.state_years(FIRST, LAST):
        v = values.get((cow, year), {})
        for column in v:
            counts[column] = counts.get(column, 0) + 1
        rows.append((cow, year, decimals(v.get("polyarchy"), 3), decimals(v.get("polity2"), 0),
                     decimals(v.get("judicial_constraints"), 3), decimals(v.get("ideal_point"), 4),
                     significant(v.get("gdp_pc"), 6), significant(v.get("gdp"), 6),
                     significant(v.get("population"), 6)))
    share = ", ".join(f"{column} {counts[column]}" for column in
                      ("polyarchy", "polity2", "judicial_constraints", "ideal_point", "gdp_pc", "gdp",
                       "population"))
    writer.write("state_years", rows, {
        "cow": "Correlates of War state number",
        "year": "year",
        "polyarchy": "V-Dem electoral democracy index v2x_polyarchy, 0 to 1",
        "polity2": "Polity 5 score polity2, -10 to 10",
        "judicial_constraints": "V-Dem judicial constraints on the executive index v2x_jucon, 0 to 1",
        "ideal_point": "ideal point in the votes of the UN General Assembly (all votes), about -3 to 3; higher "
                       "= nearer to the liberal order led by the United States",
        "gdp_pc": "GDP per head, constant international dollars of the Maddison Project (posterior mean)",
        "gdp": "GDP, million constant dollars of the Penn World Table (posterior mean)",
        "population": "population, million (posterior mean)",
    }, title="States by year: democracy, courts, foreign policy, economy",
        source="V-Dem (xmarquez/democracyData, profsms/panelcert); Polity 5 (xmarquez/democracyData); UNGA ideal "
               "points (evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points, April 2020); Fariss et al. "
               "GDP and population (svmiller/isard)",
        citation="Coppedge et al., V-Dem Dataset, Varieties of Democracy Project; Pemstein et al., The V-Dem "
                 "Measurement Model; Marshall & Gurr, Polity 5, Center for Systemic Peace; Bailey, Strezhnev & "
                 "Voeten (2017), Estimating Dynamic State Preferences from United Nations Voting Data, Journal of "
                 "Conflict Resolution 61(2), 430-456; Fariss, Anders, Markowitz & Barnum (2022), New Estimates of "
                 "Over 500 Years of Historic GDP and Population Data, Journal of Conflict Resolution 66(3), 553-591",
        licence="V-Dem CC BY-SA 4.0; UNGA ideal points MIT; GDP and population GPL-2 (package); Polity GPL-3 "
                "(package), its own terms not stated there",
        coverage=f"every state-year of the COW system {FIRST}-{LAST}: {len(rows)}; values: {share}. "
                 "judicial_constraints 1960-2018, polity2 1945-2018, ideal_point 1946-2019, gdp 1945-2019",
        gaps="Values of years before a state's entry into the system are left out. A value of a code that passed "
             "from one state to another in the year (DEU and YEM in 1990) is given to both. V-Dem has no small "
             "states (under about 250,000 people); its judicial constraints here lack the GDR, South Yemen, "
             "South Vietnam and Czechoslovakia before 1970. Where a state changed regime code within a year, "
             "Polity's later entry counts. Ideal points lack states outside the UN and the year 1964, when the "
             "Assembly recorded no votes. GDP and population are model estimates, also where nobody measured. "
             "Rounded: indices to 3 decimals, ideal points to 4, economy to 6 significant digits.",
        removable=False, made_by="data/compile/state_years.py")
    extra(sources, writer, states)


def extra(sources, writer, states):
    """Measures without a stated licence, each a file of its own that may be removed."""
    members = set(states.state_years(FIRST, LAST))

    out = {}
    rows = read(sources, "lji/lji_linzer_staton_1948_2012.csv")
    by_cow(rows, "ccode", "year", "LJI", out, "lji")
    by_cow(rows, "ccode", "year", "lji_sd", out, "lji_sd")
    table = [(cow, year, decimals(v.get("lji"), 4), decimals(v.get("lji_sd"), 4))
             for (cow, year), v in sorted(out.items()) if (cow, year) in members]
    writer.write("judicial_lji", table, {
        "cow": "Correlates of War state number",
        "year": "year",
        "lji": "latent judicial independence, 0 to 1",
        "lji_sd": "its posterior standard deviation",
    }, title="Latent judicial independence",
        source="andybega/isa-2018, data-modules/lji",
        citation="Linzer, Drew A. & Jeffrey K. Staton (2015), A Global Measure of Judicial Independence, "
                 "1948-2012, Journal of Law and Courts 3(2), 223-256",
        licence="not stated; shipped with full citation, ask the authors before commercial use",
        coverage=f"1948-2012, {len(table)} state-years of the COW system",
        gaps="2012 for 78 per cent of the states", removable=True, made_by="data/compile/state_years.py")

    for name, path, code, year, value, places, column, meaning, title, source, citation, cover in (
            ("transparency_hrv", "hrv-transparency/hrv_transparency_1980_2010.csv", "Entity", "Year",
             "gov_transparency", 3, "transparency",
             "transparency index of Hollyer, Rosendorff & Vreeland, higher = more transparent",
             "Government transparency (HRV)", "owid/owid-datasets",
             "Hollyer, James R., B. Peter Rosendorff & James Raymond Vreeland (2014), Measuring Transparency, "
             "Political Analysis 22(4), 413-434", "1980-2010"),
            ("human_rights", "fariss-human-rights/human_rights_protection.csv", "country_name", "year",
             "human_rights_protection", 3, "human_rights",
             "latent protection of physical integrity rights, higher = better protected",
             "Protection of human rights", "owid/notebooks, BastianHerre/human_rights",
             "Fariss, Christopher J., Michael R. Kenwick & Kevin Reuning (2020), Estimating One-Sided-Killings "
             "from a Robust Measurement Model of Human Rights, Journal of Peace Research 57(6), 801-814",
             "1946-2019")):
        out = {}
        unknown = set()
        for row in read(sources, path):
            y = int(row[year])
            found = [cow for system in ("name", "alias") for cow in states.in_year(system, row[code], y)]
            if not found and not any(states.at(s, row[code], d) for s in ("name", "alias")
                                     for d in ("", str(y))):
                unknown.add(row[code])
            for cow in found:
                out[(cow, y)] = float(row[value])
        table = [(cow, y, decimals(x, places)) for (cow, y), x in sorted(out.items())]
        writer.write(name, table, {
            "cow": "Correlates of War state number",
            "year": "year",
            column: meaning,
        }, title=title, source=source, citation=citation,
            licence="not stated; shipped with full citation, ask the authors before commercial use",
            coverage=f"{cover}, {len(table)} state-years of the COW system",
            gaps="the source has names, matched through state_codes by year; names without a state: "
                 + (", ".join(sorted(unknown)) or "none"),
            removable=True, made_by="data/compile/state_years.py")
