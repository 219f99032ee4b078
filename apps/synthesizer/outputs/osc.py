"""Music and poses for other programs, by OSC over UDP."""

import threading
import time
from collections.abc import Callable

from apps.osc.sender import FrameSender
from apps.synthesizer.events import Moment
from apps.synthesizer.outputs.osc_messages import music, silence
from apps.synthesizer.outputs.ticker import Ticker
from apps.synthesizer.settings import SynthesizerSettings
from apps.synthesizer.sounding import Sounding

_WATCH_SECONDS = 0.1


class OscOutput:
    """An output that sends each moment to ``address`` in one bundle, and never waits for anybody.

    When moments stay away it ends the notes; without ``ticking`` it is up to the caller to call
    :meth:`step` for that. Raises what :class:`FrameSender` raises.
    """

    def __init__(
        self,
        address: str,
        settings: SynthesizerSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        ticking: bool = True,
    ) -> None:
        self._sender = FrameSender(address)
        self._clock = clock
        self._lock = threading.Lock()
        self._sounding = Sounding(settings)
        self._slots = len(settings.players)
        self._closed = False
        self._ticker = Ticker(self.step, _WATCH_SECONDS) if ticking else None

    def play(self, moment: Moment) -> None:
        """Send ``moment``; what the network does not take is lost."""
        with self._lock:
            events = self._sounding.play(moment, self._clock())
            self._sender.send_frame(moment.frame, music(moment, events, self._slots))

    def change(self, settings: SynthesizerSettings) -> None:
        """End every note and go on with other ``settings``, at the same address."""
        with self._lock:
            self._sender.send(silence(self._sounding.change(settings), self._slots))
            self._slots = len(settings.players)

    def step(self) -> None:
        """End the notes if moments have stayed away for too long."""
        with self._lock:
            if self._sounding.overdue(self._clock()):
                self._sender.send(silence(self._sounding.silence(), self._slots))

    def close(self) -> None:
        """End every note."""
        if self._closed:
            return
        self._closed = True
        if self._ticker is not None:
            self._ticker.close()
        self._sender.send(silence(self._sounding.silence(), self._slots))
        self._sender.close()
