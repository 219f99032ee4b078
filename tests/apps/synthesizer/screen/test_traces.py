from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.synthesizer.screen.traces import SECONDS, Trace, Traces
from tests.apps.synthesizer.screen.moments import PITCHES, nobody, solo


def played(pitches: Sequence[int | None], level: float = 0.5) -> Trace:
    """The trace of one slot that plays ``pitches``, one a frame at 25 frames a second."""
    traces = Traces(1)
    for number, pitch in enumerate(pitches):
        traces.update(solo(number, pitch, level))
    return traces.now()[0]


def test_the_newest_sample_is_what_sounds_now() -> None:
    newest = played([60] * 10, level=0.7)[-1]
    assert (newest.time, newest.pitch, newest.level) == (9 / 25, 60, 0.7)


@pytest.mark.parametrize(("pitch", "height"), [(60, 0.0), (64, 0.4), (72, 1.0), (99, 1.0)])
def test_a_note_is_as_high_as_it_is_among_those_that_can_be_played(
    pitch: int, height: float
) -> None:
    assert played([pitch])[0].height == pytest.approx(height)


def test_a_ribbon_turns_softly_to_the_next_note_and_gets_there() -> None:
    heights = [sample.height for sample in played([60] * 5 + [72] * 10)]
    assert heights == sorted(heights)
    assert any(0.1 < height < 0.9 for height in heights)
    assert heights[-1] == 1.0


def test_after_a_rest_a_ribbon_begins_at_its_note() -> None:
    trace = played([60, 60, None, None, 72])
    assert [sample.pitch for sample in trace] == [60, 60, None, None, 72]
    assert trace[-1].height == 1.0


def test_notes_are_forgotten_after_a_while() -> None:
    trace = played([60] * 25 + [72] * round(25 * (SECONDS + 3)))
    assert {sample.pitch for sample in trace} == {72}


def test_a_long_note_is_a_few_samples_only() -> None:
    assert len(played([60] * 200)) < 45


def test_a_clock_that_runs_back_begins_anew() -> None:
    traces = Traces(1)
    for number in (50, 51, 3):
        traces.update(solo(number))
    assert [sample.time for sample in traces.now()[0]] == [3 / 25]


def test_an_empty_slot_rests() -> None:
    traces = Traces(2)
    traces.update(solo(0))
    traces.update(nobody(1))
    assert [trace[-1].pitch for trace in traces.now()] == [None, None]


@given(st.lists(st.sampled_from((None, *PITCHES)), max_size=60))
def test_whatever_is_played_is_kept_in_order_and_within_bounds(pitches: list[int | None]) -> None:
    trace = played(pitches)
    times = [sample.time for sample in trace]
    assert times == sorted(set(times))
    assert all(0.0 <= sample.height <= 1.0 for sample in trace)
    assert {sample.pitch for sample in trace} - {None} == set(pitches) - {None}
