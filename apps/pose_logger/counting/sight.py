"""When the camera saw, and what became of its frames."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from engine.poses import PoseFrame

MINUTE = 60


class Span(NamedTuple):
    """A time in which the camera saw, from ``start`` to ``end``."""

    start: float
    end: float


@dataclass(slots=True)
class Frames:
    """How many frames came, how many the engine dropped, and how many were lost on the way."""

    came: int = 0
    dropped: int = 0
    lost: int = 0


class Sight:
    """What the camera saw; a pause of more than ``blind_after`` seconds between frames is not.

    ``time`` is that of the newest frame, at first when seeing ``began``; ``frames`` counts them.
    """

    def __init__(self, blind_after: float, began: float) -> None:
        self.time = began
        self.frames = 0
        self.model = ""
        self._blind_after = blind_after
        self._spans = [Span(began, began)]
        self._minutes: defaultdict[int, Frames] = defaultdict(Frames)
        self._last: PoseFrame | None = None

    def is_blind(self, time: float) -> bool:
        """Whether nothing has been seen for so long, at ``time``, that it is not known what was."""
        return time - self.time > self._blind_after

    def update(self, frame: PoseFrame, time: float) -> None:
        """Take the frame of ``time``, which is none before the last one's."""
        if self.is_blind(time):
            self._spans.append(Span(time, time))
        else:
            self._spans[-1] = Span(self._spans[-1].start, time)
        self._count(self._minutes[minute_of(time)], frame)
        self.time, self.model, self._last = time, frame.model, frame
        self.frames += 1

    def spans(self, start: float, end: float) -> list[Span]:
        """The times between ``start`` and ``end`` in which the camera saw."""
        return [
            Span(max(span.start, start), min(span.end, end))
            for span in self._spans
            if span.start < end and span.end >= start
        ]

    def counts(self, minute: int) -> Frames:
        """What became of the frames of the minute that began at ``minute``."""
        return self._minutes.get(minute, Frames())

    def forget(self, before: float) -> None:
        """Keep nothing that ended ``before`` but the newest."""
        self._spans = [*(span for span in self._spans[:-1] if span.end >= before), self._spans[-1]]
        for minute in [minute for minute in self._minutes if minute + MINUTE <= before]:
            del self._minutes[minute]

    def _count(self, counts: Frames, frame: PoseFrame) -> None:
        counts.came += 1
        if self._last is not None:
            dropped = max(0, frame.dropped - self._last.dropped)
            counts.dropped += dropped
            counts.lost += max(0, frame.frame - self._last.frame - 1 - dropped)


def minute_of(time: float) -> int:
    """The beginning of the minute that ``time`` is in."""
    return int(time // MINUTE) * MINUTE
