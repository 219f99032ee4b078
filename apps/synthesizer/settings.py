"""What can be set for the synthesizer; ``config/synthesizer.toml`` explains each key."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal

import msgspec

from apps.display.colours import PALETTE
from apps.synthesizer.instruments import drum_key, program_number
from apps.synthesizer.scales import pitches
from apps.synthesizer.words import Words, words_for
from engine.poses import UsageError

Colour = Annotated[str, msgspec.Meta(pattern="^#[0-9A-Fa-f]{6}$")]
Positive = Annotated[float, msgspec.Meta(gt=0)]
NotNegative = Annotated[float, msgspec.Meta(ge=0)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Pixels = Annotated[int, msgspec.Meta(ge=1, le=16384)]
Semitones = Annotated[int, msgspec.Meta(ge=0, le=11)]
KeyNumber = Annotated[int, msgspec.Meta(ge=0, le=127)]
Velocity = Annotated[int, msgspec.Meta(ge=1, le=127)]

Joint = Literal[
    "nose", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist",
    "right_wrist", "left_knee", "right_knee", "left_ankle", "right_ankle",
]  # fmt: skip
"""The joints that can play."""

Driver = Literal["auto", "alsa", "pipewire", "pulseaudio", "jack", "coreaudio", "mixer"]
"""Where FluidSynth's sound goes; ``mixer`` is pygame's, for a library without drivers."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the config file."""


@contextmanager
def _as_value_error() -> Iterator[None]:
    """Let msgspec say which key it is that names something unknown."""
    try:
        yield
    except UsageError as error:
        raise ValueError(str(error)) from error


class PlayerSettings(Settings, frozen=True):
    """One slot: what is played there.

    ``instrument`` is a General MIDI name or a number from 0 to 127; ``drums`` takes its pads
    instead of notes. ``octave`` is that of the lowest note, which is the key's own: 4 begins at
    middle C. ``steps`` is how many notes there are. ``pan`` runs from -1, left, to 1, right, and
    ``gain`` is a share of the full volume.
    """

    instrument: str | KeyNumber = "Drawbar Organ"
    octave: Annotated[int, msgspec.Meta(ge=0, le=8)] = 4
    steps: Annotated[int, msgspec.Meta(ge=2, le=48)] = 11
    pan: Annotated[float, msgspec.Meta(ge=-1, le=1)] = 0.0
    gain: Share = 0.8
    drums: bool = False

    def __post_init__(self) -> None:
        with _as_value_error():
            program_number(self.instrument)


class GestureSettings(Settings, frozen=True):
    """Which joints play, and how they do.

    Heights are in lengths of the player's own torso above the hips. ``pitch`` plays its notes from
    ``lowest`` to ``highest``, and rests below ``rest``. ``volume`` runs from silent at ``quietest``
    to full at ``loudest``. ``swap_hands`` exchanges the two. With ``one_hand`` the hand that plays
    sets the level too, by how far it reaches aside. A note is left only when the joint is
    ``hysteresis`` steps beyond its border. ``legato`` begins a note before the last one ends.
    ``glide`` is how many seconds a legato note takes from one pitch to the next.
    """

    pitch: Joint = "right_wrist"
    volume: Joint = "left_wrist"
    swap_hands: bool = False
    one_hand: bool = False
    lowest: float = 0.3
    highest: float = 1.8
    rest: float = 0.2
    quietest: float = 0.1
    loudest: float = 1.6
    hysteresis: Annotated[float, msgspec.Meta(ge=0, lt=0.5)] = 0.125
    legato: bool = True
    glide: Annotated[float, msgspec.Meta(ge=0, le=5)] = 0.0
    velocity: Velocity = 100

    def __post_init__(self) -> None:
        if not self.rest <= self.lowest < self.highest:
            raise ValueError("`rest`, `lowest` and `highest` must ascend")
        if not self.quietest < self.loudest:
            raise ValueError("`quietest` must be below `loudest`")


class SlotSettings(Settings, frozen=True):
    """How long a slot is kept, in seconds.

    A note is held for ``hold`` while its player is not found; an empty slot waits ``grace`` for
    the one who had it. When no frame has come for ``stall``, every note ends.
    """

    hold: Positive = 0.3
    grace: Positive = 6.0
    stall: Annotated[float, msgspec.Meta(ge=0.2, le=5)] = 0.5


