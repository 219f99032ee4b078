"""Keys, scales and the names of notes."""

from collections.abc import Mapping, Sequence

from engine.poses import ConfigError, UnknownNameError

SCALES: Mapping[str, tuple[int, ...]] = {
    "major pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "blues": (0, 3, 5, 6, 7, 10),
    "whole tone": (0, 2, 4, 6, 8, 10),
    "chromatic": (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
}
"""The degrees of each scale, in semitones above its key."""

KEYS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
"""The keys from C upwards, each as it is mostly written."""

_SEMITONES = {
    "C": 0, "C#": 1, "Db": 1, "D": 2, "D#": 3, "Eb": 3, "E": 4, "F": 5, "F#": 6, "Gb": 6,
    "G": 7, "G#": 8, "Ab": 8, "A": 9, "A#": 10, "Bb": 10, "B": 11, "H": 11,
}  # fmt: skip
"""How far each key is above C; H is what B is called in German."""

_SHARPS = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
_FLATS = ("C", "D♭", "D", "E♭", "E", "F", "G♭", "G", "A♭", "A", "B♭", "B")
_FLAT_MAJORS = {1, 3, 5, 8, 10}
"""The major keys that are written with flats, in semitones above C."""

_MINOR_THIRD, _MAJOR_THIRD = 3, 4
_HIGHEST = 127


def pitches(key: str, scale: str | Sequence[int], octave: int, steps: int) -> tuple[int, ...]:
    """The ``steps`` lowest notes of ``scale`` on ``key`` from ``octave`` up; octave 4 has C at 60.

    ``scale`` is a name or a list of degrees in semitones above the key, in any order.
    :class:`UnknownNameError` for a key or scale that does not exist, :class:`ConfigError` for a
    scale without degrees and for notes beyond MIDI's highest, 127.
    """
    degrees = degrees_of(scale)
    lowest = 12 * (octave + 1) + _semitone(key)
    octaves_and_degrees = (divmod(step, len(degrees)) for step in range(steps))
    notes = tuple(lowest + 12 * up + degrees[degree] for up, degree in octaves_and_degrees)
    if notes[0] < 0 or notes[-1] > _HIGHEST:
        raise ConfigError(
            f"{steps} steps from octave {octave} leave MIDI's notes, 0 to {_HIGHEST}: "
            "choose another octave or fewer steps"
        )
    return notes


def degrees_of(scale: str | Sequence[int]) -> tuple[int, ...]:
    """The degrees of ``scale``, ascending; errors as of :func:`pitches`."""
    if not isinstance(scale, str):
        if not scale:
            raise ConfigError("a scale needs at least one degree")
        return tuple(sorted(set(scale)))
    name = " ".join(scale.casefold().replace("-", " ").replace("_", " ").split())
    if name not in SCALES:
        raise UnknownNameError("scale", scale, SCALES)
    return SCALES[name]


def note_name(pitch: int, key: str, scale: str | Sequence[int] = "major") -> str:
    """What ``pitch`` is called in ``scale`` on ``key``, such as ``E♭``; the octave is not said."""
    return (_FLATS if _is_flat(key, scale) else _SHARPS)[pitch % 12]


def _is_flat(key: str, scale: str | Sequence[int]) -> bool:
    """Whether the black keys are flats: as the key itself is, or else its relative major."""
    tonic, name = _semitone(key), _spelled(key)
    if len(name) > 1:
        return name.endswith("b")
    degrees = degrees_of(scale)
    is_minor = _MINOR_THIRD in degrees and _MAJOR_THIRD not in degrees
    return (tonic + _MINOR_THIRD * is_minor) % 12 in _FLAT_MAJORS


def _semitone(key: str) -> int:
    """How far ``key`` is above C."""
    name = _spelled(key)
    if name not in _SEMITONES:
        raise UnknownNameError("key", key, _SEMITONES)
    return _SEMITONES[name]


def _spelled(key: str) -> str:
    """``key`` with a capital letter, ``#`` and ``b``."""
    return key.strip().replace("♯", "#").replace("♭", "b").capitalize()
