import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from apps.synthesizer.events import Loudness, NoteOff, NoteOn
from apps.synthesizer.midi import Message
from apps.synthesizer.settings import SynthesizerSettings
from apps.synthesizer.written import WrittenScore
from tests.apps.synthesizer.moments import RATE, holding, moment, trio

SETTINGS = SynthesizerSettings()


def performed(*numbers: int) -> list[Message]:
    """What frames of these numbers give, with the end."""
    score = WrittenScore(SETTINGS)
    return [message for number in numbers for message in score.play(trio(number))] + score.end()


def note_times(messages: list[Message]) -> list[float]:
    return [message.time for message in messages if message.data[0] & 0xF0 == 0x90]


def test_the_same_recording_gives_the_same_messages() -> None:
    assert performed(*range(90)) == performed(*range(90))


def test_times_begin_with_the_first_moment_and_are_those_of_the_frames() -> None:
    score = WrittenScore(SETTINGS)
    first = score.play(moment(NoteOn(0, 60, 100), number=300))
    later = score.play(moment(NoteOn(0, 62, 100), number=310))
    assert note_times(first) == [0.0]
    assert math.isclose(note_times(later)[0], 10 / RATE)


def test_loudness_glides_between_frames() -> None:
    score = WrittenScore(SETTINGS)
    score.play(moment(Loudness(0, 0.5), NoteOn(0, 60, 100)))
    score.play(moment(Loudness(0, 0.6), number=1))
    times = [message.time for message in score.play(moment(number=3))]
    assert all(0 < later - earlier < 0.0101 for earlier, later in pairwise(times))
    assert len(times) == 4


def test_a_camera_that_was_away_leaves_silence_at_the_time_it_was_missed() -> None:
    score = WrittenScore(SETTINGS)
    score.play(moment(Loudness(0, 1.0), NoteOn(0, 60, 100)))
    (end,) = [m for m in score.play(moment(number=3000)) if m.data == bytes((0x80, 60, 0))]
    assert SETTINGS.slots.stall < end.time < SETTINGS.slots.stall + 0.02


def test_a_gap_of_years_takes_no_time() -> None:
    score = WrittenScore(SETTINGS)
    score.play(moment(Loudness(0, 1.0), NoteOn(0, 60, 100), number=0))
    (note,) = note_times(score.play(moment(NoteOn(0, 62, 100), number=10**11)))
    assert note == 10**11 / RATE


def test_a_file_that_starts_over_goes_on_where_it_was() -> None:
    score = WrittenScore(SETTINGS)
    times = [
        time
        for number in (0, 30, 60, 0, 30)
        for time in note_times(score.play(moment(NoteOn(0, 60, 100), number=number)))
    ]
    assert times == [0.0, 1.0, 2.0, 2.0, 3.0]


def test_the_end_ends_notes_and_fades() -> None:
    score = WrittenScore(SETTINGS)
    score.play(moment(Loudness(0, 1.0), NoteOn(0, 60, 100)))
    end = score.end()
    assert bytes((0x80, 60, 0)) in [message.data for message in end]
    assert end[-1].data == bytes((0xB0, 11, 0))
    assert 0.1 < end[-1].time < 0.4


def test_nothing_played_is_nothing_written() -> None:
    assert WrittenScore(SETTINGS).end() == []


def test_other_settings_come_at_the_time_of_the_last_moment() -> None:
    score = WrittenScore(SETTINGS)
    score.play(moment(NoteOn(0, 60, 100)))
    score.play(moment(number=30, players=(holding(0, 60),)))
    changed = score.change(SETTINGS)
    assert {message.time for message in changed} == {1.0}
    assert bytes((0x80, 60, 0)) in [message.data for message in changed]
    assert score.play(moment(NoteOff(0, 60), number=31)) == []


@given(st.lists(st.integers(0, 400), max_size=12))
def test_messages_are_in_order_however_frames_come(numbers: list[int]) -> None:
    times = [message.time for message in performed(*numbers)]
    assert times == sorted(times)
    assert all(time >= 0 for time in times)
