"""Times that were measured, in figures."""

import statistics
from collections.abc import Iterable
from typing import Self

import msgspec


class Timing(msgspec.Struct, frozen=True):
    """Milliseconds: the median, and what one in twenty and one in a hundred exceed."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> Self:
        """The figures of ``seconds``, of which there are at least two."""
        cuts = statistics.quantiles((1000.0 * value for value in seconds), n=100)
        return cls(*(round(cuts[percent - 1], 3) for percent in (50, 95, 99)))
