import pytest

from apps.synthesizer.scales import KEYS, SCALES, note_name
from apps.synthesizer.screen.notation import note_sign, scale_name, spelled
from apps.synthesizer.words import WORDS, Words
from tests.apps.people import pixels


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("en", "B♭", "B♭"), ("en", "Bb", "B♭"), ("en", "f#", "F♯"), ("en", "B", "B"),
        ("de", "B", "H"), ("de", "B♭", "B"), ("de", "Eb", "E♭"), ("de", "H", "H"),
        ("fr", "D", "Ré"), ("es", "Bb", "Si♭"), ("it", "F#", "Fa♯"),
    ],
)  # fmt: skip
def test_notes_are_called_as_people_there_call_them(language: str, name: str, text: str) -> None:
    assert spelled(name, WORDS[language]) == text


def test_names_of_notes_that_are_not_seven_are_left_aside() -> None:
    assert spelled("D♭", Words(notes="Do Re")) == "D♭"


@pytest.mark.parametrize("language", sorted(WORDS))
@pytest.mark.parametrize("scale", sorted(SCALES))
def test_every_scale_has_a_name_of_its_own(language: str, scale: str) -> None:
    names = [scale_name(other, WORDS[language]) for other in SCALES]
    assert names.count(scale_name(scale, WORDS[language])) == 1


def test_a_scale_is_known_however_it_is_written() -> None:
    assert scale_name("Whole-Tone", WORDS["de"]) == "Ganztöne"
    assert scale_name((0, 1, 5), WORDS["de"]) == "eigene Tonleiter"


@pytest.mark.parametrize("language", sorted(WORDS))
def test_each_note_looks_like_no_other(language: str) -> None:
    names = {note_name(pitch, key) for pitch in range(12) for key in KEYS}
    signs = {pixels(note_sign(spelled(name, WORDS[language]), 40, "#FFFFFF")) for name in names}
    assert len(signs) == len(names)
