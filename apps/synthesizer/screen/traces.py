"""What each player has played in the last seconds, for ribbons that run across the screen."""

from bisect import bisect_left
from typing import NamedTuple

from apps.synthesizer.events import Moment, Player

SECONDS = 8.0
"""How long it takes until a note is forgotten."""

_SPACING = 0.2
"""Samples of a note that is held are this many seconds apart."""


class Sample(NamedTuple):
    """What a slot plays from ``time`` on.

    ``pitch`` is None at rest. ``height`` is where it lies among the notes that can be played, from
    0 for the lowest to 1, and ``level`` how loud it is.
    """

    time: float
    pitch: int | None
    height: float
    level: float


Trace = tuple[Sample, ...]
"""One slot's samples, oldest first."""


class Playing(NamedTuple):
    """A moment, and what each slot has played up to it."""

    moment: Moment
    traces: tuple[Trace, ...]


class Traces:
    """Keeps the samples of ``slots`` slots, for :data:`SECONDS`, by the frames' own clock."""

    def __init__(self, slots: int) -> None:
        self._slots: list[list[Sample]] = [[] for _ in range(slots)]

    def update(self, moment: Moment) -> None:
        """Take what is played in ``moment``; a clock that runs back begins anew."""
        players = {player.slot: player for player in moment.players}
        time = moment.frame.time
        for slot, samples in enumerate(self._slots):
            if samples and time < samples[-1].time:
                samples.clear()
            _add(samples, _sample(time, players.get(slot)))
            while len(samples) > 1 and samples[1].time < time - SECONDS:
                del samples[0]

    def now(self) -> tuple[Trace, ...]:
        """Every slot's trace."""
        return tuple(map(tuple, self._slots))


def _sample(time: float, player: Player | None) -> Sample:
    if player is None or player.pitch is None:
        return Sample(time, None, 0.0, 0.0)
    highest = max(1, len(player.pitches) - 1)
    height = bisect_left(player.pitches, player.pitch) / highest
    return Sample(time, player.pitch, min(height, 1.0), player.level)


def _add(samples: list[Sample], newest: Sample) -> None:
    """Append ``newest``; the last one gives way to it where it tells nothing of its own."""
    if len(samples) > 1:
        before, last = samples[-2:]
        is_same = before.pitch == last.pitch == newest.pitch
        if is_same and (last.pitch is None or newest.time - before.time < _SPACING):
            samples.pop()
    samples.append(newest)
