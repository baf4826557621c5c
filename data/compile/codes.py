# SPDX-License-Identifier: GPL-3.0-or-later
"""States and what they were called, through time.

States holds the lifetimes of the COW state system and the table of codes; every other script asks it
which state a code or name meant on a day or in a year.
"""

import unicodedata


def fold(text):
    """TEXT for comparison: no case, no accents, one kind of apostrophe and of '&'."""
    text = text.replace("’", "'").replace("&", "and")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.casefold().split())


class States:
    """Lifetimes (spells) and codes; filled by states.py."""

    def __init__(self):
        self.spells = {}  # cow -> [(first day, last day or "9999-12-31")]
        self.codes = []   # (system, code, cow, first year or None, last year or None)
        self.iso3 = {}    # cow -> its own ISO alpha-3 code
        self.names = {}   # cow -> its last name
        self._index = None

    def add(self, system, code, cow, first=None, last=None):
        row = (system, code, cow, first, last)
        if code and row not in self.codes:
            self.codes.append(row)
            self._index = None

    def alive(self, cow, day):
        return any(start <= day <= end for start, end in self.spells.get(cow, ()))

    def alive_in(self, cow, year):
        return any(start[:4] <= str(year) <= end[:4] for start, end in self.spells.get(cow, ()))

    def alive_at(self, cow, date):
        """DATE is a day or a year; a year counts when the state existed on any of its days."""
        return self.alive(cow, date) if len(date) == 10 else self.alive_in(cow, int(date))

    def _candidates(self, system, code, year):
        if self._index is None:
            self._index = {}
            for row in self.codes:
                self._index.setdefault((row[0], fold(row[1])), []).append(row)
        found = []
        for _, _, cow, first, last in self._index.get((system, fold(code)), ()):
            inside = year is None or ((first is None or first <= year) and (last is None or year <= last))
            if inside and cow not in found:
                found.append(cow)
        return found

    def at(self, system, code, date=""):
        """The state meant by CODE on DATE (a day, a year or nothing = today); None if there is none.
        Among several, the one that existed that day, else the last one listed."""
        year = int(date[:4]) if date else 9998
        found = self._candidates(system, code, year)
        living = [cow for cow in found if date and self.alive_at(cow, date)]
        if len(living) > 1 and len(date) == 4:
            living = [cow for cow in living if self.alive(cow, date + "-12-31")] or living
        return (living or found or [None])[-1]

    def in_year(self, system, code, year):
        """All states that CODE meant on some day of YEAR and that existed on one of its days."""
        return [cow for cow in self._candidates(system, code, year) if self.alive_in(cow, year)]

    def state_years(self, first, last):
        """Sorted (cow, year) in which the state existed on at least one day."""
        return [(cow, year) for cow in sorted(self.spells) for year in range(first, last + 1)
                if self.alive_in(cow, year)]
