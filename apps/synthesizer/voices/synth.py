"""One FluidSynth: MIDI in, sound out."""

import ctypes
from pathlib import Path

from apps.synthesizer.settings import SoundSettings
from apps.synthesizer.voices import library
from apps.synthesizer.voices.mixer import MixerFeed
from engine.poses import OutputError

RATE = 48_000
"""Frames a second, which is what most sound cards have; a frame is one sample of each side."""

FRAME_BYTES = 4

_NOTE_OFF, _NOTE_ON, _CONTROL, _PROGRAM = 0x80, 0x90, 0xB0, 0xC0

_SETTINGS = {
    "synth.reverb.room-size": 0.4,
    "synth.reverb.damp": 0.3,
    "synth.reverb.width": 0.8,
    "synth.reverb.level": 0.7,
    "synth.chorus.nr": 3,
    "synth.chorus.level": 0.6,
    "synth.chorus.speed": 0.2,
    "synth.chorus.depth": 4.25,
    "synth.portamento-time": "linear",
    "audio.period-size": 256,
    "audio.periods": 3,
    "audio.pulseaudio.adjust-latency": 0,
    "audio.jack.autoconnect": 1,
    "audio.jack.id": "skeleton-crew",
}
"""What differs between versions of FluidSynth, and how much sound is under way: 16 ms. FluidSynth
ignores names that it does not know."""

_PULSEAUDIO_PERIOD = 512
"""PulseAudio has one period under way; 11 ms is the least that it plays without gaps."""


class Synth:
    """A synthesizer with a SoundFont in it, heard through :meth:`start` or :meth:`render`.

    MIDI may be sent from any thread. :class:`OutputError` where there is no FluidSynth, or where
    the SoundFont cannot be loaded.
    """

    def __init__(self, sound: SoundSettings, soundfont: Path) -> None:
        found = library.load()
        self._api = found.api
        self._feed: MixerFeed | None = None
        self._synth = found.api.Synth(gain=sound.gain, samplerate=RATE, channels=16, **_SETTINGS)
        self._clock = found.api.Sequencer(time_scale=1000, use_system_timer=False)
        self._clock.register_fluidsynth(self._synth)
        self._open = True
        self.change(sound)
        if self._synth.sfload(str(soundfont), 1) == found.api.FLUID_FAILED:
            self.close()
            what = "is damaged, or none" if soundfont.is_file() else "is not there"
            raise OutputError(f"the SoundFont {soundfont} {what}")

    @property
    def idle(self) -> bool:
        """Whether no note sounds, nor fades; echoes may."""
        return not self._open or self._synth.get_active_voice_count() == 0

    @property
    def milliseconds(self) -> int:
        """How much sound has been made; it stands still when the device is gone."""
        return int(self._clock.get_tick()) if self._open else 0

    @property
    def gaps(self) -> int:
        """How often the mixer was left without sound; other drivers do not tell."""
        return 0 if self._feed is None else self._feed.gaps

    def change(self, sound: SoundSettings) -> None:
        """Go on with the gain and the effects of ``sound``."""
        if not self._open:
            return
        self._synth.setting("synth.gain", float(sound.gain))
        self._synth.setting("synth.reverb.active", int(sound.reverb > 0))
        self._synth.setting("synth.chorus.active", int(sound.chorus > 0))

    def send(self, data: bytes) -> None:
        """Take one MIDI message; a closed synth takes none."""
        if not self._open:
            return
        kind, channel = data[0] & 0xF0, data[0] & 0x0F
        if kind == _NOTE_ON:
            self._synth.noteon(channel, data[1], data[2])
        elif kind == _NOTE_OFF:
            self._synth.noteoff(channel, data[1])
        elif kind == _CONTROL:
            self._synth.cc(channel, data[1], data[2])
        elif kind == _PROGRAM:
            self._synth.program_change(channel, data[1])

    def render(self, frames: int) -> bytes:
        """The next ``frames``, each 16 bits of the left and of the right side, little-endian."""
        buffer = ctypes.create_string_buffer(frames * FRAME_BYTES)
        write = self._api.fluid_synth_write_s16
        write(self._synth.synth, frames, buffer, 0, 2, buffer, 1, 2)
        return buffer.raw

    def start(self, driver: str, device: str = "") -> bool:
        """Be heard, from a thread of the driver's own; False where there is no such thing.

        ``device`` is one of the driver's, its default if it is empty.
        """
        if driver == "mixer":
            self._feed = MixerFeed.open(self.render, RATE, device)
            return self._feed is not None
        self._synth.setting("audio.driver", driver)
        if device:
            self._synth.setting(f"audio.{driver}.device", device)
        if driver == "pulseaudio":
            self._synth.setting("audio.period-size", _PULSEAUDIO_PERIOD)
        settings, synth = self._synth.settings, self._synth.synth
        self._synth.audio_driver = self._api.new_fluid_audio_driver(settings, synth)
        return self._synth.audio_driver is not None

    def close(self) -> None:
        """Fall silent and let go of the device; closing twice is harmless."""
        if not self._open:
            return
        self._open = False
        if self._feed is not None:
            self._feed.close()
        self._clock.delete()
        self._synth.delete()
