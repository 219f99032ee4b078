"""Music passed on from one synth to the next, so that neither a gap nor a click is heard."""

from typing import Protocol

from apps.synthesizer.midi import ChannelStates

_NOTE_ON = 0x90

_ECHO = 5.0
"""Seconds for which a synth is kept after its last note has faded."""


class Voice(Protocol):
    """A synth, as far as it matters here."""

    @property
    def idle(self) -> bool:
        """Whether no note sounds, nor fades."""
        ...

    def send(self, data: bytes) -> None:
        """Take one MIDI message."""
        ...

    def close(self) -> None:
        """Fall silent; closing twice is harmless."""
        ...


class Relay:
    """Plays on the voice that was handed over to last, while those before it finish their notes.

    Notes begin on the newest voice. All else goes to every one of them, so that a note ends where
    it was begun, and gets louder and softer until then. The voices are the relay's, which closes
    them; without one it only remembers what the next one has to be told.
    """

    def __init__(self) -> None:
        self._states = ChannelStates()
        self._voices: list[Voice] = []
        self._sounded: dict[Voice, float] = {}
        """When each voice that is no longer the newest was last heard."""

    @property
    def idle(self) -> bool:
        """Whether no note sounds, nor fades, on any voice."""
        return all(voice.idle for voice in self._voices)

    def send(self, data: bytes) -> None:
        """Pass one MIDI message on."""
        self._states.take(data)
        begins = data[0] & 0xF0 == _NOTE_ON
        for voice in self._voices[-1:] if begins else self._voices:
            voice.send(data)

    def hand_over(self, voice: Voice, time: float) -> None:
        """Begin notes on ``voice`` from ``time`` on, once it knows instruments and controllers."""
        for data in self._states.messages():
            voice.send(data)
        self._sounded.update((before, time) for before in self._voices[-1:])
        self._voices.append(voice)

    def finished(self, time: float) -> list[Voice]:
        """Those whose notes and echoes are over at ``time``; from here on they are the caller's."""
        for voice in self._sounded:
            if not voice.idle:
                self._sounded[voice] = time
        over = [voice for voice, last in self._sounded.items() if time - last >= _ECHO]
        for voice in over:
            del self._sounded[voice]
            self._voices.remove(voice)
        return over

    def take_all(self) -> list[Voice]:
        """Every voice, with whatever sounds on it; from here on they are the caller's."""
        voices, self._voices = self._voices, []
        self._sounded.clear()
        return voices
