"""Music that is written down: on the frames' own clock, the same for the same recording."""

import math

from apps.synthesizer.events import Moment
from apps.synthesizer.midi import Message
from apps.synthesizer.score import TICK, Score
from apps.synthesizer.settings import SynthesizerSettings


class WrittenScore:
    """All messages of a performance in order, with times from 0 at its first moment.

    Time never runs back: where a moment comes before the last one, as when a file starts over, time
    goes on from where it was.
    """

    def __init__(self, settings: SynthesizerSettings) -> None:
        self._score = Score(settings)
        self._start: float | None = None
        self._ticks = 0
        self._time = 0.0

    def play(self, moment: Moment) -> list[Message]:
        """The messages up to ``moment`` and those that it gives."""
        if self._start is None:
            self._start = moment.frame.time
            return self._score.begin(0.0) + self._score.play(moment, 0.0)
        self._start = min(self._start, moment.frame.time - self._time)
        time = max(moment.frame.time - self._start, self._time)
        messages = self._tick_until(time)
        self._time = time
        return messages + self._score.play(moment, time)

    def change(self, settings: SynthesizerSettings) -> list[Message]:
        """The messages that other settings give, at the time of the last moment."""
        return self._score.change(settings, self._time)

    def end(self) -> list[Message]:
        """The end of every note, and how loudness fades."""
        if self._start is None:
            return []
        messages = self._score.end(self._time)
        while not self._score.settled:
            messages += self._next_tick()
        self._time = max(self._time, self._ticks * TICK)
        return messages

    def _tick_until(self, time: float) -> list[Message]:
        messages = []
        while (self._ticks + 1) * TICK <= time:
            if self._score.settled:
                self._ticks = math.floor(time / TICK)
                break
            messages += self._next_tick()
        return messages

    def _next_tick(self) -> list[Message]:
        self._ticks += 1
        return self._score.tick(self._ticks * TICK)
