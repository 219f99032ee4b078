"""The local clock in expressions: offsets are added as the site's time zone has them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from apps.pose_logger.report.period import Offset

if TYPE_CHECKING:
    import ibis

DAY, HOUR = 86_400, 3_600

_THURSDAY = 3
"""The weekday of 1970-01-01, where Monday is 0."""


def local_seconds(utc: ibis.Value, offsets: Sequence[Offset]) -> ibis.Value:
    """Seconds of the local clock since 1970-01-01, from those in UTC."""
    import ibis

    last = offsets[-1].seconds
    changes = [(utc < after.start, before.seconds) for before, after in pairwise(offsets)]
    return utc + (ibis.cases(*changes, else_=last) if changes else last)


def day(local: ibis.Value) -> ibis.Value:
    """Days since 1970-01-01 of the local clock."""
    return (local // DAY).cast("int32")


def weekday(local: ibis.Value) -> ibis.Value:
    """The day of the week: 0 is Monday."""
    return (day(local) + _THURSDAY) % 7


def hour(local: ibis.Value) -> ibis.Value:
    """The hour of the day, from 0 to 23."""
    return ((local % DAY) // HOUR).cast("int32")
