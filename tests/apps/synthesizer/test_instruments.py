import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.synthesizer.instruments import DRUMS, INSTRUMENTS, drum_key, program_number
from apps.synthesizer.settings import PADS, SynthesizerSettings
from engine.poses import UnknownNameError, UsageError


def test_general_midi_has_128_instruments_and_47_percussion_sounds() -> None:
    assert len(set(INSTRUMENTS)) == 128
    assert sorted(DRUMS) == list(range(35, 82))
    assert len(set(DRUMS.values())) == 47


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Acoustic Grand Piano", 0),
        ("Overdriven Guitar", 29),
        ("Electric Bass (finger)", 33),
        ("Voice Oohs", 53),
        ("Lead 1 (square)", 80),
        ("Gunshot", 127),
    ],
)
def test_instruments_are_counted_from_0(name: str, number: int) -> None:
    assert program_number(name) == number


@given(st.sampled_from(range(128)), st.sampled_from([str.upper, str.lower, str.swapcase]))
def test_case_spaces_hyphens_and_brackets_do_not_matter(number: int, case: object) -> None:
    assert callable(case)
    name = case(INSTRUMENTS[number])
    for left_out in " -()+":
        name = name.replace(left_out, "")
    assert program_number(name) == number


@pytest.mark.parametrize(
    ("words", "name"),
    [("square", "Lead 1 (square)"), ("warm pad", "Pad 2 (warm)"), ("harp", "Orchestral Harp")],
)
def test_some_words_are_enough_where_only_one_name_has_them(words: str, name: str) -> None:
    assert program_number(words) == INSTRUMENTS.index(name)


def test_words_that_several_names_have_are_refused_with_those_names() -> None:
    with pytest.raises(UnknownNameError) as caught:
        program_number("organ")
    assert str(caught.value).startswith("no instrument is called 'organ'; known: ")
    assert str(caught.value).count("Organ") == 5


@pytest.mark.parametrize("name", ["Drawbar Orgam", "Theremin", "", "()", "17"])
def test_an_unknown_instrument_is_refused_with_the_nearest_five(name: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        program_number(name)
    suggested = str(caught.value).partition("known: ")[2].split(", ")
    assert len(suggested) == 5
    assert set(suggested) <= set(INSTRUMENTS)


def test_the_nearest_name_comes_first() -> None:
    with pytest.raises(UnknownNameError, match="known: Drawbar Organ, "):
        program_number("Drawbar Orgam")


def test_percussion_is_known_by_its_key() -> None:
    assert (drum_key("Acoustic Snare"), drum_key("closed hihat"), drum_key(81)) == (38, 42, 81)
    with pytest.raises(UnknownNameError, match=r"percussion sound .* known: Acoustic Snare"):
        drum_key("snare")


@pytest.mark.parametrize("number", [-1, 128])
def test_a_number_that_midi_does_not_have_is_refused(number: int) -> None:
    with pytest.raises(UsageError, match="0 to 127"):
        program_number(number)
    assert program_number(abs(number) - 1) == abs(number) - 1


def test_whatever_is_set_by_default_exists() -> None:
    for player in SynthesizerSettings().players:
        assert 0 <= program_number(player.instrument) < 128
    assert len({drum_key(pad.sound) for pad in PADS}) == len(PADS)
