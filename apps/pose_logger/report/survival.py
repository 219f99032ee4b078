"""How long people stay, where the end of some stays was not seen."""

import math
from collections.abc import Iterable
from typing import NamedTuple


class DwellClass(NamedTuple):
    """``visits`` that took from ``start`` to ``end`` seconds; ``censored`` of them at least.

    ``end`` is None for the last class, which has none.
    """

    start: float
    end: float | None
    visits: int
    censored: int


class Dwell(NamedTuple):
    """Mean and median of the time that people stay, in seconds.

    ``median`` is None where the end of more than half of the stays was not seen. ``mean`` is that
    of the time up to the longest class's beginning, where longer stays count as that long.
    """

    mean: float
    median: float | None


def dwell(classes: Iterable[DwellClass]) -> Dwell | None:
    """The life-table estimate of dwell; None without visits.

    A censored stay has lasted until somewhere in its class. Within a class the chances to leave and
    to be lost do not change; Chiang, Introduction to Stochastic Processes in Biostatistics (1968),
    chapter 12.
    """
    table = sorted(classes)
    at_risk = float(sum(row.visits for row in table))
    if not at_risk:
        return None
    staying, mean, median, end = 1.0, 0.0, None, 0.0
    for row in table:
        mean += (row.start - end) * staying
        if row.end is None:
            break
        after = staying * _stayed(row, at_risk)
        fall = _Fall(row.start, row.end, staying, after, even=row.visits >= at_risk)
        if median is None and fall.after <= 0.5 < staying:
            median = fall.when(0.5)
        mean += fall.area
        at_risk, staying, end = at_risk - row.visits, fall.after, row.end
        if at_risk <= 0:
            break
    return Dwell(mean, median)


def _stayed(row: DwellClass, at_risk: float) -> float:
    """The share of those ``at_risk`` who would have stayed until the class's end."""
    left = row.visits - row.censored
    if row.visits < at_risk:
        return math.pow(1.0 - row.visits / at_risk, left / row.visits if row.visits else 0.0)
    return 1.0 - left / (at_risk - row.censored / 2)


class _Fall(NamedTuple):
    """How the share of those who stay falls from ``before`` to ``after``, from start to end.

    They leave ``even``-ly, as from a class that nobody outlasts, or with a chance that stays.
    """

    start: float
    end: float
    before: float
    after: float
    even: bool

    @property
    def area(self) -> float:
        """The mean of the share, times the width."""
        width, drop = self.end - self.start, self.before - self.after
        if self.even or drop < 1e-9:
            return width * (self.before + self.after) / 2
        return width * drop / math.log(self.before / self.after)

    def when(self, share: float) -> float:
        """When the share has fallen to ``share``."""
        if self.even:
            part = (self.before - share) / (self.before - self.after)
        else:
            part = math.log(self.before / share) / math.log(self.before / self.after)
        return self.start + (self.end - self.start) * part