class PadSettings(Settings, frozen=True):
    """A drum pad: a rectangle beside the body, in lengths of the torso, and what it sounds.

    ``left`` and ``right`` are to the player's own right of the spine (negative to their left),
    ``bottom`` and ``top`` above the hips. ``sound`` is a key of General MIDI's percussion.
    """

    sound: str | KeyNumber
    left: float
    right: float
    bottom: float
    top: float

    def __post_init__(self) -> None:
        with _as_value_error():
            drum_key(self.sound)
        if not (self.left < self.right and self.bottom < self.top):
            raise ValueError(
                "a pad's `left` is below its `right`, and its `bottom` below its `top`"
            )


PADS = (
    PadSettings("Bass Drum 1", 0.65, 1.3, -0.3, 0.4),
    PadSettings("Low Tom", -1.3, -0.65, -0.3, 0.4),
    PadSettings("Acoustic Snare", 0.4, 1.3, 0.6, 1.2),
    PadSettings("Closed Hi-Hat", -1.3, -0.4, 0.6, 1.2),
    PadSettings("Crash Cymbal 1", 0.2, 1.3, 1.4, 2.4),
    PadSettings("Ride Cymbal 1", -1.3, -0.2, 1.4, 2.4),
)


class SoundSettings(Settings, frozen=True):
    """The voice: FluidSynth. ``renew_hours`` is when it is made anew, without a gap."""

    on: bool = True
    soundfont: str = "auto"
    driver: Driver = "auto"
    device: str = ""
    gain: Annotated[float, msgspec.Meta(ge=0, le=10)] = 0.8
    reverb: Share = 0.3
    chorus: Share = 0.0
    renew_hours: Positive = 24.0


class MidiSettings(Settings, frozen=True):
    """A MIDI port to play to: the beginning of its name, or ``virtual`` for one of our own."""

    port: str = ""


class OscSettings(Settings, frozen=True):
    """Whom to tell by OSC: ``host:port``; nobody if it is empty."""

    address: str = ""


class SynthesizerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The synthesizer's settings, as in its config file.

    ``scale`` is a name or a list of degrees in semitones above ``key``. ``carry_on`` goes on with
    the outputs that are left when one cannot be had or is lost. The attract mode begins when
    nobody has played for ``attract_after`` seconds. What is not explained here is as in the other
    apps.
    """

    key: str = "C"
    scale: str | tuple[Semitones, ...] = "major pentatonic"
    players: Annotated[tuple[PlayerSettings, ...], msgspec.Meta(min_length=1, max_length=3)] = (
        PlayerSettings("Drawbar Organ", octave=4, pan=0.0),
        PlayerSettings("Bassoon", octave=2, pan=-0.5),
        PlayerSettings("Lead 1 (square)", octave=4, pan=0.5, gain=0.5),
    )
    gestures: GestureSettings = GestureSettings()
    slots: SlotSettings = SlotSettings()
    pads: tuple[PadSettings, ...] = PADS
    sound: SoundSettings = SoundSettings()
    midi: MidiSettings = MidiSettings()
    osc: OscSettings = OscSettings()
    carry_on: bool = True
    mirror: bool = True
    fullscreen: bool = False
    window: tuple[Pixels, Pixels] = (1280, 720)
    show_background: bool = True
    show_privacy: bool = True
    show_guides: bool = True
    languages: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] = ("en",)
    language_seconds: Positive = 15.0
    text_size: Positive = 1.0
    line_thickness: Positive = 1.0
    silent_after: Positive = 1.0
    attract_after: Positive = 20.0
    placeholder: tuple[Colour, Colour] = ("#2B3440", "#171C23")
    accent: Colour = "#56B4E9"
    colours: Annotated[tuple[Colour, ...], msgspec.Meta(min_length=3)] = PALETTE
    words: dict[str, Words] = {}

    def __post_init__(self) -> None:
        with _as_value_error():
            for player in self.players:
                pitches(self.key, self.scale, player.octave, player.steps)
            for language in self.languages:
                words_for(language, self.words)
