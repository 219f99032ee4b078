"""The voice that is heard at once, for as long as an installation runs."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock, Thread

from apps.synthesizer.outputs.ticker import Ticker
from apps.synthesizer.settings import SynthesizerSettings
from apps.synthesizer.voices.drivers import sounding_synth
from apps.synthesizer.voices.relay import Relay, Voice
from apps.synthesizer.voices.synth import Synth
from engine.poses import OutputError

_LOOK_SECONDS = 1.0
_SILENT_SECONDS = 3.0
"""A synth that makes no sound for so long, not even silence, has lost its device."""

_RETRY_SECONDS = 5.0
_LATER_SECONDS = 60.0


class LiveVoice:
    """What takes MIDI and is heard, through the device that the settings have.

    ``soundfont`` stays the one that it was opened with. Every ``renew_hours`` a new synth takes
    over without a gap; where a device can be used only once, that waits until nobody plays. A
    device that is lost is told to ``report`` and tried again every 5 seconds; if the settings do
    not say to carry on, the next :meth:`send` raises. :class:`OutputError` where there is no
    FluidSynth, no device or no usable SoundFont.
    """

    def __init__(
        self,
        settings: SynthesizerSettings,
        soundfont: Path,
        report: Callable[[str], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        looking: bool = True,
    ) -> None:
        self._settings = settings
        self._soundfont = soundfont
        self._report = report
        self._clock = clock
        self._lock = Lock()
        self._failure: OutputError | None = None
        self._lost = False
        self._relay = Relay()
        self._synth: Synth | None = None
        self._take(self._new_synth())
        self._ticker = Ticker(self.look, _LOOK_SECONDS) if looking else None

    @property
    def gaps(self) -> int:
        """How often the newest synth left the mixer without sound; other drivers do not tell."""
        return 0 if self._synth is None else self._synth.gaps

    def send(self, data: bytes) -> None:
        """Take one MIDI message; never waits for sound."""
        with self._lock:
            if self._failure is not None:
                raise self._failure
            self._relay.send(data)

    def change(self, settings: SynthesizerSettings) -> None:
        """Go on with another gain, other effects and, soon, another device."""
        before, sound = self._settings.sound, settings.sound
        self._settings = settings
        if (before.driver, before.device) != (sound.driver, sound.device):
            self.renew()
        with self._lock:
            if self._synth is not None:
                self._synth.change(sound)

    def renew(self) -> None:
        """Let a new synth take over within a second; later, if the device is in use."""
        self._renew_at = self._clock()

    def look(self) -> None:
        """See whether all is well, and whether it is time to renew; called once a second."""
        now = self._clock()
        with self._lock:
            finished = self._relay.finished(now)
        _close(finished)
        if self._failure is not None:
            return
        if self._synth is None:
            if now >= self._retry_at:
                self._reopen()
        elif self._is_stuck(self._synth, now):
            self._abandon()
        elif now >= self._renew_at:
            self._renew()

    def close(self) -> None:
        """Fall silent; closing twice is harmless."""
        if self._ticker is not None:
            self._ticker.close()
        _close(self._drop())

    def _new_synth(self) -> Synth:
        return sounding_synth(self._settings.sound, self._soundfont)

    def _take(self, synth: Synth) -> None:
        now = self._clock()
        with self._lock:
            self._relay.hand_over(synth, now)
            self._synth = synth
        self._renew_at = now + 3600 * self._settings.sound.renew_hours
        self._made, self._alive_at = synth.milliseconds, now

    def _renew(self) -> None:
        try:
            self._take(self._new_synth())
        except OutputError:
            if self._relay.idle:
                _close(self._drop())
                self._reopen()
            else:
                self._renew_at = self._clock() + _LATER_SECONDS

    def _is_stuck(self, synth: Synth, now: float) -> bool:
        if synth.milliseconds != self._made:
            self._made, self._alive_at = synth.milliseconds, now
        return now - self._alive_at > _SILENT_SECONDS

    def _abandon(self) -> None:
        """Part with a synth that may never come back from its device."""
        Thread(target=_close, args=(self._drop(),), name="lost sound", daemon=True).start()
        self._lose(OutputError("the sound device is gone"))

    def _reopen(self) -> None:
        try:
            self._take(self._new_synth())
        except OutputError as error:
            self._lose(error)
        else:
            if self._lost:
                self._report("the sound device is back")
            self._lost = False

    def _lose(self, error: OutputError) -> None:
        self._retry_at = self._clock() + _RETRY_SECONDS
        if not self._settings.carry_on:
            self._failure = error
        elif not self._lost:
            self._report(f"{error}; it is tried again every 5 seconds")
        self._lost = True

    def _drop(self) -> list[Voice]:
        with self._lock:
            self._synth = None
            return self._relay.take_all()


def _close(voices: Iterable[Voice]) -> None:
    for voice in voices:
        voice.close()
