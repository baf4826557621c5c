#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same tasks in Python, as its users do them: pandas and statsmodels."""
import sys
import time

import pandas as pd


def say(task, function):
    start = time.perf_counter()
    value = function()
    print("%s\t%.6f" % (task, time.perf_counter() - start))
    return value


dta, csv, formula, cluster, runs = sys.argv[1:6]
for _ in range(min(int(runs), 3)):
    d = say("read-dta", lambda: pd.read_stata(dta, convert_categoricals=False))
    say("read-csv", lambda: pd.read_csv(csv))
try:
    import statsmodels.api as sm
except ImportError:
    sys.exit(0)
y, right = formula.split(" ~ ")
terms = right.split(" + ")


def fit(model):
    part = d[[y, cluster] + terms].dropna()
    x = sm.add_constant(part[terms].astype(float))
    return model(part[y].astype(float), x).fit(disp=0, tol=1e-12, maxiter=50, cov_type="cluster",
                                               cov_kwds={"groups": part[cluster].to_numpy()})


for task, model in (("logit", sm.Logit), ("probit", sm.Probit)):
    for _ in range(min(int(runs), 2)):
        m = say(task, lambda: fit(model))
    for name, b, se in zip(m.params.index, m.params, m.bse):
        print("coef\t%s %s\t%.17g\t%.17g" % (task, "(Intercept)" if name == "const" else name, b, se))
