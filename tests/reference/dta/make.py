#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small Stata files as pandas (1.5.3) writes them: make.py, in this folder."""
import datetime

import numpy as np
import pandas as pd

frame = pd.DataFrame({
    "b": np.array([1, 2, 100], np.int8),
    "i": np.array([-5, 300, 32740], np.int16),
    "l": np.array([70000, -70000, 2147483620], np.int32),
    "f": np.array([0.5, np.nan, -1.25], np.float32),
    "d": np.array([0.1, np.nan, 1e300]),
    "s": ["USA", "", "Côte d'Ivoire"],
    "law": np.array([1, 2, 1], np.int8),
    "day": [datetime.datetime(1960, 1, 1), datetime.datetime(2012, 11, 23), pd.NaT],
})
options = dict(
    write_index=False, data_label="Written by pandas", convert_dates={"day": "td"},
    time_stamp=datetime.datetime(2012, 11, 23, 12), variable_labels={"b": "A byte", "law": "Legal tradition"},
    value_labels={"law": {1: "common", 2: "civil"}})
for version in (114, 117, 118, 119):
    for order, name in (("<", "little"), (">", "big")):
        data = frame.copy()
        more = {}
        if version >= 117 and name == "little":  # pandas writes long strings in the machine's order
            data["t"] = ["long " * 500, "", "short"]
            more = dict(convert_strl=["t"])
        data.to_stata(f"pandas-{version}-{name}.dta", version=version, byteorder=order, **options, **more)
