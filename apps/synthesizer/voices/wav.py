"""A performance as a WAV file: what would be heard, made as fast as the machine can."""

import wave
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from apps.display.files import UnfinishedFile
from apps.synthesizer.events import Moment
from apps.synthesizer.midi import Message
from apps.synthesizer.settings import SynthesizerSettings
from apps.synthesizer.voices.synth import FRAME_BYTES, RATE, Synth
from apps.synthesizer.written import WrittenScore
from engine.poses import OutputError

_CHUNK = 4096
_ENOUGH = 256
"""As many frames as it takes to tell silence from sound that crosses zero."""

_TAIL = 2 * RATE
"""How long the end may echo, in frames."""

_UNHEARD = 2
"""The largest sample that counts as silence: FluidSynth adds a little noise to hide rounding."""

_MOST = (2**32 - 2**16) // FRAME_BYTES
"""The frames that a WAV file holds, whose sizes have 32 bits."""


class WavFile:
    """An output that writes the file at ``path``: 48 kHz, 16 bits, stereo.

    The file gets its name when it is closed, whole also if the performance failed. After 6.2 hours,
    which is all that the format holds, it is closed and the moment raises. Raises
    :class:`OutputError` where it cannot be written, or where there is nothing to sound with.
    """

    def __init__(self, path: Path, settings: SynthesizerSettings, soundfont: Path) -> None:
        self._path = path
        self._score = WrittenScore(settings)
        self._file = UnfinishedFile(path)
        self._file.begin()
        try:
            self._synth = Synth(settings.sound, soundfont)
        except OutputError:
            self._file.discard()
            raise
        with self._file.attempt():
            self._wave = wave.open(str(self._file.partial), "wb")  # noqa: SIM115
        self._wave.setparams((2, FRAME_BYTES // 2, RATE, 0, "NONE", ""))
        self._frames = 0
        self._silent = True
        self._open = True

    def play(self, moment: Moment) -> None:
        """Write what sounds until ``moment``."""
        self._take(self._score.play(moment))

    def change(self, settings: SynthesizerSettings) -> None:
        """Go on with other ``settings``; the SoundFont stays."""
        self._take(self._score.change(settings))
        self._synth.change(settings.sound)

    def close(self) -> None:
        """End every note, write what echoes, and give the file its name."""
        if not self._open:
            return
        self._take(self._score.end())
        end = min(self._frames + _TAIL, _MOST)
        while self._frames < end and not self._silent:
            self._write(min(_CHUNK, end - self._frames))
        self._finish()

    def _take(self, messages: Iterable[Message]) -> None:
        for time, data in messages:
            self._write_until(round(time * RATE))
            self._synth.send(data)

    def _write_until(self, frame: int) -> None:
        while self._frames < min(frame, _MOST):
            self._write(min(_CHUNK, min(frame, _MOST) - self._frames))
        if frame > _MOST:
            self._finish()
            raise OutputError(f"{self._path} ends after 6.2 hours: a WAV file holds no more")

    def _write(self, frames: int) -> None:
        """Append the next ``frames``; where nothing sounds there is nothing to be made."""
        self._silent = self._silent and self._synth.idle
        data = bytes(FRAME_BYTES * frames) if self._silent else self._render(frames)
        try:
            with self._file.attempt():
                self._wave.writeframesraw(data)
        except OutputError:
            self._abandon()
            raise
        self._frames += frames

    def _render(self, frames: int) -> bytes:
        data = self._synth.render(frames)
        if frames >= _ENOUGH:
            self._silent = self._synth.idle and _is_unheard(data)
        return data

    def _finish(self) -> None:
        self._open = False
        self._synth.close()
        with self._file.attempt():
            self._wave.close()
        self._file.finish()

    def _abandon(self) -> None:
        self._open = False
        self._synth.close()
        with suppress(OSError):
            self._wave.close()
        self._file.discard()


def _is_unheard(data: bytes) -> bool:
    samples = memoryview(data).cast("h")
    return min(samples) >= -_UNHEARD and max(samples) <= _UNHEARD
