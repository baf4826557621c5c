#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same tasks in Python, as its users do them: pandas and statsmodels. With an eighth argument “whole” it is one
process from the .dta to the clustered table."""
import sys
import time
import warnings

import pandas as pd

warnings.filterwarnings("ignore")
dta, csv, model, cluster, _, runs, tasks = (sys.argv[1:] + [""])[:7]
runs = int(runs)
outcome, right = (side.strip() for side in model.split("~"))
terms, _, time_terms = (side.strip() for side in right.partition("|"))
terms = [t.strip() for t in terms.split("+")]
time_terms = [t.strip() for t in time_terms.split("+") if t.strip()]


def wanted(task):
    return not tasks or task in tasks.split(",")


def say(task, function, n=1, factor=1):
    for _ in range(n):
        start = time.perf_counter()
        value = function()
        print("%s\t%.6f%s" % (task, (time.perf_counter() - start) * factor, "\tx" if factor != 1 else ""), flush=True)
    return value


def fit(model_class, which, tight=True):
    part = d[[outcome, cluster] + which].dropna()
    x = sm.add_constant(part[which].astype(float))
    more = {"tol": 1e-12} if tight else {}
    return model_class(part[outcome].astype(float), x).fit(disp=0, maxiter=100, cov_type="cluster",
                                                           cov_kwds={"groups": part[cluster].to_numpy()}, **more)


if tasks == "whole":
    import statsmodels.api as sm
    d = pd.read_stata(dta, convert_categoricals=False)
    fit(sm.Logit, terms + time_terms, tight=False).summary()
    sys.exit(0)
few = min(runs, 3)
if wanted("read-dta"):
    d = say("read-dta", lambda: pd.read_stata(dta, convert_categoricals=False), few)
if wanted("read-csv"):
    say("read-csv", lambda: pd.read_csv(csv), few)
if not any(wanted(t) for t in ("logit", "probit", "specs-512")):
    sys.exit(0)
try:
    import statsmodels.api as sm
except ImportError:
    sys.exit(0)
if not wanted("read-dta"):
    d = pd.read_stata(dta, convert_categoricals=False)
for task, model_class in (("logit", sm.Logit), ("probit", sm.Probit)):
    if wanted(task):
        say(task, lambda: fit(model_class, terms + time_terms, tight=False), few)
        m = fit(model_class, terms + time_terms)
        for name, b, se in zip(m.params.index, m.params, m.bse):
            print("coef\t%s\t%s\t%.17g\t%.17g" % (task, "(Intercept)" if name == "const" else name, b, se))
if wanted("specs-512") and len(terms) > 9:
    # Half of the nine optional terms as the average model, times 512.
    say("specs-512", lambda: fit(sm.Logit, terms[:-9] + terms[-9::2] + time_terms, tight=False), 1, 512)
