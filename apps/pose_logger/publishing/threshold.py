"""Hides small counts, and whatever they could be computed from.

An hour with fewer than ``k`` visits is hidden, and one without any is hidden like the others: that
somebody was there at three in the morning is not to be seen from a night of zeros. A day's sum is
told exactly only if the hours hidden in it add up to at least ``k``, and to so little that each of
them could still have any count below ``k``. Otherwise it is told as what the hours allow for.

So whoever knows all that is published, and these rules, can exclude no count from 0 to ``k - 1``
for any hidden hour: primary suppression by a threshold, and suppression of its complements, after
Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from apps.pose_logger.publishing.cells import (
    Cell,
    PublishedCell,
    by_day,
    day_of,
    hourly,
    total,
)

K = 10
"""The smallest count that is told."""


class Publication(NamedTuple):
    """What is told of hours, and of the days that they add up to, each by time and zone."""

    hours: tuple[PublishedCell, ...]
    days: tuple[PublishedCell, ...]


def threshold(cells: Iterable[Cell], *, time_zone: ZoneInfo, now: float, k: int = K) -> Publication:
    """What may be told of ``cells``, which are of an hour or less.

    Days are those of ``time_zone``; ones that have not ended at ``now`` are left out. ``cells``
    must be all of each day, and the same whenever that day is published: what is told then is the
    same too. Further totals are made of the result, by :func:`total`. :class:`ValueError` for a
    ``k`` below 2, or a cell of more than one hour.
    """
    if k < 2:
        raise ValueError(f"a threshold of {k} hides nothing: expected 2 or more")
    hours: list[PublishedCell] = []
    days: list[PublishedCell] = []
    for day, zones in by_day(hourly(cells), time_zone, now).items():
        for zone, exact in zones.items():
            told = [_shown(cell, k) for cell in exact]
            hours += told
            days.append(_sum(day_of(zone, day, _count(exact), time_zone), exact, told, k))
    return Publication(tuple(hours), tuple(days))


def _shown(cell: Cell, k: int) -> PublishedCell:
    """``cell``, or that there were fewer than ``k``."""
    if cell.visits < k:
        return PublishedCell(*cell[:3], None, 0, k - 1)
    return PublishedCell(*cell, cell.visits, cell.visits)


def _sum(day: Cell, exact: Sequence[Cell], told: Sequence[PublishedCell], k: int) -> PublishedCell:
    """The ``day`` of which ``exact`` are the hours, and ``told`` is what is told of them."""
    hidden = [cell.visits for cell, shown in zip(exact, told, strict=True) if shown.visits is None]
    if not hidden or k <= sum(hidden) <= (len(hidden) - 1) * (k - 1):
        return PublishedCell(*day, day.visits, day.visits)
    return total(day.zone, told)._replace(start=day.start, seconds=day.seconds)


def _count(cells: Iterable[Cell]) -> int:
    return sum(cell.visits for cell in cells)
