"""How long people stay, where the end of some stays was not seen."""

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

    A censored stay is known to have lasted until somewhere in its class; Cutler and Ederer, Maximum
    utilization of the life table method, Journal of Chronic Diseases 8 (1958). Without censored
    stays that is the mean and median of the classes, evenly filled.
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
        width = row.end - row.start
        exposed = at_risk - row.censored / 2
        ended = (row.visits - row.censored) / exposed if exposed > 0 else 0.0
        after = staying * (1.0 - ended)
        if median is None and after <= 0.5 < staying:
            median = row.start + width * (staying - 0.5) / (staying - after)
        mean += width * (staying + after) / 2
        at_risk, staying, end = at_risk - row.visits, after, row.end
        if at_risk <= 0:
            break
    return Dwell(mean, median)
