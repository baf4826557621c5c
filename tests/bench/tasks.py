# SPDX-License-Identifier: GPL-3.0-or-later
"""The tasks of ./dev bench: what they are called, which floor they are held against, and how far a peer's numbers may be."""

# In the order in which they are printed.
TITLES = {
    "read-dta": ".dta to columns",
    "read-csv": "CSV to columns, types guessed",
    "index": "index of a file's panel",
    "classical": "logit, classical SE",
    "logit": "logit, clustered",
    "logit-changed": "logit, clustered, a term changed",
    "ladder": "logit, the ladder of SE",
    "probit": "probit, clustered",
    "cloglog": "cloglog, clustered",
    "relogit": "rare-events logit",
    "firth": "Firth's logit",
    "cox": "Cox, Efron, clustered",
    "cox-breslow": "Cox, Breslow, clustered",
    "zph": "test of proportional hazards",
    "baseline": "baseline hazard",
    "clogit-group": "conditional logit by dyad",
    "clogit-year": "conditional logit by year",
    "jackknife": "logit, leave a state out, exact",
    "bootstrap-200": "200 dyad-bootstrap refits",
    "specs-512": "512 logits, clustered",
    "specs-preview": "512 logits, a preview",
    "absorb": "least squares, dyads absorbed",
    "whole": ".dta to clustered table, process",
    "world": "world tables",
    "panel": "world panel built",
    "network": "network of a year",
    "layout-fr": "its layout, force-directed",
    "betweenness": "its betweenness",
    "similarity-gower": "Gower similarity of a year",
    "order-average-leaf": "clustering and leaf order",
    "png-network": "network as PNG",
    "png-heatmap": "heatmap as PNG",
}

# Peers know no second time: they do the whole again.
RIVALS = {"logit-changed": "logit"}

# Which bare kernel of this machine stands under a task (floor.c).
FLOORS = {
    "read-dta": "touch .dta",
    "read-csv": "touch .csv",
    "classical": "X'X",
    "logit": "X'X",
    "logit-changed": "X'X",
    "probit": "X'X",
    "cloglog": "X'X",
    "relogit": "X'X",
    "firth": "X'X",
    "cox": "X'X",
    "cox-breslow": "X'X",
    "whole": "touch .dta",
}

# Largest relative difference of estimates and of standard errors, and why it is not nothing.
LIMITS = {
    ("R", "cloglog"): (1e-5, 2e-2, "R's bread is the expected information"),
    ("R", "probit"): (1e-5, 2e-2, "R's bread is the expected information"),
    ("R", "firth"): (1e-4, 1e-3, "brglm2 stops early"),
    ("R", "relogit"): (1e-4, 1e-3, "glm () stops early, and Zelig corrects what it left"),
    ("R", "cox"): (1e-5, 1e-3, ""),
    ("R", "clogit-group"): (1e-5, 1e-3, ""),
    ("R", "clogit-year"): (5e-2, 5e-2, "R: Breslow's approximation"),
    ("Python", "logit"): (1e-5, 1e-3, "another finite-sample factor"),
    ("Python", "probit"): (1e-5, 1e-3, "another finite-sample factor"),
    ("gretl", "logit"): (1e-5, 1e-3, ""),
}
