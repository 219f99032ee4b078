"""What each player has played in the last seconds, for ribbons that run across the screen."""

from bisect import bisect_left
from typing import NamedTuple

from apps.synthesizer.events import Moment, Player

SECONDS = 8.0
"""How long it takes until a note is forgotten."""

_SPACING = 0.25
"""Samples of a note that is held are this many seconds apart."""

_TURN = 0.12
"""Seconds in which a ribbon turns from one note to the next."""


class Sample(NamedTuple):
    """What a slot plays from ``time`` on.

    ``pitch`` is None at rest. ``height`` is where it lies among the notes that can be played, from
    0 for the lowest to 1; it turns softly from each note to the next. ``level`` is how loud it is.
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
        self._slots = [_Slot() for _ in range(slots)]

    def update(self, moment: Moment) -> None:
        """Take what is played in ``moment``; a clock that runs back begins anew."""
        players = {player.slot: player for player in moment.players}
        for number, slot in enumerate(self._slots):
            slot.update(moment.frame.time, players.get(number))

    def now(self) -> tuple[Trace, ...]:
        """Every slot's trace."""
        return tuple(tuple(slot.samples) for slot in self._slots)


class _Slot:
    """One slot's samples, and the turn that its ribbon takes."""

    def __init__(self) -> None:
        self.samples: list[Sample] = []
        self._since = self._from = self._to = 0.0

    def update(self, time: float, player: Player | None) -> None:
        if self.samples and time < self.samples[-1].time:
            self.samples.clear()
        if player is None or player.pitch is None:
            self._add(Sample(time, None, 0.0, 0.0))
        else:
            self._turn(time, _height(player.pitch, player.pitches))
            self._add(Sample(time, player.pitch, self._height(time), player.level))
        while len(self.samples) > 1 and self.samples[1].time < time - SECONDS:
            del self.samples[0]

    def _turn(self, time: float, height: float) -> None:
        """Begin a turn to ``height``; after a rest the ribbon begins there."""
        if not self.samples or self.samples[-1].pitch is None:
            self._from = self._to = height
        elif height != self._to:
            self._from, self._to, self._since = self._height(time), height, time

    def _height(self, time: float) -> float:
        share = min((time - self._since) / _TURN, 1.0)
        return self._from + (self._to - self._from) * share * share * (3.0 - 2.0 * share)

    def _add(self, newest: Sample) -> None:
        """Append ``newest``; the last one gives way to it where it tells nothing of its own."""
        if len(self.samples) > 1:
            before, last = self.samples[-2:]
            is_level = (before.pitch, before.height) == (last.pitch, last.height)
            is_held = is_level and (last.pitch, last.height) == (newest.pitch, newest.height)
            if is_held and (last.pitch is None or newest.time - before.time < _SPACING):
                self.samples.pop()
        self.samples.append(newest)


def _height(pitch: int, pitches: tuple[int, ...]) -> float:
    return min(bisect_left(pitches, pitch) / max(1, len(pitches) - 1), 1.0)
