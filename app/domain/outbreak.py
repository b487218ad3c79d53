"""When a disease counts as an outbreak (kejadian luar biasa), week by week.

Source: Permenkes 1501/Menkes/Per/X/2010, criteria of an outbreak: cases at twice the mean of the year before or more;
a rise through three periods in a row. The decree's month is taken by the week here, so that a week is not lost.
"""

from collections.abc import Sequence
from itertools import pairwise

WEEKS_BEFORE = 52
LEAST_WEEKS = 8  # with fewer known weeks there is no mean worth a line
TIMES = 2.0
RISES = 3
TWOFOLD = "klb-twofold"
OUTBREAK_RULES = (TWOFOLD,)

Weeks = Sequence[float | None]


def outbreak_line(weeks: Weeks) -> list[float | None]:
    """For each week twice the mean of the known weeks among the 52 before it; None with fewer than 8 known."""
    line: list[float | None] = []
    for i in range(len(weeks)):
        known = [cases for cases in weeks[max(0, i - WEEKS_BEFORE) : i] if cases is not None]
        line.append(TIMES * sum(known) / len(known) if len(known) >= LEAST_WEEKS else None)
    return line


def is_outbreak(cases: float | None, line: float | None) -> bool:
    """Whether a week reaches the line; a week without cases never does, however low the line is."""
    return cases is not None and line is not None and cases > 0 and cases >= line


def is_rising(weeks: Weeks) -> bool:
    """Whether the newest week is the third in a row with more cases than the one before."""
    newest = list(weeks[-RISES - 1 :])
    if len(newest) <= RISES:
        return False
    return all(before is not None and after is not None and after > before for before, after in pairwise(newest))
