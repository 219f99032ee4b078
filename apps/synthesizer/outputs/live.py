"""Music as it is made: on the wall clock, for whatever takes MIDI."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from apps.synthesizer.events import Moment
from apps.synthesizer.midi import Message
from apps.synthesizer.outputs.ticker import Ticker
from apps.synthesizer.score import TICK, Score
from apps.synthesizer.settings import SynthesizerSettings

_FADE_TICKS = 40
"""As many as the loudest expression takes to 0."""


class Sink(Protocol):
    """What takes MIDI, one message at a time, and never makes the sender wait."""

    def send(self, data: bytes) -> None:
        """Take one MIDI message; :class:`OutputError` where the sink is lost."""
        ...

    def change(self, settings: SynthesizerSettings) -> None:
        """Go on with other settings; the messages that they give follow."""
        ...

    def close(self) -> None:
        """Finish; closing twice is harmless."""
        ...


class LiveScore:
    """An output that sends moments to ``sink`` as they come, and loudness in between.

    The sink is the score's from here on, also if what it is told first fails.
    Notes end by themselves when moments stay away. What fails in between is raised by the next
    :meth:`play`. ``clock`` is in seconds; without ``ticking`` it is up to the caller to call
    :meth:`step` every :data:`TICK` seconds.
    """

    def __init__(
        self,
        sink: Sink,
        settings: SynthesizerSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
        ticking: bool = True,
    ) -> None:
        self._sink = sink
        self._clock = clock
        self._wait = wait
        self._lock = threading.Lock()
        self._failure: Exception | None = None
        self._closed = False
        try:
            self._score = Score(settings)
            self._send(self._score.begin(clock()))
        except BaseException:
            sink.close()
            raise
        self._ticker = Ticker(self._tick, TICK) if ticking else None

    def play(self, moment: Moment) -> None:
        """Send what ``moment`` begins, ends and changes; raises what the sink was lost with."""
        with self._lock:
            if self._failure is not None:
                raise self._failure
            self._send(self._score.play(moment, self._clock()))

    def change(self, settings: SynthesizerSettings) -> None:
        """End every note and go on with other ``settings``."""
        with self._lock:
            self._sink.change(settings)
            self._send(self._score.change(settings, self._clock()))

    def step(self) -> None:
        """Send the next step of loudness, and the end of notes when moments have stayed away."""
        with self._lock:
            self._send(self._score.tick(self._clock()))

    def close(self) -> None:
        """End every note, let it fade, and close the sink, whether it takes the end or not."""
        if self._closed:
            return
        self._closed = True
        try:
            if self._ticker is not None:
                self._ticker.close()
            if self._failure is None:
                self._fade()
        finally:
            self._sink.close()

    def _fade(self) -> None:
        with self._lock:
            self._send(self._score.end(self._clock()))
        for _ in range(_FADE_TICKS):
            if self._score.settled:
                return
            self._wait(TICK)
            self.step()

    def _tick(self) -> None:
        if self._failure is not None:
            return
        try:
            self.step()
        except Exception as error:  # noqa: BLE001 - raised by the next moment
            self._failure = error

    def _send(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self._sink.send(message.data)
