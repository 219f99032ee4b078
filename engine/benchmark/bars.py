"""Bars: what speeds have to reach, as ratios within one run, which hold on any machine.

A busy machine makes everything slower, and some things more than others: of several attempts the
best figure of each kind counts.
"""

from collections.abc import Callable

import msgspec

from engine.benchmark.frames import Measurement


class Bar(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What ``model`` has to reach on ``frames`` pictures of ``source``.

    ``ratio`` is the most that a whole frame may take, in times of the bare model, and ``decode``
    the most that decoding may. ``share`` is the least of OpenVINO's limit that the engine reaches.
    """

    model: str
    source: str
    resolution: tuple[int, int] | None = None
    skip: float = 0.0
    frames: int = 60
    ratio: float
    decode: float
    share: float


class Bars(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All bars, and how often each model may try."""

    attempts: int = 4
    bars: tuple[Bar, ...]


class Reached(msgspec.Struct, frozen=True):
    """The best figures of some attempts; they are those of :class:`Bar`."""

    ratio: float
    decode: float
    share: float

    def meets(self, bar: Bar) -> bool:
        """Whether all are as good as ``bar``."""
        return self.ratio <= bar.ratio and self.decode <= bar.decode and self.share >= bar.share

    def better(self, other: "Reached") -> "Reached":
        """The better of both figures of each kind."""
        return Reached(
            min(self.ratio, other.ratio),
            min(self.decode, other.decode),
            max(self.share, other.share),
        )


def reached(bar: Bar, attempts: int, measure: Callable[[], Measurement]) -> Reached:
    """The best of what is measured, in as many attempts as it takes to meet ``bar``."""
    best = _figures(measure())
    for _ in range(1, attempts):
        if best.meets(bar):
            break
        best = best.better(_figures(measure()))
    return best


def _figures(measured: Measurement) -> Reached:
    decode = measured.steps["decode"].p50 / measured.bare.p50
    share = measured.throughput.share if measured.throughput else None
    return Reached(measured.ratio, round(decode, 3), 1.0 if share is None else share)
