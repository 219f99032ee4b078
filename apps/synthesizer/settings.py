"""What can be set for the synthesizer; ``config/synthesizer.toml`` explains each key."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Unit = Annotated[float, Meta(ge=0, le=1)]
Seconds = Annotated[float, Meta(ge=0)]
JointName = Literal[
    "nose", "left_wrist", "right_wrist", "left_elbow", "right_elbow", "left_ankle", "right_ankle"
]


class Table(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the config file: immutable, and without unknown keys."""


class PlayerSettings(Table, frozen=True):
    """One of the players: a General MIDI instrument by name, its lowest note, and its place.

    ``pan`` runs from -1, left, to 1, right.
    """

    instrument: str = "Acoustic Grand Piano"
    lowest: str = "C4"
    pan: Annotated[float, Meta(ge=-1, le=1)] = 0.0


class GestureSettings(Table, frozen=True):
    """How a body plays.

    The range is relative to the torso: from ``bottom`` to ``top`` in torso lengths above the hips,
    where 1 is the height of the shoulders. ``hysteresis`` is in steps. A pitch hand lower than
    ``rest_below`` torso lengths above the hips is silent. ``one_hand`` plays loudness with the
    pitch hand's distance from the body; ``drums`` makes regions around the body pads.
    """

    pitch: JointName = "right_wrist"
    volume: JointName = "left_wrist"
    swap_hands: bool = False
    one_hand: bool = False
    drums: bool = False
    bottom: float = 0.0
    top: float = 1.6
    rest_below: float | None = -0.15
    hysteresis: Annotated[float, Meta(ge=0, lt=0.5)] = 0.25
    legato: bool = True
    glide: Seconds = 0.0
    velocity: Annotated[int, Meta(ge=1, le=127)] = 100
    grace: Seconds = 1.5


class ScaleSettings(Table, frozen=True):
    """Which notes there are: a scale by name or as degrees in semitones, its key, and steps."""

    scale: str | tuple[Annotated[int, Meta(ge=0, le=127)], ...] = "major pentatonic"
    key: str = "C"
    steps: Annotated[int, Meta(ge=2, le=48)] = 11


class SoundSettings(Table, frozen=True):
    """The built-in synthesizer.

    ``driver`` is one of FluidSynth's audio drivers, or ``auto``. ``soundfont`` is a described
    SoundFont's name or a file. Levels run from 0 to 1; ``renew_at`` is the hour of the day at which
    the synthesizer is renewed without a gap, None for never.
    """

    enabled: bool = True
    required: bool = False
    driver: str = "auto"
    soundfont: str = "auto"
    gain: Unit = 0.5
    reverb: Unit = 0.3
    chorus: Unit = 0.1
    renew_at: Annotated[int, Meta(ge=0, le=23)] | None = 4


class MidiSettings(Table, frozen=True):
    """A MIDI port to play to: part of its name, or ``virtual`` for one of our own."""

    port: str | None = None
    required: bool = False


class OscSettings(Table, frozen=True):
    """A program that listens to Open Sound Control."""

    host: str | None = None
    port: Annotated[int, Meta(ge=1, le=65535)] = 9000
    required: bool = False


class ScreenSettings(Table, frozen=True):
    """The window. After ``attract_after`` seconds without a player it invites people."""

    mirror: bool = True
    fullscreen: bool = False
    background: bool = True
    languages: Annotated[tuple[str, ...], Meta(min_length=1)] = ("en",)
    text_size: Annotated[float, Meta(gt=0)] = 1.0
    attract_after: Seconds = 20.0


class SynthesizerSettings(Table, frozen=True):
    """One complete way to play; a config file may hold several as presets."""

    players: Annotated[tuple[PlayerSettings, ...], Meta(min_length=1, max_length=3)] = (
        PlayerSettings(instrument="Overdriven Guitar", lowest="C4", pan=-0.5),
        PlayerSettings(instrument="Fingered Bass", lowest="C2", pan=0.0),
        PlayerSettings(instrument="Voice Oohs", lowest="C4", pan=0.5),
    )
    scale: ScaleSettings = ScaleSettings()
    gestures: GestureSettings = GestureSettings()
    sound: SoundSettings = SoundSettings()
    midi: MidiSettings = MidiSettings()
    osc: OscSettings = OscSettings()
    screen: ScreenSettings = ScreenSettings()
    stall_after: Seconds = 1.0
