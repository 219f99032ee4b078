import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.synthesizer.scales import KEYS, SCALES, note_name, pitches
from engine.poses import ConfigError, UnknownNameError

keys = st.sampled_from(KEYS)
scales = st.sampled_from(sorted(SCALES)) | st.lists(st.integers(0, 11), min_size=1)


def test_octave_4_begins_at_middle_c() -> None:
    assert pitches("C", "major", 4, 8) == (60, 62, 64, 65, 67, 69, 71, 72)
    assert pitches("A", "minor pentatonic", 2, 6) == (45, 48, 50, 52, 55, 57)


def test_a_scale_can_be_a_list_of_degrees_in_any_order() -> None:
    assert pitches("D", [7, 0, 5, 5], 3, 5) == (50, 55, 57, 62, 67)


@given(keys, scales, st.integers(0, 7), st.integers(2, 12))
def test_notes_ascend_and_belong_to_the_scale(
    key: str, scale: str | list[int], octave: int, steps: int
) -> None:
    try:
        notes = pitches(key, scale, octave, steps)
    except ConfigError:
        return
    tonic = KEYS.index(key)
    degrees = SCALES[scale] if isinstance(scale, str) else scale
    assert len(notes) == steps
    assert all(low < high for low, high in itertools.pairwise(notes))
    assert {(note - tonic) % 12 for note in notes} <= set(degrees)
    assert 0 <= notes[0] <= notes[-1] <= 127


@pytest.mark.parametrize(
    ("one", "other"), [("C#", "Db"), ("f♯", "Gb"), ("b♭", "A#"), ("H", "B"), (" eb ", "D#")]
)
def test_keys_can_be_written_in_several_ways(one: str, other: str) -> None:
    assert pitches(one, "major", 4, 8) == pitches(other, "Major", 4, 8)


def test_what_does_not_exist_is_refused_with_what_does() -> None:
    with pytest.raises(UnknownNameError, match=r"no scale is called 'pentatonik'; known: .*penta"):
        pitches("C", "pentatonik", 4, 11)
    with pytest.raises(UnknownNameError, match="no key is called 'X'; known: "):
        pitches("X", "major", 4, 11)
    with pytest.raises(ConfigError, match="at least one degree"):
        pitches("C", [], 4, 11)


def test_notes_beyond_the_highest_are_refused() -> None:
    assert pitches("G", "chromatic", 8, 13)[-1] == 127
    with pytest.raises(ConfigError, match="leave MIDI's notes"):
        pitches("G", "chromatic", 8, 14)


@pytest.mark.parametrize(
    ("pitch", "key", "scale", "name"),
    [
        (60, "C", "major", "C"),
        (63, "C", "minor", "E♭"),
        (63, "E", "major", "D♯"),
        (70, "F", "major", "B♭"),
        (66, "G", "major", "F♯"),
        (66, "E", "minor", "F♯"),
        (68, "G#", "minor", "G♯"),
        (68, "Ab", "major", "A♭"),
        (70, "D", "dorian", "B♭"),
        (70, "G", "blues", "B♭"),
        (71, "C", (0, 3, 7), "B"),
    ],
)
def test_black_keys_are_named_as_the_key_has_them(
    pitch: int, key: str, scale: str, name: str
) -> None:
    assert note_name(pitch, key, scale) == note_name(pitch + 12, key, scale) == name


@given(keys, scales, st.integers(0, 127))
def test_every_note_has_a_name(key: str, scale: str | list[int], pitch: int) -> None:
    name = note_name(pitch, key, scale)
    assert name[0] in "CDEFGAB"
    assert name[1:] in ("", "♯", "♭")
